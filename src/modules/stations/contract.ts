// What can be asked about the mobile station: its plan and lists, the tablets, what they sent, and what was found.
import { z } from 'zod'
import {
  Can,
  contract,
  DayText,
  Flag,
  get,
  Id,
  Instant,
  InstantIn,
  Paging,
  pageOf,
  post,
  words,
} from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { Grade, Opinion, Reporter } from '#modules/cases/shapes.ts'

/** An id that the tablet makes itself, a UUIDv7: it names nothing that is there yet. */
const MadeId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

/** 看、问、找茬. */
export const Way = z.enum(['look', 'ask', 'fault'])
export const Item = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  way: Way,
  place: z.string().trim().min(1, '请写明地点').max(60),
  text: words(2, 200),
})
export type Item = z.output<typeof Item>

export const PatrolLine = z.object({
  id: Id,
  status: z.enum(['current', 'retired']),
  name: z.string(),
  version: z.int(),
  items: z.array(Item),
  madeBy: z.string(),
  madeAt: Instant,
  can: Can,
})
export type PatrolLine = z.output<typeof PatrolLine>
export const patrols = contract('patrol', '/patrols', {
  list: get('', {
    title: w('巡查清单', 'Patrol lists'),
    query: z.object({ all: Flag.optional() }),
    reply: z.object({ rows: z.array(PatrolLine) }),
  }),
  create: post('', {
    title: w('发布清单', 'Publish a list'),
    body: z.object({ name: words(2, 40), items: z.array(Item).min(1, '至少写一项').max(60) }),
    reply: PatrolLine,
  }),
  retire: post('/{id}/retire', { title: w('停用清单', 'Retire'), reply: PatrolLine }),
})

const Plan = z.object({
  campusId: Id,
  place: words(2, 60),
  startsAt: InstantIn,
  endsAt: InstantIn,
  staffIds: z.array(Id).max(20).default([]),
  patrolId: Id.nullable().default(null),
  note: z.string().trim().max(300).default(''),
})

export const StationLine = z.object({
  id: Id,
  status: z.enum(['planned', 'cancelled']),
  version: z.int(),
  campusId: Id,
  campus: z.string(),
  place: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  staffIds: z.array(Id),
  staff: z.array(z.string()),
  patrolId: Id.nullable(),
  patrol: z.string().nullable(),
  items: z.int(),
  note: z.string(),
  reason: z.string().describe('why it was cancelled'),
  answered: z.int(),
  found: z.int(),
  matters: z.int(),
  surveys: z.object({ satisfied: z.int(), fairly: z.int(), dissatisfied: z.int() }),
  contested: z.int(),
  can: Can,
})
export type StationLine = z.output<typeof StationLine>

/** What a tablet takes along for the day. */
export const Luggage = z.object({
  now: Instant,
  day: DayText,
  stations: z.array(StationLine),
  patrols: z.array(PatrolLine),
  departments: z.array(z.object({ id: Id, name: z.string(), campus: z.string() })),
  people: z.array(z.object({ id: Id, name: z.string() })).describe('whom a matter may be about'),
  phrases: z.array(z.string()).describe('how people were calmed, to be taken over with one touch'),
})

export const stations = contract('station', '/stations', {
  luggage: get('/luggage', { title: w('今日资料', 'For the day'), reply: Luggage }),
  list: get('', {
    title: w('流动站安排', 'Stations'),
    query: z.object({ from: DayText, until: DayText.optional() }),
    reply: z.object({ rows: z.array(StationLine) }),
  }),
  plan: post('', { title: w('安排站点', 'Plan a station'), body: Plan, reply: StationLine }),
  change: post('/{id}/change', { title: w('调整安排', 'Change'), body: Plan, reply: StationLine }),
  cancel: post('/{id}/cancel', {
    title: w('取消安排', 'Cancel'),
    body: z.object({ reason: words(2, 200) }),
    reply: StationLine,
  }),
})

export const TabletLine = z.object({
  id: Id,
  status: z.enum(['enrolled', 'revoked']),
  name: z.string(),
  staff: z.string(),
  enrolledAt: Instant,
  seenAt: Instant,
  can: Can,
})
export type TabletLine = z.output<typeof TabletLine>
export const tablets = contract('tablet', '/tablets', {
  list: get('', { title: w('流动站平板', 'Tablets'), reply: z.object({ rows: z.array(TabletLine) }) }),
  enrol: post('', {
    title: w('登记平板', 'Enrol a tablet'),
    body: z.object({ id: MadeId, name: words(2, 40) }),
    reply: TabletLine,
  }),
  revoke: post('/{id}/revoke', { title: w('停用平板', 'Revoke'), reply: TabletLine }),
})

/** A matter as it is told in a corridor: the same fields as at the desk. */
export const Matter = Opinion.extend({ reporter: Reporter.nullable().default(null) })
export const Answer = z.object({
  patrolId: Id,
  itemKey: Item.shape.key,
  itemText: z.string().trim().max(200),
  outcome: z.enum(['ok', 'found']),
  words: z.string().trim().max(1000).default(''),
  place: z.string().trim().max(100).default(''),
  departmentId: Id.nullable().default(null),
})
/** 现场满意度: three grades each, and one open question. */
export const Survey = z.object({
  overall: Grade,
  attitude: Grade.nullable().default(null),
  waiting: Grade.nullable().default(null),
  surroundings: Grade.nullable().default(null),
  words: z.string().trim().max(1000).default(''),
})
/** What is said afterwards about a matter that was sent: when its writer had last seen it. */
export const Amend = z.object({ words: words(2, 2000), seenAt: InstantIn })

