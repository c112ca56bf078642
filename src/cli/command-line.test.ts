// The command line as people meet it: what it answers, what it refuses, and how it ends.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from '#engine/database.ts'
import { freshDatabase } from '#test/desk.ts'
import { commands } from './commands.ts'

const root = join(import.meta.dirname, '../..')
const main = join(root, 'scripts/huiyin.cjs')

/** Our variables are not inherited: a test says all that it means. */
const environment = (env: Record<string, string>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(HUIYIN_.*|PORT|HOST|DATABASE_URL|TLS_.*|LOG_LEVEL|NODE_TEST.*)$/.test(name),
    ),
  ),
  ...env,
})

const begin = (words: string[], env: Record<string, string> = {}) =>
  spawn(process.execPath, [main, ...words], { cwd: root, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] })

// biome-ignore lint/suspicious/noExplicitAny: every command answers something else
type Answer = Record<string, any>

const huiyin = async (words: string[], env: Record<string, string> = {}) => {
  const child = begin(words, env)
  let [out, err] = ['', '']
  child.stdout.on('data', (text) => (out += text))
  child.stderr.on('data', (text) => (err += text))
  const [code] = await once(child, 'close')
  return { code: code as number, out, err, json: (): Answer => JSON.parse(out) }
}

describe('the command line', () => {
  test('computes the golden deadline and explains it', async () => {
    const plain = await huiyin(['deadline', '2024-10-08T10:00+08:00', '5'])
    assert.equal(plain.code, 0)
    assert.match(plain.out, /2024-10-12 周六 {2}第 4 个工作日 {2}国庆节调休上班/)
    const { by, days } = (await huiyin(['deadline', '2024-10-08T10:00+08:00', '5', '--json'])).json()
    assert.equal(by, '2024-10-14T23:59:59.999+08:00')
    assert.equal(days.length, 7)
  })

  test('says in both languages what it does not understand, and ends with 2', async () => {
    for (const words of [
      ['nonsense'],
      ['import'],
      ['deadline'],
      ['deadline', 'today', '5'],
      ['deadline', '2024-10-08T10:00+08:00', 'five'],
      ['deadline', '2024-10-08T10:00+08:00', '5', '6'],
      ['deadline', '2024-10-08T10:00+08:00', '5', '--loud'],
      ['init', '--admin'],
      ['init', '--admin', 'x'],
      ['backup', 'x', '--json=yes'],
      ['report', 'month', '2011-13'],
      ['report', 'year', '11'],
    ]) {
      const { code, out, err } = await huiyin(words)
      assert.equal(code, 2, words.join(' '))
      assert.equal(out, '')
      assert.match(err, /[一-龥].*\n.*[a-z]/)
      assert(!err.includes('    at '), err)
    }
  })

  test('says what is wrong with the environment before it does anything', async () => {
    const { code, err } = await huiyin(['serve'], { PORT: 'http', HUIYIN_DEMO: '2', HUIYIN_DATA: '/nowhere/at/all' })
    assert.equal(code, 2)
    assert.match(err, /PORT=http/)
    assert.match(err, /HUIYIN_DEMO=2/)
    assert(!existsSync('/nowhere'))
  })

  test('explains every command', async () => {
    const { code, out } = await huiyin([])
    assert.equal(code, 0)
    for (const { name, says } of commands) {
      assert(out.includes(`  ${name}`) && out.includes(says.en), name)
      const help = await huiyin([...name.split(' '), '--help'])
      assert.equal(help.code, 0)
      assert(help.out.includes(says.zh), name)
    }
  })
})

