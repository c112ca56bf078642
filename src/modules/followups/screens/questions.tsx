// The questionnaire on the screen: one question after the other, answered by number keys, dangers in red as they are heard.
import { type KeyboardEvent, memo, type ReactNode, useRef } from 'react'
import { w } from '#kernel/words.ts'
import { Choices, toggled } from '#web/ui/choose.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import {
  type Answer,
  type Answers,
  optionsOf,
  type Question,
  type Questionnaire,
  type RedFlag,
  visibleQuestions,
} from '../questions.ts'

type Set = (key: string, answer: Answer | undefined) => void

/** Focuses the question after (or before) the one that has the focus; past the last, what comes after the questions. */
const step = (from: Element, by: 1 | -1): void => {
  const all = [...document.querySelectorAll<HTMLElement>('.question')]
  const at = all.findIndex((one) => one.contains(from))
  const to = all[at + by]
  if (to) focusQuestion(to)
  else if (by === 1) document.querySelector<HTMLElement>('[data-after-questions]')?.focus()
}

/** The control of a question that takes the keyboard: what is chosen, else the first. */
export const focusQuestion = (question: Element, preventScroll = false): void => {
  const target =
    question.querySelector<HTMLElement>('input:checked') ??
    question.querySelector<HTMLElement>('.answer-place input, .answer-place textarea')
  target?.focus({ preventScroll })
  if (!preventScroll) question.scrollIntoView({ block: 'nearest' })
}

/** Two digits within this time are one number: 1, 0 is ten. */
const pairWithin = 500

/** The keys of the options in their order; the keyboard's upper row. */
const optionKeys = '1234567890-='

const Options = ({ question, answer, set }: { question: Question; answer: Answer | undefined; set: Set }) => {
  const { key, kind } = question
  const many = kind === 'choices'
  const chosen = answer?.value === undefined ? [] : [answer.value].flat().map(String)
  const options = optionsOf(question)
  const press = (value: string) => set(key, many ? listAnswer(toggled(chosen, value, options)) : { value })
  return (
    <div className="row">
      {options.map(({ value, label, redFlag }, i) => (
        <label key={value} className={redFlag ? 'choice bad' : 'choice'}>
          <input
            type={many ? 'checkbox' : 'radio'}
            name={`q-${key}`}
            checked={chosen.includes(value)}
            onChange={() => press(value)}
          />
          <span>
            {i < optionKeys.length && (
              <i className="digit" aria-hidden="true">
                {optionKeys[i]}
              </i>
            )}
            {t(label)}
          </span>
        </label>
      ))}
    </div>
  )
}

const listAnswer = (value: readonly string[]): Answer | undefined => (value.length > 0 ? { value } : undefined)

const Scale = ({ question, answer, set }: { question: Question; answer: Answer | undefined; set: Set }) => {
  const { key, min = 0, max = 10, redFlag = [] } = question
  const steps = Array.from({ length: max - min + 1 }, (_, i) => min + i)
  const isBad = (n: number) =>
    redFlag.some(({ when, value }) =>
      when === 'atLeast' ? n >= Number(value) : when === 'atMost' ? n <= Number(value) : n === value,
    )
  return (
    <div className="scale">
      {steps.map((n) => (
        <label key={n} className={isBad(n) ? 'bad' : ''}>
          <input type="radio" name={`q-${key}`} checked={answer?.value === n} onChange={() => set(key, { value: n })} />
          <span>{n}</span>
        </label>
      ))}
    </div>
  )
}

const Typed = ({ question, answer, set }: { question: Question; answer: Answer | undefined; set: Set }) => {
  const { key, kind, unit, min, max } = question
  const label = t(question.name)
  if (kind === 'number')
    return (
      <span className="measured">
        <input
          type="number"
          inputMode="decimal"
          step="any"
          className="input number"
          aria-label={label}
          min={min}
          max={max}
          value={typeof answer?.value === 'number' ? answer.value : ''}
          onChange={({ target }) => set(key, target.value === '' ? undefined : { value: target.valueAsNumber })}
        />
        {unit && <span className="unit">{t(unit)}</span>}
      </span>
    )
  return (
    <textarea
      rows={1}
      className="input area one"
      aria-label={label}
      maxLength={2000}
      value={typeof answer?.value === 'string' ? answer.value : ''}
      onChange={({ target }) => set(key, target.value === '' ? undefined : { value: target.value })}
    />
  )
}

