// Work orders to several departments: one leads and answers for the matter, the others help with what they are asked.
import { sql } from 'kysely'
import { advance, advanceLocked, mustBeAble, type RowOf } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { cases } from './contract.ts'
import { assists } from './contract-beside.ts'
import { dueAnew } from './due.ts'
import { assistLifecycle, caseLifecycle } from './lifecycle.ts'
import { someoneThereMayKnow } from './routing.ts'
import { activeDepartment, type CaseRow, held, keepRound } from './rows.ts'
import { receipt } from './sheet.ts'

/** What is asked of one more department. */
export type Asked = { readonly departmentId: string; readonly demand: string }

/** Refuses a department that does not exist, leads already, was asked already, or where nobody may know of the matter. */
const mustBeAskable = async (ctx: Ctx, row: CaseRow, departmentId: string): Promise<string> => {
  const wrong = (reason: string) =>
    invalid(reason, 'This department cannot be asked.', [{ field: 'departmentId', reason }])
  const department = await activeDepartment(ctx, departmentId)
  if (!department) throw wrong('请从科室名单中选择')
  if (departmentId === row.handling_department_id) throw wrong('主办科室不能同时协办')
  if (!(await someoneThereMayKnow(ctx, departmentId, row.barred_staff))) throw wrong('这个科室没有可以知情的人员')
  const already = await sql`
    select from assists where case_id = ${row.id} and department_id = ${departmentId} and status = 'asked'`.execute(
    ctx.tx,
  )
  if (already.rows.length > 0)
    throw conflict(w('已请这个科室协办，尚未回复。', 'This department has been asked already.'))
  return department
}

/**
 * Asks other departments to help in the present round. The matter then is one of several departments: ten working days
 * from its receipt, judged anew once and with the reason kept (《医疗机构投诉管理办法》).
 */
export const askAll = async (ctx: Ctx, row: CaseRow, list: readonly Asked[], reason: string): Promise<void> => {
  let now = row
  for (const { departmentId, demand } of list) {
    const department = await mustBeAskable(ctx, now, departmentId)
    const longer = now.many_reason === null ? await dueAnew(ctx, now, 'feedbackManyDepartments') : null
    const judged = longer && { many_reason: reason, ...(longer.workdays > now.workdays ? longer : {}) }
    const changes = {
      ...judged,
      assisting: [...new Set([...now.assisting, departmentId])],
      assists_open: now.assists_open + 1,
    }
    const data = {
      department,
      departmentId,
      demand,
      reason,
      ...(judged ? { workdays: Math.max(longer.workdays, now.workdays) } : {}),
    }
    now = await advanceLocked<CaseRow>(ctx, caseLifecycle, 'askAssist', now, changes, data)
    if (judged) await keepRound(ctx, now, { due_at: now.due_at })
    const id = newId(ctx.now)
    await ctx.tx
      .insertInto('assists')
      .values({
        id,
        case_id: row.id,
        round: now.round,
        department_id: departmentId,
        status: 'asked',
        demand,
        due_at: now.due_at,
        asked_by_id: ctx.me.id,
        asked_at: ctx.now,
        restricted: now.restricted,
        barred_staff: now.barred_staff,
        updated_at: ctx.now,
      })
      .execute()
    await record(ctx, 'assist.ask', { subject: id, to: 'asked', data: { caseId: row.id }, restricted: now.restricted })
  }
}

/** Asks one more department while the matter is being handled; also by the department that leads. */
export const askAssist = handle(cases.askAssist, async (ctx, { id, departmentId, demand, reason }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, caseLifecycle, 'askAssist', row)
  await askAll(ctx, row, [{ departmentId, demand }], reason)
  return receipt(ctx, id)
})

type AssistRow = RowOf<'assists'>

/** An assist that is over: the case waits for one department less; one that did not help no longer sees the matter. */
const end = async (
  ctx: Ctx,
  id: string,
  verb: 'contribute' | 'object' | 'withdraw',
  changes: Record<string, unknown>,
  data: Record<string, string>,
) => {
  // The case first, as everywhere: who asks and who answers would else wait for each other.
  const { rows } = await sql<CaseRow>`
    select * from cases where id = (select case_id from assists where id = ${id}) for update`.execute(ctx.tx)
  const assist = await advance<AssistRow>(ctx, assistLifecycle, verb, id, changes, data)
  const row = rows[0]!
  const helped = verb === 'contribute'
  await sql`
    update cases set assists_open = assists_open - 1, updated_at = ${ctx.now},
      assisting = case when ${helped} then assisting else array_remove(assisting, ${assist.department_id}::uuid) end
    where id = ${row.id}`.execute(ctx.tx)
  const department = await activeDepartment(ctx, assist.department_id)
  await record(ctx, 'case.assisted', {
    subject: row.id,
    data: { ...data, verb, department },
    restricted: row.restricted,
  })
  return receipt(ctx, row.id)
}

/** The helping department says what it found; the leading one answers with it. */
export const contribute = handle(assists.contribute, (ctx, { id, findings }) =>
  end(ctx, id, 'contribute', { findings, answered_at: ctx.now, answered_by_id: ctx.me.id }, { findings }),
)

/** The helping department says that it has no part in it. */
export const objectAssist = handle(assists.object, (ctx, { id, reason }) =>
  end(ctx, id, 'object', { reason, answered_at: ctx.now, answered_by_id: ctx.me.id }, { reason }),
)

/** The help is no longer needed, or cannot be waited for. */
export const withdraw = handle(assists.withdraw, (ctx, { id, reason }) =>
  end(ctx, id, 'withdraw', { reason }, { reason }),
)

/** Who was asked and has not answered is asked no longer when the round is over: the next one asks anew. */
export const dismissAssists = async (ctx: Ctx, row: CaseRow): Promise<void> => {
  if (row.assists_open === 0) return
  const { rows } = await sql<{ id: string }>`
    select id from assists where case_id = ${row.id} and status = 'asked' order by id`.execute(ctx.tx)
  const reason = '办理已结束'
  for (const { id } of rows)
    await advance({ ...ctx, me: systemMe }, assistLifecycle, 'withdraw', id, { reason }, { reason })
  await sql`update cases set assists_open = 0 where id = ${row.id}`.execute(ctx.tx)
}
