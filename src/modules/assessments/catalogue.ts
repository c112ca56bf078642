// The figures that a rule of the assessment may speak of: one list with what each means and what an amount of it is called.
import { type Words, w } from '#kernel/words.ts'
import { dimensions } from '#modules/followups/questions.ts'

/**
 * `count`: pieces, each resting on rows of its own; `rate`: a share in percent; `score`: a mean from 0 to 100; `ratio`: pieces a
 * thousand discharges. Values are hundredths of these everywhere.
 */
export type FigureKind = 'count' | 'rate' | 'score' | 'ratio'
type Entry = { readonly kind: FigureKind; readonly words: Words; readonly says: Words }

const figure = (kind: FigureKind, words: Words, says: Words): Entry => ({ kind, words, says })

/** What only supervision may know is said on no sheet; the mean of that question would tell it. */
const dimensionKeys = Object.keys(dimensions).filter((key) => key !== 'integrity') as (keyof typeof dimensions)[]

const plain = {
  reached: figure(
    'rate',
    w('回访率', 'Reach'),
    w('出院患者应访的已访比例，同月报', 'of those due after discharge, those reached; as in the report'),
  ),
  satisfied: figure(
    'rate',
    w('满意率', 'Satisfaction'),
    w('作出总体评价的人中满意的比例，同月报', 'of those who gave a grade, those satisfied; as in the report'),
  ),
  'in-time': figure(
    'rate',
    w('按时答复率', 'Answered in time'),
    w('第一轮按期答复的诉求比例，同月报', 'matters whose first round was answered in time; as in the report'),
  ),
  late: figure(
    'count',
    w('逾期答复', 'Answered late'),
    w('第一轮逾期答复或逾期未答复的诉求', 'matters whose first round was answered late, or is overdue'),
  ),
  'second-rounds': figure(
    'count',
    w('二次处理', 'Second round'),
    w('本人不满意、再次办理的诉求', 'matters handled again because the person was not content'),
  ),
  complaints: figure(
    'count',
    w('投诉', 'Complaint'),
    w('本月登记的患者投诉和员工投诉', 'complaints of patients and of staff that came in'),
  ),
  'per-thousand': figure(
    'ratio',
    w('每千出院人次投诉', 'Complaints per 1,000 discharges'),
    w('投诉件数 ÷ 出院人次 × 1000', 'complaints ÷ discharges × 1,000'),
  ),
  faults: figure(
    'count',
    w('查实需整改的投诉', 'Substantiated complaint'),
    w('已答复并由本科室定下整改措施的投诉', 'complaints that were answered with measures of the department’s own'),
  ),
  'measures-overdue': figure(
    'count',
    w('整改逾期', 'Measure overdue'),
    w('本月到期而没有按期落实的整改措施', 'measures due in the month and not done by their day'),
  ),
  'promises-broken': figure(
    'count',
    w('承诺未兑现', 'Promise broken'),
    w('本月到期而没有按时兑现的承诺', 'promises due in the month and not kept in time'),
  ),
  'returned-again': figure(
    'count',
    w('退回不成立', 'Objection not upheld'),
    w('退回后又转回本科室的诉求', 'matters that the department returned and was given again'),
  ),
  'objections-upheld': figure(
    'count',
    w('退回成立', 'Objection upheld'),
    w('退回后改派其他科室的诉求', 'matters that the department returned and another was given'),
  ),
  praise: figure('count', w('表扬', 'Praise'), w('本月登记的表扬', 'praise that came in')),
  practices: figure(
    'count',
    w('认定的优务经验', 'Good practice recognised'),
    w('本月认定的本科室优务经验', 'good practice of the department recognised in the month'),
  ),
  adoptions: figure(
    'count',
    w('采用的优务经验', 'Good practice adopted'),
    w('本月采用的其他科室经验', 'good practice of others adopted in the month'),
  ),
  projects: figure(
    'count',
    w('改进项目达标', 'Project successful'),
    w('本月以指标改善结题的改进项目', 'improvement projects closed in the month as successful by their figure'),
  ),
} as const

export type FigureKey = keyof typeof plain | `dimension:${string}`

export const catalogue: Readonly<Record<string, Entry>> = {
  ...plain,
  ...Object.fromEntries(
    dimensionKeys.map((key) => [
      `dimension:${key}`,
      figure(
        'score',
        w(`${dimensions[key].zh}得分`, `${dimensions[key].en}: score`),
        w('该维度的平均分，同月报', 'the mean of the dimension; as in the report'),
      ),
    ]),
  ),
}

export const figureKeys = Object.keys(catalogue)

/** Hundredths as people write them: 9520 → 95.2, -50 → -0.5. */
export const hundredths = (n: number): string => {
  const text = (Math.abs(n) / 100).toFixed(2).replace(/\.?0+$/, '')
  return n < 0 ? `-${text}` : text
}

/** A value of a figure with its unit: 95.2 %, 3 件, 88.5 分. */
export const valueWords = (kind: FigureKind, value: number): Words => {
  const n = hundredths(value)
  if (kind === 'rate') return w(`${n} %`, `${n} %`)
  if (kind === 'score') return w(`${n} 分`, n)
  return w(`${n} 件`, n)
}
