// What can be asked of improvement projects: the board, one with its rounds, its verbs, and whom to tell what changed.
import { z } from 'zod'
import { Both, Can, contract, DayText, get, Id, Instant, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { MeasureLine } from '#modules/cases/shapes-beside.ts'
import { Figure } from './figure.ts'

export const stages = [
  'proposed',
  'planning',
  'doing',
  'checking',
  'acting',
  'succeeded',
  'unsuccessful',
  'cancelled',
] as const
const Status = z.enum(stages)
const Verdict = z.enum(['better', 'same', 'worse', 'unknown'])

/** 鱼骨图: the six bones of a hospital's fishbone (人机料法环测), with the causes on each. */
export const branches = ['people', 'machines', 'materials', 'methods', 'surroundings', 'measuring'] as const
export const branchWords = {
  people: w('人', 'People'),
  machines: w('机（设备）', 'Machines'),
  materials: w('料（物资）', 'Materials'),
  methods: w('法（制度流程）', 'Methods'),
  surroundings: w('环（环境）', 'Surroundings'),
  measuring: w('测（信息测量）', 'Measuring'),
} as const satisfies Record<(typeof branches)[number], unknown>

const Bone = z.object({
  branch: z.enum(branches),
  text: z.string().trim().min(1, '请填写').max(60),
  root: z.boolean().default(false).describe('要因: it is among the root causes'),
})
export type Bone = z.output<typeof Bone>

const Count = z.object({ count: z.number(), of: z.number() })
const Reckoned = z.object({
  verdict: Verdict,
  lack: z.enum(['past', 'window', 'few']).nullable(),
  past: Count,
  window: Count,
  pastDays: z.int(),
  windowDays: z.int(),
  spread: z.number().describe('how much more the past varies than chance lets it; 1: no more'),
  season: z.number().describe('how far this time of the year is lower by itself; 1: not'),
  change: z.number().nullable().describe('after to before (a rate), or after less before (a share)'),
  from: z.number().nullable(),
  until: z.number().nullable(),
  byChance: z.number().nullable(),
})

const Point = z.object({
  from: DayText,
  until: DayText,
  count: z.number(),
  of: z.number(),
  part: z.enum(['past', 'cut', 'between', 'window']),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
})

const Round = z.object({
  number: z.int(),
  openedAt: Instant,
  problem: z.string(),
  whys: z.array(z.string()),
  bones: z.array(Bone),
  cause: z.string(),
  figure: Figure.nullable(),
  figureSaid: Both.nullable(),
  target: z.int().nullable().describe('percent by which it should fall'),
  windowDays: z.int().nullable(),
  baselineFrom: DayText.nullable(),
  baselineUntil: DayText.nullable(),
  cutFrom: DayText,
  cutUntil: DayText,
  begunAt: Instant.nullable(),
  changedAt: Instant.nullable().describe('the figure was changed after the measures had begun'),
  windowFrom: DayText.nullable(),
  windowUntil: DayText.nullable(),
  concludedAt: Instant.nullable(),
  reckoned: Reckoned.nullable().describe('as it is today; frozen when the window was over'),
  reached: z.boolean().nullable().describe('the target'),
})

/** Told of all that can be told; those who cannot are not in `of`, and counted by their reason. */
const Told = z.object({ told: z.int(), of: z.int(), posted: z.int(), unable: z.int() })

export const ProjectLine = z.object({
  id: Id,
  number: z.string(),
  status: Status,
  title: z.string(),
  round: z.int(),
  department: z.string().nullable(),
  departmentId: Id.nullable(),
  owner: z.string().nullable(),
  ownerId: Id.nullable(),
  team: z.array(z.object({ id: Id, name: z.string() })),
  restricted: z.boolean(),
  verdict: Verdict.nullable(),
  cases: z.int().describe('of those that the reader may see'),
  measures: z.object({ all: z.int(), done: z.int(), late: z.int() }),
  windowUntil: DayText.nullable(),
  told: Told.nullable(),
  news: z.string(),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: Instant,
  closedAt: Instant.nullable(),
  can: Can,
})

const Attached = z.object({
  id: Id,
  number: z.string(),
  kind: z.string(),
  category: z.string(),
  status: z.string(),
  department: z.string().nullable(),
  place: z.string(),
  receivedAt: Instant,
  text: z.string(),
})

export const Project = ProjectLine.extend({
  attached: z.array(Attached),
  more: z.int().describe('attached cases that the reader may not see'),
  proposals: z.array(z.object({ id: Id, title: Both })),
  rounds: z.array(Round).describe('the present one first'),
  points: z.array(Point).describe('of the present round: its run chart'),
  middle: z.number().nullable(),
  discharges: z
    .object({ past: z.number(), window: z.number() })
    .nullable()
    .describe('a day, where a rate by days may mislead because their number changed by a fifth'),
  measured: z.array(MeasureLine.extend({ inRound: z.int() })),
  adoptable: z.array(
    z.object({ id: Id, number: z.string(), what: z.string(), department: z.string(), status: z.string() }),
  ),
  standards: z.array(
    z.object({
      id: Id,
      round: z.int(),
      kind: z.enum(['guidance', 'careNote', 'rule', 'training']),
      title: z.string(),
      text: z.string(),
      by: z.string(),
      at: Instant,
    }),
  ),
  history: z.array(z.object({ at: Instant, actor: z.string().nullable(), verb: z.string(), words: z.string() })),
})

const PersonLine = z.object({
  id: Id,
  status: z.enum(['due', 'told', 'posted', 'unable']),
  channel: z.enum(['call', 'sms', 'letter', 'in-person', 'receipt', 'none']),
  reason: z.string().describe('why he cannot be told, in words'),
  name: z.string().describe('masked'),
  phone: z.string().nullable().describe('masked'),
  caseId: Id.nullable(),
  patientId: Id.nullable(),
  number: z.string().nullable(),
  raised: z.string().describe('what was raised, its beginning'),
  texts: z.boolean().describe('his number takes texts'),
  toldAt: Instant.nullable(),
  toldBy: z.string().nullable(),
})

const Choice = z.object({
  figure: Figure,
  target: z.int().min(1, '1–100').max(100, '1–100'),
  windowDays: z.int().min(28, '至少 28 天').max(365, '至多 365 天'),
  past: z.enum(['found', 'year']).describe('found: since somebody looked; year: and the year before'),
})
const Reason = z.object({ reason: words(4, 500) })

export const projects = contract('project', '/projects', {
  list: get('', {
    title: w('改进项目', 'Improvement projects'),
    query: Paging.extend({
      status: Status.optional(),
      view: z.enum(['running', 'closed']).optional(),
      departmentId: Id.optional(),
      q: z.string().trim().max(60).optional(),
      caseId: Id.optional(),
    }),
    reply: pageOf(ProjectLine),
  }),
  toldShare: get('/told-share', {
    title: w('告知率', 'Share told'),
    query: z.object({ from: DayText, to: DayText }),
    reply: Told.extend({ projects: z.int(), why: z.array(z.object({ reason: z.string(), people: z.int() })) }),
  }),
  make: post('', {
    title: w('发起改进项目', 'Make a project'),
    body: z.object({
      title: words(4, 80),
      caseIds: z.array(Id).min(1, '至少一件诉求').max(200),
      departmentId: Id.nullable().default(null),
      problem: z.string().trim().max(2000).default(''),
    }),
    reply: Project,
  }),
  get: get('/{id}', { title: w('一个改进项目', 'One project'), reply: Project }),
  start: post('/{id}/start', { title: w('立项', 'Start'), reply: Project }),
  appoint: post('/{id}/appoint', {
    title: w('指定负责人和团队', 'Name owner and team'),
    body: z.object({
      title: words(4, 80).optional(),
      departmentId: Id.nullable(),
      ownerId: Id.nullable(),
      team: z.array(Id).max(12).default([]),
    }),
    reply: Project,
  }),
  join: post('/{id}/join', {
    title: w('纳入诉求', 'Add cases'),
    body: z.object({ caseIds: z.array(Id).min(1).max(200) }),
    reply: Project,
  }),
  leave: post('/{id}/leave', {
    title: w('移出诉求', 'Take a case out'),
    body: Reason.extend({ caseId: Id }),
    reply: Project,
  }),
  analyse: post('/{id}/analyse', {
    title: w('问题与根因', 'Problem and root cause'),
    body: z.object({
      problem: words(4, 2000),
      whys: z.array(z.string().trim().max(200)).max(7),
      bones: z.array(Bone).max(60),
      cause: z.string().trim().max(500).default(''),
    }),
    reply: Project,
  }),
  choose: post('/{id}/choose', { title: w('选定指标', 'Choose the figure'), body: Choice, reply: Project }),
  refigure: post('/{id}/refigure', {
    title: w('更换指标', 'Change the figure'),
    body: Choice.extend(Reason.shape),
    reply: Project,
  }),
  measure: post('/{id}/measure', {
    title: w('安排整改', 'Plan a measure'),
    body: z.object({
      what: words(4, 500),
      dueOn: DayText,
      departmentId: Id.nullable().default(null),
      ownerId: Id.nullable().default(null),
    }),
    reply: Project,
  }),
  adopt: post('/{id}/adopt', {
    title: w('并入已有整改', 'Take in a measure'),
    body: z.object({ measureId: Id }),
    reply: Project,
  }),
  begin: post('/{id}/begin', { title: w('开始实施', 'Begin'), reply: Project }),
  check: post('/{id}/check', { title: w('进入检查', 'Go on to check'), reply: Project }),
  conclude: post('/{id}/conclude', { title: w('得出结论', 'Conclude'), reply: Project }),
  standardise: post('/{id}/standardise', {
    title: w('固化成果', 'Standardise'),
    body: z.object({
      kind: z.enum(['guidance', 'careNote', 'rule', 'training']),
      title: words(2, 80),
      text: words(5, 2000),
      group: z
        .string()
        .trim()
        .max(50)
        .nullable()
        .default(null)
        .describe('of guidance and notes: the group of departments'),
      turnTo: z.string().trim().max(200).default('').describe('of guidance: where to turn'),
    }),
    reply: Project,
  }),
  again: post('/{id}/again', { title: w('再来一轮', 'Go round again'), body: Reason, reply: Project }),
  succeed: post('/{id}/succeed', {
    title: w('成功结题', 'Close as improved'),
    body: z.object({ news: words(10, 500).describe('您说，我改: what the people who raised it are told') }),
    reply: Project,
  }),
  giveUp: post('/{id}/give-up', { title: w('未达目标，结题', 'Close without success'), body: Reason, reply: Project }),
  cancel: post('/{id}/cancel', { title: w('取消项目', 'Cancel'), body: Reason, reply: Project }),
  people: get('/{id}/people', {
    verb: 'project.tell',
    title: w('告知名单', 'Whom to tell'),
    query: Paging.extend({ status: z.enum(['due', 'told', 'posted', 'unable']).optional() }),
    reply: pageOf(PersonLine),
  }),
  tell: post('/{id}/tell', {
    title: w('告知', 'Tell'),
    body: z.object({
      personId: Id,
      how: z.enum(['call', 'sms', 'letter', 'in-person', 'unable']),
      reason: z.string().trim().max(200).default('').describe('why he could not be told'),
    }),
    reply: Project,
  }),
})

export type ProjectLine = z.output<typeof ProjectLine>
export type Project = z.output<typeof Project>
export type Round = z.output<typeof Round>
export type PersonLine = z.output<typeof PersonLine>
export type ToldShare = z.output<typeof Told> & { projects: number; why: { reason: string; people: number }[] }
