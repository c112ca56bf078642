// What can be asked about what hangs on a case: offices, other departments, measures, promises.
import { z } from 'zod'
import { contract, DayText, Flag, get, Id, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { CaseSheet, Promised } from './shapes.ts'
import { AssistLine, MeasureLine, PromiseLine } from './shapes-beside.ts'

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
  list: get('', {
    title: w('协办台账', 'Assists'),
    query: Paging.extend({ open: Flag.optional() }),
    reply: pageOf(AssistLine.extend({ caseId: Id, number: z.string() })),
  }),
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

export const promises = contract('promise', '/promises', {
  list: get('', {
    title: w('承诺台账', 'Promises'),
    query: Paging.extend({
      open: Flag.optional(),
      late: Flag.optional(),
      caseId: Id.optional(),
      from: DayText.optional().describe('fell due on this day or later'),
      to: DayText.optional(),
      became: z
        .enum(['due', 'kept', 'late', 'cancelled'])
        .optional()
        .describe('due: all but the cancelled; kept: in time; late: kept, but after its hour'),
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
