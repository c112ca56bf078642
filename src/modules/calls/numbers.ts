// A number as the exchange wants it dialled, and the key by which one number is found again however it is written.

/** The last eleven digits, without the 0 of an area code: what all ways of writing one number have in common. */
export const numberKey = (number: string): string => number.replace(/\D/g, '').slice(-11).replace(/^0+/, '')

/** Always to be had, whatever else may be dialled: police, fire, ambulance. */
export const emergencies: readonly string[] = ['110', '119', '120']

export type DialRules = {
  readonly outside_prefix: string
  readonly mobile_prefix: string
  readonly emergency_prefix: string
  readonly area_code: string
  readonly internal_digits: number
}

/** Whether it is a number of the house itself. */
export const isInternal = (number: string, { internal_digits }: DialRules): boolean =>
  !emergencies.includes(number) && /^[0-9*#]+$/.test(number) && number.length <= internal_digits

/**
 * What is dialled for a number: its digits, with what the exchange wants before it. An area code that is the hospital's
 * own is left away; mobiles get the long-distance 0 where the exchange's rules say so.
 */
export const dialled = (number: string, rules: DialRules): string => {
  const digits = number.replace(/^\+86/, '').replace(/[^0-9*#]/g, '')
  if (emergencies.includes(digits)) return rules.emergency_prefix + digits
  if (isInternal(digits, rules)) return digits
  if (/^1[3-9]\d{9}$/.test(digits)) return rules.outside_prefix + rules.mobile_prefix + digits
  const local = rules.area_code !== '' && digits.startsWith(rules.area_code)
  return rules.outside_prefix + (local ? digits.slice(rules.area_code.length) : digits)
}
