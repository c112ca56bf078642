// Answers as a caller would tick them on an ordinary day: for the demo's past and for the tests.
import {
  type Answers,
  optionsOf,
  type Question,
  type Questionnaire,
  redFlagsOf,
  visibleQuestions,
} from '#modules/followups/questions.ts'

type Value = string | number | string[]
type Ticked = Record<string, { value: Value }>

const candidates = (question: Question): Value[] => {
  const { kind, min = 0, max = 0, unit } = question
  const options = optionsOf(question)
  if (kind === 'number') return [...(unit?.zh === '℃' ? [36.6] : []), 3, min, max].filter((n) => n >= min && n <= max)
  if (kind === 'scale') return [3, min, max].filter((n) => n >= min && n <= max)
  if (kind === 'text') return ['无']
  if (kind === 'yesno') return ['no', 'yes']
  const calmest = [...options.filter((option) => option.alone), ...options]
  return calmest.map(({ value }) => (kind === 'choices' ? [value] : value))
}

/** Answers every question that is asked with nothing dangerous, except what is given. */
export const calmAnswers = (questionnaire: Questionnaire, given: Record<string, Value> = {}): Ticked => {
  let answers: Ticked = {}
  // Each answer may open or close a branch, so what is asked is looked up again until nothing is missing.
  for (;;) {
    const next = visibleQuestions(questionnaire, answers as Answers).find(
      ({ key, optional }) => !answers[key] && (!optional || key in given),
    )
    if (!next) return answers
    const harmless = (value: Value): boolean =>
      !redFlagsOf(questionnaire, { ...answers, [next.key]: { value } } as Answers).some(
        (flag) => flag.question === next.key,
      )
    const value = given[next.key] ?? candidates(next).find(harmless)
    if (value === undefined) throw new Error(`every answer to ${next.key} is dangerous`)
    answers = { ...answers, [next.key]: { value } }
  }
}
