// Patrol lists: written by the lead line by line, each publication a new version.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import type { Wire } from '#web/client.ts'
import { useMayEver } from '#web/me.tsx'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import type { Item, PatrolLine } from '../contract.ts'
import { wayWords } from '../words.ts'

type Patrol = Wire<PatrolLine>
const ways = ['look', 'ask', 'fault'] as const

/** A key that no line of the list has: an item keeps its own through all versions, so that answers can be compared. */
const freshKey = (items: readonly Item[]): string => {
  let n = items.length + 1
  while (items.some(({ key }) => key === `item-${n}`)) n++
  return `item-${n}`
}

const Editor = ({ patrol, onDone }: { patrol: Patrol | null; onDone: () => void }) => {
  const blank: Item = { key: 'item-1', way: 'look', place: '', text: '' }
  const form = useForm({ name: patrol?.name ?? '', items: patrol ? [...patrol.items] : [blank] })
  const create = useDo(api.patrols.create, {
    inForm: true,
    says: ({ version }) => t(`已发布第 ${version} 版`, `Version ${version} published`),
    done: onDone,
    changes: ['station'],
  })
  const { items } = form.values
  const set = (i: number, patch: Partial<Item>) =>
    form.set({ items: items.map((item, at) => (at === i ? { ...item, ...patch } : item)) })
  return (
    <section className="sheet">
      <h2 className="sheet-title">
        {patrol ? t(`${patrol.name}：新的一版`, `${patrol.name}: a new version`) : t('新清单', 'A new list')}
      </h2>
      <Form
        onSubmit={() => create.run(form.values)}
        onCancel={onDone}
        problem={create.problem}
        busy={create.busy}
        submit={t('发布', 'Publish')}
      >
        {!patrol && (
          <TextField label={t('名称', 'Name')} placeholder={t('门诊巡查', 'Clinic round')} {...form.field('name')} />
        )}
        <ol className="patrol-items">
          {items.map((item, i) => (
            <li key={item.key}>
              <Select
                bare
                label={t('方式', 'Way')}
                value={item.way}
                onChange={(way) => way && set(i, { way })}
                options={ways.map((value) => ({ value, label: t(wayWords[value]) }))}
              />
              <TextField
                bare
                label={t('地点', 'Place')}
                placeholder={t('地点', 'Place')}
                name={`items.${i}.place`}
                value={item.place}
                onChange={(place) => set(i, { place })}
              />
              <TextField
                bare
                label={t('看什么、问什么', 'What')}
                placeholder={t('看什么、问什么', 'What to look at or ask')}
                name={`items.${i}.text`}
                value={item.text}
                onChange={(text) => set(i, { text })}
              />
              <IconButton
                icon="close"
                label={t('去掉这一项', 'Take it away')}
                onClick={() => form.set({ items: items.filter((_, at) => at !== i) })}
              />
            </li>
          ))}
        </ol>
        <div className="actions">
          <Button
            small
            icon="plus"
            onClick={() =>
              form.set({ items: [...items, { ...blank, key: freshKey(items), place: items.at(-1)?.place ?? '' }] })
            }
          >
            {t('加一项', 'Add a line')}
          </Button>
        </div>
      </Form>
    </section>
  )
}

export const Patrols = () => {
  const may = useMayEver()
  const list = useAsk(api.patrols.list, {})
  const retire = useDo(api.patrols.retire, { says: t('已停用', 'Retired') })
  const [editing, setEditing] = useState<Patrol | 'new' | null>(null)
  if (editing) return <Editor patrol={editing === 'new' ? null : editing} onDone={() => setEditing(null)} />
  return (
    <>
      {may('patrol.create') && (
        <div className="actions">
          <Button kind="primary" icon="plus" onClick={() => setEditing('new')}>
            {t('新清单', 'A new list')}
          </Button>
        </div>
      )}
      <Loaded ask={list}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty icon="checks" title={t('还没有巡查清单', 'No list yet')}>
              {t('看、问、找茬：把每处要看要问的写成一行。', 'Look, ask, find fault: a line for each.')}
            </Empty>
          ) : (
            <ul className="patrol-lists">
              {rows.map((it) => (
                <li key={it.id} className="sheet">
                  <h2 className="sheet-title">
                    {it.name} <small>{t(`第 ${it.version} 版`, `v${it.version}`)}</small>
                  </h2>
                  <p className="patrol-by">
                    {it.madeBy} · <Time at={it.madeAt} />
                  </p>
                  <ul>
                    {it.items.map((item) => (
                      <li key={item.key}>
                        <Tag tone="accent">{t(wayWords[item.way])}</Tag> <b>{item.place}</b> {item.text}
                      </li>
                    ))}
                  </ul>
                  {it.can.includes('retire') && (
                    <div className="actions">
                      <Button small onClick={() => setEditing(it)}>
                        {t('改一版', 'A new version')}
                      </Button>
                      <ConfirmButton
                        label={t('停用', 'Retire')}
                        title={t('停用这份清单？', 'Retire this list?')}
                        text={t('已安排的站点照旧使用它。', 'Stations that have it keep it.')}
                        busy={retire.busy}
                        onConfirm={() => retire.run({ id: it.id })}
                      />
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  )
}
