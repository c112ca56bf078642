// What the environment says of doors to other machines: certificates, networks, and where the open data are read.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import type { OpenDoor } from '#engine/postgres/settings.ts'
import { type Words, w } from '#kernel/words.ts'

export const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/')
  const kind = isIP(address)
  if (kind === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128))
}

const readPem = (file: string): string => readFileSync(file, 'utf8')

/** The certificate and its key as texts, or what is wrong with them; `names` of the variables that name the files. */
export const readTls = (
  certFile: string,
  keyFile: string,
  [certName, keyName]: readonly [string, string] = ['TLS_CERT', 'TLS_KEY'],
): { cert: string; key: string } | Words => {
  let cert: string
  let key: string
  try {
    cert = readPem(certFile)
    key = readPem(keyFile)
  } catch (error) {
    const { path: file, code } = error as NodeJS.ErrnoException
    return w(
      `${certName} / ${keyName} 指向的文件 ${file ?? ''} 无法读取（${code}）。请检查路径和权限。`,
      `The file ${file ?? ''} that ${certName} or ${keyName} names cannot be read (${code}). Check its path and permissions.`,
    )
  }
  try {
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return { cert, key }
    return w(
      `${keyName} 不是 ${certName} 的私钥。请使用配对的证书和私钥。`,
      `${keyName} is not the private key of ${certName}. Use the pair that belongs together.`,
    )
  } catch {
    return w(
      `${certName} 或 ${keyName} 不是 PEM 格式（应以 -----BEGIN 开头，私钥不带口令）。`,
      `${certName} or ${keyName} is not PEM (it begins with -----BEGIN; the key has no passphrase).`,
    )
  }
}

type Reading = {
  readonly given: (variable: string) => string | undefined
  readonly wrong: (variable: string, words: Words) => unknown
  readonly says: (variable: string) => string
  /** The database is the one that comes along. */
  readonly isOurs: boolean
}

/** Where the hospital's own tools read the open data (docs/operations.md); undefined where nothing is said, or it is wrong. */
export const openDoorOf = ({ given, wrong, says, isOurs }: Reading): OpenDoor | undefined => {
  const openAt = given('HUIYIN_OPEN_DATA')
  if (openAt === undefined) return undefined
  const from = (given('HUIYIN_OPEN_DATA_FROM') ?? '').split(/[\s,]+/).filter(Boolean)
  const own = given('HUIYIN_OPEN_DATA_CERT') !== undefined || given('HUIYIN_OPEN_DATA_KEY') !== undefined
  const names = own ? (['HUIYIN_OPEN_DATA_CERT', 'HUIYIN_OPEN_DATA_KEY'] as const) : (['TLS_CERT', 'TLS_KEY'] as const)
  const files = names.map(given)
  if (!isOurs)
    wrong(
      'HUIYIN_OPEN_DATA',
      w(
        'HUIYIN_OPEN_DATA 只用于自带的数据库；设置了 DATABASE_URL 时，请在医院自己的 PostgreSQL 上开放。',
        'HUIYIN_OPEN_DATA is for the database that comes along; with DATABASE_URL let the tools in at your own PostgreSQL.',
      ),
    )
  else if (isIP(openAt) === 0)
    wrong(
      'HUIYIN_OPEN_DATA',
      w(
        `${says('HUIYIN_OPEN_DATA')} 不正确，应为本机在医院内网的 IP 地址，例如 10.1.2.3。`,
        `${says('HUIYIN_OPEN_DATA')} is not right: the address of this machine in the hospital's network, such as 10.1.2.3.`,
      ),
    )
  if (from.length === 0 || !from.every(isNetwork))
    wrong(
      'HUIYIN_OPEN_DATA_FROM',
      w(
        'HUIYIN_OPEN_DATA_FROM 须写明报表工具所在的 IP 地址或网段，用逗号分开，例如 10.1.8.20,10.1.9.0/24。',
        'HUIYIN_OPEN_DATA_FROM has to name the addresses or networks of the tools, separated by commas, such as 10.1.8.20,10.1.9.0/24.',
      ),
    )
  if (!files[0] || !files[1])
    wrong(
      'HUIYIN_OPEN_DATA',
      w(
        '开放数据只走加密连接：请设置 TLS_CERT 和 TLS_KEY，或用 HUIYIN_OPEN_DATA_CERT 和 HUIYIN_OPEN_DATA_KEY 另给一对证书和私钥。',
        'Open data travels encrypted only: set TLS_CERT and TLS_KEY, or another pair as HUIYIN_OPEN_DATA_CERT and HUIYIN_OPEN_DATA_KEY.',
      ),
    )
  else {
    const read = readTls(path.resolve(files[0]), path.resolve(files[1]), names)
    if ('cert' in read) return { address: openAt, from, ...read }
    // What is wrong with the server's own pair is said already.
    else if (own) wrong('HUIYIN_OPEN_DATA_CERT', read)
  }
  return undefined
}
