// Whether a record looks made up: what speaks for it and against it, each with its weight, and their sum.
import { type Words, w } from '#kernel/words.ts'
import {
  type CallRecord,
  hourOf,
  hurriedShare,
  isOdd,
  kindOf,
  plain,
  secondsFor,
  talkOf,
  type Usual,
  usesTelephone,
} from './evidence.ts'

/**
 * Each rule's weight is the logarithm of how much more often a made-up record shows it than an honest one of this house: the
 * first share is ours, the second is counted, so what is usual here (a telephone that fails, a nurse with a stock phrase)
 * weighs little. Length, copies and others of the same caller have a ratio of their own. `most` bounds what one rule may say
 * alone. docs/decisions/0032.
 */
export const rules = {
  'no-call': { among: 0.9, most: 4.6, words: w('没有通话', 'No call behind it') },
  unanswered: { among: 0.5, most: 4.8, words: w('电话没有接通', 'The call was not answered') },
  'other-number': { among: 0.5, most: 4.8, words: w('打的是别的号码', 'Another number was called') },
  'too-short': { most: 5, words: w('通话太短', 'Too short for its answers') },
  copied: { most: 4.5, words: w('与另一份雷同', 'Nearly the same as another') },
  hurried: { among: 0.6, most: 2.5, words: w('保存间隔过短', 'Saved too soon after the last') },
  overlapping: { among: 0.3, most: 2.5, words: w('与另一通同时', 'At the same time as another call') },
  'odd-hour': { among: 0.15, most: 1.5, words: w('时间反常', 'At an odd hour') },
  'all-usual': { among: 0.6, most: 0.6, words: w('全是最常见的答案', 'Nothing but the usual answers') },
  others: { most: 1.2, words: w('同一人另有存疑', 'Others of the same caller') },
} as const satisfies Record<string, { among?: number; most: number; words: Words }>
export type RuleName = keyof typeof rules

export type Reason = { readonly rule: RuleName; readonly weight: number; readonly words: Words }
export type Judged = { readonly score: number; readonly reasons: readonly Reason[] }

/** From here on a record is shown to supervision: about twenty-five times likelier made up than honest. */
export const threshold = 3.2
/** A talk as long as asking takes speaks for the record; so much at most. */
const mostInFavour = -2.5

const bounded = (weight: number, rule: RuleName): number => Math.min(rules[rule].most, weight)
const said = (rule: RuleName, among: number, share: number): number => bounded(Math.log(among / share), rule)
const rounded = (seconds: number): number => Math.max(1, Math.round(seconds))

const density = (x: number, middle: number, spread: number): number =>
  Math.exp(-0.5 * ((x - middle) / spread) ** 2) / (spread * Math.sqrt(2 * Math.PI))
/** Some honest calls are short for reasons that nobody wrote down: the line broke, everything was said at the bedside. */
const unexplained = 0.015

/** How long was spoken against how long asking takes: below zero it speaks for the record. */
const lengthWeight = (seconds: number, record: CallRecord, middle: number, spread: number): number => {
  const x = Math.log(seconds / secondsFor(record))
  const honest = (1 - unexplained) * density(x, middle, spread) + unexplained * 0.25
  // Whoever only wants a call on record hangs up early: about an eighth of the time, give or take a factor of two and more.
  const made = 0.9 * density(x, Math.log(0.18) + middle, 0.85) + 0.1 * density(x, middle, spread)
  // Beyond the middle longer is never more suspicious.
  return x > middle ? mostInFavour : Math.max(mostInFavour, bounded(Math.log(made / honest), 'too-short'))
}

// The same notes are compared with hundreds of others.
const known = new Map<string, ReadonlySet<string>>()
const bigrams = (text: string): ReadonlySet<string> => {
  const there = known.get(text)
  if (there) return there
  if (known.size > 20_000) known.clear()
  const made = new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)))
  known.set(text, made)
  return made
}

