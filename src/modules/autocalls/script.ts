// What a script is: the sentences the program says and what its keys mean; and what keeps one from being approved.
import { z } from 'zod'
import type { FieldProblem } from '#kernel/refusal.ts'
import { type Words, w } from '#kernel/words.ts'
import { optionsOf, type Question, type Questionnaire } from '#modules/followups/questions.ts'

const Sentence = z.string().trim().min(2, '请写出要说的话').max(600)

/** One question by telephone: what is said, and what each key answers. */
export const Step = z.object({
  question: z.string().min(1).max(60).describe('the key of a question of the questionnaire'),
  says: Sentence,
  keys: z.record(z.string().regex(/^[0-9]$/), z.union([z.string().max(100), z.number()])),
})

export const ScriptDefinition = z.object({
  greeting: Sentence.describe('who calls, that a machine speaks, that answers are kept; names nobody'),
  identity: Sentence.describe('1 the patient, 2 the family, 3 neither; names nobody, and no illness'),
  steps: z.array(Step).min(1).max(30),
  again: Sentence.describe('before a question is said once more'),
  person: Sentence.describe('before somebody is fetched'),
  busy: Sentence.describe('nobody is free: one will call back'),
  thanks: Sentence,
  stranger: Sentence.describe('to who is not the patient or of the family'),
})
export type ScriptDefinition = z.output<typeof ScriptDefinition>

/** The sentences that every script has, in the order in which they are said. */
export const sentences = {
  greeting: w('开场和告知', 'Greeting and notice'),
  identity: w('身份核实', 'Who is speaking'),
  again: w('没听清时', 'Not understood'),
  person: w('转人工前', 'Before a person is fetched'),
  busy: w('无人可转，约定回电', 'Nobody is free'),
  thanks: w('结束语', 'Goodbye'),
  stranger: w('不是本人或家属', 'Not the person'),
} as const satisfies Record<string, Words>
export type Sentence = keyof typeof sentences

/** `q:pain` */
export const promptOfStep = (question: string): string => `q:${question}`

/** What has to have a sound, with its words, in the order in which it is heard. */
export const promptsOf = (script: ScriptDefinition): { prompt: string; says: string }[] => [
  { prompt: 'greeting', says: script.greeting },
  { prompt: 'identity', says: script.identity },
  ...script.steps.map(({ question, says }) => ({ prompt: promptOfStep(question), says })),
  ...(['again', 'person', 'busy', 'thanks', 'stranger'] as const).map((prompt) => ({ prompt, says: script[prompt] })),
]

/** The kinds of question that one key can answer. */
const byKey: readonly Question['kind'][] = ['choice', 'yesno', 'grade', 'scale']

const problemOfValue = (question: Question, value: string | number): string | null => {
  if (question.kind === 'scale') {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = question
    return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? null
      : `应为 ${question.min} 到 ${question.max} 的整数`
  }
  return optionsOf(question).some((option) => option.value === value) ? null : '题目没有这个选项'
}

/** Everything that keeps a script from being used with its questionnaire; empty when it may. */
export const scriptProblems = (script: ScriptDefinition, questionnaire: Questionnaire): FieldProblem[] => {
  const problems: FieldProblem[] = []
  const place = new Map(questionnaire.questions.map(({ key }, i) => [key, i]))
  let before = -1
  for (const [i, { question: key, keys }] of script.steps.entries()) {
    const say = (field: string, reason: string) => problems.push({ field: `definition.steps.${i}.${field}`, reason })
    const question = questionnaire.questions.find((one) => one.key === key)
    if (!question) {
      say('question', '问卷中没有这道题')
      continue
    }
    if (!byKey.includes(question.kind)) say('question', '这种题目不能用一个按键回答')
    if (place.get(key)! <= before) say('question', '应按问卷的顺序，每题一次')
    before = Math.max(before, place.get(key)!)
    const given = Object.entries(keys)
    if (given.length < 2) say('keys', '至少要有两个按键')
    for (const [digit, value] of given) {
      const reason = problemOfValue(question, value)
      if (reason) say(`keys.${digit}`, reason)
    }
  }
  return problems
}

/** Questions that must be answered and that the script does not ask: then a person has to finish every record. */
export const notAsked = (script: ScriptDefinition, questionnaire: Questionnaire): Question[] => {
  const asked = new Set(script.steps.map(({ question }) => question))
  return questionnaire.questions.filter((one) => !one.optional && !asked.has(one.key))
}

const zhKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** What the program proposes for a question: its sentence with the keys in order, ready to be mended by a person. */
export const proposedStep = (question: Question): z.output<typeof Step> | null => {
  if (!byKey.includes(question.kind)) return null
  if (question.kind === 'scale') {
    const { min = 0, max = 9 } = question
    if (max > 9 || min < 0) return null
    const digits = Array.from({ length: max - min + 1 }, (_, i) => min + i)
    return {
      question: question.key,
      says: `${question.ask.zh}请按 ${min} 到 ${max} 的数字键。`,
      keys: Object.fromEntries(digits.map((n) => [String(n), n])),
    }
  }
  const options = optionsOf(question).slice(0, zhKeys.length)
  return {
    question: question.key,
    says: `${question.ask.zh}${options.map(({ label }, i) => `${label.zh}请按 ${zhKeys[i]}`).join('，')}。`,
    keys: Object.fromEntries(options.map(({ value }, i) => [zhKeys[i]!, value])),
  }
}

/** A script to begin with. Names nobody: the program does not know who picked up. */
export const proposedScript = (questionnaire: Questionnaire, hospital: string): ScriptDefinition => ({
  greeting: `您好，这里是${hospital}随访中心的自动语音电话，想了解出院后的情况，大约需要一分钟，您的按键会被记录。随时按 0 可以转人工，按星号重听。`,
  identity: '如果您是近期出院的患者本人，请按 1；是患者家属，请按 2；都不是，请按 3。',
  steps: questionnaire.questions.flatMap((question) => proposedStep(question) ?? []),
  again: '没有收到您的按键，请再听一遍。',
  person: '正在为您转接工作人员，请稍候。',
  busy: '工作人员正忙，我们会尽快给您回电。',
  thanks: '感谢您的配合，祝您早日康复，再见。',
  stranger: '打扰您了，再见。',
})
