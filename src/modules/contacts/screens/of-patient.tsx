// Every conversation with one patient, in the patient's record.
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Timeline } from '#web/ui/marks.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { wordsOfDisposition } from '../dispositions.ts'

export const ContactsOfPatient = ({ id }: { id: string }) => {
  const ask = useAsk(api.contacts.list, { patientId: id })
  return (
    <Section title={t('联系记录', 'Contacts')} aside={ask.data?.rows.length || undefined}>
      <Loaded ask={ask} lines={3}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="none">{t('还没有联系过', 'Nobody has called yet')}</p>
          ) : (
            <Timeline
              moments={rows.map((one) => ({
                key: one.id,
                at: one.at,
                title: t(wordsOfDisposition(one.disposition)),
                by: one.takenOver ? t('旧登记本', 'old register') : one.by,
                words: one.note,
                tone: one.disposition === 'reached' ? ('good' as const) : ('plain' as const),
              }))}
            />
          )
        }
      </Loaded>
    </Section>
  )
}
