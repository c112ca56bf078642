// What else can be done with a task: hand it over, put it back, cancel it; rarely used and therefore folded away.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import type { Sheet } from './draft.ts'

const HandOver = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const [to, setTo] = useState('')
  const [words, setWords] = useState('')
  const people = useAsk(api.staff.list, sheet.kind === 'urgent' ? { role: 'department' } : {}).data?.rows ?? []
  const handOver = useDo(api.followups.handOver, { inForm: true, says: t('已转交', 'Handed over'), done: onDone })
  const fit = people.filter(
    (one) =>
      one.status === 'active' &&
      (sheet.kind === 'urgent' ? one.role === 'department' : ['agent', 'lead'].includes(one.role)),
  )
  return (
    <Form
      problem={handOver.problem}
      busy={handOver.busy}
      submit={t('转交', 'Hand over')}
      onSubmit={() => to && handOver.run({ id: sheet.id, to, words })}
    >
      <div className="columns">
        <Select
          label={t('转给', 'To')}
          name="to"
          empty={t('请选择', 'Choose')}
          value={to}
          onChange={setTo}
          options={fit.map((one) => ({ value: one.id, label: one.name }))}
        />
        <TextField
          label={t('交代', 'What to know')}
          name="words"
          optional
          maxLength={500}
          value={words}
          onChange={setWords}
        />
      </div>
    </Form>
  )
}

const Cancel = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const [reason, setReason] = useState('')
  const cancel = useDo(api.followups.cancel, { inForm: true, says: t('已取消', 'Cancelled'), done: onDone })
  return (
    <Form
      danger
      problem={cancel.problem}
      busy={cancel.busy}
      submit={t('取消任务', 'Cancel the task')}
      onSubmit={() => cancel.run({ id: sheet.id, reason })}
    >
      <TextField
        label={t('取消的原因', 'Why it is cancelled')}
        name="reason"
        maxLength={300}
        value={reason}
        onChange={setReason}
      />
    </Form>
  )
}

export const OtherVerbs = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const putBack = useDo(api.followups.putBack, { says: t('已放回', 'Put back'), done: onDone })
  const reopen = useDo(api.followups.reopen, { says: t('已撤销未访', 'Taken back') })
  const can = (verb: string) => sheet.can.includes(verb)
  if (!['handOver', 'putBack', 'cancel', 'reopen'].some(can)) return null
  return (
    <Fold title={t('转交、放回、取消', 'Hand over, put back, cancel')}>
      <div className="others">
        {can('putBack') && (
          <Button busy={putBack.busy} onClick={() => void putBack.run({ id: sheet.id })}>
            {t('放回待领取', 'Put back for others')}
          </Button>
        )}
        {can('reopen') && (
          <Button busy={reopen.busy} onClick={() => void reopen.run({ id: sheet.id })}>
            {t('撤销未访，再打一次', 'Call once more')}
          </Button>
        )}
        {can('handOver') && <HandOver sheet={sheet} onDone={onDone} />}
        {can('cancel') && <Cancel sheet={sheet} onDone={onDone} />}
      </div>
    </Fold>
  )
}
