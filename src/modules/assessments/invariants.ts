// What must be true of rules and sheets at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const assessmentsInvariants: readonly Invariant[] = [
  {
    name: 'ruleSet.tried',
    says: w(
      '发布的考核办法都原样试算过，并由执笔以外的人发布',
      'rules that were published were tried as they stand, and published by somebody who did not write them',
    ),
    broken: `select r.id::text as row from rule_sets r where r.status in ('published', 'in-force', 'superseded')
      and (r.published_by_id = any(r.hands)
        or not exists (select from simulations s where s.rule_set_id = r.id and s.rules_hash = r.rules_hash))`,
  },
  {
    name: 'assessment.total',
    says: w(
      '每张考核单的总分等于起评分加各行之和',
      'the total of every sheet is what it begins with and all its lines',
    ),
    broken: `select a.id::text as row from assessments a
      where a.total <> greatest(0, a.base + (select coalesce(sum(l.points), 0) from assessment_lines l where l.assessment_id = a.id))`,
  },
  {
    name: 'assessment.objections',
    says: w('每条异议都有答复才能定稿', 'every objection is answered before a sheet is final'),
    broken: `select a.id::text as row from assessments a where a.objections_open <>
      (select count(*) from assessment_lines l where l.assessment_id = a.id and l.objection is not null and l.upheld is null)`,
  },
]
