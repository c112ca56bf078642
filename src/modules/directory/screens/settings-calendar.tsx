// The working days: the state's years that the program knows, those entered here, and the hospital's own days.
import { useState } from 'react'
import { stateCalendar } from '#kernel/calendar.ts'
import { dayOf } from '#kernel/time.ts'
import { api, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { useNow } from '#web/ui/clock.ts'
import { DateField, TextArea, TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import type { SettingsNow } from './settings.tsx'

type Own = { readonly day: string; readonly works: boolean; readonly why: string }

const known = Object.keys(stateCalendar.years).sort()

const Years = ({ now, may }: { now: SettingsNow; may: boolean }) => {
  const year = Number(dayOf(useNow()).slice(0, 4))
  // The years to be entered: those that were, this one and the next as far as the program does not know them.
  const wanted = [...new Set([...Object.keys(now.calendarYears), String(year), String(year + 1)])]
    .filter((one) => !known.includes(one))
    .sort()
  const [notices, setNotices] = useState<Readonly<Record<string, string>>>(now.calendarYears)
  const change = useDo(api.settings.change, { inForm: true, says: t('日历已更新', 'The calendar is renewed') })
  const submit = () =>
    change.run({
      calendarYears: Object.fromEntries(Object.entries(notices).filter(([, notice]) => notice.trim() !== '')),
    })
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('国务院放假安排', 'The State Council’s notices')}</h2>
      <p className="about">
        {t(
          `程序自带 ${known[0]}–${known.at(-1)} 年。新的一年公布后（通常在 11 月）在这里补一行。`,
          `The program knows ${known[0]}–${known.at(-1)}. Add the next year when it is announced, usually in November.`,
        )}
      </p>
      {wanted.length > 0 && (
        <Form
          onSubmit={submit}
          problem={change.problem}
          {...(may ? { submit: t('保存', 'Save') } : {})}
          busy={change.busy}
        >
          {wanted.map((one) => (
            <TextArea
              key={one}
              label={t(`${one} 年`, one)}
              name={`calendarYears.${one}`}
              value={notices[one] ?? ''}
              onChange={(notice) => setNotices((before) => ({ ...before, [one]: notice }))}
              placeholder="元旦 01-01~01-03; 春节 02-15~02-23 +02-14 +02-28; 国庆 10-01~10-07 +09-20"
              hint={t(
                '节日、放假日期，调休上班的日子前加 +；节日之间用分号',
                'Festival, days off, + before a day worked instead; semicolons between',
              )}
              maxLength={2000}
              rows={2}
            />
          ))}
        </Form>
      )}
    </section>
  )
}

const Exceptions = ({ now, may }: { now: SettingsNow; may: boolean }) => {
  const [days, setDays] = useState<readonly (Own & { readonly key: number })[]>(() =>
    now.calendarExceptions.map((one, key) => ({ ...one, key })),
  )
  const change = useDo(api.settings.change, { inForm: true, says: t('日历已更新', 'The calendar is renewed') })
  const put = (key: number, patch: Partial<Own>) =>
    setDays((before) => before.map((one) => (one.key === key ? { ...one, ...patch } : one)))
  const add = () =>
    setDays((before) => [
      ...before,
      { key: Math.max(0, ...before.map((one) => one.key)) + 1, day: '', works: false, why: '' },
    ])
  const dirty = JSON.stringify(days.map(({ key: _, ...one }) => one)) !== JSON.stringify(now.calendarExceptions)
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('本院例外', 'The hospital’s own days')}</h2>
      <p className="about">
        {t(
          '院庆、停电检修、周六照常上班等；优先于国家安排。',
          'A founding day, a Saturday that is worked; they outrank the state’s calendar.',
        )}
      </p>
      <Form
        onSubmit={() => change.run({ calendarExceptions: days.map(({ key: _, ...one }) => one) })}
        problem={change.problem}
        {...(may && (dirty || days.length > 0) ? { submit: t('保存', 'Save') } : {})}
        busy={change.busy}
        extra={
          may && days.length > 0 ? (
            <Button icon="plus" onClick={add}>
              {t('再加一天', 'Another day')}
            </Button>
          ) : undefined
        }
      >
        {days.length === 0 && <p className="faint">{t('没有例外。', 'None.')}</p>}
        {days.map(({ key, day, works, why }, i) => (
          <div key={key} className="exception" data-field={`calendarExceptions.${i}`}>
            <DateField
              label={t('日期', 'Day')}
              name={`calendarExceptions.${i}.day`}
              value={day}
              onChange={(to) => put(key, { day: to })}
            />
            <RadioRow
              label={t('当天', 'It is')}
              value={works ? 'works' : 'off'}
              disabled={!may}
              onChange={(to) => put(key, { works: to === 'works' })}
              options={[
                { value: 'off', label: t('休息', 'Off') },
                { value: 'works', label: t('上班', 'Worked') },
              ]}
            />
            <TextField
              label={t('原因', 'Why')}
              name={`calendarExceptions.${i}.why`}
              value={why}
              onChange={(to) => put(key, { why: to })}
              maxLength={100}
            />
            {may && (
              <IconButton
                icon="close"
                label={t(`去掉 ${day || t('这一天', 'this day')}`, `Remove ${day || 'this day'}`)}
                onClick={() => setDays((before) => before.filter((one) => one.key !== key))}
              />
            )}
          </div>
        ))}
      </Form>
      {may && days.length === 0 && (
        <div className="actions after">
          <Button icon="plus" onClick={add}>
            {t('添加一天', 'Add a day')}
          </Button>
        </div>
      )}
    </section>
  )
}

export const CalendarSettings = ({ now, may }: { now: SettingsNow; may: boolean }) => (
  <div className="stack">
    <Years now={now} may={may} />
    <Exceptions now={now} may={may} />
  </div>
)