/** How much of two notes is the same, from 0 to 1 (Jaccard of character pairs). */
export const alike = (a: string, b: string): number => {
  if (a === b) return 1
  const [one, other] = [bigrams(a), bigrams(b)]
  if (one.size === 0 || other.size === 0) return 0
  let both = 0
  for (const pair of one) if (other.has(pair)) both++
  return both / (one.size + other.size - both)
}

/** Notes shorter than this are words like 「好」 that anybody writes. */
const shortestNote = 8
const enoughAlike = 0.6
/** Answers hang together (who is well is well in all of it): what they say together is less than its parts. */
const together = 0.5

/** How much likelier it is that one record was copied from the other than that two people said the same. */
const copyWeight = (record: CallRecord, other: CallRecord, usual: Usual): number => {
  let sum = 0
  for (const [question, answer] of Object.entries(record.answers)) {
    const before = other.answers[question]
    if (before === undefined) continue
    const p = usual.shareOfAnswer(question, answer)
    sum += together * Math.log(before === answer ? (0.9 + 0.1 * p) / p : 0.1 / Math.max(0.1, 1 - p))
  }
  const [note, noteBefore] = [plain(record.note), plain(other.note)]
  if (note.length >= shortestNote && noteBefore.length >= shortestNote) {
    const p = Math.max(usual.shareOfNote(record.note, record.staffId), usual.shareOfNote(other.note, record.staffId))
    sum += alike(note, noteBefore) >= enoughAlike ? Math.log(0.8 / p) : Math.log(0.4)
  }
  return sum
}

/** So many of his records before it are compared. */
const compared = 300

/** The record of the same caller that it may be a copy of, with its weight. */
const copyOf = (record: CallRecord, usual: Usual): { weight: number; of: CallRecord } | null => {
  const { records: mine, places } = usual.callers.get(record.staffId)!
  const at = places.get(record.id)!
  const before = mine.slice(Math.max(0, at - compared), at)
  let best: { weight: number; of: CallRecord } | null = null
  for (const of of before) {
    const weight = copyWeight(record, of, usual)
    if (!best || weight > best.weight) best = { weight, of }
  }
  // The likest of many is likely to be like by chance.
  return best && { ...best, weight: bounded(best.weight - 0.6 * Math.log(1 + before.length), 'copied') }
}

const day = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(5, 10).replace('-', ' 月 ').replace(/^0/, '')
const clock = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16)

/**
 * Judges one record of those that `usual` was reckoned from. The score is the sum of its reasons and of what speaks for
 * it; a house or a caller without a telephone is judged by the times that were written, with less weight.
 */
