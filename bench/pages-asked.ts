// The pages of figures that are timed: what is asked, by whom, and the bare SQL over the same tables.
import type { Ctx } from '#engine/ctx.ts'
import { addDays, type Day, monthOf } from '#kernel/time.ts'
import { figuresOf } from '#modules/assessments/figures.ts'
import { sourcesOf } from '#modules/bulletins/sources.ts'
import { modules } from '#src/modules.ts'
import { standardValue } from '#src/standards.ts'

export const firstCallDays = standardValue('firstContactWithin', {})

/** Who may look at figures: leadership, the centre, supervision, the head of one department, a caller. */
export const logins = ['director', 'lead', 'supervision', 'cardiology', 'caller1'] as const
export type ReaderLogin = (typeof logins)[number]
const judges: readonly ReaderLogin[] = ['director', 'lead', 'supervision', 'cardiology']

export type Page = {
  readonly name: string
  readonly run: (ctx: Ctx) => Promise<unknown>
  /** The same tables read by hand, as little as can be: what the page is compared with. */
  readonly bare: string
  readonly readers: readonly ReaderLogin[]
  /** Made by a job or by a press of those who wait for it, not read as a page: it may take longer. */
  readonly made?: boolean
}

const handlers = new Map(
  modules
    .flatMap((one) => one.handlers ?? [])
    .map((one) => [`${one.endpoint.method} ${one.endpoint.path}`, one] as const),
)

/** A page's reply as its endpoint makes it. */
const asked =
  (path: string, input: object) =>
  (ctx: Ctx): Promise<unknown> => {
    const handler = handlers.get(`GET ${path}`)
    if (!handler) throw new Error(`no such page: ${path}`)
    return handler.run({ ...ctx, door: { asleep: async () => ctx.me.id } as never }, input as never)
  }

const stays = (
  from: Day,
  until: Day,
): string => `select cut, key, sum(discharges), sum(excluded), sum(pending), sum(reached), sum(graded), sum(satisfied), sum(fairly), sum(dissatisfied),
  sum(opinions), sum(attempts), sum(first_call_judged), sum(first_call_in_time), sum(score) from stay_cells where span >= '${from}' and span < '${until}' group by cut, key`
const cases = (
  from: Day,
  until: Day,
): string => `select sum(opened), sum(judged), sum(in_time), sum(archived), sum(second_rounds), sum(told_in_time), sum(told_late), sum(satisfied), sum(ungraded)
  from case_rollups where span >= '${from}' and span < '${until}'`
const open = `select status, count(*) from cases where status not in ('archived', 'merged') group by 1`
const received = (from: Day, until: Day): string =>
  `select kind, count(*) from cases where received_at >= '${from}' and received_at < '${until}' group by 1`
const called = (from: Day, until: Day): string =>
  `select staff_id, count(*) from contacts where started_at >= '${from}' and started_at < '${until}' group by 1`

