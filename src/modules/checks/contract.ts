// What can be asked about spot checks: drawings, checks, results, records that look made up, and the form of judging.
import { z } from 'zod'
import { Can, contract, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { TaskSheet } from '#modules/followups/contract.ts'
import { markNames } from './scoring.ts'

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '应为某年某月，如 2026-03')
const Said = z.object({ zh: z.string(), en: z.string() })
const Named = z.object({ id: Id, name: z.string() })
const words = (least: number, most = 1000) => z.string().trim().min(least, `至少写 ${least} 个字`).max(most)

// Drawings

export const DrawLine = z.object({
  id: Id,
  status: z.enum(['drawn', 'released']),
  month: z.string(),
  how: z.enum(['schedule', 'hand']),
  drawnBy: z.string().nullable(),
  drawnAt: Instant,
  releasedAt: Instant.nullable(),
  seed: z.string(),
  rules: z.object({ share: z.number(), perCaller: z.int(), most: z.int() }),
  frameSize: z.int().describe('calls that could be drawn'),
  frameSha256: z.string(),
  drawn: z.int().describe('of those that the reader may see'),
  scored: z.int(),
  waiting: z.int().describe('still to be scored, or called again'),
  can: Can,
})

export const draws = contract('draw', '/check-draws', {
  list: get('', { title: w('抽样', 'Drawings'), query: Paging, reply: pageOf(DrawLine) }),
  get: get('/{id}', { title: w('一次抽样', 'A drawing'), reply: DrawLine }),
  /** Draws the sample of a month; a seed of one's own makes it repeatable by anybody. */
  make: post('', {
    title: w('抽取样本', 'Draw'),
    body: z.object({ month: Month, seed: z.string().trim().min(1).max(64).optional() }),
    reply: DrawLine,
  }),
  /** Draws again from the frame that was kept, and compares. */
  proof: get('/{id}/proof', {
    verb: 'draw.read',
    title: w('验证抽样', 'Prove the drawing'),
    reply: z.object({
      frameIntact: z.boolean(),
      size: z.int(),
      drawn: z.int(),
      same: z.boolean().describe('seed and frame give exactly the calls that stand here'),
      callers: z.array(z.object({ name: z.string(), calls: z.int(), drawn: z.int() })),
    }),
  }),
  release: post('/{id}/release', { title: w('公布结果', 'Release'), reply: DrawLine }),
})

// Checks

const Status = z.enum(['drawn', 'scored', 'dropped', 'released', 'objected', 'settled'])
const Mark = z.enum(markNames)
const Remark = z.object({
  second: z.number().min(0).max(86_400).nullable().describe('its place in the recording'),
  words: words(1, 300),
})

export const CheckLine = z.object({
  id: Id,
  status: Status,
  month: z.string(),
  caller: Named,
  department: z.string().nullable(),
  patient: z.string().describe('masked'),
  calledAt: Instant,
  method: z.enum(['heard', 'read']).nullable(),
  score: z.number().nullable(),
  passed: z.boolean().nullable(),
  failed: z.array(z.string()).describe('names of critical items that failed'),
  recall: z.enum(['waiting', 'answered', 'unreached', 'cancelled']).nullable(),
  checker: z.string().nullable(),
  can: Can,
})

export const Item = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  name: z.string().trim().min(2).max(30),
  help: z.string().trim().max(200).default(''),
  weight: z.int().min(1).max(100),
  critical: z.boolean(),
})

/** A call as the telephone witnessed it. */
const Witness = z.object({
  id: Id,
  at: Instant,
  number: z.string().describe('masked'),
  owner: z.string().nullable(),
  theirs: z.boolean().describe('one of the patient’s numbers'),
  seconds: z.int().describe('spoken'),
  outcome: z.string().nullable(),
})

