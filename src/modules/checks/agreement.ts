// How far the first record and the blind second call say the same: by question, by caller and in all, with what chance would do.
import { type Agreement, kappa, weightedKappa } from '#kernel/statistics.ts'
import { grades } from '#modules/patients/words.ts'
import { standards } from '#src/standards.ts'

export type Pair = {
  readonly staffId: string
  readonly question: string
  readonly name: string
  readonly kind: 'grade' | 'kind'
  readonly first: string
  readonly second: string
}

/** What is told of some pairs; `hidden` where they are too few to say, `ranked` where they may be compared. */
export type Agreed = {
  readonly pairs: number
  readonly same: number
  readonly hidden: boolean
  readonly ranked: boolean
  readonly kappa: number | null
  readonly from: number | null
  readonly until: number | null
  /** Kappa with the order of the grades in mind. */
  readonly weighted: boolean
}

const order = Object.keys(grades)

const tableOf = (pairs: readonly Pair[], values: readonly string[]): number[][] =>
  values.map((first) => values.map((second) => pairs.filter((it) => it.first === first && it.second === second).length))

/**
 * Agreement on pairs that may be of several questions. Grades share one order, so they are reckoned together, and a grade
 * beside the right one counts for most of it; answers without an order have a kappa of their question alone, since the
 * answers to different questions can never agree by chance.
 */
export const agreedOn = (pairs: readonly Pair[]): Agreed => {
  const graded = pairs.filter(({ kind }) => kind === 'grade')
  const ofOne = new Set(pairs.map(({ question }) => question)).size === 1
  const weighted = graded.length > 0
  const reckoned = weighted ? graded : ofOne ? pairs : []
  const hidden = pairs.length < standards.shownFrom.value
  const values = weighted ? order : [...new Set(pairs.flatMap(({ first, second }) => [first, second]))]
  // Where one side always said the same there is nothing beyond chance to measure: kappa would be 0, and sure of it.
  const varies = (side: 'first' | 'second') => new Set(reckoned.map((it) => it[side])).size > 1
  const told = !hidden && reckoned.length >= standards.shownFrom.value && varies('first') && varies('second')
  const it: Agreement | null = told ? (weighted ? weightedKappa : kappa)(tableOf(reckoned, values)) : null
  return {
    pairs: pairs.length,
    same: hidden ? 0 : pairs.filter(({ first, second }) => first === second).length,
    hidden,
    ranked: pairs.length >= standards.rankedFrom.value,
    kappa: it?.kappa ?? null,
    from: it?.kappa == null ? null : it.from,
    until: it?.kappa == null ? null : it.until,
    weighted,
  }
}
