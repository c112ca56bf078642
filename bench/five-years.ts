// Five years of the largest hospital, by chance from a seed: what the reports read, row by row, put there by statements.
import pg from 'pg'
import { systemClock } from '#engine/clock.ts'
import { addDays, type Day, dayOf } from '#kernel/time.ts'
import { type Filling, fillBeside, makeMonths } from './five-years-beside.ts'
import type { Ground } from './hospital.ts'

export type Years = {
  readonly url: string
  readonly ground: Ground
  readonly seed: number
  /** 1: 12 million follow-up tasks. */
  readonly scale: number
  /** 1: 1 million cases. */
  readonly cases: number
  readonly say: (line: string) => void
}
export type Filled = {
  readonly first: Day
  readonly days: number
  readonly tasks: number
  readonly stays: number
  readonly cases: number
  readonly sampled: readonly Day[]
}

const days = 1826
const departments = 80
const callers = 60

const id = (kind: number, n: string) => `('019c00${kind}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`

/**
 * Patients with three stays each, two calls a stay, answers on two dimensions of each graded call, opinions, and cases with
 * rounds, promises and stops. What the second reckoning reads besides (contacts, attempts, events) is there for the stays of
 * three thirds of a month, `sampled`, in which both are compared, and of the last two months, which callers look back on. Triggers rest meanwhile; indexes and foreign keys that
 * only worklists and writers need are left away, for the sake of the disk.
 */
