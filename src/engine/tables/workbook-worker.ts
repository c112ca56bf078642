// The thread in which workbooks are parsed: whatever a hostile file does, it does here, under limits, and not in the server.
import { parentPort, workerData } from 'node:worker_threads'
import { readXls, streamXlsxRows } from 'hucre/xlsx'
import { openArchive } from './archive.ts'
import { type Bytes, openBytes } from './bytes.ts'
import { type CellValue, cellText } from './cells.ts'
import { TableError, tableErrors } from './problem.ts'
import { streamable, workbookParts } from './workbook-parts.ts'

export type Order = {
  readonly source: string | Uint8Array
  readonly format: 'xlsx' | 'xls'
  readonly sheet?: string | number | undefined
}

/** What the worker tells: what it opened, rows in batches (each `[row, ...cells]` under one index), the end, or what is wrong. */
export type News =
  | { readonly kind: 'open'; readonly sheet: string; readonly sheets: readonly string[] }
  | { readonly kind: 'rows'; readonly numbers: number[]; readonly cells: string[][] }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly error: Pick<TableError, 'code' | 'words' | 'remedy' | 'row'> }

const port = parentPort!
const batchSize = 500
/** How many batches may be under way before the consumer has asked for more. */
let credit = 2
/** Two wait for credit: whoever sends rows, and whoever feeds the parser more of the sheet. */
let waiting: (() => void)[] = []
port.on('message', () => {
  credit++
  const woken = waiting
  waiting = []
  for (const go of woken) go()
})

const tell = (news: News) => port.postMessage(news)

async function mayGoOn(): Promise<void> {
  while (credit <= 0) {
    await new Promise<void>((go) => waiting.push(go))
  }
}

let numbers: number[] = []
let cells: string[][] = []

async function give(row: number, values: readonly CellValue[]): Promise<void> {
  numbers.push(row)
  cells.push(values.map(cellText))
  if (numbers.length >= batchSize) await flush()
}

async function flush(): Promise<void> {
  if (numbers.length === 0) return
  await mayGoOn()
  credit--
  tell({ kind: 'rows', numbers, cells })
  numbers = []
  cells = []
}

/** The sheet asked for, or the visible ones in turn until one has a row. */
function candidates<T extends { name: string; hidden: boolean }>(
  sheets: readonly T[],
  asked: string | number | undefined,
): T[] {
  if (asked === undefined) {
    const visible = sheets.filter(({ hidden }) => !hidden)
    return visible.length > 0 ? visible : [...sheets]
  }
  const found = typeof asked === 'number' ? sheets[asked] : sheets.find(({ name }) => name === asked)
  if (!found)
    throw tableErrors.noSheet(
      String(asked),
      sheets.map(({ name }) => name),
    )
  return [found]
}

const names = (sheets: readonly { name: string; hidden: boolean }[]) =>
  sheets.filter(({ hidden }) => !hidden).map(({ name }) => name)

const hasText = (values: readonly CellValue[]) => values.some((value) => value !== null && String(value).trim() !== '')

async function xlsx(bytes: Bytes, asked: string | number | undefined): Promise<void> {
  const archive = await openArchive(bytes)
  const book = await workbookParts(archive)
  for (const sheet of candidates(book.sheets, asked)) {
    let opened = false
    for await (const { index, values } of streamXlsxRows(streamable(archive, book, sheet, mayGoOn), { sheet: 0 })) {
      if (!hasText(values)) continue
      if (!opened) tell({ kind: 'open', sheet: sheet.name, sheets: names(book.sheets) })
      opened = true
      await give(index + 1, values)
    }
    if (opened) return
  }
  throw tableErrors.empty()
}

async function xls(bytes: Bytes, asked: string | number | undefined): Promise<void> {
  if (bytes.size > 128 * 1024 * 1024) throw tableErrors.tooLarge(`${Math.round(bytes.size / 1024 / 1024)} MB`)
  const all = await bytes.read(0, bytes.size)
  if (all.includes('EncryptedPackage', 0, 'utf16le')) throw tableErrors.password()
  const book = await readXls(all)
  const sheets = book.sheets.map((sheet) => ({ ...sheet, hidden: false }))
  for (const sheet of candidates(sheets, asked)) {
    if (!sheet.rows.some(hasText)) continue
    tell({ kind: 'open', sheet: sheet.name, sheets: names(sheets) })
    let row = 0
    for (const values of sheet.rows) {
      row++
      if (hasText(values)) await give(row, values)
    }
    return
  }
  throw tableErrors.empty()
}

async function main({ source, format, sheet }: Order): Promise<void> {
  const bytes = await openBytes(source)
  try {
    await (format === 'xlsx' ? xlsx(bytes, sheet) : xls(bytes, sheet))
    await flush()
    tell({ kind: 'end' })
  } catch (error) {
    // What hucre says is written for programmers and in English; the file is damaged, and that is what people need to know.
    const { code, words, remedy, row } =
      error instanceof TableError ? error : tableErrors.damaged(error instanceof Error ? error.message : String(error))
    await flush().catch(() => {})
    tell({ kind: 'error', error: { code, words, remedy, row } })
  } finally {
    await bytes.close()
    port.close()
  }
}

await main(workerData as Order)
