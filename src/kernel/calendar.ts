// Which days the state and the hospital work, with make-up working days (调休), and why.
import { addDays, type Day, isDay, sayWeekday, weekday } from './time.ts'
import { type Words, w } from './words.ts'

/** One year of the state's calendar. Lists hold whole announced holidays, weekends within them included. */
export type CalendarYear = {
  /** Holidays. */
  readonly off: readonly Day[]
  /** Saturdays and Sundays that are worked to make up for a holiday. */
  readonly work: readonly Day[]
  /** What each of these days belongs to, so that a deadline can say it. */
  readonly names?: Readonly<Record<Day, Words>>
}

/** A day on which this hospital differs from the state: its own founding day, a Saturday clinic. */
export type CalendarException = { readonly day: Day; readonly works: boolean; readonly why: string }

/**
 * The working days that deadlines are counted in. The version is stored with every deadline, because the same start
 * gives another end once the calendar changes.
 */
export type Calendar = {
  readonly version: string
  readonly years: Readonly<Record<number, CalendarYear>>
  /** The hospital's own days; they outrank the state's. */
  readonly exceptions: readonly CalendarException[]
}

export type DayVerdict = {
  readonly works: boolean
  readonly why: Words
  /** False when the year is not in the calendar and only weekends could be told. */
  readonly known: boolean
}

const festivals: Record<string, Words> = {
  元旦: w('元旦', "New Year's Day"),
  春节: w('春节', 'Spring Festival'),
  清明: w('清明节', 'Qingming'),
  劳动: w('劳动节', 'Labour Day'),
  端午: w('端午节', 'Dragon Boat Festival'),
  中秋: w('中秋节', 'Mid-Autumn Festival'),
  国庆: w('国庆节', 'National Day'),
  胜利: w('抗战胜利 70 周年纪念日', 'V-day 70th anniversary'),
}

/**
 * The State Council's yearly notices: days off, then with + the weekend days worked for them. Filed under the year in
 * which the day lies (31 December 2011 was worked for New Year 2012), so a December is certain only once the notice for
 * the next year is in. 2020 is as lived: the longer Spring Festival of the epidemic cancelled the make-up of 1 February.
 */
