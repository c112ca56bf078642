// One person's telephone line: his page on one side, the exchange on the other, and what happens when either goes away.
import { randomBytes } from 'node:crypto'
import type { OpenHouse } from '#engine/house.ts'
import {
  cseqOf,
  header,
  isRequest,
  parse,
  type SipMessage,
  type SipRequest,
  values,
  write,
} from '#engine/outside/sip/message.ts'
import { openWire, type Wire } from '#engine/outside/sip/wire.ts'
import type { Held } from '#engine/sockets.ts'
import type { Me } from '#kernel/permission.ts'
import type { Ender } from './outcomes.ts'
import { openAsking } from './relay-asking.ts'
import { openCalls } from './relay-calls.ts'
import { replyTo } from './relay-messages.ts'
import type { LineAccount } from './secrets.ts'

export type Line = {
  readonly account: LineAccount
  /** When its account was read: what is set later is not in it. */
  readonly readAt: Date
  readonly tab: string
  /** The page that is in charge; null while it is away. */
  readonly page: Held | null
  /** Gives the line a page; rejects when the exchange cannot be reached. */
  attach(page: Held, tab: string): Promise<void>
  heard(text: string): void
  /** The page has gone: at once for ever, or for a moment. */
  detach(page: Held, normal: boolean): void
  busy(): boolean
  live(): string[]
  /** Ends calls, registration and connection. */
  stop(by: Ender): Promise<void>
}

export type Times = {
  /** How long a page that was lost may take to come back before its calls are ended. */
  readonly grace: number
  /** The same for the exchange. */
  readonly away: number
}

const shipped: Times = { grace: 10_000, away: 60_000 }

export const awayCode = 4503
const awayWords = '电话系统暂时连不上'

