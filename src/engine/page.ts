// Pages of a list: a cursor names the last row of the page before, and one that no list has given out is refused.
import { Id } from '#kernel/contract.ts'
import { invalid } from '#kernel/refusal.ts'
import { type Day, isDay } from '#kernel/time.ts'

/** Where a page begins: behind the row with this key and id, in the list's order. */
export type Place<Key> = { readonly key: Key; readonly id: string }

const placeIn = <Key>(after: string | undefined, read: (text: string) => Key | null): Place<Key> | null => {
  if (after === undefined) return null
  const bar = after.lastIndexOf('_')
  const key = read(after.slice(0, Math.max(0, bar)))
  const id = after.slice(bar + 1)
  if (key !== null && Id.safeParse(id).success) return { key, id }
  throw invalid('翻页位置有误，请从第一页看起。', 'The cursor is not right; begin with the first page.', [
    { field: 'after', reason: '无效' },
  ])
}

/** The cursor of a list in the order of an instant; null on its first page. */
export const afterInstant = (after: string | undefined): Place<Date> | null =>
  placeIn(after, (text) => {
    const at = new Date(text)
    return Number.isNaN(at.getTime()) ? null : at
  })

/** The cursor of a list in the order of a day; null on its first page. */
export const afterDay = (after: string | undefined): Place<Day> | null =>
  placeIn(after, (text) => (isDay(text) ? text : null))

/** The cursor of a list in the order of a text; null on its first page. */
export const afterText = (after: string | undefined): Place<string> | null => placeIn(after, (text) => text)

/** The cursor of a list in the order of its ids; null on its first page. */
export const afterId = (after: string | undefined): string | null =>
  placeIn(after, (text) => (text === '' ? '' : null))?.id ?? null

/**
 * A page of rows that were asked for with one more than it holds, and the cursor of the next one; `place` names its
 * last row by what the list is ordered by.
 */
export const paged = <Row>(
  rows: readonly Row[],
  limit: number,
  place: (last: Row) => { readonly key?: Date | Day; readonly id: string },
): { page: Row[]; next: string | null } => {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  if (rows.length <= limit || last === undefined) return { page, next: null }
  const { key, id } = place(last)
  if (key === undefined) return { page, next: id }
  return { page, next: `${key instanceof Date ? key.toISOString() : key}_${id}` }
}
