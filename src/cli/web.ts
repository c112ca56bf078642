// The screens for the browser: built when there are none yet, or when their sources have changed since.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Words } from '#kernel/words.ts'
import { w } from '#kernel/words.ts'
import { type Call, Sorry } from './command.ts'

const root = path.join(import.meta.dirname, '../..')
const folder = path.join(root, 'dist/web')
const mark = '.sources'

/** Parts of src that never reach the browser; changing them builds nothing. */
const serverOnly = /^src\/(engine|cli|demo|print)\/|\/(commands|queries|reactions|module)\.ts$|\.test\.tsx?$/

const sourcesOf = async (): Promise<string[]> => {
  const below = await readdir(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  const files = below
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => !serverOnly.test(file))
  const around = ['vite.config.ts', 'index.html', 'package-lock.json'].filter((file) =>
    existsSync(path.join(root, file)),
  )
  return [...files, ...around].sort()
}

/** One number for all that the screens are made of. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256')
  for (const file of await sourcesOf())
    hash
      .update(file)
      .update('\0')
      .update(await readFile(path.join(root, file)))
  return hash.digest('hex')
}

const build = async (into: string): Promise<void> => {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  if (!existsSync(vite))
    throw new Sorry(
      '界面还没有构建，而构建工具没有安装。请执行 npm ci（不要加 --omit=dev）。',
      'The screens are not built and the tool that builds them is not installed. Run npm ci (without --omit=dev).',
    )
  const child = spawn(process.execPath, [vite, 'build', '--outDir', into, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let said = ''
  child.stdout.on('data', (text) => (said += text))
  child.stderr.on('data', (text) => (said += text))
  // Whoever stops us does not want the building to go on alone.
  const stop = () => child.kill()
  process.once('exit', stop)
  const [code] = await once(child, 'exit')
  process.off('exit', stop)
  if (code !== 0) throw new Sorry(`界面构建失败：\n${said.trim()}`, 'The screens could not be built.')
}

/**
 * Answers the folder of the built screens, building them first where they are missing or old; undefined where this
 * installation has no sources of screens at all.
 */
export const readyWeb = async (say: (words: Words) => void): Promise<string | undefined> => {
  if (!existsSync(path.join(root, 'vite.config.ts'))) return existsSync(folder) ? folder : undefined
  const now = await fingerprint()
  const built = await readFile(path.join(folder, mark), 'utf8').catch(() => '')
  if (built === now) return folder
  say(w('构建界面…', 'building the screens…'))
  // Beside the old ones and then in their place: somebody may be reading them.
  const fresh = `${folder}.${process.pid}`
  const old = `${fresh}.old`
  try {
    await mkdir(path.dirname(folder), { recursive: true })
    await build(fresh)
    await writeFile(path.join(fresh, mark), now)
    await rename(folder, old).catch(() => {})
    await rename(fresh, folder)
  } catch (error) {
    // Another start may have built the same in the meantime.
    if ((await readFile(path.join(folder, mark), 'utf8').catch(() => '')) === now) return folder
    throw error
  } finally {
    await rm(fresh, { recursive: true, force: true })
    await rm(old, { recursive: true, force: true })
  }
  return folder
}

/** `build`: for an installation whose folder the serving user may not write. */
export const buildWeb = async (call: Call): Promise<undefined> => {
  const web = await readyWeb(call.say)
  call.answer({ web: web ?? null }, web ? `✔ ${web}` : '没有界面的源文件 · there are no sources of screens here')
  return undefined
}
