// What a month's report costs in a hospital of 1,000,000 follow-up tasks, and that it says what the raw rows say.
import pg from 'pg'
import { systemClock } from '#engine/clock.ts'
import { openHouse, systemMe } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, dayOf, monthOf } from '#kernel/time.ts'
import { provePeriod } from '#modules/insight/raw.ts'
import { reportOf } from '#modules/insight/report.ts'
import { modules } from '#src/modules.ts'
import { found, type Ground } from './hospital.ts'
import { type Line, median, openLab } from './lab.ts'

/** Months of discharges, the last of them the month before this one. */
const months = 24
/** Two calls a stay, but for those who died: a few more stays than half the tasks. */
const staysFor = (tasks: number): number => Math.ceil(tasks / 1.98)

const id = (kind: number, n: string) =>
  `('019c00${String(kind).padStart(2, '0')}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
/** A number from 0 to 999 that looks like chance and is the same every time. */
const chance = (of: string) => `((hashint8(${of}) & 2147483647) % 1000)`

const grade = (c: string) =>
  `case when ${c} < 950 then 'satisfied' when ${c} < 985 then 'fairly' else 'dissatisfied' end`
const graded = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6']
const dimensionOf: Readonly<Record<string, string>> = {
  g1: 'doctors',
  g2: 'nurses',
  g3: 'informed',
  g4: 'comfort',
  g5: 'environment',
  g6: 'fees',
}

/** The hospital, statement by statement; `$1` stands for the first day of discharge. */
const statements = (ground: Ground, form: string, stays: number, first: string): string[] => [
  'set synchronous_commit = off',
  `create unlogged table stay as
     select i::int, ('${first}'::date + (i * ${months * 30} / ${stays})::int) as day, ${chance('i')} as c, ${chance('i + 7000000')} as d,
       1 + (i % 23)::int as dept
     from generate_series(1::bigint, ${stays}) i`,
  `create unlogged table ward as
     select k, ${id(40, 'k')} as id, '科室' || k as name, (array['外科','内科','妇产科','儿科'])[1 + k % 4] as grp from generate_series(1, 23) k`,
  `insert into departments (id, campus_id, name, department_group) select id, '${ground.campus}', name, grp from ward`,
  `insert into patients (id, record_number, name, sex, created_at, updated_at)
     select ${id(41, 'i')}, 'R' || i, '测试' || i, case when c % 5 < 2 then 'male' else 'female' end, day, day from stay order by i`,
  `insert into encounters (id, patient_id, admission_count, campus_id, department_id, department_name, department_group, discharged_on, diagnosis, leaving, sex, age_years, created_at, updated_at)
     select ${id(42, 'i')}, ${id(41, 'i')}, 1, '${ground.campus}', w.id, w.name, w.grp, day, '冠心病', case when c < 5 then 'died' else 'home' end,
       case when c % 5 < 2 then 'male' else 'female' end, d % 96, day, day
     from stay join ward w on w.k = dept order by i`,
  // What becomes of each call: c decides, 780 in a thousand reach somebody.
  `create unlogged table fate as
     select i, wave, i * 2 + wave as n, day, dept, c, end_, case end_ when 'reached' then 1 + c % 3 when 'no-answer' then 3 when 'open' then c % 2 when 'cancelled' then 0 else 1 end as tries,
       (day + case wave when 0 then 2 else 7 end + time '02:30') at time zone 'UTC' as at
     from (select i, wave, day, dept, c, case when c < 780 then 'reached' when c < 900 then 'no-answer' when c < 940 then 'wrong-number'
             when c < 950 then 'refused' when c < 960 then 'cancelled' else 'open' end as end_
           from (select i, wave, day, dept, ${chance('i * 2 + wave + 90000000')} as c from stay, generate_series(0, 1) wave where stay.c >= 5) x) y`,
  `insert into tasks (id, kind, status, wave, questionnaire_id, patient_id, encounter_id, campus_id, department_id, department_group, discharged_on, caller,
       due_at, next_at, order_at, attempts, first_tried_at, last_disposition, reached_at, caller_id, unreached_reason, cancelled_reason, satisfaction,
       opinion_category, opinion, answers, created_at, updated_at)
     select ${id(43, 'n')}, 'wave', case end_ when 'reached' then 'done' when 'open' then 'open' when 'cancelled' then 'cancelled' else 'unreached' end,
       (array['safety','satisfaction'])[wave + 1], '${form}', ${id(41, 'i')}, ${id(42, 'i')}, '${ground.campus}', w.id, w.grp, day, 'centre',
       at + interval '3 days', at, at + interval '3 days', tries, case when tries > 0 then at end, nullif(end_, 'open'),
       case end_ when 'reached' then at + (tries - 1) * interval '1 day' end, case when tries > 0 then ${id(44, '1 + c % 12')} end,
       case when end_ in ('no-answer', 'wrong-number', 'refused') then end_ end, case end_ when 'cancelled' then '患者要求稍后' end,
       case when wave = 1 and end_ = 'reached' then ${grade('(c * 31) % 1000')} end,
       case when end_ = 'reached' and c % 16 = 0 then (array['A4','B1','C3','D3','E2','F2','G1'])[1 + i % 7] end,
       case when end_ = 'reached' and c % 16 = 0 then '病房夜里太吵' end,
       case when wave = 1 and end_ = 'reached' then jsonb_build_object(${[...graded, 'overall']
         .map(
           (key, k) =>
             `'${key}', jsonb_build_object('value', ${grade(key === 'overall' ? '(c * 31) % 1000' : `(c * ${37 + 2 * k} + i) % 1000`)})`,
         )
         .join(', ')}, 'g7', jsonb_build_object('value', 'no')) end,
       at, at
     from fate join ward w on w.k = dept order by n`,
  `create unlogged table try as select n * 4 + k as m, n, i, k, c, at + (k - 1) * interval '1 day' as at, case when k = tries then end_ else 'no-answer' end as said, k = tries as last
     from fate, generate_series(1, tries) k`,
  `insert into contacts (id, patient_id, encounter_id, staff_id, channel, direction, started_at, ended_at, disposition)
     select ${id(45, 'm')}, ${id(41, 'i')}, ${id(42, 'i')}, ${id(44, '1 + c % 12')}, 'phone', 'out', at, at, case said when 'open' then 'busy' else said end from try order by m`,
  `insert into attempts (task_id, contact_id, number) select ${id(43, 'n')}, ${id(45, 'm')}, k from try order by m`,
  `insert into events (at, verb, noun, subject, from_state, to_state, data, request)
     select at, case when not last or said = 'open' then 'task.attempt' when said = 'reached' then 'task.complete' else 'task.giveUp' end, 'task', ${id(43, 'n')}, 'open',
       case when not last or said = 'open' then 'open' when said = 'reached' then 'done' else 'unreached' end,
       case when last and said = 'reached' then jsonb_build_object('opinion', c % 16 = 0) else jsonb_build_object('reason', said) end, 'bench'
     from try order by m`,
  `insert into events (at, verb, noun, subject, from_state, to_state, data, request)
     select at, 'task.cancel', 'task', ${id(43, 'n')}, 'open', 'cancelled', '{"reason":"患者要求稍后"}', 'bench' from fate where end_ = 'cancelled'`,
  `insert into answers (task_id, question, dimension, value, score)
     select t.id, q.key, q.dimension, t.answers->q.key->>'value',
       case t.answers->q.key->>'value' when 'satisfied' then 1 when 'fairly' then 0.5 when 'no' then 1 else 0 end
     from tasks t, (values ${[...graded.map((key) => `('${key}', '${dimensionOf[key]}')`), "('g7', 'integrity')"].join(', ')}) q (key, dimension)
     where t.answers is not null order by t.id`,
  'drop table stay, ward, fate, try',
]

const fill = async (url: string, ground: Ground, tasks: number, first: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `insert into staff (id, login, name, role, created_at, updated_at)
       select ${id(44, 'n')}, 'caller' || n, '回访员' || n, 'agent', $1, $1 from generate_series(1, 12) n`,
      [systemClock.now()],
    )
    const { rows } = await client.query<{ id: string }>(`select id from questionnaires where key = 'satisfaction'`)
    // Checked once at the end rather than row by row.
    const keys = await client.query<{ of: string; name: string; says: string }>(
      `select conrelid::regclass::text as of, conname as name, pg_get_constraintdef(oid) as says from pg_constraint
       where contype = 'f' and conrelid = any('{encounters,tasks,contacts,attempts,answers}'::regclass[])`,
    )
    await client.query('alter table contacts disable trigger contacts_contactable')
    for (const { of, name } of keys.rows) await client.query(`alter table ${of} drop constraint ${name}`)
    for (const statement of statements(ground, rows[0]!.id, staysFor(tasks), first)) await client.query(statement)
    for (const { of, name, says } of keys.rows) await client.query(`alter table ${of} add constraint ${name} ${says}`)
    await client.query('alter table contacts enable trigger contacts_contactable')
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

/** The report of a month in the middle of the two years: how long it takes, and whether the raw rows say the same. */
export const benchReport = async (quick: boolean): Promise<Line[]> => {
  const tasks = quick ? 50_000 : 1_000_000
  const lab = await openLab()
  try {
    const now = systemClock.now()
    const first = addDays(dayOf(now), -months * 30 - 10)
    await fill(lab.url, await found(lab.url), tasks, first)
    const month = monthOf(addDays(first, months * 15))
    const house = await openHouse({ url: lab.url, modules, clock: systemClock, log: openLog('error') })
    try {
      const ctx = () => house.ctx(house.db, systemMe, newId(now))
      const timed = async (work: () => Promise<unknown>): Promise<number> => {
        const began = performance.now()
        await work()
        return (performance.now() - began) / 1000
      }
      const cold = await timed(() => reportOf(ctx(), { period: month }))
      const warm: number[] = []
      for (let i = 0; i < 5; i++) warm.push(await timed(() => reportOf(ctx(), { period: month })))
      const began = performance.now()
      const proof = await provePeriod(ctx(), month)
      const rawSeconds = (performance.now() - began) / 1000
      const equal = proof.differences.length === 0
      const seconds = median(warm)
      const details = { tasks, month, discharges: proof.discharges, equal }
      return [
        { name: 'report-month', ratio: seconds, goal: 1, direction: 'min', seconds, cold, ...details },
        {
          name: 'report-equals-raw',
          ratio: Number(equal),
          goal: 1,
          direction: 'max',
          rawSeconds,
          differences: proof.differences.slice(0, 5),
          ...details,
        },
      ]
    } finally {
      await house.stop()
    }
  } finally {
    await lab.close()
  }
}

if (import.meta.main)
  for (const line of await benchReport(process.argv.includes('--quick')))
    process.stdout.write(`${JSON.stringify(line)}\n`)
