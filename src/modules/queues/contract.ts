// What can be asked about callers, queues, skills and missed calls, and what comes back.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { PatientBrief } from '#modules/patients/contract.ts'

// Who is calling

export const Speaker = z.enum(['self', 'family', 'other']).describe('the patient, somebody of the family, another')

/** What is open about somebody: said in one line, opened by one key. */
export const Matter = z.object({
  noun: z.enum(['case', 'task', 'promise']),
  id: Id,
  caseId: Id.nullable().describe('the case that a promise belongs to'),
  number: z.string().nullable(),
  words: z.string(),
  status: z.string(),
  dueAt: Instant.nullable(),
  overdue: z.boolean(),
})

export const Candidate = z.object({
  noun: z.enum(['patient', 'reporter', 'staff']),
  id: Id.describe('of the patient, of the latest case that he raised, or of the colleague'),
  name: z.string().describe('masked, but for a colleague'),
  whose: z.enum(['patient', 'contact', 'work', 'reporter', 'colleague']).describe('whose number it is'),
  remark: z.string().nullable().describe('what stands beside the number: 女儿'),
  patient: PatientBrief.nullable(),
  stay: z.string().nullable().describe('the department of the last stay'),
  dischargedOn: DayText.nullable(),
  matters: z.array(Matter).describe('what the reader may know of, most urgent first'),
  lastAt: Instant.nullable(),
  lastBy: z.string().nullable(),
  lastEnd: z.string().nullable().describe('a disposition'),
  before: z.boolean().describe('it was this one the last time'),
})

const Earlier = z.object({
  at: Instant,
  direction: z.enum(['in', 'out']),
  by: z.string().nullable(),
  end: z.string().nullable().describe('a disposition or outcome'),
  words: z.string().describe('what was written down, as far as the reader may know it'),
})

export const Caller = z.object({
  callId: Id,
  masked: z.string().nullable().describe('null: withheld'),
  queue: z.string().nullable(),
  waitedSeconds: z.int().nullable(),
  candidates: z.array(Candidate),
  more: z.int().describe('people with this number who are not listed'),
  earlier: z.array(Earlier).describe('the last conversations with this number'),
  missed: z
    .object({ id: Id, calls: z.int(), firstAt: Instant, promised: z.boolean(), dueAt: Instant })
    .nullable()
    .describe('tried before and was not answered'),
  chosen: z
    .object({ patientId: Id.nullable(), caseId: Id.nullable(), taskId: Id.nullable(), speaker: Speaker })
    .nullable(),
  can: Can,
})

export const callers = contract('caller', '/callers', {
  get: get('/{id}', { title: w('谁在来电', 'Who is calling'), reply: Caller }),
  choose: post('/{id}/choose', {
    title: w('认定来电人', 'Say who it is'),
    body: z.object({
      patientId: Id.nullable().default(null),
      caseId: Id.nullable().default(null),
      taskId: Id.nullable().default(null),
      speaker: Speaker.default('self'),
    }),
    reply: Caller,
  }),
  file: post('/{id}/file', {
    title: w('登记来电', 'File the call'),
    body: z.object({ words: z.string().trim().min(2, '至少写 2 个字').max(1000) }),
    reply: Caller,
  }),
})

// Queues

export const AnnouncementKind = z.enum([
  'emergency',
  'welcome',
  'waiting',
  'position',
  'busy',
  'promised',
  'closed',
  'music',
])
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, '时间写成 08:00')
const Days = z.enum(['all', 'workdays'])
const Overflow = z.enum(['danger', 'urgent', 'grave']).describe('which on-call chain')

export const QueueLine = z.object({
  id: Id,
  name: z.string(),
  lineId: Id,
  line: z.string().describe('its extension'),
  campusId: Id.nullable(),
  campus: z.string().nullable(),
  active: z.boolean(),
  days: Days,
  from: z.string(),
  until: z.string(),
  roster: z.boolean(),
  skills: z.array(Id),
  emergency: z.boolean(),
  ringSeconds: z.int(),
  overflowSeconds: z.int(),
  overflow: Overflow.nullable(),
  callBack: z.boolean(),
  open: z.boolean().describe('at this moment'),
  announcements: z.array(
    z.object({
      kind: AnnouncementKind,
      version: z.int(),
      words: z.string(),
      sound: z.boolean(),
      at: Instant.nullable(),
    }),
  ),
  can: Can,
})

const Waiting = z.object({
  id: Id,
  queue: z.string(),
  masked: z.string().nullable(),
  status: z.enum(['waiting', 'offered']),
  since: Instant,
  offeredTo: z.string().nullable(),
})

/** Of one day; every figure says of how many. */
const Today = z.object({
  arrived: z.int().describe('callers who were picked up in service hours, those who wait now among them'),
  answered: z.int(),
  inTime: z.int().describe('of them, within the service level’s seconds'),
  overflowed: z.int(),
  calledBack: z.int(),
  abandoned: z.int(),
  early: z.int().describe('of the abandoned, within five seconds: nobody could have answered'),
  closed: z.int().describe('after hours; in none of the rates'),
  lost: z.int().describe('of the abandoned, because the program was gone'),
  waitedMedian: z.int().nullable().describe('seconds, of the answered'),
  waitedLongest: z.int().nullable(),
  level: z.number().nullable().describe('in time ÷ all that are over − early'),
  abandonment: z.number().nullable().describe('(abandoned − early) ÷ all that are over − early'),
})

