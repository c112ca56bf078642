// Everyone who was discharged from here: found by name, record number or the tail of a telephone; masked.
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { api, useAskPages } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { PatientBrief } from '../contract.ts'
import './patients.css'
import { whyWords } from '../words.ts'
import { PatientRecord } from './record.tsx'
import { say, sayWho } from './words.ts'

type Brief = Wire<z.output<typeof PatientBrief>>

const columns = (): readonly Column<Brief>[] => [
  { key: 'name', head: t('姓名', 'Name'), width: '110px', card: 'title', cell: (row) => row.name },
  { key: 'who', head: t('性别 年龄', 'Sex, age'), width: '96px', card: 'aside', cell: (row) => sayWho(row) },
  { key: 'record', head: t('病案号', 'Record number'), card: 'line', cell: (row) => row.recordNumber },
  {
    key: 'why',
    head: t('能否致电', 'May be called'),
    width: '110px',
    card: 'foot',
    cell: (row) => row.why && <Tag tone="bad">{say(whyWords, row.why)}</Tag>,
  },
]

export const Screen = () => {
  const [{ q }, set] = useFilters<'q' | 'id'>()
  const { data, error, refetch, isPlaceholderData } = useOpened(api.patients.get)
  const list = useAskPages(api.patients.list, { limit: 100, ...(q ? { q } : {}) })
  return (
    <div className="patients">
      <Records
        heading={t('患者', 'Patients')}
        unseen
        noun={t('一位患者', 'A patient')}
        tools={
          <FindField
            value={q ?? ''}
            onChange={(to) => set({ q: to, id: '' })}
            placeholder={t('姓名、病案号、电话尾号', 'Name, record number, tail of a phone')}
          />
        }
        list={{ ...list, rows: list.rows as readonly Brief[] | undefined }}
        columns={columns}
        nameOf={(row) => `${row.name} ${row.recordNumber}`}
        rowTone={(row) => (row.contactable ? undefined : 'pale')}
        ask={{ data: data && { id: data.patient.id, ...data }, error, refetch, isPlaceholderData }}
        record={(it) => <PatientRecord it={it} />}
        lines={14}
        empty={
          q ? (
            <Empty icon="search" title={t('没有找到', 'Nothing found')}>
              {t('试试病案号，或电话的后四位。', 'Try the record number, or the last four digits of a phone.')}
            </Empty>
          ) : (
            <Empty icon="upload" title={t('还没有患者', 'No patients yet')}>
              {t('导入出院名单后，患者会出现在这里。', 'They appear when a discharge list was taken in.')}
            </Empty>
          )
        }
        nothing={
          <Empty icon="person" title={t('选一位患者', 'Choose a patient')}>
            {t(
              '姓名、号码都已脱敏；查看号码在随访或诉求里，需写明事由。',
              'Names and numbers are masked; a number is shown for a reason, in a call or a case.',
            )}
          </Empty>
        }
      />
    </div>
  )
}
