// What stands behind a figure: the stays, calls, opinions or cases that it counts, a row each.
import { useMemo } from 'react'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { dimensions } from '#modules/followups/questions.ts'
import { type Grade, grades } from '#modules/patients/words.ts'
import { api, useAskPages } from '#web/api.ts'
import { type Asks, ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { useGo } from '#web/place.tsx'
import { IconButton } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented, Toolbar } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { categoryName, outcomeNames } from '../words.ts'
import { cutNames, sliceName } from './cuts.tsx'
import type { Place, Told } from './reports.tsx'

type Row = Awaited<ReturnType<typeof api.reports.rows>>['rows'][number]
type CaseRow = Awaited<ReturnType<typeof api.reports.caseRows>>['rows'][number]

const plainNames = (): Readonly<Record<string, string>> => ({
  discharges: t('出院', 'Discharges'),
  excluded: t('不计入应访', 'Not due'),
  due: t('应访', 'Due'),
  reached: t('已访', 'Reached'),
  pending: t('待访', 'Still to call'),
  unreached: t('未访', 'Not reached'),
  attempts: t('拨打', 'Calls'),
  graded: t('作出评价', 'Graded'),
  satisfied: t(grades.satisfied),
  fairly: t(grades.fairly),
  dissatisfied: t(grades.dissatisfied),
  unasked: t('已访未评价', 'Reached, no grade'),
  opinions: t('意见', 'Opinions'),
  'first-call-judged': t('首次电话：已打或到期', 'First call: made or due'),
  'first-call-in-time': t('首次电话：及时', 'First call: in time'),
})

/** What a figure is called: its own name, or the group of people that it stands for. */
const figureName = (figure: string): string => {
  const own = plainNames()[figure]
  if (own) return own
  const [kind, key = ''] = figure.split(':', 2)
  if (kind === 'opinion') return `${t('意见', 'Opinions')} · ${t(categoryName(key))}`
  if (kind === 'dimension' && key in dimensions) return t(dimensions[key as keyof typeof dimensions])
  return outcomeNames[key] ? t(outcomeNames[key]) : figure
}

const columnsOf = (figure: string): readonly Column<Row & { id: string }>[] => {
  const counted = figure === 'attempts' || figure.startsWith('opinion')
  return [
    {
      key: 'name',
      head: t('患者', 'Patient'),
      width: '112px',
      card: 'title',
      cell: ({ patient }) => (
        <>
          {patient.name}
          <small>
            {patient.sex === 'male' ? t('男', 'M') : patient.sex === 'female' ? t('女', 'F') : ''} {patient.age ?? ''}
          </small>
        </>
      ),
    },
    {
      key: 'record',
      head: t('病案号', 'Record'),
      width: '96px',
      card: 'line',
      cell: ({ patient }) => patient.recordNumber,
    },
    { key: 'department', head: t('科室', 'Department'), card: 'line', cell: (row) => row.department },
    { key: 'day', head: t('出院', 'Discharged'), width: '92px', card: 'aside', cell: (row) => row.dischargedOn },
    counted
      ? { key: 'detail', head: figureName(figure), width: '168px', card: 'foot', cell: (row) => row.detail ?? '' }
      : {
          key: 'outcome',
          head: t('结果', 'Outcome'),
          width: '104px',
          card: 'foot',
          cell: (row) => (outcomeNames[row.outcome] ? t(outcomeNames[row.outcome]!) : row.outcomeName),
        },
    { key: 'calls', head: t('拨打', 'Calls'), width: '52px', align: 'right', card: 'hide', cell: (row) => row.calls },
    {
      key: 'grade',
      head: t('满意度', 'Grade'),
      width: '84px',
      card: 'foot',
      cell: ({ satisfaction }) =>
        satisfaction && (
          <Tag tone={satisfaction === 'satisfied' ? 'good' : 'warn'}>{t(grades[satisfaction as Grade])}</Tag>
        ),
    },
  ]
}

/** The figures that a slice of a report tells, to step between them. */
const sliceFigures = ['discharges', 'due', 'reached', 'satisfied', 'opinions']

const sliceText = (report: Told | undefined, slice: string | undefined): string => {
  if (!slice) return ''
  const [cut = '', key] = [slice.slice(0, slice.indexOf('=')), slice.slice(slice.indexOf('=') + 1)]
  const found = report?.by[cut as keyof Told['by']]?.find((one) => one.key === key)
  const words = cutNames[cut as keyof typeof cutNames]
  return found && words ? `${t(words)} ${sliceName(cut, found)} · ` : ''
}

