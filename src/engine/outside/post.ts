// A call to another house: one JSON message to an address that the hospital has set. Never inside a transaction.
import type { Outside } from './address.ts'
import { callOutside, troubleOf } from './call.ts'

/** An address may carry `user:password@`; what is shown of it does not. */
export const shownAddress = (address: string): string => {
  if (address === '') return ''
  const url = new URL(address)
  if (url.password) url.password = '***'
  return url.href
}

/**
 * Posts `body` under `key` and answers what went wrong, or null when it was taken. The other side recognises by the key
 * what comes twice: an answer that is lost on the way is asked for again, and one that says “I have it” is as good.
 */
export const postJson = async (
  outside: Outside,
  address: string,
  key: string,
  body: unknown,
): Promise<string | null> => {
  try {
    const { status } = await callOutside(outside, address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })
    // What it says besides is not kept: it may be anything.
    return (status >= 200 && status < 300) || status === 409 ? null : `对方接口答复 ${status}`
  } catch (error) {
    return troubleOf(error)
  }
}
