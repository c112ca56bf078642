// One improvement project, from the problem to who was told; printed as a report, or as the sheet that hangs on the wall.
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { OtherLine } from '#modules/cases/screens/other-case.tsx'
import { api, useAsk, useDo } from '#web/api.ts'
import { ProjectPanels } from '#web/panels.tsx'
import { Go, useParam } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag, Timeline } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { usePrinting } from '#web/ui/printing.ts'
import { Loaded, Note } from '#web/ui/states.tsx'
import { projectLifecycle } from '../lifecycle.ts'
import { FigurePart, VerdictNote } from './project-figure.tsx'
import { ProjectActs } from './project-forms.tsx'
import { LetterPages, type Letters } from './project-letters.tsx'
import { MeasuresPart } from './project-measures.tsx'
import { usePaper } from './project-paper.ts'
import { ProjectReport } from './project-report.tsx'
import { TellingPart } from './project-telling.tsx'
import { type Project, type Round, sayVerb, sayVerdict, stageTone, verdictTone } from './project-words.ts'
import { RootCause } from './root-cause.tsx'
import { StandardsPart } from './standards-part.tsx'
import './proposals.css'
import './projects.css'

const wheel = ['planning', 'doing', 'checking', 'acting'] as const
const letters = { planning: 'P', doing: 'D', checking: 'C', acting: 'A' } as const

/** The four letters with the one that is on; those before it are ticked. */
const Wheel = ({ it }: { it: Project }) => {
  const ended = ['succeeded', 'unsuccessful'].includes(it.status)
  const at = ended ? wheel.length : wheel.indexOf(it.status as (typeof wheel)[number])
  return (
    <ol className="wheel" aria-label={t(`第 ${it.round} 轮`, `Round ${it.round}`)}>
      {wheel.map((stage, i) => (
        <li
          key={stage}
          className={i < at ? 'done' : i === at ? 'on' : ''}
          {...(i === at ? { 'aria-current': 'step' as const } : {})}
        >
          <b>{letters[stage]}</b> {t(projectLifecycle.states[stage]!)}
        </li>
      ))}
    </ol>
  )
}

const Before = ({ it, round }: { it: Project; round: Round }) => (
  <Fold
    title={t(`第 ${round.number} 轮`, `Round ${round.number}`)}
    aside={
      round.reckoned ? (
        <Tag tone={verdictTone(round.reckoned.verdict)}>{sayVerdict(round.reckoned.verdict)}</Tag>
      ) : undefined
    }
  >
    <RootCause it={it} round={round} />
    <ul className="project-before">
      {it.measured
        .filter(({ inRound }) => inRound === round.number)
        .map((one) => (
          <li key={one.id}>
            {one.department}：{one.what}
          </li>
        ))}
    </ul>
    {round.reckoned && round.figure && <VerdictNote round={round} />}
  </Fold>
)

