// 指标: what should move, chosen before anything is changed; its run chart, and the verdict with its numbers.
import { type ReactNode, useState } from 'react'
import { addDays, daysBetween } from '#kernel/time.ts'
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { dimensions } from '#modules/followups/questions.ts'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { RunChart } from '#web/ui/charts/run-chart.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { DayText } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { type HourBand, hourBands } from '../cells.ts'
import { type Figure, figureKinds, figures } from '../figure.ts'
import { hourWords } from '../words.ts'
import { type Project, type Round, sayReckoning, sayValue, sayVerdict, verdictTone } from './project-words.ts'

const none: Figure = {
  kind: 'matters',
  category: null,
  departmentId: null,
  place: null,
  hours: null,
  weekday: null,
  dimension: null,
}

const Choose = ({ it, round, onClose }: { it: Project; round: Round; onClose: () => void }) => {
  const departments = useDepartments()
  const later = it.can.includes('refigure') && !it.can.includes('choose')
  const form = useForm({
    ...(round.figure ?? { ...none, departmentId: it.departmentId }),
    target: round.target ?? 50,
    windowDays: round.windowDays ?? 91,
    past: (round.baselineFrom !== null && round.baselineFrom > round.cutUntil ? 'found' : 'year') as 'found' | 'year',
    reason: '',
  })
  const options = { inForm: true, says: t('已选定', 'Chosen'), done: onClose }
  const choose = useDo(api.projects.choose, options)
  const change = useDo(api.projects.refigure, options)
  const { target, windowDays, past, reason, ...figure } = form.values
  const say = { id: it.id, figure, target, windowDays, past }
  const cells = figure.kind !== 'ungraded'
  return (
    <Form
      onSubmit={() => (later ? change.run({ ...say, reason }) : choose.run(say))}
      submit={later ? t('更换指标', 'Change it') : t('选定', 'Choose')}
      busy={choose.busy || change.busy}
      problem={later ? change.problem : choose.problem}
      onCancel={onClose}
    >
      <RadioRow
        label={t('哪个数应当变小', 'Which figure should fall')}
        name="figure.kind"
        value={figure.kind}
        onChange={(kind) => form.set({ kind })}
        options={figureKinds.map((kind) => ({
          value: kind,
          label: t(figures[kind].words),
          hint: t(figures[kind].says),
        }))}
      />
      <div className="columns">
        {cells && (
          <Select
            label={t('分类', 'Category')}
            name="figure.category"
            optional
            empty={t('不限', 'Any')}
            value={figure.category ?? ''}
            onChange={(category) => form.set({ category: category || null })}
            groups={categories
              .filter(({ complaint }) => complaint)
              .map((one) => ({
                label: t(one.name),
                options: one.items.map(({ code, name }) => ({ value: code, label: t(name) })),
              }))}
          />
        )}
        <Select
          label={t('科室', 'Department')}
          name="figure.departmentId"
          optional
          empty={t('全院', 'Whole hospital')}
          value={figure.departmentId ?? ''}
          onChange={(departmentId) => form.set({ departmentId: departmentId || null })}
          groups={departments}
        />
        {cells ? (
          <>
            <TextField
              label={t('地点', 'Place')}
              name="figure.place"
              optional
              value={figure.place ?? ''}
              onChange={(place) => form.set({ place: place || null })}
              maxLength={100}
            />
            <Select<HourBand>
              label={t('时段', 'Hours')}
              name="figure.hours"
              optional
              empty={t('全天', 'All day')}
              value={figure.hours ?? ''}
              onChange={(hours) => form.set({ hours: hours || null })}
              options={hourBands.map((value) => ({ value, label: t(hourWords[value]) }))}
            />
          </>
        ) : (
          <Select
            label={t('方面', 'Dimension')}
            name="figure.dimension"
            optional
            empty={t('总体', 'Overall')}
            value={figure.dimension ?? ''}
            onChange={(dimension) => form.set({ dimension: dimension || null })}
            options={(Object.keys(dimensions) as (keyof typeof dimensions)[]).map((value) => ({
              value,
              label: t(dimensions[value]),
            }))}
          />
        )}
      </div>
      <RadioRow
        label={t('与哪一段过去比', 'Compared with which past')}
        name="past"
        value={past}
        onChange={(value) => form.set({ past: value })}
        options={[
          {
            value: 'year',
            label: t('往前一年', 'The year before'),
            hint: t('长期存在的问题', 'for what has been so for long'),
          },
          {
            value: 'found',
            label: t('发现之后', 'Since it was found'),
            hint: t('新近出现的问题：从发现之日数到第一条整改落实', 'for what is new: until the first measure is done'),
          },
        ]}
      />
      <div className="columns">
        <NumberField
          label={t('目标：下降百分之几', 'Target: fall by how many percent')}
          name="target"
          value={target}
          onChange={(value) => form.set({ target: value ?? 0 })}
          min={1}
          max={100}
        />
        <NumberField
          label={t('整改全部落实后观察几天', 'Days to watch once all is done')}
          name="windowDays"
          value={windowDays}
          onChange={(value) => form.set({ windowDays: value ?? 0 })}
          min={28}
          max={365}
        />
      </div>
      {later && (
        <TextField
          {...form.field('reason')}
          label={t('为什么更换（会一直留在经过里）', 'Why (it stays in the history)')}
          maxLength={500}
        />
      )}
      <p className="hint">
        {t(
          '开始实施后指标就固定了。引起注意的那段日子不算进基线：刚好在高点上立项，之后回落不等于改进。',
          'It is fixed once the measures begin. The days that made somebody look are not in the past: a peak falls by itself.',
        )}
      </p>
    </Form>
  )
}

