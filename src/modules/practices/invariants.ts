// What must be true of good practice at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const practicesInvariants: readonly Invariant[] = [
  {
    name: 'practice.audience',
    says: w('推广到哪些科室，两处所记一致', 'the departments that were told are the same in both places'),
    broken: `select p.id::text as row from practices p
      where (select coalesce(array_agg(department_id order by department_id), '{}') from practice_tellings t where t.practice_id = p.id)
        is distinct from (select coalesce(array_agg(a order by a), '{}') from unnest(p.audience) a)`,
  },
  {
    name: 'practice.recognised',
    says: w('优务经验由推荐和执笔以外的人认定', 'a practice is recognised by somebody who did not write it'),
    broken: `select id::text as row from practices where status in ('recognised', 'told') and decided_by_id = any(hands)`,
  },
]
