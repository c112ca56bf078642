// What a caller knows before dialling: who, what, when, what to mind, who spoke to them before and what is still open.

import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { say } from '#modules/patients/screens/words.ts'
import { leavingWords, ownerWords } from '#modules/patients/words.ts'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Timeline } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import type { Sheet } from './draft.ts'

export const Stay = ({ sheet }: { sheet: Sheet }) => {
  const { encounter } = sheet
  return (
    <Facts
      facts={[
        [t('诊断', 'Diagnosis'), sheet.diagnosis && <strong>{sheet.diagnosis}</strong>, true],
        [t('手术', 'Operation'), encounter.procedure, true],
        [t('科室', 'Department'), `${sheet.department}${sheet.campus ? ` · ${sheet.campus}` : ''}`],
        [t('主管医师', 'Doctor'), encounter.attending],
        [
          t('出院', 'Discharged'),
          <>
            <DayText day={encounter.dischargedOn} /> · {say(leavingWords, encounter.leaving)}
          </>,
        ],
        [
          t('入院', 'Admitted'),
          <>
            {encounter.admittedOn && <DayText day={encounter.admittedOn} />}{' '}
            <small>{t(`第 ${encounter.admissionCount} 次`, `stay ${encounter.admissionCount}`)}</small>
          </>,
        ],
      ]}
    />
  )
}

/** What the department wants the caller to know: medicines and cautions. */
export const CareNotes = ({ sheet }: { sheet: Sheet }) =>
  sheet.careNotes.length === 0 ? null : (
    <Note tone="warn" title={t('用药与注意', 'Medicines and cautions')}>
      {sheet.careNotes.map((one) => (
        <p key={`${one.medicines}${one.cautions}`} className="care">
          {one.medicines && (
            <span>
              <b>{t('用药', 'Medicines')}</b>
              {one.medicines}
            </span>
          )}
          {one.cautions && (
            <span>
              <b>{t('注意', 'Mind')}</b>
              {one.cautions}
            </span>
          )}
        </p>
      ))}
    </Note>
  )

/** A recall: what was said, what was asked for, what they were told. */
export const ForCase = ({ sheet }: { sheet: Sheet }) => {
  const it = sheet.forCase
  if (!it) return null
  return (
    <Section
      title={t('再次回访：对处理是否满意', 'Called back about a matter')}
      aside={<Go to={`/cases/${it.id}`}>{it.number}</Go>}
    >
      <div className="told">
        <Facts
          columns={1}
          facts={[
            [t('当时反映', 'Said'), it.text],
            [t('诉求', 'Asked for'), it.demand],
            [t('已告知', 'Was told'), it.told && <strong>{it.told}</strong>],
          ]}
        />
      </div>
    </Section>
  )
}

export const Earlier = ({ sheet }: { sheet: Sheet }) => {
  const moments = [
    ...sheet.attemptsMade.map((one) => ({
      key: one.id,
      at: one.at,
      title: t(wordsOfDisposition(one.disposition)),
      by: [one.by, one.numberOwner && say(ownerWords, one.numberOwner), one.takenOver && t('旧登记', 'old register')]
        .filter(Boolean)
        .join(' · '),
      words: one.note,
      tone: one.disposition === 'reached' ? ('good' as const) : ('accent' as const),
    })),
    ...sheet.earlier
      .filter((one) => !sheet.attemptsMade.some((made) => made.at === one.at))
      .map((one, i) => ({
        key: `${one.at}${i}`,
        at: one.at,
        title: t(wordsOfDisposition(one.disposition)),
        by: one.by,
        words: one.note,
      })),
  ].sort((a, b) => b.at.localeCompare(a.at))
  const [latest] = moments
  return (
    <>
      {moments.length > 0 && (
        <Fold
          title={t(
            `此前联系 ${moments.length} 次`,
            `${moments.length} earlier contact${moments.length === 1 ? '' : 's'}`,
          )}
          aside={
            latest && (
              <>
                <Time at={latest.at} /> {latest.title}
              </>
            )
          }
        >
          <Timeline moments={moments} />
        </Fold>
      )}
      {sheet.openCases.length > 0 && (
        <Fold open title={t(`未办结诉求 ${sheet.openCases.length} 件`, `${sheet.openCases.length} open cases`)}>
          <ul className="open-cases">
            {sheet.openCases.map((one) => (
              <li key={one.id}>
                <Go to={`/cases/${one.id}`}>{one.number}</Go>
                <span>{one.text}</span>
                <StateDot life={caseLifecycle} status={one.status} tone="accent" />
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </>
  )
}
