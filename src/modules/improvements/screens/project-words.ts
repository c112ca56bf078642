// What the screens of projects say alike: stages and their tones, the four letters, and how a reckoning is read.
import type { Wire } from '#kernel/contract.ts'
import { t } from '#web/ui/language.ts'
import type { Tone } from '#web/ui/marks.tsx'
import { figures, lackWords, shownFigure, verdictWords } from '../figure.ts'
import { projectLifecycle } from '../lifecycle.ts'
import type {
  ProjectLine,
  Project as ProjectReply,
  Round as RoundReply,
  Standard as StandardReply,
} from '../shapes-projects.ts'

export type Project = Wire<ProjectReply>
export type Line = Wire<ProjectLine>
export type Round = Wire<RoundReply>
export type Standard = Wire<StandardReply>

export const stageTone = (status: string): Tone =>
  status === 'succeeded' ? 'good' : ['unsuccessful', 'cancelled'].includes(status) ? 'plain' : 'accent'

export const verdictTone = (verdict: string): Tone =>
  verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : verdict === 'unknown' ? 'warn' : 'plain'

export const sayVerdict = (verdict: keyof typeof verdictWords): string => t(verdictWords[verdict])

/** The word on the button of a verb. */
export const sayVerb = (verb: string): string => {
  const act = projectLifecycle.acts.find(([name]) => name === verb)
  return act
    ? t(act[3])
    : verb === 'make'
      ? t('发起', 'Made')
      : verb === 'printLetters'
        ? t('打印信件', 'Letters printed')
        : verb
}

/** 2.4（每 30 天）, or 12.5 %. */
export const sayValue = (round: Pick<Round, 'figure'>, value: number): string => {
  const { kind } = round.figure!
  return figures[kind].test === 'share' ? `${shownFigure(kind, value)} %` : shownFigure(kind, value)
}

const sayCount = (round: Pick<Round, 'figure'>, { count, of }: { count: number; of: number }, days: number): string =>
  figures[round.figure!.kind].test === 'share' || round.figure!.kind === 'perDischarges'
    ? `${count}/${of}`
    : t(`${days} 天 ${count} 人`, `${count} in ${days} days`)

/** The reckoning as sentences: both numbers, what changed with its interval, and what was allowed for. */
export const sayReckoning = (round: Round): string[] => {
  const it = round.reckoned!
  if (it.lack) return [t(lackWords[it.lack])]
  const share = figures[round.figure!.kind].test === 'share'
  const rate = (n: { count: number; of: number }) => sayValue(round, n.of === 0 ? 0 : n.count / n.of)
  const unit = share ? '' : t(figures[round.figure!.kind].unit)
  const percent = (n: number) => `${Math.round(n * 100)} %`
  const points = (n: number) => `${n > 0 ? '+' : ''}${(n * 100).toFixed(1)}`
  return [
    t(
      `基线${unit} ${rate(it.past)}（${sayCount(round, it.past, it.pastDays)}），观察期 ${rate(it.window)}（${sayCount(round, it.window, it.windowDays)}）。`,
      `Before ${rate(it.past)} (${sayCount(round, it.past, it.pastDays)}), in the window ${rate(it.window)} (${sayCount(round, it.window, it.windowDays)}).`,
    ),
    ...(it.change === null
      ? []
      : share
        ? [
            t(
              `相差 ${points(it.change)} 个百分点，95 % 可信区间 ${points(it.from!)} 至 ${points(it.until!)}。`,
              `Changed by ${points(it.change)} points, 95 % interval ${points(it.from!)} to ${points(it.until!)}.`,
            ),
          ]
        : [
            t(
              `为原来的 ${percent(it.change)}，95 % 可信区间 ${percent(it.from!)} 至 ${it.until === null ? '—' : percent(it.until)}。`,
              `It is ${percent(it.change)} of what it was, 95 % interval ${percent(it.from!)} to ${it.until === null ? '—' : percent(it.until)}.`,
            ),
          ]),
    ...(it.byChance === null
      ? []
      : [
          t(
            `只凭巧合降到这么低的可能是 ${it.byChance < 0.001 ? '不到 0.1' : (it.byChance * 100).toFixed(1)} %，低于 2.5 % 才算改善。`,
            `Chance alone makes it as low ${it.byChance < 0.001 ? 'in under 0.1' : `in ${(it.byChance * 100).toFixed(1)}`} % of cases; under 2.5 % is an improvement.`,
          ),
        ]),
    ...(it.spread > 1
      ? [
          t(
            `往常起伏是巧合的 ${it.spread.toFixed(1)} 倍，已按此从严。`,
            `It varies ${it.spread.toFixed(1)} times as much as chance; reckoned accordingly.`,
          ),
        ]
      : []),
    ...(it.season < 0.95
      ? [
          t(
            `去年同期本来就低约 ${Math.round((1 - it.season) * 100)} %，已扣除。`,
            `About ${Math.round((1 - it.season) * 100)} % is the season, as last year showed; taken off.`,
          ),
        ]
      : []),
  ]
}
