// What the hospital sets: its name and hotline, the numbers it is judged by within their bounds, its working days.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Tabs } from '#web/ui/layout.tsx'
import { Loaded, Note } from '#web/ui/states.tsx'
import type { settings } from '../contract.ts'
import './office.css'
import { CalendarSettings } from './settings-calendar.tsx'
import { StandardSettings } from './settings-standards.tsx'

export type SettingsNow = Wire<ReplyOf<typeof settings.get>>

const Hospital = ({ now, may }: { now: SettingsNow; may: boolean }) => {
  const form = useForm({
    hospitalName: now.hospitalName,
    hotline: now.hotline,
    pagesAddress: now.pagesAddress,
  })
  const change = useDo(api.settings.change, { inForm: true, says: t('已保存', 'Saved'), changes: ['session'] })
  return (
    <section className="sheet narrow">
      <Form
        onSubmit={() => change.run(form.values)}
        problem={change.problem}
        {...(may ? { submit: t('保存', 'Save') } : {})}
        busy={change.busy}
      >
        <TextField
          {...form.field('hospitalName')}
          label={t('医院名称', 'Name of the hospital')}
          hint={t('显示在页面、话术和打印件上', 'On every page, in the script and on paper')}
          maxLength={80}
        />
        <TextField
          {...form.field('hotline')}
          label={t('对外电话', 'Hotline')}
          optional
          hint={t('患者回拨用；写在反馈表上', 'For those who call back; printed on forms')}
          inputMode="tel"
          maxLength={40}
        />
        <TextField
          {...form.field('pagesAddress')}
          label={t('患者打开网页的地址', 'Where patients open the pages')}
          optional
          hint={t('短信里的链接用它；不填就不发带链接的短信', 'Links in texts begin with it')}
          placeholder="https://"
          maxLength={200}
        />
      </Form>
    </section>
  )
}

type Part = 'hospital' | 'standards' | 'calendar'

export const Screen = () => {
  const [filters, set] = useFilters<'part'>()
  const ask = useAsk(api.settings.get)
  const may = useMayEver()('setting.change')
  const part = (filters.part ?? 'hospital') as Part
  return (
    <Page title={t('设置', 'Settings')} wide actions={<Go to="/posters">{t('打印二维码海报', 'Posters to print')}</Go>}>
      <Loaded ask={ask} lines={14}>
        {(now) => (
          <>
            {now.calendarWarning && (
              <div className="loud">
                <Note
                  tone="bad"
                  title={t('工作日历不完整，办理期限可能算错', 'The calendar is incomplete: deadlines may be wrong')}
                >
                  {now.calendarWarning}
                  {part !== 'calendar' && (
                    <button type="button" className="button small" onClick={() => set({ part: 'calendar' })}>
                      {t('去补全', 'Complete it')}
                    </button>
                  )}
                </Note>
              </div>
            )}
            <Tabs<Part>
              label={t('设置', 'Settings')}
              value={part}
              onChange={(to) => set({ part: to === 'hospital' ? '' : to })}
              tabs={[
                { value: 'hospital', label: t('医院', 'Hospital') },
                { value: 'standards', label: t('时限与指标', 'Deadlines and targets') },
                { value: 'calendar', label: t('工作日历', 'Working days') },
              ]}
            >
              {part === 'hospital' ? (
                <Hospital now={now} may={may} />
              ) : part === 'standards' ? (
                <StandardSettings now={now} may={may} />
              ) : (
                <CalendarSettings now={now} may={may} />
              )}
            </Tabs>
          </>
        )}
      </Loaded>
    </Page>
  )
}
