// 并案: the same matter of several people is handled once, and everyone is answered and called back on his own case.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, notAllowed } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { dismissAssists } from './assists.ts'
import { cases } from './contract.ts'
import { withdrawRequest } from './extensions.ts'
import { caseLifecycle } from './lifecycle.ts'
import { resumeIfPaused } from './pauses.ts'
import { ownerFor } from './routing.ts'
import { activeDepartment, type CaseRow, held, heldBoth, keepRound, sealSource } from './rows.ts'
import { receipt } from './sheet.ts'

/** Those that are merged into a case, held. */
const mergedInto = async (ctx: Ctx, id: string): Promise<CaseRow[]> => {
  const { rows } = await sql<CaseRow>`select * from cases where merged_into_id = ${id} order by id for update`.execute(
    ctx.tx,
  )
  return rows
}

/** What may be one matter: handled by the same people, behind the same walls, and with an answer still to come. */
const mustMatch = async (ctx: Ctx, row: CaseRow, into: CaseRow): Promise<void> => {
  if (!may(ctx.me, 'case.merge', into)) throw notAllowed('您不能对主案进行并案。', 'You may not merge into that case.')
  if (into.status === 'merged')
    throw conflict(
      w('那一件已并入别的诉求，请直接并入它的主案。', 'That one is merged itself; merge into its survivor.'),
    )
  if (into.status === 'told' || into.status === 'archived')
    throw conflict(
      w(
        '那一件已经答复，不能再并入；请改为关联，并单独答复。',
        'That one has been answered; link the two and answer this one.',
      ),
    )
  if ((row.kind === 'staff') !== (into.kind === 'staff'))
    throw conflict(w('员工声音只能与员工声音并案。', 'A staff voice merges with staff voices only.'))
  if (row.restricted !== into.restricted)
    throw conflict(w('限阅的与非限阅的诉求不能并案。', 'A restricted matter and an ordinary one are not merged.'))
  if (row.barred_staff.some((id) => !into.barred_staff.includes(id)))
    throw conflict(
      w(
        '两件的回避人员不同，请先在主案“调整分级”中补全被反映人。',
        'Not the same people are barred; name them on the other case first.',
      ),
    )
  if ((await mergedInto(ctx, row.id)).length > 0)
    throw conflict(
      w('已有诉求并入本件，请把那一件并入本件。', 'Others are merged into this one; merge that one into this.'),
    )
}

type Due = Pick<CaseRow, 'due_at' | 'workdays' | 'deadline'>
const dueOf = ({ due_at, workdays, deadline }: Due) => ({ due_at, workdays, deadline })

const moveDue = async (ctx: Ctx, row: CaseRow, { due_at, workdays, deadline }: Due): Promise<void> => {
  await sql`
    update cases set due_at = ${due_at}, workdays = ${workdays}, deadline = ${JSON.stringify(deadline)}, updated_at = ${ctx.now}
    where id = ${row.id}`.execute(ctx.tx)
  await keepRound(ctx, row, { due_at })
}

/** Who answers for a case that has come behind other walls. */
const ownerBehind = (ctx: Ctx, row: CaseRow, walls: Pick<CaseRow, 'restricted' | 'barred_staff'>, was: CaseRow) =>
  (walls.restricted && !was.restricted) || walls.barred_staff.includes(row.owner_id)
    ? ownerFor({ ...ctx, me: systemMe }, walls.restricted, walls.barred_staff)
    : row.owner_id

/** What hangs on a case that has come behind higher walls follows: the call it came from, and the recalls (an event). */
const sealedWith = async (ctx: Ctx, row: CaseRow): Promise<void> => {
  if (row.contact_id) await sealSource(ctx, row.contact_id, row.patient_id)
  await record(ctx, 'case.wall', { subject: row.id, restricted: true })
}

/**
 * Merges a case into another: from now on it is handled there, by those who handle that one and behind its walls. It
 * keeps its number, words, deadline and person. The other is due when the first of them all is due.
 */
export const merge = handle(cases.merge, async (ctx, { id, intoId, reason }) => {
  const [before, into] = await heldBoth(ctx, id, intoId)
  mustBeAble(ctx, caseLifecycle, 'merge', before)
  await mustMatch(ctx, before, into)
  const row = await resumeIfPaused(ctx, before, '已并案')
  const { handling_department_id, leadership, barred_staff } = into
  const walled = barred_staff.length > row.barred_staff.length
  const changes = {
    ...{ merged_into_id: into.id, handling_department_id, leadership, barred_staff, time_asked: false, assisting: [] },
    ...(walled ? { owner_id: await ownerBehind(ctx, row, into, row) } : {}),
  }
  await withdrawRequest(ctx, row)
  await dismissAssists(ctx, row)
  await advanceLocked(ctx, caseLifecycle, 'merge', row, changes, { otherId: into.id, reason })
  const sooner = row.due_at < into.due_at
  if (sooner) await moveDue(ctx, into, row)
  await ctx.tx
    .insertInto('merges')
    .values({
      id: newId(ctx.now),
      case_id: row.id,
      survivor_id: into.id,
      merged_at: ctx.now,
      merged_by_id: ctx.me.id,
      reason,
      department_id: row.handling_department_id,
      survivor_due: sooner ? JSON.stringify(dueOf(into)) : null,
    })
    .execute()
  const data = { otherId: row.id, reason, ...(sooner ? { dueAt: row.due_at } : {}) }
  await record(ctx, 'case.gather', { subject: into.id, data, restricted: row.restricted })
  if (walled) await sealedWith(ctx, { ...row, ...changes })
  if (into.status === 'reviewed') await carryMerged(ctx, into.id)
  return receipt(ctx, id)
})

