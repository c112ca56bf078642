// The statements that one request of ours runs, taken down so that they can be run again with nothing around them.
import pg from 'pg'

export type Statement = { readonly text: string; readonly values: readonly unknown[] }

let taken: Statement[] | undefined

/** Begins to take down what this process sends to the database. */
export const takeDown = (): void => {
  if (taken) {
    taken.length = 0
    return
  }
  taken = []
  const original = pg.Client.prototype.query
  // biome-ignore lint/suspicious/noExplicitAny: the signature of pg's many overloads
  pg.Client.prototype.query = function (this: pg.Client, ...args: any[]) {
    const [first, second] = args
    const text: unknown = typeof first === 'string' ? first : first?.text
    if (typeof text === 'string') taken!.push({ text, values: (Array.isArray(second) ? second : first?.values) ?? [] })
    return original.apply(this, args as never)
  } as never
}

/** What was taken down since; work beside the request (the queue, the sealer, a session's once-a-minute mark) is left out. */
export const takenDown = (): Statement[] => {
  const request = taken!.filter(
    ({ text }) => !/pgboss|pg_advisory|seals|listen|pg_notify|^set |update sessions/i.test(text),
  )
  return structuredClone(request)
}

/** A value of a statement: as it was, the row that the request is about, or one that must be new each time. */
type Slot =
  | { readonly fixed: unknown }
  | { readonly row: true }
  | { readonly fresh: 'uuid' | 'number'; readonly group: number }
export type Template = readonly { readonly text: string; readonly slots: readonly Slot[] }[]

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/

/**
 * Compares two runs of the same request: an identity that differs was made by the run, and is made anew at each
 * repetition; equal ones stay equal among themselves; the row that each was about stands for any. The rest is as it was.
 */
export const templateOf = (
  first: readonly Statement[],
  second: readonly Statement[],
  about: readonly [string, string],
): Template => {
  if (first.length !== second.length)
    throw new Error(`two runs differ: ${first.length} and ${second.length} statements`)
  const groups = new Map<unknown, number>()
  const group = (value: unknown): number => {
    if (!groups.has(value)) groups.set(value, groups.size)
    return groups.get(value)!
  }
  return first.map(({ text, values }, i) => ({
    text,
    slots: values.map((value, j): Slot => {
      const other = second[i]!.values[j]
      if (value === about[0] && other === about[1]) return { row: true }
      if (typeof value === 'string' && value !== other) {
        if (uuid.test(value)) return { fresh: 'uuid', group: group(value) }
        if (/^HY\d{4}-/.test(value)) return { fresh: 'number', group: group(value) }
      }
      return { fixed: value }
    }),
  }))
}

/** One repetition of a template on a connection. */
export const repeat = async (
  client: pg.ClientBase,
  template: Template,
  names: ReadonlyMap<string, string>,
  row: string,
): Promise<unknown[]> => {
  const made = new Map<number, string>()
  let rows: unknown[] = []
  for (const { text, slots } of template) {
    const values = slots.map((slot) => {
      if ('fixed' in slot) return slot.fixed
      if ('row' in slot) return row
      const known = made.get(slot.group)
      if (known) return known
      const fresh = slot.fresh === 'uuid' ? crypto.randomUUID() : `HYB-${crypto.randomUUID()}`
      made.set(slot.group, fresh)
      return fresh
    })
    const result = await (values.length === 0
      ? client.query(text)
      : client.query({ name: names.get(text)!, text, values }))
    if (result.rows?.length > 0) rows = result.rows
  }
  return rows
}

export const namesOf = (templates: readonly Template[]): Map<string, string> =>
  new Map(
    [...new Set(templates.flatMap((template) => template.map(({ text }) => text)))].map((text, i) => [text, `t${i}`]),
  )

/** The id that the bench's hospital gave to its `i`th row of a kind (`stays`, `cases`, `tasks`). */
export const idOf = (kind: 1 | 2 | 3, i: number): string =>
  `019c000${kind}-0000-7000-8000-${i.toString(16).padStart(12, '0')}`