export const CheckSheet = CheckLine.extend({
  taskId: Id.nullable().describe('for supervision'),
  form: z.object({ id: Id, version: z.int(), passing: z.int(), items: z.array(Item) }),
  marks: z.record(z.string(), Mark).nullable(),
  remarks: z.array(Remark),
  words: z.string(),
  training: z.string(),
  scoredAt: Instant.nullable(),
  releasedAt: Instant.nullable(),
  droppedWhy: z.string(),
  objection: z.string().nullable(),
  objectedAt: Instant.nullable(),
  reply: z.string().nullable(),
  repliedBy: z.string().nullable(),
  repliedAt: Instant.nullable(),
  record: TaskSheet.nullable().describe('the record that is checked; for supervision'),
  calls: z.array(Witness).describe('for supervision'),
  needed: z.int().nullable().describe('seconds that it takes to ask all of it'),
  recaller: z.string().nullable(),
  calledBefore: z.enum(['yes', 'no', 'unsure']).nullable(),
  pairs: z.array(
    z.object({ question: z.string(), name: z.string(), first: z.string(), second: z.string(), same: z.boolean() }),
  ),
})

const Agreed = z.object({
  pairs: z.int(),
  same: z.int(),
  hidden: z.boolean(),
  ranked: z.boolean(),
  kappa: z.number().nullable(),
  from: z.number().nullable(),
  until: z.number().nullable(),
  weighted: z.boolean(),
})

const Result = z.object({
  checks: z.int(),
  score: z.number().nullable().describe('mean'),
  passed: z.int(),
  critical: z.int().describe('calls with a critical failure'),
  heard: z.int(),
  items: z.array(z.object({ key: z.string(), name: z.string(), met: z.int(), marked: z.int() })),
  agreed: Agreed.describe('of twelve months'),
  suspicions: z.object({ open: z.int(), confirmed: z.int() }),
})

export const Results = z.object({
  month: z.string(),
  released: z.boolean(),
  centre: Result.nullable().describe('for supervision'),
  callers: z.array(Result.extend({ caller: Named, training: z.array(z.string()) })),
  trend: z.array(z.object({ month: z.string(), checks: z.int(), score: z.number().nullable() })),
  questions: z.array(Agreed.extend({ question: z.string(), name: z.string() })).describe('for supervision'),
})

export const checks = contract('check', '/checks', {
  list: get('', {
    title: w('抽查', 'Spot checks'),
    query: Paging.extend({
      draw: Id.optional(),
      staffId: Id.optional(),
      month: Month.optional(),
      status: Status.optional(),
    }),
    reply: pageOf(CheckLine),
  }),
  /** The results of a month by caller; each caller sees his own once they are released. */
  results: get('/results', {
    verb: 'check.read',
    title: w('抽查结果', 'Results'),
    query: z.object({ month: Month.optional().describe('the latest, if absent') }),
    reply: Results,
  }),
  get: get('/{id}', { title: w('一通抽查', 'A spot check'), reply: CheckSheet }),
  score: post('/{id}/score', {
    title: w('评分', 'Score'),
    body: z.object({
      method: z.enum(['heard', 'read']),
      formId: Id,
      marks: z.record(z.string(), Mark),
      remarks: z.array(Remark).max(50).default([]),
      words: z.string().trim().max(2000).default(''),
      training: z.string().trim().max(500).default(''),
    }),
    reply: CheckSheet,
  }),
  /** Who may call again: has not seen the record and was not its caller. */
  people: get('/{id}/people', {
    verb: 'check.recall',
    title: w('可复核的人', 'Who may call again'),
    reply: z.object({ rows: z.array(Named.extend({ role: z.string(), waiting: z.int() })) }),
  }),
  recall: post('/{id}/recall', {
    title: w('盲样复核', 'Have called again blind'),
    body: z.object({ to: Id }),
    reply: CheckSheet,
  }),
  callOff: post('/{id}/call-off', { title: w('取消复核', 'Call it off'), reply: CheckSheet }),
  drop: post('/{id}/drop', {
    title: w('不查这一通', 'Drop'),
    body: z.object({ reason: words(4, 300) }),
    reply: CheckSheet,
  }),
  object: post('/{id}/object', {
    title: w('提出异议', 'Object'),
    body: z.object({ words: words(4) }),
    reply: CheckSheet,
  }),
  /** Answers an objection; marks that were wrong are put right with it. */
  reply: post('/{id}/reply', {
    title: w('答复异议', 'Answer'),
    body: z.object({ words: words(4), marks: z.record(z.string(), Mark).optional() }),
    reply: CheckSheet,
  }),
})

