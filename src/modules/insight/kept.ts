// How much of the figures is kept ready, and counting all of it again while the hospital works.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { kept } from './contract-kept.ts'
import { rebuildRollups, rollupKinds, spansOf } from './rollups.ts'

type Kept = ReplyOf<typeof kept.get>

/** Who asked last that all be counted again, and when. */
const askedLast = async (ctx: Ctx): Promise<Kept['asked']> => {
  const { rows } = await sql<{ at: Date; by: string | null }>`
    select e.at, s.name as by from events e left join staff s on s.id = e.actor_id
    where e.noun = 'job' and e.subject is null and e.verb = 'job.rebuild' order by e.id desc limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}

const keptOf = async (ctx: Ctx): Promise<Kept> => {
  const asked = await askedLast(ctx)
  const kinds: Kept['kinds'] = []
  for (const kind of rollupKinds) {
    const spans = await spansOf(ctx, kind)
    const since = (at: Date) => spans.filter(({ countedAt }) => countedAt !== null && countedAt >= at).length
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.ref(kind === 'stays' ? 'stay_marks' : 'case_marks')}`.execute(ctx.tx)
    kinds.push({
      kind,
      spans: spans.length,
      ready: spans.filter(({ right }) => right).length,
      again: asked ? since(asked.at) : 0,
      marks: rows[0]!.n,
      countedAt: spans.reduce<Date | null>((last, { countedAt: at }) => (at && (!last || at > last) ? at : last), null),
    })
  }
  return { kinds, asked, running: asked !== null && kinds.some(({ again, spans }) => again < spans) }
}

export const getKept = handle(kept.get, keptOf)

/** Asks that everything be counted again; a job does it, a third of a month at a time. Refused while one is at it. */
export const askRebuild = handle(kept.rebuild, async (ctx) => {
  if ((await keptOf(ctx)).running)
    throw conflict(w('正在重新汇总，请等它完成。', 'All is being counted again already; wait until it is done.'))
  await record(ctx, 'job.rebuild', { subject: null })
})

/** A node that died in the middle left what it had counted: another one goes on with the rest. */
export const rebuildAsked = (house: OpenHouse, { at }: { readonly at: Date }): Promise<void> =>
  rebuildRollups(house, () => {}, at)
