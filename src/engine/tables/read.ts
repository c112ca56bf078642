// Reads any table a hospital's systems export (CSV, TSV, XLSX, old XLS) as one stream of rows in constant memory.
import { type Bytes, openBytes, type Source } from './bytes.ts'
import { detectEncoding, type Encoding } from './encoding.ts'
import { splitHeading, type TableRow } from './heading.ts'
import { TableError, tableErrors } from './problem.ts'
import { type Delimiter, sample, sniffDelimiter, textRecords } from './text.ts'
import { workbookRecords } from './workbook.ts'
import { rearmed } from './write.ts'

export type { Source } from './bytes.ts'
export type { Encoding } from './encoding.ts'
export type { TableRow } from './heading.ts'
export { type RowProblem, TableError, type TableErrorCode } from './problem.ts'

export type Table = {
  readonly header: string[]
  /** The row in which the heading stands: 1, unless a title stands above it. */
  readonly headerRow: number
  /** The data rows, once. Ending or leaving the loop closes the file. */
  readonly rows: AsyncIterable<TableRow>
  readonly format: 'csv' | 'xlsx' | 'xls'
  readonly encoding: Encoding | null
  readonly delimiter: Delimiter | null
  /** The sheet that is read, and the visible sheets that there are. */
  readonly sheet: string | null
  readonly sheets: readonly string[]
  /** For whoever wanted only the heading. */
  close(): Promise<void>
}

type ReadOptions = {
  /** A sheet by its name or its place from 0; otherwise the first visible one that is not empty. */
  sheet?: string | number
  /** A separator, where sniffing was wrong. */
  delimiter?: Delimiter
  encoding?: Encoding
}

/**
 * Opens a table. What the file is, is read from its content: the name often lies (a `.xls` that is a TSV, a `.xlsx`
 * that is a CSV). Throws `TableError`, here or later from `rows`, with a sentence and a remedy.
 */
export async function readTable(source: Source, options: ReadOptions = {}): Promise<Table> {
  const bytes = await openBytes(source)
  try {
    const start = await bytes.read(0, 8)
    if (start.length === 0) throw tableErrors.empty()
    // Junk before an archive is tolerated by every unzipper, and seen after careless downloads: look a little further.
    const archive = start.subarray(0, 2).toString('latin1') === 'PK' || (await hasArchiveTail(bytes))
    const compound = start.toString('hex') === 'd0cf11e0a1b11ae1'
    return archive || compound
      ? await readWorkbook(bytes, archive ? 'xlsx' : 'xls', options)
      : await readText(bytes, options)
  } catch (error) {
    await bytes.close()
    throw error
  }
}

async function hasArchiveTail(bytes: Bytes): Promise<boolean> {
  if (bytes.size < 100) return false
  const tail = await bytes.read(bytes.size - 22, 22)
  return tail.readUInt32LE(0) === 0x06054b50
}

async function readText(bytes: Bytes, options: ReadOptions): Promise<Table> {
  const found = await detectEncoding(bytes)
  const detected = options.encoding
    ? { encoding: options.encoding, bom: options.encoding === found.encoding ? found.bom : 0 }
    : found
  const text = await sample(bytes, detected)
  if (/^\s*<(!doctype|html|table|head|meta|\?xml)/i.test(text)) throw tableErrors.webPage()
  const delimiter = options.delimiter ?? sniffDelimiter(text)
  const { header, headerRow, rows, stop } = await splitHeading(textRecords(bytes, detected, delimiter), true)
  return {
    header,
    headerRow,
    rows: closing(asWritten(rows), bytes),
    format: 'csv',
    encoding: detected.encoding,
    delimiter,
    sheet: null,
    sheets: [],
    close: () => stop().then(bytes.close),
  }
}

async function readWorkbook(bytes: Bytes, format: 'xlsx' | 'xls', { sheet }: ReadOptions): Promise<Table> {
  const book = await workbookRecords(bytes, format, sheet)
  try {
    const { header, headerRow, rows, stop } = await splitHeading(book.records, false)
    return {
      header,
      headerRow,
      rows: closing(rows, bytes),
      format,
      encoding: null,
      delimiter: null,
      sheet: book.sheet,
      sheets: book.sheets,
      close: () => stop().then(book.stop).then(bytes.close),
    }
  } catch (error) {
    await book.stop()
    throw error
  }
}

/** The cells as they were before our own files disarmed them. */
async function* asWritten(rows: AsyncGenerator<TableRow>): AsyncGenerator<TableRow> {
  for await (const row of rows) yield { ...row, cells: row.cells.map(rearmed) }
}

async function* closing(rows: AsyncGenerator<TableRow>, bytes: Bytes): AsyncGenerator<TableRow> {
  try {
    yield* rows
  } catch (error) {
    throw error instanceof TableError
      ? error
      : tableErrors.damaged(error instanceof Error ? error.message : String(error))
  } finally {
    await rows.return(undefined)
    await bytes.close()
  }
}