export const queues = contract('queue', '/queues', {
  list: get('', {
    title: w('热线队列', 'Queues'),
    reply: z.object({
      rows: z.array(QueueLine),
      hotlines: z.array(z.object({ id: Id, number: z.string() })),
      speech: z.boolean().describe('words without a sound are synthesised; else they are not said'),
    }),
  }),
  board: get('/board', {
    title: w('排队看板', 'The queue now'),
    reply: z.object({
      waiting: z.array(Waiting),
      ready: z.int().describe('agents who would be offered a call'),
      calling: z.int(),
      wrapUp: z.int(),
      resting: z.int(),
      owed: z.int().describe('missed calls to be called back'),
      late: z.int(),
      levelSeconds: z.int(),
      today: Today,
    }),
  }),
  set: post('/set', {
    title: w('设置队列', 'Set a queue'),
    body: z.object({
      id: Id.nullable().default(null),
      name: z.string().trim().min(1).max(40),
      lineId: Id,
      campusId: Id.nullable().default(null),
      active: z.boolean().default(true),
      days: Days.default('all'),
      from: Clock.default('08:00'),
      until: Clock.default('18:00'),
      roster: z.boolean().default(false),
      skills: z.array(Id).max(10).default([]),
      emergency: z.boolean().default(true),
      ringSeconds: z.int().min(5).max(60).default(15),
      overflowSeconds: z.int().min(10).max(900).default(90),
      overflow: Overflow.nullable().default('urgent'),
      callBack: z.boolean().default(true),
    }),
    reply: QueueLine,
  }),
  announce: post('/{id}/announce', {
    verb: 'queue.set',
    title: w('设置提示语', 'Set what is said'),
    body: z.object({ kind: AnnouncementKind, words: z.string().trim().min(2).max(300) }),
    reply: QueueLine,
  }),
  record: post('/{id}/record/{kind}', {
    verb: 'queue.set',
    title: w('上传提示音', 'Upload a sound'),
    carriage: 'upload',
    reply: QueueLine,
  }),
  sound: get('/{id}/sound/{kind}', {
    title: w('试听提示音', 'Listen'),
    carriage: 'file',
  }),
})

// Skills

const SkillKind = z.enum(['language', 'patients', 'department', 'other'])
const Skills = z.object({
  skills: z.array(z.object({ id: Id, name: z.string(), kind: SkillKind, people: z.int() })),
  people: z.array(
    z.object({
      staffId: Id,
      name: z.string(),
      role: z.string(),
      extension: z.string().nullable(),
      skills: z.array(Id),
      outside: z.string().nullable().describe('where he is reached away from his desk, masked'),
    }),
  ),
})
export const skills = contract('skill', '/skills', {
  list: get('', { title: w('坐席技能', 'Skills'), reply: Skills }),
  set: post('/set', {
    title: w('设置技能', 'Set skills'),
    body: z.object({
      skills: z
        .array(z.object({ id: Id.nullable().default(null), name: z.string().trim().min(1).max(20), kind: SkillKind }))
        .max(50),
    }),
    reply: Skills,
  }),
  assign: post('/assign', {
    verb: 'skill.set',
    title: w('设置一个人的技能', 'Set what somebody is able to'),
    secret: true,
    body: z.object({
      staffId: Id,
      skills: z.array(Id).max(50),
      outside: z.string().trim().max(40).optional().describe('a number; empty: none; absent: as it is'),
    }),
    reply: Skills,
  }),
})

// Missed calls

export const MissedLine = z.object({
  id: Id,
  status: z.enum(['open', 'calling', 'reached', 'unreachable', 'otherwise']),
  masked: z.string(),
  queue: z.string().nullable(),
  people: z.array(z.string()).describe('who has this number, masked'),
  firstAt: Instant,
  lastAt: Instant,
  calls: z.int(),
  promised: z.boolean(),
  dueAt: Instant,
  nextAt: Instant,
  overdue: z.boolean(),
  tries: z.int(),
  needed: z.int(),
  staff: z.string().nullable().describe('who calls, or called'),
  callId: Id.nullable(),
  outcome: z.string(),
  closedAt: Instant.nullable(),
  closedBy: z.string().nullable(),
  can: Can,
})
export const missed = contract('missed', '/missed', {
  list: get('', {
    title: w('漏接回拨', 'Missed calls'),
    query: Paging.extend({ view: z.enum(['owed', 'late', 'closed', 'all']).default('owed') }),
    reply: pageOf(MissedLine),
  }),
  counts: get('/counts', {
    title: w('漏接数', 'Missed call counts'),
    reply: z.object({ owed: z.int(), late: z.int() }),
  }),
  get: get('/{id}', { title: w('一个漏接电话', 'A missed call'), reply: MissedLine }),
  dial: post('/{id}/dial', {
    title: w('回拨', 'Call back'),
    reply: z.object({ callId: Id, target: z.string() }),
  }),
  fail: post('/{id}/fail', {
    title: w('未接通', 'Not reached'),
    body: z.object({
      disposition: z
        .enum(['no-answer', 'busy', 'powered-off', 'wrong-number', 'refused', 'other'])
        .default('no-answer'),
      words: z.string().trim().max(500).default(''),
    }),
    reply: MissedLine,
  }),
  reach: post('/{id}/reach', {
    title: w('已说上话', 'Reached'),
    body: z.object({
      words: z.string().trim().min(2, '至少写 2 个字').max(1000),
      patientId: Id.nullable().default(null),
    }),
    reply: MissedLine,
  }),
  giveUp: post('/{id}/give-up', {
    title: w('登记未联系上', 'Record as not reached'),
    body: z.object({ words: z.string().trim().max(500).default('') }),
    reply: MissedLine,
  }),
})
