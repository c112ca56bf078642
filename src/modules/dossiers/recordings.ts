// Recordings of calls that belong to a matter: listed with it, taken out with it, kept as long as it and destroyed with it.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { addDays, dayOf } from '#kernel/time.ts'
import { destroyRecording, dueRecordings, keepLonger } from '#modules/recordings/keeping.ts'
import { recordingsOfCalls } from '#modules/recordings/queries.ts'
import { dossiers } from './contract.ts'
import { mustMay } from './matter.ts'

/** How soon a recording that belongs to a matter is looked at again. */
const again = 30

/**
 * Whether a row of `calls` belongs to a row of `cases`: it was about the matter or about a task of it, or the conversation
 * that was written of it is the one out of which the matter came, or one in which it was called back about.
 */
const belongs = sql<boolean>`(
  (calls.about_noun = 'case' and calls.about_id = cases.id)
  or calls.contact_id = cases.contact_id
  or (calls.about_noun = 'task' and exists (select from tasks k where k.id = calls.about_id and k.case_id = cases.id))
  or exists (select from attempts a join tasks k on k.id = a.task_id
    where a.contact_id = calls.contact_id and k.case_id = cases.id))`

/** Recordings that still sound, of a row of `cases`, as a number. */
export const callRecordingsOf: RawBuilder<number> = sql<number>`(select count(*)::int from recordings r
  join calls on calls.id = r.call_id where r.status in ('closed', 'mended') and ${belongs})`

const callIdsOf = async (ctx: Pick<Ctx, 'tx'>, caseId: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select calls.id from cases join calls on ${belongs} where cases.id = ${caseId} order by calls.id`.execute(ctx.tx)
  return rows.map(({ id }) => id)
}

/** The recordings of a matter as far as the reader may see them, newest first. */
export const recordingsOfCase = async (ctx: Ctx, caseId: string) => recordingsOfCalls(ctx, await callIdsOf(ctx, caseId))

export const recordingsOf = handle(dossiers.recordings, async (ctx, { id }) => {
  await mustMay(ctx, 'dossier.read', id)
  return { rows: await recordingsOfCase(ctx, id) }
})

/** The hashes of what will be gone, for the record of a disposal. */
export const hashesOfCase = async (ctx: Pick<Ctx, 'tx'>, caseId: string) => {
  const { rows } = await sql<{ type: string; size: number; sha256: string }>`
    select r.mime as type, r.bytes as size, coalesce(encode(r.sha256, 'hex'), '') as sha256 from recordings r
    where r.status in ('closed', 'mended') and r.call_id = any(${await callIdsOf(ctx, caseId)}::uuid[]) order by r.id`.execute(
    ctx.tx,
  )
  return rows
}

/** Destroys the recordings of a matter, but for those that another matter still needs, or that are held. */
export const forgetRecordingsOfCase = async (ctx: Ctx, caseId: string): Promise<void> => {
  const { rows } = await sql<{ id: string }>`
    select r.id from recordings r join calls on calls.id = r.call_id
    where r.status in ('closed', 'mended') and r.held_for is null and calls.id = any(${await callIdsOf(ctx, caseId)}::uuid[])
      and not exists (select from cases where cases.id <> ${caseId} and cases.destroyed_at is null and ${belongs})
    order by r.id`.execute(ctx.tx)
  for (const { id } of rows) await destroyRecording(ctx, id, '随卷宗到期销毁')
}

/**
 * Destroys recordings whose term has passed. One that belongs to a matter goes with that matter's recordings, which two
 * people decide: until then it is looked at again every month.
 */
export const destroyDue = async (ctx: Ctx): Promise<void> => {
  for (const { id, callId } of await dueRecordings(ctx)) {
    const { rows } = await sql`
      select from calls join cases on ${belongs} where calls.id = ${callId} and cases.destroyed_at is null limit 1`.execute(
      ctx.tx,
    )
    if (rows.length > 0) await keepLonger(ctx, id, addDays(dayOf(ctx.now), again))
    else await destroyRecording(ctx, id, '保存期满')
  }
}
