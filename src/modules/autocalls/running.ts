// The program's calls as rows: what becomes of each, every step one transaction.
import { sql } from 'kysely'
import { advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { linkContact } from '#modules/calls/filing.ts'
import { dispositionOf, type Outcome } from '#modules/calls/outcomes.ts'
import { giveToPerson } from '#modules/followups/automatic.ts'
import { attemptTask } from '#modules/followups/commands.ts'
import { completeTask } from '#modules/followups/completing.ts'
import { type Answers, checkAnswers } from '#modules/followups/questions.ts'
import { questionnaireOfTask } from '#modules/followups/tasks.ts'
import { badNumbers, questionnaireIdOf } from './beginning.ts'
import type { Result } from './contract.ts'
import type { Told } from './conversation.ts'
import { autocallLifecycle } from './lifecycle.ts'
import { paceOf } from './pace.ts'

type Row = RowOf<'autocalls'>

const held = async (ctx: Ctx, id: string): Promise<Row | null> => {
  const { rows } = await sql<Row>`select * from autocalls where id = ${id} and status <> 'over' for update`.execute(
    ctx.tx,
  )
  return rows[0] ?? null
}

/** Somebody picked up. */
export const answeredCall = async (ctx: Ctx, id: string): Promise<void> => {
  const row = await held(ctx, id)
  if (row?.status === 'dialling')
    await advanceLocked(ctx, autocallLifecycle, 'answer', row, { answered_at: ctx.now, seen_at: ctx.now })
}

/** Keeps what was heard so far, so that a process that dies loses nothing of it. */
export const keepHeard = async (ctx: Ctx, id: string, told: Omit<Told, 'how'>): Promise<void> => {
  await sql`
    update autocalls set answers = ${JSON.stringify(told.answers)}, respondent = ${told.respondent}, keys = ${told.keys},
      seen_at = ${ctx.now}, updated_at = ${ctx.now} where id = ${id} and status <> 'over'`.execute(ctx.tx)
}

/** The calls that this process still has in hand. */
export const stillInHand = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  await sql`update autocalls set seen_at = ${ctx.now} where id = any(${ids}::uuid[]) and status <> 'over'`.execute(
    ctx.tx,
  )
}

type Finish = {
  readonly result: Result
  readonly disposition?: string
  readonly agentId?: string
  readonly promised?: boolean
}

const finish = (ctx: Ctx, row: Row, it: Finish) =>
  advanceLocked(
    ctx,
    autocallLifecycle,
    'finish',
    row,
    {
      result: it.result,
      disposition: it.disposition ?? null,
      agent_id: it.agentId ?? null,
      promised: it.promised ?? false,
      ended_at: ctx.now,
      seen_at: ctx.now,
    },
    { result: it.result },
  )

type Task = { status: string; automatic: boolean }
const taskOf = async (ctx: Ctx, id: string): Promise<Task> => {
  const { rows } = await sql<Task>`select status, automatic from tasks where id = ${id} for update`.execute(ctx.tx)
  return rows[0]!
}

/** One try of the task with its contact, tied to the call; answers whether the task is still open. */
const keepTry = async (
  ctx: Ctx,
  row: Row,
  it: { disposition: string; note: string; callBackAt?: Date },
): Promise<boolean> => {
  const owner = await ownerOf(ctx, row)
  await attemptTask(ctx, {
    id: row.task_id,
    disposition: it.disposition as 'busy',
    numberOwner: owner,
    note: it.note,
    startedAt: row.started_at,
    callBackAt: it.callBackAt,
  })
  await tie(ctx, row, it.disposition)
  return (await taskOf(ctx, row.task_id)).status === 'open'
}

const ownerOf = async (ctx: Ctx, row: Row): Promise<'patient' | 'contact' | 'work'> => {
  const { rows } = await sql<{ number_owner: 'patient' | 'contact' | 'work' }>`
    select number_owner from calls where id = ${row.call_id}`.execute(ctx.tx)
  return rows[0]!.number_owner
}

