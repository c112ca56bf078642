// The parts of the one page about how well people were reached, heard and kept to: coverage, sides of satisfaction, promises.
import type { ReactNode } from 'react'
import { dimensions } from '#modules/followups/questions.ts'
import { Go } from '#web/place.tsx'
import { Chart, Hidden, Opener, type Opens, percent } from '#web/ui/charts/frame.tsx'
import { interval, RateBars } from '#web/ui/charts/rate-bars.tsx'
import { RateDot } from '#web/ui/charts/strip.tsx'
import { t } from '#web/ui/language.ts'
import { askedWords } from '../case-words.ts'
import { complaintsOf, placeName, rowsOf, type Told } from './page-words.ts'
import type { Filters } from './register-words.ts'
import { Tally } from './tally.tsx'

const reportAt = (told: Told, figure: string, slice?: string): Opens => ({
  to: '/reports',
  with: {
    period: told.month,
    figure,
    ...(told.departmentId ? { department: told.departmentId } : {}),
    ...(slice ? { slice } : {}),
  },
})

const shownDepartments = 8

const sayCoverage = ({ coverage }: Told, parts: Told['coverage']['department']): string => {
  const { reached, target } = coverage
  if (reached.hidden) return t('本月人数太少，不显示。', 'Too few to be shown.')
  if (reached.rate === null) return t('本月没有应访的人。', 'Nobody was due.')
  const all = t(
    `全部 ${percent(reached.rate)}（${reached.numerator} ÷ ${reached.denominator}）`,
    `${percent(reached.rate)} in all (${reached.numerator} of ${reached.denominator})`,
  )
  const under = parts.filter((one) => one.reached.rate! < target).length
  if (parts.length === 0) return t(`${all}；没有满 30 人可比的。`, `${all}; none large enough to compare.`)
  return under === 0
    ? t(
        `${all}；可比的 ${parts.length} 个都达到目标。`,
        `${all}; all ${parts.length} that may be compared meet the target.`,
      )
    : t(`${all}；${under} 个低于目标 ${target * 100}%。`, `${all}; ${under} under ${target * 100}%.`)
}

/** By department; by group where the departments are too small to be compared. */
export const Coverage = ({ told }: { told: Told }) => {
  const { coverage } = told
  const ranked = (parts: Told['coverage']['department']) =>
    parts.filter(({ hidden, reached }) => !hidden && reached.ranked)
  const cut = ranked(coverage.department).length > 0 || coverage.group.length < 2 ? 'department' : 'group'
  const compared = ranked(coverage[cut]).toSorted((a, b) => a.reached.rate! - b.reached.rate!)
  const few = coverage.department.filter(({ hidden, reached }) => !hidden && !reached.ranked)
  const shown = compared.slice(0, shownDepartments)
  return (
    <section className="sheet page-coverage">
      <RateBars
        title={t('谁的病人没访到？', 'Whose patients were not reached?')}
        answer={sayCoverage(told, compared)}
        bars={shown.map(({ key, label, reached: rate }) => ({
          key,
          label: placeName(key, label),
          ...rate,
          opens: reportAt(told, 'due', `${cut}=${key}`),
        }))}
        target={coverage.target}
        lowFirst
        from={0.4}
        heads={{
          name: t('科室', 'Department'),
          rate: t('回访率', 'Reached'),
          numerator: t('已访', 'Reached'),
          denominator: t('应访', 'Due'),
        }}
        note={
          <>
            {t(
              `出院 ${coverage.discharges}，不计入 ${coverage.excluded}，待访 ${coverage.pending}。`,
              `${coverage.discharges} discharges, ${coverage.excluded} not due, ${coverage.pending} still to call.`,
            )}{' '}
            {compared.length > shown.length && t(`只列最低的 ${shown.length} 个。`, `The lowest ${shown.length} only.`)}{' '}
            {few.length > 0 &&
              t(
                `${few.length} 个科室不足 ${told.rules.rankedFrom} 人，不比较。`,
                `${few.length} departments too small to compare.`,
              )}{' '}
            <Go
              to="/reports"
              with={{ period: told.month, ...(told.departmentId ? { department: told.departmentId } : {}) }}
            >
              {t('全部科室', 'All')}
            </Go>
          </>
        }
        empty=""
      />
    </section>
  )
}