const announced: Readonly<Record<number, string>> = {
  2011: '元旦 01-01~01-03 +12-31; 春节 02-02~02-08 +01-30 +02-12; 清明 04-03~04-05 +04-02; 劳动 04-30~05-02; 端午 06-04~06-06; 中秋 09-10~09-12; 国庆 10-01~10-07 +10-08 +10-09',
  2012: '元旦 01-01~01-03; 春节 01-22~01-28 +01-21 +01-29; 清明 04-02~04-04 +03-31 +04-01; 劳动 04-29~05-01 +04-28; 端午 06-22~06-24; 中秋 09-30; 国庆 10-01~10-07 +09-29',
  2013: '元旦 01-01~01-03 +01-05 +01-06; 春节 02-09~02-15 +02-16 +02-17; 清明 04-04~04-06 +04-07; 劳动 04-29~05-01 +04-27 +04-28; 端午 06-10~06-12 +06-08 +06-09; 中秋 09-19~09-21 +09-22; 国庆 10-01~10-07 +09-29 +10-12',
  2014: '元旦 01-01; 春节 01-31~02-06 +01-26 +02-08; 清明 04-05~04-07; 劳动 05-01~05-03 +05-04; 端午 06-02; 中秋 09-08; 国庆 10-01~10-07 +09-28 +10-11',
  2015: '元旦 01-01~01-03 +01-04; 春节 02-18~02-24 +02-15 +02-28; 清明 04-05~04-06; 劳动 05-01; 端午 06-20~06-22; 胜利 09-03~09-05 +09-06; 中秋 09-27; 国庆 10-01~10-07 +10-10',
  2016: '元旦 01-01; 春节 02-07~02-13 +02-06 +02-14; 清明 04-04; 劳动 05-01~05-02; 端午 06-09~06-11 +06-12; 中秋 09-15~09-17 +09-18; 国庆 10-01~10-07 +10-08 +10-09',
  2017: '元旦 01-01~01-02; 春节 01-27~02-02 +01-22 +02-04; 清明 04-02~04-04 +04-01; 劳动 05-01; 端午 05-28~05-30 +05-27; 国庆 10-01~10-03 10-05~10-08 +09-30; 中秋 10-04',
  2018: '元旦 01-01 12-30~12-31 +12-29; 春节 02-15~02-21 +02-11 +02-24; 清明 04-05~04-07 +04-08; 劳动 04-29~05-01 +04-28; 端午 06-18; 中秋 09-24; 国庆 10-01~10-07 +09-29 +09-30',
  2019: '元旦 01-01; 春节 02-04~02-10 +02-02 +02-03; 清明 04-05~04-07; 劳动 05-01~05-04 +04-28 +05-05; 端午 06-07~06-09; 中秋 09-13~09-15; 国庆 10-01~10-07 +09-29 +10-12',
  2020: '元旦 01-01; 春节 01-24~02-02 +01-19; 清明 04-04~04-06; 劳动 05-01~05-05 +04-26 +05-09; 端午 06-25~06-27 +06-28; 国庆 10-01~10-08 +09-27 +10-10',
  2021: '元旦 01-01~01-03; 春节 02-11~02-17 +02-07 +02-20; 清明 04-03~04-05; 劳动 05-01~05-05 +04-25 +05-08; 端午 06-12~06-14; 中秋 09-19~09-21 +09-18; 国庆 10-01~10-07 +09-26 +10-09',
  2022: '元旦 01-01~01-03 12-31; 春节 01-31~02-06 +01-29 +01-30; 清明 04-03~04-05 +04-02; 劳动 04-30~05-04 +04-24 +05-07; 端午 06-03~06-05; 中秋 09-10~09-12; 国庆 10-01~10-07 +10-08 +10-09',
  2023: '元旦 01-01~01-02; 春节 01-21~01-27 +01-28 +01-29; 清明 04-05; 劳动 04-29~05-03 +04-23 +05-06; 端午 06-22~06-24 +06-25; 国庆 09-30~10-06 +10-07 +10-08; 中秋 09-29',
  2024: '元旦 01-01; 春节 02-10~02-17 +02-04 +02-18; 清明 04-04~04-06 +04-07; 劳动 05-01~05-05 +04-28 +05-11; 端午 06-10; 中秋 09-15~09-17 +09-14; 国庆 10-01~10-07 +09-29 +10-12',
  2025: '元旦 01-01; 春节 01-28~02-04 +01-26 +02-08; 清明 04-04~04-06; 劳动 05-01~05-05 +04-27; 端午 05-31~06-02; 国庆 10-01~10-05 10-07~10-08 +09-28 +10-11; 中秋 10-06',
  2026: '元旦 01-01~01-03 +01-04; 春节 02-15~02-23 +02-14 +02-28; 清明 04-04~04-06; 劳动 05-01~05-05 +05-09; 端午 06-19~06-21; 中秋 09-25~09-27; 国庆 10-01~10-07 +09-20 +10-10',
}

