// The results of a month: who was found how, where the first record and the second call differ, and how it goes from month to month.
import type { ReactNode } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { PrintButton } from '#web/ui/button.tsx'
import { percent } from '#web/ui/charts/frame.tsx'
import { RateBars } from '#web/ui/charts/rate-bars.tsx'
import { RunChart } from '#web/ui/charts/run-chart.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Section } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import type { Results } from '../contract.ts'
import { monthWords } from './words.ts'

type All = Wire<Results>
type Result = NonNullable<All['centre']>

/** Kappa with the range in which 95 of 100 such samples hold it. */
const sayKappa = ({ kappa, from, until }: Result['agreed']): string =>
  `κ ${kappa!.toFixed(2)}（${from!.toFixed(2)} – ${until!.toFixed(2)}）`

/** How many answers were the same, and kappa with its range; or why there is none. */
const sayAgreed = ({ agreed }: Pick<Result, 'agreed'>): string => {
  if (agreed.pairs === 0) return t('没有复核', 'not called again')
  if (agreed.hidden) return t('不足 5 题，不显示', 'under 5 answers, not shown')
  const share = percent(agreed.same / agreed.pairs)
  const same = t(
    `${agreed.pairs} 题次一致 ${agreed.same}（${share}）`,
    `${agreed.same} of ${agreed.pairs} the same (${share})`,
  )
  if (agreed.kappa === null) return same + t('，答案太一律，算不出 κ', ', too uniform for κ')
  return `${same}，${sayKappa(agreed)}${agreed.ranked ? '' : t('，不足 30，不比较', ', under 30, not compared')}`
}

/** One caller's month in a few figures. */
export const ResultSummary = ({ it, month }: { it: All['callers'][number]; month: string }) => (
  <Section title={t(`${monthWords(month)}抽查`, `Checks of ${monthWords(month)}`)}>
    <Facts
      facts={[
        [t('平均分', 'Mean'), it.score === null ? '—' : String(it.score)],
        [t('通过', 'Passed'), `${it.passed} / ${it.checks}`],
        [t('复核一致', 'Agreement'), sayAgreed(it)],
        [t('建议培训', 'To train'), it.training.join('；'), true],
      ]}
    />
  </Section>
)

