// Reads dates in every form that hospital exports write them; hospital time is Asia/Shanghai.
import { type Words, w } from '#kernel/words.ts'
import { halfWidth, isMissing, isScientific, tidy } from './clean.ts'

type ReadDate =
  | { readonly kind: 'date' /** `YYYY-MM-DD` */; readonly date: string /** `HH:MM` */; readonly time: string | null }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly why: Words }

const unreadable = (zh: string, en: string): ReadDate => ({ kind: 'unreadable', why: w(zh, en) })

/** What databases and spreadsheets write when there is no date. */
const noDate = new Set([
  '1900-01-01',
  '1900-01-00',
  '1899-12-30',
  '1899-12-31',
  '1753-01-01',
  '1754-01-01',
  '0001-01-01',
  '9999-12-31',
])

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const two = (n: number | string): string => String(n).padStart(2, '0')

/**
 * Reads one date, with its time where there is one. Understood: year first with any separator or none, Chinese (with
 * 上午/下午, also in Chinese numerals), ISO with a zone (turned into hospital time), Excel serials, English month
 * names as Oracle, SQL Server and Java print them, and year last where day and month cannot be confused. Refused:
 * two-digit years, dates that do not exist, 5/6/2011. A damaged time does not damage its date (some exports
 * have twelve hours only).
 */
export function readDate(cell: string | undefined): ReadDate {
  if (!cell) return { kind: 'missing' }
  const raw = halfWidth(tidy(cell))
  if (isMissing(raw)) return { kind: 'missing' }
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(raw)
  if (iso && iso[1] !== '0000') return made(iso[1]!, iso[2]!, iso[3]!)
  const text = westernNumerals(raw).replace(/\s+/g, ' ')
  if (isScientific(text))
    return unreadable('日期被写成了科学计数法', 'the date has become a number in scientific notation')
  if (/^0+([-/.年: ]?0+)*[月日]?(\.0+)?$/.test(text)) return { kind: 'missing' }
  return compact(text) ?? serial(text) ?? yearFirst(text) ?? named(text) ?? yearLast(text) ?? notADate(text)
}

/** A clock time alone (`14:30`, `下午2:30`, `14时30分`, or an hour `14` from a column of hours); null if it is none. */
export function readTime(cell: string | undefined): string | null {
  const text = halfWidth(tidy(cell))
  return /^\d{1,2}$/.test(text) ? clock(`${text}:00`) : clock(text)
}

/** A date with its clock time in the same column or in one of its own; some systems put the whole date into the second. */
export function readDateAndTime(first: string, second: string): ReadDate {
  const date = readDate(first)
  if (second === '') return date
  if (date.kind !== 'date') {
    const other = readDate(second)
    return other.kind === 'date' ? other : date
  }
  return date.time
    ? date
    : { ...date, time: readTime(second) ?? (readDate(second) as { time?: string | null }).time ?? null }
}

/** Days of a month of the Gregorian calendar; 0 for a month that there is not. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return monthLengths[month - 1] ?? 0
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function made(year: string | number, month: string | number, day: string | number, rest = ''): ReadDate {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  const date = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`
  if (noDate.has(date)) return { kind: 'missing' }
  if (d < 1 || d > daysIn(y, m)) return unreadable('没有这一天', 'there is no such day')
  if (y < 1870 || y > 2200) return unreadable('年份不合理', 'the year makes no sense')
  if (rest === '') return { kind: 'date', date, time: null }
  const zone = /(z|[+-]\d{2}:?\d{2})$/i.exec(rest.trim())
  const time = clock(zone ? rest.trim().slice(0, -zone[0].length) : rest)
  return zone && time ? inHospitalTime(date, time, zone[0]) : { kind: 'date', date, time }
}

/** ISO times with a zone are the same moment elsewhere. Hospital time has no daylight saving in the years concerned. */
function inHospitalTime(date: string, time: string, zone: string): ReadDate {
  const digits = /([+-])(\d{2}):?(\d{2})/.exec(zone)
  const minutes = digits ? (Number(digits[2]) * 60 + Number(digits[3])) * (digits[1] === '-' ? -1 : 1) : 0
  const moment = new Date(Date.parse(`${date}T${time}:00Z`) + (8 * 60 - minutes) * 60_000).toISOString()
  return { kind: 'date', date: moment.slice(0, 10), time: moment.slice(11, 16) }
}

/** `HH:MM` from the part behind a date; null if there is none or it is impossible. */
function clock(text: string): string | null {
  const found =
    /^[t ,]*(上午|下午|凌晨|早上|中午|晚上|傍晚|夜间|am|pm)? *(\d{1,2})[:时点] ?(?:(\d{1,2})(?:[:分] ?(\d{1,2}(?:[.:]\d+)?)?秒?)?)? *(am|pm)?$/i.exec(
      text.trim(),
    )
  if (!found) return null
  const half = (found[1] ?? found[5] ?? '').toLowerCase()
  let hour = Number(found[2])
  const minute = Number(found[3] ?? 0)
  if (/下午|晚上|傍晚|夜间|pm/.test(half) && hour < 12) hour += 12
  else if (/上午|凌晨|早上|am/.test(half) && hour === 12) hour = 0
  return hour > 23 || minute > 59 || Number(found[4] ?? 0) >= 61 ? null : `${two(hour)}:${two(minute)}`
}