const Ask = memo(
  ({
    question,
    number,
    answer,
    flag,
    problem,
    disabled,
    set,
  }: {
    question: Question
    number: number
    answer: Answer | undefined
    flag: RedFlag | undefined
    problem: string | undefined
    disabled: boolean
    set: Set
  }) => {
    const { key, kind, allow, help } = question
    const pending = useRef<ReturnType<typeof setTimeout>>(undefined)
    const typed = kind === 'text' || kind === 'number'
    const without = (which: 'refused' | 'notApplicable') => (answer?.[which] ? undefined : { [which]: true as const })

    const digit = (pressed: string, place: Element) => {
      if (kind === 'scale') {
        const n = Number(pressed)
        if (Number.isNaN(n)) return
        const { min = 0, max = 10 } = question
        const ten = answer?.value === 1 && n === 0 && pending.current !== undefined
        clearTimeout(pending.current)
        pending.current = undefined
        const value = ten ? 10 : n
        if (value < min || value > max) return
        set(key, { value })
        if (value === 1 && max >= 10) {
          pending.current = setTimeout(() => {
            pending.current = undefined
            step(place, 1)
          }, pairWithin)
        } else step(place, 1)
        return
      }
      const options = optionsOf(question)
      const option = options[optionKeys.indexOf(pressed)]
      if (!option) return
      if (kind === 'choices') {
        const chosen = (answer?.value as readonly string[] | undefined) ?? []
        set(key, listAnswer(toggled(chosen, option.value, options)))
        // 都没有 is the whole answer; anything else may be followed by more.
        if (option.alone && !chosen.includes(option.value)) step(place, 1)
      } else {
        set(key, { value: option.value })
        // What the answer opened is asked next: it is on the page after this turn.
        setTimeout(() => step(place, 1))
      }
    }

    const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing || disabled) return
      const place = event.currentTarget
      const inText = event.target instanceof HTMLTextAreaElement
      if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement) && (!inText || !event.shiftKey)) {
        step(place, event.shiftKey ? -1 : 1)
      } else if (inText) return
      else if (/^[0-9=-]$/.test(event.key) && kind !== 'number') digit(event.key, place)
      else if (event.key === 'r' && allow.includes('refused')) {
        set(key, without('refused'))
        step(place, 1)
      } else if (event.key === 'x' && allow.includes('not-applicable')) {
        set(key, without('notApplicable'))
        step(place, 1)
      } else return
      event.preventDefault()
    }

    // What may be left empty needs no word for being empty.
    const aside = (
      question.optional
        ? []
        : [
            allow.includes('refused') && (['refused', t('拒答', 'Refused'), 'R'] as const),
            allow.includes('not-applicable') && (['notApplicable', t('不适用', 'N/A'), 'X'] as const),
          ]
    ).filter((one) => one !== false)

    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: keys rise from the controls inside
      <div
        className={`question ${flag ? `flagged-${flag.level}` : ''}`}
        data-field={`answers.${key}`}
        onKeyDown={onKeyDown}
      >
        <Choices
          label={
            <>
              <b className="index">{number}</b>
              {t(question.ask)}
              {question.optional && <span className="optional">{t('可不填', 'optional')}</span>}
              {question.supervisionOnly && <Tag tone="warn">{t('仅监察室可见', 'Supervision only')}</Tag>}
            </>
          }
          hint={help && t(help)}
          problem={problem}
          disabled={disabled}
        >
          <div className="answer-place">
            {typed ? (
              <Typed question={question} answer={answer} set={set} />
            ) : kind === 'scale' ? (
              <Scale question={question} answer={answer} set={set} />
            ) : (
              <Options question={question} answer={answer} set={set} />
            )}
            {aside.length > 0 && (
              <span className="without">
                {aside.map(([which, word, hotkey]) => (
                  <button
                    key={which}
                    type="button"
                    tabIndex={-1}
                    aria-pressed={answer?.[which] === true}
                    title={hotkey}
                    onClick={() => set(key, without(which))}
                  >
                    {word}
                  </button>
                ))}
              </span>
            )}
          </div>
        </Choices>
      </div>
    )
  },
)

export const Questions = ({
  questionnaire,
  answers,
  flags,
  problems,
  disabled = false,
  set,
  children,
}: {
  questionnaire: Questionnaire
  answers: Answers
  flags: readonly RedFlag[]
  /** By question key. */
  problems: ReadonlyMap<string, string>
  disabled?: boolean
  set: Set
  children?: ReactNode
}) => {
  useShortcut('1–9', () => false, { words: w('选答案并到下一题', 'Choose and go on') })
  useShortcut('r', () => false, { words: w('拒答', 'Refused') })
  useShortcut('x', () => false, { words: w('不适用', 'Not applicable') })
  useShortcut('↵', () => false, { words: w('下一题', 'Next question') })
  // One function for the life of the record, so that an answer redraws its own question only.
  const latest = useRef(set)
  latest.current = set
  const steady = useRef<Set>((key, answer) => latest.current(key, answer)).current
  return (
    <div className="questions">
      {children}
      {visibleQuestions(questionnaire, answers).map((question, i) => (
        <Ask
          key={question.key}
          question={question}
          number={i + 1}
          answer={answers[question.key]}
          flag={flags.find((one) => one.question === question.key)}
          problem={problems.get(question.key)}
          disabled={disabled}
          set={steady}
        />
      ))}
    </div>
  )
}
