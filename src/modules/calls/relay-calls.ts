// The calls of one line: what the page says is said anew to the exchange and the other way round, and each step is witnessed.
import type { SipReply, SipRequest } from '#engine/outside/sip/message.ts'
import type { Ender } from './outcomes.ts'
import { type Core, openDialogs } from './relay-dialog.ts'
import { exchangeSpeaks } from './relay-in.ts'
import { pageSpeaks } from './relay-out.ts'

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

export const openCalls = (core: Core): Calls => {
  const known = openDialogs(core)
  const { replyOfPage, endAll, pageIsBack, exchangeIsAway, exchangeIsBack, live } = known
  return {
    fromPage: pageSpeaks(core, known),
    fromExchange: exchangeSpeaks(core, known),
    ...{ replyOfPage, endAll, pageIsBack, exchangeIsAway, exchangeIsBack, live },
  }
}
