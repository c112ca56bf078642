// The handbook says what the program can: every setting and every command, in both languages; and its links lead somewhere.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { commands } from '#src/cli/commands.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const readmes = ['README.md', 'README.zh.md']

/** What the settings read from the environment. */
const variables = [
  ...new Set([...read('src/settings.ts').matchAll(/(?:given|flag)\('([A-Z_]+)'\)/g)].map(([, name]) => name!)),
]

describe('the handbook', () => {
  test('begins with the two commands', () => {
    for (const file of readmes) {
      const lines = read(file).split('\n').slice(0, 6).join('\n')
      assert.match(lines, /npm ci && npm start/)
      assert.match(lines, /npm ci && npm test/)
    }
  })

  test('names every setting and every command', () => {
    assert(variables.length >= 10)
    for (const file of readmes) {
      const text = read(file)
      for (const name of variables) assert(text.includes(`\`${name}\``), `${file}: ${name}`)
      for (const { name } of commands) assert(text.includes(`\`${name}`), `${file}: ${name}`)
    }
  })

  test('every script of the package is explained, and explains itself', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    for (const file of readmes)
      for (const name of Object.keys(scripts))
        assert.match(read(file), new RegExp(`npm (run (-s )?)?${name}\\b`), `${file}: ${name}`)
  })

  test('every link leads to something', () => {
    const pages = [
      ...readmes,
      ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
    ]
    for (const file of pages.filter((name) => name.endsWith('.md')))
      for (const [, target] of read(file).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g))
        assert(existsSync(join(root, dirname(file), target!)), `${file} → ${target}`)
  })

  test('decisions are numbered without a gap, and say context, decision and consequences', () => {
    const names = readdirSync(join(root, 'docs/decisions')).sort()
    names.forEach((name, i) => {
      assert(name.startsWith(`${String(i + 1).padStart(4, '0')}-`), name)
      const text = read(`docs/decisions/${name}`)
      for (const part of ['Context', 'Decision', 'Consequences'])
        assert.match(text, new RegExp(`^(## ${part}$|\\*\\*${part}\\.\\*\\*)`, 'm'), `${name}: ${part}`)
    })
  })
})
