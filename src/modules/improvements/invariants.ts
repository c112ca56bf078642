// What must be true of proposals at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const improvementsInvariants: readonly Invariant[] = [
  {
    name: 'proposal.cases',
    says: w('每处苗头都附有依据的诉求', 'every proposal has the cases that it rests on'),
    broken: `select p.id::text as row from proposals p
      where not exists (select from proposal_cases c where c.proposal_id = p.id)`,
  },
  {
    name: 'proposal.walls',
    says: w(
      '涉及限监察室诉求的苗头只有监察室能看到，回避的人看不到',
      'a proposal that rests on a restricted case is restricted, and whoever is barred from a case is barred from it',
    ),
    broken: `select distinct p.id::text as row from proposals p join proposal_cases pc on pc.proposal_id = p.id
      join cases c on c.id = pc.case_id
      where (c.restricted and not p.restricted) or not (c.barred_staff <@ p.barred_staff)`,
  },
  {
    name: 'proposal.reason',
    says: w('每处被排除的苗头都写明理由', 'every dismissed proposal says why'),
    broken: `select id::text as row from proposals where status = 'dismissed' and coalesce(reason, '') = ''`,
  },
]
