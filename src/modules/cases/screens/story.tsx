// The rounds of a case as a story: to whom it went, what was found and changed, who judged it, what the person said.
import type { ReactNode } from 'react'
import { api, hrefOf } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag, type Tone } from '#web/ui/marks.tsx'
import { Due, Time } from '#web/ui/moment.tsx'
import { type WayName, ways } from '../ways.ts'
import { inquiryWords, wordsOf } from '../words.ts'
import { sayDate } from './deadline.tsx'
import { type Sheet, sayDone } from './words.ts'

type Round = Sheet['rounds'][number]
type Event = Sheet['timeline'][number]

const isStep =
  /^case\.(open|dispatch|settle|answer|object|askTime|grantTime|refuseTime|sendBack|pass|propose|consent|decline|tell|confirm|reopen|escalate|refer|failRecall|approve|grade|merge|gather|unmerge|letGo|carry|hear|add|split|splitFrom|wall)$/

const tones: Readonly<Record<string, Tone>> = {
  'case.object': 'warn',
  'case.sendBack': 'warn',
  'case.decline': 'warn',
  'case.reopen': 'warn',
  'case.escalate': 'warn',
  'case.confirm': 'good',
  'case.approve': 'plain',
  'case.refer': 'warn',
  'case.hear': 'warn',
  'case.pass': 'good',
  'case.consent': 'good',
}

/** The events of each round: a round ends with the person's “no”, and the next begins after it. */
const byRound = (sheet: Sheet): readonly (readonly Event[])[] => {
  const rounds: Event[][] = [[]]
  for (const event of sheet.timeline) {
    if (!isStep.test(event.verb)) continue
    rounds.at(-1)!.push(event)
    if (event.verb === 'case.reopen' || event.verb === 'case.escalate') rounds.push([])
  }
  return rounds
}

const Step = ({
  title,
  at,
  by,
  tone = 'accent',
  children,
}: {
  title: ReactNode
  at?: string
  by?: string | null
  tone?: Tone | 'next'
  children?: ReactNode
}) => (
  <li className={`step ${tone}`}>
    <div className="step-head">
      <b>{title}</b>
      {at && (
        <small>
          {by ? `${by} · ` : ''}
          <Time at={at} />
        </small>
      )}
    </div>
    {children}
  </li>
)

const Answer = ({ round, event }: { round: Round; event: Event }) => (
  <Step
    at={event.at}
    by={event.by}
    title={
      <>
        {t('科室反馈', 'The department answered')}{' '}
        {round.inTime !== null &&
          (round.inTime ? <Tag tone="good">{t('按时', 'in time')}</Tag> : <Tag tone="bad">{t('超时', 'late')}</Tag>)}
      </>
    }
  >
    <dl className="answer">
      <dt>{t('调查核实', 'Findings')}</dt>
      <dd>{round.findings}</dd>
      <dt>{t('整改措施', 'Measures')}</dt>
      <dd>{round.measures}</dd>
      {round.opinion && (
        <>
          <dt>{t('处理意见', 'Opinion')}</dt>
          <dd>{round.opinion}</dd>
        </>
      )}
    </dl>
  </Step>
)

