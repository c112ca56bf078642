// The roster: who is on which shift of which day, a week at a time, and loudly which hours nobody covers.
import { useState } from 'react'
import { roleWords } from '#kernel/permission.ts'
import { addDays, type Day, dayOf, isDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver, useMe } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Button, IconButton, PrintButton } from '#web/ui/button.tsx'
import { useNow } from '#web/ui/clock.ts'
import { Select } from '#web/ui/field.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Page, usePhone } from '#web/ui/layout.tsx'
import { Empty, ErrorNote, Note, Skeleton } from '#web/ui/states.tsx'
import './office.css'
import { usePlaces } from './places.ts'
import { RosterDays, RosterGrid, type Someone } from './roster-grid.tsx'
import { RosterNow } from './roster-now.tsx'
import { gapWords, mondayOf, type Place, type Roster, short } from './roster-week.ts'
import { ShiftForm } from './shift-form.tsx'

const keyOf = (day: Day, shiftId: string) => `${day} ${shiftId}`

/** Who is on a shift, with what was pressed and is still on its way. */
const usePlan = (roster: { data?: Roster | undefined; refetch: () => Promise<unknown> }) => {
  const set = useDo(api.duties.set)
  const [changed, setChanged] = useState<Readonly<Record<string, readonly string[]>>>({})
  const saved = (day: Day, shiftId: string) =>
    (roster.data?.rows ?? []).filter((row) => row.day === day && row.shiftId === shiftId).map((row) => row.staffId)
  const onShift = (day: Day, shiftId: string) => changed[keyOf(day, shiftId)] ?? saved(day, shiftId)
  const put = async (day: Day, shiftId: string, staffIds: readonly string[]) => {
    const key = keyOf(day, shiftId)
    setChanged((before) => ({ ...before, [key]: staffIds }))
    await set.run({ day, shiftId, staffIds: [...staffIds] })
    await roster.refetch()
    // A later press on the same shift is still on its way: it shows until its own answer is here.
    setChanged((before) => {
      if (before[key] !== staffIds) return before
      const { [key]: _, ...rest } = before
      return rest
    })
  }
  return { onShift, put, busy: set.busy }
}

const Gaps = ({ gaps }: { gaps: Roster['gaps'] }) => {
  const { campusOf } = usePlaces()
  if (gaps.length === 0) return null
  const shown = gaps.slice(0, 8)
  return (
    <Note
      tone="bad"
      title={t(`有 ${gaps.length} 段时间无人值守`, `Nobody is there in ${gaps.length} stretches of time`)}
    >
      <ul className="gaps">
        {shown.map((gap) => (
          <li key={`${gap.campusId} ${gap.from}`}>
            {campusOf(gap.campusId)} {gapWords(gap)}
          </li>
        ))}
        {gaps.length > shown.length && (
          <li>{t(`还有 ${gaps.length - shown.length} 段`, `${gaps.length - shown.length} more`)}</li>
        )}
      </ul>
    </Note>
  )
}

