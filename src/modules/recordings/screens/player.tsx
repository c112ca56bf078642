// Listening to one recording: first the reason, then the sound with its waveform, speed, marks and keys; who listened stands below.
import { useEffect, useMemo, useRef, useState } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import { api, hrefOf, useAsk, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Time } from '#web/ui/moment.tsx'
import { Loaded, Note } from '#web/ui/states.tsx'
import type { RecordingSheet } from '../contract.ts'
import { Acts } from './acts.tsx'
import './recordings.css'
import { Waveform } from './waveform.tsx'
import { usualReasons } from './words.ts'

type Sheet = Wire<z.output<typeof RecordingSheet>>
type Right = Awaited<ReturnType<typeof api.recordings.listen>>

const speeds = [0.75, 1, 1.25, 1.5, 2]

/** The loud moments as they came. */
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

const Why = ({ sheet, onOpen }: { sheet: Sheet; onOpen: (right: Right) => void }) => {
  const form = useForm({ reason: '' })
  const listen = useDo(api.recordings.listen, { inForm: true })
  const open = async (reason: string) => {
    const right = await listen.run({ id: sheet.id, reason })
    if (right) onOpen(right)
  }
  return (
    <div className="listen-why">
      <Form
        onSubmit={() => open(form.values.reason)}
        submit={t('调听', 'Listen')}
        busy={listen.busy}
        problem={listen.problem}
      >
        <TextField
          {...form.field('reason')}
          label={t('调听理由', 'Why you listen')}
          hint={t('会留痕', 'It is recorded')}
        />
      </Form>
      <div className="listen-usual">
        {usualReasons.map((reason) => (
          <Button key={reason.zh} small kind="quiet" onClick={() => void open(t(reason))}>
            {t(reason)}
          </Button>
        ))}
      </div>
    </div>
  )
}

/** Everything of an audio element that the screen shows. */
const useSound = (src: string, atFirst: number) => {
  const element = useRef<HTMLAudioElement>(null)
  const [at, setAt] = useState(0)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(1)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (element.current) element.current.playbackRate = speed
  }, [speed])
  const seek = (second: number) => {
    const it = element.current
    if (!it) return
    it.currentTime = Math.max(0, second)
    setAt(it.currentTime)
  }
  const turn = () => {
    const it = element.current
    if (!it) return
    if (it.paused) void it.play().catch(() => setFailed(true))
    else it.pause()
  }
  const tag = (
    // biome-ignore lint/a11y/useMediaCaption: the sound of a call has no captions
    <audio
      ref={element}
      src={src}
      preload="metadata"
      onLoadedMetadata={(event) => {
        setFailed(false)
        event.currentTarget.playbackRate = speed
        if (atFirst > 0) event.currentTarget.currentTime = atFirst
      }}
      onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
      onPlay={() => setPlaying(true)}
      onPause={() => setPlaying(false)}
      onError={() => setFailed(true)}
    />
  )
  return { tag, at, playing, speed, failed, seek, turn, setSpeed }
}

const Marking = ({ sheet, at }: { sheet: Sheet; at: number }) => {
  const form = useForm({ words: '' })
  const mark = useDo(api.recordings.mark, { inForm: true })
  const second = Math.floor(at * 10) / 10
  return (
    <Form
      onSubmit={async () => {
        if (await mark.run({ id: sheet.id, second, words: form.values.words })) form.reset()
      }}
      problem={mark.problem}
    >
      <div className="player-mark">
        <TextField {...form.field('words')} label={t('在这里标记', 'Mark this moment')} maxLength={100} />
        <Button type="submit" icon="flag" busy={mark.busy}>
          {t(`标记 ${clockFace(second)}`, `Mark ${clockFace(second)}`)}
        </Button>
      </div>
    </Form>
  )
}

type OnAt = ((second: number) => void) | undefined

