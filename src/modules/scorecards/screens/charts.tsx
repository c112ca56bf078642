// What a card draws: at which hours calls were answered, how the year went, and what spot checks found.
import { wilson } from '#kernel/statistics.ts'
import { Chart, percent } from '#web/ui/charts/frame.tsx'
import { RateBars } from '#web/ui/charts/rate-bars.tsx'
import { RunChart } from '#web/ui/charts/run-chart.tsx'
import { RateDot } from '#web/ui/charts/strip.tsx'
import { t } from '#web/ui/language.ts'
import { sayMonth } from '#web/ui/moment.tsx'
import { type Its, monthShort, sayAdjusted } from './words.ts'

const hourWords = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** Hour by hour in the order of the day, each with its range; the others' share is the line across it. */
export const Hours = ({ it }: { it: Its }) => (
  <Chart
    title={t('几点打电话容易接通？', 'At which hours do people answer?')}
    answer={sayAdjusted(it)}
    note={
      <>
        {t('横条是 95% 的可能范围；颜色浅的不足 30 次。', 'The bar is the 95% range; pale ones have under 30 calls.')}
        {it.hours.some(({ others }) => others !== null) && t('竖线是同事们合计。', ' The line is the others together.')}
        {it.hoursHidden > 0 &&
          t(` 另有 ${it.hoursHidden} 次在不足 5 次的时段，不列。`, ` ${it.hoursHidden} more in hours of under 5.`)}
      </>
    }
    numbers={
      it.hours.length === 0
        ? undefined
        : {
            head: [
              t('时段', 'Hour'),
              t('接通率', 'Answered'),
              t('接通', 'Answered'),
              t('拨打', 'Calls'),
              t('95% 区间', '95% range'),
              t('同事们', 'The others'),
            ],
            rows: it.hours.map(({ hour, rate, others }) => {
              const { from, until } = wilson(rate.numerator ?? 0, rate.denominator ?? 0)
              return {
                key: String(hour),
                cells: [
                  hourWords(hour),
                  percent(rate.rate),
                  rate.numerator,
                  rate.denominator,
                  `${percent(from)} – ${percent(until)}`,
                  percent(others),
                ],
              }
            }),
          }
    }
  >
    {it.hours.length === 0 && <p className="none">{t('还没有足够的拨打。', 'Too few calls.')}</p>}
    <ul className="rates">
      {it.hours.map(({ hour, rate, others }) => (
        <li key={hour} className={rate.ranked ? '' : 'pale'}>
          <span className="bar-name">
            {hourWords(hour)}
            {others !== null && <small> {t(`同事们 ${percent(others)}`, `others ${percent(others)}`)}</small>}
          </span>
          <RateDot
            numerator={rate.numerator ?? 0}
            denominator={rate.denominator ?? 0}
            target={others ?? undefined}
            pale={!rate.ranked}
          />
          <span className="rate-said">
            {percent(rate.rate)}{' '}
            <small>
              {rate.numerator} ÷ {rate.denominator}
            </small>
          </span>
        </li>
      ))}
    </ul>
  </Chart>
)

export const Course = ({ it }: { it: Its }) => {
  const last = it.course.at(-1)
  return (
    <RunChart
      title={t('这一年的已访率怎么走？', 'How did the reached share go this year?')}
      answer={
        last && !last.reached.hidden && last.reached.rate !== null
          ? t(
              `${sayMonth(last.month)}已访 ${percent(last.reached.rate)}。`,
              `${percent(last.reached.rate)} reached in ${sayMonth(last.month)}.`,
            )
          : t('人数太少，还看不出来。', 'Too few to say.')
      }
      points={it.course.map(({ month, reached }) => ({
        key: month,
        label: monthShort(month),
        name: sayMonth(month),
        value: reached.rate,
        hidden: reached.hidden,
        numerator: reached.numerator,
        denominator: reached.denominator,
        pale: !reached.ranked,
        range: reached.denominator ? wilson(reached.numerator ?? 0, reached.denominator) : null,
      }))}
      bounds={[0, 1]}
      heads={{ value: t('已访率', 'Reached'), numerator: t('已访', 'Reached'), denominator: t('应访', 'Due') }}
      note={t(
        '按出院月份，与月报的“回访人”一致；空心的不足 30 人，不比较。',
        'By month of discharge, as the report has it by caller; hollow: under 30.',
      )}
    />
  )
}

/** Only what was not always met: of the rest there is nothing to say. */
export const Checked = ({ it }: { it: Its }) => {
  const { checks, score, passed, items } = it.quality
  const low = items.filter(({ met, marked }) => met < marked).toSorted((a, b) => a.met / a.marked - b.met / b.marked)
  return (
    <RateBars
      title={t('抽查里哪一项做得最少？', 'What did spot checks find wanting?')}
      answer={
        checks === 0
          ? t('这个月没有已公布的抽查。', 'No spot check is released for this month.')
          : t(
              `抽查 ${checks} 通，平均 ${score ?? '—'} 分，通过 ${passed} 通；${items.length - low.length} 项都做到了。`,
              `${checks} calls checked, ${score ?? '—'} on average, ${passed} passed; ${items.length - low.length} items always met.`,
            )
      }
      bars={low.map(({ key, name, met, marked }) => ({
        key,
        label: name,
        numerator: met,
        denominator: marked,
        rate: met / marked,
        hidden: false,
        ranked: marked >= 30,
      }))}
      order="given"
      lowFirst
      heads={{
        name: t('项目', 'Item'),
        rate: t('做到', 'Met'),
        numerator: t('做到', 'Met'),
        denominator: t('抽查', 'Checked'),
      }}
      empty=""
    />
  )
}
