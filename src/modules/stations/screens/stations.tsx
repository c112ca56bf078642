// The mobile station at the desk: the day's places and what came of each, what waits for a decision, lists and tablets.
import { useState } from 'react'
import { addDays, clockOf, dayOf } from '#kernel/time.ts'
import { usePlaces } from '#modules/directory/screens/places.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import type { Wire } from '#web/client.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Button, IconButton } from '#web/ui/button.tsx'
import { useNow } from '#web/ui/clock.ts'
import { DateField, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Tabs } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import type { StationLine } from '../contract.ts'
import { Contests } from './contests.tsx'
import { Findings } from './findings.tsx'
import { Patrols } from './patrols.tsx'
import { PlanForm } from './plan-form.tsx'
import './stations.css'
import { Surveys } from './surveys.tsx'

type Station = Wire<StationLine>

const Cancel = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const [reason, setReason] = useState('')
  const cancel = useDo(api.stations.cancel, { says: t('已取消，平板联网后会看到', 'Cancelled'), done: onDone })
  return (
    <div className="station-cancel">
      <TextField label={t('为什么取消', 'Why')} value={reason} onChange={setReason} />
      <div className="actions">
        <Button small kind="danger" busy={cancel.busy} onClick={() => void cancel.run({ id, reason })}>
          {t('取消安排', 'Cancel it')}
        </Button>
        <Button small kind="quiet" onClick={onDone}>
          {t('返回', 'Back')}
        </Button>
      </div>
    </div>
  )
}

/** One place of the day: where, when, who, and in figures what came of it. */
const Card = ({ it, onChange }: { it: Station; onChange: () => void }) => {
  const [cancelling, setCancelling] = useState(false)
  const { satisfied, fairly, dissatisfied } = it.surveys
  const asked = satisfied + fairly + dissatisfied
  return (
    <li className={it.status === 'cancelled' ? 'station-card off' : 'station-card'}>
      <div className="station-when">
        <b>{clockOf(new Date(it.startsAt))}</b>
        <span>{clockOf(new Date(it.endsAt))}</span>
      </div>
      <div className="station-what">
        <h3>{it.place}</h3>
        <p>
          {it.campus}
          {it.staff.length > 0 && ` · ${it.staff.join('、')}`}
        </p>
        {it.note && <p>{it.note}</p>}
        {it.status === 'cancelled' ? (
          <Tag>{t(`已取消：${it.reason}`, `Cancelled: ${it.reason}`)}</Tag>
        ) : (
          <p className="station-came">
            {it.patrol && <span>{t(`巡查 ${it.answered}/${it.items} 项`, `${it.answered} of ${it.items} items`)}</span>}
            <span>{t(`问题 ${it.found}`, `${it.found} found`)}</span>
            <span>{t(`诉求 ${it.matters}`, `${it.matters} matters`)}</span>
            <span>
              {asked > 0
                ? t(
                    `测评 ${asked}：满意 ${satisfied}、基本满意 ${fairly}、不满意 ${dissatisfied}`,
                    `${asked} surveys: ${satisfied} satisfied, ${fairly} fairly, ${dissatisfied} not`,
                  )
                : t('测评 0', 'no survey')}
            </span>
            {it.contested > 0 && <Tag tone="warn">{t(`${it.contested} 条待裁决`, `${it.contested} to decide`)}</Tag>}
          </p>
        )}
        {cancelling && <Cancel id={it.id} onDone={() => setCancelling(false)} />}
      </div>
      {it.can.includes('change') && !cancelling && (
        <div className="actions">
          <Button small onClick={onChange}>
            {t('调整', 'Change')}
          </Button>
          <Button small kind="quiet" onClick={() => setCancelling(true)}>
            {t('取消', 'Cancel')}
          </Button>
        </div>
      )}
    </li>
  )
}

