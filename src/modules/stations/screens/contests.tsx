// What two wrote differently, side by side: a person decides, and nothing is overwritten.

import { api, useAsk, useDo } from '#web/api.ts'
import type { Wire } from '#web/client.ts'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Time } from '#web/ui/moment.tsx'
import type { EntryLine } from '../contract.ts'
import { contestWords } from '../words.ts'

const Contest = ({ it }: { it: Wire<EntryLine> }) => {
  const said = { changes: ['station', 'finding', 'case'] }
  const choose = useDo(api.entries.choose, { ...said, says: t('已采用', 'Taken') })
  const setAside = useDo(api.entries.setAside, { ...said, says: t('已搁置', 'Set aside') })
  return (
    <li className="station-contest">
      <p>
        <b>{it.itemText || it.number || it.station}</b>
        <span>{t(contestWords[it.contest ?? 'answered-twice'])}</span>
      </p>
      <div className="station-sides">
        <div>
          <small>
            {it.mine.by} · <Time at={it.madeAt} />
          </small>
          <p>{it.mine.says}</p>
        </div>
        <div>
          <small>
            {it.beside?.by ?? t('现在的', 'As it is now')} {it.beside?.at && <Time at={it.beside.at} />}
          </small>
          <p>{it.beside?.says}</p>
        </div>
      </div>
      {it.can.includes('choose') && (
        <div className="actions">
          <Button small busy={choose.busy} onClick={() => void choose.run({ id: it.id })}>
            {t('采用左边', 'Take the left')}
          </Button>
          {it.contest === 'answered-twice' && (
            <Button small busy={choose.busy} onClick={() => void choose.run({ id: it.id, both: true })}>
              {t('两份都留', 'Keep both')}
            </Button>
          )}
          <Button small kind="quiet" busy={setAside.busy} onClick={() => void setAside.run({ id: it.id })}>
            {t('不采用左边', 'Set the left aside')}
          </Button>
        </div>
      )}
    </li>
  )
}

export const Contests = () => {
  const list = useAsk(api.entries.list, { status: 'contested', limit: 50 })
  const rows = list.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Section title={t('待裁决', 'To be decided')} aside={rows.length}>
      <ul>
        {rows.map((it) => (
          <Contest key={it.id} it={it} />
        ))}
      </ul>
    </Section>
  )
}
