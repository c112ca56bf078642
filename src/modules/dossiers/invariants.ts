// What must be true of what was destroyed at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const dossiersInvariants: readonly Invariant[] = [
  {
    name: 'disposal.second',
    says: w(
      '每次销毁都由提请人以外的人复核，且未在保全期间',
      'every disposal was decided by another than who proposed it, and of nothing held',
    ),
    broken: `select d.id::text as row from disposals d where d.status = 'destroyed' and (d.decided_by_id = d.proposed_by_id
      or exists (select from holds h where h.case_id = d.case_id and h.placed_at <= d.decided_at
        and (h.released_at is null or h.released_at > d.decided_at)))`,
  },
  {
    name: 'disposal.emptied',
    says: w(
      '销毁的卷宗内容、附件和检索已清空，并留有销毁记录',
      'of a destroyed file no word, no attachment and no index is left, and its record is',
    ),
    broken: `select c.number as row from cases c where c.destroyed_at is not null and (c.demand <> '' or c.text <> '已按期销毁'
      or exists (select from rounds r where r.case_id = c.id and coalesce(r.findings, r.measures, r.told_what, r.outcome_words) is not null)
      or exists (select from files f where f.noun = 'case' and f.subject = c.id and octet_length(f.content) > 0)
      or exists (select from case_search s where s.case_id = c.id and s.search <> '')
      or exists (select from reporters p where p.case_id = c.id and (p.name <> '' or p.phone is not null))
      or not exists (select from disposals d where d.case_id = c.id and d.what = 'whole' and d.status = 'destroyed'))`,
  },
]
