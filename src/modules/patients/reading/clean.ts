// Takes from a cell what programs left around the value: padding, wrappers, full-width forms, and the many words for "nothing".

/** Most cells are printable ASCII or Chinese characters with nothing around them: they need no work. */
const plain = /^[\x23-\x26\x28-\x3c\x3e-\x7e\u4e00-\u9fff]+$/
const ascii = /^[\x21-\x7e]*$/

/**
 * The value of a cell without what exports put around it: invisible characters, the `="…"` and leading apostrophe by
 * which Excel is kept from calculating (the latter also by our own CSV), and spaces of every width.
 */
export function tidy(cell: string | undefined): string {
  if (!cell) return ''
  if (plain.test(cell)) return cell
  let text = cell.replace(/[\0\u200b-\u200d\u2060\ufeff\ufffe]/g, '').trim()
  const wrapped = /^="(.*)"$/s.exec(text)
  if (wrapped) text = wrapped[1]!.replaceAll('""', '"').trim()
  return text.startsWith("'") ? text.slice(1).trim() : text
}

/** Digits, letters and punctuation in their half-width form; for values that are codes, never for names. */
export const halfWidth = (text: string): string => (ascii.test(text) ? text : text.normalize('NFKC').trim())

const nothing = new Set([
  '',
  '-',
  '--',
  '---',
  '—',
  '——',
  '/',
  '//',
  '\\',
  '.',
  '*',
  '?',
  '无',
  '没有',
  '空',
  '不详',
  '未知',
  '不知',
  '未填',
  '未填写',
  '暂无',
  '未提供',
  '未留',
  '拒绝提供',
  'null',
  '(null)',
  '<null>',
  'nil',
  'none',
  'nan',
  'n/a',
  'na',
  '#n/a',
  '#value!',
  '#ref!',
  '#name?',
  'undefined',
])

const longestNothing = Math.max(...[...nothing].map((word) => word.length))

/** True for an empty cell and for the words and signs by which people and programs say that there is nothing. */
export const isMissing = (text: string): boolean =>
  text.length <= longestNothing && nothing.has(halfWidth(text).toLowerCase())

/** The tidy value, or null where there is none. */
export function present(cell: string | undefined): string | null {
  if (!cell) return null
  const text = tidy(cell)
  return isMissing(text) ? null : text
}

/** A number spoilt by a spreadsheet (`9.90101E+17`): its last digits are gone. */
export const isScientific = (text: string): boolean => /^[+-]?\d+(\.\d+)?e\+?\d+$/i.test(halfWidth(text))
