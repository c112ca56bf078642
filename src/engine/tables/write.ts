// Writes tables for people: workbooks by hucre, and CSV that Excel opens in Chinese and that cannot run as a formula.
import { writeXlsx as writeBook, writeXlsxStream } from 'hucre/xlsx'

export type OutCell = string | number | boolean | Date | null
export type OutRow = readonly OutCell[]

export type OutSheet = {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: Iterable<OutRow>
  /** Widths in characters, by column; otherwise after the heading. */
  readonly widths?: readonly number[]
}

/** Sheet names may not hold these characters, nor more than 31 of any. */
export const sheetName = (name: string): string =>
  name
    .replace(/[[\]:*?/\\]/g, ' ')
    .trim()
    .slice(0, 31) || 'Sheet1'

/** XML 1.0 cannot hold control characters or halves of a pair; Excel calls the whole file damaged because of one. */
const control = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff'
const half = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]'
const unwritable = new RegExp(`[${control}]|${half}`, 'g')

export const writable = (cell: OutCell): OutCell =>
  typeof cell === 'string' ? cell.replace(unwritable, '').slice(0, 32_767) : cell

const columns = ({ header, widths }: Pick<OutSheet, 'header' | 'widths'>) =>
  header.map((heading, i) => ({
    header: heading,
    width: widths?.[i] ?? Math.min(40, Math.max(10, [...heading].length * 2 + 2)),
  }))

/** A workbook of a few sheets, in memory. Text stays text: a cell that begins with `=` is not a formula here. */
export async function writeXlsx(sheets: readonly OutSheet[]): Promise<Uint8Array> {
  return writeBook({
    sheets: sheets.map((sheet) => ({
      name: sheetName(sheet.name),
      columns: columns(sheet),
      rows: [[...sheet.header], ...Array.from(sheet.rows, (row) => row.map(writable))],
      freezePane: { rows: 1 },
    })),
  })
}

/** One sheet of any length, as bytes while the rows come. */
export function streamXlsx(
  sheet: Omit<OutSheet, 'rows'> & { rows: Iterable<OutRow> | AsyncIterable<OutRow> },
): ReadableStream<Uint8Array> {
  async function* rows() {
    for await (const row of sheet.rows) yield row.map(writable)
  }
  return writeXlsxStream(rows(), { name: sheetName(sheet.name), columns: columns(sheet), freezePane: { rows: 1 } })
}

/**
 * What a spreadsheet would run instead of show (OWASP, CSV injection), full-width forms and leading blanks included; and
 * what was disarmed already, so that taking one apostrophe away always gives back what was there.
 */
const dangerous = /^'*(?:[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹢﹣])/
const plainNumber = /^[+-]?\d+(\.\d+)?$/

/** Whether a text would be run by a spreadsheet. */
export const runs = (text: string): boolean => dangerous.test(text) && !plainNumber.test(text)

/** What a cell was before `csvCell` disarmed it. */
export const rearmed = (text: string): string => (text.startsWith("'") && runs(text.slice(1)) ? text.slice(1) : text)

/** One CSV cell: quoted where needed, disarmed by a leading apostrophe where a program might execute it. */
export function csvCell(cell: OutCell): string {
  if (cell === null) return ''
  const text = cell instanceof Date ? cell.toISOString() : String(cell).replaceAll('\0', '')
  const safe = runs(text) ? `'${text}` : text
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A CSV with byte order mark and CRLF, line by line: what Excel and WPS open in Chinese without asking. */
export async function* writeCsv(
  header: readonly string[],
  rows: Iterable<OutRow> | AsyncIterable<OutRow>,
): AsyncGenerator<string> {
  yield `\ufeff${header.map(csvCell).join(',')}\r\n`
  for await (const row of rows) yield `${row.map(csvCell).join(',')}\r\n`
}
