// The sentences of a bulletin, made by rules from its numbers: plain, and honest about small numbers and chance.
import { compareRates, compareShares, wilson } from '#kernel/statistics.ts'
import type { Rate } from '#modules/insight/contract.ts'
import { percent } from './document.ts'

/** Chance does it less than once in a hundred, both sides together: what the one page calls a change. */
const rare = 0.005

const points = (share: number): string => `${Math.abs(share * 100).toFixed(1)} 个百分点`

/** What a share is to that of the month before; nothing is compared where either stands for fewer than thirty. */
export const againstBefore = (before: Rate | null, after: Rate): string => {
  if (after.hidden || after.rate === null) return ''
  if (!before || before.hidden || before.rate === null) return '上月没有可比的数'
  if (!before.ranked || !after.ranked) return '人数不足 30，不与上月比较'
  const it = compareShares(
    { count: before.numerator!, of: before.denominator! },
    { count: after.numerator!, of: after.denominator! },
  )
  const change = after.rate - before.rate
  if (Math.min(it.asLow, it.asHigh) >= rare) {
    if (percent(after.rate) === percent(before.rate)) return '与上月持平'
    return `与上月（${percent(before.rate)}）相比无明显变化，差异可能出于偶然`
  }
  return `比上月（${percent(before.rate)}）${change > 0 ? '提高' : '下降'} ${points(change)}，超出偶然`
}

/** What a share is to its target; a shortfall that its number of people does not prove is called so. */
export const againstTarget = ({ numerator, denominator, rate, hidden }: Rate, target: number): string => {
  if (hidden || rate === null) return ''
  const aim = `目标 ${Number((target * 100).toFixed(1))}%`
  if (rate >= target) return `达到${aim}`
  return wilson(numerator!, denominator!).until >= target ? `低于${aim}，差距可能出于偶然` : `低于${aim}`
}

const parts = (...some: string[]): string => some.filter((one) => one !== '').join('；')

/** 回访率 83.2%（应访 500 人，已访 416 人），达到目标 80%；比上月…… */
export const sayRate = (
  name: string,
  it: Rate,
  { of, hits, target, before }: { of: string; hits: string; target?: number; before?: Rate | null },
): string => {
  if (it.hidden) return `${name}：人数不足 5，不显示。`
  if (it.rate === null) return `${name}：本月没有${of}的人。`
  const value = `${name} ${percent(it.rate)}（${of} ${it.denominator}，${hits} ${it.numerator}）`
  const aim = target === undefined ? '' : againstTarget(it, target)
  return `${parts(aim ? `${value}，${aim}` : value, before === undefined ? '' : againstBefore(before, it))}。`
}

/** Pieces of a month against the month before, by its discharges; a few are said as they are. */
export const sayPieces = (
  name: string,
  now: { count: number; of: number },
  before: { count: number; of: number } | null,
): string => {
  const said = now.count === 0 ? `本月没有${name}` : `${name} ${now.count} 件`
  if (!before || before.of === 0 || now.of === 0) return `${said}。`
  if (before.count + now.count < 10) return `${said}（上月 ${before.count} 件，件数少，不作比较）。`
  const it = compareRates(before, now)
  const verdict =
    it.asHigh < rare
      ? '按出院人次折算比上月多，超出偶然'
      : it.asLow < rare
        ? '按出院人次折算比上月少，超出偶然'
        : '与上月相比无明显变化，差异可能出于偶然'
  return `${said}（上月 ${before.count} 件），${verdict}。`
}

/** The first few by name, then how many more: 心内科、普外科等 5 个科室. */
export const sayNames = (names: readonly string[], unit: string, most = 3): string =>
  names.length <= most ? names.join('、') : `${names.slice(0, most).join('、')}等 ${names.length} 个${unit}`
