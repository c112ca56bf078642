// What the program did today and does now, the pause key and the pace; and each of its calls.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { mayEver, within } from '#engine/permit.ts'
import { maskName } from '#kernel/mask.ts'
import { invalid } from '#kernel/refusal.ts'
import { dayOf, minutesFrom, startOfDay } from '#kernel/time.ts'
import { type Outcome, outcomeWords } from '#modules/calls/outcomes.ts'
import { set } from '#modules/directory/settings.ts'
import { autocalls, type Result } from './contract.ts'
import { mayCallNow, paceOf, pausedOf } from './pace.ts'

/** The verbs of the board that the actor has. */
const boardVerbs = ['pause', 'resume', 'set'] as const

const todayOf = async (ctx: Ctx) => {
  const since = startOfDay(dayOf(ctx.now))
  const { rows: tasks } = await sql<{ waiting: number; unscripted: number; later: number }>`
    select count(*) filter (where t.next_at <= ${ctx.now}) as waiting,
      count(*) filter (where t.next_at <= ${ctx.now} and s.id is null) as unscripted,
      count(*) filter (where t.next_at > ${ctx.now}) as later
    from tasks t left join scripts s on s.questionnaire_id = t.questionnaire_id and s.status = 'approved'
    where t.automatic and t.status = 'open' and t.assignee_id is null`.execute(ctx.tx)
  const { rows: made } = await sql<{
    dialled: number
    reached: number
    keys: number
    handedOver: number
    promised: number
    now: number
  }>`
    select count(*) as dialled, count(*) filter (where keys > 0) as reached, coalesce(sum(keys), 0)::int as keys,
      count(*) filter (where agent_id is not null) as "handedOver", count(*) filter (where promised) as promised,
      count(*) filter (where status <> 'over') as now
    from autocalls where started_at >= ${since} or status <> 'over'`.execute(ctx.tx)
  const { rows: results } = await sql<{ result: Result; count: number }>`
    select result, count(*) as count from autocalls where started_at >= ${since} and result is not null
    group by result order by count(*) desc, result`.execute(ctx.tx)
  const { rows: failures } = await sql<{ outcome: Outcome; sip_status: number | null; count: number }>`
    select c.outcome, c.sip_status, count(*) as count from autocalls a join calls c on c.id = a.call_id
    where a.started_at >= ${since} and a.result in ('unreached', 'failed') and c.outcome is not null
    group by c.outcome, c.sip_status order by count(*) desc, c.outcome`.execute(ctx.tx)
  const { rows: lines } = await sql<{ n: number }>`
    select count(*) as n from lines where kind = 'machine' and active`.execute(ctx.tx)
  const pace = await paceOf(ctx)
  const paused = await pausedOf(ctx)
  return {
    ...tasks[0]!,
    ...made[0]!,
    results,
    failures: failures.map(({ outcome, sip_status, count }) => ({
      words: `${outcomeWords[outcome].zh}${outcome === 'failed' && sip_status ? `（${sip_status}）` : ''}`,
      count,
    })),
    lines: lines[0]!.n,
    paused: paused && { at: new Date(paused.at), by: paused.by, why: paused.why },
    allowed: await mayCallNow(ctx, pace),
    pace,
    can: boardVerbs.filter(
      (verb) => mayEver(ctx.me, `autocall.${verb}`) && (verb === 'set' || (verb === 'pause') === (paused === null)),
    ),
  }
}

const today = handle(autocalls.today, todayOf)

/** At once for calls that have not begun; who is being spoken to is spoken to. */
const pause = handle(autocalls.pause, async (ctx, { why }) => {
  const { id, name } = ctx.me
  const pace = await paceOf(ctx)
  await set(ctx, 'autocalls', { pace, paused: { at: ctx.now.toISOString(), byId: id, by: name, why } })
  await record(ctx, 'autocall.pause', { subject: null, data: { why } })
  return todayOf(ctx)
})

const resume = handle(autocalls.resume, async (ctx) => {
  await set(ctx, 'autocalls', { pace: await paceOf(ctx), paused: null })
  await record(ctx, 'autocall.resume', { subject: null })
  return todayOf(ctx)
})

const setPace = handle(autocalls.set, async (ctx, pace) => {
  if (minutesFrom(pace.until) <= minutesFrom(pace.from))
    throw invalid('结束时间应晚于开始时间。', 'It must end after it begins.', [
      { field: 'until', reason: '应晚于开始时间' },
    ])
  await set(ctx, 'autocalls', { pace, paused: await pausedOf(ctx) })
  await record(ctx, 'autocall.set', { subject: null, data: pace })
  return todayOf(ctx)
})

type Row = {
  id: string
  status: 'dialling' | 'talking' | 'over'
  task_id: string
  name: string
  department: string
  script: string
  version: number
  started_at: Date
  answered_at: Date | null
  ended_at: Date | null
  result: Result | null
  disposition: string | null
  outcome: string | null
  keys: number
  respondent: 'patient' | 'family' | null
  agent: string | null
  promised: boolean
}

const list = handle(autocalls.list, async (ctx, { result, task, after: cursor, limit }) => {
  const after = afterInstant(cursor)
  const { rows } = await sql<Row>`
    select a.id, a.status, a.task_id, p.name, e.department_name as department, s.name as script, s.version, a.started_at,
      a.answered_at, a.ended_at, a.result, a.disposition, c.outcome, a.keys, a.respondent, g.name as agent, a.promised
    from autocalls a join tasks t on t.id = a.task_id join patients p on p.id = t.patient_id
      join encounters e on e.id = t.encounter_id join scripts s on s.id = a.script_id join calls c on c.id = a.call_id
      left join staff g on g.id = a.agent_id
    where ${within(ctx.me, 'task.read', 't')}
      ${result ? sql`and a.result = ${result}` : sql``} ${task ? sql`and a.task_id = ${task}` : sql``}
      ${after ? sql`and (a.started_at, a.id) < (${after.key}, ${after.id})` : sql``}
    order by a.started_at desc, a.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.started_at, id: row.id }))
  return {
    rows: page.map((row) => ({
      id: row.id,
      status: row.status,
      taskId: row.task_id,
      patient: maskName(row.name),
      department: row.department,
      script: row.script,
      scriptVersion: row.version,
      startedAt: row.started_at,
      answeredAt: row.answered_at,
      endedAt: row.ended_at,
      result: row.result,
      disposition: row.disposition,
      outcome: row.outcome,
      keys: row.keys,
      respondent: row.respondent,
      agent: row.agent,
      promised: row.promised,
    })),
    next,
  }
})

export const boardHandlers = [today, list, pause, resume, setPace]
