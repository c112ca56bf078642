// The lock of a tablet: a key that never leaves the browser's hands, wrapped by what its owner types; wrong tries cost time.
import { read, type Sealed, wipe, write } from './records.ts'

/** OWASP, 2023: PBKDF2 with SHA-256 takes 600,000 rounds. A content security policy without `wasm-unsafe-eval` rules Argon2 out. */
const rounds = 600_000
/** So many wrong tries empty the tablet; the first few cost nothing, then ever longer. */
const mostTries = 10
const free = 3
const pauses = [30, 60, 120, 300, 600, 1200] as const

type Lock = {
  readonly key: 'lock'
  readonly salt: Uint8Array<ArrayBuffer>
  readonly iv: Uint8Array<ArrayBuffer>
  readonly wrapped: ArrayBuffer
  readonly tries: number
  /** Before this instant (ms) no try is looked at. */
  readonly until: number
}

const wrapping = async (secret: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => {
  const typed = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret.normalize('NFKC')),
    'PBKDF2',
    false,
    ['deriveKey'],
  )
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

const unwrapped = (lock: Pick<Lock, 'wrapped' | 'iv'>, key: CryptoKey): Promise<CryptoKey> =>
  crypto.subtle.unwrapKey('raw', lock.wrapped, key, { name: 'AES-GCM', iv: lock.iv }, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])

/** Whether what was chosen may open a tablet: six digits that are not one digit or a ladder, or a longer phrase. */
export const isGood = (secret: string): boolean =>
  secret.length >= 6 && !/^(.)\1+$/.test(secret) && !'01234567890 09876543210'.includes(secret)

/** Puts a new lock on: everything that was there is gone. Answers the key, which nobody can read out of the browser. */
export const putOn = async (secret: string): Promise<CryptoKey> => {
  await wipe()
  const [salt, iv] = [random(16), random(12)]
  const key = await wrapping(secret, salt)
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt'])
  const wrapped = await crypto.subtle.wrapKey('raw', made, key, { name: 'AES-GCM', iv })
  await write('lock', [{ key: 'lock', salt, iv, wrapped, tries: 0, until: 0 } satisfies Lock])
  return unwrapped({ wrapped, iv }, key)
}

export const isLocked = async (): Promise<boolean> => (await read<Lock>('lock', 'lock')) !== undefined

type Tried =
  | { readonly key: CryptoKey }
  /** Wrong: how many tries are left, and from when (ms) the next is looked at. */
  | { readonly left: number; readonly until: number }
  | { readonly emptied: true }

/** Tries to open. The try is counted before it is looked at: pulling the plug in between wins nothing. */
export const open = async (secret: string, at: number): Promise<Tried> => {
  const lock = await read<Lock>('lock', 'lock')
  if (!lock) return { emptied: true }
  if (at < lock.until) return { left: mostTries - lock.tries, until: lock.until }
  const tries = lock.tries + 1
  const pause = tries <= free ? 0 : pauses[Math.min(tries - free - 1, pauses.length - 1)]!
  const counted: Lock = { ...lock, tries, until: at + pause * 1000 }
  await write('lock', [counted])
  try {
    const key = await unwrapped(lock, await wrapping(secret, lock.salt))
    await write('lock', [{ ...lock, tries: 0, until: 0 }])
    return { key }
  } catch {
    if (tries < mostTries) return { left: mostTries - tries, until: counted.until }
    await wipe()
    return { emptied: true }
  }
}

/** Encrypts; the record's own name is bound to it, so that none can be put in another's place. */
export const seal = async (key: CryptoKey, id: string, plain: Uint8Array<ArrayBuffer>): Promise<Sealed> => {
  const iv = random(12)
  const additionalData = new TextEncoder().encode(id)
  return { id, iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain) }
}

export const unseal = async (key: CryptoKey, { id, iv, sealed }: Sealed): Promise<Uint8Array<ArrayBuffer>> => {
  const additionalData = new TextEncoder().encode(id)
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed))
}
