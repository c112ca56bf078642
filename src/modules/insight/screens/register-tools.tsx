// Above the register: which cases, narrowed by what, printed or taken as a file; all of it stands in the address.
import { severities } from '#modules/cases/grades.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { channelWords, kindWords } from '#modules/cases/words.ts'
import { api, useAsk } from '#web/api.ts'
import { type Asks, ExportButton } from '#web/export-button.tsx'
import { Button, PrintButton } from '#web/ui/button.tsx'
import { DateField, Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Segmented, Toolbar, usePhone } from '#web/ui/layout.tsx'
import { waitingWords } from '../case-words.ts'
import { type Filters, phrasesOf, type SetFilters } from './register-words.ts'

type View = 'all' | 'open' | 'late' | 'soon'
const viewOf = (filters: Filters): View =>
  filters.late ? 'late' : filters.soon ? 'soon' : filters.open === 'true' ? 'open' : 'all'

export const Tools = ({
  filters,
  set,
  total,
  asks,
}: {
  filters: Filters
  set: SetFilters
  total: number | undefined
  asks: Asks
}) => {
  const phone = usePhone()
  const departments = useAsk(api.departments.list).data
  const staff = useAsk(api.staff.list, {}).data
  const phrases = phrasesOf(filters)
  const fields = (
    <div className="toolbar filters no-print">
      <Select
        bare
        label={t('类型', 'Kind')}
        empty={t('全部类型', 'All kinds')}
        value={filters.kind?.includes(',') ? '' : (filters.kind ?? '')}
        onChange={(kind) => set({ kind })}
        options={Object.entries(kindWords).map(([value, words]) => ({ value, label: t(words) }))}
      />
      <Select
        bare
        label={t('分类', 'Category')}
        empty={t('全部分类', 'All categories')}
        value={filters.category ?? ''}
        onChange={(category) => set({ category })}
        options={[
          ...categories.map((one) => ({ value: one.code, label: t(one.name) })),
          { value: 'none', label: t('未分类', 'Not classified') },
        ]}
      />
      <Select
        bare
        label={t('科室', 'Department')}
        empty={t('全部科室', 'All departments')}
        value={filters.department ?? ''}
        onChange={(department) => set({ department })}
        options={[{ value: 'none', label: t('未定科室', 'None yet') }]}
        groups={(departments?.campuses ?? []).map((campus) => ({
          label: campus.name,
          options: (departments?.rows ?? [])
            .filter((one) => one.campusId === campus.id)
            .map((one) => ({ value: one.id, label: one.name })),
        }))}
      />
      <Select
        bare
        label={t('严重度', 'Severity')}
        empty={t('全部严重度', 'All severities')}
        value={filters.severity ?? ''}
        onChange={(severity) => set({ severity })}
        options={severities.map(({ level, name }) => ({ value: String(level), label: t(name) }))}
      />
      <Select
        bare
        label={t('渠道', 'Way in')}
        empty={t('全部渠道', 'All ways in')}
        value={filters.channel ?? ''}
        onChange={(channel) => set({ channel })}
        options={Object.entries(channelWords).map(([value, words]) => ({ value, label: t(words) }))}
      />
      <Select
        bare
        label={t('等谁', 'Waits for')}
        empty={t('不论等谁', 'For anybody')}
        value={filters.waiting ?? ''}
        onChange={(waiting) => set({ waiting })}
        options={Object.entries(waitingWords).map(([value, words]) => ({ value, label: t(words) }))}
      />
      <Select
        bare
        label={t('负责人', 'Owner')}
        empty={t('全部负责人', 'All owners')}
        value={filters.owner ?? ''}
        onChange={(owner) => set({ owner })}
        options={(staff?.rows ?? [])
          .filter(({ role }) => ['agent', 'lead', 'supervision', 'leadership'].includes(role))
          .map((one) => ({ value: one.id, label: one.name }))}
      />
      {phone && (
        <Select
          bare
          label={t('排序', 'Order')}
          value={`${filters.sort ?? 'received'} ${filters.order ?? 'desc'}`}
          onChange={(order) => {
            const [sort = '', way = ''] = order.split(' ')
            set({ sort: sort === 'received' ? '' : sort, order: way === 'desc' ? '' : way })
          }}
          options={[
            { value: 'received desc', label: t('新登记的在前', 'Newest first') },
            { value: 'received asc', label: t('早登记的在前', 'Oldest first') },
            { value: 'due asc', label: t('先到期的在前', 'Due first') },
            { value: 'severity desc', label: t('重的在前', 'Gravest first') },
          ]}
        />
      )}
      <span className="from-to">
        <DateField
          bare
          label={t('登记从', 'Received from')}
          value={filters.from ?? ''}
          onChange={(from) => set({ from })}
        />
        <span aria-hidden="true">–</span>
        <DateField bare label={t('到', 'to')} value={filters.to ?? ''} onChange={(to) => set({ to })} />
      </span>
    </div>
  )
  return (
    <>
      <Toolbar>
        <Segmented<View>
          label={t('哪些', 'Which')}
          value={viewOf(filters)}
          onChange={(view) =>
            set({
              open: view === 'open' ? 'true' : '',
              late: view === 'late' ? 'true' : '',
              soon: view === 'soon' ? 'true' : '',
            })
          }
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'open', label: t('在办', 'Open') },
            { value: 'late', label: t('超时', 'Late') },
            { value: 'soon', label: t('将超时', 'Late soon') },
          ]}
        />
        <FindField
          value={filters.q ?? ''}
          onChange={(q) => set({ q })}
          placeholder={t('编号、登记号、内容', 'Number or words')}
        />
        <span className="push actions">
          {total !== undefined && (
            <span className="none" role="status">
              {t(`${total} 件`, `${total} cases`)}
            </span>
          )}
          <PrintButton />
          <ExportButton of={asks} words />
        </span>
      </Toolbar>
      {phone ? <Fold title={t('筛选与排序', 'Filters and order')}>{fields}</Fold> : fields}
      {phrases.length > 0 && (
        <p className="list-of no-print">
          {phrases.map(({ name, words }) => (
            <Button key={name} small kind="quiet" icon="close" onClick={() => set({ [name]: '' } as Filters)}>
              {words}
            </Button>
          ))}
        </p>
      )}
    </>
  )
}
