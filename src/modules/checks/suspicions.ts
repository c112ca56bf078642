// A suspicion and what becomes of it: the caller is heard before anything is confirmed, and the patient is called in earnest.
import { type RawBuilder, sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble, type RowOf } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { addWorkdays } from '#kernel/deadline.ts'
import { maskName } from '#kernel/mask.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { addDays, at, dayOf, endOfDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { calendarOf, standardOf } from '#modules/directory/settings.ts'
import { mayRecall } from '#modules/followups/audits.ts'
import { planTask, type TaskRow } from '#modules/followups/tasks.ts'
import { voidTask } from '#modules/followups/voiding.ts'
import { type SuspicionLine, type SuspicionSheet, suspicions } from './contract.ts'
import { suspicionLifecycle } from './lifecycle.ts'
import { besideOf } from './sheet.ts'

type Suspicion = RowOf<'suspicions'>
type Row = Suspicion & { caller: string; department: string | null; patient: string; decided_by: string | null }
const life = suspicionLifecycle as never

const rowsOf = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select suspicions.*, s.name as caller, e.name as department, p.name as patient, b.name as decided_by
    from suspicions join staff s on s.id = suspicions.staff_id join tasks t on t.id = suspicions.task_id
    join patients p on p.id = t.patient_id left join departments e on e.id = suspicions.department_id
    left join staff b on b.id = suspicions.decided_by_id
    where ${within(ctx.me, 'suspicion.read', 'suspicions')} and ${condition}
    order by suspicions.called_at desc, suspicions.id desc limit ${limit}`.execute(ctx.tx)
  return rows
}

/** The day until which the caller is waited for. */
const waitedUntil = async (ctx: Ctx, asked: Date | null): Promise<Date | null> =>
  asked && endOfDay(addWorkdays(dayOf(asked), await standardOf(ctx, 'sideWithin'), await calendarOf(ctx)))

const lineOf = async (ctx: Ctx, row: Row): Promise<SuspicionLine> => ({
  id: row.id,
  status: row.status as SuspicionLine['status'],
  caller: { id: row.staff_id, name: row.caller },
  department: row.department,
  patient: maskName(row.patient),
  calledAt: row.called_at,
  score: row.score,
  reasons: (row.reasons as { rule: string; weight: number; zh: string; en: string }[]).map(
    ({ rule, weight, zh, en }) => ({
      rule,
      weight,
      words: { zh, en },
    }),
  ),
  foundAt: row.found_at,
  askedAt: row.asked_at,
  sideBy: await waitedUntil(ctx, row.asked_at),
  side: row.side,
  sideAt: row.side_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  finding: row.finding,
  voidedAt: row.voided_at,
  can: can(ctx.me, suspicionLifecycle, row),
})

export const listSuspicions = handle(suspicions.list, async (ctx, { after, limit, status, staffId }) => {
  const place = afterInstant(after)
  const conditions = [
    place
      ? sql<boolean>`(suspicions.called_at, suspicions.id) < (${place.key}, ${place.id}::uuid)`
      : sql<boolean>`true`,
    ...(status ? [sql<boolean>`suspicions.status = ${status}`] : []),
    ...(staffId ? [sql<boolean>`suspicions.staff_id = ${staffId}`] : []),
  ]
  const found = await rowsOf(ctx, sql<boolean>`${sql.join(conditions, sql` and `)}`, limit + 1)
  const { page, next } = paged(found, limit, (row) => ({ key: row.called_at, id: row.id }))
  return { rows: await Promise.all(page.map((row) => lineOf(ctx, row))), next }
})

const sheetOf = async (ctx: Ctx, id: string): Promise<SuspicionSheet> => {
  const [row] = await rowsOf(ctx, sql<boolean>`suspicions.id = ${id}`, 1)
  if (!row) throw notFound()
  const inspects = ctx.me.role === 'supervision' && row.staff_id !== ctx.me.id
  return {
    ...(await lineOf(ctx, row)),
    taskId: inspects ? row.task_id : null,
    ...(inspects ? await besideOf(ctx, row.task_id) : { record: null, calls: [], needed: null }),
    ...(inspects && row.evidence ? keptOf(row.evidence) : {}),
    again: row.again_task_id !== null,
    matters: inspects ? await mattersOf(ctx, row.task_id) : [],
  }
}

type Seen = Pick<SuspicionSheet, 'calls' | 'needed'>

/** What the telephone had witnessed around a record that is voided since. */
const keptOf = (evidence: unknown): Seen => {
  const { calls, needed } = evidence as Seen
  return { calls: calls.map((one) => ({ ...one, at: new Date(one.at) })), needed }
}

/** What was written down as said in such a call has to be put right where it is handled. */
const mattersOf = async (ctx: Ctx, taskId: string): Promise<SuspicionSheet['matters']> => {
  const { rows } = await sql<{ id: string; number: string }>`
    select cases.id, cases.number from tasks t join cases on cases.patient_id = t.patient_id and cases.source_id = t.id
    where t.id = ${taskId} and ${within(ctx.me, 'case.read', 'cases')} order by cases.number`.execute(ctx.tx)
  return rows
}

export const getSuspicion = handle(suspicions.get, (ctx, { id }) => sheetOf(ctx, id))

/** From now on its caller knows of it, and may say his side. */
export const ask = handle(suspicions.ask, async (ctx, { id }) => {
  const changes = { asked_at: ctx.now, asked_by_id: ctx.me.id, restricted: false }
  const row = await advance<Suspicion & { status: string }>(ctx, life, 'ask', id, changes)
  await notify(ctx, {
    to: [row.staff_id],
    kind: 'record-questioned',
    words: w(
      '有一份回访记录需要您说明情况，请在“质检”里查看。',
      'A record of yours needs a word from you; see “Quality”.',
    ),
    key: `suspicion ${id}`,
  })
  return sheetOf(ctx, id)
})

export const state = handle(suspicions.state, async (ctx, { id, side }) => {
  await advance(ctx, life, 'state', id, { side, side_at: ctx.now })
  return sheetOf(ctx, id)
})

const decided = (ctx: Ctx, finding: string) => ({ decided_by_id: ctx.me.id, decided_at: ctx.now, finding })

export const clear = handle(suspicions.clear, async (ctx, { id, finding }) => {
  await advance(ctx, life, 'clear', id, decided(ctx, finding), { finding })
  return sheetOf(ctx, id)
})

const notHeard = w(
  '本人还没有说明，期限也没有到。先听本人怎么说。',
  'The caller has not said his side, and there is still time. Hear him first.',
)

/**
 * 认定不实: never before the caller was heard or his time is over. The patient is called in earnest, by somebody else, and
 * that call's grade is then the stay's; the record itself counts until it is voided (docs/decisions/0032).
 */
export const confirm = handle(suspicions.confirm, async (ctx, { id, finding }) => {
  const row = await locked<Suspicion & { status: string }>(ctx, life, id)
  mustBeAble(ctx, life, 'confirm', row as never)
  const until = await waitedUntil(ctx, row.asked_at)
  if (row.side === null && until && ctx.now < until) throw conflict(notHeard)
  const again = await callInEarnest(ctx, row.task_id)
  await advanceLocked(
    ctx,
    life,
    'confirm',
    row as never,
    { ...decided(ctx, finding), again_task_id: again },
    { finding },
  )
  return sheetOf(ctx, id)
})

/** 作废记录: from now on no figure counts it, of whichever month; what stood in it is kept for those who judge. */
export const voidRecord = handle(suspicions.void, async (ctx, { id }) => {
  const row = await locked<Suspicion & { status: string }>(ctx, life, id)
  mustBeAble(ctx, life, 'void', row as never)
  const { calls, needed } = await besideOf(ctx, row.task_id)
  await voidTask(ctx, row.task_id)
  await advanceLocked(ctx, life, 'void', row as never, {
    ...{ voided_at: ctx.now, voided_by_id: ctx.me.id, evidence: JSON.stringify({ calls, needed }) },
  })
  return sheetOf(ctx, id)
})

/** A call to the patient whom nobody had called, by somebody else; none where he must be left in peace. */
const callInEarnest = async (ctx: Ctx, taskId: string): Promise<string | null> => {
  const { rows } = await sql<TaskRow & { contactable: boolean }>`
    select t.*, p.contactable from tasks t join patients p on p.id = t.patient_id where t.id = ${taskId}`.execute(
    ctx.tx,
  )
  const task = rows[0]!
  if (!task.contactable || task.kind === 'recall') return null
  const other = (await mayRecall(ctx, task)).find(({ role }) => role === 'agent')
  const day = addDays(dayOf(ctx.now), 1)
  return planTask(ctx, task, {
    kind: 'repeat',
    wave: task.wave,
    programme_id: task.programme_id,
    questionnaire_id: task.questionnaire_id,
    caller: 'centre',
    parent_id: task.id,
    assignee_id: other?.id ?? null,
    next_at: at(day, '08:00'),
    due_at: endOfDay(addDays(day, 2)),
  })
}
