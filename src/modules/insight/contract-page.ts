// What leadership's one page tells: is it getting better, what is late, what hurts, each figure with what it is made of.
import { z } from 'zod'
import { contract, DayText, get, Id, Instant, MonthText } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { MonthReport, Part, Rate, RegisterLine } from './contract.ts'

const MonthPoint = z.object({
  month: z.string(),
  numerator: z.int().nullable(),
  denominator: z.int().nullable(),
  value: z.number().nullable(),
  hidden: z.boolean(),
  settled: z.boolean().describe('over, and its calls had their time: only then compared'),
  few: z.boolean().describe('under thirty: not compared'),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  signal: z.enum(['above', 'below', 'run-above', 'run-below']).nullable(),
})
const Measured = z.object({ numerator: z.int(), denominator: z.int(), value: z.number() })

/** A figure over twelve months, with the limits of chance and what the last three months are to those before. */
export const Trend = z.object({
  points: z.array(MonthPoint),
  middle: z.number().nullable(),
  spread: z.number().describe('how many times as wide as chance alone the limits are'),
  target: z.number().nullable(),
  verdict: z.enum(['up', 'down', 'same', 'unknown']),
  before: Measured.nullable(),
  after: Measured.nullable(),
  change: z.number().nullable().describe('of a share its difference, of a rate the ratio'),
  from: z.number().nullable(),
  until: z.number().nullable(),
})
export type Trend = z.output<typeof Trend>

const Place = z.object({ key: z.string().describe('a department, or none'), label: z.string() })
const Pain = Place.extend({
  letter: z.string(),
  count: z.int(),
  usual: z.number().nullable().describe('as many as the months before let expect; null without a past'),
  grown: z.boolean().describe('more than chance explains, falsely so at most once among ten'),
})

export const askedSigns = ['transfer', 'again', 'back', 'owner', 'sheet', 'repeat'] as const

export const OnePage = z.object({
  month: z.string(),
  from: z.string(),
  until: z.string(),
  at: Instant,
  over: z.boolean().describe('the month is over'),
  departmentId: Id.nullable().describe('the one department that was asked for'),
  departmentName: z.string().nullable(),
  trends: z.object({ reached: Trend, satisfied: Trend, matters: Trend }),
  begun: z
    .array(z.object({ id: Id, title: z.string(), on: DayText, trend: z.enum(['satisfied', 'matters']) }))
    .describe('improvement projects begun in the twelve months, with the chart of the figure that each should move'),
  late: z.object({
    open: z.int(),
    late: z.int(),
    soon: z.int(),
    waiting: z.array(Part),
    department: z.array(Part),
    oldest: z.array(RegisterLine),
  }),
  hurts: z.object({ total: z.int(), pains: z.array(Pain), tested: z.int(), months: z.int() }),
  praise: z.object({ total: z.int(), from: z.array(Place.extend({ count: z.int() })) }),
  coverage: z.object({
    discharges: z.int(),
    excluded: z.int(),
    pending: z.int(),
    reached: Rate,
    target: z.number(),
    department: MonthReport.shape.by.shape.department,
    group: MonthReport.shape.by.shape.group,
  }),
  satisfied: z.object({ rate: Rate, target: z.number(), unasked: z.int().nullable() }),
  dimensions: MonthReport.shape.dimensions,
  deadlines: z.object({
    complaints: z.int(),
    rate: Rate,
    told: z.int(),
    openInTime: z.int(),
    openLate: z.int(),
    mean: z.number().nullable().describe('working days from receipt to telling the person'),
    median: z.number().nullable(),
    p90: z.number().nullable(),
  }),
  rounds: z.object({ first: z.int(), second: z.int(), third: z.int() }),
  once: z.object({ rate: Rate, signs: z.array(z.object({ key: z.enum(askedSigns), count: z.int() })) }),
  promises: z.object({ rate: Rate, late: z.int(), cancelled: z.int() }).nullable(),
  paused: z.object({ cases: z.int(), days: z.int() }),
  told: z
    .object({ projects: z.int(), rate: Rate, posted: z.int(), unable: z.int() })
    .nullable()
    .describe('those who raised what became better, over the twelve months'),
  rules: z.object({ shownFrom: z.int(), rankedFrom: z.int() }),
})
export type OnePage = z.output<typeof OnePage>

export const page = contract('report', '/page', {
  get: get('', {
    title: w('一页', 'One page'),
    query: z.object({ month: MonthText, departmentId: Id.optional() }),
    reply: OnePage,
  }),
})
