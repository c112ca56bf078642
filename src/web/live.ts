// Live refresh: the server says which nouns changed, and what is on the screen about them is asked for anew.
import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

// What else is told on a screen of another noun: a contact is part of a task's sheet, an encounter of a patient's.
const shownBy: Readonly<Record<string, readonly string[]>> = {
  contact: ['patient', 'task'],
  encounter: ['encounter', 'patient', 'import', 'report'],
  patient: ['patient', 'encounter', 'task'],
  task: ['task', 'report', 'programme', 'patient'],
  case: ['case', 'task', 'report', 'ring', 'notice', 'handover', 'sheet'],
  sheet: ['sheet', 'case'],
  guidance: ['guidance', 'task', 'project'],
  careNote: ['careNote', 'task', 'project'],
  measure: ['measure', 'project', 'notice'],
  proposal: ['proposal', 'project', 'notice'],
  project: ['project', 'proposal', 'notice'],
  import: ['import', 'encounter', 'task', 'department'],
  call: ['call', 'agent', 'recording', 'caller', 'missed', 'queue'],
  recording: ['recording', 'dossier'],
  queueCall: ['queue', 'caller'],
  missed: ['missed', 'queue', 'caller'],
  agent: ['agent', 'call'],
  ring: ['ring', 'notice', 'handover'],
  handover: ['handover', 'notice'],
  shift: ['shift', 'duty', 'handover'],
  staff: ['staff', 'duty', 'chain'],
  department: ['department', 'encounter'],
}

const refresh = (cache: QueryClient, nouns: readonly string[]) => {
  const stale = new Set(nouns.flatMap((noun) => shownBy[noun] ?? [noun]))
  void cache.invalidateQueries({ predicate: ({ queryKey }) => stale.has(queryKey[0] as string) })
}

/** Listens for as long as somebody is signed in; while the stream is down the screen is asked anew every half minute. */
export const useLive = (): void => {
  const cache = useQueryClient()
  useEffect(() => {
    let stream: EventSource | undefined
    let reopen: ReturnType<typeof setTimeout> | undefined
    let waiting = new Set<string>()
    let soon: ReturnType<typeof setTimeout> | undefined
    let missed = false

    const flush = () => {
      soon = undefined
      refresh(cache, [...waiting])
      waiting = new Set()
    }
    const open = () => {
      stream = new EventSource('/api/v1/live')
      stream.addEventListener('changed', (event) => {
        for (const noun of JSON.parse(event.data) as string[]) waiting.add(noun)
        // Many at once (an import) are one refresh.
        soon ??= setTimeout(flush, 400)
      })
      stream.addEventListener('open', () => {
        if (missed) void cache.invalidateQueries()
        missed = false
      })
      stream.addEventListener('error', () => {
        missed = true
        if (stream?.readyState !== EventSource.CLOSED) return
        reopen = setTimeout(open, 10_000)
      })
    }
    open()
    const fallback = setInterval(() => {
      if (stream?.readyState !== EventSource.OPEN && navigator.onLine) void cache.invalidateQueries()
    }, 30_000)
    return () => {
      stream?.close()
      clearTimeout(reopen)
      clearTimeout(soon)
      clearInterval(fallback)
    }
  }, [cache])
}
