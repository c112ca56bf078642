// What hangs on a case and is shown with it: the help of other departments, and the clocks in natural hours.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { type StandardName, standards } from '#src/standards.ts'
import { assists } from './contract-beside.ts'
import { assistLifecycle } from './lifecycle.ts'
import type { AssistLine, ClockLine } from './shapes-beside.ts'

type AssistRow = Omit<AssistLine, 'can'> & { restricted: boolean; barred_staff: string[]; department_id: string }

const assistColumns = sql`
  assists.id, assists.round, assists.status, d.name as department, assists.department_id, assists.demand,
  assists.due_at as "dueAt", a.name as "askedBy", assists.asked_at as "askedAt", assists.findings,
  assists.answered_at as "answeredAt", b.name as "answeredBy", assists.reason, assists.restricted, assists.barred_staff`
const assistTables = sql`
  assists join departments d on d.id = assists.department_id join staff a on a.id = assists.asked_by_id
  left join staff b on b.id = assists.answered_by_id`

const assistOf = <Row extends AssistRow>(ctx: Ctx, { restricted, barred_staff, department_id, ...row }: Row) => ({
  ...row,
  can: can(ctx.me, assistLifecycle, { status: row.status, restricted, barred_staff, department_id }),
})

/** What other departments were asked for, in the order in which they were asked; for whoever may see the case. */
export const assistsOf = async (ctx: Ctx, caseId: string): Promise<AssistLine[]> => {
  const { rows } = await sql<AssistRow>`
    select ${assistColumns} from ${assistTables} where assists.case_id = ${caseId}
    order by assists.asked_at, assists.id`.execute(ctx.tx)
  return rows.map((row) => assistOf(ctx, row))
}

/** What departments were asked to help with, soonest due first: their own, or all that the reader watches over. */
export const assistList = handle(assists.list, async (ctx, filter) => {
  const after = afterInstant(filter.after)
  const conditions = [
    within(ctx.me, 'assist.read', 'assists'),
    ...(filter.open === undefined ? [] : [sql<boolean>`(assists.status = 'asked') = ${filter.open}`]),
    ...(after ? [sql<boolean>`(assists.due_at, assists.id) > (${after.key}, ${after.id}::uuid)`] : []),
  ]
  const { rows } = await sql<AssistRow & { caseId: string; number: string }>`
    select ${assistColumns}, c.id as "caseId", c.number from ${assistTables} join cases c on c.id = assists.case_id
    where ${sql.join(conditions, sql` and `)}
    order by assists.due_at, assists.id limit ${filter.limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, filter.limit, (row) => ({ key: row.dueAt, id: row.id }))
  return { rows: page.map((row) => assistOf(ctx, row)), next }
})

type ClockRow = Omit<ClockLine, 'title' | 'late'>

/** The clocks of a case in the order in which they ring; for whoever may see the case. */
export const clocksOf = async (ctx: Ctx, caseId: string): Promise<ClockLine[]> => {
  const { rows } = await sql<ClockRow>`
    select clocks.standard, clocks.began_at as "beganAt", clocks.due_at as "dueAt", clocks.met_at as "metAt",
      s.name as "metBy", clocks.how, clocks.cancelled_at as "cancelledAt"
    from clocks left join staff s on s.id = clocks.met_by_id
    where clocks.case_id = ${caseId} order by clocks.due_at, clocks.id`.execute(ctx.tx)
  return rows.map((row) => ({
    ...row,
    title: standards[row.standard as StandardName].says.zh,
    late: row.cancelledAt === null && row.dueAt < (row.metAt ?? ctx.now),
  }))
}
