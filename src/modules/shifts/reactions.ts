// What rings, ends or is reminded of by itself: what follows from a grading, and what the clock works off.
import { type Ctx, every, when, with_ } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { caseLifecycle, settled } from '#modules/cases/lifecycle.ts'
import { handOn } from './handing-over.ts'
import { remindCases } from './reminders.ts'
import { endFlag, followCase, followFlag, ringOn } from './ringing.ts'

const follow = (ctx: Ctx, { subject }: LedgerEvent) => followCase(ctx, subject!)

/** With these a case is answered or over, and nobody is rung about it any more. */
const ending = caseLifecycle.acts.flatMap(([verb, , to]) => (settled.includes(to) ? [verb] : []))

export const reactions = [
  // In the verb's own transaction: a case of danger that was kept has rung.
  with_('case.open', 'shifts.ring', follow),
  with_('case.grade', 'shifts.ringAnew', follow),
  ...ending.map((verb) => with_(`case.${verb}`, `shifts.ceaseRings.${verb}`, follow)),
  when('task.flag', 'shifts.ringTheDoctor', (ctx, { subject }) => followFlag(ctx, subject!)),
  with_('task.confirm', 'shifts.endFlag.confirm', (ctx, { subject }) => endFlag(ctx, subject!)),
  with_('task.cancel', 'shifts.endFlag.cancel', (ctx, { subject }) => endFlag(ctx, subject!)),
  every(1, 'shifts.ringOn', ringOn),
  every(1, 'shifts.handOn', handOn),
  every(10, 'shifts.remindCases', remindCases),
]