export const Dimensions = ({ told }: { told: Told }) => {
  const shown = told.dimensions
    .filter(({ hidden, score }) => !hidden && score !== null)
    .toSorted((a, b) => a.score! - b.score!)
  const hidden = told.dimensions.filter((one) => one.hidden)
  const name = (key: string, label: string) =>
    key in dimensions ? t(dimensions[key as keyof typeof dimensions]) : label
  const [least] = shown
  return (
    <section className="sheet page-dimensions">
      <Chart
        title={t('哪一面最不满意？', 'Which side satisfies least?')}
        answer={
          least
            ? t(
                `最低的是${name(least.key, least.label)}：${least.score!.toFixed(1)} 分。`,
                `Lowest: ${name(least.key, least.label)}, ${least.score!.toFixed(1)}.`,
              )
            : t('本月没有分项评价。', 'Nothing graded in parts.')
        }
        note={
          shown.length > 0
            ? t('满分 100；横线为 95% 区间（取可能的最宽）。', 'Of 100; the line is the widest possible 95 % range.')
            : undefined
        }
      >
        <ul className="rates">
          {shown.map(({ key, label, score, answered }) => (
            <li key={key}>
              <span className="bar-name">{name(key, label)}</span>
              <RateDot numerator={(score! / 100) * answered!} denominator={answered!} from={0.5} />
              <span className="rate-said">
                <Opener opens={reportAt(told, `dimension:${key}`)} name={name(key, label)}>
                  {score!.toFixed(1)}
                </Opener>{' '}
                <small>{t(`${answered} 人`, `${answered} people`)}</small>
              </span>
            </li>
          ))}
          {hidden.map(({ key, label }) => (
            <li key={key} className="pale">
              <span className="bar-name">{name(key, label)}</span>
              <span />
              <Hidden />
            </li>
          ))}
        </ul>
      </Chart>
    </section>
  )
}

type Share = { readonly numerator: number | null; readonly denominator: number | null }

/** A question, its answer as a number, where it is a share the range in which it may lie, and what it is made of. */
const Fact = ({
  title,
  figure,
  share,
  children,
}: {
  title: string
  figure: ReactNode
  share?: Share
  children?: ReactNode
}) => (
  <div className="page-fact">
    <dt>{title}</dt>
    <dd>
      <strong>{figure}</strong>
      {share && share.numerator !== null && share.denominator ? (
        <>
          <RateDot numerator={share.numerator} denominator={share.denominator} />
          <span className="page-range">95%：{interval(share)}</span>
        </>
      ) : null}
      {children && <span>{children}</span>}
    </dd>
  </div>
)

const days = (value: number | null): string => (value === null ? '—' : String(Math.round(value * 10) / 10))

