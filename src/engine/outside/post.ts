// A call to another house: one JSON message to an address that the hospital has set. Never inside a transaction.

/** An address may carry `user:password@`; what is shown of it does not. */
export const shownAddress = (address: string): string => {
  if (address === '') return ''
  const url = new URL(address)
  if (url.password) url.password = '***'
  return url.href
}

const patience = 20_000

/**
 * Posts `body` under `key` and answers what went wrong, or null when it was taken. The other side recognises by the key
 * what comes twice: an answer that is lost on the way is asked for again, and one that says “I have it” is as good.
 */
export const postJson = async (address: string, key: string, body: unknown): Promise<string | null> => {
  const url = new URL(address)
  const { username, password } = url
  url.username = ''
  url.password = ''
  const headers: Record<string, string> = { 'content-type': 'application/json', 'idempotency-key': key }
  if (username || password) {
    const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    headers.authorization = `Basic ${Buffer.from(who).toString('base64')}`
  }
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    // What it says besides is not kept: it may be anything.
    await reply.body?.cancel()
    return reply.ok || reply.status === 409 ? null : `对方接口答复 ${reply.status}`
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string }
    return name === 'TimeoutError' ? '对方接口 20 秒内没有应答' : `连不上对方接口（${cause?.code ?? name}）`
  }
}
