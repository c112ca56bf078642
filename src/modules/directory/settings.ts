// What the hospital has set, read where it is needed: its name, its numbers, its working days.
import { createHash } from 'node:crypto'
import type { Ctx } from '#engine/ctx.ts'
import {
  type Calendar,
  type CalendarException,
  calendarWarnings,
  calendarYear,
  stateCalendar,
  withExceptions,
} from '#kernel/calendar.ts'
import { dayOf } from '#kernel/time.ts'
import { type StandardName, standardValue } from '#src/standards.ts'

/** Every setting by its key; what is absent was never set. */
export type SettingValues = {
  readonly hospitalName: string
  readonly hotline: string
  /** Where patients open the pages, `https://…`; empty: no text carries a link. */
  readonly pagesAddress: string
  readonly standards: Partial<Readonly<Record<StandardName, number>>>
  readonly calendarExceptions: readonly CalendarException[]
  readonly calendarYears: Readonly<Record<string, string>>
  /** Which department fills an office that handles matters of some category: office → department. */
  readonly offices: Readonly<Record<string, string>>
  /** Where sheets of a public line are answered by a call: line → address. The others go as files. */
  readonly lines: Readonly<Record<string, string>>
  /** How people are told that a call is recorded, and the sentence that is said. */
  readonly recording: { readonly notice: 'off' | 'spoken' | 'announced'; readonly words: string }
  /** How fast and when the program calls, and who stopped it; what is absent is as usual (autocalls/pace). */
  readonly autocalls: {
    readonly pace?: Readonly<Record<string, unknown>>
    readonly paused?: { readonly at: string; readonly byId: string; readonly by: string; readonly why: string } | null
  }
  /** Only in demo data: the one password of all demo people, shown on the sign-in page. */
  readonly demo: { readonly password: string } | null
}

const unset: SettingValues = {
  hospitalName: '本院',
  hotline: '',
  pagesAddress: '',
  standards: {},
  calendarExceptions: [],
  calendarYears: {},
  offices: {},
  lines: {},
  autocalls: {},
  recording: { notice: 'spoken', words: '为了保证服务质量，这次通话会录音，可以吗？' },
  demo: null,
}

/** Reads some settings, or what stands where nothing was set. */
export const settingsOf = async <K extends keyof SettingValues>(
  { tx }: Pick<Ctx, 'tx'>,
  ...keys: K[]
): Promise<Pick<SettingValues, K>> => {
  const rows = await tx.selectFrom('settings').where('key', 'in', keys).select(['key', 'value']).execute()
  const set = Object.fromEntries(rows.map(({ key, value }) => [key, value]))
  return Object.fromEntries(keys.map((key) => [key, set[key] ?? unset[key]])) as Pick<SettingValues, K>
}

/** Writes one setting; whoever calls it records why. */
export const set = async <K extends keyof SettingValues>(ctx: Ctx, key: K, value: SettingValues[K]): Promise<void> => {
  const row = { key, value: JSON.stringify(value) }
  await ctx.tx
    .insertInto('settings')
    .values(row)
    .onConflict((already) => already.column('key').doUpdateSet({ value: row.value }))
    .execute()
}

/** A number that the hospital is judged by, as it set it; outside the legal bounds nothing can be set. */
export const standardOf = async (ctx: Pick<Ctx, 'tx'>, name: StandardName): Promise<number> =>
  standardValue(name, (await settingsOf(ctx, 'standards')).standards)

// A calendar is a pure function of what was set: the last one made is kept, with all that was worked out from it.
let last: { text: string; calendar: Calendar } | undefined

/**
 * The working days of this hospital: the state's calendar, the years entered here, the hospital's own days. Its version
 * names its content, so that a deadline stored with it can be worked out again.
 */
export const calendarOf = async (ctx: Pick<Ctx, 'tx'>): Promise<Calendar> => {
  const { calendarExceptions, calendarYears } = await settingsOf(ctx, 'calendarExceptions', 'calendarYears')
  return calendarFrom(calendarExceptions, calendarYears)
}

/** The calendar that these settings make. Throws a RangeError that names a notice's bad part. */
export const calendarFrom = (
  exceptions: readonly CalendarException[],
  notices: Readonly<Record<string, string>>,
): Calendar => {
  const text = JSON.stringify([exceptions, notices])
  if (text === '[[],{}]') return stateCalendar
  if (last?.text === text) return last.calendar
  const own = Object.entries(notices).map(([year, notice]) => [year, calendarYear(Number(year), notice)])
  // The shipped years were checked against two sources: a notice only adds what they lack.
  const years = { ...Object.fromEntries(own), ...stateCalendar.years }
  const revision = createHash('sha256').update(text).digest('hex').slice(0, 8)
  const calendar = withExceptions({ ...stateCalendar, years }, exceptions, revision)
  last = { text, calendar }
  return calendar
}

/** What an administrator must be told about the calendar: this year is missing or, from November on, the next one. */
export const calendarWarning = async (ctx: Pick<Ctx, 'tx' | 'now'>): Promise<string | null> => {
  const today = dayOf(ctx.now)
  const year = Number(today.slice(0, 4))
  const until = today.slice(5) >= '11-01' ? `${year + 1}-12-31` : today
  const warnings = calendarWarnings(await calendarOf(ctx), today, until)
  return warnings.length === 0 ? null : warnings.map(({ zh }) => zh).join('')
}
