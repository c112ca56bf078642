// What can be asked about scorecards and training notes; a card's figures are the same for whoever may see it.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, MonthText, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { Rate } from '#modules/insight/contract.ts'

const Named = z.object({ id: Id, name: z.string() })
/** Against the other callers together, by a test; null where there are too few of his, or of them. */
const Verdict = z.enum(['low', 'usual', 'high']).nullable()

export const Figures = z.object({
  month: z.string(),
  asOf: z.string().describe('when it was counted'),
  // Of those discharged in the month, as the report counts them for him (slice `caller`).
  discharges: z.int(),
  pending: z.int(),
  attempts: z.int(),
  reached: Rate,
  firstContactInTime: Rate,
  opinions: z.object({
    found: z.int(),
    per100: z.number().nullable().describe('of a hundred reached; null of fewer than five'),
    others: z.number().nullable(),
    verdict: Verdict,
  }),
  // Of the calls that he made in the month.
  calls: Rate.describe('answered, of those made'),
  hours: z
    .array(z.object({ hour: z.int(), rate: Rate, others: z.number().nullable() }))
    .describe('hours of fewer than five calls are not there'),
  hoursHidden: z.int().describe('calls in those hours'),
  adjusted: z
    .object({
      calls: z.int(),
      reached: z.int(),
      expected: z.number(),
      from: z.number(),
      until: z.number(),
      verdict: Verdict,
    })
    .nullable()
    .describe('how many the others would have reached at the same hours, with the range of chance'),
  records: Rate.describe('of his records of the month, those in which every question has its answer'),
  promises: z.object({ due: z.int(), kept: z.int(), late: z.int(), open: z.int() }),
  callBacks: z.object({ due: z.int(), kept: z.int(), late: z.int(), open: z.int() }),
  missed: z.object({ due: z.int(), kept: z.int() }).describe('missed callers whom he called back'),
  quality: z.object({
    checks: z.int(),
    score: z.number().nullable(),
    passed: z.int(),
    critical: z.int(),
    items: z.array(z.object({ key: z.string(), name: z.string(), met: z.int(), marked: z.int() })),
    agreed: z.object({
      ...{ pairs: z.int(), same: z.int(), hidden: z.boolean(), kappa: z.number().nullable() },
      ...{ from: z.number().nullable(), until: z.number().nullable() },
    }),
    training: z.array(z.string()),
    confirmed: z.int().describe('records found to be made up'),
  }),
  forbidden: z.object({
    texts: z.int().describe('notes and texts looked through'),
    found: z.array(z.object({ kind: z.string(), name: z.string(), count: z.int() })),
    heard: z.int().describe('spot checks in which one was heard or read'),
  }),
  telephone: z
    .object({
      calls: z.int(),
      talkSeconds: z.int().nullable().describe('median'),
      wrapSeconds: z.int().nullable().describe('median'),
      readyMinutes: z.int().describe('waiting for calls'),
    })
    .nullable()
    .describe('null where no telephone was used'),
  course: z.array(z.object({ month: z.string(), reached: Rate })),
})
export type Figures = z.output<typeof Figures>

/** Where somebody wrote what nobody says; told to himself alone. */
const SaidPlace = z.object({
  name: z.string().describe('of its kind'),
  words: z.string(),
  around: z.string().describe('the words around it'),
  what: z.enum(['note', 'danger', 'promise']),
  at: Instant,
  taskId: Id.nullable(),
  caseId: Id.nullable(),
})
export type SaidPlace = z.output<typeof SaidPlace>

const Status = z.enum(['made', 'seen', 'commented', 'talked'])

export const CardLine = z.object({
  id: Id,
  status: Status,
  staff: Named,
  mine: z.boolean(),
  month: z.string(),
  madeAt: Instant,
  seenAt: Instant.nullable(),
  shown: z.boolean(),
  shownFrom: DayText.describe('from when lead and supervision may see it in any case'),
  commentedAt: Instant.nullable(),
  talkedAt: Instant.nullable(),
  can: Can,
})
export const Card = CardLine.extend({
  figures: Figures,
  said: z.array(SaidPlace).describe('as it stands now; empty to everybody but its caller'),
  comment: z.string(),
  talkWords: z.string(),
  talkedBy: z.string().nullable(),
})
export type CardLine = z.output<typeof CardLine>
export type Card = z.output<typeof Card>

