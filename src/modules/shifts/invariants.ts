// What must be true of rings and handovers at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const shiftsInvariants: readonly Invariant[] = [
  {
    name: 'ring.hidden',
    says: w('没有人因自己须回避的诉求正被呼叫', 'nobody is rung about what he must find nothing of'),
    broken: `select r.id::text as row from rings r left join cases c on c.id = r.case_id left join tasks t on t.id = r.task_id
      where r.status = 'ringing' and (r.barred_staff is distinct from coalesce(c.barred_staff, t.barred_staff)
        or r.restricted is distinct from coalesce(c.restricted, t.restricted))`,
  },
  {
    name: 'ring.calls',
    says: w('每次呼叫都记下了呼叫过谁、晚了多久', 'everyone who was rung is on record with when it was due and done'),
    broken: `select r.id::text as row from rings r
      where cardinality(r.rung) <> (select count(*) from ring_calls k where k.ring_id = r.id and k.staff_id = any(r.rung))
        or exists (select from ring_calls k where k.ring_id = r.id and k.rung_at < k.due_at)`,
  },
  {
    name: 'handover.taken',
    says: w('每张已接班的交班卡都有接班人和时间', 'every card that was taken over says by whom and when'),
    broken: `select id::text as row from handovers where status = 'taken' and (taken_by_id is null or taken_at is null)`,
  },
]
