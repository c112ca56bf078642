// The handful of calls of npm `smpp` that we make; the package is plain JavaScript and brings no types.
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'

  type Body = string | { readonly udh?: Buffer | readonly Buffer[]; readonly message: string | Buffer }
  export type Pdu = {
    readonly command: string
    readonly command_status: number
    readonly sequence_number: number
    readonly source_addr?: string
    readonly destination_addr?: string
    readonly esm_class?: number
    readonly data_coding?: number
    readonly message_id?: string
    readonly receipted_message_id?: string
    readonly message_state?: number
    readonly short_message?: Body
    readonly message_payload?: Body
    response(values?: object): Pdu
  }
  export type Session = EventEmitter & {
    send(pdu: Pdu): boolean
    bind_transceiver(values: object, answered: (pdu: Pdu) => void): boolean
    submit_sm(values: object, answered: (pdu: Pdu) => void): boolean
    deliver_sm(values: object, answered?: (pdu: Pdu) => void): boolean
    enquire_link(values: object, answered: (pdu: Pdu) => void): boolean
    unbind(values: object, answered: (pdu: Pdu) => void): boolean
    close(): void
    destroy(): void
  }
  const smpp: {
    connect(options: object): Session
    createServer(options: object, listener: (session: Session) => void): import('node:net').Server
  }
  export default smpp
}
