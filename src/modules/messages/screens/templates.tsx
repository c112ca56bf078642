// The hospital's wordings: what a text may say, its versions, who approved it, and whether it may go twice.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag, type Tone } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { templates } from '../contract.ts'
import { templateLifecycle } from '../lifecycle.ts'
import { variables } from '../wording.ts'
import './messages.css'

type Line = Wire<ReplyOf<typeof templates.list>>['rows'][number]

const tones: Record<Line['status'], Tone> = { draft: 'accent', approved: 'good', retired: 'plain' }

const State = ({ row }: { row: Line }) => (
  <StateDot life={templateLifecycle} status={row.status} tone={tones[row.status]} />
)

const columnsOf = (): Column<Line>[] => [
  {
    key: 'name',
    head: t('名称', 'Name'),
    card: 'title',
    cell: (row) => (
      <>
        {row.name} <small>{t(`第 ${row.version} 版`, `v${row.version}`)}</small>
      </>
    ),
  },
  { key: 'state', head: t('状态', 'State'), width: '92px', card: 'aside', cell: (row) => <State row={row} /> },
]

const repetitions = () =>
  [
    {
      value: 'at-least-once',
      label: t('再发一次', 'Send it again'),
      hint: t('重复收到也无妨，例如验证码、答复通知', 'Twice does no harm: codes, notices'),
    },
    {
      value: 'at-most-once',
      label: t('不再发，由人决定', 'Never; a person decides'),
      hint: t('重复会打扰人，例如提醒、确认', 'Twice would disturb: reminders'),
    },
  ] as const

