// How the typed cells of a workbook become the text that the same cells would be in a CSV.

/** What hucre gives for a cell. Dates carry the sheet's wall clock in their UTC fields. */
export type CellValue = string | number | boolean | Date | null

const two = (n: number) => String(n).padStart(2, '0')

/** A cell as text: dates in ISO form, whole numbers in full, and what a number could not hold left visibly damaged. */
export function cellText(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return dateText(value)
}

/**
 * Numbers up to fifteen digits in full. Beyond that Excel has already replaced digits by zeros: an ID number printed
 * in full would look whole and be someone else's, so the exponent stays for the reader to refuse.
 */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  if (Math.abs(value) < 1e15) return Number.isInteger(value) ? value.toFixed(0) : String(value)
  return value.toExponential().toUpperCase()
}

/** `2011-07-28`, with the time only where there is one; a time of day alone (day zero of Excel) as `14:30:00`. */
function dateText(value: Date): string {
  const at = new Date(Math.round(value.getTime() / 1000) * 1000)
  if (Number.isNaN(at.getTime())) return ''
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
  if (at.getUTCFullYear() < 1900) return time
  const date = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
  return time === '00:00:00' ? date : `${date} ${time}`
}
