// Reads the rows of a file and hands them on by the thousand, each understood or refused.
import type { TableRow } from '#engine/tables/read.ts'
import { w } from '#kernel/words.ts'
import type { DischargeRow } from './discharges.ts'
import { type AnyMapping, asMapping, asRegisterMapping, type ImportKind } from './mappings.ts'
import { type DischargeOptions, dischargeKey, readDischarge } from './reading/discharge.ts'
import { type RegisterEntry, readRegister } from './reading/register.ts'
import type { RejectedRow } from './reading/rejected.ts'
import type { Rejection, Warning } from './reading/rejection.ts'
import { sightings } from './sighted.ts'

export type RegisterEntryRow = {
  readonly row: number
  readonly entry: RegisterEntry
  readonly cells: readonly string[]
}

type Read =
  | { readonly kind: 'discharges'; readonly rows: readonly DischargeRow[] }
  | { readonly kind: 'register'; readonly rows: readonly RegisterEntryRow[] }

export type Chunk = Read & {
  /** Rows of the file in it, refused ones included. */
  readonly size: number
  readonly lastRow: number
  readonly lastLine: number
  readonly rejections: readonly RejectedRow[]
  readonly warnings: readonly { readonly row: number; readonly warning: Warning }[]
}

/** Enough that a transaction's own cost does not count, little enough that two are nothing to hold. */
const usualSize = 1500

const longestNumber = 64

/** What PostgreSQL cannot keep: NUL, and halves of a character that was cut in two. */
const keepable = (cell: string): string =>
  cell.isWellFormed() && !cell.includes('\0') ? cell : cell.toWellFormed().replaceAll('\0', '')

/** A number of this length is a cell that has run over; the index of record numbers could not hold it. */
const tooLong = (recordNumber: string, column: string): Rejection | null =>
  recordNumber.length <= longestNumber
    ? null
    : {
        code: 'number',
        column,
        value: recordNumber.slice(0, 80),
        reason: w(`病案号超过 ${longestNumber} 个字符`, `The record number has more than ${longestNumber} characters`),
        remedy: w('请核对这一行是否错列。', 'Check whether the cells of this row have shifted.'),
      }

export async function* chunksOf(
  rows: AsyncIterable<TableRow>,
  it: { readonly kind: ImportKind; readonly mapping: AnyMapping; readonly lastRow: number },
  options: DischargeOptions & { readonly header: readonly string[] },
  size = usualSize,
): AsyncGenerator<Chunk> {
  const numberColumn = options.header[it.mapping.recordNumber ?? -1] ?? '病案号'
  const read =
    it.kind === 'discharges'
      ? (row: TableRow) => readDischarge(row, asMapping(it.mapping), options)
      : (row: TableRow) => readRegister(row, asRegisterMapping(it.mapping), options)
  const sighted = sightings()
  let taken: (DischargeRow | RegisterEntryRow)[] = []
  let rejections: RejectedRow[] = []
  let warnings: { row: number; warning: Warning }[] = []
  let count = 0
  let last = { row: 0, line: 0 }
  const cut = (): Chunk => {
    const chunk = { size: count, lastRow: last.row, lastLine: last.line, rejections, warnings }
    const read = { kind: it.kind, rows: taken } as Read
    taken = []
    rejections = []
    warnings = []
    count = 0
    return { ...read, ...chunk }
  }
  for await (const raw of rows) {
    const { row } = raw
    const cells = raw.cells.map(keepable)
    const said = read({ ...raw, cells })
    const again = said.ok !== null && sighted(dischargeKey(said.ok))
    // Taken in before the import was broken off.
    if (row <= it.lastRow) continue
    const rejected = said.rejected ?? tooLong(said.ok.recordNumber, numberColumn)
    if (rejected) rejections.push({ row, cells, rejection: rejected })
    else {
      const ok = said.ok!
      taken.push('result' in ok ? { row, entry: ok, cells } : { row, discharge: ok, again })
      for (const warning of said.warnings) warnings.push({ row, warning })
    }
    count++
    last = raw
    if (count === size) yield cut()
  }
  if (count > 0) yield cut()
}
