// Answers as a caller would tick them.

import { satisfaction } from '#modules/followups/content/satisfaction.ts'
import {
  type Answers,
  optionsOf,
  type Questionnaire,
  redFlagsOf,
  visibleQuestions,
} from '#modules/followups/questions.ts'

/** A calm set of answers to any questionnaire: nothing dangerous, with what is given laid over it. */
export const calm = (
  questionnaire: unknown,
  over: Record<string, string | number | string[]> = {},
): Record<string, { value: string | number | string[] }> => {
  const asked = questionnaire as Questionnaire
  let answers: Record<string, { value: string | number | string[] }> = {}
  // Each answer may open or close a branch, so the questions are asked again until nothing is missing.
  for (let round = 0; round < 20; round++) {
    const missing = visibleQuestions(asked, answers as Answers).find(
      ({ key, optional }) => !answers[key] && (!optional || key in over),
    )
    if (!missing) break
    const safe = (value: string | number | string[]): boolean =>
      !redFlagsOf(asked, { ...answers, [missing.key]: { value } } as Answers).some(
        (flag) => flag.question === missing.key,
      )
    const options = optionsOf(missing)
    const candidates: (string | number | string[])[] =
      missing.kind === 'number' || missing.kind === 'scale'
        ? [36.6, 3, missing.min ?? 0, missing.max ?? 0].filter(
            (n) => n >= (missing.min ?? 0) && n <= (missing.max ?? 0),
          )
        : missing.kind === 'text'
          ? ['无']
          : missing.kind === 'yesno'
            ? ['no', 'yes']
            : [...options.filter((o) => o.alone), ...options].map((o) =>
                missing.kind === 'choices' ? [o.value] : o.value,
              )
    const value =
      over[missing.key] ?? candidates.find((one) => (missing.kind !== 'scale' || Number.isInteger(one)) && safe(one))
    if (value === undefined) throw new Error(`no harmless answer to ${missing.key}`)
    answers = { ...answers, [missing.key]: { value } }
  }
  return answers
}

/** The satisfaction call's answers with this overall grade. */
export const satisfactionAnswers = (
  overall: 'satisfied' | 'fairly' | 'dissatisfied',
  over: Record<string, string> = {},
) => calm(satisfaction, { overall, ...over })