const nameOf = ({ from, until }: { from: string; until: string }) =>
  `${from.slice(5).replace('-', '/')}–${until.slice(5).replace('-', '/')}`

/** Where on the chart a day lies: the point that holds it, and how far into it. */
const placeOf = (points: Project['points'], day: string) => {
  const point = points.findLast(({ from }) => from <= day)
  if (!point || point.until < day) return []
  return [{ at: point.from, within: daysBetween(point.from, day) / (daysBetween(point.from, point.until) + 1) }]
}

/** Did it move? One chart whose title asks it, with the past's limits drawn on. */
const Chart = ({ it, round }: { it: Project; round: Round }) => {
  const { test, unit } = figures[round.figure!.kind]
  const per = (n: number) => sayValue(round, n)
  const mark = (day: string | null, words: string) =>
    day === null ? [] : placeOf(it.points, day).map((at) => ({ ...at, words }))
  const watched = mark(round.windowFrom, t('观察', 'Watched'))
  const changed = round.begunAt ? mark(addDays(round.baselineUntil!, 1), t('整改', 'Changed')) : []
  const at = (one: readonly { at: string }[]) => it.points.findIndex(({ from }) => from === one[0]?.at)
  // Two marks side by side could not be read.
  const marks = watched.length > 0 && at(watched) - at(changed) < 3 ? watched : [...changed, ...watched]
  const verdict = round.reckoned!.verdict
  const answer =
    round.windowFrom === null
      ? t('整改落实后开始观察', 'It is watched once all is done')
      : round.concludedAt === null
        ? t(
            `目前：${sayVerdict(verdict)}，观察到 ${round.windowUntil}`,
            `So far: ${sayVerdict(verdict)}, watched until ${round.windowUntil}`,
          )
        : sayVerdict(verdict)
  return (
    <RunChart
      title={t(`${t(round.figureSaid!)}降下来了吗？`, `${t(round.figureSaid!)}: has it fallen?`)}
      answer={answer}
      say={per}
      middle={it.middle}
      target={
        it.middle === null || round.target === null
          ? undefined
          : {
              value: it.middle * (1 - round.target / 100),
              words: t(`目标 −${round.target} %`, `Target −${round.target} %`),
            }
      }
      marks={marks}
      points={it.points.map((one) => {
        const value = one.of === 0 ? null : one.count / one.of
        const beyond =
          value !== null &&
          (one.part === 'past' || one.part === 'window') &&
          one.lower !== null &&
          (value < one.lower || value > one.upper!)
        return {
          key: one.from,
          label: one.from.slice(5).replace('-', '/'),
          name: nameOf(one),
          value,
          numerator: one.count,
          denominator: one.of,
          lower: one.lower,
          upper: one.upper,
          pale: one.part === 'cut' || one.part === 'between',
          special: beyond ? t('超出偶然波动', 'beyond chance') : undefined,
        }
      })}
      heads={{
        value: test === 'share' ? t('占比', 'Share') : t(unit),
        numerator: test === 'share' ? t('不好的', 'Bad') : t('人', 'People'),
        denominator:
          test === 'share'
            ? t('合计', 'All')
            : round.figure!.kind === 'matters'
              ? t('天', 'Days')
              : t('出院', 'Discharges'),
      }}
    />
  )
}

