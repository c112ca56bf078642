// 销毁: proposed by one and done by another, when the term has passed and nothing is held; its record stays.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { mustEver, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { forgetRecordings } from '#modules/cases/forgetting.ts'
import { disposals } from './contract.ts'
import { emptyMatter } from './emptying.ts'
import { lockFile } from './holds.ts'
import { isDue, type Standing, standingOf } from './keeping.ts'
import { disposalLifecycle } from './lifecycle.ts'
import { disposalOf } from './queries.ts'
import { forgetRecordingsOfCase, hashesOfCase } from './recordings.ts'

type What = 'whole' | 'recordings'
type DisposalRow = { id: string; status: string; case_id: string; what: What; proposed_by_id: string }

/** Refuses what may not be destroyed now: held, not due, or gone already. */
const mustBeDue = (ctx: Ctx, what: What, it: Standing): void => {
  const dueOn = what === 'whole' ? it.dueOn : it.recordingsDueOn
  if (it.destroyedAt) throw conflict(w(`${it.number} 已销毁。`, `${it.number} was destroyed already.`))
  if (it.heldFor !== null)
    throw conflict(w(`${it.number} 正在保全：${it.heldFor}`, `${it.number} is held: ${it.heldFor}`))
  if (!isDue(dueOn, ctx.now))
    throw conflict(
      w(
        dueOn ? `${it.number} 须保存至 ${dueOn}。` : `${it.number} 尚未归档。`,
        dueOn ? `${it.number} is kept until ${dueOn}.` : `${it.number} is not archived.`,
      ),
    )
  if (what === 'recordings' && it.recordings === 0)
    throw conflict(w(`${it.number} 没有录音。`, `${it.number} has no recordings.`))
}

/** Proposes the disposal of files; another one decides. All of them or none. */
export const propose = handle(disposals.propose, async (ctx, { caseIds, what, reason }) => {
  mustEver(ctx.me, 'disposal.propose')
  const ids = [...new Set(caseIds)]
  for (const caseId of ids) {
    const { rows } = await sql<{ id: string; restricted: boolean; leadership: boolean; barred_staff: string[] }>`
      select id, restricted, leadership, barred_staff from cases where id = ${caseId}
        and ${within(ctx.me, 'case.read', 'cases')} and ${within(ctx.me, 'disposal.propose', 'cases')} for update`.execute(
      ctx.tx,
    )
    const [row] = rows
    const standing = row && (await standingOf(ctx, caseId))
    if (!row || !standing)
      throw invalid('没有这件档案，或您无权提请。', 'There is no such file, or it is not yours to propose.', [
        { field: 'caseIds', reason: '请从到期的档案中选择' },
      ])
    mustBeDue(ctx, what, standing)
    const already = await ctx.tx
      .selectFrom('disposals')
      .where('case_id', '=', caseId)
      .where('what', '=', what)
      .where('status', '<>', 'declined')
      .select('id')
      .executeTakeFirst()
    if (already)
      throw conflict(w(`${standing.number} 已提请销毁。`, `The disposal of ${standing.number} was proposed already.`))
    const id = newId(ctx.now)
    const { restricted, leadership, barred_staff } = row
    await ctx.tx
      .insertInto('disposals')
      .values({
        id,
        case_id: caseId,
        number: standing.number,
        what,
        status: 'proposed',
        class: standing.class,
        archived_on: standing.archivedOn!,
        due_on: (what === 'whole' ? standing.dueOn : standing.recordingsDueOn)!,
        reason,
        proposed_by_id: ctx.me.id,
        proposed_at: ctx.now,
        restricted,
        leadership,
        barred_staff,
        updated_at: ctx.now,
      })
      .execute()
    await record(ctx, 'disposal.propose', {
      subject: id,
      to: 'proposed',
      data: { number: standing.number, caseId, what, reason },
      restricted,
    })
  }
  return { proposed: ids.length }
})

