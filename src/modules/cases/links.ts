// 关联与拆分: cases that have to do with each other, seen from both, and never showing one that the reader may not see.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record, systemId } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, notAllowed } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { kindAfter } from './commands.ts'
import { cases } from './contract.ts'
import { clockBegan, clockRules, dueIn } from './due.ts'
import { caseLifecycle } from './lifecycle.ts'
import { type Opening, openCase, opinionOf } from './opening.ts'
import { type CaseRow, held, heldBoth } from './rows.ts'
import { receipt } from './sheet.ts'
import { tellRepeated } from './telling.ts'

type Kind = 'related' | 'repeat' | 'split'

const pairOf = (a: string, b: string): readonly [string, string] => (a < b ? [a, b] : [b, a])

/** Keeps the pair; false where it is there already. What the program finds does not come back when it was undone. */
const keepLink = async (ctx: Ctx, a: string, b: string, kind: Kind, words: string): Promise<boolean> => {
  const [first, second] = pairOf(a, b)
  const by = ctx.me.id === systemId ? null : ctx.me.id
  const { rows } = await sql`
    insert into links (id, case_id, other_id, kind, words, by_id, at)
    values (${newId(ctx.now)}, ${first}, ${second}, ${kind}, ${words}, ${by}, ${ctx.now})
    on conflict (case_id, other_id) do update set kind = ${kind}, words = ${words}, by_id = ${by}, at = ${ctx.now}, ended_at = null
    where links.ended_at is not null and ${by}::uuid is not null returning id`.execute(ctx.tx)
  return rows.length > 0
}

/** Both know of it; the other one is named by its id alone, which says nothing to whom it is hidden from. */
const tellOther = (ctx: Ctx, verb: string, row: CaseRow, other: CaseRow, data: Record<string, unknown> = {}) =>
  record(ctx, verb, {
    subject: other.id,
    data: { otherId: row.id, ...data },
    restricted: row.restricted || other.restricted,
  })

const bothFor = async (ctx: Ctx, verb: 'link' | 'unlink', id: string, otherId: string) => {
  const [row, other] = await heldBoth(ctx, id, otherId)
  mustBeAble(ctx, caseLifecycle, verb, row)
  if (!may(ctx.me, `case.${verb}`, other)) throw notAllowed('您不能关联那一件诉求。', 'You may not link that case.')
  return [row, other] as const
}

/** Says that two cases have to do with each other; also with one that is archived. */
export const link = handle(cases.link, async (ctx, { id, otherId, kind, words }) => {
  const [row, other] = await bothFor(ctx, 'link', id, otherId)
  if (!(await keepLink(ctx, row.id, other.id, kind, words)))
    throw conflict(w('这两件已经关联。', 'The two are linked already.'))
  await advanceLocked(ctx, caseLifecycle, 'link', row, {}, { otherId: other.id, kind, words })
  await tellOther(ctx, 'case.link', row, other, { kind, words })
  return receipt(ctx, id)
})

/** They have nothing to do with each other after all. */
export const unlink = handle(cases.unlink, async (ctx, { id, otherId }) => {
  const [row, other] = await bothFor(ctx, 'unlink', id, otherId)
  const [first, second] = pairOf(row.id, other.id)
  const { rows } = await sql`
    update links set ended_at = ${ctx.now} where case_id = ${first} and other_id = ${second} and ended_at is null
    returning id`.execute(ctx.tx)
  if (rows.length === 0) throw conflict(w('这两件没有关联。', 'The two are not linked.'))
  await advanceLocked(ctx, caseLifecycle, 'unlink', row, {}, { otherId: other.id })
  await tellOther(ctx, 'case.unlink', row, other)
  return receipt(ctx, id)
})

