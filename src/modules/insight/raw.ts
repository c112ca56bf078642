// The same report counted the long way: call by call, answer by answer, event by event, without what is kept ready.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { may } from '#engine/permit.ts'
import { admits } from '#kernel/permission.ts'
import { addDays, type Day, startOfDay } from '#kernel/time.ts'
import { tooLateDays } from '#modules/followups/planning.ts'
import { type Answers, dimensionsOf, gradeOf, type Questionnaire } from '#modules/followups/questions.ts'
import { scopes } from '#src/permissions.ts'
import { type Counts, noCounts, type Reckoning, reckon, reckonCases } from './reckoning.ts'
import { reckoningOf } from './report.ts'
import { ageBandOf, type Question, readsIntegrity, restrictedLetters, type SliceName, sliceNames } from './stays.ts'

type Stay = {
  id: string
  campus_id: string | null
  department_id: string | null
  department_group: string | null
  discharged_on: Day
  created_at: Date
  leaving: string
  sex: string
  age_years: number | null
  died_on: Day | null
  do_not_call_at: Date | null
}
/** Of a task only what it was planned with, and what an old register wrote down, which is all there is of it. */
type Task = {
  id: string
  encounter_id: string
  due_at: Date
  questionnaire_id: string | null
  answers: Answers | null
  opinion_category: string | null
  register: { grade: string | null; opinion: boolean; reached: boolean; reason: string | null } | null
  register_first: Date | null
}
type Call = { task_id: string; started_at: Date; disposition: string; staff_id: string | null }
type Happened = { subject: string; verb: string; to_state: string; data: { reason?: string; opinion?: boolean } }
type SourcedCase = { source_id: string } & Record<string, unknown>

const read = async (ctx: Ctx, { period, departmentId }: Question) => {
  const { rows: list } = await sql<Stay>`
    select e.id, e.campus_id, e.department_id, e.department_group, e.discharged_on, e.created_at, e.leaving, e.sex, e.age_years,
      p.died_on, p.do_not_call_at
    from encounters e join patients p on p.id = e.patient_id
    where e.discharged_on >= ${period.from}::date and e.discharged_on < ${period.until}::date
      ${departmentId ? sql`and e.department_id = ${departmentId}` : sql``}`.execute(ctx.tx)
  const asked = (stay: Stay) => !departmentId || stay.department_id === departmentId
  const stays = list.filter((stay) => may(ctx.me, 'report.read', stay) && asked(stay))
  const { rows: tasks } = await sql<Task>`
    select t.id, t.encounter_id, t.due_at, t.questionnaire_id, t.answers, t.opinion_category,
      case when t.taken_over then jsonb_build_object('grade', t.satisfaction, 'opinion', t.opinion is not null,
        'reached', t.reached_at is not null, 'reason', t.unreached_reason) end as register,
      case when t.taken_over then t.first_tried_at end as register_first
    from unnest(${stays.map(({ id }) => id)}::uuid[]) as s (id) join tasks t on t.encounter_id = s.id
    where t.kind in ('wave', 'repeat')`.execute(ctx.tx)
  const ids = tasks.map(({ id }) => id)
  const { rows: calls } = await sql<Call>`
    select a.task_id, k.started_at, k.disposition, k.staff_id
    from unnest(${ids}::uuid[]) as t (id) join attempts a on a.task_id = t.id join contacts k on k.id = a.contact_id
    order by a.task_id, a.number`.execute(ctx.tx)
  const { rows: events } = await sql<Happened>`
    select v.subject, v.verb, v.to_state, v.data
    from unnest(${ids}::uuid[]) as t (id) join events v on v.noun = 'task' and v.subject = t.id
    where v.to_state is not null order by v.id`.execute(ctx.tx)
  const { rows: secrets } = await sql<SourcedCase>`
    select c.* from unnest(${ids}::uuid[]) as t (id) join cases c on c.source_id = t.id where c.restricted or c.barred_staff <> '{}'`.execute(
    ctx.tx,
  )
  const forms = await ctx.tx.selectFrom('questionnaires').select(['id', 'definition']).execute()
  return {
    stays,
    tasksOf: Map.groupBy(tasks, (task) => task.encounter_id),
    callsOf: Map.groupBy(calls, (call) => call.task_id),
    eventsOf: Map.groupBy(events, (event) => event.subject),
    secretsOf: Map.groupBy(secrets, (one) => one.source_id),
    forms: new Map(forms.map(({ id, definition }) => [id, definition as Questionnaire])),
  }
}
type Raw = Awaited<ReturnType<typeof read>>

