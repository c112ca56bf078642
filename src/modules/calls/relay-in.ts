// What the exchange says: calls that come in, and whatever the other side does within a call.
import { addressOf, q850Of, tagOf, userOf } from '#engine/outside/sip/address.ts'
import { cseqOf, header, type SipReply, type SipRequest, values } from '#engine/outside/sip/message.ts'
import { takeIn } from './incoming.ts'
import { type Core, type Dialogs, opened, type Running } from './relay-dialog.ts'
import { contactOf, replyTo, through } from './relay-messages.ts'
import { answered } from './witness.ts'

/** Takes a request of the exchange. */
export const exchangeSpeaks = (core: Core, known: Dialogs): ((request: SipRequest) => void) => {
  const { house, me, account } = core
  const { own, dialogs, note, over, inward, askPage, byeToPage } = known

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
    const dialog = opened({
      sipId,
      callId: it.callId,
      direction: 'in',
      peer: peerUri,
      shown: `sip:call-${it.callId}@${account.domain}`,
      ownTag: '',
      peerTag: tagOf(header(request, 'From')) ?? null,
      target: contactOf(request) ?? peerUri,
      routes: values(request, 'Record-Route'),
      pageTarget: own,
      request,
    })
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

  return (request: SipRequest): void => {
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
    if (method === 'CANCEL') {
      giveUp(dialog, request)
      return
    }
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
      byeToPage(dialog, request)
      return
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
}
