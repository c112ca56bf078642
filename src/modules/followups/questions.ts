// What a questionnaire is, which of its questions are asked, whether the answers hold, and what they mean.
import type { FieldProblem } from '#kernel/refusal.ts'
import { type Words, w } from '#kernel/words.ts'
import { type Grade, grades, isGrade } from '#modules/patients/words.ts'

/** `now`: 120 or the emergency room at once; `today`: a doctor hears of it the same day. */
export type RedFlagLevel = 'now' | 'today'

export type Option = {
  readonly value: string
  readonly label: Words
  readonly redFlag?: RedFlagLevel
  /** Of `choices`: 都没有 cannot stand beside another. */
  readonly alone?: true
}

export type RedFlagRule = {
  readonly when: 'atLeast' | 'atMost' | 'is'
  readonly value: number | string
  readonly level: RedFlagLevel
}

/** The dimensions of satisfaction that the monthly report compares. */
export const dimensions = {
  doctors: w('医生沟通', 'Doctors'),
  nurses: w('护士服务', 'Nurses'),
  informed: w('检查用药告知', 'Tests and medicines explained'),
  comfort: w('疼痛与不适处理', 'Pain and comfort'),
  environment: w('环境', 'Surroundings'),
  fees: w('费用', 'Charges'),
  integrity: w('行风', 'Integrity'),
} as const satisfies Record<string, Words>

export type DimensionKey = keyof typeof dimensions

/** The category of a case (modules/cases/taxonomy) that an opinion on a dimension most likely belongs to. */
export const categoryOfDimension: Readonly<Record<DimensionKey, string>> = {
  doctors: 'C1',
  nurses: 'B1',
  informed: 'C2',
  comfort: 'A10',
  environment: 'F1',
  fees: 'E2',
  integrity: 'I1',
}

export type QuestionKind = 'choice' | 'choices' | 'scale' | 'number' | 'yesno' | 'text' | 'grade'

export type Question = {
  readonly key: string
  readonly kind: QuestionKind
  /** The short name in tables and in what is told to a doctor: 体温. */
  readonly name: Words
  /** The sentence the caller says. */
  readonly ask: Words
  /** For the caller's eyes only. */
  readonly help?: Words
  /** Of `choice` and `choices`. */
  readonly options?: readonly Option[]
  /** Of `scale` and `number`, inclusive. */
  readonly min?: number
  readonly max?: number
  readonly unit?: Words
  readonly redFlag?: readonly RedFlagRule[]
  readonly dimension?: DimensionKey
  /** Asked only when that earlier question was asked and answered with one of these. */
  readonly onlyIf?: { readonly question: string; readonly is: readonly (string | number)[] }
  readonly allow: readonly ('refused' | 'not-applicable')[]
  /** May be left empty: a remark, a reading that not everybody has. */
  readonly optional?: boolean
  /** The answer is shown to nobody but supervision once the record is saved. */
  readonly supervisionOnly?: boolean
}

export type Wave = 'safety' | 'satisfaction' | 'recall'

/** The groups of departments that have questions of their own; the names are those of the directory. */
export const departmentGroups = ['外科', '内科', '妇产科', '儿科'] as const
type DepartmentGroup = (typeof departmentGroups)[number]

export type Script = {
  readonly greeting: Words
  readonly identity: Words
  readonly recording: Words
  readonly closing: Words
  readonly boundary: Words
}

export type Questionnaire = {
  readonly key: string
  readonly version: number
  readonly title: Words
  readonly wave: Wave
  readonly departments: readonly DepartmentGroup[] | 'all'
  readonly questions: readonly Question[]
  readonly script: Script
}

export type Answer = {
  readonly value?: string | number | readonly string[]
  readonly refused?: true
  readonly notApplicable?: true
}

export type Answers = Readonly<Record<string, Answer>>

/** Unanswered: nothing said at all, or a text left blank. */
const isEmpty = (answer: Answer | undefined): boolean =>
  answer === undefined ||
  (!answer.refused &&
    !answer.notApplicable &&
    (answer.value === undefined ||
      (typeof answer.value === 'string' && answer.value.trim() === '') ||
      (Array.isArray(answer.value) && answer.value.length === 0)))

