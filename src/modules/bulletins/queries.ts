// Bulletins as their reader may see them: the list by month, and one with its words, versions and receipts.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterText, paged } from '#engine/page.ts'
import { can, mayEver, within } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { departmentName } from '#modules/directory/departments.ts'
import { type Bulletin, type BulletinLine, bulletins } from './contract.ts'
import { bulletinLifecycle } from './lifecycle.ts'

type Row = Omit<BulletinLine, 'can'> & { hands: string[]; addressees: string[] }

const isRead = (ctx: Ctx) => within(ctx.me, 'bulletin.read', 'bulletins')
/** Who follows who has read it: those who make it, approve it or lead the centre. */
const follows = (ctx: Ctx): boolean => ['supervision', 'leadership', 'lead'].includes(ctx.me.role)

const select = (ctx: Ctx): RawBuilder<Row> => sql<Row>`
  select bulletins.id, bulletins.kind, bulletins.department_id as "departmentId", ${departmentName} as department, bulletins.month, bulletins.version,
    bulletins.status, bulletins.made_at as "madeAt", bulletins.published_at as "publishedAt", bulletins.hands, bulletins.addressees,
    case when ${follows(ctx)} and bulletins.published_at is not null then r.sent end as sent,
    case when ${follows(ctx)} and bulletins.published_at is not null then r.signed end as signed,
    case when r.mine is null then 'none' when r.mine then 'read' else 'unread' end as mine
  from bulletins left join departments d on d.id = bulletins.department_id
  cross join lateral (
    select count(*)::int as sent, count(signed_at)::int as signed, bool_or(signed_at is not null) filter (where staff_id = ${ctx.me.id}) as mine
    from bulletin_receipts where bulletin_id = bulletins.id) r`

const lineOf = (ctx: Ctx, { hands, addressees, ...row }: Row): BulletinLine => ({
  ...row,
  can: can(ctx.me, bulletinLifecycle, {
    ...{ id: row.id, kind: row.kind, status: row.status, department_id: row.departmentId, hands, addressees },
  }).filter((verb) => verb !== 'sign' || row.mine === 'unread'),
})

/** The newest month first, in it the hospital's before the departments'. Departments find their own and the hospital's. */
export const list = handle(bulletins.list, async (ctx, { month, status, departmentId, after, limit }) => {
  const from = afterText(after)
  const { rows } = await sql<Row & { place: string }>`
    select q.*, b.place from (${select(ctx)} where ${isRead(ctx)}
      ${month ? sql`and bulletins.month = ${month}` : sql``} ${status ? sql`and bulletins.status = ${status}` : sql``}
      ${departmentId ? sql`and bulletins.department_id = ${departmentId}` : sql``}
      and ${from ? sql`(bulletins.place, bulletins.id) < (${from.key}, ${from.id}::uuid)` : sql`true`}
    ) q join bulletins b on b.id = q.id order by b.place desc, b.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.place, id: row.id }))
  return { rows: page.map(({ place: _, ...row }) => lineOf(ctx, row)), next }
})

type More = Omit<Bulletin, keyof BulletinLine | 'notes' | 'versions' | 'receipts' | 'corrects'> & {
  correctsId: string | null
  correctsVersion: number | null
  reason: string
}

/** One bulletin; *not found* to those who may not read it (yet). */
export const bulletinOf = async (ctx: Ctx, id: string): Promise<Bulletin> => {
  const { rows } = await sql<Row>`${select(ctx)} where bulletins.id = ${id} and ${isRead(ctx)}`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  const { rows: more } = await sql<More>`
    select b.document, b.changes, b.words, b.reason, b.corrects_id as "correctsId", o.version as "correctsVersion",
      p.name as "proposedBy", b.proposed_at as "proposedAt", a.name as "approvedBy", b.approved_at as "approvedAt", u.name as "publishedBy"
    from bulletins b left join bulletins o on o.id = b.corrects_id left join staff p on p.id = b.proposed_by_id
    left join staff a on a.id = b.approved_by_id left join staff u on u.id = b.published_by_id where b.id = ${id}`.execute(
    ctx.tx,
  )
  const { rows: notes } = await sql<Bulletin['notes'][number]>`
    select n.slot, n.text, s.name as by, n.at from bulletin_notes n join staff s on s.id = n.by_id where n.bulletin_id = ${id}
    order by n.slot`.execute(ctx.tx)
  const { rows: versions } = await sql<Bulletin['versions'][number]>`
    select bulletins.id, bulletins.version, bulletins.status, bulletins.published_at as "publishedAt", bulletins.reason
    from bulletins where bulletins.month = ${row.month} and bulletins.department_id is not distinct from ${row.departmentId}
      and ${isRead(ctx)} order by bulletins.version desc, bulletins.id desc`.execute(ctx.tx)
  const { rows: receipts } = await sql<Bulletin['receipts'][number]>`
    select r.staff_id as "staffId", s.name, coalesce(d.names, '') as department, r.told_at as "toldAt",
      r.reminded_at as "remindedAt", r.signed_at as "signedAt"
    from bulletin_receipts r join staff s on s.id = r.staff_id
    left join lateral (select string_agg(d.name, '、' order by d.name) as names from departments d where d.id = any(s.departments)) d on true
    where r.bulletin_id = ${id} and (${follows(ctx)} or r.staff_id = ${ctx.me.id})
    order by r.signed_at is not null, d.names, s.name, s.id`.execute(ctx.tx)
  const { correctsId, correctsVersion, reason, ...rest } = more[0]!
  // What a draft's last making changed is the business of those who write it; what a correction corrects is everybody's.
  const isTold = mayEver(ctx.me, 'bulletin.remake') || mayEver(ctx.me, 'bulletin.approve') || correctsId !== null
  return {
    ...lineOf(ctx, row),
    ...rest,
    changes: isTold ? rest.changes : [],
    words: follows(ctx) ? rest.words : '',
    corrects: correctsId === null ? null : { id: correctsId, version: correctsVersion!, reason },
    notes,
    versions,
    receipts,
  }
}

export const get = handle(bulletins.get, (ctx, { id }) => bulletinOf(ctx, id))
