// How a screen is laid out: a page, a list with its record beside it, sections, filters, tabs and the one dialog.
import { type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { useShortcut } from './keys.tsx'
import { t } from './language.ts'
import { Badge, type Tone } from './marks.tsx'

const narrow = typeof matchMedia === 'function' ? matchMedia('(max-width: 760px)') : undefined

/** Whether the screen is a phone's: tables are cards and a record covers the screen. */
export const usePhone = (): boolean =>
  useSyncExternalStore(
    (tell) => {
      narrow?.addEventListener('change', tell)
      return () => narrow?.removeEventListener('change', tell)
    },
    () => narrow?.matches ?? false,
  )

/** A screen of one column: its title, what can be done about the whole, and the content. */
export const Page = ({
  title,
  about,
  actions,
  children,
  wide,
}: {
  title: ReactNode
  about?: ReactNode
  actions?: ReactNode
  children: ReactNode
  wide?: boolean
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className={wide ? 'page wide' : 'page'} tabIndex={0} aria-label={t('内容', 'Content')}>
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {about && <p className="about">{about}</p>}
      </div>
      {actions && <div className="actions no-print">{actions}</div>}
    </header>
    {children}
  </section>
)

/**
 * A list on the left and the opened record on the right; on a phone the record covers the screen. `title` is the record's
 * name for readers. Without a record the place says what to do.
 */
export const ListAndRecord = ({
  list,
  record,
  title,
  onClose,
  nothing,
}: {
  list: ReactNode
  record: ReactNode | null
  title: string
  onClose: () => void
  nothing?: ReactNode
}) => {
  const phone = usePhone()
  const place = useRef<HTMLElement>(null)
  const open = record !== null
  useShortcut('Escape', onClose, { on: open && phone })
  // On a phone the list is behind the record: the focus goes with the eye.
  useEffect(() => {
    if (phone && open) place.current?.focus()
  }, [phone, open])
  return (
    <div className={open ? 'two open' : 'two'}>
      <div className="two-list" inert={phone && open}>
        {list}
      </div>
      {(open || !phone) && (
        <section className="two-record" aria-label={title} ref={place} tabIndex={-1}>
          {open && phone && (
            <div className="sheet-bar">
              <IconButton icon="left" size={22} label={t('返回列表', 'Back to the list')} onClick={onClose} />
              <span>{title}</span>
            </div>
          )}
          {record ?? nothing}
        </section>
      )}
    </div>
  )
}

/** A record's frame: a head that stays, a body that scrolls, a foot with what can be done. */
export const Panel = ({ head, foot, children }: { head?: ReactNode; foot?: ReactNode; children: ReactNode }) => (
  <div className="panel">
    {head && <div className="panel-head">{head}</div>}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <section className="panel-body" tabIndex={0} aria-label={t('内容', 'Content')}>
      {children}
    </section>
    {foot && <div className="panel-foot no-print">{foot}</div>}
  </div>
)

/** A part of a record under its own heading. */
export const Section = ({
  title,
  aside,
  children,
  tone,
}: {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
  tone?: 'warn' | 'bad'
}) => (
  <section className={tone ? `section ${tone}` : 'section'}>
    {title && (
      <h2>
        {title}
        {aside && <span className="section-aside">{aside}</span>}
      </h2>
    )}
    {children}
  </section>
)

/** A part that opens: the summary says what is inside and how much. */
export const Fold = ({
  title,
  aside,
  open,
  onToggle,
  children,
}: {
  title: ReactNode
  aside?: ReactNode
  open?: boolean
  onToggle?: (open: boolean) => void
  children: ReactNode
}) => (
  <details className="fold" open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
    <summary>
      <Icon name="right" size={15} />
      <span>{title}</span>
      {aside && <span className="fold-aside">{aside}</span>}
    </summary>
    <div className="fold-body">{children}</div>
  </details>
)

/** What stands above a list: filters, a search, what can be done about the whole. */
export const Toolbar = ({ children }: { children: ReactNode }) => <div className="toolbar no-print">{children}</div>

/** Views of one list, with how many each holds. A red count is for what is overdue or dangerous. */
export const Segmented = <V extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string
  value: V
  onChange: (value: V) => void
  options: readonly {
    readonly value: V
    readonly label: ReactNode
    readonly count?: number | undefined
    readonly tone?: Tone
  }[]
}) => {
  const id = useId()
  return (
    <fieldset className="segmented">
      <legend className="unseen">{label}</legend>
      {options.map((one) => (
        <label key={one.value}>
          <input type="radio" name={id} checked={one.value === value} onChange={() => onChange(one.value)} />
          <span>
            {one.label}
            {one.count !== undefined && (one.count > 0 || one.tone !== 'bad') && (
              <Badge count={one.count} {...(one.tone ? { tone: one.tone } : {})} />
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Parts of one record of which one is shown. */
export const Tabs = <V extends string>({
  label,
  value,
  onChange,
  tabs,
  children,
}: {
  label: string
  value: V
  onChange: (value: V) => void
  tabs: readonly { readonly value: V; readonly label: ReactNode; readonly count?: number }[]
  children: ReactNode
}) => {
  const id = useId()
  const move = (by: number) => {
    const at = tabs.findIndex((one) => one.value === value)
    const to = tabs[(at + by + tabs.length) % tabs.length]!
    onChange(to.value)
    document.getElementById(`${id}${to.value}`)?.focus()
  }
  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} className="tab-list">
        {tabs.map((one) => (
          <button
            key={one.value}
            id={`${id}${one.value}`}
            type="button"
            role="tab"
            aria-selected={one.value === value}
            aria-controls={`${id}panel`}
            tabIndex={one.value === value ? 0 : -1}
            onClick={() => onChange(one.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') move(1)
              if (event.key === 'ArrowLeft') move(-1)
            }}
          >
            {one.label}
            {one.count !== undefined && <Badge count={one.count} />}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}panel`} aria-labelledby={`${id}${value}`}>
        {children}
      </div>
    </div>
  )
}

/** Confirmation of something that cannot be taken back; everything else is a panel. Esc and “cancel” close it. */
export const Dialog = ({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) => {
  const place = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => place.current?.showModal(), [])
  return (
    <dialog ref={place} className="dialog" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}

/** A button that asks once more before it does what cannot be undone. */
export const ConfirmButton = ({
  label,
  title,
  text,
  danger,
  busy,
  onConfirm,
}: {
  label: string
  title: string
  text: ReactNode
  danger?: boolean
  busy?: boolean
  onConfirm: () => unknown
}) => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button kind={danger ? 'danger' : 'plain'} busy={busy ?? false} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Dialog title={title} onClose={() => setOpen(false)}>
          <div>{text}</div>
          <div className="actions end">
            <Button onClick={() => setOpen(false)}>{t('取消', 'Cancel')}</Button>
            <Button
              kind={danger ? 'danger' : 'primary'}
              onClick={() => {
                setOpen(false)
                onConfirm()
              }}
            >
              {label}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
