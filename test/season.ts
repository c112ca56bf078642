// A month of discharges by chance, with everything that can become of one: what follow-up would have left behind, put there directly.
import { newId } from '#kernel/ids.ts'
import { addDays, at, type Day, endOfDay } from '#kernel/time.ts'
import { type UnreachedReason, unreachedReasons } from '#modules/followups/dispositions.ts'
import { type Answers, dimensionsOf, gradeOf, type Questionnaire } from '#modules/followups/questions.ts'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import { satisfactionAnswers } from './calls.ts'
import type { Desk } from './desk.ts'

const groups = { 心内科: '内科', 普外科: '外科', 产科: '妇产科', 儿科: '儿科' } as const
const dispositions = ['no-answer', 'busy', 'powered-off', 'wrong-number', 'call-back']
const reasons = Object.keys(unreachedReasons) as UnreachedReason[]
const score = { satisfied: 1, fairly: 0.5, dissatisfied: 0 } as const

type Made = Record<
  'patients' | 'encounters' | 'tasks' | 'contacts' | 'attempts' | 'answers' | 'events' | 'cases',
  Record<string, unknown>[]
>
type Stay = {
  readonly patient: Record<string, unknown>
  readonly encounter: Record<string, unknown> & { id: string; department_id: string | null }
  readonly dischargedOn: Day
}
type Ground = {
  readonly desk: Desk
  readonly chance: Chance
  readonly made: Made
  readonly questionnaire: Questionnaire & { id: string }
}

const stayOf = ({ desk, chance, made }: Ground, month: string): Stay => {
  const { people } = desk
  const dischargedOn = `${month}-${String(chance.whole(1, 28)).padStart(2, '0')}`
  const arrived = at(addDays(dischargedOn, 1), '06:00')
  const weighted = ['心内科', '心内科', '心内科', '普外科', '普外科', '产科', '儿科', null] as const
  const department = chance.one(weighted)
  const sex = chance.one(['male', 'female', 'female', 'unknown'])
  const patient = {
    id: newId(arrived),
    record_number: `S${newId(arrived)}`,
    name: '沈若水',
    sex,
    died_on: null as string | null,
    do_not_call_at: null as Date | null,
    created_at: arrived,
    updated_at: arrived,
  }
  const encounter = {
    id: newId(arrived),
    patient_id: patient.id,
    admission_count: 1,
    campus_id: department === null && chance.happens(0.3) ? null : people.campus,
    department_id: department === null ? null : people.departments[department],
    department_name: department ?? '老年医学科',
    department_group: department === null ? null : groups[department],
    discharged_on: dischargedOn,
    leaving: chance.happens(0.05) ? 'died' : chance.one(['home', 'home', 'home', 'transfer', 'against-advice']),
    sex,
    age_years: chance.happens(0.05) ? null : chance.whole(0, 95),
    created_at: arrived,
    updated_at: arrived,
  }
  made.patients.push(patient)
  made.encounters.push(encounter)
  return { patient, encounter, dischargedOn }
}

const callOf = (
  { made }: Ground,
  { patient, encounter }: Stay,
  task: Record<string, unknown>,
  it: { at: Date; by: string | null; disposition: string; number: number },
) => {
  const contact = {
    id: newId(it.at),
    patient_id: patient.id,
    encounter_id: encounter.id,
    staff_id: it.by,
    channel: 'phone',
    direction: 'out',
    started_at: it.at,
    ended_at: it.at,
    disposition: it.disposition,
    taken_over: task.taken_over,
  }
  made.contacts.push(contact)
  made.attempts.push({ task_id: task.id, contact_id: contact.id, number: it.number })
}

const happened = (
  { made }: Ground,
  task: Record<string, unknown>,
  verb: string,
  when: Date,
  to: string,
  data: object,
) =>
  made.events.push({
    at: when,
    verb: `task.${verb}`,
    noun: 'task',
    subject: task.id,
    from_state: 'open',
    to_state: to,
    data: JSON.stringify(data),
    request: 'season',
  })

