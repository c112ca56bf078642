// The hospital's programmes: which discharges are called when, by whom, with which questions; made, started and stopped here.
import { useMemo } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Records } from '#web/records.tsx'
import { Button, VerbButtons } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { programmeLifecycle } from '../lifecycle.ts'
import { ProgrammeForm } from './programme-form.tsx'
import {
  callerWords,
  firstContact,
  type Programme,
  sayConditions,
  sayDays,
  sayQuestionnaire,
  sayRepeat,
  sayRetry,
} from './programme-words.ts'
import './programmes.css'
import { SevenDays } from './seven-days.tsx'

const tones = { draft: 'warn', running: 'good', stopped: 'plain' } as const

const columnsOf = (): Column<Programme>[] => [
  {
    key: 'name',
    head: t('方案', 'Programme'),
    card: 'title',
    cell: (row) => (
      <>
        {row.name}
        <small>{t(`第 ${row.version} 版`, `v${row.version}`)}</small>
      </>
    ),
  },
  {
    key: 'waves',
    head: t('出院后', 'After discharge'),
    width: '190px',
    card: 'line',
    cell: (row) => row.definition.waves.map(sayDays).join('、'),
  },
  {
    key: 'open',
    head: t('未完成', 'Open'),
    width: '72px',
    align: 'right',
    card: 'foot',
    cell: (row) => (row.openTasks > 0 ? row.openTasks : <span className="faint">0</span>),
  },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '92px',
    card: 'aside',
    cell: (row) => <StateDot life={programmeLifecycle} status={row.status} tone={tones[row.status]} />,
  },
]

const Record = ({ it, onNext }: { it: Programme; onNext: (() => void) | undefined }) => {
  const questionnaires = useAsk(api.questionnaires.list).data?.rows
  const places = useAsk(api.departments.list).data
  const says = { changes: ['task'] }
  const start = useDo(api.programmes.start, { ...says, says: t('已启用', 'Started') })
  const stop = useDo(api.programmes.stop, { ...says, says: t('已停止', 'Stopped') })
  const { definition } = it
  const conditions = sayConditions(definition, {
    department: (id) => places?.rows.find((one) => one.id === id)?.name ?? '',
    campus: (id) => places?.campuses.find((one) => one.id === id)?.name ?? '',
  })
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{it.name}</h2>
          <span>
            {t(`第 ${it.version} 版`, `version ${it.version}`)} · <code>{it.key}</code>
          </span>
          <span className="push" />
          <StateDot life={programmeLifecycle} status={it.status} tone={tones[it.status]} />
        </div>
      }
      foot={
        it.can.length > 0 || onNext ? (
          <>
            {onNext && <Button onClick={onNext}>{t('以此做新版', 'Make the next version')}</Button>}
            <span className="push" />
            <VerbButtons
              life={programmeLifecycle}
              can={it.can}
              verbs={['stop', 'start']}
              primary="start"
              danger={['stop']}
              busy={start.busy || stop.busy}
              onVerb={(verb) => void (verb === 'start' ? start : stop).run({ id: it.id })}
            />
          </>
        ) : undefined
      }
    >
      <Section>
        <Facts
          facts={[
            [t('未完成任务', 'Open tasks'), it.openTasks],
            [t('启用', 'Started'), it.startedAt ? <Time key="at" at={it.startedAt} /> : t('还没有启用', 'Not yet')],
          ]}
        />
      </Section>
      <Section title={t('哪些出院患者', 'Which discharges')}>
        {conditions.length === 0 ? (
          <p>
            {t(
              '全部出院患者（死亡和要求勿访的除外）',
              'Every discharge, but for those who died or asked not to be called',
            )}
          </p>
        ) : (
          <Facts facts={conditions} columns={1} />
        )}
      </Section>
      <Section title={t('什么时候打、问什么、谁来打', 'When, what and by whom')}>
        <ol className="waves">
          {definition.waves.map((wave) => (
            <li key={wave.key}>
              <span className="wave-days">{sayDays(wave)}</span>
              <span className="wave-what">
                <b>{wave.name}</b>
                <Go to="/questionnaires">{sayQuestionnaire(wave.questionnaire, questionnaires)}</Go>
              </span>
              <Tag tone={wave.caller === 'attending' ? 'accent' : 'plain'}>{t(callerWords[wave.caller])}</Tag>
            </li>
          ))}
        </ol>
        <SevenDays first={firstContact(definition.waves)} />
      </Section>
      <Section title={t('打不通怎么办', 'When nobody answers')}>
        <p>{sayRetry(definition)}</p>
        <p className="hint">{t('约定回电优先于以上规则。', 'A promised call-back outranks it.')}</p>
      </Section>
      <Section title={t('重复随访', 'Again until recovered')}>
        <p>{sayRepeat(definition)}</p>
      </Section>
      <p className="hint">
        {it.status === 'running'
          ? t('停止后不再产生新任务，已有任务照常完成。', 'Stopped, it makes no new tasks; those there are finished.')
          : t(
              '启用后对此后导入的出院生效；同一方案的旧版随即停止。',
              'Started, it takes the discharges that arrive from then on; the version before stops.',
            )}
      </p>
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'from'>()
  const makes = useMayEver()('programme.create')
  const ask = useAsk(api.programmes.list)
  const rows = useMemo(() => {
    const rank = { running: 0, draft: 1, stopped: 2 }
    return ask.data && [...ask.data.rows].sort((a, b) => rank[a.status] - rank[b.status])
  }, [ask.data])
  const from = rows?.find((row) => row.id === filters.from)
  const making = makes && filters.from !== undefined && ask.data !== undefined
  return (
    <Records
      heading={t('随访方案', 'Programmes')}
      noun={
        making
          ? t('新方案', 'New programme')
          : (rows?.find((row) => row.id === filters.id)?.name ?? t('方案内容', 'Programme'))
      }
      tools={
        <>
          <span className="push" />
          {makes && (
            <Button small icon="plus" onClick={() => set({ from: 'new', id: '' }, { back: !filters.id })}>
              {t('新建方案', 'New')}
            </Button>
          )}
        </>
      }
      list={{ rows, error: ask.error, retry: ask.refetch }}
      columns={columnsOf}
      rowTone={(row) => (row.status === 'stopped' ? 'pale' : undefined)}
      empty={
        <Empty icon="path" title={t('还没有方案', 'No programme yet')}>
          {t(
            '没有执行中的方案，导入出院名单不会产生随访任务。',
            'Without a running programme an import makes no tasks.',
          )}
        </Empty>
      }
      record={(it) => <Record it={it} onNext={makes ? () => set({ from: it.id }) : undefined} />}
      instead={
        making && (
          <ProgrammeForm
            key={filters.from}
            from={from}
            onDone={(id) => set({ from: '', id })}
            onCancel={() => set({ from: '', id: from?.id ?? '' })}
          />
        )
      }
      with={['from']}
      nothing={
        <Empty icon="path" title={t('选一个方案', 'Choose a programme')}>
          {t(
            '方案决定出院几天后打、问什么、谁来打、打不通怎么办。',
            'It says after how many days, with which questions, by whom, and what if nobody answers.',
          )}
        </Empty>
      }
    />
  )
}
