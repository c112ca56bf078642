// What the page says: calls that it places, and whatever it wants within a call.
import { randomBytes } from 'node:crypto'
import { addressOf, headerIn, q850Of, tagOf, userOf } from '#engine/outside/sip/address.ts'
import { cseqOf, header, type SipReply, type SipRequest, values } from '#engine/outside/sip/message.ts'
import { type Core, type Dialogs, opened, type Running } from './relay-dialog.ts'
import { contactOf, replyTo, through } from './relay-messages.ts'
import { destinationOf, outgoing } from './relay-targets.ts'
import { transferred } from './transfers.ts'
import { answered, ended, rang } from './witness.ts'

/** A person speaks with one, holds another, consults a third; and does not dial faster than this. */
const mostAtOnce = 8
const mostPerMinute = 30

/** What the page may say of how; whose dialog is taken over is not its to say. */
const said = (request: SipRequest) => {
  const { headers, body } = through(request)
  return { headers: headers.filter(([name]) => name !== 'Replaces'), body }
}

const inDialog = ['INVITE', 'UPDATE', 'BYE', 'INFO', 'REFER', 'PRACK', 'OPTIONS', 'NOTIFY', 'MESSAGE']

/** Takes a request of the page. */
export const pageSpeaks = (core: Core, known: Dialogs): ((request: SipRequest) => void) => {
  const { house, me, account, asking } = core
  const { own, dialogs, note, over, outward, next, bye, acknowledge, endFromHere, showReply, isReached } = known

  const begin = async (request: SipRequest): Promise<void> => {
    core.show(replyTo(request, 100))
    const sipId = header(request, 'Call-ID') ?? ''
    const refuse = (status: number) => void core.show(replyTo(request, status, { tag: randomBytes(6).toString('hex') }))
    if (sipId === '' || sipId.length > 200 || dialogs.has(sipId) || beginning.has(sipId)) return refuse(400)
    if (isTooMuch()) return refuse(486)
    const target = userOf(request.uri)
    beginning.add(sipId)
    const out = await outgoing(house, me, account, target, sipId).finally(() => beginning.delete(sipId))
    if (!out) return refuse(403)
    // The page has gone meanwhile: nobody is rung for it.
    if (!core.show(replyTo(request, 100)))
      return house.asSystem((ctx) => ended(ctx, out.callId, { status: null, q850: null, by: 'lost' }))
    const dialog = opened({
      sipId,
      callId: out.callId,
      direction: 'out',
      peer: `sip:${out.number}@${account.domain}`,
      shown: `sip:${target}@${account.domain}`,
      ownTag: tagOf(header(request, 'From')) ?? randomBytes(6).toString('hex'),
      peerTag: null,
      target: `sip:${out.number}@${account.domain}`,
      routes: [],
      pageTarget: contactOf(request) ?? own,
      request,
    })
    dialogs.set(sipId, dialog)
    const { headers, body } = said(request)
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
  /** Page's calls of which we are finding out where they go. */
  const beginning = new Set<string>()
  let begun: number[] = []
  const isTooMuch = (): boolean => {
    const now = performance.now()
    begun = begun.filter((at) => at > now - 60_000)
    const going = [...dialogs.values()].filter((dialog) => !dialog.ended).length + beginning.size
    if (going >= mostAtOnce || begun.length >= mostPerMinute) return true
    begun.push(now)
    return false
  }

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

  /** The dialog as whoever is on its other side knows it; written from what we know, not from what the page says. */
  const replacing = ({ sipId, peerTag, ownTag }: Running): string =>
    encodeURIComponent(`${sipId};to-tag=${peerTag ?? ''};from-tag=${ownTag}`)

  const refer = async (dialog: Running, request: SipRequest): Promise<void> => {
    const refuse = (status: number) => void core.show(replyTo(request, status, { tag: dialog.peerTag }))
    const to = addressOf(header(request, 'Refer-To')).uri
    const user = userOf(to)
    const attended = headerIn(to, 'Replaces') !== undefined
    // Only somebody with whom the page is speaking now: a right to dial that was used does not dial once more.
    const beside = [...dialogs.values()].find(
      (one) => one !== dialog && one.state === 'talking' && userOf(one.shown) === user,
    )
    const destination = await destinationOf(house.ctx(house.db, me), account, user)
    if (attended ? !beside : !destination) return refuse(403)
    const uri = attended ? beside!.peer : `sip:${destination!.dial}@${account.domain}`
    const headers = [
      ['Refer-To', `<${uri}${attended ? `?Replaces=${replacing(beside!)}` : ''}>`],
      ['Referred-By', `<${own}>`],
    ] as const
    asking.ask(outward(dialog, 'REFER', { headers, body: '' }), next(dialog), (reply) => {
      showReply(dialog, request, reply)
      if (reply.status >= 300) return
      const it = {
        shown: destination?.shown ?? '',
        staffId: destination?.staffId ?? null,
        consulted: attended ? (beside?.callId ?? null) : null,
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
    if (!isReached()) return void core.show(replyTo(request, 503, { tag: dialog.peerTag }))
    if (method === 'REFER') {
      refer(dialog, request).catch((error) => house.log.error({ err: error }, 'a transfer failed'))
      return
    }
    const it = asking.ask(outward(dialog, method, said(request)), next(dialog), (reply) => {
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

  return (request: SipRequest): void => {
    const { method } = request
    const sipId = header(request, 'Call-ID') ?? ''
    const dialog = dialogs.get(sipId)
    if (method === 'CANCEL') {
      core.show(replyTo(request, 200, { tag: dialog?.peerTag ?? 'x' }))
      if (dialog) {
        endFromHere(dialog, 'us')
        return
      }
      gone.add(sipId)
      setTimeout(() => gone.delete(sipId), 10_000).unref()
      return
    }
    if (dialog && tagOf(header(request, 'To')) !== undefined) {
      within(dialog, request)
      return
    }
    if (method === 'ACK') return
    if (method === 'INVITE' && tagOf(header(request, 'To')) === undefined) {
      begin(request).catch((error) => {
        house.log.error({ err: error }, 'a call could not be placed')
        core.show(replyTo(request, 500, { tag: 'x' }))
      })
      return
    }
    core.show(replyTo(request, tagOf(header(request, 'To')) ? 481 : 405, { tag: 'x' }))
  }
}
