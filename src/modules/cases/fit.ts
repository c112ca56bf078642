// Fitting a form onto one A4 page: the type shrinks first, and only at the smallest size are the longest texts cut.

/** A labelled box; boxes of one row share its width, 1 to 3 of them. `least` is its least height in millimetres. */
export type Box = { readonly label: string; readonly value: string; readonly foot?: string; readonly least?: number }
export type Row = readonly Box[]
export type Fitted = { readonly points: number; readonly rows: readonly Row[] }

/** The page inside its margins, and what title and foot take of it; millimetres. */
export const page = { width: 186, height: 273, label: 22, heading: 22, padding: 2.4, leading: 1.4 } as const
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

const heightOf = (row: Row, points: number): number => {
  const line = points * millimetresPerPoint * page.leading
  const heights = row.map(({ value, foot, least = 0 }) => {
    const lines = linesOf(value, emsAt(points, row.length)).length + (foot ? 1 : 0)
    return Math.max(least, lines * line + page.padding)
  })
  return Math.max(...heights)
}

/** How high the rows stand at a size, heading included; millimetres. */
export const heightAt = (rows: readonly Row[], points: number): number =>
  page.heading + rows.reduce((sum, row) => sum + heightOf(row, points), 0)

const pointer = '……(全文见系统)'

const cut = (rows: readonly Row[], points: number, most: number): Row[] =>
  rows.map((row) =>
    row.map((box) => {
      const lines = linesOf(box.value, emsAt(points, row.length))
      if (lines.length <= most) return box
      const kept = lines.slice(0, most)
      const room = emsAt(points, row.length) - pointer.length
      const last = linesOf(kept.at(-1)!, room)[0]!
      return { ...box, value: [...kept.slice(0, -1), last + pointer].join('\n') }
    }),
  )

/** The largest type at which everything stands on the page; at the smallest the longest texts are cut evenly. */
export const fit = (rows: readonly Row[]): Fitted => {
  const fits = (candidate: readonly Row[], points: number) => heightAt(candidate, points) <= page.height
  const size = sizes.find((points) => fits(rows, points))
  if (size !== undefined) return { points: size, rows }
  const points = sizes.at(-1)!
  let most = 1
  while (fits(cut(rows, points, most + 1), points)) most++
  return { points, rows: cut(rows, points, most) }
}
