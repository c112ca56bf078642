// The record of one task: before, during and after the call, saved by one stroke.
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { RecordingsOf } from '#modules/recordings/screens/of.tsx'
import { TaskPanels } from '#web/panels.tsx'
import { Button } from '#web/ui/button.tsx'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { now } from '#web/ui/clock.ts'
import { TextArea } from '#web/ui/field.tsx'
import { ShowProblems } from '#web/ui/form.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section, usePhone } from '#web/ui/layout.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note, Skeleton } from '#web/ui/states.tsx'
import { type Answers, redFlagsOf } from '../questions.ts'
import { Answered, ToBeAsked } from './answered.tsx'
import { CallBack, NotReached } from './attempts.tsx'
import { CareNotes, Earlier, ForCase, Stay } from './before.tsx'
import { Call } from './call.tsx'
import type { Sheet } from './draft.ts'
import { GuidancePicker } from './guidance.tsx'
import { Head, KeptWords, Standing } from './head.tsx'
import { emptyOpinion } from './opinions.ts'
import { OtherVerbs } from './others.tsx'
import type { Owed } from './progressive.tsx'
import { focusQuestion, Questions } from './questions.tsx'
import { asksRecovery, useRecording } from './recording.ts'
import { FlagLock, LiveFlags, Urgent } from './red-flag.tsx'
import { Closing, Opening } from './script.tsx'
import { useTaskCall } from './task-call.ts'

// Most calls bring no opinion; the form and its categories come when the first record is open, not before the list.
const opinionForm = () => import('./opinion.tsx')
const OpinionForm = lazy(async () => ({ default: (await opinionForm()).OpinionForm }))

const respondents = [
  { value: 'patient', words: w('本人', 'Patient') },
  { value: 'guardian', words: w('监护人', 'Guardian') },
  { value: 'family', words: w('家属', 'Family') },
] as const

const answersOf = (sheet: Sheet): Answers => (sheet.answers ?? {}) as Answers

