// Whether a record is a copy of another of the same caller: nearer to it than it is to what others wrote down at the same time.
import type { CallRecord } from './evidence.ts'
import type { ShareOf } from './patterns.ts'

/** Without spaces and marks, so that 「恢复好。」 and 「恢复好」 are one. */
export const plain = (note: string): string => note.replaceAll(/[\s\p{P}]/gu, '')

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
/** So many of his records before it are compared, and as many of others. */
const compared = 150
/** How near honest records come to one another is read off so many of them. */
const looked = 500
/** Of copies so many are nearer than honest ones come; the rest was copied from what everybody says. */
const tellsItself = 0.4

/** An answer as the same one in another record speaks for a copy, and another one against it. */
type Weighed = { readonly answer: string; readonly same: number; readonly other: number }
type One = {
  readonly record: CallRecord
  readonly note: string
  readonly noteShare: number
  readonly answers: ReadonlyMap<string, Weighed>
}

/** The logarithm of how much likelier one is a copy of the other than that two people said the same, answer by answer. */
const nearness = (one: One, before: One): number => {
  let sum = 0
  for (const [question, { answer, same, other }] of one.answers) {
    const there = before.answers.get(question)
    if (there === undefined) return Number.NEGATIVE_INFINITY
    sum += there.answer === answer ? same : other
  }
  if (one.note.length >= shortestNote && before.note.length >= shortestNote) {
    const p = Math.max(one.noteShare, before.noteShare)
    sum += alike(one.note, before.note) >= enoughAlike ? Math.log(0.8 / p) : Math.log(0.4)
  }
  return sum
}

/** What a record may be a copy of, and how much that speaks against it. */
export type Copied = { readonly weight: number; readonly of: CallRecord } | null

/**
 * Of each record how much nearer it is to the nearest one of its own caller than to the nearest of others, both among as many
 * written before it. Two people say the same whoever asks them, so of honest records this is as often below zero as above;
 * how far above, the house's own records say (an exponential tail, from its 90th and 98th hundredths).
 */
export const copiesAmong = (
  records: readonly CallRecord[],
  shareOf: ShareOf,
  shareOfNote: (note: string, staffId: string) => number,
): ((record: CallRecord) => Copied) => {
  const weighed = new Map<string, Weighed>()
  const weigh = (question: string, answer: string): Weighed => {
    const key = `${question} ${answer}`
    const there = weighed.get(key)
    if (there) return there
    const p = shareOf(question, answer)
    const made = { answer, same: Math.log((0.9 + 0.1 * p) / p), other: Math.log(0.1 / Math.max(0.1, 1 - p)) }
    weighed.set(key, made)
    return made
  }
  const all = records
    .toSorted((a, b) => a.savedAt - b.savedAt)
    .map(
      (record): One => ({
        record,
        note: plain(record.note),
        noteShare: record.note === '' ? 1 : shareOfNote(record.note, record.staffId),
        answers: new Map(
          Object.entries(record.answers).map(([question, answer]) => [question, weigh(question, answer)]),
        ),
      }),
    )
  const places = new Map(all.map(({ record }, i) => [record.id, i]))
  const nearestOf = (record: CallRecord): { excess: number; of: CallRecord } | null => {
    const at = places.get(record.id)
    if (at === undefined) return null
    const one = all[at]!
    const nearest = (own: boolean, most: number) => {
      let best = Number.NEGATIVE_INFINITY
      let of: CallRecord | null = null
      let seen = 0
      for (let i = at - 1; i >= 0 && seen < most; i--) {
        const before = all[i]!
        if ((before.record.staffId === record.staffId) !== own) continue
        const near = nearness(one, before)
        if (near === Number.NEGATIVE_INFINITY) continue
        seen++
        if (near > best) [best, of] = [near, before.record]
      }
      return { best, of, seen }
    }
    const own = nearest(true, compared)
    if (!own.of) return null
    const others = nearest(false, own.seen)
    // Nobody else was asked the same: nothing to measure by.
    return others.seen < own.seen / 2 ? null : { excess: own.best - Math.max(0, others.best), of: own.of }
  }
  const step = Math.max(1, Math.floor(all.length / looked))
  const excesses = all
    .filter((_, i) => i % step === 0)
    .flatMap(({ record }) => nearestOf(record)?.excess ?? [])
    .sort((a, b) => a - b)
  if (excesses.length < 50) return () => null
  const at = (share: number) => excesses[Math.floor(share * excesses.length)]!
  const from = Math.max(0.5, at(0.9))
  const length = Math.max(0.5, (at(0.98) - from) / Math.log(5))
  // Copies that tell themselves lie anywhere up to what a copy of all answers is worth.
  const widest = Math.max(20, excesses.at(-1)!) - from
  return (record) => {
    const it = nearestOf(record)
    if (!it || it.excess < from) return null
    const honest = (0.1 / length) * Math.exp(-(it.excess - from) / length)
    return { weight: Math.log(tellsItself / widest / honest), of: it.of }
  }
}
