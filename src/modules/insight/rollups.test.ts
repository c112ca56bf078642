// What is kept ready says what the rows say: after every kind of late correction, before and after it is counted again, and while it is.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { snapshot } from '#engine/step.ts'
import { dayOf, startOfDay } from '#kernel/time.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import { standardValue } from '#src/standards.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import type { Login } from '#test/people.ts'
import { fillMonth } from '#test/season.ts'
import type { Refused } from '#web/client.ts'
import { caseCellsOf, raised } from './case-cells.ts'
import { standingOf } from './matters.ts'
import { differences, reckonRaw } from './raw.ts'
import { noCounts, plus, reckon, reckonLive, reckonMonths } from './reckoning.ts'
import { rebuildRollups, refreshRollups } from './rollups.ts'

const firstCallDays = standardValue('firstContactWithin', {})
const months = ['2025-12', '2026-01', '2026-02']
const period = { name: 'winter', from: '2025-12-01', until: '2026-03-01' }

/** A case like another one, with these columns other than they were. */
const like = (of: string, columns: string) => `insert into cases
  select p.* from (${of}) o cross join lateral jsonb_populate_record(o.row, jsonb_build_object('id', gen_random_uuid(), 'number', 'T' || gen_random_uuid(),
    'source_id', null, 'contact_id', null, 'external_number', null, ${columns})) p`

const oneEntry = '(select case_id from register_entries order by md5(case_id::text || $1) limit 1)'