/** Gives the survivor back the deadline that it had before this one's came first. */
const giveDueBack = async (ctx: Ctx, row: CaseRow, into: CaseRow, merged: { id: string; survivor_due: unknown }) => {
  if (merged.survivor_due === null) return
  const own = merged.survivor_due as { due_at: string; workdays: number; deadline: unknown }
  // Another one came later and is due sooner still: what it put aside was this one's deadline, and is now the older one.
  const { rows } = await sql`
    update merges set survivor_due = ${JSON.stringify(own)}
    where survivor_id = ${into.id} and ended_at is null and id <> ${merged.id}
      and (survivor_due->>'due_at')::timestamptz = ${row.due_at} returning id`.execute(ctx.tx)
  if (rows.length === 0 && into.due_at.getTime() === row.due_at.getTime())
    await moveDue(ctx, into, { ...own, due_at: new Date(own.due_at) } as Due)
}

/**
 * Undoes a merging before the answer has come: the case goes to those who dispatch, with its own deadline; the walls
 * stay, for what was learnt is not unlearnt.
 */
export const unmerge = handle(cases.unmerge, async (ctx, { id, reason }) => {
  const { rows } = await sql<{ into: string }>`
    select merged_into_id as into from cases where id = ${id} and merged_into_id is not null`.execute(ctx.tx)
  // The survivor first, as whoever handles it would: the two would else wait for each other.
  const into = rows[0] && (await held(ctx, rows[0].into))
  const row = await held(ctx, id)
  mustBeAble(ctx, caseLifecycle, 'unmerge', row)
  if (!into || row.merged_into_id !== into.id)
    throw conflict(w('这件诉求刚刚变动过，请刷新后再看。', 'It has just changed; refresh and look again.'))
  const merged = await ctx.tx
    .selectFrom('merges')
    .where('case_id', '=', id)
    .where('ended_at', 'is', null)
    .select(['id', 'department_id', 'survivor_due'])
    .executeTakeFirst()
  const department = merged?.department_id && (await activeDepartment(ctx, merged.department_id))
  const changes = { merged_into_id: null, handling_department_id: null }
  await advanceLocked(ctx, caseLifecycle, 'unmerge', row, changes, { otherId: into.id, reason, department })
  if (merged) await giveDueBack(ctx, row, into, merged)
  const ended = { ended_at: ctx.now, ended_by_id: ctx.me.id, ended: 'undone' }
  await ctx.tx.updateTable('merges').set(ended).where('case_id', '=', id).where('ended_at', 'is', null).execute()
  await record(ctx, 'case.letGo', { subject: into.id, data: { otherId: id, reason }, restricted: row.restricted })
  return receipt(ctx, id)
})

/**
 * The answer of a matter has come: every case that was merged into it waits from now on to be told, each to its own
 * person; findings and measures are copied into its round. Called in the transaction that made the answer ready.
 */
export const carryMerged = async (ctx: Ctx, survivorId: string): Promise<void> => {
  const list = await mergedInto(ctx, survivorId)
  if (list.length === 0) return
  const survivor = await ctx.tx.selectFrom('cases').where('id', '=', survivorId).selectAll().executeTakeFirstOrThrow()
  const round = await ctx.tx
    .selectFrom('rounds')
    .where('case_id', '=', survivorId)
    .where('number', '=', survivor.round)
    .selectAll()
    .executeTakeFirstOrThrow()
  const { findings, opinion, department_id, reviewed_at, reviewed_by_id, review, consented_at, consented_by_id } = round
  const answer = {
    ...{ findings, opinion, department_id, reviewed_at, reviewed_by_id, review, consented_at, consented_by_id },
    // Settled or answered at once there is nothing but what was told.
    measures: round.measures ?? round.told_what,
    answered_at: round.answered_at ?? ctx.now,
    answered_by_id: round.answered_by_id ?? round.told_by_id,
    carried_from_id: survivorId,
  }
  for (const row of list) {
    const bySystem = { ...ctx, me: systemMe }
    await advanceLocked(bySystem, caseLifecycle, 'carry', row, { merged_into_id: null }, { otherId: survivorId })
    await keepRound(ctx, row, answer)
  }
  await ctx.tx
    .updateTable('merges')
    .set({ ended_at: ctx.now, ended: 'carried' })
    .where('survivor_id', '=', survivorId)
    .where('ended_at', 'is', null)
    .execute()
}

type Walls = { readonly restricted: boolean; readonly barred_staff: readonly string[] }

/** Refuses to lower the walls of a matter while others lie behind them. */
export const mustKeepWalls = async (ctx: Ctx, row: CaseRow, { restricted, barred_staff }: Walls): Promise<void> => {
  const lower = (row.restricted && !restricted) || row.barred_staff.some((id) => !barred_staff.includes(id))
  if (lower && (await mergedInto(ctx, row.id)).length > 0)
    throw conflict(
      w(
        '有诉求并入本件，请先撤销并案，再放宽知情范围。',
        'Others are merged into this one; undo that before more people may know.',
      ),
    )
}

/** A matter came behind higher walls, and with it all that is merged into it (the table follows): owners and calls too. */
export const wallMerged = async (ctx: Ctx, before: CaseRow, after: CaseRow): Promise<void> => {
  if (before.restricted === after.restricted && before.barred_staff.length === after.barred_staff.length) return
  for (const row of await mergedInto(ctx, after.id)) {
    const owner_id = await ownerBehind(ctx, row, after, before)
    if (owner_id !== row.owner_id)
      await ctx.tx.updateTable('cases').set({ owner_id, updated_at: ctx.now }).where('id', '=', row.id).execute()
    await sealedWith(ctx, row)
  }
}
