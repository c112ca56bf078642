// What a simulation says: each department’s score with the range that chance alone would make, and which rules hit it.
import type { Wire } from '#kernel/contract.ts'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { catalogue } from '../catalogue.ts'
import type { RuleSet } from '../contract.ts'
import { sayPoints, sayTotal } from './words.ts'

type Simulation = NonNullable<Wire<RuleSet>['simulation']>

/** A score on a line with its range: the numbers stand beside it. */
const Range = ({
  least,
  most,
  from,
  until,
  mean,
}: {
  least: number
  most: number
  from: number
  until: number
  mean: number
}) => {
  const at = (value: number) => 4 + ((value - least) / Math.max(1, most - least)) * 112
  return (
    <svg className="tried-scale" viewBox="0 0 120 16" preserveAspectRatio="none" aria-hidden="true">
      <line className="axis" x1="4" x2="116" y1="8" y2="8" />
      <line className="range" x1={at(from)} x2={Math.max(at(until), at(from) + 1)} y1="8" y2="8" />
      <circle className="dot" cx={at(mean)} cy="8" r="4" />
    </svg>
  )
}

const chanceWords = (byChance: number | null): string =>
  byChance === null
    ? t(
        '能排名的科室不足两个，看不出偶然占多少。',
        'Fewer than two departments can be ranked: how much is chance cannot be told.',
      )
    : byChance >= 0.5
      ? t(
          `科室之间的差别约 ${Math.round(byChance * 100)} % 只凭偶然就会出现：这套规则排出的名次大多是运气，请放宽界限或提高起计人数。`,
          `About ${Math.round(byChance * 100)} % of what sets departments apart chance would make by itself: most of the order is luck. Widen the borders, or ask for more people.`,
        )
      : t(
          `科室之间的差别约 ${Math.round(byChance * 100)} % 只凭偶然就会出现，其余是真的不同。`,
          `About ${Math.round(byChance * 100)} % of what sets departments apart chance would make by itself; the rest is real.`,
        )

export const Tried = ({
  it,
  items,
}: {
  it: Simulation
  items: readonly { readonly key: string; readonly figure: string }[]
}) => {
  const least = Math.min(...it.departments.map(({ from, mean }) => Math.min(from, mean)))
  const most = Math.max(...it.departments.map(({ until, mean }) => Math.max(until, mean)))
  const nameOf = (key: string) => {
    const figure = items.find((one) => one.key === key)?.figure
    return figure ? t(catalogue[figure]!.words) : key
  }
  return (
    <Section
      title={t(
        '按过去 12 个月，各科室会得多少分？',
        'What would each department have come to in the past twelve months?',
      )}
      aside={
        <>
          {it.by} <Time at={it.at} />
        </>
      }
    >
      <Note tone={it.byChance !== null && it.byChance >= 0.5 ? 'warn' : 'plain'}>{chanceWords(it.byChance)}</Note>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="tried-place" tabIndex={0} aria-label={t('试算结果', 'What came of it')}>
        <table className="tried">
          <thead>
            <tr>
              <th scope="col">{t('科室', 'Department')}</th>
              <th scope="col" className="number">
                {t('位次', 'Rank')}
              </th>
              <th scope="col" className="number">
                {t('月均分', 'Mean')}
              </th>
              <th scope="col" className="number">
                {t('偶然范围', 'By chance')}
              </th>
              <th scope="col">
                <span className="unseen">{t('图', 'Picture')}</span>
              </th>
              <th scope="col">{t('加减在哪里（12 个月合计）', 'Where from, in twelve months')}</th>
            </tr>
          </thead>
          <tbody>
            {it.departments.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                <td className="number">{one.rank ?? '—'}</td>
                <td className="number">{sayTotal(one.mean)}</td>
                <td className="number">
                  {sayTotal(one.from)}–{sayTotal(one.until)}
                </td>
                <td>
                  <Range least={least} most={most} from={one.from} until={one.until} mean={one.mean} />
                </td>
                <td>
                  {one.hits.length === 0
                    ? t('没有', 'Nothing')
                    : one.hits
                        .map(({ item, points, months }) =>
                          t(
                            `${nameOf(item)} ${sayPoints(points)}（${months} 个月）`,
                            `${nameOf(item)} ${sayPoints(points)} (${months} months)`,
                          ),
                        )
                        .join(t('，', ', '))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="hint">
        {t(
          '偶然范围：假定科室水平不变，只有人来人往的偶然，100 年里有 95 年的月均分落在这里。出院不足 30 人次的不排位次。',
          'By chance: if the department stayed the same and only chance differed, 95 of 100 years would lie here. Under thirty discharges there is no rank.',
        )}
      </p>
    </Section>
  )
}