const opens = (answer: Answer | undefined, wanted: readonly (string | number)[]): boolean => {
  const value = answer?.value
  if (value === undefined || answer?.refused || answer?.notApplicable) return false
  return Array.isArray(value) ? value.some((one) => wanted.includes(one)) : wanted.includes(value as string | number)
}

/** The questions that are asked, in order, given what was answered so far. A branch under a hidden question stays hidden. */
export const visibleQuestions = (questionnaire: Questionnaire, answers: Answers): Question[] => {
  const shown = new Set<string>()
  return questionnaire.questions.filter(({ key, onlyIf }) => {
    const visible = !onlyIf || (shown.has(onlyIf.question) && opens(answers[onlyIf.question], onlyIf.is))
    if (visible) shown.add(key)
    return visible
  })
}

/** The answers that belong to questions being asked: what is left of a branch that was taken back is dropped. */
export const visibleAnswers = (questionnaire: Questionnaire, answers: Answers): Answers =>
  Object.fromEntries(
    visibleQuestions(questionnaire, answers).flatMap(({ key }) => (answers[key] ? [[key, answers[key]]] : [])),
  )

/** The answers without those that only supervision may see, and without anything in the person's own words where asked. */
export const withoutSupervisionOnly = (
  questionnaire: Questionnaire,
  answers: Answers,
  { words = true }: { words?: boolean } = {},
): Answers => {
  const hidden = questionnaire.questions.filter((one) => one.supervisionOnly || (!words && one.kind === 'text'))
  const sealed = new Set(hidden.map((one) => one.key))
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !sealed.has(key)))
}

/** What a question may be answered with, as the options of a choice. */
export const optionsOf = (question: Question): readonly Option[] => {
  if (question.kind === 'yesno')
    return [
      { value: 'yes', label: w('有', 'Yes') },
      { value: 'no', label: w('没有', 'No') },
    ]
  if (question.kind === 'grade') return Object.entries(grades).map(([value, label]) => ({ value, label }))
  return question.options ?? []
}

/** The longest remark; a voice of a thousand characters is a case of its own. */
const longestText = 2000