/** 20110728, 201107281430, 20110728143000, 20110728 14:30. */
function compact(text: string): ReadDate | null {
  const found = /^((?:18|19|2[0-2])\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?(?:\.\d+)?|([t ].*))?$/i.exec(
    text.replace(/\.0$/, ''),
  )
  if (!found) return null
  const [, year, month, day, hour, minute, , rest] = found
  return made(year!, month!, day!, hour ? `${hour}:${minute}` : (rest ?? ''))
}

/**
 * Days since the turn of 1900 as spreadsheets count them (with their 29 February 1900). Four digits from 1900 to 2200
 * are a year without a day and are refused; a serial below 367 means the year 1900, which is an empty cell.
 */
function serial(text: string): ReadDate | null {
  const found = /^(\d{1,5})(\.\d+)?$/.exec(text)
  if (!found) return null
  const day = Number(found[1])
  if (day < 367) return { kind: 'missing' }
  if (day >= 1900 && day <= 2200) return unreadable('只有年份', 'only a year')
  if (day > 80_000) return unreadable('不是日期', 'not a date')
  const at = new Date(Date.UTC(1899, 11, 30) + Math.round((day + Number(found[2] ?? 0)) * 86_400) * 1000).toISOString()
  return { kind: 'date', date: at.slice(0, 10), time: found[2] && Number(found[2]) > 0 ? at.slice(11, 16) : null }
}

/** 2011-07-28, 2011/7/28, 2011.7.28, 2011年7月28日, each with a time behind. */
function yearFirst(text: string): ReadDate | null {
  const found =
    /^(\d{4}) ?[-/.年_ ] ?(\d{1,2}) ?[-/.月_ ] ?(\d{1,2})(?!\d)(?: ?[日号])?(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(.*)$/.exec(
      text,
    )
  if (!found) return null
  return made(found[1]!, found[2]!, found[3]!, found[4]!)
}

/** 28-Jul-2011 (Oracle), Jul 28 2011 2:30PM (SQL Server), Thu Jul 28 14:30:00 CST 2011 (Java), 28-7月-2011. */
function named(text: string): ReadDate | null {
  const name = (month: string): number =>
    months.indexOf(month.slice(0, 3).toLowerCase()) + 1 || Number.parseInt(month, 10)
  const dayFirst = /^(\d{1,2})[- ]([a-z]{3,9}|\d{1,2}月)[- ,]*(\d{4})(.*)$/i.exec(text)
  if (dayFirst) return made(dayFirst[3]!, name(dayFirst[2]!), dayFirst[1]!, dayFirst[4]!)
  const monthFirst = /^([a-z]{3,9}) (\d{1,2}),? (\d{4})(.*)$/i.exec(text)
  if (monthFirst) return made(monthFirst[3]!, name(monthFirst[1]!), monthFirst[2]!, monthFirst[4]!)
  const java = /^[a-z]{3} ([a-z]{3}) (\d{1,2}) ([\d:]+) (?:[a-z]{3,4} |gmt\+0?8:?00 )?(\d{4})$/i.exec(text)
  return java ? made(java[4]!, name(java[1]!), java[2]!, java[3]!) : null
}

/** 28/7/2011 and 7/28/2011 say what they mean; 5/6/2011 does not. */
function yearLast(text: string): ReadDate | null {
  const found = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(.*)$/.exec(text)
  if (!found) return null
  const [first, second] = [Number(found[1]), Number(found[2])]
  if (first <= 12 && second <= 12 && first !== second)
    return unreadable('分不清月和日', 'day and month cannot be told apart')
  return first > 12 ? made(found[3]!, second, first, found[4]!) : made(found[3]!, first, second, found[4]!)
}

function notADate(text: string): ReadDate {
  return /^'?\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}/.test(text) || /^\d{1,2}-[a-z]{3}-\d{2}\b/i.test(text)
    ? unreadable('年份只有两位', 'the year has only two digits')
    : unreadable('不是日期', 'not a date')
}

const numerals = '〇一二三四五六七八九'

/** 二〇一一年七月二十八日 with Western digits; other text unchanged. */
function westernNumerals(text: string): string {
  if (!/^[〇○零一二三四五六七八九十]{4}年/.test(text)) return text
  return text
    .replace(/[○零]/g, '〇')
    .replace(/([一二三四五六七八九])?十([一二三四五六七八九])?/g, (_, tens?: string, ones?: string) =>
      String((tens ? numerals.indexOf(tens) : 1) * 10 + (ones ? numerals.indexOf(ones) : 0)),
    )
    .replace(/[〇一二三四五六七八九]/g, (char) => String(numerals.indexOf(char)))
}
