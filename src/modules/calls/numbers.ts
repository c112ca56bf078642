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

/** Whether it is a number of the house itself: a short one by which nobody gets out of it. */
export const isInternal = (number: string, { internal_digits, outside_prefix }: DialRules): boolean =>
  !emergencies.includes(number) &&
  /^[0-9*#]+$/.test(number) &&
  number.length <= internal_digits &&
  (outside_prefix === '' || !number.startsWith(outside_prefix))

/** The emergency number that somebody means who also types what the exchange wants before it; undefined for any other. */
export const emergencyIn = (typed: string, { outside_prefix, emergency_prefix }: DialRules): string | undefined =>
  emergencies.find((one) => [one, outside_prefix + one, emergency_prefix + one].includes(typed))

/**
 * Every number that a carrier may reach by these digits: without prefixes, and a mobile wherever it stands among them,
 * since what follows its eleven digits is not looked at.
 */
export const numbersWithin = (typed: string, { outside_prefix }: DialRules): readonly string[] => {
  const digits = typed.replace(/\D/g, '')
  const mobiles = Array.from(digits, (_, i) => digits.slice(i, i + 11)).filter((part) => /^1[3-9]\d{9}$/.test(part))
  const bare = outside_prefix !== '' && typed.startsWith(outside_prefix) ? typed.slice(outside_prefix.length) : typed
  return [...new Set([typed, bare, ...mobiles])]
}

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
