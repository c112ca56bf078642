// Bulletins on either side of every scope: put there directly, and what puts them back.
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

export const putBulletins = async (desk: Desk): Promise<{ readonly undo: string; known(path: string): Known }> => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const now = desk.clock.now()
  const document = JSON.stringify({
    ...{
      title: '样例通报',
      hospital: '样例医院',
      scope: '全院',
      month: '2025-01',
      from: '2025-01-01',
      until: '2025-01-31',
    },
    ...{ sections: [], notes: [] },
  })
  const readers = [ids.cardiology, ids.surgery, ids.director, ids.lead, ids.supervision]
  for (const [i, [status, department]] of (
    [
      ['draft', null],
      ['proposed', null],
      ['approved', null],
      ['published', null],
      ['published', '心内科'],
      ['published', '普外科'],
      ['draft', '心内科'],
    ] as const
  ).entries()) {
    const id = newId(now)
    await sql`insert into bulletins (id, kind, department_id, month, status, document, made_at, addressees, approved_by_id, published_at, updated_at)
      values (${id}, ${department ? 'department' : 'hospital'}, ${department ? departments[department] : null}, ${`2025-0${i + 1}`}, ${status},
        ${document}, ${now}, ${readers}::uuid[], ${ids.director}, ${status === 'published' ? now : null}, ${now})`.execute(
      db,
    )
    await sql`insert into bulletin_receipts (bulletin_id, staff_id, told_at) select ${id}, s, ${now} from unnest(${readers}::uuid[]) s`.execute(
      db,
    )
  }
  // From behind, what is published is put back.
  await sql`alter table bulletins disable trigger bulletins_published`.execute(db)
  await sql`alter table bulletin_notes disable trigger bulletin_notes_published`.execute(db)
  return {
    undo: `delete from bulletin_notes; delete from bulletin_receipts r where not exists (select from bulletins b where b.id = r.bulletin_id and b.month like '2025-%' and b.version = 1);
      update bulletin_receipts set signed_at = null, reminded_at = null; delete from bulletins where month not like '2025-%' or version > 1;
      insert into bulletin_receipts (bulletin_id, staff_id, told_at) select b.id, a, b.made_at from bulletins b cross join unnest(b.addressees) a on conflict do nothing`,
    known: (path) => (path.startsWith('/bulletins') ? { month: '2026-01', slot: 'next', reason: '样例更正' } : {}),
  }
}
