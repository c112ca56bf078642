// The recorded calls of a matter, under its record.
import { RecordingLines } from '#modules/recordings/screens/of.tsx'
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'

export const Panel = ({ caseId }: { caseId: string }) => {
  const { data } = useAsk(api.dossiers.recordings, { id: caseId })
  if (!data || data.rows.length === 0) return null
  return (
    <Fold title={t('通话录音', 'Recorded calls')} aside={data.rows.length}>
      <RecordingLines rows={data.rows} />
    </Fold>
  )
}
