// What lies with a case: files, remarks, and everything that happened to it in order.
import { useState } from 'react'
import { api, hrefOf, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { FileDrop } from '#web/ui/file-drop.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Timeline } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { useUnsaved } from './unsaved.ts'
import { type Sheet, sayDone } from './words.ts'

const accepted = '.jpg,.jpeg,.png,.webp,.gif,.pdf,.mp3,.m4a,.wav,.docx,.xlsx'

const saySize = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

export const Files = ({ sheet }: { sheet: Sheet }) => {
  const may = sheet.can.includes('attach')
  const attach = useDo(api.cases.attach, { says: t('已添加附件', 'Attached') })
  if (!may && sheet.files.length === 0) return null
  return (
    <Section title={t('附件', 'Files')} aside={sheet.files.length || undefined}>
      <ul className="case-files">
        {sheet.files.map((file) => (
          <li key={file.id}>
            <Icon name="file" size={16} />
            {file.locked ? (
              <span>{file.name}</span>
            ) : (
              <a
                className="link"
                href={hrefOf(api.cases.file, { id: sheet.id, fileId: file.id })}
                target="_blank"
                rel="noreferrer"
              >
                {file.name}
              </a>
            )}
            <small>
              {saySize(file.size)} · {file.by} · <Time at={file.at} />
            </small>
            {file.locked && <Locked sheet={sheet} file={file} />}
          </li>
        ))}
      </ul>
      {may && (
        <div className="small-drop">
          <FileDrop
            label={t('拖入或选择文件', 'Drop or choose a file')}
            hint={t('图片、PDF、录音、Word、Excel,20 MB 以内', 'Pictures, PDF, recordings, Word, Excel; 20 MB')}
            accept={accepted}
            busy={attach.busy}
            onFile={(file) => attach.run({ id: sheet.id }, file)}
          />
        </div>
      )}
    </Section>
  )
}

/** A file that nobody opens before supervision has looked: why, and for supervision what becomes of it. */
const Locked = ({ sheet, file }: { sheet: Sheet; file: Sheet['files'][number] }) => {
  const [reason, setReason] = useState('')
  const [deciding, setDeciding] = useState(false)
  const release = useDo(api.cases.release, { says: t('已放行', 'Released') })
  const discard = useDo(api.cases.discard, { says: t('已销毁', 'Destroyed') })
  const its = { id: sheet.id, fileId: file.id, reason }
  return (
    <div className="locked-file">
      <p>{t(`已隔离：${file.quarantine}`, `Under lock: ${file.quarantine}`)}</p>
      {sheet.can.includes('release') && !deciding && (
        <Button small onClick={() => setDeciding(true)}>
          {t('核看后处理', 'Decide')}
        </Button>
      )}
      {deciding && (
        <>
          <TextArea
            label={t('理由', 'Reason')}
            rows={1}
            value={reason}
            problem={
              reason.trim().length > 0 && reason.trim().length < 4
                ? t('至少写 4 个字', 'Four letters at least')
                : undefined
            }
            onChange={setReason}
          />
          <div className="row">
            <Button small busy={release.busy} onClick={() => void release.run(its)}>
              {t('放行', 'Release')}
            </Button>
            <Button small kind="danger" busy={discard.busy} onClick={() => void discard.run(its)}>
              {t('销毁', 'Destroy')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

/** A remark for those who work on it; the person does not see it. */
export const Remarks = ({ sheet }: { sheet: Sheet }) => {
  const form = useUnsaved(`${sheet.id}.comment`, { words: '' })
  const [typing, setTyping] = useState(false)
  const comment = useDo(api.cases.comment, { done: () => form.reset() })
  const said = sheet.timeline.filter((one) => one.verb === 'case.comment')
  const may = sheet.can.includes('comment')
  const send = () => {
    if (form.values.words.trim()) void comment.run({ id: sheet.id, words: form.values.words })
  }
  useShortcut('Ctrl+Enter', send, { on: typing })
  if (!may && said.length === 0) return null
  return (
    <Section title={t('备注', 'Remarks')} aside={said.length || undefined}>
      {said.length > 0 && (
        <ul className="remarks">
          {said.map((one) => (
            <li key={one.at}>
              <p>{one.words}</p>
              <small>
                {one.by} · <Time at={one.at} />
              </small>
            </li>
          ))}
        </ul>
      )}
      {may && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only knows where the focus is
        <div className="remark" onFocus={() => setTyping(true)} onBlur={() => setTyping(false)}>
          <TextArea
            bare
            label={t('写一条备注', 'Write a remark')}
            placeholder={t('写一条备注，办理人员都看得到', 'A remark for those who work on it')}
            rows={1}
            value={form.values.words}
            onChange={(words) => form.set({ words })}
          />
          {form.values.words.trim() !== '' && (
            <Button small busy={comment.busy} onClick={send} keys="Ctrl+Enter">
              {t('添加', 'Add')}
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}

export const History = ({ sheet }: { sheet: Sheet }) => (
  <Fold
    title={t('全部记录', 'Everything that happened')}
    aside={t(`${sheet.timeline.length} 条`, `${sheet.timeline.length} events`)}
  >
    <Timeline
      moments={sheet.timeline.map((one, i) => ({
        key: `${one.at}${i}`,
        at: one.at,
        title: sayDone(one),
        by: one.by,
        words: one.words,
      }))}
    />
  </Fold>
)