export const Screen = () => {
  const today = dayOf(useNow())
  const [filters, setFilters] = useFilters<'week'>()
  const monday = filters.week && isDay(filters.week) ? mondayOf(filters.week) : mondayOf(today)
  const days = Array.from({ length: 7 }, (_, i) => addDays(monday, i))
  const mayEver = useMayEver()
  const { person: me } = useMe()
  const phone = usePhone()
  const places = usePlaces()
  const maySet = mayEver('duty.set')
  const roster = useAsk(api.duties.list, { from: monday, to: days[6]! }, { keep: true })
  const last = useAsk(api.duties.list, { from: addDays(monday, -7), to: addDays(monday, -1) }, { on: maySet })
  const staff = useAsk(api.staff.list)
  const shifts = useAsk(api.shifts.list)
  const plan = usePlan(roster)
  const copy = useDo(api.duties.copy, { says: t('已照上周排好', 'Copied from the week before') })
  const swap = useDo(api.duties.swap, { says: t('已换班', 'Swapped') })
  const [swapping, setSwapping] = useState(false)
  const [picked, setPicked] = useState<Place | null>(null)
  const [editing, setEditing] = useState(false)
  const [others, setOthers] = useState<readonly string[]>([])

  const on = ({ day, shiftId, staffId }: Place) => plan.onShift(day, shiftId).includes(staffId)
  const endSwap = () => {
    setSwapping(false)
    setPicked(null)
  }
  const pick = async (place: Place) => {
    if (!on(place)) return
    if (!picked || picked.staffId === place.staffId) return setPicked(place)
    await swap.run({ one: picked, other: place })
    endSwap()
  }
  const toggle = (place: Place) => {
    if (swapping) return void pick(place)
    const now = plan.onShift(place.day, place.shiftId)
    const next = on(place) ? now.filter((id) => id !== place.staffId) : [...now, place.staffId]
    void plan.put(place.day, place.shiftId, next)
  }

  const move = (by: number) => setFilters({ week: addDays(monday, by * 7) })
  useShortcut('ArrowLeft', () => move(-1), { words: w('上一周', 'Week before') })
  useShortcut('ArrowRight', () => move(1), { words: w('下一周', 'Week after') })
  useShortcut('Escape', endSwap, { on: swapping })

  const active = (staff.data?.rows ?? []).filter(({ status }) => status === 'active')
  const planned = new Set([...(roster.data?.rows ?? []).map(({ staffId }) => staffId), ...others])
  const people: Someone[] = (staff.data?.rows ?? [])
    .filter((one) => planned.has(one.id) || (one.status === 'active' && (one.role === 'agent' || one.role === 'lead')))
    .map((one) => ({ id: one.id, name: one.name, where: places.campusOf(one.campusId) || t(roleWords[one.role]) }))
  const used = new Set((roster.data?.rows ?? []).map(({ shiftId }) => shiftId))
  const shown = (shifts.data?.rows ?? []).filter((one) => one.active || used.has(one.id))
  const empty = (roster.data?.rows ?? []).length === 0
  const error = roster.error ?? staff.error ?? shifts.error
  const week = { days, today, shifts: shown, people, me: me.id, maySet, on, onToggle: toggle, swapping, picked }
  const copying = () => copy.run({ week: monday, like: addDays(monday, -7) })

  return (
    <Page
      wide
      title={t('排班', 'Roster')}
      about={t(
        '随访任务分给“分随访任务”班次上的人；整天没有排班按全员在岗。呼叫和交班都按这张表。',
        'Calls are allotted to those on a calling shift; on a day without anybody, to everybody. Alarms and hand-overs follow this table.',
      )}
      actions={
        <>
          <span className="week">
            <IconButton icon="left" label={t('上一周', 'Week before')} onClick={() => move(-1)} />
            <b>
              {short(monday)} – {short(days[6]!)}
            </b>
            <IconButton icon="right" label={t('下一周', 'Week after')} onClick={() => move(1)} />
          </span>
          {monday !== mondayOf(today) && (
            <Button kind="quiet" onClick={() => setFilters({ week: '' })}>
              {t('本周', 'This week')}
            </Button>
          )}
          {maySet && !empty && (
            <Button icon="swap" aria-pressed={swapping} onClick={() => (swapping ? endSwap() : setSwapping(true))}>
              {swapping ? t('取消换班', 'Cancel') : t('换班', 'Swap')}
            </Button>
          )}
          {maySet &&
            (last.data?.rows ?? []).length > 0 &&
            (empty ? (
              <Button icon="calendar" busy={copy.busy} onClick={() => void copying()}>
                {t('照上周排', 'As the week before')}
              </Button>
            ) : (
              <ConfirmButton
                label={t('照上周排', 'As the week before')}
                title={t('用上周的排班替换本周？', 'Replace this week by the one before?')}
                text={t('本周已有的排班会被替换。', 'What is set for this week is replaced.')}
                busy={copy.busy}
                onConfirm={copying}
              />
            ))}
          {mayEver('shift.set') && (
            <Button icon="clock" onClick={() => setEditing(!editing)}>
              {t('班次', 'Shifts')}
            </Button>
          )}
          <Go to="/chains" className="button plain">
            <span>{t('值班链', 'On-call chains')}</span>
          </Go>
          <PrintButton />
        </>
      }
    >
      {!roster.data || !staff.data || !shifts.data ? (
        error ? (
          <ErrorNote error={error} retry={() => Promise.all([roster.refetch(), staff.refetch(), shifts.refetch()])} />
        ) : (
          <Skeleton lines={10} />
        )
      ) : people.length === 0 ? (
        <Empty icon="people" title={t('还没有回访员', 'No agent yet')}>
          {t('请信息科先在“人员”中新增回访员。', 'Ask the administrator to add agents.')}
        </Empty>
      ) : (
        <>
          <RosterNow />
          {editing && <ShiftForm shifts={shifts.data.rows} onDone={() => setEditing(false)} />}
          {empty ? (
            <Note>{t('这一周还没有排班，按全员在岗。', 'Nobody is set for this week: everybody counts.')}</Note>
          ) : (
            <Gaps gaps={roster.data.gaps} />
          )}
          {swapping && (
            <Note tone="warn">
              {picked
                ? t('再点另一人的班，两人互换。', 'Now press the shift of the other one.')
                : t('先点要换的班。', 'Press the shift that is to be swapped.')}
            </Note>
          )}
          {phone ? (
            <RosterDays week={week} onSet={(day, shiftId, ids) => void plan.put(day, shiftId, ids)} />
          ) : (
            <RosterGrid week={week} covered={(day, shiftId) => plan.onShift(day, shiftId).length} />
          )}
          {maySet && (
            <div className="roster-more no-print">
              <Select
                label={t('让其他人也排班', 'Put others on the roster')}
                value=""
                empty={t('选择人员…', 'Choose…')}
                onChange={(id) => id && setOthers((before) => [...before, id])}
                options={active
                  .filter(({ id }) => !people.some((one) => one.id === id))
                  .map((one) => ({ value: one.id, label: `${one.name}（${t(roleWords[one.role])}）` }))}
              />
            </div>
          )}
        </>
      )}
    </Page>
  )
}
