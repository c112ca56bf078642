// The day: where the station stands, what has changed since the tablet left, and what was found and waits to be mended.
import { useEffect, useState } from 'react'
import type { Wire } from '#web/client.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { FindingLine } from '../../contract.ts'
import { hours } from './parts.tsx'
import { api, sendAll, useLine } from './sending.ts'
import { accept, type Changed, type Station, useKnown } from './store.ts'

const Plan = ({ it }: { it: Station }) => (
  <div className={it.status === 'cancelled' ? 'plan cancelled' : 'plan'}>
    <strong>{it.place}</strong>
    <span>
      {it.campus} · {hours(it)}
    </span>
    <small>{it.staff.join('、')}</small>
    {it.patrol && <small>{t(`巡查：${it.patrol}，${it.items} 项`, `Round: ${it.patrol}, ${it.items} items`)}</small>}
    {it.note && <small>{it.note}</small>}
    {it.status === 'cancelled' && <Tag tone="bad">{t(`已取消：${it.reason}`, `Cancelled: ${it.reason}`)}</Tag>}
  </div>
)

const Differs = ({ it }: { it: Changed }) => (
  <Note tone="warn" title={t('安排有变', 'The plan has changed')}>
    <div className="sides">
      <div>
        <small>{t('您手上的', 'What you have')}</small>
        <Plan it={it.before} />
      </div>
      <div>
        <small>{t('现在的', 'What it is now')}</small>
        <Plan it={it.now} />
      </div>
    </div>
    <Button onClick={() => void accept(it.now.id)}>{t('知道了，按新的来', 'Seen; by the new one')}</Button>
  </Note>
)

const Finding = ({ it, onDone }: { it: Wire<FindingLine>; onDone: () => void }) => {
  const [how, setHow] = useState('')
  const [problem, setProblem] = useState('')
  const mend = () =>
    api.findings
      .mend({ id: it.id, how })
      .then(onDone)
      .catch((error: Error) => setProblem(error.message))
  return (
    <li className="finding">
      <strong>{it.place}</strong>
      <span>
        {it.itemText}
        {it.words && `：${it.words}`}
      </span>
      {it.status === 'open' ? (
        <>
          <TextField label={t('怎样整改的', 'How it was mended')} value={how} onChange={setHow} autoComplete="off" />
          <Button onClick={() => void mend()}>{t('已整改', 'Mended')}</Button>
        </>
      ) : (
        <Tag tone={it.status === 'mended' ? 'good' : 'accent'}>
          {it.status === 'mended'
            ? it.sameDay
              ? t('当天整改', 'Mended the same day')
              : t('已整改', 'Mended')
            : t('已转诉求', 'Made a case')}
        </Tag>
      )}
      {problem && <Note tone="bad">{problem}</Note>}
    </li>
  )
}

/** What was found today; seen with a network only, for others mend it too. */
const Findings = () => {
  const line = useLine()
  const { luggage } = useKnown()
  const [rows, setRows] = useState<Wire<FindingLine>[] | null>(null)
  const day = luggage?.day
  const ask = () => {
    if (day)
      void api.findings
        .list({ day })
        .then((reply) => setRows(reply.rows))
        .catch(() => setRows(null))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever something was sent
  useEffect(ask, [line === 'resting', day])
  if (!rows || rows.length === 0) return null
  return (
    <div className="card">
      <h2>{t('今天发现的问题', 'Found today')}</h2>
      <ul>
        {rows.map((it) => (
          <Finding key={it.id} it={it} onDone={ask} />
        ))}
      </ul>
    </div>
  )
}

export const Today = () => {
  const { luggage, changed, me } = useKnown()
  const its = luggage?.stations ?? []
  const mine = its.filter(({ staffIds }) => staffIds.includes(me?.id ?? ''))
  const others = its.filter((one) => !mine.includes(one))
  return (
    <section>
      <div className="headline">
        <h1>{t('今天', 'Today')}</h1>
        <Button small icon="again" onClick={() => void sendAll()}>
          {t('刷新', 'Refresh')}
        </Button>
      </div>
      {changed.map((it) => (
        <Differs key={it.now.id} it={it} />
      ))}
      {its.length === 0 && (
        <Empty icon="pin" title={t('今天没有安排站点', 'No station today')}>
          {t('照样可以登记诉求和测评。', 'Matters and surveys can be registered all the same.')}
        </Empty>
      )}
      {mine.length > 0 && (
        <div className="card">
          <h2>{t('我的站点', 'Mine')}</h2>
          {mine.map((it) => (
            <Plan key={it.id} it={it} />
          ))}
        </div>
      )}
      {others.length > 0 && (
        <div className="card">
          <h2>{t('其他站点', 'Others')}</h2>
          {others.map((it) => (
            <Plan key={it.id} it={it} />
          ))}
        </div>
      )}
      <Findings />
    </section>
  )
}
