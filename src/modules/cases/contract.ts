// What can be asked about cases and what comes back; their shapes stand in shapes.ts.
import { z } from 'zod'
import { contract, DayText, get, Id, InstantIn, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { Dialling } from '#modules/calls/contract.ts'
import { PatientBrief } from '#modules/patients/contract.ts'
import {
  CaseFilter,
  CaseKind,
  CaseLine,
  CaseSheet,
  Code,
  Level,
  Opinion,
  Promised,
  Related,
  Reporter,
  Taken,
  Ways,
} from './shapes.ts'
import { ClockName, InquiryKind, PauseReason } from './shapes-beside.ts'

/** Of the page's telephone: the conversation is kept with the call's own times, and the call is filed. */
const Called = { callId: Id.optional() }

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
      callId: Id.optional().describe('the call in which it was said; the caller’s number is that of the call'),
      replyId: Id.optional().describe('the text that somebody wrote; his number is that of the text'),
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
    body: z.object({
      how: z.enum(['call', 'in-person', 'letter', 'receipt', 'sms']),
      what: words(4),
      ways: Ways.default([]),
      ...Called,
    }),
    reply: CaseSheet,
  }),
  confirm: post('/{id}/confirm', {
    title: w('患者满意，归档', 'Confirm'),
    body: z.object({
      satisfaction: z.enum(['satisfied', 'fairly']),
      words: z.string().max(1000).default(''),
      ...Called,
    }),
    reply: CaseSheet,
  }),
  reopen: post('/{id}/reopen', {
    title: w('不满意，再次处理', 'Reopen'),
    body: z.object({ words: words(2, 1000), ways: Ways.default([]), ...Called }),
    reply: CaseSheet,
  }),
  escalate: post('/{id}/escalate', {
    title: w('报院领导督办', 'Escalate'),
    body: z.object({ words: words(2, 1000), ways: Ways.default([]), ...Called }),
    reply: CaseSheet,
  }),
  failRecall: post('/{id}/fail-recall', {
    title: w('回访未接通', 'Recall not reached'),
    body: z.object({ words: z.string().max(500).default(''), ...Called }),
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
    body: z.object({ words: words(1, 2000), ...Called }),
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
  /** Dials that number without showing it. */
  dial: post('/{id}/dial', { title: w('拨打', 'Dial'), reply: Dialling }),
  form: get('/{id}/form', {
    title: w('回访意见反馈表', 'Feedback form'),
    query: z.object({ round: z.coerce.number<number>().int().min(1).optional() }),
    carriage: 'file',
  }),
})