export const openLine = (
  it: {
    readonly house: OpenHouse
    readonly me: Me
    readonly account: LineAccount
    readonly readAt: Date
    readonly forgotten: () => void
  },
  times: Times = shipped,
): Line => {
  const { house, me, account } = it
  const host = `${randomBytes(6).toString('hex')}.invalid`
  const registration = randomBytes(12).toString('hex')
  const contact = `sip:${account.extension}@${host};transport=ws`
  let wire: Wire | null = null
  let connecting: Promise<void> | null = null
  let page: Held | null = null
  let tab = ''
  let number = 0
  let registered = false
  let stopped = false
  let leaving: NodeJS.Timeout | undefined

  const tell = (message: SipMessage): boolean => {
    if (!wire?.open) return false
    wire.send(message)
    return true
  }
  const via = (branch: string) => `SIP/2.0/${wire?.transport ?? 'WSS'} ${host};branch=${branch}`
  const asking = openAsking({ account, send: tell, via })
  const calls = openCalls({
    ...{ house, me, account, contact, asking, tell, via },
    show: (message) => {
      if (!page) return false
      page.send(write(message))
      return true
    },
  })

  const connect = (): Promise<void> => {
    if (wire?.open) return Promise.resolve()
    connecting ??= (async () => {
      try {
        wire = await openWire({ url: account.url, ca: account.ca, outside: house.outside }, { message, closed })
        calls.exchangeIsBack()
      } finally {
        connecting = null
      }
    })()
    return connecting
  }

  const message = (heard: SipMessage) => {
    if (isRequest(heard)) calls.fromExchange(heard)
    else asking.heard(heard)
  }

  /** The exchange has gone. The page is told by the end of its socket and comes again by itself until it is back. */
  const closed = () => {
    wire = null
    registered = false
    calls.exchangeIsAway()
    if (stopped) return
    const was = page
    page = null
    was?.close(awayCode, awayWords)
    leaveAfter(times.away)
  }

  /** The address at which the exchange finds us; `seconds` 0 takes it away. */
  const register = (seconds: number, request?: SipRequest): Promise<void> =>
    new Promise((resolve) => {
      const who = `<sip:${account.extension}@${account.domain}>`
      const headers: SipRequest['headers'] = [
        ['Max-Forwards', '70'],
        ['From', `${who};tag=${registration.slice(0, 10)}`],
        ['To', who],
        ['Call-ID', registration],
        ['Contact', `<${contact}>;expires=${seconds}`],
        ['Expires', String(seconds)],
        ['Allow', 'INVITE, ACK, CANCEL, BYE, UPDATE, INFO, OPTIONS, REFER, NOTIFY'],
        ['User-Agent', 'Huiyin'],
      ]
      asking.ask(
        { method: 'REGISTER', uri: `sip:${account.domain}`, headers, body: '' },
        () => ++number,
        (reply) => {
          if (reply.status < 200) return
          registered = reply.status < 300 && seconds > 0
          if (request) {
            const granted = /expires\s*=\s*(\d+)/i.exec(
              values(reply, 'Contact').find((one) => one.includes(host)) ?? '',
            )?.[1]
            const expires = granted ?? header(reply, 'Expires') ?? String(seconds)
            const min = header(reply, 'Min-Expires')
            const own = values(request, 'Contact')[0] ?? ''
            // A wrong password is the administrator's business; the page would only ask again.
            const status = reply.status === 401 || reply.status === 407 ? 403 : reply.status
            page?.send(
              write(
                replyTo(request, status, {
                  tag: registration.slice(0, 8),
                  headers: [
                    ...(status < 300 && own !== ''
                      ? [['Contact', `${own.replace(/;expires=\d+/i, '')};expires=${expires}`] as const]
                      : []),
                    ...(min ? [['Min-Expires', min] as const] : []),
                  ],
                }),
              ),
            )
          }
          resolve()
        },
      )
      setTimeout(resolve, 2000).unref()
    })

  const leave = async (by: Ender): Promise<void> => {
    if (stopped) return
    stopped = true
    clearTimeout(leaving)
    it.forgotten()
    await calls.endAll(by)
    // A call that is hung up by us alone still needs a way to the exchange, which may be back by now.
    if (!wire?.open) await connect().catch(() => {})
    if (wire?.open && registered) await register(0)
    const last = wire
    // What was just said must still leave.
    setTimeout(() => last?.close(), 200).unref()
  }

  const leaveAfter = (ms: number) => {
    clearTimeout(leaving)
    leaving = setTimeout(() => void leave('lost'), ms)
    leaving.unref()
  }

  return {
    account,
    readAt: it.readAt,
    get tab() {
      return tab
    },
    get page() {
      return page
    },
    attach: async (fresh, its) => {
      clearTimeout(leaving)
      tab = its
      try {
        await connect()
      } catch (error) {
        leaveAfter(times.away)
        throw error
      }
      const before = page
      page = fresh
      before?.close(4409, '电话已在新的连接上')
      calls.pageIsBack()
    },
    heard: (text) => {
      // Two line ends are a sign of life (RFC 7118), answered by one.
      if (/^(\r\n)+$/.test(text)) return page?.send('\r\n')
      const heard = parse(text)
      if (!heard) return
      if (!isRequest(heard)) return calls.replyOfPage(heard)
      if (heard.method !== 'REGISTER') return calls.fromPage(heard)
      const asked =
        /expires\s*=\s*(\d+)/i.exec(values(heard, 'Contact')[0] ?? '')?.[1] ?? header(heard, 'Expires') ?? '600'
      if (!wire?.open || cseqOf(heard).number === 0) return page?.send(write(replyTo(heard, 503, { tag: 'x' })))
      void register(Math.min(Number(asked) || 0, 3600), heard)
    },
    detach: (gone, normal) => {
      if (page !== gone) return
      page = null
      if (stopped) return
      if (normal) void calls.endAll('lost')
      leaveAfter(times.grace)
    },
    busy: () => calls.live().length > 0,
    live: calls.live,
    stop: leave,
  }
}
