// The sheet of a report: coverage, satisfaction, opinions, the hospital in parts, cases, and how all of it is counted.
import type { Words } from '#kernel/words.ts'
import { dimensions } from '#modules/followups/questions.ts'
import { grades } from '#modules/patients/words.ts'
import { useMe } from '#web/me.tsx'
import { Hidden } from '#web/ui/charts/frame.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { categoryName, excludedNames, notesOf, unreachedNames } from '../words.ts'
import { Cuts } from './cuts.tsx'
import { type Bar, Bars, Count, type Open, RateTile } from './figure.tsx'
import type { Told } from './reports.tsx'

const named = (names: Readonly<Record<string, Words>>, key: string, label: string): string =>
  names[key] ? t(names[key]) : label

const Excluded = ({ report, open }: { report: Told; open: Open }) => (
  <p className="tile-of">
    {report.excluded.length === 0
      ? t('没有不计入应访的', 'None excluded')
      : report.excluded.map(({ key, label, count }) => (
          <span key={key} className="excluded">
            {t('不计入', 'Not due:')} {named(excludedNames, key, label)}{' '}
            <Count count={count} figure={`excluded:${key}`} name={label} open={open} />
          </span>
        ))}
  </p>
)

const Tiles = ({ report, open }: { report: Told; open: Open }) => {
  const { satisfaction, cases, targets } = report
  return (
    <div className="tiles">
      <section className="tile">
        <h2>{t('多少人出院？', 'How many went home?')}</h2>
        <p className="tile-figure">
          <Count count={report.discharges} figure="discharges" name={t('出院人次', 'stays')} open={open} />
        </p>
        <p className="tile-of">
          {t('应访', 'Due')} <Count count={report.due} figure="due" name={t('应访', 'due')} open={open} />
        </p>
        <Excluded report={report} open={open} />
      </section>
      <RateTile
        title={t('访到了多少？', 'How many were reached?')}
        rate={report.reached}
        target={targets.reached}
        numerator={['reached', t('已访', 'reached')]}
        denominator={['due', t('应访', 'due')]}
        open={open}
      />
      <RateTile
        title={t('满意的有多少？', 'How many are satisfied?')}
        rate={satisfaction.rate}
        target={targets.satisfied}
        numerator={['satisfied', t('满意', 'satisfied')]}
        denominator={['graded', t('作出评价', 'graded')]}
        open={open}
      />
      <RateTile
        title={t('首次电话及时吗？', 'Was the first call in time?')}
        rate={report.firstContactInTime}
        numerator={['first-call-in-time', t('及时', 'in time')]}
        denominator={['first-call-judged', t('已打或到期', 'called or due')]}
        open={open}
      />
      <RateTile
        title={t('诉求按时答复吗？', 'Were cases answered in time?')}
        rate={cases.answeredInTime}
        numerator={['cases:in-time', t('按时', 'in time')]}
        denominator={['cases:judged', t('已答或到期', 'answered or due')]}
        of={t('件', 'cases')}
        open={open}
      />
    </div>
  )
}

const coverageBars = (report: Told): Bar[] => [
  { key: 'reached', label: t('已访', 'Reached'), count: report.reached.numerator, figure: 'reached' },
  { key: 'pending', label: t('待访', 'Still to call'), count: report.pending, figure: 'pending', tone: 'pale' },
  { key: 'unreached', label: t('未访', 'Not reached'), count: report.notReached, figure: 'unreached', tone: 'warn' },
]

const gradeBars = ({ satisfaction }: Told): Bar[] => [
  ...(['satisfied', 'fairly', 'dissatisfied'] as const).map((key) => ({
    key,
    label: t(grades[key]),
    count: satisfaction[key],
    figure: key,
    ...(key === 'satisfied' ? {} : { tone: 'warn' as const }),
  })),
  {
    key: 'unasked',
    label: t('未评价', 'No grade'),
    count: satisfaction.unasked,
    figure: 'unasked',
    tone: 'pale' as const,
  },
]

