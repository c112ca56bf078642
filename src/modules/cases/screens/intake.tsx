// Registering what came in, whatever it is and by whatever way: the words first, then what that kind of matter needs.
import { api, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, usePhone } from '#web/ui/layout.tsx'
import { channelWords, kindWords } from '../words.ts'
import { GradeFields } from './grading.tsx'
import { Brief, Calming, Whole } from './intake-parts.tsx'
import {
  asInput,
  brief,
  type Channel,
  categoryFor,
  channels,
  fresh,
  type Kind,
  kinds,
  type Values,
} from './intake-values.ts'
import { useUnsaved } from './unsaved.ts'
import { WhoFields } from './who.tsx'
import type { Sheet } from './words.ts'
import { useWritten } from './written.ts'

export const Intake = ({
  stay,
  patientId,
  callId,
  replyId,
  onOpened,
  onMatter,
  onClose,
}: {
  stay?: string | undefined
  patientId?: string | undefined
  /** The call in which it is being said: the number is already known there. */
  callId?: string | undefined
  /** The text in which it was written: the number is already known there. */
  replyId?: string | undefined
  onOpened: (after: Sheet) => void
  /** Somebody found that the matter is known already. */
  onMatter: (id: string) => void
  onClose: () => void
}) => {
  const phone = usePhone()
  // A department passes on what it was told; answering and promising is the centre's.
  const centre = useMayEver()('case.reply')
  const begun = { ...fresh, patientId: patientId ?? '', encounterId: stay ?? '' }
  const form = useUnsaved<Values>(
    `new.${callId ?? replyId ?? stay ?? patientId ?? ''}`,
    stay || !centre ? { ...begun, kind: 'complaint', category: '' } : begun,
  )
  const { values, set, field } = form
  const written = useWritten(replyId, values.text === '', set)
  const it = useDo(api.cases.open, {
    inForm: true,
    says: (after) =>
      after.status === 'archived'
        ? t(`${after.number} 已答复办结`, `${after.number} answered and closed`)
        : after.can.length > 0
          ? t(`已登记 ${after.number}`, `Opened ${after.number}`)
          : t(`已登记 ${after.number}，由监察室处理`, `Opened ${after.number}; supervision has it`),
    done: (after) => {
      form.done()
      onOpened(after)
    },
  })
  const send = () => it.run(asInput(values, callId, replyId))
  useShortcut('Ctrl+Enter', () => void send())
  const part = { values, set, field }
  const offered = centre ? kinds : kinds.filter((kind) => !brief(kind))
  const closes = brief(values.kind) && !values.promising && values.answered.trim() !== ''
  return (
    <Panel
      head={phone ? null : <h2 className="panel-title">{t('登记', 'Register')}</h2>}
      foot={
        <>
          <Button kind="primary" busy={it.busy} onClick={() => void send()} keys="Ctrl+Enter">
            {closes ? t('答复并办结', 'Answer and close') : t('登记', 'Register')}
          </Button>
          <Button onClick={onClose}>{t('先不登记', 'Not now')}</Button>
        </>
      }
    >
      <Form onSubmit={send} problem={it.problem}>
        <RadioRow<Kind>
          name="kind"
          label={t('是什么', 'What it is')}
          value={values.kind}
          onChange={(kind) => set({ kind, category: categoryFor(kind, values.category) })}
          options={offered.map((value) => ({ value, label: t(kindWords[value]!) }))}
        />
        <TextArea {...field('text')} label={t('说了什么（尽量用原话）', 'What was said, in their words')} rows={4} />
        {brief(values.kind) && <Brief {...part} />}
        {values.kind === 'staff' ? (
          <p className="hint">
            {t(
              '员工声音不登记身份。要署名、保密或匿名，请员工自己在“员工声音”页面提交：',
              'No identity is written down here; staff give theirs, or none, on their own page: ',
            )}
            <a href="/say/staff" target="_blank" rel="noreferrer">
              /say/staff
            </a>
          </p>
        ) : (
          <WhoFields value={values} set={set} onMatter={onMatter} callId={callId} replyFrom={written?.from} />
        )}
        {!brief(values.kind) && <Whole {...part} />}
        {values.kind !== 'praise' && <Calming {...part} />}
        <Fold
          title={t('渠道与分级', 'Channel and grades')}
          aside={t(channelWords[values.channel]!)}
          open={!brief(values.kind) && values.kind !== 'praise'}
        >
          {centre && (
            <RadioRow<Channel>
              {...field('channel')}
              label={t('从哪里来', 'By what way')}
              options={channels.map((value) => ({ value, label: t(channelWords[value]!) }))}
            />
          )}
          <GradeFields value={values} set={set} />
        </Fold>
        <p className="hint">
          <Kbd keys="Ctrl+Enter" />{' '}
          {brief(values.kind)
            ? t('写下问题和答复，一个键办结。', 'The question, the answer, one key.')
            : t(
                '一般诉求直接转科室，5 个工作日内反馈。',
                'An ordinary matter goes straight to its department: five working days.',
              )}{' '}
          <Go to="/promises">{t('承诺台账', 'Promises')}</Go>
        </p>
      </Form>
    </Panel>
  )
}
