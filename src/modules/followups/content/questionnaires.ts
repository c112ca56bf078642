// The questionnaires that ship with the program; a hospital's own versions are made from these and never replace them.
import type { DepartmentGroup, Questionnaire, Wave } from '../questions.ts'
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

/** A shipped questionnaire by key and version; undefined when there is none. */
export const questionnaireOf = (key: string, version = 1): Questionnaire | undefined =>
  questionnaires.find((one) => one.key === key && one.version === version)

/** The shipped questionnaire of a wave for a group of departments: its own, else the general one. */
export const questionnaireFor = (wave: Wave, group: string | undefined): Questionnaire => {
  const ofWave = questionnaires.filter((one) => one.wave === wave)
  const own = ofWave.find((one) => one.departments !== 'all' && one.departments.includes(group as DepartmentGroup))
  return own ?? ofWave.find((one) => one.departments === 'all')!
}
