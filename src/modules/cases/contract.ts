// What can be asked about cases and what comes back.
import { z } from 'zod'
import { Can, contract, Flag, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { PatientBrief } from '#modules/patients/contract.ts'

export const CaseStatus = z.enum([
  'received',
  'investigating',
  'submitted',
  'consenting',
  'reviewed',
  'told',
  'escalated',
  'archived',
])
export const CaseKind = z.enum(['opinion', 'complaint', 'suggestion', 'praise', 'enquiry'])
export const Grade = z.enum(['satisfied', 'fairly', 'dissatisfied'])
const Code = z
  .string()
  .regex(/^[A-K]\d{1,2}$/, '请选择二级分类')
  .describe('a second-level category, D3')
const Level = z.int().min(0).max(3)
const words = (least: number, most = 4000) => z.string().trim().min(least, `至少写 ${least} 个字`).max(most)

export const CaseLine = z.object({
  id: Id,
  number: z.string(),
  kind: CaseKind,
  status: CaseStatus,
  category: z.string(),
  severity: Level,
  urgency: Level,
  heated: z.boolean(),
  integrity: z.boolean(),
  restricted: z.boolean(),
  text: z.string().describe('the first 120 characters'),
  patient: PatientBrief.nullable(),
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

export const CaseSheet = CaseLine.omit({ text: true }).extend({
  text: z.string(),
  demand: z.string(),
  channel: z.string(),
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
  files: z.array(z.object({ id: Id, name: z.string(), type: z.string(), size: z.int(), by: z.string(), at: Instant })),
  timeline: z.array(Moment),
  failedRecalls: z.int(),
  toldAt: Instant.nullable(),
  archivedAt: Instant.nullable(),
  archivedBy: z.enum(['person', 'approval']).nullable(),
  archiveReason: z.string().nullable(),
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
})

export const CaseFilter = Paging.extend({
  status: CaseStatus.optional(),
  open: Flag.optional(),
  overdue: Flag.optional(),
  departmentId: Id.optional(),
  category: z.string().max(4).optional(),
  mine: Flag.optional(),
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
  open: post('', { title: w('登记诉求', 'Open a case'), body: Opinion.extend({ encounterId: Id }), reply: CaseSheet }),
  dispatch: post('/{id}/dispatch', {
    title: w('转责任科室', 'Dispatch'),
    body: z.object({
      departmentId: Id,
      demand: words(2, 1000),
      workdays: z.union([z.literal(5), z.literal(10)]).default(5),
    }),
    reply: CaseSheet,
  }),
  settle: post('/{id}/settle', { title: w('当场解决', 'Settle'), body: z.object({ how: words(4) }), reply: CaseSheet }),
  answer: post('/{id}/answer', {
    title: w('提交调查与整改', 'Answer'),
    body: z.object({
      findings: words(10).describe('调查核实情况'),
      measures: words(10).describe('整改措施或处理意见'),
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
    body: z.object({ how: z.enum(['call', 'in-person', 'letter']), what: words(4) }),
    reply: CaseSheet,
  }),
  confirm: post('/{id}/confirm', {
    title: w('患者满意，归档', 'Confirm'),
    body: z.object({ satisfaction: z.enum(['satisfied', 'fairly']), words: z.string().max(1000).default('') }),
    reply: CaseSheet,
  }),
  reopen: post('/{id}/reopen', {
    title: w('不满意，再次处理', 'Reopen'),
    body: z.object({ words: words(2, 1000) }),
    reply: CaseSheet,
  }),
  escalate: post('/{id}/escalate', {
    title: w('报院领导督办', 'Escalate'),
    body: z.object({ words: words(2, 1000) }),
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
  grade: post('/{id}/grade', {
    title: w('调整分级', 'Grade'),
    body: z.object({
      category: Code,
      severity: Level,
      urgency: Level,
      heated: z.boolean(),
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
export type CaseLine = z.output<typeof CaseLine>
