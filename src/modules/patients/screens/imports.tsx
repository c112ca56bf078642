// Taking in a list: drop a file, see how it will be read, correct it, watch it go in, read what came of it.
import { useMemo, useState } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { api, useAskPages, useDo } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { FileDrop } from '#web/ui/file-drop.tsx'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { ImportLine } from '../contract.ts'
import { kindNames } from './kinds.ts'
import { Mapping, type Uploaded } from './mapping.tsx'
import './patients.css'
import { Result } from './result.tsx'

type Line = Wire<z.output<typeof ImportLine>>

const number = (n: number): string => n.toLocaleString('en-US')

const columnsOf = (): readonly Column<Line>[] => [
  { key: 'at', head: t('时间', 'When'), width: '116px', card: 'aside', cell: (row) => <Time at={row.startedAt} /> },
  {
    key: 'file',
    head: t('文件', 'File'),
    card: 'title',
    cell: (row) => (
      <>
        {row.fileName}
        {row.kind !== 'discharges' && <small>{t(kindNames[row.kind])}</small>}
      </>
    ),
  },
  {
    key: 'by',
    head: t('导入人', 'By'),
    width: '92px',
    card: 'foot',
    cell: (row) => row.by ?? t('命令行', 'Command line'),
  },
  {
    key: 'rows',
    head: t('行数', 'Rows'),
    width: '84px',
    align: 'right',
    card: 'line',
    cell: (row) => number(row.counts.rows),
  },
  {
    key: 'created',
    head: t('新增', 'New'),
    width: '84px',
    align: 'right',
    card: 'line',
    cell: (row) => number(row.counts.created),
  },
  {
    key: 'updated',
    head: t('更新', 'Changed'),
    width: '76px',
    align: 'right',
    card: 'line',
    cell: (row) => number(row.counts.updated),
  },
  {
    key: 'rejected',
    head: t('拒收', 'Refused'),
    width: '76px',
    align: 'right',
    card: 'line',
    cell: (row) =>
      row.counts.rejected > 0 ? <b className="late">{number(row.counts.rejected)}</b> : <span className="none">0</span>,
  },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '92px',
    card: 'foot',
    cell: (row) =>
      row.status === 'running' ? (
        <Tag tone="accent">{row.done === null ? t('进行中', 'Running') : `${Math.round(row.done * 100)} %`}</Tag>
      ) : row.status === 'failed' ? (
        <Tag tone="bad">{t('未完成', 'Failed')}</Tag>
      ) : (
        <Tag tone="good">{t('完成', 'Done')}</Tag>
      ),
  },
]

const Earlier = ({ onOpen }: { onOpen: (id: string) => void }) => {
  const list = useAskPages(api.imports.list, { limit: 50 })
  const columns = useMemo(columnsOf, [])
  return (
    <section className="earlier">
      <h2>
        {t('导入过的文件', 'Earlier imports')} <ExportButton of={list.asks} />
      </h2>
      <Table
        label={t('导入过的文件', 'Earlier imports')}
        columns={columns}
        rows={list.rows as readonly Line[] | undefined}
        onSelect={(row) => onOpen(row.id)}
        nameOf={(row) => row.fileName}
        error={list.error}
        retry={list.retry}
        more={list.more}
        empty={<Empty icon="file" title={t('还没有导入过', 'Nothing taken in yet')} />}
      />
    </section>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id'>()
  const mayEver = useMayEver()
  const [uploaded, setUploaded] = useState<Uploaded | undefined>(undefined)
  const upload = useDo(api.imports.upload, { inForm: true })
  const may = mayEver('import.discharges', 'import.register', 'import.cases')
  const take = async (file: File) => {
    set({ id: '' })
    const reply = await upload.run({}, file)
    if (reply) setUploaded({ ...reply, fileName: file.name })
  }
  if (uploaded)
    return (
      <Mapping
        key={uploaded.fileId}
        file={uploaded}
        onBack={() => setUploaded(undefined)}
        onBegun={(id) => {
          setUploaded(undefined)
          set({ id }, { back: true })
        }}
      />
    )
  if (filters.id) return <Result key={filters.id} id={filters.id} onBack={() => set({ id: '' })} />
  return (
    <Page
      title={t('导入', 'Imports')}
      about={t(
        '出院名单每天一次；同一份再导一次不会重复。',
        'A discharge list a day; the same one again changes nothing.',
      )}
    >
      {may && (
        <FileDrop
          label={t('把出院名单拖到这里，或点击选择', 'Drop a discharge list here, or choose one')}
          hint={t(
            'CSV、TSV、XLSX；中文列名、病案首页编码、拼音列名都认得。旧的回访登记本、投诉登记本也从这里进。',
            'CSV, TSV, XLSX; Chinese headings, front-sheet codes or pinyin. Old registers of calls and of cases too.',
          )}
          accept=".csv,.tsv,.txt,.xlsx,.xls"
          busy={upload.busy}
          onFile={take}
        />
      )}
      {upload.problem && (
        <Note tone="bad" title={upload.problem.title}>
          {upload.problem.message}
        </Note>
      )}
      <Earlier onOpen={(id) => set({ id }, { back: true })} />
    </Page>
  )
}
