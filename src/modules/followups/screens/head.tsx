// Who the record is of, how it stands, and whether what was typed is kept.

import { w } from '#kernel/words.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { sayWho } from '#modules/patients/screens/words.ts'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { Due, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { taskLifecycle } from '../lifecycle.ts'
import type { Kept, Sheet } from './draft.ts'
import { WaveName } from './worklist.tsx'

export const KeptWords = ({ kept, sheet }: { kept: Kept; sheet: Sheet }) => (
  <span className="kept" role="status">
    {kept.state === 'waiting' && t('连不上，稍后自动暂存', 'Waiting for the line')}
    {kept.state === 'typing' && t('正在暂存…', 'Keeping…')}
    {kept.state === 'saved' && t('已暂存', 'Kept')}
    {kept.state === 'idle' && sheet.draftAt && (
      <>
        {t('暂存于', 'Kept')} <Time at={sheet.draftAt} /> {sheet.draftBy}
      </>
    )}
  </span>
)

export const Head = ({ sheet }: { sheet: Sheet }) => (
  <div className="who">
    <div className="who-name">
      <h2>{sheet.patient.name}</h2>
      <span>{sayWho(sheet.patient)}</span>
      {sheet.guardian && <Tag tone="accent">{t('监护人接听', 'Guardian answers')}</Tag>}
      {sheet.encounter.newborn && <Tag tone="accent">{t('新生儿', 'Newborn')}</Tag>}
      {!sheet.patient.contactable && (
        <Tag tone="bad">
          {sheet.patient.why === 'died' ? t('已去世，不得联系', 'Died: no contact') : t('永久勿扰', 'Never call')}
        </Tag>
      )}
    </div>
    <p className="who-what">
      {sheet.patient.recordNumber} <WaveName row={sheet} />
      {sheet.status === 'open' ? <Due at={sheet.dueAt} /> : <StateDot life={taskLifecycle} status={sheet.status} />}
    </p>
  </div>
)

/** What was done about a red flag. */
export const flagDoneWords = {
  'doctor-told': w('已转医师', 'Doctor told'),
  '120': w('已拨 120 / 急诊', '120 or emergency'),
  'told-to-come': w('已嘱就医', 'Told to come'),
}

/** Why this record cannot be worked on now, in a sentence. */
export const Standing = ({ sheet }: { sheet: Sheet }) => {
  if (sheet.status === 'unreached')
    return (
      <Note title={t('已登记未访', 'Not reached')}>
        {sheet.unreachedReason && t(wordsOfDisposition(sheet.unreachedReason))}
      </Note>
    )
  if (sheet.status === 'cancelled') return <Note title={t('已取消', 'Cancelled')}>{sheet.cancelledReason}</Note>
  if (sheet.status === 'voided')
    return (
      <Note title={t('已作废', 'Voided')}>
        {t('监察室查实这条记录不实，不计入任何数字。', 'Supervision found this record untrue; no figure counts it.')}
      </Note>
    )
  if (sheet.status === 'done')
    return (
      <Note tone="good" title={t('已完成', 'Done')}>
        {sheet.flagDone && (
          <p>
            {t(flagDoneWords[sheet.flagDone as keyof typeof flagDoneWords])}：{sheet.flagNote}
          </p>
        )}
        {sheet.opinion && (
          <p>
            {t('意见：', 'Opinion: ')}
            {sheet.opinion}
          </p>
        )}
      </Note>
    )
  if (!sheet.mine && sheet.assignee)
    return <Note tone="warn">{t(`现由 ${sheet.assignee} 负责。`, `${sheet.assignee} has it now.`)}</Note>
  return null
}
