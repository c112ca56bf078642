// Requests of ours to the exchange: each finds its replies, proves the password when it is asked, and can be cancelled.
import { randomBytes } from 'node:crypto'
import { answerTo, challengeOf } from '#engine/outside/sip/digest.ts'
import {
  branchOf,
  cseqOf,
  header,
  type SipMessage,
  type SipReply,
  type SipRequest,
  values,
} from '#engine/outside/sip/message.ts'
import type { LineAccount } from './secrets.ts'

export type Asked = {
  /** The number it went out under; another one after the password was asked for. */
  readonly cseq: number
  /** Gives up an INVITE: at once when the exchange has said anything, else as soon as it does; an end comes anyhow. */
  cancel(): void
}

export type Asking = {
  /** `request` without Via and CSeq; `number` gives the next number of its dialog. Each reply above 100 is told. */
  ask(request: SipRequest, number: () => number, told: (reply: SipReply) => void): Asked
  /** Takes a reply that came; one that nobody asked for is dropped. */
  heard(reply: SipReply): void
  /** Nothing that was asked will be answered any more. */
  forget(): void
}

export const newBranch = (): string => `z9hG4bK${randomBytes(9).toString('hex')}`

/** How long a 2xx to an INVITE may be said again. */
const repeated = 40_000
/** An INVITE that was cancelled has a final answer within this, or never. */
const cancelled = 6000

const terminated: Pick<SipReply, 'status' | 'phrase'> = { status: 487, phrase: 'Request Terminated' }

export const openAsking = (it: {
  readonly account: LineAccount
  readonly send: (message: SipMessage) => void
  readonly via: (branch: string) => string
}): Asking => {
  const open = new Map<string, (reply: SipReply) => void>()
  const { extension: username, password } = it.account

  const proofOf = (sent: SipRequest, reply: SipReply): [string, string] | null => {
    const asks = reply.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
    // Written line by line: the parts of one challenge are parted by commas too.
    const challenges = reply.headers.filter(([name]) => name === asks).map(([, value]) => challengeOf(value))
    const known = challenges.find((challenge) => challenge?.algorithm === 'SHA-256') ?? challenges.find(Boolean)
    if (!known) return null
    const name = reply.status === 401 ? 'Authorization' : 'Proxy-Authorization'
    return [name, answerTo(known, { username, password, method: sent.method, uri: sent.uri })]
  }

  const ask: Asking['ask'] = (request, number, told) => {
    let [sent, branch, cseq, tries] = [request, '', 0, 0]
    let [spoken, giving, over] = [false, false, false]
    const beside = (method: string, to: string | undefined): SipRequest => ({
      method,
      uri: sent.uri,
      headers: [
        ['Via', it.via(branch)],
        ...sent.headers.filter(([name]) => ['Max-Forwards', 'Route', 'From', 'Call-ID'].includes(name)),
        ['To', to ?? header(sent, 'To') ?? ''],
        ['CSeq', `${cseq} ${method}`],
      ],
      body: '',
    })
    const end = (reply: SipReply) => {
      if (over && reply.status >= 300) return
      over = true
      told(reply)
    }
    /** Whoever says nothing final for so long never will; a late answer is still heard for a while. */
    const giveUpWaiting = () => {
      const last = branch
      setTimeout(() => {
        if (over) return
        setTimeout(() => open.delete(last), repeated).unref()
        end({ ...terminated, headers: sent.headers, body: '' })
      }, cancelled).unref()
    }
    const sendCancel = () => {
      it.send(beside('CANCEL', undefined))
      giveUpWaiting()
    }
    const go = (proof: readonly (readonly [string, string])[]) => {
      branch = newBranch()
      cseq = number()
      sent = {
        ...request,
        headers: [['Via', it.via(branch)], ...request.headers, ['CSeq', `${cseq} ${request.method}`], ...proof],
      }
      spoken = false
      open.set(branch, hear)
      const mine = branch
      if (request.method !== 'INVITE') setTimeout(() => open.delete(mine), repeated).unref()
      it.send(sent)
    }
    const hear = (reply: SipReply) => {
      if (cseqOf(reply).method !== request.method || over) {
        if (over && reply.status >= 200 && reply.status < 300 && cseqOf(reply).method === 'INVITE') told(reply)
        // It begins to ring after all, when nobody waits for it any more.
        if (over && giving && !spoken && reply.status < 200) {
          spoken = true
          it.send(beside('CANCEL', undefined))
        }
        return
      }
      if (reply.status < 200) {
        const first = !spoken
        spoken = true
        if (first && giving) sendCancel()
        if (reply.status > 100) told(reply)
        return
      }
      if (request.method === 'INVITE' && reply.status >= 300) it.send(beside('ACK', header(reply, 'To')))
      if ((reply.status === 401 || reply.status === 407) && tries < 2) {
        const proof = giving ? null : proofOf(sent, reply)
        const stale = values(reply, 'WWW-Authenticate')
          .concat(values(reply, 'Proxy-Authenticate'))
          .some((part) => /stale\s*=\s*"?true/i.test(part))
        if (proof && (tries === 0 || stale)) {
          tries++
          open.delete(branch)
          return go([proof])
        }
        if (giving) {
          open.delete(branch)
          return end({ ...reply, ...terminated })
        }
      }
      if (request.method === 'INVITE' && reply.status < 300) setTimeout(() => open.delete(branch), repeated).unref()
      else open.delete(branch)
      end(reply)
    }
    go([])
    return {
      get cseq() {
        return cseq
      },
      cancel: () => {
        if (giving || over) return
        giving = true
        if (spoken) sendCancel()
        else giveUpWaiting()
      },
    }
  }

  return {
    ask,
    heard: (reply) => open.get(branchOf(values(reply, 'Via')[0]) ?? '')?.(reply),
    forget: () => open.clear(),
  }
}
