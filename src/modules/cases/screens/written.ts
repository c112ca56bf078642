// A matter that somebody wrote in a text: his words stand in the form already, and his number is seen masked.
import { useEffect, useRef } from 'react'
import { api, useAsk } from '#web/api.ts'

/** The reply that a form is begun from; put into it once, and never over what was typed. */
export const useWritten = (
  replyId: string | undefined,
  empty: boolean,
  put: (it: { text: string; patientId: string }) => void,
): { readonly from: string } | undefined => {
  const reply = useAsk(api.replies.list, { id: replyId ?? '' }, { on: replyId !== undefined }).data?.rows[0]
  const done = useRef(false)
  useEffect(() => {
    if (!reply || done.current) return
    done.current = true
    if (empty) put({ text: reply.text, patientId: reply.patient?.id ?? '' })
  }, [reply, empty, put])
  return reply
}
