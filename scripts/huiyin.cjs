// Asks for a Node that can run the program, in words that an older one can still say; then hands over.
'use strict'

var major = Number(process.versions.node.split('.')[0])

if (major < 24) {
  console.error(
    '\n回音需要 Node.js 24 或更新的版本,当前是 ' +
      process.version +
      '。' +
      '\n在 Linux(x64、arm64)上用 npm ci 安装依赖后,npm start 会自动使用随带的 Node 24;其他系统请从 https://nodejs.org 安装。' +
      '\n\nHuiyin needs Node.js 24 or later; this is ' +
      process.version +
      '.' +
      '\nOn Linux (x64, arm64) run npm ci and then npm start, which uses the Node 24 that comes along; elsewhere install it from https://nodejs.org.\n',
  )
  process.exit(2)
}

// What was compiled once is not compiled again: half of the time until a command answers.
require('node:module').enableCompileCache(require('node:path').join(__dirname, '../node_modules/.cache/huiyin'))
void import('../src/main.ts')
