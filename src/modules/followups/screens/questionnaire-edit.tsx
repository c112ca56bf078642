// Making the next version of a questionnaire: the outline on the left, one question on the right, the whole tried before it is saved.
import { useEffect, useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { api, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { ShowProblems } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, ListAndRecord, Panel, Toolbar } from '#web/ui/layout.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Question, Questionnaire, Script } from '../questions.ts'
import './questionnaires.css'
import { QuestionForm } from './question-form.tsx'
import { Frame } from './questionnaire-frame.tsx'
import { Trying } from './questionnaire-read.tsx'
import { kindWords, sayBranch } from './questionnaire-words.ts'

/** What was written and not yet saved; lives as long as the page. */
const unsaved = new Map<string, Questionnaire>()

/** English that was not written is the Chinese: nothing is ever read out empty. */
const spoken = (words: { zh: string; en: string }) => ({ zh: words.zh.trim(), en: words.en.trim() || words.zh.trim() })

const finished = (it: Questionnaire): Questionnaire => ({
  ...it,
  title: spoken(it.title),
  script: Object.fromEntries(Object.entries(it.script).map(([part, words]) => [part, spoken(words)])) as Script,
  questions: it.questions.map(({ help, ...question }) => ({
    ...question,
    name: spoken(question.name),
    ask: spoken(question.ask),
    ...(help?.zh.trim() ? { help: spoken(help) } : {}),
    ...(question.options ? { options: question.options.map((one) => ({ ...one, label: spoken(one.label) })) } : {}),
  })),
})

const freeKey = (questions: readonly Question[]): string => {
  for (let n = questions.length + 1; ; n++)
    if (!questions.some((one) => one.key === `question-${n}`)) return `question-${n}`
}

type Problems = readonly { readonly field: string; readonly reason: string }[]

const indexOf = (field: string): number | undefined => {
  const [, at] = /^definition\.questions\.(\d+)/.exec(field) ?? []
  return at === undefined ? undefined : Number(at)
}

export const QuestionnaireEditor = ({
  from,
  next,
  chosen,
  onChoose,
  onDone,
  onCancel,
}: {
  from: Questionnaire
  /** The version that it becomes. */
  next: number
  /** The key of the question that is open; `frame` and `try` are the other two pages. */
  chosen: string | undefined
  onChoose: (key: string) => void
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const kept = `${from.key}.${from.version}`
  const [it, setIt] = useState<Questionnaire>(() => unsaved.get(kept) ?? from)
  const create = useDo(api.questionnaires.create, {
    inForm: true,
    says: t('已保存为草稿，发布后生效', 'Saved as a draft; publish it'),
  })
  const problems: Problems = create.problem?.fields ?? []
  const wrong = new Set(problems.map(({ field }) => indexOf(field)))
  const dirty = it !== from
  const gone = useRef(false)
  useEffect(() => {
    if (dirty && !gone.current) unsaved.set(kept, it)
  }, [kept, it, dirty])
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [dirty])

  const put = (patch: Partial<Questionnaire>) => setIt((before) => ({ ...before, ...patch }))
  const { questions } = it
  const at = questions.findIndex((one) => one.key === chosen)
  const pages = ['frame', ...questions.map((one) => one.key), 'try']
  const open = at >= 0 ? chosen! : chosen === 'try' ? 'try' : chosen ? 'frame' : undefined
  const step = (by: number) => () => {
    const here = open === undefined ? -1 : pages.indexOf(open)
    const to = pages[Math.min(pages.length - 1, Math.max(0, here + by))]
    if (to) onChoose(to)
  }
  useShortcut('j Alt+ArrowDown', step(1), { words: w('下一题', 'Next question') })
  useShortcut('k Alt+ArrowUp', step(-1), { words: w('上一题', 'Question before') })
  const save = async () => {
    const reply = await create.run({ definition: { ...finished(it), version: next } })
    if (!reply) return
    gone.current = true
    unsaved.delete(kept)
    onDone(reply.id)
  }
  useShortcut('Ctrl+Enter', () => void save(), { words: w('保存草稿', 'Save the draft') })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    const first = create.problem?.fields.map(({ field }) => indexOf(field)).find((one) => one !== undefined)
    const key = first === undefined ? undefined : questions[first]?.key
    if (key) onChoose(key)
  }, [create.problem])

  const putQuestion = (question: Question) => put({ questions: questions.map((one, i) => (i === at ? question : one)) })
  const move = (by: 1 | -1) => {
    const to = at + by
    const list = [...questions]
    const [moved] = list.splice(at, 1)
    list.splice(to, 0, moved!)
    put({ questions: list })
  }
  const remove = () => {
    const key = questions[at]!.key
    onChoose(questions[at + 1]?.key ?? questions[at - 1]?.key ?? 'frame')
    put({
      // A branch that hung on it is asked of everybody.
      questions: questions
        .filter((one) => one.key !== key)
        .map(({ onlyIf, ...one }) => (onlyIf && onlyIf.question !== key ? { ...one, onlyIf } : one)),
    })
  }
  const add = () => {
    const key = freeKey(questions)
    const blank: Question = {
      key,
      kind: 'yesno',
      name: w('', ''),
      ask: w('', ''),
      allow: ['refused', 'not-applicable'],
    }
    const list = [...questions]
    list.splice(at >= 0 ? at + 1 : list.length, 0, blank)
    put({ questions: list })
    onChoose(key)
  }
  const cancel = () => {
    gone.current = true
    unsaved.delete(kept)
    onCancel()
  }
  const title = t(`${from.title.zh}：第 ${next} 版`, `${from.title.en || from.title.zh}: version ${next}`)

  return (
    <ListAndRecord
      title={at >= 0 ? t(`第 ${at + 1} 题`, `Question ${at + 1}`) : title}
      onClose={() => onChoose('')}
      list={
        <>
          <Toolbar>
            <h1>{title}</h1>
            <span className="push" />
            {dirty ? (
              <ConfirmButton
                label={t('放弃', 'Discard')}
                title={t('放弃没有保存的修改？', 'Discard what is not saved?')}
                text={t('修改过的内容不会保留。', 'Nothing of it is kept.')}
                onConfirm={cancel}
              />
            ) : (
              <Button onClick={cancel}>{t('返回', 'Back')}</Button>
            )}
            <Button kind="primary" keys="Ctrl+Enter" busy={create.busy} onClick={() => void save()}>
              {t('保存草稿', 'Save the draft')}
            </Button>
          </Toolbar>
          {create.problem && (
            <Note tone="bad" title={create.problem.title}>
              {create.problem.message}
              {problems
                .filter(({ field }) => indexOf(field) === undefined)
                .map(({ field, reason }) => (
                  <p key={field}>{reason}</p>
                ))}
            </Note>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <ol className="outline" tabIndex={0} aria-label={t('题目', 'Questions')}>
            <li>
              <button
                type="button"
                className="outline-item"
                aria-current={open === 'frame' ? 'true' : undefined}
                onClick={() => onChoose('frame')}
              >
                <Icon name="speech" size={16} />
                <span className="outline-name">{t('名称与话术', 'Title and script')}</span>
              </button>
            </li>
            {questions.map((question, i) => (
              <li key={question.key} className={question.onlyIf ? 'branch' : ''}>
                <button
                  type="button"
                  className="outline-item"
                  aria-current={open === question.key ? 'true' : undefined}
                  onClick={() => onChoose(question.key)}
                >
                  <span className="faint">{i + 1}</span>
                  <span className="outline-name">
                    <b>{t(question.name) || t('（未命名）', '(unnamed)')}</b>
                    <small>{sayBranch(question, it) || t(question.ask)}</small>
                  </span>
                  <span className="outline-marks">
                    {wrong.has(i) && <span className="problem">{t('有误', 'wrong')}</span>}
                    {(question.redFlag?.length || question.options?.some((one) => one.redFlag)) && (
                      <>
                        <Icon name="flag" size={14} />
                        <span className="unseen">{t('有红旗', 'red flag')}</span>
                      </>
                    )}
                    {t(kindWords[question.kind])}
                  </span>
                </button>
              </li>
            ))}
            <li>
              <button
                type="button"
                className="outline-item"
                aria-current={open === 'try' ? 'true' : undefined}
                onClick={() => onChoose('try')}
              >
                <Icon name="check" size={16} />
                <span className="outline-name">{t('试答这一版', 'Try this version')}</span>
              </button>
            </li>
          </ol>
          <div className="toolbar">
            <Button small icon="plus" onClick={add}>
              {at >= 0 ? t('在此题后加一题', 'Add one after this') : t('加一题', 'Add a question')}
            </Button>
          </div>
        </>
      }
      record={
        open === undefined ? null : (
          <ShowProblems problems={problems}>
            <Panel
              head={
                <div className="record-head">
                  <h2>
                    {at >= 0
                      ? `${at + 1} · ${t(questions[at]!.name) || t('新题', 'New question')}`
                      : open === 'try'
                        ? t('试答', 'Try it')
                        : t('名称与话术', 'Title and script')}
                  </h2>
                  <span className="push" />
                  {at >= 0 && (
                    <span className="question-tools">
                      <Button kind="quiet" small disabled={at === 0} onClick={() => move(-1)}>
                        {t('上移', 'Up')}
                      </Button>
                      <Button kind="quiet" small disabled={at === questions.length - 1} onClick={() => move(1)}>
                        {t('下移', 'Down')}
                      </Button>
                      <IconButton icon="close" label={t('删除此题', 'Delete this question')} onClick={remove} />
                    </span>
                  )}
                </div>
              }
            >
              {at >= 0 ? (
                <QuestionForm
                  key={questions[at]!.key}
                  question={questions[at]!}
                  place={at}
                  all={it}
                  onChange={putQuestion}
                />
              ) : open === 'try' ? (
                <Trying it={finished(it)} />
              ) : (
                <Frame it={it} put={put} />
              )}
            </Panel>
          </ShowProblems>
        )
      }
      nothing={
        <Empty icon="checks" title={t('选一题修改', 'Choose a question')}>
          {t('J / K 上下换题；右侧修改，左侧看全貌。', 'J and K move through them.')}
        </Empty>
      }
    />
  )
}