const Writing = ({
  of,
  draft,
  onDone,
  onCancel,
}: {
  of?: Line
  draft?: Line
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const begin = draft ?? of
  const form = useForm({
    name: begin?.name ?? '',
    text: begin?.text ?? '',
    repetition: begin?.repetition ?? ('at-least-once' as Line['repetition']),
    gatewayCode: begin?.gatewayCode ?? '',
  })
  const write = useDo(api.templates.write, { inForm: true, says: t('已提交批准', 'Handed in for approval') })
  const change = useDo(api.templates.change, { inForm: true, says: t('已修改', 'Changed') })
  const it = draft ? change : write
  const submit = async () => {
    const reply = draft
      ? await change.run({ id: draft.id, ...form.values })
      : await write.run({ ...form.values, ...(of ? { of: of.key } : {}) })
    if (reply) onDone(reply.id)
  }
  const title = draft ? t('修改模板', 'Change') : of ? t('写新版本', 'A new version') : t('新模板', 'A new template')
  return (
    <Panel head={<h2 className="panel-title">{title}</h2>}>
      <Form
        onSubmit={submit}
        problem={it.problem}
        busy={it.busy}
        submit={t('提交，待批准', 'Hand in')}
        onCancel={onCancel}
      >
        <TextField {...form.field('name')} label={t('名称', 'Name')} maxLength={40} />
        <TextArea
          {...form.field('text')}
          label={t('文字', 'Text')}
          rows={5}
          maxLength={500}
          hint={t(
            '70 字以内算 1 条。不要写病情；签名【…】由平台设置加上。',
            '70 characters are one text. Say nothing of an illness.',
          )}
        />
        <div className="variables">
          {Object.entries(variables).map(([name, { words }]) => (
            <Button
              key={name}
              small
              kind="quiet"
              onClick={() => form.set({ text: `${form.values.text}{${name}}` })}
            >{`${t(words)} {${name}}`}</Button>
          ))}
        </div>
        <RadioRow
          {...form.field('repetition')}
          tall
          label={t('平台没有答复、不知道是否发出时', 'When nobody knows whether it went out')}
          options={repetitions()}
        />
        <TextField
          {...form.field('gatewayCode')}
          label={t('平台模板编号', 'Its code at the gateway')}
          optional
          maxLength={60}
          hint={t('云短信平台报备的模板编号，如 SMS_123456', 'As registered with a cloud gateway')}
        />
      </Form>
    </Panel>
  )
}

const Template = ({ row, onWrite, onChange }: { row: Line; onWrite: () => void; onChange: () => void }) => {
  const mayWrite = useMayEver()('template.write')
  const approve = useDo(api.templates.approve, { says: t('已批准，从现在起使用', 'Approved; it is in use now') })
  const retire = useDo(api.templates.retire, { says: t('已停用', 'Retired') })
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{row.name}</h2>
          <Tag>{t(`第 ${row.version} 版`, `Version ${row.version}`)}</Tag>
          <span className="push" />
          <State row={row} />
        </div>
      }
      foot={
        <>
          {row.can.includes('approve') && (
            <ConfirmButton
              label={t('批准使用', 'Approve')}
              title={t(`批准“${row.name}”？`, `Approve “${row.name}”？`)}
              text={<p className="by-hand">{row.sample}</p>}
              busy={approve.busy}
              onConfirm={() => approve.run({ id: row.id })}
            />
          )}
          {row.can.includes('change') && <Button onClick={onChange}>{t('修改', 'Change')}</Button>}
          {mayWrite && row.status !== 'draft' && <Button onClick={onWrite}>{t('写新版本', 'New version')}</Button>}
          {row.can.includes('retire') && (
            <ConfirmButton
              danger
              label={t('停用', 'Retire')}
              title={t(`停用“${row.name}”？`, `Retire “${row.name}”？`)}
              text={t('停用后不再发这种短信；已写的记录保留。', 'Texts of this kind are not sent any more.')}
              busy={retire.busy}
              onConfirm={() => retire.run({ id: row.id })}
            />
          )}
        </>
      }
    >
      <Section title={t('患者看到的', 'What a patient reads')}>
        <p className="bubble">{row.sample}</p>
        <p className="faint">
          {t(`${row.sample.length} 字，${row.parts} 条`, `${row.sample.length} characters, ${row.parts} parts`)}
        </p>
      </Section>
      <Section>
        <Facts
          columns={1}
          facts={[
            [t('原文', 'As written'), row.text],
            [
              t('不知道是否发出时', 'When nobody knows'),
              repetitions().find(({ value }) => value === row.repetition)!.label,
            ],
            [t('平台模板编号', 'Code at the gateway'), row.gatewayCode],
            [t('撰写', 'Written by'), row.writtenBy ?? t('随程序提供', 'Came with the program')],
            [
              t('批准', 'Approved by'),
              row.approvedBy ??
                (row.approvedAt && row.writtenBy === null ? t('随程序提供', 'Came with the program') : null),
            ],
            [t('批准时间', 'Approved'), row.approvedAt && row.approvedBy && <Time key="a" at={row.approvedAt} />],
          ]}
        />
      </Section>
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'do'>()
  const mayWrite = useMayEver()('template.write')
  const list = useAsk(api.templates.list)
  // In use first, then what waits for approval; what is no longer used at the end.
  const order = { draft: 0, approved: 1, retired: 2 } as const
  const rows = list.data?.rows.toSorted((a, b) => order[a.status] - order[b.status])
  const one = rows?.find((row) => row.id === filters.id)
  const writing = filters.do === 'new' || (one && (filters.do === 'of' || filters.do === 'change'))
  return (
    <Records
      heading={t('短信模板', 'Templates')}
      noun={one?.name ?? t('模板详情', 'Template')}
      tools={
        <>
          <span className="push" />
          {mayWrite && (
            <Button small icon="plus" onClick={() => set({ id: '', do: 'new' }, { back: true })}>
              {t('新建', 'New')}
            </Button>
          )}
        </>
      }
      list={{ rows, error: list.error, retry: list.refetch }}
      columns={columnsOf}
      rowTone={(row) => (row.status === 'retired' ? 'pale' : undefined)}
      record={(row) => <Template row={row} onWrite={() => set({ do: 'of' })} onChange={() => set({ do: 'change' })} />}
      instead={
        writing && (
          <Writing
            key={`${filters.do} ${one?.id ?? ''}`}
            {...(one && filters.do === 'of' ? { of: one } : {})}
            {...(one && filters.do === 'change' ? { draft: one } : {})}
            onDone={(id) => set({ id, do: '' })}
            onCancel={() => set({ do: '' })}
          />
        )
      }
      with={['do']}
      nothing={
        <Empty icon="file" title={t('选一个模板', 'Choose a template')}>
          {t(
            '组长写，监察室或院领导批准，批准后不再改动，要改就写新版本。',
            'The lead writes, supervision or leadership approves; once approved it is never changed.',
          )}
        </Empty>
      }
    />
  )
}
