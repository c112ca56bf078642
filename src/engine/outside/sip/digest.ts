// Proving to an exchange that we know the password of an extension (RFC 3261 §22, RFC 7616), without saying it.
import { createHash, randomBytes } from 'node:crypto'

export type Challenge = {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  readonly algorithm: 'MD5' | 'SHA-256'
  readonly session: boolean
  readonly qop: boolean
  readonly stale: boolean
}

/** Reads a WWW-Authenticate or Proxy-Authenticate; null where it asks for what we do not do. */
export const challengeOf = (value: string): Challenge | null => {
  if (!/^digest\s/i.test(value)) return null
  const found = new Map<string, string>()
  for (const [, name, quoted, bare] of value
    .slice(7)
    .matchAll(/([a-z0-9-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi))
    found.set(name!.toLowerCase(), quoted ?? bare ?? '')
  const [, algorithm, session] = /^(MD5|SHA-256)(-sess)?$/i.exec(found.get('algorithm') ?? 'MD5') ?? []
  const realm = found.get('realm')
  const nonce = found.get('nonce')
  if (realm === undefined || nonce === undefined || !algorithm) return null
  const qop = found
    .get('qop')
    ?.split(',')
    .map((word) => word.trim().toLowerCase())
  if (qop && !qop.includes('auth')) return null
  return {
    realm,
    nonce,
    opaque: found.get('opaque'),
    algorithm: algorithm.toUpperCase() as Challenge['algorithm'],
    session: session !== undefined,
    qop: qop !== undefined,
    stale: found.get('stale')?.toLowerCase() === 'true',
  }
}

const escaped = (text: string): string => text.replace(/["\\]/g, '\\$&')

/** The Authorization that answers a challenge; `cnonce` is for tests. */
export const answerTo = (
  it: Challenge,
  who: { readonly username: string; readonly password: string; readonly method: string; readonly uri: string },
  cnonce = randomBytes(8).toString('hex'),
): string => {
  const hash = (text: string) =>
    createHash(it.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const nc = '00000001'
  const plain = hash(`${who.username}:${it.realm}:${who.password}`)
  const ha1 = it.session ? hash(`${plain}:${it.nonce}:${cnonce}`) : plain
  const ha2 = hash(`${who.method}:${who.uri}`)
  const response = it.qop ? hash(`${ha1}:${it.nonce}:${nc}:${cnonce}:auth:${ha2}`) : hash(`${ha1}:${it.nonce}:${ha2}`)
  const parts = [
    `username="${escaped(who.username)}"`,
    `realm="${it.realm}"`,
    `nonce="${it.nonce}"`,
    `uri="${who.uri}"`,
    `response="${response}"`,
    `algorithm=${it.algorithm}${it.session ? '-sess' : ''}`,
    ...(it.qop || it.session ? [`cnonce="${cnonce}"`] : []),
    ...(it.qop ? ['qop=auth', `nc=${nc}`] : []),
    ...(it.opaque === undefined ? [] : [`opaque="${it.opaque}"`]),
  ]
  return `Digest ${parts.join(', ')}`
}
