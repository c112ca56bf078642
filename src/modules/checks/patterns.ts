// What answers, copies, keying times and hours say, each measured against what is usual in this house: nothing here knows a limit.
import type { CallRecord } from './evidence.ts'

/** How often an answer is given, of those who were asked. */
export type ShareOf = (question: string, answer: string) => number

// Answers beside the base rates

/** Whoever makes answers up writes the most usual one so much more often than people say it. */
const takesTheUsual = 0.5
/** From so many records of a questionnaire on its answers can be judged. */
const enoughOfOne = 40

/** Those that were asked the same. */
const askedOf = (record: CallRecord): string => record.asked.map(([key]) => key).join(' ')

/**
 * How much likelier the answers of a record are made up than said, from the base rates of its questionnaire. People's answers
 * hang together (who is well is well in all of it), so the sum is shrunk by how much more it varies here than answers that do
 * not, and set so that honest records average to nothing either way.
 */
export const usualness = (records: readonly CallRecord[], shareOf: ShareOf): ((record: CallRecord) => number) => {
  const modes = new Map<string, string>()
  const best = new Map<string, number>()
  for (const { answers } of records)
    for (const [question, answer] of Object.entries(answers)) {
      const share = shareOf(question, answer)
      if (share > (best.get(question) ?? 0)) {
        best.set(question, share)
        modes.set(question, answer)
      }
    }
  const weightOf = (question: string, answer: string): number => {
    const p = best.get(question) ?? 1
    return modes.get(question) === answer
      ? Math.log((takesTheUsual + (1 - takesTheUsual) * p) / p)
      : Math.log(1 - takesTheUsual)
  }
  const rawOf = ({ answers }: CallRecord): number =>
    Object.entries(answers).reduce((sum, [question, answer]) => sum + weightOf(question, answer), 0)
  const forms = new Map<string, { shrink: number; base: number }>()
  for (const [form, list] of Map.groupBy(records, askedOf)) {
    if (list.length < enoughOfOne) continue
    const raws = list.map(rawOf)
    const mean = raws.reduce((a, b) => a + b, 0) / raws.length
    const varies = raws.reduce((sum, raw) => sum + (raw - mean) ** 2, 0) / raws.length
    const apart = list[0]!.asked.reduce((sum, [question]) => {
      const p = best.get(question)
      if (p === undefined) return sum
      return (
        sum + p * (1 - p) * (Math.log((takesTheUsual + (1 - takesTheUsual) * p) / p) - Math.log(1 - takesTheUsual)) ** 2
      )
    }, 0)
    const shrink = varies > 0 ? Math.min(1, apart / varies) : 0
    forms.set(form, {
      shrink,
      base: Math.log(raws.reduce((sum, raw) => sum + Math.exp(shrink * raw), 0) / raws.length),
    })
  }
  return (record) => {
    const form = forms.get(askedOf(record))
    return form ? form.shrink * rawOf(record) - form.base : 0
  }
}

// Lengths of calls

/** How far apart, as a logarithm, two calls are of one length. */
const smooth = 0.12
const [lowest, cell] = [-4, 0.05]
const cells = Math.ceil(6 / cell)

/** How densely honest lengths lie at a place beside their caller's middle: as they do here, whatever their shape. */
export const lengthsOf = (rests: readonly number[]): ((x: number) => number) => {
  const grid = new Array<number>(cells).fill(0)
  const reach = Math.ceil((3 * smooth) / cell)
  for (const rest of rests) {
    const at = Math.round((rest - lowest) / cell)
    for (let i = Math.max(0, at - reach); i <= Math.min(cells - 1, at + reach); i++)
      grid[i]! += Math.exp(-0.5 * ((lowest + i * cell - rest) / smooth) ** 2)
  }
  const all = Math.max(1, rests.length) * smooth * Math.sqrt(2 * Math.PI)
  return (x) => (grid[Math.max(0, Math.min(cells - 1, Math.round((x - lowest) / cell)))] ?? 0) / all
}

// Keying times

/** Seconds between hanging up and saving, in powers of two from four seconds to a quarter of an hour. */
const steps = 8
const stepOf = (seconds: number): number =>
  Math.max(0, Math.min(steps - 1, Math.floor(Math.log2(Math.max(1, seconds) / 4))))

/** From hanging up to saving; null where the telephone saw no talk. */
export const wrapOf = (record: CallRecord): number | null => {
  const spoken = record.heard.filter(({ talk }) => talk > 0)
  if (spoken.length === 0) return null
  const hungUp = Math.max(...spoken.map(({ from, talk }) => from + talk * 1000))
  return (record.savedAt - hungUp) / 1000
}

/** How unusual a keying time is here: whoever keys without having asked takes any time, whoever asked takes the usual. */
export const keyingOf = (records: readonly CallRecord[]): ((record: CallRecord) => number) => {
  const counts = new Array<number>(steps).fill(1)
  for (const record of records) {
    const wrap = wrapOf(record)
    if (wrap !== null) counts[stepOf(wrap)]!++
  }
  const all = counts.reduce((a, b) => a + b, 0)
  return (record) => {
    const wrap = wrapOf(record)
    return wrap === null ? 0 : Math.log(1 / steps / (counts[stepOf(wrap)]! / all))
  }
}

// Hours

const halfHourOf = (at: number): number => Math.floor(((at / 60_000 + 480) % 1440) / 30)

/** How unusual the half hour of the day is here, against any of the half hours in which somebody calls at all. */
export const hoursOf = (
  records: readonly CallRecord[],
): ((record: CallRecord) => { weight: number; share: number }) => {
  const counts = new Array<number>(48).fill(0)
  for (const { at } of records) counts[halfHourOf(at)]!++
  const first = counts.findIndex((n) => n > 0)
  const open = counts.findLastIndex((n) => n > 0) - first + 1
  const shareAt = (slot: number): number => (counts[slot]! + 1) / (records.length + open)
  return ({ at }) => {
    const share = shareAt(halfHourOf(at))
    return { weight: Math.log(1 / open / share), share }
  }
}

// A telephone that fails

/** So many calls of others nearest in time say whether the telephone worked. */
const nearest = 12
const rateWhenFailing = 0.75
const failsSeldom = 0.02

/** How likely a call that was made is to have left no trace at that moment: by the calls of others around it. */
export const missingNear = (
  telephoning: readonly CallRecord[],
  isMissing: (record: CallRecord) => boolean,
  none: number,
): ((record: CallRecord) => number) => {
  const sorted = telephoning.toSorted((a, b) => a.at - b.at)
  const chosen = Math.log(failsSeldom / (1 - failsSeldom))
  return (record) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]!.at < record.at) low = middle + 1
      else high = middle
    }
    const near: CallRecord[] = []
    let [before, after] = [low - 1, low]
    while (near.length < nearest && (before >= 0 || after < sorted.length)) {
      const earlier = sorted[before]
      const later = sorted[after]
      const takesEarlier = !later || (earlier && record.at - earlier.at <= later.at - record.at)
      const one = takesEarlier ? earlier! : later!
      if (takesEarlier) before--
      else after++
      if (Math.abs(one.at - record.at) > 3 * 3_600_000) break
      if (one.staffId !== record.staffId) near.push(one)
    }
    const k = near.filter(isMissing).length
    const odds =
      chosen + k * Math.log(rateWhenFailing / none) + (near.length - k) * Math.log((1 - rateWhenFailing) / (1 - none))
    const failing = 1 / (1 + Math.exp(-odds))
    return failing * rateWhenFailing + (1 - failing) * none
  }
}
