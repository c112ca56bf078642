// A questionnaire as the caller will see it: every sentence in order, branches and dangers marked; and tried out like a call.
import { useMemo, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Answers, dimensions, optionsOf, type Question, type Questionnaire, redFlagsOf } from '../questions.ts'
import './desk.css'
import './questions.css'
import { kindWords, levelWords, sayBranch, sayRule } from './questionnaire-words.ts'
import { Questions } from './questions.tsx'
import { LiveFlags } from './red-flag.tsx'
import './questionnaires.css'

const Danger = ({ level }: { level: 'now' | 'today' }) => (
  <span className={`danger ${level}`}>
    <Icon name="flag" size={13} />
    {t(levelWords[level])}
  </span>
)

const Marks = ({ question }: { question: Question }) => {
  const { kind, min, max, unit, dimension, optional, supervisionOnly, allow } = question
  return (
    <span className="question-marks">
      <Tag>{t(kindWords[kind])}</Tag>
      {(kind === 'number' || kind === 'scale') && (
        <span className="faint">
          {min}–{max} {unit && t(unit)}
        </span>
      )}
      {dimension && <Tag tone="accent">{t(dimensions[dimension])}</Tag>}
      {optional && <span className="faint">{t('可不填', 'optional')}</span>}
      {supervisionOnly && <Tag tone="warn">{t('仅监察室可见', 'Supervision only')}</Tag>}
      {allow.length > 0 && (
        <span className="faint">
          {[
            allow.includes('refused') && t('可拒答', 'may refuse'),
            allow.includes('not-applicable') && t('可不适用', 'may not apply'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </span>
  )
}

const One = ({ question, number, all }: { question: Question; number: number; all: Questionnaire }) => {
  const options = question.kind === 'choice' || question.kind === 'choices' ? optionsOf(question) : []
  const branch = sayBranch(question, all)
  return (
    <li className={branch ? 'read-question branch' : 'read-question'}>
      <span className="read-number">{number}</span>
      <div>
        {branch && <p className="read-branch">{branch}</p>}
        <p className="read-ask">{t(question.ask)}</p>
        {question.help && <p className="hint">{t(question.help)}</p>}
        {options.length > 0 && (
          <ul className="read-options">
            {options.map((one) => (
              <li key={one.value} className={one.redFlag ? 'red' : ''}>
                {t(one.label)}
                {one.redFlag && <Danger level={one.redFlag} />}
                {one.alone && <small>{t('单独选', 'stands alone')}</small>}
              </li>
            ))}
          </ul>
        )}
        {question.redFlag?.map((rule) => (
          <p key={`${rule.when}${rule.value}`} className="read-rule">
            {sayRule(rule, question)} <Danger level={rule.level} />
          </p>
        ))}
        <Marks question={question} />
      </div>
    </li>
  )
}

/** The set sentences, blanks as the desk will fill them. */
const ScriptText = ({ script }: Pick<Questionnaire, 'script'>) => (
  <dl className="script">
    {(
      [
        ['greeting', t('问候', 'Greeting')],
        ['identity', t('核对', 'Identity')],
        ['recording', t('录音', 'Recording')],
        ['boundary', t('答不了', 'Cannot say')],
        ['closing', t('结束', 'Closing')],
      ] as const
    ).map(([part, name]) => (
      <div key={part}>
        <dt>{name}</dt>
        <dd>{t(script[part])}</dd>
      </div>
    ))}
  </dl>
)

export const Reading = ({ it }: { it: Questionnaire }) => (
  <>
    <Fold title={t('话术', 'The script')} aside={t(it.script.greeting)}>
      <ScriptText script={it.script} />
    </Fold>
    {it.questions.length === 0 && <Empty icon="checks" title={t('还没有题目', 'No question yet')} />}
    <ol className="read-questions">
      {it.questions.map((question, i) => (
        <One key={question.key} question={question} number={i + 1} all={it} />
      ))}
    </ol>
  </>
)

/** Answered like a call, without anybody on the line; nothing is kept. */
export const Trying = ({ it }: { it: Questionnaire }) => {
  const [answers, setAnswers] = useState<Answers>({})
  const flags = useMemo(() => redFlagsOf(it, answers), [it, answers])
  return (
    <>
      <div className="try-head">
        <p className="hint">
          {t(
            '和工作台上一样：数字键选答案，Enter 到下一题。不会保存。',
            'As at the desk: number keys answer, Enter goes on. Nothing is kept.',
          )}
        </p>
        <Button small icon="undo" onClick={() => setAnswers({})}>
          {t('重来', 'Again')}
        </Button>
      </div>
      <LiveFlags flags={flags} />
      <Questions
        questionnaire={it}
        answers={answers}
        flags={flags}
        problems={new Map()}
        disabled={false}
        set={(key, answer) =>
          setAnswers((before) => {
            const { [key]: _, ...rest } = before
            return answer === undefined ? rest : { ...rest, [key]: answer }
          })
        }
      />
    </>
  )
}