/** What was looked into in a round, in the order in which it happened. */
const Inquiries = ({ sheet, round }: { sheet: Sheet; round: Round }) =>
  round.inquiries.length === 0 ? null : (
    <Step title={t('调查记录', 'Looked into')}>
      <ul className="inquiries">
        {round.inquiries.map((one) => (
          <li key={one.id}>
            <b>{t(wordsOf(inquiryWords, one.kind))}</b> {one.whom}
            <p>{one.found}</p>
            <small>
              <Time at={one.happenedAt} /> · {one.by}
              {one.fileId && (
                <>
                  {' · '}
                  <a
                    className="link"
                    href={hrefOf(api.cases.file, { id: sheet.id, fileId: one.fileId })}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {sheet.files.find(({ id }) => id === one.fileId)?.name ?? t('附件', 'File')}
                  </a>
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
    </Step>
  )

const waiting = (sheet: Sheet): string => {
  const who = sheet.handling ?? t('科室', 'the department')
  switch (sheet.status) {
    case 'received':
      return t('待转责任科室', 'To be dispatched to a department')
    case 'investigating':
      return sheet.handling
        ? t(`待${who}提交调查与整改`, `${who} to hand in findings and measures`)
        : t('待转责任科室', 'To be dispatched to a department')
    case 'submitted':
      return t('待监察室审核', 'Supervision to review')
    case 'consenting':
      return t('待院领导同意', 'Leadership to consent')
    case 'reviewed':
      return t('待客服告知患者', 'The person to be told')
    case 'told':
      return sheet.failedRecalls > 0
        ? t(
            `待回访确认，已 ${sheet.failedRecalls} 次未接通`,
            `To be confirmed; not reached ${sheet.failedRecalls} times`,
          )
        : t('待回访确认是否满意', 'A call will ask whether it contents')
    case 'merged':
      return t('主案有了答复，再单独告知和回访', 'Told and called back when the other is answered')
    case 'escalated':
      return t('待院领导督办并转责任科室', 'Leadership to dispatch it')
    default:
      return ''
  }
}

const RoundStory = ({
  sheet,
  round,
  events,
  last,
}: {
  sheet: Sheet
  round: Round | undefined
  events: readonly Event[]
  last: boolean
}) => {
  const answers = events.filter((one) => one.verb === 'case.answer')
  const lastAnswer = answers.at(-1)
  // An opinion that went straight to its department has no dispatch of its own: the opening was it.
  const direct = round?.dispatchedAt && round.number === 1 && !events.some((one) => one.verb === 'case.dispatch')
  // Otherwise the opening itself is told: who wrote it down, and to whom it first went.
  const told = direct ? events.filter((one) => one.verb !== 'case.open') : events
  return (
    <ol className="story">
      {direct && (
        <Step
          title={t(`转${round.department ?? ''}`, `To ${round.department ?? ''}`)}
          at={round.dispatchedAt!}
          by={round.dispatchedBy}
        >
          {round.demand && <p>{t('要求：', 'Demand: ') + round.demand}</p>}
        </Step>
      )}
      {told.map((event) => {
        if (event === lastAnswer && round) return <Answer key={event.at + event.verb} round={round} event={event} />
        return (
          <Step
            key={event.at + event.verb}
            title={sayDone(event)}
            at={event.at}
            by={event.by}
            tone={tones[event.verb] ?? 'accent'}
          >
            {event.words && <p>{event.words}</p>}
          </Step>
        )
      })}
      {round && <Inquiries sheet={sheet} round={round} />}
      {round && (round.ways.length > 0 || round.carriedFrom) && (
        <li className="step plain">
          {round.carriedFrom && (
            <p className="hint">{t(`答复同 ${round.carriedFrom}`, `The answer is that of ${round.carriedFrom}`)}</p>
          )}
          {round.ways.length > 0 && (
            <p className="hint">
              {t('已告知还可以找：', 'Told where to turn: ')}
              {round.ways.map((name) => t(ways[name as WayName].name)).join(t('、', ', '))}
            </p>
          )}
        </li>
      )}
      {last && sheet.status !== 'archived' && (
        <Step title={waiting(sheet)} tone="next">
          {sheet.status !== 'told' && sheet.status !== 'merged' && (
            <p className="step-due">
              {t(`${sayDate(sheet.dueAt)} 前反馈患者，`, `The person is to be told by ${sayDate(sheet.dueAt)}: `)}
              <Due at={sheet.dueAt} />
            </p>
          )}
        </Step>
      )}
    </ol>
  )
}

/** Every round with its heading; a single round needs none. */
export const Story = ({ sheet }: { sheet: Sheet }) => {
  const groups = byRound(sheet)
  const shown =
    groups.length > 1 && groups.at(-1)!.length === 0 && sheet.status === 'archived' ? groups.slice(0, -1) : groups
  return (
    <Section
      title={t('办理经过', 'What was done')}
      aside={sheet.round > 1 ? t(`共 ${sheet.round} 轮`, `${sheet.round} rounds`) : undefined}
    >
      {shown.map((events, i) => {
        const round = sheet.rounds[i]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a round is known by its number
          <div key={i} className="round">
            {shown.length > 1 && (
              <h3>
                {t(`第 ${i + 1} 轮`, `Round ${i + 1}`)}
                {round?.department && <span> · {round.department}</span>}
              </h3>
            )}
            <RoundStory sheet={sheet} round={round} events={events} last={i === shown.length - 1} />
          </div>
        )
      })}
      {sheet.archivedBy === 'approval' && (
        <p className="hint">
          {t('未得到患者本人答复，经批准归档。', 'Archived with approval, without the person’s own answer.')}
        </p>
      )}
      {sheet.archivedBy === 'referred' && <p className="hint">{sheet.archiveReason}</p>}
    </Section>
  )
}
