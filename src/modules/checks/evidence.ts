// What a finished record of a call is to the one who asks whether there was a call: its facts, and what is usual in this house.

/** A call of the same caller about or around a record, as the telephone witnessed it; instants in milliseconds. */
export type Heard = {
  /** Whose number: one of the patient's, or any other. */
  readonly whose: 'theirs' | 'other'
  readonly from: number
  /** Seconds spoken; 0 where nobody answered. */
  readonly talk: number
}

export type CallRecord = {
  readonly id: string
  readonly staffId: string
  /** When it is said to have begun, and when it was saved. */
  readonly at: number
  readonly savedAt: number
  /** Each question that was asked, with the length of its sentence in characters. */
  readonly asked: readonly (readonly [key: string, length: number])[]
  /** What stands in the record, as text, by question; the person's own words apart. */
  readonly answers: Readonly<Record<string, string>>
  /** The caller's note and the person's words, in one. */
  readonly note: string
  readonly heard: readonly Heard[]
}

import { type Copied, copiesAmong, plain } from './copies.ts'
import { hoursOf, keyingOf, lengthsOf, missingNear, usualness } from './patterns.ts'

/** Characters a second of one who reads a sentence aloud, and seconds for the shortest answer. */
const readPace = 4.5
const shortestAnswer = 1.2

/** Seconds that it takes to ask all of it unhurriedly. */
export const secondsFor = (record: CallRecord): number =>
  record.asked.reduce((sum, [, length]) => sum + length / readPace + shortestAnswer, 8) + record.note.length / 6

/** Seconds spoken with the patient's own numbers; and with others, where somebody at the patient's had answered first. */
export const talkOf = (record: CallRecord): number => {
  const spoken = (whose: Heard['whose']) =>
    record.heard.reduce((sum, one) => sum + (one.whose === whose ? one.talk : 0), 0)
  return spoken('theirs') > 2 ? spoken('theirs') + spoken('other') : spoken('theirs')
}

export type Kind = 'talked' | 'unanswered' | 'other-number' | 'none'

