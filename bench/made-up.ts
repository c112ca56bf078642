// Whether records that were made up are found: twenty among two thousand, month after month, and how many honest ones are suspected.
import { usualOf } from '#modules/checks/evidence.ts'
import { judgeAll, threshold } from '#modules/checks/made-up.ts'
import type { Line } from './lab.ts'
import { kinds, monthOf } from './made-up-months.ts'

/** Months of two thousand records, twenty of them made up, judged as every night does. */
export const benchMadeUp = async (quick: boolean, seed = 1): Promise<Line[]> => {
  const months = Array.from({ length: quick ? 2 : 40 }, (_, i) => monthOf(seed * 100 + i))
  const played = months.map(({ records, planted }) => {
    const usual = usualOf(records)
    const judged = judgeAll(records, usual)
    const flagged = records.filter(({ id }) => judged.get(id)!.score >= threshold)
    const found = flagged.filter(({ id }) => planted.has(id))
    return { planted, found, wrong: flagged.length - found.length, honest: records.length - planted.size }
  })
  const sum = (of: (one: (typeof played)[number]) => number) => played.reduce((a, one) => a + of(one), 0)
  const of = (kind: string) =>
    `${sum(({ found, planted }) => found.filter(({ id }) => planted.get(id) === kind).length)}/${sum(({ planted }) => [...planted.values()].filter((it) => it === kind).length)}`
  const falseIn = ({ wrong, honest }: (typeof played)[number]): number => wrong / honest
  const detail = {
    seed,
    months: months.length,
    records: sum(({ honest }) => honest),
    byMonth: played.map(({ found, wrong }) => [found.length, wrong]),
  }
  return [
    {
      name: 'made-up-found',
      ratio: sum(({ found }) => found.length) / sum(({ planted }) => planted.size),
      goal: 0.9,
      direction: 'max',
      ...detail,
      byKind: Object.fromEntries(kinds.map((kind) => [kind, of(kind)])),
    },
    {
      // What is promised of one month, both at once: how many months keep it.
      name: 'made-up-months-kept',
      ratio: played.filter((one) => one.found.length >= 18 && falseIn(one) <= 0.02).length / played.length,
      goal: 0.8,
      direction: 'max',
      ...detail,
      fewestFound: Math.min(...played.map(({ found }) => found.length)),
      mostFalse: Math.max(...played.map(falseIn)),
    },
    {
      name: 'made-up-false-alarms',
      ratio: sum(({ wrong }) => wrong) / sum(({ honest }) => honest),
      goal: 0.02,
      direction: 'min',
      ...detail,
    },
  ]
}
