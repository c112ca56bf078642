// What must be true of scorecards and training notes at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const scorecardsInvariants: readonly Invariant[] = [
  {
    name: 'scorecard.first',
    says: w(
      '成绩卡先由本人看；本人没看、期限没到，别人看不到',
      'a scorecard is its caller’s first: shown to others only once he has seen it or his days with it are over',
    ),
    broken: `select c.id::text as row from scorecards c where c.shown and c.seen_at is null
      and not exists (select from events e where e.noun = 'scorecard' and e.subject = c.id and e.verb = 'scorecard.show')`,
  },
  {
    name: 'trainingNote.others',
    says: w(
      '没有人给自己布置培训，也没有人替别人说练过了',
      'nobody writes a training note to himself, or finishes another’s',
    ),
    broken: `select n.id::text as row from training_notes n where n.by_id = n.staff_id
      union all select n.id::text from training_notes n join events e on e.noun = 'trainingNote' and e.subject = n.id
      where e.verb = 'trainingNote.finish' and e.actor_id <> n.staff_id`,
  },
]
