// Whether a record looks made up: what speaks for it and against it, each with its weight, and their sum.
import { type Words, w } from '#kernel/words.ts'
import { type CallRecord, hurriedShare, kindOf, secondsFor, talkOf, type Usual, usesTelephone } from './evidence.ts'
import { wrapOf } from './patterns.ts'

/**
 * Each rule's weight is the logarithm of how much more often a made-up record shows it than an honest one of this house: the
 * first share is ours, the second is counted, so what is usual here (a telephone that fails, a nurse with a stock phrase)
 * weighs little. Length, copies, hours, keying, answers and others of the same caller have a ratio of their own (`patterns`,
 * `copies`). `most` bounds what one rule may say alone. docs/decisions/0032.
 */
export const rules = {
  'no-call': { among: 0.9, most: 4.6, words: w('没有通话', 'No call behind it') },
  unanswered: { among: 0.5, most: 4.8, words: w('电话没有接通', 'The call was not answered') },
  'other-number': { among: 0.5, most: 4.8, words: w('打的是别的号码', 'Another number was called') },
  'too-short': { most: 5, words: w('通话太短', 'Too short for its answers') },
  copied: { most: 4.5, words: w('与另一份雷同', 'Nearly the same as another') },
  hurried: { among: 0.6, most: 2.5, words: w('保存间隔过短', 'Saved too soon after the last') },
  overlapping: { among: 0.3, most: 2.5, words: w('与另一通同时', 'At the same time as another call') },
  'odd-hour': { most: 1.2, words: w('时间反常', 'At an odd hour') },
  keying: { most: 1.6, words: w('登记时间反常', 'Keyed at an odd pace') },
  'all-usual': { most: 1, words: w('答案过于寻常', 'Too usual answers') },
  others: { most: 2, words: w('同一人另有存疑', 'Others of the same caller') },
} as const satisfies Record<string, { among?: number; most: number; words: Words }>
export type RuleName = keyof typeof rules

export type Reason = { readonly rule: RuleName; readonly weight: number; readonly words: Words }
export type Judged = { readonly score: number; readonly reasons: readonly Reason[] }

/** From here on a record is shown to supervision: some five times likelier made up than honest. */
export const threshold = 1.5
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
const lengthWeight = (
  seconds: number,
  record: CallRecord,
  middle: number,
  { spread, lengths }: Pick<Usual, 'spread' | 'lengths'>,
): number => {
  const x = Math.log(seconds / secondsFor(record))
  const usually = lengths ? lengths(x - middle) : density(x, middle, spread)
  const honest = (1 - unexplained) * usually + unexplained * 0.25
  // Whoever only wants a call on record hangs up early: about an eighth of the time, give or take a factor of two and more.
  const made = 0.9 * density(x, Math.log(0.18) + middle, 0.85) + 0.1 * density(x, middle, spread)
  // Beyond the middle longer is never more suspicious.
  return x > middle ? mostInFavour : Math.max(mostInFavour, bounded(Math.log(made / honest), 'too-short'))
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
    const weight = lengthWeight(seconds, record, caller.pace, usual)
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
  const copy = usual.copied(record)
  if (copy)
    say(
      'copied',
      bounded(copy.weight, 'copied'),
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
  }
  // What is ordinary in these speaks for the record, a little.
  const either = (rule: RuleName, weight: number, zh: string, en: string): void => {
    if (weight > 0) say(rule, bounded(weight, rule), zh, en)
    else inFavour += Math.max(weight, -0.5 * rules[rule].most)
  }
  const hour = usual.hour(record)
  either(
    'odd-hour',
    hour.weight,
    `${clock(record.at)} 拨打，这个时段的电话只占 ${(100 * hour.share).toFixed(1)}%`,
    `called at ${clock(record.at)}, when ${(100 * hour.share).toFixed(1)}% of calls are made`,
  )
  if (kind === 'talked')
    either(
      'keying',
      usual.keying(record),
      `挂断后 ${rounded(wrapOf(record)!)} 秒才保存，与平常不同`,
      `saved ${rounded(wrapOf(record)!)} s after hanging up, unlike others`,
    )
  either(
    'all-usual',
    usual.usualness(record),
    '答案比真实患者说的更集中在最常见的选项上',
    'its answers are more usual than what people say',
  )
  const score = reasons.reduce((sum, { weight }) => sum + weight, inFavour)
  return { score, reasons: reasons.toSorted((a, b) => b.weight - a.weight) }
}

/** Below this a record has nothing of its own against it. */
const somethingOfItsOwn = 0.7
/** A caller without others is trusted a little more. */
const leastForOthers = 0.5
/** Of a hundred records so many are made up before anything is known of them or their caller … */
const before = 0.01
/** … and so many records of a caller that belief weighs. */
const beliefWeighs = 60

/** The share of a caller's records that are made up, as far as they say so themselves (expectation–maximisation). */
const shareMadeUp = (scores: readonly number[]): number => {
  let share = before
  for (let i = 0; i < 6; i++) {
    const sum = scores.reduce((so, score) => {
      const odds = (Math.exp(score) * share) / (1 - share)
      return so + odds / (1 + odds)
    }, 0)
    share = (sum + before * beliefWeighs) / (scores.length + beliefWeighs)
  }
  return share
}

/**
 * Judges all of `records`. Who made one up made up more: what is suspicious is more so beside others of the same caller, and
 * less so alone among hundreds that are in order.
 */
export const judgeAll = (records: readonly CallRecord[], usual: Usual): Map<string, Judged> => {
  const alone = new Map(records.map((one) => [one.id, judge(one, usual)]))
  for (const [, mine] of Map.groupBy(records, ({ staffId }) => staffId)) {
    const weight = Math.max(
      -leastForOthers,
      bounded(Math.log(shareMadeUp(mine.map(({ id }) => alone.get(id)!.score)) / before), 'others'),
    )
    // What has nothing of its own against it stays clear, whatever else its caller did.
    const scoreOf = ({ score }: Judged): number => (weight > 0 && score < somethingOfItsOwn ? score : score + weight)
    const flagged = mine.filter(({ id }) => scoreOf(alone.get(id)!) >= threshold).length
    for (const { id } of mine) {
      const it = alone.get(id)!
      const score = scoreOf(it)
      const others = flagged - (score >= threshold ? 1 : 0)
      const reason = {
        rule: 'others',
        weight,
        words: w(`同一人这段时间另有 ${others} 份存疑`, `${others} others of the same caller`),
      } as const
      alone.set(id, { score, reasons: score > it.score + 0.1 && others > 0 ? [...it.reasons, reason] : it.reasons })
    }
  }
  return alone
}
