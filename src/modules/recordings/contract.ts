// What can be asked about recordings of calls: beginning after the notice, piece after piece, listening with a reason.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const Status = z.enum(['recording', 'closed', 'mended', 'destroyed', 'declined'])
const Consent = z.enum(['granted', 'refused', 'withdrawn', 'not-asked'])
const NoticeHow = z.enum(['spoken', 'announced'])
const reason = z.string().trim().min(2).max(200)
const Seconds = z.number().min(0).max(86_400)

export const RecordingLine = z.object({
  id: Id,
  callId: Id,
  status: Status,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  seconds: z.number(),
  by: z.string().describe('whose call it was'),
  direction: z.enum(['out', 'in']),
  number: z.string().describe('masked'),
  patient: z.object({ id: Id, name: z.string().describe('masked') }).nullable(),
  aboutNoun: z.string().nullable(),
  aboutId: Id.nullable(),
  consent: Consent,
  listens: z.int().describe('how often it was listened to'),
  keepUntil: DayText.nullable(),
  held: z.boolean(),
  can: Can,
})

export const RecordingSheet = RecordingLine.extend({
  bytes: z.int(),
  pieces: z.int(),
  complete: z.boolean(),
  pausedAt: Instant.nullable(),
  noticeAt: Instant.nullable(),
  noticeHow: NoticeHow.nullable(),
  consentAt: Instant.nullable(),
  consentBy: z.string().nullable(),
  heldFor: z.string().nullable(),
  heldBy: z.string().nullable(),
  destroyedAt: Instant.nullable(),
  destroyedWhy: z.string(),
  marks: z.array(
    z.object({
      id: Id,
      second: z.number(),
      kind: z.enum(['mark', 'pause', 'resume']),
      words: z.string(),
      by: z.string(),
      at: Instant,
    }),
  ),
  listened: z.array(z.object({ by: z.string(), at: Instant, reason: z.string() })),
})

/** How people are told, in this hospital. `off`: nothing is recorded here (the exchange does it, or nobody). */
export const Rules = z.object({
  notice: z.enum(['off', 'spoken', 'announced']),
  words: z.string().trim().min(1).max(300).describe('what the agent says before anything is recorded'),
})

const Filter = Paging.extend({
  callId: Id.optional(),
  aboutId: Id.optional(),
  patientId: Id.optional(),
  contactId: Id.optional(),
  staffId: Id.optional(),
  consent: Consent.optional(),
  from: DayText.optional(),
  until: DayText.optional(),
})

export const recordings = contract('recording', '/recordings', {
  rules: get('/rules', { verb: 'session.use', title: w('录音告知', 'How people are told'), reply: Rules }),
  setRules: post('/rules', { title: w('设置录音告知', 'Set how people are told'), body: Rules, reply: Rules }),
  list: get('', { title: w('录音', 'Recordings'), query: Filter, reply: pageOf(RecordingLine) }),
  get: get('/{id}', { title: w('一段录音', 'A recording'), reply: RecordingSheet }),
  /** After the notice, for a call of one's own that is going on; keeps what the person said to it. */
  begin: post('', {
    title: w('开始录音', 'Begin to record'),
    body: z.object({ callId: Id, noticeHow: NoticeHow, consent: z.enum(['granted', 'not-asked']) }),
    reply: z.object({ id: Id }),
  }),
  /** The person said no before anything was recorded. */
  decline: post('/decline', {
    title: w('对方不同意录音', 'The person does not agree'),
    body: z.object({ callId: Id }),
    reply: z.object({ id: Id }),
  }),
  /**
   * One piece of the sound, numbered from 0, in order. One that is there already is answered as done; another one under
   * the same number, or one with a gap before it, is refused. `peaks`: how loud both sides were, base64.
   */
  append: post('/{id}/append', {
    carriage: 'upload',
    title: w('续录', 'Append'),
    query: z.object({
      number: z.coerce.number<number>().int().min(0).max(100_000),
      peaks: z.base64().max(4000).optional(),
    }),
    reply: z.object({ next: z.int().describe('the number of the piece that is awaited') }),
  }),
  pause: post('/{id}/pause', { title: w('暂停录音', 'Pause'), body: z.object({ second: Seconds }) }),
  resume: post('/{id}/resume', { title: w('继续录音', 'Go on'), body: z.object({ second: Seconds }) }),
  /** Ends it and says how many pieces there must be. */
  finish: post('/{id}/finish', {
    title: w('结束录音', 'Stop'),
    body: z.object({ pieces: z.int().min(0).max(100_000) }),
    reply: z.object({ status: Status }),
  }),
  /** The person no longer agrees: what was recorded is gone at once. */
  withdraw: post('/{id}/withdraw', {
    title: w('对方不同意录音，已录部分销毁', 'The person does not agree: what was recorded is gone'),
  }),
  /** The person withdraws his consent afterwards; `words`: what he said. */
  erase: post('/{id}/erase', {
    title: w('撤回同意并销毁', 'Erase on request'),
    body: z.object({ words: reason }),
    reply: RecordingSheet,
  }),
  /** Opens the sound to oneself for a while, and says so to everybody who may see the recording. */
  listen: post('/{id}/listen', {
    title: w('调听', 'Listen'),
    body: z.object({ reason }),
    reply: z.object({
      listen: Id.describe('goes with every request for the sound'),
      until: Instant,
      seconds: z.number(),
      growing: z.boolean().describe('the call is going on'),
      peaks: z.string().describe('base64: left and right by turns, ten times a second'),
    }),
  }),
  sound: get('/{id}/sound', {
    verb: 'recording.listen',
    carriage: 'file',
    title: w('录音的声音', 'The sound'),
    query: z.object({ listen: Id, upTo: z.coerce.number<number>().int().min(0).optional() }),
  }),
  mark: post('/{id}/mark', {
    title: w('标记', 'Mark a moment'),
    body: z.object({ second: Seconds, words: z.string().trim().min(1).max(100) }),
    reply: RecordingSheet,
  }),
  export: post('/{id}/export', {
    carriage: 'file',
    title: w('导出录音', 'Export'),
    body: z.object({ reason }),
  }),
  hold: post('/{id}/hold', {
    title: w('保全录音', 'Hold'),
    body: z.object({ reason }),
    reply: RecordingSheet,
  }),
  release: post('/{id}/release', {
    title: w('解除录音保全', 'Release'),
    body: z.object({ reason }),
    reply: RecordingSheet,
  }),
})
