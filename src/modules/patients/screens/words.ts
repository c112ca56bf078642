// How patients are said on a screen.
import type { Words } from '#kernel/words.ts'
import { t } from '#web/ui/language.ts'
import { sexWords } from '../words.ts'

/** The word of a code; a code that no table knows is shown as it is. */
export const say = (table: Readonly<Record<string, Words>>, code: string): string =>
  table[code] ? t(table[code]) : code

/** 男 63: what one wants to know beside a name. */
export const sayWho = ({ sex, age }: { sex: keyof typeof sexWords; age: number | null }): string =>
  [t(sexWords[sex]), age === 0 ? t('不满 1 岁', 'under 1') : (age ?? '')].filter((part) => part !== '').join(' ')