export const Facts = ({ told }: { told: Told }) => {
  const { deadlines: it, rounds, once, promises, paused } = told
  const [complaints, range] = [complaintsOf(told), rowsOf(told)]
  const most = once.signs.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  const tally = (count: number, opens: Filters, name: string) => <Tally count={count} opens={opens} name={name} />
  return (
    <section className="sheet page-facts">
      <h2>{t('说到的做到了吗？', 'Was it kept?')}</h2>
      <dl>
        <Fact title={t('投诉按期答复', 'Complaints in time')} figure={percent(it.rate.rate)} share={it.rate}>
          {tally(it.rate.numerator ?? 0, { ...complaints, judged: 'in-time' }, t('按期', 'in time'))} ÷{' '}
          {tally(
            it.rate.denominator ?? 0,
            { ...complaints, judged: 'in-time,late,open-late' },
            t('已答或逾期', 'answered or overdue'),
          )}
          {it.openInTime > 0 && (
            <>
              {' · '}
              {t('未到期', 'not due yet')}{' '}
              {tally(it.openInTime, { ...complaints, judged: 'open-in-time' }, t('未到期', 'not due yet'))}
            </>
          )}
        </Fact>
        <Fact
          title={t('几个工作日答复', 'Working days until told')}
          figure={t(`中位 ${days(it.median)}`, `median ${days(it.median)}`)}
        >
          {t(
            `平均 ${days(it.mean)}，九成不超过 ${days(it.p90)}；已答复 `,
            `mean ${days(it.mean)}, nine in ten within ${days(it.p90)}; told `,
          )}
          {tally(it.told, { ...complaints, judged: 'in-time,late' }, t('已答复', 'told'))}
        </Fact>
        <Fact
          title={t('一轮办成', 'In one round')}
          figure={tally(rounds.first, { ...complaints, round: 'first' }, t('一轮', 'first round'))}
          share={{ numerator: rounds.first, denominator: rounds.first + rounds.second }}
        >
          {t('办到第二轮', 'second round')}{' '}
          {tally(rounds.second, { ...complaints, round: 'second' }, t('第二轮', 'second round'))} ·{' '}
          {t('第三轮', 'third')} {tally(rounds.third, { ...complaints, round: 'third' }, t('第三轮', 'third round'))}
        </Fact>
        <Fact title={t('最多问一次', 'Asked once')} figure={percent(once.rate.rate)} share={once.rate}>
          {tally(once.rate.numerator ?? 0, { ...range, asked: 'once' }, t('只说了一次', 'told once'))} ÷{' '}
          {tally(once.rate.denominator ?? 0, { ...range, asked: 'all' }, t('件', 'matters'))}
          {most.map(({ key, count }) => (
            <span key={key}>
              {' · '}
              {t(askedWords[key])} {tally(count, { ...range, asked: key }, t(askedWords[key]))}
            </span>
          ))}
        </Fact>
        {promises && (
          <Fact title={t('承诺兑现', 'Promises kept')} figure={percent(promises.rate.rate)} share={promises.rate}>
            <Opener opens={promisesAt(told, 'kept')} name={t('按时兑现', 'kept in time')}>
              {promises.rate.numerator}
            </Opener>{' '}
            ÷{' '}
            <Opener opens={promisesAt(told, 'due')} name={t('应兑现', 'fell due')}>
              {promises.rate.denominator}
            </Opener>
            {t(
              ` · 迟兑现 ${promises.late} · 取消 ${promises.cancelled} 不计入`,
              ` · late ${promises.late} · cancelled ${promises.cancelled}, left out`,
            )}
          </Fact>
        )}
        <Fact
          title={t('停过钟', 'Clocks stopped')}
          figure={tally(paused.cases, { ...range, paused: 'true' }, t('停过钟', 'clock stopped'))}
        >
          {t(`共 ${paused.days} 天`, `${paused.days} days in all`)}
        </Fact>
        {told.told && told.told.projects > 0 && (
          <Fact
            title={t('改好了告诉他们了吗', 'Told what changed')}
            figure={percent(told.told.rate.rate)}
            share={told.told.rate}
          >
            {t(
              `已告知 ${told.told.rate.numerator} ÷ 可告知 ${told.told.rate.denominator}；凭码网页待看 ${told.told.posted}，无法告知 ${told.told.unable} 不计入。一年内 `,
              `${told.told.rate.numerator} told of ${told.told.rate.denominator}; ${told.told.posted} posted, ${told.told.unable} cannot be told, left out. In the year `,
            )}
            <Opener opens={{ to: '/projects', with: { view: 'closed' } }} name={t('改进项目', 'projects')}>
              {t(`${told.told.projects} 个项目`, `${told.told.projects} projects`)}
            </Opener>
          </Fact>
        )}
      </dl>
    </section>
  )
}

const promisesAt = (told: Told, became: string): Opens => ({
  to: '/promises',
  with: { became, from: told.from, to: told.until < told.at.slice(0, 10) ? told.until : told.at.slice(0, 10) },
})
