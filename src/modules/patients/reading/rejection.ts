// What a reader says about a row that it cannot take, or that it took with something missing.
import type { TableRow } from '#engine/tables/read.ts'
import { type Words, w } from '#kernel/words.ts'

/** A row, or any cells in the order of the heading; width and problem as the table reader found them. */
export type Row = Pick<TableRow, 'cells'> & Partial<Pick<TableRow, 'width' | 'problem'>>

export type RejectionCode =
  | 'row'
  | 'name'
  | 'number'
  | 'admission count'
  | 'discharge date'
  | 'dates reversed'
  | 'future'
  | 'result'
  | 'reason'
  | 'attempts'
  | 'contact date'
  | 'satisfaction'
  | 'kind'
  | 'received'
  | 'severity'
  | 'answered'
  | 'round'

/** Why a row is refused: one stable code for programs; column, value, reason and remedy for people. */
export type Rejection = {
  readonly code: RejectionCode
  /** The heading as the file has it. */
  readonly column: string
  readonly value: string
  readonly reason: Words
  readonly remedy: Words
}

/** Something in a row that was left out or taken with doubt while the row went in. */
export type Warning = { readonly column: string; readonly value: string; readonly words: Words }

/** A warning as people read it, with the column that it is about. */
export const sayWarning = ({ column, words }: Warning): string => (column ? `${column}：${words.zh}` : words.zh)

/**
 * Judges the damage that the table reader found. A row that lost only columns without weight is taken with a
 * warning, one with undecodable characters too, unless they stand where a mistake would be grave.
 */
export function rowDamage(
  row: Row,
  header: readonly string[],
  essential: readonly (number | null)[],
): { rejected: Rejection } | { warning: Warning } | null {
  const { problem, cells, width = cells.length } = row
  if (!problem) return null
  const refuse = {
    rejected: {
      code: 'row',
      column: '',
      value: cells.join(' ').slice(0, 80),
      reason: problem.words,
      remedy: problem.remedy,
    },
  } as const
  const tolerate = (words: Words) => ({ warning: { column: '', value: '', words } })
  if (problem.code === 'columns' && width < header.length) {
    return essential.some((column) => column !== null && column >= width) ? refuse : tolerate(problem.words)
  }
  if (problem.code === 'encoding') {
    return essential.some((column) => column !== null && cells[column]?.includes('\ufffd'))
      ? refuse
      : tolerate(w('有无法辨认的字符', 'some characters cannot be decoded'))
  }
  return refuse
}
