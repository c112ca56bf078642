// Promises of the working-day clock, against the verified calendar and a second way of counting.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import otherCalendar from 'chinese-days'
import fc from 'fast-check'
import { type Calendar, calendarYear, isWorkday, stateCalendar, withExceptions } from './calendar.ts'
import { addWorkdays, deadline, deadlineAsJson, explainDeadline, workdaysBetween } from './deadline.ts'
import { addDays, type Day, dayOf } from './time.ts'

// The reference calendar lies beside the project where it is developed, not in it.
const reference = new URL('../../../shared/data/codes/calendar_2023_2026_workdays.csv', import.meta.url)
const skip = existsSync(reference) ? false : 'the reference calendar is not on this machine'

const verified = (): Map<Day, boolean> =>
  new Map(
    readFileSync(reference, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line): [Day, boolean] => [line.slice(0, 10), line.split(',')[2] === '1']),
  )

const received = new Date('2024-10-08T10:00+08:00')

test('the golden case: a make-up Saturday counts, so the fifth working day is the Monday', () => {
  const d = deadline(received, 5, stateCalendar)
  assert.equal(d.byDay, '2024-10-14')
  assert.equal(deadlineAsJson(d).by, '2024-10-14T23:59:59.999+08:00')
  assert.equal(d.calendarVersion, 'cn-2026.1')
  assert.deepEqual(
    d.days.map(({ day, number }) => [day, number]),
    [
      ['2024-10-08', undefined],
      ['2024-10-09', 1],
      ['2024-10-10', 2],
      ['2024-10-11', 3],
      ['2024-10-12', 4],
      ['2024-10-13', undefined],
      ['2024-10-14', 5],
    ],
  )
  const said = explainDeadline(d, 'zh').split('\n')
  assert.match(said[0]!, /^2024-10-08 周二 .*接到当日/)
  assert.match(said[4]!, /周六 .*第 4 个工作日 .*国庆节调休上班/)
  assert.match(said[5]!, /周日 .*周末/)
  assert.match(said.at(-1)!, /2024-10-14 周一 24:00/)
  assert.match(explainDeadline(d, 'en'), /working day 4 .*National Day/)
})

test('a complaint of the last minute has the same deadline as one of the morning, a minute later has not', () => {
  assert.equal(deadline(new Date('2024-10-08T23:59:59.999+08:00'), 5, stateCalendar).byDay, '2024-10-14')
  assert.equal(deadline(new Date('2024-10-09T00:00+08:00'), 5, stateCalendar).byDay, '2024-10-15')
})

test('a complaint in the middle of the Spring Festival waits for the first working day', () => {
  const d = deadline(new Date('2026-02-18T03:00+08:00'), 5, stateCalendar)
  assert.equal(d.days.find((day) => day.counts)?.day, '2026-02-24')
  // 24, 25, 26, 27 February and the make-up Saturday, 28 February
  assert.equal(d.byDay, '2026-02-28')
  assert.match(d.days[1]!.why.zh, /春节放假/)
})

test('every day of 2023–2026 is worked or not as in the verified calendar', { skip }, () => {
  for (const [day, works] of verified()) assert.equal(isWorkday(day, stateCalendar).works, works, day)
})

test('a second reckoning, by counting down the verified list, gives the same deadline', { skip }, () => {
  const workdays = [...verified()].filter(([, works]) => works).map(([day]) => day)
  const from = fc.date({ min: new Date('2023-01-01'), max: new Date('2026-11-01'), noInvalidDate: true })
  fc.assert(
    fc.property(from, fc.integer({ min: 1, max: 30 }), (instant, n) => {
      // The zone data of the runtime, not our offset: nothing is shared with what is being tested.
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(instant)
      assert.equal(deadline(instant, n, stateCalendar).byDay, workdays.filter((worked) => worked > day)[n - 1])
    }),
    { numRuns: 500 },
  )
})

test('every day of 2011–2026 is worked or not as another calendar, kept by other hands, says', () => {
  for (let day = '2011-01-01'; day < '2027-01-01'; day = addDays(day, 1))
    assert.equal(isWorkday(day, stateCalendar).works, otherCalendar.isWorkday(day), day)
})

test('2018–2026, with clocks that stood still: counting down the other calendar’s days gives the same deadline', () => {
  const worked: Day[] = []
  for (let day = '2018-01-01'; day < '2027-01-01'; day = addDays(day, 1))
    if (otherCalendar.isWorkday(day)) worked.push(day)
  const from = fc.date({ min: new Date('2018-01-01'), max: new Date('2026-09-01'), noInvalidDate: true })
  const stop = fc.record({ after: fc.integer({ min: 0, max: 12 }), length: fc.integer({ min: 0, max: 10 }) })
  fc.assert(
    fc.property(from, fc.integer({ min: 1, max: 15 }), fc.array(stop, { maxLength: 2 }), (instant, n, wanted) => {
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(instant)
      const why = { zh: '停钟', en: 'stopped' }
      const stops = wanted.map(({ after, length }) => {
        const begin = addDays(day, after)
        return { from: begin, until: addDays(begin, length), why }
      })
      const stood = (one: Day) => stops.some((it) => one >= it.from && one < it.until)
      const d = deadline(instant, n, stateCalendar, stops)
      assert.equal(d.byDay, worked.filter((one) => one > day && !stood(one))[n - 1])
      for (const one of d.days.slice(1))
        assert.equal(one.why.zh === '停钟', stood(one.day) && otherCalendar.isWorkday(one.day), one.day)
    }),
    { numRuns: 500 },
  )
})

