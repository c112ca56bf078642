// 保管: files whose term has passed, those that are held, and disposals that wait for a second person or are done.
import { useMemo, useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAskPages, useDo } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { Listed } from '#web/ui/listed.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { DisposalLine, disposals } from '../contract.ts'
import { classWords, whatWords } from './words.ts'
import './dossiers.css'

type Kept = Wire<ReplyOf<typeof disposals.kept>>['rows'][number]
type Row = Kept & { id: string }
type View = 'due' | 'recordings' | 'held' | 'proposed' | 'destroyed'

const link = (caseId: string, number: string) => (
  <a className="link" href={`/cases/${caseId}`}>
    {number}
  </a>
)

/** Files by their term or hold; those that are due can be picked and proposed. */
const Files = ({ view }: { view: 'due' | 'recordings' | 'held' }) => {
  const list = useAskPages(api.disposals.kept, { view })
  const [picked, setPicked] = useState<readonly string[]>([])
  const mayPropose = useMayEver()('disposal.propose') && view !== 'held'
  const propose = useDo(api.disposals.propose, {
    inForm: true,
    says: ({ proposed }) => t(`已提请 ${proposed} 件，请另一人复核`, `${proposed} proposed; another one decides`),
    done: () => setPicked([]),
  })
  const form = useForm({ reason: t('保存期已满', 'the term has passed') })
  const columns = useMemo((): readonly Column<Row>[] => {
    const toggle = (id: string) =>
      setPicked((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]))
    const pick: Column<Row> = {
      key: 'pick',
      head: t('选', 'Pick'),
      width: '52px',
      card: 'aside',
      cell: (row) => (
        <input
          type="checkbox"
          className="keeping-pick"
          aria-label={t(`选中 ${row.number}`, `Pick ${row.number}`)}
          checked={picked.includes(row.id)}
          onChange={() => toggle(row.id)}
        />
      ),
    }
    return [
      ...(mayPropose ? [pick] : []),
      {
        key: 'number',
        head: t('编号', 'Number'),
        width: '150px',
        card: 'title',
        cell: (row) => link(row.caseId, row.number),
      },
      { key: 'class', head: t('类别', 'Class'), width: '90px', cell: (row) => <Tag>{t(classWords[row.class]!)}</Tag> },
      { key: 'archived', head: t('归档', 'Archived'), width: '150px', cell: (row) => <Time at={row.archivedAt} /> },
      { key: 'due', head: t('保存至', 'Kept until'), width: '120px', cell: (row) => row.dueOn },
      {
        key: 'more',
        head: view === 'held' ? t('保全理由', 'Why it is held') : t('录音', 'Recordings'),
        cell: (row) => (view === 'held' ? row.hold : row.recordings || ''),
      },
    ]
  }, [picked, mayPropose, view])
  const rows = list.rows?.map((row: Kept): Row => ({ ...row, id: row.caseId }))
  return (
    <>
      <p className="actions end no-print">
        <ExportButton of={list.asks} />
      </p>
      <Table
        label={t('档案', 'Files')}
        columns={columns}
        rows={rows}
        more={list.more}
        error={list.error}
        retry={list.retry}
        empty={
          <Empty
            icon="check"
            title={view === 'held' ? t('没有保全的档案', 'Nothing is held') : t('没有到期的档案', 'Nothing is due')}
          >
            {view === 'held'
              ? t('在诉求的“卷宗”里可以保全。', 'A matter is held from its record.')
              : t('保存期满的档案会列在这里。', 'Files whose term has passed will stand here.')}
          </Empty>
        }
      />
      {mayPropose && picked.length > 0 && (
        <div className="sheet keeping-propose">
          <Form
            onSubmit={() =>
              propose.run({
                caseIds: [...picked],
                what: view === 'recordings' ? 'recordings' : 'whole',
                reason: form.values.reason,
              })
            }
            submit={t(`提请销毁 ${picked.length} 件`, `Propose ${picked.length}`)}
            busy={propose.busy}
            problem={propose.problem}
          >
            <TextField {...form.field('reason')} label={t('理由', 'Reason')} />
          </Form>
        </div>
      )}
    </>
  )
}

