// One drawn call being checked: what there is to judge by on top, the form below, who calls again, and what its caller objects.
import { useCallback, useRef, useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import { api, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import type { CheckSheet } from '../contract.ts'
import { checkLifecycle } from '../lifecycle.ts'
import { type Mark, markWords } from '../scoring.ts'
import { Evidence } from './evidence.tsx'
import { Recall } from './recall.tsx'
import { Score } from './score.tsx'
import { Marks, Scoring } from './scoring.tsx'
import { methodWords } from './words.ts'

type Sheet = Wire<CheckSheet>

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
      {it.releasedAt && it.status !== 'dropped' && (
        <p className="no-print">
          <Go
            to="/scorecards"
            with={{
              view: 'notes',
              do: 'new',
              staff: it.caller.id,
              check: it.id,
              ...(it.training ? { words: it.training } : {}),
            }}
          >
            {t('就这一通写一条培训', 'Write a training note on this call')}
          </Go>
        </p>
      )}
      {it.can.includes('reply') && <Replying it={it} />}
      {(it.recall || it.can.includes('recall')) && <Recall it={it} />}
      {it.can.includes('drop') && <Dropping it={it} />}
    </Panel>
  )
}