const dayIn = (year: number, text: string): Day => {
  const day = `${year}-${text}`
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`)
  return day
}

/**
 * Reads one year's notice in the short form used above, so that an administrator can enter the next one in one line:
 * `国庆 10-01~10-07 +09-29 +10-12`, festivals separated by semicolons. Throws a RangeError that names the bad part.
 */
export const calendarYear = (year: number, notice: string): CalendarYear => {
  const off: Day[] = []
  const work: Day[] = []
  const names: Record<Day, Words> = {}
  for (const part of notice.split(/[;\uff1b]/)) {
    const [festival = '', ...spans] = part.trim().split(/\s+/)
    if (!festival) continue
    // A name alone says nothing, and a year without its days off would count as known.
    if (spans.length === 0) throw new RangeError(`without days: ${part.trim()}`)
    const name = festivals[festival] ?? w(festival, festival)
    for (const span of spans) {
      const list = span.startsWith('+') ? work : off
      const [from = '', to = from] = span.replace('+', '').split('~')
      const last = dayIn(year, to)
      if (last < dayIn(year, from)) throw new RangeError(`ends before it begins: ${part.trim()}`)
      for (let day = dayIn(year, from); day <= last; day = addDays(day, 1)) {
        if (list === work && weekday(day) < 6) throw new RangeError(`not a weekend: ${day}`)
        if (names[day]) throw new RangeError(`named twice: ${day}`)
        list.push(day)
        names[day] = name
      }
    }
  }
  return { off: off.sort(), work: work.sort(), names }
}

/** The calendar that ships with the program: 2011–2026, checked against two independent sources. */
export const stateCalendar: Calendar = {
  version: 'cn-2026.1',
  years: Object.fromEntries(Object.entries(announced).map(([year, text]) => [year, calendarYear(Number(year), text)])),
  exceptions: [],
}

/** The same calendar with the hospital's own days; `revision` is what the hospital changes whenever it edits them. */
export const withExceptions = (
  calendar: Calendar,
  exceptions: readonly CalendarException[],
  revision: string,
): Calendar => ({ ...calendar, version: `${calendar.version}+${revision}`, exceptions })

/** The sets behind a calendar, built once: a month's report asks tens of thousands of times. */
const verdictsOf = new WeakMap<Calendar, Map<Day, DayVerdict>>()

const named = (calendar: Calendar): Map<Day, DayVerdict> => {
  const built = verdictsOf.get(calendar)
  if (built) return built
  const map = new Map<Day, DayVerdict>()
  for (const year of Object.values(calendar.years)) {
    for (const day of year.off) {
      const name = year.names?.[day] ?? w('节假日', 'Public holiday')
      map.set(day, { works: false, known: true, why: w(`${name.zh}放假`, `${name.en}, day off`) })
    }
    for (const day of year.work) {
      const name = year.names?.[day] ?? w('节假日', 'a public holiday')
      map.set(day, { works: true, known: true, why: w(`${name.zh}调休上班`, `worked to make up for ${name.en}`) })
    }
  }
  for (const { day, works, why } of calendar.exceptions) {
    const zh = `本院${works ? '上班' : '休息'}：${why}`
    map.set(day, { works, known: true, why: w(zh, `this hospital ${works ? 'works' : 'rests'}: ${why}`) })
  }
  verdictsOf.set(calendar, map)
  return map
}

/** Whether a day is worked and why; the hospital's exceptions outrank the state's calendar, which outranks the week. */
export const isWorkday = (day: Day, calendar: Calendar): DayVerdict => {
  const special = named(calendar).get(day)
  if (special) return special
  const works = weekday(day) < 6
  const known = calendar.years[Number(day.slice(0, 4))] !== undefined
  const zh = works ? '工作日' : '周末'
  const en = works ? 'working day' : 'weekend'
  if (known) return { works, known, why: w(zh, en) }
  const missing = w(
    `${day.slice(0, 4)} 年放假安排未录入，只按周末推算`,
    `${day.slice(0, 4)} is not in the calendar, told by the week alone`,
  )
  return { works, known, why: w(`${zh}（${missing.zh}）`, `${en} (${missing.en})`) }
}

/** One loud sentence for each year between two days that the calendar does not know; empty when all is well. */
export const calendarWarnings = (calendar: Calendar, from: Day, to: Day): Words[] => {
  const warnings: Words[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    if (calendar.years[year]) continue
    warnings.push(
      w(
        `工作日历缺少 ${year} 年的放假调休安排，期限只按周末推算，可能有误。请管理员录入国务院办公厅通知。`,
        `The calendar lacks ${year}: deadlines are told by weekends alone and may be wrong. Enter the State Council's notice.`,
      ),
    )
  }
  return warnings
}

/** A day with its weekday, `2024-10-12 周六`. */
export const dayWithWeekday = (day: Day, lang: keyof Words): string => `${day} ${sayWeekday(day, lang)}`
