// Reads the rows of a file and hands them on by the thousand, each understood or refused.
import type { TableRow } from '#engine/tables/read.ts'
import { w } from '#kernel/words.ts'
import type { DischargeRow } from './discharges.ts'
import {
  type AnyMapping,
  asCaseMapping,
  asMapping,
  asRegisterMapping,
  type ImportKind,
  numberField,
} from './mappings.ts'
import { type CaseEntry, readCase } from './reading/cases.ts'
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

export type CaseEntryRow = {
  readonly row: number
  readonly entry: CaseEntry
  readonly cells: readonly string[]
}

type Gathered = {
  /** Rows of the file in it, refused ones included. */
  size: number
  lastRow: number
  lastLine: number
  readonly rejections: RejectedRow[]
  readonly warnings: { readonly row: number; readonly warning: Warning }[]
}

export type Chunk = Readonly<Gathered> & {
  /** The heading of the record numbers. */
  readonly numberColumn: string
} & (
    | { readonly kind: 'discharges'; readonly rows: readonly DischargeRow[] }
    | { readonly kind: 'register'; readonly rows: readonly RegisterEntryRow[] }
    | { readonly kind: 'cases'; readonly rows: readonly CaseEntryRow[] }
  )

/** Enough that a transaction's own cost does not count, little enough that two are nothing to hold. */
const usualSize = 1500

const longestNumber = 64

/** What PostgreSQL cannot keep: NUL, and halves of a character that was cut in two. */
const keepable = (cell: string): string =>
  cell.isWellFormed() && !cell.includes('\0') ? cell : cell.toWellFormed().replaceAll('\0', '')

/** A number of this length is a cell that has run over; the index of record numbers could not hold it. */
const tooLong = (number: string, column: string): Rejection | null =>
  number.length <= longestNumber
    ? null
    : {
        code: 'number',
        column,
        value: number.slice(0, 80),
        reason: w(`${column}超过 ${longestNumber} 个字符`, `The number has more than ${longestNumber} characters`),
        remedy: w('请核对这一行是否错列。', 'Check whether the cells of this row have shifted.'),
      }

type Understood = {
  readonly rejected: Rejection | null
  readonly warnings: readonly Warning[]
  /** By which it is known; with the row as it goes in. */
  readonly ok: { readonly number: string; readonly goesIn: DischargeRow | RegisterEntryRow | CaseEntryRow } | null
}

/** How the rows of a file of this kind are understood, one after the other. */
const readerOf = (
  { kind, mapping }: { readonly kind: ImportKind; readonly mapping: AnyMapping },
  options: DischargeOptions & { readonly header: readonly string[] },
): ((row: TableRow) => Understood) => {
  if (kind === 'cases')
    return (raw) => {
      const { ok, rejected, warnings } = readCase(raw, asCaseMapping(mapping), options)
      const goesIn = ok && { row: raw.row, entry: ok, cells: raw.cells }
      return { rejected, warnings, ok: goesIn && { number: goesIn.entry.number, goesIn } }
    }
  if (kind === 'register')
    return (raw) => {
      const { ok, rejected, warnings } = readRegister(raw, asRegisterMapping(mapping), options)
      const goesIn = ok && { row: raw.row, entry: ok, cells: raw.cells }
      return { rejected, warnings, ok: goesIn && { number: goesIn.entry.recordNumber, goesIn } }
    }
  const sighted = sightings()
  return (raw) => {
    const { ok, rejected, warnings } = readDischarge(raw, asMapping(mapping), options)
    const goesIn = ok && { row: raw.row, discharge: ok, again: sighted(dischargeKey(ok)) }
    return { rejected, warnings, ok: goesIn && { number: goesIn.discharge.recordNumber, goesIn } }
  }
}

export async function* chunksOf(
  rows: AsyncIterable<TableRow>,
  it: { readonly kind: ImportKind; readonly mapping: AnyMapping; readonly lastRow: number },
  options: DischargeOptions & { readonly header: readonly string[] },
  size = usualSize,
): AsyncGenerator<Chunk> {
  const key = numberField(it.kind)
  const numberColumn = options.header[it.mapping[key.field] ?? -1] ?? key.words.zh
  const read = readerOf(it, options)
  const empty = () => ({
    kind: it.kind,
    numberColumn,
    size: 0,
    lastRow: 0,
    lastLine: 0,
    rows: [] as (DischargeRow | RegisterEntryRow | CaseEntryRow)[],
    rejections: [] as RejectedRow[],
    warnings: [] as Gathered['warnings'],
  })
  let chunk = empty()
  let failure: unknown
  try {
    for await (const raw of rows) {
      const { row } = raw
      const cells = raw.cells.map(keepable)
      const said = read({ ...raw, cells })
      // Taken in before the import was broken off.
      if (row <= it.lastRow) continue
      const rejected = said.rejected ?? tooLong(said.ok!.number, numberColumn)
      if (rejected) chunk.rejections.push({ row, cells, rejection: rejected })
      else {
        chunk.rows.push(said.ok!.goesIn)
        for (const warning of said.warnings) chunk.warnings.push({ row, warning })
      }
      chunk.size++
      chunk.lastRow = row
      chunk.lastLine = raw.line
      if (chunk.size < size) continue
      yield chunk as Chunk
      chunk = empty()
    }
  } catch (error) {
    failure = error
  }
  // What stands before the damage is good, and goes in before the damage is told.
  if (chunk.size > 0) yield chunk as Chunk
  if (failure !== undefined) throw failure
}
