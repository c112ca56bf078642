// One sheet: its clocks, what the citizen wants, the case behind it, what went back, and what may be done now.
import { useState } from 'react'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { sayCategory } from '#modules/cases/screens/words.ts'
import { say } from '#modules/patients/screens/words.ts'
import { api, hrefOf, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag, Timeline } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { sheetLifecycle } from '../lifecycle.ts'
import { lines } from '../words.ts'
import { Answered, Clocks, Messages, Others } from './parts.tsx'
import { buttonOf, type Sheet, type Verb, VerbForm } from './verbs.tsx'

const order: readonly Verb[] = ['sign', 'reply', 'close', 'insist', 'accept', 'object']

export const SheetRecord = ({ sheet }: { sheet: Sheet }) => {
  const [doing, setDoing] = useState<Verb | undefined>(undefined)
  const sign = useDo(api.sheets.sign, {
    says: t('已签收，回执待发', 'Signed for; the receipt waits'),
    changes: ['case'],
  })
  const verbs = order.filter((verb) => sheet.can.includes(verb))
  const press = (verb: Verb) => (verb === 'sign' ? void sign.run({ id: sheet.id }) : setDoing(verb))
  return (
    <Panel
      head={
        <div className="who">
          <h2 className="panel-title">
            {sheet.title || sheet.number}{' '}
            {sheet.round > 1 && <Tag tone="warn">{t(`第 ${sheet.round} 次派单`, `dispatch ${sheet.round}`)}</Tag>}
          </h2>
          <p className="none">
            {t(lines[sheet.source])} {sheet.number} ·{' '}
            <StateDot life={sheetLifecycle} status={sheet.status} tone={sheet.clock.late ? 'bad' : 'accent'} />
          </p>
        </div>
      }
      foot={
        <>
          {doing && <VerbForm key={doing} verb={doing} sheet={sheet} onDone={() => setDoing(undefined)} />}
          <div className="case-acts">
            {verbs
              .filter((verb) => verb !== doing)
              .map((verb, i) => (
                <Button
                  key={verb}
                  kind={i === 0 && !doing ? 'primary' : 'plain'}
                  busy={verb === 'sign' && sign.busy}
                  onClick={() => press(verb)}
                >
                  {buttonOf(verb)}
                </Button>
              ))}
            <span className="push" />
            <a
              className="button quiet"
              href={hrefOf(api.sheets.form, { id: sheet.id })}
              target="_blank"
              rel="noreferrer"
            >
              <Icon name="print" size={17} /> {t('回复表', 'Reply on paper')}
            </a>
          </div>
        </>
      }
    >
      {sheet.clock.late && (
        <Note tone="bad" title={t('已超过期限', 'Late')}>
          {sheet.status === 'received'
            ? t('还没有签收。先签收，再转办。', 'It has not been signed for. Sign, then dispatch.')
            : t('请尽快回复热线；办不完的，先回复进展。', 'Reply now; what is not finished, say how far it is.')}
        </Note>
      )}
      <blockquote className="said">
        <p>{sheet.text}</p>
        {sheet.demand && (
          <p className="said-demand">
            <b>{t('希望：', 'Wants: ')}</b>
            {sheet.demand}
          </p>
        )}
      </blockquote>
      <Others sheet={sheet} />
      <Facts
        facts={[
          [
            t('诉求', 'Case'),
            <span key="case">
              <Go
                to="/cases"
                with={{ id: sheet.caseId, ...(sheet.caseStatus === 'archived' ? { view: 'archived' } : {}) }}
              >
                {sheet.caseNumber}
              </Go>{' '}
              <small>{say(caseLifecycle.states, sheet.caseStatus)}</small>
            </span>,
          ],
          [t('分类', 'Category'), sayCategory(sheet.category)],
          [t('承办', 'Handled by'), sheet.department ?? t('待转办', 'not yet dispatched')],
          [
            t('诉求人', 'Citizen'),
            [sheet.reporter?.name, sheet.reporter?.phone].filter(Boolean).join(' ') || t('未留', 'none'),
          ],
          [t('工单类型', 'Their kind'), sheet.kindSaid],
          [t('涉及科室', 'They name'), sheet.departmentSaid],
          [t('地点', 'Where'), sheet.place],
          [t('派单', 'Dispatched'), <Time key="d" at={sheet.dispatchedAt} />],
          [
            t('历次派单', 'All dispatches'),
            sheet.rounds.length > 1 && (
              <span key="all">
                {sheet.rounds.map((one) => (
                  <Go key={one.id} to="/sheets" with={{ id: one.id, view: 'all' }} className="link">
                    {t(`第 ${one.round} 次`, `${one.round}`)}{' '}
                  </Go>
                ))}
              </span>
            ),
          ],
        ]}
      />
      <Clocks sheet={sheet} />
      {sheet.objection && (
        <Section title={t('异议', 'Objection')} aside={sheet.objectedBy}>
          <p>{sheet.objection}</p>
          {sheet.verdict && <p className="none">{t(`热线：${sheet.verdict}`, `The line: ${sheet.verdict}`)}</p>}
        </Section>
      )}
      <Answered sheet={sheet} />
      <Messages sheet={sheet} />
      <Fold title={t('经过', 'History')}>
        <Timeline
          moments={sheet.history.map((one, i) => ({
            key: String(i),
            at: one.at,
            title: one.title,
            by: one.by,
            words: one.words,
          }))}
        />
      </Fold>
    </Panel>
  )
}
