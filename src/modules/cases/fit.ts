// Fitting a form onto one A4 page: the type shrinks first, and only at the smallest size are the longest texts cut.

/** A labelled box; boxes of one row share its width, 1 to 3 of them. `least` is its least height in millimetres. */
export type Box = { readonly label: string; readonly value: string; readonly foot?: string; readonly least?: number }
export type Row = readonly Box[]
type Fitted = { readonly points: number; readonly rows: readonly Row[] }

/** The page inside its margins, and what title and foot take of it; millimetres. */
export const page = { width: 186, height: 273, label: 22, heading: 22, padding: 2.1, leading: 1.4 } as const
export const sizes: readonly number[] = [10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5]

const millimetresPerPoint = 0.3528

/** How much of an em a character takes at most; Chinese and everything unknown takes a whole one. */
const widthOf = (character: string): number => (character >= ' ' && character <= '~' ? 0.65 : 1)

/** The lines of a text in a column of so many ems, broken wherever the edge comes. */
export const linesOf = (text: string, ems: number): string[] =>
  text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    let used = 0
    for (const character of paragraph) {
      const width = widthOf(character)
      if (used + width > ems && line !== '') {
        lines.push(line)
        line = ''
        used = 0
      }
      line += character
      used += width
    }
    return [...lines, line]
  })

const columns = (boxes: number): number => page.width / boxes - page.label - page.padding

const emsAt = (points: number, boxes: number): number => Math.floor(columns(boxes) / (points * millimetresPerPoint))

/** How many lines each box takes, worked out once for a size. */
const countsAt = (rows: readonly Row[], points: number): number[][] =>
  rows.map((row) => row.map(({ value }) => linesOf(value, emsAt(points, row.length)).length))

const heightOf = (
  rows: readonly Row[],
  points: number,
  counts: readonly number[][],
  most: readonly number[],
): number => {
  const line = points * millimetresPerPoint * page.leading
  const heights = rows.map((row, i) =>
    row.map(({ foot, least = 0 }, j) => {
      const lines = Math.min(counts[i]![j]!, most[i]!) + (foot ? 1 : 0)
      return Math.max(least, lines * line + page.padding)
    }),
  )
  return page.heading + heights.reduce((sum, row) => sum + Math.max(...row), 0)
}

const unbounded = (rows: readonly Row[]): number[] => rows.map(() => Number.POSITIVE_INFINITY)

/** How high the rows stand at a size, heading included; millimetres. */
export const heightAt = (rows: readonly Row[], points: number): number =>
  heightOf(rows, points, countsAt(rows, points), unbounded(rows))

const pointer = '……（全文见系统）'

/** Rows of which only so many lines are kept, a number for each row. */
const cut = (rows: readonly Row[], points: number, most: readonly number[]): Row[] =>
  rows.map((row, i) =>
    row.map((box) => {
      const ems = emsAt(points, row.length)
      const lines = linesOf(box.value, ems)
      if (lines.length <= most[i]!) return box
      const kept = lines.slice(0, most[i])
      const last = linesOf(kept.at(-1)!, ems - pointer.length)[0]!
      return { ...box, value: [...kept.slice(0, -1), last + pointer].join('\n') }
    }),
  )

/** The largest type at which everything stands on the page; at the smallest the longest texts are cut, evenly to a line. */
export const fit = (rows: readonly Row[]): Fitted => {
  const size = sizes.find((points) => heightAt(rows, points) <= page.height)
  if (size !== undefined) return { points: size, rows }
  const points = sizes.at(-1)!
  const counts = countsAt(rows, points)
  let most = rows.map(() => 1)
  for (let grown = true; grown; ) {
    grown = false
    for (const i of rows.keys()) {
      const more = most.with(i, most[i]! + 1)
      if (Math.max(...counts[i]!) <= most[i]! || heightOf(rows, points, counts, more) > page.height) continue
      most = more
      grown = true
    }
  }
  return { points, rows: cut(rows, points, most) }
}