const earliest = (list: readonly Date[]): Date | null =>
  list.reduce<Date | null>((a, b) => (a === null || b < a ? b : a), null)

/** What one task came to, told from its calls and events. */
const factsOf = (raw: Raw, task: Task) => {
  const calls = raw.callsOf.get(task.id) ?? []
  const events = raw.eventsOf.get(task.id) ?? []
  const call = calls.find(({ disposition }) => disposition === 'reached')
  // What was said in a call that was found never to have been made was not said.
  const said =
    events.at(-1)?.to_state !== 'voided' &&
    events.some(({ verb, data }) => ['task.complete', 'task.flag'].includes(verb) && data.opinion === true)
  const common = {
    task,
    calls,
    first: task.register ? task.register_first : earliest(calls.map((one) => one.started_at)),
    reachedBy: call?.staff_id ?? null,
    opinion: said || task.register?.opinion === true,
  }
  const last = events.at(-1)
  // The ledger knows nothing of a task that was taken over closed.
  if (task.register && !last) {
    const { reached, reason } = task.register
    const reachedAt = reached ? (task.register_first ?? call?.started_at ?? null) : null
    return { ...common, reachedAt, status: reached ? 'done' : 'unreached', reason }
  }
  const closed = last?.to_state === 'unreached' || last?.to_state === 'cancelled'
  const reason = closed ? (last.data.reason ?? null) : null
  return { ...common, reachedAt: call?.started_at ?? null, status: last?.to_state ?? 'open', reason }
}
type Facts = ReturnType<typeof factsOf>

const dueLast = (facts: readonly Facts[]): Facts | undefined =>
  [...facts].sort(({ task: a }, { task: b }) => b.due_at.getTime() - a.due_at.getTime() || (a.id < b.id ? 1 : -1))[0]

const outcomeOf = (ctx: Ctx, stay: Stay, facts: readonly Facts[]): string => {
  if (facts.some(({ reachedAt }) => reachedAt)) return 'reached'
  if (stay.leaving === 'died') return 'died'
  if (facts.length === 0) {
    if (stay.died_on !== null && stay.died_on <= addDays(stay.discharged_on, tooLateDays)) return 'died'
    return stay.do_not_call_at !== null && stay.do_not_call_at <= stay.created_at ? 'do-not-call' : 'not-planned'
  }
  const waiting = facts.filter(({ status }) => status === 'open' || status === 'flagged')
  const unreached = facts.filter(({ status }) => status === 'unreached')
  const inTime = waiting.some(({ task }) => task.due_at >= ctx.now)
  if (waiting.length > 0 && (unreached.length === 0 || inTime)) return 'pending'
  for (const grave of ['died', 'refused']) if (facts.some(({ reason }) => reason === grave)) return grave
  return dueLast(unreached)?.reason ?? 'cancelled'
}

const callerOf = (facts: readonly Facts[]): string => {
  const called = facts.filter(({ calls }) => calls.some((call) => call.staff_id !== null))
  const deciding = dueLast(called.filter(({ reachedAt }) => reachedAt)) ?? dueLast(called)
  if (deciding) return deciding.reachedBy ?? deciding.calls.at(-1)!.staff_id!
  return facts.some(({ task }) => task.register) ? 'register' : 'none'
}

/** The last call in which a grade was given, and that grade. */
const gradedOf = (facts: readonly Facts[]): { grade: string | null; by: Facts | undefined } => {
  const gradeIn = ({ task }: Facts) => (task.register ? task.register.grade : task.answers && gradeOf(task.answers))
  const by = dueLast(facts.filter((one) => one.reachedAt && gradeIn(one)))
  return { grade: (by && gradeIn(by)) ?? null, by }
}

