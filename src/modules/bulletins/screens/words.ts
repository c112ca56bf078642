// What a bulletin's states and numbers are called on the screen.
import type { Wire } from '#kernel/contract.ts'
import { t } from '#web/ui/language.ts'
import type { Bulletin, BulletinLine } from '../contract.ts'

export type Line = Wire<BulletinLine>
export type One = Wire<Bulletin>
type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad'

export const toneOf = (status: Line['status']): Tone =>
  (
    ({
      draft: 'plain',
      proposed: 'warn',
      approved: 'accent',
      published: 'good',
      corrected: 'plain',
      withdrawn: 'plain',
    }) as const
  )[status]

export const sayScope = ({ department }: Pick<Line, 'department'>): string => department ?? t('全院', 'The hospital')
