// The board on the centre's wall (看板): what is open, late, about to be late and for whom it waits, and what today has brought.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { addDays, dayOf, startOfDay } from '#kernel/time.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { type Board, register } from './contract.ts'
import { mattersOf, standingOf, waitingFor } from './matters.ts'
import { namesOf } from './names.ts'

const cuts = {
  kind: 'm.kind',
  category: 'm.letter',
  department: "coalesce(m.concerned_id::text, 'none')",
  owner: 'm.owner_id::text',
  severity: 'm.severity::text',
  urgency: 'm.urgency::text',
  channel: 'm.channel',
  waiting: 'm.waiting',
} as const
type Cut = keyof typeof cuts

type Part = Board['by'][Cut][number]
type Counted = Omit<Part, 'label'> & { readonly cut: Cut }

const letters = categories.map(({ code }) => code)
const kinds = ['complaint', 'staff', 'opinion', 'suggestion', 'help', 'enquiry', 'praise']

/** The fixed order of a cut where it has one, else the most first. */
const order: Partial<Record<Cut, (part: Part) => number>> = {
  kind: ({ key }) => kinds.indexOf(key),
  category: ({ key }) => (letters.includes(key) ? letters.indexOf(key) : letters.length),
  severity: ({ key }) => -Number(key),
  urgency: ({ key }) => Number(key),
  waiting: ({ key }) => (waitingFor as readonly string[]).indexOf(key),
}

/**
 * The board of what the reader may read. Each number is that of the rows which the register shows under the same
 * conditions; nothing is counted that its reader may not open.
 */
export const boardOf = async (ctx: Ctx): Promise<Board> => {
  const standing = await standingOf(ctx)
  const today = dayOf(ctx.now)
  const [begins, ends] = [startOfDay(today), startOfDay(addDays(today, 1))]
  const parts = sql.join(
    (Object.keys(cuts) as Cut[]).map(
      (cut) => sql`
        select ${cut} as cut, ${sql.raw(cuts[cut])} as key, count(*)::int as open, (count(*) filter (where m.late))::int as late,
          (count(*) filter (where m.soon))::int as soon
        from standing m group by 2`,
    ),
    sql` union all `,
  )
  const { rows } = await sql<{ totals: Omit<Board, 'at' | 'by'>; parts: Counted[] | null }>`
    with ${mattersOf(ctx, standing)},
    standing as materialized (select * from matters where open),
    moved as (
      select (count(*) filter (where received_at >= ${begins} and received_at < ${ends}))::int as received,
        (count(*) filter (where told_at >= ${begins} and told_at < ${ends}))::int as told,
        (count(*) filter (where archived_at >= ${begins} and archived_at < ${ends} and archived_by <> 'taken-over'))::int as closed
      from matters
      where received_at >= ${begins} or told_at >= ${begins} or archived_at >= ${begins}
    ),
    counted as (${parts})
    select jsonb_build_object('open', count(*), 'late', count(*) filter (where late), 'soon', count(*) filter (where soon),
        'paused', count(*) filter (where waiting = 'outside'), 'today', (select to_jsonb(moved) from moved)) as totals,
      (select jsonb_agg(to_jsonb(counted)) from counted) as parts
    from standing`.execute(ctx.tx)
  const { totals, parts: counted } = rows[0]!
  const { label } = await namesOf(ctx)
  const labelOf = (cut: Cut, key: string): string =>
    cut === 'department' ? label('department', key) : cut === 'owner' ? label('caller', key) : key
  const by = Object.fromEntries(
    (Object.keys(cuts) as Cut[]).map((cut) => {
      const own = (counted ?? [])
        .filter((one) => one.cut === cut)
        .map(({ cut: _, ...part }): Part => ({ ...part, label: labelOf(cut, part.key) }))
      const place = order[cut]
      return [
        cut,
        own.sort((a, b) => (place ? place(a) - place(b) : b.open - a.open || a.label.localeCompare(b.label, 'zh'))),
      ]
    }),
  ) as Board['by']
  return { at: ctx.now, ...totals, by }
}

export const board = handle(register.board, boardOf)
