// The hospital in parts: campuses, groups, departments, callers, sex and age, side by side where they may be compared.
import { useState } from 'react'
import { w } from '#kernel/words.ts'
import { Hidden, percent } from '#web/ui/charts/frame.tsx'
import { Strip } from '#web/ui/charts/strip.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented } from '#web/ui/layout.tsx'
import { ageName, sexNames } from '../words.ts'
import { Count, type Open } from './figure.tsx'
import type { Told } from './reports.tsx'

type Cut = keyof Told['by']
type Slice = Told['by'][Cut][number]

export const cutNames: Readonly<Record<Cut, ReturnType<typeof w>>> = {
  campus: w('院区', 'Campus'),
  group: w('科室组', 'Group'),
  department: w('科室', 'Department'),
  caller: w('回访员', 'Caller'),
  sex: w('性别', 'Sex'),
  age: w('年龄', 'Age'),
}

const heads = {
  discharges: w('出院', 'Stays'),
  excluded: w('不计入', 'Not due'),
  due: w('应访', 'Due'),
  reached: w('回访率', 'Reached'),
  satisfied: w('满意率', 'Satisfied'),
  opinions: w('意见', 'Opinions'),
} as const

/** The name of a slice; sex and age are told in the reader's language. */
export const sliceName = (cut: string, { key, label }: { key: string; label: string }): string => {
  if (cut === 'sex' && sexNames[key]) return t(sexNames[key])
  return cut === 'age' ? t(ageName(key)) : label
}

/** Those that may be compared first, the best before; then the small ones, then what is hidden. */
const ranked = (slices: readonly Slice[], by: 'reached' | 'satisfied'): Slice[] => {
  const rank = (slice: Slice) => (slice[by].ranked ? 0 : slice.hidden ? 2 : 1)
  return slices.toSorted((a, b) => rank(a) - rank(b) || (rank(a) === 0 ? (b[by].rate ?? 0) - (a[by].rate ?? 0) : 0))
}

const RateCell = ({
  slice,
  by,
  target,
  cut,
  open,
}: {
  slice: Slice
  by: 'reached' | 'satisfied'
  target: number
  cut: Cut
  open: Open
}) => {
  const rate = slice[by]
  if (rate.hidden) return <Hidden />
  const missed = rate.rate !== null && rate.rate < target
  return (
    <span className="rate-cell">
      {rate.rate !== null && <Strip share={rate.rate} target={target} tone={missed ? 'warn' : 'accent'} />}
      <b className={missed ? 'missed' : ''}>{percent(rate.rate)}</b>
      <small>
        <Count count={rate.numerator} figure={by} slice={`${cut}=${slice.key}`} name={slice.label} open={open} /> ÷{' '}
        {rate.denominator}
      </small>
    </span>
  )
}

const Line = ({ slice, cut, report, open }: { slice: Slice; cut: Cut; report: Told; open: Open }) => {
  const at = `${cut}=${slice.key}`
  const name = sliceName(cut, slice)
  return (
    <tr>
      <th scope="row">
        {name}
        {!slice.reached.ranked && <small>{t('不足 30 人，不排名', 'under 30, not ranked')}</small>}
      </th>
      {(['discharges', 'excluded', 'due'] as const).map((figure) => (
        <td key={figure} className="right" data-head={t(heads[figure])}>
          <Count count={slice[figure]} figure={figure} slice={at} name={name} open={open} />
        </td>
      ))}
      <td className="rate" data-head={t(heads.reached)}>
        <RateCell slice={slice} by="reached" target={report.targets.reached} cut={cut} open={open} />
      </td>
      <td className="rate" data-head={t(heads.satisfied)}>
        <RateCell slice={slice} by="satisfied" target={report.targets.satisfied} cut={cut} open={open} />
      </td>
      <td className="right opinions" data-head={t(heads.opinions)}>
        <Count count={slice.opinions} figure="opinions" slice={at} name={name} open={open} />
      </td>
    </tr>
  )
}

/** The groups of which nothing may be told, by name in one line with the reason. */
const NotShown = ({ why, names }: { why: string; names: readonly string[] }) =>
  names.length > 0 && (
    <tr className="pale">
      <th scope="row">{t('不显示', 'Not shown')}</th>
      <td colSpan={6}>
        {why}
        {names.join(t('、', ', '))}
      </td>
    </tr>
  )

const CutTable = ({ cut, slices, report, open }: { cut: Cut; slices: readonly Slice[]; report: Told; open: Open }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="cut-place" tabIndex={0} aria-label={t(cutNames[cut])}>
    <table className="cut-table">
      <caption className="print-only">{t(cutNames[cut])}</caption>
      <thead>
        <tr>
          <th scope="col">{t(cutNames[cut])}</th>
          {Object.entries(heads).map(([figure, words]) => (
            <th key={figure} scope="col" className={figure === 'reached' || figure === 'satisfied' ? '' : 'right'}>
              {t(words)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {slices
          .filter(({ hidden }) => !hidden)
          .map((slice) => (
            <Line key={slice.key} slice={slice} cut={cut} report={report} open={open} />
          ))}
        <NotShown
          why={t('本人看过当月成绩卡后显示：', 'Shown once the caller has seen the card: ')}
          names={slices.filter(({ unseen }) => unseen).map((slice) => sliceName(cut, slice))}
        />
        <NotShown
          why={t('不足 5 人，或可由相减推出：', 'Under 5, or to be had by subtraction: ')}
          names={slices.filter(({ hidden, unseen }) => hidden && !unseen).map((slice) => sliceName(cut, slice))}
        />
      </tbody>
    </table>
  </section>
)

export const Cuts = ({ report, open }: { report: Told; open: Open }) => {
  const cuts = (Object.keys(cutNames) as Cut[]).filter((cut) => report.by[cut].length > 0)
  const [chosen, choose] = useState<Cut>('group')
  const [order, setOrder] = useState<'name' | 'reached' | 'satisfied'>('name')
  const cut = cuts.includes(chosen) ? chosen : cuts[0]
  if (!cut) return null
  const slices = order === 'name' ? report.by[cut] : ranked(report.by[cut], order)
  return (
    <section className="sheet cuts">
      <h2>{t('各部分做得怎么样？', 'How does each part do?')}</h2>
      <div className="actions no-print">
        <Segmented
          label={t('分组', 'Cut')}
          value={cut}
          onChange={choose}
          options={cuts.map((value) => ({ value, label: t(cutNames[value]) }))}
        />
        <Segmented
          label={t('排列', 'Order')}
          value={order}
          onChange={setOrder}
          options={[
            { value: 'name', label: t('按名称', 'By name') },
            { value: 'reached', label: t('按回访率', 'By reach') },
            { value: 'satisfied', label: t('按满意率', 'By satisfaction') },
          ]}
        />
      </div>
      <CutTable cut={cut} slices={slices} report={report} open={open} />
      {/* On paper all cuts stand one below the other. */}
      <div className="print-only">
        {cuts
          .filter((other) => other !== cut)
          .map((other) => (
            <CutTable key={other} cut={other} slices={report.by[other]} report={report} open={open} />
          ))}
      </div>
    </section>
  )
}
