// What can be asked of the reports: every figure with its numerator, denominator and exclusions, and the rows it counts.
import { z } from 'zod'
import { contract, DayText, Flag, get, Id, Instant, MonthText, Paging, pageOf } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { EncounterLine } from '#modules/patients/contract.ts'

/** A day that a report may speak of. */
const Day = DayText.refine((day) => day >= '1900-01-01' && day < '2200-01-01', '没有这样的日期')
const Period = z.string().regex(/^(19|20)\d{2}(-(0[1-9]|1[0-2]))?$/, '月份写作 2011-03，年份写作 2011')
/** A share with what it is a share of; null figures are hidden because they stand for fewer than five people. */
export const Rate = z.object({
  numerator: z.int().nullable(),
  denominator: z.int().nullable(),
  rate: z.number().nullable(),
  hidden: z.boolean(),
  ranked: z.boolean().describe('at least 30: may be compared'),
})
export type Rate = z.output<typeof Rate>
const Slice = z.object({
  key: z.string(),
  label: z.string(),
  discharges: z.int().nullable(),
  excluded: z.int().nullable(),
  due: z.int().nullable(),
  reached: Rate,
  satisfied: Rate,
  opinions: z.int().nullable(),
  hidden: z.boolean(),
  unseen: z.boolean().optional().describe('of a caller: hidden because his card of the month is his alone as yet'),
})

export const MonthReport = z.object({
  period: z.string(),
  from: z.string(),
  until: z.string(),
  departmentName: z.string().nullable(),
  discharges: z.int(),
  excluded: z.array(z.object({ key: z.string(), label: z.string(), count: z.int() })),
  due: z.int(),
  reached: Rate,
  pending: z.int(),
  notReached: z.int().describe('due − reached − pending'),
  unreached: z.array(z.object({ key: z.string(), label: z.string(), count: z.int().nullable() })),
  attempts: z.int(),
  firstContactInTime: Rate,
  satisfaction: z.object({
    satisfied: z.int().nullable(),
    fairly: z.int().nullable(),
    dissatisfied: z.int().nullable(),
    unasked: z.int().nullable(),
    rate: Rate,
  }),
  dimensions: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      answered: z.int().nullable(),
      score: z.number().nullable(),
      hidden: z.boolean(),
    }),
  ),
  by: z.object({
    campus: z.array(Slice),
    group: z.array(Slice),
    department: z.array(Slice),
    caller: z.array(Slice).describe('empty for leadership and departments'),
    sex: z.array(Slice),
    age: z.array(Slice),
  }),
  opinions: z.object({
    total: z.int(),
    byCategory: z.array(z.object({ key: z.string(), label: z.string(), count: z.int().nullable() })),
  }),
  cases: z.object({
    opened: z.int(),
    answeredInTime: Rate,
    archived: z.int(),
    archivedByPerson: z.int(),
    secondRounds: z.int(),
    open: z.int(),
  }),
  targets: z.object({ reached: z.number(), satisfied: z.number() }),
  rules: z.object({ shownFrom: z.int(), rankedFrom: z.int(), firstCallDays: z.int() }),
  notes: z.array(z.string()).describe('how the figures are counted'),
})
export type MonthReport = z.output<typeof MonthReport>

const Count = z.object({ key: z.string(), label: z.string(), count: z.int() })
/** The report on cases: complaints judged and graded, everything that was registered, promises and stopped clocks. */
export const CaseReport = z.object({
  from: z.string(),
  to: z.string().describe('the last day'),
  asOf: z.string(),
  rows: z.int(),
  takenOver: z.int(),
  registered: z.array(Count),
  complaints: z.int(),
  judged: z.object({ inTime: z.int(), late: z.int(), openInTime: z.int(), openLate: z.int(), rate: Rate }),
  grades: z.object({ satisfied: z.int(), fairly: z.int(), dissatisfied: z.int(), ungraded: z.int(), rate: Rate }),
  secondRounds: z.int(),
  byCategory: z.array(Count),
  paused: z.object({ cases: z.int(), days: z.int() }),
  promises: z
    .object({ due: z.int(), kept: z.int(), late: z.int(), cancelled: z.int(), rate: Rate })
    .nullable()
    .describe('null for those who may not read promises'),
})
export type CaseReport = z.output<typeof CaseReport>