const opinionOf = (ground: Ground, stay: Stay, task: Record<string, unknown>, when: Date): void => {
  const { chance, made, desk } = ground
  task.opinion = '病房夜里太吵'
  task.opinion_category = chance.one(['A4', 'B1', 'C3', 'D3', 'D3', 'D6', 'E2', 'F2', 'G1', 'I1', null])
  if (task.taken_over || chance.happens(0.3)) return
  const restricted = task.opinion_category === 'I1' || chance.happens(0.3)
  made.cases.push({
    id: newId(when),
    number: `S-${newId(when)}`,
    kind: 'opinion',
    channel: 'follow-up-call',
    status: 'received',
    source_id: task.id,
    patient_id: stay.patient.id,
    encounter_id: stay.encounter.id,
    department_id: stay.encounter.department_id,
    category: task.opinion_category ?? 'D3',
    severity: 1,
    urgency: 3,
    restricted,
    leadership: restricted && chance.happens(0.4),
    text: '病房夜里太吵',
    owner_id: desk.people.ids.nurse,
    received_at: when,
    workdays: 5,
    due_at: when,
    deadline: '{}',
    updated_at: when,
  })
}

/** A call that reached somebody: graded or not, with an opinion or not. */
const reach = (ground: Ground, stay: Stay, task: Record<string, unknown>, when: Date): void => {
  const { chance, made, questionnaire } = ground
  Object.assign(task, { status: 'done', reached_at: when, last_disposition: 'reached' })
  if (task.taken_over) task.satisfaction = chance.one(['satisfied', 'fairly', 'dissatisfied', null])
  else if (chance.happens(0.8)) {
    const grade = chance.one(['satisfied', 'satisfied', 'satisfied', 'fairly', 'dissatisfied'] as const)
    const took: Record<string, string> = chance.happens(0.1) ? { g7: 'yes' } : {}
    const answers = satisfactionAnswers(grade, { g1: chance.one(['satisfied', 'fairly']), ...took }) as Answers
    Object.assign(task, {
      questionnaire_id: questionnaire.id,
      answers: JSON.stringify(answers),
      satisfaction: gradeOf(answers),
    })
    const { id } = task
    for (const [dimension, one] of Object.entries(dimensionsOf(questionnaire, answers)))
      made.answers.push({
        task_id: id,
        question: dimension,
        dimension,
        value: one,
        score: score[one],
      })
  }
  if (chance.happens(0.2)) opinionOf(ground, stay, task, when)
  if (task.taken_over) return
  const flagged = chance.happens(0.1)
  happened(ground, task, flagged ? 'flag' : 'complete', when, flagged ? 'flagged' : 'done', {
    opinion: task.opinion !== undefined,
  })
  if (flagged) {
    if (chance.happens(0.5)) task.status = 'flagged'
    else happened(ground, task, 'resolve', when, 'done', {})
  }
}

