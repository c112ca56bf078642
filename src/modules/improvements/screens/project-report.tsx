// The report of a project as it is handed in: one or two sheets of A4, plan, do, check and act in their order, and who signs.
// It is there only while it is being printed.
import type { ReactNode } from 'react'
import { dayOf } from '#kernel/time.ts'
import { measureLifecycle } from '#modules/cases/lifecycle.ts'
import { useMe } from '#web/me.tsx'
import { t } from '#web/ui/language.ts'
import { figures } from '../figure.ts'
import { projectLifecycle } from '../lifecycle.ts'
import { standardWords } from '../shapes-projects.ts'
import { Fishbone } from './fishbone.tsx'
import { Chart } from './project-figure.tsx'
import { type Project, type Round, sayReckoning, sayValue, sayVerdict } from './project-words.ts'
import './project-paper.css'

const dateText = (at: string): string => dayOf(new Date(at))

const Head = ({ it, round }: { it: Project; round: Round }) => {
  const facts: (readonly [string, ReactNode])[] = [
    [t('项目编号', 'Number'), it.number],
    [t('状态', 'State'), t(projectLifecycle.states[it.status]!)],
    [t('牵头科室', 'Led by'), it.department ?? t('客服中心', 'The centre')],
    [t('负责人', 'Owner'), it.owner ?? ''],
    [t('参与科室', 'With'), it.team.map(({ name }) => name).join('、') || '—'],
    [t('轮次', 'Round'), t(`第 ${it.round} 轮`, `${it.round}`)],
    [t('发起', 'Made'), `${it.madeBy} ${dateText(it.madeAt)}`],
    [t('结题', 'Closed'), it.closedAt ? dateText(it.closedAt) : '—'],
    [t('来源', 'From'), t(`${it.attached.length + it.more} 件诉求`, `${it.attached.length + it.more} cases`)],
    [t('结论', 'Verdict'), round.reckoned && round.windowFrom ? sayVerdict(round.reckoned.verdict) : '—'],
  ]
  return (
    <table>
      <tbody>
        <tr>
          <th scope="row">{t('项目名称', 'Title')}</th>
          <td colSpan={3}>
            <b>{it.title}</b>
          </td>
        </tr>
        {Array.from({ length: facts.length / 2 }, (_, i) => facts.slice(2 * i, 2 * i + 2)).map((pair) => (
          <tr key={pair[0]![0]}>
            {pair.map(([name, value]) => [
              <th key="name" scope="row">
                {name}
              </th>,
              <td key="value">{value}</td>,
            ])}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Plan = ({ round }: { round: Round }) => (
  <>
    <h2>{t('一、计划（Plan）', '1 Plan')}</h2>
    <h3>{t('1. 问题', 'Problem')}</h3>
    <p>{round.problem || '—'}</p>
    <h3>{t('2. 根因分析', 'Root cause')}</h3>
    {round.whys.length > 0 && (
      <ol>
        {round.whys.map((why) => (
          <li key={why}>{t(`为什么？${why}`, `Why? ${why}`)}</li>
        ))}
      </ol>
    )}
    {round.bones.length > 0 && <Fishbone causes={round.bones} problem={round.problem} />}
    <p>
      <b>{t('根本原因：', 'Root cause: ')}</b>
      {round.cause || '—'}
    </p>
  </>
)

const span = (from: string | null, until: string | null) =>
  from && until && from <= until ? `${from} 至 ${until}` : '—'

/** The figure with its three values: before, wanted, reached. */
const FigureTable = ({ round }: { round: Round }) => {
  if (!round.figure || !round.reckoned) return <p>{t('尚未选定指标。', 'No figure is chosen yet.')}</p>
  const { past, window } = round.reckoned
  const of = (n: { count: number; of: number }) => (n.of === 0 ? null : n.count / n.of)
  const share = figures[round.figure.kind].test === 'share'
  const unit = share ? '' : `（${t(figures[round.figure.kind].unit)}）`
  const say = (value: number | null) => (value === null ? '—' : `${sayValue(round, value)}${unit}`)
  const [before, after] = [of(past), round.windowFrom ? of(window) : null]
  return (
    <table className="report-figure">
      <tbody>
        <tr>
          <th scope="row">{t('指标', 'Figure')}</th>
          <td colSpan={3}>{t(round.figureSaid!)}</td>
        </tr>
        <tr>
          <th scope="row">{t('基线期', 'Before')}</th>
          <td>{span(round.baselineFrom, round.baselineUntil)}</td>
          <th scope="row">{t('基线值', 'Value')}</th>
          <td>{say(before)}</td>
        </tr>
        <tr>
          <th scope="row">{t('目标', 'Target')}</th>
          <td>{t(`下降 ${round.target} %`, `down by ${round.target} %`)}</td>
          <th scope="row">{t('目标值', 'Value')}</th>
          <td>
            {before === null
              ? '—'
              : t(
                  `不高于 ${say(before * (1 - round.target! / 100))}`,
                  `at most ${say(before * (1 - round.target! / 100))}`,
                )}
          </td>
        </tr>
        <tr>
          <th scope="row">{t('观察期', 'Watched')}</th>
          <td>{span(round.windowFrom, round.windowUntil)}</td>
          <th scope="row">{t('观察值', 'Value')}</th>
          <td>{say(after)}</td>
        </tr>
      </tbody>
    </table>
  )
}

const Do = ({ it, number }: { it: Project; number: number }) => {
  const mine = it.measured.filter(({ inRound }) => inRound === number)
  return (
    <>
      <h2>{t('二、实施（Do）', '2 Do')}</h2>
      {mine.length === 0 ? (
        <p>{t('尚无整改措施。', 'No measures yet.')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('序', 'No.')}</th>
              <th scope="col">{t('整改措施', 'Measure')}</th>
              <th scope="col">{t('责任科室 / 责任人', 'Who')}</th>
              <th scope="col">{t('期限', 'By')}</th>
              <th scope="col">{t('落实情况', 'How it stands')}</th>
            </tr>
          </thead>
          <tbody>
            {mine.map((one, i) => (
              <tr key={one.id}>
                <td>{i + 1}</td>
                <td>{one.what}</td>
                <td>
                  {one.department}
                  {one.owner && ` / ${one.owner}`}
                </td>
                <td className="day">{one.dueOn}</td>
                <td>
                  {t(measureLifecycle.states[one.status]!)}
                  {one.doneAt && ` ${dateText(one.doneAt)}`}
                  {one.doneWords && `：${one.doneWords}`}
                  {one.verifiedBy && t(`；${one.verifiedBy}验证`, `; verified by ${one.verifiedBy}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

const Check = ({ it, round }: { it: Project; round: Round }) => {
  return (
    <>
      <h2>{t('三、检查（Check）', '3 Check')}</h2>
      <FigureTable round={round} />
      {round.figure && round.reckoned && <Chart it={it} round={round} level="h4" />}
      {round.reckoned && round.windowFrom && (
        <p>
          <span className="report-verdict">
            {round.concludedAt
              ? t(`结论：${sayVerdict(round.reckoned.verdict)}。`, `Verdict: ${sayVerdict(round.reckoned.verdict)}. `)
              : t(
                  `目前：${sayVerdict(round.reckoned.verdict)}（观察期未满）。`,
                  `So far: ${sayVerdict(round.reckoned.verdict)} (the window is not over). `,
                )}
          </span>
          {sayReckoning(round).join('')}
          {round.reached !== null &&
            round.reckoned.lack === null &&
            (round.reached
              ? t('已达到目标。', 'The target is reached.')
              : t('未达到目标。', 'The target is not reached.'))}
        </p>
      )}
    </>
  )
}

const Act = ({ it }: { it: Project }) => (
  <>
    <h2>{t('四、处置（Act）', '4 Act')}</h2>
    {it.standards.length === 0 ? (
      <p>{t('尚未固化。', 'Nothing is standardised yet.')}</p>
    ) : (
      <table>
        <thead>
          <tr>
            <th scope="col">{t('固化为', 'Became')}</th>
            <th scope="col">{t('标题与内容', 'Title and text')}</th>
          </tr>
        </thead>
        <tbody>
          {it.standards.map((one) => (
            <tr key={one.id}>
              <td>
                {t(standardWords[one.kind])}
                {one.entry?.status === 'draft' && t('（待审定）', ' (draft)')}
              </td>
              <td>
                <b>{one.title}</b>：{one.text}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {it.told && (
      <p>
        {t(
          `告知反映人：能告知 ${it.told.of} 人，已告知 ${it.told.told} 人；另有 ${it.told.unable} 人不能告知。告知内容：${it.news}`,
          `Told: ${it.told.told} of ${it.told.of} who can be; ${it.told.unable} cannot. What they are told: ${it.news}`,
        )}
      </p>
    )}
    {it.reason && <p>{t(`原因：${it.reason}`, `Reason: ${it.reason}`)}</p>}
  </>
)

const Before = ({ rounds }: { rounds: readonly Round[] }) =>
  rounds.length > 0 && (
    <>
      <h2>{t('附：前几轮', 'Rounds before')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('轮次', 'Round')}</th>
            <th scope="col">{t('根本原因', 'Root cause')}</th>
            <th scope="col">{t('观察期', 'Watched')}</th>
            <th scope="col">{t('结论', 'Verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {rounds.map((one) => (
            <tr key={one.number}>
              <td>{one.number}</td>
              <td>{one.cause}</td>
              <td>{span(one.windowFrom, one.windowUntil)}</td>
              <td>{one.reckoned ? sayVerdict(one.reckoned.verdict) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )

export const ProjectReport = ({ it }: { it: Project }) => {
  const { hospital } = useMe()
  const [round, ...before] = it.rounds
  return (
    <article className="project-report">
      <header>
        <p>{hospital}</p>
        <h1>{t('质量持续改进（PDCA）项目报告', 'Improvement project (PDCA): report')}</h1>
      </header>
      <Head it={it} round={round!} />
      <Plan round={round!} />
      <Do it={it} number={it.round} />
      <Check it={it} round={round!} />
      <Act it={it} />
      <Before rounds={before} />
      <footer className="report-signs">
        <span>{t('项目负责人：', 'Owner: ')}</span>
        <span>{t('牵头科室主任：', 'Head of department: ')}</span>
        <span>{t('质控（监察）审核：', 'Reviewed: ')}</span>
        <span>{t('日期：　　　年　　月　　日', 'Date: ')}</span>
      </footer>
    </article>
  )
}
