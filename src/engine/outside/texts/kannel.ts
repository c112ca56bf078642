// Texts through Kannel's `sendsms`, the usual free gateway in front of a carrier: one GET, one report, one GET per reply.
import type { Outside } from '../address.ts'
import type { Reader, ReportOutcome, SmsGateway } from './gateway.ts'
import { asked, later, refused, unknown } from './trouble.ts'

export type KannelSettings = {
  /** `http://gateway:13013/cgi-bin/sendsms` */
  readonly address: string
  readonly user: string
  readonly sender: string
  /** One of several lines of the gateway; empty: it chooses. */
  readonly line: string
  readonly ca: string
}

/** Delivered, not delivered, refused by the carrier: what ends a text. That the carrier has it (8) is not asked for. */
const mask = 1 + 2 + 16

export const kannel = (outside: Outside, settings: KannelSettings, password: string): SmsGateway => ({
  send: ({ to, text, reportTo }) => {
    const { address, user, sender, line, ca } = settings
    const url = new URL(address)
    // Chinese needs sixteen bits a character; the gateway cuts what is too long into parts and reports once.
    const query = { username: user, password, to, text, coding: '2', charset: 'UTF-8' }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    if (sender) url.searchParams.set('from', sender)
    if (line) url.searchParams.set('smsc', line)
    if (reportTo) {
      url.searchParams.set('dlr-mask', String(mask))
      url.searchParams.set('dlr-url', `${reportTo}&state=%d`)
    }
    return asked(outside, url, ca ? { ca } : {}, ({ status, text: said }) => {
      if (status === 202) return { is: 'taken', reference: null }
      if (status === 401 || status === 403)
        return later('account', '短信平台不认这个用户名或密码。', 'The gateway does not know this user or password.')
      if (status === 503 || status === 429)
        return later('busy', '短信平台暂时不收，稍后再发。', 'It takes nothing just now.')
      if (status === 404)
        return later('address', '平台没有这个地址（404），请核对路径。', 'There is no such path at the gateway (404).')
      const words = said.trim().slice(0, 80)
      if (status >= 400 && status < 500) return refused(`短信平台拒收：${words}`, `Refused by the gateway: ${words}`)
      return unknown(`短信平台答复 ${status}：${words}`, `The gateway answered ${status}: ${words}`)
    })
  },
  keep: async () => null,
  close: async () => {},
})

/** `%d` is a mask of bits: expired comes as 2 + 32, and 8 only says that the carrier has it. */
const outcomeOf = (state: number): ReportOutcome | null => {
  if (state & 1) return 'delivered'
  if (state & 2) return state & 32 ? 'expired' : 'undeliverable'
  return state & 16 ? 'refused' : null
}

export const kannelReader: Reader = {
  reports: ({ query }) => {
    const outcome = outcomeOf(Number(query.state))
    return outcome && query.id ? [{ id: query.id, reference: null, outcome, words: '' }] : []
  },
  replies: ({ query: { id, from, text } }) => (id && from ? [{ id, from, text: text ?? '' }] : []),
}
