// Finds the telephone numbers in a cell in which people have written whatever helped them at the time.
import { type Words, w } from '#kernel/words.ts'
import { isMissing, isScientific, tidy } from './clean.ts'

export type PhoneOwner = 'patient' | 'contact' | 'work'

export type Phone = {
  /** Digits as dialled within the country: `19900000958`, `051265226551`, `4008208820`; a local number without area code as it is. */
  readonly number: string
  readonly extension: string | null
  readonly owner: PhoneOwner
  /** What was written beside the number: 儿子. */
  readonly remark: string | null
  readonly kind: 'mobile' | 'fixed' | 'service'
  /** True for a fixed line written without its area code: it can be dialled from the hospital's own city. */
  readonly local: boolean
}

type ReadPhones = { readonly phones: Phone[]; readonly warnings: Words[] }

type Classified = { number: string; kind: Phone['kind']; local: boolean }

/** Rules of mainland numbers: mobiles 13–19, area codes 010, 02x and 0xxx, service numbers 400 and 800. */
function classify(digits: string, international: boolean): Classified | null {
  if (/^(\d)\1+$/.test(digits)) return null
  const national = international && !digits.startsWith('0') && !/^1[3-9]\d{9}$/.test(digits) ? `0${digits}` : digits
  if (/^0?1[3-9]\d{9}$/.test(national)) return { number: national.slice(-11), kind: 'mobile', local: false }
  if (/^(010|02\d)[2-9]\d{7}$/.test(national) || /^0[3-9]\d{2}[2-9]\d{6,7}$/.test(national))
    return { number: national, kind: 'fixed', local: false }
  if (/^[48]00\d{7}$/.test(national)) return { number: national, kind: 'service', local: false }
  const looksLikeDate = /^20\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$/.test(national)
  if (!international && !looksLikeDate && /^[2-8]\d{6,7}$/.test(national) && !/^(2345678|8765432)/.test(national)) {
    return { number: national, kind: 'fixed', local: true }
  }
  return null
}

/** The digits without the country's prefix (+86, 0086, or 86 before what would otherwise be too long). */
function withoutCountry(digits: string, plus: boolean): { digits: string; international: boolean } {
  const prefix = /^(?:00)?86/.exec(digits)
  if (!prefix) return { digits, international: false }
  const rest = digits.slice(prefix[0].length)
  if (plus || prefix[0] === '0086' || rest.length >= 10) return { digits: rest, international: true }
  return { digits, international: false }
}

type Run = { digits: string; from: number; to: number }

/** Joins runs of digits from `at` into the longest number that they make: `0512-6522 6551`, `199 0000 8328`. */
function numberAt(segment: string, runs: readonly Run[], at: number): { found: Classified; next: number } | null {
  const plus = segment.slice(0, runs[at]!.from).trimEnd().endsWith('+')
  let joined = ''
  let best: { found: Classified; next: number } | null = null
  for (let i = at; i < runs.length && i < at + 6; i++) {
    // Only spaces, dashes, dots and brackets hold a number together; between words there are two.
    if (i > at && !/^[\s\-.()+_]*$/.test(segment.slice(runs[i - 1]!.to, runs[i]!.from))) break
    joined += runs[i]!.digits
    if (joined.length > 17) break
    const { digits, international } = withoutCountry(joined, plus)
    const found = classify(digits, international)
    // A local number in three pieces is a date; in two it has an exchange and a rest.
    const pieces = i - at + 1
    if (found && !(found.local && (pieces > 2 || (pieces === 2 && runs[at]!.digits.length < 3))))
      best = { found, next: i + 1 }
  }
  return best
}

