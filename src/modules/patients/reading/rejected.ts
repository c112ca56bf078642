// Writes refused rows back as a table with the original columns and what is wrong, to be corrected and put in again.
import type { OutSheet } from '#engine/tables/write.ts'
import type { Language } from '#kernel/words.ts'
import type { Rejection } from './rejection.ts'

/** The columns that are added; headings that no field has, so that the file can be read in again as it is. */
const rejectionColumns = ['行号', '列', '原因', '应改为'] as const

export type RejectedRow = { readonly row: number; readonly cells: readonly string[]; readonly rejection: Rejection }

/** The sheet of refused rows. A file that was refused before carries only its newest reasons. */
export function rejectedSheet(
  header: readonly string[],
  rows: Iterable<RejectedRow>,
  language: Language = 'zh',
): OutSheet {
  const own = header.flatMap((heading, column) =>
    (rejectionColumns as readonly string[]).includes(heading) ? [] : [column],
  )
  return {
    name: '未导入',
    header: [...own.map((column) => header[column]!), ...rejectionColumns],
    rows: Array.from(rows, ({ row, cells, rejection }) => [
      ...own.map((column) => cells[column] ?? ''),
      String(row),
      rejection.column,
      rejection.reason[language],
      rejection.remedy[language],
    ]),
  }
}
