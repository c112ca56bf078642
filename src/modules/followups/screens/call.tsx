// The telephone's place: the number is revealed and handed to the telephone; the browser's own telephone will stand here.
import { useEffect, useState } from 'react'
import { w } from '#kernel/words.ts'
import { ownerWords } from '#modules/patients/words.ts'
import { api, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import type { Sheet } from './draft.ts'

const Elapsed = ({ since }: { since: string }) => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const tick = () => setSeconds(Math.max(0, Math.floor((now().getTime() - new Date(since).getTime()) / 1000)))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [since])
  return (
    <span className="elapsed" role="timer">
      {String(Math.floor(seconds / 60)).padStart(2, '0')}:{String(seconds % 60).padStart(2, '0')}
    </span>
  )
}

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

/** Dials: the look is recorded, the number goes to the telephone by `tel:`, and stands there large for a desk telephone. */
export const Call = ({
  sheet,
  startedAt,
  may,
  onDial,
}: {
  sheet: Sheet
  /** The number may be looked at: the task is one's own. */
  may: boolean
  startedAt: string | null
  onDial: (owner: 'patient' | 'contact' | 'work') => void
}) => {
  const [shown, setShown] = useState<{ index: number; number: string } | undefined>()
  const [at, setAt] = useState(0)
  const reveal = useDo(api.followups.reveal)
  const phone = sheet.phones[at]

  const dial = async () => {
    if (!phone || reveal.busy) return
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

  if (!phone) return <p className="no-phone">{t('没有可用的号码', 'No usable number')}</p>
  return (
    <section className="call" aria-label={t('电话', 'Telephone')}>
      <Button
        kind={shown ? 'plain' : 'primary'}
        icon="phone"
        keys="C"
        busy={reveal.busy}
        disabled={!may}
        onClick={() => void dial()}
      >
        {shown?.index === phone.index ? t('再拨', 'Dial again') : t('拨打', 'Dial')}
      </Button>
      <div className="call-number">
        <span className="figures">{shown?.index === phone.index ? shown.number : phone.masked}</span>
        <small>
          {t(ownerWords[phone.owner])}
          {phone.remark ? ` · ${phone.remark}` : ''}
          {sheet.phones.length > 1 && ` · ${at + 1}/${sheet.phones.length}`}
        </small>
      </div>
      {sheet.phones.length > 1 && (
        <IconButton
          icon="again"
          label={t('换一个号码 (V)', 'The next number (V)')}
          onClick={() => setAt((at + 1) % sheet.phones.length)}
        />
      )}
      {shown && startedAt && <Elapsed since={startedAt} />}
    </section>
  )
}
