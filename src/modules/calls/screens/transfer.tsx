// Handing a call over: to a colleague or to a number of the house, at once or after a word with them.
import { useEffect, useRef, useState } from 'react'
import { api, useAsk } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Loaded } from '#web/ui/states.tsx'
import './agents.css'
import { type Call, dial, holdCall, transferCall } from './telephone.ts'
import { stateWords } from './words.ts'

type To = { readonly name: string; readonly about: string; readonly state: string; readonly target: string }

export const HandOver = ({ call, onClose }: { call: Call; onClose: () => void }) => {
  const ask = useAsk(api.calls.colleagues)
  const [q, setQ] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  const consult = async (to: To) => {
    onClose()
    await holdCall(true)
    await dial(async () => ({ callId: `with-${crypto.randomUUID()}`, target: to.target }), {
      who: to.name,
      about: call.id,
      role: 'consult',
    })
  }
  const atOnce = async (to: To) => {
    onClose()
    await transferCall(async () => ({ callId: call.id, target: to.target }))
  }
  return (
    <section className="phone-panel hand-over" aria-label={t('转接', 'Transfer')}>
      <div className="phone-panel-head">
        <input
          ref={field}
          className="input"
          aria-label={t('找同事或号码', 'Find a colleague or number')}
          placeholder={t('找同事或号码', 'Find a colleague or number')}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        <IconButton icon="close" size={15} label={t('收起', 'Close')} onClick={onClose} />
      </div>
      <Loaded ask={ask} lines={4}>
        {({ people, numbers }) => {
          const all: To[] = [
            ...people.map((one) => ({
              name: one.name,
              about: one.extension,
              state: one.state,
              target: one.target,
            })),
            ...numbers.map((one) => ({ name: one.name, about: '', state: '', target: one.target })),
          ].filter(({ name, about }) => name.includes(q.trim()) || about.startsWith(q.trim()))
          return (
            <ul>
              {all.length === 0 && <li className="none">{t('没有找到', 'Nobody found')}</li>}
              {all.map((to) => (
                <li key={to.target}>
                  <span>
                    {to.name} <small className="figures">{to.about}</small>
                  </span>
                  {to.state && (
                    <span className={`agent-state ${to.state}`}>
                      <i aria-hidden="true" />
                      {t(stateWords[to.state as keyof typeof stateWords])}
                    </span>
                  )}
                  <Button small onClick={() => void consult(to)}>
                    {t('先咨询', 'Consult')}
                  </Button>
                  <Button small kind="quiet" onClick={() => void atOnce(to)}>
                    {t('直接转', 'At once')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </section>
  )
}
