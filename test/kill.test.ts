// The program is killed in the middle of its work, again and again, and its database with it: what was acknowledged is there, once.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { systemClock } from '#engine/clock.ts'
import { type Db, openDatabase } from '#engine/database.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { chanceFrom } from '#src/demo/chance.ts'
import { examine, owed } from '#src/invariants.ts'
import { modules } from '#src/modules.ts'
import { type Victim, victimOn } from './kill-server.ts'
import { openWriters, type Write, type Writers } from './kill-writers.ts'
import { dischargedPatient } from './patients.ts'
import { type People, populate } from './people.ts'

// More than the fifty that are promised; fewer only while one looks for something.
const kills = Number(process.env.KILLS ?? 54)
const chance = chanceFrom(Number(process.env.SEED ?? 2011))

/** A hospital with people and calls to make, in a folder that the program is then started on. */
const furnish = async (folder: string): Promise<{ stays: string[]; tasks: string[] }> => {
  const database = await startPostgres({ folder })
  const house = await openHouse({ url: database.url, modules, clock: systemClock, log: openLog('silent') })
  const people: People = await populate(house, () => ({}) as never)
  const stays: string[] = []
  for (let i = 0; i < 40; i++) {
    const stay = await dischargedPatient({ house, clock: systemClock, people } as never, {
      daysAgo: 3,
      department: '心内科',
    })
    stays.push(stay.encounterId)
  }
  const { rows } = await sql<{ id: string }>`
    update tasks set assignee_id = ${people.ids.nurse2} where status = 'open' returning id`.execute(house.db)
  await house.stop()
  await database.stop()
  return { stays, tasks: rows.map(({ id }) => id) }
}

