// Hand-over cards by the clock: made before a shift ends, given at its end, and asked after when nobody takes over.
import { sql } from 'kysely'
import { advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, clockOf, dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import { onDutyNext } from '#modules/directory/roster.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { shiftSpan } from '#modules/directory/shift-times.ts'
import { factsFor } from './facts.ts'
import { handoverLifecycle } from './lifecycle.ts'

export type Handover = RowOf<'handovers'>

const minute = 60_000
/** How long before its end a shift finds its card. */
const cardBefore = 30 * minute

/** Writes the facts of a card anew, as they are now; questions go with the facts that they were about. */
export const putFacts = async (ctx: Ctx, card: Pick<Handover, 'id' | 'campus_id' | 'until_at'>): Promise<number> => {
  const next = await onDutyNext(ctx, card.until_at, card.campus_id)
  const until = next[0]?.until ?? new Date(card.until_at.getTime() + 8 * 60 * minute)
  const facts = await factsFor(ctx, card.campus_id, until)
  await ctx.tx.deleteFrom('handover_items').where('handover_id', '=', card.id).execute()
  if (facts.length > 0)
    await ctx.tx
      .insertInto('handover_items')
      .values(
        facts.map(({ facts: it, ...fact }, position) => ({
          ...fact,
          ...{ id: newId(ctx.now), handover_id: card.id, position },
          facts: JSON.stringify(it),
        })),
      )
      .execute()
  return facts.length
}

/** Who is on the shift that follows, and by when they should have taken over; where none is planned, at once. */
const takersOf = async (ctx: Ctx, { campus_id, until_at }: Pick<Handover, 'campus_id' | 'until_at'>) => {
  const next = await onDutyNext(ctx, until_at, campus_id)
  const begins = next[0]?.from ?? until_at
  const within = (await standardOf(ctx, 'handoverTaken')) * minute
  return { takers: next.map(({ id }) => id), take_by: new Date(begins.getTime() + within) }
}

/** Makes the card of each shift that is about to end and has none; a shift without anybody hands nothing over. */
const makeCards = async (ctx: Ctx): Promise<void> => {
  const today = dayOf(ctx.now)
  const { rows } = await sql<{
    day: string
    shift_id: string
    campus_id: string | null
    from_clock: string
    until_clock: string
    givers: string[]
  }>`
    select d.day, h.id as shift_id, h.campus_id, h.from_clock, h.until_clock, array_agg(d.staff_id order by s.name, s.id) as givers
    from duties d join shifts h on h.id = d.shift_id join staff s on s.id = d.staff_id and s.status = 'active'
    where d.day between ${addDays(today, -1)} and ${today}
      and not exists (select from handovers o where o.day = d.day and o.shift_id = d.shift_id)
    group by d.day, h.id`.execute(ctx.tx)
  for (const { day, shift_id, campus_id, from_clock, until_clock, givers } of rows) {
    const { from, until } = shiftSpan(day, { from: from_clock, until: until_clock })
    if (ctx.now.getTime() < until.getTime() - cardBefore) continue
    const id = newId(ctx.now)
    const card = { id, campus_id, until_at: until }
    const made = await ctx.tx
      .insertInto('handovers')
      .values({
        ...{ id, day, shift_id, campus_id, givers, status: 'writing', from_at: from, until_at: until },
        ...(await takersOf(ctx, card)),
        updated_at: ctx.now,
      })
      .onConflict((there) => there.doNothing())
      .executeTakeFirst()
    if (Number(made.numInsertedOrUpdatedRows) === 0) continue
    await putFacts(ctx, card)
    await record(ctx, 'handover.make', { subject: id, to: 'writing', data: { day, shiftId: shift_id } })
    await notify(ctx, {
      to: givers,
      kind: 'hand-over',
      words: w('本班将结束，请核对交班卡', 'Your shift is ending: look over the hand-over card'),
      about: { noun: 'handover', id },
      key: `make ${id}`,
      atOnce: true,
    })
  }
}

/** Gives a held card: its facts are those of now, and the next shift is told. By the clock when `words` is absent. */
export const giveCard = async (ctx: Ctx, card: Handover, words?: string): Promise<void> => {
  const next = await takersOf(ctx, card)
  const said = words ? [card.words, words].filter(Boolean).join('\n') : card.words
  await advanceLocked(
    ctx,
    handoverLifecycle,
    'give',
    card,
    {
      ...{ words: said, ...next, given_at: ctx.now },
      given_by_id: words === undefined ? null : ctx.me.id,
    },
    { words: words ?? '', byClock: words === undefined, items: await putFacts(ctx, card) },
  )
  await notify(ctx, {
    to: next.takers,
    kind: 'hand-over',
    words: w('上一班已交班，请接班', 'The shift before has handed over: please take over'),
    about: { noun: 'handover', id: card.id },
    key: `give ${card.id}`,
    atOnce: true,
  })
}

const heldCards = async (ctx: Ctx, which: ReturnType<typeof sql<boolean>>): Promise<Handover[]> => {
  const { rows } = await sql<Handover>`
    select * from handovers where ${which} order by until_at, id for update skip locked`.execute(ctx.tx)
  return rows
}

/** The clock's part, every minute: what fell due while no node was there is done late, and its time says so. */
export const handOn = async (ctx: Ctx): Promise<void> => {
  await makeCards(ctx)
  for (const card of await heldCards(ctx, sql<boolean>`status = 'writing' and until_at <= ${ctx.now}`))
    await giveCard(ctx, card)
  const nobodyCame = sql<boolean>`status = 'given' and take_by <= ${ctx.now} and told_lead_at is null`
  for (const card of await heldCards(ctx, nobodyCame)) {
    await ctx.tx.updateTable('handovers').set({ told_lead_at: ctx.now }).where('id', '=', card.id).execute()
    const end = `${dayOf(card.until_at).slice(5)} ${clockOf(card.until_at)}`
    const lateMinutes = Math.floor((ctx.now.getTime() - card.take_by.getTime()) / minute)
    await notify(ctx, {
      to: await staffOf(ctx, ['lead']),
      kind: 'not-taken-over',
      words: w(`${end} 的交班卡尚无人接班`, `Nobody has taken over the card of ${end}`),
      about: { noun: 'handover', id: card.id },
      key: `late ${card.id}`,
      atOnce: true,
    })
    await record(ctx, 'handover.late', { subject: card.id, data: { lateMinutes } })
  }
}
