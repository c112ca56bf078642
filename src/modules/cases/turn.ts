// Whose turn it is: the cases that wait for their reader, told by the lifecycle and the matrix together.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { mayEver, within } from '#engine/permit.ts'
import { actOf } from '#kernel/lifecycle.ts'
import type { Verb } from '#src/permissions.ts'
import { caseLifecycle, enoughRecalls } from './lifecycle.ts'
import { isCallable } from './reporters.ts'

/** Verbs that carry a case on, and what must hold besides the state. A department's turn is where it may object. */
const steps: Readonly<Record<string, RawBuilder<boolean>>> = {
  dispatch: sql`(cases.status <> 'investigating' or cases.handling_department_id is null)`,
  object: sql`true`,
  grantTime: sql`cases.time_asked`,
  pass: sql`true`,
  consent: sql`true`,
  tell: sql`true`,
  // Who raised it himself, or never was a patient here, is asked from the case: no recall is planned for him.
  confirm: sql`(cases.encounter_id is null or exists (select from reporters where reporters.case_id = cases.id))`,
  approve: sql`(cases.failed_recalls >= ${enoughRecalls} or not ${isCallable})`,
}

/** A condition on `cases`: it waits for this reader. What is not restricted is told by the centre, not by supervision. */
export const waitsFor = ({ me }: Pick<Ctx, 'me'>): RawBuilder<boolean> => {
  const reviews = mayEver(me, 'case.sendBack')
  const ways = Object.entries(steps)
    .filter(([verb]) => mayEver(me, `case.${verb}` as Verb))
    .map(([verb, holds]) => {
      const { from } = actOf(caseLifecycle, verb)
      const told = reviews && ['tell', 'confirm', 'approve'].includes(verb) ? sql`cases.restricted` : sql`true`
      const scope = within(me, `case.${verb}` as Verb, 'cases')
      return sql<boolean>`(cases.status = any(${from}) and ${scope} and ${holds} and ${told})`
    })
  return ways.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(ways, sql` or `)})`
}
