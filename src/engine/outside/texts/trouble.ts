// What goes wrong on the way to a gateway, told apart by whether it can have got the text all the same.
import { w } from '#kernel/words.ts'
import { NotOutside, type Outside } from '../address.ts'
import { type Answer, callOutside } from '../call.ts'
import type { Sent } from './gateway.ts'

const certificates = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS|EPROTO|SSL/i

type Later = Sent & { is: 'later' }

export const later = (why: Later['why'], zh: string, en: string): Later => ({ is: 'later', why, words: w(zh, en) })
export const refused = (zh: string, en: string): Sent => ({ is: 'refused', words: w(zh, en) })
export const unknown = (zh: string, en: string): Sent => ({ is: 'unknown', words: w(zh, en) })

/** Why the gateway could not even be reached. */
export const notReached = (error: unknown): Later => {
  if (error instanceof NotOutside) return { is: 'later', why: 'address', words: error.words }
  const { code = '', name } = error as { code?: string; name: string }
  if (certificates.test(code))
    return later(
      'certificate',
      `短信平台的证书不被信任（${code}）。请在设置里填入对方的 CA 证书，或请对方更换证书。`,
      `The gateway’s certificate is not trusted (${code}); enter its CA certificate.`,
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return later(
      'address',
      '找不到短信平台的地址，请核对域名。',
      'The gateway’s name cannot be found; check the address.',
    )
  if (code === 'ECONNREFUSED')
    return later(
      'address',
      '短信平台没有在这个地址和端口应答（连接被拒绝）。请核对地址，确认平台已启动。',
      'Nothing listens at the gateway’s address; check it, and that the gateway runs.',
    )
  const what = code || name
  return later('address', `连不上短信平台（${what}）。请检查网络和防火墙。`, `The gateway is out of reach (${what}).`)
}

/**
 * One request to a gateway and how its answer is read. What failed before the first byte went out has certainly not
 * arrived; after that nobody knows.
 */
export const asked = async (
  outside: Outside,
  address: string | URL,
  it: NonNullable<Parameters<typeof callOutside>[2]>,
  read: (answer: Answer) => Sent,
): Promise<Sent> => {
  let arrived = false
  try {
    return read(await callOutside(outside, address, { ...it, connected: () => (arrived = true) }))
  } catch (error) {
    if (!arrived) return notReached(error)
    const { code, name } = error as { code?: string; name: string }
    return unknown(
      `短信已交出，但没有等到平台的答复（${code ?? name}）。`,
      `The text went out, but the gateway’s answer was lost (${code ?? name}).`,
    )
  }
}
