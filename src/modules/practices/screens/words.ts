// How good practice is named on the screens.
import type { Wire } from '#kernel/contract.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { t } from '#web/ui/language.ts'
import type { Tone } from '#web/ui/marks.tsx'
import type { Practice, PracticeLine } from '../contract.ts'

export type Line = Wire<PracticeLine>
export type One = Wire<Practice>

export const toneOf = (status: Line['status']): Tone =>
  (({ nominated: 'accent', recognised: 'good', told: 'good', retired: 'plain', declined: 'plain' }) as const)[status]

/** Every second-level category under its first, for a choice. */
export const categoryGroups = () =>
  categories.map((one) => ({
    label: t(one.name),
    options: one.items.map(({ code, name }) => ({ value: code, label: t(name) })),
  }))

export const mineWords = (mine: Line['mine']): string =>
  ({ '': '', told: t('待学习', 'To learn'), learned: t('已学习', 'Learned'), adopted: t('已采用', 'Adopted') })[mine]
