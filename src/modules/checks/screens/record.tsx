// One drawn call being checked: the recording or the record on top, the form below, and who calls again; by keyboard all the way.
import { useCallback, useRef, useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import type { Answers, Questionnaire } from '#modules/followups/questions.ts'
import { redFlagsOf } from '#modules/followups/questions.ts'
import { Answered } from '#modules/followups/screens/answered.tsx'
import { Player } from '#modules/recordings/screens/player.tsx'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, ShowProblems, useForm } from '#web/ui/form.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import '#modules/followups/screens/desk.css'
import type { CheckSheet } from '../contract.ts'
import { checkLifecycle } from '../lifecycle.ts'
import { type Mark, markNames, markWords, scoreOf } from '../scoring.ts'
import { Score } from './score.tsx'
import { beforeWords, methodWords, recallWords } from './words.ts'

type Sheet = Wire<CheckSheet>
type Remark = Sheet['remarks'][number]

/** What the telephone witnessed around the record: whose number, how long; and how long asking takes. */
export const Witnessed = ({ calls, needed }: Pick<Sheet, 'calls' | 'needed'>) => (
  <Section title={t('通话记录', 'As the telephone saw it')} {...(calls.length > 0 ? { aside: calls.length } : {})}>
    {calls.length === 0 ? (
      <p className="none">{t('没有留下通话记录（没有用本系统电话，或没有打）。', 'No call was witnessed.')}</p>
    ) : (
      <ul className="check-calls">
        {calls.map((call) => (
          <li key={call.id}>
            <Time at={call.at} /> {call.number}{' '}
            {call.theirs ? (
              t('患者号码', 'the patient’s')
            ) : (
              <Tag tone="warn">{t('不是患者号码', 'another number')}</Tag>
            )}{' '}
            <b>{call.seconds > 0 ? clockFace(call.seconds) : t('未接通', 'not answered')}</b>
          </li>
        ))}
      </ul>
    )}
    {needed !== null && (
      <p className="hint">
        {t(`把问卷完整问一遍约需 ${clockFace(needed)}。`, `Asking all of it takes about ${clockFace(needed)}.`)}
      </p>
    )}
  </Section>
)

/** The record as it was written, with its recordings above it. */
export const Evidence = ({
  record,
  calls,
  needed,
  onAt,
}: Pick<Sheet, 'record' | 'calls' | 'needed'> & { onAt?: (second: number) => void }) => {
  const found = useAsk(api.recordings.list, { aboutId: record?.id ?? '', limit: 10 }, { on: record !== null })
  if (!record) return null
  const questionnaire = record.questionnaire as Questionnaire | null
  const answers = (record.answers ?? {}) as Answers
  const notes = record.attemptsMade.filter(({ note }) => note !== '')
  return (
    <>
      <Section title={t('录音', 'Recording')}>
        {found.data?.rows.length === 0 && (
          <p className="none">{t('没有录音，请看记录。', 'Nothing was recorded; read the record.')}</p>
        )}
        {found.data?.rows.map((one) => (
          <Player key={one.id} id={one.id} {...(onAt ? { onAt } : {})} />
        ))}
      </Section>
      <Witnessed calls={calls} needed={needed} />
      {questionnaire && (
        <Answered questionnaire={questionnaire} answers={answers} flags={redFlagsOf(questionnaire, answers)} />
      )}
      {(record.opinion || notes.length > 0) && (
        <Section title={t('记录的话', 'In words')}>
          {record.opinion && <p>{record.opinion}</p>}
          {notes.map((one) => (
            <p key={one.id}>{one.note}</p>
          ))}
        </Section>
      )}
    </>
  )
}