describe(`${kills} 次强行终止`, { timeout: 600_000 }, () => {
  let folder: string
  let victim: Victim
  let writers: Writers
  const slowest = { program: 0, database: 0, both: 0 }
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'huiyin-kill-'))
    const furnished = await furnish(folder)
    victim = await victimOn(folder)
    await victim.start()
    await victim.untilWell()
    writers = await openWriters(victim.address, furnished)
  })
  after(async () => {
    await victim?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const asked = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    const { db, close } = openDatabase(victim.url(), 2)
    try {
      return await work(db)
    } finally {
      await close()
    }
  }

  /** How often each write is found in the records, by its mark. */
  const found = async (db: Db): Promise<Map<string, number>> => {
    const { rows } = await sql<{ mark: string; n: number }>`
      select mark, count(*) as n from (
        select text as mark from cases
        union all select note from contacts
        union all select coalesce(data->>'words', data->>'findings', data->>'what') from events
          where verb in ('case.comment', 'case.answer', 'case.pass', 'case.tell')
      ) marks group by mark`.execute(db)
    return new Map(rows.map(({ mark, n }) => [mark, n]))
  }

  const check = async (writes: readonly Write[], deep: boolean): Promise<void> => {
    await asked(async (db) => {
      const there = await found(db)
      for (const { mark, acknowledged, verb } of writes) {
        if (verb === 'task.draft') continue
        const times = there.get(mark) ?? 0
        if (acknowledged) assert.equal(times, 1, `acknowledged and ${times} times there: ${verb} ${mark}`)
        else assert.ok(times <= 1, `not acknowledged and ${times} times there: ${verb} ${mark}`)
      }
      // Of what is typed again and again, the last that was acknowledged stands, or one that came after it.
      const drafts = Map.groupBy(
        writes.filter(({ verb }) => verb === 'task.draft'),
        ({ subject }) => subject!,
      )
      const { rows } = await sql<{ id: string; mark: string | null }>`
        select id, draft->>'note' as mark from tasks where id = any(${[...drafts.keys()]}::uuid[])`.execute(db)
      for (const { id, mark } of rows) {
        const marks = drafts.get(id)!
        const last = marks.findLastIndex(({ acknowledged }) => acknowledged)
        const stands = marks.findIndex((draft) => draft.mark === mark)
        // A try that reached nobody throws the draft away.
        if (mark !== null) assert.ok(stands >= last, `a later draft was acknowledged than ${mark}`)
      }
      if (!deep) return
      const broken = (await examine(db)).filter(({ count }) => count > 0)
      assert.deepEqual(
        broken.map(({ name, rows }) => `${name}: ${rows}`),
        [],
      )
    })
  }

  test('每次都自行恢复；已确认的写入都在，且只有一份', async (t) => {
    for (let round = 1; round <= kills; round++) {
      writers.resume()
      await sleep(chance.whole(150, 550))
      // Never the database alone twice in a row: one that keeps dying at once is brought back ever more slowly.
      const what = (['both', 'program', 'both', 'database', 'both'] as const)[round % 5]!
      if (what === 'database') {
        const { pid } = victim
        const before = pid()
        assert.ok(victim.killDatabase() > 1)
        await writers.met(503, 3000)
        assert.equal(pid(), before, 'the program itself goes on')
      } else {
        const first = what === 'both' && chance.happens(0.5)
        if (first) victim.killDatabase()
        await victim.killProgram()
        if (what === 'both') victim.killDatabase()
        await victim.start()
      }
      slowest[what] = Math.max(slowest[what], await victim.untilWell())
      await writers.pause()
      await check(writers.writes, round % 9 === 0)
      await writers.again(chance, 3)
    }
    const { writes } = writers
    const acknowledged = writes.filter((write) => write.acknowledged).length
    t.diagnostic(
      `${writes.length} writes, ${acknowledged} acknowledged, ${writers.repeated()} sent again; slowest: ${JSON.stringify(slowest)} ms`,
    )
    assert.ok(acknowledged > kills * 5, `only ${acknowledged} writes: there was no load`)
    assert.deepEqual(writers.surprises, [])
  })

  test('没有确认的逐一重发，同一钥匙同一结果；每件后续动作恰好一次', async () => {
    writers.resume()
    await writers.settled()
    await writers.pause()
    await check(writers.writes, true)
    assert.ok(writers.writes.every(({ acknowledged }) => acknowledged))
    const following = modules.flatMap((module) => module.reactions ?? []).filter((one) => one.when === 'later')
    await asked(async (db) => {
      const waiting = sql<{ n: number }>`
        select count(*) as n from pgboss.job where name = 'reaction' and state in ('created', 'retry', 'active')`
      for (let tries = 0; ; tries++) {
        const { n } = (await waiting.execute(db)).rows[0]!
        if (n === 0) break
        assert.ok(tries < 240, `${n} reactions still wait`)
        await sleep(500)
      }
      assert.deepEqual(await owed(db, following), [])
      const { rows } = await sql<{ recalls: number }>`
        select count(t.id) as recalls from cases c left join tasks t on t.case_id = c.id where c.status = 'told' group by c.id`.execute(
        db,
      )
      assert.ok(rows.length > 0 && rows.every(({ recalls }) => recalls === 1), 'one recall for each case that was told')
    })
  })

  test('台账可证；背着它改动一个字节，verify 即指出那一行', async () => {
    const well = await victim.huiyin('verify', '--json')
    assert.equal(well.code, 0, well.out)
    const client = new pg.Client({ connectionString: victim.url('superuser') })
    await client.connect()
    // As somebody with all rights would: without triggers, and one character only.
    const { rows } = await client.query<{ id: string }>(
      `select id from events where verb = 'case.comment' order by id offset 7 limit 1`,
    )
    await client.query('set session_replication_role = replica')
    await client.query(
      `update events set data = jsonb_set(data, '{words}', to_jsonb(overlay(data->>'words' placing '#' from 1 for 1))) where id = $1`,
      [rows[0]!.id],
    )
    await client.end()
    const tampered = await victim.huiyin('verify', '--json')
    assert.equal(tampered.code, 1, tampered.out)
    assert.match(tampered.out, new RegExp(`"event":${rows[0]!.id}\\b`))
    const { out } = await victim.huiyin('verify')
    assert.match(out, new RegExp(`events\\.id = ${rows[0]!.id}\\b`))
  })
})
