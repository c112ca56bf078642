// The recordings of something, under its record: a task, a patient, a call; nothing where there are none.
import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import { api, useAsk } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Skeleton } from '#web/ui/states.tsx'
import type { RecordingLine } from '../contract.ts'
import { consentWords } from './words.ts'
import './recordings.css'

// Loaded when the first record is looked at that has one.
const Player = lazy(async () => ({ default: (await import('./player.tsx')).Player }))

type Line = Wire<z.output<typeof RecordingLine>>

/** One after another, each opened by itself. */
export const RecordingLines = ({ rows }: { rows: readonly Line[] }) => (
  <>
    {rows.map((row) => (
      <Fold
        key={row.id}
        title={
          <>
            <Time at={row.startedAt} /> · {row.by}
            {row.status === 'recording' && <Tag tone="bad">{t('录音中', 'Recording')}</Tag>}
            {row.held && <Tag tone="warn">{t('保全', 'Held')}</Tag>}
          </>
        }
        aside={
          row.status === 'destroyed' || row.status === 'declined'
            ? t(
                consentWords[row.consent] && row.consent !== 'granted'
                  ? consentWords[row.consent]!
                  : consentWords.granted!,
              )
            : clockFace(Math.round(row.seconds))
        }
      >
        <Suspense fallback={<Skeleton lines={3} />}>
          <Player id={row.id} />
        </Suspense>
      </Fold>
    ))}
  </>
)

type Of = { aboutId: string } | { patientId: string } | { callId: string } | { contactId: string }

export const RecordingsOf = ({ of, title = t('通话录音', 'Recordings') }: { of: Of; title?: string }) => {
  const mayEver = useMayEver()
  const { data } = useAsk(api.recordings.list, { ...of, limit: 50 }, { on: mayEver('recording.read') })
  if (!data || data.rows.length === 0) return null
  return (
    <Section title={title} aside={data.rows.length}>
      <RecordingLines rows={data.rows} />
    </Section>
  )
}

export const RecordingsOfCall = ({ callId }: { callId: string }) => <RecordingsOf of={{ callId }} />
