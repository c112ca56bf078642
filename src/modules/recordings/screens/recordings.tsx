// Recordings of calls: found by day, person and consent, heard beside the list; and how people are told in this hospital.
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { clockFace } from '#modules/calls/screens/elapsed.tsx'
import { api, useAskPages } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { DateField, Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Panel } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { RecordingLine, RecordingSheet } from '../contract.ts'
import { recordingLifecycle } from '../lifecycle.ts'
import { Player } from './player.tsx'
import { RulesForm } from './rules-form.tsx'
import { consentWords } from './words.ts'
import './recordings.css'

type Line = Wire<z.output<typeof RecordingLine>>
type Sheet = Wire<z.output<typeof RecordingSheet>>

const whose = (row: Line) => row.patient?.name ?? (row.number || t('未显示号码', 'withheld'))

const columnsOf = (): readonly Column<Line>[] => [
  { key: 'at', head: t('时间', 'When'), width: '132px', card: 'aside', cell: (row) => <Time at={row.startedAt} /> },
  {
    key: 'whose',
    head: t('与谁', 'With'),
    card: 'title',
    cell: (row) => (
      <>
        {whose(row)}
        <small>{row.direction === 'in' ? t('来电', 'in') : t('去电', 'out')}</small>
      </>
    ),
  },
  { key: 'by', head: t('坐席', 'Agent'), width: '92px', card: 'line', cell: (row) => row.by },
  {
    key: 'length',
    head: t('时长', 'Length'),
    width: '74px',
    align: 'right',
    card: 'line',
    cell: (row) => (row.seconds > 0 ? clockFace(Math.round(row.seconds)) : '—'),
  },
  {
    key: 'consent',
    head: t('告知', 'Consent'),
    width: '92px',
    card: 'line',
    cell: (row) => (
      <Tag tone={row.consent === 'refused' || row.consent === 'withdrawn' ? 'warn' : 'plain'}>
        {t(consentWords[row.consent]!)}
      </Tag>
    ),
  },
  {
    key: 'state',
    head: t('状态', 'State'),
    width: '196px',
    card: 'foot',
    cell: (row) => (
      <>
        <StateDot
          life={recordingLifecycle}
          status={row.status}
          tone={row.status === 'recording' ? 'bad' : row.status === 'mended' ? 'accent' : 'plain'}
        />{' '}
        {row.held && <Tag tone="warn">{t('保全', 'held')}</Tag>}{' '}
        {row.listens > 0 && <Tag>{t(`听过 ${row.listens} 次`, `heard ${row.listens}×`)}</Tag>}
      </>
    ),
  },
]

const keptUntil = (sheet: Sheet) =>
  sheet.held ? t('保全中', 'held') : sheet.keepUntil ? <DayText day={sheet.keepUntil} /> : null

const Record = ({ sheet }: { sheet: Sheet }) => (
  <Panel head={<h2>{`${whose(sheet)} · ${sheet.by}`}</h2>}>
    <Facts
      facts={[
        [t('开始', 'Began'), <Time key="at" at={sheet.startedAt} />],
        [t('时长', 'Length'), sheet.seconds > 0 ? clockFace(Math.round(sheet.seconds)) : null],
        [
          t('告知', 'Told'),
          sheet.noticeAt ? (
            <>
              {sheet.noticeHow === 'announced' ? t('接通前播放', 'announced') : t('坐席口头', 'by the agent')}，
              {t(consentWords[sheet.consent]!)}
              {sheet.consentBy && `（${sheet.consentBy}）`}
            </>
          ) : null,
        ],
        [t('保存至', 'Kept until'), keptUntil(sheet)],
      ]}
    />
    <Player id={sheet.id} />
  </Panel>
)

const List = () => {
  const [filters, set] = useFilters<'id' | 'from' | 'until' | 'consent' | 'do'>()
  const mayEver = useMayEver()
  const { from, until, consent } = filters
  return (
    <Records
      heading={t('录音', 'Recordings')}
      unseen
      noun={t('一段录音', 'Recording')}
      tools={
        <>
          <DateField bare label={t('从', 'From')} value={from ?? ''} onChange={(day) => set({ from: day, id: '' })} />
          <DateField
            bare
            label={t('到', 'Until')}
            value={until ?? ''}
            onChange={(day) => set({ until: day, id: '' })}
          />
          <Select
            bare
            label={t('告知', 'Consent')}
            value={consent ?? ''}
            onChange={(value) => set({ consent: value, id: '' })}
            empty={t('不论是否同意', 'Agreed or not')}
            options={Object.entries(consentWords).map(([value, words]) => ({ value, label: t(words) }))}
          />
          {mayEver('recording.setRules') && (
            <Button small kind="quiet" icon="sliders" onClick={() => set({ do: 'rules', id: '' })}>
              {t('告知方式', 'How people are told')}
            </Button>
          )}
        </>
      }
      list={useAskPages(api.recordings.list, {
        limit: 50,
        ...(from ? { from } : {}),
        ...(until ? { until } : {}),
        ...(consent ? { consent: consent as Line['consent'] } : {}),
      })}
      columns={columnsOf}
      empty={<Empty icon="sound" title={t('没有录音', 'No recordings')} />}
      ask={useOpened(api.recordings.get)}
      record={(sheet) => <Record sheet={sheet} />}
      instead={
        filters.do === 'rules' &&
        mayEver('recording.setRules') && (
          <Panel head={<h2>{t('告知方式', 'How people are told')}</h2>}>
            <RulesForm />
          </Panel>
        )
      }
      with={['do']}
      nothing={
        <Empty icon="sound" title={t('选一段录音，填写理由后调听', 'Choose a recording, and say why you listen')} />
      }
    />
  )
}

export const Screen = () => {
  const mayEver = useMayEver()
  if (mayEver('recording.read')) return <List />
  // The administrator sets how people are told, and hears nothing.
  return (
    <Page title={t('录音告知', 'How people are told')}>
      <RulesForm />
    </Page>
  )
}
