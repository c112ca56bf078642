// A questionnaire in words: its kinds, levels and branches, as they are read and written.
import { type Words, w } from '#kernel/words.ts'
import { t } from '#web/ui/language.ts'
import {
  optionsOf,
  type Question,
  type QuestionKind,
  type Questionnaire,
  type RedFlagLevel,
  type RedFlagRule,
  type Wave,
} from '../questions.ts'

export const waveWords: Record<Wave, Words> = {
  safety: w('安全回访', 'Safety call'),
  satisfaction: w('满意度回访', 'Satisfaction call'),
  recall: w('整改后再访', 'Recall'),
}

export const kindWords: Record<QuestionKind, Words> = {
  choice: w('单选', 'One of several'),
  choices: w('多选', 'Any of several'),
  yesno: w('有 / 没有', 'Yes or no'),
  grade: w('三级满意度', 'Three grades'),
  scale: w('0–10 分', 'Nought to ten'),
  number: w('数字', 'Number'),
  text: w('文字', 'Words'),
}

export const levelWords: Record<RedFlagLevel, Words> = {
  now: w('立即：120 或急诊', 'At once: 120 or emergency'),
  today: w('当日告知医师', 'A doctor hears of it today'),
}

/** ≥ 38 ℃: when an answer is dangerous. */
export const sayRule = ({ when, value }: RedFlagRule, question: Question): string => {
  const said = optionsOf(question).find((one) => one.value === value)
  const sign = when === 'atLeast' ? '≥ ' : when === 'atMost' ? '≤ ' : ''
  return `${sign}${said ? t(said.label) : value}${question.unit ? ` ${t(question.unit)}` : ''}`
}

/** 1–10 instead of every score between them. */
const shortened = (is: readonly (string | number)[]): readonly (string | number)[] => {
  const scores = is.filter((one) => typeof one === 'number').sort((a, b) => a - b)
  const [from, to] = [scores[0], scores.at(-1)]
  const inOneGo = scores.length === is.length && scores.length > 2 && to! - from! === scores.length - 1
  return inOneGo ? [`${from}–${to}`] : is
}

/** 第 2 题“伤口”选了“红肿”： when a question is asked at all; empty when always. */
export const sayBranch = ({ onlyIf }: Question, { questions }: Pick<Questionnaire, 'questions'>): string => {
  if (!onlyIf) return ''
  const at = questions.findIndex((one) => one.key === onlyIf.question)
  const asked = questions[at]
  if (!asked) return ''
  const values = shortened(onlyIf.is).map((value) => {
    const option = optionsOf(asked).find((one) => one.value === value)
    return option ? t(option.label) : String(value)
  })
  return t(
    `仅当第 ${at + 1} 题“${asked.name.zh}”答“${values.join('”或“')}”`,
    `Only when ${at + 1}, “${asked.name.en}”， is ${values.join(' or ')}`,
  )
}

export const sayDepartments = ({ departments }: Pick<Questionnaire, 'departments'>): string =>
  departments === 'all' ? t('所有科室', 'Everybody') : departments.join('、')

/** How many of its questions can raise a red flag. */
export const dangerous = ({ questions }: Pick<Questionnaire, 'questions'>): number =>
  questions.filter((one) => (one.redFlag?.length ?? 0) > 0 || one.options?.some((option) => option.redFlag)).length
