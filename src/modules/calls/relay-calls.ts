// The calls of one line: what the page says is said anew to the exchange and the other way round, and each step is witnessed.
import { randomBytes } from 'node:crypto'
import type { OpenHouse } from '#engine/house.ts'
import { addressOf, headerIn, q850Of, tagOf, userOf } from '#engine/outside/sip/address.ts'
import { branchOf, cseqOf, header, type SipReply, type SipRequest, values } from '#engine/outside/sip/message.ts'
import type { Me } from '#kernel/permission.ts'
import { takeIn } from './incoming.ts'
import type { Ender } from './outcomes.ts'
import { type Asked, type Asking, newBranch } from './relay-asking.ts'
import { contactOf, replyTo, through } from './relay-messages.ts'
import { destinationOf, outgoing } from './relay-targets.ts'
import type { LineAccount } from './secrets.ts'
import { transferred } from './transfers.ts'
import { answered, ended, rang } from './witness.ts'

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

type Running = Dialog & {
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

export type Calls = {
  fromPage(request: SipRequest): void
  replyOfPage(reply: SipReply): void
  fromExchange(request: SipRequest): void
  /** Ends whatever is going on, as far as the exchange can be told. */
  endAll(by: Ender): Promise<void>
  /** The page is back: it hears of what ended without it. */
  pageIsBack(): void
  /** The exchange is away: nothing that was asked will be answered. Calls that are talked on go on without it. */
  exchangeIsAway(): void
  /** The exchange is back: it hears of what we ended without it. */
  exchangeIsBack(): void
  /** The calls that are seen alive. */
  live(): string[]
}

const inDialog = ['INVITE', 'UPDATE', 'BYE', 'INFO', 'REFER', 'PRACK', 'OPTIONS', 'NOTIFY', 'MESSAGE']

const decline = { status: 480, q850: null } as const

export const openCalls = (core: Core): Calls => {
  const { house, me, account, asking } = core
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

  // Calls out

  const begin = async (request: SipRequest): Promise<void> => {
    core.show(replyTo(request, 100))
    const sipId = header(request, 'Call-ID') ?? ''
    const refuse = (status: number) => void core.show(replyTo(request, status, { tag: randomBytes(6).toString('hex') }))
    if (sipId === '' || sipId.length > 200 || dialogs.has(sipId)) return refuse(400)
    const target = userOf(request.uri)
    const out = await outgoing(house, me, account, target, sipId)
    if (!out) return refuse(403)
    const dialog: Running = {
      sipId,
      callId: out.callId,
      direction: 'out',
      peer: `sip:${out.number}@${account.domain}`,
      shown: `sip:${target}@${account.domain}`,
      ownTag: tagOf(header(request, 'From')) ?? randomBytes(6).toString('hex'),
      peerTag: null,
      target: `sip:${out.number}@${account.domain}`,
      routes: [],
      cseq: 0,
      pageTarget: contactOf(request) ?? own,
      state: 'early',
      invite: null,
      request,
      offer: null,
      accepted: new Map(),
      gaveUp: null,
      timer: undefined,
      notes: Promise.resolve(),
      ended: false,
    }
    dialogs.set(sipId, dialog)
    const { headers, body } = through(request)
    const caller = account.callerNumber
      ? [['P-Preferred-Identity', `<sip:${account.callerNumber}@${account.domain}>`] as const]
      : []
    dialog.invite = asking.ask(
      outward(dialog, 'INVITE', { headers: [...caller, ...headers], body }),
      next(dialog),
      (reply) => progress(dialog, request, reply),
    )
    dialog.timer = setTimeout(() => endFromHere(dialog, 'us', true), account.ringSeconds * 1000)
    dialog.timer.unref()
    if (gone.has(sipId)) endFromHere(dialog, 'us')
  }
  /** Page's calls that were cancelled before we had found out where they go. */
  const gone = new Set<string>()

  /** The other side as a reply names it. */
  const learn = (dialog: Running, reply: SipReply) => {
    dialog.peerTag = tagOf(header(reply, 'To')) ?? dialog.peerTag
    dialog.target = contactOf(reply) ?? dialog.target
    const routes = values(reply, 'Record-Route').reverse()
    if (routes.length > 0) dialog.routes = routes
  }

  const progress = (dialog: Running, request: SipRequest, reply: SipReply) => {
    const { status } = reply
    if (status < 200) {
      if (dialog.state !== 'early') return
      learn(dialog, reply)
      if (status >= 180) note(dialog, (ctx) => rang(ctx, dialog.callId, reply.body !== ''))
      return showReply(dialog, request, reply)
    }
    clearTimeout(dialog.timer)
    if (status < 300) {
      if (dialog.state === 'talking') return showReply(dialog, request, reply)
      learn(dialog, reply)
      const cseq = dialog.invite?.cseq ?? dialog.cseq
      // It was answered in the moment in which we gave up.
      if (dialog.gaveUp || dialog.ended) {
        acknowledge(dialog, cseq)
        bye(dialog)
        if (!dialog.ended) core.show(replyTo(request, 487, { tag: dialog.peerTag }))
        return over(dialog, { status: 487, q850: null, ...(dialog.gaveUp ?? { by: 'us' as const }) })
      }
      dialog.state = 'talking'
      dialog.accepted.set(cseqOf(request).number, cseq)
      note(dialog, (ctx) => answered(ctx, dialog.callId))
      return showReply(dialog, request, reply)
    }
    const q850 = q850Of(reply)
    // A redirection would be another number than the one that was allowed.
    showReply(dialog, request, reply, status < 400 ? 480 : status === 401 || status === 407 ? 403 : status)
    over(dialog, {
      status,
      q850,
      ...(dialog.gaveUp ?? { by: [486, 600, 603].includes(status) ? 'person' : 'network' }),
    })
  }

  // Within a call

  const refer = async (dialog: Running, request: SipRequest): Promise<void> => {
    const refuse = (status: number) => void core.show(replyTo(request, status, { tag: dialog.peerTag }))
    const to = addressOf(header(request, 'Refer-To')).uri
    const user = userOf(to)
    const replaces = headerIn(to, 'Replaces')
    const beside = [...dialogs.values()].find(({ shown }) => userOf(shown) === user)
    const destination = await destinationOf(house.ctx(house.db, me), account, user)
    if (!destination && !(replaces && beside)) return refuse(403)
    const uri = replaces && beside ? beside.peer : `sip:${destination!.dial}@${account.domain}`
    const headers = [
      ['Refer-To', `<${uri}${replaces ? `?Replaces=${replaces.replace(/[^\w.%@+~*!-]/g, '')}` : ''}>`],
      ['Referred-By', `<${own}>`],
    ] as const
    asking.ask(outward(dialog, 'REFER', { headers, body: '' }), next(dialog), (reply) => {
      showReply(dialog, request, reply)
      if (reply.status >= 300) return
      const it = {
        shown: destination?.shown ?? '',
        staffId: destination?.staffId ?? null,
        consulted: beside?.callId ?? null,
      }
      note(dialog, (ctx) => transferred(ctx, dialog.callId, it))
    })
  }

  const within = (dialog: Running, request: SipRequest): void => {
    const { method } = request
    if (method === 'ACK') {
      const cseq = dialog.accepted.get(cseqOf(request).number)
      if (cseq !== undefined) acknowledge(dialog, cseq, through(request))
      return
    }
    if (!inDialog.includes(method)) return void core.show(replyTo(request, 405, { tag: dialog.peerTag }))
    if (dialog.state === 'over') {
      // Its end was told to the other side already, or will be.
      return void core.show(replyTo(request, method === 'BYE' ? 200 : 481, { tag: dialog.peerTag }))
    }
    dialog.pageTarget = contactOf(request) ?? dialog.pageTarget
    if (method === 'BYE') {
      core.show(replyTo(request, 200, { tag: dialog.peerTag }))
      endFromHere(dialog, 'us')
      return
    }
    if (!reached) return void core.show(replyTo(request, 503, { tag: dialog.peerTag }))
    if (method === 'REFER') {
      refer(dialog, request).catch((error) => house.log.error({ err: error }, 'a transfer failed'))
      return
    }
    const it = asking.ask(outward(dialog, method, through(request)), next(dialog), (reply) => {
      if (method === 'INVITE' && reply.status >= 200 && reply.status < 300) {
        dialog.target = contactOf(reply) ?? dialog.target
        dialog.accepted.set(cseqOf(request).number, it.cseq)
      }
      if (reply.status === 481 || reply.status === 408) {
        // The other side knows of no such call any more.
        over(dialog, { status: reply.status, q850: q850Of(reply), by: 'network' })
      }
      showReply(dialog, request, reply)
    })
  }

  // Calls in

  const arrive = async (request: SipRequest): Promise<void> => {
    core.tell(replyTo(request, 100))
    const sipId = header(request, 'Call-ID') ?? ''
    const from = addressOf(header(request, 'From'))
    const [asserted] = values(request, 'P-Asserted-Identity')
    const peerUri = from.uri
    const shown = userOf(addressOf(asserted).uri) || userOf(peerUri)
    const number = /anonymous|withheld|unknown|restricted|unavailable/i.test(shown)
      ? ''
      : shown.replace(/[^0-9*#+]/g, '').slice(0, 30)
    const parent = header(request, 'X-Huiyin-Call')
    const it = await house.asSystem((ctx) =>
      takeIn(ctx, {
        line: { id: account.lineId, exchangeId: account.exchangeId },
        staffId: me.id,
        number,
        sipId,
        parentId: parent && /^[0-9a-f-]{36}$/.test(parent) ? parent : null,
      }),
    )
    const dialog: Running = {
      sipId,
      callId: it.callId,
      direction: 'in',
      peer: peerUri,
      shown: `sip:call-${it.callId}@${account.domain}`,
      ownTag: '',
      peerTag: tagOf(header(request, 'From')) ?? null,
      target: contactOf(request) ?? peerUri,
      routes: values(request, 'Record-Route'),
      cseq: 0,
      pageTarget: own,
      state: 'early',
      invite: null,
      request,
      offer: null,
      accepted: new Map(),
      gaveUp: null,
      timer: undefined,
      notes: Promise.resolve(),
      ended: false,
    }
    dialogs.set(sipId, dialog)
    const offer = inward(dialog, request)
    const name = it.name
      ? [['From', `"${it.name.replace(/["\\]/g, '')}" <${dialog.shown}>;tag=${dialog.peerTag}`] as const]
      : []
    const listens = it.listens
      ? ([
          ['X-Huiyin-Listen', it.listens.callId],
          ['X-Huiyin-Join', String(it.listens.join)],
        ] as const)
      : []
    const headers = [
      ...(name.length > 0 ? offer.headers.filter(([known]) => known !== 'From') : offer.headers),
      ...name,
      ...listens,
    ]
    const ring = { ...offer, headers }
    dialog.offer = ring
    const shownNow = askPage(ring, (reply) => answer(dialog, request, reply))
    if (shownNow) return
    core.tell(replyTo(request, 480, { tag: 'away' }))
    over(dialog, { status: 480, q850: null, by: 'network', rangOut: true })
  }

  /** What the page says to a call that comes in. */
  const answer = (dialog: Running, request: SipRequest, reply: SipReply) => {
    const { status } = reply
    if (status === 100) return
    dialog.ownTag = tagOf(header(reply, 'To')) ?? dialog.ownTag
    dialog.pageTarget = contactOf(reply) ?? dialog.pageTarget
    if (status >= 300) acknowledgePage(dialog, reply)
    if (dialog.ended) return
    const { headers, body } = through(reply)
    core.tell(
      replyTo(request, status, { tag: dialog.ownTag, headers: [['Contact', `<${core.contact}>`], ...headers], body }),
    )
    if (status < 200) return
    if (status >= 300) return over(dialog, { status, q850: null, by: 'us' })
    if (dialog.state === 'talking') return
    dialog.state = 'talking'
    note(dialog, (ctx) => answered(ctx, dialog.callId))
  }

  const acknowledgePage = (dialog: Running, reply: SipReply) => {
    const { number } = cseqOf(reply)
    core.show({
      method: 'ACK',
      uri: dialog.pageTarget,
      headers: [
        ['Via', values(reply, 'Via')[0] ?? ''],
        ['Max-Forwards', '70'],
        ['From', header(reply, 'From') ?? ''],
        ['To', header(reply, 'To') ?? ''],
        ['Call-ID', dialog.sipId],
        ['CSeq', `${number} ACK`],
      ],
      body: '',
    })
  }

  /** The caller gave up before anybody answered. */
  const giveUp = (dialog: Running, request: SipRequest) => {
    core.tell(replyTo(request, 200, { tag: dialog.ownTag || 'away' }))
    if (dialog.ended || dialog.state === 'talking' || !dialog.request) return
    core.tell(replyTo(dialog.request, 487, { tag: dialog.ownTag || 'away' }))
    const elsewhere = values(request, 'Reason').some((reason) => /cause\s*=\s*200|cause\s*=\s*26/i.test(reason))
    over(dialog, { status: 487, q850: null, by: elsewhere ? 'us' : 'person', rangOut: !elsewhere })
    if (!dialog.offer) return
    core.show({
      ...dialog.offer,
      method: 'CANCEL',
      headers: dialog.offer.headers
        .filter(([name]) => ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID'].includes(name))
        .concat([['CSeq', `${cseqOf(dialog.offer).number} CANCEL`]]),
      body: '',
    })
  }

  const fromExchange: Calls['fromExchange'] = (request) => {
    const { method } = request
    const dialog = dialogs.get(header(request, 'Call-ID') ?? '')
    if (method === 'INVITE' && tagOf(header(request, 'To')) === undefined && !dialog) {
      arrive(request).catch((error) => {
        house.log.error({ err: error }, 'an incoming call failed')
        core.tell(replyTo(request, 500, { tag: 'x' }))
      })
      return
    }
    if (!dialog) {
      const status =
        method === 'OPTIONS' || method === 'NOTIFY' ? 200 : method === 'BYE' || method === 'CANCEL' ? 481 : 405
      if (method !== 'ACK') core.tell(replyTo(request, status, { tag: 'x' }))
      return
    }
    if (method === 'CANCEL') return giveUp(dialog, request)
    if (method === 'ACK') {
      if (dialog.state === 'talking') core.show(inward(dialog, request))
      return
    }
    if (method === 'INVITE' && tagOf(header(request, 'To')) === undefined) return
    if (method === 'BYE') {
      core.tell(replyTo(request, 200))
      if (dialog.ended) return
      const q850 = q850Of(request)
      over(dialog, { status: 200, q850, by: q850 !== null && ![16, 31].includes(q850) ? 'network' : 'person' })
      return byeToPage(dialog, request)
    }
    if (method === 'REFER' || method === 'SUBSCRIBE' || method === 'MESSAGE')
      return void core.tell(replyTo(request, 405))
    if (dialog.state === 'over') return void core.tell(replyTo(request, 481))
    dialog.target = contactOf(request) ?? dialog.target
    const answeredBy = askPage(inward(dialog, request), (reply) => {
      if (reply.status === 100) return
      if (method === 'INVITE' && reply.status >= 300) acknowledgePage(dialog, reply)
      const { headers, body } = through(reply)
      core.tell(replyTo(request, reply.status, { headers: [['Contact', `<${core.contact}>`], ...headers], body }))
    })
    // The page is away for a moment; what only asks whether we live is answered for it.
    if (!answeredBy) core.tell(replyTo(request, request.body === '' ? 200 : 500))
  }

  return {
    fromPage: (request) => {
      const { method } = request
      const sipId = header(request, 'Call-ID') ?? ''
      const dialog = dialogs.get(sipId)
      if (method === 'CANCEL') {
        core.show(replyTo(request, 200, { tag: dialog?.peerTag ?? 'x' }))
        if (dialog) return endFromHere(dialog, 'us')
        gone.add(sipId)
        setTimeout(() => gone.delete(sipId), 10_000).unref()
        return
      }
      if (dialog && tagOf(header(request, 'To')) !== undefined) return within(dialog, request)
      if (method === 'ACK') return
      if (method === 'INVITE' && tagOf(header(request, 'To')) === undefined) {
        begin(request).catch((error) => {
          house.log.error({ err: error }, 'a call could not be placed')
          core.show(replyTo(request, 500, { tag: 'x' }))
        })
        return
      }
      core.show(replyTo(request, tagOf(header(request, 'To')) ? 481 : 405, { tag: 'x' }))
    },
    replyOfPage: (reply) => {
      const branch = branchOf(values(reply, 'Via')[0])
      const told = branch ? asked.get(branch) : undefined
      if (!told || !branch) return
      if (reply.status >= 200 && cseqOf(reply).method !== 'INVITE') asked.delete(branch)
      if (reply.status >= 200) setTimeout(() => asked.delete(branch), 40_000).unref()
      told(reply)
    },
    fromExchange,
    endAll: async (by) => {
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
