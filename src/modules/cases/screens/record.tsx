// The record of a case: what was said, by whom, until when, what was done, and what this reader may do now.
import { useEffect, useState } from 'react'
import { grades } from '#modules/patients/words.ts'
import { api, hrefOf } from '#web/api.ts'
import { CaseNotices, CasePanels } from '#web/panels.tsx'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Panel } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { Due } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { caseLifecycle, settled } from '../lifecycle.ts'
import { kindWords, wordsOf } from '../words.ts'
import { Beside } from './beside.tsx'
import { DeadlineExplained } from './deadline.tsx'
import { buttonOf } from './dock.tsx'
import { MeasuresOf } from './measures-of.tsx'
import { OldRegister } from './old-register.tsx'
import { Files, History, Remarks } from './papers.tsx'
import { PersonFacts } from './person.tsx'
import { RelatedCases } from './related.tsx'
import { Story } from './story.tsx'
import { useHasUnsaved } from './unsaved.ts'
import { type FormVerb, VerbForm } from './verbs.tsx'
import { gradeTone, type Sheet, sayCategory, saySeverity, severityTone, stateTone, useTurn } from './words.ts'

/** What stands at the foot, in order; remarks and files have their places in the record itself. */
const footVerbs: readonly FormVerb[] = [
  'meet',
  'reply',
  'convey',
  'dispatch',
  'answer',
  'pass',
  'propose',
  'consent',
  'tell',
  'grantTime',
  'refuseTime',
  'sendBack',
  'decline',
  'settle',
  'confirm',
  'reopen',
  'escalate',
  'failRecall',
  'approve',
  'refer',
  'inquire',
  'unmerge',
  'askAssist',
  'urge',
  'pause',
  'resume',
  'askTime',
  'object',
]

/** What does not carry it on, quieter and behind. */
const asideVerbs: readonly FormVerb[] = ['add', 'grade']

const Head = ({ sheet, mine }: { sheet: Sheet; mine: boolean }) => {
  const clock = !settled.includes(sheet.status)
  return (
    <div className="case-head">
      <div>
        <p className="case-number">
          {sheet.number} · {t(wordsOf(kindWords, sheet.kind))}
          {sheet.round > 1 && <Tag tone="warn">{t(`第 ${sheet.round} 轮`, `Round ${sheet.round}`)}</Tag>}
          {sheet.severity > 1 && <Tag tone={severityTone(sheet.severity)}>{saySeverity(sheet.severity)}</Tag>}
          {sheet.heated && <Tag tone="warn">{t('激烈', 'Heated')}</Tag>}
          {sheet.urgency < 2 && <Tag tone="bad">{t('紧急', 'Urgent')}</Tag>}
        </p>
        <h2>{sayCategory(sheet.category)}</h2>
      </div>
      <div className="case-stand">
        <StateDot life={caseLifecycle} status={sheet.status} tone={stateTone(sheet.status, mine)} />
        {clock && <Due at={sheet.dueAt} />}
        {sheet.satisfaction && <Tag tone={gradeTone(sheet.satisfaction)}>{t(grades[sheet.satisfaction])}</Tag>}
      </div>
    </div>
  )
}

const Sealed = ({ sheet }: { sheet: Sheet }) =>
  sheet.restricted ? (
    <p className="sealed">
      <Icon name="lock" size={15} />
      {sheet.integrity
        ? t(
            '行风线索，限监察室和受请示的院领导。请勿向被反映人及其上级透露。',
            'An integrity matter, for supervision and the leader it was put before. Not a word to the accused or their superiors.',
          )
        : t('限阅：仅监察室和分管院领导可见。', 'Restricted: for supervision and leadership alone.')}
    </p>
  ) : null

const Draft = ({ id, verb }: { id: string; verb: string }) =>
  useHasUnsaved(`${id}.${verb}`) ? (
    <i className="unsent" title={t('有未提交的内容', 'Something is not sent yet')} />
  ) : null

/**
 * `answering`: the department's answer is open from the beginning. `onGone`: the case went out of this reader's sight.
 */
export const CaseRecord = ({
  sheet,
  answering = false,
  onGone,
}: {
  sheet: Sheet
  answering?: boolean
  onGone: () => void
}) => {
  const [chosen, setChosen] = useState<FormVerb | 'none' | undefined>(undefined)
  const verbs = footVerbs.filter((verb) => sheet.can.includes(verb))
  const primary = useTurn()(sheet)
  // A step by anybody begins the next one afresh: sent back to the department, its answer is open again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: on every change of the state
  useEffect(() => setChosen(undefined), [sheet.status])
  const opened = chosen ?? (answering && verbs.includes('answer') ? 'answer' : 'none')
  const open = opened !== 'none' && sheet.can.includes(opened) ? opened : undefined
  const asked = sheet.extensions.find((one) => one.granted === null && one.decidedBy === null)
  const done = (after: Sheet) => {
    setChosen('none')
    if (after.can.length === 0 && after.status !== 'archived') onGone()
  }
  const rest = verbs.filter((verb) => verb !== open)
  return (
    <Panel
      head={<Head sheet={sheet} mine={primary !== undefined} />}
      foot={
        <>
          {open && (
            <VerbForm
              key={open}
              verb={open}
              sheet={sheet}
              quiet={chosen === undefined}
              onDone={done}
              onClose={() => setChosen('none')}
            />
          )}
          <div className="case-acts">
            {[...rest.filter((verb) => verb === primary), ...rest.filter((verb) => verb !== primary)].map((verb) => (
              <Button key={verb} kind={verb === primary && !open ? 'primary' : 'plain'} onClick={() => setChosen(verb)}>
                {buttonOf(verb)}
                <Draft id={sheet.id} verb={verb} />
              </Button>
            ))}
            <span className="push" />
            {asideVerbs
              .filter((verb) => verb !== open && sheet.can.includes(verb))
              .map((verb) => (
                <Button key={verb} kind="quiet" onClick={() => setChosen(verb)}>
                  {buttonOf(verb)}
                  <Draft id={sheet.id} verb={verb} />
                </Button>
              ))}
            <a
              className="button quiet"
              href={hrefOf(api.cases.form, { id: sheet.id })}
              target="_blank"
              rel="noreferrer"
              title={t('回访意见反馈表', 'Feedback form')}
              aria-label={t('回访意见反馈表', 'Feedback form')}
            >
              <Icon name="print" size={17} />
              {verbs.length < 4 && t('反馈表', 'Form')}
            </a>
          </div>
        </>
      }
    >
      <Sealed sheet={sheet} />
      <CaseNotices caseId={sheet.id} />
      <blockquote className="said">
        <p>{sheet.text}</p>
        {sheet.demand && (
          <p className="said-demand">
            <b>{t('希望：', 'Wants: ')}</b>
            {sheet.demand}
          </p>
        )}
      </blockquote>
      {asked && sheet.can.includes('grantTime') && (
        <Note tone="warn" title={t(`${asked.by} 申请延期至 ${asked.until.slice(0, 10)}`, `${asked.by} asks for time`)}>
          {asked.reason}
        </Note>
      )}
      <PersonFacts sheet={sheet} />
      <OldRegister sheet={sheet} />
      <RelatedCases sheet={sheet} onVerb={setChosen} />
      <Beside sheet={sheet} />
      <DeadlineExplained sheet={sheet} />
      <Story sheet={sheet} />
      <MeasuresOf sheet={sheet} />
      <Files sheet={sheet} />
      <Remarks sheet={sheet} />
      <History sheet={sheet} />
      <CasePanels caseId={sheet.id} />
    </Panel>
  )
}
