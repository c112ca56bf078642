// What can be asked of the monthly bulletin: its list, one as it reads, what people write into it, its way out, and the four papers.
import { z } from 'zod'
import { Can, contract, get, Id, Instant, MonthText, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { Change, Document, Slot } from './document.ts'

const Reason = words(4, 500)
const Status = z.enum(['draft', 'proposed', 'approved', 'published', 'corrected', 'withdrawn'])

export const BulletinLine = z.object({
  id: Id,
  kind: z.enum(['hospital', 'department']),
  departmentId: Id.nullable(),
  department: z.string().nullable(),
  month: z.string(),
  version: z.int(),
  status: Status,
  madeAt: Instant,
  publishedAt: Instant.nullable(),
  sent: z.int().nullable().describe('to how many; null for those who do not follow who has read it'),
  signed: z.int().nullable(),
  mine: z.enum(['none', 'unread', 'read']).describe('whether it was sent to oneself, and signed for'),
  can: Can,
})
export type BulletinLine = z.output<typeof BulletinLine>

const Note = z.object({ slot: Slot, text: z.string(), by: z.string(), at: Instant })
const Receipt = z.object({
  staffId: Id,
  name: z.string(),
  department: z.string(),
  toldAt: Instant,
  remindedAt: Instant.nullable(),
  signedAt: Instant.nullable(),
})
const Version = z.object({
  id: Id,
  version: z.int(),
  status: Status,
  publishedAt: Instant.nullable(),
  reason: z.string(),
})

export const Bulletin = BulletinLine.extend({
  document: Document,
  notes: z.array(Note),
  changes: z.array(Change).describe('by the last making; of a correction, what it corrects'),
  corrects: z.object({ id: Id, version: z.int(), reason: z.string() }).nullable(),
  versions: z.array(Version).describe('that the reader may see, the newest first'),
  words: z.string().describe('why it was sent back or withdrawn'),
  proposedBy: z.string().nullable(),
  proposedAt: Instant.nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: Instant.nullable(),
  publishedBy: z.string().nullable(),
  receipts: z.array(Receipt).describe('all for those who follow them, else one’s own'),
})
export type Bulletin = z.output<typeof Bulletin>

const Many = z.object({ month: z.string(), done: z.int() })
const Words = z.object({ words: Reason })

export const bulletins = contract('bulletin', '/bulletins', {
  list: get('', {
    title: w('月度通报', 'Monthly bulletins'),
    query: Paging.extend({ month: MonthText.optional(), status: Status.optional(), departmentId: Id.optional() }),
    reply: pageOf(BulletinLine),
  }),
  get: get('/{id}', { title: w('一份通报', 'A bulletin'), reply: Bulletin }),
  /** What would be different if it were made now; nothing is written. */
  changes: get('/{id}/changes', {
    verb: 'bulletin.remake',
    title: w('现在再算一遍', 'Count again'),
    reply: z.object({ changes: z.array(Change) }),
  }),
  make: post('', {
    title: w('起草通报', 'Draft the bulletins'),
    body: z.object({ month: MonthText }),
    reply: z.object({ id: Id, month: z.string() }),
  }),
  remake: post('/{id}/remake', { title: w('重新生成', 'Make anew'), reply: Bulletin }),
  write: post('/{id}/write', {
    title: w('写几句', 'Write'),
    body: z.object({ slot: Slot, text: z.string().trim().max(2000).describe('empty: nothing stands there') }),
    reply: Bulletin,
  }),
  propose: post('/{id}/propose', { title: w('报院领导审批', 'Ask leadership'), reply: Bulletin }),
  /** The same for every bulletin of a month that waits for it: a hospital of forty departments has one press, not forty. */
  proposeAll: post('/propose-all', {
    verb: 'bulletin.propose',
    title: w('本月全部报批', 'Ask for all of a month'),
    body: z.object({ month: MonthText }),
    reply: Many,
  }),
  approveAll: post('/approve-all', {
    verb: 'bulletin.approve',
    title: w('本月全部批准', 'Approve all of a month'),
    body: z.object({ month: MonthText }),
    reply: Many,
  }),
  publishAll: post('/publish-all', {
    verb: 'bulletin.publish',
    title: w('本月全部发布', 'Publish all of a month'),
    body: z.object({ month: MonthText }),
    reply: Many,
  }),
  sendBack: post('/{id}/send-back', { title: w('退回', 'Send back'), body: Words, reply: Bulletin }),
  approve: post('/{id}/approve', { title: w('批准', 'Approve'), reply: Bulletin }),
  publish: post('/{id}/publish', { title: w('发布', 'Publish'), reply: Bulletin }),
  sign: post('/{id}/sign', { title: w('已阅', 'Signed as read'), reply: Bulletin }),
  remind: post('/{id}/remind', { title: w('提醒未阅的人', 'Remind'), reply: Bulletin }),
  correct: post('/{id}/correct', {
    title: w('更正', 'Correct'),
    body: z.object({ reason: Reason.describe('更正的缘由，读者会看到') }),
    reply: Bulletin,
  }),
  withdraw: post('/{id}/withdraw', { title: w('撤回', 'Withdraw'), body: Words, reply: Bulletin }),
  docx: get('/{id}/bulletin.docx', { verb: 'bulletin.download', title: w('下载 Word', 'As DOCX'), carriage: 'file' }),
  xlsx: get('/{id}/bulletin.xlsx', { verb: 'bulletin.download', title: w('下载 Excel', 'As XLSX'), carriage: 'file' }),
  pdf: get('/{id}/bulletin.pdf', { verb: 'bulletin.download', title: w('下载 PDF', 'As PDF'), carriage: 'file' }),
})
