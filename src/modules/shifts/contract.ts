// What can be asked about alarms, the chains they follow, hand-overs and notices, and what comes back.
import { z } from 'zod'
import { Both, Can, contract, Flag, get, Id, Instant, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { type NoticeNoun, noticeNouns } from '#modules/directory/notice-nouns.ts'

export const Alarm = z.enum(['danger', 'urgent', 'grave']).describe('U0, U1, SEV3')
const Who = z.enum(['staff', 'shift', 'role']).describe('a person, whoever is on shift then, everyone of a role')
const StepRole = z.enum(['agent', 'lead', 'department', 'supervision', 'leadership'])

// Chains

const Step = z.object({
  who: Who,
  staffId: Id.nullable(),
  name: z.string().nullable(),
  role: StepRole.nullable(),
  minutes: z.int().describe('how long this step is waited for'),
})
export const ChainLine = z.object({
  id: Id,
  alarm: Alarm,
  departmentId: Id.nullable().describe('null: for every department without a chain of its own'),
  department: z.string().nullable(),
  steps: z.array(Step),
})
export const chains = contract('chain', '/chains', {
  list: get('', { title: w('值班链', 'On-call chains'), reply: z.object({ rows: z.array(ChainLine) }) }),
  set: post('/set', {
    title: w('设置值班链', 'Set a chain'),
    body: z.object({
      alarm: Alarm,
      departmentId: Id.nullable().default(null),
      steps: z
        .array(
          z.object({
            who: Who,
            staffId: Id.nullable().default(null),
            role: StepRole.nullable().default(null),
            minutes: z.int().min(0).max(60).optional().describe('3 for danger, 10 for the others; 0: the next one too'),
          }),
        )
        .max(12)
        .describe('none: the department has no chain of its own any more'),
    }),
    reply: ChainLine.nullable(),
  }),
})

// Rings

export const RingLine = z.object({
  id: Id,
  alarm: Alarm,
  status: z.enum(['ringing', 'answered', 'ceased']),
  noun: z.enum(['case', 'task']),
  subject: Id,
  number: z.string().nullable(),
  category: z.string().nullable(),
  department: z.string().nullable(),
  campus: z.string().nullable(),
  text: z.string().describe('the first 80 characters'),
  startedAt: Instant,
  step: z.int(),
  steps: z.int(),
  nextAt: Instant.nullable().describe('when the next one is rung; null: everybody has been'),
  calls: z.array(
    z.object({
      staffId: Id,
      name: z.string(),
      step: z.int(),
      dueAt: Instant,
      rungAt: Instant,
      lateMinutes: z.int().describe('whole minutes after it was due, where no node was there to ring'),
    }),
  ),
  mine: z.boolean().describe('it rings for the reader'),
  answeredAt: Instant.nullable(),
  answeredBy: z.string().nullable(),
  answer: z.string(),
  can: Can,
})
export const rings = contract('ring', '/rings', {
  list: get('', {
    title: w('呼叫记录', 'Alarms'),
    query: Paging.extend({ open: Flag.optional(), caseId: Id.optional() }),
    reply: pageOf(RingLine),
  }),
  mine: get('/mine', {
    title: w('正在呼叫我', 'Ringing for me'),
    reply: z.object({ rows: z.array(RingLine) }),
  }),
  waiting: get('/waiting', {
    open: true,
    title: w('有没有人在呼叫', 'Whether anybody calls'),
    reply: z.object({ ringing: z.int().describe('for whoever signed in here, even after his session has idled out') }),
  }),
  answer: post('/{id}/answer', {
    title: w('应答', 'Answer an alarm'),
    body: z.object({ words: words(2, 500).describe('what he does about it') }),
    reply: RingLine,
  }),
})

// Hand-overs

export const ItemKind = z.enum(['ring', 'flag', 'urgent', 'promise', 'overdue', 'due'])
export const HandoverItem = z.object({
  id: Id,
  kind: ItemKind,
  noun: z.enum(['case', 'task']),
  subject: Id,
  number: z.string().nullable(),
  words: z.string().describe('the fact as it stood'),
  by: Instant.nullable().describe('by when'),
  over: z.boolean().describe('settled since then'),
  asked: z.string().nullable(),
  askedBy: z.string().nullable(),
  replied: z.string().nullable(),
  repliedBy: z.string().nullable(),
})
export const HandoverLine = z.object({
  id: Id,
  day: z.string(),
  shift: z.string(),
  campus: z.string().nullable(),
  status: z.enum(['writing', 'given', 'taken']),
  from: Instant,
  until: Instant,
  givers: z.array(z.string()),
  takers: z.array(z.string()),
  givenAt: Instant.nullable(),
  givenBy: z.string().nullable().describe('null: by the clock'),
  takenAt: Instant.nullable(),
  takenBy: z.string().nullable(),
  late: z.boolean().describe('not taken over half an hour after the next shift began'),
  can: Can,
})
export const HandoverCard = HandoverLine.extend({
  words: z.string(),
  takenWords: z.string(),
  items: z.array(HandoverItem).describe('those about what the reader may see'),
})
export const handovers = contract('handover', '/handovers', {
  list: get('', { title: w('交接班', 'Hand-overs'), query: Paging, reply: pageOf(HandoverLine) }),
  get: get('/{id}', { title: w('交班卡', 'A hand-over card'), reply: HandoverCard }),
  write: post('/{id}/write', {
    title: w('留言', 'Leave words'),
    body: z.object({ words: z.string().trim().max(4000) }),
    reply: HandoverCard,
  }),
  give: post('/{id}/give', {
    title: w('交班', 'Hand over'),
    body: z.object({ words: z.string().trim().max(4000).default('') }),
    reply: HandoverCard,
  }),
  take: post('/{id}/take', {
    title: w('接班', 'Take over'),
    body: z.object({ words: z.string().trim().max(1000).default('') }),
    reply: HandoverCard,
  }),
  ask: post('/{id}/ask', {
    title: w('追问', 'Ask about an item'),
    body: z.object({ itemId: Id, words: words(2, 1000) }),
    reply: HandoverCard,
  }),
  reply: post('/{id}/reply', {
    title: w('答复', 'Reply to a question'),
    body: z.object({ itemId: Id, words: words(1, 1000) }),
    reply: HandoverCard,
  }),
})

// Notices

export const NoticeLine = z.object({
  id: Id,
  kind: z.string(),
  words: Both,
  noun: z.enum(Object.keys(noticeNouns) as [NoticeNoun]).nullable(),
  subject: Id.nullable(),
  at: Instant,
  readAt: Instant.nullable(),
})
export const notices = contract('notice', '/notices', {
  list: get('', { title: w('提醒', 'Notices'), query: Paging, reply: pageOf(NoticeLine) }),
  counts: get('/counts', { title: w('未读提醒数', 'Unread notices'), reply: z.object({ unread: z.int() }) }),
  seen: post('/{id}/seen', { title: w('已读', 'Mark as read') }),
  seenAll: post('/seen', { verb: 'notice.seen', title: w('全部已读', 'Mark all as read') }),
})
