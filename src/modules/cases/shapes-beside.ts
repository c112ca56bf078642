// What hangs on a case looks like this from outside: help, clocks, stops, measures, promises, other cases.
import { z } from 'zod'
import { Can, DayText, Id, Instant } from '#kernel/contract.ts'

/** What was looked into in a round. */
export const InquiryKind = z.enum(['material', 'interview', 'fact'])
export const InquiryLine = z.object({
  id: Id,
  kind: InquiryKind,
  whom: z.string(),
  happenedAt: Instant,
  found: z.string(),
  fileId: Id.nullable(),
  by: z.string(),
  at: Instant,
})

/** What another department was asked for. */
export const AssistLine = z.object({
  id: Id,
  round: z.int(),
  status: z.enum(['asked', 'answered', 'objected', 'withdrawn']),
  department: z.string(),
  demand: z.string(),
  dueAt: Instant,
  askedBy: z.string(),
  askedAt: Instant,
  findings: z.string().nullable(),
  answeredAt: Instant.nullable(),
  answeredBy: z.string().nullable(),
  reason: z.string().nullable(),
  can: Can,
})
export const ClockName = z.enum(['dangerDoctorContacted', 'dangerConfirmed', 'urgentTaken', 'urgentPlanned'])
/** A clock in natural hours. */
export const ClockLine = z.object({
  standard: ClockName,
  title: z.string(),
  beganAt: Instant,
  dueAt: Instant,
  metAt: Instant.nullable(),
  metBy: z.string().nullable(),
  how: z.string(),
  cancelledAt: Instant.nullable(),
  late: z.boolean(),
})
export const PauseReason = z.enum(['material', 'appraisal', 'outside', 'person'])
export const PauseLine = z.object({
  round: z.int(),
  reason: PauseReason,
  words: z.string(),
  beganAt: Instant,
  beganBy: z.string(),
  untilOn: z.string(),
  endedAt: Instant.nullable(),
})

/** What will be changed, by whom, by when, and whether somebody else has seen that it was. */
export const MeasureLine = z.object({
  id: Id,
  status: z.enum(['planned', 'done', 'verified', 'cancelled']),
  caseId: Id,
  number: z.string(),
  category: z.string(),
  round: z.int(),
  what: z.string(),
  department: z.string(),
  owner: z.string().nullable().describe('null: the head of the department'),
  dueOn: DayText,
  plannedBy: z.string(),
  plannedAt: Instant,
  doneAt: Instant.nullable(),
  doneBy: z.string().nullable(),
  doneWords: z.string(),
  verifiedAt: Instant.nullable(),
  verifiedBy: z.string().nullable(),
  outcome: z.string().describe('words of the verification, or why it was sent back or cancelled'),
  files: z.array(
    z.object({ id: Id, name: z.string(), type: z.string(), by: z.string(), at: Instant, locked: z.boolean() }),
  ),
  late: z.boolean(),
  can: Can,
})

/** What was promised to somebody, and what became of it. */
export const PromiseLine = z.object({
  id: Id,
  status: z.enum(['open', 'kept', 'cancelled']),
  caseId: Id,
  number: z.string(),
  toWhom: z.string(),
  what: z.string(),
  byAt: Instant,
  madeBy: z.string(),
  madeAt: Instant,
  keptAt: Instant.nullable(),
  outcome: z.string(),
  late: z.boolean(),
  can: Can,
})

export type AssistLine = z.output<typeof AssistLine>
export type ClockLine = z.output<typeof ClockLine>
export type MeasureLine = z.output<typeof MeasureLine>
export type PromiseLine = z.output<typeof PromiseLine>
