// Satisfaction on the spot: four questions of three grades and one open one, handed to whoever stands there.
import { useState } from 'react'
import { grades } from '#modules/patients/words.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { surveyWords } from '../../words.ts'
import { Kept, keepEntry, PlacePicker, useDraft, usePlace } from './parts.tsx'

type Grade = 'satisfied' | 'fairly' | 'dissatisfied'
const all: readonly Grade[] = ['satisfied', 'fairly', 'dissatisfied']
const blank = {
  overall: '' as Grade | '',
  attitude: '' as Grade | '',
  waiting: '' as Grade | '',
  surroundings: '' as Grade | '',
  words: '',
}

export const SurveyPage = () => {
  const place = usePlace()
  const { values, set, reset } = useDraft('survey', blank)
  const [kept, setKept] = useState(false)
  const [problem, setProblem] = useState('')
  const keep = async () => {
    const { overall, attitude, waiting, surroundings, words } = values
    if (!overall) return setProblem(t('请先选择总体是否满意。', 'Choose whether you are satisfied on the whole.'))
    setProblem('')
    reset()
    await keepEntry({
      stationId: place.station?.id ?? null,
      ofId: null,
      title: `${t('测评', 'Survey')} · ${t(grades[overall])}${words ? ` · ${words.slice(0, 30)}` : ''}`,
      body: {
        kind: 'survey',
        survey: {
          overall,
          attitude: attitude || null,
          waiting: waiting || null,
          surroundings: surroundings || null,
          words: words.trim(),
        },
      },
      draft: 'survey',
    })
    setKept(true)
  }
  if (kept) return <Kept says={t('谢谢，已记下。', 'Thank you.')} onNext={() => setKept(false)} />
  return (
    <section className="survey">
      <h1>{t('请您评一评', 'How was it?')}</h1>
      {(['overall', 'attitude', 'waiting', 'surroundings'] as const).map((question) => (
        <RadioRow
          key={question}
          label={t(surveyWords[question])}
          value={values[question]}
          onChange={(grade) => set({ [question]: grade })}
          options={all.map((value) => ({ value, label: t(grades[value]) }))}
        />
      ))}
      <TextArea
        label={t('您最希望我们改进什么？', 'What should we do better?')}
        rows={3}
        optional
        value={values.words}
        onChange={(words) => set({ words })}
      />
      <PlacePicker {...place} />
      {problem && <Note tone="bad">{problem}</Note>}
      <Button kind="primary" wide onClick={() => void keep()}>
        {t('记下', 'Keep')}
      </Button>
    </section>
  )
}
