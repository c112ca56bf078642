// Whose line a call comes from: the number as a PBX shows it, brought to the form in which numbers are kept here.

/**
 * A caller's number as it is kept: a mobile of 11 digits, a fixed line with its area code (`051265226551`), a local one
 * without (`65226551`), a service number, an extension of the house, or a foreign number as it came.
 */
export type CallerNumber = {
  readonly number: string
  readonly kind: 'mobile' | 'fixed' | 'local' | 'service' | 'internal' | 'foreign'
}

const forms: readonly (readonly [kind: CallerNumber['kind'], form: RegExp])[] = [
  ['mobile', /^1[3-9]\d{9}$/],
  ['fixed', /^(010|02\d)[2-9]\d{7}$|^0[3-9]\d{2}[2-9]\d{6,7}$/],
  ['service', /^[48]00\d{7}$/],
  ['local', /^[2-8]\d{6,7}$/],
]

const kindOf = (digits: string): CallerNumber['kind'] | undefined => forms.find(([, form]) => form.test(digits))?.[0]

/** An emergency or hotline number of three to six digits is an internal one here: nobody is looked up by it. */
const isInternal = (digits: string): boolean => /^\d{2,6}$/.test(digits)

/**
 * What a PBX may have put in front: the outside line (9 or 0), the country (+86, 0086, 86), both, and the 0 before
 * mobiles of other cities. The first form that is a number of this country is meant.
 */
const prefixes = ['', '9', '0', '90', '86', '0086', '00086', '900086', '986', '086'] as const

/** The user part of an address, or the digits as they are shown; a name in quotes is none of it. */
const userOf = (shown: string): string =>
  shown
    .normalize('NFKC')
    .replace(/^.*<|>.*$/g, '')
    .replace(/^(sips?|tel):/i, '')
    .split('@')[0]!
    .split(';')[0]!

/**
 * Reads the number that a PBX shows for a call; null where it is withheld (`anonymous`, empty, `unknown`, or nothing but
 * a name). An extension behind it (`65226551-8083`, `…;ext=8083`) is not the line: it is left out.
 */
export const callerNumber = (shown: string | null | undefined): CallerNumber | null => {
  const user = userOf(shown ?? '').trim()
  if (user === '' || /anonymous|withheld|unknown|private|unavailable|restricted/i.test(user)) return null
  const line = user.replace(/(?:ext\.?|x|转|[*#]).*$/i, '').replace(/(\d{7,})-\d{1,6}$/, '$1')
  const digits = line.replace(/\D/g, '')
  if (digits === '' || /[a-z]/i.test(line.replace(/^\+/, ''))) return null
  const plus = line.startsWith('+')
  if (plus && !digits.startsWith('86')) return { number: digits, kind: 'foreign' }
  for (const prefix of prefixes) {
    if (!digits.startsWith(prefix)) continue
    const rest = digits.slice(prefix.length)
    const kind = kindOf(rest)
    // `86…` before a local number would be a local number that begins with 86.
    if (kind && !(kind === 'local' && prefix.includes('86'))) return { number: rest, kind }
    // Behind the country's code the area code has lost its 0.
    if (prefix.includes('86') && kindOf(`0${rest}`) === 'fixed') return { number: `0${rest}`, kind: 'fixed' }
  }
  return isInternal(digits) ? { number: digits, kind: 'internal' } : { number: digits, kind: 'foreign' }
}

/** The last eleven digits, without the 0 of an area code: what two ways of writing one number have in common. */
const keyOf = (number: string): string => number.replace(/\D/g, '').replace(/^0+/, '').slice(-11)

/** By this rows are found quickly: seven digits are a whole local number or the end of any other. */
export const tailOf = (number: string): string => number.replace(/\D/g, '').slice(-7)

/** Whether two numbers are one line; one without area code is that of the same end (the hospital's own city). */
export const sameLine = (one: string, other: string): boolean => {
  const [a, b] = [callerNumber(one), callerNumber(other)]
  if (!a || !b) return false
  if (keyOf(a.number) === keyOf(b.number)) return true
  const local = a.kind === 'local' ? a : b.kind === 'local' ? b : null
  const whole = local === a ? b : a
  return local !== null && whole.kind === 'fixed' && whole.number.endsWith(local.number)
}
