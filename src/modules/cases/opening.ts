// How a matter becomes a case: from a call, the desk, a letter, a page or another house, one form underneath.
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record, systemId } from '#engine/ledger.ts'
import { within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { searchVector } from '#kernel/search.ts'
import { dayOf } from '#kernel/time.ts'
import { replyHeld } from './brief.ts'
import { runClocks } from './clocks.ts'
import { cases } from './contract.ts'
import { dueIn } from './due.ts'
import { fileHeard, heardInCall } from './heard.ts'
import { isBrief } from './lifecycle.ts'
import { makePromise } from './promises.ts'
import { dialled, keepReporter, type Reporting } from './reporters.ts'
import {
  barredBy,
  departmentOf,
  isForSupervision,
  isIntegrity,
  isStaffVoice,
  mustBeCategory,
  officeOf,
  ownerFor,
  someoneThereMayKnow,
} from './routing.ts'
import { held, sealSource } from './rows.ts'
import { type Channel, Opinion } from './shapes.ts'
import { receipt } from './sheet.ts'
import { fileWritten, writtenIn } from './written.ts'

export type Opening = {
  readonly opinion: z.output<typeof Opinion>
  /** The stay that it is about, or the patient alone, where either is known. */
  readonly encounterId?: string | null
  readonly patientId?: string | null
  readonly channel: z.output<typeof Channel>
  /** Who raised it, where that is not the patient of the stay. Never for a staff voice: identity of staff is the vault's. */
  readonly reporter?: Reporting | null
  /** Under which number another house knows it; once a channel. */
  readonly externalNumber?: string | null
  /** It goes to no department by itself: somebody has to sign for it first. */
  readonly waits?: boolean
  /** Who finds nothing of it besides those whom it is about. */
  readonly barred?: readonly string[]
  /** The conversation in which it was said, and what carries it there. */
  readonly contactId?: string
  readonly sourceId?: string
}

/** What was said, with everything that was left out as it is when nobody says it. */
export const opinionOf = (it: z.input<typeof Opinion>): z.output<typeof Opinion> => Opinion.parse(it)

type About = {
  patient_id: string | null
  campus_id: string | null
  department_id: string | null
  department: string | null
  name: string | null
  record_number: string | null
  number: number
}

/**
 * What is known of whom and where: the stay, or the patient, or only the department named. Where none is named, the
 * category says which office handles such matters, and else it is the department of the stay.
 */
const aboutOf = async (ctx: Ctx, it: Opening): Promise<About> => {
  const { departmentId, category } = it.opinion
  const { rows } = await sql<About & { found: boolean }>`
    select p.id as patient_id, coalesce(e.campus_id, d.campus_id) as campus_id, d.id as department_id, d.name as department,
           p.name, p.record_number, nextval('case_numbers') as number,
           (${it.encounterId ?? null}::uuid is null or e.id is not null)
             and (${it.patientId ?? null}::uuid is null or p.id = ${it.patientId ?? null}::uuid) as found
    from (select) as nothing
    left join encounters e on e.id = ${it.encounterId ?? null}::uuid
    left join patients p on p.id = coalesce(e.patient_id, ${it.patientId ?? null}::uuid)
    left join departments d on d.id = coalesce(${departmentId}::uuid, ${departmentOf(officeOf(category))}, e.department_id)`.execute(
    ctx.tx,
  )
  const about = rows[0]!
  if (!about.found) throw notFound()
  if (departmentId && !about.department_id)
    throw invalid('没有这个科室。', 'There is no such department.', [
      { field: 'departmentId', reason: '请从科室名单中选择' },
    ])
  return about
}

/** A category of the staff's own domain makes a staff voice, whoever wrote it down. */
const kindOf = ({ kind, category }: z.output<typeof Opinion>) => (isStaffVoice(category) ? 'staff' : kind)

/**
 * Makes a case of what somebody said, in the transaction of the call or visit in which it was said. An ordinary
 * complaint goes straight to its department (supervision sees every case); an enquiry, a call for help or praise waits at
 * the centre for its shorter path; a grave, heated or integrity matter, or one without a department, waits for those who
 * dispatch. Answers the case's id, number, and whether it is for supervision only.
 */
export const openCase = async (ctx: Ctx, it: Opening): Promise<{ id: string; number: string; restricted: boolean }> => {
  const { opinion } = it
  for (const code of [opinion.category, ...opinion.aspects]) mustBeCategory(code)
  const kind = kindOf(opinion)
  if (kind === 'staff' && it.reporter)
    throw invalid('员工声音不在这里登记身份。', 'The identity of staff is not written down here.', [
      { field: 'reporter', reason: '请员工通过“员工声音”页面提交' },
    ])
  const about = await aboutOf(ctx, it)
  const integrity = isIntegrity(opinion)
  const restricted = isForSupervision({ ...opinion, channel: it.channel })
  const named = await barredBy(ctx, opinion.accusedIds, about.department_id, integrity)
  const barred = [...new Set([...named, ...(it.barred ?? [])])]
  const direct =
    !it.waits &&
    !restricted &&
    !isBrief(kind) &&
    about.department_id !== null &&
    (await someoneThereMayKnow(ctx, about.department_id, barred))
  const handling = direct ? about.department_id : null
  const status = direct ? 'investigating' : 'received'
  const id = newId(ctx.now)
  const number = `HY${dayOf(ctx.now).slice(0, 4)}-${String(about.number).padStart(6, '0')}`
  const due = await dueIn(ctx, ctx.now, 'feedback')
  const owner = await ownerFor(ctx, restricted, barred)
  const dispatcher = ctx.me.id === systemId ? null : ctx.me.id
  const aspects = opinion.aspects.filter((code) => code !== opinion.category)
  const phone = it.reporter ? dialled(it.reporter.phone) : null
  const words = searchVector(
    number,
    about.record_number ?? '',
    about.name ?? '',
    it.reporter?.name ?? '',
    it.reporter?.speaksFor ?? '',
    phone?.slice(-4) ?? '',
    it.externalNumber ?? '',
    opinion.place,
    opinion.text,
    opinion.demand,
  )
  await sql`
    with opened as (
      insert into cases (id, number, kind, channel, status, contact_id, source_id, patient_id, encounter_id, campus_id,
        department_id, handling_department_id, category, aspects, severity, urgency, heated, integrity, restricted,
        leadership, barred_staff, text, demand, happened_at, place, mood, calmed, external_number, owner_id, received_at,
        workdays, due_at, deadline, updated_at)
      values (${id}, ${number}, ${kind}, ${it.channel}, ${status}, ${it.contactId ?? null}, ${it.sourceId ?? null},
        ${about.patient_id}, ${it.encounterId ?? null}, ${about.campus_id}, ${about.department_id}, ${handling},
        ${opinion.category}, ${aspects}, ${opinion.severity}, ${opinion.urgency}, ${opinion.heated}, ${integrity},
        ${restricted}, ${opinion.severity >= 3 && !integrity}, ${barred}, ${opinion.text}, ${opinion.demand},
        ${opinion.happenedAt}, ${opinion.place}, ${opinion.mood}, ${opinion.calmed}, ${it.externalNumber ?? null},
        ${owner}, ${ctx.now}, ${due.workdays}, ${due.due_at}, ${due.deadline}, ${ctx.now})
    ), found_by as (
      insert into case_search (case_id, search) values (${id}, ${words}::tsvector)
    )
    insert into rounds (id, case_id, number, department_id, dispatched_at, dispatched_by_id, demand, due_at)
    values (${newId(ctx.now)}, ${id}, 1, ${handling}, ${direct ? ctx.now : null}, ${direct ? dispatcher : null},
      ${direct ? opinion.demand : ''}, ${due.due_at})`.execute(ctx.tx)
  if (opinion.urgency < 2) await runClocks(ctx, id, opinion.urgency)
  if (it.reporter) await keepReporter(ctx, id, it.reporter)
  const { category, severity, urgency } = opinion
  const department = direct ? about.department : null
  const data = { number, channel: it.channel, kind, category, severity, urgency, department }
  if (it.contactId && (restricted || barred.length > 0)) await sealSource(ctx, it.contactId, about.patient_id)
  await record(ctx, 'case.open', { subject: id, to: status, data, restricted })
  return { id, number, restricted }
}

/** Refuses a stay or a patient whom the one who registers may not know of: a case would show them to him. */
const mustKnow = async (ctx: Ctx, encounterId: string | null, patientId: string | null): Promise<void> => {
  const { rows } = await sql<{ knows: boolean }>`
    select (${encounterId}::uuid is null or exists (select from encounters
        where id = ${encounterId}::uuid and ${within(ctx.me, 'encounter.read', 'encounters')}))
      and (${patientId}::uuid is null or exists (select from encounters
        where id = ${encounterId}::uuid and patient_id = ${patientId}::uuid)
        or exists (select from patients where id = ${patientId}::uuid and ${within(ctx.me, 'patient.read', 'patients')}))
      as knows`.execute(ctx.tx)
  if (!rows[0]!.knows) throw notFound()
}

/**
 * Registers what came in. An enquiry answered at once is closed by its answer; one that needs checking becomes a promise.
 * The asker keeps the receipt of what he wrote, even of a matter that is not his to see from now on. What a department
 * was told and passes on comes by the way of departments, about its own stays or none.
 */
export const open = handle(cases.open, async (ctx, input) => {
  const {
    encounterId,
    patientId,
    channel,
    reporter: named,
    answered,
    promised,
    externalNumber,
    callId,
    replyId,
    ...opinion
  } = input
  const anywhere = ctx.me.role !== 'department'
  if (!anywhere) await mustKnow(ctx, encounterId, patientId)
  const staffVoice = kindOf(opinion) === 'staff'
  const form = { encounterId, patientId, reporter: named, staffVoice, text: opinion.text }
  const heard = callId ? await heardInCall(ctx, callId, form) : null
  const written = replyId ? await writtenIn(ctx, replyId, form) : null
  const reporter = heard ? heard.reporter : written ? written.reporter : named
  const { id } = await openCase(ctx, {
    ...{ opinion, encounterId, patientId, reporter, externalNumber, channel: anywhere ? channel : 'department' },
    ...(heard?.contactId && !staffVoice ? { contactId: heard.contactId } : {}),
  })
  if (heard) await fileHeard(ctx, heard, id)
  if (replyId) await fileWritten(ctx, replyId, id)
  if (promised)
    await makePromise(ctx, await held(ctx, id), { ...promised, toWhom: promised.toWhom || reporter?.name || '' })
  if (answered) await replyHeld(ctx, await held(ctx, id), { how: 'on-the-spot', what: answered })
  return receipt(ctx, id)
})
