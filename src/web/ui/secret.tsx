// A password, token or code that is shown once: large enough to be read out, copied with one press, and said to be gone afterwards.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { t } from './language.ts'
import { Note } from './states.tsx'

/** `values` stand below one another; `more` says what to do with them. It takes the focus: this is what was asked for. */
export const Secret = ({
  title,
  values,
  more,
  onDone,
  actions,
}: {
  title: ReactNode
  values: readonly string[]
  more?: ReactNode
  onDone: () => void
  actions?: ReactNode
}) => {
  const place = useRef<HTMLDivElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => place.current?.focus(), [])
  const copy = async () => {
    // A page without HTTPS has no clipboard: the text is there to be marked.
    await navigator.clipboard?.writeText(values.join('\n')).then(
      () => setCopied(true),
      () => {},
    )
  }
  return (
    <div ref={place} className="secret" tabIndex={-1}>
      <Note tone="warn" title={title}>
        {t('只在此时显示一次，关闭后无法再看。', 'Shown only now; it cannot be seen again.')}
      </Note>
      <div className={values.length > 1 ? 'secret-values many' : 'secret-values'}>
        {values.map((value) => (
          <code key={value}>{value}</code>
        ))}
      </div>
      {more && <div className="secret-more">{more}</div>}
      <div className="actions no-print">
        <Button kind="primary" onClick={onDone}>
          {t('我已记下', 'I have noted it')}
        </Button>
        {'clipboard' in navigator && (
          <Button icon={copied ? 'check' : 'file'} onClick={() => void copy()}>
            {copied ? t('已复制', 'Copied') : t('复制', 'Copy')}
          </Button>
        )}
        {actions}
      </div>
    </div>
  )
}