test('whatever the start: the explanation is complete, numbered without a gap, and agrees with the other verbs', () => {
  const from = fc.date({ min: new Date('2010-06-01'), max: new Date('2028-06-01'), noInvalidDate: true })
  fc.assert(
    fc.property(from, fc.integer({ min: 0, max: 40 }), (instant, n) => {
      const d = deadline(instant, n, stateCalendar)
      const start = dayOf(instant)
      assert.deepEqual(
        d.days.map(({ day }) => day),
        d.days.map((_, i) => addDays(start, i)),
      )
      assert.equal(d.days.at(-1)!.day, d.byDay)
      assert.deepEqual(
        d.days.filter((day) => day.counts).map((day) => day.number),
        Array.from({ length: n }, (_, i) => i + 1),
      )
      assert.equal(addWorkdays(instant, n, stateCalendar), d.byDay)
      assert.equal(workdaysBetween(start, d.byDay, stateCalendar), n)
      assert.equal(workdaysBetween(d.byDay, start, stateCalendar) + countFrom(start, d.byDay), 0)
      assert.equal(
        d.warnings.length > 0,
        d.days.some((day) => !day.known),
      )
      assert.ok(deadline(instant, n + 1, stateCalendar).by > d.by)
    }),
  )
})

/** Working days in `[from, to)`, the mirror of the forward count. */
const countFrom = (from: Day, to: Day): number => {
  let count = 0
  for (let day = from; day < to; day = addDays(day, 1)) if (isWorkday(day, stateCalendar).works) count++
  return count
}

test('holidays only swap days: each year loses exactly its statutory holidays from the working week', () => {
  // Eleven statutory days until 2024, thirteen since. The odd years: 31 December 2011 was worked for New Year 2012,
  // 2015 had one day more for the victory's anniversary, 2020 two more in the first weeks of the epidemic.
  const odd: Record<string, number> = { 2011: 10, 2012: 12, 2015: 12, 2020: 13 }
  for (const [year, { off, work }] of Object.entries(stateCalendar.years)) {
    const lost = off.filter((day) => !isWeekend(day)).length - work.length
    assert.equal(lost, odd[year] ?? (Number(year) < 2025 ? 11 : 13), year)
  }
})

const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay())

test('a year that the calendar lacks is said loudly, in the deadline and on each of its days', () => {
  const d = deadline(new Date('2026-12-30T10:00+08:00'), 5, stateCalendar)
  assert.equal(d.byDay, '2027-01-06')
  assert.equal(d.warnings.length, 1)
  assert.match(d.warnings[0]!.zh, /缺少 2027 年/)
  assert.deepEqual(
    d.days.filter((day) => !day.known).map((day) => day.day),
    ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04', '2027-01-05', '2027-01-06'],
  )
  assert.match(explainDeadline(d, 'zh'), /^! 工作日历缺少 2027 年/)
})

test("the hospital's own days outrank the state's, and change the version", () => {
  const own: Calendar = withExceptions(
    stateCalendar,
    [
      { day: '2024-10-12', works: false, why: '停电检修' },
      { day: '2024-10-13', works: true, why: '月末门诊' },
    ],
    'h3',
  )
  const d = deadline(received, 5, own)
  assert.equal(d.byDay, '2024-10-14')
  assert.equal(d.calendarVersion, 'cn-2026.1+h3')
  assert.deepEqual(
    d.days.filter((day) => day.counts).map((day) => day.day),
    ['2024-10-09', '2024-10-10', '2024-10-11', '2024-10-13', '2024-10-14'],
  )
  assert.match(explainDeadline(d, 'zh'), /本院休息.停电检修/)
})

test('the next notice can be entered in one line, and a wrong one is refused with the part that is wrong', () => {
  const year = calendarYear(2024, '国庆 10-01~10-07 +09-29 +10-12')
  assert.equal(year.off.length, 7)
  assert.deepEqual(year.work, ['2024-09-29', '2024-10-12'])
  assert.throws(() => calendarYear(2024, '国庆 10-01~10-07 +10-08'), /not a weekend: 2024-10-08/)
  assert.throws(() => calendarYear(2024, '国庆 10-07~10-01'), /ends before it begins/)
  assert.throws(() => calendarYear(2023, '春节 02-29'), /not a day/)
})
