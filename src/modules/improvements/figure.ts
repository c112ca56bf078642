// The figures that a project may be judged by: what each counts, of what, and how it is said.
import { z } from 'zod'
import { Id } from '#kernel/contract.ts'
import { type Words, w } from '#kernel/words.ts'
import { dimensions } from '#modules/followups/questions.ts'
import { hourBands } from './cells.ts'
import { titleOf } from './words.ts'

/** Each is smaller when things are better. */
export const figureKinds = ['matters', 'perDischarges', 'ungraded', 'late', 'recalled'] as const

type Kind = {
  /** A rate of events by exposure, or a share of trials: by which the test is chosen. */
  readonly test: 'rate' | 'share'
  readonly words: Words
  /** One unit of what it is counted by, and by how much it is shown. */
  readonly unit: Words
  readonly per: number
  readonly says: Words
}

export const figures: Readonly<Record<(typeof figureKinds)[number], Kind>> = {
  matters: {
    test: 'rate',
    words: w('反映人数', 'People who raise it'),
    unit: w('每 30 天', 'in 30 days'),
    per: 30,
    says: w(
      '这里反映问题的人数，同一人 91 天内只计一次',
      'people who raise it here, one who speaks again within 91 days counted once',
    ),
  },
  perDischarges: {
    test: 'rate',
    words: w('每千出院人次反映人数', 'People who raise it by discharges'),
    unit: w('每 1,000 出院人次', 'by 1,000 discharges'),
    per: 1000,
    says: w('同上，除以同期出院人次：出院多少变化时用它', 'the same by discharges: where their number changes'),
  },
  ungraded: {
    test: 'share',
    words: w('随访不够满意占比', 'Share not satisfied when called'),
    unit: w('%', '%'),
    per: 100,
    says: w(
      '接通的随访中“基本满意”和“不满意”的占比；可只看一个方面',
      'of follow-up calls that were graded, those not fully satisfied; of all or one dimension',
    ),
  },
  late: {
    test: 'share',
    words: w('超期答复占比', 'Share answered late'),
    unit: w('%', '%'),
    per: 100,
    says: w(
      '期限已到的诉求中，超过首轮期限才答复或仍未答复的占比',
      'of matters that were due, those answered late or not yet',
    ),
  },
  recalled: {
    test: 'share',
    words: w('回访不够满意占比', 'Share not satisfied with the answer'),
    unit: w('%', '%'),
    per: 100,
    says: w(
      '答复后回访的本人评价中“基本满意”和“不满意”的占比',
      'of those who judged the answer, those not fully satisfied',
    ),
  },
}

/** What should move, and among which matters: an empty attribute is not looked at. */
export const Figure = z.object({
  kind: z.enum(figureKinds),
  category: z.string().max(4).nullable().default(null),
  departmentId: Id.nullable().default(null),
  place: z.string().trim().max(100).nullable().default(null),
  hours: z.enum(hourBands).nullable().default(null),
  weekday: z.int().min(1).max(7).nullable().default(null),
  dimension: z
    .enum(Object.keys(dimensions) as [keyof typeof dimensions])
    .nullable()
    .default(null)
    .describe('of follow-up calls: one dimension of the questionnaire'),
})
export type Figure = z.output<typeof Figure>

/** 心内科 · 候诊:每 30 天反映人数. */
export const sayFigure = (figure: Figure, department: string | null): Words => {
  const where = titleOf({ ...figure, department })
  const { words } = figures[figure.kind]
  const of =
    figure.dimension === null
      ? words
      : w(`${dimensions[figure.dimension].zh}${words.zh}`, `${dimensions[figure.dimension].en}: ${words.en}`)
  return where.zh === ''
    ? w(`全院 · ${of.zh}`, `Whole hospital · ${of.en}`)
    : w(`${where.zh} · ${of.zh}`, `${where.en} · ${of.en}`)
}

/** As people read it: a rate by its unit, a share in percent. */
export const shownFigure = (kind: Figure['kind'], value: number): string => {
  const shown = value * figures[kind].per
  return shown >= 10 ? shown.toFixed(1).replace(/\.0$/, '') : shown.toFixed(2).replace(/\.?0+$/, '')
}

export const verdictWords: Readonly<Record<'better' | 'same' | 'worse' | 'unknown', Words>> = {
  better: w('确有改善', 'Improved'),
  same: w('未见改善', 'No improvement'),
  worse: w('更差', 'Worse'),
  unknown: w('数据不足', 'Too little to tell'),
}

export const lackWords: Readonly<Record<'past' | 'window' | 'few', Words>> = {
  past: w('基线不足 28 天，说不准往常是多少。', 'The past is shorter than 28 days.'),
  window: w('观察不足 28 天，还看不出变化。', 'The window is shorter than 28 days.'),
  few: w('次数太少：即使一次也没有，也可能只是巧合。', 'So few that even none at all could be chance.'),
}
