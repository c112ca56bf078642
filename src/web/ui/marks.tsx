// Small marks: a state, a tag, a count, a progress, the facts of a record, what happened in order.
import type { ReactNode } from 'react'
import type { Lifecycle } from '#kernel/lifecycle.ts'
import type { Words } from '#kernel/words.ts'
import { t } from './language.ts'
import { Time } from './moment.tsx'

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad'

/** A word with a soft ground; red only for what is overdue or dangerous. */
export const Tag = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`tag ${tone}`}>{children}</span>
)

/** A state of a lifecycle as the table names it, with a dot: hollow while open, full when it needs a hand, pale when over. */
export const StateDot = ({
  life,
  status,
  tone = 'plain',
}: {
  life: { readonly states: Lifecycle<never, string, string>['states'] }
  status: string
  tone?: Tone
}) => {
  const words = (life.states as Readonly<Record<string, Words>>)[status]
  return (
    <span className={`state ${tone}`}>
      <i aria-hidden="true" />
      {words ? t(words) : status}
    </span>
  )
}

/** A number beside a word. */
export const Badge = ({ count, tone = 'plain' }: { count: number; tone?: Tone }) => (
  <span className={`badge ${tone}`}>{count > 9999 ? '9999+' : count}</span>
)

/** How far something long has come; `done` from 0 to 1, absent while nobody knows. */
export const Progress = ({ done, label }: { done?: number | null; label: string }) => (
  <div className="progress">
    <progress aria-label={label} max={1} {...(done === undefined || done === null ? {} : { value: done })} />
    <span className="progress-words" aria-hidden="true">
      {label}
      {typeof done === 'number' && <b>{Math.round(done * 100)} %</b>}
    </span>
  </div>
)

/** Facts of a record in pairs; empty ones are left out. */
export const Facts = ({
  facts,
  columns = 2,
}: {
  facts: readonly (readonly [label: string, value: ReactNode, wide?: boolean])[]
  columns?: 1 | 2 | 3
}) => (
  <dl className={`facts columns-${columns}`}>
    {facts
      .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
      .map(([label, value, wide]) => (
        <div key={label} className={wide ? 'wide' : ''}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
)

/** What happened, the newest last as it is read in a record. */
export const Timeline = ({
  moments,
}: {
  moments: readonly {
    readonly key?: string
    readonly at: string
    readonly title: ReactNode
    readonly by?: string | null
    readonly words?: ReactNode
    readonly tone?: Tone
  }[]
}) => (
  <ol className="timeline">
    {moments.map((one) => (
      <li key={one.key ?? `${one.at}${String(one.title)}`} className={one.tone ?? ''}>
        <Time at={one.at} />
        <div>
          <span className="timeline-title">{one.title}</span>
          {one.by && <span className="by">{one.by}</span>}
          {one.words && <p>{one.words}</p>}
        </div>
      </li>
    ))}
  </ol>
)