const Dimensions = ({ report, open }: { report: Told; open: Open }) => {
  if (report.dimensions.length === 0) return <p className="none">{t('本期没有分项评价', 'Nothing graded in parts')}</p>
  return (
    <table className="small-table">
      <thead>
        <tr>
          <th scope="col">{t('分项', 'Part')}</th>
          <th scope="col" className="right">
            {t('得分（满分 100）', 'Score of 100')}
          </th>
          <th scope="col" className="right">
            {t('作答', 'Answered')}
          </th>
        </tr>
      </thead>
      <tbody>
        {report.dimensions.map(({ key, label, answered, score, hidden }) => (
          <tr key={key}>
            <th scope="row">{named(dimensions, key, label)}</th>
            <td className="right">{hidden ? <Hidden /> : score?.toFixed(1)}</td>
            <td className="right">
              <Count count={answered} figure={`dimension:${key}`} name={label} open={open} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Cases = ({ report, open }: { report: Told; open: Open }) => {
  const { cases } = report
  const facts: readonly [label: string, count: number, figure: string][] = [
    [t('受理', 'Opened'), cases.opened, 'opened'],
    [t('已归档', 'Archived'), cases.archived, 'archived'],
    [t('患者本人确认', 'By the person'), cases.archivedByPerson, 'archived-by-person'],
    [t('进入第二轮', 'Second rounds'), cases.secondRounds, 'second-round'],
    [t('未归档', 'Open'), cases.open, 'open'],
  ]
  return (
    <dl className="case-facts">
      {facts.map(([label, count, figure]) => (
        <div key={figure}>
          <dt>{label}</dt>
          <dd>
            <Count count={count} figure={`cases:${figure}`} name={label} open={open} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export const Report = ({ report, name, open }: { report: Told; name: string; open: Open }) => {
  const { hospital } = useMe()
  const { opinions, unreached } = report
  return (
    <>
      <header className="report-head">
        <h2>
          {hospital} {name}
        </h2>
        <p className="about">
          {report.departmentName ?? t('全院', 'The whole hospital')} · {t('出院日期', 'Discharged')} {report.from}{' '}
          {t('至', 'to')} {report.until}
        </p>
      </header>
      <Tiles report={report} open={open} />
      <div className="report-columns">
        <section className="sheet">
          <h2>{t('应访的人都怎么样了？', 'What became of those due?')}</h2>
          <Bars bars={coverageBars(report)} whole={report.due} open={open} empty="" />
          <p className="tile-of">
            {t('共拨打', 'Calls made')}{' '}
            <Count count={report.attempts} figure="attempts" name={t('次拨打', 'calls')} open={open} /> {t('次', '')}
          </p>
        </section>
        <section className="sheet">
          <h2>{t('没访到是因为什么？', 'Why were they not reached?')}</h2>
          <Bars
            bars={unreached.map(({ key, label, count }) => ({
              key,
              label: named(unreachedNames, key, label),
              count,
              figure: `unreached:${key}`,
              tone: 'warn',
            }))}
            open={open}
            empty={t('没有未访的', 'Nobody')}
          />
        </section>
        <section className="sheet">
          <h2>{t('访到的人满意吗？', 'Were those reached satisfied?')}</h2>
          <Bars bars={gradeBars(report)} whole={report.reached.numerator ?? 0} open={open} empty="" />
        </section>
        <section className="sheet">
          <h2>{t('哪一项最需要改进？', 'Which part needs most to be done?')}</h2>
          <Dimensions report={report} open={open} />
        </section>
        <section className="sheet">
          <h2>
            {t('说了些什么？', 'What did they say?')}
            <span className="section-aside">
              {t('意见', 'opinions')}{' '}
              <Count count={opinions.total} figure="opinions" name={t('条意见', 'opinions')} open={open} />
            </span>
          </h2>
          <Bars
            bars={opinions.byCategory.map(({ key, count }) => ({
              key,
              label: t(categoryName(key)),
              count,
              figure: `opinion:${key}`,
            }))}
            open={open}
            empty={t('本期没有意见', 'No opinions')}
          />
        </section>
        <section className="sheet">
          <h2>{t('诉求办得怎么样？', 'What became of the cases?')}</h2>
          <Cases report={report} open={open} />
        </section>
      </div>
      <Cuts report={report} open={open} />
      <Fold title={t('口径说明', 'How it is counted')}>
        <ol className="notes">
          {notesOf(report.rules).map((note) => (
            <li key={note.en}>{t(note)}</li>
          ))}
        </ol>
      </Fold>
    </>
  )
}
