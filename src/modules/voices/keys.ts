// What opens a receipt: code and link made from the page's own key, so that a repetition gets the same and nothing but hashes stays here.
import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

/** Neither 0/O nor 1/I/L, no U, so that nothing is misread or misheard; 30 letters are 4.9 bits each. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 20

const hash = (purpose: string, text: string): Buffer =>
  createHash('sha256').update(`huiyin ${purpose} ${text}`).digest()

/** 98 bits of a hash as 20 letters in groups of four. */
const codeFrom = (bytes: Buffer): string => {
  let number = BigInt(`0x${bytes.toString('hex')}`)
  let code = ''
  for (let i = 0; i < length; i++) {
    code += letters[Number(number % 30n)]
    number /= 30n
  }
  return code.replace(/(....)(?=.)/g, '$1-')
}

const plain = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '')

export const codeHash = (code: string): Buffer => hash('code', plain(code))
export const linkHash = (token: string): Buffer => hash('link', token)
export const sessionHash = (token: string): Buffer => hash('session', token)
/** Of the key of something that is sent: what is done already under it is not done again. */
export const markOf = (key: string): Buffer => hash('mark', key)

/** What the page's key opens: the code to write down, the token of the link. */
export const keysOf = (key: string): { code: string; token: string; mark: Buffer } => ({
  code: codeFrom(hash('receipt', key)),
  token: hash('token', key).toString('base64url'),
  mark: markOf(key),
})

export const newOneTime = (): string => String(randomInt(1_000_000)).padStart(6, '0')
export const oneTimeHash = (receiptId: string, oneTime: string): Buffer => hash('one-time', `${receiptId} ${oneTime}`)
/** Against nothing it takes as long. */
export const isSame = (a: Buffer | null, b: Buffer): boolean =>
  timingSafeEqual(a ?? Buffer.alloc(b.length), b) && a !== null
