// One SIP-over-WebSocket connection to an exchange (RFC 7118): whole messages in, whole messages out, and why it ended.
import { WebSocket } from 'ws'
import { NotOutside, type Outside, portOf } from '../address.ts'
import { parse, type SipMessage, write } from './message.ts'

export type Wire = {
  send(message: SipMessage): void
  close(): void
  /** False from the moment it closes. */
  readonly open: boolean
  /** `WS` or `WSS`, as a Via says it. */
  readonly transport: 'WS' | 'WSS'
}

type Heard = {
  readonly message: (message: SipMessage) => void
  /** It broke or was closed; told once, and only after it was open. */
  readonly closed: () => void
}

const handshake = 8000
const beat = 20_000

/**
 * Opens a connection; rejects with what the network, the certificate or the handshake said. `ca`: the PEM of a
 * certificate to trust beside the usual ones. One that no longer answers pings is closed.
 */
export const openWire = (
  it: { readonly url: string; readonly ca: string | null; readonly outside: Outside; readonly patience?: number },
  heard: Heard,
): Promise<Wire> =>
  new Promise((resolve, reject) => {
    const url = new URL(it.url)
    const port = portOf(url)
    const refusal = it.outside.refuses(url.hostname, port)
    if (refusal) throw new NotOutside(refusal)
    const socket = new WebSocket(url, 'sip', {
      handshakeTimeout: it.patience ?? handshake,
      maxPayload: 65_536,
      perMessageDeflate: false,
      followRedirects: false,
      lookup: it.outside.lookup(port),
      ...(it.ca ? { ca: it.ca } : {}),
    } as object)
    let open = false
    let alive = true
    let answers = false
    const pulse = setInterval(() => {
      // Whoever never answered a ping is not known to be dead by silence.
      if (answers && !alive) return socket.terminate()
      alive = false
      socket.ping()
    }, beat)
    pulse.unref()
    socket.on('pong', () => {
      alive = true
      answers = true
    })
    socket.once('open', () => {
      if (socket.protocol !== 'sip') {
        socket.close()
        return reject(new Error('the sub-protocol sip was not accepted'))
      }
      open = true
      resolve({
        send: (message) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(write(message))
        },
        close: () => socket.close(1000),
        get open() {
          return socket.readyState === WebSocket.OPEN
        },
        transport: url.protocol === 'wss:' ? 'WSS' : 'WS',
      })
    })
    socket.on('message', (data) => {
      alive = true
      const message = parse(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer))
      if (message) heard.message(message)
    })
    socket.once('error', (error) => {
      if (!open) reject(error)
    })
    socket.once('close', () => {
      clearInterval(pulse)
      if (open) heard.closed()
      else reject(new Error('closed before it was open'))
      open = false
    })
  })