export const reports = contract('report', '/reports', {
  month: get('/month', {
    title: w('月报', 'Monthly report'),
    query: z.object({ month: MonthText, departmentId: Id.optional() }),
    reply: MonthReport,
  }),
  year: get('/year', {
    title: w('年报', 'Yearly report'),
    query: z.object({ year: z.string().regex(/^(19|20)\d{2}$/, '年份写作 2011'), departmentId: Id.optional() }),
    reply: MonthReport,
  }),
  /** What one figure of a report counts: a row for each discharge, call or opinion, as many as the figure says. */
  rows: get('/rows', {
    title: w('明细', 'The rows of a figure'),
    query: Paging.extend({
      period: Period,
      figure: z
        .string()
        .max(60)
        .describe(
          'discharges, excluded, excluded:died, due, reached, pending, unreached, unreached:no-answer, attempts, first-call-judged, first-call-in-time, graded, satisfied, fairly, dissatisfied, unasked, dimension:nurses, opinions, opinion:D',
        ),
      slice: z
        .string()
        .max(120)
        .optional()
        .describe('group=外科, department=<id>, campus=<id>, caller=<id>, sex=male, age=0-13'),
      departmentId: Id.optional(),
    }),
    reply: pageOf(
      EncounterLine.extend({
        key: Id.describe('of what is counted: the stay, the call or the task with the opinion'),
        outcome: z.string(),
        outcomeName: z.string(),
        satisfaction: z.string().nullable(),
        calls: z.int(),
        detail: z.string().nullable().describe('the category of an opinion, the day and end of a call'),
      }),
    ),
  }),
  caseRows: get('/case-rows', {
    title: w('诉求明细', 'The cases of a figure'),
    query: Paging.extend({
      period: Period,
      figure: z.enum(['opened', 'judged', 'in-time', 'late', 'archived', 'archived-by-person', 'second-round', 'open']),
      departmentId: Id.optional(),
    }),
    reply: pageOf(
      z.object({
        id: Id,
        number: z.string(),
        status: z.string(),
        department: z.string().nullable(),
        category: z.string(),
        receivedOn: z.string(),
      }),
    ),
  }),
  cases: get('/cases', {
    title: w('诉求报表', 'Report on cases'),
    query: z.object({
      from: MonthText,
      to: MonthText.optional(),
      departmentId: Id.optional(),
      asOf: Day.optional().describe('judged as of the end of this day; today where none is named'),
    }),
    reply: CaseReport,
  }),
  export: get('/month.xlsx', {
    verb: 'report.export',
    title: w('导出月报', 'Export the report'),
    query: z.object({ month: Period, departmentId: Id.optional() }),
    carriage: 'file',
  }),
})

const Listed = z.string().max(200)
/** By what the register is filtered and ordered; every number of the board and of the report on cases is one of these. */
export const RegisterFilter = Paging.extend({
  q: z.string().max(60).optional(),
  kind: Listed.optional().describe('complaint,staff'),
  category: z.string().max(4).optional().describe('A, A4, or none'),
  said: z.string().max(100).optional().describe('the words of an old register that are no category of ours'),
  department: z
    .union([Id, z.literal('none')])
    .optional()
    .describe('that handles it, else that it concerns'),
  part: Id.optional().describe('a department that handles it, or helps with it'),
  severity: z.coerce.number<number>().int().min(0).max(3).optional(),
  urgency: z.coerce.number<number>().int().min(0).max(3).optional(),
  channel: z.string().max(40).optional(),
  owner: Id.optional(),
  state: z.string().max(20).optional(),
  open: Flag.optional(),
  late: Flag.optional(),
  soon: Flag.optional().describe('late before the end of the next working day'),
  waiting: z.enum(['centre', 'department', 'supervision', 'leadership', 'person', 'outside']).optional(),
  judged: Listed.optional().describe('in-time, late, open-in-time, open-late'),
  grade: Listed.optional().describe('satisfied, fairly, dissatisfied, none'),
  round: z.enum(['first', 'second', 'third']).optional().describe('second: or a later one'),
  asked: z
    .enum(['all', 'once', 'anew', 'transfer', 'again', 'back', 'owner', 'sheet', 'repeat'])
    .optional()
    .describe('whether it had to be told more than once, and by which sign'),
  takenOver: Flag.optional(),
  paused: Flag.optional().describe('its clock was stopped once'),
  from: Day.optional().describe('received on this day or later'),
  to: Day.optional(),
  told: Day.optional().describe('told on this day'),
  closed: Day.optional().describe('archived on this day'),
  asOf: Day.optional().describe('judged as of the end of this day'),
  sort: z
    .enum(['received', 'due', 'told', 'number', 'severity', 'urgency', 'category', 'department', 'owner'])
    .default('received'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export const RegisterLine = z.object({
  id: Id,
  number: z.string(),
  externalNumber: z.string().nullable(),
  kind: z.string(),
  channel: z.string(),
  status: z.string(),
  waiting: z.enum(['centre', 'department', 'supervision', 'leadership', 'person', 'outside']).nullable(),
  category: z.string(),
  saidCategory: z.string().nullable(),
  categoryName: z.string(),
  severity: z.int(),
  urgency: z.int(),
  heated: z.boolean(),
  restricted: z.boolean(),
  takenOver: z.boolean(),
  text: z.string().describe('the first 80 characters'),
  department: z.string().nullable(),
  owner: z.string().nullable(),
  round: z.int(),
  receivedAt: Instant,
  dueAt: Instant,
  toldOn: z.string().nullable(),
  open: z.boolean(),
  late: z.boolean(),
  soon: z.boolean(),
  paused: z.boolean(),
  judged: z.string(),
  grade: z.enum(['satisfied', 'fairly', 'dissatisfied']).nullable(),
})
export type RegisterLine = z.output<typeof RegisterLine>

export const Part = z.object({ key: z.string(), label: z.string(), open: z.int(), late: z.int(), soon: z.int() })
const Parts = z.array(Part)
export const Board = z.object({
  at: Instant,
  open: z.int(),
  late: z.int(),
  soon: z.int(),
  paused: z.int(),
  today: z.object({ received: z.int(), told: z.int(), closed: z.int() }),
  by: z.object({
    waiting: Parts,
    kind: Parts,
    category: Parts,
    department: Parts,
    owner: Parts,
    severity: Parts,
    urgency: Parts,
    channel: Parts,
  }),
})
export type Board = z.output<typeof Board>

export const register = contract('case', '/register', {
  list: get('', {
    title: w('诉求登记簿', 'The register of cases'),
    query: RegisterFilter,
    reply: pageOf(RegisterLine),
  }),
  board: get('/board', { title: w('看板', 'The board'), reply: Board }),
})
