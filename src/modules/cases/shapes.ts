// What cases look like from outside: lines, sheets and what hangs on them, and what is said when one is opened.
import { z } from 'zod'
import { Can, Flag, Id, Instant, InstantIn, Paging, words } from '#kernel/contract.ts'
import { PatientBrief } from '#modules/patients/contract.ts'
import { AssistLine, ClockLine, InquiryLine, PauseLine, PromiseLine } from './shapes-beside.ts'
import { wayNames } from './ways.ts'

export const CaseStatus = z.enum([
  'received',
  'investigating',
  'submitted',
  'consenting',
  'reviewed',
  'told',
  'escalated',
  'merged',
  'archived',
])
export const CaseKind = z.enum(['opinion', 'complaint', 'suggestion', 'praise', 'enquiry', 'help', 'staff'])
/** How it came in. */
export const Channel = z.enum([
  'follow-up-call',
  'phone',
  'desk',
  'letter',
  'web',
  'wechat',
  'station',
  'department',
  'staff',
  '12345',
  '12320',
])
/** What somebody at the desk may write down himself; the other ways in write their own. */
export const Taken = z.enum(['desk', 'phone', 'letter', 'wechat', 'station', 'department'])
const Mood = z.enum(['', 'calm', 'worried', 'upset', 'angry'])
const Relation = z.enum(['self', 'guardian', 'family', 'visitor', 'department', 'other'])
const Reach = z.enum(['phone', 'sms', 'letter', 'in-person', 'receipt', 'none'])
export const Grade = z.enum(['satisfied', 'fairly', 'dissatisfied'])
export const Code = z
  .string()
  .regex(/^[A-K]\d{1,2}$/, '请选择二级分类')
  .describe('a second-level category, D3')
export const Level = z.int().min(0).max(3)

/** Who raised it, as a reply may show him: masked. */
export const ReporterBrief = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  relation: Relation,
  speaksFor: z.string(),
  reach: Reach,
})

/** Who raised it, as he said it. */
export const Reporter = z.object({
  name: z.string().trim().max(40).default(''),
  phone: z.string().trim().max(40).default('').describe('in any form that people write'),
  relation: Relation.default('self').describe('to the patient, or what he is here'),
  speaksFor: z.string().trim().max(40).default('').describe('the patient, where he speaks for somebody'),
  reach: Reach.default('phone').describe('how he wants to hear'),
  address: z.string().trim().max(200).default('').describe('for a letter'),
})

export const CaseLine = z.object({
  id: Id,
  number: z.string(),
  kind: CaseKind,
  channel: z.string(),
  status: CaseStatus,
  category: z.string(),
  severity: Level,
  urgency: Level,
  heated: z.boolean(),
  integrity: z.boolean(),
  restricted: z.boolean(),
  text: z.string().describe('the first 120 characters'),
  patient: PatientBrief.nullable(),
  reporter: z.string().nullable().describe('masked; null where nobody is written down apart from the patient'),
  campus: z.string().nullable(),
  department: z.string().nullable(),
  handling: z.string().nullable(),
  owner: z.string(),
  round: z.int(),
  receivedAt: Instant,
  dueAt: Instant,
  overdue: z.boolean(),
  can: Can,
})

export const Round = z.object({
  number: z.int(),
  department: z.string().nullable(),
  dispatchedAt: Instant.nullable(),
  dispatchedBy: z.string().nullable(),
  demand: z.string(),
  dueAt: Instant,
  answeredAt: Instant.nullable(),
  answeredBy: z.string().nullable(),
  findings: z.string().nullable(),
  measures: z.string().nullable(),
  opinion: z.string().nullable().describe('what the hospital thinks of it'),
  ways: z.array(z.string()).describe('where to turn next, as told'),
  carriedFrom: z.string().nullable().describe('the number of the case whose answer this is'),
  inquiries: z.array(InquiryLine),
  inTime: z.boolean().nullable(),
  reviewedAt: Instant.nullable(),
  reviewedBy: z.string().nullable(),
  review: z.string().nullable(),
  consentedAt: Instant.nullable(),
  consentedBy: z.string().nullable(),
  toldAt: Instant.nullable(),
  toldBy: z.string().nullable(),
  toldHow: z.string().nullable(),
  toldWhat: z.string().nullable(),
  outcome: Grade.nullable(),
  outcomeWords: z.string().nullable(),
})
export const CountedDay = z.object({
  day: z.string(),
  counts: z.boolean(),
  number: z.int().nullable(),
  why: z.string(),
})
export const Moment = z.object({
  at: Instant,
  verb: z.string(),
  title: z.string(),
  by: z.string().nullable(),
  words: z.string(),
})

