// What somebody did in a month, counted from the calls, promises and records themselves; nothing of a matter for supervision alone.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { type Day, startOfDay } from '#kernel/time.ts'
import { type Answers, type Questionnaire, visibleQuestions } from '#modules/followups/questions.ts'
import { isFollowUp } from '#modules/followups/tasks.ts'
import { forbiddenTypes } from '#modules/knowledge/speech.ts'
import type { HourCount } from './beside.ts'
import type { Figures, SaidPlace } from './contract.ts'
import { around, spokenIn } from './spoken.ts'

/** Whose work of which days `[from, until)`. */
export type Span = { readonly from: Day; readonly until: Day }
type Whose = Span & { readonly staffId: string }

/** Calls by hour of the day: his own, those of all others together, and how many others there are. */
export type Hours = { readonly own: HourCount[]; readonly others: HourCount[]; readonly people: number }

/** Every call out that was written down, by the hour in which it began; audits and what is restricted are nobody's figure. */
export const hoursOf = async (ctx: Ctx, { from, until, staffId }: Whose): Promise<Hours> => {
  const { rows } = await sql<HourCount & { own: boolean; staff: string[] }>`
    select extract(hour from c.started_at at time zone 'Asia/Shanghai')::int as hour, c.staff_id = ${staffId} as own,
      count(*)::int as calls, (count(*) filter (where c.disposition = 'reached'))::int as reached,
      array_agg(distinct c.staff_id) as staff
    from contacts c
    where c.started_at >= ${startOfDay(from)} and c.started_at < ${startOfDay(until)} and c.channel = 'phone'
      and c.direction = 'out' and not c.taken_over and not c.restricted and c.staff_id is not null
      and c.disposition <> 'voided'
    group by 1, 2 order by 1`.execute(ctx.tx)
  const of = (own: boolean) =>
    rows.filter((row) => row.own === own).map(({ hour, calls, reached }) => ({ hour, calls, reached }))
  const people = new Set(rows.filter(({ own }) => !own).flatMap(({ staff }) => staff)).size
  return { own: of(true), others: of(false), people }
}

/** His finished records, and of them those in which every question that was asked has its answer; a refusal is none. */
export const recordsOf = async (ctx: Ctx, { from, until, staffId }: Whose): Promise<{ all: number; whole: number }> => {
  const { rows } = await sql<{ answers: Answers; questionnaire_id: string }>`
    select t.answers, t.questionnaire_id from tasks t
    where t.caller_id = ${staffId} and t.reached_at >= ${startOfDay(from)} and t.reached_at < ${startOfDay(until)}
      and ${isFollowUp} and t.answers is not null and not t.taken_over and not t.restricted`.execute(ctx.tx)
  const ids = [...new Set(rows.map((row) => row.questionnaire_id))]
  const forms = await ctx.tx
    .selectFrom('questionnaires')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .select(['id', 'definition'])
    .execute()
  const formOf = new Map(forms.map(({ id, definition }) => [id, definition as Questionnaire]))
  const isWhole = ({ answers, questionnaire_id }: (typeof rows)[number]) => {
    const form = formOf.get(questionnaire_id)
    return (
      form !== undefined &&
      visibleQuestions(form, answers)
        .filter(({ optional }) => !optional)
        .every(({ key }) => answers[key]?.value !== undefined || answers[key]?.notApplicable)
    )
  }
  return { all: rows.length, whole: rows.filter(isWhole).length }
}

/** What he promised to people that fell due in these days: kept in time, kept late, or open past its time. */
export const promisesOf = async (ctx: Ctx, { from, until, staffId }: Whose): Promise<Figures['promises']> => {
  const { rows } = await sql<Figures['promises']>`
    select count(*)::int as due, (count(*) filter (where kept_at <= by_at))::int as kept,
      (count(*) filter (where kept_at > by_at))::int as late, (count(*) filter (where kept_at is null))::int as open
    from promises p
    where p.made_by_id = ${staffId} and p.by_at >= ${startOfDay(from)} and p.by_at < ${startOfDay(until)}
      and p.by_at <= ${ctx.now} and p.status <> 'cancelled' and not p.restricted`.execute(ctx.tx)
  return rows[0]!
}

/**
 * Call-backs that he agreed on with a patient for a time in these days: the patient was called again within `grace` minutes
 * of it at the latest (kept), later (late), or not yet (open). Who must not be called any more is left out.
 */
export const callBacksOf = async (
  ctx: Ctx,
  { from, until, staffId }: Whose,
  grace: number,
): Promise<Figures['callBacks']> => {
  const { rows } = await sql<Figures['callBacks']>`
    with promised as (
      select a.task_id, a.number, t.status, (e.data->>'nextAt')::timestamptz + make_interval(mins => ${grace}) as until
      from contacts c join attempts a on a.contact_id = c.id join tasks t on t.id = a.task_id
      join events e on e.noun = 'task' and e.subject = a.task_id and e.verb = 'task.attempt'
        and (e.data->>'number')::int = a.number and e.data->>'disposition' = 'call-back'
      where c.staff_id = ${staffId} and c.started_at >= ${startOfDay(from)}::timestamptz - interval '31 days'
        and c.started_at < ${startOfDay(until)} and c.channel = 'phone' and c.direction = 'out' and not c.taken_over
        and c.disposition = 'call-back' and not c.restricted and not t.restricted
    ), judged as (
      select p.until, (select min(n.started_at) from attempts b join contacts n on n.id = b.contact_id
        where b.task_id = p.task_id and b.number > p.number) as called, p.status
      from promised p where p.until >= ${startOfDay(from)} and p.until < ${startOfDay(until)} and p.until <= ${ctx.now}
    )
    select count(*)::int as due, (count(*) filter (where called <= until))::int as kept,
      (count(*) filter (where called > until))::int as late, (count(*) filter (where called is null))::int as open
    from judged where called is not null or status in ('open', 'flagged')`.execute(ctx.tx)
  return rows[0]!
}

