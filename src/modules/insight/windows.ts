// Where the rows of a figure lie: stretches of days and departments in which there are some, in order, so that a page of them is found without judging every stay of a year.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { addDays, type Day, daysBetween } from '#kernel/time.ts'
import { markedStays, rulesOf } from './cells.ts'
import { type Counts, dueOf, unaskedOf, unreachedOf } from './reckoning.ts'
import type { Question, SliceName } from './stays.ts'

/** A figure as it is asked for: its name, `unreached:no-answer`, and the group it is of. */
export type Sought = {
  readonly name: string
  readonly slice: { readonly name: SliceName; readonly key: string } | null
}

/** Figures that are counts of a group, by what they are made of. */
export const countOf: Readonly<Record<string, (counts: Counts) => number>> = {
  discharges: (it) => it.discharges,
  excluded: (it) => it.excluded,
  due: dueOf,
  reached: (it) => it.reached,
  pending: (it) => it.pending,
  unreached: unreachedOf,
  'first-call-judged': (it) => it.firstCallJudged,
  'first-call-in-time': (it) => it.firstCallInTime,
  graded: (it) => it.graded,
  satisfied: (it) => it.satisfied,
  fairly: (it) => it.fairly,
  dissatisfied: (it) => it.dissatisfied,
  unasked: unaskedOf,
  attempts: (it) => it.attempts,
  opinions: (it) => it.opinions,
}

const composed: Readonly<Record<string, string>> = {
  due: 'discharges - excluded',
  unreached: 'discharges - excluded - reached - pending',
  unasked: 'reached - graded',
}
/** How many rows of the figure a row of `stay_rollups` or `stay_cells` stands for. */
const sizeOf = (name: string): RawBuilder<number> => sql.raw(composed[name] ?? name.replaceAll('-', '_'))

type Stretch = {
  readonly span: Day
  readonly until: Day
  /** How many there are about; null where nobody has counted. */
  readonly n: number | null
  /** The departments in question; null for all. */
  readonly places: string[] | null
}

/** Each third of a month in which there may be rows of the figure, oldest first. */
const stretchesOf = async (ctx: Ctx, question: Question, { name, slice }: Sought, from: Day): Promise<Stretch[]> => {
  const { period, departmentId } = question
  const [kind = '', key = ''] = name.split(':', 2)
  const outcome = kind === 'excluded' || kind === 'unreached'
  const cut = name.includes(':')
    ? outcome
      ? 'outcome'
      : kind
    : slice && slice.name !== 'department'
      ? slice.name
      : null
  const cutKey = name.includes(':') ? key : slice?.key
  const size = name.includes(':') ? sql`${sql.ref(kind === 'opinion' ? 'opinions' : 'discharges')}` : sizeOf(name)
  const ofOpinions = name === 'opinions' || kind === 'opinion'
  const inPeriod = sql`span >= ${period.from}::date and span < ${period.until}::date and ten_days_end(span) > ${from}::date`
  const { rows } = await sql<Stretch>`
    with marked as materialized (${markedStays}),
    every as (
      select span from (select generate_series(0, 2) * 10 + month::date as span
        from generate_series(date_trunc('month', ${period.from}::timestamp), ${period.until}::timestamp - interval '1 day', interval '1 month') month) s
      where ${inPeriod}
    ),
    rolled as (select span from rolled_spans where kind = 'stays' and ${inPeriod} and rules = ${rulesOf(question)}),
    counted as (
      select r.span, r.place, case when r.valid_after < ${ctx.now} and r.valid_until > ${ctx.now} then ${
        cut === null
          ? sql`${size}`
          : sql`coalesce((select ${size} from stay_cells c where c.span = r.span and c.place = r.place and c.cut = ${cut} and c.key = ${cutKey}), 0)`
      }::int end as n, ${ofOpinions} and cardinality(r.apart) > 0 as apart
      from (select *, nullif(place, place_of(null)) as department_id from stay_rollups) r
      where ${inPeriod} and ${within(ctx.me, 'report.read', 'r')} ${departmentId ? sql`and place = ${departmentId}` : sql``}
        ${slice?.name === 'department' ? sql`and coalesce(department_id::text, 'none') = ${slice.key}` : sql``}
        and (span, place) not in (select span, place from marked)
    ),
    found as (
      select span, n, place from counted where n > 0 or n is null or apart
      union all select span, null, place from marked where ${inPeriod}
    )
    select span, ten_days_end(span) as until, sum(n)::int as n, array_agg(place) as places from found
      where span in (select span from rolled) group by span
    union all
    select span, ten_days_end(span), null, null from every where span not in (select span from rolled)
    order by span`.execute(ctx.tx)
  return rows
}

/** Days `[from, until)` and the departments in which to look next. */
export type Window = { readonly from: Day; readonly until: Day; readonly places: readonly string[] | null }

/**
 * The windows in which to look for rows of a figure, from a day on: each about as long as it takes to find `wanted` of
 * them, as far as that is known, and none where there are none.
 */
export async function* windowsOf(
  ctx: Ctx,
  question: Question,
  sought: Sought,
  from: Day,
  wanted: number,
): AsyncGenerator<Window> {
  for (const { span, until, n, places } of await stretchesOf(ctx, question, sought, from)) {
    const days = daysBetween(span, until)
    const step = n === null ? days : Math.max(1, Math.ceil((wanted * days) / Math.max(1, n)))
    const last = until < question.period.until ? until : question.period.until
    for (let day = span < from ? from : span; day < last; day = addDays(day, step)) {
      const end = addDays(day, step)
      yield { from: day, until: end < last ? end : last, places }
    }
  }
}

/** The stays `e` of a window. */
export const inWindow = ({
  from,
  until,
  places,
}: Window): RawBuilder<boolean> => sql<boolean>`e.discharged_on >= ${from}::date and e.discharged_on < ${until}::date
  ${places ? sql`and place_of(e.department_id) = any(${places}::uuid[])` : sql``}`
