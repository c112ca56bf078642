// What can be asked of files of lists: what would be in one, having one, letting one go, fetching it.
import { z } from 'zod'
import { Both, Can, contract, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const ListName = z.string().min(2).max(100).describe('the address of the list, /cases')
const Asked = z.string().max(2000).default('').describe('its filter as in the address, open=true&kind=complaint')
const Ordered = z.object({
  list: ListName,
  asked: Asked,
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
})
const Said = z
  .array(z.object({ name: Both, value: z.string() }))
  .describe('the filter in words, as the server reads it')

export const ExportStatus = z.enum([
  'asked',
  'making',
  'ready',
  'refused',
  'lapsed',
  'cancelled',
  'failed',
  'withdrawn',
  'gone',
])

export const ExportLine = z.object({
  id: Id,
  number: z.string(),
  status: ExportStatus,
  title: Both,
  said: Said,
  format: z.enum(['xlsx', 'csv']),
  personal: z.boolean(),
  reason: z.string(),
  askedBy: z.string(),
  mine: z.boolean(),
  askedAt: Instant,
  found: z.int().nullable().describe('rows when it was asked for; null while they are being counted'),
  made: z.int().describe('rows in the file, or so far'),
  bytes: z.int().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  words: z.string(),
  alone: z.boolean().describe('nobody is there who may let it go'),
  madeAt: Instant.nullable(),
  keptUntil: Instant.nullable(),
  trouble: z.string(),
  downloads: z.int(),
  can: Can,
})
export type ExportLine = z.output<typeof ExportLine>

export const exported = contract('export', '/exports', {
  list: get('', {
    title: w('导出记录', 'Exports'),
    query: Paging.extend({ view: z.enum(['mine', 'decide', 'all']).default('mine') }),
    reply: pageOf(ExportLine),
  }),
  counts: get('/counts', {
    title: w('待办导出数', 'Exports that wait'),
    reply: z.object({ decide: z.int(), ready: z.int() }),
  }),
  preview: get('/preview', {
    verb: 'export.ask',
    title: w('导出前看一眼', 'What would be in it'),
    query: z.object({ list: ListName, asked: Asked }),
    reply: z.object({
      title: Both,
      said: Said,
      columns: z.array(Both.extend({ personal: z.boolean() })),
      rows: z.int().describe('as many as there are, up to the limit and one more'),
      limit: z.int().describe('more rows need a second person'),
      mayReveal: z.boolean(),
    }),
  }),
  get: get('/{id}', { title: w('一次导出', 'An export'), reply: ExportLine }),
  ask: post('', {
    title: w('导出', 'Export'),
    body: Ordered.extend({ reason: z.string().trim().max(300).default('').describe('what for') }),
    reply: ExportLine,
  }),
  reveal: post('/personal', {
    title: w('导出个人信息', 'Export with personal columns'),
    body: Ordered.extend({ reason: z.string().trim().min(4, '请写明为什么需要个人信息，至少 4 个字').max(300) }),
    reply: ExportLine,
  }),
  approve: post('/{id}/approve', { title: w('同意导出', 'Approve'), reply: ExportLine }),
  refuse: post('/{id}/refuse', {
    title: w('不同意', 'Refuse'),
    body: z.object({ words: z.string().trim().min(2, '请写明理由').max(300) }),
    reply: ExportLine,
  }),
  cancel: post('/{id}/cancel', { title: w('取消', 'Cancel'), reply: ExportLine }),
  file: get('/{id}/file', { verb: 'export.download', title: w('下载', 'Download'), carriage: 'file' }),
})
