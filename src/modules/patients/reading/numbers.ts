// Reads the numbers of a row that are not dates or telephones: record numbers, counts, weights.
import { halfWidth, isScientific, present, tidy } from './clean.ts'

/** The number if it is above zero. */
export const positive = (n: number | null): number | null => (n !== null && n > 0 ? n : null)

/** A record number without spaces and the `.0` of spreadsheets; null if there is none or its digits are lost. */
export function readRecordNumber(cell: string): string | null {
  const text = present(cell)
  if (!text || isScientific(text)) return null
  const number = halfWidth(text)
    .replace(/\s+/g, '')
    .replace(/^(\d+)\.0+$/, '$1')
  return /[\p{L}\d]/u.test(number) && !/^0+$/.test(number) ? number : null
}

/** Which stay it is: 1 if nothing is said; null for what is no positive whole number. */
export function readCount(cell: string): number | null {
  const text = present(cell)
  if (!text) return 1
  const found = /^第?(\d{1,4})(\.0+)?次?(住院)?$/.exec(halfWidth(text).replace(/\s+/g, ''))
  return found ? positive(Number(found[1])) : null
}

/** Weights of newborns are 100 to 9999 grams (national front sheet, A17 and A18); kilograms are recognised. */
export function readGrams(cell: string): number | null {
  const found = /^(\d+(?:\.\d+)?)(g|克|kg|千克|公斤)?$/i.exec(halfWidth(tidy(cell)))
  if (!found) return null
  const grams = Math.round(Number(found[1]) * (/kg|千克|公斤/i.test(found[2] ?? '') ? 1000 : 1))
  return grams >= 100 && grams <= 9999 ? grams : null
}
