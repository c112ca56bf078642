// Everything that must hold, one step after another: form, types, then all tests on one PostgreSQL made for the run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { ensureChromium } from './chromium.ts'

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules', name)
const say = (text: string) => process.stdout.write(`${text}\n`)
const begun = performance.now()
const patterns = process.argv.slice(2).filter((word) => !word.startsWith('-'))

/** Runs a program of ours; what it says is shown when it fails, or as it comes with `loud`. */
const run = async (words: string[], { loud = false, env = {} as NodeJS.ProcessEnv } = {}): Promise<boolean> => {
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: loud ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let said = ''
  child.stdout?.on('data', (text) => (said += text))
  child.stderr?.on('data', (text) => (said += text))
  const [code] = await once(child, 'close')
  if (code !== 0 && !loud) say(said.trim())
  return code === 0
}

const step = async (name: string, work: Promise<boolean>): Promise<boolean> => {
  const at = performance.now()
  const good = await work
  say(`${good ? '✔' : '✘'} ${name} (${((performance.now() - at) / 1000).toFixed(1)} s)`)
  return good
}

/** One PostgreSQL for all tests: the one that DATABASE_URL names, or ours, which forgets everything afterwards. */
const database = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-run-'))
  const { url, stop } = await startPostgres({ folder, fsync: false, settings: { max_connections: '200' } })
  return { url, stop: () => stop().then(() => rm(folder, { recursive: true, force: true })) }
}

const tests = async (): Promise<boolean> => {
  const { url, stop } = await database()
  const files = patterns.length > 0 ? patterns : ['src/**/*.test.ts', 'test/**/*.test.ts']
  const words = ['--test', '--test-isolation=none', '--test-force-exit', '--test-timeout=600000']
  try {
    return await run([...words, '--test-reporter=./test/reporter.ts', ...files], {
      loud: true,
      env: { DATABASE_URL: url },
    })
  } finally {
    await stop()
  }
}

const all = async (): Promise<boolean> => {
  if (patterns.length > 0) return tests()
  // The cheap ones first and together: who mistypes shall not wait for the tests to hear of it.
  const gates = await Promise.all([
    step('format and lint', run([bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'])),
    step('types', run([bin('typescript/bin/tsc'), '-p', '.'])),
  ])
  const browser = ensureChromium(say)
  if (!browser) say('! no browser here: the tests that need one are skipped')
  const passed = await tests()
  return passed && gates.every(Boolean)
}

const good = await all()
const took = ((performance.now() - begun) / 1000).toFixed(0)
say(good ? `✔ everything holds (${took} s)` : `✘ something does not hold (${took} s)`)
process.exit(good ? 0 : 1)
