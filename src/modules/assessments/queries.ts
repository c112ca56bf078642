// The sheets as their reader may see them: of a month, one with its lines and the matters behind them, and of a year.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterText, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import type { ParsedOf, ReplyOf } from '#kernel/contract.ts'
import { notFound } from '#kernel/refusal.ts'
import type { Words } from '#kernel/words.ts'
import { w } from '#kernel/words.ts'
import { departmentName } from '#modules/directory/departments.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { type Assessment, type AssessmentLine, assessments, type SheetLine, type YearSheet } from './contract.ts'
import { assessmentLifecycle } from './lifecycle.ts'
import { type Rules, rounded, sentenceOf } from './rules.ts'

type Row = Omit<AssessmentLine, 'can' | 'rank'> & { rank: number | null; heard: boolean; isCriticised: boolean }

const isRead = (ctx: Ctx) => within(ctx.me, 'assessment.read', 'assessments')

/** Ranks are among all sheets of the month that have gone out, whoever reads. */
const select = (rankedFrom: number): RawBuilder<Row> => sql<Row>`
  select assessments.id, assessments.department_id as "departmentId", ${departmentName} as department, assessments.month, assessments.status,
    assessments.total, assessments.discharges, assessments.objections_open as objections, assessments.object_until as "objectUntil",
    assessments.accepted_at is not null as accepted, assessments.heard, assessments.criticised as "isCriticised",
    case when assessments.discharges >= ${rankedFrom} then (
      select count(*)::int + 1 from assessments o where o.month = assessments.month and o.discharges >= ${rankedFrom}
        and o.total > assessments.total) end as rank,
    (select count(*)::int from assessment_lines l where l.assessment_id = assessments.id and l.tone = 'praise') as praised,
    (select count(*)::int from assessment_lines l where l.assessment_id = assessments.id and l.tone = 'criticism' and (l.points < 0 or l.kind = 'manual')) as criticised
  from assessments join departments d on d.id = assessments.department_id`

const lineOf = (ctx: Ctx, { heard, isCriticised, ...row }: Row): AssessmentLine => ({
  ...row,
  can: can(ctx.me, assessmentLifecycle, {
    ...{
      status: row.status,
      department_id: row.departmentId,
      heard,
      objections_open: row.objections,
      criticised: isCriticised,
    },
  }),
})

