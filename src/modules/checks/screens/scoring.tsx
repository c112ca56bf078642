// The form beside the sound: digits mark item after item, remarks take their place in the recording, Ctrl+Enter goes on.
import { useRef, useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { ShowProblems, useForm } from '#web/ui/form.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Note } from '#web/ui/states.tsx'
import type { CheckSheet } from '../contract.ts'
import { type Mark, markNames, markWords, scoreOf } from '../scoring.ts'
import { methodWords } from './words.ts'

type Sheet = Wire<CheckSheet>
type Remark = Sheet['remarks'][number]

/** The items in a row; digits mark the current one and go on to the next. */
export const Marks = ({
  form,
  marks,
  onMark,
  keys = true,
}: {
  form: Sheet['form']
  marks: Readonly<Record<string, Mark>>
  onMark: (key: string, mark: Mark) => void
  keys?: boolean
}) => {
  const place = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const go = (to: number) => {
    const next = Math.min(form.items.length - 1, Math.max(0, to))
    setCurrent(next)
    place.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const mark = (name: Mark) => () => {
    const item = form.items[current]
    if (item) onMark(item.key, name)
    go(current + 1)
  }
  useShortcut('1', mark('met'), { on: keys, words: w('当前项：做到', 'This item: met') })
  useShortcut('2', mark('partly'), { on: keys, words: w('当前项：部分', 'This item: partly') })
  useShortcut('3', mark('not'), { on: keys, words: w('当前项：没做到', 'This item: not met') })
  useShortcut('4', mark('none'), { on: keys, words: w('当前项：不涉及', 'This item: not asked for') })
  useShortcut('[', () => go(current - 1), { on: keys, words: w('上一项', 'Previous item') })
  useShortcut(']', () => go(current + 1), { on: keys, words: w('下一项', 'Next item') })
  return (
    <div className="check-items" ref={place}>
      {form.items.map((item, i) => (
        <div
          key={item.key}
          className={keys && i === current ? 'check-item current' : 'check-item'}
          onFocusCapture={() => setCurrent(i)}
        >
          <RadioRow
            name={`marks.${item.key}`}
            label={
              <>
                {item.name} <small>{item.weight}</small>{' '}
                {item.critical && <Tag tone="warn">{t('一票否决', 'Critical')}</Tag>}
              </>
            }
            hint={item.help}
            value={marks[item.key] ?? ''}
            onChange={(value) => onMark(item.key, value)}
            options={markNames.map((value) => ({ value, label: t(markWords[value]) }))}
          />
        </div>
      ))}
    </div>
  )
}

/** Remarks, each at its place in the recording where there is one. */
const Remarks = ({
  value,
  onChange,
  second,
}: {
  value: readonly Remark[]
  onChange: (value: Remark[]) => void
  second: () => number
}) => {
  const form = useForm({ words: '' })
  const place = useRef<HTMLInputElement>(null)
  useShortcut('Alt+n', () => place.current?.focus(), { words: w('在此处写意见', 'Remark here') })
  const add = () => {
    const words = form.values.words.trim()
    if (words === '') return
    const at = Math.floor(second())
    onChange([...value, { second: at > 0 ? at : null, words }])
    form.reset()
  }
  return (
    <div className="check-remarks">
      <ul>
        {value.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: remarks may be alike
          <li key={i}>
            {one.second !== null && <b>{clockFace(one.second)}</b>} {one.words}{' '}
            <Button small kind="quiet" onClick={() => onChange(value.filter((_, k) => k !== i))}>
              {t('删', 'Remove')}
            </Button>
          </li>
        ))}
      </ul>
      <TextField
        {...form.field('words')}
        name="remarks"
        inputRef={place}
        label={t('意见（按录音当前位置记下，回车加入）', 'Remark, at the place being played (Enter adds it)')}
        maxLength={300}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey) return
          event.preventDefault()
          add()
        }}
      />
    </div>
  )
}

export const Scoring = ({ it, second, onNext }: { it: Sheet; second: () => number; onNext: () => void }) => {
  const [marks, setMarks] = useState<Record<string, Mark>>(it.marks ?? {})
  const [remarks, setRemarks] = useState<Remark[]>(it.remarks)
  const found = useAsk(api.recordings.list, { aboutId: it.taskId ?? '', limit: 10 }, { on: it.taskId !== null })
  const form = useForm({ method: it.method, words: it.words, training: it.training })
  const sounds = found.data?.rows.some(({ can }) => can.includes('listen')) ?? false
  // What can be heard is heard, unless the checker says otherwise; what was never recorded can only be read.
  const methods = sounds || it.method === 'heard' ? (['heard', 'read'] as const) : (['read'] as const)
  const method = form.values.method ?? methods[0]
  const score = useDo(api.checks.score, { inForm: true, changes: ['draw'], says: t('已保存', 'Saved') })
  const now = scoreOf(it.form.items, marks, it.form.passing)
  const full = it.form.items.every(({ key }) => marks[key] !== undefined)
  const save = async () => {
    const { words, training } = form.values
    const done = await score.run({ id: it.id, method, formId: it.form.id, marks, remarks, words, training })
    if (done) onNext()
  }
  useShortcut('Ctrl+Enter', () => void save(), { words: w('保存，下一通', 'Save and next') })
  return (
    <Section
      title={t('评分', 'Score')}
      aside={
        full
          ? `${now.score}${now.passed ? '' : t(' 未通过', ' not passed')}`
          : t(`评分表第 ${it.form.version} 版`, `form ${it.form.version}`)
      }
    >
      <ShowProblems problems={score.problem?.fields ?? []}>
        <RadioRow
          label={t('怎样查的', 'How it was checked')}
          value={method}
          onChange={(value) => form.set({ method: value })}
          options={methods.map((value) => ({ value, label: t(methodWords[value]!) }))}
        />
        <Marks form={it.form} marks={marks} onMark={(key, mark) => setMarks((all) => ({ ...all, [key]: mark }))} />
        <div className="check-words">
          <Remarks value={remarks} onChange={setRemarks} second={second} />
          <TextArea {...form.field('words')} label={t('总评', 'In all')} optional rows={2} />
          <TextField
            {...form.field('training')}
            label={t('建议培训', 'To train')}
            optional
            hint={t('不填则按没做到的项目生成。', 'Made from what was not met, if empty.')}
          />
        </div>
      </ShowProblems>
      {score.problem && (
        <Note tone="bad" title={score.problem.title}>
          {score.problem.message}
        </Note>
      )}
      <div className="actions">
        <Button kind="primary" keys="Ctrl+Enter" busy={score.busy} onClick={() => void save()}>
          {t('保存，下一通', 'Save and next')}
        </Button>
      </div>
    </Section>
  )
}
