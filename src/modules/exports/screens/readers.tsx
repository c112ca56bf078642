// 开放数据: accounts of the database for the hospital's own tools; of what, until when, and the password once.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { DateField, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import { Secret } from '#web/ui/secret.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { MadeReader, ReaderLine } from '../contract-readers.ts'
import { readerLifecycle } from '../reader-lifecycle.ts'
import './exports.css'

type Line = Wire<ReaderLine>

const State = ({ row }: { row: Line }) => (
  <StateDot
    life={readerLifecycle as never}
    status={row.status}
    tone={row.status === 'open' ? 'good' : row.status === 'missing' ? 'warn' : 'plain'}
  />
)

const sees = (row: Line) =>
  row.whole ? t('全院', 'The whole hospital') : row.departments.map(({ name }) => name).join('、')

const columnsOf = (): Column<Line>[] => [
  { key: 'name', head: t('用途', 'What for'), card: 'title', cell: (row) => row.name },
  { key: 'sees', head: t('范围', 'Sees'), card: 'line', cell: sees },
  { key: 'until', head: t('到期', 'Until'), width: '112px', card: 'foot', cell: (row) => row.expiresOn },
  { key: 'status', head: t('状态', 'State'), width: '150px', card: 'aside', cell: (row) => <State row={row} /> },
]

const addressWords = (address: string | null) =>
  address === null
    ? t('只在本机', 'This machine only')
    : address === ''
      ? t('医院自己的 PostgreSQL', 'The hospital’s own PostgreSQL')
      : address

/** The password once, and what is left to a database administrator. */
const Made = ({ made, onDone }: { made: Wire<MadeReader>; onDone: () => void }) => (
  <Secret
    title={t('数据库账号', 'The account of the database')}
    values={[made.reader.roleName, made.password]}
    onDone={onDone}
    more={
      <>
        <Facts
          facts={[
            [t('服务器', 'Server'), addressWords(made.address), true],
            [t('数据库', 'Database'), <code key="d">{made.database}</code>],
            [t('架构', 'Schema'), <code key="s">insight</code>],
            [t('加密', 'Encryption'), t('SSL 选“必须”（require）', 'SSL: require')],
          ]}
        />
        {made.address === null && (
          <Note tone="warn">
            {t(
              '自带的数据库没有对其他电脑开放，报表工具现在连不上。怎样开放见运维手册“开放数据”（HUIYIN_OPEN_DATA）。',
              'The database that comes along is closed to other machines: a tool cannot reach it yet. How to open it says the operations manual (HUIYIN_OPEN_DATA).',
            )}
          </Note>
        )}
        {made.sql !== '' && (
          <>
            <Note tone="warn">
              {t(
                '本程序的数据库账号无权新建角色。请数据库管理员先执行以下语句，一小时内自动启用：',
                'The program’s own account may make no roles. A database administrator has to run this first; it opens within the hour.',
              )}
            </Note>
            <pre className="output">{made.sql}</pre>
          </>
        )}
        {made.advice !== '' && (
          <>
            <p className="hint">
              {t('建议数据库管理员再执行（收紧所有人的默认权限）：', 'A database administrator should also run:')}
            </p>
            <pre className="output">{made.advice}</pre>
          </>
        )}
      </>
    }
  />
)

const New = ({ onDone, onCancel }: { onDone: (id: string) => void; onCancel: () => void }) => {
  const form = useForm({ name: '', whole: false, departments: [] as string[], expiresOn: '' })
  const places = useAsk(api.departments.list).data
  const create = useDo(api.readers.create, { inForm: true })
  const [made, setMade] = useState<Wire<MadeReader>>()
  if (made)
    return (
      <Panel head={<h2 className="panel-title">{made.reader.name}</h2>}>
        <Made made={made} onDone={() => onDone(made.reader.id)} />
      </Panel>
    )
  const submit = async () => {
    const reply = await create.run(form.values)
    if (reply) setMade(reply)
  }
  return (
    <Panel head={<h2 className="panel-title">{t('新建读者', 'New reader')}</h2>}>
      <Form
        onSubmit={submit}
        submit={t('新建', 'Make it')}
        busy={create.busy}
        problem={create.problem}
        onCancel={onCancel}
      >
        <TextField {...form.field('name')} label={t('给哪个工具、谁负责', 'For which tool, and whose')} />
        <Check {...form.field('whole')} label={t('全院', 'The whole hospital')} />
        {!form.values.whole && (
          <PickMany
            {...form.field('departments')}
            label={t('科室', 'Departments')}
            add={t('加一个科室', 'Add a department')}
            groups={(places?.campuses ?? []).map((campus) => ({
              label: campus.name,
              options: (places?.rows ?? [])
                .filter((one) => one.campusId === campus.id && one.active)
                .map((one) => ({ value: one.id, label: one.name })),
            }))}
          />
        )}
        <DateField
          {...form.field('expiresOn')}
          label={t('用到哪天', 'Until')}
          hint={t('最长一年，到期自动失效。', 'A year at most; it ends by itself.')}
        />
        <p className="hint">
          {t(
            '只能读 insight 里的去标识视图；重大、行风等受限事项一律不在其中。',
            'It reads the de-identified views of insight and nothing else; restricted matters are in none of them.',
          )}
        </p>
      </Form>
    </Panel>
  )
}