const Cases = ({ it }: { it: Project }) => {
  const leave = useDo(api.projects.leave, { says: t('已移出', 'Taken out') })
  return (
    <Section title={t('引出它的诉求', 'The cases it came from')} aside={it.attached.length + it.more}>
      <ul className="proposal-cases">
        {it.attached.slice(0, 20).map((one) => (
          <li key={one.id}>
            <OtherLine one={one} />
            {it.can.includes('leave') && it.attached.length > 1 && (
              <Button
                small
                kind="quiet"
                busy={leave.busy}
                onClick={() =>
                  void leave.run({ id: it.id, caseId: one.id, reason: t('与本项目无关', 'Not of this project') })
                }
              >
                {t('移出', 'Take out')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {it.attached.length > 20 && (
        <p className="hint">{t(`另有 ${it.attached.length - 20} 件`, `${it.attached.length - 20} more`)}</p>
      )}
      {it.more > 0 && (
        <p className="hint">{t(`还有 ${it.more} 件不属于您能看到的范围。`, `${it.more} more are not yours to see.`)}</p>
      )}
      {it.proposals.map((one) => (
        <p key={one.id}>
          {t('来自苗头：', 'From: ')}
          <Go to="/proposals" with={{ view: 'taken', id: one.id }}>
            {t(one.title)}
          </Go>
        </p>
      ))}
    </Section>
  )
}

/** Measures that are late, and who hears of it. */
const Late = ({ it }: { it: Project }) => {
  const late = it.measured.filter((one) => one.inRound === it.round && one.status === 'planned' && one.late)
  if (late.length === 0) return null
  const who = [...new Set(late.map(({ department }) => department))].join('、')
  return (
    <Note tone="warn" title={t(`${late.length} 条整改超期，尚未落实`, `${late.length} measures are late`)}>
      {t(
        `已提醒${who}、项目负责人和组长，每周再提醒一次。`,
        `${who}, the owner and the leads were reminded, and are each week.`,
      )}
    </Note>
  )
}

const Sheet = ({ it }: { it: Project }) => {
  const [round, ...before] = it.rounds
  const print = usePaper()
  const printing = usePrinting()
  const [letters, setLetters] = useState<Letters | undefined>()
  const printLetters = (to: Letters | undefined) => {
    // The pages are there before they are printed.
    flushSync(() => setLetters(to))
    if (to) print('letters')
  }
  const plans = it.can.includes('analyse')
  const about = round?.figure?.category ?? it.attached[0]?.category
  return (
    <>
      <Page
        wide
        title={it.title}
        about={
          <>
            {it.number} <StateDot life={projectLifecycle} status={it.status} tone={stageTone(it.status)} />{' '}
            {it.verdict && <Tag tone={verdictTone(it.verdict)}>{sayVerdict(it.verdict)}</Tag>}{' '}
            {it.restricted && <Tag tone="bad">{t('限监察室', 'Supervision only')}</Tag>}
          </>
        }
        actions={
          <>
            <Button icon="print" onClick={() => print('report')}>
              {t('打印报告', 'Print the report')}
            </Button>
            <Button kind="quiet" onClick={() => print('wall')}>
              {t('墙报 A3', 'For the wall, A3')}
            </Button>
          </>
        }
      >
        {it.status !== 'proposed' && it.status !== 'cancelled' && <Wheel it={it} />}
        <ProjectActs it={it} />
        <Late it={it} />
        <div className="project-sheet">
          <div className="project-main">
            {it.status === 'succeeded' && <TellingPart it={it} letters={letters} onLetters={printLetters} />}
            <RootCause key={it.round} it={it} round={round!} editing={plans} />
            <FigurePart it={it} round={round!} />
            <MeasuresPart it={it} />
            {about && (
              <ProjectPanels
                category={about}
                departmentId={it.departmentId ?? undefined}
                succeeded={it.status === 'succeeded' ? it.id : undefined}
              />
            )}
            <StandardsPart rows={it.standards} />
            {before.length > 0 && (
              <Section title={t('前几轮', 'Rounds before')}>
                {before.map((one) => (
                  <Before key={one.number} it={it} round={one} />
                ))}
              </Section>
            )}
          </div>
          <aside className="project-side">
            <Facts
              columns={1}
              facts={[
                [t('牵头', 'Led by'), it.department ?? t('客服中心', 'The centre')],
                [t('负责人', 'Owner'), it.owner],
                [t('参与', 'With'), it.team.map(({ name }) => name).join('、') || null],
                [
                  t('发起', 'Made'),
                  <span key="by">
                    {it.madeBy} <Time at={it.madeAt} />
                  </span>,
                ],
                [t('结题', 'Closed'), it.closedAt ? <Time key="at" at={it.closedAt} /> : null],
                [t('原因', 'Reason'), it.reason || null],
              ]}
            />
            <Cases it={it} />
            <Section title={t('经过', 'History')}>
              <Timeline
                moments={it.history.map((one) => ({
                  at: one.at,
                  title: sayVerb(one.verb),
                  by: one.actor,
                  words: one.words,
                }))}
              />
            </Section>
          </aside>
        </div>
      </Page>
      {printing && <ProjectReport it={it} />}
      {letters && <LetterPages letters={letters} />}
    </>
  )
}

export const Screen = () => {
  const one = useAsk(api.projects.get, { id: useParam('id') })
  return (
    <>
      {!one.data && <h1 className="unseen">{t('改进项目', 'Improvement project')}</h1>}
      <Loaded ask={one} lines={16}>
        {(it) => <Sheet key={it.id} it={it} />}
      </Loaded>
    </>
  )
}
