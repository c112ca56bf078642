// What must be true of queues and missed calls at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const queuesInvariants: readonly Invariant[] = [
  {
    name: 'queueCall.missed',
    says: w(
      '放弃、预约回拨和非服务时间的来电，凡有号码的都有一条漏接回拨',
      'whoever gave up, asked to be called or came after hours is owed a call, or has had one',
    ),
    broken: `select q.id::text as row from queue_calls q
      where q.status in ('abandoned', 'called-back', 'closed') and length(q.number) > 6
        and not exists (select from missed_calls m where m.call_id = q.call_id)`,
  },
  {
    name: 'queueCall.offered',
    says: w('一个坐席同一时刻只被送达一通来电', 'an agent is offered one caller at a time'),
    broken: `select offered_to_id::text as row from queue_calls where status = 'offered' group by offered_to_id having count(*) > 1`,
  },
  {
    name: 'missed.counted',
    says: w('每条漏接回拨的来电次数与记录一致', 'a missed number counts the calls that are on record'),
    broken: `select m.id::text as row from missed m
      where m.calls <> (select count(*) from missed_calls c where c.missed_id = m.id)`,
  },
  {
    name: 'missed.outcome',
    says: w('了结的漏接回拨都有结果：说上话的有记录，放弃的拨够了次数', 'what is over has its outcome'),
    broken: `select id::text as row from missed
      where (status = 'reached' and outcome = '') or (status = 'unreachable' and not enough)`,
  },
]
