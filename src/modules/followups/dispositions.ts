// How an attempt to reach someone ended, what follows from it, and when to try again (field.md §6.6).
import { addDays, at, type Day, dayOf, minutesFrom, minutesOfDay } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
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

const reason = (zh: string, en: string, retry: Retry, more: Partial<Omit<Reason, 'words' | 'retry'>> = {}): Reason => ({
  words: w(zh, en),
  final: false,
  doNotCall: false,
  retry,
  ...more,
})

/** The twelve reasons why someone was not reached; the order is that of field.md §6.6 and of the report. */
export const unreachedReasons = {
  'wrong-number': reason('号码错误', 'Wrong number', 'other-number', {
    next: w('请病案室核对号码', 'Medical records checks the number'),
  }),
  'out-of-service': reason('停机或空号', 'Out of service', 'other-number', {
    next: w('请病案室核对号码', 'Medical records checks the number'),
  }),
  'no-answer': reason('多次未接', 'No answer', 'later'),
  'powered-off': reason('关机', 'Powered off', 'later'),
  refused: reason('拒访', 'Refused', 'none', {
    final: true,
    doNotCall: true,
    next: w('列入永久勿扰，不再致电', 'Never called again'),
  }),
  'not-the-person': reason('非本人且不便转达', 'Not the person', 'other-number', {
    next: w('不透露任何病情', 'Say nothing of the illness'),
  }),
  died: reason('死亡', 'Died', 'none', {
    final: true,
    doNotCall: true,
    next: w('立即停止一切电话和短信，转慰问流程', 'Every call and message stops; condolences instead'),
  }),
  readmitted: reason('再入院', 'Readmitted', 'none', {
    final: true,
    next: w('下次出院后重新安排', 'Planned anew after the next discharge'),
  }),
  transferred: reason('转院', 'Transferred', 'none', { final: true }),
  'language-or-hearing': reason('语言或听力障碍', 'Language or hearing', 'other-channel', {
    next: w('改用文字或联系家属', 'By text, or through the family'),
  }),
  'department-did': reason('科室已随访', 'Done by the department', 'none', {
    final: true,
    next: w('核对科室的随访记录', 'Check the department’s record'),
  }),
  other: reason('其他', 'Other', 'none', { final: true, needsRemark: true }),
} as const satisfies Record<string, Reason>

export type UnreachedReason = keyof typeof unreachedReasons

/** How one attempt ended: reached, a reason, or one of two that only a single attempt can have. */
export type Disposition = 'reached' | 'busy' | 'not-now' | UnreachedReason

export const dispositionWords: Readonly<Record<Disposition, Words>> = {
  reached: w('已接通', 'Reached'),
  busy: w('占线', 'Busy'),
  'not-now': w('现在不方便', 'Not now'),
  ...(Object.fromEntries(Object.entries(unreachedReasons).map(([key, { words }]) => [key, words])) as Record<
    UnreachedReason,
    Words
  >),
}

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

/** The code for what an old register calls it (号码有误, 死亡出院, 多次未接); undefined when nothing fits. */
export const reasonNamed = (name: string): UnreachedReason | undefined => {
  const text = name.trim()
  if (text === '') return undefined
  const exact = (Object.keys(unreachedReasons) as UnreachedReason[]).find(
    (key) => unreachedReasons[key].words.zh === text,
  )
  return exact ?? wordings.find(([pattern]) => pattern.test(text))?.[1]
}

const wordings: readonly (readonly [RegExp, UnreachedReason])[] = [
  [/死亡|去世|病故|过世/, 'died'],
  [/空号|停机|欠费|不存在|注销/, 'out-of-service'],
  [/错号|号码(?:有|错)?误|号码错|打错/, 'wrong-number'],
  [/关机/, 'powered-off'],
  [/拒/, 'refused'],
  [/未接|无人接|不接|无应答|占线|忙音/, 'no-answer'],
  [/非本人|不是本人/, 'not-the-person'],
  [/再入院|再次入院|再住院/, 'readmitted'],
  [/转院/, 'transferred'],
  [/语言|听力|方言|耳聋|聋/, 'language-or-hearing'],
  [/科室(?:已|自行)?(?:随访|回访)/, 'department-did'],
  [/其他|其它/, 'other'],
]

// When to try again

const minute = 60_000

/** Whether nobody may be called at this moment. */
export const isQuiet = (instant: Date, policy: RetryPolicy): boolean => quietUntil(instant, policy) !== null

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

export type NextAttempt =
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