const Day = ({ day }: { day: string }) => {
  const may = useMayEver()
  const places = usePlaces()
  const [planning, setPlanning] = useState<Station | 'new' | null>(null)
  const list = useAsk(api.stations.list, { from: day })
  return (
    <>
      {planning ? (
        <PlanForm
          key={planning === 'new' ? 'new' : planning.id}
          day={day}
          station={planning === 'new' ? null : planning}
          onDone={() => setPlanning(null)}
        />
      ) : (
        may('station.plan') && (
          <div className="actions no-print">
            <Button kind="primary" icon="plus" onClick={() => setPlanning('new')}>
              {t('安排站点', 'Plan a station')}
            </Button>
          </div>
        )
      )}
      <Loaded ask={list} lines={4}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty icon="pin" title={t('这一天没有安排站点', 'No station on this day')}>
              {may('station.plan') && t('安排后，当天的平板联网即可看到。', 'Planned, it is seen on the tablets.')}
            </Empty>
          ) : (
            places.campuses
              .filter(({ id }) => rows.some(({ campusId }) => campusId === id))
              .map((campus) => (
                <section key={campus.id} className="station-campus">
                  <h2>{campus.name}</h2>
                  <ul>
                    {rows
                      .filter(({ campusId }) => campusId === campus.id)
                      .map((it) => (
                        <Card key={it.id} it={it} onChange={() => setPlanning(it)} />
                      ))}
                  </ul>
                </section>
              ))
          )
        }
      </Loaded>
      {may('entry.read') && <Contests />}
      <Findings day={day} />
      {may('entry.read') && <Surveys day={day} />}
    </>
  )
}

const Tablets = () => {
  const list = useAsk(api.tablets.list, {})
  const revoke = useDo(api.tablets.revoke, {
    says: t('已停用，联网后自动清空', 'Revoked; it empties itself when it is back'),
  })
  return (
    <Loaded ask={list}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Empty icon="phone" title={t('还没有登记平板', 'No tablet yet')}>
            {t('在平板上打开本站的 /station/ 并登录。', 'Open /station/ on the tablet and sign in.')}
          </Empty>
        ) : (
          <ul className="station-tablets">
            {rows.map((it) => (
              <li key={it.id}>
                <b>{it.name}</b>
                <span>{it.staff}</span>
                <small>
                  {t('最近联网', 'last heard of')} <Time at={it.seenAt} />
                </small>
                {it.status === 'revoked' && <Tag tone="bad">{t('已停用', 'Revoked')}</Tag>}
                {it.can.includes('revoke') && (
                  <Button small kind="quiet" onClick={() => void revoke.run({ id: it.id })}>
                    {t('丢失，停用', 'Lost: revoke it')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

type Part = 'day' | 'patrols' | 'tablets'

export const Screen = () => {
  const may = useMayEver()
  const [filters, set] = useFilters<'day' | 'part'>()
  const today = dayOf(useNow())
  const day = filters.day || today
  const part = (filters.part || 'day') as Part
  const move = (by: number) => set({ day: addDays(day, by) })
  return (
    <Page
      wide
      title={t('流动站', 'Mobile station')}
      about={t(
        '站点、巡查清单和发现的问题；平板打开 /station/ 使用。',
        'Places, lists and what was found; tablets open /station/.',
      )}
      actions={
        part === 'day' && (
          <>
            <IconButton icon="left" label={t('前一天', 'The day before')} onClick={() => move(-1)} />
            <DateField bare label={t('日期', 'Day')} value={day} onChange={(to) => set({ day: to })} />
            <IconButton icon="right" label={t('后一天', 'The day after')} onClick={() => move(1)} />
          </>
        )
      }
    >
      {may('station.read') ? (
        <Tabs
          label={t('流动站', 'Mobile station')}
          value={part}
          onChange={(to) => set({ part: to === 'day' ? '' : to })}
          tabs={[
            { value: 'day', label: t('安排与结果', 'Days') },
            { value: 'patrols', label: t('巡查清单', 'Lists') },
            ...(may('tablet.read') ? [{ value: 'tablets' as const, label: t('平板', 'Tablets') }] : []),
          ]}
        >
          {part === 'day' && <Day key={day} day={day} />}
          {part === 'patrols' && <Patrols />}
          {part === 'tablets' && <Tablets />}
        </Tabs>
      ) : (
        <Findings key={day} day={day} />
      )}
    </Page>
  )
}
