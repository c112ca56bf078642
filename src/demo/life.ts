// The demo's past weeks, lived through the hospital's own commands, so that its ledger, figures and deadlines are true.
import { sql } from 'kysely'
import type { heldClock } from '#engine/clock.ts'
import type { OpenHouse } from '#engine/house.ts'
import type { Me } from '#kernel/permission.ts'
import { addDays, type Day, dayOf, minutesOfDay, startOfDay } from '#kernel/time.ts'
import { answer, consent, dispatch, pass, propose } from '#modules/cases/commands.ts'
import { askTime } from '#modules/cases/extensions.ts'
import { tell } from '#modules/cases/recalls.ts'
import { attempt, confirm, resolve } from '#modules/followups/commands.ts'
import { complete } from '#modules/followups/completing.ts'
import type { Questionnaire } from '#modules/followups/questions.ts'
import { act, unlessRefused } from './acting.ts'
import { calmAnswers } from './answering.ts'
import type { Chance } from './chance.ts'
import type { DemoHospital } from './hospital.ts'
import { dangers, findings, opinions } from './voices.ts'

type Call = {
  id: string
  kind: string
  wave: string
  assignee: string
  definition: Questionnaire | null
  group: string | null
  department: string
}

const minute = 60_000
/** When calls are made, as minutes of the day: not at noon, not at night; evenings too, when people are at home. */
const hours = [
  [8 * 60 + 40, 11 * 60 + 50],
  [14 * 60 + 5, 17 * 60 + 40],
  [18 * 60 + 20, 19 * 60 + 45],
] as const
const workingMinutes = hours.reduce((sum, [from, until]) => sum + until - from, 0)

/** The moment at which this share of a caller's day is over. */
const momentAt = (day: Day, share: number): Date => {
  let left = share * workingMinutes
  for (const [from, until] of hours) {
    if (left <= until - from) return new Date(startOfDay(day).getTime() + (from + left) * minute)
    left -= until - from
  }
  return new Date(startOfDay(day).getTime() + hours.at(-1)![1] * minute)
}

/** Fewer pick up in the morning, when they are at the doctor's or in the fields, than in the evening. */
const missing = (at: Date): number =>
  [0.28, 0.18, 0.09][hours.findIndex(([, until]) => minutesOfDay(at) <= until)] ?? 0.09

const missed = ['no-answer', 'no-answer', 'no-answer', 'busy', 'powered-off', 'wrong-number', 'not-now'] as const

const callOnce = (house: OpenHouse, chance: Chance, me: Me, call: Call, voiced: number): Promise<unknown> => {
  if (chance.happens(missing(house.clock.now()))) {
    const disposition = chance.happens(0.03) ? 'refused' : chance.one(missed)
    return act(house, me, attempt, { id: call.id, disposition, numberOwner: 'patient' })
  }
  const respondent = call.group === '儿科' ? 'guardian' : chance.happens(0.75) ? 'patient' : 'family'
  const said = { id: call.id, respondent, numberOwner: 'patient' }
  if (call.wave === 'safety') {
    const danger = chance.happens(0.02) ? dangers[call.definition!.key] : undefined
    const answers = calmAnswers(call.definition!, danger)
    return act(house, me, complete, { ...said, answers, recovered: true })
  }
  const overall = chance.happens(0.93) ? 'satisfied' : chance.happens(0.75) ? 'fairly' : 'dissatisfied'
  const opinion =
    call.kind === 'wave' && (overall !== 'satisfied' || chance.happens(voiced)) ? chance.one(opinions) : undefined
  // One part of the stay was less good than the rest, and now and then one of those who are satisfied says so too.
  const weak = chance.one(['g1', 'g2', 'g3', 'g3', 'g5', 'g6', 'g6'])
  const graded = overall === 'satisfied' ? (chance.happens(0.2) ? 'fairly' : 'satisfied') : overall
  const answers = calmAnswers(call.definition!, { overall, [weak]: graded })
  return act(house, me, complete, { ...said, answers, opinion })
}

/**
 * The callers work through what is due today, from the morning to the evening; `share` of it, so that something is left for
 * the visitor, and nothing later than `until`. The clock is then where their day ended.
 */
