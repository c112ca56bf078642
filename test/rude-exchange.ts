// An exchange of our own making that answers as a test wants it to, or not at all: what no real one does on demand.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { header, isRequest, parse, type SipMessage, type SipRequest, write } from '#engine/outside/sip/message.ts'

type Answer = (status: number, more?: readonly (readonly [string, string])[], body?: string) => void

/** `says` answers each request but REGISTER; `heard` is everything that came. */
export const rudeExchange = async (says: (request: SipRequest, answer: Answer) => void) => {
  const server = createServer()
  const sockets = new Set<WebSocket>()
  const heard: SipMessage[] = []
  new WebSocketServer({ server }).on('connection', (socket) => {
    sockets.add(socket)
    socket.on('message', (data) => {
      const message = parse(String(data))
      if (!message) return
      heard.push(message)
      if (!isRequest(message)) return
      const answer: Answer = (status, more = [], body = '') => {
        const to = header(message, 'To')!
        const headers: (readonly [string, string])[] = [
          ...message.headers.filter(([name]) => ['Via', 'From', 'Call-ID', 'CSeq'].includes(name)),
          ['To', /;tag=/.test(to) || status === 100 ? to : `${to};tag=rude`],
          ...more,
        ]
        socket.send(write({ status, phrase: 'X', headers, body }))
      }
      if (message.method === 'REGISTER') answer(200, [['Contact', header(message, 'Contact')!]])
      else says(message, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ws: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    domain: 'pbx.test',
    password: 'lab-only',
    heard,
    /** What came of this method, of one call if it is named. */
    requests: (method: string, sipId?: string): SipRequest[] =>
      heard.filter(
        (one): one is SipRequest =>
          isRequest(one) && one.method === method && (!sipId || header(one, 'Call-ID') === sipId),
      ),
    /** Whatever text goes to whoever is connected. */
    shout: (text: string) => {
      for (const socket of sockets) socket.send(text)
    },
    close: () => {
      for (const socket of sockets) socket.terminate()
      server.close()
    },
  }
}