const One = ({ row }: { row: Line }) => {
  const revoke = useDo(api.readers.revoke, { says: t('已撤销，立即失效', 'Revoked; it sees nothing any more') })
  const renew = useDo(api.readers.renew, {})
  const [made, setMade] = useState<Wire<MadeReader>>()
  if (made)
    return (
      <Panel head={<h2 className="panel-title">{row.name}</h2>}>
        <Made made={made} onDone={() => setMade(undefined)} />
      </Panel>
    )
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{row.name}</h2>
          <span className="push" />
          <State row={row} />
        </div>
      }
      foot={
        row.can.length > 0 ? (
          <>
            {row.can.includes('renew') && (
              <Button busy={renew.busy} onClick={() => void renew.run({ id: row.id }).then((it) => it && setMade(it))}>
                {t('换密码', 'New password')}
              </Button>
            )}
            {row.can.includes('revoke') && (
              <ConfirmButton
                danger
                label={t('撤销', 'Revoke')}
                title={t(`撤销“${row.name}”？`, `Revoke “${row.name}”?`)}
                text={t('正在用它的工具立即什么也读不到。', 'Tools that use it read nothing from this moment on.')}
                busy={revoke.busy}
                onConfirm={() => void revoke.run({ id: row.id })}
              />
            )}
          </>
        ) : undefined
      }
    >
      <Section title={t('账号', 'Account')}>
        <Facts
          facts={[
            [t('数据库用户名', 'User name'), <code key="r">{row.roleName}</code>, true],
            [t('范围', 'Sees'), sees(row), true],
            [t('到期', 'Until'), row.expiresOn],
            [t('建立', 'Made'), <Time key="m" at={row.madeAt} />],
            [t('建立人', 'By'), row.madeBy],
            [t('结束', 'Ended'), row.endedAt ? <Time key="e" at={row.endedAt} /> : null],
          ]}
        />
        {row.status === 'missing' && (
          <Note tone="warn">
            {t(
              '数据库里没有这个账号：可能刚从备份恢复，或管理员还没有执行建号语句。点“换密码”重新建立。',
              'The database has no such account: after a restore, or because the statements were not run yet. A new password makes it again.',
            )}
          </Note>
        )}
      </Section>
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id'>()
  const list = useAsk(api.readers.list)
  const instead =
    filters.id === 'new' ? <New onDone={(id) => set({ id })} onCancel={() => set({ id: '' })} /> : undefined
  return (
    <Records
      heading={t('开放数据', 'Open data')}
      noun={t('一个读者', 'A reader')}
      tools={
        <Button kind="primary" small icon="plus" onClick={() => set({ id: 'new' })}>
          {t('新建读者', 'New reader')}
        </Button>
      }
      list={{ rows: list.data?.rows, error: list.error, retry: list.refetch }}
      columns={columnsOf}
      empty={
        <Empty icon="chart" title={t('还没有读者', 'No readers yet')}>
          {t(
            '给医院自己的报表工具开一个只读账号，看去标识的数据。',
            'Give the hospital’s own tool an account that reads de-identified figures.',
          )}
        </Empty>
      }
      record={(row) => <One row={row} />}
      instead={instead}
      nothing={<Empty icon="chart" title={t('选一个读者', 'Choose a reader')} />}
    />
  )
}
