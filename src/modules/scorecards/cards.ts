// Scorecards as their readers may see them: one's own at once, others' only once they were shown; and what is said about one.
import { type RawBuilder, sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, mustEver, within } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { monthOf, monthSpan } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { type Card, type CardLine, type Figures, scorecards } from './contract.ts'
import { saidPlacesOf } from './counting.ts'
import { checkedOf, figuresOf, yearUntil } from './figures.ts'
import { scorecardLifecycle } from './lifecycle.ts'

type Row = {
  id: string
  status: CardLine['status']
  staff_id: string
  caller_role: string
  name: string
  month: string
  made_at: Date
  seen_at: Date | null
  shown: boolean
  shown_from: string
  comment: string
  commented_at: Date | null
  talk_words: string
  talked_by: string | null
  talked_at: Date | null
  figures: Figures
}

const rowsOf = async (ctx: Ctx, where: RawBuilder<boolean>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select scorecards.*, s.name, t.name as talked_by
    from scorecards join staff s on s.id = scorecards.staff_id left join staff t on t.id = scorecards.talked_by_id
    where ${within(ctx.me, 'scorecard.read', 'scorecards')} and ${where}
    order by scorecards.made_at desc, scorecards.id desc limit ${limit}`.execute(ctx.tx)
  return rows
}

const lineOf = (ctx: Ctx, row: Row): CardLine => ({
  id: row.id,
  status: row.status,
  staff: { id: row.staff_id, name: row.name },
  mine: row.staff_id === ctx.me.id,
  month: row.month,
  madeAt: row.made_at,
  seenAt: row.seen_at,
  shown: row.shown,
  shownFrom: row.shown_from,
  commentedAt: row.commented_at,
  talkedAt: row.talked_at,
  can: can(ctx.me, scorecardLifecycle, row),
})

export const list = handle(scorecards.list, async (ctx, { after, limit, month, staffId }) => {
  const place = afterInstant(after)
  const conditions = [
    place ? sql<boolean>`(scorecards.made_at, scorecards.id) < (${place.key}, ${place.id}::uuid)` : sql<boolean>`true`,
    ...(month ? [sql<boolean>`scorecards.month = ${month}`] : []),
    ...(staffId ? [sql<boolean>`scorecards.staff_id = ${staffId}`] : []),
  ]
  const rows = await rowsOf(ctx, sql<boolean>`${sql.join(conditions, sql` and `)}`, limit + 1)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.made_at, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

const cardOf = async (ctx: Ctx, id: string): Promise<Card> => {
  const [row] = await rowsOf(ctx, sql<boolean>`scorecards.id = ${id}`, 1)
  if (!row) throw notFound()
  const { comment, talk_words, talked_by } = row
  // Spot checks of a month are often released after its cards are made, and put right after an objection.
  const { quality, heard } = await checkedOf(ctx, row.staff_id, row.month)
  const figures = { ...row.figures, quality, forbidden: { ...row.figures.forbidden, heard } }
  const own = row.staff_id === ctx.me.id
  const said = own ? await saidPlacesOf(ctx, { ...monthSpan(row.month), staffId: row.staff_id }) : []
  return { ...lineOf(ctx, row), figures, said, comment, talkWords: talk_words, talkedBy: talked_by }
}
export const get = handle(scorecards.get, (ctx, { id }) => cardOf(ctx, id))

/** One's own month as it stands now; nobody else may ask for it. Who is no caller has none. */
export const now = handle(scorecards.now, async (ctx, { month = monthOf(ctx.now) }) => {
  mustEver(ctx.me, 'scorecard.read')
  if (ctx.me.role !== 'agent' && ctx.me.role !== 'lead') return { month, figures: null, said: [] }
  const figures = await figuresOf(ctx, { staffId: ctx.me.id, month, year: await yearUntil(ctx, month) })
  return { month, figures, said: await saidPlacesOf(ctx, { ...monthSpan(month), staffId: ctx.me.id }) }
})

/** He has seen it; from now on lead and supervision may. */
export const see = handle(scorecards.see, async (ctx, { id }) => {
  await advance(ctx, scorecardLifecycle, 'see', id, { seen_at: ctx.now, shown: true })
  return cardOf(ctx, id)
})

export const comment = handle(scorecards.comment, async (ctx, { id, words }) => {
  await advance(ctx, scorecardLifecycle, 'comment', id, { comment: words, commented_at: ctx.now })
  return cardOf(ctx, id)
})

/** It was talked over; he is told what was noted. */
export const talk = handle(scorecards.talk, async (ctx, { id, words }) => {
  const changes = { talk_words: words, talked_by_id: ctx.me.id, talked_at: ctx.now }
  const { staff_id } = await advance<Row>(ctx, scorecardLifecycle, 'talk', id, changes)
  await notify(ctx, {
    to: [staff_id],
    kind: 'scorecard-talked',
    words: w('成绩卡的谈话已记下，请看一看。', 'What was said about your scorecard is noted down.'),
    key: `scorecard ${id}`,
  })
  return cardOf(ctx, id)
})
