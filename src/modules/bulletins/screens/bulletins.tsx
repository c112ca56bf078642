// 月度通报: the months with their state and who has read them, and one of them as it reads.
import { api, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { ForMonth } from '#web/ui/for-month.tsx'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { sayMonth } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { bulletinLifecycle } from '../lifecycle.ts'
import { BulletinRecord } from './record.tsx'
import { type Line, sayScope, toneOf } from './words.ts'
import './bulletins.css'

const columns = (): Column<Line>[] => [
  {
    key: 'month',
    head: t('通报', 'Bulletin'),
    card: 'title',
    cell: (row) => (
      <>
        <b>{sayMonth(row.month)}</b> {sayScope(row)}{' '}
        {row.version > 1 && <Tag>{t(`更正版 ${row.version}`, `version ${row.version}`)}</Tag>}{' '}
        {row.mine === 'unread' && row.status === 'published' && <Tag tone="warn">{t('待阅', 'To read')}</Tag>}
      </>
    ),
  },
  {
    key: 'signed',
    head: t('已阅', 'Read'),
    width: '92px',
    align: 'right',
    card: 'aside',
    cell: (row) => (row.sent === null ? '' : `${row.signed} / ${row.sent}`),
  },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '132px',
    card: 'line',
    cell: (row) => <StateDot life={bulletinLifecycle} status={row.status} tone={toneOf(row.status)} />,
  },
]

const Drafting = ({ onDone }: { onDone: (id: string) => void }) => {
  const make = useDo(api.bulletins.make, { says: t('已起草，各科室的随后就到', 'Drafted; the departments’ follow') })
  const run = async (month: string) => {
    const made = await make.run({ month })
    if (made) onDone(made.id)
  }
  return (
    <ForMonth busy={make.busy} onPress={run}>
      {t('起草', 'Draft')}
    </ForMonth>
  )
}

/** What can be done to all of the newest month at once: where several wait for the same. */
const AllOfMonth = ({ rows }: { rows: readonly Line[] }) => {
  const says = t('已办', 'Done')
  const doing = {
    propose: [useDo(api.bulletins.proposeAll, { says }), t('全部报批', 'Ask for all')],
    approve: [useDo(api.bulletins.approveAll, { says }), t('全部批准', 'Approve all')],
    publish: [useDo(api.bulletins.publishAll, { says }), t('全部发布', 'Publish all')],
  } as const
  const month = rows[0]?.month
  if (!month) return null
  return (
    <>
      {(['propose', 'approve', 'publish'] as const).map((verb) => {
        const waiting = rows.filter((row) => row.month === month && row.can.includes(verb))
        const [it, words] = doing[verb]
        return waiting.length < 2 ? null : (
          <Button key={verb} small busy={it.busy} onClick={() => void it.run({ month })}>
            {t(`${Number(month.slice(5))} 月${words}`, `${words} (${month})`)}
          </Button>
        )
      })}
    </>
  )
}

export const Screen = () => {
  const [{ status }, set] = useFilters<'id' | 'status'>()
  const mayEver = useMayEver()
  const mayMake = mayEver('bulletin.make')
  const list = useAskPages(api.bulletins.list, status ? { status: status as Line['status'] } : {})
  return (
    <Records
      heading={t('月度通报', 'Monthly bulletins')}
      noun={t('一份通报', 'A bulletin')}
      tools={
        <>
          {(mayMake || mayEver('bulletin.approve')) && (
            <Select
              bare
              label={t('状态', 'State')}
              value={status ?? ''}
              onChange={(value) => set({ status: value, id: '' })}
              options={[
                { value: '', label: t('全部状态', 'All states') },
                ...(['draft', 'proposed', 'approved', 'published'] as const).map((value) => ({
                  value,
                  label: t(bulletinLifecycle.states[value]!),
                })),
              ]}
            />
          )}
          <span className="push actions">
            <AllOfMonth rows={list.rows ?? []} />
            {mayMake && <Drafting onDone={(id) => set({ id })} />}
          </span>
        </>
      }
      list={list}
      columns={columns}
      empty={
        <Empty icon="file" title={t('还没有通报', 'No bulletin yet')}>
          {mayMake
            ? t(
                '每月第 8 个工作日自动起草上个月的通报，也可以现在就起草。',
                'On the eighth working day last month’s are drafted; they can be drafted now, too.',
              )
            : t('通报发布后会出现在这里。', 'Once one is published it is here.')}
        </Empty>
      }
      ask={useOpened(api.bulletins.get)}
      lines={24}
      record={(it) => <BulletinRecord it={it} />}
      nothing={<Empty icon="file" title={t('选一份通报', 'Choose a bulletin')} />}
    />
  )
}