const Open = ({ sheet, right, again, onAt }: { sheet: Sheet; right: Right; again: () => void; onAt: OnAt }) => {
  const [upTo, setUpTo] = useState(sheet.bytes)
  const [from, setFrom] = useState(0)
  const src = hrefOf(api.recordings.sound, { id: sheet.id, listen: right.listen, upTo })
  const peaks = useMemo(() => bytesOf(right.peaks), [right.peaks])
  const { tag, at, playing, speed, failed, seek, turn, setSpeed } = useSound(src, from)
  useEffect(() => onAt?.(at), [at, onAt])
  const faster = (by: 1 | -1) => {
    const to = speeds[speeds.indexOf(speed) + by]
    if (to) setSpeed(to)
  }
  useShortcut('Alt+p', turn, { words: w('播放或暂停录音', 'Play or pause') })
  useShortcut('Alt+ArrowLeft', () => seek(at - 5), { words: w('后退 5 秒', 'Back 5 s') })
  useShortcut('Alt+ArrowRight', () => seek(at + 5), { words: w('前进 5 秒', 'On 5 s') })
  useShortcut('Alt+.', () => faster(1), { words: w('加速', 'Faster') })
  useShortcut('Alt+,', () => faster(-1), { words: w('减速', 'Slower') })
  /** What has come meanwhile is heard too, from where one is. */
  const grow = () => {
    setFrom(at)
    setUpTo(sheet.bytes)
  }
  return (
    <>
      {tag}
      <Waveform peaks={peaks} seconds={sheet.seconds} at={at} flags={sheet.marks} onSeek={seek} />
      <div className="player-line">
        <Button kind="primary" icon={playing ? 'pause' : 'play'} keys="Alt+P" onClick={turn}>
          {playing ? t('暂停', 'Pause') : t('播放', 'Play')}
        </Button>
        <IconButton icon="left" label={t('后退 5 秒', 'Back 5 seconds')} onClick={() => seek(at - 5)} />
        <IconButton icon="right" label={t('前进 5 秒', 'On 5 seconds')} onClick={() => seek(at + 5)} />
        <span className="player-time">
          {clockFace(at)} / {clockFace(Math.round(sheet.seconds))}
        </span>
        <span className="player-speeds">
          {speeds.map((one) => (
            <button key={one} type="button" aria-pressed={one === speed} onClick={() => setSpeed(one)}>
              {`${one}×`}
            </button>
          ))}
        </span>
        {sheet.status === 'recording' && sheet.bytes > upTo && (
          <Button small icon="again" onClick={grow}>
            {t('有新内容，继续听', 'More has come')}
          </Button>
        )}
      </div>
      {failed && (
        <Note tone="warn" title={t('放不出声音', 'It cannot be played')}>
          {t('调听可能已过期，或录音刚刚整理完。', 'The time for listening is over, or it has just been mended. ')}{' '}
          <Button small onClick={again}>
            {t('重新打开', 'Open again')}
          </Button>
        </Note>
      )}
      {sheet.can.includes('mark') && <Marking sheet={sheet} at={at} />}
      {sheet.marks.length > 0 && (
        <ol className="player-marks">
          {sheet.marks.map((mark) => (
            <li key={mark.id}>
              <Button small kind="quiet" onClick={() => seek(mark.second)}>
                {clockFace(mark.second)}
              </Button>
              <span>
                {mark.kind === 'mark'
                  ? mark.words
                  : mark.kind === 'pause'
                    ? t('暂停录音', 'Recording paused')
                    : t('继续录音', 'Recording went on')}
              </span>
              <small>
                {mark.by} · <Time at={mark.at} />
              </small>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

const Listened = ({ sheet }: { sheet: Sheet }) =>
  sheet.listened.length === 0 ? null : (
    <div className="player-listened">
      <h3>{t('谁听过', 'Who listened')}</h3>
      <ul>
        {sheet.listened.map((one) => (
          <li key={one.at + one.by}>
            {one.by} · <Time at={one.at} /> · {one.reason}
          </li>
        ))}
      </ul>
    </div>
  )

const Silent = ({ sheet }: { sheet: Sheet }) => (
  <p className="none">
    {sheet.status === 'declined'
      ? t('对方不同意录音，没有录。', 'The person did not agree; nothing was recorded.')
      : sheet.status === 'destroyed'
        ? t(`已销毁：${sheet.destroyedWhy}`, `Destroyed: ${sheet.destroyedWhy}`)
        : t('还没有声音。', 'There is no sound yet.')}
  </p>
)

/** One recording, for any screen that knows its id; `onAt` hears which second is being played. */
export const Player = ({ id, onAt }: { id: string; onAt?: (second: number) => void }) => {
  const [right, setRight] = useState<Right>()
  const ask = useAsk(api.recordings.get, { id }, right?.growing ? { seconds: 4 } : {})
  return (
    <Loaded ask={ask} lines={3}>
      {(sheet) => (
        <div className="player">
          {sheet.heldFor && (
            <Note tone="warn" title={t('录音保全中，不会销毁', 'Held: it is not destroyed')}>
              {sheet.heldFor} · {sheet.heldBy}
            </Note>
          )}
          {sheet.can.includes('listen') ? (
            right ? (
              <Open key={right.listen} sheet={sheet} right={right} again={() => setRight(undefined)} onAt={onAt} />
            ) : (
              <Why sheet={sheet} onOpen={setRight} />
            )
          ) : (
            <Silent sheet={sheet} />
          )}
          <Acts sheet={sheet} />
          <Listened sheet={sheet} />
        </div>
      )}
    </Loaded>
  )
}
