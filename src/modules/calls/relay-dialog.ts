// A call between page and exchange: what is known of it, how its requests are said anew to either side, and how it ends.
import type { OpenHouse } from '#engine/house.ts'
import { tagOf } from '#engine/outside/sip/address.ts'
import { branchOf, cseqOf, header, type SipReply, type SipRequest, values } from '#engine/outside/sip/message.ts'
import type { Me } from '#kernel/permission.ts'
import type { Ender } from './outcomes.ts'
import { type Asked, type Asking, newBranch } from './relay-asking.ts'
import { replyTo, through } from './relay-messages.ts'
import type { LineAccount } from './secrets.ts'
import { ended } from './witness.ts'

/** One call between the page and the exchange. Both sides know it by the same Call-ID and tags, but not by the same names. */
export type Dialog = {
  readonly sipId: string
  readonly callId: string
  readonly direction: 'out' | 'in'
  /** The other side as the exchange knows it, and as the page does. */
  readonly peer: string
  readonly shown: string
  /** Our side's tag (the page's) and the other's. */
  ownTag: string
  peerTag: string | null
  /** Where the exchange wants requests of this call, and by which way. */
  target: string
  routes: readonly string[]
  /** The last number that went to the exchange. */
  cseq: number
  pageTarget: string
  state: 'early' | 'talking' | 'over'
}

export type Running = Dialog & {
  invite: Asked | null
  /** The page's INVITE, or the exchange's, while it has no final answer. */
  request: SipRequest | null
  /** What the page was offered for a call that comes in. */
  offer: SipRequest | null
  /** Of INVITEs of the page that were answered: its number, and the one the exchange knows. */
  readonly accepted: Map<number, number>
  /** Why we gave up, where we did. */
  gaveUp: { by: Ender; rangOut: boolean } | null
  timer: NodeJS.Timeout | undefined
  notes: Promise<unknown>
  ended: boolean
}

export type Core = {
  readonly house: OpenHouse
  readonly me: Me
  readonly account: LineAccount
  /** Our own side of the line: what the exchange has as Contact. */
  readonly contact: string
  readonly asking: Asking
  via(branch: string): string
  /** To the exchange: replies and ACKs. False while it is away. */
  tell(message: SipReply | SipRequest): boolean
  /** To the page; false while it is away. */
  show(message: SipReply | SipRequest): boolean
}

const decline = { status: 480, q850: null } as const

/** A dialog at its beginning. */
export const opened = (it: Omit<Dialog, 'cseq' | 'state'> & { readonly request: SipRequest }): Running => ({
  ...it,
  cseq: 0,
  state: 'early',
  invite: null,
  offer: null,
  accepted: new Map(),
  gaveUp: null,
  timer: undefined,
  notes: Promise.resolve(),
  ended: false,
})

export type Dialogs = ReturnType<typeof openDialogs>

