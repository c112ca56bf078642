// When a question is asked at all: always, or by the answer to an earlier one.
import { CheckRow } from '#web/ui/choose.tsx'
import { Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { optionsOf, type Question, type Questionnaire } from '../questions.ts'

/** The answers of an earlier question that can open this one. */
const answersOf = (question: Question): { value: string; label: string; raw: string | number }[] =>
  question.kind === 'scale'
    ? Array.from({ length: (question.max ?? 10) - (question.min ?? 0) + 1 }, (_, i) => {
        const raw = (question.min ?? 0) + i
        return { value: String(raw), label: String(raw), raw }
      })
    : optionsOf(question).map(({ value, label }) => ({ value, label: t(label), raw: value }))

export const Branch = ({
  question,
  place,
  all,
  onChange,
}: {
  question: Question
  place: number
  all: Questionnaire
  onChange: (onlyIf: Question['onlyIf']) => void
}) => {
  const earlier = all.questions.slice(0, place).filter((one) => answersOf(one).length > 0)
  const { onlyIf } = question
  const asked = earlier.find((one) => one.key === onlyIf?.question)
  const answers = asked ? answersOf(asked) : []
  return (
    <div className="form">
      <Select
        label={t('什么时候问', 'When it is asked')}
        name={`definition.questions.${place}.onlyIf`}
        empty={t('总是问', 'Always')}
        value={onlyIf?.question ?? ''}
        onChange={(key) => {
          const first = answersOf(earlier.find((one) => one.key === key) ?? question)[0]
          onChange(key && first ? { question: key, is: [first.raw] } : undefined)
        }}
        options={[
          ...earlier.map((one) => ({
            value: one.key,
            label: t(
              `仅当第 ${all.questions.indexOf(one) + 1} 题“${one.name.zh}”答了…`,
              `Only by the answer to ${all.questions.indexOf(one) + 1}, “${one.name.en}”`,
            ),
          })),
          ...(onlyIf && !asked
            ? [{ value: onlyIf.question, label: t('那道题已不在前面', 'That one is no longer before it') }]
            : []),
        ]}
      />
      {onlyIf && asked && (
        <CheckRow
          label={t('其中任一', 'Any of these')}
          value={onlyIf.is.map(String)}
          onChange={(chosen) =>
            onChange(
              chosen.length > 0
                ? { ...onlyIf, is: answers.filter((one) => chosen.includes(one.value)).map((one) => one.raw) }
                : undefined,
            )
          }
          options={answers}
        />
      )}
    </div>
  )
}