/** As of a day: the month and the year before it, and five years back. */
export const pagesOf = (today: Day, department: string): Page[] => {
  const until = `${today.slice(0, 8)}01`
  const month = monthOf(addDays(until, -1))
  const from = `${month}-01`
  const year = String(Number(today.slice(0, 4)) - 1)
  const [yearFrom, yearUntil] = [`${year}-01-01`, `${Number(year) + 1}-01-01`]
  const twelve = addDays(from, -334)
  const page = (name: string, path: string, input: object, bare: string, readers = judges): Page => ({
    ...{ name, bare, readers },
    run: asked(path, { limit: 50, sort: 'received', order: 'desc', ...input }),
  })
  const [ofMonth, ofYear] = [stays(from, until), stays(yearFrom, yearUntil)]
  // Of a department alone a group of others is not there, and a small reason is hidden.
  const wide = judges.slice(0, 3)
  return [
    page('month', '/reports/month', { month }, ofMonth),
    page('month-of-a-department', '/reports/month', { month, departmentId: department }, ofMonth),
    page('year', '/reports/year', { year }, ofYear),
    page('year-of-a-department', '/reports/year', { year, departmentId: department }, ofYear),
    page('cases-month', '/reports/cases', { from: month }, cases(from, until)),
    page('cases-year', '/reports/cases', { from: `${year}-01`, to: `${year}-12` }, cases(yearFrom, yearUntil)),
    page(
      'cases-year-as-of-its-end',
      '/reports/cases',
      { from: `${year}-01`, to: `${year}-12`, asOf: `${year}-12-31` },
      cases(yearFrom, yearUntil),
    ),
    page('one-page', '/page', { month }, `${stays(twelve, until)} ; ${cases(twelve, until)} ; ${open}`),
    page('board', '/register/board', {}, open),
    page('wall', '/wall', {}, open),
    page('register', '/register', {}, received(from, until)),
    page('register-open', '/register', { sort: 'due', order: 'asc', open: true }, open),
    page('register-late', '/register', { sort: 'due', order: 'asc', late: true, open: true }, open),
    page(
      'register-month-late',
      '/register',
      { kind: 'complaint,staff', judged: 'late', from, to: addDays(until, -1) },
      received(from, until),
    ),
    page(
      'register-month-asked-anew',
      '/register',
      { asked: 'anew', from, to: addDays(until, -1) },
      received(from, until),
    ),
    page(
      'register-year-of-a-department',
      '/register',
      { department, from: yearFrom, to: addDays(yearUntil, -1) },
      received(yearFrom, yearUntil),
    ),
    page(
      'register-year-by-department',
      '/register',
      { sort: 'department', from: yearFrom, to: addDays(yearUntil, -1) },
      received(yearFrom, yearUntil),
    ),
    page('register-by-category', '/register', { sort: 'category' }, received(yearFrom, yearUntil)),
    page('rows-month', '/reports/rows', { period: month, figure: 'reached' }, ofMonth),
    page(
      'rows-month-of-a-group',
      '/reports/rows',
      { period: month, figure: 'due', slice: 'group=外科' },
      ofMonth,
      wide,
    ),
    page('rows-year', '/reports/rows', { period: year, figure: 'reached' }, ofYear),
    page('rows-opinions-year', '/reports/rows', { period: year, figure: 'opinion:D' }, ofYear),
    page('rows-refused-year', '/reports/rows', { period: year, figure: 'unreached:refused' }, ofYear, wide),
    page('case-rows-year', '/reports/case-rows', { period: year, figure: 'late' }, cases(yearFrom, yearUntil)),
    page(
      'promises-month',
      '/promises',
      { became: 'due', from, to: addDays(until, -1) },
      `select status, count(*) from promises where by_at >= '${from}' and by_at < '${until}' group by 1`,
    ),
    page('projects', '/projects', {}, 'select status, count(*) from projects group by 1'),
    page('scorecard-now', '/scorecards/now', { month }, called(from, until), ['lead', 'caller1']),
    page('checks', '/checks/results', { month }, 'select status, count(*) from checks group by 1', [
      'supervision',
      'caller1',
    ]),
    page('assessments', '/assessments', { month }, 'select status, count(*) from assessments group by 1'),
    page('bulletins', '/bulletins', {}, 'select status, count(*) from bulletins group by 1'),
    page('exports', '/exports', {}, 'select status, count(*) from exports group by 1'),
    {
      ...{ name: 'assessment-figures', readers: ['lead'], bare: ofMonth, made: true },
      run: (ctx) => figuresOf(ctx, month),
    },
    {
      ...{ name: 'bulletin-hospital', readers: ['lead'], bare: ofMonth, made: true },
      run: (ctx) => sourcesOf(ctx, month, null),
    },
    {
      ...{ name: 'bulletin-department', readers: ['lead'], bare: ofMonth, made: true },
      run: (ctx) => sourcesOf(ctx, month, department),
    },
  ]
}
