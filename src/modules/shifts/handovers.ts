// Hand-over cards as people read, give and take them; what a reader may not see is not on his card.
import { type RawBuilder, sql } from 'kysely'
import { advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import { conflict, invalidFields, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { settled } from '#modules/cases/lifecycle.ts'
import { notify } from '#modules/directory/notices.ts'
import { handovers } from './contract.ts'
import { giveCard, type Handover, putFacts } from './handing-over.ts'
import { handoverLifecycle } from './lifecycle.ts'

type Card = ReplyOf<typeof handovers.get>
type Line = ReplyOf<typeof handovers.list>['rows'][number]
type Row = Omit<Line, 'can' | 'late'> & { words: string; takenWords: string; giverIds: string[]; takeBy: Date }

const namesOf = (column: 'givers' | 'takers') => sql<string[]>`
  coalesce((select array_agg(s.name order by s.name, s.id) from staff s where s.id = any(handovers.${sql.ref(column)})), '{}')`

const rowsOf = async (ctx: Ctx, which: RawBuilder<boolean>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select handovers.id, handovers.day, h.name as shift, c.name as campus, handovers.status, handovers.from_at as from,
      handovers.until_at as until, ${namesOf('givers')} as givers, ${namesOf('takers')} as takers,
      handovers.given_at as "givenAt", g.name as "givenBy", handovers.taken_at as "takenAt", t.name as "takenBy",
      handovers.words, handovers.taken_words as "takenWords", handovers.givers as "giverIds",
      handovers.take_by as "takeBy"
    from handovers join shifts h on h.id = handovers.shift_id left join campuses c on c.id = handovers.campus_id
    left join staff g on g.id = handovers.given_by_id left join staff t on t.id = handovers.taken_by_id
    where ${within(ctx.me, 'handover.read', 'handovers')} and ${which}
    order by handovers.until_at desc, handovers.id desc limit ${limit}`.execute(ctx.tx)
  return rows
}

const lineOf = (ctx: Ctx, { words: _, takenWords: __, giverIds, takeBy, ...row }: Row): Line => ({
  ...row,
  late: row.status !== 'taken' && ctx.now > takeBy,
  can: can(ctx.me, handoverLifecycle, { status: row.status, givers: giverIds }),
})

const list = handle(handovers.list, async (ctx, { after, limit }) => {
  const cursor = afterInstant(after)
  const which = cursor
    ? sql<boolean>`(handovers.until_at, handovers.id) < (${cursor.key}, ${cursor.id}::uuid)`
    : sql<boolean>`true`
  const { page, next } = paged(await rowsOf(ctx, which, limit + 1), limit, (row) => ({ key: row.until, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

type Item = Omit<Card['items'][number], 'words' | 'by' | 'number'> & {
  facts: { number: string | null; words: string; by: string | null }
}

/** The facts on a card whose case or task the reader may see now; `over`: it is settled by now. */
const itemsOf = async (ctx: Ctx, id: string): Promise<Card['items']> => {
  const { rows } = await sql<Item>`
    select i.id, i.kind, case when i.case_id is null then 'task' else 'case' end as noun,
      coalesce(i.case_id, i.task_id) as subject, i.facts, i.asked, a.name as "askedBy", i.replied, r.name as "repliedBy",
      coalesce(case i.kind when 'promise' then p.status <> 'open' when 'ring' then g.status <> 'ringing'
        when 'flag' then tasks.status not in ('open', 'flagged') else cases.status = any(${settled}) end, false) as over
    from handover_items i left join cases on cases.id = i.case_id left join tasks on tasks.id = i.task_id
    left join promises p on p.id = i.promise_id left join rings g on g.id = i.ring_id
    left join staff a on a.id = i.asked_by_id left join staff r on r.id = i.replied_by_id
    where i.handover_id = ${id} and (
      i.case_id is not null and ${within(ctx.me, 'case.read', 'cases')}
        and (i.promise_id is null or ${within(ctx.me, 'promise.read', 'p')})
      or i.task_id is not null and ${within(ctx.me, 'task.read', 'tasks')})
    order by i.position`.execute(ctx.tx)
  return rows.map(({ facts, ...item }) => ({
    ...item,
    number: facts.number,
    words: facts.words,
    by: facts.by === null ? null : new Date(facts.by),
  }))
}

const cardOf = async (ctx: Ctx, id: string): Promise<Card> => {
  const [row] = await rowsOf(ctx, sql<boolean>`handovers.id = ${id}`, 1)
  if (!row) throw notFound()
  const { words, takenWords } = row
  return { ...lineOf(ctx, row), words, takenWords, items: await itemsOf(ctx, id) }
}

const get = handle(handovers.get, (ctx, { id }) => cardOf(ctx, id))

const held = (ctx: Ctx, id: string): Promise<Handover> => locked<Handover>(ctx, handoverLifecycle, id)

/** The leaving ones' own words, beside the facts. While nothing is given yet the facts are brought up to now. */
const write = handle(handovers.write, async (ctx, { id, words }) => {
  const card = await held(ctx, id)
  await advanceLocked(ctx, handoverLifecycle, 'write', card, { words }, { words })
  if (card.status === 'writing') await putFacts(ctx, card)
  return cardOf(ctx, id)
})

export const give = handle(handovers.give, async (ctx, { id, words }) => {
  await giveCard(ctx, await held(ctx, id), words)
  return cardOf(ctx, id)
})

/** Whoever comes takes over; nobody takes over from himself, unless he is also on the next shift. */
export const take = handle(handovers.take, async (ctx, { id, words }) => {
  const card = await held(ctx, id)
  if (card.givers.includes(ctx.me.id) && !card.takers.includes(ctx.me.id))
    throw conflict(w('交班人不能自己接班，请由下一班接班。', 'Who hands over cannot take over; the next shift does.'))
  const taken = { taken_at: ctx.now, taken_by_id: ctx.me.id, taken_words: words }
  await advanceLocked(ctx, handoverLifecycle, 'take', card, taken, { words })
  return cardOf(ctx, id)
})

/** An item of a card that the reader may see; any other is none. */
const itemOf = async (ctx: Ctx, id: string, itemId: string) => {
  const item = (await itemsOf(ctx, id)).find((one) => one.id === itemId)
  if (!item) throw invalidFields([{ field: 'itemId', reason: '卡上没有这一项' }])
  return item
}

const short = (card: Handover): string => card.day.slice(5)

/** A question about one item; those who hand over are told. */
const ask = handle(handovers.ask, async (ctx, { id, itemId, words }) => {
  const card = await held(ctx, id)
  mustBeAble(ctx, handoverLifecycle, 'ask', card)
  const { number, kind } = await itemOf(ctx, id, itemId)
  await advanceLocked(ctx, handoverLifecycle, 'ask', card, {}, { itemId, kind, number, words })
  await ctx.tx
    .updateTable('handover_items')
    .set({
      asked: words,
      asked_by_id: ctx.me.id,
      asked_at: ctx.now,
      replied: null,
      replied_by_id: null,
      replied_at: null,
    })
    .where('id', '=', itemId)
    .execute()
  await notify(ctx, {
    to: card.givers,
    kind: 'hand-over',
    words: w(`${ctx.me.name}对 ${short(card)} 的交班卡有追问`, `${ctx.me.name} asks about the card of ${short(card)}`),
    about: { noun: 'handover', id },
    atOnce: true,
  })
  return cardOf(ctx, id)
})

const reply = handle(handovers.reply, async (ctx, { id, itemId, words }) => {
  const card = await held(ctx, id)
  mustBeAble(ctx, handoverLifecycle, 'reply', card)
  const { number, kind, asked } = await itemOf(ctx, id, itemId)
  if (asked === null) throw conflict(w('这一项没有追问。', 'Nothing was asked about this.'))
  await advanceLocked(ctx, handoverLifecycle, 'reply', card, {}, { itemId, kind, number, words })
  const { asked_by_id } = await ctx.tx
    .updateTable('handover_items')
    .set({ replied: words, replied_by_id: ctx.me.id, replied_at: ctx.now })
    .where('id', '=', itemId)
    .returning('asked_by_id')
    .executeTakeFirstOrThrow()
  await notify(ctx, {
    to: asked_by_id ? [asked_by_id] : [],
    kind: 'hand-over',
    words: w(`${short(card)} 的交班卡有答复`, `A reply on the card of ${short(card)}`),
    about: { noun: 'handover', id },
    atOnce: true,
  })
  return cardOf(ctx, id)
})

export const handoverHandlers = [list, get, write, give, take, ask, reply]
