// The place at the foot of a record where one verb is done: its small form, above the buttons, beside what it is about.
import { type ReactNode, useEffect, useRef } from 'react'
import { actOf } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'
import { useCallToFile } from '#modules/calls/screens/call-to-file.ts'
import { type AnyCall, type Refused, useDo } from '#web/api.ts'
import { IconButton } from '#web/ui/button.tsx'
import { Form } from '#web/ui/form.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { usePhone } from '#web/ui/layout.tsx'
import { caseLifecycle } from '../lifecycle.ts'
import { useUnsaved } from './unsaved.ts'
import type { Sheet } from './words.ts'

export type VerbProps = {
  sheet: Sheet
  onDone: (after: Sheet) => unknown
  onClose: () => void
  /** It was open from the beginning: the focus stays where it is. */
  quiet?: boolean
}

/** The button of a verb, as its lifecycle names it. */
export const buttonOf = (verb: string): string => t(actOf(caseLifecycle, verb).button)

/**
 * One verb of a case being written: what was typed is kept until it has been sent. `dock` is what its dock needs of it.
 * Without words of its own what is said afterwards is the button that was pressed.
 */
export const useVerb = <F extends AnyCall, T extends object>(
  verb: string,
  { sheet, onDone, onClose, quiet }: VerbProps,
  call: F,
  initial: T,
  says?: string,
) => {
  const title = buttonOf(verb)
  const form = useUnsaved(`${sheet.id}.${verb}`, initial)
  const callId = useCallToFile('case', sheet.id)
  const { run, busy, problem } = useDo(call, {
    says: says ?? t(`已办：${title}`, `Done: ${title}`),
    inForm: true,
    changes: ['call', 'agent'],
    done: (after) => {
      form.done()
      onDone(after as Sheet)
    },
  })
  const send: typeof run = (input, ...rest) =>
    run(callId && filesCall.has(verb) ? { ...input, callId } : input, ...rest)
  return { form, run: send, dock: { title, busy, problem, onClose, quiet: quiet ?? false } }
}

/** What says what came of a call to the person. */
const filesCall: ReadonlySet<string> = new Set(['tell', 'confirm', 'reopen', 'escalate', 'failRecall', 'comment'])

const sendWords = w('提交', 'Send')

/**
 * `quiet`: it was there when the record was opened, so it does not take the focus. What is typed in it is kept by its
 * form, so closing loses nothing.
 */
export const Dock = ({
  title,
  about,
  submit,
  busy,
  problem,
  danger,
  quiet,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  about?: ReactNode
  submit: string
  busy: boolean
  problem: Refused | null
  danger?: boolean
  quiet?: boolean
  onSubmit: () => unknown
  onClose: () => void
  children: ReactNode
}) => {
  const place = useRef<HTMLElement>(null)
  const phone = usePhone()
  useShortcut('Ctrl+Enter', () => !busy && onSubmit(), { words: sendWords })
  useShortcut('Escape', onClose)
  useEffect(() => {
    if (quiet) return
    place.current?.querySelector<HTMLElement>('input:checked, input, select, textarea')?.focus({ preventScroll: true })
    if (phone) place.current?.scrollIntoView({ block: 'start' })
  }, [quiet, phone])
  return (
    <section className="dock" ref={place} aria-label={title}>
      <div className="dock-head">
        <h2>{title}</h2>
        {about && <span className="section-aside">{about}</span>}
        <IconButton
          icon="close"
          size={16}
          label={t('收起（已写的会保留）', 'Fold (what is written is kept)')}
          onClick={onClose}
        />
      </div>
      <Form
        onSubmit={onSubmit}
        problem={problem}
        busy={busy}
        danger={danger ?? false}
        submit={
          <>
            {submit} <Kbd keys="Ctrl+Enter" />
          </>
        }
      >
        {children}
      </Form>
    </section>
  )
}
