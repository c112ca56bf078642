// What the one page promises: every figure is that of the reports, the board or the register, cell by cell, for every reader.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { workdaysBetween } from '#kernel/deadline.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, at } from '#kernel/time.ts'
import { clockRules } from '#modules/cases/due.ts'
import { chanceFrom } from '#src/demo/chance.ts'
import { everyReader } from '#src/scopes.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { fillMonth } from '#test/season.ts'
import { boardOf } from './board.ts'

const months = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02']
type Line = Awaited<ReturnType<Person['register']['list']>>['rows'][number]

/** Matters of two months by chance: of every kind, told or not, passed on, said twice, promised, and behind every wall. */
const putMatters = async (desk: Desk, count: number): Promise<void> => {
  const chance = chanceFrom(20260316)
  const { db } = desk.house
  const { ids, departments } = desk.people
  const kinds = [
    'complaint',
    'complaint',
    'complaint',
    'opinion',
    'suggestion',
    'staff',
    'praise',
    'enquiry',
    'help',
  ] as const
  const made: Record<
    'cases' | 'rounds' | 'events' | 'promises' | 'links' | 'pauses' | 'calls',
    Record<string, unknown>[]
  > = {
    ...{ cases: [], rounds: [], events: [], promises: [], links: [], pauses: [], calls: [] },
  }
  const event = (verb: string, subject: string, when: Date) =>
    made.events.push({ at: when, verb, noun: verb.split('.')[0], subject, data: '{}', request: 'page' })
  let earlier: string | undefined
  for (let i = 0; i < count; i++) {
    const received = at(`2026-0${chance.whole(1, 2)}-${String(chance.whole(1, 28)).padStart(2, '0')}`, '10:00')
    const id = newId(received)
    const later = (days: number) => new Date(received.getTime() + days * 86_400_000)
    const told = chance.happens(0.7) ? later(chance.whole(0, 16)) : null
    const restricted = chance.happens(0.2)
    const round = chance.one([1, 1, 1, 2, 3])
    const status = told ? chance.one(['told', 'archived']) : chance.one(['received', 'investigating'])
    const walls = { restricted, barred_staff: chance.happens(0.1) ? [ids.director] : [] }
    made.cases.push({
      ...{ id, number: `P-${i}`, kind: chance.one(kinds), channel: 'desk', status, ...walls },
      ...{ category: chance.one(['A4', 'B1', 'D3', 'D3', 'F2', '']), severity: 1, urgency: 3, text: '样例', round },
      department_id: chance.one([departments.心内科, departments.普外科, null]),
      handling_department_id: chance.one([departments.心内科, departments.心内科, departments.普外科, null]),
      ...{
        owner_id: ids.nurse,
        received_at: received,
        workdays: 5,
        due_at: later(7),
        deadline: '{}',
        updated_at: received,
      },
      ...{ told_at: told, taken_over: chance.happens(0.05), leadership: restricted && chance.happens(0.3) },
      ...(status === 'archived' ? { archived_at: told, archived_by: 'person', satisfaction: 'satisfied' } : {}),
    })
    for (let number = 1; number <= round; number++)
      made.rounds.push({
        id: newId(received),
        case_id: id,
        number,
        due_at: later(7),
        told_at: number === round ? told : null,
      })
    if (chance.happens(0.1)) event('case.object', id, later(1))
    if (chance.happens(0.05)) event('case.passOn', id, later(2))
    if (chance.happens(0.2)) {
      const ended = chance.happens(0.8)
        ? { status: 'kept', kept_at: later(chance.whole(1, 4)) }
        : { status: 'cancelled' }
      const promise = {
        id: newId(received),
        case_id: id,
        to_whom: '本人',
        what: '回电',
        by_at: later(2),
        made_by_id: ids.nurse,
      }
      made.promises.push({ ...promise, ...ended, made_at: received, updated_at: received, ...walls })
    }
    if (earlier && chance.happens(0.15)) {
      const [a, b] = [id, earlier].sort()
      made.links.push({ id: newId(received), case_id: a, other_id: b, kind: 'repeat', at: received })
    }
    if (chance.happens(0.15)) {
      const [call, again] = [newId(received), chance.happens(0.5)]
      const when = again ? later(1) : later(-0.01)
      const ended = { status: 'ended', ended_at: later(2), ended_by: 'person', outcome: 'answered', answered_at: when }
      const about = { about_noun: 'case', about_id: id, number: '', number_key: '' }
      made.calls.push({
        id: call,
        direction: 'in',
        placed_at: when,
        witnessed_at: when,
        updated_at: when,
        ...about,
        ...ended,
        ...walls,
      })
      if (chance.happens(0.5)) event('call.transfer', call, when)
    }
    if (chance.happens(0.1)) {
      const paused = {
        began_at: later(1),
        began_by_id: ids.supervision,
        until_on: addDays('2026-02-20', chance.whole(0, 9)),
      }
      made.pauses.push({ id: newId(received), case_id: id, round: 1, reason: 'material', words: '等材料', ...paused })
    }
    earlier = id
  }
  for (const [table, rows] of Object.entries(made))
    for (const row of rows)
      await db
        .insertInto(table as 'cases')
        .values(row as never)
        .execute()
}

