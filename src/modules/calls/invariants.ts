// What must be true of calls and agents' states at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const callsInvariants: readonly Invariant[] = [
  {
    name: 'call.times',
    says: w('每通电话的拨出、振铃、接通、结束先后有序', 'a call is dialled, rings, is answered and ends in this order'),
    broken: `select id::text as row from calls
      where coalesce(ringing_at, placed_at) < placed_at or coalesce(answered_at, placed_at) < coalesce(ringing_at, placed_at)
        or coalesce(ended_at, answered_at, placed_at) < coalesce(answered_at, placed_at)`,
  },
  {
    name: 'call.contact',
    says: w(
      '登记了联系记录的通话与该联系是同一位患者',
      'a call and the contact that was written of it are of one person',
    ),
    broken: `select c.id::text as row from calls c join contacts k on k.id = c.contact_id
      where c.patient_id is not null and k.patient_id <> c.patient_id`,
  },
  {
    name: 'call.once',
    says: w('一条联系记录最多出自一通电话', 'a contact is written of one call at most'),
    broken: `select contact_id::text as row from calls where contact_id is not null group by contact_id having count(*) > 1`,
  },
  {
    name: 'agent.calling',
    says: w('显示在通话中的坐席确有一通未结束的电话', 'an agent who is calling has a call that has not ended'),
    broken: `select a.staff_id::text as row from agent_states a left join calls c on c.id = a.call_id
      where a.state = 'calling' and (c.id is null or c.status = 'ended')`,
  },
]
