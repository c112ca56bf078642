// Months lived through the API under a held clock: lives that go on at their hours, and a centre whose callers make the calls.
import assert from 'node:assert/strict'
import { recall, satisfaction } from '#modules/followups/content/satisfaction.ts'
import type { TaskSheet } from '#modules/followups/contract.ts'
import type { Grade } from '#modules/patients/words.ts'
import { contracts } from '#src/contracts.ts'
import { calmAnswers } from '#src/demo/answering.ts'
import { client, type WireReply, type WireRequest } from '#web/client.ts'
import type { Desk, Person, Wire } from './desk.ts'
import { addDays, at } from './time.ts'
import { categoryCodes, type LivedStay, listOf } from './year.ts'

/** What somebody lives through: it goes on at the day and hour that it yields, `2024-07-01 21:00`, never an earlier one. */
export type Life<T = void> = AsyncGenerator<string, T, void>

type Span = {
  readonly from: string
  readonly until: string
  readonly lives: readonly Life[]
  /** What is done at eight, before anything else of the day. */
  readonly morning: (day: string) => Promise<void>
}

/** Lives every day from the first to the last: each life as far as it comes by then. */
export const live = async (desk: Desk, { from, until, lives, morning }: Span): Promise<void> => {
  const agenda = new Map<string, Life[]>()
  const goOn = async (life: Life, now: string): Promise<void> => {
    const { done, value: next } = await life.next()
    if (done) return
    assert.ok(next > now, `a life goes on at ${next}, and it is ${now}`)
    const there = agenda.get(next)
    if (there) there.push(life)
    else agenda.set(next, [life])
  }
  for (const life of lives) await goOn(life, '')
  for (let day = from; day <= until; day = addDays(day, 1)) {
    desk.clock.set(at(day, '08:00'))
    await morning(day)
    for (;;) {
      const [next] = [...agenda.keys()].filter((when) => when.startsWith(day)).sort()
      if (!next) break
      const due = agenda.get(next)!.values()
      agenda.delete(next)
      desk.clock.set(at(day, next.slice(11)))
      const lane = async () => {
        for (const life of due) await goOn(life, next)
      }
      // Several at a time, as in a centre with several callers.
      await Promise.all(Array.from({ length: 4 }, lane))
    }
  }
}

/** One with a key of his own, so that the clock may jump without signing him in anew twice a day. */
export const withKey = async (desk: Desk, login: string): Promise<Person> => {
  const { token } = await desk.people.admin.tokens.create({ name: login, login, scopes: ['*'] })
  return client(contracts, async ({ method, url, headers, body }: WireRequest): Promise<WireReply> => {
    const reply = await desk.server.inject({
      method: method as 'GET',
      url,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : Buffer.from(body as Uint8Array) }),
    })
    return { status: reply.statusCode, headers: reply.headers as Record<string, string>, bytes: reply.rawPayload }
  })
}

/** One wave from the first day on: the only call is the one that asks how it was. */
const oneCallProgramme = async (lead: Person): Promise<void> => {
  for (const { id, status } of (await lead.programmes.list()).rows)
    if (status === 'running') await lead.programmes.stop({ id })
  const wave = { key: 'call', name: '出院回访', from: 1, until: 7, questionnaire: 'satisfaction' }
  const { id } = await lead.programmes.create({
    key: 'once',
    name: '一次回访',
    definition: { conditions: {}, waves: [wave] },
  })
  await lead.programmes.start({ id })
}

const graded: Record<string, Grade> = { 满意: 'satisfied', 基本满意: 'fairly', 不满意: 'dissatisfied' }
const dispositions = { 拒访: 'refused', 号码错误: 'wrong-number', 多次未接: 'no-answer' } as const

// The same few sets of answers, thousands of times.
const ticked = new Map<string, ReturnType<typeof calmAnswers>>()
const answersOf = (questionnaire: typeof recall, given: Record<string, string>) => {
  const key = `${questionnaire.key} ${JSON.stringify(given)}`
  const known = ticked.get(key) ?? calmAnswers(questionnaire, given)
  ticked.set(key, known)
  return known
}

