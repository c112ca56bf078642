// The port through which texts leave the house and come back: small, so that every protocol fits behind it.
import type { Words } from '#kernel/words.ts'

/** A text on its way out. */
export type Outgoing = {
  /** Ours; a gateway that knows it again sends nothing twice. */
  readonly id: string
  /** As it is dialled within the country. */
  readonly to: string
  /** The whole of it, with the signature. */
  readonly text: string
  /** How the gateway's own house calls the template, and what stands in its blanks: for those that want no text. */
  readonly code: string
  readonly params: Readonly<Record<string, string>>
  /** Our address for its report; null: none is asked for. */
  readonly reportTo: string | null
}

/** What became of a call to the gateway. */
export type Sent =
  /** It has it; `reference` is its own name for it. */
  | { readonly is: 'taken'; readonly reference: string | null }
  /** It will never take this one. */
  | { readonly is: 'refused'; readonly words: Words }
  /** It certainly has not got it, and may take it later. */
  | { readonly is: 'later'; readonly why: Trouble; readonly words: Words }
  /** The answer was lost: nobody knows. */
  | { readonly is: 'unknown'; readonly words: Words }

/** What keeps a gateway from taking anything: which step of a self-test it fails. */
export type Trouble = 'address' | 'certificate' | 'account' | 'busy'

export type ReportOutcome = 'delivered' | 'undeliverable' | 'refused' | 'expired'

/** What the carrier says of a text: by our id, or by the gateway's name for it. */
export type Report = {
  readonly id: string | null
  readonly reference: string | null
  readonly outcome: ReportOutcome
  readonly words: string
}

/** What somebody writes back, or a piece of it. */
export type Reply = {
  /** The gateway's name for it; what it brings twice has it twice. */
  readonly id: string
  readonly from: string
  readonly text: string
  readonly part?: { readonly series: number; readonly total: number; readonly place: number }
}

/** Who hears what comes back. What is not heard to its end is brought again by the other side. */
export type Hearing = {
  readonly onReport: (report: Report) => Promise<void>
  readonly onReply: (reply: Reply) => Promise<void>
}

export type SmsGateway = {
  /** Never throws: whatever happens on the way is one of the four outcomes. */
  send(text: Outgoing): Promise<Sent>
  /** Is there, and stays there, for what comes back by its own line; answers what is wrong, or null. */
  keep(): Promise<(Sent & { is: 'later' }) | null>
  close(): Promise<void>
}

/** What comes in at our own address: the query of a GET, the JSON of a POST. */
export type Incoming = { readonly query: Readonly<Record<string, string>>; readonly content: unknown }

/** How a gateway that calls us speaks; what it says that means nothing to us is left out. */
export type Reader = {
  reports(incoming: Incoming): Report[]
  replies(incoming: Incoming): Reply[]
}
