// What the keys of a report are called, and how its figures are counted: for the reply, the screen, the workbook and print.
import { type Words, w } from '#kernel/words.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { unreachedReasons } from '#modules/followups/dispositions.ts'

export const excludedNames: Readonly<Record<string, Words>> = {
  died: w('死亡（出院时或接通前）', 'Died, at discharge or before being reached'),
  'do-not-call': w('名单到达前已登记勿扰', 'Do-not-call stood before the list came'),
}

/** Why somebody who was due was not reached: the reasons of the trade in their order, then what the hospital left undone. */
export const unreachedNames: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(
    Object.entries(unreachedReasons)
      .filter(([key]) => key !== 'died')
      .map(([key, { words }]) => [key, words]),
  ),
  'not-planned': w('未安排回访', 'No call was planned'),
  cancelled: w('任务已取消', 'Cancelled'),
}

/** Every outcome of a stay. */
export const outcomeNames: Readonly<Record<string, Words>> = {
  reached: w('已访', 'Reached'),
  pending: w('待访', 'Still to call'),
  ...unreachedNames,
  died: w('死亡', 'Died'),
  'do-not-call': w('勿扰', 'Do not call'),
}

export const categoryLetters = [...categories.map((one) => one.code), 'none']
export const categoryName = (letter: string): Words =>
  categories.find((one) => one.code === letter)?.name ?? w('未分类', 'Not classified')

export const sexNames: Readonly<Record<string, Words>> = {
  male: w('男', 'Men'),
  female: w('女', 'Women'),
  unknown: w('未知', 'Unknown'),
}
export const sexes = ['male', 'female', 'unknown']

/** An age band by its key: `0-13`, `75-`, `unknown`. */
export const ageName = (band: string): Words => {
  if (band === 'unknown') return w('年龄不详', 'Age unknown')
  const [from, to] = band.split('-')
  return to ? w(`${from}–${to} 岁`, `${from} to ${to}`) : w(`${from} 岁及以上`, `${from} and over`)
}

/** What the notes of a report speak of: numbers that the hospital may have set. */
export type CountingRules = { readonly shownFrom: number; readonly rankedFrom: number; readonly firstCallDays: number }

/** How the figures are counted, as the report itself says it. */
export const notesOf = ({ shownFrom, rankedFrom, firstCallDays }: CountingRules): Words[] => [
  w(
    '出院人次按出院日期归入本期，分母来自出院名单，不来自拨打记录。',
    'Stays belong to the period of their discharge; coverage counts from the discharge list, not from the calls.',
  ),
  w(
    '不计入应访：死亡（出院时，或接通之前去世）；名单到达前已登记永久勿扰。应访 ＝ 出院 − 不计入应访。',
    'Not due: those who died, at discharge or before being reached, and those whose wish not to be called stood before the list came. Due = discharges − not due.',
  ),
  w(
    '已访：该次住院的任一回访（含按病情重复的回访和接管的旧登记）接通过本人或家属。回访率 ＝ 已访 ÷ 应访。',
    'Reached: any follow-up call of the stay, repeated and taken-over ones included, reached the patient or family. Rate = reached ÷ due.',
  ),
  w(
    '待访：还有回访没有打完。名单来得太晚或没有方案的，记为“未安排回访”，仍计入应访。',
    'Still to call: a call waits. Lists that came too late, or that no programme took, count as “no call planned” and stay due.',
  ),
  w(
    '未访原因以最后一次应完成的回访为准；途中去世的计为死亡，拒访优先于其他原因。',
    'The reason is that of the last call that was due; a death outranks a refusal, a refusal the others.',
  ),
  w(
    '拨打次数包括该次住院回访的每一次拨打，不含整改后的再次回访和红旗紧急联系。',
    'Calls are all tries of the stay’s follow-up; recalls after an answer and urgent contacts are not among them.',
  ),
  w(
    `首次联系及时：出院后 ${firstCallDays} 天内打出第一个电话；分母为已打过电话或期限已过的应访人次。`,
    `First call in time: within ${firstCallDays} days of discharge, of those due who were called or whose time is over.`,
  ),
  w(
    '满意率 ＝ 满意 ÷ 作出总体评价的人次；“基本满意”不算满意。同一次住院多次评价的，取最后一次。',
    'Satisfied ÷ those who gave an overall grade; “fairly” is not satisfied. Of several grades of one stay the last counts.',
  ),
  w(
    '维度得分：满意 100、基本满意 50、不满意 0，取作出总体评价的那次回访，求平均。',
    'A dimension’s score: satisfied 100, fairly 50, dissatisfied 0; the mean over the calls that gave the overall grade.',
  ),
  w(
    '意见按回访中记录的条数计，按一级分类汇总；限监察室知悉的内容只在有权查看者的报表中计数。',
    'Opinions are counted one by one, by first-level category; what only supervision may know is counted for those who may read it.',
  ),
  w(
    '诉求按受理日期归入本期，状态为此刻的状态；按时答复以第一轮为准，分母为已答复或已到期的件数。',
    'Cases belong to the period in which they came in, in the state of now; in time is judged by the first round, of those answered or overdue.',
  ),
  w(
    `不足 ${shownFrom} 人的分组、原因、档次和分类不显示，可由相减推出的一并隐去；出院、应访、已访等总数照实显示，因为每个比率都要交代分子、分母和剔除。不足 ${rankedFrom} 人的不排名。`,
    `Groups, reasons, grades and categories of fewer than ${shownFrom} people are not shown, nor the next where subtraction would tell; the totals are, because every rate tells numerator, denominator and exclusions. Fewer than ${rankedFrom} are not ranked.`,
  ),
  w(
    '按回访员的数字先由本人看：当月的成绩卡本人看过，或月末满 20 天（医院可改），组长和监察室才看到；年报要等各月都可以看。院领导和科室没有这一项。',
    'Figures by caller are his own first: the lead and supervision find them once his card of the month may be seen, twenty days after its end at the latest; those of a year with the last of its months. Leadership and departments have none.',
  ),
]
