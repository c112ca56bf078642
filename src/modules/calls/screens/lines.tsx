// Extensions: whose they are, one by one or pasted from a table. Passwords go in and are never shown again.
import { useMemo, useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Dialog } from '#web/ui/layout.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { phoneLines } from '../contract-settings.ts'
import type { Exchange, PhoneLine } from './exchange.tsx'

const kinds = (): Record<PhoneLine['kind'], string> => ({
  agent: t('坐席', 'Agent'),
  machine: t('自动外呼', 'Calls by itself'),
  hotline: t('热线', 'Hotline'),
})

const LineForm = ({ exchange, line, onClose }: { exchange: Exchange; line: PhoneLine | null; onClose: () => void }) => {
  const staff = useAsk(api.staff.list, {})
  const form = useForm({
    number: line?.number ?? '',
    kind: line?.kind ?? ('agent' as PhoneLine['kind']),
    staffId: (line?.staffId ?? '') as string,
    password: '',
  })
  const set = useDo(api.lines.set, { inForm: true, says: t('已保存', 'Saved'), done: onClose, changes: ['line'] })
  const retire = useDo(api.lines.retire, { says: t('已停用', 'Retired'), done: onClose, changes: ['line'] })
  const { number, kind, staffId, password } = form.values
  return (
    <Dialog
      title={line ? t(`分机 ${line.number}`, `Extension ${line.number}`) : t('新分机', 'New extension')}
      onClose={onClose}
    >
      <Form
        problem={set.problem}
        busy={set.busy}
        submit={t('保存', 'Save')}
        onSubmit={() =>
          set.run({
            ...(line ? { id: line.id } : {}),
            ...{ exchangeId: exchange.id, number, kind, staffId: kind === 'agent' && staffId ? staffId : null },
            ...(password ? { password } : {}),
          })
        }
      >
        <TextField {...form.field('number')} label={t('分机号', 'Number')} inputMode="numeric" maxLength={15} />
        <Select
          {...form.field('kind')}
          label={t('用途', 'For')}
          onChange={(value) => value && form.set({ kind: value })}
          options={(Object.keys(kinds()) as PhoneLine['kind'][]).map((value) => ({ value, label: kinds()[value] }))}
        />
        {kind === 'agent' && (
          <Select
            {...form.field('staffId')}
            label={t('分配给', 'Belongs to')}
            empty={t('暂不分配', 'Nobody yet')}
            options={(staff.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextField
          {...form.field('password')}
          type="password"
          autoComplete="new-password"
          label={t('分机密码', 'Password')}
          optional={line !== null}
          maxLength={200}
          hint={line ? t('已加密保存；不填就不变', 'Kept sealed; empty: unchanged') : undefined}
        />
      </Form>
      {line && (
        <ConfirmButton
          danger
          label={t('停用分机', 'Retire')}
          title={t(`停用分机 ${line.number}？`, `Retire ${line.number}?`)}
          text={t('停用后这个分机不再能登录电话，通话记录保留。', 'It can no longer be used; its calls stay.')}
          busy={retire.busy}
          onConfirm={() => retire.run({ id: line.id })}
        />
      )}
    </Dialog>
  )
}

const Paste = ({ exchange, onClose }: { exchange: Exchange; onClose: () => void }) => {
  const form = useForm({ text: '' })
  const [told, setTold] = useState<Wire<ReplyOf<typeof phoneLines.paste>> | null>(null)
  const paste = useDo(api.lines.paste, { inForm: true, done: setTold, changes: ['line'] })
  return (
    <Dialog title={t('批量粘贴分机', 'Paste extensions')} onClose={onClose}>
      <Form
        problem={paste.problem}
        busy={paste.busy}
        submit={t('导入', 'Take in')}
        onSubmit={() => paste.run({ exchangeId: exchange.id, ...form.values })}
      >
        <TextArea
          {...form.field('text')}
          label={t('从表格复制：分机号、密码、登录名或姓名', 'Copied from a table: number, password, login or name')}
          rows={8}
          maxLength={100_000}
          placeholder={'1001\tpassword\tlinxm'}
        />
      </Form>
      {told && (
        <Note
          tone={told.problems.length > 0 ? 'warn' : 'good'}
          title={t(`已保存 ${told.kept} 个分机`, `${told.kept} kept`)}
        >
          {told.problems.length > 0 && (
            <ul>
              {told.problems.map((one) => (
                <li key={`${one.line} ${one.en}`}>
                  {t(`第 ${one.line} 行：`, `Line ${one.line}: `)}
                  {t(one)}
                </li>
              ))}
            </ul>
          )}
        </Note>
      )}
    </Dialog>
  )
}

const columnsOf = (): Column<PhoneLine>[] => [
  { key: 'number', head: t('分机', 'Extension'), width: '120px', card: 'title', cell: (row) => row.number },
  { key: 'kind', head: t('用途', 'For'), width: '140px', card: 'aside', cell: (row) => kinds()[row.kind] },
  { key: 'name', head: t('使用人', 'Whose'), card: 'line', cell: (row) => row.name ?? '—' },
]

export const Lines = ({ exchange, lines }: { exchange: Exchange; lines: readonly PhoneLine[] }) => {
  const [open, setOpen] = useState<PhoneLine | 'new' | 'paste' | null>(null)
  const columns = useMemo(columnsOf, [])
  return (
    <>
      <div className="actions">
        <Button icon="plus" onClick={() => setOpen('new')}>
          {t('新分机', 'New extension')}
        </Button>
        <Button onClick={() => setOpen('paste')}>{t('批量粘贴', 'Paste a table')}</Button>
      </div>
      <Table
        label={t('分机', 'Extensions')}
        columns={columns}
        rows={lines}
        onSelect={setOpen}
        empty={<Empty title={t('还没有分机', 'No extensions yet')} />}
      />
      {open === 'paste' && <Paste exchange={exchange} onClose={() => setOpen(null)} />}
      {open !== null && open !== 'paste' && (
        <LineForm exchange={exchange} line={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </>
  )
}
