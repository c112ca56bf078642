// Approved health guidance: found, written, approved by a doctor, withdrawn; what sounds like treatment is refused while it is written.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { EntryPanels } from '#web/panels.tsx'
import { useFilters } from '#web/place.tsx'
import { openedAmong, Records } from '#web/records.tsx'
import { Button, VerbButtons } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section, Segmented } from '#web/ui/layout.tsx'
import { Facts, StateDot } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { guidance } from '../contract.ts'
import { guidanceLifecycle } from '../lifecycle.ts'
import { sayGroup, useGroups } from './groups.ts'
import { GuidanceForm } from './guidance-form.tsx'
import './knowledge.css'

export type Entry = Wire<ReplyOf<typeof guidance.list>>['rows'][number]
type View = Entry['status']

const tones = { draft: 'warn', approved: 'good', withdrawn: 'plain' } as const

const columns = (): Column<Entry>[] => [
  { key: 'title', head: t('标题', 'Title'), card: 'title', cell: (row) => row.title },
  { key: 'group', head: t('适用', 'For'), width: '88px', card: 'aside', cell: (row) => sayGroup(row.group) },
  {
    key: 'version',
    head: t('版本', 'Version'),
    width: '64px',
    card: 'line',
    cell: (row) => t(`第 ${row.version} 版`, `v${row.version}`),
  },
  {
    key: 'by',
    head: t('审定', 'Approved'),
    width: '150px',
    card: 'line',
    cell: (row) =>
      row.approvedBy && row.approvedAt ? (
        <>
          {row.approvedBy}{' '}
          <small>
            <Time at={row.approvedAt} />
          </small>
        </>
      ) : (
        <span className="faint">{t('待医师审定', 'awaits a doctor')}</span>
      ),
  },
]

const Record = ({ entry, onRewrite }: { entry: Entry; onRewrite: (() => void) | undefined }) => {
  const approve = useDo(api.guidance.approve, { says: t('已审定，回访员可以使用', 'Approved: callers may use it') })
  const withdraw = useDo(api.guidance.withdraw, { says: t('已停用', 'Withdrawn') })
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{entry.title}</h2>
          <span className="push" />
          <StateDot life={guidanceLifecycle} status={entry.status} tone={tones[entry.status]} />
        </div>
      }
      foot={
        entry.can.length > 0 || onRewrite ? (
          <>
            {onRewrite && <Button onClick={onRewrite}>{t('改写成新版', 'Write a new version')}</Button>}
            <span className="push" />
            <VerbButtons
              life={guidanceLifecycle}
              can={entry.can}
              verbs={['withdraw', 'approve']}
              primary="approve"
              danger={['withdraw']}
              busy={approve.busy || withdraw.busy}
              onVerb={(verb) => void (verb === 'approve' ? approve : withdraw).run({ id: entry.id })}
            />
          </>
        ) : undefined
      }
    >
      <Section>
        <p className="entry-text">{entry.text}</p>
      </Section>
      <Section title={t('拿不准或加重时', 'When in doubt or worse')}>
        <p className="entry-turn">{entry.turnTo}</p>
      </Section>
      <Section>
        <Facts
          columns={1}
          facts={[
            [t('适用', 'For'), sayGroup(entry.group)],
            [t('版本', 'Version'), t(`第 ${entry.version} 版`, `${entry.version}`)],
            [
              t('审定', 'Approved'),
              entry.approvedAt && (
                <>
                  {entry.approvedBy} · <Time at={entry.approvedAt} />
                </>
              ),
            ],
          ]}
        />
      </Section>
      <EntryPanels entryId={entry.id} />
      {entry.status === 'draft' && (
        <Note tone="warn">
          {entry.can.includes('approve')
            ? t(
                '请核对内容；审定后由您对它负责，上一版随即停用。',
                'Check it: you answer for it then, and the version before is withdrawn.',
              )
            : t(
                '科室医师审定后，回访员才能读给患者。',
                'Callers may read it out once a doctor of a department has approved it.',
              )}
        </Note>
      )}
      {entry.status === 'withdrawn' && (
        <Note>{t('已停用，不再出现在随访工作台。', 'Withdrawn: it is no longer at the desk.')}</Note>
      )}
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'q' | 'group' | 'view' | 'id' | 'from'>()
  const groups = useGroups()
  const writes = useMayEver()('guidance.create')
  const ask = useAsk(
    api.guidance.list,
    {
      ...(filters.q ? { q: filters.q } : {}),
      ...(filters.group ? { group: filters.group } : {}),
      ...(writes ? { all: 'true' as const } : {}),
    },
    { keep: true },
  )
  const all = ask.data?.rows
  const view = (filters.view ?? 'approved') as View
  const count = (of: View) => all?.filter((row) => row.status === of).length
  return (
    <Records
      heading={t('健康指导', 'Guidance')}
      unseen
      noun={t('一条指导', 'An entry')}
      tools={
        <>
          {writes && (
            <Segmented<View>
              label={t('状态', 'State')}
              value={view}
              onChange={(to) => set({ view: to === 'approved' ? '' : to, id: '', from: '' })}
              options={[
                { value: 'approved', label: t('已审定', 'Approved'), count: count('approved') },
                { value: 'draft', label: t('待审定', 'Drafts'), count: count('draft') },
                { value: 'withdrawn', label: t('已停用', 'Withdrawn'), count: count('withdrawn') },
              ]}
            />
          )}
          <FindField
            value={filters.q ?? ''}
            onChange={(q) => set({ q })}
            placeholder={t('查标题、内容', 'Find in the text')}
          />
          <Select
            bare
            label={t('适用', 'For')}
            empty={t('全部', 'All')}
            value={filters.group ?? ''}
            onChange={(group) => set({ group })}
            options={groups.map((value) => ({ value, label: value }))}
          />
          <span className="push" />
          {writes && (
            <Button small icon="plus" onClick={() => set({ from: 'new', id: '' }, { back: !filters.id })}>
              {t('写一条', 'Write')}
            </Button>
          )}
        </>
      }
      list={{ rows: all?.filter((row) => row.status === view), error: ask.error, retry: ask.refetch }}
      columns={columns}
      // Of every state: what was just written is a draft while the approved ones are listed.
      ask={openedAmong(ask, filters.id)}
      record={(entry) => <Record entry={entry} onRewrite={writes ? () => set({ from: entry.id }) : undefined} />}
      instead={
        writes &&
        filters.from && (
          <GuidanceForm
            key={filters.from}
            from={all?.find((row) => row.id === filters.from)}
            groups={groups}
            onDone={(id) => set({ from: '', id, view: 'draft' })}
            onCancel={() => set({ from: '' })}
          />
        )
      }
      with={['from']}
      empty={
        <Empty icon="book" title={filters.q ? t('没有找到', 'Nothing found') : t('这里还没有', 'Nothing here yet')}>
          {t(
            '没有合适的指导时，不要自己解释：请主管医师回电。',
            'Without an entry do not explain: have the doctor call back.',
          )}
        </Empty>
      }
      nothing={
        <Empty icon="book" title={t('选一条查看', 'Choose one')}>
          {t(
            '读给患者的健康指导都在这里，每一条都由医师审定。',
            'Everything that is read out to patients; a doctor answers for each.',
          )}
        </Empty>
      }
    />
  )
}