// Records that look made up

const SuspicionStatus = z.enum(['flagged', 'asked', 'cleared', 'confirmed', 'lapsed'])

export const SuspicionLine = z.object({
  id: Id,
  status: SuspicionStatus,
  caller: Named,
  department: z.string().nullable(),
  patient: z.string().describe('masked'),
  calledAt: Instant,
  score: z.number(),
  reasons: z.array(z.object({ rule: z.string(), weight: z.number(), words: Said })),
  foundAt: Instant,
  askedAt: Instant.nullable(),
  sideBy: Instant.nullable().describe('until when the caller is waited for'),
  side: z.string().nullable(),
  sideAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  finding: z.string().nullable(),
  voidedAt: Instant.nullable().describe('since when no figure counts it'),
  can: Can,
})

export const SuspicionSheet = SuspicionLine.extend({
  taskId: Id.nullable().describe('for supervision'),
  record: TaskSheet.nullable().describe('for supervision'),
  calls: z.array(Witness),
  needed: z.int().nullable(),
  again: z.boolean().describe('the patient is called in earnest'),
  matters: z.array(z.object({ id: Id, number: z.string() })).describe('cases that came of it; for supervision'),
})

const sayWhy = { body: z.object({ finding: words(4) }), reply: SuspicionSheet }

export const suspicions = contract('suspicion', '/suspicions', {
  list: get('', {
    title: w('存疑记录', 'Suspicious records'),
    query: Paging.extend({ status: SuspicionStatus.optional(), staffId: Id.optional() }),
    reply: pageOf(SuspicionLine),
  }),
  get: get('/{id}', { title: w('一份存疑记录', 'A suspicious record'), reply: SuspicionSheet }),
  ask: post('/{id}/ask', { title: w('请本人说明', 'Ask for his side'), reply: SuspicionSheet }),
  state: post('/{id}/state', {
    title: w('说明情况', 'Say one’s side'),
    body: z.object({ side: words(4, 2000) }),
    reply: SuspicionSheet,
  }),
  clear: post('/{id}/clear', { title: w('排除', 'Clear'), ...sayWhy }),
  confirm: post('/{id}/confirm', { title: w('认定不实', 'Confirm'), ...sayWhy }),
  /** Takes a confirmed one out of its task: no figure counts it, and the stay is not reached until it is in earnest. */
  void: post('/{id}/void', { title: w('作废记录', 'Void the record'), reply: SuspicionSheet }),
})

// The form

export const FormLine = z.object({
  id: Id,
  version: z.int(),
  status: z.enum(['draft', 'published', 'retired']),
  passing: z.int(),
  items: z.array(Item),
  why: z.string(),
  by: z.string().nullable(),
  publishedAt: Instant.nullable(),
  can: Can,
})

export const qualityForms = contract('qualityForm', '/quality-forms', {
  list: get('', { title: w('评分表', 'Quality forms'), reply: z.object({ rows: z.array(FormLine) }) }),
  create: post('', {
    title: w('新版评分表', 'A new version'),
    body: z.object({
      passing: z.int().min(0).max(100),
      items: z.array(Item).min(1).max(30),
      why: words(4, 300).describe('what is changed, and why'),
    }),
    reply: FormLine,
  }),
  publish: post('/{id}/publish', { title: w('启用', 'Put in force'), reply: FormLine }),
})

export type DrawLine = z.output<typeof DrawLine>
export type CheckLine = z.output<typeof CheckLine>
export type CheckSheet = z.output<typeof CheckSheet>
export type Results = z.output<typeof Results>
export type SuspicionLine = z.output<typeof SuspicionLine>
export type SuspicionSheet = z.output<typeof SuspicionSheet>
export type FormLine = z.output<typeof FormLine>
