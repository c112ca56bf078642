// What people said when they were asked on the spot, in their own words.
import { grades } from '#modules/patients/words.ts'
import { api, useAskPages } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'

/** The open words of a day's surveys; without words the figures of the station say enough. */
export const Surveys = ({ day }: { day: string }) => {
  const list = useAskPages(api.entries.list, { day, kind: 'survey', limit: 200 })
  const said = (list.rows ?? []).filter(({ words }) => words !== '')
  if (said.length === 0) return null
  return (
    <Section title={t('测评留言', 'Said in the surveys')} aside={said.length}>
      <ul>
        {said.map((it) => {
          const grade = it.grades?.overall ?? 'fairly'
          return (
            <li key={it.id} className="station-finding">
              <Tag tone={grade === 'dissatisfied' ? 'warn' : 'plain'}>{t(grades[grade])}</Tag>
              <div>
                <p>{it.words}</p>
                <small>
                  {it.station && `${it.station} · `}
                  <Time at={it.madeAt} />
                </small>
              </div>
            </li>
          )
        })}
      </ul>
      <ExportButton of={list.asks} />
    </Section>
  )
}