/** The sheets of a month, by name of department; with the months that have any. */
export const sheetsOf = async (
  ctx: Ctx,
  { month, departmentId, after, limit }: ParsedOf<typeof assessments.list>,
): Promise<ReplyOf<typeof assessments.list>> => {
  const { rows: found } = await sql<{ month: string }>`select distinct month from assessments where ${isRead(ctx)}
    ${departmentId ? sql`and department_id = ${departmentId}` : sql``} order by month desc limit 60`.execute(ctx.tx)
  const months = found.map((one) => one.month)
  const shown = month ?? months[0] ?? null
  const place = afterText(after)
  const rankedFrom = await standardOf(ctx, 'rankedFrom')
  const { rows } = await sql<Row & { key: string }>`
    ${select(rankedFrom)} where assessments.month = ${shown} and ${isRead(ctx)}
      ${departmentId ? sql`and assessments.department_id = ${departmentId}` : sql``}
      and ${place ? sql`(${departmentName}, assessments.id) > (${place.key}, ${place.id}::uuid)` : sql`true`}
    order by ${departmentName}, assessments.id limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.department, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next, month: shown, months }
}

export const list = handle(assessments.list, sheetsOf)

type LineRow = Omit<SheetLine, 'sentence' | 'cases' | 'casesHidden' | 'figure'>

/** One sheet with its lines; *not found* to those who may not see it yet. */
export const sheetOf = async (ctx: Ctx, id: string): Promise<Assessment> => {
  const { rows } =
    await sql<Row>`${select(await standardOf(ctx, 'rankedFrom'))} where assessments.id = ${id} and ${isRead(ctx)}`.execute(
      ctx.tx,
    )
  if (!rows[0]) throw notFound()
  type More = Omit<Assessment, keyof AssessmentLine | 'lines'> & { rules: Rules }
  const { rows: more } = await sql<More>`
    select a.base, a.rule_set_id as "ruleSetId", r.number as "ruleSetNumber", r.name as "ruleSetName", a.drafted_at as "draftedAt",
      a.sent_at as "sentAt", a.accepted_at as "acceptedAt", x.name as "acceptedBy", c.name as "consentedBy",
      a.consented_at as "consentedAt", a.final_at as "finalAt", f.name as "finalBy", a.words, r.rules
    from assessments a join rule_sets r on r.id = a.rule_set_id left join staff x on x.id = a.accepted_by_id
    left join staff c on c.id = a.consented_by_id left join staff f on f.id = a.final_by_id where a.id = ${id}`.execute(
    ctx.tx,
  )
  const { rows: lines } = await sql<LineRow>`
    select l.id, l.kind, l.item, l.words, l.tone, l.reckoned, l.points,
      coalesce((l.figure->>'hidden')::boolean, false) as hidden, l.reason, l.source, o.month as "ofMonth",
      l.objection, b.name as "objectedBy", l.objected_at as "objectedAt", l.upheld, l.answer, y.name as "answeredBy"
    from assessment_lines l left join assessments o on o.id = l.of_id left join staff b on b.id = l.objected_by_id
    left join staff y on y.id = l.answered_by_id where l.assessment_id = ${id} order by l.position, l.id`.execute(
    ctx.tx,
  )
  type Behind = SheetLine['cases'][number] & { line: string; seen: boolean }
  const { rows: behind } = await sql<Behind>`
    select x.line_id as line, cases.id, cases.number, cases.kind, cases.category, cases.received_at as "receivedAt",
      coalesce(${within(ctx.me, 'case.read', 'cases')}, false) as seen
    from assessment_cases x join assessment_lines l on l.id = x.line_id join cases on cases.id = x.case_id
    where l.assessment_id = ${id} order by cases.received_at, cases.id`.execute(ctx.tx)
  const byLine = Map.groupBy(behind, ({ line }) => line)
  const { rules, ...sheet } = more[0]!
  const sentences = new Map<string, [string, Words]>(
    rules.items.map((item) => [item.key, [item.figure, sentenceOf(item)]]),
  )
  return {
    ...lineOf(ctx, rows[0]),
    ...sheet,
    lines: lines.map((line) => {
      const all = byLine.get(line.id) ?? []
      const [figure, sentence] = sentences.get(line.item) ?? [null, null]
      const cases = all.filter(({ seen }) => seen).map(({ line: _, seen: __, ...one }) => one)
      return { ...line, figure, sentence, cases, casesHidden: all.length - cases.length }
    }),
  }
}

export const get = handle(assessments.get, (ctx, { id }) => sheetOf(ctx, id))

type MonthRow = {
  id: string
  departmentId: string
  department: string
  month: string
  status: 'final'
  total: number
  praised: number
  criticised: number
}
type ItemRow = { departmentId: string; item: string; words: Words | null; rules: Rules; points: number; months: number }

/** A year: what its final months come to, department by department, and by which rules. */
export const yearOf = async (
  ctx: Ctx,
  { year: asked, departmentId }: { readonly year: string; readonly departmentId?: string | undefined },
): Promise<YearSheet> => {
  const of = departmentId ? sql<boolean>`assessments.department_id = ${departmentId}` : sql<boolean>`true`
  const inYear = sql<boolean>`left(assessments.month, 4) = ${asked} and ${isRead(ctx)} and ${of}`
  const { rows } = await sql<MonthRow>`
    select assessments.id, assessments.department_id as "departmentId", ${departmentName} as department, assessments.month, assessments.status,
      assessments.total,
      (select count(*)::int from assessment_lines l where l.assessment_id = assessments.id and l.tone = 'praise') as praised,
      (select count(*)::int from assessment_lines l where l.assessment_id = assessments.id and l.tone = 'criticism' and (l.points < 0 or l.kind = 'manual')) as criticised
    from assessments join departments d on d.id = assessments.department_id where ${inYear} order by d.name, d.id, assessments.month`.execute(
    ctx.tx,
  )
  const { rows: items } = await sql<ItemRow>`
    select assessments.department_id as "departmentId", case when l.kind = 'rule' then l.item else l.kind end as item, null as words,
      (array_agg(r.rules order by assessments.month desc))[1] as rules, sum(l.points)::int as points,
      (count(distinct assessments.month))::int as months
    from assessments join assessment_lines l on l.assessment_id = assessments.id join rule_sets r on r.id = assessments.rule_set_id
    where assessments.status = 'final' and l.points <> 0 and ${inYear} group by 1, 2 order by 5`.execute(ctx.tx)
  const wordsOf = ({ item, rules }: ItemRow): Words => {
    if (item === 'manual') return w('监察室表扬与批评', 'Praise and criticism by supervision')
    if (item === 'correction') return w('对以前月份的更正', 'Corrections of earlier months')
    const found = rules.items.find(({ key }) => key === item)
    return found ? sentenceOf(found) : w(item, item)
  }
  const departments: YearSheet['departments'] = [...Map.groupBy(rows, (row) => row.departmentId)].map(
    ([id, months]) => {
      const final = months.filter(({ status }) => status === 'final')
      const sum = final.reduce((so, { total }) => so + total, 0)
      return {
        id,
        name: months[0]!.department,
        final: final.length,
        sum,
        mean: final.length === 0 ? null : rounded(sum / final.length),
        praised: final.reduce((so, it) => so + it.praised, 0),
        criticised: final.reduce((so, it) => so + it.criticised, 0),
        months: months.map(({ id: sheet, month, status, total }) => ({ id: sheet, month, status, total })),
        items: items
          .filter((item) => item.departmentId === id)
          .map((item) => ({ item: item.item, words: wordsOf(item), points: item.points, months: item.months })),
      }
    },
  )
  return { year: asked, departments }
}

export const year = handle(assessments.year, yearOf)
