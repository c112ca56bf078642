// What the program says on the telephone: written, given its sound, listened to, approved by another, and what was said before.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, hrefOf, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button, VerbButtons } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { FileDrop } from '#web/ui/file-drop.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { scripts } from '../contract.ts'
import { scriptLifecycle } from '../lifecycle.ts'
import { type Sentence, sentences } from '../script.ts'
import { ScriptForm } from './script-form.tsx'
import './autocalls.css'

export type Sheet = Wire<ReplyOf<typeof scripts.get>>
type Line = Wire<ReplyOf<typeof scripts.list>>['rows'][number]

const tones = { draft: 'warn', proposed: 'accent', approved: 'good', retired: 'plain' } as const

const columnsOf = (): Column<Line>[] => [
  {
    key: 'name',
    head: t('话术', 'Script'),
    card: 'title',
    cell: (row) => (
      <>
        {row.name}
        <small>{t(`第 ${row.version} 版`, `v${row.version}`)}</small>
      </>
    ),
  },
  { key: 'questionnaire', head: t('问卷', 'Questions'), card: 'line', cell: (row) => row.questionnaire },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '104px',
    card: 'aside',
    cell: (row) => <StateDot life={scriptLifecycle} status={row.status} tone={tones[row.status]} />,
  },
]

const nameOf = ({ prompt, question }: Sheet['prompts'][number]): string =>
  question ?? (prompt in sentences ? t(sentences[prompt as Sentence]) : prompt)

/** One sentence: its words, its sound to be listened to, and a recording in its place. */
const Prompt = ({ sheet, it }: { sheet: Sheet; it: Sheet['prompts'][number] }) => {
  const upload = useDo(api.scripts.upload, { says: t('已换成上传的录音', 'The recording is used') })
  const [open, setOpen] = useState(false)
  const { prompt, says, seconds, made, stale } = it
  const name = nameOf(it)
  return (
    <li className="prompt">
      <div className="prompt-head">
        <b>{name}</b>
        {seconds === null ? (
          <Tag tone="warn">{t('没有语音', 'No sound')}</Tag>
        ) : stale ? (
          <Tag tone="warn">{t('语音是旧的', 'Its sound is old')}</Tag>
        ) : (
          <Tag>{made ? t('合成', 'Synthesised') : t('录音', 'Recorded')}</Tag>
        )}
        {it.keys.length > 0 && (
          <span className="prompt-keys">{it.keys.map(({ digit, means }) => `${digit} ${means}`).join(' · ')}</span>
        )}
      </div>
      <p>{says}</p>
      {seconds !== null && (
        // biome-ignore lint/a11y/useMediaCaption: the words stand above it
        <audio
          controls
          preload="none"
          aria-label={t(`试听：${name}`, `Listen: ${name}`)}
          src={`${hrefOf(api.scripts.sound, { id: sheet.id, prompt })}?v=${sheet.updatedAt}`}
        />
      )}
      {sheet.can.includes('upload') && (
        <Fold title={t('上传录音', 'Upload a recording')} open={open} onToggle={setOpen}>
          <FileDrop
            label={t(`“${name}”的 WAV 录音`, `WAV for “${name}”`)}
            accept=".wav,audio/wav"
            hint={t('不超过 60 秒，会转成电话音质', 'Up to 60 seconds; becomes telephone quality')}
            busy={upload.busy}
            onFile={async (file) => {
              if (await upload.run({ id: sheet.id, prompt }, file)) setOpen(false)
            }}
          />
        </Fold>
      )}
    </li>
  )
}

const SendBack = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const form = useForm({ remark: '' })
  const sendBack = useDo(api.scripts.sendBack, { inForm: true, says: t('已退回修改', 'Sent back') })
  return (
    <Form
      onSubmit={async () => {
        if (await sendBack.run({ id, ...form.values })) onDone()
      }}
      problem={sendBack.problem}
      submit={t('退回修改', 'Send back')}
      busy={sendBack.busy}
      onCancel={onDone}
    >
      <TextArea {...form.field('remark')} label={t('要改什么', 'What to change')} rows={3} maxLength={500} />
    </Form>
  )
}

