// The call that a record is about to say something of: sent along with whatever files it, so that its own times count.
import { api, useAsk } from '#web/api.ts'
import { callAbout, hasTelephone, useTelephone } from './telephone.ts'

/** One's own latest call about this (`noun`, `id`) that nothing was written of yet, on this page or before it was reloaded. */
export const useCallToFile = (noun: string, id: string): string | undefined => {
  const telephone = useTelephone()
  const { data } = useAsk(api.calls.mine, {}, { on: hasTelephone(telephone) })
  const known = [...(data?.calls ?? []), ...(data?.toFile ?? [])].find(
    (call) => call.aboutNoun === noun && call.aboutId === id && call.wrappedAt === null,
  )
  const here = callAbout(telephone, id)
  // What has only just begun may not have been heard of from the server.
  return known?.id ?? (here && here.id !== '' && here.phase !== 'ended' ? here.id : undefined)
}
