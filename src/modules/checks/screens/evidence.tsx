// What there is to judge a call by: its recordings, what the telephone witnessed, and the record as it was written.
import type { Wire } from '#kernel/contract.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import type { Answers, Questionnaire } from '#modules/followups/questions.ts'
import { redFlagsOf } from '#modules/followups/questions.ts'
import { Answered } from '#modules/followups/screens/answered.tsx'
import { Player } from '#modules/recordings/screens/player.tsx'
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import '#modules/followups/screens/desk.css'
import type { CheckSheet } from '../contract.ts'

type Sheet = Wire<CheckSheet>

/** What the telephone witnessed around the record: whose number, how long; and how long asking takes. */
export const Witnessed = ({ calls, needed }: Pick<Sheet, 'calls' | 'needed'>) => (
  <Section title={t('通话记录', 'As the telephone saw it')} {...(calls.length > 0 ? { aside: calls.length } : {})}>
    {calls.length === 0 ? (
      <p className="none">{t('没有留下通话记录（没有用本系统电话，或没有打）。', 'No call was witnessed.')}</p>
    ) : (
      <ul className="check-calls">
        {calls.map((call) => (
          <li key={call.id}>
            <Time at={call.at} /> {call.number}{' '}
            {call.theirs ? (
              t('患者号码', 'the patient’s')
            ) : (
              <Tag tone="warn">{t('不是患者号码', 'another number')}</Tag>
            )}{' '}
            <b>{call.seconds > 0 ? clockFace(call.seconds) : t('未接通', 'not answered')}</b>
          </li>
        ))}
      </ul>
    )}
    {needed !== null && (
      <p className="hint">
        {t(`把问卷完整问一遍约需 ${clockFace(needed)}。`, `Asking all of it takes about ${clockFace(needed)}.`)}
      </p>
    )}
  </Section>
)

/** The record as it was written, with its recordings above it. */
export const Evidence = ({
  record,
  calls,
  needed,
  onAt,
}: Pick<Sheet, 'record' | 'calls' | 'needed'> & { onAt?: (second: number) => void }) => {
  const found = useAsk(api.recordings.list, { aboutId: record?.id ?? '', limit: 10 }, { on: record !== null })
  if (!record) return null
  const questionnaire = record.questionnaire as Questionnaire | null
  const answers = (record.answers ?? {}) as Answers
  const notes = record.attemptsMade.filter(({ note }) => note !== '')
  return (
    <>
      <Section title={t('录音', 'Recording')}>
        {found.data?.rows.length === 0 && (
          <p className="none">{t('没有录音，请看记录。', 'Nothing was recorded; read the record.')}</p>
        )}
        {found.data?.rows.map((one) => (
          <Player key={one.id} id={one.id} {...(onAt ? { onAt } : {})} />
        ))}
      </Section>
      <Witnessed calls={calls} needed={needed} />
      {questionnaire && (
        <Answered questionnaire={questionnaire} answers={answers} flags={redFlagsOf(questionnaire, answers)} />
      )}
      {(record.opinion || notes.length > 0) && (
        <Section title={t('记录的话', 'In words')}>
          {record.opinion && <p>{record.opinion}</p>}
          {notes.map((one) => (
            <p key={one.id}>{one.note}</p>
          ))}
        </Section>
      )}
    </>
  )
}
