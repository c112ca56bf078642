// The list that stands on the screen as a file: what will be in it is said first, and whether somebody else has to let it go.
import { useState } from 'react'
import type { Words } from '#kernel/words.ts'
import { api, hrefOf, useAsk, useDo } from './api.ts'
import { useMayEver } from './me.tsx'
import { Go } from './place.tsx'
import { Button, IconButton } from './ui/button.tsx'
import { Check } from './ui/choose.tsx'
import { TextField } from './ui/field.tsx'
import { Icon } from './ui/icon.tsx'
import { t } from './ui/language.ts'
import { Dialog, Segmented } from './ui/layout.tsx'
import { Facts, Progress } from './ui/marks.tsx'
import { Loaded, Note } from './ui/states.tsx'

/** What a list on the screen was asked with: the `asks` of `useAskPages`. */
export type Asks = { readonly path: string; readonly verb: string; readonly input: Readonly<Record<string, unknown>> }

/** The filter as it stands in the address of the list. */
const filterOf = (input: Asks['input']): string =>
  new URLSearchParams(
    Object.entries(input)
      .filter(([key, value]) => key !== 'limit' && value !== undefined && value !== null && value !== '')
      .map(([key, value]) => [key, String(value)]),
  ).toString()

const listed = (words: readonly Words[]): string => words.map((one) => t(one)).join(t('、', ', '))

/** What becomes of a file that was asked for: how far it is, and where to fetch it. */
const Made = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const asked = useAsk(api.exports.get, { id }, { seconds: 1 })
  return (
    <Loaded ask={asked} lines={3}>
      {(it) => (
        <>
          {it.status === 'making' && (
            <>
              <p role="status">{t(`正在制作，已写 ${it.made} 行…`, `Being made: ${it.made} rows so far…`)}</p>
              <Progress done={it.found ? it.made / it.found : null} label={t('制作进度', 'Progress')} />
            </>
          )}
          {it.status === 'asked' && (
            <Note>
              {it.alone
                ? t('没有可以审批的人，请缩小范围。', 'There is nobody who could approve it; narrow the filter.')
                : t(
                    '已提交审批。获准并做好后会提醒您，在“导出”里下载。',
                    'It waits for approval. You are told when it is ready, under “Exports”.',
                  )}
            </Note>
          )}
          {it.status === 'ready' && (
            <p role="status">
              {t(`做好了：${it.made} 行，编号 ${it.number}。`, `Ready: ${it.made} rows, number ${it.number}.`)}
            </p>
          )}
          {it.trouble !== '' && it.status !== 'asked' && <Note tone="warn">{it.trouble}</Note>}
          <div className="actions end">
            <Go className="link" to="/exports">
              {t('全部导出', 'All exports')}
            </Go>
            <Button onClick={onClose}>{t('关闭', 'Close')}</Button>
            {it.can.includes('download') && (
              <a className="button primary" href={hrefOf(api.exports.file, { id })} download>
                <Icon name="download" size={16} />
                <span>{t('下载', 'Download')}</span>
              </a>
            )}
          </div>
        </>
      )}
    </Loaded>
  )
}

const Asking = ({ of, onClose }: { of: Asks; onClose: () => void }) => {
  const asked = filterOf(of.input)
  const preview = useAsk(api.exports.preview, { list: of.path, asked })
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx')
  const [personal, setPersonal] = useState(false)
  const [reason, setReason] = useState('')
  const [id, setId] = useState<string>()
  const asking = { inForm: true, done: (it: { id: string }) => setId(it.id) }
  const plain = useDo(api.exports.ask, asking)
  const revealing = useDo(api.exports.reveal, asking)
  const ask = personal ? revealing : plain
  if (id) return <Made id={id} onClose={onClose} />
  return (
    <Loaded ask={preview} lines={6}>
      {(it) => {
        const many = it.rows > it.limit
        const second = many || personal
        const own = it.columns.filter((one) => one.personal)
        return (
          <>
            <Facts
              facts={[
                [
                  t('条件', 'Filter'),
                  it.said.map(({ name, value }) => `${t(name)} ${value}`).join('；') || t('无', 'None'),
                  true,
                ],
                [
                  t('行数', 'Rows'),
                  many ? t(`超过 ${it.limit} 行`, `More than ${it.limit}`) : t(`${it.rows} 行`, `${it.rows}`),
                ],
                [t('列', 'Columns'), listed(it.columns.filter((one) => personal || !one.personal)), true],
              ]}
            />
            <div className="export-how">
              <Segmented
                label={t('格式', 'Format')}
                value={format}
                onChange={setFormat}
                options={[
                  { value: 'xlsx', label: 'XLSX' },
                  { value: 'csv', label: 'CSV' },
                ]}
              />
              {it.mayReveal && own.length > 0 && (
                <Check
                  value={personal}
                  onChange={setPersonal}
                  label={t(`另含 ${listed(own)}`, `With ${listed(own)} as well`)}
                />
              )}
            </div>
            {(second || reason !== '') && (
              <TextField
                label={t('用途', 'What for')}
                name="reason"
                value={reason}
                onChange={setReason}
                optional={!personal}
              />
            )}
            <p className="hint">
              {personal
                ? t(
                    '个人信息按屏幕上的遮盖导出，须另一人审批。',
                    'Personal columns are masked as on the screen, and another has to approve.',
                  )
                : t(
                    '已去标识：不含姓名、电话、病案号和原话。',
                    'De-identified: no names, numbers, record numbers or words of patients.',
                  )}
              {many &&
                ` ${t(`超过 ${it.limit} 行，须另一人审批。`, `More than ${it.limit} rows need another to approve.`)}`}
            </p>
            {ask.problem && <Note tone="bad">{ask.problem.message}</Note>}
            <div className="actions end">
              <Button onClick={onClose}>{t('取消', 'Cancel')}</Button>
              <Button
                kind="primary"
                busy={ask.busy}
                disabled={it.rows === 0}
                onClick={() => ask.run({ list: of.path, asked, format, reason })}
              >
                {it.rows === 0
                  ? t('没有内容', 'Nothing in it')
                  : second
                    ? t('提交审批', 'Ask for approval')
                    : t('导出', 'Export')}
              </Button>
            </div>
          </>
        )
      }}
    </Loaded>
  )
}

/** A quiet sign in the bar above a list; `words` where it may say itself. */
export const ExportButton = ({ of, words = false }: { of: Asks; words?: boolean }) => {
  const [open, setOpen] = useState(false)
  const mayEver = useMayEver()
  if (!mayEver('export.ask')) return null
  const label = t('导出这个列表', 'Export this list')
  const close = () => setOpen(false)
  return (
    <>
      {words ? (
        <Button icon="download" onClick={() => setOpen(true)}>
          {t('导出', 'Export')}
        </Button>
      ) : (
        <IconButton icon="download" label={label} onClick={() => setOpen(true)} />
      )}
      {open && (
        <Dialog title={label} onClose={close}>
          <Asking of={of} onClose={close} />
        </Dialog>
      )}
    </>
  )
}
