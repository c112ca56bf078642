// How people are told in this hospital that a call is recorded.
import { api, useAsk, useDo } from '#web/api.ts'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Loaded, Note } from '#web/ui/states.tsx'

type Notice = 'off' | 'spoken' | 'announced'

const Fields = ({ now }: { now: { notice: Notice; words: string } }) => {
  const form = useForm(now)
  const save = useDo(api.recordings.setRules, { inForm: true, says: t('已保存', 'Saved') })
  return (
    <Form onSubmit={() => save.run(form.values)} submit={t('保存', 'Save')} busy={save.busy} problem={save.problem}>
      <RadioRow<Notice>
        {...form.field('notice')}
        label={t('怎么告知', 'How')}
        options={[
          { value: 'spoken', label: t('坐席先说，对方同意后按一个键开始', 'The agent says it; one key after the yes') },
          { value: 'announced', label: t('接通前由电话系统播放，接通即录', 'Announced by the exchange before') },
          { value: 'off', label: t('不在这里录音', 'Nothing is recorded here') },
        ]}
      />
      <TextArea {...form.field('words')} label={t('坐席说的话', 'What the agent says')} rows={2} />
      <Note>
        {t(
          '无论哪种方式，通话中都可以按“对方不同意录音”，已录部分立即销毁。需要保密的事项只有在对方明确同意后才录。',
          'Either way the person may say no at any time, and what was recorded is gone. Confidential matters are recorded only after a yes.',
        )}
      </Note>
    </Form>
  )
}

export const RulesForm = () => {
  const ask = useAsk(api.recordings.rules)
  return <Loaded ask={ask}>{(now) => <Fields key={JSON.stringify(now)} now={now as never} />}</Loaded>
}
