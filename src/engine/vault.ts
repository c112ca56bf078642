// The vault: what is sealed under a key that is in no database, found by a mark that no query can make.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { conflict } from '#kernel/refusal.ts'

/** Bytes of what is inside, whatever was put in; and of what lies in the table: kind, nonce, content, tag. */
const inside = 1024
const sealedLength = 1 + 12 + inside + 16

/** AES-256-GCM, the first kind of seal; another one (SM4) would be the second. */
const kind = 1

export type Vault = {
  /** Tells keys apart and nothing else about them. */
  readonly fingerprint: Buffer
  /** Where a row's secret lies: without the key nobody finds it, not even whoever has the whole database. */
  locator(id: string): Buffer
  /** Always `sealedLength` bytes, bound to its place. */
  seal(locator: Buffer, content: object): Buffer
  /** What was sealed there; throws when it is of another key, another place, or was touched. */
  unseal(locator: Buffer, sealed: Buffer): unknown
  /** A mark of a text that only this key and this salt make again; worth nothing once the salt is gone. */
  mark(salt: Buffer, text: string): Buffer
}

/** Makes a vault of a key of 32 bytes. */
export const vaultOf = (key: Buffer): Vault => {
  if (key.length !== 32) throw new RangeError('a vault key has 32 bytes')
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `huiyin ${purpose}`, 32))
  const [sealing, placing, marking] = [derived('seal'), derived('place'), derived('mark')]
  return {
    fingerprint: derived('fingerprint').subarray(0, 16),
    locator: (id) => createHmac('sha256', placing).update(id).digest(),
    seal: (locator, content) => {
      const text = Buffer.from(JSON.stringify(content))
      if (text.length > inside - 2) throw new RangeError('too much for the vault')
      const plain = Buffer.alloc(inside)
      plain.writeUInt16BE(text.length)
      text.copy(plain, 2)
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(locator)
      return Buffer.concat([Buffer.of(kind), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    unseal: (locator, sealed) => {
      if (sealed.length !== sealedLength || sealed[0] !== kind) throw new RangeError('not a seal of this vault')
      const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(1, 13)).setAAD(locator)
      decipher.setAuthTag(sealed.subarray(-16))
      const plain = Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()])
      return JSON.parse(plain.toString('utf8', 2, 2 + plain.readUInt16BE()))
    },
    mark: (salt, text) => createHmac('sha256', marking).update(salt).update(text).digest(),
  }
}

const closed = (): never => {
  throw conflict({
    zh: '这个程序没有保险箱钥匙，不能收取或打开员工身份。请信息科检查 vault.key。',
    en: 'This program has no vault key; the administrator should look at vault.key.',
  })
}

/** Where no key was given (tools beside the server): everything in it is refused. */
export const noVault: Vault = {
  fingerprint: Buffer.alloc(0),
  locator: closed,
  seal: closed,
  unseal: closed,
  mark: closed,
}
