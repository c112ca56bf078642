// One sheet: its lines with what they rest on, the objections to them, and what can be done about the whole; one page when printed.
import { type ReactNode, useState } from 'react'
import { momentText } from '#kernel/time.ts'
import { sayItem } from '#modules/cases/screens/words.ts'
import { api, hrefOf, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Button, PrintButton, VerbButtons } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Due, sayMonth, Time } from '#web/ui/moment.tsx'
import { assessmentLifecycle } from '../lifecycle.ts'
import { Adding, Answering, Declining, Objecting } from './sheet-forms.tsx'
import { type Mark, reportFigure, type Sheet, sayPoints, sayTotal, toneOf } from './words.ts'

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
              {line.objectedBy} {line.objectedAt && momentText(new Date(line.objectedAt))}
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
      {name} {momentText(new Date(at))}
    </span>
  ) : null

export const SheetRecord = ({ sheet }: { sheet: Sheet }) => (
  <Panel
    head={
      <div className="assessment-title">
        <h2>
          {sheet.department} · {t(`${sayMonth(sheet.month)}考核单`, `assessment of ${sheet.month}`)}
        </h2>
        <StateDot life={assessmentLifecycle} status={sheet.status} tone={toneOf(sheet.status)} />
        <span className="push actions no-print">
          <a className="button small" href={hrefOf(api.assessments.xlsx, { id: sheet.id })} download>
            Excel
          </a>
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
