// On-call chains (值班链): whom each kind of alarm rings, in which order, for the hospital and for single departments.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { type FieldProblem, invalidFields } from '#kernel/refusal.ts'
import { type Alarm, alarmNames, alarmOf, type ChainStep } from './alarms.ts'
import { chains } from './contract.ts'

type Line = ReplyOf<typeof chains.list>['rows'][number]

const lines = async (ctx: Ctx, which = sql<boolean>`true`): Promise<Line[]> => {
  const { rows } = await sql<Line>`
    select c.id, c.alarm, c.department_id as "departmentId", d.name as department,
      (select jsonb_agg(jsonb_build_object('who', s.who, 'staffId', s.staff_id, 'name', p.name, 'role', s.role,
          'minutes', s.minutes) order by s.position)
       from chain_steps s left join staff p on p.id = s.staff_id where s.chain_id = c.id) as steps
    from chains c left join departments d on d.id = c.department_id
    where exists (select from chain_steps s where s.chain_id = c.id) and ${which}
    order by array_position(${alarmNames}::text[], c.alarm), d.name nulls first, c.id`.execute(ctx.tx)
  return rows
}

const list = handle(chains.list, async (ctx) => ({ rows: await lines(ctx) }))

/** The steps of an alarm: the department's own chain, else the hospital's; `own` asks for the department's alone. */
export const chainFor = async (ctx: Ctx, alarm: Alarm, departmentId: string | null, own = false) => {
  const { rows } = await sql<ChainStep>`
    select s.who, s.staff_id as "staffId", s.role, s.minutes from chain_steps s
    where s.chain_id = (
      select c.id from chains c where c.alarm = ${alarm} and exists (select from chain_steps t where t.chain_id = c.id)
        and (c.department_id = ${departmentId}::uuid or (c.department_id is null and not ${own}))
      order by c.department_id nulls last limit 1
    ) order by s.position`.execute(ctx.tx)
  return rows
}

const write = async (ctx: Ctx, alarm: Alarm, departmentId: string | null, steps: readonly ChainStep[]) => {
  const { rows } = await sql<{ id: string }>`
    select id from chains where alarm = ${alarm} and department_id is not distinct from ${departmentId}::uuid`.execute(
    ctx.tx,
  )
  const id = rows[0]?.id ?? newId(ctx.now)
  if (rows[0]) await ctx.tx.updateTable('chains').set({ updated_at: ctx.now }).where('id', '=', id).execute()
  else
    await ctx.tx.insertInto('chains').values({ id, alarm, department_id: departmentId, updated_at: ctx.now }).execute()
  await ctx.tx.deleteFrom('chain_steps').where('chain_id', '=', id).execute()
  if (steps.length > 0)
    await ctx.tx
      .insertInto('chain_steps')
      .values(
        steps.map(({ who, staffId, role, minutes }, position) => ({
          ...{ chain_id: id, position, who, minutes },
          staff_id: who === 'staff' ? staffId : null,
          role: who === 'role' ? role : null,
        })),
      )
      .execute()
  return id
}

/** Sets a chain as a whole. The hospital's own has a step at least; a department's without one is the hospital's again. */
const set = handle(chains.set, async (ctx, { alarm, departmentId, ...form }) => {
  await sql`select pg_advisory_xact_lock(hashtext('chains'))`.execute(ctx.tx)
  const steps = form.steps.map((step) => ({ ...step, minutes: step.minutes ?? alarmOf(alarm).minutes }))
  const people = steps.flatMap(({ who, staffId }) => (who === 'staff' && staffId ? [staffId] : []))
  const { rows } = await sql<{ id: string }>`
    select id from staff where id = any(${people}::uuid[]) and status = 'active'`.execute(ctx.tx)
  const known = new Set(rows.map(({ id }) => id))
  const problems = steps.flatMap(({ who, staffId, role }, i): FieldProblem[] => [
    ...(who === 'staff' && !(staffId && known.has(staffId))
      ? [{ field: `steps.${i}.staffId`, reason: '请选择在用的人员' }]
      : []),
    ...(who === 'role' && role === null ? [{ field: `steps.${i}.role`, reason: '请选择岗位' }] : []),
  ])
  if (steps.length === 0 && departmentId === null) problems.push({ field: 'steps', reason: '全院的值班链至少要有一步' })
  const department = departmentId
    ? await ctx.tx.selectFrom('departments').where('id', '=', departmentId).select('name').executeTakeFirst()
    : null
  if (departmentId && !department) problems.push({ field: 'departmentId', reason: '没有这个科室' })
  if (problems.length > 0) throw invalidFields(problems)
  const id = await write(ctx, alarm, departmentId, steps)
  await record(ctx, 'chain.set', { subject: id, data: { alarm, department: department?.name ?? null, steps } })
  return (await lines(ctx, sql<boolean>`c.id = ${id}`))[0] ?? null
})

const role = (name: string, alarm: Alarm): ChainStep => ({
  who: 'role',
  staffId: null,
  role: name,
  minutes: alarmOf(alarm).minutes,
})
const shift = (alarm: Alarm): ChainStep => ({
  who: 'shift',
  staffId: null,
  role: null,
  minutes: alarmOf(alarm).minutes,
})

/** The chains with which a hospital begins: who is on shift, the lead, and then supervision and leadership by themselves. */
export const beginChains = async (ctx: Ctx): Promise<void> => {
  if (await ctx.tx.selectFrom('chains').select('id').limit(1).executeTakeFirst()) return
  await write(ctx, 'danger', null, [shift('danger'), role('lead', 'danger')])
  await write(ctx, 'urgent', null, [shift('urgent'), role('lead', 'urgent')])
  // Leadership knows of a grave matter at once, and those who handle it with it.
  await write(ctx, 'grave', null, [{ ...role('leadership', 'grave'), minutes: 0 }, role('supervision', 'grave')])
}

export const chainHandlers = [list, set]