/** The contact that was just written belongs to this call. */
const tie = async (ctx: Ctx, row: Row, disposition: string): Promise<void> => {
  const { rows } = await sql<{ contact_id: string; wrapped_at: Date | null }>`
    select a.contact_id, c.wrapped_at from attempts a join calls c on c.id = ${row.call_id}
    where a.task_id = ${row.task_id} order by a.number desc limit 1`.execute(ctx.tx)
  if (rows[0] && rows[0].wrapped_at === null) await linkContact(ctx, row.call_id, rows[0].contact_id, disposition)
}

/** How often the program has tried this task; as often as the hospital set, and it is a person's. */
const triesLeft = async (ctx: Ctx, row: Row): Promise<boolean> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from autocalls where task_id = ${row.task_id}`.execute(ctx.tx)
  return rows[0]!.n < (await paceOf(ctx)).tries
}

/** Nobody spoke: the retry policy of the programme goes on, until the program has tried often enough. */
export const notReached = async (ctx: Ctx, id: string, outcome: Outcome, rangSeconds: number): Promise<void> => {
  const row = await held(ctx, id)
  if (!row) return
  const disposition = dispositionOf(outcome, rangSeconds)
  const task = await taskOf(ctx, row.task_id)
  if (task.status !== 'open') return void (await finish(ctx, row, { result: disposition ? 'unreached' : 'failed' }))
  if (!disposition) {
    await finish(ctx, row, { result: 'failed' })
    if (!(await triesLeft(ctx, row)) && task.automatic)
      await giveToPerson(ctx, row.task_id, { why: '自动外呼线路故障', to: null, promisedAt: null })
    return
  }
  const open = await keepTry(ctx, row, { disposition, note: '自动外呼' })
  await finish(ctx, row, { result: 'unreached', disposition })
  const sameNumber = !badNumbers.includes(disposition)
  if (open && task.automatic && (!(await triesLeft(ctx, row)) || !sameNumber))
    await toPool(ctx, row.task_id, sameNumber ? '自动外呼多次未接通' : '号码需要核对')
}

/** Back to people, at the time that the retry policy says. */
const toPool = async (ctx: Ctx, taskId: string, why: string): Promise<void> => {
  const { rows } = await sql<{ next_at: Date; promised_at: Date | null }>`
    select next_at, promised_at from tasks where id = ${taskId}`.execute(ctx.tx)
  await giveToPerson(ctx, taskId, { why, to: null, promisedAt: rows[0]!.promised_at, notBefore: rows[0]!.next_at })
}

export type HandedTo = { readonly staffId: string } | null

const said: Partial<Record<Told['how'], string>> = {
  urgent: '语音随访中有危险信号',
  dissatisfied: '语音随访中表示不满意',
  person: '患者按键要求人工',
  partly: '语音随访中途挂断',
}

/**
 * Somebody pressed keys, or nobody did: a whole record is completed by the follow-up's own verb; a danger, a complaint
 * or the wish for a person goes to one, with what was heard as his draft. `agent`: who has the person on the line now.
 */
export const spoken = async (ctx: Ctx, id: string, told: Told, agent: HandedTo): Promise<void> => {
  const row = await held(ctx, id)
  if (!row) return
  await keepHeard(ctx, id, told)
  const { answers, respondent } = told
  const heard = { answers, respondent, startedAt: row.started_at }
  const task = await taskOf(ctx, row.task_id)
  // Somebody else has finished or cancelled it meanwhile: what was heard stays with the call.
  if (task.status !== 'open') return void (await finish(ctx, row, { result: told.how }))
  if (told.how === 'machine' || told.how === 'stranger') {
    const disposition = told.how === 'machine' ? 'no-answer' : 'not-the-person'
    const note =
      told.how === 'machine' ? '自动外呼：接通后无人按键，疑为语音信箱' : '自动外呼：接听人按键表示不是本人或家属'
    const open = await keepTry(ctx, row, { disposition, note })
    await finish(ctx, row, { result: told.how, disposition })
    if (open && task.automatic && (told.how === 'stranger' || !(await triesLeft(ctx, row))))
      await toPool(ctx, row.task_id, note)
    return
  }
  if (told.how === 'completed' && (await completed(ctx, row, answers, respondent ?? 'patient'))) {
    await finish(ctx, row, { result: 'completed', disposition: 'reached' })
    return
  }
  const result = told.how === 'completed' ? 'partly' : told.how
  const why = told.how === 'completed' ? '其余题目需要人工询问' : said[told.how]!
  if (agent) {
    // He writes the contact himself, when he has spoken.
    await giveToPerson(ctx, row.task_id, { why, to: agent.staffId, promisedAt: null, heard })
    await finish(ctx, row, { result, agentId: agent.staffId })
    return
  }
  const urgent = told.how === 'urgent'
  const promised = urgent || told.how === 'dissatisfied' || told.how === 'person'
  const minutes = urgent ? 5 : (await paceOf(ctx)).callBackMinutes
  const callBackAt = new Date(ctx.now.getTime() + minutes * 60_000)
  const disposition = promised ? 'call-back' : 'not-now'
  const open = await keepTry(ctx, row, { disposition, note: why, ...(promised && { callBackAt }) })
  if (open) await giveToPerson(ctx, row.task_id, { why, to: null, promisedAt: promised ? callBackAt : null, heard })
  await finish(ctx, row, { result, disposition, promised })
}

/** Completes the record, if every question that must be answered was. */
const completed = async (ctx: Ctx, row: Row, answers: Answers, respondent: 'patient' | 'family'): Promise<boolean> => {
  const questionnaire = await questionnaireOfTask(ctx, await questionnaireIdOf(ctx, row.script_id))
  if (!questionnaire || checkAnswers(questionnaire, answers).length > 0) return false
  await completeTask(ctx, {
    id: row.task_id,
    answers: answers as Record<string, { value?: string | number }>,
    respondent,
    numberOwner: await ownerOf(ctx, row),
    note: '自动语音随访',
    guidanceIds: [],
    startedAt: row.started_at,
  })
  await tie(ctx, row, 'reached')
  return true
}

/** The process that had them died: what was heard goes to a person; who was never reached is tried again. */
export const closeLostCalls = async (ctx: Ctx): Promise<void> => {
  const silence = new Date(ctx.now.getTime() - 60_000)
  const { rows } = await sql<Row>`
    select * from autocalls where status <> 'over' and seen_at < ${silence} for update skip locked`.execute(ctx.tx)
  for (const row of rows) {
    await finish(ctx, row, { result: 'lost' })
    const task = await taskOf(ctx, row.task_id)
    if (task.status === 'open' && task.automatic && row.answered_at)
      await giveToPerson(ctx, row.task_id, {
        ...{ why: '语音随访通话中断', to: null, promisedAt: null },
        heard: {
          answers: row.answers as Answers,
          respondent: row.respondent as 'patient' | null,
          startedAt: row.started_at,
        },
      })
  }
}

/** What waits for the program and is due within the day, or has no script, goes to people: nobody is forgotten. */
export const releaseTheLate = async (ctx: Ctx): Promise<void> => {
  const soon = new Date(ctx.now.getTime() + 12 * 3_600_000)
  const { rows } = await sql<{ id: string }>`
    select t.id from tasks t where t.automatic and t.status = 'open' and t.assignee_id is null
      and t.next_at <= ${ctx.now} and not exists (select from autocalls a where a.task_id = t.id and a.status <> 'over')
      and (t.due_at < ${soon} or not exists (select from lines l where l.kind = 'machine' and l.active)
        or not exists (select from scripts s where s.questionnaire_id = t.questionnaire_id and s.status = 'approved'))
    limit 500 for update of t skip locked`.execute(ctx.tx)
  for (const { id } of rows) await giveToPerson(ctx, id, { why: '机器来不及打，改由人工', to: null, promisedAt: null })
}
