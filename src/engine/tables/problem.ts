// What can be wrong with a table as a whole or with one of its rows, said so that the person who made the file can mend it.
import { type Words, w } from '#kernel/words.ts'

export type TableErrorCode =
  | 'empty'
  | 'no-header'
  | 'no-sheet'
  | 'not-a-table'
  | 'encoding'
  | 'damaged'
  | 'too-large'
  | 'password'
  | 'unreadable'

/** The file cannot be read, or not any further; `row` is the row of the spreadsheet where reading stopped, if known. */
export class TableError extends Error {
  override name = 'TableError'
  readonly code: TableErrorCode
  readonly words: Words
  readonly remedy: Words
  readonly row: number | null

  constructor(code: TableErrorCode, words: Words, remedy: Words, row: number | null = null) {
    super(`${words.zh}${remedy.zh}`)
    this.code = code
    this.words = words
    this.remedy = remedy
    this.row = row
  }
}

/** One row is damaged; the rows around it are fine. */
export type RowProblem = {
  readonly code: 'columns' | 'encoding' | 'nul' | 'quote'
  readonly words: Words
  readonly remedy: Words
}

const saveAgain = w(
  '请在 Excel 或 WPS 中打开，另存为 .xlsx 后再导入。',
  'Open it in Excel or WPS, save it as .xlsx, and import that.',
)

/** Every sentence about a whole file, in one place, so that the same damage is always called by the same name. */
export const tableErrors = {
  missing: () =>
    new TableError(
      'unreadable',
      w('找不到或打不开这个文件。', 'The file cannot be found or opened.'),
      w('请检查路径和权限。', 'Check its path and permissions.'),
    ),
  empty: () =>
    new TableError(
      'empty',
      w('文件是空的，没有任何内容。', 'The file is empty.'),
      w('请重新导出后再导入。', 'Export it again.'),
    ),
  noHeader: () =>
    new TableError(
      'no-header',
      w('文件里没有找到表头（列名）。', 'No heading row was found.'),
      w('请在第一行写上列名。', 'Put the column names into the first row.'),
    ),
  noSheet: (asked: string, have: readonly string[]) =>
    new TableError(
      'no-sheet',
      w(`没有名为“${asked}”的工作表。`, `There is no sheet called “${asked}”.`),
      w(`现有工作表：${have.join('、')}。`, `Sheets in this file: ${have.join(', ')}.`),
    ),
  binary: (what: string, en = what) =>
    new TableError(
      'not-a-table',
      w(`这不是表格文件（内容是${what}）。`, `This is not a table (its content is ${en}).`),
      w('请导入 CSV、TSV 或 XLSX 文件。', 'Import a CSV, TSV or XLSX file.'),
    ),
  webPage: () =>
    new TableError(
      'not-a-table',
      w(
        '这个文件其实是网页（HTML/XML），只是扩展名像表格。',
        'This file is a web page (HTML or XML) with the name of a table.',
      ),
      saveAgain,
    ),
  otherSpreadsheet: (what: string) =>
    new TableError('not-a-table', w(`暂不能读取${what}格式。`, `Files of the kind ${what} cannot be read.`), saveAgain),
  mixedEncodings: (row: number) =>
    new TableError(
      'encoding',
      w(
        `文件里混有两种编码：约从第 ${row} 行起与前面不同。`,
        `The file mixes two encodings: from about line ${row} it differs from what stands before.`,
      ),
      w(
        '请把两部分分成两个文件，或统一另存为 UTF-8 后再导入。',
        'Split it into two files, or save all of it as UTF-8.',
      ),
      row,
    ),
  damaged: (detail: string) =>
    new TableError(
      'damaged',
      w(`文件已损坏或不完整（${detail}）。`, `The file is damaged or incomplete (${detail}).`),
      saveAgain,
    ),
  forbidden: () =>
    new TableError(
      'damaged',
      w(
        '文件里含有不允许的内容（XML 实体声明），已拒绝读取。',
        'The file declares XML entities, which no real spreadsheet does; it was not read.',
      ),
      saveAgain,
    ),
  tooLarge: (detail: string) =>
    new TableError(
      'too-large',
      w(
        `文件展开后过大（${detail}），已停止读取。`,
        `The file unfolds to more than is reasonable (${detail}); reading stopped.`,
      ),
      w('请按月份拆分，或另存为 CSV 后再导入。', 'Split it by month, or save it as CSV.'),
    ),
  password: () =>
    new TableError(
      'password',
      w('文件设有打开密码。', 'The file is protected by a password.'),
      w('请在 Excel 或 WPS 中去掉密码后再导入。', 'Remove the password in Excel or WPS and import again.'),
    ),
}

/** Every sentence about one damaged row. */
export const rowProblems = {
  tooFew: (have: number, want: number): RowProblem => ({
    code: 'columns',
    words: w(`这一行只有 ${have} 列，表头有 ${want} 列。`, `The row has ${have} columns, the heading ${want}.`),
    remedy: w(
      '请补齐缺少的列（可能是单元格内换行而没有加引号）。',
      'Fill in the missing columns (an unquoted line break inside a cell?).',
    ),
  }),
  tooMany: (have: number, want: number): RowProblem => ({
    code: 'columns',
    words: w(`这一行有 ${have} 列，表头只有 ${want} 列。`, `The row has ${have} columns, the heading only ${want}.`),
    remedy: w('请把含有分隔符的单元格用双引号括起来。', 'Put cells that contain the separator into double quotes.'),
  }),
  encoding: (): RowProblem => ({
    code: 'encoding',
    words: w('这一行有无法辨认的字符（编码损坏）。', 'The row contains characters that cannot be decoded.'),
    remedy: w('请从源系统重新导出这一行。', 'Export this row from the source system again.'),
  }),
  nul: (): RowProblem => ({
    code: 'nul',
    words: w('这一行夹有空字符（NUL），内容可能不完整。', 'The row contains NUL characters; something may be missing.'),
    remedy: w('请从源系统重新导出这一行。', 'Export this row from the source system again.'),
  }),
  quote: (): RowProblem => ({
    code: 'quote',
    words: w('这一行的双引号没有成对。', 'A double quote in this row is not paired.'),
    remedy: w('请在这一行补上或删去一个双引号。', 'Add or remove one double quote in this row.'),
  }),
}
