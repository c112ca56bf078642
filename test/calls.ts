// Answers as a caller would tick them.

import { satisfaction } from '#modules/followups/content/satisfaction.ts'
import type { Questionnaire } from '#modules/followups/questions.ts'
import { calmAnswers } from '#src/demo/answering.ts'

/** A calm set of answers to the questionnaire of a task, with what is given laid over it. */
export const calm = (questionnaire: unknown, over: Record<string, string | number | string[]> = {}) =>
  calmAnswers(questionnaire as Questionnaire, over)

/** The satisfaction call's answers with this overall grade. */
export const satisfactionAnswers = (
  overall: 'satisfied' | 'fairly' | 'dissatisfied',
  over: Record<string, string> = {},
) => calmAnswers(satisfaction, { overall, ...over })