/** Digits behind a number that belong to it: `-8083`, `转8083`, `ext. 8083`, `(8083)`. */
function extensionAt(segment: string, end: number, run: Run | undefined): string | null {
  if (!run || run.digits.length > 6) return null
  const between = segment.slice(end, run.from)
  if (/^\s*\($/.test(between)) return /^\s*\)/.test(segment.slice(run.to)) ? run.digits : null
  return /^\s*(?:-|—|转接?|分机号?|内线|ext\.?|x|#|\*)[\s:.-]*$/i.test(between) ? run.digits : null
}

const relative =
  /儿|女|子|父|母|爸|妈|夫|妻|爱人|配偶|老公|老婆|丈|媳|婿|嫂|哥|弟|姐|妹|爷|奶|公|婆|姥|孙|叔|伯|姨|姑|舅|侄|甥|亲|家属|家人|监护|陪护|护工|保姆|朋友|同事|同学|邻居|联系人/
const self = /本人|自己|患者|病人/
const work = /单位|公司|办公|厂|学校/

/** A remark tells whose number it is more surely than the column. */
function ownerOf(remark: string | null, column: PhoneOwner): PhoneOwner {
  if (!remark) return column
  if (self.test(remark)) return relative.test(remark.replace(/(本人|自己|患者|病人)的?/g, '')) ? 'contact' : 'patient'
  if (work.test(remark)) return 'work'
  return relative.test(remark) ? 'contact' : column
}

/** What stands beside the numbers of a segment, without the words that only say that a number follows. */
function remarkOf(text: string): string | null {
  const remark = text
    .replace(
      /联系电话|电话号码|手机号码?|联系方式|电话|手机|固话|座机|宅电|号码|tel(ephone)?|phone|mobile|fax|[:：]/gi,
      ' ',
    )
    .replace(/[()[\]{}<>【】《》“”"'+\-—_.*#,,、;;/\\|\s]+/g, ' ')
    .trim()
  return remark && !/^[\d\s]*$/.test(remark) ? remark : null
}

/**
 * Reads all numbers of a cell: +86 and its relatives, spaces, dashes, full-width digits, area codes, extensions,
 * several numbers, remarks before or behind. What is no telephone number is reported, never guessed.
 */
export function readPhones(cell: string | undefined, column: PhoneOwner): ReadPhones {
  if (!cell) return { phones: [], warnings: [] }
  if (/^1[3-9]\d{9}$/.test(cell)) {
    return {
      phones: [{ number: cell, kind: 'mobile', local: false, extension: null, owner: column, remark: null }],
      warnings: [],
    }
  }
  const text = tidy(cell).normalize('NFKC')
  const phones: Phone[] = []
  if (isMissing(text) || /^[0\s-]*$/.test(text)) return { phones, warnings: [] }
  if (isScientific(text)) {
    return {
      phones,
      warnings: [
        w(
          '电话被写成了科学计数法，末尾数字已丢失',
          'it has become a number in scientific notation; the last digits are lost',
        ),
      ],
    }
  }
  let unread = false
  for (const segment of text.replace(/(\d)\.0$/, '$1').split(/[/、,,;;|\n\r\t]|或者?|和|以及/)) {
    const runs = [...segment.matchAll(/\d+/g)].flatMap((match) => halves(match[0], match.index))
    const spans: { from: number; to: number; phone: Classified; extension: string | null }[] = []
    for (let i = 0; i < runs.length; ) {
      const here = numberAt(segment, runs, i)
      if (!here) {
        unread ||= runs[i]!.digits.length >= 5
        i++
        continue
      }
      const end = runs[here.next - 1]!.to
      const extension = extensionAt(segment, end, runs[here.next])
      const last = extension === null ? here.next : here.next + 1
      spans.push({ from: runs[i]!.from, to: runs[last - 1]!.to, phone: here.found, extension })
      i = last
    }
    if (spans.length === 0) {
      const remark = remarkOf(segment)
      const before = phones.at(-1)
      if (remark && before && runs.length === 0 && !before.remark)
        phones[phones.length - 1] = { ...before, remark, owner: ownerOf(remark, column) }
      else if (remark && runs.length === 0) unread = true
      continue
    }
    // "儿子199…女儿138…" names before, "199…儿子 138…女儿" names behind.
    const namesBefore = spans.length > 1 && remarkOf(segment.slice(0, spans[0]!.from)) !== null
    spans.forEach(({ from, to, phone, extension }, i) => {
      const before = segment.slice(i === 0 ? 0 : spans[i - 1]!.to, from)
      const behind = segment.slice(to, spans[i + 1]?.from ?? segment.length)
      const remark = remarkOf(spans.length === 1 ? `${before} ${behind}` : namesBefore ? before : behind)
      phones.push({ ...withArea(phone, phones), extension, owner: ownerOf(remark, column), remark })
    })
  }
  const warnings: Words[] = []
  if (phones.length === 0) warnings.push(w('没有读出可用的电话号码', 'no telephone number could be read from it'))
  else if (unread)
    warnings.push(w('其中一部分不是电话号码，已略去', 'part of it is not a telephone number and was left out'))
  if (phones.some(({ local }) => local))
    warnings.push(w('固定电话没有区号，按本地号码处理', 'a fixed line without area code is taken as local'))
  return { phones, warnings }
}

/** "0512-65226551/65226552": the second line is in the same place as the first. */
function withArea(phone: Classified, before: readonly Phone[]): Classified {
  const area = /^(010|02\d|0[3-9]\d{2})/.exec(
    before.findLast(({ kind, local }) => kind === 'fixed' && !local)?.number ?? '',
  )
  return (phone.local && area && classify(area[0] + phone.number, false)) || phone
}

/** Two mobiles written without anything between them. */
function halves(digits: string, from: number): Run[] {
  return /^(1[3-9]\d{9}){2}$/.test(digits)
    ? [
        { digits: digits.slice(0, 11), from, to: from + 11 },
        { digits: digits.slice(11), from: from + 11, to: from + 22 },
      ]
    : [{ digits, from, to: from + digits.length }]
}

const ladder: Record<PhoneOwner, number> = { patient: 0, contact: 1, work: 2 }

/** The order in which numbers are tried: patient, contact, work (the order of 住院病案首页); each number once, at its first place. */
export function phoneLadder(phones: readonly Phone[]): Phone[] {
  if (phones.length < 2) return [...phones]
  const seen = new Set<string>()
  return phones
    .toSorted((a, b) => ladder[a.owner] - ladder[b.owner])
    .filter(({ number, extension }) => {
      const key = `${number}-${extension ?? ''}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
}
