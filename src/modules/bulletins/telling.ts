// Who is told of a bulletin: leadership and supervision on its way, its readers when it is out, and those who have not signed.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { sayMonth } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { departmentName } from '#modules/directory/departments.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import type { BulletinRow } from './lifecycle.ts'

/** 2026 年 2 月心内科通报 */
export const nameOf = async (ctx: Ctx, row: BulletinRow): Promise<string> => {
  const { rows } = await sql<{
    name: string
  }>`select ${departmentName} as name from departments d where d.id = ${row.department_id}`.execute(ctx.tx)
  return `${sayMonth(row.month, 'zh')}${rows[0]?.name ?? '全院'}通报`
}

export const tellRole = async (
  ctx: Ctx,
  role: 'supervision' | 'leadership',
  kind: string,
  words: Words,
  /** The bulletin that it leads to; none where it speaks of several. */
  id?: string,
): Promise<unknown> =>
  notify(ctx, {
    ...{ to: await staffOf(ctx, [role]), kind, words },
    ...(id ? { about: { noun: 'bulletin', id } } : {}),
  })

/** The hospital's to all departments and leadership, a department's to those who answer for it. */
export const readersOf = (ctx: Ctx, { department_id }: BulletinRow): Promise<string[]> =>
  department_id === null
    ? staffOf(ctx, ['department', 'leadership'])
    : staffOf(ctx, ['department'], { of: [department_id] })

/** Reminds whoever has not signed; answers how many. */
export const reminded = async (ctx: Ctx, row: BulletinRow): Promise<number> => {
  const { rows } = await sql<{ id: string }>`
    update bulletin_receipts r set reminded_at = ${ctx.now} from staff s
    where r.bulletin_id = ${row.id} and r.signed_at is null and s.id = r.staff_id and s.status = 'active' returning s.id`.execute(
    ctx.tx,
  )
  const name = await nameOf(ctx, row)
  const words = w(`请阅签${name}`, `Please sign as read: ${name}`)
  await notify(ctx, {
    to: rows.map(({ id }) => id),
    kind: 'bulletin-reminder',
    words,
    about: { noun: 'bulletin', id: row.id },
  })
  return rows.length
}
