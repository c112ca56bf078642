// What the environment may say, checked at the start: every wrong value at once, each with what would be right.
import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import path from 'node:path'
import { neighbour } from '#engine/outside/address.ts'
import type { OpenDoor } from '#engine/postgres/settings.ts'
import { type Words, w } from '#kernel/words.ts'
import { isNetwork, openDoorOf, readTls } from './settings-doors.ts'

export type Settings = {
  /** The data folder, absolute. */
  readonly data: string
  readonly port: number
  readonly host: string
  /** The hospital's own PostgreSQL; undefined: ours. */
  readonly databaseUrl: string | undefined
  /** Where our own PostgreSQL is open to the hospital's tools on other machines; undefined: nowhere. */
  readonly openData: OpenDoor | undefined
  /** True: show the demo hospital; false: never; undefined: only where there is no hospital yet. */
  readonly demo: boolean | undefined
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** Addresses and networks of the hospital's proxy, whose word on who the visitor is counts. */
  readonly proxies: readonly string[]
  /** What may be called on this machine itself: gateways and exchanges that run beside the program. */
  readonly neighbours: readonly string[]
  /** What makes words into sound for the telephone: an address, or a command line with the blanks {text} and {file}. */
  readonly speech: string | undefined
  /** UDP ports for the sound of the machine's calls, where a firewall asks for a range. */
  readonly voicePorts: readonly [number, number] | undefined
  /** Where the machine's lines reach the exchange, if not over its WebSocket: `tcp://host:port`. */
  readonly voiceUrl: string | undefined
  /** Where people find the pages, without a slash at the end; undefined: where the program listens. */
  readonly publicUrl: string | undefined
  /** Whether the pages travel encrypted, by our certificate or by the proxy's. */
  readonly secure: boolean
  /** The passphrase of sealed backups; undefined: backups are not sealed. */
  readonly backupKey: string | undefined
  /** The vault's key, of 32 bytes, which all nodes share; undefined: the one in the data folder. */
  readonly vaultKey: Buffer | undefined
  readonly logLevel: 'info' | 'warn' | 'error' | 'silent'
}

type SettingProblem = { readonly variable: string; readonly value: string; readonly words: Words }

/** Thrown when the environment cannot be followed; its message is for the person at the console. */
export class WrongSettings extends Error {
  override name = 'WrongSettings'
  readonly problems: readonly SettingProblem[]

  constructor(problems: readonly SettingProblem[]) {
    super(problems.map(({ words }) => `${words.zh}\n  ${words.en}`).join('\n'))
    this.problems = problems
  }
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine itself can reach what listens there. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isIP(host) > 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'))

const isHostName = (text: string) =>
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text)

/** The secret in a URL is not repeated on the console. */
const withoutPassword = (text: string) => text.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1:***@')

/**
 * Reads the settings from an environment. Throws `WrongSettings` with all that is wrong; reads no file but the
 * certificate and its key, and asks no database.
 */
