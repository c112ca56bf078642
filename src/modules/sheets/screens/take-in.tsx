// Taking in a file of sheets: dropped, and at once what came of it, row by row where something is wrong.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { FileDrop } from '#web/ui/file-drop.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page, Section } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import type { sheets } from '../contract.ts'
import { type Line, lineNames, lines } from '../words.ts'

type Taken = Wire<ReplyOf<typeof sheets.upload>>

const Result = ({ it, file }: { it: Taken; file: string }) => (
  <section className="sheet" aria-live="polite">
    <h2 className="sheet-title">{file}</h2>
    <dl className="figures">
      {(
        [
          [it.rows, t('行', 'rows')],
          [it.created, t('新增', 'new')],
          [it.renewed, t('其中再次派单', 'of them again')],
          [it.updated, t('更正', 'corrected')],
          [it.unchanged, t('无变化', 'unchanged')],
          [it.rejected.length, t('拒收', 'refused')],
        ] as const
      ).map(([n, label], i) => (
        <div key={label} className={i === 5 && n > 0 ? 'bad' : ''}>
          <dt>{label}</dt>
          <dd>{n}</dd>
        </div>
      ))}
    </dl>
    {it.rejected.length > 0 && (
      <Section title={t('没有收下的行', 'Refused rows')} aside={it.rejected.length}>
        <ul className="refused-rows">
          {it.rejected.map((one) => (
            <li key={`${one.row} ${one.column}`}>
              <b>{t(`第 ${one.row} 行`, `row ${one.row}`)}</b> {one.number} {one.column && `${one.column}：`}
              {one.reason}
            </li>
          ))}
        </ul>
      </Section>
    )}
    {it.warnings.length > 0 && (
      <Section title={t('收下了，请留意', 'Taken, with a remark')} aside={it.warnings.length}>
        <ul className="refused-rows">
          {it.warnings.map((one) => (
            <li key={one.row}>
              <b>{one.number}</b> {one.words}
            </li>
          ))}
        </ul>
      </Section>
    )}
    {it.changes.length > 0 && (
      <Fold title={t(`更正了 ${it.changes.length} 张`, `${it.changes.length} corrected`)}>
        <ul className="refused-rows">
          {it.changes.map((one) => (
            <li key={`${one.number} ${one.round}`}>
              <b>{one.number}</b>{' '}
              {one.changed.map(({ field, from, to }) => `${field}：${from || t('空', 'empty')} → ${to}`).join('；')}
            </li>
          ))}
        </ul>
      </Fold>
    )}
  </section>
)

const Address = ({ line, now }: { line: Line; now: string }) => {
  const form = useForm({ address: now.includes('***') ? '' : now })
  const it = useDo(api.sheets.setLine, { inForm: true, says: t('已保存', 'Saved') })
  return (
    <Form
      onSubmit={() => it.run({ source: line, ...form.values })}
      problem={it.problem}
      busy={it.busy}
      submit={t('保存', 'Save')}
    >
      <TextField
        {...form.field('address')}
        label={t(`${lines[line].zh}的接口地址`, `Address of ${line}`)}
        optional
        hint={
          now
            ? t(`现为 ${now}；留空保存即改为文件往来`, `Now ${now}; saved empty: by file`)
            : t('未设置，回执和回复以文件带走', 'Not set: answers are carried as files')
        }
        inputMode="url"
      />
    </Form>
  )
}

const Addresses = () => {
  const now = useAsk(api.sheets.lines).data?.lines
  if (!now) return null
  return (
    <Fold title={t('热线接口', 'Interfaces of the lines')}>
      {lineNames.map((line) => (
        <Address key={`${line} ${now[line]}`} line={line} now={now[line] ?? ''} />
      ))}
    </Fold>
  )
}

export const TakeIn = ({ onBack }: { onBack: () => void }) => {
  const mayEver = useMayEver()
  const [taken, setTaken] = useState<{ it: Taken; file: string } | undefined>(undefined)
  const upload = useDo(api.sheets.upload, { inForm: true, changes: ['case'] })
  const take = async (file: File) => {
    setTaken(undefined)
    const it = await upload.run({}, file)
    if (it) setTaken({ it, file: file.name })
  }
  return (
    <Page
      title={t('接收热线工单', 'Take sheets in')}
      about={t(
        '按工单编号认，同一份再收一次不会重复；有更正会说明改了什么。',
        'Known by their number: the same again changes nothing, and a correction says what it changed.',
      )}
    >
      <div className="sheets-in">
        <p>
          <Button small onClick={onBack}>
            {t('返回工单', 'Back to the sheets')}
          </Button>
        </p>
        <FileDrop
          label={t('把热线导出的工单拖到这里，或点击选择', 'Drop the line’s file here, or choose one')}
          hint={t(
            'CSV、TSV、XLSX；至少有“工单编号”和“诉求内容”两列。',
            'CSV, TSV, XLSX; with a number and the matter at least.',
          )}
          accept=".csv,.tsv,.txt,.xlsx,.xls"
          busy={upload.busy}
          onFile={take}
        />
        {upload.problem && (
          <Note tone="bad" title={upload.problem.title}>
            {upload.problem.message}
          </Note>
        )}
        {taken && <Result it={taken.it} file={taken.file} />}
        {mayEver('sheet.setLine') && <Addresses />}
      </div>
    </Page>
  )
}
