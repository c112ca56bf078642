// What a caller has typed so far: one value for the whole record, kept on the server while it is typed.
import { useEffect, useRef, useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, keep } from '#web/api.ts'
import { now } from '#web/ui/clock.ts'
import type { TaskSheet } from '../contract.ts'
import type { Answers } from '../questions.ts'
import type { OpinionDraft } from './opinions.ts'

export type Sheet = Wire<TaskSheet>

export type Draft = {
  readonly answers: Answers
  readonly respondent: 'patient' | 'guardian' | 'family'
  readonly numberOwner: 'patient' | 'contact' | 'work'
  readonly note: string
  readonly recovered: boolean
  readonly guidanceIds: readonly string[]
  readonly opinion: OpinionDraft | null
  /** Closed by hand although the grade asked for one. */
  readonly noOpinion: boolean
  /** When the number was dialled. */
  readonly startedAt: string | null
}

const fresh = (sheet: Sheet): Draft => ({
  answers: (sheet.answers as Answers | null) ?? {},
  respondent: sheet.respondent ?? (sheet.guardian ? 'guardian' : 'patient'),
  numberOwner: 'patient',
  note: '',
  recovered: sheet.recovered ?? false,
  guidanceIds: [],
  opinion: null,
  noOpinion: false,
  startedAt: null,
})

export type Kept = { readonly state: 'idle' | 'typing' | 'saved' | 'waiting'; readonly at: string | null }

const delay = 1000

/**
 * The draft of a record, beginning where it was left. Saved a second after the last key, when the record is left and when
 * the page is hidden; `done` ends that, because the record itself has it now.
 */
export const useDraft = (sheet: Sheet, mayKeep: boolean) => {
  const [draft, setDraft] = useState<Draft>(() => ({
    ...fresh(sheet),
    ...((sheet.draft as Partial<Draft> | null) ?? {}),
  }))
  const [kept, setKept] = useState<Kept>({ state: 'idle', at: null })
  const { id } = sheet
  const state = useRef({ draft, dirty: false, sending: false, over: false, mayKeep })
  state.current.mayKeep = mayKeep
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const save = useRef(async () => {
    const it = state.current
    if (!it.dirty || it.sending || it.over || !it.mayKeep) return
    it.sending = true
    it.dirty = false
    try {
      await keep(api.followups.draft, { id, draft: it.draft as Record<string, unknown> }, () =>
        setKept({ state: 'waiting', at: null }),
      )
      setKept({ state: 'saved', at: now().toISOString() })
    } catch {
      // Refused: somebody else has the record now; the record itself says so when it is saved.
      setKept({ state: 'idle', at: null })
    } finally {
      it.sending = false
    }
    if (it.dirty) void save.current()
  })

  useEffect(() => {
    const flush = () => {
      clearTimeout(timer.current)
      void save.current()
    }
    const hidden = () => document.visibilityState === 'hidden' && flush()
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      flush()
    }
  }, [])

  const set = (patch: Partial<Draft> | ((before: Draft) => Partial<Draft>)) => {
    const it = state.current
    it.draft = { ...it.draft, ...(typeof patch === 'function' ? patch(it.draft) : patch) }
    it.dirty = true
    setDraft(it.draft)
    if (!it.mayKeep) return
    setKept((before) => (before.state === 'waiting' ? before : { state: 'typing', at: before.at }))
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save.current(), delay)
  }
  /** The record itself is being saved; after a refusal the draft is kept again. */
  const done = (over = true) => {
    clearTimeout(timer.current)
    state.current.over = over
  }
  return { draft, set, kept, done }
}
