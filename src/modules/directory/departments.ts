// Campuses and departments, and the names of departments that somebody has confirmed.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { departments } from './contract.ts'

/** The name of a department `d` as lists and papers say it: with its campus where there are several; null where there is none. */
export const departmentName = sql<string>`(select case when (select count(*) from campuses) > 1 then k.name else '' end || d.name
  from campuses k where k.id = d.campus_id)`

type NewDepartment = { readonly campus: string; readonly name: string; readonly group: string }

const linesOf = (ctx: Ctx) =>
  ctx.tx
    .selectFrom('departments')
    .innerJoin('campuses', 'campuses.id', 'departments.campus_id')
    .select([
      'departments.id',
      'departments.campus_id as campusId',
      'campuses.name as campus',
      'departments.name',
      'departments.department_group as group',
      'departments.active',
      'departments.headcount',
    ])

const list = handle(departments.list, async (ctx) => ({
  campuses: await ctx.tx.selectFrom('campuses').orderBy('sort').orderBy('id').select(['id', 'name']).execute(),
  rows: await linesOf(ctx).orderBy('campuses.sort').orderBy('campuses.id').orderBy('departments.id').execute(),
}))

const campusOf = async (ctx: Ctx, name: string): Promise<string> => {
  const last = ctx.tx
    .selectFrom('campuses')
    .select(({ fn }) => sql<number>`coalesce(${fn.max('sort')}, 0) + 1`.as('sort'))
  await ctx.tx
    .insertInto('campuses')
    .values({ id: newId(ctx.now), name, sort: last })
    .onConflict((already) => already.column('name').doNothing())
    .execute()
  const { id } = await ctx.tx.selectFrom('campuses').where('name', '=', name).select('id').executeTakeFirstOrThrow()
  return id
}

/**
 * Adds a department, and its campus when that is new too. A name that lists have brought already, of the same campus,
 * is thereby confirmed. Refused when the campus has it.
 */
export const addDepartment = async (ctx: Ctx, { campus, name, group }: NewDepartment): Promise<string> => {
  const id = newId(ctx.now)
  const added = await ctx.tx
    .insertInto('departments')
    .values({ id, campus_id: await campusOf(ctx, campus), name, department_group: group })
    .onConflict((already) => already.columns(['campus_id', 'name']).doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows !== 1n)
    throw invalid('这个院区已有同名科室。', 'This campus has a department of that name.', [
      { field: 'name', reason: '该院区已有这个科室' },
    ])
  await record(ctx, 'department.create', { subject: id, data: { campus, name, group } })
  const waiting = await ctx.tx
    .selectFrom('department_aliases')
    .where('campus', '=', campus)
    .where('name', '=', name)
    .where('department_id', 'is', null)
    .select('id')
    .executeTakeFirst()
  if (waiting) await confirmAlias(ctx, waiting.id, id)
  return id
}

const create = handle(departments.create, async (ctx, form) => {
  const id = await addDepartment(ctx, form)
  return linesOf(ctx).where('departments.id', '=', id).executeTakeFirstOrThrow()
})

/** How many people work there, where accounts do not tell: a staff voice names no group under five. */
const size = handle(departments.size, async (ctx, { id, people }) => {
  const set = await ctx.tx.updateTable('departments').set({ headcount: people }).where('id', '=', id).executeTakeFirst()
  if (Number(set.numUpdatedRows) === 0) throw notFound()
  await record(ctx, 'department.size', { subject: id, data: { people } })
  return linesOf(ctx).where('departments.id', '=', id).executeTakeFirstOrThrow()
})

/**
 * Says which department a name in the lists means, once and for all. The stays that wait under it are given their
 * department by the module that keeps them, in the same transaction: it hears `department.confirm`.
 */
export const confirmAlias = async (
  ctx: Ctx,
  aliasId: string,
  departmentId: string,
): Promise<{ campus: string; name: string }> => {
  const alias = await ctx.tx
    .selectFrom('department_aliases')
    .where('id', '=', aliasId)
    .forUpdate()
    .selectAll()
    .executeTakeFirst()
  if (!alias) throw notFound()
  if (alias.department_id)
    throw conflict({ zh: '这个科室名已经确认过了，请刷新。', en: 'This name is confirmed already; refresh.' })
  const department = await ctx.tx
    .selectFrom('departments')
    .where('id', '=', departmentId)
    .select('id')
    .executeTakeFirst()
  if (!department)
    throw invalid('没有这个科室。', 'There is no such department.', [{ field: 'departmentId', reason: '没有这个科室' }])
  const { campus, name } = alias
  await ctx.tx
    .updateTable('department_aliases')
    .set({ department_id: departmentId, confirmed_at: ctx.now })
    .where('id', '=', aliasId)
    .execute()
  const data = { aliasId, departmentId, campus, name }
  await record(ctx, 'department.confirm', { subject: departmentId, data })
  return { campus, name }
}

export const departmentHandlers = [list, create, size]
