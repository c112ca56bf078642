// The department's answer: what it found, what it thinks of it, and what will be changed by whom and when.
import { api } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { DateField, TextArea, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { Dock, useVerb, type VerbProps } from './dock.tsx'
import { type Sheet, sayDone } from './words.ts'

type Plan = { readonly what: string; readonly dueOn: string }

/** What supervision or leadership last said when it sent the answer back. */
const sentBack = (sheet: Sheet) => {
  const last = sheet.timeline.findLast((one) => /^case\.(answer|sendBack|decline)$/.test(one.verb))
  return last && last.verb !== 'case.answer' ? last : undefined
}

/** Each goes into the ledger of measures and is verified by somebody else when its day comes. */
const Plans = ({ value, onChange }: { value: readonly Plan[]; onChange: (value: Plan[]) => void }) => {
  const put = (i: number, patch: Partial<Plan>) =>
    onChange(value.map((one, n) => (n === i ? { ...one, ...patch } : one)))
  return (
    <div className="plans">
      {value.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a plan is known by its place until it is sent
        <div key={i} className="plan">
          <TextField
            label={t(`整改第 ${i + 1} 项`, `Measure ${i + 1}`)}
            name={`plans.${i}.what`}
            value={one.what}
            onChange={(what) => put(i, { what })}
            maxLength={500}
          />
          <DateField
            label={t('哪天之前', 'By which day')}
            name={`plans.${i}.dueOn`}
            value={one.dueOn}
            onChange={(dueOn) => put(i, { dueOn })}
          />
          <IconButton
            icon="close"
            size={16}
            label={t(`去掉第 ${i + 1} 项`, `Without ${i + 1}`)}
            onClick={() => onChange(value.filter((_, n) => n !== i))}
          />
        </div>
      ))}
      {value.length < 10 && (
        <div>
          <Button small kind="quiet" icon="plus" onClick={() => onChange([...value, { what: '', dueOn: '' }])}>
            {t('列入整改台账，到期由他人验证', 'A measure with a day, verified by somebody else')}
          </Button>
        </div>
      )}
    </div>
  )
}

export const AnswerForm = (props: VerbProps) => {
  const { sheet } = props
  const round = sheet.rounds.at(-1)
  const back = sentBack(sheet)
  const { form, run, dock } = useVerb(
    'answer',
    props,
    api.cases.answer,
    {
      findings: (back && round?.findings) ?? '',
      measures: (back && round?.measures) ?? '',
      opinion: (back && round?.opinion) ?? '',
      plans: [] as Plan[],
    },
    t('已提交，由监察室审核', 'Handed in; supervision reviews it'),
  )
  const plans = form.values.plans ?? []
  return (
    <Dock
      {...dock}
      about={t('写下即保留，可稍后接着写', 'Kept while this page is open')}
      submit={t('提交', 'Hand in')}
      onSubmit={() => run({ id: sheet.id, ...form.values, plans })}
    >
      {back && (
        <Note tone="warn" title={`${back.by ?? ''} ${sayDone(back)}`}>
          {back.words}
        </Note>
      )}
      <TextArea
        {...form.field('findings')}
        label={t('调查核实情况', 'Findings')}
        placeholder={t('问了谁、查了什么、事情经过', 'Whom you asked, what you found')}
        rows={3}
      />
      <TextArea
        {...form.field('measures')}
        label={t('整改措施', 'Measures')}
        placeholder={t('已经做了什么、今后怎么做、谁负责', 'What was done, what will be, by whom')}
        rows={3}
      />
      <TextArea
        {...form.field('opinion')}
        label={t('处理意见', 'What you think of it')}
        placeholder={t('是否属实、责任在谁、怎样处理', 'Whether it is so, whose fault, what follows')}
        optional
        rows={1}
      />
      <Plans value={plans} onChange={(to) => form.set({ plans: to })} />
    </Dock>
  )
}
