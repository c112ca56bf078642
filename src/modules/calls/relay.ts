// The telephone's socket: our pages speak SIP to us, we speak it to the exchange, and each call is witnessed on the way.
import { type OpenHouse, systemMe } from '#engine/house.ts'
import type { Socketry } from '#engine/sockets.ts'
import { w } from '#kernel/words.ts'
import { awayCode, type Line, openLine } from './relay-line.ts'
import { accountOfPerson } from './secrets.ts'
import { gone, seen } from './states.ts'
import { stillThere } from './witness.ts'

type Lines = {
  readonly byPerson: Map<string, Line>
  /** When a telephone that has gone makes its owner be off. */
  readonly leaving: Map<string, NodeJS.Timeout>
  readonly pulse: NodeJS.Timeout
}

const houses = new WeakMap<OpenHouse, Lines>()

const pulseMs = 20_000
/** A page that is loaded anew is back long before this. */
const offAfter = 60_000

const linesOf = (house: OpenHouse): Lines => {
  const known = houses.get(house)
  if (known) return known
  const byPerson = new Map<string, Line>()
  const beat = async () => {
    const people = [...byPerson].filter(([, line]) => line.page).map(([id]) => id)
    const live = [...byPerson.values()].flatMap((line) => line.live())
    if (people.length === 0 && live.length === 0) return
    await house.asSystem(async (ctx) => {
      await seen(ctx, people)
      await stillThere(ctx, live)
    })
  }
  const pulse = setInterval(() => {
    beat().catch((error) => house.log.error({ err: error }, 'calls were not seen'))
  }, pulseMs)
  pulse.unref()
  const made: Lines = { byPerson, leaving: new Map(), pulse }
  houses.set(house, made)
  return made
}

const words = {
  none: w('您还没有分机。', 'You have no extension.'),
  taken: w('电话正在另一个窗口中使用。', 'Another window has the telephone.'),
  away: w('电话系统暂时连不上。', 'The telephone system is away.'),
}

export const telephoneSocket: Socketry = {
  path: '/sip',
  protocol: 'sip',
  verb: 'call.use',
  open: async (house, me, socket, query) => {
    const lines = linesOf(house)
    const account = await accountOfPerson(house.ctx(house.db, systemMe), me.id)
    if (!account) return { refused: [4403, words.none.zh] }
    const tab = (query.get('tab') ?? '').slice(0, 64)
    let line = lines.byPerson.get(me.id)
    if (line?.page && line.tab !== tab && (await line.page.answers())) return { refused: [4409, words.taken.zh] }
    // Another page knows nothing of the calls of the one before; another account is another telephone.
    if (line && (line.tab !== tab || JSON.stringify(line.account) !== JSON.stringify(account))) {
      await line.stop('lost')
      line = undefined
    }
    if (!line) {
      const fresh: Line = openLine({
        ...{ house, me, account },
        forgotten: () => {
          if (lines.byPerson.get(me.id) === fresh) lines.byPerson.delete(me.id)
        },
      })
      line = fresh
      lines.byPerson.set(me.id, fresh)
    }
    const mine = line
    clearTimeout(lines.leaving.get(me.id))
    try {
      await mine.attach(socket, tab)
    } catch (error) {
      house.log.warn({ err: error }, 'the exchange is away')
      return { refused: [awayCode, words.away.zh] }
    }
    const goneLater = () => {
      clearTimeout(lines.leaving.get(me.id))
      const timer = setTimeout(() => {
        lines.leaving.delete(me.id)
        house.asSystem((ctx) => gone(ctx, me.id)).catch(() => {})
      }, offAfter)
      timer.unref()
      lines.leaving.set(me.id, timer)
    }
    return {
      heard: (text) => {
        if (mine.page === socket) mine.heard(text)
      },
      closed: (normal) => {
        mine.detach(socket, normal)
        goneLater()
      },
      busy: mine.busy,
      end: async () => {
        if (mine.page !== socket) return
        await mine.stop('lost')
        await house.asSystem((ctx) => gone(ctx, me.id))
      },
    }
  },
}
