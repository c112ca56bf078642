// One sheet: its lines with what they rest on, the objections to them, and what can be done about the whole; one page when printed.
import { type ReactNode, useState } from 'react'
import { sayItem } from '#modules/cases/screens/words.ts'
import { api, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Button, PrintButton, VerbButtons } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { NumberField, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Due, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { assessmentLifecycle } from '../lifecycle.ts'
import { type Mark, reportFigure, type Sheet, sayMonth, sayPoints, sayTotal, toneOf } from './words.ts'

/** The department says why; once a line. */
const Objecting = ({ id, line, onDone }: { id: string; line: Mark; onDone: () => void }) => {
  const form = useForm({ reason: '' })
  const object = useDo(api.assessments.object, {
    inForm: true,
    says: t('异议已提交监察室', 'The objection is made'),
    done: onDone,
  })
  return (
    <Form
      onSubmit={() => object.run({ id, lineId: line.id, reason: form.values.reason })}
      problem={object.problem}
      submit={t('提出异议', 'Object')}
      busy={object.busy}
      onCancel={onDone}
    >
      <TextArea {...form.field('reason')} label={t('为什么不对', 'Why it is not right')} rows={3} />
    </Form>
  )
}

/** Supervision corrects the points, or stands by them; a reason either way. */
const Answering = ({ id, line, onDone }: { id: string; line: Mark; onDone: () => void }) => {
  const form = useForm({
    verdict: 'correct' as 'correct' | 'reject',
    points: (line.points / 100) as number | null,
    answer: '',
  })
  const correct = useDo(api.assessments.correct, { inForm: true, says: t('已更正', 'Corrected'), done: onDone })
  const reject = useDo(api.assessments.reject, { inForm: true, says: t('已答复', 'Answered'), done: onDone })
  const { verdict, points, answer } = form.values
  const doing = verdict === 'correct' ? correct : reject
  const run = () =>
    verdict === 'correct'
      ? correct.run({ id, lineId: line.id, points: Math.round((points ?? 0) * 100), answer })
      : reject.run({ id, lineId: line.id, answer })
  return (
    <Form onSubmit={run} problem={doing.problem} submit={t('答复', 'Answer')} busy={doing.busy} onCancel={onDone}>
      <RadioRow
        label={t('异议', 'The objection')}
        value={verdict}
        onChange={(value) => form.set({ verdict: value })}
        options={[
          { value: 'correct', label: t('采纳，更正', 'Upheld: correct') },
          { value: 'reject', label: t('不采纳，维持', 'Not upheld') },
        ]}
      />
      {verdict === 'correct' && (
        <NumberField
          {...form.field('points')}
          label={t('这一条应为', 'The line should be')}
          unit={t('分', 'points')}
          step={0.01}
        />
      )}
      <TextArea {...form.field('answer')} label={t('理由', 'The reason')} rows={2} />
    </Form>
  )
}

const Behind = ({ sheet, line }: { sheet: Sheet; line: Mark }) => {
  const figure = reportFigure(line.figure)
  if (line.cases.length + line.casesHidden === 0)
    return figure && line.kind === 'rule' && !line.hidden ? (
      <small className="no-print">
        <Go to="/reports" with={{ period: sheet.month, department: sheet.departmentId, figure }}>
          {t('看月报中的明细', 'The rows in the report')}
        </Go>
      </small>
    ) : null
  return (
    <Fold
      title={t(`依据 ${line.cases.length + line.casesHidden} 件`, `${line.cases.length + line.casesHidden} matters`)}
    >
      <ul>
        {line.cases.map((one) => (
          <li key={one.id}>
            <Go to="/cases" with={{ id: one.id }}>
              {one.number}
            </Go>{' '}
            {sayItem(one.category)} <Time at={one.receivedAt} />
          </li>
        ))}
        {line.casesHidden > 0 && (
          <li>{t(`另有 ${line.casesHidden} 件不在您的查看范围`, `${line.casesHidden} more are not yours to open`)}</li>
        )}
      </ul>
    </Fold>
  )
}

const Row = ({ sheet, line }: { sheet: Sheet; line: Mark }) => {
  const [open, setOpen] = useState<'object' | 'answer' | null>(null)
  const remove = useDo(api.assessments.remove, { says: t('已去掉', 'Removed') })
  const close = () => setOpen(null)
  const can = (verb: string) => sheet.can.includes(verb)
  const waits = line.objection !== null && line.upheld === null
  const { id } = sheet
  return (
    <tr>
      <td>
        {line.tone !== 'plain' && (
          <Tag tone={line.tone === 'praise' ? 'good' : 'warn'}>
            {line.tone === 'praise' ? t('表扬', 'Praise') : t('批评', 'Criticism')}
          </Tag>
        )}{' '}
        {line.kind === 'correction' && <Tag>{t('更正', 'Correction')}</Tag>}{' '}
        {line.kind === 'manual' ? line.reason : t(line.words)}
        {line.kind === 'manual' && <small>{t(`依据：${line.source}`, `From: ${line.source}`)}</small>}
        {line.kind === 'rule' && line.sentence && <small>{t(line.sentence)}</small>}
        {line.kind === 'rule' && line.reason && <small>{line.reason}</small>}
        <Behind sheet={sheet} line={line} />
        {line.objection !== null && (
          <div className="mark-objection">
            <p>
              <b>{t('异议', 'Objection')}</b> {line.objection}
            </p>
            <small>
              {line.objectedBy} {line.objectedAt && <Time at={line.objectedAt} />}
            </small>
            {line.upheld !== null && (
              <p>
                <b>{line.upheld ? t('采纳', 'Upheld') : t('不采纳', 'Not upheld')}</b> {line.answer}
                <small>{line.answeredBy}</small>
              </p>
            )}
          </div>
        )}
        {open === 'object' && <Objecting id={id} line={line} onDone={close} />}
        {open === 'answer' && <Answering id={id} line={line} onDone={close} />}
        {open === null && (
          <div className="actions no-print">
            {can('object') && line.objection === null && (
              <Button small kind="quiet" onClick={() => setOpen('object')}>
                {t('有异议…', 'Object…')}
              </Button>
            )}
            {waits && (can('correct') || can('reject')) && (
              <Button small kind="primary" onClick={() => setOpen('answer')}>
                {t('答复异议…', 'Answer…')}
              </Button>
            )}
            {can('remove') && line.kind !== 'rule' && (
              <Button small kind="quiet" busy={remove.busy} onClick={() => void remove.run({ id, lineId: line.id })}>
                {t('去掉', 'Remove')}
              </Button>
            )}
          </div>
        )}
      </td>
      <td className="points">
        {line.points !== line.reckoned && <span className="was">{sayPoints(line.reckoned)}</span>}{' '}
        {sayPoints(line.points)}
      </td>
    </tr>
  )
}

/** Praise or criticism by hand: what for, and where that is written. */
const Adding = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const form = useForm({
    tone: 'praise' as 'praise' | 'criticism',
    points: null as number | null,
    reason: '',
    source: '',
  })
  const add = useDo(api.assessments.add, { inForm: true, says: t('已加上', 'Added'), done: onDone })
  const { tone, points, reason, source } = form.values
  const hundredths = Math.round(Math.abs(points ?? 0) * 100) * (tone === 'praise' ? 1 : -1)
  return (
    <Form
      onSubmit={() => add.run({ id, tone, points: hundredths + 0, reason, source })}
      problem={add.problem}
      submit={t('加上', 'Add')}
      busy={add.busy}
      onCancel={onDone}
    >
      <RadioRow
        label={t('是', 'It is')}
        value={tone}
        onChange={(value) => form.set({ tone: value })}
        options={[
          { value: 'praise', label: t('表扬，加分', 'Praise') },
          { value: 'criticism', label: t('批评，扣分', 'Criticism') },
        ]}
      />
      <NumberField
        {...form.field('points')}
        label={t('几分（可以是 0）', 'Points, or 0')}
        min={0}
        max={100}
        step={0.01}
      />
      <TextArea {...form.field('reason')} label={t('事由', 'What for')} rows={2} />
      <TextField {...form.field('source')} label={t('依据', 'Where it is written')} />
      <Note>
        {t(
          '科室会看到这里写的话：不写限监察室知悉的事。',
          'The department reads this: say nothing of what only supervision may know.',
        )}
      </Note>
    </Form>
  )
}

