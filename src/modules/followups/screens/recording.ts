// Working on a record: what was answered, what is dangerous in it, and saving it once.
import { type RefObject, useEffect, useMemo, useState } from 'react'
import { useCallToFile } from '#modules/calls/screens/call-to-file.ts'
import { api, useDo } from '#web/api.ts'
import { focusFirst } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { toast } from '#web/ui/toast.tsx'
import {
  type Answer,
  type Answers,
  checkAnswers,
  gradeOf,
  type Questionnaire,
  redFlagsOf,
  visibleAnswers,
  visibleQuestions,
} from '../questions.ts'
import { type Sheet, useDraft } from './draft.ts'
import { emptyOpinion, opinionOf, suggested } from './opinions.ts'

/** Until recovered: a programme that repeats goes on while this is not said. */
export const asksRecovery = (sheet: Sheet, { wave }: Questionnaire): boolean =>
  sheet.kind === 'repeat' || wave === 'safety'

/** What the person said of the handling goes to the case with the recall; nobody types it twice. */
const inTheirWords = (sheet: Sheet, answers: Answers): string =>
  sheet.kind !== 'recall'
    ? ''
    : ['words', 'wish']
        .flatMap((key) => (typeof answers[key]?.value === 'string' ? [answers[key].value.trim()] : []))
        .join('\n')

/**
 * The record of a task while it is worked on. `place` is where its fields stand, `onNext` is called once it is saved and
 * nothing is left to do with it.
 */
export const useRecording = (sheet: Sheet, place: RefObject<HTMLElement | null>, onNext: () => void) => {
  const may = (verb: string) => sheet.can.includes(verb)
  const { draft, set, kept, done } = useDraft(sheet, may('draft'))
  const [asked, setAsked] = useState(false)
  const callId = useCallToFile('task', sheet.id)

  const questionnaire = sheet.questionnaire as Questionnaire | null
  const flags = useMemo(
    () => (questionnaire ? redFlagsOf(questionnaire, draft.answers) : []),
    [questionnaire, draft.answers],
  )
  const guess = useMemo(
    () => (questionnaire ? suggested(questionnaire, draft.answers) : { text: '', demand: '', category: '' }),
    [questionnaire, draft.answers],
  )
  const problems = useMemo(() => {
    if (!asked || !questionnaire) return new Map<string, string>()
    const found = checkAnswers(questionnaire, visibleAnswers(questionnaire, draft.answers))
    return new Map(found.map(({ field, reason }) => [field.replace('answers.', ''), reason]))
  }, [asked, questionnaire, draft.answers])

  const claim = useDo(api.followups.claim)
  const complete = useDo(api.followups.complete, { inForm: true, changes: ['case', 'patient', 'call', 'agent'] })
  const writing = may('complete')
  const calling = may('attempt')
  const locked = sheet.status === 'flagged' && may('resolve')

  const grade = gradeOf(draft.answers)
  const wantsOpinion = (grade === 'fairly' || grade === 'dissatisfied') && sheet.kind !== 'recall'
  useEffect(() => {
    if (!writing) return
    if (wantsOpinion && !draft.opinion && !draft.noOpinion) set({ opinion: emptyOpinion })
    // The grade was a slip, and nothing was written yet.
    if (!wantsOpinion && draft.opinion && !draft.opinion.byHand) set({ opinion: null })
  })

  const answer = (key: string, to: Answer | undefined) =>
    set((before) => {
      const { [key]: _, ...rest } = before.answers
      return { answers: to === undefined ? rest : { ...rest, [key]: to } }
    })

  /** Somebody who hangs up in the middle: what was not asked is refused, or not applicable where that is not allowed. */
  const restRefused = () => {
    if (!questionnaire) return
    const answers: Record<string, Answer> = { ...visibleAnswers(questionnaire, draft.answers) }
    for (const question of visibleQuestions(questionnaire, answers)) {
      if (answers[question.key] || question.optional) continue
      if (question.allow.includes('refused')) answers[question.key] = { refused: true }
      else if (question.allow.includes('not-applicable')) answers[question.key] = { notApplicable: true }
    }
    set({ answers: answers as Answers })
  }

  const save = async () => {
    if (complete.busy || claim.busy) return
    if (may('claim') && !writing) return void (await claim.run({ id: sheet.id }))
    if (!writing || !questionnaire) return
    const answers = visibleAnswers(questionnaire, draft.answers)
    const missing = checkAnswers(questionnaire, answers)
    if (missing.length > 0) {
      setAsked(true)
      focusFirst(place.current, missing)
      return toast(t(`还有 ${missing.length} 题没有填好`, `${missing.length} questions are not answered`), {
        tone: 'bad',
      })
    }
    done()
    const reply = await complete.run({
      id: sheet.id,
      answers: answers as Record<string, never>,
      respondent: draft.respondent,
      numberOwner: draft.numberOwner,
      note: draft.note || inTheirWords(sheet, answers),
      guidanceIds: [...draft.guidanceIds],
      ...(asksRecovery(sheet, questionnaire) ? { recovered: draft.recovered } : {}),
      ...(draft.opinion ? { opinion: opinionOf(draft.opinion, guess) } : {}),
      ...(draft.startedAt ? { startedAt: draft.startedAt } : {}),
      ...(callId ? { callId } : {}),
    })
    if (!reply) return done(false)
    // A red flag locks the record: its own panel takes the focus and goes on from there.
    if (reply.status === 'flagged') return
    toast(t(`${sheet.patient.name}：已保存`, `${sheet.patient.name}: saved`))
    onNext()
  }
  useEffect(() => {
    if (complete.problem) focusFirst(place.current, complete.problem.fields)
  }, [complete.problem, place])

  return {
    questionnaire,
    draft,
    set,
    kept,
    done,
    flags,
    guess,
    problems,
    claim,
    complete,
    writing,
    calling,
    locked,
    answer,
    restRefused,
    save,
  }
}
