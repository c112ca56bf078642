// A record that is over, or not one's own: the answers to read, not to write.
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import {
  type Answer,
  type Answers,
  optionsOf,
  type Question,
  type Questionnaire,
  type RedFlag,
  visibleQuestions,
} from '../questions.ts'
import './questions.css'

/** An answer in words: the labels of what was chosen, a number with its unit, 拒答. */
const sayAnswer = (question: Question, answer: Answer): string => {
  if (answer.refused) return t('拒答', 'Refused')
  if (answer.notApplicable) return t('不适用', 'Not applicable')
  const { value } = answer
  if (typeof value === 'number') return `${value} ${question.unit ? t(question.unit) : ''}`.trim()
  const options = optionsOf(question)
  return [value ?? []]
    .flat()
    .map((one) => {
      const option = options.find((other) => other.value === one)
      return option ? t(option.label) : String(one)
    })
    .join('、')
}

export const Answered = ({
  questionnaire,
  answers,
  flags,
}: {
  questionnaire: Questionnaire
  answers: Answers
  flags: readonly RedFlag[]
}) => (
  <section className="answered" aria-label={t(questionnaire.title)}>
    <h2>{t(questionnaire.title)}</h2>
    <dl>
      {visibleQuestions(questionnaire, answers).flatMap((question) => {
        const answer = answers[question.key]
        return answer
          ? [
              <div key={question.key} className={flags.some((one) => one.question === question.key) ? 'danger' : ''}>
                <dt>{t(question.name)}</dt>
                <dd className={answer.refused || answer.notApplicable ? 'none' : ''}>{sayAnswer(question, answer)}</dd>
              </div>,
            ]
          : []
      })}
    </dl>
  </section>
)

/** What will be asked, before the task is one's own. */
export const ToBeAsked = ({ questionnaire }: { questionnaire: Questionnaire }) => (
  <Fold
    title={t(questionnaire.title)}
    aside={t(`${questionnaire.questions.length} 题`, `${questionnaire.questions.length} questions`)}
  >
    <ol className="to-ask">
      {questionnaire.questions.map((question) => (
        <li key={question.key}>{t(question.ask)}</li>
      ))}
    </ol>
  </Fold>
)