/** Callers whom the hotline missed and whom he called back: reached, and of them in time. */
export const missedOf = async (ctx: Ctx, { from, until, staffId }: Whose): Promise<Figures['missed']> => {
  const { rows } = await sql<Figures['missed']>`
    select count(*)::int as due, (count(*) filter (where m.status = 'reached' and m.closed_at <= m.due_at))::int as kept
    from missed m where m.closed_by_id = ${staffId} and m.closed_at >= ${startOfDay(from)} and m.closed_at < ${startOfDay(until)}
      and m.status in ('reached', 'unreachable')`.execute(ctx.tx)
  return rows[0]!
}

type Written = { text: string; what: SaidPlace['what']; at: Date; task: string | null; matter: string | null }

/** What he wrote: notes of calls and of dangers, and what he told people when he kept a promise; nothing that is restricted. */
const writtenBy = async (ctx: Ctx, { from, until, staffId }: Whose): Promise<Written[]> => {
  const { rows } = await sql<Written>`
    select c.note as text, 'note' as what, c.started_at as at, null::uuid as matter,
      (select a.task_id from attempts a where a.contact_id = c.id order by a.number desc limit 1) as task
    from contacts c
    where c.staff_id = ${staffId} and c.started_at >= ${startOfDay(from)} and c.started_at < ${startOfDay(until)}
      and not c.taken_over and not c.restricted and c.note <> ''
    union all
    select t.flag_note, 'danger', t.reached_at, null, t.id from tasks t
    where t.caller_id = ${staffId} and t.reached_at >= ${startOfDay(from)}
      and t.reached_at < ${startOfDay(until)} and not t.taken_over and not t.restricted and t.flag_note <> ''
    union all
    select p.outcome, 'promise', p.kept_at, p.case_id, null from promises p
    where p.kept_by_id = ${staffId} and p.made_by_id = ${staffId}
      and p.kept_at >= ${startOfDay(from)} and p.kept_at < ${startOfDay(until)} and not p.restricted and p.outcome <> ''`.execute(
    ctx.tx,
  )
  return rows
}

const nameOf = (kind: string): string => forbiddenTypes.find((one) => one.kind === kind)!.name.zh

/** What nobody says, in what he wrote as his own words: in how many texts, by kind. */
export const forbiddenOf = async (ctx: Ctx, whose: Whose): Promise<Omit<Figures['forbidden'], 'heard'>> => {
  const texts = await writtenBy(ctx, whose)
  const counts = new Map<string, number>()
  for (const { text } of texts)
    for (const kind of new Set(spokenIn(text).map((one) => one.kind))) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return {
    texts: texts.length,
    found: forbiddenTypes
      .filter(({ kind }) => counts.has(kind))
      .map(({ kind }) => ({ kind, name: nameOf(kind), count: counts.get(kind)! })),
  }
}

/** Where that stands, for himself alone: the latest first, so many at most. */
export const saidPlacesOf = async (ctx: Ctx, whose: Whose, most = 50): Promise<SaidPlace[]> =>
  (await writtenBy(ctx, whose))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .flatMap(({ text, what, at, task, matter }) =>
      spokenIn(text).map((one) => ({
        ...{ name: nameOf(one.kind), words: one.text, around: around(text, one) },
        ...{ what, at, taskId: task, caseId: matter },
      })),
    )
    .slice(0, most)

/** How long he spoke and wrote up, as the telephone witnessed it; null where he used none. */
export const telephoneOf = async (ctx: Ctx, { from, until, staffId }: Whose): Promise<Figures['telephone']> => {
  const { rows } = await sql<{ calls: number; talk: number | null; wrap: number | null; ready: number }>`
    select count(*)::int as calls,
      percentile_cont(0.5) within group (order by extract(epoch from ended_at - answered_at))::int as talk,
      percentile_cont(0.5) within group (order by extract(epoch from wrapped_at - ended_at))::int as wrap,
      (select coalesce(sum(extract(epoch from s.until - s.since)) / 60, 0)::int from agent_spells s
        where s.staff_id = ${staffId} and s.state = 'ready' and s.since >= ${startOfDay(from)} and s.since < ${startOfDay(until)}) as ready
    from calls where staff_id = ${staffId} and placed_at >= ${startOfDay(from)} and placed_at < ${startOfDay(until)}
      and answered_at is not null and ended_at is not null and not restricted`.execute(ctx.tx)
  const { calls, talk, wrap, ready } = rows[0]!
  return calls === 0 ? null : { calls, talkSeconds: talk, wrapSeconds: wrap, readyMinutes: ready }
}
