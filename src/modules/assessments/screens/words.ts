// How points, months and states of the assessment are said on the screens.
import type { Wire } from '#kernel/contract.ts'
import type { Tone } from '#web/ui/marks.tsx'
import { hundredths } from '../catalogue.ts'
import type { Assessment, AssessmentLine, RuleSet, RuleSetLine, SheetLine } from '../contract.ts'

export type Line = Wire<AssessmentLine>
export type Sheet = Wire<Assessment>
export type Mark = Wire<SheetLine>
export type RuleLine = Wire<RuleSetLine>
export type OneRules = Wire<RuleSet>

/** +0.5, −2, 0: with a true minus, so that columns of numbers line up. */
export const sayPoints = (points: number): string =>
  points === 0 ? '0' : points > 0 ? `+${hundredths(points)}` : `−${hundredths(-points)}`

export const sayTotal = (total: number): string => (total / 100).toFixed(2)

export const toneOf = (status: Line['status']): Tone =>
  (({ draft: 'plain', sent: 'accent', consenting: 'warn', final: 'good' }) as const)[status]

export const ruleTone = (status: RuleLine['status']): Tone =>
  (
    ({
      draft: 'plain',
      simulated: 'accent',
      published: 'accent',
      'in-force': 'good',
      superseded: 'plain',
      withdrawn: 'plain',
    }) as const
  )[status]

/** Under which figure of the monthly report the rows of a line are opened; matters are listed on the sheet itself. */
export const reportFigure = (figure: string | null): string | null =>
  figure === 'reached' || figure === 'satisfied'
    ? figure
    : figure === 'in-time'
      ? 'cases:judged'
      : (figure?.startsWith('dimension:') ?? false)
        ? figure
        : null
