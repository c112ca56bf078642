// The narrow door to JsSIP: what we use of it, in types of ours.
import JsSIP from 'jssip'
import type { SipSocket } from './socket.ts'

export type SipMessage = {
  readonly status_code?: number
  readonly method?: string
  readonly call_id: string
  readonly from: { readonly display_name?: string; readonly uri: { readonly user?: string | null } }
  readonly to: { readonly uri: { readonly user?: string | null } }
  readonly body?: string
  getHeader(name: string): string | undefined
  getHeaders(name: string): string[]
}

export type SipSession = {
  on(event: 'progress', f: (e: { originator: string; response?: SipMessage }) => void): void
  on(event: 'accepted' | 'confirmed', f: (e: { originator: string }) => void): void
  on(
    event: 'failed' | 'ended',
    f: (e: { originator: 'local' | 'remote' | 'system'; message: SipMessage | null; cause: string }) => void,
  ): void
  on(event: 'newDTMF', f: (e: { originator: string; dtmf: { tone: string } }) => void): void
  on(event: 'newInfo', f: (e: { originator: string; info: { contentType: string; body: string } }) => void): void
  answer(options: object): void
  terminate(options?: { status_code?: number; reason_phrase?: string }): void
  isEnded(): boolean
  /** A private mark: whoever answers after it was set is thanked and hung up. */
  _is_canceled: boolean
  readonly _request: { readonly call_id: string }
}

export type SipUa = {
  on(event: 'connected' | 'registered', f: () => void): void
  on(event: 'disconnected', f: (e: { error: boolean; code?: number; reason?: string }) => void): void
  on(event: 'unregistered' | 'registrationFailed', f: (e: { response?: SipMessage; cause?: string }) => void): void
  on(event: 'newRTCSession', f: (e: { originator: string; session: SipSession; request: SipMessage }) => void): void
  start(): void
  stop(): void
  isRegistered(): boolean
  call(target: string, options: object): SipSession
}

export type UaSettings = {
  readonly sockets: SipSocket[]
  readonly uri: string
  readonly contact_uri?: string
  readonly password?: string
  readonly ha1?: string
  readonly realm?: string
}

/** A user agent of JsSIP. Its own debugging is off: it would write numbers into the log. */
export const userAgent = (settings: UaSettings): SipUa => {
  JsSIP.debug.disable()
  const ua = new JsSIP.UA({
    ...settings,
    sockets: settings.sockets as never,
    register: true,
    register_expires: 120,
    session_timers: true,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 15,
    no_answer_timeout: 3600,
    user_agent: 'Huiyin',
  })
  // A contact at which we can really be reached needs no GRUU, and many a PBX hands one out without serving it.
  if (settings.contact_uri)
    for (const name of ['pub_gruu', 'temp_gruu'])
      Object.defineProperty(ua.contact, name, { get: () => null, set: () => undefined })
  return ua as unknown as SipUa
}

/** The Q.850 cause of the Reason header: of several Reasons, the one that counts. */
export const causeOf = (message: SipMessage | null): number | null => {
  for (const reason of message?.getHeaders('Reason') ?? []) {
    const cause = /^\s*Q\.850\s*;.*?cause\s*=\s*(\d+)/i.exec(reason)
    if (cause) return Number(cause[1])
  }
  return null
}
