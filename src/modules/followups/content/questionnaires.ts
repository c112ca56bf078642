// The questionnaires that ship with the program; a hospital's own versions are made from these and never replace them.
import type { Questionnaire } from '../questions.ts'
import { generalSafety } from './general.ts'
import { internalSafety } from './internal.ts'
import { obstetricsSafety } from './obstetrics.ts'
import { paediatricsSafety } from './paediatrics.ts'
import { recall, satisfaction } from './satisfaction.ts'
import { surgerySafety } from './surgery.ts'

/** Drafts of the trade for the hospital's doctors to approve; a changed question is a new version, never an edit. */
export const questionnaires: readonly Questionnaire[] = [
  surgerySafety,
  internalSafety,
  obstetricsSafety,
  paediatricsSafety,
  generalSafety,
  satisfaction,
  recall,
]