/** What the file was: a hash over everything that is going, and what can be said of it without saying it. */
const inventoryOf = async (ctx: Ctx, caseId: string, what: What) => {
  const belongs = sql`(f.noun = 'case' and f.subject = ${caseId} or f.noun = 'measure'
    and f.subject in (select id from measures where case_id = ${caseId}))`
  const only = what === 'recordings' ? sql`and f.type like 'audio/%'` : sql``
  const { rows } = await sql<{ said: string; rounds: number; events: number; files: unknown[] }>`
    select (jsonb_build_object(
        'case', (select to_jsonb(c) - 'updated_at' from cases c where c.id = ${caseId}),
        'reporter', (select to_jsonb(r) from reporters r where r.case_id = ${caseId}),
        'rounds', (select jsonb_agg(to_jsonb(r) order by r.number) from rounds r where r.case_id = ${caseId}),
        'inquiries', (select jsonb_agg(to_jsonb(i) order by i.id) from inquiries i where i.case_id = ${caseId}),
        'measures', (select jsonb_agg(to_jsonb(m) order by m.id) from measures m where m.case_id = ${caseId}),
        'files', (select jsonb_agg(encode(f.sha256, 'hex') order by f.id) from files f
          where ${belongs} ${only})))::text as said,
      (select count(*)::int from rounds where case_id = ${caseId}) as rounds,
      (select count(*)::int from events where noun = 'case' and subject = ${caseId}) as events,
      (select coalesce(jsonb_agg(jsonb_build_object('type', f.type, 'size', f.size, 'sha256', encode(f.sha256, 'hex'))
          order by f.at, f.id), '[]') from files f where ${belongs} ${only}) as files`.execute(ctx.tx)
  const { said, ...inventory } = rows[0]!
  const sounds = await hashesOfCase(ctx, caseId)
  return {
    digest: createHash('sha256').update(said).update(JSON.stringify(sounds)).digest(),
    inventory: { ...inventory, files: [...inventory.files, ...sounds] },
  }
}

/**
 * Destroys what another has proposed: the words of the matter, its attachments, what it is found by and who raised it.
 * Number, dates, department, grading and the record of the disposal stay. What the ledger says stays until the ledger's
 * own months end (docs/decisions/0013-what-destruction-leaves.md).
 */
export const destroy = handle(disposals.destroy, async (ctx, { id, words }) => {
  const row = await locked<DisposalRow>(ctx, disposalLifecycle, id)
  mustBeAble(ctx, disposalLifecycle, 'destroy', row)
  if (row.proposed_by_id === ctx.me.id)
    throw conflict(w('销毁须由提请人以外的人复核。', 'Somebody other than who proposed it has to decide.'))
  await lockFile(ctx, row.case_id)
  const standing = await standingOf(ctx, row.case_id)
  if (!standing) throw notFound()
  mustBeDue(ctx, row.what, standing)
  const { digest, inventory } = await inventoryOf(ctx, row.case_id, row.what)
  await advanceLocked(
    ctx,
    disposalLifecycle,
    'destroy',
    row,
    { decided_by_id: ctx.me.id, decided_at: ctx.now, words, digest, inventory: JSON.stringify(inventory) },
    {
      number: standing.number,
      caseId: row.case_id,
      what: row.what,
      words,
      digest: digest.toString('hex'),
      files: inventory.files.length,
    },
  )
  if (row.what === 'recordings') {
    await forgetRecordings(ctx, row.case_id)
    await forgetRecordingsOfCase(ctx, row.case_id)
  } else await emptyMatter(ctx, row.case_id)
  return disposalOf(ctx, id)
})

/** Says why it is kept after all; it can be proposed again. */
export const decline = handle(disposals.decline, async (ctx, { id, words }) => {
  const row = await locked<DisposalRow>(ctx, disposalLifecycle, id)
  const changes = { decided_by_id: ctx.me.id, decided_at: ctx.now, words }
  await advanceLocked(ctx, disposalLifecycle, 'decline', row, changes, { words })
  return disposalOf(ctx, id)
})
