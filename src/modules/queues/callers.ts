// The screen pop: who may be calling, what was said to this number before, and what the agent decided about it.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { may, within } from '#engine/permit.ts'
import { maskPhone } from '#kernel/mask.ts'
import { conflict, type FieldProblem, invalidFields, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { callerNumber, sameLine, tailOf } from '#modules/calls/caller-number.ts'
import { aboutCall, linkContact, wrapCall } from '#modules/calls/filing.ts'
import type { CallRow } from '#modules/calls/rows.ts'
import { keepCall, type Secrecy } from '#modules/contacts/commands.ts'
import { mayKnowWords } from '#modules/contacts/queries.ts'
import { candidatesFor } from './candidates.ts'
import { callers } from './contract.ts'

type Call = CallRow & { queue: string | null; waited: number | null }

/** The call, as far as it is the reader's; of a leg to an agent also how long its caller had waited. */
const callOf = async (ctx: Ctx, id: string): Promise<Call> => {
  const { rows } = await sql<Call>`
    select calls.*, q.name as queue,
      round(extract(epoch from coalesce(calls.answered_at, calls.ended_at, ${ctx.now}) - w.arrived_at))::int as waited
    from calls left join queue_calls w on w.call_id = coalesce(calls.parent_id, calls.id)
    left join queues q on q.id = w.queue_id
    where calls.id = ${id} and ${within(ctx.me, 'caller.read', 'calls')}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return rows[0]
}

type EarlierRow = {
  at: Date
  direction: 'in' | 'out'
  by: string | null
  end: string | null
  words: string
  number: string
}

/** The last conversations with a number, whoever had them: nobody is asked twice what he has told a colleague. */
const earlierWith = async (ctx: Ctx, number: string, but: Call) => {
  const { rows } = await sql<EarlierRow>`
    select calls.placed_at as at, calls.direction, staff.name as by, calls.number,
      coalesce(calls.disposition, calls.outcome) as end,
      case when contacts.id is null or not ${mayKnowWords(ctx.me, 'contacts')}
        then coalesce(nullif(m.outcome, ''), p.words, '') else contacts.note end as words
    from calls left join staff on staff.id = calls.staff_id left join contacts on contacts.id = calls.contact_id
    left join missed m on m.call_id = calls.id left join speakers p on p.call_id = calls.id and calls.contact_id is null
    where calls.number_key <> '' and right(calls.number_key, 7) = ${tailOf(number)}
      and calls.id not in (${but.id}::uuid, ${but.parent_id ?? but.id}::uuid) and calls.placed_at <= ${but.placed_at}
      and calls.status = 'ended' and not calls.restricted and ${ctx.me.id} <> all(calls.barred_staff)
      and (calls.staff_id is not null or not exists (select from calls l where l.parent_id = calls.id))
    order by calls.placed_at desc limit 20`.execute(ctx.tx)
  return rows
    .filter((row) => sameLine(row.number, number))
    .slice(0, 5)
    .map(({ number: _, ...row }) => row)
}

const missedOf = async (ctx: Ctx, number: string) => {
  const row = await ctx.tx
    .selectFrom('missed')
    .where('number', '=', number)
    .where('status', 'in', ['open', 'calling'])
    .select(['id', 'calls', 'first_at as firstAt', 'promised', 'due_at as dueAt'])
    .executeTakeFirst()
  return row ?? null
}

const chosenOf = async (ctx: Ctx, id: string) => {
  const row = await ctx.tx
    .selectFrom('speakers')
    .where('call_id', '=', id)
    .select(['patient_id as patientId', 'case_id as caseId', 'task_id as taskId', 'speaker'])
    .executeTakeFirst()
  return row ? { ...row, speaker: row.speaker as 'self' | 'family' | 'other' } : null
}

/** Everything that is known of a caller before anybody answers him. */
const pop = async (ctx: Ctx, id: string) => {
  const call = await callOf(ctx, id)
  const known = callerNumber(call.number)
  const shown = { callId: id, queue: call.queue, waitedSeconds: call.waited, chosen: await chosenOf(ctx, id) }
  const owed = call.answered_at !== null && call.wrapped_at === null
  const verbs = may(ctx.me, 'caller.choose', call) ? ['choose', ...(owed ? ['file'] : [])] : []
  if (!known) return { ...shown, masked: null, candidates: [], more: 0, earlier: [], missed: null, can: verbs }
  const { candidates, more } = await candidatesFor(ctx, known.number)
  return {
    ...shown,
    masked: known.kind === 'internal' ? known.number : maskPhone(known.number),
    candidates,
    more,
    earlier: await earlierWith(ctx, known.number, call),
    missed: await missedOf(ctx, known.number),
    can: verbs,
  }
}

const get = handle(callers.get, (ctx, { id }) => pop(ctx, id))

type Chosen = { patientId: string | null; caseId: string | null; taskId: string | null }

/** What was chosen must be there for the reader: nobody names a matter that is hidden from him. */
const there = async (ctx: Ctx, { patientId, caseId, taskId }: Chosen) => {
  const { rows } = await sql<{ patient: boolean; case: boolean; task: boolean; walls: unknown }>`
    select
      ${patientId}::uuid is null or exists (select from patients where patients.id = ${patientId}
        and ${within(ctx.me, 'patient.read', 'patients')}) as patient,
      ${caseId}::uuid is null or exists (select from cases where cases.id = ${caseId}
        and ${within(ctx.me, 'case.read', 'cases')}) as case,
      ${taskId}::uuid is null or exists (select from tasks where tasks.id = ${taskId}
        and ${within(ctx.me, 'task.read', 'tasks')}) as task`.execute(ctx.tx)
  const problems: FieldProblem[] = [
    ...(rows[0]!.patient ? [] : [{ field: 'patientId', reason: '没有这位患者' }]),
    ...(rows[0]!.case ? [] : [{ field: 'caseId', reason: '没有这件诉求' }]),
    ...(rows[0]!.task ? [] : [{ field: 'taskId', reason: '没有这条任务' }]),
  ]
  if (problems.length > 0) throw invalidFields(problems)
}

type Walls = { restricted: boolean; barred_staff: string[]; patient_id: string | null }

/** A call about a hidden matter is hidden with it. */
const wallsOf = async (ctx: Ctx, { caseId, taskId }: Chosen): Promise<Walls | null> => {
  const table = caseId ? 'cases' : taskId ? 'tasks' : null
  if (!table) return null
  return (
    (await ctx.tx
      .selectFrom(table as 'cases')
      .where('id', '=', (caseId ?? taskId)!)
      .select(['restricted', 'barred_staff', 'patient_id'])
      .executeTakeFirst()) ?? null
  )
}

/**
 * What was hidden stays so where its words have been written down, or where it came to somebody who may not know the
 * matter: he cannot say that it was about another one.
 */
const staysHidden = async (ctx: Ctx, call: Call): Promise<boolean> => {
  if (!call.restricted && call.barred_staff.length === 0) return false
  if (call.wrapped_at !== null) return true
  const { rows } = await sql`
    select from cases where cases.id = ${call.about_id} and ${within(ctx.me, 'case.read', 'cases')}
    union all select from tasks where tasks.id = ${call.about_id} and ${within(ctx.me, 'task.read', 'tasks')}`.execute(
    ctx.tx,
  )
  return rows.length === 0
}

const together = (one: Secrecy, other: Secrecy | null): Secrecy => ({
  restricted: one.restricted || (other?.restricted ?? false),
  barred_staff: [...new Set([...one.barred_staff, ...(other?.barred_staff ?? [])])],
})

const owners = { self: 'patient', family: 'family', other: 'other' } as const

/** Keeps who was speaking and about what, with the call; chosen anew, the last word counts. */
const choose = handle(callers.choose, async (ctx, { id, speaker, ...form }) => {
  const call = await callOf(ctx, id)
  await there(ctx, form)
  const walls = await wallsOf(ctx, form)
  const secrecy = (await staysHidden(ctx, call)) ? together(call, walls) : walls
  const patientId = form.patientId ?? walls?.patient_id ?? null
  const row = {
    ...{ call_id: id, staff_id: ctx.me.id, patient_id: patientId, case_id: form.caseId, task_id: form.taskId },
    ...{ speaker, chosen_at: ctx.now },
  }
  await ctx.tx
    .insertInto('speakers')
    .values(row)
    .onConflict((same) => same.column('call_id').doUpdateSet(row))
    .execute()
  await aboutCall(ctx, call, {
    patientId,
    about: form.caseId ? { noun: 'case', id: form.caseId } : form.taskId ? { noun: 'task', id: form.taskId } : null,
    secrecy,
    owner: owners[speaker],
  })
  await sql`update queue_calls set restricted = ${secrecy?.restricted ?? false}, barred_staff = ${secrecy?.barred_staff ?? []}::uuid[]
    where call_id = ${call.parent_id ?? id}`.execute(ctx.tx)
  const data = { patientId, caseId: form.caseId, taskId: form.taskId, speaker }
  await record(ctx, 'caller.choose', { subject: id, data, restricted: secrecy?.restricted ?? false })
  return pop(ctx, id)
})

/**
 * Writes down what was said: a contact of the patient who was chosen, with the call's own times; of somebody unknown it
 * stays with the call, and the next one who answers this number reads it.
 */
const file = handle(callers.file, async (ctx, { id, words }) => {
  const call = await callOf(ctx, id)
  if (call.answered_at === null) throw conflict(w('这通来电没有接通。', 'This call was not answered.'))
  if (call.wrapped_at !== null) throw conflict(w('这通电话已经登记过。', 'This call has been filed.'))
  const chosen = await chosenOf(ctx, id)
  if (chosen?.patientId) {
    const contactId = await keepCall(ctx, {
      patientId: chosen.patientId,
      encounterId: null,
      direction: 'in',
      startedAt: call.placed_at,
      endedAt: call.ended_at,
      disposition: 'reached',
      numberOwner: owners[chosen.speaker],
      note: words,
      secrecy: { restricted: call.restricted, barred_staff: call.barred_staff },
    })
    await linkContact(ctx, id, contactId, 'reached')
  } else {
    const row = { call_id: id, staff_id: ctx.me.id, speaker: chosen?.speaker ?? 'other', words, chosen_at: ctx.now }
    await ctx.tx
      .insertInto('speakers')
      .values(row)
      .onConflict((same) => same.column('call_id').doUpdateSet({ words }))
      .execute()
    await wrapCall(ctx, id, 'reached', words)
  }
  await record(ctx, 'caller.file', { subject: id, restricted: call.restricted })
  return pop(ctx, id)
})

export const callerHandlers = [get, choose, file]
