// What an improvement project looks like to those who ask for it: its line, the whole with its rounds, its standards and people.
import { z } from 'zod'
import { Both, Can, DayText, Id, Instant } from '#kernel/contract.ts'
import { type Words, w } from '#kernel/words.ts'
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
export const Status = z.enum(stages)
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

export const Bone = z.object({
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
export const Told = z.object({ told: z.int(), of: z.int(), posted: z.int(), unable: z.int() })

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

/** What a remedy may become, so that it lasts. */
export const standardWords = {
  rule: w('制度 / SOP', 'Rule or SOP'),
  guidance: w('健康指导', 'Guidance'),
  careNote: w('回访注意事项', 'Note for callers'),
  training: w('培训要点', 'Training'),
} as const satisfies Record<string, Words>
export const StandardKind = z.enum(Object.keys(standardWords) as [keyof typeof standardWords])
const Standard = z.object({
  id: Id,
  round: z.int(),
  kind: StandardKind,
  title: z.string(),
  text: z.string(),
  by: z.string(),
  at: Instant,
  entry: z
    .object({ id: Id, status: z.enum(['draft', 'approved', 'withdrawn']), version: z.int(), by: z.string().nullable() })
    .nullable()
    .describe('of guidance: where it lies in the knowledge, and whether a doctor has approved it'),
  note: z
    .object({ id: Id, group: z.string() })
    .nullable()
    .describe('of a note for callers: of which group of departments'),
})
export const StandardLine = Standard.extend({
  project: z.object({
    id: Id,
    number: z.string(),
    title: z.string(),
    status: Status,
    department: z.string().nullable(),
  }),
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
  ofWords: z
    .boolean()
    .describe(
      'it came of words that many said: told are those who said something near; the figure is of the whole cell',
    ),
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
  standards: z.array(Standard),
  history: z.array(z.object({ at: Instant, actor: z.string().nullable(), verb: z.string(), words: z.string() })),
})

export const PersonLine = z.object({
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

/** What share of those who can be told were told, and why the others cannot be. */
export const ToldShare = Told.extend({
  projects: z.int(),
  why: z.array(z.object({ reason: z.string(), people: z.int() })),
})

export type ProjectLine = z.output<typeof ProjectLine>
export type Project = z.output<typeof Project>
export type Standard = z.output<typeof Standard>
export type StandardLine = z.output<typeof StandardLine>
export type Round = z.output<typeof Round>
export type PersonLine = z.output<typeof PersonLine>
export type ToldShare = z.output<typeof ToldShare>
