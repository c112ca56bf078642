// One point of a run chart: its shape, its value where it must be read, and the way to the rows behind it.
import { Link } from '@tanstack/react-router'
import { type RunPoint, sentenceOf } from './run-shape.ts'

const shapes = {
  plain: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0',
  special: 'M0 -7L7 0L0 7L-7 0Z',
  missing: 'M-4 -4L4 4M-4 4L4 -4',
}

export const Point = ({
  point,
  i,
  say,
  at,
  press,
  above,
  last,
  current,
  onReach,
}: {
  point: RunPoint
  i: number
  say: (value: number) => string
  at: { readonly x: number; readonly y: number }
  /** The field that is pressed: as wide as a finger. */
  press: { readonly top: number; readonly bottom: number; readonly width: number }
  /** Its value is written above it. */
  above: boolean
  /** The last one says its value beside itself. */
  last: boolean
  /** Where the keyboard enters. */
  current: boolean
  onReach: () => void
}) => {
  const { value, special, pale, hidden, opens } = point
  const kind = hidden ? 'missing' : special ? 'special' : 'plain'
  const own = { className: `run-point ${kind}${pale ? ' pale' : ''}`, onMouseEnter: onReach }
  const drawn = (
    <>
      <rect
        className="run-press"
        x={at.x - press.width / 2}
        y={press.top}
        width={press.width}
        height={press.bottom - press.top}
      />
      <path transform={`translate(${at.x} ${at.y})`} d={shapes[kind]} />
      {value !== null && (special || last) && (
        <text
          x={last ? at.x + 9 : at.x}
          y={at.y + (last ? 4 : above ? -11 : 19)}
          textAnchor={last ? 'start' : 'middle'}
        >
          {say(value)}
        </text>
      )}
    </>
  )
  if (!opens) return <g {...own}>{drawn}</g>
  const reached = {
    'data-point': i,
    tabIndex: current ? 0 : -1,
    'aria-label': sentenceOf(point, say),
    onFocus: onReach,
  }
  if (typeof opens === 'function')
    return (
      // biome-ignore lint/a11y/useSemanticElements: there is no button inside a drawing
      <g {...own} {...reached} role="button" onClick={opens} onKeyDown={(event) => event.key === 'Enter' && opens()}>
        {drawn}
      </g>
    )
  return (
    <Link to={opens.to} {...(opens.with ? { search: opens.with as never } : {})} {...own} {...reached}>
      {drawn}
    </Link>
  )
}
