// Writing guidance: what it may say, and the words that cross the line marked while they are written.
import { type Words, w } from '#kernel/words.ts'
import { api, useDo } from '#web/api.ts'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel } from '#web/ui/layout.tsx'
import { soundsLikeTreatment, type TreatmentKind } from '../boundary.ts'
import { forbiddenIn, forbiddenTypes } from '../speech.ts'
import type { Entry } from './guidance.tsx'

/** What each kind of refused words looks like, and what to write instead. */
const kinds: readonly (readonly [TreatmentKind, Words, Words, Words])[] = [
  [
    'diagnosis',
    w('诊断', 'Diagnosis'),
    w('“考虑是伤口感染”', '“probably an infection”'),
    w('“请主管医师看一看”', '“have the doctor look at it”'),
  ],
  [
    'dose',
    w('剂量', 'Dose'),
    w('“每次吃两片”', '“take two each time”'),
    w('“按出院带药的标签服用”', '“take it as the label says”'),
  ],
  [
    'stopping',
    w('停药', 'Stopping'),
    w('“可以停药了”', '“you may stop it”'),
    w('“不要自行停药，先问医师”', '“do not stop it by yourself”'),
  ],
  [
    'changing',
    w('换药', 'Changing'),
    w('“换成别的药”', '“change to another”'),
    w('“由医师决定是否调整”', '“the doctor decides”'),
  ],
  [
    'prescribing',
    w('荐药', 'Recommending'),
    w('“去药店买点消炎药”', '“buy some antibiotics”'),
    w('“来院复诊”', '“come for a visit”'),
  ],
]

/** What the server will say about this text, said beforehand. */
const problemIn = (text: string): string | undefined => {
  const match = soundsLikeTreatment(text)
  return match ? t(`“${match.text}”${match.says.zh}`, `“${match.text}” ${match.says.en}`) : undefined
}

export const GuidanceForm = ({
  from,
  groups,
  onDone,
  onCancel,
}: {
  from: Entry | undefined
  groups: readonly string[]
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const form = useForm({
    title: from?.title ?? '',
    group: from?.group ?? '',
    text: from?.text ?? '',
    turnTo: from?.turnTo ?? '',
  })
  const { title, group, text, turnTo } = form.values
  const create = useDo(api.guidance.create, {
    inForm: true,
    says: t('已保存，等待医师审定', 'Saved; a doctor approves it next'),
  })
  const submit = async () => {
    const reply = await create.run({ title, text, turnTo, group: group || null })
    if (reply) onDone(reply.id)
  }
  const hurtful = forbiddenIn(text).map(({ kind, text: said }) => ({
    said,
    type: forbiddenTypes.find((one) => one.kind === kind)!,
  }))
  return (
    <Panel
      head={
        <h2 className="panel-title">
          {from ? t(`改写：${from.title}`, `Rewrite: ${from.title}`) : t('写一条指导', 'Write guidance')}
        </h2>
      }
    >
      <Form
        onSubmit={submit}
        problem={create.problem}
        submit={t('保存，提交审定', 'Save for approval')}
        busy={create.busy}
        onCancel={onCancel}
      >
        <div className="columns">
          <TextField
            {...form.field('title')}
            label={t('标题', 'Title')}
            hint={from ? t('同一标题即为它的新版', 'The same title makes its next version') : undefined}
            problem={problemIn(title)}
            maxLength={80}
          />
          <Select
            {...form.field('group')}
            label={t('适用', 'For')}
            empty={t('所有科室', 'Everybody')}
            options={groups.map((value) => ({ value, label: value }))}
          />
        </div>
        <TextArea
          {...form.field('text')}
          label={t('读给患者的话', 'What is read out')}
          rows={7}
          problem={problemIn(text)}
          hint={t('口语、短句；一次说清一件事', 'Spoken, short sentences, one thing at a time')}
          maxLength={2000}
        />
        {hurtful.length > 0 && (
          <ul className="hurtful">
            {hurtful.map(({ said, type }) => (
              <li key={said}>
                “{said}”({t(type.name)}){t('可改为：', ' instead: ')}
                {t(type.instead)}
              </li>
            ))}
          </ul>
        )}
        <TextField
          {...form.field('turnTo')}
          label={t('拿不准或加重时，去哪里', 'Where to turn when in doubt or worse')}
          placeholder={t('例如：主管医师；急诊或 120', 'e.g. the doctor in charge; emergency or 120')}
          problem={problemIn(turnTo)}
          maxLength={200}
        />
        <section className="boundary">
          <h3>{t('这些话不能写：回访不是看病', 'What may not be written: a call is no consultation')}</h3>
          <table>
            <thead className="unseen">
              <tr>
                <th scope="col">{t('类别', 'Kind')}</th>
                <th scope="col">{t('不能写', 'Not')}</th>
                <th scope="col">{t('可以写', 'Rather')}</th>
              </tr>
            </thead>
            <tbody>
              {kinds.map(([kind, name, not, rather]) => (
                <tr key={kind}>
                  <th scope="row">{t(name)}</th>
                  <td className="not">{t(not)}</td>
                  <td className="rather">{t(rather)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Form>
    </Panel>
  )
}
