// The number of somebody on the list of whom to tell: dialled without being shown, or shown for the call that follows.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { within } from '#engine/permit.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { placeCall } from '#modules/calls/placing.ts'
import { projects } from './contract-projects.ts'
import { heldProject } from './project-rows.ts'
import { seen } from './telling.ts'
import { standing } from './told.ts'

type Kept = { readonly number: string; readonly owner: string; readonly extension?: string }
type Row = {
  status: string
  case_id: string | null
  task_id: string | null
  patient_id: string | null
  encounter_id: string | null
  phone: string | null
  relation: string | null
  phones: Kept[] | null
  contactable: boolean | null
  restricted: boolean
  barred_staff: string[]
}

/**
 * The number that the list shows masked: that which somebody left with his matter, else the patient's best. The project is
 * done and the matter mostly archived, so neither case nor task gives it any more. Refused where he was told or cannot be, and
 * where the patient has died or asked not to be called since the list was written, but for family who left a number.
 */
const numberOf = async (ctx: Ctx, id: string, personId: string, verb: 'project.dial' | 'project.reveal') => {
  const { restricted } = await heldProject(ctx, 'tell', id)
  const { rows } = await sql<Row>`
    select ${standing} as status, pp.case_id, pp.task_id, pp.patient_id, coalesce(c.encounter_id, t.encounter_id) as encounter_id,
      r.phone, r.relation, p.phones, p.contactable, coalesce(c.restricted, t.restricted) as restricted,
      coalesce(c.barred_staff, t.barred_staff) as barred_staff
    from projects join project_people pp on pp.project_id = projects.id left join cases c on c.id = pp.case_id
    left join tasks t on t.id = pp.task_id left join reporters r on r.case_id = pp.case_id
    left join patients p on p.id = pp.patient_id
    where projects.id = ${id} and pp.id = ${personId} and ${within(ctx.me, verb, 'projects')} and ${seen(ctx)}`.execute(
    ctx.tx,
  )
  const row = rows[0]
  if (!row)
    throw invalid('名单里没有这个人。', 'He is not on the list.', [{ field: 'personId', reason: '请刷新后再选' }])
  if (row.status === 'told' || row.status === 'unable')
    throw conflict(w('这个人已经告知过，或不能告知。', 'He was told already, or cannot be told.'))
  if (row.contactable === false && !(row.phone && row.relation !== 'self'))
    throw conflict(w('患者已去世或要求勿扰，不得致电。', 'The patient has died or asked not to be called.'))
  const [best] = row.phone ? [{ number: row.phone, owner: row.relation ?? 'other' } as Kept] : (row.phones ?? [])
  if (!best) throw conflict(w('没有可用的号码。', 'There is no number.'))
  return { row, best, restricted: restricted || row.restricted }
}

/** The right to dial the number once; nobody gets to see it. */
export const dial = handle(projects.dial, async (ctx, { id, personId }) => {
  const { row, best, restricted } = await numberOf(ctx, id, personId, 'project.dial')
  const placed = await placeCall(ctx, {
    ...{ number: best.number, extension: best.extension ?? null, owner: best.owner },
    ...{ patientId: row.patient_id, encounterId: row.encounter_id },
    about: row.case_id ? { noun: 'case', id: row.case_id } : { noun: 'task', id: row.task_id },
    secrecy: { restricted, barred_staff: row.barred_staff },
  })
  const data = { personId, callId: placed.callId, owner: best.owner, shown: placed.shown }
  await record(ctx, 'project.dial', { subject: id, data, restricted })
  return placed
})

/** The number in clear, where the page has no telephone; who looked, at whose and why is an event, the number is not. */
export const reveal = handle(projects.reveal, async (ctx, { id, personId, reason }) => {
  const { best, restricted } = await numberOf(ctx, id, personId, 'project.reveal')
  await record(ctx, 'project.reveal', { subject: id, data: { personId, reason, owner: best.owner }, restricted })
  return { number: best.number, extension: best.extension ?? null }
})
