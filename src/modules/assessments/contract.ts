// What can be asked of the department assessment: the rules and their simulation, the sheets of a month, and of a year.
import { z } from 'zod'
import { Both, Can, contract, get, Id, Instant, MonthText, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const Year = z.string().regex(/^(19|20)\d{2}$/, '年份写作 2026')
const Hundredths = z.int().min(-1_000_000).max(1_000_000)

const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('piece'), points: Hundredths }),
  z.object({
    kind: z.literal('steps'),
    side: z.enum(['below', 'above']),
    steps: z.array(z.object({ at: Hundredths, points: Hundredths })).max(10),
  }),
  z.object({ kind: z.literal('band'), from: Hundredths, until: Hundredths, below: Hundredths, above: Hundredths }),
])
const Item = z.object({
  key: z.string().regex(/^[\w-]{1,40}$/),
  figure: z.string().max(40),
  shape: Shape,
  cap: z.int().max(10_000).nullable(),
  least: z.int().min(0).max(100_000),
  months: z.array(z.int().min(1).max(12)).max(12),
  praise: z.string().trim().max(200),
  criticism: z.string().trim().max(200),
})
const Rules = z.object({ base: z.int().min(0).max(100_000), items: z.array(Item).min(1, '至少写一条规则').max(40) })

const RuleSetLine = z.object({
  id: Id,
  number: z.int(),
  name: z.string(),
  status: z.enum(['draft', 'simulated', 'published', 'in-force', 'superseded', 'withdrawn']),
  fromMonth: z.string().nullable(),
  createdBy: z.string(),
  createdAt: Instant,
  publishedBy: z.string().nullable(),
  publishedAt: Instant.nullable(),
  items: z.int(),
  can: Can,
})
export type RuleSetLine = z.output<typeof RuleSetLine>

const Simulated = z.object({
  months: z.array(z.string()),
  departments: z.array(
    z.object({
      id: Id,
      name: z.string(),
      discharges: z.int(),
      mean: z.int().describe('hundredths, over the months'),
      from: z.int().describe('where 95 % of years would lie if nothing but chance differed'),
      until: z.int(),
      rank: z.int().nullable().describe('null: fewer than thirty discharges'),
      months: z.array(z.object({ month: z.string(), total: z.int() })),
      hits: z.array(z.object({ item: z.string(), points: z.int(), months: z.int() })),
    }),
  ),
  byChance: z.number().nullable().describe('how much of what sets departments apart chance alone would make, 0 to 1'),
})
export type Simulated = z.output<typeof Simulated>

const RuleSet = RuleSetLine.extend({
  rules: Rules,
  sentences: z.array(Both).describe('each rule as it is read'),
  words: z.string(),
  simulation: Simulated.extend({ at: Instant, by: z.string().nullable() })
    .nullable()
    .describe('of exactly these rules'),
})
export type RuleSet = z.output<typeof RuleSet>

const Draft = z.object({ name: words(2, 60), rules: Rules })

export const ruleSets = contract('ruleSet', '/rule-sets', {
  list: get('', { title: w('考核办法', 'Rules of assessment'), query: Paging, reply: pageOf(RuleSetLine) }),
  get: get('/{id}', { title: w('一版考核办法', 'One version of the rules'), reply: RuleSet }),
  create: post('', { title: w('起草考核办法', 'Draft rules'), body: Draft, reply: RuleSet }),
  change: post('/{id}/change', { title: w('修改', 'Change'), body: Draft, reply: RuleSet }),
  simulate: post('/{id}/simulate', { title: w('试算', 'Simulate'), reply: RuleSet }),
  publish: post('/{id}/publish', {
    title: w('发布', 'Publish'),
    body: z.object({ fromMonth: MonthText, words: z.string().trim().max(500).default('') }),
    reply: RuleSet,
  }),
  withdraw: post('/{id}/withdraw', {
    title: w('撤回', 'Withdraw'),
    body: z.object({ words: words(4, 500) }),
    reply: RuleSet,
  }),
})

const Status = z.enum(['draft', 'sent', 'consenting', 'final'])
const AssessmentLine = z.object({
  id: Id,
  departmentId: Id,
  department: z.string(),
  month: z.string(),
  status: Status,
  total: z.int().describe('hundredths'),
  discharges: z.int(),
  rank: z.int().nullable().describe('among those of the month with thirty discharges at least'),
  praised: z.int(),
  criticised: z.int(),
  objections: z.int().describe('not answered yet'),
  objectUntil: Instant.nullable(),
  accepted: z.boolean(),
  can: Can,
})
export type AssessmentLine = z.output<typeof AssessmentLine>

