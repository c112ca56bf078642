// What must be true of scripts and automatic calls at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const autocallsInvariants: readonly Invariant[] = [
  {
    name: 'script.approval',
    says: w('话术由没有参与撰写的人批准', 'nobody approved a script that he wrote on'),
    broken: `select id::text as row from scripts where approved_by_id = any(hands)
      or (status = 'approved' and approved_by_id is null)`,
  },
  {
    name: 'autocall.call',
    says: w(
      '自动外呼的去电都是机器拨的，且属于同一条任务',
      'an automatic call is the machine’s own, and about its task',
    ),
    broken: `select a.id::text as row from autocalls a join calls c on c.id = a.call_id
      where c.staff_id is not null or c.about_noun <> 'task' or c.about_id <> a.task_id`,
  },
  {
    name: 'autocall.finished',
    says: w(
      '由机器完成的随访没有红旗，也没有不满意',
      'no record that the program finished has a red flag or is dissatisfied',
    ),
    broken: `select a.id::text as row from autocalls a join tasks t on t.id = a.task_id
      where a.result = 'completed' and (t.status = 'flagged' or t.satisfaction = 'dissatisfied')`,
  },
]
