// The hotline: the queue now, how each line is worked and what it says, and who is able to what.
import { useState } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { Elapsed } from '#modules/calls/screens/elapsed.tsx'
import { api, hrefOf, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { FileDrop } from '#web/ui/file-drop.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Empty, Loaded, Note } from '#web/ui/states.tsx'
import type { QueueLine } from '../contract.ts'
import { announcementWords } from '../words.ts'
import { QueueForm } from './queue-form.tsx'
import './queues.css'
import { SkillsPart } from './skills-part.tsx'
import { QueueFigures } from './wall-part.tsx'

export type Queue = Wire<z.output<typeof QueueLine>>
type Said = Queue['announcements'][number]

const Waiting = () => {
  const board = useAsk(api.queues.board, {}, { seconds: 10 })
  return (
    <Loaded ask={board}>
      {(it) => (
        <>
          <QueueFigures board={it} />
          {it.waiting.length > 0 && (
            <ul className="queue-waiting sheet" aria-label={t('排队的来电', 'Callers who wait')}>
              {it.waiting.map((one) => (
                <li key={one.id}>
                  <b>{one.masked ?? t('来电', 'A caller')}</b>
                  <Tag>{one.queue}</Tag>
                  <span className="push">
                    {one.offeredTo && t(`正在振铃 ${one.offeredTo}`, `ringing ${one.offeredTo}`)}
                  </span>
                  <Elapsed since={one.since} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Loaded>
  )
}

const Announcement = ({ queue, said, may, speech }: { queue: Queue; said: Said; may: boolean; speech: boolean }) => {
  const [editing, setEditing] = useState(false)
  const [words, setWords] = useState(said.words)
  const done = () => setEditing(false)
  const announce = useDo(api.queues.announce, { inForm: true, says: t('已保存新的一版', 'A new version'), done })
  const upload = useDo(api.queues.record, { says: t('录音已保存', 'The sound is saved'), done })
  const at = { id: queue.id, kind: said.kind }
  return (
    <li>
      <b>{t(announcementWords[said.kind])}</b>
      <span>
        {said.kind === 'music' ? (said.version ? t('已上传', 'uploaded') : t('系统自带', 'shipped')) : said.words}{' '}
        <small>
          {said.version > 0 && t(`第 ${said.version} 版`, `version ${said.version}`)}{' '}
          {said.kind !== 'music' && said.sound && t('录音', 'recorded')}
          {!said.sound && speech && t('合成', 'synthesised')}
        </small>
        {!said.sound && !speech && <Tag tone="warn">{t('不播：请上传录音', 'not said: upload a sound')}</Tag>}
      </span>
      {may && !editing && (
        <Button small kind="quiet" onClick={() => setEditing(true)}>
          {t('修改', 'Change')}
        </Button>
      )}
      {(said.sound || speech) && (
        // biome-ignore lint/a11y/useMediaCaption: its words stand above
        <audio
          controls
          preload="none"
          src={`${hrefOf(api.queues.sound, at)}?v=${said.version}`}
          aria-label={t(announcementWords[said.kind])}
        />
      )}
      {editing && (
        <Form
          onSubmit={() => announce.run({ ...at, words })}
          problem={announce.problem}
          busy={announce.busy}
          submit={t('保存文字', 'Save the words')}
          onCancel={() => setEditing(false)}
        >
          {said.kind !== 'music' && (
            <TextArea
              name="words"
              label={t('文字', 'Words')}
              hint={said.kind === 'position' ? t('{n} 是前面的人数', '{n}: how many wait before') : undefined}
              value={words}
              onChange={setWords}
              rows={2}
              maxLength={300}
            />
          )}
          <FileDrop
            label={t('或上传 WAV 录音', 'Or upload a WAV')}
            accept=".wav,audio/wav"
            hint={t('任何采样率都可以，会转成电话的音质', 'Any rate; it becomes telephone sound')}
            busy={upload.busy}
            onFile={(file) => upload.run(at, file)}
          />
        </Form>
      )}
    </li>
  )
}

const hoursOf = (queue: Queue): string =>
  `${queue.days === 'all' ? t('每天', 'daily') : t('工作日', 'working days')} ${queue.from}–${queue.until}`

const OneQueue = ({
  queue,
  may,
  hotlines,
  speech,
}: {
  queue: Queue
  may: boolean
  hotlines: readonly Hotline[]
  speech: boolean
}) => {
  const [editing, setEditing] = useState(false)
  return (
    <section className="sheet">
      <h2 className="sheet-title">
        {queue.name} <Tag>{queue.line}</Tag>
        <Tag tone={queue.open ? 'good' : 'plain'}>
          {!queue.active ? t('停用', 'off') : queue.open ? t('服务中', 'open') : t('非服务时间', 'closed')}
        </Tag>
        {may && !editing && (
          <Button small kind="quiet" onClick={() => setEditing(true)}>
            {t('修改', 'Change')}
          </Button>
        )}
      </h2>
      {editing ? (
        <QueueForm queue={queue} hotlines={hotlines} onClose={() => setEditing(false)} />
      ) : (
        <p>
          {hoursOf(queue)}
          {queue.roster && t('，有人在班时', ', while somebody is on shift')} ·{' '}
          {t(`每位坐席振铃 ${queue.ringSeconds} 秒`, `rings each agent ${queue.ringSeconds} s`)} ·{' '}
          {queue.overflow
            ? t(`${queue.overflowSeconds} 秒无人接听转值班链`, `after ${queue.overflowSeconds} s the on-call chain`)
            : t('不转值班链', 'no overflow')}
        </p>
      )}
      <Fold title={t('提示语', 'What is said')}>
        <ul className="queue-said">
          {queue.announcements
            .filter(({ kind }) => kind !== 'emergency' || queue.emergency)
            .map((said) => (
              <Announcement key={`${said.kind} ${said.version}`} queue={queue} said={said} may={may} speech={speech} />
            ))}
        </ul>
      </Fold>
    </section>
  )
}

export type Hotline = { readonly id: string; readonly number: string }

export const Screen = () => {
  const mayEver = useMayEver()
  const may = mayEver('queue.set')
  const ask = useAsk(api.queues.list)
  const [adding, setAdding] = useState(false)
  return (
    <Page
      wide
      title={t('来电热线', 'Hotline')}
      about={t(
        '来电先听急救提示，再按空闲最久、会所需技能的坐席依次振铃；没人接转值班链，漏接的都要回拨。',
        'Callers hear the emergency number first; the longest idle agent with the skill is rung, then the on-call chain.',
      )}
      actions={
        <>
          {mayEver('missed.read') && (
            <Go to="/missed" className="button plain">
              <span>{t('漏接回拨', 'Missed calls')}</span>
            </Go>
          )}
          {may && (
            <Button icon="plus" onClick={() => setAdding(true)}>
              {t('新建队列', 'New queue')}
            </Button>
          )}
        </>
      }
    >
      <Waiting />
      <Loaded ask={ask}>
        {({ rows, hotlines, speech }) => (
          <>
            {adding && (
              <section className="sheet">
                <h2 className="sheet-title">{t('新建队列', 'New queue')}</h2>
                {hotlines.some(({ id }) => !rows.some((row) => row.lineId === id)) ? (
                  <QueueForm
                    queue={null}
                    hotlines={hotlines.filter(({ id }) => !rows.some((row) => row.lineId === id))}
                    onClose={() => setAdding(false)}
                  />
                ) : (
                  <Note tone="warn" title={t('还没有空的热线分机', 'There is no hotline extension')}>
                    {t(
                      '请信息科先在“电话系统”里登记一个“热线”类的分机。',
                      'The administrator registers one of kind “hotline” under “Telephone”.',
                    )}
                  </Note>
                )}
              </section>
            )}
            {rows.length === 0 && !adding && (
              <Empty icon="headset" title={t('还没有热线队列', 'No queue yet')}>
                {t(
                  '由电话系统自己分配来电的医院不需要队列：坐席的来电照样弹屏，漏接照样回拨。',
                  'Where the PBX hands calls out itself none is needed: pops and missed calls work all the same.',
                )}
              </Empty>
            )}
            {rows.map((queue) => (
              <OneQueue key={queue.id} queue={queue as Queue} may={may} hotlines={hotlines} speech={speech} />
            ))}
          </>
        )}
      </Loaded>
      {mayEver('skill.read') && (
        <section className="sheet">
          <h2 className="sheet-title">{t('坐席技能', 'Skills')}</h2>
          <SkillsPart may={mayEver('skill.set')} />
        </section>
      )}
    </Page>
  )
}
