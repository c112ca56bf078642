// Both sides of a call as a line of loudness, the agent above and the other side below, with the place that is being heard.
import { useMemo } from 'react'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import { t } from '#web/ui/language.ts'

const columns = 360

/** The bars of one side as one path; `up` above the middle. */
const barsOf = (peaks: Uint8Array, side: 0 | 1): string => {
  const pairs = Math.floor(peaks.length / 2)
  let path = ''
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * pairs) / columns)
    const until = Math.max(from + 1, Math.floor(((column + 1) * pairs) / columns))
    let loudest = 0
    for (let at = from; at < until && at < pairs; at++) loudest = Math.max(loudest, peaks[at * 2 + side]!)
    const height = Math.max(0.6, (loudest / 255) * 29)
    path += side === 0 ? `M${column + 0.5} 29v-${height.toFixed(1)}` : `M${column + 0.5} 31v${height.toFixed(1)}`
  }
  return path
}

export type Flag = { readonly id: string; readonly second: number; readonly kind: string; readonly words: string }

export const Waveform = ({
  peaks,
  seconds,
  at,
  flags,
  onSeek,
}: {
  peaks: Uint8Array
  seconds: number
  at: number
  flags: readonly Flag[]
  onSeek: (second: number) => void
}) => {
  const [agent, other] = useMemo(() => [barsOf(peaks, 0), barsOf(peaks, 1)], [peaks])
  const place = (second: number) => (seconds > 0 ? Math.min(columns, (second / seconds) * columns) : 0)
  return (
    <div className="waveform">
      <span className="waveform-side">{t('坐席', 'Agent')}</span>
      <span className="waveform-side">{t('对方', 'Other side')}</span>
      <svg viewBox={`0 0 ${columns} 60`} preserveAspectRatio="none" aria-hidden="true">
        <rect className="waveform-heard" x="0" y="0" width={place(at)} height="60" />
        <path className="waveform-agent" d={agent} />
        <path className="waveform-other" d={other} />
        {flags.map(({ id, second, kind }) => (
          <path key={id} className={kind === 'mark' ? 'waveform-flag' : 'waveform-gap'} d={`M${place(second)} 0v60`} />
        ))}
        <path className="waveform-now" d={`M${place(at)} 0v60`} />
      </svg>
      <input
        type="range"
        min={0}
        max={Math.max(1, Math.floor(seconds))}
        step={1}
        value={Math.floor(at)}
        aria-label={t('播放位置', 'Place')}
        aria-valuetext={`${clockFace(at)} / ${clockFace(seconds)}`}
        onChange={(event) => onSeek(Number(event.target.value))}
      />
    </div>
  )
}