/** Late corrections as the hospital's own commands write them, one row each, chosen by chance. */
const corrections: readonly { readonly what: string; readonly sql: string }[] = [
  {
    what: 'a call is corrected',
    sql: `update tasks set satisfaction = (array['satisfied','fairly','dissatisfied',null])[1 + $1 % 4] where id = (select id from tasks where reached_at is not null order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'somebody is reached',
    sql: `update tasks set status = 'done', reached_at = due_at - interval '1 day', first_tried_at = due_at - interval '1 day', attempts = attempts + 1, unreached_reason = null where id = (select id from tasks where status in ('open', 'unreached') order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a task is cancelled',
    sql: `update tasks set status = 'cancelled', cancelled_reason = (array['died','refused','other'])[1 + $1 % 3] where id = (select id from tasks where status = 'open' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a task is opened again',
    sql: `update tasks set status = 'unreached', unreached_reason = 'no-answer', cancelled_reason = null where id = (select id from tasks where status = 'cancelled' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a task is removed',
    sql: `with old as (select t.id from tasks t where t.kind = 'wave' and not exists (select from cases c where c.source_id = t.id) and not exists (select from attempts a where a.task_id = t.id) and not exists (select from answers a where a.task_id = t.id) order by md5(id::text || $1) limit 1) delete from tasks where id in (select id from old)`,
  },
  {
    what: 'a discharge moves to another day',
    sql: `update encounters set discharged_on = discharged_on + ($1 % 25 - 12) where id = (select id from encounters order by md5(id::text || $1) limit 1) and discharged_on + ($1 % 25 - 12) between '2025-12-01' and '2026-02-28'`,
  },
  {
    what: 'a discharge moves to another department',
    sql: `update encounters set department_id = (select id from departments order by md5(id::text || $1) limit 1), department_group = '外科' where id = (select id from encounters order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a discharge was none',
    sql: `with old as (select id from encounters e where not exists (select from tasks t where t.encounter_id = e.id) order by md5(id::text || $1) limit 1) delete from encounters where id in (select id from old)`,
  },
  {
    what: 'age, sex and leaving are corrected',
    sql: `update encounters set age_years = $1 % 90, sex = 'female', leaving = (array['home','died'])[1 + $1 % 2] where id = (select id from encounters order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a death is learnt of',
    sql: `update patients set died_on = (select min(discharged_on) + ($1 % 40) from encounters e where e.patient_id = patients.id) where id = (select id from patients p where not exists (select from tasks t where t.patient_id = p.id and t.callable) order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a wish not to be called',
    sql: `update patients set do_not_call_at = created_at - interval '1 day' where id = (select id from patients p where not exists (select from tasks t where t.patient_id = p.id and t.callable) order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'an opinion is classified anew',
    sql: `update tasks set opinion_category = (array['A1','I1','D3',null])[1 + $1 % 4] where id = (select id from tasks where opinion is not null order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'an answer is corrected',
    sql: `update answers set score = ($1 % 3) / 2.0 where (task_id, question) = (select task_id, question from answers where dimension is not null order by md5(task_id::text || question || $1) limit 1)`,
  },
  {
    what: 'a case becomes restricted, or not',
    sql: `update cases set restricted = not restricted, leadership = $1 % 2 = 0 where id = (select id from cases where status <> 'merged' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'somebody is barred',
    sql: `update cases set barred_staff = case when barred_staff = '{}' then (select array_agg(id) from (select id from staff order by md5(id::text || $1) limit 4) s) else '{}' end where id = (select id from cases where status <> 'merged' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a case is dispatched',
    sql: `update cases set handling_department_id = (select id from departments order by md5(id::text || $1) limit 1), status = 'investigating', assisting = case when $1 % 3 = 0 then array(select id from departments order by md5(id::text) limit 2) else '{}' end where id = (select id from cases where status <> 'merged' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a case is of another kind',
    sql: `update cases set category = (array['B1','','E2'])[1 + $1 % 3], kind = (array['complaint','staff','praise','complaint'])[1 + $1 % 4] where id = (select id from cases where status <> 'merged' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'another takes it',
    sql: `update cases set owner_id = (select id from staff where status = 'active' order by md5(id::text || $1) limit 1) where id = (select id from cases where status <> 'merged' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a round begins',
    sql: `insert into rounds (id, case_id, number, due_at) select gen_random_uuid(), c.id, 1 + coalesce((select max(number) from rounds r where r.case_id = c.id), 0), c.received_at + interval '5 days' * ($1 % 20) from (select * from cases order by md5(id::text || $1) limit 1) c`,
  },
  {
    what: 'a round is answered and told',
    sql: `update rounds r set answered_at = r.due_at + interval '1 hour' * ($1 % 9 - 4), told_at = r.due_at + interval '1 hour' * ($1 % 19 - 9), outcome = 'fairly' where id = (select id from rounds order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a round goes',
    sql: `delete from rounds where id = (select id from rounds order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a case is archived',
    sql: `update cases set status = 'archived', archived_by = 'person', archived_at = received_at + interval '9 days', satisfaction = 'satisfied', told_at = received_at, round = 1 + $1 % 2 where id = (select id from cases where status <> 'archived' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'and opened again',
    sql: `update cases set status = 'investigating', archived_by = null, satisfaction = null where id = (select id from cases where status = 'archived' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'two are merged',
    sql: `with two as (select array_agg(id) as ids from (select id from cases where status not in ('merged', 'archived') order by md5(id::text || $1) limit 2) x) update cases set status = 'merged', merged_into_id = two.ids[1] from two where id = two.ids[2]`,
  },
  {
    what: 'and parted again',
    sql: `update cases set status = 'investigating', merged_into_id = null where id = (select id from cases where status = 'merged' order by md5(id::text || $1) limit 1)`,
  },
  {
    what: 'a matter is split',
    sql: like(
      `select c as row from cases c where status not in ('merged', 'archived') order by md5(id::text || $1) limit 1`,
      `'category', 'F2', 'kind', 'suggestion'`,
    ),
  },
  {
    what: 'an old register brings one',
    sql: `with made as (${like(
      `select c as row from cases c where status <> 'merged' order by md5(id::text || $1) limit 1`,
      `'taken_over', true, 'status', 'archived', 'archived_by', 'taken-over', 'archived_at', (o.row).received_at, 'category', '', 'kind', 'complaint', 'told_at', (o.row).received_at + interval '3 days'`,
    )} returning id, received_at),
      round as (insert into rounds (id, case_id, number, due_at, told_at) select gen_random_uuid(), id, 1, received_at + interval '7 days', received_at + interval '3 days' from made)
      insert into register_entries (case_id, number, import_id, row_number, departments, said, answered_on)
        select id, gen_random_uuid()::text, (select id from imports limit 1), 1, '{}', '{"category":"食堂"}', (received_at + interval '3 days')::date from made`,
  },
  {
    what: 'the old register says it otherwise',
    sql: `delete from rounds where case_id = ${oneEntry};
      insert into rounds (id, case_id, number, due_at, told_at)
        select gen_random_uuid(), id, 1, received_at + interval '7 days', received_at + interval '9 days' from cases where id = ${oneEntry};
      update cases set category = 'G1', satisfaction = 'dissatisfied', received_at = received_at - interval '1 day' where id = ${oneEntry};
      update register_entries set answered_on = answered_on + 6, said = '{}' where case_id = ${oneEntry}`,
  },
  {
    what: 'its term is over and it is emptied',
    sql: `with old as (select id, source_id from cases where status = 'archived' order by md5(id::text || $1) limit 1),
      words as (update tasks set opinion = '已按期销毁' where opinion is not null and id in (select source_id from old)),
      said as (update register_entries set said = '{}' where case_id in (select id from old))
      update cases set text = '已按期销毁', demand = '', place = '', destroyed_at = received_at + interval '60 days' where id in (select id from old)`,
  },
  {
    what: 'a record turns out never to have been a call',
    sql: `with it as (select id from tasks where reached_at is not null and status = 'done' order by md5(id::text || $1) limit 1),
      answers as (delete from answers where task_id in (select id from it))
      update tasks set status = 'voided', reached_at = null, satisfaction = null, opinion = null, opinion_category = null, answers = null, attempts = attempts - 1, caller_id = null where id in (select id from it)`,
  },
  {
    what: 'a call of an old register comes, or another in its place',
    sql: `with old as (delete from tasks t where taken_over and not exists (select from attempts a where a.task_id = t.id)), stay as (select * from tasks where kind = 'wave' order by md5(id::text || $1) limit 1)
      insert into tasks (id, kind, status, wave, patient_id, encounter_id, campus_id, department_id, department_group, discharged_on, caller, due_at, next_at, order_at, attempts, first_tried_at,
        last_disposition, reached_at, satisfaction, opinion, opinion_category, taken_over, created_at, updated_at)
      select gen_random_uuid(), 'wave', 'done', 'register', patient_id, encounter_id, campus_id, department_id, department_group, discharged_on, 'centre', due_at, due_at, due_at, 2, due_at,
        'reached', due_at, 'fairly', '排队太久', 'D3', true, created_at, created_at from stay`,
  },
  {
    what: 'two records were of one patient',
    sql: `update encounters set patient_id = (select id from patients order by md5(id::text || $1) limit 1), admission_count = 100 + $1 where id = (select e.id from encounters e order by md5(e.id::text || $1) limit 1)`,
  },
  {
    what: 'he died after all, while calls waited',
    sql: `update tasks set status = 'cancelled', cancelled_reason = 'died' where status in ('open', 'flagged')
        and patient_id = (select patient_id from tasks where status = 'open' order by md5(id::text || $1) limit 1);
      update patients set died_on = '2026-03-01' where died_on is null and id in (select patient_id from tasks where cancelled_reason = 'died')
        and not exists (select from tasks t where t.patient_id = patients.id and t.callable)`,
  },
  {
    what: 'the day of receipt is corrected',
    sql: `update cases set received_at = received_at - interval '1 day' * ($1 % 15) where id = (select id from cases where received_at > '2025-12-20' order by md5(id::text || $1) limit 1)`,
  },
]

describe('备好的数字', () => {
  let desk: Desk
  const readers: Ctx['me'][] = [systemMe]
  before(async () => {
    desk = await openDesk({ at: '2026-03-14T10:00:00+08:00' })
    for (const [i, month] of months.entries()) await fillMonth(desk, month, 4000 + i, 70)
    // Some calls of the last month, and what was said in them, lie ahead of the clock.
    await sql`update cases set received_at = '2026-02-27T03:00:00Z' where received_at > '2026-03-13'`.execute(
      desk.house.db,
    )
    await sql`insert into imports (id, kind, file_name, mapping, started_at, updated_at)
      values (gen_random_uuid(), 'register', '旧登记本.csv', '{}', '2026-03-01', '2026-03-01')`.execute(desk.house.db)
    const logins: Login[] = ['lead', 'supervision', 'director', 'cardiology', 'obstetrics', 'nurse', 'admin']
    const staff = await desk.house.db.selectFrom('staff').where('login', 'in', logins).selectAll().execute()
    readers.push(...(staff as unknown as Ctx['me'][]))
  })
  after(() => desk.close())

  const ctxOf = (me: Ctx['me']) => desk.house.ctx(desk.house.db, me)
  const refresh = () => desk.house.asSystem((ctx) => refreshRollups(ctx))
  const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(Object.entries(one).sort())).sort()
  const kept = async () => {
    const { rows } = await sql<{
      n: number
    }>`select (select count(*) from stay_rollups) + (select count(*) from case_rollups) as n`.execute(desk.house.db)
    return rows[0]!.n
  }
  const marks = async () => {
    const { rows } = await sql<{
      n: number
    }>`select (select count(*) from stay_marks) + (select count(*) from case_marks) as n`.execute(desk.house.db)
    return rows[0]!.n
  }

  /**
   * What is kept and what the rows say, for a reader, at one moment: the same. Stays are counted a third time, the long way,
   * where it is asked for.
   */
  const prove = async (reader: Ctx, what: string, long = false) => {
    const found = await snapshot(reader, async (ctx) => {
      const question = { period, firstCallDays }
      const list = differences(await reckon(ctx, question), await reckonLive(ctx, question))
      if (long) list.push(...differences(await reckon(ctx, question), await reckonRaw(ctx, question)))
      for (const asOf of [dayOf(ctx.now), '2026-01-07']) {
        const standing = await standingOf(ctx, asOf)
        const grain = { monthly: true, byPlace: true }
        const asked = {
          from: period.from,
          until: period.until,
          standing,
          groups: grain,
          categories: true,
          taken: [{}, grain],
        }
        const [a, b] = [await caseCellsOf(ctx, asked), await caseCellsOf(ctx, { ...asked, live: true })]
        for (const part of ['groups', 'categories', 'taken'] as const)
          list.push(...differences(sorted(a[part]), sorted(b[part]), `${part} as of ${asOf}`))
      }
      return list
    })
    assert.deepEqual(found, [], `${what}, ${reader.me.name}`)
  }
  const proveAll = async (what: string, long = false) => {
    for (const me of readers) await prove(ctxOf(me), what, long)
  }
  const correct = (chance: Chance) =>
    sql.raw(chance.one(corrections).sql.replaceAll('$1', String(chance.whole(1, 9999)))).execute(desk.house.db)

  test('每个类别都有它的一列', () =>
    assert.deepEqual(
      raised.map(({ letter }) => letter),
      [...categories.map(({ code }) => code), 'none'],
    ))

  test('还没有汇总时，照样分毫不差', () => proveAll('nothing kept yet'))

  test('汇总之后，无论谁看都与逐条重数一致', async () => {
    await refresh()
    assert.ok((await kept()) > 50, String(await kept()))
    assert.equal(await marks(), 0)
    await proveAll('kept', true)
  })

  test('每一种事后更正，汇总前后都立刻算数', async () => {
    for (const { what, sql: text } of corrections) {
      await sql.raw(text.replaceAll('$1', '77')).execute(desk.house.db)
      await prove(ctxOf(readers[0]!), what)
      await refresh()
      await prove(ctxOf(readers[2]!), `${what}, counted`)
    }
    assert.equal(await marks(), 0)
    await proveAll('one of each')
  })
  test('每个月各自相加，就是整段时间', async () => {
    for (const me of readers) {
      const ctx = ctxOf(me)
      const question = { period, firstCallDays }
      const whole = await reckon(ctx, question)
      const parts = [...(await reckonMonths(ctx, question)).values()]
      assert.deepEqual(parts.map(({ total }) => total).reduce(plus, noCounts), whole.total)
    }
  })

  test('时间过去，数字跟着变：等待的过了期，首访该判了', async () => {
    await refresh()
    for (const day of ['2025-12-20', '2026-01-09', '2026-02-01', '2026-02-28', '2026-03-09', '2026-04-20'])
      for (const me of readers.slice(0, 3)) await prove({ ...ctxOf(me), now: startOfDay(day) }, `read on ${day}`)
    assert.equal(await marks(), 0)
  })

  test('一边更正、一边两台服务器汇总、一边重建：每一刻读到的都对', async () => {
    const chance = chanceFrom(20260222)
    let working = true
    const writing = async () => {
      for (let i = 0; i < 60; i++) await correct(chance)
      working = false
    }
    const counting = async () => {
      while (working) await refresh()
    }
    const reading = async (me: Ctx['me']) => {
      while (working) await prove(ctxOf(me), 'while it is written and counted')
    }
    await Promise.all([
      writing(),
      counting(),
      counting(),
      rebuildRollups(desk.house),
      reading(readers[0]!),
      reading(readers[3]!),
    ])
    await proveAll('afterwards')
    await refresh()
    assert.equal(await marks(), 0)
    await proveAll('afterwards, counted')
  })

  test('信息科一按，全部重新汇总：做到哪里看得见，做完之前不能再按', async () => {
    const { admin, lead } = desk.people
    const refused = (status: number) => (error: unknown) => (error as Refused).status === status
    await assert.rejects(lead.kept.get(), refused(403))
    desk.clock.pass(60_000)
    await admin.kept.rebuild({})
    const asked = await admin.kept.get()
    assert.deepEqual([asked.running, asked.asked!.by, asked.kinds.map(({ again }) => again)], [true, '信息科', [0, 0]])
    await assert.rejects(admin.kept.rebuild({}), refused(409))
    await desk.house.jobs.drain()
    const { running, kinds } = await admin.kept.get()
    assert.ok(!running && kinds.every(({ spans, ready, again }) => spans > 0 && ready === spans && again === spans))
    await proveAll('all counted again')
  })

  test('改病人去向的与记电话的互不等待，也不漏：谁先提交都算数', async () => {
    const { db } = desk.house
    const { rows } = await sql<{ id: string; encounter_id: string }>`
      select t.id, t.encounter_id from tasks t join encounters e on e.id = t.encounter_id
      where t.reached_at is not null and t.satisfaction is not null and e.department_id is not null limit 1`.execute(db)
    const { id, encounter_id } = rows[0]!
    await db.transaction().execute(async (call) => {
      await sql`update tasks set satisfaction = case satisfaction when 'fairly' then 'satisfied' else 'fairly' end where id = ${id}`.execute(
        call,
      )
      // Meanwhile the stay moves, is committed, and counted where it now is.
      await sql`update encounters set department_id = (select d.id from departments d where d.id <> department_id limit 1),
        discharged_on = case when discharged_on < '2026-02-01' then '2026-02-03'::date else '2026-01-13' end where id = ${encounter_id}`.execute(
        db,
      )
      await refresh()
    })
    await proveAll('the call was committed last')
    await refresh()
    await proveAll('and counted')
  })
})
