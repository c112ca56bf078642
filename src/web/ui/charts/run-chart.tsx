// A figure over time: the values with their middle, the limits of chance, the target, what lies beyond chance, and what was begun when.
import { Fragment, type KeyboardEvent, type ReactNode, useState } from 'react'
import { t } from '#web/ui/language.ts'
import { usePrinting } from '#web/ui/printing.ts'
import { Chart, Hidden, Opener, percent, ticksBetween, useWidth } from './frame.tsx'
import { type Mark, MarkNames, Marks } from './run-marks.tsx'
import { Point } from './run-point.tsx'
import { domainOf, finite, freePlace, lineOf, type RunPoint, sentenceOf, stepsOf } from './run-shape.ts'

export type RunChartProps = {
  readonly title: string
  readonly answer: ReactNode
  readonly points: readonly RunPoint[]
  /** How a value is said; a share where nothing is given. */
  readonly say?: (value: number) => string
  readonly middle?: number | null
  readonly target?: { readonly value: number; readonly words: string } | undefined
  /** What happened when; those that open something are numbered, and named under the drawing. */
  readonly marks?: readonly Mark[]
  /** What values can be at all. */
  readonly bounds?: readonly [least: number, most: number]
  /** What the value, numerator and denominator are called in the table. */
  readonly heads?: { readonly value: string; readonly numerator?: string; readonly denominator?: string }
  readonly aside?: ReactNode
  readonly note?: ReactNode
  readonly level?: 'h2' | 'h3' | 'h4'
  readonly height?: number
  /** As wide as it is drawn for paper: where several stand side by side, less. */
  readonly paper?: number
}

const margin = { top: 22, right: 50, bottom: 24, left: 44 }

/**
 * A run chart. Arrow keys step from point to point, Enter opens the rows behind one. What lies beyond chance is a diamond with
 * its value beside it, what may not be compared is hollow, what is hidden a cross on the axis: nothing is said by colour alone.
 */
export const RunChart = (props: RunChartProps) => {
  const {
    title,
    answer,
    points,
    say = percent,
    middle,
    target,
    marks = [],
    heads,
    aside,
    note,
    level,
    height = 196,
    paper = 640,
  } = props
  const [place, measured] = useWidth<HTMLDivElement>()
  const width = usePrinting() ? paper : measured
  const [at, setAt] = useState(points.length - 1)
  const current = Math.min(Math.max(0, at), points.length - 1)
  const [from, to] = domainOf(props)
  const inner = Math.max(60, width - margin.left - margin.right)
  const step = inner / Math.max(1, points.length)
  const x = (i: number) => Math.round((margin.left + step * (i + 0.5)) * 10) / 10
  const bottom = height - margin.bottom
  const y = (value: number) =>
    Math.round(
      (bottom - ((Math.min(to, Math.max(from, value)) - from) / (to - from || 1)) * (bottom - margin.top)) * 10,
    ) / 10
  const every = Math.ceil(38 / step)
  const shown = points.findLastIndex(({ value }) => value !== null)
  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -points.length, End: points.length }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const next = Math.min(points.length - 1, Math.max(0, current + by))
    setAt(next)
    event.currentTarget.querySelector<SVGElement>(`[data-point="${next}"]`)?.focus()
  }
  const label = freePlace(
    points.flatMap(({ value }, i) => (value === null ? [] : [{ x: x(i), y: y(value) }])),
    y(target?.value ?? 0),
    [margin.left, margin.left + inner],
  )
  const limits = points.some(({ lower, upper }) => finite([lower, upper]).length > 0)
  const end = margin.left + inner
  return (
    <Chart
      {...{ title, answer, aside, note }}
      {...(level ? { level } : {})}
      numbers={{
        head: [
          t('时间', 'When'),
          heads?.value ?? t('数值', 'Value'),
          ...(heads?.numerator ? [heads.numerator] : []),
          ...(heads?.denominator ? [heads.denominator] : []),
          ...(limits ? [t('偶然波动的范围', 'Limits of chance')] : []),
        ],
        rows: points.map((point) => ({
          key: point.key,
          cells: [
            <Fragment key="name">
              {point.name}
              {point.special && <small> ◆ {point.special}</small>}
            </Fragment>,
            point.hidden ? (
              <Hidden key="value" />
            ) : (
              <Opener key="value" opens={point.opens} name={point.name}>
                {point.value === null ? '—' : say(point.value)}
              </Opener>
            ),
            ...(heads?.numerator ? [point.numerator ?? '—'] : []),
            ...(heads?.denominator ? [point.denominator ?? '—'] : []),
            ...(limits
              ? [
                  point.lower == null && point.upper == null
                    ? '—'
                    : `${say(point.lower ?? 0)} – ${say(point.upper ?? 0)}`,
                ]
              : []),
          ],
        })),
      }}
    >
      <div className="run" ref={place}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no drawing */}
        <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={title} onKeyDown={move}>
          {ticksBetween(from, to).map((tick) => (
            // biome-ignore lint/a11y/noAriaHiddenOnFocusable: lines take no focus
            <g key={tick} className="run-tick" aria-hidden="true">
              <line x1={margin.left} x2={end} y1={y(tick)} y2={y(tick)} />
              <text x={margin.left - 6} y={y(tick) + 4} textAnchor="end">
                {say(tick)}
              </text>
            </g>
          ))}
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: lines take no focus */}
          <g aria-hidden="true">
            <path className="run-limit" d={stepsOf(points, ({ upper }) => upper, x, y, step / 2)} />
            <path className="run-limit" d={stepsOf(points, ({ lower }) => lower, x, y, step / 2)} />
            {middle != null && <line className="run-middle" x1={margin.left} x2={end} y1={y(middle)} y2={y(middle)} />}
            {target && (
              <g className="run-target">
                <line x1={margin.left} x2={end} y1={y(target.value)} y2={y(target.value)} />
                <text x={label.right ? end : margin.left + 4} y={label.y} textAnchor={label.right ? 'end' : 'start'}>
                  {target.words}
                </text>
              </g>
            )}
            <Marks marks={marks} points={points} {...{ x, step, bottom, middle: margin.left + inner * 0.6 }} />
            <path className="run-line" d={lineOf(points, x, y)} />
            {points.map(({ key, range }, i) =>
              range ? <path key={key} className="run-range" d={`M${x(i)} ${y(range.from)}V${y(range.until)}`} /> : null,
            )}
            {points.map(({ key, label }, i) =>
              (points.length - 1 - i) % every === 0 ? (
                <text key={key} className="run-label" x={x(i)} y={height - 7} textAnchor="middle">
                  {label}
                </text>
              ) : null,
            )}
          </g>
          {points.map((point, i) =>
            point.value === null && !point.hidden ? null : (
              <Point
                key={point.key}
                {...{ point, say, i }}
                at={{ x: x(i), y: point.value === null ? bottom - 6 : y(point.value) }}
                press={{ top: margin.top - 8, bottom: bottom + 4, width: Math.max(24, step) }}
                above={middle == null || (point.value ?? 0) >= middle}
                last={i === shown}
                current={i === current}
                onReach={() => setAt(i)}
              />
            ),
          )}
        </svg>
        {/* Where one stands, always in the same place: no number jumps to the pointer. */}
        <p className="run-said no-print">{points[current] && sentenceOf(points[current], say)}</p>
        <MarkNames marks={marks} />
      </div>
    </Chart>
  )
}
