// An opinion as it follows from the answers: what was said is not typed a second time.
import type { InputOf } from '#kernel/contract.ts'
import type { cases } from '#modules/cases/contract.ts'
import { type Answers, categoryOfDimension, dimensionsOf, type Questionnaire } from '../questions.ts'

/** What of an opinion was written by hand; the rest follows from the answers until it is. */
export type OpinionDraft = {
  /** Asked for by the caller, or changed: it does not go away by itself. */
  readonly byHand?: boolean
  readonly text?: string
  readonly demand?: string
  readonly category?: string
  readonly severity: 0 | 1 | 2 | 3
  readonly urgency: 0 | 1 | 2 | 3
  readonly heated: boolean
  readonly departmentId: string
  readonly accused: readonly { readonly id: string; readonly name: string }[]
}

export const emptyOpinion: OpinionDraft = { severity: 1, urgency: 3, heated: false, departmentId: '', accused: [] }

export type Suggestion = { readonly text: string; readonly demand: string; readonly category: string }

type Opinion = Omit<InputOf<typeof cases.open>, 'encounterId'>

/** What the answers already say of it: words, what they ask for, and the likely category. */
export const suggested = (questionnaire: Questionnaire, answers: Answers): Suggestion => {
  const said = questionnaire.questions
    .filter((one) => one.kind === 'text' && !one.supervisionOnly && !['wish', 'g8-best'].includes(one.key))
    .flatMap(({ key }) => (typeof answers[key]?.value === 'string' ? [answers[key].value.trim()] : []))
    .filter((text) => text !== '')
  const grades = Object.entries(dimensionsOf(questionnaire, answers))
  const worst = grades.find(([, grade]) => grade === 'dissatisfied') ?? grades.find(([, grade]) => grade === 'fairly')
  const wish = answers.wish?.value
  return {
    text: said.join('\n'),
    demand: typeof wish === 'string' ? wish : '',
    category: worst ? categoryOfDimension[worst[0] as keyof typeof categoryOfDimension] : '',
  }
}

const kindOf: Readonly<Record<string, Opinion['kind']>> = { K1: 'enquiry', K2: 'suggestion', K3: 'praise' }

/** The opinion as the server takes it. */
export const opinionOf = (own: OpinionDraft, guess: Suggestion): Opinion => {
  const category = own.category ?? guess.category
  return {
    text: (own.text ?? guess.text).trim(),
    demand: (own.demand ?? guess.demand).trim(),
    category,
    severity: own.severity,
    urgency: own.urgency,
    heated: own.heated,
    departmentId: own.departmentId || null,
    accusedIds: own.accused.map((one) => one.id),
    kind: kindOf[category] ?? 'opinion',
  }
}