/** What the telephone knows of it. */
export const kindOf = (record: CallRecord): Kind => {
  if (talkOf(record) > 0) return 'talked'
  // A call to another number that was answered says more than one to the patient's that was not.
  if (record.heard.some(({ whose, talk }) => whose === 'other' && talk > 0)) return 'other-number'
  return record.heard.some(({ whose }) => whose === 'theirs') ? 'unanswered' : 'none'
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0

/** Middle and spread of what is usual, by median and its deviation: a few false ones move neither. */
const robust = (values: readonly number[], otherwise: readonly [number, number]): readonly [number, number] => {
  if (values.length < 20) return otherwise
  const sorted = values.toSorted((a, b) => a - b)
  const middle = median(sorted)
  const spread = 1.4826 * median(sorted.map((one) => Math.abs(one - middle)).sort((a, b) => a - b))
  return [middle, Math.min(0.9, Math.max(0.25, spread))]
}

export const hourOf = (at: number): number => new Date(at + 8 * 3_600_000).getUTCHours()
/** Morning or afternoon of a day of the hospital: what a failing telephone takes away at once. */
const halfDayOf = (at: number): string => {
  const local = at + 8 * 3_600_000
  return `${Math.floor(local / 86_400_000)} ${new Date(local).getUTCHours() < 13 ? 'a' : 'p'}`
}

/** Seconds from the caller's previous record to this one being saved. */
const gapsOf = (mine: readonly CallRecord[]): ReadonlyMap<string, number> =>
  new Map(
    mine.map((one, i) => [one.id, i === 0 ? Number.POSITIVE_INFINITY : (one.savedAt - mine[i - 1]!.savedAt) / 1000]),
  )

type Count = Map<string, number>
const count = (into: Count, key: string): void => {
  into.set(key, (into.get(key) ?? 0) + 1)
}

/** The share, drawn towards `prior` with the weight of `of` records. */
const share = (hits: number, all: number, prior: number, of: number): number => (hits + prior * of) / (all + of)

/** One caller's own habits. */
type Caller = {
  readonly records: readonly CallRecord[]
  readonly places: ReadonlyMap<string, number>
  readonly gaps: ReadonlyMap<string, number>
  /** Share of his records with a call of any kind: whether he uses this telephone at all. */
  readonly telephone: number
  readonly pace: number
  readonly notes: Count
}

/** What is usual in this house, reckoned from the records of some weeks. */
export type Usual = {
  readonly size: number
  readonly callers: ReadonlyMap<string, Caller>
  /** How often an honest record has no call, or none that was answered, or one to another number. */
  readonly shareOf: Readonly<Record<Exclude<Kind, 'talked'>, number>>
  /** The same for `none`, in that half of that day, by what the other callers had. */
  readonly missingAround: (record: CallRecord) => number
  /** How much the answers, the keying time and the hour of a record speak against it. */
  readonly usualness: (record: CallRecord) => number
  readonly keying: (record: CallRecord) => number
  readonly hour: (record: CallRecord) => { weight: number; share: number }
  /** Of the logarithm of a call's length beside its caller's usual. */
  readonly spread: number
  /** How densely lengths lie there; null where too few calls were witnessed to say. */
  readonly lengths: ((x: number) => number) | null
  readonly hurried: number
  /** Which other record of its caller it may be a copy of. */
  readonly copied: (record: CallRecord) => Copied
}

/** From so many on their own shape is known; of fewer it is taken to be a bell. */
const enoughLengths = 400

/** Under a third of what it takes to ask: nobody speaks so fast. */
export const hurriedShare = 0.35

/** The weeks before, whoever is looked at among them; in the order of saving. */
export const usualOf = (records: readonly CallRecord[]): Usual => {
  const sorted = records.toSorted((a, b) => a.savedAt - b.savedAt)
  const byCaller = Map.groupBy(sorted, ({ staffId }) => staffId)
  const answers = new Map<string, Count>()
  const notes: Count = new Map()
  for (const { answers: given, note } of sorted) {
    for (const [question, answer] of Object.entries(given)) {
      const counts = answers.get(question) ?? new Map()
      answers.set(question, counts)
      count(counts, answer)
    }
    count(notes, plain(note))
  }
  const sums = new Map(
    [...answers].map(([question, counts]) => [question, [...counts.values()].reduce((a, b) => a + b, 0)]),
  )

  const paceOf = (list: readonly CallRecord[]) =>
    list.flatMap((one) => (kindOf(one) === 'talked' ? [Math.log(talkOf(one) / secondsFor(one))] : []))
  const pace = robust(paceOf(sorted), [Math.log(0.9), 0.4])
  const callers = new Map(
    [...byCaller].map(([id, mine]): [string, Caller] => {
      const own = paceOf(mine)
      // His own pace where it is known; but nobody makes himself unbelievably quick by being it often.
      const middle = (robust(own, pace)[0] * own.length + pace[0] * 30) / (own.length + 30)
      const counted: Count = new Map()
      for (const { note } of mine) count(counted, plain(note))
      return [
        id,
        {
          records: mine,
          places: new Map(mine.map((one, i) => [one.id, i])),
          gaps: gapsOf(mine),
          telephone: mine.filter((one) => kindOf(one) !== 'none').length / mine.length,
          pace: Math.max(middle, pace[0] - 0.5),
          notes: counted,
        },
      ]
    }),
  )
  // How far one's own calls lie apart; how far callers do is in their middles.
  const rests = sorted.flatMap((one) =>
    kindOf(one) === 'talked' ? [Math.log(talkOf(one) / secondsFor(one)) - callers.get(one.staffId)!.pace] : [],
  )
  // Who never uses this telephone says nothing about those who do.
  const telephoning = sorted.filter(({ staffId }) => callers.get(staffId)!.telephone >= usesTelephone)
  const of = (kind: Kind) => telephoning.filter((one) => kindOf(one) === kind).length
  const around = Map.groupBy(telephoning, ({ at }) => halfDayOf(at))
  const missing = (list: readonly CallRecord[]) => list.filter((one) => kindOf(one) === 'none').length
  // A half-day on which the telephone failed everybody says nothing about the others.
  const working = [...around.values()].filter((list) => list.length < 5 || missing(list) < 0.3 * list.length).flat()
  const none = share(missing(working), working.length, 0.01, 100)
  let hurried = 0
  for (const { records: mine, gaps } of callers.values())
    for (const one of mine) if (gaps.get(one.id)! < hurriedShare * secondsFor(one)) hurried++
  const shareOfAnswer = (question: string, answer: string): number =>
    share(answers.get(question)?.get(answer) ?? 0, sums.get(question) ?? 0, 0.1, 10)
  const shareOfNote = (note: string, staffId: string): number => {
    const mine = callers.get(staffId)
    const own = (mine?.notes.get(plain(note)) ?? 0) / Math.max(1, mine?.records.length ?? 0)
    return Math.max(own, share(notes.get(plain(note)) ?? 0, sorted.length, 0.001, 20))
  }
  return {
    size: sorted.length,
    callers,
    shareOf: {
      none,
      unanswered: share(of('unanswered'), telephoning.length, 0.004, 100),
      'other-number': share(of('other-number'), telephoning.length, 0.004, 100),
    },
    missingAround: missingNear(telephoning, (one) => kindOf(one) === 'none', none),
    usualness: usualness(sorted, shareOfAnswer),
    keying: keyingOf(sorted),
    hour: hoursOf(sorted),
    copied: copiesAmong(sorted, shareOfAnswer, shareOfNote),
    spread: robust(rests, [0, 0.4])[1],
    lengths: rests.length < enoughLengths ? null : lengthsOf(rests),
    hurried: share(hurried, sorted.length, 0.03, 50),
  }
}

/** From this share of records with a call on, a caller is one who calls by the telephone of this house. */
export const usesTelephone = 0.4
