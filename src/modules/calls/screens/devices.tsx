// Which microphone, loudspeaker and bell this machine uses, how loud one is, and a call to hear oneself.
import { useEffect, useRef, useState } from 'react'
import { api } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Dialog } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import { placeOf } from './place.ts'
import { dial, mainCall, useTelephone } from './telephone.ts'
import {
  chooseDevices,
  chosenDevices,
  microphone,
  type Problem,
  pluggedIn,
  problemOf,
  releaseMicrophone,
  sound,
  watchLevel,
} from './telephone-sound.ts'

type Plugged = Awaited<ReturnType<typeof pluggedIn>>

const optionsOf = (devices: readonly MediaDeviceInfo[]) =>
  devices
    .filter(({ deviceId }) => deviceId !== 'default' && deviceId !== 'communications')
    .map(({ deviceId, label }, i) => ({ value: deviceId, label: label || t(`设备 ${i + 1}`, `Device ${i + 1}`) }))

/** How loud the microphone is, as a native meter. */
const Level = ({ device }: { device: string }) => {
  const [level, setLevel] = useState(0)
  const [problem, setProblem] = useState<Problem | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another device is another microphone
  useEffect(() => {
    let stop: (() => void) | undefined
    let gone = false
    microphone().then(
      (stream) => {
        if (gone) return
        setProblem(null)
        stop = watchLevel(stream, setLevel)
      },
      (error) => setProblem(error.says ? (error as Problem) : problemOf(error)),
    )
    return () => {
      gone = true
      stop?.()
    }
  }, [device])
  if (problem)
    return (
      <Note tone="bad" title={t(problem.says)}>
        {t(problem.todo)}
      </Note>
    )
  return (
    <div className="level">
      <meter aria-label={t('麦克风音量', 'Level of the microphone')} min={0} max={1} low={0.15} value={level} />
      <span className="hint">{level > 0.15 ? t('听到您了', 'You are heard') : t('说句话试试', 'Say something')}</span>
    </div>
  )
}

export const DeviceDialog = ({ hasTest, onClose }: { hasTest: boolean; onClose: () => void }) => {
  const [plugged, setPlugged] = useState<Plugged>({ microphones: [], speakers: [] })
  const [chosen, setChosen] = useState(chosenDevices)
  const telephone = useTelephone()
  const busy = mainCall(telephone) !== undefined
  const stopBell = useRef<(() => void) | undefined>(undefined)
  useEffect(() => {
    const look = () => void pluggedIn().then(setPlugged)
    // The names of devices are told once the microphone is open.
    void microphone().then(look, look)
    navigator.mediaDevices?.addEventListener('devicechange', look)
    return () => {
      navigator.mediaDevices?.removeEventListener('devicechange', look)
      stopBell.current?.()
    }
  }, [])
  useEffect(() => () => void (busy || releaseMicrophone()), [busy])
  const choose = (patch: Partial<typeof chosen>) => {
    chooseDevices(patch)
    setChosen(chosenDevices())
  }
  const empty = t('系统默认', 'As the system has it')
  return (
    <Dialog title={t('通话设备', 'Devices')} onClose={onClose}>
      <div className="form">
        <Select
          label={t('麦克风', 'Microphone')}
          empty={empty}
          value={chosen.microphone}
          onChange={(id) => choose({ microphone: id })}
          options={optionsOf(plugged.microphones)}
        />
        <Level device={chosen.microphone} />
        <Select
          label={t('听筒', 'Loudspeaker')}
          empty={empty}
          value={chosen.speaker}
          onChange={(id) => choose({ speaker: id })}
          options={optionsOf(plugged.speakers)}
        />
        <Select
          label={t('来电铃声从哪里响', 'Where it rings')}
          hint={t('可选音箱，不戴耳麦时也听得到', 'A loudspeaker is heard without the headset')}
          empty={empty}
          value={chosen.bell}
          onChange={(id) => choose({ bell: id })}
          options={optionsOf(plugged.speakers)}
        />
        <div className="actions">
          <Button
            onClick={() => {
              stopBell.current?.()
              stopBell.current = sound('bell', 1)
            }}
          >
            {t('试听铃声', 'Hear the bell')}
          </Button>
          {hasTest && (
            <Button
              icon="phone"
              disabled={busy}
              onClick={() => {
                void dial(placeOf(api.calls.test, {}), { who: t('测试通话', 'Test call'), about: null })
                onClose()
              }}
            >
              {t('测试通话', 'Test call')}
            </Button>
          )}
        </div>
        {hasTest && (
          <p className="hint">
            {t('接通后说话，应能听到自己的声音。', 'Speak when it is answered: you should hear yourself.')}
          </p>
        )}
      </div>
      <div className="actions end">
        <Button kind="primary" onClick={onClose}>
          {t('好', 'Done')}
        </Button>
      </div>
    </Dialog>
  )
}
