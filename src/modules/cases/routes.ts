// The hospital's directory of who handles what: which department fills each office of the taxonomy.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { mustEver } from '#engine/permit.ts'
import { invalid } from '#kernel/refusal.ts'
import { set as keep, settingsOf } from '#modules/directory/settings.ts'
import { routes } from './contract-beside.ts'
import { departmentOf, officeOf } from './routing.ts'
import { activeDepartment } from './rows.ts'
import { categories, type Office, offices } from './taxonomy.ts'

const items = categories.flatMap((category) => category.items)
/** Offices that a department can fill, in the order of the taxonomy. */
const fillable = (Object.keys(offices) as Office[]).filter((office) =>
  items.some(({ code }) => officeOf(code) === office),
)

const all = async (ctx: Ctx) => {
  const named = (await settingsOf(ctx, 'offices')).offices
  const each = fillable.map((office) => sql`select ${office} as office, ${departmentOf(office)} as id`)
  const found = await sql<{ office: Office; id: string; name: string }>`
    select it.office, d.id, d.name from (${sql.join(each, sql` union all `)}) it join departments d on d.id = it.id`.execute(
    ctx.tx,
  )
  const filled = new Map(found.rows.map((row) => [row.office, row]))
  const rows = fillable.map((office) => ({
    office,
    words: offices[office].zh,
    categories: items.filter(({ code }) => officeOf(code) === office).map(({ code }) => code),
    departmentId: filled.get(office)?.id ?? null,
    department: filled.get(office)?.name ?? null,
    named: named[office] !== undefined,
  }))
  return { rows }
}

export const list = handle(routes.list, all)

/** Names the department that fills an office, or takes the name back. What is open stays where it is. */
export const set = handle(routes.set, async (ctx, { office, departmentId }) => {
  mustEver(ctx.me, 'route.set')
  if (!fillable.includes(office as Office))
    throw invalid('没有这个职能。', 'There is no such office.', [{ field: 'office', reason: '请从分工目录中选择' }])
  if (departmentId && !(await activeDepartment(ctx, departmentId)))
    throw invalid('没有这个科室。', 'There is no such department.', [
      { field: 'departmentId', reason: '请从科室名单中选择' },
    ])
  const { [office]: _, ...others } = (await settingsOf(ctx, 'offices')).offices
  await keep(ctx, 'offices', departmentId ? { ...others, [office]: departmentId } : others)
  await record(ctx, 'route.set', { subject: null, data: { office, departmentId } })
  return all(ctx)
})