describe('一页', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-16T10:00:00+08:00' })
    for (const [i, month] of months.entries()) await fillMonth(desk, month, 500 + i, [40, 9, 70, 90, 60][i]!)
    await putMatters(desk, 160)
  })
  after(() => desk.close())

  const readers = () => {
    const { lead, supervision, director, cardiology } = desk.people
    return { lead, supervision, director, cardiology }
  }
  const total = async (person: Person, filter: Parameters<Person['register']['list']>[0]) =>
    (await person.register.list({ limit: 1, ...filter })).total
  const all = async (person: Person, filter: Parameters<Person['register']['list']>[0]): Promise<Line[]> => {
    const rows: Line[] = []
    for (let next: string | null = ''; next !== null; ) {
      const found: { rows: Line[]; next: string | null } = await person.register.list({
        limit: 200,
        ...filter,
        ...(next ? { after: next } : {}),
      })
      rows.push(...found.rows)
      next = found.next
    }
    return rows
  }

  test('十二个月的每个点都是那个月月报的数', async () => {
    for (const [name, person] of Object.entries(readers())) {
      const { trends } = await person.page.get({ month: '2026-02' })
      for (const [i, { month }] of trends.reached.points.entries()) {
        if (month < '2025-09') continue
        const report = await person.reports.month({ month })
        const of = ({
          numerator,
          denominator,
          hidden,
        }: {
          numerator: number | null
          denominator: number | null
          hidden: boolean
        }) => [numerator, denominator, hidden]
        assert.deepEqual(of(trends.reached.points[i]!), of(report.reached), `${name} ${month}`)
        assert.deepEqual(of(trends.satisfied.points[i]!), of(report.satisfaction.rate), `${name} ${month}`)
        const { numerator, denominator } = trends.matters.points[i]!
        assert.equal(denominator, report.discharges)
        const range = { from: report.from, to: report.until, kind: 'opinion,suggestion,complaint' }
        assert.equal(numerator, await total(person, range), `${name} ${month}`)
      }
    }
  })

  test('其余每一格都与报表、看板和登记簿的行相符，无论谁在看', async () => {
    const { calendar } = await clockRules(desk.house.ctx(desk.house.db, (await me('supervision')) as never))
    const month = '2026-02'
    for (const [name, person] of Object.entries(readers())) {
      const page = await person.page.get({ month })
      const range = { from: page.from, to: page.until }
      const is = (found: unknown, expected: unknown, what: string) =>
        assert.deepEqual(found, expected, `${name} ${month} ${what}`)

      const board = await person.register.board({})
      is([page.late.open, page.late.late, page.late.soon], [board.open, board.late, board.soon], 'board')
      is(page.late.late, await total(person, { late: 'true' }), 'late')
      for (const { key, late } of page.late.waiting)
        is(late, await total(person, { late: 'true', waiting: key as 'person' }), `late, waiting for ${key}`)

      const pains = { ...range, kind: 'opinion,suggestion,complaint' }
      is(page.hurts.total, await total(person, pains), 'raised')
      for (const { letter, key, count } of page.hurts.pains)
        is(count, await total(person, { ...pains, category: letter, department: key }), `${letter} ${key}`)
      is(page.praise.total, await total(person, { ...range, kind: 'praise' }), 'praise')
      for (const { key, count } of page.praise.from)
        is(count, await total(person, { ...range, kind: 'praise', department: key }), `praise ${key}`)

      const report = await person.reports.month({ month })
      is(page.coverage.reached, report.reached, 'coverage')
      is(page.coverage.department, report.by.department, 'coverage by department')
      is(page.coverage.group, report.by.group, 'coverage by group')
      is(page.dimensions, report.dimensions, 'dimensions')
      is(page.satisfied.rate, report.satisfaction.rate, 'satisfied')

      const cases = await person.reports.cases({ from: month })
      is(page.deadlines.rate, cases.judged.rate, 'deadlines')
      is(page.paused, cases.paused, 'paused')
      const complaints = { ...range, kind: 'complaint,staff' }
      const told = await all(person, { ...complaints, judged: 'in-time,late' })
      is(page.deadlines.told, told.length, 'told')
      const days = told
        .map((row) => workdaysBetween(new Date(row.receivedAt), row.toldOn!, calendar))
        .sort((a, b) => a - b)
      const mean = days.reduce((sum, n) => sum + n, 0) / days.length
      is(page.deadlines.mean?.toFixed(9) ?? null, days.length ? mean.toFixed(9) : null, 'mean')
      is(page.deadlines.p90, days[Math.ceil(days.length * 0.9) - 1] ?? null, 'P90')
      const middle = (days[Math.floor((days.length - 1) / 2)]! + days[Math.ceil((days.length - 1) / 2)]!) / 2
      is(page.deadlines.median, days.length ? middle : null, 'median')
      for (const round of ['first', 'second', 'third'] as const)
        is(page.rounds[round], await total(person, { ...complaints, round }), `${round} round`)

      is(page.once.rate.denominator, await total(person, { ...range, asked: 'all' }), 'matters asked')
      is(page.once.rate.numerator, await total(person, { ...range, asked: 'once' }), 'told once')
      is(
        page.once.rate.denominator! - page.once.rate.numerator!,
        await total(person, { ...range, asked: 'anew' }),
        'told anew',
      )
      for (const { key, count } of page.once.signs) is(count, await total(person, { ...range, asked: key }), key)

      is(page.promises === null, cases.promises === null, 'promises told')
      if (!page.promises) continue
      for (const [became, count] of [
        ['due', page.promises.rate.denominator],
        ['kept', page.promises.rate.numerator],
        ['late', page.promises.late],
        ['cancelled', page.promises.cancelled],
      ] as const)
        is((await person.promises.list({ ...range, became, limit: 200 })).rows.length, count, `promises ${became}`)
    }
  })

  /** The account of a login, as the server knows it. */
  const me = (login: string) =>
    desk.house.db.selectFrom('staff').where('login', '=', login).selectAll().executeTakeFirstOrThrow()

  test('说过几次：逐件从流水重数，与页上一致', async () => {
    const { rows } = await sql<{ id: string; signs: string[] }>`
      select c.id, array_remove(array[
        case when exists (select from events e where e.subject = c.id and e.verb = 'case.object') then 'back' end,
        case when exists (select from events e where e.subject = c.id and e.verb = 'case.passOn') then 'owner' end,
        case when exists (select from events e join calls k on k.id = e.subject where k.about_id = c.id and e.verb = 'call.transfer') then 'transfer' end,
        case when exists (select from calls k where k.about_id = c.id and k.placed_at > c.received_at
          and (c.told_at is null or k.placed_at < c.told_at)) then 'again' end,
        case when exists (select from links l, cases o where c.id in (l.case_id, l.other_id) and o.id in (l.case_id, l.other_id)
          and o.id <> c.id and (o.received_at, o.id) < (c.received_at, c.id)) then 'repeat' end], null) as signs
      from cases c where c.received_at >= '2026-01-31T16:00Z' and c.received_at < '2026-02-28T16:00Z'
        and c.kind not in ('praise', 'staff') and not c.taken_over`.execute(desk.house.db)
    const { once } = await desk.people.supervision.page.get({ month: '2026-02' })
    assert.equal(once.rate.denominator, rows.length)
    assert.equal(once.rate.numerator, rows.filter(({ signs }) => signs.length === 0).length)
    for (const { key, count } of once.signs)
      assert.equal(count, rows.filter(({ signs }) => signs.includes(key)).length, key)
    assert.ok(
      once.signs.filter(({ count }) => count > 0).length >= 5,
      'the made-up months hold every sign but the sheet',
    )
  })

  test('图上的竖线：十二个月里开始的项目，只有看得见的，各在它要改变的那张图上', async () => {
    const { ids, departments } = desk.people
    const { db } = desk.house
    const at = '2026-01-12T09:00:00+08:00'
    const make = async (title: string, kind: string, more: object = {}, begun: string | null = at) => {
      const id = newId(new Date(at))
      const common = { status: 'doing', made_by_id: ids.lead, made_at: at, restricted: false, barred_staff: [] }
      await db
        .insertInto('projects')
        .values({ id, number: id, title, ...common, updated_at: at, ...more } as never)
        .execute()
      const days = { cut_from: '2026-01-01', cut_until: '2026-01-02', opened_at: at, begun_at: begun }
      await db
        .insertInto('project_rounds')
        .values({ project_id: id, number: 1, figure: JSON.stringify({ kind }), ...days } as never)
        .execute()
    }
    await make('夜间门诊', 'perDischarges', { department_id: departments.心内科 })
    await make('说清用药', 'ungraded', { department_id: departments.普外科 })
    await make('只有监察室知道', 'matters', { restricted: true })
    await make('没有做成', 'matters', { status: 'cancelled', reason: '重复' })
    await make('答复快些', 'late')
    await make('前年的事', 'matters', {}, '2025-02-20T09:00:00+08:00')
    await make('还没开始', 'matters', {}, null)
    const open = ['夜间门诊 matters', '说清用药 satisfied']
    const expected = {
      lead: open,
      supervision: [...open, '只有监察室知道 matters'],
      director: open,
      cardiology: [open[0]],
    }
    for (const [name, person] of Object.entries(readers())) {
      const { begun } = await person.page.get({ month: '2026-02' })
      assert.deepEqual(
        begun.map(({ title, trend }) => `${title} ${trend}`).sort(),
        expected[name as keyof typeof expected].toSorted(),
        name,
      )
      assert.ok(begun.every(({ on }) => on === '2026-01-12'))
    }
  })

  test('墙上的数就是看板的数，没有一个名字；登录闲置后仍在墙上，别的都看不到', async () => {
    const lead = await desk.signIn('lead')
    // Whoever passes reads it: what only some may know is not in it, whoever hangs it up.
    const passing = { id: everyReader, name: '', role: 'lead', departments: [] } as const
    const board = await boardOf(desk.house.ctx(desk.house.db, passing))
    const { wall } = await lead.wall.get({})
    const { supervision } = desk.people
    assert.ok((await supervision.register.board({})).open > board.open)
    assert.equal((await supervision.wall.get({})).wall!.open, board.open)
    assert.deepEqual(
      [wall!.open, wall!.late, wall!.soon, wall!.today],
      [board.open, board.late, board.soon, board.today],
    )
    const month = await lead.reports.month({ month: '2026-03' })
    assert.deepEqual([wall!.month!.reached, wall!.month!.satisfied], [month.reached, month.satisfaction.rate])
    const said = JSON.stringify(wall)
    for (const { name } of await desk.house.db.selectFrom('staff').select('name').execute())
      assert.ok(!said.includes(name), name)
    assert.ok(!said.includes('P-') && !said.includes('沈若水'))

    desk.clock.pass(16 * 60_000)
    await assert.rejects(lead.register.board({}), { status: 401 })
    assert.equal((await lead.wall.get({})).wall!.open, board.open)
    await lead.session.signOut({})
    assert.equal((await lead.wall.get({})).wall, null)
  })

  test('没有报表可看的人，也没有这一页', async () => {
    for (const person of [desk.people.nurse, desk.people.admin])
      await assert.rejects(person.page.get({ month: '2026-02' }), { status: 403 })
  })
})
