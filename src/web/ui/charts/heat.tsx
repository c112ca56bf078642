// When it happens: days of the week by hours of the day, as a table whose cells are shaded and hold their number.
import type { ReactNode } from 'react'
import { t } from '#web/ui/language.ts'
import { Chart, Opener, type Opens } from './frame.tsx'

export type HeatCell = {
  /** What is shaded, 0 to 1; null where there is nothing or too few. */
  readonly level: number | null
  /** What stands in the cell. */
  readonly text: string
  /** Said in full: 周一 9 时，接通 12 ÷ 30. */
  readonly name: string
  readonly opens?: Opens | undefined
}

/** Rows by columns; shade in five steps, by width of hatching too, so that it is read in black and white. */
export const Heat = ({
  title,
  answer,
  columns,
  rows,
  note,
  level,
}: {
  title: string
  answer?: ReactNode
  columns: readonly string[]
  rows: readonly { readonly key: string; readonly label: string; readonly cells: readonly HeatCell[] }[]
  note?: ReactNode
  level?: 'h2' | 'h3' | 'h4'
}) => (
  <Chart {...{ title, answer, note }} {...(level ? { level } : {})}>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <section className="heat-place" tabIndex={0} aria-label={title}>
      <table className="heat">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t('哪天', 'Day')}</span>
            </th>
            {columns.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, cells }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {cells.map((cell) => (
                <td
                  key={cell.name}
                  className={cell.level === null ? '' : `heat-${Math.min(4, Math.floor(cell.level * 5))}`}
                >
                  <Opener opens={cell.opens} name={cell.name}>
                    {cell.text}
                  </Opener>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </Chart>
)
