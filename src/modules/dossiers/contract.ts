// What can be asked of the files of matters: the whole of one on paper, its letter, how long it is kept and how it ends.
import { z } from 'zod'
import { Can, contract, get, Id, Instant, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { RecordingLine } from '#modules/recordings/contract.ts'

export const KeepingClass = z.enum(['ordinary', 'complaint', 'dispute'])
const What = z.enum(['whole', 'recordings'])
const Reason = words(4, 500)
const By = z.object({ by: z.string().nullable(), at: Instant, reason: z.string() })

/** The file of a matter: how it is kept, who has taken it out, and what the reader may do with it. */
export const Dossier = z.object({
  caseId: Id,
  number: z.string(),
  class: KeepingClass,
  years: z.int(),
  archivedOn: z.string().nullable(),
  dueOn: z.string().nullable().describe('from then on it may be destroyed'),
  hold: By.nullable(),
  taken: z
    .array(By.extend({ what: z.enum(['masked', 'clear', 'letter']), format: z.string() }))
    .describe('exports and letters, newest first, twenty at most'),
  letterReady: z.boolean().describe('an answer has been reviewed'),
  destroyedAt: Instant.nullable(),
  can: Can,
})

/** `originals`: attachments as they are, pictures in the paper; they are not de-identified. */
const Export = z.object({
  reason: Reason,
  format: z.enum(['pdf', 'zip']).default('zip'),
  originals: z.boolean().optional().describe('absent: with a file in clear, not with a masked one'),
})

export const dossiers = contract('dossier', '/dossiers', {
  get: get('/{id}', { title: w('卷宗', 'The file of a case'), reply: Dossier }),
  recordings: get('/{id}/recordings', {
    title: w('诉求的通话录音', 'Recordings of a case'),
    reply: z.object({ rows: z.array(RecordingLine) }),
  }),
  export: post('/{id}/export', {
    title: w('导出卷宗（去标识）', 'Export the file, de-identified'),
    body: Export,
    carriage: 'file',
  }),
  reveal: post('/{id}/export-in-clear', {
    title: w('导出卷宗（实名）', 'Export the file in clear'),
    body: Export,
    carriage: 'file',
  }),
  letter: post('/{id}/letter', {
    title: w('打印答复函', 'Print the letter of answer'),
    body: z.object({ reason: Reason, round: z.int().min(1).optional().describe('absent: the latest') }),
    carriage: 'file',
  }),
  hold: post('/{id}/hold', { title: w('保全', 'Legal hold'), body: z.object({ reason: Reason }), reply: Dossier }),
  release: post('/{id}/release', {
    title: w('解除保全', 'Release the hold'),
    body: z.object({ reason: Reason }),
    reply: Dossier,
  }),
})

const KeptLine = z.object({
  caseId: Id,
  number: z.string(),
  kind: z.string(),
  category: z.string(),
  class: KeepingClass,
  archivedAt: Instant,
  dueOn: z.string(),
  what: What,
  recordings: z.int(),
  hold: z.string().nullable().describe('why it is held'),
})

export const DisposalLine = z.object({
  id: Id,
  caseId: Id,
  number: z.string(),
  what: What,
  status: z.enum(['proposed', 'destroyed', 'declined']),
  class: KeepingClass,
  archivedOn: z.string(),
  dueOn: z.string(),
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  words: z.string(),
  digest: z.string().nullable().describe('SHA-256 of the file as it was'),
  inventory: z
    .object({
      rounds: z.int(),
      events: z.int(),
      files: z.array(z.object({ type: z.string(), size: z.int(), sha256: z.string() })),
    })
    .nullable(),
  can: Can,
})

export const disposals = contract('disposal', '/disposals', {
  kept: get('/kept', {
    title: w('到期与保全的档案', 'Files due for disposal, and held ones'),
    query: Paging.extend({ view: z.enum(['due', 'recordings', 'held']).default('due') }),
    reply: pageOf(KeptLine),
  }),
  list: get('', {
    title: w('销毁记录', 'Disposals'),
    query: Paging.extend({ status: z.enum(['proposed', 'destroyed', 'declined']).default('proposed') }),
    reply: pageOf(DisposalLine),
  }),
  propose: post('', {
    title: w('提请销毁', 'Propose disposal'),
    body: z.object({ caseIds: z.array(Id).min(1).max(100), what: What.default('whole'), reason: Reason }),
    reply: z.object({ proposed: z.int() }),
  }),
  destroy: post('/{id}/destroy', {
    title: w('复核销毁', 'Destroy'),
    body: z.object({ words: Reason }),
    reply: DisposalLine,
  }),
  decline: post('/{id}/decline', {
    title: w('不予销毁', 'Decline'),
    body: z.object({ words: Reason }),
    reply: DisposalLine,
  }),
})

export type Dossier = z.output<typeof Dossier>
export type DisposalLine = z.output<typeof DisposalLine>