/** Where to turn next, as it was told. */
/** Another case, as it is named beside one. */
export const OtherCase = z.object({
  id: Id,
  number: z.string(),
  kind: CaseKind,
  channel: z.string(),
  category: z.string(),
  status: CaseStatus,
  receivedAt: Instant,
  text: z.string().describe('the first 80 characters'),
  who: z.string().nullable().describe('masked'),
})
export const LinkKind = z.enum(['related', 'repeat', 'split'])
export const Related = z.object({
  into: OtherCase.extend({ carried: z.boolean() }).nullable().describe('merged into it; carried: answered with it'),
  merged: z.array(OtherCase.extend({ carried: z.boolean() })),
  links: z.array(OtherCase.extend({ link: LinkKind, words: z.string() })),
  samePerson: z
    .array(OtherCase.extend({ suggests: z.enum(['merge', 'link']).nullable() }))
    .describe('of the same patient or telephone within a year'),
})
export const Ways = z.array(z.enum(wayNames)).max(wayNames.length)

export const CaseSheet = CaseLine.omit({ text: true, reporter: true }).extend({
  text: z.string(),
  demand: z.string(),
  reporter: ReporterBrief.nullable(),
  happenedAt: Instant.nullable(),
  place: z.string(),
  aspects: z.array(z.string()),
  mood: Mood,
  calmed: z.string(),
  externalNumber: z.string().nullable(),
  takenOver: z.boolean(),
  oldRegister: z
    .object({
      file: z.string(),
      row: z.int(),
      at: Instant,
      said: z.array(z.object({ zh: z.string(), en: z.string(), value: z.string() })),
    })
    .nullable()
    .describe('what the old register says of it, in its own words'),
  promises: z.array(PromiseLine),
  assists: z.array(AssistLine),
  clocks: z.array(ClockLine),
  pauses: z.array(PauseLine),
  urged: z.int(),
  manyReason: z.string().nullable().describe('why it has ten working days'),
  ownerId: Id,
  departmentId: Id.nullable(),
  handlingDepartmentId: Id.nullable(),
  diagnosis: z.string().nullable(),
  dischargedOn: z.string().nullable(),
  phone: z.string().nullable().describe('masked'),
  call: z.object({ at: Instant, by: z.string().nullable(), disposition: z.string(), note: z.string() }).nullable(),
  deadline: z.object({ workdays: z.int(), by: Instant, days: z.array(CountedDay), warnings: z.array(z.string()) }),
  rounds: z.array(Round),
  extensions: z.array(
    z.object({
      id: Id,
      round: z.int(),
      by: z.string(),
      at: Instant,
      until: Instant,
      reason: z.string(),
      granted: z.boolean().nullable(),
      decidedBy: z.string().nullable(),
      words: z.string().nullable(),
    }),
  ),
  files: z.array(
    z.object({
      id: Id,
      name: z.string(),
      type: z.string(),
      size: z.int(),
      by: z.string(),
      at: Instant,
      quarantine: z.string().nullable().describe('why it lies under lock, or once did'),
      locked: z.boolean(),
    }),
  ),
  timeline: z.array(Moment),
  failedRecalls: z.int(),
  toldAt: Instant.nullable(),
  archivedAt: Instant.nullable(),
  archivedBy: z.enum(['person', 'approval', 'answered', 'referred', 'taken-over']).nullable(),
  archiveReason: z.string().nullable(),
  destroyedAt: Instant.nullable().describe('its words are gone; the register stays'),
  satisfaction: Grade.nullable(),
})
export type CaseSheet = z.output<typeof CaseSheet>

/** What becomes a case; a call's opinion is the same shape without its patient. */
export const Opinion = z.object({
  text: words(2),
  demand: z.string().trim().max(1000).default(''),
  category: Code,
  severity: Level.default(1),
  urgency: Level.default(3),
  heated: z.boolean().default(false),
  departmentId: Id.nullable().default(null).describe('whom it concerns; null: the department of the stay'),
  accusedIds: z.array(Id).max(20).default([]).describe('staff it accuses; they and their superiors find nothing of it'),
  kind: CaseKind.default('opinion'),
  aspects: z.array(Code).max(6).default([]).describe('further categories; each counts as an aspect'),
  happenedAt: InstantIn.nullable().default(null).describe('when it happened'),
  place: z.string().trim().max(100).default('').describe('where it happened'),
  mood: Mood.default(''),
  calmed: z.string().trim().max(500).default('').describe('how the person was calmed'),
})

/** What is promised: to whom, what, by when. A promise without an hour is none. */
export const Promised = z.object({
  toWhom: z.string().trim().max(40).default(''),
  what: words(2, 500),
  byAt: InstantIn,
})

export const CaseFilter = Paging.extend({
  status: CaseStatus.optional(),
  open: Flag.optional(),
  overdue: Flag.optional(),
  departmentId: Id.optional(),
  category: z.string().max(4).optional(),
  mine: Flag.optional(),
  repeat: Flag.optional().describe('linked as a repeat with another that the reader may see'),
  turn: Flag.optional().describe('waits for the reader'),
  q: z.string().max(60).optional(),
  source: Id.optional(),
  patientId: Id.optional(),
  ids: z.string().max(10_000).optional(),
})

export type CaseLine = z.output<typeof CaseLine>
export type OtherCase = z.output<typeof OtherCase>
