// What the reports promise: both reckonings say the same, sums add up, every figure opens what it counts, nobody sees too much.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import type { Login } from '#test/people.ts'
import { fillMonth } from '#test/season.ts'
import { differences, reckonRaw } from './raw.ts'
import { reckon } from './reckoning.ts'
import { reckoningOf } from './report.ts'
import { refreshRollups } from './rollups.ts'

const months = ['2025-11', '2025-12', '2026-01', '2026-02', '2026-03']
const sizes = [9, 60, 250, 120, 80]

describe('月报', () => {
  let desk: Desk
  const readers: Ctx['me'][] = [systemMe]
  before(async () => {
    // Midway, so that some calls still wait and some are late.
    desk = await openDesk({ at: '2026-03-16T10:00:00+08:00' })
    for (const [i, month] of months.entries()) await fillMonth(desk, month, 1000 + i, sizes[i]!)
    await desk.house.asSystem((ctx) => refreshRollups(ctx))
    const logins: Login[] = ['lead', 'supervision', 'director', 'cardiology', 'obstetrics']
    const staff = await desk.house.db.selectFrom('staff').where('login', 'in', logins).selectAll().execute()
    readers.push(...(staff as unknown as Ctx['me'][]))
  })
  after(() => desk.close())

  test('现成数字与逐条重数一致，无论谁在看', async () => {
    const { house } = desk
    for (const me of readers)
      for (const period of [...months, '2025', '2026']) {
        const ctx = house.ctx(house.db, me)
        const { question } = await reckoningOf(ctx, { period })
        const found = differences(await reckon(ctx, question), await reckonRaw(ctx, question))
        assert.deepEqual(found, [], `${me.name} ${period}`)
      }
  })

  test('各数相加相符', async () => {
    for (const person of [desk.people.lead, desk.people.supervision, desk.people.cardiology])
      for (const month of months) {
        const it = await person.reports.month({ month })
        const excluded = it.excluded.reduce((sum, { count }) => sum + count, 0)
        assert.equal(it.due, it.discharges - excluded)
        if (!it.reached.hidden) assert.equal(it.notReached, it.due - it.reached.numerator! - it.pending, month)
        for (const parts of [it.unreached, it.opinions.byCategory]) {
          const shown = parts.reduce((sum, { count }) => sum + (count ?? 0), 0)
          const whole = parts === it.unreached ? it.notReached : it.opinions.total
          if (parts.every(({ count }) => count !== null)) assert.equal(shown, whole)
          else assert.ok(shown < whole || whole === 0)
        }
        const { satisfied, fairly, dissatisfied, unasked, rate } = it.satisfaction
        if (satisfied !== null && !it.reached.hidden) assert.equal(rate.denominator! + unasked!, it.reached.numerator)
        if (fairly !== null && dissatisfied !== null) assert.equal(satisfied! + fairly + dissatisfied, rate.denominator)
        for (const few of [fairly, dissatisfied]) assert.ok(few === null || few === 0 || few >= 5)
        for (const slices of Object.values(it.by))
          if (slices.length > 0 && slices.every(({ hidden }) => !hidden))
            for (const figure of ['discharges', 'excluded', 'due', 'opinions'] as const)
              assert.equal(
                slices.reduce((sum, slice) => sum + slice[figure]!, 0),
                figure === 'opinions' ? it.opinions.total : figure === 'excluded' ? excluded : it[figure],
              )
      }
  })

  test('每个数都能打开它所数的那些行', async () => {
    const month = '2026-01'
    for (const person of [desk.people.supervision, desk.people.cardiology]) {
      const it = await person.reports.month({ month })
      const { satisfaction: s, firstContactInTime: first } = it
      const figures: Record<string, number | null> = {
        discharges: it.discharges,
        due: it.due,
        reached: it.reached.numerator,
        pending: it.pending,
        unreached: it.notReached,
        attempts: it.attempts,
        'first-call-judged': first.denominator,
        'first-call-in-time': first.numerator,
        graded: s.rate.denominator,
        satisfied: s.satisfied,
        fairly: s.fairly,
        dissatisfied: s.dissatisfied,
        unasked: s.unasked,
        opinions: it.opinions.total,
        ...Object.fromEntries(it.excluded.map(({ key, count }) => [`excluded:${key}`, count])),
        ...Object.fromEntries(it.unreached.map(({ key, count }) => [`unreached:${key}`, count])),
        ...Object.fromEntries(it.opinions.byCategory.map(({ key, count }) => [`opinion:${key}`, count])),
        ...Object.fromEntries(it.dimensions.map(({ key, answered }) => [`dimension:${key}`, answered])),
      }
      for (const [figure, count] of Object.entries(figures)) {
        if (count === null)
          await assert.rejects(person.reports.rows({ period: month, figure }), { status: 409 }, figure)
        else assert.equal(await countRows(person, { period: month, figure }), count, figure)
      }
      for (const [name, slices] of Object.entries(person === desk.people.supervision ? it.by : {}))
        for (const { key, hidden, discharges, opinions, reached } of slices) {
          const slice = `${name}=${key}`
          if (hidden) {
            await assert.rejects(person.reports.rows({ period: month, figure: 'due', slice }), { status: 409 }, slice)
            continue
          }
          assert.equal(await countRows(person, { period: month, figure: 'discharges', slice }), discharges, slice)
          assert.equal(await countRows(person, { period: month, figure: 'opinions', slice }), opinions, slice)
          if (!reached.hidden)
            assert.equal(await countRows(person, { period: month, figure: 'reached', slice }), reached.numerator, slice)
        }
    }
  })

  test('明细不露全名，也没有电话', async () => {
    const { rows } = await desk.people.lead.reports.rows({ period: '2026-01', figure: 'reached', limit: 200 })
    assert.ok(rows.length > 50)
    for (const row of rows) assert.match(row.patient.name, /^.\*+$/)
    assert.ok(!JSON.stringify(rows).includes('若水'))
  })

  test('科室只见本科室；别的科室如同没有', async () => {
    const { cardiology, lead, departments } = desk.people
    const whole = await lead.reports.month({ month: '2026-01' })
    const own = await cardiology.reports.month({ month: '2026-01' })
    assert.ok(own.discharges < whole.discharges)
    assert.deepEqual(
      own.by.department.map(({ key }) => key),
      [departments.心内科],
    )
    assert.deepEqual(own.by.caller, [], 'how a caller works is not the department’s matter')
    const { rows } = await cardiology.reports.rows({ period: '2026-01', figure: 'discharges', limit: 200 })
    assert.ok(rows.every(({ department }) => department === '心内科'))
    await assert.rejects(cardiology.reports.month({ month: '2026-01', departmentId: departments.普外科 }), {
      status: 404,
    })
    await assert.rejects(
      cardiology.reports.rows({ period: '2026-01', figure: 'due', slice: `department=${departments.普外科}` }),
      { status: 404 },
    )
    const asked = await lead.reports.month({ month: '2026-01', departmentId: departments.心内科 })
    assert.equal(asked.discharges, own.discharges)
    for (const role of ['nurse', 'admin'] as const)
      await assert.rejects(desk.people[role].reports.month({ month: '2026-01' }), { status: 403 })
  })

  test('行风内容只有监察室的报表里有', async () => {
    const { supervision, lead, director, cardiology } = desk.people
    const seen = await supervision.reports.month({ month: '2026-01' })
    assert.ok(seen.dimensions.some(({ key }) => key === 'integrity'))
    assert.ok(seen.opinions.byCategory.some(({ key }) => key === 'I'))
    for (const person of [lead, director, cardiology]) {
      const it = await person.reports.month({ month: '2026-01' })
      assert.ok(!it.dimensions.some(({ key }) => key === 'integrity'))
      assert.ok(!it.opinions.byCategory.some(({ key }) => key === 'I'))
      assert.equal(await countRows(person, { period: '2026-01', figure: 'opinion:I' }), 0)
      await assert.rejects(person.reports.rows({ period: '2026-01', figure: 'dimension:integrity' }), { status: 404 })
    }
    const restricted = await desk.house.db
      .selectFrom('cases')
      .where('restricted', '=', true)
      .where('leadership', '=', false)
      .select('source_id')
      .execute()
    const secret = new Set(restricted.map(({ source_id }) => source_id))
    for (const person of [lead, director, cardiology]) {
      const { rows } = await person.reports.rows({ period: '2026-01', figure: 'opinions', limit: 200 })
      assert.ok(
        rows.every(({ key }) => !secret.has(key)),
        'an opinion whose case is for supervision alone',
      )
    }
  })

  test('意见引出的诉求反映的是谁，谁就数不到这条意见，也打不开', async () => {
    const { cardiology, lead, ids, departments } = desk.people
    const { rows } = await sql<{ id: string; task: string }>`
      select c.id, c.source_id as task from cases c join tasks t on t.id = c.source_id join encounters e on e.id = t.encounter_id
      where not c.restricted and e.department_id = ${departments.心内科} and e.discharged_on between '2026-01-01' and '2026-01-31'
        and t.opinion is not null and t.opinion_category <> 'I1' limit 1`.execute(desk.house.db)
    const [about] = rows
    const asked = { period: '2026-01', figure: 'opinions' }
    const count = (person: Person) => countRows(person, asked)
    const [own, all] = [await count(cardiology), await count(lead)]
    const bar = (who: string) =>
      sql`update cases set barred_staff = ${who}::uuid[] where id = ${about!.id}`.execute(desk.house.db)
    await bar(`{${ids.cardiology}}`)
    for (const kept of [false, true]) {
      if (kept) await desk.house.asSystem((ctx) => refreshRollups(ctx))
      assert.deepEqual([await count(cardiology), await count(lead)], [own - 1, all])
      const page = await cardiology.reports.rows({ ...asked, limit: 200 })
      assert.ok(page.rows.every(({ key }) => key !== about!.task))
      assert.equal((await cardiology.reports.month({ month: '2026-01' })).opinions.total, own - 1)
    }
    await bar('{}')
    assert.equal(await count(cardiology), own)
  })

  test('不足五人的科室不单列，也不能指名要来', async () => {
    const { lead, departments } = desk.people
    const it = await lead.reports.month({ month: '2025-11' })
    const hidden = it.by.department.filter((slice) => slice.hidden)
    assert.ok(hidden.length >= 2, 'one alone could be had by subtraction')
    for (const { key, discharges, reached } of hidden) {
      assert.equal(discharges, null)
      assert.deepEqual(reached, { numerator: null, denominator: null, rate: null, hidden: true, ranked: false })
      if (!Object.values(departments).includes(key)) continue
      await assert.rejects(lead.reports.month({ month: '2025-11', departmentId: key }), { status: 409 })
      await assert.rejects(lead.reports.rows({ period: '2025-11', figure: 'due', departmentId: key }), { status: 409 })
    }
  })
})

/** Walks all pages; answers the number of rows, which must be the total that each page tells, none of them twice. */
const countRows = async (
  person: Person,
  asked: { period: string; figure: string; slice?: string },
): Promise<number> => {
  const keys = new Set<string>()
  let after: string | undefined
  for (;;) {
    const page = await person.reports.rows({ ...asked, limit: 120, ...(after ? { after } : {}) })
    for (const { key } of page.rows) keys.add(key)
    if (page.next === null) {
      assert.equal(keys.size, page.total)
      return keys.size
    }
    after = page.next
  }
}
