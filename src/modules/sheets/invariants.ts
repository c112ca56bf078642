// What must be true of work orders at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const sheetsInvariants: readonly Invariant[] = [
  {
    name: 'sheet.answered',
    says: w('每张已回复的热线工单都有一份发给热线的回复', 'every sheet that was replied to has a reply for its line'),
    broken: `select s.source || ' ' || s.number as row from sheets s where s.replied_at is not null
      and not exists (select from sheet_messages m where m.sheet_id = s.id and m.kind = 'reply')`,
  },
  {
    name: 'sheet.one',
    says: w(
      '同一编号的热线工单至多一张未结，知情范围与诉求一致',
      'of one number at most one sheet is open, and it lies behind the walls of its case',
    ),
    broken: `select source || ' ' || number as row from sheets
      where status in ('received', 'signed', 'objected', 'replied') group by source, number having count(*) > 1
      union all select s.source || ' ' || s.number from sheets s join cases c on c.id = s.case_id
      where s.restricted <> c.restricted or not s.barred_staff @> c.barred_staff`,
  },
]