/** The items in a row; digits mark the current one and go on to the next. */
export const Marks = ({
  form,
  marks,
  onMark,
  keys = true,
}: {
  form: Sheet['form']
  marks: Readonly<Record<string, Mark>>
  onMark: (key: string, mark: Mark) => void
  keys?: boolean
}) => {
  const place = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const go = (to: number) => {
    const next = Math.min(form.items.length - 1, Math.max(0, to))
    setCurrent(next)
    place.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const mark = (name: Mark) => () => {
    const item = form.items[current]
    if (item) onMark(item.key, name)
    go(current + 1)
  }
  useShortcut('1', mark('met'), { on: keys, words: w('当前项：做到', 'This item: met') })
  useShortcut('2', mark('partly'), { on: keys, words: w('当前项：部分', 'This item: partly') })
  useShortcut('3', mark('not'), { on: keys, words: w('当前项：没做到', 'This item: not met') })
  useShortcut('4', mark('none'), { on: keys, words: w('当前项：不涉及', 'This item: not asked for') })
  useShortcut('[', () => go(current - 1), { on: keys, words: w('上一项', 'Previous item') })
  useShortcut(']', () => go(current + 1), { on: keys, words: w('下一项', 'Next item') })
  return (
    <div className="check-items" ref={place}>
      {form.items.map((item, i) => (
        <div
          key={item.key}
          className={keys && i === current ? 'check-item current' : 'check-item'}
          onFocusCapture={() => setCurrent(i)}
        >
          <RadioRow
            name={`marks.${item.key}`}
            label={
              <>
                {item.name} <small>{item.weight}</small>{' '}
                {item.critical && <Tag tone="warn">{t('一票否决', 'Critical')}</Tag>}
              </>
            }
            hint={item.help}
            value={marks[item.key] ?? ''}
            onChange={(value) => onMark(item.key, value)}
            options={markNames.map((value) => ({ value, label: t(markWords[value]) }))}
          />
        </div>
      ))}
    </div>
  )
}

/** Remarks, each at its place in the recording where there is one. */
const Remarks = ({
  value,
  onChange,
  second,
}: {
  value: readonly Remark[]
  onChange: (value: Remark[]) => void
  second: () => number
}) => {
  const form = useForm({ words: '' })
  const place = useRef<HTMLInputElement>(null)
  useShortcut('Alt+n', () => place.current?.focus(), { words: w('在此处写意见', 'Remark here') })
  const add = () => {
    const words = form.values.words.trim()
    if (words === '') return
    const at = Math.floor(second())
    onChange([...value, { second: at > 0 ? at : null, words }])
    form.reset()
  }
  return (
    <div className="check-remarks">
      <ul>
        {value.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: remarks may be alike
          <li key={i}>
            {one.second !== null && <b>{clockFace(one.second)}</b>} {one.words}{' '}
            <Button small kind="quiet" onClick={() => onChange(value.filter((_, k) => k !== i))}>
              {t('删', 'Remove')}
            </Button>
          </li>
        ))}
      </ul>
      <TextField
        {...form.field('words')}
        name="remarks"
        inputRef={place}
        label={t('意见（按录音当前位置记下，回车加入）', 'Remark, at the place being played (Enter adds it)')}
        maxLength={300}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey) return
          event.preventDefault()
          add()
        }}
      />
    </div>
  )
}