const reporterOf = async (ctx: Ctx, caseId: string): Promise<Opening['reporter']> => {
  const row = await ctx.tx
    .selectFrom('reporters')
    .where('case_id', '=', caseId)
    .select(['name', 'phone', 'relation', 'speaks_for as speaksFor', 'reach', 'address'])
    .executeTakeFirst()
  return row ? ({ ...row, phone: row.phone ?? '' } as NonNullable<Opening['reporter']>) : null
}

/**
 * Makes a case of its own of what was said along with another: the same person, its own category, department and answer.
 * It was received when the first was, and its clock began with that one's. Merging it back undoes it.
 */
export const split = handle(cases.split, async (ctx, { id, reason, ...said }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, caseLifecycle, 'split', row)
  const kind = kindAfter(row, said.category, undefined)
  const made = await openCase(ctx, {
    opinion: opinionOf({ ...said, kind: kind as 'opinion' }),
    // Whoever may find nothing of a matter finds nothing of any part of it: the person would be known by it.
    barred: row.barred_staff,
    encounterId: row.encounter_id,
    patientId: row.patient_id,
    channel: row.channel as Opening['channel'],
    reporter: await reporterOf(ctx, id),
    ...(row.contact_id ? { contactId: row.contact_id } : {}),
  })
  const due = await dueIn(ctx, clockBegan(row), 'feedback')
  await sql`
    with clock as (
      update cases set received_at = ${row.received_at}, due_at = ${due.due_at}, workdays = ${due.workdays}, deadline = ${due.deadline}
      where id = ${made.id}
    )
    update rounds set due_at = ${due.due_at} where case_id = ${made.id}`.execute(ctx.tx)
  await keepLink(ctx, row.id, made.id, 'split', reason)
  await advanceLocked(ctx, caseLifecycle, 'split', row, {}, { otherId: made.id, reason })
  const data = { otherId: row.id, reason }
  await record(ctx, 'case.splitFrom', { subject: made.id, data, restricted: made.restricted || row.restricted })
  return receipt(ctx, made.id)
})

/**
 * Who comes back within the month with the same complaint: the two are linked as a repeat, and those who may urge hear of
 * it. A fact about the matters, no mark on the person. Looks a week back, so that a night without a node loses nothing.
 */
export const lookBack = async (ctx: Ctx): Promise<void> => {
  const { standard } = await clockRules(ctx)
  const since = new Date(ctx.now.getTime() - 7 * 86_400_000)
  const { rows } = await sql<{ id: string; before: string; restricted: boolean }>`
    select c.id, o.id as before, c.restricted or o.restricted as restricted
    from cases c left join reporters r on r.case_id = c.id
    cross join lateral (
      select e.id, e.restricted from (
        select id from cases where patient_id = c.patient_id union select case_id from reporters where phone = r.phone
      ) his join cases e on e.id = his.id
      where e.id <> c.id and e.category = c.category and e.kind <> 'staff'
        and (e.received_at, e.id) < (c.received_at, c.id)
        and e.received_at > c.received_at - make_interval(days => ${standard('repeatWithin')})
        and e.merged_into_id is distinct from c.id and c.merged_into_id is distinct from e.id
        and not exists (select from links l
          where l.case_id = least(e.id, c.id) and l.other_id = greatest(e.id, c.id))
      order by e.received_at desc limit 1
    ) o
    where c.received_at > ${since} and c.kind in ('opinion', 'complaint', 'suggestion') and not c.taken_over
      -- One that is linked to an earlier one already has been looked at.
      and not exists (select from links l where l.kind = 'repeat' and l.by_id is null and l.other_id = c.id)
    order by c.id`.execute(ctx.tx)
  for (const { id, before, restricted } of rows) {
    if (!(await keepLink(ctx, id, before, 'repeat', ''))) continue
    await record(ctx, 'case.link', { subject: id, data: { otherId: before, kind: 'repeat' }, restricted })
    await record(ctx, 'case.link', { subject: before, data: { otherId: id, kind: 'repeat' }, restricted })
    await tellRepeated(ctx, id)
  }
}
