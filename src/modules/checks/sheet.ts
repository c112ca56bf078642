// What can be seen of checks: supervision with the record beside it, a caller his own once it is released, and no word of the patient's more.
import { type RawBuilder, sql } from 'kysely'
import type { RowOf } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { maskName } from '#kernel/mask.ts'
import { notFound } from '#kernel/refusal.ts'
import { taskSheet } from '#modules/followups/queries.ts'
import { optionsOf, type Question } from '#modules/followups/questions.ts'
import { questionnaireOfTask } from '#modules/followups/tasks.ts'
import { withVoided } from '#modules/followups/voiding.ts'
import { type CheckLine, type CheckSheet, checks } from './contract.ts'
import { secondsFor } from './evidence.ts'
import { formOf } from './forms.ts'
import { checkLifecycle } from './lifecycle.ts'
import { readRecords } from './reading.ts'
import type { Item } from './scoring.ts'

type Row = RowOf<'checks'> & {
  month: string
  caller: string
  department: string | null
  patient: string
  checker: string | null
  recaller: string | null
  replied_by: string | null
  items: Item[] | null
}

const rowsOf = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select checks.*, d.month, s.name as caller, e.name as department, p.name as patient, k.name as checker, r.name as recaller,
      b.name as replied_by, f.items
    from checks join check_draws d on d.id = checks.draw_id join staff s on s.id = checks.staff_id
    join tasks t on t.id = checks.task_id join patients p on p.id = t.patient_id
    left join departments e on e.id = checks.department_id left join staff k on k.id = checks.checker_id
    left join staff r on r.id = checks.recaller_id left join staff b on b.id = checks.replied_by_id
    left join quality_forms f on f.id = checks.form_id
    where ${within(ctx.me, 'check.read', 'checks')} and ${condition}
    order by checks.called_at desc, checks.id desc limit ${limit}`.execute(ctx.tx)
  return rows
}

/** Who checks, and who calls again, is nothing that the one who is checked has to know. */
const isInspector = (ctx: Ctx, row: Row): boolean => ctx.me.role === 'supervision' && row.staff_id !== ctx.me.id

const lineOf = (ctx: Ctx, row: Row): CheckLine => {
  const names = new Map((row.items ?? []).map(({ key, name }) => [key, name]))
  return {
    id: row.id,
    status: row.status as CheckLine['status'],
    month: row.month,
    caller: { id: row.staff_id, name: row.caller },
    department: row.department,
    patient: maskName(row.patient),
    calledAt: row.called_at,
    method: row.method as CheckLine['method'],
    score: row.score,
    passed: row.passed,
    failed: row.failed.map((key) => names.get(key) ?? key),
    recall: isInspector(ctx, row) ? (row.recall_result as CheckLine['recall']) : null,
    checker: isInspector(ctx, row) ? row.checker : null,
    can: can(ctx.me, checkLifecycle, row as never),
  }
}

export const list = handle(checks.list, async (ctx, { after, limit, draw, staffId, month, status }) => {
  const place = afterInstant(after)
  const conditions = [
    place ? sql<boolean>`(checks.called_at, checks.id) < (${place.key}, ${place.id}::uuid)` : sql<boolean>`true`,
    ...(draw ? [sql<boolean>`checks.draw_id = ${draw}`] : []),
    ...(staffId ? [sql<boolean>`checks.staff_id = ${staffId}`] : []),
    ...(month ? [sql<boolean>`d.month = ${month}`] : []),
    ...(status ? [sql<boolean>`checks.status = ${status}`] : []),
  ]
  const found = await rowsOf(ctx, sql<boolean>`${sql.join(conditions, sql` and `)}`, limit + 1)
  const { page, next } = paged(found, limit, (row) => ({ key: row.called_at, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

const worded = (question: Question | undefined, value: string): string =>
  question ? (optionsOf(question).find((one) => one.value === value)?.label.zh ?? value) : value

const pairsOf = async (ctx: Ctx, row: Row): Promise<CheckSheet['pairs']> => {
  const pairs = await ctx.tx.selectFrom('check_pairs').where('check_id', '=', row.id).selectAll().execute()
  if (pairs.length === 0) return []
  const task = await ctx.tx
    .selectFrom('tasks')
    .where('id', '=', row.task_id)
    .select('questionnaire_id')
    .executeTakeFirstOrThrow()
  const questionnaire = await questionnaireOfTask(ctx, task.questionnaire_id)
  return pairs.map(({ question, name, first, second }) => {
    const asked = questionnaire?.questions.find(({ key }) => key === question)
    return { question, name, first: worded(asked, first), second: worded(asked, second), same: first === second }
  })
}

/** The record, what the telephone witnessed around it, and how long asking all of it takes; for supervision. */
export const besideOf = async (ctx: Ctx, taskId: string): Promise<Pick<CheckSheet, 'record' | 'calls' | 'needed'>> => {
  const [read] = await readRecords(ctx, sql<boolean>`t.id = ${taskId}`, 1)
  return {
    record: await withVoided(ctx, await taskSheet(ctx, taskId)),
    calls: read ? [...read.calls] : [],
    needed: read ? Math.round(secondsFor(read.record)) : null,
  }
}

/** One check; *not found* to everybody but supervision until it is released, and to whoever is barred from the call. */
export const checkSheet = async (ctx: Ctx, id: string): Promise<CheckSheet> => {
  const [row] = await rowsOf(ctx, sql<boolean>`checks.id = ${id}`, 1)
  if (!row) throw notFound()
  const inspects = isInspector(ctx, row)
  return {
    ...lineOf(ctx, row),
    taskId: inspects ? row.task_id : null,
    form: await formOf(ctx, row.form_id),
    marks: row.marks as CheckSheet['marks'],
    remarks: row.remarks as CheckSheet['remarks'],
    words: row.words,
    training: row.training,
    scoredAt: row.scored_at,
    releasedAt: row.released_at,
    droppedWhy: inspects ? row.dropped_why : '',
    objection: row.objection,
    objectedAt: row.objected_at,
    reply: row.reply,
    repliedBy: row.replied_by,
    repliedAt: row.replied_at,
    ...(inspects ? await besideOf(ctx, row.task_id) : { record: null, calls: [], needed: null }),
    recaller: inspects ? row.recaller : null,
    calledBefore: inspects ? (row.called_before as CheckSheet['calledBefore']) : null,
    pairs: inspects ? await pairsOf(ctx, row) : [],
  }
}

export const get = handle(checks.get, (ctx, { id }) => checkSheet(ctx, id))
