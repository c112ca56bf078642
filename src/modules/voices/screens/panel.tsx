// What the record of a staff voice adds: asking who it was, and what became of that.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Opening } from './opening.tsx'

const Ask = ({ caseId, onDone }: { caseId: string; onDone: () => void }) => {
  const form = useForm({ reason: '' })
  const ask = useDo(api.openings.ask, {
    inForm: true,
    says: t('已提交两名保管人', 'Put before the custodians'),
    done: onDone,
  })
  return (
    <Form
      problem={ask.problem}
      busy={ask.busy}
      submit={t('提交申请', 'Ask')}
      onSubmit={() => ask.run({ caseId, ...form.values })}
      extra={
        <Button kind="quiet" onClick={onDone}>
          {t('取消', 'Cancel')}
        </Button>
      }
    >
      <TextArea
        {...form.field('reason')}
        rows={2}
        label={t('为什么必须知道是谁', 'Why it must be known who it was')}
        hint={t(
          '保管人和本人都会看到有人申请；办得了的事先不要问。',
          'The custodians read it, and the person is told that somebody asked.',
        )}
        maxLength={500}
      />
    </Form>
  )
}

const OfStaffVoice = ({ caseId }: { caseId: string }) => {
  const [asking, setAsking] = useState(false)
  const list = useAsk(api.openings.list, { caseId })
  const waiting = list.data?.rows.some((one) => one.mine && one.status === 'asked') ?? true
  return (
    <Section title={t('身份', 'Identity')}>
      <p className="faint">
        {t(
          '是谁说的封存在保险箱里；有没有留身份，这里看不出。',
          'Who it was is sealed in the vault; whether anything was left cannot be told from here.',
        )}
      </p>
      <ul className="openings">
        {list.data?.rows.map((line) => (
          <Opening key={line.id} line={line} withNumber={false} />
        ))}
      </ul>
      {asking ? (
        <Ask caseId={caseId} onDone={() => setAsking(false)} />
      ) : (
        !waiting && (
          <Button small icon="key" onClick={() => setAsking(true)}>
            {t('申请核实身份', 'Ask who it was')}
          </Button>
        )
      )}
    </Section>
  )
}

export const Panel = ({ caseId }: { caseId: string }) => {
  const sheet = useAsk(api.cases.get, { id: caseId })
  return sheet.data?.channel === 'staff' ? <OfStaffVoice caseId={caseId} /> : null
}