export const callers = async (
  house: OpenHouse,
  chance: Chance,
  { people, isListed }: DemoHospital,
  clock: ReturnType<typeof heldClock>,
  { share = 1, recent = false, until }: { share?: number; recent?: boolean; until: Date },
): Promise<void> => {
  const day = dayOf(clock.now())
  // Lately more is said about the departments that a visitor can sign in to, so that their inboxes are worth opening.
  const voiced = (call: Call): number => (recent && isListed(call.department) ? 0.5 : 0.03)
  const { rows } = await sql<Call>`
    select t.id, t.kind, t.wave, t.assignee_id as assignee, q.definition, t.department_group as "group",
      t.department_id as department
    from tasks t left join questionnaires q on q.id = t.questionnaire_id
    where t.status = 'open' and t.kind <> 'urgent' and t.next_at <= ${momentAt(day, 1)} and t.assignee_id is not null
    order by t.order_at, t.id`.execute(house.db)
  const byId = new Map(Object.values(people).map((me) => [me.id, me]))
  const todo = rows.slice(0, Math.ceil(rows.length * share))
  // Callers work side by side; each one's calls follow one another.
  const lists = Map.groupBy(todo, (call) => call.assignee)
  const most = Math.max(0, ...[...lists.values()].map((list) => list.length))
  for (let i = 0; i < most; i++) {
    const at = momentAt(day, (share * (i + chance.next())) / most)
    clock.set(at < until ? at : until)
    await Promise.all(
      [...lists].flatMap(([assignee, list]) => {
        const call = list[i]
        return call?.definition ? [unlessRefused(callOnce(house, chance, byId.get(assignee)!, call, voiced(call)))] : []
      }),
    )
  }
}

/** Red flags: the caller says what was done, the doctor confirms. */
export const dangersMet = async (house: OpenHouse, hospital: DemoHospital): Promise<void> => {
  const { rows } = await sql<{ id: string; kind: string; assignee: string | null; department: string }>`
    select id, kind, assignee_id as assignee, department_id as department from tasks
    where status = 'flagged' or (status = 'open' and kind = 'urgent') order by kind desc`.execute(house.db)
  const byId = new Map(Object.values(hospital.people).map((me) => [me.id, me]))
  for (const { id, kind, assignee, department } of rows) {
    if (kind !== 'urgent')
      await unlessRefused(
        act(house, byId.get(assignee!)!, resolve, {
          id,
          done: 'doctor-told',
          note: '已电话告知经治医师，嘱其当日回电患者',
        }),
      )
    else {
      const doctor = hospital.headOf(department)
      if (doctor) await unlessRefused(act(house, doctor, confirm, { id, note: '已与患者通话，请其今日来院复查' }))
    }
  }
}

type Case = {
  id: string
  status: string
  restricted: boolean
  handling: string | null
  concerns: string | null
  days: number
  severity: number
  integrity: boolean
}

/** What came out of calls: departments, supervision and leadership take their steps; some take their time. */
export const cases = async (house: OpenHouse, chance: Chance, hospital: DemoHospital): Promise<void> => {
  const { people, headOf } = hospital
  const now = house.clock.now()
  const { rows } = await sql<Case>`
    select id, status, restricted, severity, integrity, handling_department_id as handling, department_id as concerns,
      floor(extract(epoch from (${now}::timestamptz - received_at)) / 86400) as days
    from cases where status not in ('archived', 'told') and channel = 'follow-up-call' order by received_at`.execute(
    house.db,
  )
  const { jiancha, yuanzhang, zuzhang } = people as Record<string, Me>
  const step = async (it: Case): Promise<unknown> => {
    const { id } = it
    const head = it.handling ? headOf(it.handling) : undefined
    if (it.status === 'received' && it.concerns && !it.integrity && it.days >= 1)
      return act(house, jiancha!, dispatch, { id, departmentId: it.concerns, demand: '请核实经过，提出整改措施。' })
    if (it.status === 'investigating' && head && chance.happens(it.days >= 3 ? 0.35 : 0.06)) {
      const { plan, ...found } = chance.one(findings)
      const dueOn = addDays(dayOf(now), chance.whole(2, 7))
      return act(house, head, answer, { id, ...found, plans: chance.happens(0.6) ? [{ what: plan, dueOn }] : [] })
    }
    if (it.status === 'investigating' && head && it.days >= 3 && chance.happens(0.15))
      return act(house, head, askTime, { id, workdays: 2, reason: '当事人外出进修，需待其返院后核实。' })
    if (it.status === 'submitted' && (it.severity >= 3 || it.integrity))
      return act(house, jiancha!, propose, { id, words: '情况已核实，请审定。' })
    if (it.status === 'submitted') return act(house, jiancha!, pass, { id, words: '整改措施可行。' })
    if (it.status === 'consenting' && chance.happens(0.5))
      return act(house, yuanzhang!, consent, { id, words: '同意，请跟踪落实。' })
    if (it.status === 'reviewed')
      return act(house, it.restricted ? jiancha! : zuzhang!, tell, {
        id,
        how: 'call',
        what: '已说明核实情况和整改措施，并致歉。',
      })
  }
  for (const it of rows) await unlessRefused(step(it) ?? Promise.resolve())
}
