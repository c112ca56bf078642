// Everyone who was discharged from here: found by name, record number or the tail of a telephone; masked.
import { useMemo } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useFilters } from '#web/place.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { ListAndRecord, Toolbar } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { PatientBrief } from '../contract.ts'
import './patients.css'
import { whyWords } from '../words.ts'
import { PatientRecord } from './record.tsx'
import { say, sayWho } from './words.ts'

type Brief = Wire<z.output<typeof PatientBrief>>

const columnsOf = (): readonly Column<Brief>[] => [
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
  const [filters, set] = useFilters<'q' | 'id'>()
  const list = useAskPages(api.patients.list, { limit: 100, ...(filters.q ? { q: filters.q } : {}) })
  const id = filters.id || undefined
  const one = useAsk(api.patients.get, { id: id ?? '' }, { on: id !== undefined })
  const columns = useMemo(columnsOf, [])
  const close = () => set({ id: '' })
  return (
    <div className="patients">
      <ListAndRecord
        title={t('患者', 'Patient')}
        onClose={close}
        list={
          <>
            <h1 className="unseen">{t('患者', 'Patients')}</h1>
            <Toolbar>
              <FindField
                value={filters.q ?? ''}
                onChange={(q) => set({ q, id: '' })}
                placeholder={t('姓名、病案号、电话尾号', 'Name, record number, tail of a phone')}
              />
              <ExportButton of={list.asks} />
            </Toolbar>
            <Table
              label={t('患者列表', 'List of patients')}
              columns={columns}
              rows={list.rows as readonly Brief[] | undefined}
              selected={id}
              onSelect={(row) => set({ id: row.id }, { back: !id })}
              keys
              nameOf={(row) => `${row.name} ${row.recordNumber}`}
              rowTone={(row) => (row.contactable ? undefined : 'pale')}
              error={list.error}
              retry={list.retry}
              more={list.more}
              empty={
                filters.q ? (
                  <Empty icon="search" title={t('没有找到', 'Nothing found')}>
                    {t('试试病案号，或电话的后四位。', 'Try the record number, or the last four digits of a phone.')}
                  </Empty>
                ) : (
                  <Empty icon="upload" title={t('还没有患者', 'No patients yet')}>
                    {t('导入出院名单后，患者会出现在这里。', 'They appear when a discharge list was taken in.')}
                  </Empty>
                )
              }
            />
          </>
        }
        record={
          id === undefined ? null : (
            <Loaded ask={one} lines={14}>
              {(it) => <PatientRecord key={id} it={it} />}
            </Loaded>
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
