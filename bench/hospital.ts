// A hospital large enough to measure: filled by the server itself, with texts that look like what callers write.
import pg from 'pg'
import { systemClock } from '#engine/clock.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { modules } from '#src/modules.ts'
import { password } from '#test/desk.ts'
import { type Login, populate } from '#test/people.ts'

export type Ground = {
  readonly ids: Record<Login, string>
  readonly departments: Record<string, string>
  readonly campus: string
}

/** Migrates the database and puts the people of the test hospital into it. */
export const found = async (url: string): Promise<Ground> => {
  const house = await openHouse({ url, modules, clock: systemClock, log: openLog('error') })
  const people = await populate(house, () => ({}) as never)
  await house.stop()
  return { ids: people.ids, departments: people.departments, campus: people.campus }
}

const phrase = `(array['候诊时间过长','护士态度很好','出院带药没有讲清','伤口渗液没有处理','病房空调太冷','退费手续繁琐','夜间呼叫无人应答','检查预约排队','饭菜偏凉','医生解释不清'])`

/** A text of about eighty Chinese characters, different for each `i`. */
const text = `(select string_agg(${phrase}[1 + (hashtext(i::text || '/' || k) & 2147483647) % 10] || '第' || ((i * 31 + k * 7) % 997) || '次，', '') from generate_series(1, 7) k)`

/** Patients and their stays, `count` of them, spread over two years before today. */
export const fillStays = async (url: string, ground: Ground, count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `insert into patients (id, record_number, name, sex, phones, created_at, updated_at)
     select ('019c0000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'B' || i, '测试' || i, case when i % 2 = 0 then 'male' else 'female' end,
       '[{"number":"19900000000","owner":"patient","kind":"mobile"}]', $1, $1 from generate_series(1, $2::int) i`,
    [systemClock.now(), count],
  )
  await client.query(
    `insert into encounters (id, patient_id, admission_count, campus_id, department_id, department_name, department_group, discharged_on, diagnosis, leaving, sex, age_years, created_at, updated_at)
     select ('019c0001-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ('019c0000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 1, $3::uuid, $4::uuid, '心内科', '内科',
       ($1::timestamptz - (i % 700) * interval '1 day')::date, '冠心病', 'home', case when i % 2 = 0 then 'male' else 'female' end, 20 + i % 70, $1, $1 from generate_series(1, $2::int) i`,
    [systemClock.now(), count, ground.campus, ground.departments.心内科],
  )
  await client.query('vacuum analyze patients, encounters')
  await client.end()
}

/** Open cases of the stays above, owned by the nurse, `count` of them. */
export const fillCases = async (url: string, ground: Ground, count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ text: string }>(`select ${text} as text from generate_series(1, $1::int) i`, [
    count,
  ])
  const { searchVector } = await import('#kernel/search.ts')
  for (let from = 0; from < count; from += 5000) {
    const texts = rows.slice(from, from + 5000).map((row) => row.text)
    await client.query(
      `with made as (
         insert into cases (id, number, kind, channel, status, patient_id, encounter_id, campus_id, department_id, handling_department_id, category, severity, urgency,
           text, demand, owner_id, received_at, workdays, due_at, deadline, updated_at)
         select ('019c0002-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'HYA-' || i, 'opinion', 'desk', 'investigating',
           ('019c0000-0000-7000-8000-' || lpad(to_hex(1 + i % 1000), 12, '0'))::uuid, ('019c0001-0000-7000-8000-' || lpad(to_hex(1 + i % 1000), 12, '0'))::uuid, $3::uuid, $4::uuid, $4::uuid,
           'D3', 1, 3, t, '', $5::uuid, $6::timestamptz - (i % 400) * interval '1 hour', 5, $6::timestamptz + (i % 5000) * interval '1 minute', '{"days":[],"warnings":[]}', $6
         from (select $2::int + n as i, t from unnest($1::text[]) with ordinality as u (t, n)) x)
       insert into case_search (case_id, search)
       select ('019c0002-0000-7000-8000-' || lpad(to_hex($2::int + n::int), 12, '0'))::uuid, s::tsvector from unnest($7::text[]) with ordinality as u (s, n)`,
      [
        texts,
        from,
        ground.campus,
        ground.departments.心内科,
        ground.ids.nurse,
        systemClock.now(),
        texts.map((one) => searchVector(one)),
      ],
    )
  }
  await client.query('vacuum analyze cases, case_search')
  await client.end()
}

/** Open tasks on the nurse's list and finished ones, `count` in all; every hundredth waits for her today. */
export const fillTasks = async (url: string, ground: Ground, stays: number, count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `insert into tasks (id, kind, status, wave, patient_id, encounter_id, campus_id, department_id, department_group, discharged_on, caller, assignee_id, due_at, next_at, order_at, created_at, updated_at, attempts)
     select ('019c0003-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'wave', case when i % 100 < 3 then 'open' else 'done' end, 'safety',
       ('019c0000-0000-7000-8000-' || lpad(to_hex(1 + i % $3::int), 12, '0'))::uuid, ('019c0001-0000-7000-8000-' || lpad(to_hex(1 + i % $3::int), 12, '0'))::uuid, $4::uuid, $5::uuid, '内科',
       ($1::timestamptz - (i % 700) * interval '1 day')::date, 'centre', case when i % 5 = 0 then $6::uuid else $7::uuid end,
       $1::timestamptz + (i % 5000) * interval '1 minute', $1::timestamptz - interval '1 hour', $1::timestamptz + (i % 5000) * interval '1 minute', $1, $1, 1
     from generate_series(1, $2::int) i`,
    [systemClock.now(), count, stays, ground.campus, ground.departments.心内科, ground.ids.nurse, ground.ids.nurse2],
  )
  await client.query('vacuum analyze tasks')
  await client.end()
}

/** Signs one of the people in; answers the headers of his requests. */
export const signIn = async (port: number, login: string): Promise<Record<string, string>> => {
  const reply = await fetch(`http://127.0.0.1:${port}/api/v1/session/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!reply.ok) throw new Error(`sign-in: ${reply.status} ${await reply.text()}`)
  return { cookie: reply.headers.getSetCookie()[0]!.split(';')[0]!, 'content-type': 'application/json' }
}