const Declining = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const form = useForm({ words: '' })
  const decline = useDo(api.assessments.decline, { inForm: true, says: t('已退回监察室', 'Sent back'), done: onDone })
  return (
    <Form
      onSubmit={() => decline.run({ id, words: form.values.words })}
      problem={decline.problem}
      submit={t('退回', 'Send back')}
      busy={decline.busy}
      onCancel={onDone}
    >
      <TextArea {...form.field('words')} label={t('理由', 'The reason')} rows={2} />
    </Form>
  )
}

const simple = ['send', 'recount', 'accept', 'propose', 'consent', 'finish'] as const

const Foot = ({ sheet }: { sheet: Sheet }) => {
  const [open, setOpen] = useState<'add' | 'decline' | null>(null)
  const { id, can } = sheet
  const doing = {
    send: useDo(api.assessments.send, { says: t('已发给科室', 'Sent') }),
    recount: useDo(api.assessments.recount, { says: t('已按现在的数字重新计算', 'Counted anew') }),
    accept: useDo(api.assessments.accept, { says: t('已确认无异议', 'Accepted') }),
    propose: useDo(api.assessments.propose, { says: t('已报院领导', 'Leadership is asked') }),
    consent: useDo(api.assessments.consent, { says: t('已同意，考核单定稿', 'Consented: final') }),
    finish: useDo(api.assessments.finish, { says: t('已定稿', 'Final') }),
  }
  if (open === 'add') return <Adding id={id} onDone={() => setOpen(null)} />
  if (open === 'decline') return <Declining id={id} onDone={() => setOpen(null)} />
  const primary = (['send', 'accept', 'consent', 'propose', 'finish'] as const).find((verb) => can.includes(verb))
  return (
    <div className="actions">
      <VerbButtons
        life={assessmentLifecycle}
        can={can}
        verbs={simple}
        {...(primary ? { primary } : {})}
        busy={Object.values(doing).some(({ busy }) => busy)}
        onVerb={(verb) => void doing[verb].run({ id })}
      />
      {can.includes('add') && (
        <Button onClick={() => setOpen('add')}>{t('表扬或批评…', 'Praise or criticise…')}</Button>
      )}
      {can.includes('decline') && <Button onClick={() => setOpen('decline')}>{t('退回…', 'Send back…')}</Button>}
    </div>
  )
}