const Record = ({ sheet, onEdit, onNext }: { sheet: Sheet; onEdit: () => void; onNext: (() => void) | undefined }) => {
  const [back, setBack] = useState(false)
  const speak = useDo(api.scripts.speak, { says: t('语音已合成', 'The sounds are made') })
  const propose = useDo(api.scripts.propose, { says: t('已送审', 'Proposed') })
  const approve = useDo(api.scripts.approve, { says: t('已批准，可以外呼', 'Approved; it may call') })
  const retire = useDo(api.scripts.retire, { says: t('已停用', 'Retired') })
  const { id, can, missing } = sheet
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{sheet.name}</h2>
          <span>
            {t(`第 ${sheet.version} 版`, `version ${sheet.version}`)} · <code>{sheet.key}</code>
          </span>
          <span className="push" />
          <StateDot life={scriptLifecycle} status={sheet.status} tone={tones[sheet.status]} />
        </div>
      }
      foot={
        can.length > 0 || onNext ? (
          <>
            {can.includes('change') && <Button onClick={onEdit}>{t('修改文字', 'Change the words')}</Button>}
            {can.includes('speak') && missing > 0 && sheet.speech && (
              <Button icon="sound" busy={speak.busy} onClick={() => void speak.run({ id })}>
                {t(`合成 ${missing} 句语音`, `Synthesise ${missing}`)}
              </Button>
            )}
            {onNext && sheet.status !== 'draft' && (
              <Button onClick={onNext}>{t('以此做新版', 'Make the next version')}</Button>
            )}
            <span className="push" />
            <VerbButtons
              life={scriptLifecycle}
              can={can}
              verbs={['retire', 'sendBack', 'propose', 'approve']}
              primary={can.includes('approve') ? 'approve' : 'propose'}
              danger={['retire']}
              busy={propose.busy || approve.busy || retire.busy}
              onVerb={(verb) => {
                if (verb === 'sendBack') setBack(true)
                else void { retire, propose, approve }[verb].run({ id })
              }}
            />
          </>
        ) : undefined
      }
    >
      {back && <SendBack id={id} onDone={() => setBack(false)} />}
      {sheet.remark && sheet.status === 'draft' && (
        <Note tone="warn">{t(`退回意见：${sheet.remark}`, `Sent back: ${sheet.remark}`)}</Note>
      )}
      {missing > 0 && sheet.status === 'draft' && (
        <Note tone="warn">
          {sheet.speech
            ? t(`${missing} 句还没有语音，合成或上传后才能送审。`, `${missing} sentences have no sound yet.`)
            : t(
                `${missing} 句还没有语音。本院没有设置语音合成，请逐句上传录音。`,
                `${missing} sentences have no sound; no engine is set up, so upload recordings.`,
              )}
        </Note>
      )}
      {sheet.notAsked.length > 0 && (
        <Note>
          {t(
            `没有用电话问的题目：${sheet.notAsked.join('、')}。机器问完后由人工补问，任务不会自动完成。`,
            `Not asked by the program: ${sheet.notAsked.join(', ')}. A person asks them afterwards.`,
          )}
        </Note>
      )}
      <Section>
        <Facts
          facts={[
            [
              t('问卷', 'Questions'),
              `${sheet.questionnaire} · ${t(`第 ${sheet.questionnaireVersion} 版`, `v${sheet.questionnaireVersion}`)}`,
            ],
            [t('撰写', 'Written by'), sheet.writtenBy],
            [
              t('批准', 'Approved by'),
              sheet.approvedBy ? (
                <span key="by">
                  {sheet.approvedBy} {sheet.approvedAt && <Time at={sheet.approvedAt} />}
                </span>
              ) : (
                t('还没有批准', 'Not yet')
              ),
            ],
          ]}
        />
      </Section>
      <Section title={t('依次说什么', 'What is said, in order')}>
        <ol className="prompts">
          {sheet.prompts.map((it) => (
            <Prompt key={it.prompt} sheet={sheet} it={it} />
          ))}
        </ol>
        <p className="hint">
          {t(
            '随时：0 或 # 转人工，* 重听（0 分题的 0 是答案，用 # 转人工）。不说患者姓名和病情：机器不知道谁接了电话。',
            'At any time: 0 or # for a person, * to hear it again. Neither name nor illness is said: the program does not know who picked up.',
          )}
        </p>
      </Section>
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'from'>()
  const writes = useMayEver()('script.create')
  const ask = useAsk(api.scripts.list)
  const one = useOpened(api.scripts.get)
  const editing = writes && filters.from !== undefined
  const done = { onDone: (id: string) => set({ from: '', id }), onCancel: () => set({ from: '' }) }
  return (
    <Records
      heading={t('话术', 'Scripts')}
      noun={one.data?.name ?? t('一份话术', 'Script')}
      tools={
        <>
          <span className="push" />
          {writes && (
            <Button small icon="plus" onClick={() => set({ from: 'new', id: '' }, { back: !filters.id })}>
              {t('新建话术', 'New')}
            </Button>
          )}
        </>
      }
      list={{ rows: ask.data?.rows, error: ask.error, retry: ask.refetch }}
      columns={columnsOf}
      rowTone={(row) => (row.status === 'retired' ? 'pale' : undefined)}
      empty={
        <Empty icon="speech" title={t('还没有话术', 'No script yet')}>
          {t('没有批准的话术，机器不会给任何人打电话。', 'Without an approved script the program calls nobody.')}
        </Empty>
      }
      ask={one}
      record={(sheet) =>
        editing ? (
          <ScriptForm key={filters.from} of={sheet} next={filters.from === 'next'} {...done} />
        ) : (
          <Record
            sheet={sheet}
            onEdit={() => set({ from: 'edit' })}
            onNext={writes ? () => set({ from: 'next' }) : undefined}
          />
        )
      }
      instead={editing && filters.from === 'new' && <ScriptForm key="new" {...done} />}
      with={['from']}
      nothing={
        <Empty icon="speech" title={t('选一份话术', 'Choose a script')}>
          {t(
            '语音随访说的每一句话都在这里：撰写、合成或录音、试听、由他人批准。',
            'Every sentence of the automatic calls: written, given its sound, listened to, approved by another.',
          )}
        </Empty>
      }
    />
  )
}
