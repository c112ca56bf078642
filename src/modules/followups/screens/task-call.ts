// The call of one task: how it stands in this page, and what its end proposes for the record.
import { useEffect } from 'react'
import { dispositionOf, type Ender, type Outcome, outcomeOf } from '#modules/calls/outcomes.ts'
import { type Call, callAbout, useTelephone } from '#modules/calls/screens/telephone.ts'
import type { Disposition } from '#modules/contacts/dispositions.ts'
import { api, keep, useAsk } from '#web/api.ts'

export type TaskCall = {
  readonly call: Call | undefined
  /** Ended before anybody answered. */
  readonly missed: boolean
  readonly outcome: Outcome | null
  /** What the outcome proposes; null while nothing is known or where it says nothing of the person. */
  readonly proposed: Disposition | null
  /** Whose doing a failure was, in a sentence. */
  readonly advice: string | null
  /** Before another number is dialled: the try before is kept as it ended, without a contact of its own. */
  putAway(): void
}

const enderOf = { us: 'us', them: 'person', network: 'network' } as const satisfies Record<string, Ender>

const seconds = (from: string | null, until: string | null) =>
  from && until ? Math.max(0, (new Date(until).getTime() - new Date(from).getTime()) / 1000) : 0

/**
 * The page knows at once how a call ended, by the same table as the server; the server's own word is the one that counts
 * and takes its place as soon as it is there. `told` is called when it is answered, and when it was missed.
 */
export const useTaskCall = (taskId: string, told: { answered(): void; missed(): void }): TaskCall => {
  const call = callAbout(useTelephone(), taskId)
  const over = call?.phase === 'ended'
  const missed = over && !call.answeredAt
  const sheet = useAsk(api.calls.get, { id: call?.id ?? '' }, { on: over && call.id !== '' }).data
  const kept = sheet?.status === 'ended' ? sheet : undefined
  const seen: Outcome | null =
    over && call.end
      ? outcomeOf({
          status: call.end.sip,
          q850: call.end.q850,
          by: enderOf[call.end.by],
          answered: call.answeredAt !== null,
        })
      : null
  const outcome = (kept?.outcome as Outcome | null | undefined) ?? seen
  const proposed = kept
    ? (kept.proposed as Disposition | null)
    : seen && dispositionOf(seen, seconds(call?.startedAt ?? null, call?.endedAt ?? null))

  const answeredAt = call?.answeredAt
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each call
  useEffect(() => {
    if (answeredAt) told.answered()
  }, [answeredAt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each call
  useEffect(() => {
    if (missed) told.missed()
  }, [missed, call?.id])

  return {
    call,
    missed: missed ?? false,
    outcome,
    proposed,
    advice: kept?.advice ?? null,
    putAway: () => {
      if (!call || !missed) return
      void keep(api.calls.wrap, {
        id: call.id,
        note: '',
        ...(proposed ? { disposition: proposed } : {}),
      }).catch(() => {})
    },
  }
}