/** First letters of the categories of the opinions that the reader may know of. */
const lettersOf = (ctx: Ctx, raw: Raw, facts: readonly Facts[]): string[] =>
  facts.flatMap(({ task, opinion }) => {
    if (!opinion) return []
    const letter = task.opinion_category?.slice(0, 1)
    if (letter && restrictedLetters.includes(letter) && !readsIntegrity(ctx.me)) return []
    const secret = (raw.secretsOf.get(task.id) ?? []).some(
      (one) => (one.restricted || !admits(scopes.case.any(ctx.me), one)) && !may(ctx.me, 'case.read', one),
    )
    return secret ? [] : [letter ?? 'none']
  })

const score = { satisfied: 1, fairly: 0.5, dissatisfied: 0 } as const
const meanOf = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length

/** What a call's answers say of each dimension. */
const dimensionScores = (ctx: Ctx, raw: Raw, { task }: Facts) => {
  const form = task.questionnaire_id ? raw.forms.get(task.questionnaire_id) : undefined
  const graded = form && task.answers ? Object.entries(dimensionsOf(form, task.answers)) : []
  return graded
    .filter(([dimension]) => dimension !== 'integrity' || readsIntegrity(ctx.me))
    .map(([dimension, grade]) => ({ dimension, score: score[grade] }))
}

const keys = Object.keys(noCounts) as (keyof Counts)[]
const add = (to: Counts | undefined, one: Counts): Counts =>
  Object.fromEntries(keys.map((key) => [key, (to?.[key] ?? 0) + one[key]])) as Counts
const countUp = (list: Record<string, number>, key: string): void => {
  list[key] = (list[key] ?? 0) + 1
}

/**
 * The reckoning of a period from raw rows: contacts and attempts, the answers as they were given, the events of the
 * ledger. It shares nothing with `reckon` but the question and the names; the two must say the same.
 */
export const reckonRaw = async (ctx: Ctx, question: Question): Promise<Reckoning> => {
  const raw = await read(ctx, question)
  let total = noCounts
  const by = Object.fromEntries(sliceNames.map((name) => [name, {}])) as Record<SliceName, Record<string, Counts>>
  const outcomes: Record<string, number> = {}
  const opinions: Record<string, number> = {}
  const scores: { dimension: string; score: number }[] = []
  for (const stay of raw.stays) {
    const facts = (raw.tasksOf.get(stay.id) ?? []).map((task) => factsOf(raw, task))
    const outcome = outcomeOf(ctx, stay, facts)
    const excluded = outcome === 'died' || outcome === 'do-not-call'
    const { grade, by: gradedBy } = gradedOf(facts)
    const letters = lettersOf(ctx, raw, facts)
    const first = earliest(facts.flatMap((one) => one.first ?? []))
    const firstUntil = startOfDay(addDays(stay.discharged_on, question.firstCallDays + 1))
    const judged = !excluded && (first !== null || firstUntil <= ctx.now)
    const counts: Counts = {
      discharges: 1,
      excluded: Number(excluded),
      pending: Number(outcome === 'pending'),
      reached: Number(outcome === 'reached'),
      graded: Number(grade !== null),
      satisfied: Number(grade === 'satisfied'),
      fairly: Number(grade === 'fairly'),
      dissatisfied: Number(grade === 'dissatisfied'),
      opinions: letters.length,
      attempts: facts.reduce((n, one) => n + one.calls.length, 0),
      firstCallJudged: Number(judged),
      firstCallInTime: Number(judged && first !== null && first < firstUntil),
    }
    const keyOf: Record<SliceName, string> = {
      campus: stay.campus_id ?? 'none',
      group: stay.department_group ?? 'none',
      department: stay.department_id ?? 'none',
      caller: callerOf(facts),
      sex: stay.sex,
      age: ageBandOf(stay.age_years),
    }
    total = add(total, counts)
    for (const name of sliceNames) by[name][keyOf[name]] = add(by[name][keyOf[name]], counts)
    countUp(outcomes, outcome)
    for (const letter of letters) countUp(opinions, letter)
    if (gradedBy) scores.push(...dimensionScores(ctx, raw, gradedBy))
  }
  const dimensions = Object.fromEntries(
    [...Map.groupBy(scores, (one) => one.dimension)].map(([key, list]) => [
      key,
      { people: list.length, score: Math.round(meanOf(list.map((one) => one.score)) * 10_000) / 10_000 },
    ]),
  )
  return { total, by, outcomes, opinions, dimensions }
}