const said = (name: string | null, at: string | null): ReactNode =>
  name && at ? (
    <span>
      {name} <Time at={at} />
    </span>
  ) : null

export const SheetRecord = ({ sheet }: { sheet: Sheet }) => (
  <Panel
    head={
      <div className="sheet-title">
        <h2>
          {sheet.department} · {t(`${sayMonth(sheet.month)}考核单`, `assessment of ${sheet.month}`)}
        </h2>
        <StateDot life={assessmentLifecycle} status={sheet.status} tone={toneOf(sheet.status)} />
        <span className="push no-print">
          <PrintButton />
        </span>
      </div>
    }
    foot={sheet.can.length > 0 && <Foot sheet={sheet} />}
  >
    <Facts
      facts={[
        [t('总分', 'Total'), sayTotal(sheet.total)],
        [
          t('位次', 'Rank'),
          sheet.rank === null
            ? t('出院不足 30 人次，不排', 'fewer than thirty discharges: none')
            : t(`第 ${sheet.rank}`, `${sheet.rank}`),
        ],
        [
          t('规则', 'Rules'),
          <Go key="rules" to="/assessments/rules" with={{ id: sheet.ruleSetId }}>
            {t(
              `${sheet.ruleSetName}（第 ${sheet.ruleSetNumber} 版）`,
              `${sheet.ruleSetName} (version ${sheet.ruleSetNumber})`,
            )}
          </Go>,
        ],
        [
          t('异议期', 'To object'),
          sheet.status === 'sent' && !sheet.accepted && sheet.objectUntil ? (
            <Due key="until" at={sheet.objectUntil} />
          ) : null,
        ],
        [t('科室确认', 'Accepted'), said(sheet.acceptedBy, sheet.acceptedAt)],
        [t('院领导同意', 'Consented'), said(sheet.consentedBy, sheet.consentedAt)],
        [t('定稿', 'Final'), said(sheet.finalBy, sheet.finalAt)],
        [t('退回理由', 'Sent back because'), sheet.status === 'sent' ? sheet.words : null, true],
      ]}
    />
    <Section>
      <table className="marks">
        <thead>
          <tr>
            <th scope="col">{t('事项', 'What')}</th>
            <th scope="col" className="points">
              {t('加减分', 'Points')}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{t('起评分', 'To begin with')}</td>
            <td className="points">{sayTotal(sheet.base)}</td>
          </tr>
          {sheet.lines.map((line) => (
            <Row key={line.id} sheet={sheet} line={line} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{t('合计', 'Total')}</td>
            <td className="points">{sayTotal(sheet.total)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="hint">
        {t(
          '数字与月报同一口径，起草时定格；定稿后数字有变，记在以后月份的“更正”行。限监察室知悉的诉求不在自动计算之内。',
          'The figures are those of the report, as they stood when drafted; what changes after a sheet is final is a line of a later month. Matters that only supervision may know are not reckoned here.',
        )}
      </p>
    </Section>
    <div className="signatures">
      <span>{t('监察室：', 'Supervision:')}</span>
      <span>{t('科室：', 'Department:')}</span>
      <span>{t('日期：', 'Date:')}</span>
    </div>
  </Panel>
)
