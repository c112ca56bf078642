// How a noun moves: a table of states and verbs that is enforced, drawn, printed and tested from the same rows.
import type { Words } from './words.ts'

/** `[verb, from, to, button, only if]`; `to` is `=` where the state stays. */
type Act<S extends string, R extends string> =
  | readonly [verb: string, from: readonly S[], to: S | '=', button: Words]
  | readonly [verb: string, from: readonly S[], to: S | '=', button: Words, onlyIf: R | readonly R[]]

/** A rule: the sentence said when it does not hold, and the test on the row. */
export type Rule<Row> = readonly [sentence: Words, holds: (row: Row) => boolean]

export type Lifecycle<Row = never, S extends string = string, R extends string = string> = {
  readonly noun: string
  readonly title: Words
  readonly table: string
  readonly states: Readonly<Record<S, Words>>
  readonly start: readonly S[]
  readonly acts: readonly Act<S, R>[]
  readonly rules: Readonly<Record<R, Rule<Row>>>
}

/** Any row that lives: its status column is the state. */
export type Living = { readonly status: string }

/**
 * Declares a lifecycle and refuses one that cannot be: an unknown state or rule, a verb written twice,
 * a state that no path from a start reaches.
 */
export const lifecycle = <Row extends Living, const S extends string, const R extends string>(
  declared: Lifecycle<Row, S, R>,
): Lifecycle<Row, S, R> => {
  const { noun, states, acts, rules, start } = declared
  const verbs = new Set<string>()
  for (const [verb, from, to, , onlyIf] of acts) {
    if (verbs.has(verb)) throw new Error(`${noun}.${verb} is written twice`)
    verbs.add(verb)
    for (const state of [...from, ...(to === '=' ? [] : [to])])
      if (!(state in states)) throw new Error(`${noun}.${verb} names the unknown state ${state}`)
    for (const rule of rulesOf(onlyIf)) if (!(rule in rules)) throw new Error(`${noun}.${verb}: unknown rule ${rule}`)
  }
  const reached = new Set<string>(start)
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const [, from, to] of acts) if (to !== '=' && from.some((s) => reached.has(s))) reached.add(to)
  }
  for (const state of Object.keys(states))
    if (!reached.has(state)) throw new Error(`${noun}: nothing leads to ${state}`)
  return declared
}

const rulesOf = (onlyIf: unknown): readonly string[] =>
  onlyIf === undefined ? [] : Array.isArray(onlyIf) ? onlyIf : [onlyIf as string]

/** The act of a verb; a verb that the table does not know is a bug of the caller. */
export const actOf = (life: Lifecycle, verb: string) => {
  const act = life.acts.find(([name]) => name === verb)
  if (!act) throw new Error(`${life.noun} has no verb ${verb}`)
  const [, from, to, button, onlyIf] = act
  return { verb, from: from as readonly string[], to: to as string, button, rules: rulesOf(onlyIf) }
}

/** Why the row may not do the verb now, or null: first the state, then the rules in their order. */
export const refusedBecause = (life: Lifecycle, verb: string, row: Living): Words | null => {
  const act = actOf(life, verb)
  if (!act.from.includes(row.status)) {
    const state = (life.states as Record<string, Words>)[row.status] ?? { zh: row.status, en: row.status }
    return {
      zh: `当前为“${state.zh}”，不能${act.button.zh}。请刷新后再看。`,
      en: `It is “${state.en}” now, so “${act.button.en}” is not possible. Refresh and look again.`,
    }
  }
  for (const name of act.rules) {
    const [sentence, holds] = (life.rules as Record<string, Rule<never>>)[name]!
    if (!holds(row as never)) return sentence
  }
  return null
}

/** The verbs that state and rules admit; the permission matrix has the last word. */
export const possibleVerbs = (life: Lifecycle, row: Living): string[] =>
  life.acts
    .filter(
      ([, from, , , onlyIf]) => from.includes(row.status) && rulesOf(onlyIf).every((name) => holds(life, name, row)),
    )
    .map(([verb]) => verb)

const holds = (life: Lifecycle, name: string, row: Living): boolean =>
  (life.rules as Record<string, Rule<never>>)[name]![1](row as never)
