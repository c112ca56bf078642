// How a small chart is said where nothing can be drawn: a bar of signs for each month, as long as its share of the longest.
import type { ChartBlock } from './document.ts'
import { hiddenText } from './document.ts'

export type Bar = {
  readonly label: string
  readonly text: string /** From 0 to 1. */
  readonly share: number
  readonly special: string
}

export const sayValue = (unit: ChartBlock['unit'], value: number): string =>
  unit === 'share' ? `${(value * 100).toFixed(1)}%` : unit === 'rate' ? value.toFixed(1) : String(value)

/** The months that have something to say. */
export const barsOf = (chart: ChartBlock): Bar[] => {
  const most = chart.unit === 'share' ? 1 : Math.max(0.001, ...chart.points.map(({ value }) => value ?? 0))
  return chart.points
    .filter(({ value, hidden }) => value !== null || hidden)
    .map(({ key, value, hidden, pale, special }) => ({
      label: key,
      text: hidden || value === null ? hiddenText : `${sayValue(chart.unit, value)}${pale ? '（不比较）' : ''}`,
      share: hidden || value === null ? 0 : Math.min(1, value / most),
      special,
    }))
}