const Decide = ({ one }: { one: Wire<DisposalLine> }) => {
  const [open, setOpen] = useState<'destroy' | 'decline' | undefined>()
  const form = useForm({ words: '' })
  const destroy = useDo(api.disposals.destroy, {
    inForm: true,
    says: t('已销毁', 'Destroyed'),
    changes: ['case', 'dossier'],
  })
  const decline = useDo(api.disposals.decline, { inForm: true, says: t('不予销毁', 'Declined') })
  if (open) {
    const verb = open === 'destroy' ? destroy : decline
    return (
      <Form
        onSubmit={() => verb.run({ id: one.id, words: form.values.words })}
        submit={open === 'destroy' ? t('复核无误，销毁', 'Checked: destroy') : t('不予销毁', 'Decline')}
        danger={open === 'destroy'}
        busy={verb.busy}
        problem={verb.problem}
        onCancel={() => setOpen(undefined)}
      >
        <TextField {...form.field('words')} label={t('复核意见', 'What was checked')} />
      </Form>
    )
  }
  if (one.can.length === 0) return <p className="hint">{t('须由另一人复核。', 'Another one has to decide.')}</p>
  return (
    <div className="actions">
      {one.can.includes('destroy') && (
        <Button kind="danger" small onClick={() => setOpen('destroy')}>
          {t('复核销毁', 'Destroy')}
        </Button>
      )}
      {one.can.includes('decline') && (
        <Button small onClick={() => setOpen('decline')}>
          {t('不予销毁', 'Decline')}
        </Button>
      )}
      {!one.can.includes('destroy') && (
        <span className="hint">{t('须由另一人复核。', 'Another one has to decide.')}</span>
      )}
    </div>
  )
}

/** Disposals: waiting for a second person, or what is left of what was destroyed. */
const Disposals = ({ status }: { status: 'proposed' | 'destroyed' }) => {
  const list = useAskPages(api.disposals.list, { status })
  return (
    <Listed
      list={list}
      lines={10}
      empty={
        <Empty
          icon="check"
          title={
            status === 'proposed'
              ? t('没有待复核的销毁', 'Nothing to decide')
              : t('还没有销毁记录', 'Nothing was destroyed')
          }
        >
          {t('销毁由一人提请、另一人复核。', 'One proposes a disposal, another decides.')}
        </Empty>
      }
    >
      {(rows) => (
        <>
          <ul className="disposals">
            {rows.map((one: Wire<DisposalLine>) => (
              <li key={one.id} className="sheet disposal">
                <h2>
                  {link(one.caseId, one.number)} <Tag>{t(whatWords[one.what]!)}</Tag>{' '}
                  <Tag>{t(classWords[one.class]!)}</Tag>
                </h2>
                <Facts
                  facts={[
                    [t('归档', 'Archived'), one.archivedOn],
                    [t('保存至', 'Kept until'), one.dueOn],
                    [t('提请', 'Proposed'), `${one.proposedBy}：${one.reason}`],
                    [t('复核', 'Decided'), one.decidedBy && `${one.decidedBy}：${one.words}`],
                    [
                      t('销毁时间', 'Destroyed'),
                      one.status === 'destroyed' && one.decidedAt ? <Time key="t" at={one.decidedAt} /> : null,
                    ],
                    [t('附件', 'Attachments'), one.inventory ? one.inventory.files.length : null],
                    [t('销毁前校验值', 'SHA-256 before'), one.digest ? <code key="h">{one.digest}</code> : null, true],
                  ]}
                />
                {one.status === 'proposed' && <Decide one={one} />}
              </li>
            ))}
          </ul>
          <p className="actions end no-print">
            <ExportButton of={list.asks} />
          </p>
        </>
      )}
    </Listed>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'view'>()
  const view = (filters.view || 'due') as View
  return (
    <Page
      wide
      title={t('档案保管', 'Keeping')}
      about={t(
        '卷宗按类别保存：一般 3 年、投诉 5 年、争议 15 年（可在设置中延长）。保全期间不得销毁；销毁须两人。',
        'Files are kept by class: three, five or fifteen years at least. What is held is not destroyed, and it takes two to destroy.',
      )}
    >
      <Toolbar>
        <Segmented
          label={t('档案', 'Files')}
          value={view}
          onChange={(value) => set({ view: value === 'due' ? '' : value })}
          options={[
            { value: 'due', label: t('到期', 'Due') },
            { value: 'recordings', label: t('录音到期', 'Recordings') },
            { value: 'held', label: t('保全中', 'Held') },
            { value: 'proposed', label: t('待复核', 'To decide') },
            { value: 'destroyed', label: t('已销毁', 'Destroyed') },
          ]}
        />
      </Toolbar>
      {view === 'proposed' || view === 'destroyed' ? (
        <Disposals key={view} status={view} />
      ) : (
        <Files key={view} view={view} />
      )}
    </Page>
  )
}
