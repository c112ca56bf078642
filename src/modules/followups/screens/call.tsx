// The telephone's place on a record: one press dials; the record says how the call stands and how it ended.
import { useEffect, useState } from 'react'
import { w } from '#kernel/words.ts'
import { Elapsed } from '#modules/calls/screens/elapsed.tsx'
import { placeOf } from '#modules/calls/screens/place.ts'
import { dial as dialBy, hangUp, hasTelephone, useTelephone } from '#modules/calls/screens/telephone.ts'
import { sayEnd, sayPhase } from '#modules/calls/screens/words.ts'
import { ownerWords } from '#modules/patients/words.ts'
import { api, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import type { Sheet } from './draft.ts'
import { AutoDial, type Owed } from './progressive.tsx'
import type { TaskCall } from './task-call.ts'

/**
 * Gives the number to whatever telephone the workstation has. A window of its own, which closes by itself: the question
 * “open with …?” must not stand over the record while somebody answers the call.
 */
const handOff = (number: string): void => {
  const link = document.createElement('a')
  link.href = `tel:${number}`
  link.target = '_blank'
  link.click()
}

/** What can wait until the other side rings, in milliseconds. */
const afterwards = 1500

/** The state of the call in a line beside the number. */
const Standing = ({ call }: { call: NonNullable<TaskCall['call']> }) => (
  <span className={call.phase === 'ended' ? 'call-standing over' : 'call-standing'} role="status">
    {call.phase === 'ended' ? sayEnd(call) : sayPhase(call)}
    {call.phase === 'talking' && call.answeredAt && <Elapsed since={call.answeredAt} />}
  </span>
)

/**
 * Dials by the telephone of this page, which learns no number; where there is none the look is recorded, the number goes
 * to the workstation's telephone by `tel:` and stands there large for a desk telephone.
 */
export const Call = ({
  sheet,
  startedAt,
  may,
  onDial,
  spoken,
  auto,
}: {
  sheet: Sheet
  /** The number may be dialled: the task is one's own. */
  may: boolean
  startedAt: string | null
  onDial: (owner: 'patient' | 'contact' | 'work') => void
  spoken: TaskCall
  /** It is to be dialled by itself; what else is owed first keeps it from being so. */
  auto: { readonly owed: Owed | null; readonly stop: () => void } | null
}) => {
  const [shown, setShown] = useState<{ index: number; number: string } | undefined>()
  const [at, setAt] = useState(0)
  const telephone = useTelephone()
  const has = hasTelephone(telephone)
  const reveal = useDo(api.followups.reveal)
  const phone = sheet.phones[at]
  const { call } = spoken
  const going = call !== undefined && call.phase !== 'ended'
  const busy = reveal.busy

  const dial = async () => {
    if (!phone || busy || going) return
    auto?.stop()
    if (has) {
      const { putAway } = spoken
      const who = `${sheet.patient.name} ${phone.masked}`
      const place = placeOf(api.followups.dial, { id: sheet.id, index: phone.index })
      const id = await dialBy(place, { who, about: sheet.id })
      if (!id) return
      onDial(phone.owner)
      setTimeout(putAway, afterwards)
      return
    }
    const reply = await reveal.run({ id: sheet.id, index: phone.index })
    if (!reply) return
    const said = reply.extension ? `${reply.number},${reply.extension}` : reply.number
    setShown({ index: phone.index, number: reply.extension ? `${reply.number} 转 ${reply.extension}` : reply.number })
    onDial(phone.owner)
    handOff(said)
  }
  useShortcut('c Alt+c', () => void dial(), { on: may, words: w('拨打', 'Dial') })
  useShortcut('v', () => setAt((before) => (before + 1) % Math.max(1, sheet.phones.length)), {
    on: sheet.phones.length > 1,
    words: w('换一个号码', 'The next number'),
  })
  // Another number is shown once the one before has been tried in vain.
  useEffect(() => {
    if (!has) return
    setShown(undefined)
  }, [has])

  if (!phone) return <p className="no-phone">{t('没有可用的号码', 'No usable number')}</p>
  const again = shown?.index === phone.index || call?.phase === 'ended'
  return (
    <section className="call" aria-label={t('电话', 'Telephone')}>
      {going ? (
        <Button kind="danger" icon="hang-up" onClick={() => void hangUp(call.id)}>
          {t('挂断', 'Hang up')}
        </Button>
      ) : (
        <Button
          kind={again ? 'plain' : 'primary'}
          icon="phone"
          keys="C"
          busy={busy}
          disabled={!may}
          onClick={() => void dial()}
        >
          {again ? t('再拨', 'Dial again') : t('拨打', 'Dial')}
        </Button>
      )}
      <div className="call-number">
        <span className="figures">{shown?.index === phone.index ? shown.number : phone.masked}</span>
        <small>
          {t(ownerWords[phone.owner])}
          {phone.remark ? ` · ${phone.remark}` : ''}
          {sheet.phones.length > 1 && ` · ${at + 1}/${sheet.phones.length}`}
        </small>
      </div>
      {sheet.phones.length > 1 && !going && (
        <IconButton
          icon="again"
          label={t('换一个号码 (V)', 'The next number (V)')}
          onClick={() => setAt((at + 1) % sheet.phones.length)}
        />
      )}
      {call ? <Standing call={call} /> : shown && startedAt && <Elapsed since={startedAt} />}
      {auto && !going && !again && <AutoDial owed={auto.owed} onDial={() => void dial()} onStop={auto.stop} />}
    </section>
  )
}