/** The dialogs of one line, and what calls out and calls in have in common. */
export const openDialogs = (core: Core) => {
  const { house, account, asking } = core
  const own = `sip:${account.extension}@${account.domain}`
  const dialogs = new Map<string, Running>()
  /** What the page was asked and has not answered: by the branch of our Via. */
  const asked = new Map<string, (reply: SipReply) => void>()
  /** What one side has to be told when it is back. */
  let owedToPage: (readonly [Running, SipRequest])[] = []
  let owedToExchange: Running[] = []
  let reached = true

  const note = (dialog: Running, work: Parameters<OpenHouse['asSystem']>[0]) => {
    dialog.notes = dialog.notes
      .then(() => house.asSystem(work))
      .catch((error) => house.log.error({ err: error, call: dialog.callId }, 'a call was not witnessed'))
  }
  const over = (dialog: Running, it: { status: number | null; q850: number | null; by: Ender; rangOut?: boolean }) => {
    if (dialog.ended) return
    dialog.ended = true
    dialog.state = 'over'
    clearTimeout(dialog.timer)
    note(dialog, (ctx) => ended(ctx, dialog.callId, it))
    // What still comes for it is answered from here for a while.
    setTimeout(() => dialogs.delete(dialog.sipId), 40_000).unref()
  }

  // To the exchange

  const outward = (
    dialog: Running,
    method: string,
    more: { headers: readonly (readonly [string, string])[]; body: string },
  ): SipRequest => ({
    method,
    uri: dialog.target,
    headers: [
      ['Max-Forwards', '70'],
      ...dialog.routes.map((route) => ['Route', route] as const),
      ['From', `<${own}>;tag=${dialog.ownTag}`],
      ['To', dialog.peerTag ? `<${dialog.peer}>;tag=${dialog.peerTag}` : `<${dialog.peer}>`],
      ['Call-ID', dialog.sipId],
      ['Contact', `<${core.contact}>`],
      ['User-Agent', 'Huiyin'],
      ...more.headers,
    ],
    body: more.body,
  })
  const nothing = { headers: [], body: '' }
  const next = (dialog: Running) => () => ++dialog.cseq
  const bye = (dialog: Running) => {
    asking.ask(outward(dialog, 'BYE', nothing), next(dialog), () => {})
  }
  const acknowledge = (
    dialog: Running,
    cseq: number,
    body: { headers: readonly (readonly [string, string])[]; body: string } = nothing,
  ) => {
    const { headers, ...ack } = outward(dialog, 'ACK', body)
    core.tell({ ...ack, headers: [['Via', core.via(newBranch())], ...headers, ['CSeq', `${cseq} ACK`]] })
  }

  /** Ends a call of ours from here: what was placed is cancelled, what was answered gets its BYE. */
  const endFromHere = (dialog: Running, by: Ender, rangOut = false) => {
    if (dialog.ended) return
    if (dialog.state === 'talking') {
      over(dialog, { status: 200, q850: null, by })
      if (reached) bye(dialog)
      else owedToExchange.push(dialog)
    } else if (dialog.direction === 'out') {
      dialog.gaveUp ??= { by, rangOut }
      dialog.invite?.cancel()
      if (!reached) over(dialog, { status: null, q850: null, ...dialog.gaveUp })
    } else {
      if (dialog.request) core.tell(replyTo(dialog.request, 480, { tag: dialog.ownTag }))
      over(dialog, { ...decline, by })
    }
  }
  // To the page

  const inward = (dialog: Running, request: SipRequest): SipRequest => {
    const { headers, body } = through(request)
    return {
      method: request.method,
      uri: dialog.pageTarget,
      headers: [
        ['Via', `SIP/2.0/WSS relay.invalid;branch=${newBranch()}`],
        ['Max-Forwards', '70'],
        ['From', `<${dialog.shown}>${dialog.peerTag ? `;tag=${dialog.peerTag}` : ''}`],
        ['To', `<${own}>${dialog.direction === 'in' && dialog.ownTag === '' ? '' : `;tag=${dialog.ownTag}`}`],
        ['Call-ID', dialog.sipId],
        ['CSeq', header(request, 'CSeq') ?? '1 BYE'],
        ['Contact', `<${dialog.shown};transport=ws>`],
        ...headers,
      ],
      body,
    }
  }
  /** Asks the page; without one the answer is no. */
  const askPage = (request: SipRequest, told: (reply: SipReply) => void): boolean => {
    const branch = branchOf(header(request, 'Via'))!
    asked.set(branch, told)
    if (core.show(request)) return true
    asked.delete(branch)
    return false
  }
  const byeToPage = (dialog: Running, request: SipRequest) => {
    if (!askPage(inward(dialog, request), () => {})) owedToPage.push([dialog, request])
  }
  /** An answer of the exchange as the page may have it. */
  const showReply = (dialog: Running, request: SipRequest, reply: SipReply, status = reply.status) => {
    const { headers, body } = through(reply)
    const contact = [['Contact', `<${dialog.shown};transport=ws>`] as const]
    core.show(
      replyTo(request, status, {
        tag: tagOf(header(reply, 'To')) ?? dialog.peerTag,
        headers: [...contact, ...headers],
        body,
      }),
    )
  }

  return {
    ...{ own, dialogs, note, over, outward, nothing, next, bye, acknowledge, endFromHere },
    ...{ inward, askPage, byeToPage, showReply },
    /** Whether the exchange is there. */
    isReached: () => reached,
    /** An answer of the page to what it was asked. */
    replyOfPage: (reply: SipReply) => {
      const branch = branchOf(values(reply, 'Via')[0])
      const told = branch ? asked.get(branch) : undefined
      if (!told || !branch) return
      if (reply.status >= 200 && cseqOf(reply).method !== 'INVITE') asked.delete(branch)
      if (reply.status >= 200) setTimeout(() => asked.delete(branch), 40_000).unref()
      told(reply)
    },
    endAll: async (by: Ender) => {
      const going = [...dialogs.values()].filter((dialog) => !dialog.ended)
      for (const dialog of going) endFromHere(dialog, by)
      // What was only cancelled is over for us now; the exchange's last word on it is no longer waited for.
      for (const dialog of going)
        if (!dialog.ended) over(dialog, { status: null, q850: null, ...(dialog.gaveUp ?? { by }) })
      await Promise.all([...dialogs.values()].map(({ notes }) => notes))
    },
    pageIsBack: () => {
      const owed = owedToPage
      owedToPage = []
      for (const [dialog, request] of owed) byeToPage(dialog, request)
    },
    exchangeIsAway: () => {
      reached = false
      asking.forget()
    },
    exchangeIsBack: () => {
      reached = true
      const owed = owedToExchange
      owedToExchange = []
      for (const dialog of owed) bye(dialog)
    },
    live: () => [...dialogs.values()].filter(({ ended: done }) => !done).map(({ callId }) => callId),
  }
}
