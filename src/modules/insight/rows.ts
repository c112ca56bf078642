// The rows behind a figure: the same stays, calls and opinions that the figure counts, scoped and masked.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterDay, afterInstant, paged } from '#engine/page.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { dimensions } from '#modules/followups/questions.ts'
import { isFollowUp } from '#modules/followups/tasks.ts'
import { type BriefRow, patientBrief } from '#modules/patients/queries.ts'
import { caseCounts } from './case-cells.ts'
import { countColumns } from './cells.ts'
import { type MonthReport, reports } from './contract.ts'
import { standingOf } from './matters.ts'
import { type CaseCounts, mattersOfPeriod, noCounts, reckon, reckonCases } from './reckoning.ts'
import { atOneMoment, reckoningOf, reportOf, tooFew } from './report.ts'
import { opinionIsSeen, type Question, readsIntegrity, type SliceName, sliceNames, staysOf } from './stays.ts'
import { countOf, inWindow, type Sought, windowsOf } from './windows.ts'
import { categoryLetters, excludedNames, outcomeNames, unreachedNames } from './words.ts'

/** What a figure counts: stays `s` under a condition, or something of theirs, joined, a row each. */
type Figure = {
  readonly where: RawBuilder<unknown>
  readonly join?: RawBuilder<unknown>
  readonly key?: RawBuilder<unknown>
  readonly detail?: RawBuilder<unknown>
}

const ofStays = (where: RawBuilder<unknown>): Figure => ({ where })

const opinionRows = (ctx: Ctx, where: RawBuilder<unknown>): Figure => ({
  join: sql`join tasks t on t.encounter_id = s.id and ${isFollowUp} and ${opinionIsSeen(ctx.me)}`,
  key: sql`t.id`,
  detail: sql`coalesce(t.opinion_category, '')`,
  where,
})

const { opinions: _opinions, attempts: _attempts, ...counted } = countColumns
/** What is counted stay by stay, by the same conditions as it is counted. */
const plain: Readonly<Record<string, RawBuilder<unknown>>> = {
  ...Object.fromEntries(Object.entries(counted).map(([name, where]) => [name.replaceAll('_', '-'), where])),
  due: sql`not excluded`,
  unreached: sql`unreached`,
  unasked: sql`outcome = 'reached' and grade is null`,
}

/** The figure of a name, as SQL; one that does not exist is *not found*. */
const figureOf = (ctx: Ctx, name: string): Figure => {
  if (Object.hasOwn(plain, name)) return ofStays(plain[name]!)
  const [kind = '', key = ''] = name.split(':', 2)
  if (kind === 'excluded' && excludedNames[key]) return ofStays(sql`s.excluded and s.outcome = ${key}`)
  if (kind === 'unreached' && unreachedNames[key]) return ofStays(sql`s.unreached and s.outcome = ${key}`)
  if (kind === 'dimension' && Object.hasOwn(dimensions, key) && (key !== 'integrity' || readsIntegrity(ctx.me)))
    return ofStays(sql`exists (select from answers a where a.task_id = s.graded_task_id and a.dimension = ${key})`)
  if (name === 'opinions') return opinionRows(ctx, sql`true`)
  if (kind === 'opinion' && categoryLetters.includes(key))
    return opinionRows(ctx, sql`coalesce(left(t.opinion_category, 1), 'none') = ${key}`)
  if (name === 'attempts')
    return {
      join: sql`join tasks t on t.encounter_id = s.id and ${isFollowUp} join attempts a on a.task_id = t.id join contacts k on k.id = a.contact_id`,
      key: sql`k.id`,
      detail: sql`concat_ws(' ', to_char(timezone('UTC', k.started_at) + interval '8 hours', 'YYYY-MM-DD'), k.disposition)`,
      where: sql`true`,
    }
  throw notFound()
}

/** Whether a figure is one that the report may hide on its own account. */
const mayBeHidden = (name: string): boolean =>
  plain[name] === undefined || /^(graded|satisfied|fairly|dissatisfied|unasked|first-call)/.test(name)

/** Whether the report shows the group that a figure stands for. */
const isShown = (report: MonthReport, name: string): boolean => {
  const [kind, key] = name.split(':', 2)
  if (kind === 'unreached') return report.unreached.find((one) => one.key === key)?.count !== null
  if (kind === 'opinion') return report.opinions.byCategory.find((one) => one.key === key)?.count !== null
  if (kind === 'dimension') return report.dimensions.find((one) => one.key === key)?.hidden !== true
  if (name === 'fairly' || name === 'dissatisfied') return report.satisfaction[name] !== null
  if (name.startsWith('first-call')) return !report.firstContactInTime.hidden
  return plain[name] === undefined || !report.satisfaction.rate.hidden
}