const CallerTable = ({ rows }: { rows: All['callers'] }) => (
  <section className="check-table">
    <table className="small-table">
      <thead>
        <tr>
          {[
            t('回访人', 'Caller'),
            t('抽查', 'Checks'),
            t('平均分', 'Mean'),
            t('通过', 'Passed'),
            t('一票否决', 'Critical'),
            t('复核一致（近 12 个月）', 'Agreement, 12 months'),
            t('存疑 / 认定', 'In doubt / confirmed'),
            t('建议培训', 'To train'),
          ].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((it) => (
          <tr key={it.caller.id}>
            <th scope="row">{it.caller.name}</th>
            <td>{it.checks}</td>
            <td>
              <b>{it.score ?? '—'}</b>
            </td>
            <td>
              {it.passed} / {it.checks}
            </td>
            <td>{it.critical > 0 ? <Tag tone="warn">{it.critical}</Tag> : 0}</td>
            <td>{sayAgreed(it)}</td>
            <td>
              {it.suspicions.open} / {it.suspicions.confirmed}
            </td>
            <td>{it.training.join('；')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Charts = ({ it, centre }: { it: All; centre: Result }) => {
  const worst = centre.items.filter(({ marked }) => marked > 0).toSorted((a, b) => a.met / a.marked - b.met / b.marked)
  const least = worst.find(({ marked }) => marked >= 5)
  const latest = it.trend.at(-1)
  return (
    <div className="check-charts">
      <RateBars
        title={t('哪一项做得最少？', 'What is met least?')}
        answer={
          least &&
          t(
            `“${least.name}”，${least.marked} 通里 ${least.met} 通做到。`,
            `“${least.name}”: ${least.met} of ${least.marked}.`,
          )
        }
        bars={worst.map((one) => ({
          key: one.key,
          label: one.name,
          numerator: one.met,
          denominator: one.marked,
          rate: one.met / one.marked,
          hidden: one.marked < 5,
          ranked: one.marked >= 30,
        }))}
        lowFirst
        heads={{
          name: t('项目', 'Item'),
          rate: t('做到', 'Met'),
          numerator: t('做到', 'Met'),
          denominator: t('抽查', 'Checked'),
        }}
        empty={t('还没有评分。', 'Nothing has been scored.')}
      />
      <RunChart
        title={t('服务质量在变好吗？', 'Does it get better?')}
        answer={
          latest?.score != null
            ? t(
                `最近一次平均 ${latest.score} 分，共 ${latest.checks} 通。`,
                `${latest.score} on average at last, of ${latest.checks} calls.`,
              )
            : t('还没有评分。', 'Nothing has been scored.')
        }
        points={it.trend.map((one) => ({
          key: one.month,
          label: t(`${Number(one.month.slice(5))}月`, one.month.slice(5)),
          name: monthWords(one.month),
          value: one.score,
          pale: one.checks < 30,
          opens: { to: '/checks', with: { view: 'results', month: one.month } },
        }))}
        say={(value) => value.toFixed(1)}
        bounds={[0, 100]}
        heads={{ value: t('平均分', 'Mean') }}
        note={t('空心：不足 30 通，不比较。', 'Hollow: under 30 calls, not compared.')}
      />
      <RateBars
        title={t('复核和第一次说的一样吗？', 'Do both calls say the same?')}
        answer={sayAgreed(centre)}
        bars={it.questions.map((one) => ({
          key: one.question,
          label: one.name,
          numerator: one.hidden ? null : one.same,
          denominator: one.pairs,
          rate: one.hidden ? null : one.same / one.pairs,
          hidden: one.hidden,
          ranked: one.ranked,
          aside: one.kappa === null ? null : sayKappa(one),
        }))}
        lowFirst
        heads={{
          name: t('问题', 'Question'),
          rate: t('一致', 'Same'),
          numerator: t('一致', 'Same'),
          denominator: t('题次', 'Answers'),
        }}
        empty={
          it.questions.length > 0
            ? t('各题都不足 5 次，不逐题显示。', 'Every question has under 5 answers: not shown one by one.')
            : t('还没有复核。', 'Nobody has been called again.')
        }
        note={t(
          'κ 是除去偶然之后的一致程度：1 为完全一致，0 与偶然相当；满意度按等级加权；括号里是 95% 区间。近 12 个月。',
          'κ is agreement beyond chance: 1 in all, 0 as by chance; grades weighted by their order; its 95% range in brackets. Of twelve months.',
        )}
      />
    </div>
  )
}

export const ResultsPage = ({ views }: { views: ReactNode }) => {
  const [filters] = useFilters<'month'>()
  const ask = useAsk(api.checks.results, filters.month ? { month: filters.month } : {}, { keep: true })
  return (
    <Page
      wide
      title={t('抽查结果', 'Results of the checks')}
      about={ask.data && monthWords(ask.data.month)}
      actions={
        <>
          {views}
          <PrintButton />
        </>
      }
    >
      <Loaded ask={ask} lines={10}>
        {(it) =>
          it.centre && it.callers.length > 0 ? (
            <>
              <p>
                {!it.released && <Tag tone="accent">{t('还没有公布', 'Not released')}</Tag>}{' '}
                {t(
                  `共查 ${it.centre.checks} 通，其中听录音 ${it.centre.heard} 通；平均 ${it.centre.score ?? '—'} 分，通过 ${it.centre.passed} 通。`,
                  `${it.centre.checks} calls checked, ${it.centre.heard} heard; ${it.centre.score ?? '—'} on average, ${it.centre.passed} passed.`,
                )}
              </p>
              <Section title={t('各回访人', 'By caller')}>
                <CallerTable rows={it.callers} />
              </Section>
              <Charts it={it} centre={it.centre} />
            </>
          ) : (
            <Empty icon="checks" title={t('还没有评过分', 'Nothing has been scored')} />
          )
        }
      </Loaded>
    </Page>
  )
}
