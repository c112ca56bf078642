// Buttons: one primary on a screen, quiet ones beside it, and those that the lifecycle's table names.
import { type ButtonHTMLAttributes, type ReactNode, useEffect, useState } from 'react'
import { actOf, type Lifecycle } from '#kernel/lifecycle.ts'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './keys.tsx'
import { t } from './language.ts'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  /** `primary`: the one thing to do here. `danger`: red. `quiet`: no border. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  icon?: IconName
  /** Shown after the word; the shortcut itself is registered with `useShortcut`. */
  keys?: string
  /** Being done: not pressed a second time, and said to those who listen. */
  busy?: boolean
  small?: boolean
  wide?: boolean
  children?: ReactNode
}

export const Button = ({
  kind = 'plain',
  icon,
  keys,
  busy = false,
  small,
  wide,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) => (
  <button
    {...rest}
    type={type}
    className={`button ${kind}${small ? ' small' : ''}${wide ? ' wide' : ''}${busy ? ' busy' : ''}`}
    aria-disabled={busy || undefined}
    aria-busy={busy || undefined}
    onClick={busy ? (event) => event.preventDefault() : onClick}
  >
    {icon && <Icon name={icon} size={small ? 15 : 17} />}
    {children && <span>{children}</span>}
    {keys && <Kbd keys={keys} />}
  </button>
)

/** A button that is only a sign; `label` is its name for everyone who cannot see it. */
export const IconButton = ({
  icon,
  label,
  size = 18,
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'children'> & {
  icon: IconName
  label: string
  size?: number
}) => (
  <button type="button" {...rest} className="icon-button" aria-label={label} title={label}>
    <Icon name={icon} size={size} />
  </button>
)

/** The buttons that this row admits now: `can` as the server said it, named by the lifecycle's table, in its order. */
export const VerbButtons = <V extends string>({
  life,
  can,
  verbs,
  primary,
  danger = [],
  busy,
  small,
  onVerb,
}: {
  life: Lifecycle<never, string, string>
  can: readonly string[]
  /** Which verbs have a button here. */
  verbs: readonly V[]
  primary?: V
  danger?: readonly V[]
  busy?: boolean
  small?: boolean
  onVerb: (verb: V) => void
}) => (
  <>
    {verbs
      .filter((verb) => can.includes(verb))
      .map((verb) => (
        <Button
          key={verb}
          kind={verb === primary ? 'primary' : danger.includes(verb) ? 'danger' : 'plain'}
          {...(busy === undefined ? {} : { busy })}
          {...(small === undefined ? {} : { small })}
          onClick={() => onVerb(verb)}
        >
          {t(actOf(life, verb).button)}
        </Button>
      ))}
  </>
)

/** What is still being read stands as grey lines, which no printer draws: the paper would be empty. */
const isReading = (): boolean => document.querySelector('main .skeleton, main [aria-busy="true"]:not(button)') !== null

/** Prints the page once all of it was read; what does not belong on paper has the class `no-print`. */
export const PrintButton = ({ children = t('打印', 'Print') }: { children?: ReactNode }) => {
  const [waiting, setWaiting] = useState(false)
  useEffect(() => {
    if (!waiting) return
    const look = setInterval(() => {
      if (isReading()) return
      setWaiting(false)
      window.print()
    }, 100)
    return () => clearInterval(look)
  }, [waiting])
  return (
    <Button icon="print" busy={waiting} onClick={() => (isReading() ? setWaiting(true) : window.print())}>
      {children}
    </Button>
  )
}
