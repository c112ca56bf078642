// Checks citizen identity numbers (GB 11643-1999) and reads birth date and sex from them.
import { type Words, w } from '#kernel/words.ts'
import { halfWidth, isMissing, isScientific, tidy } from './clean.ts'
import { daysIn } from './dates.ts'

export type Sex = 'male' | 'female' | 'unknown'

type ReadIdNumber =
  | {
      readonly kind: 'id'
      readonly number: string /** `YYYY-MM-DD` */
      readonly bornOn: string
      readonly sex: 'male' | 'female'
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly why: Words }

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The eighteenth character for the first seventeen digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function checkCharacter(seventeen: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(seventeen[i]), 0)
  return '10X98765432'[sum % 11]!
}

const damaged = (zh: string, en: string): ReadIdNumber => ({ kind: 'damaged', why: w(zh, en) })

/**
 * Reads an identity number of eighteen characters, or of fifteen digits as given out until 1999. The area is not
 * looked up: lists age, and codes of abolished counties stay valid on old cards. Other documents (passports) are
 * reported as not being an identity number, and like every damaged one are left out while their row goes in.
 */
export function readIdNumber(cell: string | undefined): ReadIdNumber {
  if (!cell) return { kind: 'missing' }
  const raw = halfWidth(tidy(cell))
  if (isMissing(raw) || /^0+$/.test(raw)) return { kind: 'missing' }
  if (isScientific(raw))
    return damaged(
      '身份证号被写成了科学计数法，末尾数字已丢失',
      'it has become a number in scientific notation; the last digits are lost',
    )
  const number = raw
    .replace(/[\s'"“”-]/g, '')
    .replace(/^(身份证号?码?):?/, '')
    .replace(/\.0$/, '')
    .toUpperCase()
    .replace(/[×*]$/, 'X')
  if (/^[1-9]\d{14}$/.test(number)) return dated(number, `19${number.slice(6, 12)}`, number[14]!)
  if (!/^\d{17}[\dX]$/.test(number))
    return damaged('不是 15 或 18 位身份证号', 'not an identity number of 15 or 18 characters')
  if (number.startsWith('0')) return damaged('地区码不存在', 'there is no such area')
  if (checkCharacter(number) !== number[17]) return damaged('校验位不对', 'its check character is wrong')
  return dated(number, number.slice(6, 14), number[16]!)
}

function dated(number: string, birth: string, order: string): ReadIdNumber {
  const [year, month, day] = [Number(birth.slice(0, 4)), Number(birth.slice(4, 6)), Number(birth.slice(6, 8))]
  if (year < 1870 || year > 2200 || day < 1 || day > daysIn(year, month))
    return damaged('其中的出生日期不存在', 'the date of birth in it does not exist')
  return {
    kind: 'id',
    number,
    bornOn: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6, 8)}`,
    sex: Number(order) % 2 === 1 ? 'male' : 'female',
  }
}
