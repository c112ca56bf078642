// 盲样复核: who calls the patient again, what became of it, and both answers side by side.
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import type { CheckSheet } from '../contract.ts'
import { beforeWords, recallWords } from './words.ts'

type Sheet = Wire<CheckSheet>

export const Recall = ({ it }: { it: Sheet }) => {
  const people = useAsk(api.checks.people, { id: it.id }, { on: it.can.includes('recall') })
  const form = useForm({ to: '' })
  const order = useDo(api.checks.recall, { inForm: true, changes: ['draw', 'task'], says: t('已安排复核', 'Ordered') })
  const callOff = useDo(api.checks.callOff, { changes: ['draw', 'task'], says: t('已取消', 'Called off') })
  return (
    <Section title={t('盲样复核', 'Called again blind')}>
      {it.recall && (
        <p>
          <Tag>{t(recallWords[it.recall]!)}</Tag> {it.recaller}
          {it.calledBefore &&
            t(
              `；患者说${t(beforeWords[it.calledBefore]!)}`,
              `; the patient says he ${t(beforeWords[it.calledBefore]!)}`,
            )}
          {it.can.includes('callOff') && (
            <Button small busy={callOff.busy} onClick={() => void callOff.run({ id: it.id })}>
              {t('取消复核', 'Call it off')}
            </Button>
          )}
        </p>
      )}
      {it.pairs.length > 0 && (
        <table className="small-table">
          <thead>
            <tr>
              <th scope="col">{t('问题', 'Question')}</th>
              <th scope="col">{t('第一次', 'First')}</th>
              <th scope="col">{t('复核', 'Again')}</th>
            </tr>
          </thead>
          <tbody>
            {it.pairs.map((pair) => (
              <tr key={pair.question}>
                <th scope="row">{pair.name}</th>
                <td>{pair.first}</td>
                <td>{pair.same ? pair.second : <b>{`≠ ${pair.second}`}</b>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {it.can.includes('recall') && (
        <Form
          onSubmit={() => order.run({ id: it.id, to: form.values.to })}
          problem={order.problem}
          busy={order.busy}
          submit={t('请他再打一次', 'Have it called again')}
        >
          <Select
            {...form.field('to')}
            label={t('由谁再打一次', 'Who calls again')}
            hint={t(
              '他看不到第一次的记录；每位患者一年至多复核一次。',
              'He finds nothing of the first record; a patient is called so once a year at most.',
            )}
            empty={t('请选择', 'Choose')}
            options={(people.data?.rows ?? []).map((one) => ({
              value: one.id,
              label: t(`${one.name}（待办 ${one.waiting}）`, `${one.name} (${one.waiting} waiting)`),
            }))}
          />
        </Form>
      )}
    </Section>
  )
}
