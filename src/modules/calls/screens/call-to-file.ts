// The call that a record is about to say something of: sent along with whatever files it, so that its own times count.
import { api, useAsk } from '#web/api.ts'
import { callAbout, hasTelephone, useTelephone } from './telephone.ts'

/** One's own latest call about this (`noun`, `id`) that nothing was written of yet, on this page or before it was reloaded. */
export const useCallToFile = (noun: string, id: string): string | undefined => {
  const telephone = useTelephone()
  const { data } = useAsk(api.calls.mine, {}, { on: hasTelephone(telephone) })
  const here = callAbout(telephone, id)
  const placed = here !== undefined && here.id !== ''
  const kept = useAsk(api.calls.get, { id: here?.id ?? '' }, { on: placed && here.phase === 'ended' }).data
  // What happened a moment ago here may not be in the list yet; only the server's word that it is filed counts.
  if (placed && !kept?.wrappedAt) return here.id
  const known = [...(data?.calls ?? []), ...(data?.toFile ?? [])]
  return known.find((call) => call.aboutNoun === noun && call.aboutId === id && call.wrappedAt === null)?.id
}
