// Hospital time: days, hours and months as the wall clock in the ward shows them, and the words people use for them.
import type { Language } from './words.ts'

/** A calendar day of the hospital, `YYYY-MM-DD`. Sorts as text in the order of time. */
export type Day = string

/** A calendar month of the hospital, `YYYY-MM`. */
export type Month = string

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/**
 * China keeps one time, eight hours ahead of UTC, and has moved no clock since 1991. A fixed offset gives the same
 * answer in the server, the browser and a test, wherever they run, without asking the machine for its time zone.
 */
const offset = 8 * hour

const twoDigits = (n: number): string => String(n).padStart(2, '0')

/** The instant shifted so that its UTC fields read as hospital time. Never leaves this file. */
const shifted = (instant: Date): Date => new Date(instant.getTime() + offset)

/** Midnight UTC of a day, for arithmetic in whole days. Refuses days that do not exist (2025-02-30). */
const utcOf = (text: Day): number => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) throw new RangeError(`not a day: ${text}`)
  return ms
}

const dayOfUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** Whether a text is a day that exists. */
export const isDay = (text: string): text is Day => {
  try {
    utcOf(text)
    return true
  } catch {
    return false
  }
}

/** The hospital's day in which an instant lies. */
export const dayOf = (instant: Date): Day => shifted(instant).toISOString().slice(0, 10)

/** The month of a day or of an instant. */
export const monthOf = (when: Day | Date): Month => (typeof when === 'string' ? when : dayOf(when)).slice(0, 7)

/** The instant at which a day begins, 00:00 in the hospital. */
export const startOfDay = (text: Day): Date => new Date(utcOf(text) - offset)

/** The last millisecond of a day. Together with `startOfDay` of the next it leaves no gap: our clock ticks in milliseconds. */
export const endOfDay = (text: Day): Date => new Date(utcOf(text) + day - offset - 1)

/** A day some days later, or earlier when `n` is negative. */
export const addDays = (text: Day, n: number): Day => dayOfUtc(utcOf(text) + n * day)

/** Midnights between two days: 1 from today to tomorrow, negative when the second is earlier. */
export const daysBetween = (from: Day, to: Day): number => (utcOf(to) - utcOf(from)) / day

/** Whole years from one day to another, as birthdays are counted. */
export const yearsBetween = (from: Day, to: Day): number =>
  Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0)

/** Monday 1 … Sunday 7, as ISO 8601 counts. */
export const weekday = (text: Day): number => new Date(utcOf(text)).getUTCDay() || 7

/** A month as the half-open range of days `[from, until)`. */
export const monthSpan = (month: Month): { from: Day; until: Day } => {
  const from = `${month}-01`
  const next = new Date(utcOf(from))
  next.setUTCMonth(next.getUTCMonth() + 1)
  return { from, until: next.toISOString().slice(0, 10) }
}

/** A month some months later, or earlier when `n` is negative: `2026-01` and −1 is `2025-12`. */
export const addMonths = (month: Month, n: number): Month => {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + n
  return `${Math.floor(months / 12)}-${twoDigits((months % 12) + 1)}`
}

/** So many months one after the other, of which this is the last. */
export const monthsUntil = (last: Month, count: number): Month[] =>
  Array.from({ length: count }, (_, i) => addMonths(last, i + 1 - count))

/** Minutes since the hospital's midnight, 0–1439. */
export const minutesOfDay = (instant: Date): number => {
  const t = shifted(instant)
  return t.getUTCHours() * 60 + t.getUTCMinutes()
}

/** `HH:MM` as minutes since midnight; `24:00` is the end of the day (half-open ranges need it). */
export const minutesFrom = (clock: string): number => {
  const parts = /^(\d{2}):(\d{2})$/.exec(clock)
  const minutes = parts ? Number(parts[1]) * 60 + Number(parts[2]) : Number.NaN
  if (!parts || Number(parts[2]) > 59 || minutes > 1440) throw new RangeError(`not a time of day: ${clock}`)
  return minutes
}

/** The instant of a time of day, `at('2024-10-08', '14:30')`. */
export const at = (text: Day, clock: string): Date => new Date(utcOf(text) - offset + minutesFrom(clock) * minute)

