// Every verb in every state against the real database: where the table has no arrow there is a conflict, and nothing is written.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { may } from '#engine/permit.ts'
import { openSession } from '#engine/sessions.ts'
import type { Endpoint } from '#kernel/contract.ts'
import type { Lifecycle } from '#kernel/lifecycle.ts'
import type { Me } from '#kernel/permission.ts'
import { lifecycles } from '#src/lifecycles.ts'
import type { Verb } from '#src/permissions.ts'
import { type Desk, openDesk } from './desk.ts'
import { putRows, type Row, type Rows } from './rows.ts'
import { requestOf } from './sample.ts'

describe('每个动作在每个状态', { timeout: 240_000 }, () => {
  let desk: Desk
  let rows: Rows
  let people: Me[]
  before(async () => {
    desk = await openDesk()
    rows = await putRows(desk)
    people = (await desk.house.db
      .selectFrom('staff')
      .where('login', 'not like', 'spare%')
      .selectAll()
      .execute()) as never
  })
  after(() => desk.close())

  const endpointOf = (verb: string): Endpoint | undefined =>
    desk.house.handlers
      .map(({ endpoint }) => endpoint)
      .find((it) => it.verb === verb && it.path.includes('{id}') && it.method === 'POST')

  const writtenOf = async ({ table }: Lifecycle, { id }: Row) => {
    const { rows: found } = await sql<{ row: Row; events: number }>`
      select to_jsonb(t) as row, (select count(*) from events) as events from ${sql.table(table)} t where id = ${id}`.execute(
      desk.house.db,
    )
    return found[0]!
  }

  /** Puts the row into a state behind the program's back. */
  const put = async ({ table }: Lifecycle, { id }: Row, status: string): Promise<Row> => {
    const archived =
      table === 'cases'
        ? sql`, archived_by = ${status === 'archived' ? 'person' : null}, merged_into_id = case when ${status} = 'merged' then
            (select id from cases other where other.number = case when cases.number = 'T1' then 'T2' else 'T1' end) end`
        : table === 'exports'
          ? sql`, sealed_key = coalesce(sealed_key, ''), sha256 = coalesce(sha256, ''), kept_until = coalesce(kept_until, asked_at)`
          : table === 'disposals'
            ? sql`, digest = '', inventory = '{"rounds":0,"events":0,"files":[]}', decided_by_id = (select id from staff where id <> proposed_by_id limit 1)`
            : table === 'promises'
              ? sql`, kept_at = case when ${status} = 'kept' then made_at end, kept_by_id = case when ${status} = 'kept' then made_by_id end`
              : table === 'recordings'
                ? sql`, destroyed_at = case when ${status} = 'destroyed' then now() end, pieces = 1,
                  sealed_key = case when ${status} in ('destroyed', 'declined') then null else coalesce(sealed_key, decode(repeat('00', 1053), 'hex')) end,
                  consent = case when ${status} = 'declined' then 'refused' else 'granted' end`
                : table === 'calls'
                  ? sql`, wrapped_at = null, ended_at = case when ${status} = 'ended' then now() end,
                    ended_by = case when ${status} = 'ended' then 'person' end,
                    outcome = case when ${status} = 'ended' then case when answered_at is null then 'no-answer' else 'answered' end end`
                  : table === 'scripts'
                    ? sql`, approved_by_id = case when ${status} in ('approved', 'retired') then (select id from staff where login = 'nurse') end`
                    : table === 'missed'
                      ? sql`, closed_at = case when ${status} in ('open', 'calling') then null else first_at end,
                      staff_id = coalesce(staff_id, (select id from staff where login = 'nurse'))`
                      : table === 'assessments'
                        ? sql`, heard = ${status === 'final' || status === 'consenting'}, objections_open = 0`
                        : table === 'scorecards'
                          ? sql`, shown = shown or ${status} <> 'made'`
                          : sql``
    // What is held is destroyed by nobody, not even from behind.
    if (table === 'recordings' && status === 'destroyed')
      await sql`update recordings set held_for = null where id = ${id}`.execute(desk.house.db)
    // One alarm of a case rings at a time: what the program raised meanwhile gives way.
    if (table === 'rings')
      await sql`update rings set status = 'ceased' from rings mine
        where mine.id = ${id} and rings.id <> mine.id and rings.case_id = mine.case_id and rings.alarm = mine.alarm`.execute(
        desk.house.db,
      )
    const { rows: put } = await sql<Row>`
      update ${sql.table(table)} set status = ${status} ${archived} where id = ${id} returning *`.execute(desk.house.db)
    return put[0]!
  }

  const ask = async (endpoint: Endpoint, row: Row, me: Me) => {
    const session = { staffId: me.id, stage: 'full', address: '', agent: '', now: desk.clock.now() } as const
    const request = requestOf(
      endpoint,
      { id: row.id, lineId: row.id, fileId: rows.files.get(row.id) ?? row.id, prompt: 'greeting' },
      rows.known(endpoint, me.id),
    )
    const headers = { ...request.headers, cookie: `huiyin=${await openSession(desk.house.db, session)}` }
    return desk.server.inject({ ...request, headers } as never)
  }

  for (const life of lifecycles)
    test(life.title.zh, async () => {
      const tried = new Set<string>()
      for (const [verb, from, , , rules] of life.acts) {
        const [read, does] = [`${life.noun}.read`, `${life.noun}.${verb}`] as [Verb, Verb]
        const endpoint = endpointOf(does)
        if (!endpoint) continue
        tried.add(verb)
        // A row that the body itself names is no example: nothing is merged with itself.
        const able = (await rows.of(life.table)).flatMap((row) => {
          const me = people.find((one) => may(one, read, row) && may(one, does, row))
          return me && !Object.values(rows.known(endpoint, me.id)).includes(row.id) ? [{ row, me }] : []
        })
        assert.notEqual(able.length, 0, `nobody may ${does}`)
        // Where there is an arrow with rules every row meets them; without rules three show it, and where there is none two.
        for (const state of Object.keys(life.states))
          for (const { row, me } of able.slice(0, !from.includes(state) ? 2 : rules === undefined ? 3 : undefined)) {
            const now = await put(life, row, state)
            const before = await writtenOf(life, row)
            const reply = await ask(endpoint, row, me)
            const said = `${does} in ${state} by ${me.name}: ${reply.statusCode} ${reply.body.slice(0, 160)}`
            if (from.includes(state)) assert.ok([200, 204, 409, 422].includes(reply.statusCode), said)
            // In some states it may not even be seen.
            else assert.equal(reply.statusCode, may(me, read, now) ? 409 : 404, said)
            if (reply.statusCode > 300)
              assert.deepEqual(await writtenOf(life, row), before, `${said}: and yet it wrote`)
            await rows.restore()
          }
      }
      // Raised on the way of another verb, by which they are tried too.
      const hidden = life.acts.map(([verb]) => verb).filter((verb) => !tried.has(verb))
      const onTheWay: Record<string, string[]> = {
        export: ['lapse', 'finish', 'fail', 'download', 'withdraw', 'expire'],
        reader: ['find', 'lose', 'expire'],
        task: ['giveUp', 'flag', 'toPerson', 'void'],
        case: ['carry'],
        ring: ['next', 'cease'],
        sheet: ['renew', 'correct'],
        opening: ['grant'],
        message: 'claim take putBack doubt refuse deliver fail lapse unreport withhold expire'.split(' '),
        template: ['replace'],
        call: ['ring', 'answer', 'end', 'transfer'],
        missed: ['repeat', 'settle'],
        autocall: ['answer', 'finish'],
        queueCall: ['offer', 'pass', 'answer', 'abandon', 'overflow', 'promise', 'close'],
        check: ['compare', 'release'],
        suspicion: ['renew', 'lapse', 'rise'],
        qualityForm: ['retire'],
        scorecard: ['show'],
        proposal: ['grow', 'rise', 'lapse'],
        ruleSet: ['takeForce', 'supersede'],
        assessment: ['lapse'],
        bulletin: ['supersede'],
        recording: ['stop', 'settle', 'mend', 'destroy'],
      }
      assert.deepEqual(hidden, onTheWay[life.noun] ?? [])
    })
})