/** `group=外科` in its two parts. */
const partsOf = (text: string): { name: SliceName; key: string } => {
  const at = text.indexOf('=')
  return { name: text.slice(0, at) as SliceName, key: text.slice(at + 1) }
}

const notSeenYet = () =>
  conflict(
    w(
      '这位回访员当月的成绩卡本人还没有看过，本人看过后显示。',
      'This caller has not seen the card of the month yet; it is shown once that is so.',
    ),
  )

/** A slice as it is asked for; one that the report hides, or a part of it under five, is refused. */
const sliceOf = (report: MonthReport, text: string): RawBuilder<unknown> => {
  const { name, key: wanted } = partsOf(text)
  if (!sliceNames.includes(name)) throw notFound()
  const slice = report.by[name].find(({ key }) => key === wanted)
  if (!slice) throw notFound()
  if (slice.unseen) throw notSeenYet()
  if (slice.hidden) throw tooFew()
  return sql`${sql.ref(`s.${name}`)} = ${slice.key}`
}

type EncounterRow = BriefRow & {
  k: string
  id: string
  admission_count: number
  campus: string | null
  department_name: string
  department_id: string | null
  department_group: string | null
  admitted_on: string | null
  discharged_on: string
  diagnosis: string | null
  procedure: string | null
  leaving: string
  attending: string | null
  newborn: boolean
  age_years: number | null
  outcome: string
  grade: string | null
  calls: number
  detail: string | null
}

const detailOf = (figure: string, detail: string | null): string | null => {
  if (detail === null) return null
  if (figure !== 'attempts') return detail === '' ? '未分类' : categoryWords(detail).zh
  const [day, disposition] = detail.split(' ')
  return `${day} ${wordsOfDisposition(disposition ?? '').zh}`
}

const present = (ctx: Ctx, figure: string) => (row: EncounterRow) => ({
  id: row.id,
  patient: patientBrief(row, ctx.now, row.age_years),
  admissionCount: row.admission_count,
  campus: row.campus,
  department: row.department_name,
  departmentConfirmed: row.department_id !== null,
  group: row.department_group,
  admittedOn: row.admitted_on,
  dischargedOn: row.discharged_on,
  diagnosis: row.diagnosis,
  procedure: row.procedure,
  leaving: row.leaving as 'home',
  attending: row.attending,
  newborn: row.newborn,
  outcome: row.outcome,
  outcomeName: outcomeNames[row.outcome]?.zh ?? row.outcome,
  satisfaction: row.grade,
  calls: row.calls,
  key: row.k,
  detail: detailOf(figure, row.detail),
})

/**
 * The rows that a figure counts: as many as the figure says, calls and opinions a row each, stays otherwise. What the
 * report hides is refused; what it does not know is *not found*.
 */
export const rows = handle(reports.rows, (reader, asked) => atOneMoment(reader, (ctx) => rowsOf(ctx, asked)))

