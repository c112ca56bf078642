// What follows from how an attempt to reach someone ended, and when to try again.
import { addDays, at, type Day, dayOf, minutesFrom, minutesOfDay } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import type { Disposition } from '#modules/contacts/dispositions.ts'
import { unreachedReasons as reasonWords, type UnreachedReason } from '#modules/patients/reading/reasons.ts'
import type { RetryPolicy } from '#src/standards.ts'

/**
 * What to try next: `later` the same number by the policy, `other-number` the next on the ladder patient → contact → work
 * and then later, `other-channel` a text or a relative, `none` nothing.
 */
export type Retry = 'later' | 'other-number' | 'other-channel' | 'none'

export type Reason = {
  readonly words: Words
  /** The task ends with this reason at once; the others end with it when the policy is exhausted. */
  readonly final: boolean
  /** Puts the person on the permanent do-not-call list, which outranks everything. */
  readonly doNotCall: boolean
  readonly retry: Retry
  /** What else the desk has to do, said to the caller. */
  readonly next?: Words
  /** A remark has to be written. */
  readonly needsRemark?: true
}

type Rule = Omit<Reason, 'words'>

const rule = (retry: Retry, more: Partial<Omit<Rule, 'retry'>> = {}): Rule => ({
  final: false,
  doNotCall: false,
  retry,
  ...more,
})

const rules: Record<UnreachedReason, Rule> = {
  'wrong-number': rule('other-number', {
    next: w('请病案室核对号码', 'Medical records checks the number'),
  }),
  'out-of-service': rule('other-number', {
    next: w('请病案室核对号码', 'Medical records checks the number'),
  }),
  'no-answer': rule('later'),
  'powered-off': rule('later'),
  refused: rule('none', {
    final: true,
    doNotCall: true,
    next: w('列入永久勿扰，不再致电', 'Never called again'),
  }),
  'not-the-person': rule('other-number', {
    next: w('不透露任何病情', 'Say nothing of the illness'),
  }),
  died: rule('none', {
    final: true,
    doNotCall: true,
    next: w('立即停止一切电话和短信，转慰问流程', 'Every call and message stops; condolences instead'),
  }),
  readmitted: rule('none', {
    final: true,
    next: w('下次出院后重新安排', 'Planned anew after the next discharge'),
  }),
  transferred: rule('none', { final: true }),
  'language-or-hearing': rule('other-channel', {
    next: w('改用文字或联系家属', 'By text, or through the family'),
  }),
  'department-did': rule('none', {
    final: true,
    next: w('核对科室的随访记录', 'Check the department’s record'),
  }),
  other: rule('none', { final: true, needsRemark: true }),
}

/** The twelve reasons why someone was not reached, with what follows; the order is that of the report. */
export const unreachedReasons = Object.fromEntries(
  Object.entries(reasonWords).map(([key, words]) => [key, { words, ...rules[key as UnreachedReason] }]),
) as Readonly<Record<UnreachedReason, Reason>>

export type { UnreachedReason }

/** The reason a task ends with when its last attempt ended so; null when it was reached. */
export const reasonOf = (disposition: Disposition): UnreachedReason | null => {
  if (disposition === 'reached') return null
  return disposition === 'busy' || disposition === 'not-now' ? 'no-answer' : disposition
}

/** Whether an attempt that ended so closes the task without another try. */
export const isFinal = (disposition: Disposition): boolean => {
  const why = reasonOf(disposition)
  return why !== null && unreachedReasons[why].final
}

// When to try again

const minute = 60_000

/** The end of the quiet range in which an instant lies, or null; ranges are half-open, 12:00 is quiet and 14:00 is not. */
const quietUntil = (instant: Date, policy: RetryPolicy): Date | null => {
  const now = minutesOfDay(instant)
  const range = policy.quiet.find(({ from, until }) => minutesFrom(from) <= now && now < minutesFrom(until))
  return range ? at(dayOf(instant), range.until) : null
}

/** The first moment from `instant` on at which calling is allowed; a policy that is quiet all day throws a RangeError. */
export const firstCallable = (instant: Date, policy: RetryPolicy): Date => {
  let moment = instant
  // One day has at most as many quiet ranges as the policy lists, and 20:00–24:00 runs on into the next day's 00:00–08:00.
  for (let i = 0; i <= 2 * policy.quiet.length; i++) {
    const end = quietUntil(moment, policy)
    if (end === null) return moment
    moment = end
  }
  throw new RangeError('the policy leaves no time for calls')
}

type NextAttempt =
  | { readonly at: Date; readonly promised?: true }
  /** The policy has been followed to its end: the task may be closed with its last reason. */
  | { readonly exhausted: true }

/**
 * When to call again. A pure function of the attempts made so far, the moment, and the policy: far enough from the last
 * try, not in quiet hours, and late enough that the tries that are left still fall on as many dates as the policy wants.
 * A promised call-back outranks all of it, quiet hours and exhaustion too; one that is past is due now.
 */
export const nextAttempt = (
  history: readonly { readonly at: Date }[],
  now: Date,
  policy: RetryPolicy,
  promisedAt?: Date,
): NextAttempt => {
  if (promisedAt) return { at: later(promisedAt, now), promised: true }
  const dates = new Set<Day>(history.map((attempt) => dayOf(attempt.at)))
  const triesLeft = policy.tries - history.length
  const datesLeft = policy.dates - dates.size
  if (triesLeft <= 0 && datesLeft <= 0) return { exhausted: true }
  if (history.length === 0) return { at: firstCallable(now, policy) }

  const last = history.map((attempt) => attempt.at).reduce(later)
  const spaced = firstCallable(later(now, new Date(last.getTime() + policy.apartHours * 60 * minute)), policy)
  // When every try that is left has to bring a new date, a date that was already used is passed over.
  const needsNewDate = datesLeft >= Math.max(1, triesLeft)
  if (!needsNewDate || !dates.has(dayOf(spaced))) return { at: spaced }
  return { at: firstCallable(at(addDays(dayOf(spaced), 1), '00:00'), policy) }
}

const later = (a: Date, b: Date): Date => (a > b ? a : b)
