// The records of finished calls with what the telephone witnessed around each, as the reckoning wants them.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { numberKey } from '#modules/calls/numbers.ts'
import { shownNumber } from '#modules/calls/queries.ts'
import { type Answers, type Questionnaire, visibleQuestions } from '#modules/followups/questions.ts'
import type { CallRecord, Heard } from './evidence.ts'

type Row = {
  id: string
  staff_id: string
  department_id: string | null
  patient_id: string
  questionnaire_id: string
  answers: Answers
  opinion: string | null
  restricted: boolean
  barred_staff: string[]
  phones: { number: string }[] | null
  contact_id: string
  started_at: Date
  note: string
}

type CallRow = {
  id: string
  staff_id: string
  patient_id: string | null
  about_id: string | null
  contact_id: string | null
  direction: string
  number: string
  number_key: string
  number_owner: string | null
  outcome: string | null
  began: Date
  talk: number
}

/** One call around a record, for whoever looks at it. */
export type Seen = {
  id: string
  at: Date
  number: string
  owner: string | null
  theirs: boolean
  seconds: number
  outcome: string | null
}
export type Read = {
  readonly record: CallRecord
  readonly calls: readonly Seen[]
  readonly departmentId: string | null
  readonly barred: readonly string[]
}

/** UUIDv7 begins with its milliseconds: the conversation's identity was made when the record was saved. */
const madeAt = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

const minute = 60_000
/** A call belongs to a record from somewhat before its beginning until it was saved. */
const early = 15 * minute
const late = 2 * minute

const textOf = (answer: Answers[string]): string =>
  answer.refused ? '(refused)' : answer.notApplicable ? '(none)' : [answer.value ?? ''].flat().toSorted().join(' ')

/** Calls completed by a person on tasks `t` of this condition, the latest first, so many at most. */
export const readRecords = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number): Promise<Read[]> => {
  const { rows } = await sql<Row>`
    select t.id, t.caller_id as staff_id, t.department_id, t.patient_id, t.questionnaire_id, t.answers, t.opinion, t.restricted,
      t.barred_staff, p.phones, c.id as contact_id, c.started_at, c.note
    from tasks t join patients p on p.id = t.patient_id
    join lateral (
      select k.id, k.started_at, k.note from attempts a join contacts k on k.id = a.contact_id
      where a.task_id = t.id and k.disposition = 'reached' order by a.number desc limit 1) c on true
    where t.kind in ('wave', 'repeat', 'recall') and t.reached_at is not null and t.caller_id is not null
      and not t.taken_over and t.answers is not null and t.questionnaire_id is not null and ${condition}
    order by t.reached_at desc limit ${limit}`.execute(ctx.tx)
  if (rows.length === 0) return []
  const questionnaires = await questionnairesOf(ctx, rows)
  const times = rows.map((row) => row.started_at.getTime())
  const calls = Map.groupBy(
    await callsBetween(
      ctx,
      [...new Set(rows.map((row) => row.staff_id))],
      Math.min(...times),
      Math.max(...rows.map(savedAtOf)),
    ),
    ({ staff_id }) => staff_id,
  )
  return rows.flatMap((row) => {
    const questionnaire = questionnaires.get(row.questionnaire_id)
    return questionnaire ? [readOne(row, questionnaire, calls.get(row.staff_id) ?? [])] : []
  })
}

const savedAtOf = (row: Row): number => Math.max(madeAt(row.contact_id), row.started_at.getTime())

const questionnairesOf = async (ctx: Ctx, rows: readonly Row[]): Promise<Map<string, Questionnaire>> => {
  const ids = [...new Set(rows.map((row) => row.questionnaire_id))]
  const found = await ctx.tx.selectFrom('questionnaires').where('id', 'in', ids).select(['id', 'definition']).execute()
  return new Map(found.map(({ id, definition }) => [id, definition as Questionnaire]))
}

const callsBetween = async (ctx: Ctx, staff: readonly string[], from: number, until: number): Promise<CallRow[]> => {
  const { rows } = await sql<CallRow>`
    select id, staff_id, patient_id, about_id, contact_id, direction, number, number_key, number_owner, outcome,
      coalesce(dialled_at, placed_at) as began,
      coalesce(extract(epoch from ended_at - answered_at), 0)::float as talk
    from calls where staff_id = any(${staff}::uuid[]) and status = 'ended'
      and placed_at >= ${new Date(from - early)} and placed_at <= ${new Date(until + late)}
      and coalesce(about_noun, '') not in ('test', 'staff', 'listen', 'join', 'consult')
    order by staff_id, placed_at`.execute(ctx.tx)
  return rows
}

const readOne = (row: Row, questionnaire: Questionnaire, calls: readonly CallRow[]): Read => {
  const at = row.started_at.getTime()
  const savedAt = savedAtOf(row)
  const keys = new Set((row.phones ?? []).map(({ number }) => numberKey(number)))
  const around = calls.filter((call) => call.contact_id === row.contact_id || isWithin(call, at, savedAt))
  const seen = around.flatMap((call) => {
    const own = call.contact_id === row.contact_id || call.about_id === row.id || call.patient_id === row.patient_id
    const theirs = own || keys.has(call.number_key)
    // A call about another patient is no call of this record's.
    if (!theirs && (call.patient_id !== null || call.direction === 'in')) return []
    return [{ call, theirs }]
  })
  const heard: Heard[] = seen.map(({ call, theirs }) => ({
    whose: theirs ? 'theirs' : 'other',
    from: call.began.getTime(),
    talk: call.talk,
  }))
  const asked = visibleQuestions(questionnaire, row.answers)
  const given = Object.entries(row.answers)
  const texts = new Set(questionnaire.questions.filter(({ kind }) => kind === 'text').map(({ key }) => key))
  return {
    record: {
      id: row.id,
      staffId: row.staff_id,
      at,
      savedAt,
      asked: asked.map(({ key, ask }) => [key, ask.zh.length]),
      answers: Object.fromEntries(
        given.filter(([key]) => !texts.has(key)).map(([key, answer]) => [key, textOf(answer)]),
      ),
      note: [
        row.note,
        row.opinion ?? '',
        ...given.filter(([key]) => texts.has(key)).map(([, answer]) => textOf(answer)),
      ]
        .filter((one) => one !== '')
        .join('，'),
      heard,
    },
    calls: seen.map(({ call, theirs }) => ({
      id: call.id,
      at: call.began,
      number: shownNumber(call.number),
      owner: call.number_owner,
      theirs,
      seconds: Math.round(call.talk),
      outcome: call.outcome,
    })),
    departmentId: row.department_id,
    barred: [...new Set([...row.barred_staff, row.staff_id])],
  }
}

const isWithin = (call: CallRow, at: number, savedAt: number): boolean => {
  const began = call.began.getTime()
  return began >= at - early && began <= savedAt + late
}
