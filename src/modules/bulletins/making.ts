// Making bulletins: by hand, by the clock on a working day, or anew; each keeps its figures as of the moment it was made.
import { sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { workdaysBetween } from '#kernel/deadline.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, addMonths, dayOf, type Month, monthOf, monthSpan, startOfDay } from '#kernel/time.ts'
import { calendarOf, standardOf } from '#modules/directory/settings.ts'
import { changesBetween, type Document } from './document.ts'
import { type BulletinRow, bulletinLifecycle } from './lifecycle.ts'
import { sourcesOf } from './sources.ts'
import { reminded } from './telling.ts'
import { documentOf } from './writing.ts'

type Of = Pick<BulletinRow, 'id' | 'month' | 'department_id' | 'corrects_id'>

/** What it would be now, and what it is compared with: what it corrects, else what it is itself. */
export const madeNow = async (ctx: Ctx, { id, month, department_id, corrects_id }: Of) => {
  const { rows } = await sql<{
    document: Document
  }>`select document from bulletins where id = ${corrects_id ?? id}`.execute(ctx.tx)
  return { before: rows[0]!.document, document: documentOf(await sourcesOf(ctx, month, department_id)) }
}

type Correction = { readonly of: BulletinRow; readonly document: Document; readonly reason: string }

/** Drafts a bulletin, or a correction of one; null where one is being written, or holds already. */
export const drafted = async (
  ctx: Ctx,
  month: Month,
  departmentId: string | null,
  correction?: Correction,
): Promise<string | null> => {
  const { rows: there } =
    await sql`select from bulletins where month = ${month} and department_id is not distinct from ${departmentId}::uuid
    and status in ${correction ? sql`('draft', 'proposed', 'approved')` : sql`('draft', 'proposed', 'approved', 'published')`}`.execute(
      ctx.tx,
    )
  if (there.length > 0) return null
  const document = documentOf(await sourcesOf(ctx, month, departmentId))
  const id = newId(ctx.now)
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('bulletins')
    .values({
      id,
      kind: departmentId ? 'department' : 'hospital',
      department_id: departmentId,
      month,
      version: (correction?.of.version ?? 0) + 1,
      status: 'draft',
      document: JSON.stringify(document),
      made_at: ctx.now,
      changes: JSON.stringify(correction ? changesBetween(correction.document, document) : []),
      corrects_id: correction?.of.id ?? null,
      reason: correction?.reason ?? '',
      updated_at: ctx.now,
    })
    // Another, by hand or by the clock, was at it in the same moment.
    .onConflict((same) => same.doNothing())
    .executeTakeFirstOrThrow()
  if (!numInsertedOrUpdatedRows) return null
  // What people had written stands in the correction, too, until they write otherwise.
  if (correction)
    await sql`insert into bulletin_notes (bulletin_id, slot, text, by_id, at)
      select ${id}, slot, text, by_id, at from bulletin_notes where bulletin_id = ${correction.of.id}`.execute(ctx.tx)
  await record(ctx, 'bulletin.make', { subject: id, to: 'draft', data: { month, departmentId } })
  return id
}

/** A department that the month says something about and that has no bulletin of it yet; in the list they stand by name. */
const missing = async (ctx: Ctx, month: Month): Promise<string | undefined> => {
  const { from, until } = monthSpan(month)
  const { rows } = await sql<{ id: string }>`
    select d.id from departments d where d.active
      and not exists (select from bulletins b where b.month = ${month} and b.department_id = d.id)
      and (exists (select from encounters e where e.department_id = d.id and e.discharged_on >= ${from}::date and e.discharged_on < ${until}::date)
        or exists (select from cases c where c.handling_department_id = d.id and c.received_at >= ${startOfDay(from)} and c.received_at < ${startOfDay(until)}
          and not c.restricted and c.barred_staff = '{}'))
    order by d.name desc, d.id limit 1`.execute(ctx.tx)
  return rows[0]?.id
}

/** The next department's of a month: one in each transaction, and each that is made calls for the next. */
export const draftNext = async (ctx: Ctx, month: Month): Promise<void> => {
  const id = await missing(ctx, month)
  if (id) await drafted(ctx, month, id)
}

/** On the working day that the hospital has set, last month's; takes up the departments' again where they stopped. */
export const draftLast = async (ctx: Ctx): Promise<void> => {
  const today = dayOf(ctx.now)
  const month = addMonths(monthOf(today), -1)
  const { rows } = await sql<{
    status: string
  }>`select status from bulletins where month = ${month} and kind = 'hospital'`.execute(ctx.tx)
  if (rows.length === 0) {
    const first = addDays(`${monthOf(today)}-01`, -1)
    const passed = workdaysBetween(first, today, await calendarOf(ctx))
    if (passed < (await standardOf(ctx, 'bulletinDrafted'))) return
    await drafted(ctx, month, null)
  } else await draftNext(ctx, month)
}

/** Reminds, once, those who have not signed some working days after it was published. */
export const remindLate = async (ctx: Ctx): Promise<void> => {
  const days = await standardOf(ctx, 'bulletinReminded')
  const calendar = await calendarOf(ctx)
  const { rows } = await sql<BulletinRow & { published_at: Date }>`
    select * from bulletins b where status = 'published' and exists (select from bulletin_receipts r join staff s on s.id = r.staff_id
      where r.bulletin_id = b.id and r.signed_at is null and r.reminded_at is null and s.status = 'active')`.execute(
    ctx.tx,
  )
  for (const row of rows) {
    if (workdaysBetween(row.published_at, ctx.now, calendar) < days) continue
    const people = await reminded(ctx, row)
    await advance(ctx, bulletinLifecycle, 'remind', row.id, {}, { people })
  }
}
