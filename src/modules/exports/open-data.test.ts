// The open data, asked as the hospital's own tool would, over a role of its own: the figures of the screens, and nothing else.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { isWorkday, stateCalendar } from '#kernel/calendar.ts'
import { workdaysBetween } from '#kernel/deadline.ts'
import { newId } from '#kernel/ids.ts'
import { restrictedLetters } from '#modules/insight/stays.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { putMatter } from '#test/past.ts'
import { fillMonth } from '#test/season.ts'
import { tend } from './readers.ts'

const month = '2026-01'
const year = '2027-01-01'

describe('开放数据', () => {
  let desk: Desk
  const clients: pg.Client[] = []
  before(async () => {
    desk = await openDesk({ at: '2026-03-16T10:00:00+08:00' })
    await fillMonth(desk, month, 7, 150)
    // A grave matter and one about integrity, in the middle of it.
    await sql`update cases set restricted = true where id in (select id from cases order by id limit 2)`.execute(
      desk.house.db,
    )
  })
  after(async () => {
    for (const client of clients) await client.end().catch(() => {})
    for (const { id, can } of (await desk.people.admin.readers.list()).rows)
      if (can.includes('revoke')) await desk.people.admin.readers.revoke({ id })
    await desk.close()
  })

  const connect = async (user: string, password: string): Promise<pg.Client> => {
    const url = new URL(desk.house.url)
    url.username = user
    url.password = password
    const client = new pg.Client({ connectionString: url.href })
    client.on('error', () => {})
    await client.connect()
    clients.push(client)
    await client.query(`set huiyin.now = '${desk.clock.now().toISOString()}'`)
    return client
  }
  const reader = async (it: { whole?: boolean; departments?: string[] }) => {
    const made = await desk.people.admin.readers.create({ name: '院内报表', expiresOn: year, ...it })
    assert.equal(made.reader.status, 'open', made.sql)
    return { made, client: await connect(made.reader.roleName, made.password) }
  }
  const one = async (client: pg.Client, text: string) => (await client.query(text)).rows[0] as Record<string, unknown>
  const numbers = (row: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? null : Number(value)]))

  test('报表工具看到的数，就是屏幕上的数：全院，和只看一个科室', async () => {
    const { lead, cardiology, departments } = desk.people
    for (const [person, it] of [
      [lead, { whole: true }],
      [cardiology, { departments: [departments.心内科] }],
    ] as const) {
      const { client } = await reader(it as { whole?: boolean; departments?: string[] })
      const report = await person.reports.month({ month })
      const stays = numbers(
        await one(
          client,
          `select count(*) as discharges, count(*) filter (where not excluded) as due, count(*) filter (where reached) as reached,
             count(*) filter (where outcome = 'pending') as pending, sum(attempts) as attempts, count(grade) as graded,
             count(*) filter (where grade = 'satisfied') as satisfied, sum(opinions) as opinions,
             count(*) filter (where first_call_judged) as judged, count(*) filter (where first_call_judged and first_call_in_time) as in_time
           from stays where month = '${month}-01'`,
        ),
      )
      assert.deepEqual(stays, {
        discharges: report.discharges,
        due: report.due,
        reached: report.reached.numerator,
        pending: report.pending,
        attempts: report.attempts,
        graded: report.satisfaction.rate.denominator,
        satisfied: report.satisfaction.satisfied,
        opinions: report.opinions.total,
        judged: report.firstContactInTime.denominator,
        in_time: report.firstContactInTime.numerator,
      })
      assert.ok(stays.discharges! > 0)
      const opinions = await one(client, `select count(*)::int as n from opinions where month = '${month}-01'`)
      assert.equal(opinions.n, report.opinions.total)
      const { rows: said } = await client.query(
        `select dimension, count(*)::int as n from answers where month = '${month}-01' group by 1`,
      )
      for (const { key, answered } of report.dimensions)
        if (answered) assert.equal(said.find(({ dimension }) => dimension === key)?.n, answered, key)
      const matters = await one(
        client,
        `select count(*)::int as opened, count(*) filter (where first_answer_judged)::int as judged,
           count(*) filter (where first_answer_judged and first_answer_in_time)::int as in_time from cases where month = '${month}-01'`,
      )
      const { opened, answeredInTime } = report.cases
      assert.equal(matters.opened, opened)
      if (!answeredInTime.hidden)
        assert.deepEqual([matters.in_time, matters.judged], [answeredInTime.numerator, answeredInTime.denominator])
      const { rows: monthly } = await client.query(
        `select * from monthly where month = '${month}-01' and figure = 'reached'`,
      )
      for (const row of monthly) {
        const slice = report.by.department.find(({ label }) => label === row.department)
        if (!slice || slice.hidden || row.hidden) continue
        assert.deepEqual(
          [Number(row.numerator), Number(row.denominator), row.ranked],
          [slice.reached.numerator, slice.reached.denominator, slice.reached.ranked],
        )
      }
    }
  })

  test('工作日与程序的日历一天不差，用它算的办理天数就是屏幕上的中位数；改进项目与屏幕同数', async () => {
    const { lead, admin, departments, ids } = desk.people
    for (const [received, told] of [
      ['2026-02-10', '2026-02-26'],
      ['2026-02-12', '2026-03-02'],
    ] as const) {
      const id = await putMatter(desk, new Date(`${received}T10:00+08:00`), 'D3', '心内科')
      for (const [number, at] of [told, '2026-03-13'].entries())
        await sql`insert into rounds (id, case_id, number, due_at, told_at)
          values (gen_random_uuid(), ${id}, ${number + 1}, ${new Date(`${received}T10:00+08:00`)}, ${new Date(`${at}T10:00+08:00`)})`.execute(
          desk.house.db,
        )
    }
    const project = async (restricted: boolean) => {
      const id = newId(desk.clock.now())
      await sql`insert into projects (id, number, status, title, department_id, made_by_id, made_at, restricted, barred_staff, updated_at)
        values (${id}, ${`P-${restricted}`}, 'planning', '样例', ${departments.心内科}, ${ids.lead}, ${desk.clock.now()}, ${restricted}, '{}', ${desk.clock.now()})`.execute(
        desk.house.db,
      )
      await sql`insert into project_rounds (project_id, number, opened_at, cut_from, cut_until)
        values (${id}, 1, ${desk.clock.now()}, '2026-01-01', '2026-02-01')`.execute(desk.house.db)
    }
    await project(false)
    await project(true)
    await desk.settle()
    const { client } = await reader({ whole: true })
    const calendar = stateCalendar
    const { rows: days } = await client.query(
      `select day::text as day, workday, workday_known as known, workday_number as n from calendar where day between '2025-12-01' and '2027-01-31' order by 1`,
    )
    for (const { day, workday, known, n } of days) {
      assert.deepEqual([workday, known], [isWorkday(day, calendar).works, isWorkday(day, calendar).known], day)
      assert.equal(n - days[0].n, workdaysBetween(days[0].day, day, calendar), day)
    }
    const { median } = (await lead.page.get({ month: '2026-02' })).deadlines
    const told = await one(
      client,
      `select percentile_cont(0.5) within group (order by workdays_to_told) as median from cases
       where month = '2026-02-01' and kind in ('complaint', 'staff') and workdays_to_told is not null`,
    )
    assert.ok(median !== null)
    assert.equal(told.median, median)
    const { rows: own } = await lead.projects.list({})
    const { rows: open } = await client.query('select department, status, rounds, cases, measures, told from projects')
    assert.deepEqual(
      open.map(({ department, status, rounds, cases, measures, told }) => ({
        department,
        status,
        rounds,
        cases,
        measures,
        told,
      })),
      own.map((it) => ({
        ...{
          department: it.department,
          status: it.status,
          rounds: it.round,
          cases: it.cases,
          measures: it.measures.all,
        },
        told: it.told?.told ?? null,
      })),
    )
    assert.equal(open.length, 1, 'the restricted one is nobody’s')
    const { client: surgery } = await reader({ departments: [departments.普外科] })
    assert.equal((await one(surgery, 'select count(*)::int as n from projects')).n, 0)
    // A day of the hospital's own is there within the hour.
    await admin.settings.change({ calendarExceptions: [{ day: '2026-03-19', works: false, why: '院庆' }] })
    await desk.house.asSystem(tend)
    const day = await one(client, `select workday, day_name from calendar where day = '2026-03-19'`)
    assert.deepEqual(day, { workday: false, day_name: '本院休息：院庆' })
  })

  test('什么也没有说是谁：没有姓名、号码、原话，也没有受限的事项', async () => {
    const { client } = await reader({ whole: true })
    const { rows: views } = await client.query(`select viewname from pg_views where schemaname = 'insight' order by 1`)
    assert.equal(views.length, 12)
    const { rows: patients } = await sql<{ name: string; phone: string }>`
      select name, coalesce(record_number, name) as phone from patients limit 20`.execute(desk.house.db)
    const { rows: texts } = await sql<{ text: string }>`select text from cases where length(text) > 3 limit 20`.execute(
      desk.house.db,
    )
    const secrets = [...patients.flatMap(({ name, phone }) => [name, phone]), ...texts.map(({ text }) => text)]
    for (const { viewname } of views) {
      const { rows } = await client.query(`select to_jsonb(v)::text as row from ${viewname} v limit 2000`)
      const all = rows.map(({ row }) => row).join('\n')
      for (const secret of secrets) assert.ok(!all.includes(secret), `${viewname}: ${secret}`)
      assert.doesNotMatch(all, /[0-9a-f]{8}-[0-9a-f]{4}-7/, `${viewname} has no id of ours`)
    }
    const hidden = await sql<{
      n: number
    }>`select count(*) as n from cases where restricted or barred_staff <> '{}'`.execute(desk.house.db)
    const all = await sql<{ n: number }>`select count(*) as n from cases`.execute(desk.house.db)
    const seen = await one(client, 'select count(*)::int as n from cases')
    assert.ok(hidden.rows[0]!.n > 0)
    assert.equal(seen.n, all.rows[0]!.n - hidden.rows[0]!.n)
    // A call that is being checked blind stands there as before: nobody learns from its absence that it was drawn.
    const calls = async () => (await one(client, 'select count(*)::int as n from calls')).n
    const made = await calls()
    await sql`update contacts set blind_staff = array[${desk.people.ids.nurse2}::uuid]`.execute(desk.house.db)
    assert.equal(await calls(), made)
    // So do a matter of that call and what hangs on it; who is truly to know nothing of a matter takes all of it with him.
    await sql`
      with it as (select id from cases where not restricted order by id desc limit 1),
        m as (insert into measures (id, case_id, round, status, what, department_id, due_on, planned_by_id, planned_at, updated_at)
          select gen_random_uuid(), id, 1, 'planned', '加排班', ${desk.people.departments.心内科}, '2026-03-20', ${desk.people.ids.lead},
            ${desk.clock.now()}, ${desk.clock.now()} from it),
        p as (insert into promises (id, case_id, status, to_whom, what, by_at, made_by_id, made_at, updated_at)
          select gen_random_uuid(), id, 'open', '家属', '回电', ${desk.clock.now()}, ${desk.people.ids.lead}, ${desk.clock.now()}, ${desk.clock.now()} from it)
      insert into project_cases (project_id, case_id, added_at)
        select p.id, it.id, ${desk.clock.now()} from it, projects p where not p.restricted`.execute(desk.house.db)
    const held = () =>
      one(
        client,
        `select (select count(*)::int from cases) as cases, (select count(*)::int from measures) as measures,
           (select count(*)::int from promises) as promises, (select count(*)::int from projects) as projects`,
      )
    const stood = await held()
    assert.deepEqual([stood.measures, stood.promises, stood.projects], [1, 1, 1])
    const wall = (blind: string[], barred: string[]) =>
      sql`update cases set blind_staff = ${blind}::uuid[], barred_staff = ${barred}::uuid[]
        where id in (select case_id from project_cases)`.execute(desk.house.db)
    const { nurse, nurse2 } = desk.people.ids
    await wall([nurse2], [])
    const { rows: hanging } = await sql`select from measures m, promises p, projects q
      where ${nurse2} = any(m.barred_staff) and ${nurse2} = any(p.barred_staff) and ${nurse2} = any(q.barred_staff)`.execute(
      desk.house.db,
    )
    assert.equal(hanging.length, 1, 'he finds none of them')
    assert.deepEqual(await held(), stood, 'while it is called again blind')
    await wall([nurse2], [nurse, nurse2])
    assert.deepEqual(await held(), { cases: (stood.cases as number) - 1, measures: 0, promises: 0, projects: 0 })
    await sql`update cases set blind_staff = '{}', barred_staff = '{}' where barred_staff <> '{}'`.execute(
      desk.house.db,
    )
    const opinions = async () => (await one(client, 'select count(*)::int as n from opinions')).n as number
    const before = await opinions()
    await sql`update cases set barred_staff = array[${desk.people.ids.cardiology}::uuid] where id = (select c.id from cases c
      join tasks t on t.id = c.source_id where not c.restricted and t.opinion is not null and t.opinion_category <> 'I1' limit 1)`.execute(
      desk.house.db,
    )
    assert.equal(await opinions(), before - 1, 'an opinion is known to those who may know of its matter')
    await sql`update cases set barred_staff = '{}' where barred_staff <> '{}'`.execute(desk.house.db)
  })

  test('行风类别在视图里也是那几个', async () => {
    const { rows } = await sql<{ definition: string }>`select pg_get_viewdef('insight_reader') as definition`.execute(
      desk.house.db,
    )
    const [, letters] = /ARRAY\[([^\]]*)\]/i.exec(rows[0]!.definition)!
    assert.deepEqual(letters!.match(/(?<=')\w(?=')/g), restrictedLetters)
  })

  test('每个视图、每一列都有中英文说明', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname || '.' || coalesce(a.attname, '') as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'insight'
      left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relkind = 'v' and (col_description(c.oid, a.attnum) !~ '[一-龥].* · .*[a-z]' or col_description(c.oid, a.attnum) is null
        or obj_description(c.oid) !~ '[一-龥].* · .*[a-z]' or obj_description(c.oid) is null)`.execute(desk.house.db)
    assert.deepEqual(rows, [])
    const { rows: open } = await sql<{ relname: string }>`
      select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'insight'
      where c.relkind = 'v' and not coalesce(c.reloptions, '{}') @> array['security_barrier=true']`.execute(
      desk.house.db,
    )
    assert.deepEqual(open, [])
  })

  test('想绕出去的，一条也走不通', async () => {
    const { departments } = desk.people
    const { client, made } = await reader({ departments: [departments.心内科] })
    const names = (
      await client.query('select distinct department from stays union select distinct department from departments')
    ).rows
    assert.deepEqual(names, [{ department: '心内科' }])
    // Whatever it sets for itself, the walls are not settings.
    await client.query(
      'set default_transaction_read_only = off; set transaction_read_only = off; set statement_timeout = 0; set row_security = off',
    )
    const denied =
      /permission denied|must be|不|cannot|does not exist|not allowed|read-only|no schema has been selected|denied/i
    // Where only a database administrator may forbid it, the screen says so and gives the statement.
    for (const attempt of [
      'select * from public.patients',
      'select * from public.cases',
      'select * from public.insight_reader',
      'select * from public.readers',
      'select salt from public.readers',
      'select * from public.staff',
      'select * from public.events',
      'select * from pgboss.job',
      'select * from vault.identities',
      'select * from pg_authid',
      'select * from pg_statistic',
      "select pg_read_file('/etc/passwd')",
      "select pg_ls_dir('/')",
      "copy (select 1) to program 'id'",
      "copy (select 1) to '/tmp/x'",
      'create table public.x (y int)',
      'create temporary table x (y int)',
      'create schema mine',
      "create function public.leak(text) returns bool language sql as 'select true'",
      'create role mine',
      'alter role current_user superuser',
      'set role huiyin',
      'set role postgres',
      'set session authorization postgres',
      'select lo_creat(-1)',
      "select lo_from_bytea(0, 'x')",
      // Whoever holds the number of a login keeps its owner from signing in.
      "select pg_advisory_lock(hashtextextended('nurse', 1))",
      "select pg_advisory_xact_lock_shared(hashtext('settings'))",
      "update insight.cases set status = 'archived'",
      "insert into insight.departments (department) values ('x')",
      'delete from insight.stays',
      'truncate public.cases',
      'do $$ begin lock table public.cases; end $$',
      'create view insight.mine as select 1',
      'grant select on all tables in schema public to current_user',
      'select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user',
      "listen x; notify ledger, 'x'; select * from public.sessions",
      "load 'dblink'",
      'create extension dblink',
      "do $$ begin execute 'select * from public.patients'; end $$",
      'explain analyze select * from public.patients',
      'declare c cursor with hold for select * from public.patients',
      'prepare p as select * from public.patients; execute p',
      'table public.settings',
      'select * from public.settings',
      'alter view insight.stays owner to current_user',
      "comment on view insight.stays is 'x'",
    ])
      if (!made.advice.includes(/^select ((?:lo|pg_advisory)_\w+)\(/.exec(attempt)?.[1] ?? 'nothing'))
        await assert.rejects(client.query(attempt), (error: Error) => denied.test(error.message), attempt)
    // Conditions of his own are asked only of rows that are his: an error would speak of others' rows.
    const others = `case when department <> '心内科' then (1 / (length(department) - length(department)))::text else 'ok' end`
    const { rows } = await client.query(`select ${others} as x from stays where ${others} = 'ok' group by 1`)
    assert.deepEqual(rows, [{ x: 'ok' }])
    await client.query(
      `select count(*) from cases where (category || department)::text ~ '.' or 1 / nullif(0, 0) is null`,
    )
    const { rows: texts } = await client.query(
      `select count(*)::int as n from pg_stat_activity where usename <> current_user and query not in ('', '<insufficient privilege>')`,
    )
    assert.deepEqual(texts, [{ n: 0 }])
    const { rows: leaky } = await client.query(`
      select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname in ('public', 'insight', 'vault', 'pgboss') where p.prosecdef`)
    assert.deepEqual(leaky, [], 'no function of ours acts with another’s rights')
    // A statistic tells of no values of tables that are not his.
    assert.equal((await one(client, `select count(*)::int as n from pg_stats where schemaname = 'public'`)).n, 0)
    // Nor does he hear what changes and whether it is restricted, or make screens believe that something has.
    const heard: unknown[] = []
    client.on('notification', (one) => heard.push(one))
    await client.query('listen huiyin_live; listen ledger')
    const told: unknown[] = []
    const me = { id: desk.people.ids.nurse, name: '', role: 'agent' as const, departments: [] }
    const deaf = desk.house.live.listen({ me, tell: (nouns) => told.push(nouns) })
    await client.query(`notify huiyin_live, '[{"noun":"case","restricted":false}]'; notify ledger, 'x'`)
    const { client: other } = await reader({ departments: [departments.心内科] })
    for (let i = 0; told.length === 0 && i < 40; i++) await new Promise((resolve) => setTimeout(resolve, 50))
    deaf()
    assert.deepEqual(told, [['reader']])
    assert.equal(heard.length, 2, 'his own words and nothing else')
    // Two readers cannot lay their extracts beside each other.
    const key = async (who: pg.Client) =>
      (await who.query('select stay_key from stays order by 1 limit 1')).rows[0]?.stay_key
    assert.notEqual(await key(client), await key(other))
    assert.match(made.reader.roleName, /^huiyin_bi_[0-9a-f]{12}$/)
  })

  test('撤销以后立即什么也看不到；到期自动结束；换了密码旧的作废', async () => {
    const { admin, nurse } = desk.people
    const { client, made } = await reader({ whole: true })
    assert.ok(Number((await one(client, 'select count(*) as n from stays')).n) > 0)
    const again = await admin.readers.renew({ id: made.reader.id })
    assert.notEqual(again.password, made.password)
    await admin.readers.revoke({ id: made.reader.id })
    const left = await client.query('select count(*)::int as n from stays').then(
      ({ rows }) => rows[0].n as number,
      () => 0,
    )
    assert.equal(left, 0)
    await assert.rejects(connect(made.reader.roleName, again.password))
    await assert.rejects(nurse.readers.list(), { status: 403 })
    const short = await admin.readers.create({ name: '短期', whole: true, expiresOn: '2026-03-18' })
    desk.clock.pass(4 * 86_400_000)
    await desk.house.asSystem(tend)
    const rows = (await admin.readers.list()).rows
    assert.equal(rows.find(({ id }) => id === short.reader.id)?.status, 'expired')
    const roles = await sql`select from pg_roles where rolname = ${short.reader.roleName}`.execute(desk.house.db)
    assert.equal(roles.rows.length, 0)
  })
})
