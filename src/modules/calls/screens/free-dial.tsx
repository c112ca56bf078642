// A number that is typed: of the house, of an emergency service, or outside for who may; always with its reason.
import { useState } from 'react'
import { w } from '#kernel/words.ts'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Dialog } from '#web/ui/layout.tsx'
import { dial } from './telephone.ts'

const reasons = [w('联系科室', 'To reach a department'), w('帮患者询问', 'To ask for a patient')]

export const FreeDial = ({ outside, onClose }: { outside: boolean; onClose: () => void }) => {
  const form = useForm({ number: '', reason: t(reasons[0]!) })
  const free = useDo(api.calls.free, { inForm: true, changes: ['agent'] })
  const [begun, setBegun] = useState(false)
  const run = async () => {
    setBegun(true)
    const placed = await free.run(form.values)
    setBegun(false)
    if (!placed) return
    onClose()
    void dial(async () => placed, { who: placed.shown, about: null })
  }
  return (
    <Dialog title={t('拨号', 'Dial')} onClose={onClose}>
      <Form
        onSubmit={run}
        problem={free.problem}
        busy={free.busy || begun}
        submit={t('拨打', 'Dial')}
        onCancel={onClose}
      >
        <TextField
          {...form.field('number')}
          label={t('号码', 'Number')}
          hint={
            outside
              ? t('院内分机、急救号码或院外号码', 'Extensions, emergency or outside numbers')
              : t(
                  '院内分机或急救号码；患者请从任务或诉求拨打',
                  'Extensions or emergency numbers; patients from their records',
                )
          }
          autoFocus
          maxLength={25}
        />
        <TextField {...form.field('reason')} label={t('事由（会被记录）', 'Reason (it is kept)')} maxLength={200} />
        <div className="actions">
          {reasons.map((one) => (
            <Button key={one.zh} small onClick={() => form.set({ reason: t(one) })}>
              {t(one)}
            </Button>
          ))}
        </div>
      </Form>
    </Dialog>
  )
}
