// Texts to one patient, in the patient's record: what went out and what became of it, and another one in approved words.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Dialog, Section } from '#web/ui/layout.tsx'
import { Timeline } from '#web/ui/marks.tsx'
import { Loaded, Note } from '#web/ui/states.tsx'
import { messageLifecycle } from '../lifecycle.ts'

/** The words are chosen, not written; the number stays on the server. */
const Writing = ({ patientId, onClose }: { patientId: string; onClose: () => void }) => {
  const choices = useAsk(api.messages.choices, { patientId })
  const form = useForm({ key: '' })
  const write = useDo(api.messages.write, {
    inForm: true,
    says: t('已放入发件箱', 'It is in the outbox'),
    done: onClose,
  })
  return (
    <Dialog title={t('发短信', 'Send a text')} onClose={onClose}>
      <Loaded ask={choices} lines={4}>
        {({ to, refused, rows }) =>
          refused || rows.length === 0 ? (
            <>
              <Note tone="warn">
                {refused ?? t('还没有批准可以主动发的短信模板。', 'No wording for such texts is approved yet.')}
              </Note>
              <div className="actions end">
                <Button onClick={onClose}>{t('好', 'Done')}</Button>
              </div>
            </>
          ) : (
            <Form
              onSubmit={() => write.run({ patientId, ...form.values })}
              problem={write.problem}
              busy={write.busy}
              submit={t(`发到 ${to}`, `Send to ${to}`)}
              onCancel={onClose}
            >
              <RadioRow
                {...form.field('key')}
                tall
                label={t('发哪一条', 'Which one')}
                options={rows.map(({ key, name, text }) => ({ value: key, label: name, hint: text }))}
              />
            </Form>
          )
        }
      </Loaded>
    </Dialog>
  )
}

export const TextsOfPatient = ({ id }: { id: string }) => {
  const mayEver = useMayEver()
  const ask = useAsk(api.messages.list, { patientId: id, limit: 20 }, { on: mayEver('message.read') })
  const [writing, setWriting] = useState(false)
  if (!mayEver('message.write')) return null
  return (
    <Section title={t('短信', 'Texts')} aside={ask.data?.rows.length || undefined}>
      <Loaded ask={ask} lines={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="none">{t('没有发过短信', 'No text has gone out')}</p>
          ) : (
            <Timeline
              moments={rows.map((one) => ({
                key: one.id,
                at: one.sentAt ?? one.createdAt,
                title: `${one.template} · ${t(messageLifecycle.states[one.status]!)}`,
                by: one.sentBy,
                words: one.text,
                tone: one.status === 'delivered' ? ('good' as const) : ('plain' as const),
              }))}
            />
          )
        }
      </Loaded>
      <div className="actions">
        <Button small icon="speech" onClick={() => setWriting(true)}>
          {t('发短信', 'Send a text')}
        </Button>
      </div>
      {writing && <Writing patientId={id} onClose={() => setWriting(false)} />}
    </Section>
  )
}
