// What was written here: to be sent, sent, or waiting for a person; two that differ lie side by side.
import { useEffect, useState } from 'react'
import { sayTime } from '#kernel/time.ts'
import { Button } from '#web/ui/button.tsx'
import { useNow } from '#web/ui/clock.ts'
import { TextArea } from '#web/ui/field.tsx'
import { language, t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import { contestWords } from '../../words.ts'
import { keepEntry } from './parts.tsx'
import { api, sendAll } from './sending.ts'
import { change, type Entry, empty, giveUp, isOwed, useKnown } from './store.ts'

const kinds = {
  matter: ['诉求', 'Matter'],
  answer: ['巡查', 'Round'],
  survey: ['测评', 'Survey'],
  amend: ['补充', 'Addition'],
} as const

const Sides = ({ entry }: { entry: Entry }) => {
  const [problem, setProblem] = useState('')
  const { sides } = entry
  const decide = (work: Promise<unknown>) =>
    work.then(() => sendAll()).catch((error: Error) => setProblem(error.message))
  const both = entry.receipt?.contest === 'answered-twice'
  return (
    <div className="contest">
      <p>{t(contestWords[entry.receipt?.contest ?? 'answered-twice'])}</p>
      {sides ? (
        <>
          <div className="sides">
            <div>
              <small>{t('您记的', 'Yours')}</small>
              <p>{sides.mine.says}</p>
            </div>
            <div>
              <small>{sides.beside?.by ?? t('现在的', 'As it is now')}</small>
              <p>{sides.beside?.says}</p>
            </div>
          </div>
          <div className="actions">
            <Button onClick={() => void decide(api.entries.choose({ id: entry.id }))}>
              {t('采用我这份', 'Take mine')}
            </Button>
            {both && (
              <Button onClick={() => void decide(api.entries.choose({ id: entry.id, both: true }))}>
                {t('两份都留', 'Keep both')}
              </Button>
            )}
            <Button kind="quiet" onClick={() => void decide(api.entries.setAside({ id: entry.id }))}>
              {t('不采用我这份', 'Set mine aside')}
            </Button>
          </div>
        </>
      ) : (
        <p className="hint">{t('联网后可以看到另一份并决定。', 'With a network you can see the other and decide.')}</p>
      )}
      {problem && <Note tone="bad">{problem}</Note>}
    </div>
  )
}

const Refusal = ({ entry, onMend }: { entry: Entry; onMend: (entry: Entry) => void }) => {
  const unlucky = entry.photos.filter(({ sent }) => !sent)
  const photosOnly = entry.receipt !== undefined
  return (
    <div className="contest">
      <p>{entry.why}</p>
      {(entry.fields ?? []).map(({ field, reason }) => (
        <small key={field}>{reason}</small>
      ))}
      <div className="actions">
        {!photosOnly && entry.body.kind === 'matter' && (
          <Button onClick={() => onMend(entry)}>{t('改正', 'Put it right')}</Button>
        )}
        <Button onClick={() => void change({ ...entry, state: photosOnly ? 'sent' : 'waiting' }).then(() => sendAll())}>
          {t('再发一次', 'Send again')}
        </Button>
        {photosOnly ? (
          <Button
            kind="quiet"
            onClick={() =>
              void change(
                { ...entry, state: 'sent', photos: entry.photos.map((photo) => ({ ...photo, sent: true })) },
                unlucky.map(({ id }) => id),
              )
            }
          >
            {t('不传照片', 'Without the photographs')}
          </Button>
        ) : (
          <Button kind="quiet" onClick={() => void giveUp(entry)}>
            {t('放弃这条', 'Give it up')}
          </Button>
        )}
      </div>
    </div>
  )
}

const Amend = ({ entry, onDone }: { entry: Entry; onDone: () => void }) => {
  const [words, setWords] = useState('')
  const keep = async () => {
    const seenAt = entry.receipt?.receivedAt ?? entry.madeAt
    await keepEntry({
      stationId: entry.stationId,
      ofId: entry.id,
      title: `${t('补充', 'Addition')}：${words.slice(0, 40)}`,
      body: { kind: 'amend', amend: { words: words.trim(), seenAt } },
    })
    onDone()
  }
  return (
    <div className="contest">
      <TextArea label={t('补充什么', 'What is added')} rows={2} value={words} onChange={setWords} />
      <div className="actions">
        <Button kind="primary" onClick={() => words.trim().length > 1 && void keep()}>
          {t('记下', 'Keep')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {t('取消', 'Cancel')}
        </Button>
      </div>
    </div>
  )
}

const Line = ({ entry, onMend }: { entry: Entry; onMend: (entry: Entry) => void }) => {
  const at = useNow()
  const [adding, setAdding] = useState(false)
  const left = entry.photos.filter(({ sent }) => !sent).length
  const [zh, en] = kinds[entry.body.kind]
  return (
    <li className="sent-line">
      <Tag>{t(zh, en)}</Tag>
      <span className="sent-title">
        {entry.title}
        {entry.receipt?.number && <small>{entry.receipt.number}</small>}
      </span>
      <small>
        {sayTime(new Date(entry.madeAt), at, language())}
        {entry.photos.length > 0 &&
          t(
            ` · 照片 ${entry.photos.length - left}/${entry.photos.length}`,
            ` · ${entry.photos.length - left} of ${entry.photos.length} pictures`,
          )}
      </small>
      {entry.state === 'refused' && <Refusal entry={entry} onMend={onMend} />}
      {entry.state === 'contested' && <Sides entry={entry} />}
      {entry.state !== 'refused' && entry.body.kind === 'matter' && !adding && (
        <Button small kind="quiet" onClick={() => setAdding(true)}>
          {t('补充', 'Add to it')}
        </Button>
      )}
      {adding && <Amend entry={entry} onDone={() => setAdding(false)} />}
    </li>
  )
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** How much room there is, and whether the browser has promised to leave it alone. */
const Room = () => {
  const [room, setRoom] = useState('')
  useEffect(() => {
    void (async () => {
      const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {}
      const kept = await navigator.storage?.persisted?.()
      setRoom(
        t(
          `已用 ${megabytes(usage)}，可用 ${megabytes(quota)}；${kept ? '浏览器承诺不清除' : '浏览器可能在空间不足时清除，请及时发送'}`,
          `${megabytes(usage)} used of ${megabytes(quota)}; ${kept ? 'the browser keeps it' : 'the browser may clear it when space is short: send soon'}`,
        ),
      )
    })()
  }, [])
  return <p className="hint">{room}</p>
}

/** Leaving: only what has arrived may be forgotten without a word. */
const Leave = ({ owed }: { owed: number }) => {
  const [sure, setSure] = useState(false)
  const leave = async () => {
    await empty()
    // Away from the network the session ends by itself.
    await api.session.signOut({}).catch(() => {})
    location.reload()
  }
  if (!sure)
    return (
      <Button icon="exit" onClick={() => (owed === 0 ? void leave() : setSure(true))}>
        {t('退出并清空平板', 'Sign out and empty the tablet')}
      </Button>
    )
  return (
    <Note
      tone="bad"
      title={t(`还有 ${owed} 条没有送达，清空后找不回来。`, `${owed} entries have not arrived; they would be lost.`)}
    >
      <div className="actions">
        <Button kind="danger" onClick={() => void leave()}>
          {t('仍然清空', 'Empty it all the same')}
        </Button>
        <Button kind="primary" onClick={() => setSure(false)}>
          {t('先不退出', 'Stay')}
        </Button>
      </div>
    </Note>
  )
}

export const Outbox = ({ onMend }: { onMend: (entry: Entry) => void }) => {
  const { entries, me } = useKnown()
  const asks = entries.filter(({ state }) => state === 'refused' || state === 'contested')
  const waits = entries.filter((one) => !asks.includes(one) && isOwed(one))
  const sent = entries.filter((one) => !asks.includes(one) && !waits.includes(one)).reverse()
  const groups = [
    [t('需要处理', 'To be decided'), asks],
    [t('待发送', 'To be sent'), waits],
    [t('已发送', 'Sent'), sent],
  ] as const
  return (
    <section>
      <div className="headline">
        <h1>{t('发送', 'Sending')}</h1>
        <Button small icon="again" onClick={() => void sendAll()}>
          {t('现在发送', 'Send now')}
        </Button>
      </div>
      {entries.length === 0 && <Empty icon="upload" title={t('还没有记录', 'Nothing yet')} />}
      {groups.map(([title, those]) =>
        those.length === 0 ? null : (
          <div key={title} className="card">
            <h2>
              {title} <small>{those.length}</small>
            </h2>
            <ul>
              {those.map((entry) => (
                <Line key={entry.id} entry={entry} onMend={onMend} />
              ))}
            </ul>
          </div>
        ),
      )}
      <div className="card">
        <h2>{t('这台平板', 'This tablet')}</h2>
        <p>{me?.name}</p>
        <Room />
        <Leave owed={entries.filter(isOwed).length} />
      </div>
    </section>
  )
}
