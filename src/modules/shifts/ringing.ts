// Alarms that ring: begun by how a matter was graded, passed on by the clock to whoever is next, ended when it is over.
import { sql } from 'kysely'
import { advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import type { Me, Role } from '#kernel/permission.ts'
import { settled } from '#modules/cases/lifecycle.ts'
import { onDutyAt } from '#modules/directory/roster.ts'
import { type Alarm, alarmOf, alarmsFor, type ChainStep } from './alarms.ts'
import { chainFor } from './chains.ts'
import { ringLifecycle } from './lifecycle.ts'

export type Ring = RowOf<'rings'>
type Case = RowOf<'cases'>
type Task = RowOf<'tasks'>

/** What a ring is about: who may see it is asked of the row itself. */
type Subject = { readonly verb: 'case.read' | 'task.read'; readonly row: Case | Task }

const minute = 60_000

const subjectOf = async (ctx: Ctx, ring: Pick<Ring, 'case_id' | 'task_id'>): Promise<Subject> => {
  const { tx } = ctx
  if (ring.case_id) {
    const row = await tx.selectFrom('cases').where('id', '=', ring.case_id).selectAll().executeTakeFirstOrThrow()
    return { verb: 'case.read', row: row as unknown as Case }
  }
  const row = await tx.selectFrom('tasks').where('id', '=', ring.task_id!).selectAll().executeTakeFirstOrThrow()
  return { verb: 'task.read', row: row as unknown as Task }
}

const departmentOf = ({ row }: Subject): string | null =>
  ('handling_department_id' in row ? row.handling_department_id : null) ?? row.department_id

type Person = { id: string; name: string; role: string; departments: string[] }

const meOf = ({ id, name, role, departments }: Person): Me => ({ id, name, role: role as Role, departments })

/** Those among them who may see what it is about: nobody is rung for what is hidden from him. */
const seeing = (people: readonly Person[], { verb, row }: Subject): Person[] =>
  people.filter((one) => may(meOf(one), verb, row))

/** Whom a step means at this moment. A step of a department's staff means those of the department concerned. */
const meant = async (ctx: Ctx, step: ChainStep, subject: Subject): Promise<Person[]> => {
  if (step.who === 'shift') return (await onDutyAt(ctx, ctx.now, subject.row.campus_id)) as unknown as Person[]
  const which = step.who === 'staff' ? sql<boolean>`id = ${step.staffId}` : sql<boolean>`role = ${step.role}`
  const there =
    step.who === 'role' && step.role === 'department'
      ? sql<boolean>`departments @> array[${departmentOf(subject)}::uuid]`
      : sql<boolean>`true`
  const { rows } = await sql<Person>`
    select id, name, role, departments from staff where status = 'active' and ${which} and ${there} order by name, id`.execute(
    ctx.tx,
  )
  return rows
}

/** After the last step everybody is rung who answers for the whole. */
const last = async (ctx: Ctx): Promise<Person[]> => {
  const { rows } = await sql<Person>`
    select id, name, role, departments from staff
    where status = 'active' and role in ('supervision', 'leadership') order by name, id`.execute(ctx.tx)
  return rows
}

/** Rings one step that is due. Who rang already is not rung anew; a step that means nobody is not waited for. */
const ringStep = async (ctx: Ctx, ring: Ring, subject: Subject, dueAt: Date): Promise<Ring> => {
  const steps = ring.steps as ChainStep[]
  const step = steps[ring.step]
  const able = seeing(step ? await meant(ctx, step, subject) : await last(ctx), subject)
  const fresh = [...new Map(able.map((one) => [one.id, one])).values()].filter(({ id }) => !ring.rung.includes(id))
  const wait = fresh.length === 0 ? 0 : (step?.minutes ?? 0) * minute
  const lateMinutes = Math.floor((ctx.now.getTime() - dueAt.getTime()) / minute)
  const who = fresh.map(({ name }) => name)
  const told = { alarm: ring.alarm, step: ring.step + 1, of: steps.length + 1, who, dueAt, lateMinutes }
  const after = await advanceLocked<Ring>(
    ctx,
    ringLifecycle,
    'next',
    ring,
    {
      step: ring.step + 1,
      next_at: step ? new Date(dueAt.getTime() + wait) : null,
      rung: [...ring.rung, ...fresh.map(({ id }) => id)],
    },
    told,
  )
  if (fresh.length > 0)
    await ctx.tx
      .insertInto('ring_calls')
      .values(
        fresh.map(({ id }) => ({
          ...{ ring_id: ring.id, staff_id: id, step: ring.step + 1 },
          ...{ due_at: dueAt, rung_at: ctx.now },
        })),
      )
      .execute()
  if (ring.case_id) await record(ctx, 'case.rung', { subject: ring.case_id, data: told, restricted: ring.restricted })
  return after
}

/**
 * Rings every step whose time has come. The times follow from the beginning and the chain alone: after an outage all
 * that fell due is rung at once, and each says how late it is.
 */
const ringDue = async (ctx: Ctx, begun: Ring): Promise<void> => {
  const subject = await subjectOf(ctx, begun)
  let ring = begun
  while (ring.next_at && ring.next_at <= ctx.now) ring = await ringStep(ctx, ring, subject, ring.next_at)
}

type About = {
  readonly alarm: Alarm
  readonly steps: readonly ChainStep[]
  readonly of: { case_id: string } | { task_id: string }
  readonly walls: { readonly restricted: boolean; readonly barred_staff: string[] }
  readonly says: Record<string, unknown>
}

const begin = async (ctx: Ctx, { alarm, steps, of, walls, says }: About): Promise<void> => {
  const id = newId(ctx.now)
  const { rows } = await sql<Ring>`
    insert into rings (id, alarm, status, case_id, task_id, steps, started_at, next_at, restricted, barred_staff, updated_at)
    values (${id}, ${alarm}, 'ringing', ${'case_id' in of ? of.case_id : null}, ${'task_id' in of ? of.task_id : null},
      ${JSON.stringify(steps)}, ${ctx.now}, ${ctx.now}, ${walls.restricted}, ${walls.barred_staff}, ${ctx.now})
    on conflict do nothing returning *`.execute(ctx.tx)
  if (!rows[0]) return
  await record(ctx, 'ring.start', {
    subject: id,
    to: 'ringing',
    data: { alarm, ...of, ...says },
    restricted: walls.restricted,
  })
  await ringDue(ctx, rows[0])
}

const asSystem = (ctx: Ctx): Ctx => ({ ...ctx, me: systemMe })

/** Ends a ring: what it was about is over, or is not as grave as it was. */
const cease = async (ctx: Ctx, ring: Ring, reason: string): Promise<void> => {
  await advanceLocked(asSystem(ctx), ringLifecycle, 'cease', ring, { next_at: null }, { alarm: ring.alarm, reason })
}

const live = async (ctx: Ctx, column: 'case_id' | 'task_id', id: string): Promise<Ring[]> => {
  const { rows } = await sql<Ring>`
    select * from rings where ${sql.ref(column)} = ${id} and status <> 'ceased' order by id for update`.execute(ctx.tx)
  return rows
}

/**
 * Makes the rings of a case what its grading asks for: one for each alarm that has none, and no more for what it is not.
 * What was answered stays answered while the grading stands; a case from an old register rings nobody.
 */
export const followCase = async (ctx: Ctx, caseId: string): Promise<void> => {
  const row = await ctx.tx.selectFrom('cases').where('id', '=', caseId).selectAll().executeTakeFirst()
  if (!row || row.taken_over) return
  const wanted = settled.includes(row.status) ? [] : alarmsFor(row)
  const there = await live(ctx, 'case_id', caseId)
  for (const ring of there)
    if (!wanted.includes(ring.alarm as Alarm))
      await cease(ctx, ring, settled.includes(row.status) ? '诉求已处理' : '已重新分级')
  for (const alarm of wanted) {
    if (there.some((ring) => ring.alarm === alarm)) continue
    await begin(asSystem(ctx), {
      alarm,
      steps: await chainFor(ctx, alarm, row.handling_department_id ?? row.department_id),
      of: { case_id: caseId },
      walls: { restricted: row.restricted, barred_staff: row.barred_staff },
      says: { number: row.number, code: alarmOf(alarm).code },
    })
  }
}

/**
 * A red flag of “now” rings the chain of the department whose doctor must call, where it has one of its own: else the
 * urgent contact on its list is enough.
 */
export const followFlag = async (ctx: Ctx, taskId: string): Promise<void> => {
  const { rows } = await sql<Task>`
    select u.* from tasks u join tasks t on t.id = u.parent_id
    where t.id = ${taskId} and t.red_flag = 'now' and u.kind = 'urgent' and u.status = 'open'`.execute(ctx.tx)
  for (const task of rows) {
    const steps = await chainFor(ctx, 'danger', task.department_id, true)
    if (steps.length === 0) continue
    const { restricted, barred_staff } = task
    await begin(asSystem(ctx), {
      ...{ alarm: 'danger', steps, of: { task_id: task.id } },
      walls: { restricted, barred_staff },
      says: { code: 'U0' },
    })
  }
}

/** An urgent contact that the doctor confirmed, or that was called off, rings no more. */
export const endFlag = async (ctx: Ctx, taskId: string): Promise<void> => {
  for (const ring of await live(ctx, 'task_id', taskId)) await cease(ctx, ring, '医师已处理')
}

/**
 * The clock's part, every minute: works off what has fallen due, however long ago. Locked rows are left for whoever
 * holds them; the next round finds them again.
 */
export const ringOn = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<Ring>`
    select * from rings where status = 'ringing' and next_at <= ${ctx.now} order by next_at, id
    for update skip locked`.execute(ctx.tx)
  for (const ring of rows) await ringDue(ctx, ring)
}
