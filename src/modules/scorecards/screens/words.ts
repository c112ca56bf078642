// How months, shares and comparisons of a scorecard are said.
import type { Wire } from '#kernel/contract.ts'
import { percent } from '#web/ui/charts/frame.tsx'
import { t } from '#web/ui/language.ts'
import type { Card, Figures } from '../contract.ts'

export type One = Wire<Card>
export type Its = Wire<Figures>
type Rate = Its['reached']

/** Under an axis. */
export const monthShort = (month: string): string => t(`${Number(month.slice(5))}月`, month.slice(5))

/** A share with what it is made of; of fewer than five nothing. */
export const sayRate = (rate: Rate): string =>
  rate.hidden
    ? t('不足 5，不显示', 'under 5, not shown')
    : rate.denominator
      ? `${percent(rate.rate)} ${rate.numerator}/${rate.denominator}`
      : '—'

/** What fell due, and what became of it. */
export const sayKept = ({ due, kept, late, open }: Its['promises']): string =>
  due === 0
    ? t('没有', 'none')
    : t(
        `${due} 项，按时 ${kept}${late ? `，迟 ${late}` : ''}${open ? `，未兑现 ${open}` : ''}`,
        `${due}: ${kept} in time, ${late} late, ${open} not yet`,
      )

/** How many answers of blind calls were the same as his, and kappa with its range; nothing where nobody was called again. */
export const sayAgreed = ({ pairs, same, hidden, kappa, from, until }: Its['quality']['agreed']): string | null => {
  if (pairs === 0) return null
  if (hidden) return t('不足 5 题，不显示', 'under 5 answers, not shown')
  if (kappa === null || from === null || until === null) return `${same}/${pairs}`
  return `${same}/${pairs}，κ ${kappa.toFixed(2)}（${from.toFixed(2)} – ${until.toFixed(2)}）`
}

export const sayMinutes = (seconds: number | null): string =>
  seconds === null
    ? '—'
    : t(`${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`, `${Math.floor(seconds / 60)} min ${seconds % 60} s`)

/** Calls answered, beside what the others would have reached at the same hours. */
export const sayAdjusted = ({ adjusted }: Its): string => {
  if (!adjusted)
    return t(
      '可比的拨打不足 30 次，或同事不足两位，不作比较。',
      'Under 30 calls, or fewer than two others, to compare.',
    )
  const { calls, reached, expected, from, until, verdict } = adjusted
  const beside = t(
    `同样的时段，同事们打 ${calls} 次约接通 ${expected} 次（偶然范围 ${from}–${until}），实际接通 ${reached} 次`,
    `At the same hours the others together would have reached ${expected} of ${calls} (by chance ${from}–${until}); ${reached} were`,
  )
  const end = {
    low: t('，少于偶然能解释的。', ': fewer than chance explains.'),
    usual: t('，在偶然范围内。', ': as chance has it.'),
    high: t('，多于偶然能解释的。', ': more than chance explains.'),
  }[verdict ?? 'usual']
  return beside + end
}

/** Opinions found, and whether that is unusual; too few is a question as well as too many. */
export const sayOpinions = ({ opinions }: Its): string => {
  const { found, per100, others, verdict } = opinions
  if (per100 === null) return t(`${found} 条`, `${found}`)
  const own = t(`${found} 条，每百位已访 ${per100} 条`, `${found}, ${per100} of a hundred reached`)
  if (others === null) return own
  const beside = t(`${own}；同事们合计 ${others}`, `${own}; the others together ${others}`)
  if (verdict === 'low') return beside + t('，明显偏少：问到了吗？', ', clearly fewer: was it asked?')
  if (verdict === 'high') return beside + t('，明显偏多', ', clearly more')
  return beside + t('，相差在偶然范围内', ', within chance')
}
