// What can be asked of good practice: nominating, recognising, telling around, and what departments did with it.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const Status = z.enum(['nominated', 'recognised', 'told', 'retired', 'declined'])

export const PracticeLine = z.object({
  id: Id,
  status: Status,
  title: z.string(),
  what: z.string(),
  category: z.string().nullable(),
  categoryName: z.string().nullable(),
  departmentId: Id.nullable(),
  department: z.string().nullable(),
  nominatedBy: z.string(),
  nominatedAt: Instant,
  decidedAt: Instant.nullable(),
  told: z.int().describe('departments that were told'),
  learned: z.int(),
  adopted: z.int(),
  mine: z.enum(['', 'told', 'learned', 'adopted']).describe('how far one’s own department is with it'),
  can: Can,
})
export type PracticeLine = z.output<typeof PracticeLine>

const Telling = z.object({
  departmentId: Id,
  department: z.string(),
  toldAt: Instant,
  learnedAt: Instant.nullable(),
  learnedBy: z.string().nullable(),
  adoptedAt: Instant.nullable(),
  adoptedBy: z.string().nullable(),
  did: z.string(),
})
const Behind = z.object({
  id: Id,
  number: z.string(),
  kind: z.string(),
  category: z.string(),
  status: z.string(),
  department: z.string().nullable(),
  receivedAt: Instant,
  text: z.string().describe('its beginning, eighty characters'),
})
export const Practice = PracticeLine.extend({
  why: z.string(),
  how: z.string(),
  staffNames: z.array(z.string()),
  decidedBy: z.string().nullable(),
  words: z.string(),
  finding: z
    .object({ id: Id, day: z.string(), place: z.string(), text: z.string(), how: z.string() })
    .nullable()
    .describe('of a patrol, to whoever may read it'),
  projectId: Id.nullable(),
  behind: z.array(Behind).describe('of the matters that it rests on, those that the reader may read'),
  tellings: z.array(Telling),
})
export type Practice = z.output<typeof Practice>

const Told = z.object({
  title: words(4, 60).describe('一句话说清是什么经验'),
  what: words(10, 2000).describe('怎么做的'),
  why: words(4, 2000).describe('为什么有效'),
  how: words(4, 2000).describe('别的科室怎么照着做'),
  category: z.string().max(4).nullable().default(null),
  departmentId: Id.nullable().default(null),
  staffNames: z.array(z.string().trim().min(2).max(20)).max(10).default([]),
  caseIds: z.array(Id).max(30).default([]),
  findingId: Id.nullable().default(null).describe('a finding of a patrol that it rests on'),
  projectId: Id.nullable().default(null).describe('an improvement project that succeeded by it'),
})
const Reason = z.object({ words: words(4, 500) })

export const practices = contract('practice', '/practices', {
  list: get('', {
    title: w('优务经验', 'Good practice'),
    query: Paging.extend({
      status: Status.optional().describe('all that are recognised where none is named'),
      q: z.string().max(60).optional(),
      category: z.string().max(4).optional().describe('A, A4: this one and, of a first letter, all beneath'),
      departmentId: Id.optional(),
      toLearn: z.enum(['true']).optional().describe('told to one’s own department and not learned yet'),
    }),
    reply: pageOf(PracticeLine),
  }),
  /** Recognised practice for what a matter is about: its category, then its first letter; the nearest five. */
  like: get('/like', {
    title: w('同类问题的好经验', 'Good practice for the same'),
    query: z.object({ caseId: Id.optional(), category: z.string().max(4).optional(), departmentId: Id.optional() }),
    reply: z.object({ rows: z.array(PracticeLine) }),
  }),
  /** How far good practice has spread: adoptions by department. */
  spread: get('/spread', {
    title: w('推广情况', 'How far it has spread'),
    query: z.object({ from: DayText.optional(), to: DayText.optional() }),
    reply: z.object({
      recognised: z.int(),
      told: z.int(),
      learned: z.int(),
      adopted: z.int(),
      departments: z.array(
        z.object({ id: Id, name: z.string(), own: z.int(), told: z.int(), learned: z.int(), adopted: z.int() }),
      ),
      waiting: z
        .array(z.object({ id: Id, title: z.string(), department: z.string(), toldAt: Instant }))
        .describe('told and not learned yet, whenever that was; the oldest first, two hundred at most'),
    }),
  }),
  get: get('/{id}', { title: w('一条优务经验', 'One good practice'), reply: Practice }),
  create: post('', { title: w('推荐经验', 'Nominate a practice'), body: Told, reply: Practice }),
  change: post('/{id}/change', { title: w('修改', 'Change'), body: Told, reply: Practice }),
  recognise: post('/{id}/recognise', {
    title: w('认定', 'Recognise'),
    body: z.object({ words: z.string().trim().max(500).default('') }),
    reply: Practice,
  }),
  decline: post('/{id}/decline', { title: w('不予认定', 'Decline'), body: Reason, reply: Practice }),
  tell: post('/{id}/tell', {
    title: w('推广', 'Tell around'),
    body: z.object({
      departmentIds: z.array(Id).max(500).default([]).describe('every department where none is named'),
    }),
    reply: Practice,
  }),
  learn: post('/{id}/learn', { title: w('已学习', 'Learned'), reply: Practice }),
  adopt: post('/{id}/adopt', {
    title: w('已采用', 'Adopted'),
    body: z.object({ did: words(6, 1000).describe('本科室怎么做的') }),
    reply: Practice,
  }),
  retire: post('/{id}/retire', { title: w('停用', 'Retire'), body: Reason, reply: Practice }),
})