/** Where two reckonings differ, as paths with both values; empty when they say the same. */
export const differences = (kept: unknown, raw: unknown, path = ''): string[] => {
  if (typeof kept === 'number' && typeof raw === 'number')
    // A mean of thousands may be rounded the other way in its last place.
    return Math.abs(kept - raw) <= (path.endsWith('.score') ? 0.000101 : 0) ? [] : [`${path}: ${kept} ≠ ${raw}`]
  if (kept && raw && typeof kept === 'object' && typeof raw === 'object') {
    const [a, b] = [kept, raw] as Record<string, unknown>[]
    const all = new Set([...Object.keys(a!), ...Object.keys(b!)])
    return [...all].sort().flatMap((key) => differences(a![key], b![key], path ? `${path}.${key}` : key))
  }
  return kept === raw ? [] : [`${path}: ${JSON.stringify(kept)} ≠ ${JSON.stringify(raw)}`]
}

/** Counts a month or year both ways, for `verify`: what differs is named. */
export const provePeriod = async (ctx: Ctx, period: string) => {
  const { question } = await reckoningOf(ctx, { period })
  const kept = await reckon(ctx, question)
  return { period, discharges: kept.total.discharges, differences: differences(kept, await reckonRaw(ctx, question)) }
}

/** The most stays that a month has if it is proven whole; of a larger hospital some departments are. */
const whole = 5_000
/** How many departments and thirds of a month are proven of what was counted last, and of all by chance. */
const [latest, random] = [6, 6]

/**
 * Whether what the reports keep ready is what the rows say, call by call: the newest three months whole where the hospital
 * is small, and of any hospital the departments that were counted last, and some by chance, stays and cases. Empty when
 * they agree. Changes that are not counted yet are no difference: a report counts them itself.
 */
export const proveLately = async (ctx: Ctx): Promise<string[]> => {
  const { rows: months } = await sql<{ month: string }>`
    select to_char(discharged_on, 'YYYY-MM') as month from encounters
    where discharged_on > (select max(discharged_on) from encounters) - 62
    group by 1 having count(*) <= ${whole} order by month desc limit 3`.execute(ctx.tx)
  const found: string[] = []
  for (const { month } of months)
    found.push(...(await provePeriod(ctx, month)).differences.map((one) => `${month} ${one}`))
  const { rows: kept } = await sql<{ from: Day; until: Day; place: string }>`
    with buckets as (
      select r.span, r.place, s.counted_at from stay_rollups r join rolled_spans s on s.kind = 'stays' and s.span = r.span where r.place <> place_of(null)
      union select r.span, r.place, s.counted_at from case_rollups r join rolled_spans s on s.kind = 'cases' and s.span = r.span where r.place <> place_of(null)
    )
    select span as from, ten_days_end(span) as until, place from (
      (select * from buckets order by counted_at desc, span desc, random() limit ${latest}) union (select * from buckets order by random() limit ${random})) as picked`.execute(
    ctx.tx,
  )
  const { question } = await reckoningOf(ctx, { period: '2000' })
  for (const { from, until, place } of kept) {
    const one: Question = { ...question, period: { name: from, from, until }, departmentId: place }
    const list = [
      ...differences(await reckon(ctx, one), await reckonRaw(ctx, one)),
      ...differences(await reckonCases(ctx, one), await reckonCases(ctx, one, true), 'cases'),
    ]
    found.push(...list.map((difference) => `${from} ${place} ${difference}`))
  }
  return found
}
