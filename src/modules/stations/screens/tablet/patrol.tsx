// The round: what is looked at, asked and searched for, answered with one touch where all is well.
import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Select, TextArea } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Item } from '../../contract.ts'
import { wayWords } from '../../words.ts'
import { keepEntry, Photos, PlacePicker, useDraft, usePlace } from './parts.tsx'
import { type Entry, type PhotoRef, type Station, useKnown } from './store.ts'

type Patrol = { readonly id: string; readonly items: readonly Item[] }

/** The last answer that this tablet gave to the item here. */
const useAnswer = (station: Station, item: Item): Entry | undefined =>
  useKnown().entries.findLast(
    ({ stationId, body }) => stationId === station.id && body.kind === 'answer' && body.answer.itemKey === item.key,
  )

const answer = (
  station: Station,
  patrol: Patrol,
  item: Item,
  before: Entry | undefined,
  more: { outcome: 'ok' | 'found'; words: string; departmentId: string },
  photos: readonly PhotoRef[] = [],
  draft?: string,
) =>
  keepEntry(
    {
      stationId: station.id,
      ofId: before && before.state !== 'refused' ? before.id : null,
      title: `${item.text}：${more.outcome === 'ok' ? '没问题' : more.words || '发现问题'}`.slice(0, 60),
      body: {
        kind: 'answer',
        answer: {
          patrolId: patrol.id,
          itemKey: item.key,
          itemText: item.text,
          place: item.place,
          outcome: more.outcome,
          words: more.words.trim(),
          departmentId: more.departmentId || null,
        },
      },
      ...(draft ? { draft } : {}),
    },
    photos,
  )

const Found = ({
  station,
  patrol,
  item,
  before,
  onDone,
}: {
  station: Station
  patrol: Patrol
  item: Item
  before: Entry | undefined
  onDone: () => void
}) => {
  const draft = `found-${station.id}-${item.key}`
  const { luggage } = useKnown()
  const { values, set, reset } = useDraft(draft, { words: '', departmentId: '', photos: [] as PhotoRef[] })
  const keep = async () => {
    reset()
    await answer(station, patrol, item, before, { outcome: 'found', ...values }, values.photos, draft)
    onDone()
  }
  return (
    <div className="faulty">
      <TextArea
        label={t('发现了什么', 'What was found')}
        rows={2}
        value={values.words}
        onChange={(words) => set({ words })}
      />
      <Select
        label={t('哪个科室处理', 'Who should mend it')}
        optional
        empty={t('不清楚', 'Not known')}
        value={values.departmentId}
        onChange={(departmentId) => set({ departmentId })}
        options={(luggage?.departments ?? []).map(({ id, name, campus }) => ({
          value: id,
          label: `${name}（${campus}）`,
        }))}
      />
      <Photos value={values.photos} onChange={(photos) => set({ photos })} />
      <div className="actions">
        <Button kind="primary" onClick={() => void keep()}>
          {t('记下，当天整改', 'Keep; to be mended today')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {t('取消', 'Cancel')}
        </Button>
      </div>
    </div>
  )
}

const Line = ({ station, patrol, item }: { station: Station; patrol: Patrol; item: Item }) => {
  const before = useAnswer(station, item)
  const [finding, setFinding] = useState(false)
  const said = before?.body.kind === 'answer' ? before.body.answer : null
  return (
    <li className={said ? `item ${said.outcome}` : 'item'}>
      <div className="asked">
        <Tag tone="accent">{t(wayWords[item.way])}</Tag>
        <span>{item.text}</span>
      </div>
      <fieldset className="actions" aria-label={item.text}>
        <Button
          kind={said?.outcome === 'ok' ? 'primary' : 'plain'}
          icon="check"
          aria-pressed={said?.outcome === 'ok'}
          onClick={() =>
            said?.outcome !== 'ok' &&
            void answer(station, patrol, item, before, { outcome: 'ok', words: '', departmentId: '' })
          }
        >
          {t('没问题', 'All well')}
        </Button>
        <Button
          kind={said?.outcome === 'found' ? 'danger' : 'plain'}
          icon="alert"
          aria-pressed={said?.outcome === 'found'}
          onClick={() => setFinding(true)}
        >
          {t('有问题', 'Found')}
        </Button>
      </fieldset>
      {said?.words && !finding && <p className="said">{said.words}</p>}
      {finding && <Found {...{ station, patrol, item, before }} onDone={() => setFinding(false)} />}
    </li>
  )
}

export const PatrolPage = () => {
  const { luggage, entries } = useKnown()
  const place = usePlace()
  const { station } = place
  const patrol = luggage?.patrols.find(({ id }) => id === station?.patrolId)
  if (!station || !patrol)
    return (
      <section>
        <h1>{t('巡查', 'Round')}</h1>
        <PlacePicker {...place} />
        <Empty icon="checks" title={t('这个站点没有巡查清单', 'No list for this station')}>
          {t('请组长在“流动站”里安排。', 'The lead plans it under “Stations”.')}
        </Empty>
      </section>
    )
  const places = [...new Set(patrol.items.map((item) => item.place))]
  const done = patrol.items.filter((item) =>
    entries.some(
      ({ stationId, body }) => stationId === station.id && body.kind === 'answer' && body.answer.itemKey === item.key,
    ),
  ).length
  return (
    <section>
      <div className="headline">
        <h1>{patrol.name}</h1>
        <span>{t(`${done} / ${patrol.items.length} 项`, `${done} of ${patrol.items.length}`)}</span>
      </div>
      <PlacePicker {...place} />
      {places.map((where) => (
        <div key={where} className="card">
          <h2>{where}</h2>
          <ul>
            {patrol.items.flatMap((item) =>
              item.place === where ? [<Line key={`${station.id}${item.key}`} {...{ station, patrol, item }} />] : [],
            )}
          </ul>
        </div>
      ))}
    </section>
  )
}