const EntryStatus = z.enum(['kept', 'contested', 'aside'])
const Contest = z.enum(['answered-twice', 'patrol-changed', 'station-cancelled', 'case-moved'])

export const EntryReceipt = z.object({
  id: Id,
  status: EntryStatus,
  contest: Contest.nullable(),
  receivedAt: Instant,
  caseId: Id.nullable(),
  number: z.string().nullable(),
  photos: z.array(Id),
})

/** One of two that say different things. */
const Side = z.object({ by: z.string().nullable(), at: Instant.nullable(), says: z.string() })
export const EntryLine = z.object({
  id: Id,
  status: EntryStatus,
  kind: z.enum(['matter', 'answer', 'survey', 'amend']),
  station: z.string().nullable(),
  by: z.string(),
  madeAt: Instant,
  receivedAt: Instant,
  itemText: z.string(),
  place: z.string(),
  outcome: z.enum(['ok', 'found']).nullable(),
  words: z.string(),
  grades: z.record(z.string(), Grade).nullable(),
  caseId: Id.nullable(),
  number: z.string().nullable(),
  contest: Contest.nullable(),
  mine: Side,
  beside: Side.nullable(),
  photos: z.array(z.object({ id: Id, name: z.string(), locked: z.boolean() })),
  can: Can,
})
export type EntryLine = z.output<typeof EntryLine>

export const entries = contract('entry', '/entries', {
  list: get('', {
    title: w('流动站记录', 'Entries'),
    query: Paging.extend({
      day: DayText.optional(),
      stationId: Id.optional(),
      status: EntryStatus.optional(),
      kind: z.enum(['matter', 'answer', 'survey', 'amend']).optional(),
      ids: z.string().max(4000).optional(),
    }),
    reply: pageOf(EntryLine),
  }),
  send: post('', {
    title: w('上传记录', 'Send an entry'),
    body: z.object({
      id: MadeId.describe('made on the tablet; sent twice it is done once'),
      tabletId: Id,
      by: Id.describe('who wrote it: nobody else may send it'),
      madeAt: InstantIn,
      stationId: Id.nullable().default(null),
      ofId: Id.nullable().default(null).describe('the entry that this one corrects or adds to'),
      kind: z.enum(['matter', 'answer', 'survey', 'amend']),
      matter: Matter.optional(),
      answer: Answer.optional(),
      survey: Survey.optional(),
      amend: Amend.optional(),
    }),
    reply: EntryReceipt,
  }),
  addPhoto: post('/{id}/photos/{fileId}', {
    title: w('上传照片', 'Send a photograph'),
    carriage: 'upload',
    reply: EntryReceipt,
  }),
  choose: post('/{id}/choose', {
    title: w('采用这一份', 'Take this one'),
    body: z.object({ both: z.boolean().default(false).describe('the other one stands as well') }),
    reply: EntryReceipt,
  }),
  setAside: post('/{id}/set-aside', {
    title: w('不采用', 'Set aside'),
    body: z.object({ reason: z.string().trim().max(300).default('') }),
    reply: EntryReceipt,
  }),
})

export const FindingLine = z.object({
  id: Id,
  status: z.enum(['open', 'mended', 'raised']),
  station: z.string().nullable(),
  campus: z.string().nullable(),
  department: z.string().nullable(),
  place: z.string(),
  itemText: z.string(),
  words: z.string(),
  foundBy: z.string(),
  foundAt: Instant,
  dueAt: Instant,
  overdue: z.boolean(),
  mendedAt: Instant.nullable(),
  mendedBy: z.string().nullable(),
  sameDay: z.boolean().nullable(),
  how: z.string(),
  caseId: Id.nullable(),
  number: z.string().nullable(),
  photos: z.array(z.object({ id: Id, name: z.string(), locked: z.boolean() })),
  can: Can,
})
export type FindingLine = z.output<typeof FindingLine>

export const findings = contract('finding', '/findings', {
  list: get('', {
    title: w('巡查问题', 'Findings'),
    query: Paging.extend({
      day: DayText.optional(),
      stationId: Id.optional(),
      status: z.enum(['open', 'mended', 'raised']).optional(),
      overdue: Flag.optional(),
    }),
    reply: pageOf(FindingLine),
  }),
  photo: get('/{id}/photos/{fileId}', { title: w('照片', 'A photograph'), carriage: 'file' }),
  mend: post('/{id}/mend', {
    title: w('已整改', 'Mended'),
    body: z.object({ how: words(2, 500) }),
    reply: FindingLine,
  }),
  raise: post('/{id}/raise', {
    title: w('转为诉求', 'Make it a case'),
    body: z.object({
      category: Opinion.shape.category,
      severity: Opinion.shape.severity,
      departmentId: Id.nullable().default(null),
      words: z.string().trim().max(1000).default(''),
    }),
    reply: FindingLine,
  }),
})
