// The telephone's socket: our pages speak SIP to us, we speak it to the exchange, and each call is witnessed on the way.
import { sql } from 'kysely'
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
    await letGoOfOld(house)
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

const sameAccount = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/**
 * Ends the telephones of people whose extension was taken away, given to somebody else or set anew, as soon as they have
 * no call: what rings for the new owner must not ring at the old one's page. A page that may comes again by itself.
 */
export const letGoOfOld = async (house: OpenHouse): Promise<void> => {
  const { byPerson } = linesOf(house)
  const idle = [...byPerson].filter(([, line]) => !line.busy())
  if (idle.length === 0) return
  const ctx = house.ctx(house.db, systemMe)
  const { rows } = await sql<{ id: string; staff_id: string | null; active: boolean; changed: Date }>`
    select l.id, l.staff_id, l.active and x.active as active, greatest(l.updated_at, x.updated_at) as changed
    from lines l join exchanges x on x.id = l.exchange_id
    where l.id = any(${idle.map(([, line]) => line.account.lineId)}::uuid[])`.execute(house.db)
  const settings = new Map(rows.map((row) => [row.id, row]))
  for (const [staffId, line] of idle) {
    const row = settings.get(line.account.lineId)
    const stays = row?.active && row.staff_id === staffId
    if (stays && row.changed <= line.readAt) continue
    if (stays && sameAccount(await accountOfPerson(ctx, staffId), line.account)) continue
    const { page } = line
    await line.stop('us')
    page?.close(1012, words.changed.zh)
  }
}

const words = {
  changed: w('电话设置已更改，正在重新连接。', 'The telephone was set anew.'),
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
    const readAt = house.clock.now()
    const account = await accountOfPerson(house.ctx(house.db, systemMe), me.id)
    if (!account) return { refused: [4403, words.none.zh] }
    const tab = (query.get('tab') ?? '').slice(0, 64)
    let line = lines.byPerson.get(me.id)
    // Looked at anew after each wait: two windows may come in the same moment.
    while (line) {
      if (line.page && line.tab !== tab && (await line.page.answers())) return { refused: [4409, words.taken.zh] }
      if (lines.byPerson.get(me.id) === line) {
        // Another page knows nothing of the calls of the one before; another account is another telephone.
        if (line.tab === tab && sameAccount(line.account, account)) break
        await line.stop('lost')
      }
      line = lines.byPerson.get(me.id)
    }
    if (!line) {
      const fresh: Line = openLine({
        ...{ house, me, account, readAt },
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
    // Another window came while the exchange was being called.
    if (lines.byPerson.get(me.id) !== mine) return { refused: [4409, words.taken.zh] }
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
