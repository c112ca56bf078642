// The bar while a call is spoken: what to say before it is recorded, the red mark while it is, and the no that is always there.
import { useEffect, useState } from 'react'
import { w } from '#kernel/words.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { agreed, declined, pauseOrGoOn, secondsNow, startRecorder, useRecorder } from './recorder.ts'
import './recordings.css'

const OnTape = () => {
  const [seconds, setSeconds] = useState(secondsNow)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsNow()), 500)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="on-tape" role="timer">
      {clockFace(seconds)}
    </span>
  )
}

/** The person must be told, and says yes or no. */
const Asking = ({ words }: { words: string }) => {
  useShortcut('F6', () => void agreed(), { words: w('对方同意录音', 'Agrees to be recorded') })
  return (
    <>
      <p className="recorder-say">
        <strong>{t('先告知，再录音：', 'Say it before it is recorded:')}</strong>
        <q>{words}</q>
      </p>
      <span className="recorder-do">
        <Button small kind="primary" keys="F6" onClick={() => void agreed()}>
          {t('对方同意，开始录音', 'Agrees: record')}
        </Button>
        <Button small onClick={() => void declined()}>
          {t('不同意', 'Does not agree')}
        </Button>
      </span>
    </>
  )
}

/** A no that destroys is said twice. */
const No = () => {
  const [sure, setSure] = useState(false)
  return sure ? (
    <>
      <Button small kind="danger" onClick={() => void declined()}>
        {t('停止并销毁已录部分', 'Stop and destroy what was recorded')}
      </Button>
      <Button small kind="quiet" onClick={() => setSure(false)}>
        {t('返回', 'Back')}
      </Button>
    </>
  ) : (
    <Button small kind="quiet" onClick={() => setSure(true)}>
      {t('对方不同意录音', 'Does not agree')}
    </Button>
  )
}

const Running = ({ paused, waiting }: { paused: boolean; waiting: number }) => {
  const turn = () => void pauseOrGoOn()
  useShortcut('F7', turn, { words: w('暂停或继续录音', 'Pause or go on recording') })
  return (
    <>
      <p className={paused ? 'recorder-mark paused' : 'recorder-mark'}>
        <span className="recorder-dot" />
        <strong role="status">{paused ? t('录音已暂停', 'Recording is paused') : t('正在录音', 'Recording')}</strong>
        <OnTape />
        {waiting > 2 && (
          <span className="recorder-waiting">
            {t(`${waiting} 段待上传，恢复后自动补传`, `${waiting} pieces wait for the line`)}
          </span>
        )}
      </p>
      <span className="recorder-do">
        <Button small icon={paused ? 'play' : 'pause'} keys="F7" onClick={turn}>
          {paused ? t('继续录音', 'Go on') : t('暂停（说证件号时）', 'Pause (identity numbers)')}
        </Button>
        <No />
      </span>
    </>
  )
}

/** For who has a telephone: there for as long as the page is, seen while a call is spoken. */
export const RecorderBar = () => {
  useEffect(startRecorder, [])
  const { phase, words, waiting, problem } = useRecorder()
  if (phase === 'idle') return null
  return (
    <section className={`recorder ${phase} no-print`} aria-label={t('本次通话的录音', 'Recording of this call')}>
      {phase === 'asking' && <Asking words={words} />}
      {phase === 'starting' && <p role="status">{t('正在开始录音…', 'Beginning to record…')}</p>}
      {(phase === 'recording' || phase === 'paused') && <Running paused={phase === 'paused'} waiting={waiting} />}
      {phase === 'saving' && (
        <p role="status">
          {waiting > 0
            ? t(
                `正在保存录音，还有 ${waiting} 段，请不要关闭本页`,
                `Saving: ${waiting} pieces left; keep this page open`,
              )
            : t('正在保存录音…', 'Saving the recording…')}
        </p>
      )}
      {phase === 'declined' && (
        <p role="status">{t('对方不同意，本次通话不录音', 'Not agreed to: this call is not recorded')}</p>
      )}
      {phase === 'refused' && (
        <p role="alert">
          <Icon name="alert" size={16} /> {t('没有在录音：', 'Nothing is being recorded: ')}
          {problem}
        </p>
      )}
    </section>
  )
}
