// What must be true of the calls that are planned and made at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const followupsInvariants: readonly Invariant[] = [
  {
    name: 'task.contactable',
    says: w(
      '没有给已故或免打扰患者的随访任务',
      'no call is planned to the dead or to those who asked not to be called',
    ),
    broken: `select t.id::text as row from tasks t join patients p on p.id = t.patient_id
      where t.status in ('open', 'flagged') and not p.contactable`,
  },
  {
    name: 'task.attempts',
    says: w('拨打次数与逐次记录一致', 'a task counts as many tries as are on record'),
    broken: `select t.id::text as row from tasks t
      left join (select task_id, count(*) as n, max(number) as last from attempts group by task_id) a on a.task_id = t.id
      where t.attempts <> coalesce(a.n, 0) or t.attempts <> coalesce(a.last, 0)`,
  },
  {
    name: 'task.unreached',
    says: w('记为未访的任务都写明原因', 'who was not reached has a reason on record'),
    broken: `select id::text as row from tasks where status = 'unreached' and unreached_reason is null`,
  },
  {
    name: 'task.flag',
    says: w('每个红旗都有转给医师的紧急联系', 'every red flag has its urgent contact for the doctor'),
    broken: `select t.id::text as row from tasks t where (t.status = 'flagged' or t.flag_done is not null) and t.kind <> 'urgent'
      and not exists (select from tasks u where u.parent_id = t.id and u.kind = 'urgent')`,
  },
  {
    name: 'case.recall',
    says: w('同一件诉求同一时间只有一次再次回访', 'no case is asked about by two calls at once'),
    broken: `select c.number as row from cases c join tasks t on t.case_id = c.id
      where t.kind = 'recall' and t.status in ('open', 'flagged') group by c.number having count(*) > 1`,
  },
]
