// The register (登记簿): the table of all cases that one may read, narrowed by any of its columns, kept in the address.
import { useMemo, useState } from 'react'
import { ChosenCases } from '#modules/improvements/screens/make-project.tsx'
import { api, useAskPages } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters, useGo } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { usePhone } from '#web/ui/layout.tsx'
import { usePicks } from '#web/ui/picks.tsx'
import { Empty } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { columnsOf, type Line } from './register-columns.tsx'
import { Tools } from './register-tools.tsx'
import { askedOf, type FilterName } from './register-words.ts'
import './register.css'
import './reports.css'

export const Screen = () => {
  const [filters, set] = useFilters<FilterName>()
  const go = useGo()
  const phone = usePhone()
  // What is chosen stays chosen while one looks for more with other filters; on a phone the boxes come when they are wanted.
  const picks = usePicks()
  const [choosing, setChoosing] = useState(false)
  const chooses = useMayEver()('project.make')
  const list = useAskPages(api.register.list, { limit: 200, ...askedOf(filters) } as never)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the address, whose filters `set` changes
  const columns = useMemo(() => columnsOf(filters, set, phone), [filters, phone])
  const narrowed = Object.keys(askedOf(filters)).some((name) => name !== 'sort' && name !== 'order')
  return (
    <div className="one-list register">
      <h1 className="unseen">{t('诉求登记簿', 'The register of cases')}</h1>
      <Tools filters={filters} set={set} total={list.total} asks={list.asks} />
      {chooses && phone && (
        <p className="list-of no-print">
          <Button small kind="quiet" icon="checks" aria-pressed={choosing} onClick={() => setChoosing(!choosing)}>
            {choosing ? t('不选了', 'Stop choosing') : t('选几件…', 'Choose some…')}
          </Button>
        </p>
      )}
      <ChosenCases picks={picks} />
      <Table
        label={t('诉求登记簿', 'The register of cases')}
        columns={columns}
        rows={list.rows as readonly Line[] | undefined}
        onSelect={(row) => go(`/cases/${row.id}`)}
        nameOf={(row) => `${row.number} ${row.categoryName}`}
        picks={chooses && (choosing || !phone) ? picks : undefined}
        error={list.error}
        retry={list.retry}
        more={list.more}
        foot={
          list.more.has && (
            <p className="print-only">
              {t(
                `只打印了已读出的 ${list.rows?.length ?? 0} 件，共 ${list.total} 件；要全部请导出。`,
                `Only the ${list.rows?.length ?? 0} that were loaded of ${list.total}; for all of them take the file.`,
              )}
            </p>
          )
        }
        empty={
          narrowed ? (
            <Empty icon="search" title={t('没有符合条件的诉求', 'No case matches')}>
              {t('去掉几个条件再看。', 'Try fewer filters.')}
            </Empty>
          ) : (
            <Empty icon="speech" title={t('登记簿还是空的', 'The register is empty')} />
          )
        }
      />
    </div>
  )
}
