// A page's telephone without a browser: SIP over our own socket, written by hand, so that every frame that comes can be looked at.
import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import { tagOf } from '#engine/outside/sip/address.ts'
import {
  cseqOf,
  header,
  isRequest,
  parse,
  type SipMessage,
  type SipReply,
  type SipRequest,
  values,
  write,
} from '#engine/outside/sip/message.ts'

export const plainOffer = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 40000 RTP/AVP 8 101',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=sendrecv',
  '',
].join('\r\n')

export type PageCall = {
  readonly sipId: string
  /** Each reply above 100, in its order. */
  readonly replies: SipReply[]
  readonly final: Promise<SipReply>
  /** The first reply that is at least this. */
  reply(least: number): Promise<SipReply>
  cancel(): void
  bye(): Promise<SipReply>
  refer(to: string): Promise<SipReply>
  /** The other side hung up. */
  readonly over: Promise<SipRequest>
}

export type SipPage = {
  /** Everything that this page ever received. */
  readonly frames: string[]
  readonly closed: Promise<{ code: number; reason: string }>
  register(): Promise<SipReply>
  invite(target: string): PageCall
  /** The next call that comes in; answered with these statuses. */
  incoming(): Promise<{ request: SipRequest; answer(status: number): void; over: Promise<SipRequest> }>
  /** As a tab that is closed. */
  close(): void
  /** As a tab that dies. */
  kill(): void
}