const taskOf = (ground: Ground, stay: Stay, kind: string, from: number): void => {
  const { chance, made, desk } = ground
  const { encounter, dischargedOn } = stay
  const { ids } = desk.people
  const takenOver = kind === 'wave' && chance.happens(0.15)
  const due = endOfDay(addDays(dischargedOn, from + 3))
  const task: Record<string, unknown> = {
    id: newId(due),
    kind,
    status: 'open',
    wave: `${kind}-${from}`,
    patient_id: stay.patient.id,
    encounter_id: encounter.id,
    campus_id: encounter.campus_id,
    department_id: encounter.department_id,
    department_group: encounter.department_group,
    discharged_on: dischargedOn,
    caller: 'centre',
    due_at: due,
    next_at: due,
    order_at: due,
    taken_over: takenOver,
    created_at: due,
    updated_at: due,
  }
  made.tasks.push(task)
  const by = () => (takenOver ? null : chance.one([ids.nurse, ids.nurse2]))
  const when = (n: number) => at(addDays(dischargedOn, from + n), `${10 + chance.whole(0, 1)}:30`)
  const end = takenOver
    ? chance.one(['reach', 'giveUp'])
    : chance.one(['reach', 'reach', 'reach', 'giveUp', 'wait', 'cancel'])
  const tries = chance.whole(end === 'reach' || end === 'giveUp' ? 1 : 0, 3)
  let caller: string | null = null
  for (let n = 1; n <= tries; n++) {
    const last = n === tries
    caller = by()
    const reason = chance.one(reasons)
    const disposition =
      last && end === 'reach' ? 'reached' : last && end === 'giveUp' ? reason : chance.one(dispositions)
    const at = when(n)
    callOf(ground, stay, task, { at, by: caller, disposition, number: n })
    if (n === 1) task.first_tried_at = at
    if (last && end === 'reach') reach(ground, stay, task, at)
    else if (last && end === 'giveUp') {
      Object.assign(task, { status: 'unreached', unreached_reason: reason })
      if (!takenOver) happened(ground, task, 'giveUp', at, 'unreached', { reason })
      // A slip is taken back: the reason is withdrawn, the tries stay.
      if (!takenOver && chance.happens(0.1)) {
        Object.assign(task, { status: 'open', unreached_reason: null })
        happened(ground, task, 'reopen', at, 'open', {})
      }
    } else if (!takenOver) happened(ground, task, 'attempt', at, 'open', { disposition })
  }
  if (end === 'cancel') {
    const reason = chance.one(['died', 'refused', '患者要求稍后'])
    Object.assign(task, { status: 'cancelled', cancelled_reason: reason })
    happened(ground, task, 'cancel', when(4), 'cancelled', { reason })
  }
  Object.assign(task, { attempts: tries, caller_id: caller })
}

/**
 * Puts `count` discharges of a month into the desk's hospital, each with its follow-up as it may have gone, from a seed
 * that says everything again.
 */
export const fillMonth = async (desk: Desk, month: string, seed: number, count: number): Promise<void> => {
  const chance = chanceFrom(seed)
  const form = await desk.house.db
    .selectFrom('questionnaires')
    .where('key', '=', 'satisfaction')
    .select(['id', 'definition'])
    .executeTakeFirstOrThrow()
  const made: Made = {
    patients: [],
    encounters: [],
    tasks: [],
    contacts: [],
    attempts: [],
    answers: [],
    events: [],
    cases: [],
  }
  const ground = { desk, chance, made, questionnaire: { ...(form.definition as Questionnaire), id: form.id } }
  const gone: { id: unknown; died_on: string | null; do_not_call_at: Date | null }[] = []
  for (let i = 0; i < count; i++) {
    const stay = stayOf(ground, month)
    const { patient, dischargedOn } = stay
    if (stay.encounter.leaving === 'died') patient.died_on = dischargedOn
    else if (chance.happens(0.12)) {
      // Never planned: too late, or already dead, or not to be called.
      const why = chance.whole(0, 3)
      if (why === 0) patient.died_on = addDays(dischargedOn, chance.one([2, 90]))
      if (why === 1) patient.do_not_call_at = at(addDays(dischargedOn, chance.one([-20, 40])), '10:00')
    } else {
      const before = made.tasks.length
      taskOf(ground, stay, 'wave', 2)
      if (chance.happens(0.6)) taskOf(ground, stay, 'wave', 7)
      if (chance.happens(0.2)) taskOf(ground, stay, 'repeat', 14)
      if (chance.happens(0.2)) taskOf(ground, stay, 'recall', 20)
      const waits = made.tasks.slice(before).some(({ status }) => status === 'open' || status === 'flagged')
      if (!waits && chance.happens(0.2))
        gone.push({ id: patient.id, died_on: addDays(dischargedOn, 25), do_not_call_at: null })
    }
  }
  const { db } = desk.house
  await db.transaction().execute(async (tx) => {
    // Only rows of one shape go into one statement.
    for (const table of Object.keys(made) as (keyof Made)[])
      for (const rows of Map.groupBy(made[table], (row) => Object.keys(row).sort().join()).values())
        for (let from = 0; from < rows.length; from += 500)
          await tx
            .insertInto(table)
            .values(rows.slice(from, from + 500) as never)
            .execute()
    for (const { id, died_on } of gone)
      await tx
        .updateTable('patients')
        .set({ died_on })
        .where('id', '=', id as string)
        .execute()
  })
}
