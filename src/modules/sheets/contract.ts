// What can be asked about sheets of the public lines, what goes back to them, and what comes back.
import { z } from 'zod'
import { Can, contract, get, Id, Instant, InstantIn, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { CaseKind, CaseStatus, ReporterBrief } from '#modules/cases/shapes.ts'
import { lineNames } from './words.ts'

const Source = z.enum(lineNames)
const Status = z.enum(['received', 'signed', 'objected', 'returned', 'replied', 'closed'])
const short = (most: number) => z.string().trim().max(most).default('')

/** A sheet as a line sends it. Whatever it says beside these is not looked at. */
export const SheetIn = z.object({
  source: Source.default('12345'),
  number: z
    .string()
    .trim()
    .min(3, '工单编号至少 3 个字符')
    .max(60)
    .describe('工单编号; a mark of a repeated dispatch (-2, （二次）) makes the round'),
  round: z.int().min(1).max(9).optional().describe('第几次派单; read from the number where it is not said'),
  kind: short(40).describe('诉求类型: 投诉, 咨询, 求助, 建议, 表扬'),
  title: short(200),
  text: words(2).describe('诉求内容'),
  demand: short(1000).describe('诉求目的'),
  category: short(100).describe('the line’s own category'),
  department: short(80).describe('whom it names'),
  place: short(100),
  happenedAt: InstantIn.nullable().default(null),
  name: short(40).describe('诉求人'),
  phone: short(60),
  speaksFor: short(40),
  address: short(200),
  dispatchedAt: InstantIn.nullable().default(null).describe('派单时间; null: when it is taken in'),
  signBy: InstantIn.nullable().default(null),
  replyBy: InstantIn.nullable().default(null).describe('办结期限 as an instant'),
  term: short(40).describe('办结期限 in words: 5个工作日, 3天, 24小时; only where replyBy is not said'),
})
export type SheetIn = z.output<typeof SheetIn>

const Taken = z.object({
  rows: z.int(),
  created: z.int(),
  renewed: z.int().describe('of the created: the same matter, dispatched again'),
  updated: z.int(),
  unchanged: z.int(),
  changes: z.array(
    z.object({
      number: z.string(),
      round: z.int(),
      changed: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
    }),
  ),
  rejected: z.array(z.object({ row: z.int(), number: z.string(), column: z.string(), reason: z.string() })),
  warnings: z.array(z.object({ row: z.int(), number: z.string(), words: z.string() })),
})
export type Taken = z.output<typeof Taken>

/** 回复表. */
export const Reply = z.object({
  handledBy: words(2, 80).describe('承办单位'),
  handling: words(10).describe('办理情况'),
  contacted: z.boolean().describe('是否联系诉求人'),
  contactedAt: InstantIn.nullable().default(null),
  contactedHow: z.enum(['phone', 'in-person', 'letter']).nullable().default(null),
  opinion: z.enum(['satisfied', 'dissatisfied', 'unknown']).describe('诉求人意见'),
  basis: short(1000).describe('依据'),
  fileIds: z.array(Id).max(20).default([]).describe('附件: files of the case'),
})

/** Which clock is the earlier one. */
const Clock = z.object({
  dueAt: Instant.describe('the earlier one'),
  by: z.enum(['sheet', 'law']),
  replyBy: Instant.nullable(),
  caseDueAt: Instant,
  late: z.boolean(),
})

export const SheetLine = z.object({
  id: Id,
  source: Source,
  number: z.string(),
  round: z.int(),
  status: Status,
  title: z.string(),
  text: z.string().describe('the first 120 characters'),
  caseId: Id,
  caseNumber: z.string(),
  caseStatus: CaseStatus,
  category: z.string(),
  department: z.string().nullable(),
  citizen: z.string().describe('masked'),
  dispatchedAt: Instant,
  signBy: Instant,
  clock: Clock,
  unsent: z.int().describe('messages that have not reached the line'),
  trouble: z.boolean().describe('one of them met trouble'),
  restricted: z.boolean(),
  can: Can,
})

export const SheetSheet = SheetLine.omit({ text: true }).extend({
  text: z.string(),
  demand: z.string(),
  kindSaid: z.string(),
  categorySaid: z.string(),
  departmentSaid: z.string(),
  place: z.string(),
  kind: CaseKind,
  reporter: ReporterBrief.nullable(),
  objectBy: Instant,
  explained: z.array(z.string()).describe('how each clock was reckoned'),
  takenAt: Instant,
  takenBy: z.string().nullable(),
  signedAt: Instant.nullable(),
  signedBy: z.string().nullable(),
  objectedAt: Instant.nullable(),
  objectedBy: z.string().nullable(),
  objection: z.string().nullable(),
  verdict: z.string().nullable(),
  reply: Reply.omit({ contactedAt: true }).extend({ contactedAt: Instant.nullable() }).nullable(),
  repliedAt: Instant.nullable(),
  repliedBy: z.string().nullable(),
  closedAt: Instant.nullable(),
  outcome: z.enum(['satisfied', 'dissatisfied']).nullable(),
  draft: Reply.omit({ contactedAt: true })
    .extend({ contactedAt: Instant.nullable() })
    .describe('what the case already says, to begin the reply with'),
  files: z.array(z.object({ id: Id, name: z.string() })),
  rounds: z.array(z.object({ id: Id, round: z.int(), status: Status, dispatchedAt: Instant })),
  others: z
    .array(z.object({ caseId: Id, number: z.string(), status: CaseStatus, receivedAt: Instant, text: z.string() }))
    .describe('open matters of the same citizen: shown, never merged by themselves'),
  messages: z.array(
    z.object({
      id: Id,
      kind: z.enum(['receipt', 'objection', 'reply']),
      createdAt: Instant,
      createdBy: z.string().nullable(),
      sentAt: Instant.nullable(),
      sentHow: z.enum(['call', 'file']).nullable(),
      tries: z.int(),
      trouble: z.string().nullable(),
    }),
  ),
  history: z.array(
    z.object({ at: Instant, verb: z.string(), title: z.string(), by: z.string().nullable(), words: z.string() }),
  ),
})
export type SheetSheet = z.output<typeof SheetSheet>

export const sheets = contract('sheet', '/sheets', {
  list: get('', {
    title: w('热线工单', 'Sheets'),
    query: Paging.extend({
      view: z.enum(['owed', 'late', 'unsent', 'replied', 'all']).default('owed'),
      q: z.string().max(60).optional(),
    }),
    reply: pageOf(SheetLine),
  }),
  counts: get('/counts', {
    title: w('热线工单数', 'Sheet counts'),
    reply: z.object({ owed: z.int(), unsigned: z.int(), late: z.int(), unsent: z.int(), trouble: z.int() }),
  }),
  get: get('/{id}', { title: w('一张工单', 'A sheet'), reply: SheetSheet }),
  /** By API: up to 200 at once, each in a transaction of its own; the same again changes nothing. */
  take: post('/take', {
    title: w('接收工单', 'Take sheets in'),
    body: z.object({ sheets: z.array(z.record(z.string(), z.unknown())).min(1).max(200) }),
    reply: Taken,
  }),
  /** By a file: CSV, TSV, XLSX. */
  upload: post('/upload', {
    verb: 'sheet.take',
    title: w('导入工单', 'Take a file in'),
    carriage: 'upload',
    reply: Taken,
  }),
  sign: post('/{id}/sign', { title: w('签收', 'Sign for it'), reply: SheetSheet }),
  object: post('/{id}/object', {
    title: w('提出异议', 'Object'),
    body: z.object({ reason: words(5, 1000) }),
    reply: SheetSheet,
  }),
  insist: post('/{id}/insist', {
    title: w('异议未被采纳', 'The line insists'),
    body: z.object({ words: short(1000) }),
    reply: SheetSheet,
  }),
  accept: post('/{id}/accept', {
    title: w('异议被采纳', 'The line takes it back'),
    body: z.object({ words: short(1000) }),
    reply: SheetSheet,
  }),
  reply: post('/{id}/reply', { title: w('回复', 'Reply'), body: Reply, reply: SheetSheet }),
  close: post('/{id}/close', {
    title: w('热线已办结', 'Closed by the line'),
    body: z.object({ outcome: z.enum(['satisfied', 'dissatisfied']).nullable().default(null) }),
    reply: SheetSheet,
  }),
  /** What waits to go back, oldest first. */
  waiting: get('/waiting', {
    title: w('待发', 'What waits'),
    query: z.object({ source: Source.default('12345') }),
    reply: z.object({
      rows: z.array(
        z.object({
          id: Id,
          sheetId: Id,
          number: z.string(),
          round: z.int(),
          kind: z.enum(['receipt', 'objection', 'reply']),
          createdAt: Instant,
          trouble: z.string().nullable(),
        }),
      ),
    }),
  }),
  /** What waits, as a file to be carried to the line. */
  outgoing: get('/outgoing', {
    title: w('待发文件', 'What waits, as a file'),
    query: z.object({ source: Source.default('12345'), as: z.enum(['xlsx', 'csv', 'json']).default('xlsx') }),
    carriage: 'file',
  }),
  /** It has been carried there. */
  markSent: post('/mark-sent', {
    title: w('标记已发', 'Mark as sent'),
    body: z.object({ messageIds: z.array(Id).min(1).max(500) }),
    reply: z.object({ marked: z.int() }),
  }),
  resend: post('/{id}/resend', { title: w('再发一次', 'Try again'), reply: SheetSheet }),
  form: get('/{id}/form', { title: w('回复表', 'The reply, printed'), carriage: 'file' }),
  setLine: post('/lines/set', {
    verb: 'sheet.setLine',
    title: w('设置热线接口', 'Set the address of a line'),
    body: z.object({
      source: Source,
      address: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).describe('empty: by file'),
    }),
    reply: z.object({ lines: z.record(z.string(), z.string()) }),
  }),
  lines: get('/lines', {
    verb: 'sheet.setLine',
    title: w('热线接口', 'Addresses of the lines'),
    reply: z.object({ lines: z.record(z.string(), z.string()) }),
  }),
})