export const scorecards = contract('scorecard', '/scorecards', {
  /** One's own, and for lead and supervision those of the callers that may be seen; by month, never by figure. */
  list: get('', {
    title: w('成绩卡', 'Scorecards'),
    query: Paging.extend({ month: MonthText.optional(), staffId: Id.optional() }),
    reply: pageOf(CardLine),
  }),
  /** One's own figures of a month that is not frozen yet; null for those who have no card. */
  now: get('/now', {
    title: w('本月到现在', 'This month so far'),
    query: z.object({ month: MonthText.optional().describe('this one, if absent') }),
    reply: z.object({ month: z.string(), figures: Figures.nullable(), said: z.array(SaidPlace) }),
  }),
  get: get('/{id}', { title: w('一张成绩卡', 'A scorecard'), reply: Card }),
  see: post('/{id}/see', { title: w('我已看过', 'I have seen it'), reply: Card }),
  comment: post('/{id}/comment', {
    title: w('说明', 'Comment'),
    body: z.object({ words: words(2, 1000) }),
    reply: Card,
  }),
  talk: post('/{id}/talk', {
    title: w('已谈话', 'Talked over'),
    body: z.object({ words: words(4, 1000) }),
    reply: Card,
  }),
})

const NoteStatus = z.enum(['given', 'done', 'withdrawn'])

export const TrainingNote = z.object({
  id: Id,
  status: NoteStatus,
  staff: Named,
  mine: z.boolean(),
  by: z.string(),
  words: z.string(),
  until: DayText,
  late: z.boolean(),
  checkId: Id.nullable(),
  checkWords: z.string().nullable().describe('of which call: masked patient and day'),
  second: z.number().nullable().describe('its place in the recording'),
  guidance: z.object({ id: Id, title: z.string(), text: z.string() }).nullable(),
  project: z
    .object({ id: Id, number: z.string(), title: z.string() })
    .nullable()
    .describe('which made it something to practise'),
  answer: z.string(),
  givenAt: Instant,
  doneAt: Instant.nullable(),
  can: Can,
})
export type TrainingNote = z.output<typeof TrainingNote>

export const trainingNotes = contract('trainingNote', '/training-notes', {
  list: get('', {
    title: w('培训', 'Training notes'),
    query: Paging.extend({ staffId: Id.optional(), status: NoteStatus.optional(), standardId: Id.optional() }),
    reply: pageOf(TrainingNote),
  }),
  /** To whom one may write. */
  people: get('/people', {
    verb: 'trainingNote.create',
    title: w('写给谁', 'To whom'),
    reply: z.object({ rows: z.array(Named) }),
  }),
  /** What spot checks found wanting with somebody, in what the asker may see of it; the least met first. */
  suggested: get('/suggested', {
    verb: 'trainingNote.create',
    title: w('建议练什么', 'What to practise'),
    query: z.object({ staffId: Id }),
    reply: z.object({
      rows: z.array(
        z.object({
          item: z.string(),
          met: z.int(),
          marked: z.int(),
          checkId: Id.nullable().describe('the latest check in which it was not met'),
          second: z.number().nullable(),
        }),
      ),
    }),
  }),
  create: post('', {
    title: w('写一条培训', 'Write a note'),
    body: z.object({
      staffId: Id,
      words: words(4, 1000),
      until: DayText,
      checkId: Id.nullable().default(null),
      second: z.number().min(0).max(86_400).nullable().default(null),
      guidanceId: Id.nullable().default(null),
      standardId: Id.nullable().default(null).describe('what a project made something to practise'),
    }),
    reply: TrainingNote,
  }),
  finish: post('/{id}/finish', {
    title: w('已练', 'Done'),
    body: z.object({ answer: words(2, 1000) }),
    reply: TrainingNote,
  }),
  withdraw: post('/{id}/withdraw', { title: w('撤回', 'Withdraw'), reply: TrainingNote }),
})