const Head = ({
  title,
  total,
  asks,
  onClose,
}: {
  title: string
  total: number | undefined
  asks: Asks
  onClose: () => void
}) => (
  <div className="behind-head">
    <h2>
      {title} {total !== undefined && <span className="none">{total}</span>}
    </h2>
    <span className="push no-print">
      <ExportButton of={asks} />
      <IconButton icon="close" label={t('关闭明细', 'Close')} onClick={onClose} />
    </span>
  </div>
)

export const Rows = ({
  place,
  report,
  onClose,
  onOpen,
}: {
  place: Place
  report: Told | undefined
  onClose: () => void
  onOpen: (figure: string, slice?: string) => void
}) => {
  const { period, departmentId, slice } = place
  const figure = place.figure!
  const go = useGo()
  const mayEver = useMayEver()
  const list = useAskPages(api.reports.rows, {
    period,
    figure,
    limit: 100,
    ...(slice ? { slice } : {}),
    ...(departmentId ? { departmentId } : {}),
  })
  const columns = useMemo(() => columnsOf(figure), [figure])
  const rows = useMemo(() => (list.rows as Row[] | undefined)?.map((row) => ({ ...row, id: row.key })), [list.rows])
  return (
    <div className="behind">
      <Head
        title={`${sliceText(report, slice)}${figureName(figure)}`}
        total={list.total}
        asks={list.asks}
        onClose={onClose}
      />
      {slice && (
        <Toolbar>
          <Segmented
            label={t('哪个数', 'Which figure')}
            value={figure}
            onChange={(to) => onOpen(to, slice)}
            options={sliceFigures.map((value) => ({ value, label: figureName(value) }))}
          />
        </Toolbar>
      )}
      <Table
        label={figureName(figure)}
        columns={columns}
        rows={rows}
        {...(mayEver('patient.read') ? { onSelect: (row: Row) => go('/patients', { id: row.patient.id }) } : {})}
        nameOf={(row) => `${row.patient.name} ${row.patient.recordNumber}`}
        error={list.error}
        retry={list.retry}
        more={list.more}
      />
    </div>
  )
}

const caseFigureNames = (): Readonly<Record<string, string>> => ({
  opened: t('受理的诉求', 'Cases opened'),
  judged: t('已答复或已到期', 'Answered or due'),
  'in-time': t('按时答复', 'Answered in time'),
  late: t('未按时答复', 'Answered late'),
  archived: t('已归档', 'Archived'),
  'archived-by-person': t('患者本人确认归档', 'Archived by the person'),
  'second-round': t('进入第二轮', 'Second rounds'),
  open: t('未归档', 'Open'),
})

const caseColumns = (): readonly Column<CaseRow>[] => [
  { key: 'number', head: t('编号', 'Number'), width: '138px', card: 'title', cell: (row) => row.number },
  { key: 'category', head: t('分类', 'Category'), card: 'line', cell: (row) => row.category },
  {
    key: 'department',
    head: t('科室', 'Department'),
    width: '110px',
    card: 'line',
    cell: (row) => row.department ?? '',
  },
  { key: 'received', head: t('受理', 'Received'), width: '96px', card: 'aside', cell: (row) => row.receivedOn },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '122px',
    card: 'foot',
    cell: (row) => (
      <StateDot life={caseLifecycle} status={row.status} tone={row.status === 'archived' ? 'good' : 'accent'} />
    ),
  },
]

export const CaseRows = ({ place, onClose }: { place: Place; onClose: () => void }) => {
  const { period, departmentId } = place
  const figure = place.figure!.slice('cases:'.length)
  const go = useGo()
  const list = useAskPages(api.reports.caseRows, {
    period,
    figure: figure as 'opened',
    limit: 100,
    ...(departmentId ? { departmentId } : {}),
  })
  const columns = useMemo(caseColumns, [])
  return (
    <div className="behind">
      <Head title={caseFigureNames()[figure] ?? figure} total={list.total} asks={list.asks} onClose={onClose} />
      <Table
        label={caseFigureNames()[figure] ?? figure}
        columns={columns}
        rows={list.rows as CaseRow[] | undefined}
        onSelect={(row) => go(`/cases/${row.id}`)}
        error={list.error}
        retry={list.retry}
        more={list.more}
      />
    </div>
  )
}
