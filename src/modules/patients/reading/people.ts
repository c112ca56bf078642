// Reads what is said of a person: name, sex, age, and whether it is a newborn for whom a parent speaks.
import { halfWidth, isMissing, tidy } from './clean.ts'
import type { Sex } from './idnumber.ts'

/**
 * A name without the spaces that people put into it (张　三), with one form of the dot in names such as 阿依古丽·买买提.
 * Nothing else is normalised: rare characters of names must stay what they are. Null if there is no letter in it.
 */
export function readName(cell: string | undefined): string | null {
  if (!cell) return null
  if (/^[\u4e00-\u9fff]{2,4}$/.test(cell)) return isMissing(cell) ? null : cell
  const text = tidy(cell).replace(/[\s\u3000]+/g, ' ')
  if (isMissing(text) || !/\p{L}|\p{Co}/u.test(text)) return null
  return text
    .replace(/(?<=[^\p{ASCII}]) | (?=[^\p{ASCII}])/gu, '')
    .replace(/(?<=[\p{L}\p{Co}])[•・‧∙●⋅](?=[\p{L}\p{Co}])/gu, '·')
    .replace(/(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu, '·')
}

const male = new Set(['1', '01', '男', '男性', '男孩', '男婴', 'm', 'male', 'nan', '1.男', '1男', '1-男'])
const female = new Set(['2', '02', '女', '女性', '女孩', '女婴', 'f', 'female', 'nv', '2.女', '2女', '2-女'])

/** RC001 codes (1, 2; 0 and 9 are unknown) and words. */
export function readSex(cell: string | undefined): Sex {
  const text = halfWidth(tidy(cell)).toLowerCase().replace(/\.0$/, '')
  return male.has(text) ? 'male' : female.has(text) ? 'female' : 'unknown'
}

export type Age = { readonly years: number | null; readonly days: number | null }

/** An age with or without units: `54`, `54岁`, `3岁2月`, `5个月`, `12天`, `6小时`. Nothing beyond 130 years. */
export function readAge(cell: string | undefined): Age {
  if (!cell) return { years: null, days: null }
  const text = halfWidth(tidy(cell)).toLowerCase().replace(/\s+/g, '')
  const plain = /^(\d{1,3})(\.\d+)?$/.exec(text)
  if (plain) return Number(plain[1]) <= 130 ? { years: Number(plain[1]), days: null } : { years: null, days: null }
  const part = (unit: string) => {
    const found = new RegExp(`(\\d{1,3})(?:\\.\\d+)?(?:${unit})`).exec(text)
    return found ? Number(found[1]) : null
  }
  const [years, monthsOld, days, hours] = [part('周?岁|y'), part('个?月|m'), part('天|日|d'), part('小?时|h')]
  if (years !== null && years > 0) return { years: years <= 130 ? years : null, days: null }
  if (monthsOld === null && days === null && hours === null) return { years, days: null }
  return { years: 0, days: Math.round((monthsOld ?? 0) * 30.44) + (days ?? 0) }
}

/** 王芳之子, 王芳之大女, 王芳之婴: a newborn under the mother's name. */
export const namedAfterMother = (name: string): boolean =>
  /.之[长次大小一二三甲乙ab]?(子|女|婴|婴儿|男婴|女婴)[一二三甲乙ab\d]?$|婴儿$/i.test(name)