/** The time of day as the clock shows it, `14:30`. */
export const clockOf = (instant: Date): string => {
  const m = minutesOfDay(instant)
  return `${twoDigits(Math.floor(m / 60))}:${twoDigits(m % 60)}`
}

/** Day and time of day, `2024-10-14 14:30`, as on paper and in files; nothing for what has not been. */
export const momentText = (instant: Date | null): string => (instant ? `${dayOf(instant)} ${clockOf(instant)}` : '')

/** An instant written in hospital time, `2024-10-14T23:59:59.999+08:00`; milliseconds only where there are any. */
export const isoOf = (instant: Date): string =>
  `${shifted(instant)
    .toISOString()
    .replace(/(\.000)?Z$/, '')}+08:00`

// How people say it.

const weekdayNames: Record<Language, readonly string[]> = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}
const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** 周一 … 周日. */
export const sayWeekday = (text: Day, lang: Language): string => weekdayNames[lang][weekday(text) - 1]!

const monday = (text: Day): Day => addDays(text, 1 - weekday(text))

/** A day as people say it, seen from today: 今天, 明天, 昨天, 周五, 下周二, 上周日, 11-05, 2025-11-05. */
export const sayDay = (text: Day, today: Day, lang: Language): string => {
  const distance = daysBetween(today, text)
  if (distance === 0) return lang === 'zh' ? '今天' : 'today'
  if (distance === 1) return lang === 'zh' ? '明天' : 'tomorrow'
  if (distance === -1) return lang === 'zh' ? '昨天' : 'yesterday'
  const weeks = daysBetween(monday(today), monday(text)) / 7
  const name = sayWeekday(text, lang)
  // Only within six days: 上周一 said on a Sunday is thirteen days away, and nobody hears it so.
  if (Math.abs(distance) <= 6) {
    if (weeks === 0) return name
    if (lang === 'zh') return `${weeks > 0 ? '下' : '上'}${name}`
    return `${weeks > 0 ? 'next' : 'last'} ${name}`
  }
  const sameYear = text.slice(0, 4) === today.slice(0, 4)
  if (lang === 'zh') return sameYear ? text.slice(5) : text
  const spoken = `${Number(text.slice(8))} ${monthNames[Number(text.slice(5, 7)) - 1]}`
  return sameYear ? spoken : `${spoken} ${text.slice(0, 4)}`
}

/** A month as people say it: 2026 年 3 月, Mar 2026. */
export const sayMonth = (month: Month, lang: Language): string => {
  const [year, n] = [month.slice(0, 4), Number(month.slice(5))]
  return lang === 'zh' ? `${year} 年 ${n} 月` : `${monthNames[n - 1]} ${year}`
}

/** A moment as people say it: 今天 14:30, 周五 09:00, 11-05 14:30; of another year only the day. */
export const sayTime = (instant: Date, now: Date, lang: Language): string => {
  const text = dayOf(instant)
  const today = dayOf(now)
  const said = sayDay(text, today, lang)
  const near = text.slice(0, 4) === today.slice(0, 4) || Math.abs(daysBetween(today, text)) <= 6
  return near ? `${said} ${clockOf(instant)}` : said
}

/** A length of time in its largest whole unit: 2 天, 3 小时, 20 分钟. Rounded down; below a minute it is 1 分钟. */
const saySpan = (ms: number, lang: Language): string => {
  const length = Math.abs(ms)
  const [n, zh, en] =
    length >= day
      ? [Math.floor(length / day), '天', 'day']
      : length >= hour
        ? [Math.floor(length / hour), '小时', 'hour']
        : [Math.max(1, Math.floor(length / minute)), '分钟', 'minute']
  return lang === 'zh' ? `${n} ${zh}` : `${n} ${en}${n === 1 ? '' : 's'}`
}

/** How a deadline stands: 还剩 3 小时, 超时 2 天. The moment of the deadline itself is still in time (`isLate`). */
export const sayDue = (dueAt: Date, now: Date, lang: Language): string => {
  const left = dueAt.getTime() - now.getTime()
  const span = saySpan(left, lang)
  if (left >= 0) return lang === 'zh' ? `还剩 ${span}` : `${span} left`
  return lang === 'zh' ? `超时 ${span}` : `${span} overdue`
}

/** Overdue is not a state but a comparison: strictly after the deadline. */
export const isLate = (dueAt: Date, now: Date): boolean => now.getTime() > dueAt.getTime()