export const sipPage = async (it: {
  readonly port: number
  readonly cookie: string
  readonly extension: string
  readonly domain?: string
  readonly tab?: string
  readonly origin?: string
}): Promise<SipPage> => {
  const domain = it.domain ?? 'pbx.test'
  const own = `sip:${it.extension}@${domain}`
  const host = `${randomBytes(5).toString('hex')}.invalid`
  const socket = new WebSocket(`ws://127.0.0.1:${it.port}/sip?tab=${it.tab ?? 'one'}`, 'sip', {
    headers: { cookie: it.cookie, origin: it.origin ?? `http://127.0.0.1:${it.port}` },
  })
  const frames: string[] = []
  const heard = new Set<(message: SipMessage) => void>()
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  const ringing: SipRequest[] = []
  const send = (message: SipMessage) => socket.send(write(message))
  const reply = (request: SipRequest, status: number, more: [string, string][] = [], body = '') => {
    const to = header(request, 'To')!
    const headers: [string, string][] = [
      ...values(request, 'Via').map((via) => ['Via', via] as [string, string]),
      ['From', header(request, 'From')!],
      ['To', tagOf(to) || status === 100 ? to : `${to};tag=page${it.extension}`],
      ['Call-ID', header(request, 'Call-ID')!],
      ['CSeq', header(request, 'CSeq')!],
      ['Contact', `<sip:page@${host};transport=ws>`],
      ...more,
    ]
    send({ status, phrase: 'X', headers, body })
  }
  socket.on('message', (data) => {
    frames.push(String(data))
    const message = parse(String(data))
    if (!message) return
    if (isRequest(message)) {
      if (message.method === 'INVITE' && tagOf(header(message, 'To')) === undefined) ringing.push(message)
      else if (message.method !== 'ACK') reply(message, 200)
    }
    for (const listener of heard) listener(message)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  const once = <M extends SipMessage>(fits: (message: SipMessage) => M | null, ms = 15_000): Promise<M> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('nothing came')), ms)
      const listen = (message: SipMessage) => {
        const found = fits(message)
        if (!found) return
        clearTimeout(late)
        heard.delete(listen)
        resolve(found)
      }
      heard.add(listen)
    })
  let number = 0
  const ask = (method: string, uri: string, headers: [string, string][], body = '', cseq = ++number) => {
    const branch = `z9hG4bK${randomBytes(6).toString('hex')}`
    send({
      method,
      uri,
      headers: [
        ['Via', `SIP/2.0/WS ${host};branch=${branch}`],
        ['Max-Forwards', '69'],
        ...headers,
        ['CSeq', `${cseq} ${method}`],
      ],
      body,
    })
    return { branch, cseq }
  }
  const finalOf = (sipId: string, cseq: number, method: string, ms?: number) =>
    once((message) => {
      if (isRequest(message) || message.status < 200 || header(message, 'Call-ID') !== sipId) return null
      const its = cseqOf(message)
      return its.number === cseq && its.method === method ? message : null
    }, ms)
  return {
    frames,
    closed,
    register: () => {
      const sipId = randomBytes(8).toString('hex')
      const { cseq } = ask('REGISTER', `sip:${domain}`, [
        ['From', `<${own}>;tag=${randomBytes(4).toString('hex')}`],
        ['To', `<${own}>`],
        ['Call-ID', sipId],
        ['Contact', `<sip:page@${host};transport=ws>;expires=600`],
        ['Expires', '600'],
      ])
      return finalOf(sipId, cseq, 'REGISTER')
    },
    invite: (target) => {
      const sipId = randomBytes(8).toString('hex')
      const tag = randomBytes(4).toString('hex')
      const uri = `sip:${target}@${domain}`
      const replies: SipReply[] = []
      const base = (to: string): [string, string][] => [
        ['From', `<${own}>;tag=${tag}`],
        ['To', to],
        ['Call-ID', sipId],
        ['Contact', `<sip:page@${host};transport=ws>`],
      ]
      heard.add((message) => {
        if (
          !isRequest(message) &&
          message.status > 100 &&
          header(message, 'Call-ID') === sipId &&
          cseqOf(message).method === 'INVITE'
        )
          replies.push(message)
      })
      const over = once(
        (message) =>
          isRequest(message) && message.method === 'BYE' && header(message, 'Call-ID') === sipId ? message : null,
        120_000,
      )
      over.catch(() => {})
      const { branch, cseq } = ask(
        'INVITE',
        uri,
        [...base(`<${uri}>`), ['Content-Type', 'application/sdp'], ['Supported', 'ice,replaces,outbound']],
        plainOffer,
      )
      const final = finalOf(sipId, cseq, 'INVITE', 40_000).then((answer) => {
        send({
          method: 'ACK',
          uri,
          headers: [
            ['Via', `SIP/2.0/WS ${host};branch=${answer.status < 300 ? `z9hG4bK${tag}` : branch}`],
            ...base(header(answer, 'To')!),
            ['CSeq', `${cseq} ACK`],
          ],
          body: '',
        })
        return answer
      })
      final.catch(() => {})
      const within = async (method: string, more: [string, string][] = []) => {
        const answer = await final
        const { cseq: mine } = ask(method, uri, [...base(header(answer, 'To')!), ...more])
        return finalOf(sipId, mine, method)
      }
      return {
        sipId,
        replies,
        final,
        over,
        reply: async (least) =>
          replies.find(({ status }) => status >= least) ??
          once((message) =>
            !isRequest(message) &&
            message.status >= least &&
            header(message, 'Call-ID') === sipId &&
            cseqOf(message).method === 'INVITE'
              ? message
              : null,
          ),
        cancel: () =>
          send({
            method: 'CANCEL',
            uri,
            headers: [['Via', `SIP/2.0/WS ${host};branch=${branch}`], ...base(`<${uri}>`), ['CSeq', `${cseq} CANCEL`]],
            body: '',
          }),
        bye: () => within('BYE'),
        refer: (to) => within('REFER', [['Refer-To', `<${to}>`]]),
      }
    },
    incoming: async () => {
      const isNew = (message: SipMessage) =>
        isRequest(message) && message.method === 'INVITE' && tagOf(header(message, 'To')) === undefined ? message : null
      const request = ringing.shift() ?? (await once(isNew))
      const waiting = ringing.indexOf(request)
      if (waiting >= 0) ringing.splice(waiting, 1)
      const sipId = header(request, 'Call-ID')
      const over = once(
        (message) =>
          isRequest(message) &&
          (message.method === 'BYE' || message.method === 'CANCEL') &&
          header(message, 'Call-ID') === sipId
            ? message
            : null,
        120_000,
      )
      over.catch(() => {})
      return {
        request,
        over,
        answer: (status) => {
          reply(
            request,
            status,
            status === 200 ? [['Content-Type', 'application/sdp']] : [],
            status === 200 ? plainOffer : '',
          )
        },
      }
    },
    close: () => socket.close(1000),
    kill: () => socket.terminate(),
  }
}
