// The form of judging, version by version, and writing the next one.
import { type ReactNode, useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { NumberField, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import type { FormLine } from '../contract.ts'
import { qualityFormLifecycle } from '../lifecycle.ts'

type Line = Wire<FormLine>
type Item = Line['items'][number]

const Items = ({ items, passing }: Pick<Line, 'items' | 'passing'>) => (
  <>
    <table className="small-table">
      <tbody>
        {items.map((item) => (
          <tr key={item.key}>
            <th scope="row">
              {item.name} {item.critical && <Tag tone="warn">{t('一票否决', 'Critical')}</Tag>}
            </th>
            <td className="right">{item.weight}</td>
            <td>{item.help}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p className="hint">
      {t(`${passing} 分通过；不涉及的项目不计入。`, `${passing} passes; what was not asked for is left out.`)}
    </p>
  </>
)

const Editing = ({ from, onDone }: { from: Line; onDone: () => void }) => {
  const [items, setItems] = useState<Item[]>(from.items)
  const form = useForm({ passing: from.passing as number | null, why: '' })
  const create = useDo(api.qualityForms.create, { inForm: true, says: t('已存为草稿，启用后生效', 'Kept as a draft') })
  const change = (i: number, patch: Partial<Item>) =>
    setItems((all) => all.map((item, k) => (k === i ? { ...item, ...patch } : item)))
  const add = () =>
    setItems((all) => [
      ...all,
      { key: `item-${Date.now().toString(36)}`, name: '', help: '', weight: 5, critical: false },
    ])
  return (
    <Form
      onSubmit={async () => {
        if (await create.run({ passing: form.values.passing ?? 0, why: form.values.why, items })) onDone()
      }}
      problem={create.problem}
      busy={create.busy}
      submit={t('存为草稿', 'Keep as a draft')}
      onCancel={onDone}
      extra={
        <Button icon="plus" onClick={add}>
          {t('加一项', 'Add an item')}
        </Button>
      }
    >
      {items.map((item, i) => (
        <div key={item.key} className="check-edit">
          <TextField
            label={t('项目', 'Item')}
            name={`items.${i}.name`}
            value={item.name}
            onChange={(name) => change(i, { name })}
            maxLength={30}
          />
          <TextField
            label={t('怎样算做到', 'When it is met')}
            name={`items.${i}.help`}
            value={item.help}
            onChange={(help) => change(i, { help })}
            maxLength={200}
          />
          <NumberField
            label={t('分值', 'Weight')}
            name={`items.${i}.weight`}
            value={item.weight}
            onChange={(weight) => change(i, { weight: weight ?? 1 })}
            min={1}
            max={100}
            step={1}
          />
          <Check
            label={t('一票否决', 'Critical')}
            value={item.critical}
            onChange={(critical) => change(i, { critical })}
          />
          <Button small kind="quiet" onClick={() => setItems((all) => all.filter((_, k) => k !== i))}>
            {t('去掉', 'Remove')}
          </Button>
        </div>
      ))}
      <NumberField {...form.field('passing')} label={t('多少分通过', 'Passes from')} min={0} max={100} step={1} />
      <TextField {...form.field('why')} label={t('改了什么，为什么', 'What is changed, and why')} />
    </Form>
  )
}

export const Forms = ({ views }: { views: ReactNode }) => {
  const ask = useAsk(api.qualityForms.list, {})
  const [editing, setEditing] = useState(false)
  const publish = useDo(api.qualityForms.publish, { says: t('已启用', 'In force') })
  return (
    <Page
      title={t('评分表', 'Quality form')}
      about={t(
        '在用的不改动；要改就写新的一版，启用后按新版评分。',
        'What is in force is never edited; a change is the next version.',
      )}
      actions={views}
    >
      <Loaded ask={ask}>
        {({ rows }) => (
          <>
            {editing && rows[0] ? (
              <Editing from={rows[0]} onDone={() => setEditing(false)} />
            ) : (
              <Button kind="primary" icon="plus" onClick={() => setEditing(true)}>
                {t('写新的一版', 'Write the next version')}
              </Button>
            )}
            {rows.map((row, i) => (
              <Fold
                key={row.id}
                open={i === 0}
                title={
                  <>
                    {t(`第 ${row.version} 版`, `Version ${row.version}`)}{' '}
                    <StateDot
                      life={qualityFormLifecycle}
                      status={row.status}
                      tone={row.status === 'published' ? 'accent' : 'plain'}
                    />
                  </>
                }
                aside={row.publishedAt && <DayText day={row.publishedAt.slice(0, 10)} />}
              >
                <p>{row.why}</p>
                <Items items={row.items} passing={row.passing} />
                {row.can.includes('publish') && (
                  <Button busy={publish.busy} onClick={() => void publish.run({ id: row.id })}>
                    {t('启用这一版', 'Put in force')}
                  </Button>
                )}
              </Fold>
            ))}
          </>
        )}
      </Loaded>
    </Page>
  )
}
