// The four states of every screen besides the good one: empty, loading, broken, offline; designed once.
import { type ReactNode, useSyncExternalStore } from 'react'
import { Refused } from '#web/client.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { t } from './language.ts'

/** Nothing here, why, and what to do about it. */
export const Empty = ({
  icon = 'check',
  title,
  children,
}: {
  icon?: IconName
  title: ReactNode
  children?: ReactNode
}) => (
  <div className="empty">
    <span className="empty-sign">
      <Icon name={icon} size={26} />
    </span>
    <p className="empty-title">{title}</p>
    {children && <div className="empty-more">{children}</div>}
  </div>
)

/** Lines where the content will be, of the height that it will have: nothing jumps when it arrives. */
export const Skeleton = ({ lines = 6, tall }: { lines?: number; tall?: boolean }) => (
  <div className={tall ? 'skeleton tall' : 'skeleton'} role="status">
    <span className="unseen">{t('正在读取…', 'Loading…')}</span>
    {Array.from({ length: lines }, (_, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
      <span key={i} className={`bone bone-${i % 4}`} />
    ))}
  </div>
)

/** What went wrong in the server's own sentence, with a way to try again and the number to give to the IT office. */
export const ErrorNote = ({ error, retry }: { error: unknown; retry?: () => unknown }) => {
  const refused = error instanceof Refused ? error : undefined
  return (
    <div className="error-note" role="alert">
      <Icon name="alert" size={22} />
      <div>
        <p className="error-title">{refused?.title ?? t('没有读到内容', 'This could not be read')}</p>
        <p>
          {refused?.message ?? t('网络或服务器没有回应，请稍后再试。', 'The network or the server does not answer.')}
        </p>
        <div className="actions">
          {retry && (
            <Button icon="again" onClick={() => retry()}>
              {t('重试', 'Try again')}
            </Button>
          )}
          {refused?.request && (
            <span className="request">
              {t('请求号', 'Request')} <code>{refused.request.slice(0, 8)}</code>
            </span>
          )}
        </div>
      </div>
    </div>
  )
}

/** A sentence that stands out: a warning, a rule, a success. */
export const Note = ({
  tone = 'plain',
  title,
  children,
}: {
  tone?: 'plain' | 'good' | 'warn' | 'bad'
  title?: ReactNode
  children?: ReactNode
}) => (
  <div className={`note ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
    {title && <strong>{title}</strong>}
    {children && <div>{children}</div>}
  </div>
)

/** Asks for one of the states, or draws the content: the shape of nearly every screen. */
export const Loaded = <T,>({
  ask,
  lines,
  children,
}: {
  ask: { data?: T | undefined; error: unknown; refetch: () => unknown }
  lines?: number
  children: (data: T) => ReactNode
}) => {
  if (ask.data !== undefined) return children(ask.data)
  if (ask.error) return <ErrorNote error={ask.error} retry={ask.refetch} />
  return <Skeleton {...(lines === undefined ? {} : { lines })} />
}

// Offline

let away = false
const listeners = new Set<() => void>()

/** Said by the one who sends: the server cannot be reached, or can be again. */
export const setAway = (to: boolean): void => {
  if (away === to) return
  away = to
  for (const tell of listeners) tell()
}

const listen = (tell: () => void) => {
  listeners.add(tell)
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    listeners.delete(tell)
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}

/** Whether the server is out of reach now. */
const useAway = (): boolean => useSyncExternalStore(listen, () => away || !navigator.onLine)

/** The banner while the server is out of reach; what was sent waits and goes by itself. */
export const Offline = () => (
  <div role="status" className="offline-place">
    {useAway() && (
      <div className="offline">
        <Icon name="alert" size={16} />
        {t(
          '连不上服务器：您可以继续填写，恢复后自动提交，不会丢失。请不要关闭本页。',
          'The server is out of reach. Keep writing: everything is sent when it is back. Do not close this page.',
        )}
      </div>
    )}
  </div>
)
