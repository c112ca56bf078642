// What can be asked about cases and what comes back.
import { z } from 'zod'
import { Can, contract, DayText, Flag, get, Id, Instant, InstantIn, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { PatientBrief } from '#modules/patients/contract.ts'
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
const Taken = z.enum(['desk', 'phone', 'letter', 'wechat', 'station', 'department'])
const Mood = z.enum(['', 'calm', 'worried', 'upset', 'angry'])
const Relation = z.enum(['self', 'guardian', 'family', 'visitor', 'department', 'other'])
const Reach = z.enum(['phone', 'sms', 'letter', 'in-person', 'receipt', 'none'])
export const Grade = z.enum(['satisfied', 'fairly', 'dissatisfied'])
const Code = z
  .string()
  .regex(/^[A-K]\d{1,2}$/, '请选择二级分类')
  .describe('a second-level category, D3')
const Level = z.int().min(0).max(3)
const words = (least: number, most = 4000) => z.string().trim().min(least, `至少写 ${least} 个字`).max(most)

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

/** What was looked into in a round. */
const InquiryKind = z.enum(['material', 'interview', 'fact'])
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
const ClockName = z.enum(['dangerDoctorContacted', 'dangerConfirmed', 'urgentTaken', 'urgentPlanned'])
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
const PauseReason = z.enum(['material', 'appraisal', 'outside', 'person'])
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
const LinkKind = z.enum(['related', 'repeat', 'split'])
const Related = z.object({
  into: OtherCase.extend({ carried: z.boolean() }).nullable().describe('merged into it; carried: answered with it'),
  merged: z.array(OtherCase.extend({ carried: z.boolean() })),
  links: z.array(OtherCase.extend({ link: LinkKind, words: z.string() })),
  samePerson: z
    .array(OtherCase.extend({ suggests: z.enum(['merge', 'link']).nullable() }))
    .describe('of the same patient or telephone within a year'),
})

/** Where to turn next, as it was told. */
const Ways = z.array(z.enum(wayNames)).max(wayNames.length)

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
const Promised = z.object({
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

export const cases = contract('case', '/cases', {
  list: get('', { title: w('诉求', 'Cases'), query: CaseFilter, reply: pageOf(CaseLine) }),
  counts: get('/counts', {
    title: w('诉求数', 'Case counts'),
    reply: z.object({
      byStatus: z.record(z.string(), z.int()),
      overdue: z.int(),
      dueToday: z.int(),
      mine: z.int(),
      turn: z.int(),
    }),
  }),
  get: get('/{id}', { title: w('诉求详情', 'A case'), reply: CaseSheet }),
  known: get('/known', {
    title: w('认出来人', 'Who this may be'),
    query: z.object({ q: z.string().trim().min(2).max(60) }),
    reply: z.object({
      patients: z.array(PatientBrief.extend({ open: z.int() })),
      matters: z.array(CaseLine),
    }),
  }),
  open: post('', {
    title: w('登记诉求', 'Open a case'),
    body: Opinion.extend({
      encounterId: Id.nullable().default(null),
      patientId: Id.nullable().default(null),
      channel: Taken.default('desk'),
      reporter: Reporter.nullable().default(null),
      externalNumber: z.string().trim().min(1).max(60).nullable().default(null),
      answered: words(2, 2000).optional().describe('an enquiry answered at once'),
      promised: Promised.optional().describe('an enquiry that has to be checked'),
    }),
    reply: CaseSheet,
  }),
  reply: post('/{id}/reply', {
    title: w('答复并办结', 'Answer and close'),
    body: z.object({ how: z.enum(['call', 'in-person', 'letter', 'on-the-spot', 'receipt']), what: words(2, 2000) }),
    reply: CaseSheet,
  }),
  convey: post('/{id}/convey', {
    title: w('转达表扬', 'Pass the praise on'),
    body: z.object({ departmentId: Id.optional(), words: z.string().trim().max(1000).default('') }),
    reply: CaseSheet,
  }),
  dispatch: post('/{id}/dispatch', {
    title: w('转责任科室', 'Dispatch'),
    body: z.object({
      departmentId: Id,
      demand: words(2, 1000),
      workdays: z.union([z.literal(5), z.literal(10)]).default(5),
      assisting: z
        .array(z.object({ departmentId: Id, demand: words(2, 1000) }))
        .max(8)
        .default([])
        .describe('departments that help; the matter then has ten working days'),
    }),
    reply: CaseSheet,
  }),
  askAssist: post('/{id}/ask-assist', {
    title: w('请科室协办', 'Ask to help'),
    body: z.object({
      departmentId: Id,
      demand: words(2, 1000),
      reason: words(4, 500).describe('why several departments'),
    }),
    reply: CaseSheet,
  }),
  urge: post('/{id}/urge', { title: w('督办', 'Urge'), body: z.object({ words: words(2, 500) }), reply: CaseSheet }),
  pause: post('/{id}/pause', {
    title: w('停钟', 'Stop the clock'),
    body: z.object({ reason: PauseReason, words: words(4, 500), workdays: z.int().min(1).max(20) }),
    reply: CaseSheet,
  }),
  resume: post('/{id}/resume', {
    title: w('恢复计时', 'Let the clock run'),
    body: z.object({ words: z.string().trim().max(500).default('') }),
    reply: CaseSheet,
  }),
  meet: post('/{id}/meet', {
    title: w('记录应急处置', 'Say what was done at once'),
    body: z.object({ standard: ClockName, how: words(2, 500) }),
    reply: CaseSheet,
  }),
  settle: post('/{id}/settle', { title: w('当场解决', 'Settle'), body: z.object({ how: words(4) }), reply: CaseSheet }),
  answer: post('/{id}/answer', {
    title: w('提交调查与整改', 'Answer'),
    body: z.object({
      findings: words(10).describe('调查核实情况'),
      measures: words(10).describe('整改措施'),
      opinion: z.string().trim().max(2000).default('').describe('处理意见'),
      plans: z
        .array(z.object({ what: words(4, 500), dueOn: DayText, ownerId: Id.nullable().default(null) }))
        .max(10)
        .default([])
        .describe('what will be changed, by when'),
    }),
    reply: CaseSheet,
  }),
  object: post('/{id}/object', {
    title: w('退回', 'Object'),
    body: z.object({ reason: words(4, 1000) }),
    reply: CaseSheet,
  }),
  askTime: post('/{id}/ask-time', {
    title: w('申请延期', 'Ask for more time'),
    body: z.object({ workdays: z.int().min(1).max(10), reason: words(4, 1000) }),
    reply: CaseSheet,
  }),
  grantTime: post('/{id}/grant-time', {
    title: w('同意延期', 'Grant more time'),
    body: z.object({ words: z.string().max(500).default('') }),
    reply: CaseSheet,
  }),
  refuseTime: post('/{id}/refuse-time', {
    title: w('不同意延期', 'Refuse more time'),
    body: z.object({ words: words(2, 500) }),
    reply: CaseSheet,
  }),
  sendBack: post('/{id}/send-back', {
    title: w('退回补充', 'Send back'),
    body: z.object({ words: words(4, 1000) }),
    reply: CaseSheet,
  }),
  pass: post('/{id}/pass', {
    title: w('审核通过', 'Pass'),
    body: z.object({ words: z.string().max(1000).default('') }),
    reply: CaseSheet,
  }),
  propose: post('/{id}/propose', {
    title: w('报院领导', 'Put before leadership'),
    body: z.object({ words: words(2, 1000) }),
    reply: CaseSheet,
  }),
  consent: post('/{id}/consent', {
    title: w('同意', 'Consent'),
    body: z.object({ words: z.string().max(1000).default('') }),
    reply: CaseSheet,
  }),
  decline: post('/{id}/decline', {
    title: w('不同意', 'Decline'),
    body: z.object({ words: words(4, 1000) }),
    reply: CaseSheet,
  }),
  tell: post('/{id}/tell', {
    title: w('已告知患者', 'Told'),
    body: z.object({ how: z.enum(['call', 'in-person', 'letter', 'receipt']), what: words(4), ways: Ways.default([]) }),
    reply: CaseSheet,
  }),
  confirm: post('/{id}/confirm', {
    title: w('患者满意，归档', 'Confirm'),
    body: z.object({ satisfaction: z.enum(['satisfied', 'fairly']), words: z.string().max(1000).default('') }),
    reply: CaseSheet,
  }),
  reopen: post('/{id}/reopen', {
    title: w('不满意，再次处理', 'Reopen'),
    body: z.object({ words: words(2, 1000), ways: Ways.default([]) }),
    reply: CaseSheet,
  }),
  escalate: post('/{id}/escalate', {
    title: w('报院领导督办', 'Escalate'),
    body: z.object({ words: words(2, 1000), ways: Ways.default([]) }),
    reply: CaseSheet,
  }),
  failRecall: post('/{id}/fail-recall', {
    title: w('回访未接通', 'Recall not reached'),
    body: z.object({ words: z.string().max(500).default('') }),
    reply: CaseSheet,
  }),
  approve: post('/{id}/approve', {
    title: w('批准归档', 'Approve archiving'),
    body: z.object({ reason: words(6, 1000) }),
    reply: CaseSheet,
  }),
  refer: post('/{id}/refer', {
    title: w('告知法定途径，办结', 'Refer'),
    body: z.object({
      ways: Ways.min(1).describe('which ways were told; those of the law all of them'),
      how: z.enum(['call', 'in-person', 'letter']),
      words: words(2, 1000).describe('what the person is still not content with'),
    }),
    reply: CaseSheet,
  }),
  inquire: post('/{id}/inquire', {
    title: w('记调查', 'Note an inquiry'),
    body: z.object({
      kind: InquiryKind,
      whom: words(1, 100).describe('who was asked, or where the material lies'),
      happenedAt: InstantIn,
      found: words(2, 2000),
      fileId: Id.nullable().default(null).describe('a file of the case'),
    }),
    reply: CaseSheet,
  }),
  merge: post('/{id}/merge', {
    title: w('并案', 'Merge'),
    body: z.object({ intoId: Id, reason: words(2, 500) }),
    reply: CaseSheet,
  }),
  unmerge: post('/{id}/unmerge', {
    title: w('撤销并案', 'Undo the merging'),
    body: z.object({ reason: words(2, 500) }),
    reply: CaseSheet,
  }),
  link: post('/{id}/link', {
    title: w('关联', 'Link'),
    body: z.object({
      otherId: Id,
      kind: z.enum(['related', 'repeat']).default('related'),
      words: z.string().trim().max(200).default(''),
    }),
    reply: CaseSheet,
  }),
  unlink: post('/{id}/unlink', { title: w('取消关联', 'Unlink'), body: z.object({ otherId: Id }), reply: CaseSheet }),
  split: post('/{id}/split', {
    title: w('拆分', 'Split'),
    body: Opinion.pick({
      text: true,
      demand: true,
      category: true,
      severity: true,
      urgency: true,
      heated: true,
      departmentId: true,
      accusedIds: true,
    }).extend({ reason: words(2, 500) }),
    reply: CaseSheet,
  }),
  add: post('/{id}/add', {
    title: w('补充', 'Add'),
    body: z.object({
      words: words(1),
      who: z.string().trim().max(40).default('').describe('who said it'),
    }),
    reply: CaseSheet,
  }),
  related: get('/{id}/related', { title: w('相关诉求', 'Related cases'), reply: Related }),
  grade: post('/{id}/grade', {
    title: w('调整分级', 'Grade'),
    body: z.object({
      category: Code,
      severity: Level,
      urgency: Level,
      heated: z.boolean(),
      kind: CaseKind.optional(),
      aspects: z.array(Code).max(6).optional(),
      reason: words(2, 500),
      accusedIds: z.array(Id).max(20).optional(),
    }),
    reply: CaseSheet,
  }),
  comment: post('/{id}/comment', {
    title: w('备注', 'Comment'),
    body: z.object({ words: words(1, 2000) }),
    reply: CaseSheet,
  }),
  attach: post('/{id}/attach', { title: w('添加附件', 'Attach'), carriage: 'upload', reply: CaseSheet }),
  file: get('/{id}/files/{fileId}', { title: w('附件', 'Attachment'), carriage: 'file' }),
  release: post('/{id}/files/{fileId}/release', {
    title: w('放行附件', 'Release a file'),
    body: z.object({ reason: words(4, 500) }),
    reply: CaseSheet,
  }),
  discard: post('/{id}/files/{fileId}/discard', {
    title: w('销毁附件', 'Destroy a file'),
    body: z.object({ reason: words(4, 500) }),
    reply: CaseSheet,
  }),
  reveal: post('/{id}/reveal', {
    secret: true,
    title: w('查看电话', 'Reveal the number'),
    body: z.object({ reason: words(2, 200) }),
    reply: z.object({ number: z.string() }),
  }),
  form: get('/{id}/form', {
    title: w('回访意见反馈表', 'Feedback form'),
    query: z.object({ round: z.coerce.number<number>().int().min(1).optional() }),
    carriage: 'file',
  }),
})

const RouteLine = z.object({
  office: z.string(),
  words: z.string(),
  /** Second-level categories that go there. */
  categories: z.array(z.string()),
  departmentId: Id.nullable(),
  department: z.string().nullable(),
  named: z.boolean().describe('the hospital said so; else the department is called like the office'),
})
export const routes = contract('route', '/routes', {
  list: get('', { title: w('分工目录', 'Who handles what'), reply: z.object({ rows: z.array(RouteLine) }) }),
  set: post('/{office}/set', {
    title: w('指定承办科室', 'Name the department'),
    body: z.object({ departmentId: Id.nullable() }),
    reply: z.object({ rows: z.array(RouteLine) }),
  }),
})

export const assists = contract('assist', '/assists', {
  contribute: post('/{id}/contribute', {
    title: w('提交协办意见', 'Say what was found'),
    body: z.object({ findings: words(4) }),
    reply: CaseSheet,
  }),
  object: post('/{id}/object', {
    title: w('退回协办', 'Object'),
    body: z.object({ reason: words(4, 1000) }),
    reply: CaseSheet,
  }),
  withdraw: post('/{id}/withdraw', {
    title: w('撤回协办', 'Withdraw'),
    body: z.object({ reason: words(2, 500) }),
    reply: CaseSheet,
  }),
})
export type AssistLine = z.output<typeof AssistLine>
export type ClockLine = z.output<typeof ClockLine>

export const measures = contract('measure', '/measures', {
  list: get('', {
    title: w('整改台账', 'Measures'),
    query: Paging.extend({
      view: z.enum(['open', 'due', 'overdue', 'verify', 'closed']).optional(),
      caseId: Id.optional(),
      departmentId: Id.optional(),
    }),
    reply: pageOf(MeasureLine),
  }),
  counts: get('/counts', {
    title: w('整改数', 'Measure counts'),
    reply: z.object({ open: z.int(), due: z.int(), overdue: z.int(), verify: z.int() }),
  }),
  plan: post('', {
    title: w('安排整改', 'Plan a measure'),
    body: z.object({
      caseId: Id,
      what: words(4, 500),
      dueOn: DayText,
      departmentId: Id.nullable().default(null).describe('null: the department that handles the case'),
      ownerId: Id.nullable().default(null).describe('null: the head of the department'),
    }),
    reply: MeasureLine,
  }),
  finish: post('/{id}/finish', {
    title: w('已落实', 'Done'),
    body: z.object({ words: z.string().trim().max(1000).default('').describe('or a photo instead') }),
    reply: MeasureLine,
  }),
  verify: post('/{id}/verify', {
    title: w('验证通过', 'Verify'),
    body: z.object({ words: z.string().trim().max(1000).default('').describe('or a photo instead') }),
    reply: MeasureLine,
  }),
  sendBack: post('/{id}/send-back', {
    title: w('未落实，退回', 'Send back'),
    body: z.object({ words: words(4, 1000), dueOn: DayText.optional() }),
    reply: MeasureLine,
  }),
  cancel: post('/{id}/cancel', {
    title: w('取消整改', 'Cancel'),
    body: z.object({ words: words(4, 500) }),
    reply: MeasureLine,
  }),
  attach: post('/{id}/attach', { title: w('添加照片', 'Add a photo'), carriage: 'upload', reply: MeasureLine }),
  file: get('/{id}/files/{fileId}', { title: w('整改照片', 'Photo'), carriage: 'file' }),
})
export type MeasureLine = z.output<typeof MeasureLine>
export type OtherCase = z.output<typeof OtherCase>

export const promises = contract('promise', '/promises', {
  list: get('', {
    title: w('承诺台账', 'Promises'),
    query: Paging.extend({
      open: Flag.optional(),
      late: Flag.optional(),
      caseId: Id.optional(),
    }),
    reply: pageOf(PromiseLine),
  }),
  make: post('', {
    title: w('作出承诺', 'Promise'),
    body: Promised.extend({ caseId: Id }),
    reply: PromiseLine,
  }),
  keep: post('/{id}/keep', {
    title: w('已兑现', 'Kept'),
    body: z.object({ outcome: words(2, 1000).describe('what was told or done') }),
    reply: PromiseLine,
  }),
  cancel: post('/{id}/cancel', {
    title: w('取消承诺', 'Cancel'),
    body: z.object({ outcome: words(4, 500).describe('why') }),
    reply: PromiseLine,
  }),
})
export type PromiseLine = z.output<typeof PromiseLine>
export type CaseLine = z.output<typeof CaseLine>
