// How SIP travels to the PBX: over its WebSocket with a certificate of the hospital's own if need be, or over plain TCP.
import { once } from 'node:events'
import { createServer, connect as dial, type Server, type Socket as TcpSocket } from 'node:net'
import WebSocket from 'ws'
import { NotOutside, type Outside, portOf } from '../address.ts'

/** The interface that JsSIP asks of a socket. */
export type SipSocket = {
  readonly url: string
  readonly via_transport: string
  readonly sip_uri: string
  connect(): void
  disconnect(): void
  send(message: string): boolean
  onconnect: () => void
  ondisconnect: (error: boolean, code?: number, reason?: string) => void
  ondata: (data: string) => void
}

const idle = { onconnect: () => undefined, ondisconnect: () => undefined, ondata: () => undefined }

/** Over `ws:` or `wss:`, sub-protocol `sip`; only where settings may lead. */
export const webSocketTo = (url: string, ca: string | undefined, outside: Outside | undefined): SipSocket => {
  const { protocol, host, hostname } = new URL(url)
  const port = portOf(new URL(url))
  const refusal = outside?.refuses(hostname, port)
  if (refusal) throw new NotOutside(refusal)
  let socket: WebSocket | undefined
  let trouble = ''
  const it: SipSocket = {
    url,
    via_transport: protocol === 'wss:' ? 'WSS' : 'WS',
    sip_uri: `sip:${host};transport=ws`,
    ...idle,
    connect: () => {
      const mine = new WebSocket(url, 'sip', {
        ...(ca ? { ca } : {}),
        ...(outside ? { lookup: outside.lookup(port) } : {}),
        handshakeTimeout: 10_000,
        perMessageDeflate: false,
      })
      socket = mine
      mine.on('open', () => socket === mine && it.onconnect())
      mine.on('message', (data) => socket === mine && it.ondata(data.toString()))
      mine.on('error', (error) => {
        trouble = error.message
      })
      mine.on('close', (code) => {
        if (socket !== mine) return
        socket = undefined
        it.ondisconnect(true, code, trouble)
      })
    },
    disconnect: () => {
      const was = socket
      socket = undefined
      was?.close()
    },
    send: (message) => {
      if (socket?.readyState !== WebSocket.OPEN) return false
      socket.send(message)
      return true
    },
  }
  return it
}

/** Longer than any message: who sends more without an end sends none. */
const longest = 131_072
/** Calls that are remembered with the connection on which they came; the oldest are over. */
const mostAnswers = 2000

/** How many bytes of body the message announces whose head ends at `end`. */
const bodyIn = (buffer: Buffer, end: number): number =>
  Number(/^(?:content-length|l)[ \t]*:[ \t]*(\d+)/im.exec(buffer.toString('latin1', 0, end))?.[1] ?? 0)

/** Cuts what comes over TCP into messages, by Content-Length; `spoilt` where no message can be found any more. */
const framed = (say: (message: string) => void, spoilt: () => void) => {
  let buffer = Buffer.alloc(0)
  return (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    if (buffer.length > longest && lacksEnd(buffer)) {
      buffer = Buffer.alloc(0)
      return spoilt()
    }
    for (;;) {
      // Empty lines between messages keep the connection alive.
      let start = 0
      while (buffer[start] === 13 || buffer[start] === 10) start += 1
      if (start > 0) buffer = buffer.subarray(start)
      const end = buffer.indexOf('\r\n\r\n')
      if (end < 0) return
      const whole = end + 4 + bodyIn(buffer, end)
      if (buffer.length < whole) return
      say(buffer.toString('utf8', 0, whole))
      buffer = buffer.subarray(whole)
    }
  }
}

/** Whether the first message in it is longer than any may be. */
const lacksEnd = (buffer: Buffer): boolean => {
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0 || end > longest) return true
  return bodyIn(buffer, end) > longest
}

const callIdOf = (message: string): string => /^(?:call-id|i)[ \t]*:[ \t]*(.+)$/im.exec(message)?.[1]?.trim() ?? ''

export type TcpSip = SipSocket & {
  /** Where the PBX finds us: the contact's host and port. */
  readonly contact: { readonly host: string; readonly port: number }
  close(): void
}

/** Over `tcp://host:port`: plain SIP, with a port of our own on which the PBX calls back. */
export const tcpTo = async (url: string, localAddress: string): Promise<TcpSip> => {
  const { hostname, port } = new URL(url)
  let out: TcpSocket | undefined
  /** Requests that the PBX sent over a connection of its own are answered there. */
  const answerAt = new Map<string, TcpSocket>()
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    if (socket.remoteAddress?.replace(/^::ffff:/, '') !== out?.remoteAddress) {
      socket.destroy()
      return
    }
    socket.on(
      'data',
      framed(
        (message) => {
          if (!message.startsWith('SIP/2.0')) {
            answerAt.set(callIdOf(message), socket)
            if (answerAt.size > mostAnswers) answerAt.delete(answerAt.keys().next().value!)
          }
          it.ondata(message)
        },
        () => socket.destroy(),
      ),
    )
    socket.on('close', () => {
      for (const [call, at] of answerAt) if (at === socket) answerAt.delete(call)
    })
  })
  server.listen(0, localAddress)
  await once(server, 'listening')
  const address = server.address() as { port: number }
  const it: TcpSip = {
    url,
    via_transport: 'TCP',
    sip_uri: `sip:${hostname}:${port};transport=tcp`,
    contact: { host: localAddress, port: address.port },
    ...idle,
    connect: () => {
      const mine = dial({ host: hostname, port: Number(port), localAddress })
      let trouble = ''
      out = mine
      mine.setKeepAlive(true, 30_000)
      mine.on('connect', () => out === mine && it.onconnect())
      mine.on(
        'data',
        framed(
          (message) => out === mine && it.ondata(message),
          () => mine.destroy(),
        ),
      )
      mine.on('error', (error) => {
        trouble = error.message
      })
      mine.on('close', () => {
        if (out !== mine) return
        out = undefined
        it.ondisconnect(true, 1006, trouble)
      })
    },
    disconnect: () => {
      const was = out
      out = undefined
      was?.end()
    },
    send: (message) => {
      const back = message.startsWith('SIP/2.0') ? answerAt.get(callIdOf(message)) : undefined
      const at = back?.writable ? back : out
      at?.write(message)
      return at !== undefined
    },
    close: () => {
      out?.destroy()
      server.close()
    },
  }
  return it
}
