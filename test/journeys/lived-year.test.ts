// The year of seed 002 lived: every list brought in, every call made, day by day through the public API under a held clock.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays, at, type Day } from '#kernel/time.ts'
import { provePeriod } from '#modules/insight/raw.ts'
import { yearFigures } from '#modules/insight/report.ts'
import type { Grade } from '#modules/patients/words.ts'
import { contracts } from '#src/contracts.ts'
import { client, type WireReply, type WireRequest } from '#web/client.ts'
import { satisfactionAnswers } from '../calls.ts'
import { type Desk, openDesk, type Person } from '../desk.ts'
import { categoryCodes, type LivedStay, listOf, livedYear, seedYear } from '../year.ts'

const graded: Record<string, Grade> = { 满意: 'satisfied', 基本满意: 'fairly', 不满意: 'dissatisfied' }
const dispositions = { 拒访: 'refused', 号码错误: 'wrong-number', 多次未接: 'no-answer' } as const

/** What a caller does at one hour: one try, and how it ends. */
type Try = { readonly stay: LivedStay; readonly number: number }

/** Morning and afternoon of a day, so that two tries lie hours apart and a third falls on another date. */
const hours = ['10:00', '16:00'] as const
const hourOf = ({ stay, number }: Try): string =>
  `${addDays(stay.dischargedOn, stay.firstAfter + Math.floor((number - 1) / 2))} ${hours[(number - 1) % 2]}`

/** A caller with a key of his own, so that the clock may jump without signing him in anew twice a day. */
const withKey = (desk: Desk, token: string): Person =>
  client(contracts, async ({ method, url, headers, body }: WireRequest): Promise<WireReply> => {
    const reply = await desk.server.inject({
      method: method as 'GET',
      url,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : Buffer.from(body as Uint8Array) }),
    })
    return { status: reply.statusCode, headers: reply.headers as Record<string, string>, bytes: reply.rawPayload }
  })

/** One wave from the first day on: the year's only call is the one that asks how it was. */
const oneCallProgramme = async (lead: Person): Promise<void> => {
  for (const { id, status } of (await lead.programmes.list()).rows)
    if (status === 'running') await lead.programmes.stop({ id })
  const wave = { key: 'call', name: '出院回访', from: 1, until: 7, questionnaire: 'satisfaction' }
  const { id } = await lead.programmes.create({
    key: 'year',
    name: '一次回访',
    definition: { conditions: {}, waves: [wave] },
  })
  await lead.programmes.start({ id })
}

const bringIn = async (desk: Desk, lead: Person, day: Day, stays: readonly LivedStay[]): Promise<void> => {
  const file = { name: `出院名单-${day}.csv`, type: 'text/csv', content: listOf(stays) }
  const { fileId, mapping } = await lead.imports.upload({}, { file })
  await lead.imports.discharges({ fileId, mapping })
  await desk.house.jobs.drain()
}

/** What stands on a caller's list this morning, by record number. */
const readList = async (caller: Person, list: Map<string, string>): Promise<void> => {
  list.clear()
  for (let after: string | undefined; ; ) {
    const page = await caller.followups.list({ view: 'mine', limit: 200, ...(after ? { after } : {}) })
    for (const { id, patient } of page.rows) list.set(patient.recordNumber, id)
    if (page.next === null) return
    after = page.next
  }
}

/** One call: nobody answers, or the number is wrong, or somebody refuses, or somebody tells how it was. */
const call = async (caller: Person, id: string, { stay, number }: Try): Promise<void> => {
  const last = number === stay.tries
  if (!last || stay.reason !== null) {
    const disposition = last ? dispositions[stay.reason as keyof typeof dispositions] : 'no-answer'
    await caller.followups.attempt({ id, disposition })
    return
  }
  const category = stay.category === null ? null : categoryCodes[stay.category]!
  await caller.followups.complete({
    id,
    answers: satisfactionAnswers(graded[stay.grade!]!, { g5: category === 'F2' ? 'fairly' : 'satisfied' }),
    respondent: stay.age < 14 ? 'guardian' : 'patient',
    ...(category ? { opinion: { text: '病房夜里太吵', category } } : {}),
  })
}

describe('一年：一通电话一通电话地过', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2011-01-01T08:00:00+08:00' })
  })
  after(() => desk.close())

  test('8,830 人次出院、13,592 通电话，年报与当年报出的数字完全一致', async () => {
    const { admin } = desk.people
    const key = async (login: string) =>
      withKey(desk, (await admin.tokens.create({ name: login, login, scopes: ['*'] })).token)
    const lead = await key('lead')
    const callers = [await key('nurse'), await key('nurse2')]
    await oneCallProgramme(lead)

    const stays = livedYear(2011)
    const byDay = Map.groupBy(stays, (stay) => stay.dischargedOn)
    const tries = stays.flatMap((stay) => Array.from({ length: stay.tries }, (_, i): Try => ({ stay, number: i + 1 })))
    const byHour = Map.groupBy(tries, hourOf)
    const lists = new Map(callers.map((caller) => [caller, new Map<string, string>()]))
    let made = 0
    for (let day = '2011-01-01'; day <= '2012-01-15'; day = addDays(day, 1)) {
      desk.clock.set(at(day, '08:00'))
      const arrived = byDay.get(addDays(day, -1))
      if (arrived) await bringIn(desk, lead, day, arrived)
      await lead.followups.allot()
      for (const caller of callers) await readList(caller, lists.get(caller)!)
      for (const hour of hours) {
        const due = byHour.get(`${day} ${hour}`)?.values() ?? [].values()
        desk.clock.set(at(day, hour))
        const lane = async () => {
          for (const one of due) {
            const caller = callers.find((each) => lists.get(each)!.has(one.stay.recordNumber))
            assert.ok(caller, `${day}: ${one.stay.recordNumber} is on nobody’s list`)
            await call(caller, lists.get(caller)!.get(one.stay.recordNumber)!, one)
            made++
          }
        }
        // Several at a time, as in a centre with several callers.
        await Promise.all(Array.from({ length: 4 }, lane))
      }
    }
    assert.equal(made, seedYear.attempts)

    assert.deepEqual(await desk.house.asSystem((ctx) => yearFigures(ctx, '2011')), seedYear)
    assert.deepEqual((await desk.house.asSystem((ctx) => provePeriod(ctx, '2011'))).differences, [])
    const cases = await desk.house.db
      .selectFrom('cases')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirst()
    assert.equal(Number(cases?.n), seedYear.opinions, 'every opinion became a case')
  })
})
