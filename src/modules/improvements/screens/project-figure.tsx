// 指标: what should move, chosen before anything is changed; its run chart, and the verdict with its numbers.
import { type ReactNode, useState } from 'react'
import { addDays, daysBetween } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { RunChart } from '#web/ui/charts/run-chart.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Note } from '#web/ui/states.tsx'
import { figures } from '../figure.ts'
import { Choose } from './figure-choice.tsx'
import { type Project, type Round, sayReckoning, sayValue, sayVerdict, verdictTone } from './project-words.ts'

const nameOf = ({ from, until }: { from: string; until: string }) =>
  `${from.slice(5).replace('-', '/')}–${until.slice(5).replace('-', '/')}`

/** Where on the chart a day lies: the point that holds it, and how far into it. */
const placeOf = (points: Project['points'], day: string) => {
  const point = points.findLast(({ from }) => from <= day)
  if (!point || point.until < day) return []
  return [{ at: point.from, within: daysBetween(point.from, day) / (daysBetween(point.from, point.until) + 1) }]
}

/** Did it move? One chart whose title asks it, with the past's limits drawn on. */
export const Chart = ({ it, round, level }: { it: Project; round: Round; level?: 'h4' }) => {
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
      {...(level ? { level } : {})}
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

/** From when until when: days in full, for they are compared a year apart. */
const saySpans = (round: Round): string => {
  const [from, until] = [round.baselineFrom!, round.baselineUntil!]
  const parts = [
    until < from
      ? t(`基线从 ${from} 数起`, `before: from ${from} on`)
      : t(`基线 ${from} 至 ${until}`, `before: ${from} to ${until}`),
    ...(round.cutUntil >= from
      ? [t(`不含 ${round.cutFrom} 至 ${round.cutUntil}`, `without ${round.cutFrom} to ${round.cutUntil}`)]
      : []),
    ...(round.windowFrom
      ? [t(`观察 ${round.windowFrom} 至 ${round.windowUntil}`, `watched: ${round.windowFrom} to ${round.windowUntil}`)]
      : []),
  ]
  return parts.join(t('；', '; '))
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
            {round.begunAt && <Tag tone="accent">{t('已固定', 'Fixed')}</Tag>} {saySpans(round)}{' '}
            {round.changedAt && <Tag tone="warn">{t('实施后换过指标', 'Changed later')}</Tag>}
          </p>
          {it.ofWords && round.figure.kind !== 'ungraded' && (
            <p className="hint">
              {t(
                '项目来自相近的说法，而这个指标数的是上述范围内反映的所有人；结题后只告知说过相近话的人和纳入诉求的反映人。',
                'It came of words that many said, while this figure counts everybody who speaks there; told are only those who said something near, and those of the cases attached.',
              )}
            </p>
          )}
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