export const judge = (record: CallRecord, usual: Usual): Judged => {
  const caller = usual.callers.get(record.staffId)!
  const reasons: Reason[] = []
  const say = (rule: RuleName, weight: number, zh: string, en: string): void => {
    if (weight > 0.1) reasons.push({ rule, weight, words: w(zh, en) })
  }
  let inFavour = 0
  const kind = kindOf(record)
  const needed = rounded(secondsFor(record))
  const byTelephone = caller.telephone >= usesTelephone
  const length = (seconds: number, most: number, what: Words): void => {
    const weight = lengthWeight(seconds, record, caller.pace, usual.spread)
    if (weight < 0) inFavour += weight
    say(
      'too-short',
      Math.min(most, weight),
      `${what.zh} ${rounded(seconds)} 秒，${record.asked.length} 道题问完约需 ${needed} 秒`,
      `${what.en} ${rounded(seconds)} s, asking ${record.asked.length} questions takes about ${needed}`,
    )
  }
  if (kind === 'talked') length(talkOf(record), rules['too-short'].most, w('与患者通话', 'spoken with the patient'))
  else if (byTelephone) {
    const share = kind === 'none' ? usual.missingAround(record) : usual.shareOf[kind]
    const { words } = rules[kind === 'none' ? 'no-call' : kind]
    const rule = kind === 'none' ? 'no-call' : kind
    const percent = (100 * share).toFixed(1)
    say(
      rule,
      said(rule, rules[rule].among, share),
      `${words.zh}；同期这样的记录占 ${percent}%`,
      `${words.en}; ${percent}% of records then`,
    )
  } else {
    // Without a telephone of the house there is only what was written: weaker, and silent where nothing was.
    const written = (record.savedAt - record.at) / 1000
    if (written >= 2) length(written, 2.5, w('从拨打到保存', 'from dialling to saving'))
  }
  const copy = copyOf(record, usual)
  if (copy)
    say(
      'copied',
      copy.weight,
      `与 ${day(copy.of.at)} 日 ${clock(copy.of.at)} 的记录几乎相同`,
      `nearly the same as the record of ${day(copy.of.at)} ${clock(copy.of.at)}`,
    )
  // Whoever spoke long enough may save several at once.
  const spoke = kind === 'talked' && talkOf(record) > 0.5 * secondsFor(record)
  const gap = caller.gaps.get(record.id)!
  if (!spoke && gap < hurriedShare * needed)
    say(
      'hurried',
      said('hurried', rules.hurried.among, usual.hurried),
      `距上一份记录保存只有 ${rounded(gap)} 秒`,
      `saved ${rounded(gap)} s after the last one`,
    )
  if (!spoke) {
    const during = caller.records.find(
      (other) =>
        other.id !== record.id &&
        other.heard.some(
          (call) => call.talk > 20 && record.at >= call.from && record.at < call.from + call.talk * 1000,
        ),
    )
    if (during && during.savedAt !== record.savedAt)
      say(
        'overlapping',
        said('overlapping', rules.overlapping.among, 0.03),
        `${clock(record.at)} 正在与另一位患者通话`,
        `in another call at ${clock(record.at)}`,
      )
    if (isOdd(record.at))
      say(
        'odd-hour',
        said('odd-hour', rules['odd-hour'].among, usual.odd),
        `${hourOf(record.at)} 点拨打`,
        `called at ${hourOf(record.at)}:00`,
      )
    if (usual.isAllUsual(record) && plain(record.note).length < shortestNote)
      say(
        'all-usual',
        said('all-usual', rules['all-usual'].among, usual.allUsual),
        '全是最常见的答案，没有一句备注',
        'nothing but the usual answers, and no note',
      )
  }
  const score = reasons.reduce((sum, { weight }) => sum + weight, inFavour)
  return { score, reasons: reasons.toSorted((a, b) => b.weight - a.weight) }
}

/** Below this a record has nothing of its own against it, whatever else its caller did. */
const somethingOfItsOwn = 1
/** Of honest records so many look made up anyway. */
const falseAlarms = 0.018

/**
 * Judges all of `records`. Who made one up made up more: beside others of the same caller, beyond what honest ones bring by
 * chance, what is itself suspicious is a little more so; what is not stays clear.
 */
export const judgeAll = (records: readonly CallRecord[], usual: Usual): Map<string, Judged> => {
  const alone = new Map(records.map((one) => [one.id, judge(one, usual)]))
  for (const [, mine] of Map.groupBy(records, ({ staffId }) => staffId)) {
    const flagged = mine.filter(({ id }) => alone.get(id)!.score >= threshold).length
    for (const { id } of mine) {
      const it = alone.get(id)!
      const others = flagged - (it.score >= threshold ? 1 : 0)
      const weight = bounded(Math.log((others + 2) / (mine.length * falseAlarms + 2)), 'others')
      if (it.score < somethingOfItsOwn || weight < 0.1) continue
      const reason = {
        rule: 'others',
        weight,
        words: w(`同一人这段时间另有 ${others} 份存疑`, `${others} others of the same caller`),
      } as const
      alone.set(id, { score: it.score + weight, reasons: [...it.reasons, reason] })
    }
  }
  return alone
}
