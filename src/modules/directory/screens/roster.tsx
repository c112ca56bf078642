// The roster: who is on duty on which day, a week at a time; a day without anybody counts everybody as present.
import { useState } from 'react'
import { roleWords } from '#kernel/permission.ts'
import { addDays, type Day, dayOf, isDay, sayWeekday, weekday } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver, useMe } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Button, IconButton } from '#web/ui/button.tsx'
import { CheckRow } from '#web/ui/choose.tsx'
import { useNow } from '#web/ui/clock.ts'
import { useShortcut } from '#web/ui/keys.tsx'
import { language, t } from '#web/ui/language.ts'
import { ConfirmButton, Page, usePhone } from '#web/ui/layout.tsx'
import { Empty, ErrorNote, Note, Skeleton } from '#web/ui/states.tsx'
import { toast } from '#web/ui/toast.tsx'
import './office.css'
import { usePlaces } from './places.ts'

const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day))

const short = (day: Day): string => day.slice(5).replace('-', '/').replace(/^0/, '')

type Someone = { readonly id: string; readonly name: string; readonly where: string }

export const Screen = () => {
  const today = dayOf(useNow())
  const [filters, setFilters] = useFilters<'week'>()
  const monday = filters.week && isDay(filters.week) ? mondayOf(filters.week) : mondayOf(today)
  const sunday = addDays(monday, 6)
  const days = Array.from({ length: 7 }, (_, i) => addDays(monday, i))
  const mayEver = useMayEver()
  const { person: me } = useMe()
  const phone = usePhone()
  const places = usePlaces()
  const maySet = mayEver('duty.set')
  // The week before is read with it: it can be copied.
  const duties = useAsk(api.duties.list, { from: addDays(monday, -7), to: sunday }, { keep: true })
  const staff = useAsk(api.staff.list)
  const set = useDo(api.duties.set)
  const [changed, setChanged] = useState<Readonly<Record<Day, readonly string[]>>>({})
  const [copying, setCopying] = useState(false)

  const saved = (day: Day) => (duties.data?.rows ?? []).filter((row) => row.day === day).map((row) => row.staffId)
  const onDuty = (day: Day): readonly string[] => changed[day] ?? saved(day)
  const put = async (day: Day, staffIds: readonly string[]) => {
    setChanged((before) => ({ ...before, [day]: staffIds }))
    await set.run({ day, staffIds: [...staffIds] })
    await duties.refetch()
    // A later press on the same day is still on its way: it shows until its own answer is here.
    setChanged((before) => {
      if (before[day] !== staffIds) return before
      const { [day]: _, ...rest } = before
      return rest
    })
  }
  const toggle = (day: Day, id: string) => {
    const now = onDuty(day)
    void put(day, now.includes(id) ? now.filter((one) => one !== id) : [...now, id])
  }
  const before = days.map((day) => saved(addDays(day, -7)))
  const copy = async () => {
    setCopying(true)
    for (const [i, day] of days.entries()) await put(day, before[i]!)
    setCopying(false)
    toast(t('已照上周排好', 'Copied from the week before'))
  }

  const move = (by: number) => setFilters({ week: addDays(monday, by * 7) })
  useShortcut('ArrowLeft', () => move(-1), { words: w('上一周', 'Week before') })
  useShortcut('ArrowRight', () => move(1), { words: w('下一周', 'Week after') })

  const people: Someone[] = (staff.data?.rows ?? [])
    .filter(
      (one) =>
        (one.status === 'active' && (one.role === 'agent' || one.role === 'lead')) ||
        days.some((day) => onDuty(day).includes(one.id)),
    )
    .map((one) => ({ id: one.id, name: one.name, where: places.campusOf(one.campusId) || t(roleWords[one.role]) }))
  const empty = days.every((day) => onDuty(day).length === 0)
  const error = duties.error ?? staff.error

  return (
    <Page
      wide
      title={t('排班', 'Roster')}
      about={t(
        '分配任务时只分给当班的人；没有排班的日子按全员在岗。',
        'Tasks are allotted to those on duty; on a day without anybody, to everybody.',
      )}
      actions={
        <>
          <span className="week">
            <IconButton icon="left" label={t('上一周', 'Week before')} onClick={() => move(-1)} />
            <b>
              {short(monday)} – {short(sunday)}
            </b>
            <IconButton icon="right" label={t('下一周', 'Week after')} onClick={() => move(1)} />
          </span>
          {monday !== mondayOf(today) && (
            <Button kind="quiet" onClick={() => setFilters({ week: '' })}>
              {t('本周', 'This week')}
            </Button>
          )}
          {maySet &&
            before.some((one) => one.length > 0) &&
            (empty ? (
              <Button icon="calendar" busy={copying} onClick={() => void copy()}>
                {t('照上周排', 'As the week before')}
              </Button>
            ) : (
              <ConfirmButton
                label={t('照上周排', 'As the week before')}
                title={t('用上周的排班替换本周？', 'Replace this week by the one before?')}
                text={t('本周已有的排班会被替换。', 'What is set for this week is replaced.')}
                busy={copying}
                onConfirm={copy}
              />
            ))}
        </>
      }
    >
      {!duties.data || !staff.data ? (
        error ? (
          <ErrorNote error={error} retry={() => Promise.all([duties.refetch(), staff.refetch()])} />
        ) : (
          <Skeleton lines={10} />
        )
      ) : people.length === 0 ? (
        <Empty icon="people" title={t('还没有回访员', 'No agent yet')}>
          {t('请信息科先在“人员”中新增回访员。', 'Ask the administrator to add agents.')}
        </Empty>
      ) : (
        <>
          {empty && (
            <Note>{t('这一周还没有排班，按全员在岗。', 'Nobody is set for this week: everybody counts.')}</Note>
          )}
          {phone ? (
            <div className="roster-days">
              {days.map((day) => (
                <section key={day} className={day === today ? 'sheet today' : 'sheet'}>
                  <CheckRow
                    label={`${sayWeekday(day, language())} ${short(day)}`}
                    hint={onDuty(day).length === 0 ? t('未排班，全员在岗', 'Nobody set: everybody') : undefined}
                    disabled={!maySet}
                    value={onDuty(day)}
                    onChange={(ids) => void put(day, ids)}
                    options={people.map((one) => ({ value: one.id, label: one.name }))}
                  />
                </section>
              ))}
            </div>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <section className="table-place roster" aria-label={t('排班', 'Roster')} tabIndex={0}>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t('人员', 'Person')}</th>
                    {days.map((day) => (
                      <th
                        key={day}
                        scope="col"
                        className={`${day === today ? 'today' : ''} ${weekday(day) > 5 ? 'rest' : ''}`}
                      >
                        {sayWeekday(day, language())} <small>{short(day)}</small>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {people.map((one) => (
                    <tr key={one.id} className={one.id === me.id ? 'me' : ''}>
                      <th scope="row">
                        {one.name}
                        <small>{one.where}</small>
                      </th>
                      {days.map((day) => {
                        const on = onDuty(day).includes(one.id)
                        return (
                          <td key={day} className={`${day === today ? 'today' : ''} ${weekday(day) > 5 ? 'rest' : ''}`}>
                            {maySet ? (
                              <label className={on ? 'duty on' : 'duty'}>
                                <input type="checkbox" checked={on} onChange={() => toggle(day, one.id)} />
                                <span className="unseen">
                                  {one.name} {sayWeekday(day, language())}
                                </span>
                                <span aria-hidden="true">{on ? t('当班', 'On') : ''}</span>
                              </label>
                            ) : (
                              on && <span className="duty on">{t('当班', 'On')}</span>
                            )}
                          </td>
                        )
                      })}
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row">{t('当班人数', 'On duty')}</th>
                    {days.map((day) => (
                      <td key={day} className={`${day === today ? 'today' : ''} ${weekday(day) > 5 ? 'rest' : ''}`}>
                        {onDuty(day).length || <span className="faint">{t('全员', 'All')}</span>}
                      </td>
                    ))}
                  </tr>
                </tfoot>
              </table>
            </section>
          )}
        </>
      )}
    </Page>
  )
}
