// The form by which calls are judged, in versions: what is in force is never edited.
import { sql } from 'kysely'
import { advance, advanceLocked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { can } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { type FormLine, qualityForms } from './contract.ts'
import { qualityFormLifecycle } from './lifecycle.ts'
import { firstForm, type Item } from './scoring.ts'

type Row = Omit<FormLine, 'can'>

const linesOf = async (ctx: Ctx, id?: string): Promise<FormLine[]> => {
  const { rows } = await sql<Row>`
    select f.id, f.version, f.status, f.passing, f.items, f.why, s.name as by, f.published_at as "publishedAt"
    from quality_forms f left join staff s on s.id = f.created_by_id
    ${id ? sql`where f.id = ${id}` : sql``} order by f.version desc`.execute(ctx.tx)
  return rows.map((row) => ({ ...row, can: can(ctx.me, qualityFormLifecycle, row) }))
}

const lineOf = async (ctx: Ctx, id: string): Promise<FormLine> => {
  const [line] = await linesOf(ctx, id)
  if (!line) throw notFound()
  return line
}

export type Form = { readonly id: string; readonly version: number; readonly passing: number; readonly items: Item[] }

/** The form of this id, or the one in force. */
export const formOf = async (ctx: Ctx, id?: string | null): Promise<Form> => {
  const row = await ctx.tx
    .selectFrom('quality_forms')
    .where((it) => (id ? it('id', '=', id) : it('status', '=', 'published')))
    .orderBy('version', 'desc')
    .select(['id', 'version', 'passing', 'items'])
    .executeTakeFirst()
  if (!row) throw conflict(w('还没有在用的评分表。', 'No quality form is in force.'))
  return { ...row, items: row.items as Item[] }
}

export const listForms = handle(qualityForms.list, async (ctx) => ({ rows: await linesOf(ctx) }))

export const createForm = handle(qualityForms.create, async (ctx, { passing, items, why }) => {
  const twice = items.findIndex(({ key }, i) => items.findIndex((one) => one.key === key) < i)
  if (twice >= 0)
    throw invalid('项目代码不能重复。', 'Two items have the same key.', [
      { field: `items.${twice}.key`, reason: '重复' },
    ])
  const id = newId(ctx.now)
  await sql`
    insert into quality_forms (id, version, status, items, passing, why, created_by_id, updated_at)
    select ${id}, coalesce(max(version), 0) + 1, 'draft', ${JSON.stringify(items)}::jsonb, ${passing}, ${why}, ${ctx.me.id}, ${ctx.now}
    from quality_forms`.execute(ctx.tx)
  await record(ctx, 'qualityForm.create', { subject: id, to: 'draft', data: { why } })
  return lineOf(ctx, id)
})

/** Takes force for what is scored from now on; the one before is retired. */
export const publishForm = handle(qualityForms.publish, async (ctx, { id }) => {
  const { rows } = await sql<{ id: string; status: string }>`
    select * from quality_forms where status = 'published' and id <> ${id} for update`.execute(ctx.tx)
  const { rows: own } = await sql<{ status: string }>`select status from quality_forms where id = ${id}`.execute(ctx.tx)
  if (own[0]?.status === 'draft' && rows[0])
    await advanceLocked({ ...ctx, me: systemMe }, qualityFormLifecycle, 'retire', rows[0])
  await advance(ctx, qualityFormLifecycle, 'publish', id, { published_at: ctx.now })
  return lineOf(ctx, id)
})

/** Brings the first form into a house that has none. */
export const begin = async (ctx: Ctx): Promise<void> => {
  const there = await ctx.tx.selectFrom('quality_forms').select('id').limit(1).execute()
  if (there.length > 0) return
  await ctx.tx
    .insertInto('quality_forms')
    .values({
      ...{
        id: newId(ctx.now),
        version: 1,
        status: 'published',
        why: '首版',
        published_at: ctx.now,
        updated_at: ctx.now,
      },
      ...{ items: JSON.stringify(firstForm.items), passing: firstForm.passing },
    })
    .execute()
}