/** The verdict large enough to be read across a table, with what it rests on. */
export const VerdictNote = ({ round, children }: { round: Round; children?: ReactNode }) => {
  const it = round.reckoned!
  return (
    <Note
      tone={
        verdictTone(it.verdict) === 'accent' ? 'plain' : (verdictTone(it.verdict) as 'plain' | 'good' | 'warn' | 'bad')
      }
      title={
        round.concludedAt
          ? sayVerdict(it.verdict)
          : t(
              `目前：${sayVerdict(it.verdict)}（观察期未满，只供参考）`,
              `So far: ${sayVerdict(it.verdict)} (the window is not over)`,
            )
      }
    >
      {sayReckoning(round).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {round.reached !== null && it.lack === null && (
        <p>
          {round.reached
            ? t(`达到目标：下降 ${round.target} %。`, `The target is reached: down by ${round.target} %.`)
            : t(`未达到目标：下降 ${round.target} %。`, `The target of ${round.target} % is not reached.`)}
        </p>
      )}
      {children}
    </Note>
  )
}

export const FigurePart = ({ it, round }: { it: Project; round: Round }) => {
  const [open, setOpen] = useState(false)
  const verb = it.can.includes('choose') ? 'choose' : it.can.includes('refigure') ? 'refigure' : null
  return (
    <Section
      title={t('指标与结论', 'Figure and verdict')}
      aside={
        verb && !open ? (
          <Button small kind="quiet" onClick={() => setOpen(true)}>
            {verb === 'refigure'
              ? t('更换指标…', 'Change…')
              : round.figure
                ? t('修改', 'Change')
                : t('选定指标', 'Choose')}
          </Button>
        ) : undefined
      }
    >
      {open && verb ? (
        <Choose it={it} round={round} onClose={() => setOpen(false)} />
      ) : !round.figure || !round.reckoned ? (
        <p className="hint">{t('还没有选定应当变小的那个数。', 'It is not chosen yet which figure should fall.')}</p>
      ) : (
        <>
          <p className="project-spans">
            {round.begunAt && <Tag tone="accent">{t('已固定', 'Fixed')}</Tag>} {t('基线', 'Before')}{' '}
            {round.baselineUntil! < round.baselineFrom! ? (
              <>
                {t('从 ', 'from ')}
                <DayText day={round.baselineFrom!} /> {t('数起', 'on')}
              </>
            ) : (
              <>
                <DayText day={round.baselineFrom!} />–<DayText day={round.baselineUntil!} />
              </>
            )}
            {round.cutUntil >= round.baselineFrom! && (
              <>
                {t('，不含 ', ', without ')}
                <DayText day={round.cutFrom} />–<DayText day={round.cutUntil} />
              </>
            )}
            {round.windowFrom && (
              <>
                {t('；观察 ', '; watched ')}
                <DayText day={round.windowFrom} />–<DayText day={round.windowUntil!} />
              </>
            )}
            {round.changedAt && <Tag tone="warn">{t('实施后换过指标', 'Changed later')}</Tag>}
          </p>
          <Chart it={it} round={round} />
          {round.windowFrom && (
            <VerdictNote round={round}>
              {it.discharges && (
                <p>
                  {t(
                    `同期每天出院由 ${it.discharges.past.toFixed(1)} 变为 ${it.discharges.window.toFixed(1)} 人次，宜改用“每千出院人次”。`,
                    `Discharges a day went from ${it.discharges.past.toFixed(1)} to ${it.discharges.window.toFixed(1)}; a rate by discharges is fairer.`,
                  )}
                </p>
              )}
            </VerdictNote>
          )}
        </>
      )}
    </Section>
  )
}
