// Finds the heading row among the first rows, and hands on the data rows with what is wrong with each.
import { type RowProblem, rowProblems, tableErrors } from './problem.ts'

/** A row as it stands in the file; `row` counts records from 1 as a spreadsheet does, `line` counts physical lines. */
export type RawRow = {
  readonly row: number
  readonly line: number
  readonly cells: string[]
  readonly problem?: RowProblem
}

/** A data row: exactly as many cells as the heading, and what is wrong with it, if anything. */
export type TableRow = {
  readonly row: number
  readonly line: number
  readonly cells: string[]
  /** How many cells the file really had in this row. */
  readonly width: number
  readonly problem: RowProblem | null
}

const lookAhead = 12

const filled = (cells: readonly string[]): number => cells.reduce((n, cell) => (isBlank(cell) ? n : n + 1), 0)

/** Blank, or the end-of-file mark that DOS programs leave behind. */
const isBlank = (cell: string): boolean => cell === '' || /^[\s\p{Cc}\ufeff]*$/u.test(cell)

/**
 * The heading of merged cells: a name over several columns (办理情况) has theirs in the row below (答复日期, 满意度), in which
 * the columns that were merged downwards are blank. Null where the next row is no such second half but data.
 */
const mergedHeading = (top: readonly string[], below: readonly string[] | undefined): string[] | null => {
  if (!below) return null
  const blank = (cells: readonly string[], i: number) => isBlank(cells[i] ?? '')
  const columns = Array.from({ length: Math.max(top.length, below.length) }, (_, i) => i)
  const named = columns.filter((i) => !blank(below, i))
  const fillsGaps = named.some((i) => blank(top, i))
  const underNames = named.every((i) => blank(top, i) || (blank(top, i + 1) && !blank(below, i + 1)))
  const words = named.every((i) => !/\d/.test(below[i]!))
  const keepsSome = columns.some((i) => !blank(top, i) && blank(below, i))
  if (!fillsGaps || !underNames || !words || !keepsSome) return null
  return columns.map((i) => (blank(below, i) ? (top[i] ?? '') : below[i]!))
}

/**
 * Splits rows into heading and data. The heading is the first row at least half as full as the fullest of the first
 * twelve: titles ("2011 年出院患者一览表") above a table have one or two filled cells. Blank rows are passed over but
 * counted, so that row numbers stay those of the spreadsheet.
 */
export async function splitHeading(
  raw: AsyncGenerator<RawRow>,
  strict: boolean,
): Promise<{ header: string[]; headerRow: number; rows: AsyncGenerator<TableRow>; stop: () => Promise<unknown> }> {
  const first: RawRow[] = []
  let failed: unknown = null
  try {
    while (first.length < lookAhead) {
      const next = await raw.next()
      if (next.done) break
      if (filled(next.value.cells) > 0) first.push(next.value)
    }
  } catch (error) {
    // What was read before the damage is still good; the damage is told when the reader gets there.
    if (first.length === 0) throw error
    failed = error
  }
  if (first.length === 0) throw tableErrors.empty()
  const widest = Math.max(...first.map(({ cells }) => filled(cells)))
  const at = first.findIndex(({ cells }) => filled(cells) >= Math.max(Math.min(widest, 2), widest / 2))
  const heading = first[at]
  if (!heading) throw tableErrors.noHeader()
  const merged = mergedHeading(heading.cells, first[at + 1]?.cells)
  const header = (merged ?? heading.cells).map((cell) => cell.replace(/[\p{Cc}\ufeff]+/gu, '').trim())
  while (header.length > 1 && header[header.length - 1] === '') header.pop()
  return {
    header,
    headerRow: heading.row,
    rows: dataRows(first.slice(at + (merged ? 2 : 1)), raw, failed, header.length, strict),
    // A generator that was never started does not run its own `finally`: what it would have closed is closed here.
    stop: () => raw.return(undefined),
  }
}

async function* dataRows(
  first: readonly RawRow[],
  rest: AsyncGenerator<RawRow>,
  failed: unknown,
  width: number,
  strict: boolean,
): AsyncGenerator<TableRow> {
  try {
    for (const raw of first) yield fit(raw, width, strict)
    if (failed) throw failed
    for await (const raw of rest) if (filled(raw.cells) > 0) yield fit(raw, width, strict)
  } finally {
    await rest.return(undefined)
  }
}

/**
 * Gives a row the width of its heading. In text a wrong number of cells means that cells have shifted; in a
 * workbook every cell knows its column, blank ones at the end are simply not stored, and notes may stand beside.
 */
function fit({ row, line, cells, ...known }: RawRow, width: number, strict: boolean): TableRow {
  const out = cells.slice(0, width)
  while (out.length < width) out.push('')
  let problem: RowProblem | null = known.problem ?? null
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!
    if (cell.includes('\0')) {
      const whole = cell.replace(/\0+$/, '')
      // Programs with fixed-width fields pad with NULs; only a NUL inside shows damage.
      if (whole.includes('\0')) problem ??= rowProblems.nul()
      if (i < width) out[i] = whole.replaceAll('\0', '')
    }
    if (!strict) continue
    if (cell.includes('\ufffd')) problem ??= rowProblems.encoding()
  }
  if (strict && cells.length > width && filled(cells.slice(width)) > 0)
    problem ??= rowProblems.tooMany(cells.length, width)
  if (strict && cells.length < width) problem ??= rowProblems.tooFew(cells.length, width)
  return { row, line, cells: out, width: cells.length, problem }
}