const SheetLine = z.object({
  id: Id,
  kind: z.enum(['rule', 'manual', 'correction']),
  item: z.string(),
  figure: z.string().nullable(),
  words: Both,
  sentence: Both.nullable().describe('the rule'),
  tone: z.enum(['praise', 'criticism', 'plain']),
  reckoned: z.int(),
  points: z.int(),
  hidden: z.boolean().describe('of so few that the figure is not shown'),
  reason: z.string(),
  source: z.string(),
  ofMonth: z.string().nullable().describe('whose correction it is'),
  objection: z.string().nullable(),
  objectedBy: z.string().nullable(),
  objectedAt: Instant.nullable(),
  upheld: z.boolean().nullable(),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  cases: z.array(z.object({ id: Id, number: z.string(), kind: z.string(), category: z.string(), receivedAt: Instant })),
  casesHidden: z.int().describe('of those it rests on, how many the reader may not open'),
})
export type SheetLine = z.output<typeof SheetLine>

const Assessment = AssessmentLine.extend({
  base: z.int(),
  ruleSetId: Id,
  ruleSetNumber: z.int(),
  ruleSetName: z.string(),
  draftedAt: Instant,
  sentAt: Instant.nullable(),
  acceptedAt: Instant.nullable(),
  acceptedBy: z.string().nullable(),
  consentedBy: z.string().nullable(),
  consentedAt: Instant.nullable(),
  finalAt: Instant.nullable(),
  finalBy: z.string().nullable(),
  words: z.string(),
  lines: z.array(SheetLine),
})
export type Assessment = z.output<typeof Assessment>

const YearSheet = z.object({
  year: z.string(),
  departments: z.array(
    z.object({
      id: Id,
      name: z.string(),
      final: z.int().describe('months that are final; the others are not in the sum'),
      sum: z.int(),
      mean: z.int().nullable(),
      praised: z.int(),
      criticised: z.int(),
      months: z.array(z.object({ id: Id, month: z.string(), status: Status, total: z.int() })),
      items: z.array(z.object({ item: z.string(), words: Both, points: z.int(), months: z.int() })),
    }),
  ),
})
export type YearSheet = z.output<typeof YearSheet>

const Answer = z.object({ answer: words(4, 500) })

export const assessments = contract('assessment', '/assessments', {
  list: get('', {
    title: w('科室考核', 'Department assessment'),
    query: Paging.extend({
      month: MonthText.optional().describe('the latest with sheets where none is named'),
      departmentId: Id.optional(),
    }),
    reply: pageOf(AssessmentLine).extend({ month: z.string().nullable(), months: z.array(z.string()) }),
  }),
  year: get('/year', {
    title: w('年度考核', 'The year'),
    query: z.object({ year: Year, departmentId: Id.optional() }),
    reply: YearSheet,
  }),
  get: get('/{id}', { title: w('考核单', 'The sheet'), reply: Assessment }),
  draft: post('', {
    title: w('起草考核单', 'Draft the sheets'),
    body: z.object({ month: MonthText }),
    reply: z.object({ month: z.string(), drafted: z.int() }),
  }),
  recount: post('/{id}/recount', { title: w('重新计算', 'Count anew'), reply: Assessment }),
  add: post('/{id}/add', {
    title: w('加一条', 'Add a line'),
    body: z.object({
      tone: z.enum(['praise', 'criticism']),
      points: z.int().min(-10_000).max(10_000),
      reason: words(4, 300),
      source: words(2, 100).describe('依据：文件、抽查、会议'),
    }),
    reply: Assessment,
  }),
  remove: post('/{id}/lines/{lineId}/remove', { title: w('去掉一条', 'Remove a line'), reply: Assessment }),
  send: post('/{id}/send', { title: w('发给科室', 'Send to the department'), reply: Assessment }),
  accept: post('/{id}/accept', { title: w('无异议', 'Accept'), reply: Assessment }),
  object: post('/{id}/lines/{lineId}/object', {
    title: w('提出异议', 'Object'),
    body: z.object({ reason: words(6, 500) }),
    reply: Assessment,
  }),
  correct: post('/{id}/lines/{lineId}/correct', {
    title: w('更正', 'Correct'),
    body: Answer.extend({ points: z.int().min(-10_000).max(10_000) }),
    reply: Assessment,
  }),
  reject: post('/{id}/lines/{lineId}/reject', { title: w('维持', 'Stand by it'), body: Answer, reply: Assessment }),
  propose: post('/{id}/propose', { title: w('报院领导', 'Ask leadership'), reply: Assessment }),
  consent: post('/{id}/consent', { title: w('同意', 'Consent'), reply: Assessment }),
  decline: post('/{id}/decline', {
    title: w('退回', 'Send back'),
    body: z.object({ words: words(4, 500) }),
    reply: Assessment,
  }),
  finish: post('/{id}/finish', { title: w('定稿', 'Make final'), reply: Assessment }),
  xlsx: get('/{id}/assessment.xlsx', {
    verb: 'assessment.download',
    title: w('下载考核单', 'The sheet as XLSX'),
    carriage: 'file',
  }),
  yearXlsx: get('/year.xlsx', {
    verb: 'assessment.download',
    title: w('下载年度考核', 'The year as XLSX'),
    query: z.object({ year: Year, departmentId: Id.optional() }),
    carriage: 'file',
  }),
})
