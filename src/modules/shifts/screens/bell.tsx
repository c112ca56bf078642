// The bell in the shell: how many notices are unread, what they say, and where they lead.
import { useRef, useState } from 'react'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Badge } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { MoreButton } from '#web/ui/more.tsx'
import { Empty, ErrorNote, Skeleton } from '#web/ui/states.tsx'
import './watch.css'
import { noticeIcons, noticePlaces } from './words.ts'

type Notice = Awaited<ReturnType<typeof api.notices.list>>['rows'][number]

type Place = { readonly to: string; readonly with?: Record<string, string> }

const recordPlaces: Readonly<Record<NonNullable<Notice['noun']>, (id: string) => Place>> = {
  case: (id) => ({ to: `/cases/${id}` }),
  task: (id) => ({ to: '/desk', with: { view: 'all', id } }),
  handover: (id) => ({ to: '/handovers', with: { id } }),
  proposal: (id) => ({ to: '/proposals', with: { id } }),
  project: (id) => ({ to: `/projects/${id}` }),
  practice: (id) => ({ to: '/practices', with: { id } }),
  export: (id) => ({ to: '/exports', with: { id } }),
  assessment: (id) => ({ to: '/assessments', with: { id } }),
  ruleSet: (id) => ({ to: '/assessments/rules', with: { id } }),
  bulletin: (id) => ({ to: '/bulletins', with: { id } }),
}

const placeOf = ({ noun, subject, kind }: Notice): Place | null => {
  if (noun !== null && subject !== null) return recordPlaces[noun](subject)
  const to = noticePlaces[kind.split('-')[0]!]
  return to ? { to } : null
}

const Line = ({ notice, onGo }: { notice: Notice; onGo: () => void }) => {
  const seen = useDo(api.notices.seen)
  const place = placeOf(notice)
  const words = (
    <>
      <Icon name={noticeIcons[notice.kind] ?? 'info'} size={17} />
      <span>{t(notice.words)}</span>
      <Time at={notice.at} />
    </>
  )
  const read = () => {
    if (!notice.readAt) void seen.run({ id: notice.id })
  }
  return (
    <li className={notice.readAt ? 'notice' : 'notice new'}>
      {place ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the link inside takes the keys
        <div
          onClick={() => {
            read()
            onGo()
          }}
        >
          <Go to={place.to} className="notice-line" {...(place.with ? { with: place.with } : {})}>
            {words}
          </Go>
        </div>
      ) : (
        <button type="button" className="notice-line" onClick={read}>
          {words}
        </button>
      )}
    </li>
  )
}

const List = ({ onGo }: { onGo: () => void }) => {
  const list = useAskPages(api.notices.list, { limit: 30 })
  const all = useDo(api.notices.seenAll)
  const some = (list.rows ?? []).some((one) => !one.readAt)
  return (
    <div className="bell-list">
      <div className="bell-head">
        <h2>{t('提醒', 'Notices')}</h2>
        {some && (
          <Button small kind="quiet" busy={all.busy} onClick={() => void all.run({})}>
            {t('全部已读', 'Mark all as read')}
          </Button>
        )}
      </div>
      {list.rows === undefined ? (
        list.error ? (
          <ErrorNote error={list.error} retry={list.retry} />
        ) : (
          <Skeleton lines={5} />
        )
      ) : list.rows.length === 0 ? (
        <Empty icon="bell" title={t('没有提醒', 'No notices')} />
      ) : (
        <ul>
          {list.rows.map((notice) => (
            <Line key={notice.id} notice={notice} onGo={onGo} />
          ))}
        </ul>
      )}
      <MoreButton more={list.more} small kind="quiet" label={t('更早的', 'Earlier')} />
    </div>
  )
}

export const Bell = () => {
  const place = useRef<HTMLDetailsElement>(null)
  const [open, setOpen] = useState(false)
  const { data } = useAsk(api.notices.counts, {}, { seconds: 60 })
  const unread = data?.unread ?? 0
  const close = () => {
    if (place.current) place.current.open = false
  }
  return (
    <details
      ref={place}
      className="menu bell"
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && event.relatedTarget && close()}
    >
      <summary title={t('提醒', 'Notices')}>
        <Icon name="bell" size={19} />
        <span className="unseen">{t(`提醒，${unread} 条未读`, `Notices, ${unread} unread`)}</span>
        {unread > 0 && (
          <span aria-hidden="true">
            <Badge count={unread} tone="bad" />
          </span>
        )}
      </summary>
      {open && <List onGo={close} />}
    </details>
  )
}