export const RecordOf = ({
  sheet,
  onNext,
  auto,
}: {
  sheet: Sheet
  onNext: () => void
  /** It is to be dialled by itself, unless something else is owed first. */
  auto: { readonly owed: Owed | null; readonly stop: () => void } | null
}) => {
  const may = (verb: string) => sheet.can.includes(verb)
  const phone = usePhone()
  const [panel, setPanel] = useState<'none' | 'not-reached' | 'call-back'>('none')
  const [opinionByHand, setOpinionByHand] = useState(false)
  const place = useRef<HTMLDivElement>(null)

  const recording = useRecording(sheet, place, onNext)
  const { questionnaire, draft, set, kept, done, flags, guess, claim, complete, writing, calling, locked, save } =
    recording

  useEffect(() => {
    if (writing) void opinionForm()
  }, [writing])

  // The next record is ready for the first key at once; on a phone that would open the keyboard over the patient.
  const begin = () => {
    const first = place.current?.querySelector('.question')
    if (first) focusQuestion(first, true)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the record may be written
  useEffect(() => {
    if (!phone && writing) begin()
  }, [phone, writing])
  // Whoever answers is asked at once; whoever does not leaves a reason that the network has already told.
  const spoken = useTaskCall(sheet.id, {
    answered: () => {
      setPanel('none')
      if (!phone) begin()
    },
    missed: () => calling && setPanel('not-reached'),
  })

  const openOpinion = () => {
    setOpinionByHand(true)
    set({ opinion: { ...(draft.opinion ?? emptyOpinion), byHand: true }, noOpinion: false })
  }
  useShortcut('Ctrl+Enter', () => void save(), {
    on: writing || may('claim'),
    words: w('保存并下一条', 'Save and next'),
  })
  useShortcut('n Alt+n', () => setPanel('not-reached'), { on: calling, words: w('未接通', 'Not reached') })
  useShortcut('b Alt+b', () => setPanel('call-back'), { on: calling, words: w('约定回电', 'Promise to call back') })
  useShortcut('o Alt+o', openOpinion, { on: writing, words: w('记意见', 'Write an opinion') })
  useShortcut('Alt+r', recording.restRefused, { on: writing, words: w('其余记为拒答', 'The rest is refused') })
  const jump = (selector: string) => () => {
    const part = place.current?.querySelector(selector)
    part?.scrollIntoView({ block: 'start' })
    part?.querySelector<HTMLElement>('input, textarea, select, summary, button')?.focus({ preventScroll: true })
  }
  useShortcut('Alt+1', jump('.part-before'), { words: w('到：通话前', 'To: before') })
  useShortcut('Alt+2', jump('.part-questions'), { words: w('到：问卷', 'To: questions') })
  useShortcut('Alt+3', jump('.part-after'), { words: w('到：意见与备注', 'To: opinion and note') })

  const over = () => {
    done()
    setPanel('none')
    onNext()
  }

  return (
    <Panel
      head={
        <>
          <Head sheet={sheet} />
          {(calling || locked || may('confirm') || may('claim')) && (
            <Call
              sheet={sheet}
              may={calling || locked || may('confirm')}
              startedAt={draft.startedAt}
              onDial={(numberOwner) => set({ numberOwner, startedAt: now().toISOString() })}
              spoken={spoken}
              auto={calling ? auto : null}
            />
          )}
        </>
      }
      foot={
        locked || panel !== 'none' || sheet.kind === 'urgent' ? undefined : writing ? (
          <>
            <Button keys="N" onClick={() => setPanel('not-reached')}>
              {t('未接通', 'Not reached')}
            </Button>
            <Button keys="B" onClick={() => setPanel('call-back')}>
              {t('约回电', 'Call back')}
            </Button>
            <Button keys="O" onClick={openOpinion}>
              {t('记意见', 'Opinion')}
            </Button>
            <KeptWords kept={kept} sheet={sheet} />
            <span className="push" />
            <Button kind="primary" keys="Ctrl+Enter" busy={complete.busy} onClick={() => void save()}>
              {complete.waiting
                ? t('等待连接', 'Waiting')
                : flags.length > 0
                  ? t('保存并处置', 'Save and act')
                  : t('保存并下一条', 'Save and next')}
            </Button>
          </>
        ) : may('claim') ? (
          <>
            <span className="kept">{t('领取后才能拨打和填写', 'Claim it to call and write')}</span>
            <span className="push" />
            <Button kind="primary" keys="Ctrl+Enter" busy={claim.busy} onClick={() => void save()}>
              {t('领取', 'Claim')}
            </Button>
          </>
        ) : undefined
      }
    >
      <div ref={place} className="record">
        <ShowProblems problems={complete.problem?.fields ?? []}>
          <Standing sheet={sheet} />
          {locked && <FlagLock sheet={sheet} onDone={over} />}
          {sheet.kind === 'urgent' && sheet.status === 'open' && <Urgent sheet={sheet} onDone={over} />}
          {panel === 'not-reached' && (
            <NotReached sheet={sheet} draft={draft} spoken={spoken} onDone={over} onCancel={() => setPanel('none')} />
          )}
          {panel === 'call-back' && (
            <CallBack sheet={sheet} draft={draft} onDone={over} onCancel={() => setPanel('none')} />
          )}
          {complete.problem && (
            <Note tone="bad" title={complete.problem.title}>
              {complete.problem.message}
            </Note>
          )}

          <div className="part-before">
            <ForCase sheet={sheet} />
            <Stay sheet={sheet} />
            <CareNotes sheet={sheet} />
            <Earlier sheet={sheet} />
            <TaskPanels taskId={sheet.id} />
            {sheet.promisedAt && sheet.status === 'open' && (
              <Note>
                {t('已约定', 'Promised for')} <Time at={sheet.promisedAt} />
              </Note>
            )}
            {sheet.status === 'open' &&
              !sheet.promisedAt &&
              sheet.nextAllowedAt &&
              new Date(sheet.nextAllowedAt) > now() && (
                <Note tone="warn">
                  {t('按规则，下次拨打不早于', 'By the policy not before')} <Time at={sheet.nextAllowedAt} />
                </Note>
              )}
          </div>

          {questionnaire && writing && (
            <div className="part-questions">
              <Opening script={questionnaire.script} sheet={sheet} />
              <GuidancePicker
                entries={sheet.guidance}
                value={draft.guidanceIds}
                onChange={(guidanceIds) => set({ guidanceIds })}
              />
              <LiveFlags flags={flags} />
              <Questions
                questionnaire={questionnaire}
                answers={draft.answers}
                flags={flags}
                problems={recording.problems}
                set={recording.answer}
              >
                <div className="questions-head">
                  <h2>{t(questionnaire.title)}</h2>
                  <RadioRow
                    bare
                    label={t('谁在回答', 'Who answers')}
                    name="respondent"
                    value={draft.respondent}
                    onChange={(respondent) => set({ respondent })}
                    options={respondents.map(({ value, words }) => ({ value, label: t(words) }))}
                  />
                </div>
              </Questions>
            </div>
          )}
          {questionnaire && !writing && sheet.status === 'open' && <ToBeAsked questionnaire={questionnaire} />}
          {questionnaire && sheet.answers && (
            <Answered
              questionnaire={questionnaire}
              answers={answersOf(sheet)}
              flags={redFlagsOf(questionnaire, answersOf(sheet))}
            />
          )}

          {writing && questionnaire && (
            <div className="part-after">
              <Closing script={questionnaire.script} sheet={sheet} />
              {draft.opinion && (
                <Suspense fallback={<Skeleton lines={5} />}>
                  <OpinionForm
                    sheet={sheet}
                    own={draft.opinion}
                    guess={guess}
                    focus={opinionByHand}
                    onChange={(patch) =>
                      draft.opinion &&
                      set((before) => ({ opinion: { ...(before.opinion ?? emptyOpinion), ...patch, byHand: true } }))
                    }
                    onClose={() => {
                      setOpinionByHand(false)
                      set({ opinion: null, noOpinion: true })
                    }}
                  />
                </Suspense>
              )}
              <Section>
                <TextArea
                  label={t('备注', 'Note')}
                  name="note"
                  optional
                  rows={1}
                  maxLength={2000}
                  value={draft.note}
                  onChange={(note) => set({ note })}
                />
                <div className="actions after">
                  {asksRecovery(sheet, questionnaire) && (
                    <Check
                      label={t('已康复，不再重复随访', 'Recovered: no more repeats')}
                      value={draft.recovered}
                      onChange={(recovered) => set({ recovered })}
                    />
                  )}
                  <Button kind="quiet" small onClick={recording.restRefused}>
                    {t('其余记为拒答', 'The rest is refused')}
                  </Button>
                  <span className="push" />
                  <button type="button" data-after-questions className="button small" onClick={() => void save()}>
                    {t('保存', 'Save')}
                  </button>
                </div>
              </Section>
            </div>
          )}
          <RecordingsOf of={{ aboutId: sheet.id }} />
          <OtherVerbs sheet={sheet} onDone={over} />
        </ShowProblems>
      </div>
    </Panel>
  )
}
