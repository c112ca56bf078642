// Everything that must hold, one step after another: form, types, then all tests on PostgreSQL made for the run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { ensureChromium } from './chromium.ts'
import { ensureLabs } from './labs.ts'
import { summary, type Tally } from './reporter.ts'

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

/** The PostgreSQL of a lane: the one that DATABASE_URL names, or ours, which forgets everything afterwards. */
const database = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-run-'))
  const { url, stop } = await startPostgres({ folder, fsync: false, settings: { max_connections: '200' } })
  return { url, stop: () => stop().then(() => rm(folder, { recursive: true, force: true })) }
}

/** What lives for minutes: it runs beside the rest, on the other core. */
const long = ['kill', 'model', 'nodes', 'everyone', 'lifecycles', 'journeys/lived-*'].map(
  (name) => `test/${name}.test.ts`,
)
/** What waits for real telephones and gateways: each with a lab, and so a process, of its own. */
const labs = ['test/lab/*.test.ts']

/** The files of a run: lanes that run beside one another, in each what runs one process after the other. */
const lanes = (): string[][][] => {
  if (patterns.length > 0) return [[patterns]]
  const [slow, lab] = [long, labs].map((those) => globSync(those, { cwd: root }).sort())
  const apart = new Set([...slow!, ...lab!])
  const rest = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: root }).filter((file) => !apart.has(file))
  return [[rest.sort()], [slow!, ...lab!.map((file) => [file])]]
}

/** What the lanes counted, as one: a lane that broke off has counted nothing. */
const sumOf = async (files: string[]): Promise<Tally> => {
  const read = (file: string) => readFile(file, 'utf8').then(JSON.parse, () => ({ passed: 0, failed: 1, skipped: 0 }))
  const tallies: Tally[] = await Promise.all(files.map(read))
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

const words = ['--test', '--test-isolation=none', '--test-force-exit', '--test-timeout=600000']

/** One lane on a PostgreSQL of its own: what is sealed in one waits for every transaction of its server. */
const lane = async (processes: string[][], tallyOf: (files: string[]) => string): Promise<boolean> => {
  const { url, stop } = await database()
  try {
    let good = true
    for (const files of processes)
      good =
        (await run([...words, '--test-reporter=./test/reporter.ts', ...files], {
          loud: true,
          env: { DATABASE_URL: url, TEST_TALLY: tallyOf(files) },
        })) && good
    return good
  } finally {
    await stop()
  }
}

const tests = async (): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-tally-'))
  const all = lanes()
  const every = all.flat()
  const tallyOf = (files: string[]) => join(folder, `${every.indexOf(files)}.json`)
  const good: boolean[] = []
  // On a server that somebody named they run one after the other.
  if (process.env.DATABASE_URL) for (const processes of all) good.push(await lane(processes, tallyOf))
  else good.push(...(await Promise.all(all.map((processes) => lane(processes, tallyOf)))))
  say(summary(await sumOf(every.map(tallyOf))))
  await rm(folder, { recursive: true, force: true })
  return good.every(Boolean)
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
  const without = ensureLabs(say)
  if (without) say(`! ${without}: the tests of telephone and text messages are skipped`)
  const passed = await tests()
  return passed && gates.every(Boolean)
}

const good = await all()
const took = ((performance.now() - begun) / 1000).toFixed(0)
say(good ? `✔ everything holds (${took} s)` : `✘ something does not hold (${took} s)`)
process.exit(good ? 0 : 1)