export const fillYears = async ({ url, ground, seed, scale, cases: casesScale, say }: Years): Promise<Filled> => {
  const stays = Math.round(6_060_000 * scale)
  const cases = Math.round(1_000_000 * casesScale)
  const today = dayOf(systemClock.now())
  const first = addDays(today, -days)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const run = (text: string) => client.query(text)
  /** A number from 0 to 999 that looks like chance and is the same for every run of a seed. */
  const chance = (of: string) => `((hashint8((${of})::bigint * 7919 + ${seed} * 1000003) & 2147483647) % 1000)`
  const spanOf = (day: Day): Day =>
    `${day.slice(0, 8)}${Number(day.slice(8)) > 20 ? '21' : Number(day.slice(8)) > 10 ? '11' : '01'}`
  const sampled = [0.13, 0.61, 0.97].map((share) =>
    spanOf(addDays(first, Math.floor(days * ((share + seed * 0.017) % 1)))),
  )
  const recent: Day = `${addDays(`${today.slice(0, 8)}01`, -1).slice(0, 8)}01`
  const isSampled = (day: string) =>
    `(ten_days_of(${day}) = any('{${sampled.join(',')}}'::date[]) or ${day} >= '${recent}')`
  const sampledDays = `(select d + n from unnest('{${sampled.join(',')}}'::date[]) d, generate_series(0, 10) n
    union select day::date from generate_series('${recent}'::date, '${today}'::date, '1 day') day)`
  const beside: Filling = { run: (text) => client.query(text), id, chance, first, nurse: ground.ids.nurse, departments }
  try {
    await run('set synchronous_commit = off')
    await run("set maintenance_work_mem = '512MB'")
    await run("set work_mem = '64MB'")
    const tables = [
      'patients',
      'encounters',
      'tasks',
      'answers',
      'cases',
      'rounds',
      'contacts',
      'attempts',
      'promises',
      'pauses',
      'calls',
      'sheets',
      'links',
      'merges',
      'reporters',
      'measures',
    ]
    for (const table of tables) await run(`alter table ${table} disable trigger user`)
    const { rows: keys } = await client.query<{ of: string; name: string }>(
      `select conrelid::regclass::text as of, conname as name from pg_constraint where contype = 'f' and conrelid = any($1::regclass[])`,
      [tables],
    )
    for (const { of, name } of keys) await run(`alter table ${of} drop constraint ${name}`)
    // Indexes are made once everything is there.
    const { rows: indexes } = await client.query<{ name: string; says: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as says from pg_index i
       where indrelid = any('{patients,encounters,tasks,answers,cases,rounds}'::regclass[]) and not indisprimary
         and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    )
    for (const { name } of indexes) await run(`drop index ${name}`)
    await run('alter table answers drop constraint answers_pkey')
    await run(`insert into staff (id, login, name, role, created_at, updated_at)
      select ${id(44, 'n')}, 'caller' || n, '回访员' || n, 'agent', '${first}', '${first}' from generate_series(1, ${callers}) n`)
    await run(
      `create unlogged table ward as select k, ${id(40, 'k')} as id, '科室' || k as name, (array['外科','内科','妇产科','儿科'])[1 + k % 4] as grp from generate_series(1, ${departments}) k`,
    )
    await run(
      `insert into departments (id, campus_id, name, department_group) select id, '${ground.campus}', name, grp from ward`,
    )
    await run(`update staff set departments = array[${id(40, '1')}] where login = 'cardiology'`)
    const form = (await client.query<{ id: string }>(`select id from questionnaires where key = 'satisfaction'`))
      .rows[0]!.id
    say('patients')
    await run(`insert into patients (id, record_number, name, sex, created_at, updated_at)
      select ${id(41, 'i')}, 'R' || i, '测试', case when i % 5 < 2 then 'male' else 'female' end, '${first}', '${first}' from generate_series(0, ${Math.ceil(stays / 3)}) i`)
    const parts = scale > 0.2 ? 20 : 4
    const grade = (c: string) =>
      `case when ${c} < 940 then 'satisfied' when ${c} < 982 then 'fairly' else 'dissatisfied' end`
    for (let part = 0; part < parts; part++) {
      say(`stays and calls, ${part + 1} of ${parts}`)
      const [from, to] = [Math.floor((stays * part) / parts), Math.floor((stays * (part + 1)) / parts) - 1]
      const stay = `(select i::int, '${first}'::date + (i * ${days} / ${stays})::int as day, ${chance('i')} as c, ${chance('i + 70000000')} as d,
        1 + ${chance('i + 140000000')} * ${departments} / 1000 as dept from generate_series(${from}::bigint, ${to}::bigint) i) s join ward w on w.k = s.dept`
      await run(`insert into encounters (id, patient_id, admission_count, campus_id, department_id, department_name, department_group, discharged_on, leaving, sex, age_years, created_at, updated_at)
        select ${id(42, 'i')}, ${id(41, 'i / 3')}, 1 + i % 3, '${ground.campus}', w.id, w.name, w.grp, day, case when c < 5 then 'died' else 'home' end,
          case when (i / 3) % 5 < 2 then 'male' else 'female' end, d % 96, day, day from ${stay}`)
      await run(`insert into tasks (id, kind, status, wave, questionnaire_id, patient_id, encounter_id, campus_id, department_id, department_group, discharged_on, caller,
          due_at, next_at, order_at, attempts, first_tried_at, last_disposition, reached_at, caller_id, unreached_reason, cancelled_reason, satisfaction,
          opinion_category, opinion, answers, created_at, updated_at)
        select ${id(43, 'n')}, 'wave', case end_ when 'reached' then 'done' when 'open' then 'open' when 'cancelled' then 'cancelled' else 'unreached' end,
          (array['safety','satisfaction'])[wave + 1], '${form}', ${id(41, 'i / 3')}, ${id(42, 'i')}, '${ground.campus}', dept_id, grp, day, 'centre',
          at + interval '3 days', at, at + interval '3 days', tries, case when tries > 0 then at end, nullif(end_, 'open'),
          case end_ when 'reached' then at + (tries - 1) * interval '1 day' end, case when tries > 0 then ${id(44, `1 + c2 % ${callers}`)} end,
          case when end_ in ('no-answer', 'wrong-number', 'refused') then end_ end, case end_ when 'cancelled' then '患者要求稍后' end,
          case when wave = 1 and end_ = 'reached' then ${grade('c2')} end,
          case when end_ = 'reached' and c2 % 17 = 0 then case when n % 200 = 0 then 'I1' else (array['A4','B1','C3','D3','E2','F2','G1'])[1 + i % 7] end end,
          case when end_ = 'reached' and c2 % 17 = 0 then '病房夜里太吵' end,
          case when wave = 1 and end_ = 'reached' and ${isSampled('day')} then jsonb_build_object('overall', jsonb_build_object('value', ${grade('c2')}),
            'g1', jsonb_build_object('value', ${grade(chance('n + 1'))}), 'g2', jsonb_build_object('value', ${grade(chance('n + 2'))})) end, at, at
        from (select *, case end_ when 'reached' then 1 + c % 3 when 'no-answer' then 3 when 'open' then 0 when 'cancelled' then 0 else 1 end as tries,
            (day + case wave when 0 then 2 else 7 end + time '02:30') at time zone 'UTC' as at
          from (select *, case when day + case wave when 0 then 4 else 10 end > '${today}'::date then 'open' when c < 800 then 'reached' when c < 920 then 'no-answer' when c < 960 then 'wrong-number'
              when c < 985 then 'refused' when c < 999 then 'cancelled' else 'open' end as end_
            from (select i, i::bigint * 2 + wave as n, wave, day, w.id as dept_id, w.grp, ${chance('i * 2 + wave + 900000000')} as c, ${chance('i * 2 + wave + 1200000000')} as c2
              from ${stay}, generate_series(0, 1) wave where s.c >= 5) x) y) z`)
      await run(`insert into answers (task_id, question, dimension, value, score)
        select ${id(43, 'n')}, q.key, q.dimension, g, case g when 'satisfied' then 1 when 'fairly' then 0.5 else 0 end
        from (select i::bigint * 2 + 1 as n, ${chance('i * 2 + 1 + 900000000')} as c from ${stay} where s.c >= 5 and day + 10 <= '${today}'::date) x,
          (values ('g1', 'doctors', 1), ('g2', 'nurses', 2)) q (key, dimension, k), lateral (select ${grade(chance('n + k'))} as g) y where x.c < 800`)
    }
    say('indexes')
    const kept = /tasks_encounter|tasks_called|encounters_|answers_graded|patients_pkey|^cases_|rounds_/
    const make = async (of: RegExp) => {
      for (const { name, says } of indexes) if (kept.test(name) && of.test(name)) await run(says)
    }
    await make(/tasks_|encounters_|answers_/)
    say('contacts, attempts and events of the sample')
    await makeMonths(beside)
    await run(`create unlogged table try as select t.id as task, t.encounter_id, t.patient_id, t.caller_id, k, t.first_tried_at + (k - 1) * interval '1 day' as at,
        case when k = t.attempts then t.last_disposition else 'no-answer' end as said, k = t.attempts as last, t.opinion is not null as opinion, row_number() over () as m
      from encounters e join tasks t on t.encounter_id = e.id, generate_series(1, t.attempts) k
      where e.discharged_on = any${sampledDays} and ${isSampled('e.discharged_on')}`)
    await run(`insert into contacts (id, patient_id, encounter_id, staff_id, channel, direction, started_at, ended_at, disposition)
      select ${id(45, 'm')}, patient_id, encounter_id, caller_id, 'phone', 'out', at, at, said from try`)
    await run(`insert into attempts (task_id, contact_id, number) select task, ${id(45, 'm')}, k from try`)
    await run(`insert into events (at, verb, noun, subject, from_state, to_state, data, request)
      select at, case when not last then 'task.attempt' when said = 'reached' then 'task.complete' else 'task.giveUp' end, 'task', task, 'open',
        case when not last then 'open' when said = 'reached' then 'done' else 'unreached' end,
        case when last and said = 'reached' then jsonb_build_object('opinion', opinion) else jsonb_build_object('reason', said) end, 'bench' from try order by m`)
    await run(`insert into events (at, verb, noun, subject, from_state, to_state, data, request)
      select t.due_at, 'task.cancel', 'task', t.id, 'open', 'cancelled', '{"reason":"患者要求稍后"}', 'bench'
      from encounters e join tasks t on t.encounter_id = e.id and t.status = 'cancelled' where ${isSampled('e.discharged_on')}
        and e.discharged_on = any${sampledDays}`)
    say('cases')
    await run(`create unlogged table matter as
      select source, at, patient_id, encounter_id, department_id, i * 2 as i from (
        select t.id as source, t.reached_at as at, t.patient_id, t.encounter_id, t.department_id, row_number() over (order by hashtext(t.id::text)) as i
        from tasks t where t.opinion is not null) o where i <= ${Math.floor(cases / 2)}`)
    const { rows: sourced } = await client.query<{ n: number }>('select count(*)::int as n from matter')
    const desk = cases - sourced[0]!.n
    await run(`insert into matter
      select null, ('${first}'::date + (i * ${days} / ${desk})::int + time '01:00' + (i % 480) * interval '1 minute') at time zone 'UTC', null, null, ${id(40, `1 + ${chance('i + 5')} * ${departments} / 1000`)}, i * 2 + 1
      from generate_series(0::bigint, ${desk - 1}) i`)
    await run(`insert into cases (id, number, kind, channel, status, source_id, contact_id, patient_id, encounter_id, campus_id, department_id, handling_department_id, category, severity, urgency,
        restricted, leadership, barred_staff, assisting, text, owner_id, received_at, workdays, due_at, deadline, told_at, archived_at, archived_by, satisfaction, round, updated_at)
      select ${id(46, 'i')}, 'H' || i, case when source is not null then 'opinion' else (array['complaint','complaint','complaint','suggestion','praise','enquiry','staff','help'])[1 + c % 8] end,
        case when source is not null then 'follow-up-call' else 'desk' end, case when open_ then 'investigating' else 'archived' end, source, case when source is null then ${id(50, 'i')} end, patient_id, encounter_id, '${ground.campus}', department_id,
        case when c % 10 <> 0 then department_id end, (array['A4','B1','C3','D3','E2','F2','G1'])[1 + c % 7], 1, 3, c < 20, c < 8, case when c between 500 and 502 then array[${id(44, '1')}] else '{}' end::uuid[],
        case when c between 600 and 629 then array[${id(40, `1 + c2 * ${departments} / 1000`)}] else '{}' end::uuid[], '候诊时间过长', '${ground.ids.nurse}', at, 5, at + interval '7 days', '{}',
        case when not open_ then told end, case when not open_ then told + interval '2 days' end, case when not open_ then case when c % 3 = 0 then 'approval' else 'person' end end,
        case when not open_ and c % 4 > 0 then (array['satisfied','satisfied','satisfied','fairly','dissatisfied'])[1 + c2 % 5] end, case when c % 11 = 0 then 2 else 1 end, at
      from (select *, ${chance('i + 11')} as c, ${chance('i + 13')} as c2, at + interval '1 hour' * (4 + ${chance('i + 17')} * 200 / 1000) as told,
          at > '${today}'::timestamptz - interval '1 day' * (2 + ${chance('i + 19')} * 20 / 1000) as open_ from matter) m`)
    await run(`insert into rounds (id, case_id, number, department_id, due_at, answered_at, told_at, outcome)
      select ${id(47, 'i * 2 + k')}, ${id(46, 'i')}, k, null, at + interval '7 days' * k, case when not open_ then at + interval '1 hour' * (${chance('i + 17')} * 190 / 1000) + interval '7 days' * (k - 1) end,
        case when not open_ then at + interval '1 hour' * (4 + ${chance('i + 17')} * 200 / 1000) + interval '7 days' * (k - 1) end, case when not open_ then 'satisfied' end
      from (select *, at > '${today}'::timestamptz - interval '1 day' * (2 + ${chance('i + 19')} * 20 / 1000) as open_ from matter) m, generate_series(1, case when ${chance('i + 11')} % 11 = 0 then 2 else 1 end) k`)
    await run(`insert into promises (id, case_id, status, to_whom, what, by_at, made_by_id, made_at, kept_at, updated_at)
      select ${id(48, 'i')}, ${id(46, 'i')}, case when i % 5 = 0 then 'cancelled' else 'kept' end, '本人', '回电', at + interval '3 days', '${ground.ids.nurse}', at, at + interval '1 day' * (i % 5), at from matter where i % 10 = 0`)
    await run(`insert into pauses (id, case_id, round, reason, words, until_on, began_at, began_by_id, ended_at, ended_by_id)
      select ${id(49, 'i')}, ${id(46, 'i')}, 1, 'material', '等材料', at::date + 3, at, '${ground.ids.nurse}', at + interval '2 days', '${ground.ids.nurse}' from matter where i % 33 = 0`)
    await make(/cases_|rounds_/)
    say('what stands beside them')
    await fillBeside(beside)
    await run('drop table ward, try, matter')
    for (const table of tables) await run(`alter table ${table} enable trigger user`)
    say('vacuum')
    await run('vacuum analyze')
    const { rows } = await client.query<{ tasks: number; cases: number }>(
      'select (select count(*) from tasks)::int as tasks, (select count(*) from cases)::int as cases',
    )
    return { first, days, stays, sampled, tasks: rows[0]!.tasks, cases: rows[0]!.cases }
  } finally {
    await client.end()
  }
}