const Recall = ({ it }: { it: Sheet }) => {
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

const Scoring = ({ it, second, onNext }: { it: Sheet; second: () => number; onNext: () => void }) => {
  const [marks, setMarks] = useState<Record<string, Mark>>(it.marks ?? {})
  const [remarks, setRemarks] = useState<Remark[]>(it.remarks)
  const found = useAsk(api.recordings.list, { aboutId: it.taskId ?? '', limit: 10 }, { on: it.taskId !== null })
  const form = useForm({ method: it.method, words: it.words, training: it.training })
  // What can be heard is heard, unless the checker says otherwise.
  const method = form.values.method ?? (found.data?.rows.some(({ seconds }) => seconds > 0) ? 'heard' : 'read')
  const score = useDo(api.checks.score, { inForm: true, changes: ['draw'], says: t('已保存', 'Saved') })
  const now = scoreOf(it.form.items, marks, it.form.passing)
  const full = it.form.items.every(({ key }) => marks[key] !== undefined)
  const save = async () => {
    const { words, training } = form.values
    const done = await score.run({ id: it.id, method, formId: it.form.id, marks, remarks, words, training })
    if (done) onNext()
  }
  useShortcut('Ctrl+Enter', () => void save(), { words: w('保存，下一通', 'Save and next') })
  return (
    <Section
      title={t('评分', 'Score')}
      aside={
        full
          ? `${now.score}${now.passed ? '' : t(' 未通过', ' not passed')}`
          : t(`评分表第 ${it.form.version} 版`, `form ${it.form.version}`)
      }
    >
      <ShowProblems problems={score.problem?.fields ?? []}>
        <RadioRow
          label={t('怎样查的', 'How it was checked')}
          value={method}
          onChange={(value) => form.set({ method: value })}
          options={(['heard', 'read'] as const).map((value) => ({ value, label: t(methodWords[value]!) }))}
        />
        <Marks form={it.form} marks={marks} onMark={(key, mark) => setMarks((all) => ({ ...all, [key]: mark }))} />
        <Remarks value={remarks} onChange={setRemarks} second={second} />
        <TextArea {...form.field('words')} label={t('总评', 'In all')} optional rows={2} />
        <TextField
          {...form.field('training')}
          label={t('建议培训', 'To train')}
          optional
          hint={t('不填则按没做到的项目生成。', 'Made from what was not met, if empty.')}
        />
      </ShowProblems>
      {score.problem && (
        <Note tone="bad" title={score.problem.title}>
          {score.problem.message}
        </Note>
      )}
      <div className="actions">
        <Button kind="primary" keys="Ctrl+Enter" busy={score.busy} onClick={() => void save()}>
          {t('保存，下一通', 'Save and next')}
        </Button>
      </div>
    </Section>
  )
}

const Dropping = ({ it }: { it: Sheet }) => {
  const form = useForm({ reason: '' })
  const drop = useDo(api.checks.drop, { inForm: true, changes: ['draw'], says: t('已移出', 'Dropped') })
  return (
    <Fold title={t('不查这一通', 'Drop this one')}>
      <Form
        onSubmit={() => drop.run({ id: it.id, reason: form.values.reason })}
        problem={drop.problem}
        busy={drop.busy}
        submit={t('移出抽查', 'Drop')}
        danger
      >
        <TextField {...form.field('reason')} label={t('理由', 'Reason')} />
      </Form>
    </Fold>
  )
}

/** What stands once it is scored: the marks, the remarks with their places, what is to be trained. */
export const Marked = ({ it }: { it: Sheet }) => (
  <>
    <Section
      title={t('评分', 'Score')}
      aside={
        <>
          <Score it={it} /> {it.method && t(methodWords[it.method]!)}
        </>
      }
    >
      {it.failed.length > 0 && (
        <Note tone="warn" title={t('一票否决项没有做到', 'Something critical was not met')}>
          {it.failed.join('、')}
        </Note>
      )}
      <dl className="check-marks">
        {it.form.items.map((item) => (
          <div key={item.key} className={it.marks?.[item.key] === 'not' ? 'not' : ''}>
            <dt>
              {item.name} <small>{item.weight}</small>
            </dt>
            <dd>{it.marks?.[item.key] ? t(markWords[it.marks[item.key]!]) : '—'}</dd>
          </div>
        ))}
      </dl>
      {it.remarks.length > 0 && (
        <ul className="check-remarks">
          {it.remarks.map((one) => (
            <li key={`${one.second}${one.words}`}>
              {one.second !== null && <b>{clockFace(one.second)}</b>} {one.words}
            </li>
          ))}
        </ul>
      )}
      {it.words && <p>{it.words}</p>}
      {it.training && <Facts facts={[[t('建议培训', 'To train'), it.training, true]]} />}
    </Section>
    {it.objection && (
      <Section title={t('异议', 'Objection')}>
        <p>{it.objection}</p>
        {it.reply && <Note title={t(`${it.repliedBy} 答复`, `${it.repliedBy} answered`)}>{it.reply}</Note>}
      </Section>
    )}
  </>
)

const Replying = ({ it }: { it: Sheet }) => {
  const [marks, setMarks] = useState<Record<string, Mark>>(it.marks ?? {})
  const form = useForm({ words: '' })
  const reply = useDo(api.checks.reply, { inForm: true, says: t('已答复', 'Answered') })
  return (
    <Section title={t('答复异议', 'Answer the objection')}>
      <Form
        onSubmit={() => reply.run({ id: it.id, words: form.values.words, marks })}
        problem={reply.problem}
        busy={reply.busy}
        submit={t('答复', 'Answer')}
      >
        <Marks
          form={it.form}
          marks={marks}
          onMark={(key, mark) => setMarks((all) => ({ ...all, [key]: mark }))}
          keys={false}
        />
        <TextArea {...form.field('words')} label={t('答复', 'The answer')} rows={3} />
      </Form>
    </Section>
  )
}

export const CheckRecord = ({ it, onNext }: { it: Sheet; onNext: () => void }) => {
  const second = useRef(0)
  const onAt = useCallback((at: number) => {
    second.current = at
  }, [])
  return (
    <Panel
      head={
        <div className="check-head">
          <h2>
            {it.caller.name} · {it.patient}
          </h2>
          <StateDot life={checkLifecycle} status={it.status} tone={it.status === 'drawn' ? 'accent' : 'plain'} />
          <span className="hint">
            {it.department} · <Time at={it.calledAt} />
          </span>
        </div>
      }
    >
      <Evidence record={it.record} calls={it.calls} needed={it.needed} onAt={onAt} />
      {it.can.includes('score') ? (
        <Scoring key={it.id} it={it} second={() => second.current} onNext={onNext} />
      ) : it.status === 'dropped' ? (
        <Note title={t('没有查', 'Dropped')}>{it.droppedWhy}</Note>
      ) : (
        <Marked it={it} />
      )}
      {it.can.includes('reply') && <Replying it={it} />}
      {(it.recall || it.can.includes('recall')) && <Recall it={it} />}
      {it.can.includes('drop') && <Dropping it={it} />}
    </Panel>
  )
}