/** Morning and afternoon of a day, so that two tries lie hours apart and a third falls on another date. */
const hours = ['10:00', '16:00'] as const
const hourOf = ({ dischargedOn, firstAfter }: LivedStay, number: number): string =>
  `${addDays(dischargedOn, firstAfter + Math.floor((number - 1) / 2))} ${hours[(number - 1) % 2]}`

export type Said = { readonly text: string; readonly kind?: 'opinion' | 'suggestion' }

/** Lists come in at eight, are dealt out, and are read by two callers who then work through them. */
export const openCentre = async (desk: Desk, stays: readonly LivedStay[]) => {
  const lead = await withKey(desk, 'lead')
  const callers = [await withKey(desk, 'nurse'), await withKey(desk, 'nurse2')]
  const lists = new Map(callers.map((caller) => [caller, new Map<string, string>()]))
  const byDay = Map.groupBy(stays, (stay) => stay.dischargedOn)
  let calls = 0
  await oneCallProgramme(lead)

  /** What stands on a caller's list, by record number. */
  const readList = async (caller: Person, list: Map<string, string>): Promise<void> => {
    list.clear()
    for (let after: string | undefined; ; ) {
      const page = await caller.followups.list({ view: 'mine', limit: 200, ...(after ? { after } : {}) })
      for (const { id, patient } of page.rows) list.set(patient.recordNumber, id)
      if (page.next === null) return
      after = page.next
    }
  }
  const onList = ({ recordNumber }: LivedStay): { caller: Person; id: string } => {
    const caller = callers.find((each) => lists.get(each)!.has(recordNumber))
    assert.ok(caller, `${recordNumber} is on nobody’s list`)
    return { caller, id: lists.get(caller)!.get(recordNumber)! }
  }

  /** One call: nobody answers, or the number is wrong, or somebody refuses, or somebody tells how it was. */
  const call = async (stay: LivedStay, number: number, said: Said): Promise<Wire<TaskSheet>> => {
    calls++
    const { caller, id } = onList(stay)
    const last = number === stay.tries
    if (!last || stay.reason !== null) {
      const disposition = last ? dispositions[stay.reason as keyof typeof dispositions] : 'no-answer'
      return caller.followups.attempt({ id, disposition })
    }
    const category = stay.category === null ? null : categoryCodes[stay.category]!
    const overall = graded[stay.grade!]!
    return caller.followups.complete({
      id,
      answers: answersOf(satisfaction, { overall, g5: category === 'F2' ? 'fairly' : 'satisfied' }),
      respondent: stay.age < 14 ? 'guardian' : 'patient',
      ...(category ? { opinion: { ...said, category } } : {}),
    })
  }

  return {
    lead,
    callers,
    calls: () => calls,
    morning: async (day: string): Promise<void> => {
      const arrived = byDay.get(addDays(day, -1))
      if (arrived) {
        const file = { name: `出院名单-${day}.csv`, type: 'text/csv', content: listOf(arrived) }
        const { fileId, mapping } = await lead.imports.upload({}, { file })
        await lead.imports.discharges({ fileId, mapping })
        await desk.house.jobs.drain()
      }
      await lead.followups.allot()
      for (const caller of callers) await readList(caller, lists.get(caller)!)
    },
    /** Try after try; answers what is known of the stay after the last one. */
    follow: async function* (stay: LivedStay, said: Said): Life<Wire<TaskSheet> | null> {
      let known: Wire<TaskSheet> | null = null
      for (let number = 1; number <= stay.tries; number++) {
        yield hourOf(stay, number)
        known = await call(stay, number, said)
      }
      return known
    },
    /** Asks once more, after what was said has been answered. */
    recall: async (stay: LivedStay, overall: Grade): Promise<void> => {
      const { caller, id } = onList(stay)
      const answers = answersOf(recall, { overall })
      await caller.followups.complete({ id, answers, respondent: stay.age < 14 ? 'guardian' : 'patient' })
    },
  }
}