describe('the command line at a hospital', () => {
  let folder = ''
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let env: Record<string, string> = {}
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'huiyin-cli-'))
    database = await freshDatabase()
    env = { HUIYIN_DATA: folder, DATABASE_URL: database.url }
  })
  after(async () => {
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  test('sets a hospital up, once', async () => {
    const list = join(folder, 'departments.csv')
    await writeFile(list, '院区,科室,科室组\n本部,心内科,内科\n本部,普外科,外科\n')
    const made = await huiyin(['init', '--admin', 'admin', '--departments', list, '--json'], env)
    assert.equal(made.code, 0, made.err)
    const { login, password, departments } = made.json()
    assert.deepEqual({ login, departments }, { login: 'admin', departments: 2 })
    assert(password.length >= 12)
    const again = await huiyin(['init', '--admin', 'admin', '--departments', list, '--json'], env)
    assert.equal(again.code, 1)
    assert.match(JSON.stringify(again.json().error), /已经有一家医院/)
  })

  test('makes a token for somebody who is there', async () => {
    const made = await huiyin(
      ['token', 'create', '--login', 'admin', '--name', 'HIS', '--scopes', 'import.discharges', '--json'],
      env,
    )
    assert.match(made.json().token, /^hy_.{40,}$/)
    const refused = await huiyin(['token', 'create', '--login', 'nobody', '--name', 'HIS', '--scopes', 'fly.away'], env)
    assert.equal(refused.code, 1)
    assert.match(refused.err, /fly\.away/)
  })

  test('backs up, restores into an empty place only, and verifies both', async () => {
    const file = join(folder, 'b.huiyin')
    const made = (await huiyin(['backup', file, '--json'], env)).json()
    assert.equal(made.file, file)
    assert.equal((await huiyin(['verify', file, '--json'], env)).json().ok, true)
    const refused = await huiyin(['restore', file], env)
    assert.equal(refused.code, 1)
    assert.match(refused.err, /已有医院的数据/)
    const other = await freshDatabase()
    try {
      const restored = await huiyin(['restore', file, '--json'], { ...env, DATABASE_URL: other.url })
      assert.equal(restored.code, 0, restored.err)
      assert.equal(restored.json().ok, true)
      assert.equal(restored.json().rows, made.rows)
    } finally {
      await other.drop()
    }
  })

  test('names the row of the ledger in which one byte was changed', async () => {
    const sound = await huiyin(['verify', '--json'], env)
    assert.equal(sound.code, 0, sound.out)
    const { db, close } = openDatabase(database.url, 1)
    const { rows } = await sql<{ id: number; at: Date }>`
      select id, at from events where verb = 'department.create' order by id limit 1`.execute(db)
    const { id, at } = rows[0]!
    // A cheater with the owner's rights.
    await sql`alter table events disable trigger user`.execute(db)
    await sql`update events set data = jsonb_set(data, '{group}', '"内斜"') where id = ${id}`.execute(db)
    await sql`alter table events enable trigger user`.execute(db)
    await close()
    const found = await huiyin(['verify', '--json'], env)
    assert.equal(found.code, 1)
    const { broken } = found.json().ledger
    assert.deepEqual([broken.event, broken.why], [id, 'changed'])
    const said = await huiyin(['verify'], env)
    assert.equal(said.code, 1)
    assert(said.out.includes(`events.id = ${id}`) && said.out.includes('department.create'), said.out)
    assert(at instanceof Date)
  })
})

describe('serve', { timeout: 120_000 }, () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'huiyin-serve-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('opens an empty hospital, refuses a second start by the name of the first, lets tools work beside, and ends cleanly', async () => {
    const env = { HUIYIN_DATA: join(folder, 'data'), HUIYIN_DEMO: '0', PORT: '0' }
    const child = begin(['serve', '--json'], env)
    let err = ''
    child.stderr.on('data', (text) => (err += text))
    const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'close').then(() => assert.fail(err))])
    const { url, pid, demo, port } = JSON.parse(String(line))
    assert.deepEqual([pid, demo], [child.pid, false])
    assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { status: 'ok' })
    assert.equal((await fetch(`${url}/openapi.json`)).status, 200)

    const second = await huiyin(['serve'], env)
    assert.equal(second.code, 1)
    assert(second.err.includes(String(pid)) && second.err.includes(String(port)), second.err)
    const elsewhere = await huiyin(['serve'], { ...env, HUIYIN_DATA: join(folder, 'other'), PORT: String(port) })
    assert.equal(elsewhere.code, 1)
    assert.match(elsewhere.err, new RegExp(`端口 ${port} 已被`))
    const restore = await huiyin(['restore', 'any.huiyin'], env)
    assert.match(restore.err, new RegExp(`进程号 ${pid}`))

    const list = join(folder, 'departments.csv')
    await writeFile(list, '院区,科室,科室组\n本部,心内科,内科\n')
    const made = await huiyin(['init', '--admin', 'admin', '--departments', list, '--json'], env)
    assert.equal(made.code, 0, made.err)
    const signIn = await fetch(`${url}/api/v1/session/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'admin', password: made.json().password }),
    })
    assert.equal(signIn.status, 200)
    const backup = await huiyin(['backup', join(folder, 'beside.huiyin'), '--json'], env)
    assert.equal(backup.code, 0, backup.err)

    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'close'), [0, null], err)
    assert.match(await readFile(join(folder, 'data/ledger-anchor.txt'), 'utf8'), /^\S+ \d+ [0-9a-f]{64}\n$/)
    assert(!existsSync(join(folder, 'data/running.json')))
    const verified = await huiyin(['verify', '--json'], env)
    assert.equal(verified.code, 0, verified.out)
  })

  test('a real hospital is not made a demo, and a demo stays on this machine', async () => {
    const env = { HUIYIN_DATA: join(folder, 'data'), PORT: '0' }
    const demo = await huiyin(['serve'], { ...env, HUIYIN_DEMO: '1' })
    assert.equal(demo.code, 1)
    assert.match(demo.err, /正式医院/)
    const open = await huiyin(['serve'], {
      ...env,
      HUIYIN_DATA: join(folder, 'fresh'),
      HOST: '0.0.0.0',
      HUIYIN_INSECURE: '1',
    })
    assert.equal(open.code, 2)
    assert.match(open.err, /演示医院的账号和密码是公开的/)
  })
})