const problemOf = (question: Question, { value }: Answer): string | undefined => {
  const { kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = question
  if (kind === 'number' || kind === 'scale') {
    if (typeof value !== 'number' || !Number.isFinite(value)) return '应填写数字'
    if (kind === 'scale' && !Number.isInteger(value)) return '应为整数'
    return value < min || value > max ? `应在 ${min} 到 ${max} 之间` : undefined
  }
  if (kind === 'text') {
    if (typeof value !== 'string') return '应填写文字'
    return value.length > longestText ? `不超过 ${longestText} 字` : undefined
  }
  const known = new Set(optionsOf(question).map((option) => option.value))
  if (kind === 'choices') {
    if (!Array.isArray(value)) return '应选择一项或多项'
    if (new Set(value).size !== value.length) return '同一选项只能选一次'
    if (!value.every((one) => known.has(one))) return '没有这个选项'
    const alone = optionsOf(question).find((option) => option.alone && value.includes(option.value))
    return alone && value.length > 1 ? `“${alone.label.zh}”不能与其他选项同时选` : undefined
  }
  return typeof value === 'string' && known.has(value) ? undefined : '没有这个选项'
}

/**
 * Everything that keeps a set of answers from being a complete record; empty when it is one. Names unknown questions,
 * questions that were not asked, answers of the wrong kind, refusals that are not allowed, and what is missing.
 */
export const checkAnswers = (questionnaire: Questionnaire, answers: Answers): FieldProblem[] => {
  const problems: FieldProblem[] = []
  const say = (key: string, reason: string): void => {
    problems.push({ field: `answers.${key}`, reason })
  }
  const asked = new Map(visibleQuestions(questionnaire, answers).map((question) => [question.key, question]))
  const known = new Set(questionnaire.questions.map((question) => question.key))
  for (const [key, answer] of Object.entries(answers)) {
    const question = asked.get(key)
    if (!known.has(key)) say(key, '问卷中没有这道题')
    else if (!question) say(key, '按前面的回答，这道题不必问，请清除')
    else if (isEmpty(answer)) continue
    else if ([answer.value !== undefined, answer.refused, answer.notApplicable].filter(Boolean).length > 1)
      say(key, '作答、拒答、不适用只能选其一')
    else if (answer.refused) question.allow.includes('refused') || say(key, '这道题不能记为拒答')
    else if (answer.notApplicable) question.allow.includes('not-applicable') || say(key, '这道题不能记为不适用')
    else {
      const reason = problemOf(question, answer)
      if (reason) say(key, reason)
    }
  }
  for (const [key, question] of asked) if (!question.optional && isEmpty(answers[key])) say(key, '还没有作答')
  return problems
}

export type RedFlag = { readonly question: string; readonly level: RedFlagLevel; readonly words: Words }

const rank = { today: 1, now: 2 } as const

const breaks = (rule: RedFlagRule, value: string | number): boolean => {
  if (rule.when === 'is') return value === rule.value
  if (typeof value !== 'number' || typeof rule.value !== 'number') return false
  return rule.when === 'atLeast' ? value >= rule.value : value <= rule.value
}

/**
 * The dangers among the answers, the gravest first; at most one for each question. A hint for triage, not a diagnosis:
 * the record stays locked until the caller chose what was done.
 */
export const redFlagsOf = (questionnaire: Questionnaire, answers: Answers): RedFlag[] => {
  const flags: RedFlag[] = []
  for (const question of visibleQuestions(questionnaire, answers)) {
    const answer = answers[question.key]
    if (!answer || answer.value === undefined || answer.refused || answer.notApplicable) continue
    const values: readonly (string | number)[] = Array.isArray(answer.value)
      ? answer.value
      : [answer.value as string | number]
    const chosen = optionsOf(question).filter(({ value }) => values.includes(value))
    const levels = [
      ...chosen.flatMap(({ redFlag }) => (redFlag ? [redFlag] : [])),
      ...(question.redFlag ?? [])
        .filter((rule) => values.some((value) => breaks(rule, value)))
        .map(({ level }) => level),
    ]
    const level = levels.sort((a, b) => rank[b] - rank[a])[0]
    if (!level) continue
    const dangerous = chosen.filter(({ redFlag }) => redFlag)
    const said = dangerous.length > 0 ? dangerous : chosen
    const unit = question.unit ?? w('', '')
    const zh = said.map(({ label }) => label.zh).join('、') || `${values.join('、')} ${unit.zh}`.trim()
    const en = said.map(({ label }) => label.en).join(', ') || `${values.join(', ')} ${unit.en}`.trim()
    flags.push({ question: question.key, level, words: w(`${question.name.zh}:${zh}`, `${question.name.en}: ${en}`) })
  }
  return flags.sort((a, b) => rank[b.level] - rank[a.level])
}

/** The key under which every questionnaire asks for the overall grade. */
export const overallKey = 'overall'

/** The overall grade, or null when it was not asked, refused or not applicable. */
export const gradeOf = (answers: Answers): Grade | null => {
  const answer = answers[overallKey]
  const value = answer?.refused || answer?.notApplicable ? undefined : answer?.value
  return isGrade(value) ? value : null
}

/**
 * The grade of each dimension that was answered. A yes on the integrity question counts as dissatisfied; filter with
 * `withoutSupervisionOnly` before showing the result to anyone else.
 */
export const dimensionsOf = (questionnaire: Questionnaire, answers: Answers): Partial<Record<DimensionKey, Grade>> => {
  const result: Partial<Record<DimensionKey, Grade>> = {}
  for (const { key, kind, dimension } of visibleQuestions(questionnaire, answers)) {
    const answer = answers[key]
    if (!dimension || answer?.refused || answer?.notApplicable || typeof answer?.value !== 'string') continue
    if (kind === 'grade' && isGrade(answer.value)) result[dimension] = answer.value
    if (kind === 'yesno') result[dimension] = answer.value === 'yes' ? 'dissatisfied' : 'satisfied'
  }
  return result
}
