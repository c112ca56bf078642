// Who is told of what was added to a matter, and of measures: what is planned for a department, falls due, or waits to be verified.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { caseOf, type Person, tell, works } from './telling.ts'

/** The person said more: the owner hears of it and the department that has it; of a merged one, those of its survivor. */
export const tellMore = async (ctx: Ctx, { id, subject, actorId }: LedgerEvent): Promise<void> => {
  const row = await caseOf(ctx, subject!)
  if (!row || row.status === 'merged') return
  const isMeant = (one: Person) =>
    one.id !== actorId && (one.id === row.owner_id || works(row.handling_department_id)(one))
  const words = w(`${row.number} 有新的补充`, `Something was added to ${row.number}`)
  await tell(ctx, row, isMeant, { kind: 'added', words, key: `added ${id}` })
}

/** Supervision planned something for a department. */
export const tellPlanned = async (ctx: Ctx, { subject, data, actorId }: LedgerEvent): Promise<void> => {
  const { caseId, dueOn } = data as { caseId: string; dueOn: string }
  const row = await caseOf(ctx, caseId)
  const measure = await ctx.tx
    .selectFrom('measures')
    .where('id', '=', subject!)
    .select('department_id')
    .executeTakeFirst()
  if (!row || !measure) return
  const words = w(
    `${row.number} 安排了整改，${dueOn.slice(5)} 前落实`,
    `A measure of ${row.number} is yours, by ${dueOn.slice(5)}`,
  )
  const isMeant = (one: Person) => one.id !== actorId && works(measure.department_id)(one)
  await tell(ctx, row, isMeant, { kind: 'due-soon', words, key: `measure ${subject}` })
}

type Owed = { id: string; case_id: string; department_id: string; due_on: string; status: string }

/** On the day and when it has passed: the department while it is to be done, those who verify when it is. Each once. */
export const remindMeasures = async (ctx: Ctx): Promise<void> => {
  const today = dayOf(ctx.now)
  const { rows } = await sql<Owed & { key: string }>`
    select * from (
      select id, case_id, department_id, due_on, status,
        'measure ' || status || case when due_on < ${today} then ' late ' else ' ' end || due_on || ' ' || id as key
      from measures where status in ('planned', 'done') and due_on <= ${today}
    ) owed where not exists (select from notices n where n.key = owed.key)
    order by due_on, id limit 500`.execute(ctx.tx)
  for (const { case_id, department_id, due_on, status, key } of rows) {
    const row = await caseOf(ctx, case_id)
    if (!row) continue
    const day = due_on.slice(5)
    const late = due_on < today
    const words =
      status === 'done'
        ? w(`${row.number} 的整改待验证`, `A measure of ${row.number} waits to be verified`)
        : late
          ? w(`${row.number} 的整改 ${day} 到期，尚未落实`, `A measure of ${row.number} was due on ${day}`)
          : w(`${row.number} 的整改今天到期`, `A measure of ${row.number} is due today`)
    const verifies = ({ role }: Person) => role === 'supervision' || role === 'lead'
    const isMeant = (one: Person) =>
      status === 'done' ? verifies(one) : works(department_id)(one) || (late && one.role === 'supervision')
    await tell(ctx, row, isMeant, { kind: late ? 'overdue' : 'due-soon', words, key })
  }
}
