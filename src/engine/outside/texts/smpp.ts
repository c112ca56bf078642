// Texts over SMPP 3.4, the carriers' own protocol: one line that is kept, on which receipts and replies come back.
import { randomUUID } from 'node:crypto'
import smpp, { type Pdu, type Session } from 'smpp'
import type { Outside } from '../address.ts'
import { NotOutside } from '../address.ts'
import type { Hearing, Outgoing, Reply, Report, ReportOutcome, Sent, SmsGateway } from './gateway.ts'
import { later, notReached, refused, unknown } from './trouble.ts'

export type SmppSettings = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly systemId: string
  readonly systemType: string
  readonly sender: string
  readonly ca: string
}

type Later = Sent & { is: 'later' }

const patience = 20_000
const pulse = 20_000
/** Sixteen bits a character: so many in a text, so many in each part of a longer one. */
const whole = 70
const piece = 67

const wide = 8
const throttled = [0x14, 0x58]
const notBound = 0x04
const tryAgain = 0x64

const hex = (status: number) => `0x${status.toString(16).padStart(8, '0')}`

/** Without cutting a character in two. */
export const partsOf = (text: string): string[] => {
  if (text.length <= whole) return [text]
  const parts: string[] = []
  let part = ''
  for (const character of text) {
    if (part.length + character.length > piece) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}

const words = (pdu: Pdu): string => {
  const body = pdu.message_payload ?? pdu.short_message ?? ''
  const text = typeof body === 'string' ? body : body.message
  return Buffer.isBuffer(text) ? text.toString('latin1') : text
}

const states: Readonly<Record<string, ReportOutcome>> = {
  ...{ DELIVRD: 'delivered', ACCEPTD: 'delivered', 2: 'delivered', 6: 'delivered' },
  ...{ EXPIRED: 'expired', 3: 'expired', REJECTD: 'refused', 8: 'refused' },
  ...{ UNDELIV: 'undeliverable', DELETED: 'undeliverable', UNKNOWN: 'undeliverable' },
  ...{ 4: 'undeliverable', 5: 'undeliverable', 7: 'undeliverable' },
}

/** A receipt says it in words (`id:… stat:…`), in fields of its own, or in both. */
const reportOf = (pdu: Pdu): Report | null => {
  const said = words(pdu)
  const stat = /stat:(\w+)/i.exec(said)?.[1]?.toUpperCase() ?? ''
  const reference = pdu.receipted_message_id ?? /id:(\S+)/i.exec(said)?.[1] ?? null
  const outcome = states[stat] ?? states[String(pdu.message_state)]
  return reference && outcome ? { id: null, reference, outcome, words: stat } : null
}

const replyOf = (pdu: Pdu): Reply => {
  const { short_message: body } = pdu
  const udh = typeof body === 'object' ? body.udh : undefined
  const series = Array.isArray(udh) ? udh.find((part: Buffer) => part[0] === 0 || part[0] === 8) : undefined
  const reply = { id: randomUUID(), from: pdu.source_addr ?? '', text: words(pdu) }
  if (!series) return reply
  const at = series[0] === 8 ? 4 : 3
  const number = series[0] === 8 ? series.readUInt16BE(2) : series[2]
  return { ...reply, part: { series: number, total: series[at], place: series[at + 1] } }
}

/** Opens nothing yet: the line is there from the first `keep` or `send` on. */
export const smppLine = (
  outside: Outside,
  settings: SmppSettings,
  password: string,
  { onReport, onReply }: Hearing,
): SmsGateway => {
  let line: Session | undefined
  let opening: Promise<Later | null> | undefined
  let series = Math.floor(Math.random() * 256)

  const drop = (which: Session) => {
    if (line === which) line = undefined
    which.destroy()
  }

  const heard = async (which: Session, pdu: Pdu) => {
    try {
      // Bits 2 to 5 tell receipts from what somebody has written.
      if ((pdu.esm_class ?? 0) & 0x3c) {
        const report = reportOf(pdu)
        if (report) await onReport(report)
      } else await onReply(replyOf(pdu))
      which.send(pdu.response())
    } catch {
      which.send(pdu.response({ command_status: tryAgain }))
    }
  }

  const open = (): Promise<Later | null> =>
    new Promise((resolve) => {
      const { host, port, secure, ca } = settings
      const refusal = outside.refuses(host, port)
      if (refusal) return resolve(notReached(new NotOutside(refusal)))
      const servername = /^[\d.:]+$/.test(host) ? {} : { servername: host }
      const tls = secure ? { tls: true, ...servername, ...(ca ? { ca } : {}) } : {}
      const session = smpp.connect({ host, port, lookup: outside.lookup(port), ...tls })
      const end = (what: Later | null) => {
        clearTimeout(tooLong)
        if (what) drop(session)
        resolve(what)
      }
      const tooLong = setTimeout(() => end(notReached(Object.assign(new Error(), { code: 'ETIMEDOUT' }))), patience)
      session.on('error', (error) => {
        end(notReached(error))
        drop(session)
      })
      session.on('close', () => {
        end(later('address', '短信平台断开了连接。', 'The gateway closed the line.'))
        drop(session)
      })
      session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
      session.on('unbind', (pdu: Pdu) => {
        session.send(pdu.response())
        drop(session)
      })
      session.on('deliver_sm', (pdu: Pdu) => void heard(session, pdu))
      session.once(secure ? 'secureConnect' : 'connect', () => {
        const { systemId: system_id, systemType: system_type } = settings
        session.bind_transceiver({ system_id, password, system_type, interface_version: 0x34 }, (pdu) => {
          if (pdu.command_status === 0) {
            line = session
            beat(session)
            return end(null)
          }
          const code = hex(pdu.command_status)
          const zh = `短信平台不认这个账号或密码（SMPP ${code}）。`
          end(later('account', zh, `The gateway refuses the account or password (SMPP ${code}).`))
        })
      })
    })

  /** A line on which nothing is answered is no line. */
  const beat = (session: Session) => {
    let answered = true
    const timer = setInterval(() => {
      if (line !== session || !answered) {
        clearInterval(timer)
        return drop(session)
      }
      answered = false
      session.enquire_link({}, () => (answered = true))
    }, pulse)
    timer.unref()
    session.on('close', () => clearInterval(timer))
  }

  const keep = (): Promise<Later | null> => {
    if (line) return Promise.resolve(null)
    opening ??= open().finally(() => (opening = undefined))
    return opening
  }

  const submit = (session: Session, values: object): Promise<Sent> =>
    new Promise((resolve) => {
      const lost = () =>
        resolve(unknown('短信已交出，但没有等到平台的答复。', 'The text went out; its answer was lost.'))
      const tooLong = setTimeout(lost, patience)
      session.once('close', lost)
      const went = session.submit_sm(values, (pdu) => {
        clearTimeout(tooLong)
        session.off('close', lost)
        const { command_status: status } = pdu
        const code = hex(status)
        if (status === 0) return resolve({ is: 'taken', reference: pdu.message_id ?? null })
        if (throttled.includes(status))
          return resolve(later('busy', '短信平台暂时不收。', 'It takes nothing just now.'))
        if (status === notBound) return resolve(later('account', '平台要求重新登录。', 'It wants us to sign in again.'))
        resolve(refused(`短信平台拒收（SMPP ${code}）。`, `Refused by the gateway (SMPP ${code}).`))
      })
      if (!went) {
        clearTimeout(tooLong)
        session.off('close', lost)
        resolve(later('address', '短信平台断开了连接。', 'The gateway closed the line.'))
      }
    })

  const send = async ({ to, text }: Outgoing): Promise<Sent> => {
    const away = await keep()
    if (away) return away
    const session = line
    if (!session) return later('address', '短信平台断开了连接。', 'The gateway closed the line.')
    const parts = partsOf(text)
    series = (series + 1) % 256
    let sent: Sent = { is: 'taken', reference: null }
    for (const [i, message] of parts.entries()) {
      const udh = parts.length > 1 ? { udh: Buffer.of(5, 0, 3, series, parts.length, i + 1) } : {}
      const last = i === parts.length - 1
      sent = await submit(session, {
        source_addr: settings.sender,
        destination_addr: to,
        data_coding: wide,
        esm_class: parts.length > 1 ? 0x40 : 0,
        short_message: { ...udh, message },
        // One receipt is enough: it comes for the last part.
        registered_delivery: last ? 1 : 0,
      })
      if (sent.is === 'taken') continue
      // Some of it is there already: to send the whole again would be to send that twice.
      return i === 0 ? sent : unknown('长短信只交出了一部分。', 'Only a part of the long text went out.')
    }
    return sent
  }

  return {
    send,
    keep,
    close: async () => {
      const session = line
      line = undefined
      if (!session) return
      await new Promise<void>((resolve) => {
        const done = () => resolve()
        setTimeout(done, 1000).unref()
        if (!session.unbind({}, done)) done()
      })
      session.destroy()
    },
  }
}
