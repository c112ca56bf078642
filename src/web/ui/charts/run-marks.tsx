// What happened while a figure ran: lines across a run chart, and under it the names of those that lead somewhere.
import { Opener, type Opens } from './frame.tsx'
import type { RunPoint } from './run-shape.ts'

/** A line before the point `at`, or within its span (`within` from 0 to 1). */
export type Mark = {
  readonly at: string
  readonly words: string
  readonly within?: number
  readonly opens?: Opens | undefined
}

/** ① ② ③ …, by which a line is found again among the names. */
const numberOf = (i: number): string => (i < 20 ? String.fromCodePoint(0x2460 + i) : `(${i + 1})`)
const numbered = (marks: readonly Mark[]): Mark[] => marks.filter(({ opens }) => opens)

export const Marks = ({
  marks,
  points,
  x,
  step,
  bottom,
  middle,
}: {
  marks: readonly Mark[]
  points: readonly RunPoint[]
  x: (i: number) => number
  step: number
  bottom: number
  /** From here on words stand to the left of their line. */
  middle: number
}) => {
  const drawn = marks.flatMap((mark) => {
    const i = points.findIndex(({ key }) => key === mark.at)
    return i < 0 ? [] : [{ mark, here: Math.round((x(i) + step * ((mark.within ?? 0) - 0.5)) * 10) / 10 }]
  })
  return drawn.map(({ mark, here }, i) => {
    const left = here > middle
    // Two of one week: the later number stands under the earlier one.
    const beside = drawn.slice(0, i).filter((one) => Math.abs(one.here - here) < 16).length
    return (
      <g key={`${mark.at}${mark.words}`} className="run-mark">
        <line x1={here} x2={here} y1={10} y2={bottom} />
        <text x={here + (left ? -4 : 4)} y={13 + beside * 13} textAnchor={left ? 'end' : 'start'}>
          {mark.opens ? numberOf(numbered(marks).indexOf(mark)) : mark.words}
        </text>
      </g>
    )
  })
}

/** The numbers of the drawing with their names, each a way to what it stands for. */
export const MarkNames = ({ marks }: { marks: readonly Mark[] }) => {
  const named = numbered(marks)
  if (named.length === 0) return null
  return (
    <ul className="run-names">
      {named.map(({ at, words, opens }, i) => (
        <li key={`${at}${words}`}>
          <span aria-hidden="true">{numberOf(i)}</span>{' '}
          <Opener opens={opens} className="link">
            {words}
          </Opener>
        </li>
      ))}
    </ul>
  )
}