const rowsOf = async (
  ctx: Ctx,
  { period, figure: name, slice, departmentId, after, limit }: ParsedOf<typeof reports.rows>,
) => {
  const asked = { period, departmentId }
  const { question, rules } = await reckoningOf(ctx, asked)
  const figure = figureOf(ctx, name)
  const report = slice || mayBeHidden(name) ? await reportOf(ctx, asked) : null
  if (report && mayBeHidden(name) && !isShown(report, name)) throw tooFew()
  const within = report && slice ? sliceOf(report, slice) : sql`true`
  const key = figure.key ?? sql`s.id`
  const cursor = afterDay(after)
  const one = slice ? partsOf(slice) : null
  const found: EncounterRow[] = []
  for await (const window of windowsOf(
    ctx,
    question,
    { name, slice: one },
    cursor?.key ?? question.period.from,
    limit + 1,
  )) {
    const { rows } = await sql<EncounterRow>`
      with ${staysOf(ctx, question, inWindow(window))},
      counted as (
        select ${key} as k, s.id, s.discharged_on, s.outcome, s.grade, s.attempts as calls, ${figure.detail ?? sql`null`} as detail
        from stays s ${figure.join ?? sql``} where ${within} and ${figure.where}
      )
      select n.k, n.outcome, n.grade, n.calls, n.detail,
        e.id, e.admission_count, campuses.name as campus, e.department_name, e.department_id, e.department_group, e.admitted_on,
        e.discharged_on, e.diagnosis, e.procedure, e.leaving, e.attending, e.newborn, e.age_years,
        p.id as "patientId", p.name as "patientName", p.sex as "patientSex", p.born_on as "bornOn",
        p.record_number as "recordNumber", p.contactable, p.died_on as "diedOn"
      from counted n join encounters e on e.id = n.id join patients p on p.id = e.patient_id
      left join campuses on campuses.id = e.campus_id
      where ${cursor ? sql`(n.discharged_on, n.k) > (${cursor.key}::date, ${cursor.id}::uuid)` : sql`true`}
      order by n.discharged_on, n.k limit ${limit + 1 - found.length}`.execute(ctx.tx)
    found.push(...rows)
    if (found.length > limit) break
  }
  const { page, next } = paged(found, limit, (row) => ({ key: row.discharged_on, id: row.k }))
  const total = await totalOf(ctx, question, { name, slice: one }, async () => {
    const { rows } = await sql<{ n: number }>`
      with ${staysOf(ctx, question)}
      select count(*)::int as n from stays s ${figure.join ?? sql``} where ${within} and ${figure.where}`.execute(
      ctx.tx,
    )
    return rows[0]!.n
  })
  // Within a group that is shown, a reason or category of its own is a smaller group.
  if (slice && name.includes(':') && total > 0 && total < rules.shownFrom) throw tooFew()
  return { rows: page.map(present(ctx, name)), next, total }
}

/** How many rows there are in all: the figure itself; counted only where no report tells it, a reason within a group. */
const totalOf = async (
  ctx: Ctx,
  question: Question,
  { name, slice }: Sought,
  counted: () => Promise<number>,
): Promise<number> => {
  if (slice && name.includes(':')) return counted()
  const it = await reckon(ctx, question)
  const [kind, key = ''] = name.split(':', 2)
  if (kind === 'opinion') return it.opinions[key] ?? 0
  if (kind === 'dimension') return it.dimensions[key]?.people ?? 0
  if (name.includes(':')) return it.outcomes[key] ?? 0
  return countOf[name]!(slice ? (it.by[slice.name][slice.key] ?? noCounts) : it.total)
}

type CaseFigure = {
  readonly where: (now: Date) => RawBuilder<unknown>
  readonly count: (counts: CaseCounts) => number
}
const { opened, judged, in_time, archived, archived_by_person, second_rounds, open } = caseCounts
const caseFigures: Readonly<Record<string, CaseFigure>> = {
  opened: { where: opened, count: (it) => it.opened },
  judged: { where: judged, count: (it) => it.judged },
  'in-time': { where: (now) => sql`${judged(now)} and ${in_time()}`, count: (it) => it.inTime },
  late: { where: (now) => sql`${judged(now)} and not ${in_time()}`, count: (it) => it.judged - it.inTime },
  archived: { where: archived, count: (it) => it.archived },
  'archived-by-person': { where: archived_by_person, count: (it) => it.archivedByPerson },
  'second-round': { where: second_rounds, count: (it) => it.secondRounds },
  open: { where: open, count: (it) => it.open },
}

/** The cases that a figure counts, of those that the reader may read. */
export const caseRows = handle(reports.caseRows, async (ctx, { period, figure, departmentId, after, limit }) => {
  const { question } = await reckoningOf(ctx, { period, departmentId })
  const standing = await standingOf(ctx)
  const cursor = afterInstant(after)
  type Row = {
    id: string
    number: string
    status: string
    department: string | null
    category: string
    received_at: Date
  }
  const found = await sql<Row>`
    with ${mattersOfPeriod(ctx, question, standing)},
    counted as (select * from matters where ${caseFigures[figure]!.where(standing.now)})
    select n.id, n.number, n.status, d.name as department, n.category, n.received_at
    from counted n left join departments d on d.id = n.concerned_id
    where ${cursor ? sql`(n.received_at, n.id) > (${cursor.key}, ${cursor.id}::uuid)` : sql`true`}
    order by n.received_at, n.id limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(found.rows, limit, (row) => ({ key: row.received_at, id: row.id }))
  return {
    rows: page.map(({ received_at, category, ...row }) => ({
      ...row,
      category: categoryWords(category).zh,
      receivedOn: dayOf(received_at),
    })),
    next,
    total: caseFigures[figure]!.count(await reckonCases(ctx, question)),
  }
})
