// What must be true of checks at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const checksInvariants: readonly Invariant[] = [
  {
    name: 'check.walls',
    says: w(
      '看不到某条回访的人，也看不到对它的抽查和存疑；没有人查自己的电话',
      'whoever must find nothing of a call finds nothing of what is judged about it, and nobody judges himself',
    ),
    broken: `select c.id::text as row from checks c join tasks t on t.id = c.task_id
      where not c.barred_staff @> (t.barred_staff || c.staff_id) or c.checker_id = c.staff_id
      union all select s.id::text from suspicions s join tasks t on t.id = s.task_id
      where not s.barred_staff @> (t.barred_staff || s.staff_id) or s.decided_by_id = s.staff_id`,
  },
  {
    name: 'check.unknown',
    says: w('公布之前，坐席不知道被抽查', 'before the results are released no caller is told of a check'),
    broken: `select c.id::text as row from checks c
      where c.restricted <> (c.status in ('drawn', 'scored', 'dropped'))
      union all select d.id::text from check_draws d where d.restricted <> (d.status = 'drawn')`,
  },
  {
    name: 'check.blind',
    says: w(
      '复核的人不是原回访人，复核没有公布前看不到第一次的记录',
      'who calls again is not who called first, and finds nothing of the first record while it is not released',
    ),
    broken: `select c.id::text as row from checks c join tasks t on t.id = c.task_id
      where c.recaller_id = c.staff_id
        or (c.recall_result in ('waiting', 'answered') and c.status in ('drawn', 'scored')
          and not c.recaller_id = any(t.barred_staff))`,
  },
  {
    name: 'qualityForm.one',
    says: w('同一时间只有一版评分表在用', 'one quality form is in force at a time'),
    broken: `select max(id::text) as row from quality_forms where status = 'published' having count(*) > 1`,
  },
  {
    name: 'suspicion.heard',
    says: w('认定不实之前，本人都被问过', 'nobody’s record was confirmed as made up before he was asked'),
    broken: `select id::text as row from suspicions where status = 'confirmed' and (asked_at is null or decided_at < asked_at)`,
  },
]
