// How the browser sends: fetch, the language asked for, and the difference between “no” and “nobody there”.
import type { Send } from './client.ts'
import { language } from './ui/language.ts'
import { setAway } from './ui/states.tsx'

/** Nobody answered, or a proxy answered for a server that is down: nothing is known of what became of it. */
export class Away extends Error {
  override name = 'Away'
}

const minute = 60_000
let touchedAt = Date.now()
if (typeof document !== 'undefined')
  for (const gesture of ['pointerdown', 'keydown', 'wheel'])
    document.addEventListener(
      gesture,
      () => {
        touchedAt = Date.now()
      },
      { capture: true, passive: true },
    )

/** What a page asks while nobody touches it keeps no session awake: a desk that was left locks itself. */
const byItself = (): Record<string, string> => (Date.now() - touchedAt > minute ? { 'x-by-itself': 'yes' } : {})

/** Sends to the server that this page came from. Throws `Away` when it cannot be reached; that is worth a repetition. */
export const send: Send = async ({ method, url, headers, body }) => {
  const reply = await fetch(url, {
    method,
    headers: { ...headers, ...byItself(), 'accept-language': language() },
    credentials: 'same-origin',
    // What was typed last still goes out when the page is closed.
    keepalive: typeof body === 'string' && body.length < 30_000,
    ...(body === undefined ? {} : { body: body as BodyInit }),
  }).catch(() => {
    setAway(true)
    throw new Away('no answer')
  })
  const gone = reply.status === 502 || reply.status === 503 || reply.status === 504
  setAway(gone)
  if (gone) throw new Away(`answered ${reply.status}`)
  return {
    status: reply.status,
    headers: Object.fromEntries(reply.headers),
    bytes: new Uint8Array(await reply.arrayBuffer()),
  }
}
