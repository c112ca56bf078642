// What must be true of proposals and projects at any moment.
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
  {
    name: 'project.moved',
    says: w(
      '每个成功结题的项目，指标都按冻结的数字确有改善',
      'every project that was closed as improved has a figure that fell, by the numbers as they were kept',
    ),
    broken: `select p.id::text as row from projects p
      left join project_rounds r on r.project_id = p.id and r.number = p.round
      where p.status = 'succeeded' and (r.verdict is distinct from 'better' or not coalesce(
        (r.reckoned->'window'->>'count')::float * (r.reckoned->'past'->>'of')::float
          < (r.reckoned->'past'->>'count')::float * (r.reckoned->'window'->>'of')::float, false))`,
  },
  {
    name: 'project.verdict',
    says: w('项目的结论就是本轮冻结的结论', 'the verdict of a project is the one that its round kept'),
    broken: `select p.id::text as row from projects p join project_rounds r on r.project_id = p.id and r.number = p.round
      where p.verdict is distinct from r.verdict`,
  },
  {
    name: 'project.rounds',
    says: w('每个项目的每一轮都在', 'every round of a project is there'),
    broken: `select p.id::text as row from projects p
      where p.round <> (select count(*) from project_rounds r where r.project_id = p.id and r.number <= p.round)`,
  },
  {
    name: 'project.cases',
    says: w('每个改进项目都有引出它的诉求', 'every project has the cases that it came from'),
    broken: `select p.id::text as row from projects p
      where not exists (select from project_cases c where c.project_id = p.id)`,
  },
  {
    name: 'project.walls',
    says: w(
      '涉及限监察室诉求的项目只有监察室能看到，回避的人看不到',
      'a project of a restricted case is restricted, and whoever is barred from a case is barred from it',
    ),
    broken: `select distinct p.id::text as row from projects p join project_cases pc on pc.project_id = p.id
      join cases c on c.id = pc.case_id
      where (c.restricted and not p.restricted) or not (c.barred_staff <@ p.barred_staff)`,
  },
]
