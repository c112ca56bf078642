// The telephone lab and the SMS lab beside this project: real programs, started for one test process on an address of its own.
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installed } from './debian.ts'

const root = join(import.meta.dirname, '..')
const place = join(root, '../shared/labs/telephony')
const run = promisify(execFile)

/** Each program of the labs and the Debian package that brings it. */
const programs: readonly (readonly [program: string, packages: readonly string[]])[] = [
  ['kamailio', ['kamailio', 'kamailio-websocket-modules', 'kamailio-tls-modules', 'kamailio-extra-modules']],
  ['rtpengine', ['rtpengine-daemon']],
  ['sipp', ['sip-tester']],
  ['baresip', ['baresip-core']],
  ['espeak-ng', ['espeak-ng']],
  ['sox', ['sox']],
  ['ffmpeg', ['ffmpeg']],
  ['openssl', ['openssl']],
  ['bearerbox', ['kannel', 'kannel-extras']],
]
const has = (program: string) => ['/usr/bin', '/usr/sbin', '/usr/local/bin'].some((at) => existsSync(join(at, program)))
const missing = () => programs.filter(([program]) => !has(program))

/** Why there is no lab here; undefined where there is one. Both telephones that play captures need root. */
export const withoutLabs = (): string | undefined => {
  if (!existsSync(join(place, 'lab.sh'))) return 'shared/labs/telephony is not beside this project'
  const lacking = missing().map(([program]) => program)
  if (lacking.length > 0) return `not installed: ${lacking.join(', ')}`
  return process.getuid?.() === 0 ? undefined : 'the lab needs root'
}

/** Makes sure of the labs' programs, through apt where we may; answers why there are none in the end. */
export const ensureLabs = (say: (text: string) => void): string | undefined => {
  if (!existsSync(join(place, 'lab.sh'))) return withoutLabs()
  installed(
    missing().flatMap(([, packages]) => packages),
    'the telephone and SMS labs',
    say,
  )
  return withoutLabs()
}

export type TelephoneLab = {
  /** SIP over WebSocket; `secure` with a certificate that nobody has signed. */
  readonly ws: string
  readonly wss: string
  readonly domain: string
  /** Of every extension from 1000 to 1999. */
  readonly password: string
  /** SIP over UDP: the telephone network. */
  readonly udp: string
  /** Control of the telephone that answers at once, and of the one that rings until it is told: `connectPhone(...)`. */
  readonly phone: string
  readonly ring: string
  /** Where recordings, logs and what the answering telephone heard are. */
  readonly folder: string
  /** The lab's own `tools/phone.mjs`. */
  connectPhone(address: string): Promise<Phone>
  /** Lets a program of the lab die: `kamailio`, `phone`, ... */
  stop(service: string): Promise<void>
  /** Starts again whatever is not running. */
  up(): Promise<void>
}

/** A patient's telephone, as the lab's tool speaks to it. */
export type Phone = {
  command(name: string, parameters?: string): Promise<unknown>
  once_(event: string, timeoutMs?: number): Promise<Record<string, unknown>>
  be(number: string, domain?: string, udp?: string): Promise<unknown>
  press(key: string): Promise<unknown>
  on(event: string, heard: (event: Record<string, unknown>) => void): void
  close(): void
}

// Whatever a test process leaves behind is taken down with it, even when the runner ends it by force.
const toTakeDown: (() => void)[] = []
process.once('exit', () => {
  for (const takeDown of toTakeDown) takeDown()
})

/** Test processes run beside one another: each has an address of the loopback network, and so all ports, for itself. */
const ownAddress = `127.1.${(process.pid >> 8) & 255}.${process.pid & 255 || 1}`

let telephone: Promise<TelephoneLab> | undefined