export const readSettings = (env: NodeJS.ProcessEnv = process.env): Settings => {
  const problems: SettingProblem[] = []
  const given = (variable: string) => env[variable]?.trim() || undefined
  const wrong = (variable: string, words: Words) =>
    problems.push({ variable, value: withoutPassword(given(variable) ?? ''), words })
  const says = (variable: string) => `${variable}=${withoutPassword(given(variable) ?? '')}`
  const flag = (variable: string): boolean | undefined => {
    const text = given(variable)
    if (text === undefined || text === '0' || text === '1') return text === undefined ? undefined : text === '1'
    wrong(variable, w(`${says(variable)} 不正确，应为 0 或 1。`, `${says(variable)} is not right: it is 0 or 1.`))
    return undefined
  }

  const portText = given('PORT') ?? '8080'
  const port = Number(portText)
  if (!/^\d{1,5}$/.test(portText) || port > 65_535)
    wrong(
      'PORT',
      w(
        `${says('PORT')} 不正确，应为 0 到 65535 的整数，例如 8080。`,
        `${says('PORT')} is not right: a whole number from 0 to 65535, such as 8080.`,
      ),
    )

  const host = given('HOST') ?? '127.0.0.1'
  if (isIP(host) === 0 && !isHostName(host))
    wrong(
      'HOST',
      w(
        `${says('HOST')} 不正确，应为本机的 IP 地址或主机名，例如 127.0.0.1 或 0.0.0.0。`,
        `${says('HOST')} is not right: an address or name of this machine, such as 127.0.0.1 or 0.0.0.0.`,
      ),
    )

  const databaseUrl = given('DATABASE_URL')
  if (databaseUrl !== undefined) {
    const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined
    if (!url || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2)
      wrong(
        'DATABASE_URL',
        w(
          `${says('DATABASE_URL')} 不正确，应写作 postgres://用户:密码@主机:5432/数据库名。不设置则使用自带的数据库。`,
          `${says('DATABASE_URL')} is not right: postgres://user:password@host:5432/database. Leave it out to use the database that comes along.`,
        ),
      )
  }

  const certFile = given('TLS_CERT')
  const keyFile = given('TLS_KEY')
  let tls: Settings['tls']
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const missing = certFile === undefined ? 'TLS_CERT' : 'TLS_KEY'
    wrong(
      missing,
      w(
        `TLS_CERT 与 TLS_KEY 必须同时设置，缺少 ${missing}。`,
        `TLS_CERT and TLS_KEY belong together; ${missing} is missing.`,
      ),
    )
  } else if (certFile !== undefined && keyFile !== undefined) {
    const read = readTls(path.resolve(certFile), path.resolve(keyFile))
    if ('cert' in read) tls = read
    else wrong('TLS_CERT', read)
  }

  const openData = openDoorOf({ given, wrong, says, isOurs: databaseUrl === undefined })

  const proxies = (given('HUIYIN_PROXIES') ?? '').split(/[\s,]+/).filter(Boolean)
  const strangers = proxies.filter((proxy) => !isNetwork(proxy))
  if (strangers.length > 0)
    wrong(
      'HUIYIN_PROXIES',
      w(
        `HUIYIN_PROXIES 中的 ${strangers.join('、')} 不正确，应为反向代理的 IP 地址或网段，用逗号分开，例如 10.1.2.3,10.8.0.0/16。`,
        `${strangers.join(', ')} in HUIYIN_PROXIES is not right: addresses or networks of the proxy, separated by commas, such as 10.1.2.3,10.8.0.0/16.`,
      ),
    )

  const neighbours = (given('HUIYIN_NEIGHBOURS') ?? '').split(/[\s,]+/).filter(Boolean)
  const unread = neighbours.filter((text) => !neighbour(text))
  if (unread.length > 0)
    wrong(
      'HUIYIN_NEIGHBOURS',
      w(
        `HUIYIN_NEIGHBOURS 中的 ${unread.join('、')} 不正确，应为本机上允许连接的程序的 IP 地址和端口，用逗号分开，例如 127.0.0.1:13013。`,
        `${unread.join(', ')} in HUIYIN_NEIGHBOURS is not right: addresses with ports of programs on this machine that may be called, separated by commas, such as 127.0.0.1:13013.`,
      ),
    )

  const portsText = given('HUIYIN_VOICE_PORTS')
  const [, firstPort, lastPort] = /^(\d{4,5})-(\d{4,5})$/.exec(portsText ?? '') ?? []
  const voicePorts = firstPort ? ([Number(firstPort), Number(lastPort)] as const) : undefined
  if (portsText !== undefined && !(voicePorts && voicePorts[0] < voicePorts[1] && voicePorts[1] <= 65_535))
    wrong(
      'HUIYIN_VOICE_PORTS',
      w(
        `${says('HUIYIN_VOICE_PORTS')} 不正确，应为一段 UDP 端口，例如 20000-20999。`,
        `${says('HUIYIN_VOICE_PORTS')} is not right: a range of UDP ports, such as 20000-20999.`,
      ),
    )

  const voiceUrl = given('HUIYIN_VOICE_URL')
  if (voiceUrl !== undefined && !/^(tcp|wss?):\/\/[^/]+/.test(voiceUrl))
    wrong(
      'HUIYIN_VOICE_URL',
      w(
        `${says('HUIYIN_VOICE_URL')} 不正确，应写作 tcp://电话系统地址:端口。不设置则与坐席一样走 WebSocket。`,
        `${says('HUIYIN_VOICE_URL')} is not right: tcp://host:port of the exchange. Leave it out to use its WebSocket.`,
      ),
    )

  const publicText = given('HUIYIN_URL')
  const publicUrl = publicText !== undefined && URL.canParse(publicText) ? new URL(publicText) : undefined
  if (publicText !== undefined && (!publicUrl || !/^https?:$/.test(publicUrl.protocol) || publicUrl.pathname !== '/'))
    wrong(
      'HUIYIN_URL',
      w(
        `${says('HUIYIN_URL')} 不正确，应为浏览器中输入的网址，例如 https://huiyin.hospital.example。`,
        `${says('HUIYIN_URL')} is not right: the address that people type, such as https://huiyin.hospital.example.`,
      ),
    )

  const levels = ['info', 'warn', 'error', 'silent'] as const
  const levelText = given('LOG_LEVEL') ?? 'warn'
  const logLevel = levels.find((level) => level === levelText)
  if (!logLevel)
    wrong(
      'LOG_LEVEL',
      w(
        `${says('LOG_LEVEL')} 不正确，应为 ${levels.join('、')} 之一。`,
        `${says('LOG_LEVEL')} is not right: one of ${levels.join(', ')}.`,
      ),
    )

  const passphraseFile = given('HUIYIN_BACKUP_KEY')
  let backupKey: string | undefined
  if (passphraseFile !== undefined)
    try {
      backupKey = readFileSync(path.resolve(passphraseFile), 'utf8').trim()
      if (backupKey.length < 16) throw new Error('< 16')
    } catch {
      wrong(
        'HUIYIN_BACKUP_KEY',
        w(
          `${says('HUIYIN_BACKUP_KEY')} 不正确，应为一个可读取的文件，内容是至少 16 个字符的口令。`,
          `${says('HUIYIN_BACKUP_KEY')} is not right: a readable file that holds a passphrase of at least 16 characters.`,
        ),
      )
    }

  const vaultFile = given('HUIYIN_VAULT_KEY')
  let vaultKey: Buffer | undefined
  if (vaultFile !== undefined)
    try {
      vaultKey = vaultKeyIn(readFileSync(path.resolve(vaultFile), 'utf8'))
    } catch {
      wrong(
        'HUIYIN_VAULT_KEY',
        w(
          `${says('HUIYIN_VAULT_KEY')} 不正确，应为一个可读取的文件，内容是 64 位十六进制的钥匙（可用另一节点的 vault.key）。`,
          `${says('HUIYIN_VAULT_KEY')} is not right: a readable file that holds a key of 64 hexadecimal digits, such as another node's vault.key.`,
        ),
      )
    }

  const demo = flag('HUIYIN_DEMO')
  const insecure = flag('HUIYIN_INSECURE') ?? false
  // Behind a proxy the pages are taken to be encrypted unless HUIYIN_URL says otherwise.
  const secure = tls !== undefined || (publicUrl ? publicUrl.protocol === 'https:' : proxies.length > 0)
  if (!isLoopback(host) && !secure && !insecure)
    wrong(
      'HOST',
      w(
        `${says('HOST')} 会让其他电脑访问，但没有启用 HTTPS，密码和患者信息会明文传输。请设置 TLS_CERT 和 TLS_KEY，或用 HUIYIN_PROXIES 写明医院的 HTTPS 代理；仅在试验网中可设 HUIYIN_INSECURE=1。`,
        `${says('HOST')} lets other machines in, but without HTTPS passwords and patients would travel in clear. Set TLS_CERT and TLS_KEY, or name the hospital's HTTPS proxy in HUIYIN_PROXIES; on a test network only, HUIYIN_INSECURE=1.`,
      ),
    )
  if (demo && !isLoopback(host)) wrong('HOST', demoStaysHere(host))

  if (problems.length > 0) throw new WrongSettings(problems)
  return {
    data: path.resolve(given('HUIYIN_DATA') ?? '.huiyin'),
    port,
    host,
    databaseUrl,
    openData,
    demo,
    tls,
    proxies,
    neighbours,
    speech: given('HUIYIN_SPEECH'),
    voicePorts,
    voiceUrl,
    publicUrl: publicUrl?.origin,
    secure,
    backupKey,
    vaultKey,
    logLevel: logLevel!,
  }
}

/** The key that a file holds: 64 hexadecimal digits. Throws a RangeError for anything else. */
export const vaultKeyIn = (text: string): Buffer => {
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) throw new RangeError('no vault key')
  return Buffer.from(text.trim(), 'hex')
}

/** Demo passwords are public, so a demo is only for the machine it runs on. */
export const demoStaysHere = (host: string): Words =>
  w(
    `演示医院的账号和密码是公开的，只允许本机访问，不能监听 HOST=${host}。请去掉 HOST；正式使用请先执行 npm run -s huiyin -- init。`,
    `The demo's accounts and passwords are public: it is for this machine only and does not listen on HOST=${host}. Leave HOST out; a real hospital begins with npm run -s huiyin -- init.`,
  )
