// The board on the wall: the numbers of the board, the month and the queue for a screen that nobody touches for hours.
import { type Ctx, handle } from '#engine/ctx.ts'
import { mayEver } from '#engine/permit.ts'
import type { Me, Role } from '#kernel/permission.ts'
import { dayOf, monthOf } from '#kernel/time.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { queueBoard } from '#modules/queues/board.ts'
import { everyReader } from '#src/scopes.ts'
import { boardOf } from './board.ts'
import { type Wall, wall } from './contract-wall.ts'
import { monthReport } from './report.ts'

const shownDepartments = 6

/**
 * Whoever signed in at this browser: his session may have idled out, then he sees these numbers and nothing else. Everybody
 * who passes reads them, so they are reckoned as of a paper: without what only some may know.
 */
const hangerOf = async (ctx: Ctx): Promise<Me | undefined> => {
  const id = await ctx.door?.asleep()
  if (!id) return undefined
  const one = await ctx.tx
    .selectFrom('staff')
    .where('id', '=', id)
    .where('must_change_password', '=', false)
    .select(['id', 'name', 'role', 'departments'])
    .executeTakeFirst()
  return one && { ...one, id: everyReader, role: one.role as Role }
}

const monthSoFar = async (ctx: Ctx): Promise<Wall['month']> => {
  if (!mayEver(ctx.me, 'report.read')) return null
  const month = monthOf(dayOf(ctx.now))
  const { reached, satisfaction, targets } = await monthReport(ctx, { month })
  return { month, reached, satisfied: satisfaction.rate, targets }
}

const telephones = async (ctx: Ctx): Promise<Wall['telephones']> => {
  if (!mayEver(ctx.me, 'queue.read')) return null
  const one = await ctx.tx.selectFrom('agent_states').select('staff_id').limit(1).executeTakeFirst()
  if (!one) return null
  const { ready, calling, wrapUp, resting, waiting, owed, late } = await queueBoard(ctx)
  const since = waiting[0]?.since ?? null
  return { ready, calling, wrapUp, resting, waiting: waiting.length, since, owed, owedLate: late }
}

/** Numbers only: no name, no number of a matter, and no text reaches the wall. */
const get = handle(wall.get, async (asked) => {
  const me = await hangerOf(asked)
  if (!me || !mayEver(me, 'case.read')) return { wall: null }
  const ctx = { ...asked, me }
  const { at, open, late, soon, today, by } = await boardOf(ctx)
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  return {
    wall: {
      ...{ at, open, late, soon, today },
      hospital: hospitalName,
      waiting: by.waiting,
      department: by.department
        .filter((part) => part.late > 0)
        .sort((a, b) => b.late - a.late)
        .slice(0, shownDepartments),
      month: await monthSoFar(ctx),
      telephones: await telephones(ctx),
    },
  }
})

export const wallHandlers = [get]
