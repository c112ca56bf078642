// A backup holds everything, says when it does not, and comes back on any database as the same hospital.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { freshDatabase } from '#test/desk.ts'
import { heldClock } from '../clock.ts'
import { when } from '../ctx.ts'
import { openDatabase } from '../database.ts'
import { type OpenHouse, openHouse } from '../house.ts'
import { record } from '../ledger.ts'
import { openLog } from '../log.ts'
import { prove } from '../sealer.ts'
import { BackupProblem } from './problem.ts'
import { checkBackup } from './read.ts'
import { restoreBackup } from './restore.ts'
import { writeBackup } from './write.ts'

const clock = heldClock('2026-03-09T09:00:00+08:00')
const ran: number[] = []
const module = {
  name: 'trial',
  reactions: [when('trial.done', 'trial.follow', async (_ctx, event) => ran.push(event.id))],
}
const open = (url: string) => openHouse({ url, modules: [module], clock, log: openLog('silent'), poolSize: 3 })
const later = new Map([['trial.done', module.reactions as never[]]])
const quiet = () => {}

const nasty = 'tab\t newline\n\\.\nbackslash \\ \\N 回音 "quotes" \u0001 ' + "it's"
const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** A little of everything that is hard to carry: odd texts, bytes, computed columns, triggers, partitions, queues. */
const furnish = async (house: OpenHouse) => {
  const { db } = house
  const at = clock.now()
  await db
    .insertInto('staff')
    .values({
      id: id(1),
      login: 'nurse',
      name: nasty,
      role: 'agent',
      recovery_hashes: [nasty, ''],
      created_at: at,
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('files')
    .values({
      id: id(2),
      noun: 'case',
      subject: id(3),
      name: 'x',
      type: 'image/png',
      size: 5,
      sha256: Buffer.alloc(32),
      content: Buffer.from([0, 10, 92, 46, 10]),
      by_id: id(1),
      at,
    })
    .execute()
  await db
    .insertInto('patients')
    .values({ id: id(4), record_number: '1', name: '张三', sex: 'male', phones: '[]', created_at: at, updated_at: at })
    .execute()
  await db
    .insertInto('contacts')
    .values({
      id: id(5),
      patient_id: id(4),
      staff_id: id(1),
      channel: 'phone',
      direction: 'out',
      started_at: at,
      ended_at: at,
      disposition: 'reached',
    })
    .execute()
  // Called while alive, dead since: the trigger would refuse the call today.
  await db.updateTable('patients').set({ died_on: '2026-03-09' }).where('id', '=', id(4)).execute()
  for (let n = 0; n < 3; n++)
    await house.asSystem((ctx) => record(ctx, 'trial.done', { subject: id(n), data: { nasty } }))
  await house.seal()
  clock.pass(40 * 24 * 3_600_000)
  await house.asSystem((ctx) => record(ctx, 'trial.other', { subject: null }))
  await sql`select nextval('case_numbers')`.execute(db)
}

const rowsOf = async (url: string) => {
  const { db, close } = openDatabase(url, 1)
  try {
    const { rows } = await sql<{ text: string }>`
      select 'staff ' || s::text as text from staff s union all select 'files ' || f::text from files f
      union all select 'patients ' || p::text from patients p union all select 'contacts ' || c::text from contacts c
      union all select 'events ' || e::text from events e union all select 'seals ' || s::text from seals s order by 1`.execute(
      db,
    )
    return rows.map(({ text }) => text)
  } finally {
    await close()
  }
}

describe('a backup', () => {
  let folder = ''
  let file = ''
  let first: Awaited<ReturnType<typeof freshDatabase>>
  const databases: (typeof first)[] = []
  const empty = async () => {
    const database = await freshDatabase()
    databases.push(database)
    return database.url
  }
  const restore = (url: string, from = file, passphrase?: string) =>
    restoreBackup({ url, file: from, clock, later, passphrase, say: quiet })

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'huiyin-backup-'))
    file = join(folder, 'hospital.huiyin')
    first = await freshDatabase()
    databases.push(first)
    const house = await open(first.url)
    await furnish(house)
    await house.stop()
    const made = await writeBackup({ url: first.url, file, program: '0.1.0', now: clock.now(), say: quiet })
    assert(made.rows > 10)
  })
  after(async () => {
    for (const { drop } of databases) await drop()
    await rm(folder, { recursive: true, force: true })
  })

  test('comes back the same, row for row, and the ledger is proven', async () => {
    const url = await empty()
    const { reactions } = await restore(url)
    assert.equal(reactions, 3, 'what waited in the queue waits again')
    assert.deepEqual(await rowsOf(url), await rowsOf(first.url))
    const house = await open(url)
    try {
      const before = await prove(house.db)
      assert.equal(before.broken, null)
      assert.equal(before.proven, 3)
      // The copied rows and new ones are sealed on, although this server counts its transactions from another number.
      await house.asSystem((ctx) => record(ctx, 'trial.other', { subject: null }))
      await house.seal()
      const { proven, unsealed, broken } = await prove(house.db, before.head!)
      assert.deepEqual({ proven, unsealed, broken }, { proven: 5, unsealed: 0, broken: null })
      assert.equal(await house.jobs.drain(), 3)
      assert.equal(ran.length, 3)
      assert.equal(await house.jobs.drain(), 0, 'and none runs twice')
      const { rows } = await sql<{ next: number }>`select nextval('case_numbers') as next`.execute(house.db)
      assert.equal(rows[0]!.next, 2, 'numbers go on where they were')
      await assert.rejects(sql`delete from events`.execute(house.db), /append-only/)
      const again = house.db.insertInto('contacts').values({
        id: id(6),
        patient_id: id(4),
        channel: 'phone',
        direction: 'out',
        started_at: clock.now(),
        ended_at: clock.now(),
        disposition: 'reached',
      })
      await assert.rejects(again.execute(), /must not be contacted/, 'triggers guard again')
    } finally {
      await house.stop()
    }
  })

  test('of a restored hospital restores as well', async () => {
    const [second, third] = [await empty(), await empty()]
    await restore(second)
    const other = join(folder, 'second.huiyin')
    await writeBackup({ url: second, file: other, program: '0.1.0', now: clock.now(), say: quiet })
    await restore(third, other)
    assert.deepEqual(await rowsOf(third), await rowsOf(first.url))
  })

  test('on which the ledger was copied without our knowing still goes on', async () => {
    // As a dump and restore by the database's own tools would: rows from a server with higher numbers.
    const url = await empty()
    const house = await open(url)
    await sql`insert into events (at, verb, noun, request, tx) values (${clock.now()}, 'trial.old', 'trial', 'x', '900000000000')`.execute(
      house.db,
    )
    await house.stop()
    const opened = await open(url)
    try {
      await opened.asSystem((ctx) => record(ctx, 'trial.other', { subject: null }))
      await opened.seal()
      const { broken, unsealed } = await prove(opened.db)
      assert.deepEqual({ broken, unsealed }, { broken: null, unsealed: 0 })
    } finally {
      await opened.stop()
    }
  })

  test('that was damaged, cut off or changed is refused, and nothing of it is left', async () => {
    const bytes = await readFile(file)
    const text = gunzipSync(bytes).toString()
    const bad: Record<string, Buffer> = {
      flipped: Buffer.from(bytes.map((byte, i) => (i === Math.floor(bytes.length / 2) ? byte ^ 1 : byte))),
      cut: bytes.subarray(0, bytes.length - 200),
      'cut inside': gzipSync(text.slice(0, text.indexOf('copy "staff"') + 100)),
      changed: gzipSync(text.replace('张三', '李四')),
      'a row less': gzipSync(text.replace(/^.*张三.*\n/m, '')),
      'something else': gzipSync('hello'),
      empty: Buffer.alloc(0),
      newer: gzipSync(text.replace('"0001_directory"', '"0001_directory","9999_later"')),
    }
    for (const [name, content] of Object.entries(bad)) {
      const broken = join(folder, 'broken.huiyin')
      await writeFile(broken, content)
      const url = await empty()
      await assert.rejects(restore(url, broken), BackupProblem, name)
      const { db, close } = openDatabase(url, 1)
      const { rows } = await sql<{ there: boolean }>`select to_regclass('staff') is not null as there`.execute(db)
      const left = rows[0]!.there ? await db.selectFrom('staff').selectAll().execute() : []
      assert.deepEqual(left, [], name)
      await close()
    }
  })

  test('can be sealed with a passphrase', async () => {
    const sealed = join(folder, 'sealed.huiyin')
    const passphrase = 'a passphrase of some length'
    await writeBackup({ url: first.url, file: sealed, program: '0.1.0', now: clock.now(), passphrase, say: quiet })
    const bytes = await readFile(sealed)
    assert(!bytes.includes('staff') && bytes.subarray(0, 13).toString() === 'HUIYIN-SEALED')
    assert((await checkBackup(sealed, passphrase)).rows > 10)
    await assert.rejects(checkBackup(sealed), /HUIYIN_BACKUP_KEY/)
    await assert.rejects(checkBackup(sealed, 'another passphrase'), BackupProblem)
    const changed = Buffer.from(bytes)
    changed[changed.length - 100]! ^= 1
    await writeFile(sealed, changed)
    await assert.rejects(restore(await empty(), sealed, passphrase), BackupProblem)
  })

  test('is text that psql understands, without this program', async () => {
    const text = gunzipSync(await readFile(file)).toString()
    assert.match(text, /^begin;/m)
    assert.match(text, /^copy "staff" \("id", "login".*\) from stdin;$/m)
    assert.match(text, /^select setval\('case_numbers', 1, true\);$/m)
    assert(!text.includes('copy "sessions"'), 'nobody comes in with a backup')
  })
})
