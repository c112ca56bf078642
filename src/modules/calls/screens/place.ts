// Asking the server for the right to dial: at once or not at all, and without renewing the screen while a call begins.
import { Refused } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { toast } from '#web/ui/toast.tsx'
import type { Place, Placed } from './telephone.ts'

/**
 * A `Place` of one verb. A refusal is said; a server out of reach, too: unlike everything else that is sent, a call that
 * nobody waits for any more must not be dialled later by itself.
 */
export const placeOf =
  <I extends object>(call: (input: I, options: { key: string }) => Promise<Placed>, input: I): Place =>
  () =>
    call(input, { key: crypto.randomUUID() }).catch((error: unknown) => {
      const words =
        error instanceof Refused
          ? error.message
          : t('连不上服务器，没有拨出。', 'The server is out of reach: not dialled.')
      toast(words, { tone: 'bad' })
      return undefined
    })
