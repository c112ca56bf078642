// Where the figures of a bulletin come from: the replies of the reports, the page, projects, checks, assessment and good practice, as its readers may know them.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { within } from '#engine/permit.ts'
import { addDays, addMonths, type Month, monthSpan, startOfDay } from '#kernel/time.ts'
import type { Assessment, AssessmentLine } from '#modules/assessments/contract.ts'
import { sheetOf, sheetsOf } from '#modules/assessments/queries.ts'
import { summaryOf } from '#modules/checks/results.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import type { ToldShare } from '#modules/improvements/shapes-projects.ts'
import { toldShare } from '#modules/improvements/told.ts'
import { caseReport } from '#modules/insight/case-report.ts'
import type { CaseReport, MonthReport } from '#modules/insight/contract.ts'
import type { OnePage } from '#modules/insight/contract-page.ts'
import { pageOf } from '#modules/insight/page.ts'
import { monthReport } from '#modules/insight/report.ts'
import { spreadOf } from '#modules/practices/queries.ts'
import { everyReaderOf } from '#src/scopes.ts'

type Project = { readonly title: string; readonly news: string; readonly department: string | null }
type Practice = { readonly title: string; readonly what: string; readonly department: string | null }

export type Sources = {
  readonly month: Month
  readonly hospital: string
  readonly departmentId: string | null
  /** As the report names it, with its campus where there are several. */
  readonly department: string | null
  readonly at: Date
  /** Of a department: too few were discharged to say anything of them, here or by subtraction. */
  readonly few: boolean
  readonly report: MonthReport
  readonly before: MonthReport
  readonly cases: CaseReport
  readonly casesBefore: CaseReport
  readonly page: OnePage
  readonly told: ToldShare
  readonly projects: readonly Project[]
  /** The hospital's: what the checks of the month found, once it is told; nobody is named. */
  readonly checks: Awaited<ReturnType<typeof summaryOf>>
  /** The hospital's: sheets that have gone out, of the month before where none of this one have; a department's: its own. */
  readonly sheets: readonly AssessmentLine[]
  readonly sheet: Assessment | null
  readonly spread: Awaited<ReturnType<typeof spreadOf>>
  readonly practices: readonly Practice[]
}

const projectsOf = async (ctx: Ctx, from: string, until: string): Promise<Project[]> => {
  const { rows } = await sql<Project>`
    select projects.title, projects.news, d.name as department from projects left join departments d on d.id = projects.department_id
    where projects.status = 'succeeded' and projects.closed_at >= ${startOfDay(from)} and projects.closed_at < ${startOfDay(until)}
      and ${within(ctx.me, 'project.read', 'projects')} order by projects.closed_at, projects.id`.execute(ctx.tx)
  return rows
}

/** What was recognised in the month; of a department what it was told of, too. */
const practicesOf = async (ctx: Ctx, from: string, until: string, departmentId: string | null): Promise<Practice[]> => {
  const { rows } = await sql<Practice>`
    select practices.title, practices.what, d.name as department from practices left join departments d on d.id = practices.department_id
    where practices.status in ('recognised', 'told') and practices.decided_at >= ${startOfDay(from)} and practices.decided_at < ${startOfDay(until)}
      and (${departmentId}::uuid is null or practices.department_id = ${departmentId}::uuid
        or exists (select from practice_tellings t where t.practice_id = practices.id and t.department_id = ${departmentId}::uuid))
    order by practices.decided_at, practices.id limit 12`.execute(ctx.tx)
  return rows
}

/** Sheets of a month that departments have before them. */
const sentOf = async (ctx: Ctx, month: Month): Promise<AssessmentLine[]> =>
  (await sheetsOf(ctx, { month, limit: 1000 })).rows.filter(({ status }) => status !== 'draft')

/** Reads everything for a bulletin at one moment. Whoever asks, it is reckoned for those who will read it. */
export const sourcesOf = async (asker: Ctx, month: Month, departmentId: string | null): Promise<Sources> => {
  const ctx: Ctx = { ...asker, me: everyReaderOf(departmentId) }
  const whole: Ctx = { ...asker, me: everyReaderOf() }
  const { from, until } = monthSpan(month)
  const last = addDays(until, -1)
  const earlier = addMonths(month, -1)
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const report = await monthReport(ctx, { month })
  const place =
    departmentId && (await monthReport(whole, { month })).by.department.find(({ key }) => key === departmentId)
  const own = await sentOf(ctx, month)
  const sheets = own.length > 0 ? own : await sentOf(ctx, earlier)
  return {
    month,
    hospital: hospitalName,
    departmentId,
    department: departmentId ? report.departmentName : null,
    at: ctx.now,
    few: place ? place.hidden : false,
    report,
    before: await monthReport(ctx, { month: earlier }),
    cases: await caseReport(ctx, { from: month }),
    casesBefore: await caseReport(ctx, { from: earlier }),
    page: await pageOf(ctx, month),
    told: await toldShare(ctx, { from, to: last }),
    projects: await projectsOf(ctx, from, until),
    // What every caller has been told of his own, together; each check is kept from the one whose call it was.
    checks: departmentId ? null : await summaryOf({ ...ctx, me: systemMe }, month),
    sheets: departmentId ? [] : sheets,
    sheet: departmentId && sheets[0] ? await sheetOf(ctx, sheets[0].id) : null,
    spread: await spreadOf(whole, { from, to: last }),
    practices: await practicesOf(ctx, from, until, departmentId),
  }
}
