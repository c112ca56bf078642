// What can be seen of recordings: whose, of which call, who agreed and who listened; never the number in clear.
import { type RawBuilder, sql } from 'kysely'
import type { RowOf } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { maskName } from '#kernel/mask.ts'
import { notFound } from '#kernel/refusal.ts'
import { addDays, at, type Day } from '#kernel/time.ts'
import { shownNumber } from '#modules/calls/queries.ts'
import { recordings } from './contract.ts'
import { recordingLifecycle } from './lifecycle.ts'

type Row = RowOf<'recordings'> & {
  by: string
  direction: 'out' | 'in'
  number: string
  patient_id: string | null
  patient_name: string | null
  about_noun: string | null
  about_id: string | null
  listens: number
  consent_by: string | null
  held_by: string | null
}

/** Who heard a call for a check that nobody knows of yet is told to supervision alone. */
const isSaid = (ctx: Ctx): RawBuilder<boolean> => sql<boolean>`(not l.unsaid or ${ctx.me.role === 'supervision'})`

/** Recordings with their calls, as far as the reader may see them, newest first. */
const rowsOf = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select recordings.*, s.name as by, calls.direction, calls.number, calls.patient_id, p.name as patient_name,
      calls.about_noun, calls.about_id, c.name as consent_by, h.name as held_by,
      (select count(*)::int from recording_listens l where l.recording_id = recordings.id and ${isSaid(ctx)}) as listens
    from recordings join calls on calls.id = recordings.call_id join staff s on s.id = recordings.staff_id
    left join patients p on p.id = calls.patient_id left join staff c on c.id = recordings.consent_by_id
    left join staff h on h.id = recordings.held_by_id
    where ${within(ctx.me, 'recording.read', 'recordings')} and ${condition}
    order by recordings.id desc limit ${limit}`.execute(ctx.tx)
  return rows
}

const lineOf = (ctx: Ctx, row: Row) => ({
  id: row.id,
  callId: row.call_id,
  status: row.status as never,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  seconds: row.seconds,
  by: row.by,
  direction: row.direction,
  number: shownNumber(row.number),
  patient: row.patient_id && row.patient_name ? { id: row.patient_id, name: maskName(row.patient_name) } : null,
  aboutNoun: row.about_noun,
  aboutId: row.about_id,
  consent: row.consent as never,
  listens: row.listens,
  keepUntil: row.keep_until as Day | null,
  held: row.held_for !== null,
  can: can(ctx.me, recordingLifecycle, row as never),
})

const both = (conditions: readonly (RawBuilder<boolean> | undefined)[]): RawBuilder<boolean> => {
  const said = conditions.filter((one): one is RawBuilder<boolean> => one !== undefined)
  return said.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(said, sql` and `)}`
}

/** Lines of recordings of these calls; for later modules that know to which matter a call belongs. */
export const recordingsOfCalls = async (ctx: Ctx, callIds: readonly string[]) =>
  (await rowsOf(ctx, sql<boolean>`recordings.call_id = any(${callIds}::uuid[])`, 200)).map((row) => lineOf(ctx, row))

export const list = handle(recordings.list, async (ctx, { after, limit, ...it }) => {
  const before = afterId(after)
  const found = await rowsOf(
    ctx,
    both(
      [
        before === null ? undefined : sql<boolean>`recordings.id < ${before}::uuid`,
        it.callId && sql<boolean>`recordings.call_id = ${it.callId}`,
        it.aboutId && sql<boolean>`calls.about_id = ${it.aboutId}`,
        it.patientId && sql<boolean>`calls.patient_id = ${it.patientId}`,
        it.contactId && sql<boolean>`calls.contact_id = ${it.contactId}`,
        it.staffId && sql<boolean>`recordings.staff_id = ${it.staffId}`,
        it.consent && sql<boolean>`recordings.consent = ${it.consent}`,
        it.from && sql<boolean>`recordings.started_at >= ${at(it.from, '00:00')}`,
        it.until && sql<boolean>`recordings.started_at < ${at(addDays(it.until, 1), '00:00')}`,
      ].map((one) => one || undefined),
    ),
    limit + 1,
  )
  const { page, next } = paged(found, limit, ({ id }) => ({ id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

/** One recording as its reader may see it, with its marks and who listened; *not found* for everybody else. */
export const sheetOf = async (ctx: Ctx, id: string) => {
  const [row] = await rowsOf(ctx, sql<boolean>`recordings.id = ${id}`, 1)
  if (!row) throw notFound()
  const marks = await ctx.tx
    .selectFrom('recording_marks as m')
    .innerJoin('staff', 'staff.id', 'm.by_id')
    .where('m.recording_id', '=', id)
    .orderBy('m.second')
    .orderBy('m.id')
    .select(['m.id', 'm.second', 'm.kind', 'm.words', 'staff.name as by', 'm.at'])
    .execute()
  const listened = await ctx.tx
    .selectFrom('recording_listens as l')
    .innerJoin('staff', 'staff.id', 'l.staff_id')
    .where('l.recording_id', '=', id)
    .where(isSaid(ctx))
    .orderBy('l.id', 'desc')
    .limit(50)
    .select(['staff.name as by', 'l.at', 'l.reason'])
    .execute()
  return {
    ...lineOf(ctx, row),
    bytes: row.bytes,
    pieces: row.pieces,
    complete: row.complete,
    pausedAt: row.paused_at,
    noticeAt: row.notice_at,
    noticeHow: row.notice_how as never,
    consentAt: row.consent_at,
    consentBy: row.consent_by,
    heldFor: row.held_for,
    heldBy: row.held_by,
    destroyedAt: row.destroyed_at,
    destroyedWhy: row.destroyed_why,
    marks: marks.map((mark) => ({ ...mark, kind: mark.kind as never })),
    listened,
  }
}

export const get = handle(recordings.get, (ctx, { id }) => sheetOf(ctx, id))