const openTelephone = async (): Promise<TelephoneLab> => {
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-lab-'))
  const env = { ...process.env, LAB_HOST: ownAddress, RUN_DIR: folder }
  const script = join(place, 'lab.sh')
  const up = async () => {
    await run(script, ['up'], { env })
  }
  toTakeDown.push(() => {
    spawnSync(script, ['down'], { env, stdio: 'ignore' })
    spawnSync('rm', ['-rf', folder])
  })
  await up()
  const tool = (await import(join(place, 'tools/phone.mjs'))) as { connectPhone(address: string): Promise<Phone> }
  return {
    ws: `ws://${ownAddress}:15080/`,
    wss: `wss://${ownAddress}:15081/`,
    domain: 'pbx.test',
    password: 'lab-only',
    udp: `${ownAddress}:15060`,
    phone: `${ownAddress}:15170`,
    ring: `${ownAddress}:15172`,
    folder,
    connectPhone: tool.connectPhone,
    stop: async (service) => {
      const [pid] = readFileSync(join(folder, `${service}.pid`), 'utf8').split(' ')
      // The programs lead process groups of their own.
      process.kill(-Number(pid), 'SIGKILL')
      await rm(join(folder, `${service}.pid`))
    },
    up,
  }
}

/** The telephone lab of this test process: started when first asked for, taken down when the process ends. */
export const telephoneLab = (): Promise<TelephoneLab> => {
  telephone ??= openTelephone()
  return telephone
}

export type SmsLab = {
  /** Kannel's `sendsms`. */
  readonly sendsms: string
  readonly user: string
  readonly password: string
  /** The SMPP carrier, for who binds straight to it. */
  readonly smpp: string
  readonly systemId: string
  /** The carrier's control: `GET /messages`, `POST /reply`. */
  readonly carrier: string
  /** Lets a program of the lab die: `bearerbox`, `smsbox`, `carrier`. */
  stop(service: string): Promise<void>
  up(): Promise<void>
  down(): Promise<void>
  /** A patient writes, through the fake SMSC. */
  reply(from: string, text: string): Promise<void>
}

/**
 * The SMS lab on ports of its own, delivering what patients write and reports to `app` (our server's address). The
 * carrier's own program is read from a copy, beside the packages of this project.
 */
export const smsLab = async (app: string): Promise<SmsLab> => {
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-sms-'))
  const copy = join(folder, 'lab')
  await cp(join(place, 'sms-lab'), copy, { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'run'))
  const base = 21_000 + (process.pid % 400) * 20
  const names = ['ADMIN_PORT', 'BOX_PORT', 'SENDSMS_PORT', 'FAKE_PORT', 'SMPP_PORT', 'CARRIER_CONTROL']
  const ports = Object.fromEntries(names.map((name, i) => [`SMS_LAB_${name}`, String(base + i)]))
  const env = { ...process.env, ...ports, SMS_RUN_DIR: join(folder, 'run'), SMS_LAB_APP_URL: app }
  const script = join(copy, 'sms-lab.sh')
  const lab = async (...words: string[]) => {
    await run(script, words, { env })
  }
  toTakeDown.push(() => {
    spawnSync(script, ['down'], { env, stdio: 'ignore' })
    spawnSync('rm', ['-rf', folder])
  })
  await lab('up')
  const at = (name: string) => `127.0.0.1:${ports[`SMS_LAB_${name}`]}`
  return {
    sendsms: `http://${at('SENDSMS_PORT')}/cgi-bin/sendsms`,
    user: 'followup',
    password: 'lab-only',
    smpp: `smpp://${at('SMPP_PORT')}`,
    systemId: 'hospital',
    carrier: `http://${at('CARRIER_CONTROL')}`,
    stop: async (service) => {
      const [pid] = readFileSync(join(folder, 'run', `${service}.pid`), 'utf8').split(' ')
      process.kill(-Number(pid), 'SIGKILL')
      await rm(join(folder, 'run', `${service}.pid`))
    },
    up: () => lab('up'),
    down: () => lab('down'),
    reply: (from, text) => lab('reply', from, text),
  }
}
