// The questionnaires by key and version: read as the caller will see them, tried out, published, retired, made anew.
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { openedAmong, Records } from '#web/records.tsx'
import { Button, VerbButtons } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Segmented } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { Empty, Note, Skeleton } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { questionnaireLifecycle } from '../lifecycle.ts'
import type { Questionnaire, Wave } from '../questions.ts'
import type { QuestionnaireLine } from './programme-words.ts'
import { QuestionnaireEditor } from './questionnaire-edit.tsx'
import { Reading, Trying } from './questionnaire-read.tsx'
import { dangerous, sayDepartments, waveWords } from './questionnaire-words.ts'
import './questionnaires.css'

const tones = { draft: 'warn', published: 'good', retired: 'plain' } as const

const definitionOf = (row: QuestionnaireLine) => row.definition as Questionnaire

const columns = (): Column<QuestionnaireLine>[] => [
  {
    key: 'title',
    head: t('问卷', 'Questionnaire'),
    card: 'title',
    cell: (row) => (
      <>
        {t(definitionOf(row).title)}
        <small>{t(`第 ${row.version} 版`, `v${row.version}`)}</small>
      </>
    ),
  },
  {
    key: 'wave',
    head: t('用于', 'For'),
    width: '96px',
    card: 'line',
    cell: (row) => t(waveWords[row.wave as Wave]),
  },
  {
    key: 'departments',
    head: t('科室', 'Departments'),
    width: '92px',
    card: 'line',
    cell: (row) => sayDepartments(definitionOf(row)),
  },
  {
    key: 'count',
    head: t('题', 'Asks'),
    width: '44px',
    align: 'right',
    card: 'line',
    cell: (row) => definitionOf(row).questions.length,
  },
  {
    key: 'red',
    head: t('红旗', 'Red flags'),
    width: '48px',
    align: 'right',
    card: 'hide',
    cell: (row) => dangerous(definitionOf(row)) || <span className="faint">0</span>,
  },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '92px',
    card: 'aside',
    cell: (row) => <StateDot life={questionnaireLifecycle} status={row.status} tone={tones[row.status]} />,
  },
]

type View = 'now' | 'all'
type Mode = 'read' | 'try'

const Record = ({
  row,
  mode,
  onMode,
  onNext,
}: {
  row: QuestionnaireLine
  mode: Mode
  onMode: (to: Mode) => void
  onNext: (() => void) | undefined
}) => {
  const publish = useDo(api.questionnaires.publish, {
    says: t('已发布，新任务使用这一版', 'Published: new tasks ask it'),
  })
  const retire = useDo(api.questionnaires.retire, { says: t('已停用', 'Retired') })
  const it = definitionOf(row)
  return (
    <Panel
      head={
        <>
          <div className="record-head">
            <h2>{t(it.title)}</h2>
            <span>
              {t(`第 ${row.version} 版`, `version ${row.version}`)} · {t(waveWords[row.wave as Wave])} ·{' '}
              {sayDepartments(it)}
            </span>
            <span className="push" />
            <StateDot life={questionnaireLifecycle} status={row.status} tone={tones[row.status]} />
          </div>
          <div className="record-views">
            <Segmented<Mode>
              label={t('查看方式', 'View')}
              value={mode}
              onChange={onMode}
              options={[
                { value: 'read', label: t('通读', 'Read'), count: it.questions.length },
                { value: 'try', label: t('试答', 'Try it') },
              ]}
            />
          </div>
        </>
      }
      foot={
        row.can.length > 0 || onNext ? (
          <>
            {onNext && <Button onClick={onNext}>{t('以此做新版', 'Make the next version')}</Button>}
            <span className="push" />
            <VerbButtons
              life={questionnaireLifecycle}
              can={row.can}
              verbs={['retire', 'publish']}
              primary="publish"
              danger={['retire']}
              busy={publish.busy || retire.busy}
              onVerb={(verb) => void (verb === 'publish' ? publish : retire).run({ id: row.id })}
            />
          </>
        ) : undefined
      }
    >
      {row.status === 'draft' && (
        <Note tone="warn">
          {t(
            '草稿。发布后新产生的任务使用这一版，已有的任务仍用原来的。',
            'A draft. Published, new tasks ask it; those planned keep theirs.',
          )}
        </Note>
      )}
      {mode === 'try' ? <Trying key={row.id} it={it} /> : <Reading it={it} />}
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'view' | 'wave' | 'id' | 'mode' | 'from' | 'q'>()
  const makes = useMayEver()('questionnaire.create')
  const ask = useAsk(api.questionnaires.list)
  const all = ask.data?.rows
  const view = (filters.view ?? 'now') as View
  const rows = all?.filter(
    (row) => (view === 'all' || row.status !== 'retired') && (!filters.wave || row.wave === filters.wave),
  )

  if (makes && filters.from) {
    const from = all?.find((row) => row.id === filters.from)
    if (!all) return <Skeleton lines={14} />
    if (from)
      return (
        <QuestionnaireEditor
          key={from.id}
          from={definitionOf(from)}
          next={Math.max(...all.filter((row) => row.key === from.key).map((row) => row.version)) + 1}
          chosen={filters.q}
          onChoose={(q) => set({ q }, { back: !filters.q })}
          onDone={(id) => set({ from: '', q: '', id, mode: '' })}
          onCancel={() => set({ from: '', q: '', id: from.id })}
        />
      )
  }
  return (
    <Records
      heading={t('问卷', 'Questionnaires')}
      unseen
      noun={t('问卷内容', 'Questionnaire')}
      tools={
        <>
          <Segmented<View>
            label={t('哪些', 'Which')}
            value={view}
            onChange={(to) => set({ view: to === 'now' ? '' : to })}
            options={[
              { value: 'now', label: t('在用和草稿', 'In use and drafts') },
              { value: 'all', label: t('全部版本', 'Every version'), count: all?.length },
            ]}
          />
          <Select
            bare
            label={t('用于', 'For')}
            empty={t('全部用途', 'Every use')}
            value={filters.wave ?? ''}
            onChange={(wave) => set({ wave })}
            options={Object.entries(waveWords).map(([value, words]) => ({ value, label: t(words) }))}
          />
        </>
      }
      list={{ rows, error: ask.error, retry: ask.refetch }}
      columns={columns}
      rowTone={(row) => (row.status === 'retired' ? 'pale' : undefined)}
      ask={openedAmong(ask, filters.id)}
      record={(row) => (
        <Record
          row={row}
          mode={filters.mode === 'try' ? 'try' : 'read'}
          onMode={(mode) => set({ mode: mode === 'read' ? '' : mode })}
          onNext={makes ? () => set({ from: row.id, q: '' }, { back: true }) : undefined}
        />
      )}
      empty={<Empty icon="checks" title={t('没有这样的问卷', 'No such questionnaire')} />}
      nothing={
        <Empty icon="checks" title={t('选一份问卷', 'Choose a questionnaire')}>
          {t(
            '改题目即做新版；历次回答仍按当时的版本统计。',
            'A changed question is a new version; what was answered keeps its own.',
          )}
        </Empty>
      }
    />
  )
}
