// What may be seen of patients and their stays: masked where rows become replies.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterDay, afterId, paged } from '#engine/page.ts'
import { may, within } from '#engine/permit.ts'
import { maskAddress, maskIdNumber, maskName, maskPhone } from '#kernel/mask.ts'
import { notFound } from '#kernel/refusal.ts'
import { searchQuery } from '#kernel/search.ts'
import { type Day, dayOf, yearsBetween } from '#kernel/time.ts'
import { type EncounterLine, encounters, patients } from './contract.ts'

/** One number of the ladder as `patients.phones` keeps it. */
export type KeptPhone = {
  readonly number: string
  readonly owner: 'patient' | 'contact' | 'work'
  readonly kind: string
  readonly extension?: string
  readonly remark?: string
}

/** The numbers of a patient in clear, best first: patient, contact person, work. For the server only. */
export const phonesOf = async (ctx: Ctx, patientId: string): Promise<KeptPhone[]> => {
  const row = await ctx.tx.selectFrom('patients').where('id', '=', patientId).select('phones').executeTakeFirst()
  return (row?.phones ?? []) as KeptPhone[]
}

/** The columns of `patients` that `patientBrief` needs, as kysely's select list: `.select(briefColumns)`. */
const briefColumns = [
  'patients.id as patientId',
  'patients.name as patientName',
  'patients.sex as patientSex',
  'patients.born_on as bornOn',
  'patients.record_number as recordNumber',
  'patients.contactable as contactable',
  'patients.died_on as diedOn',
] as const

export type BriefRow = {
  readonly patientId: string
  readonly patientName: string
  readonly patientSex: string
  readonly bornOn: Day | null
  readonly recordNumber: string
  readonly contactable: boolean
  readonly diedOn: Day | null
}

/**
 * A person as anyone may see him. `age` is the age kept with a stay where the list told it; otherwise it is counted
 * from the date of birth to `on` (today, or the day of death).
 */
export const patientBrief = (row: BriefRow, on: Day | Date, age: number | null = null) => {
  const day = typeof on === 'string' ? on : dayOf(on)
  return {
    id: row.patientId,
    name: maskName(row.patientName),
    sex: row.patientSex as 'male' | 'female' | 'unknown',
    age: age ?? (row.bornOn === null ? null : yearsBetween(row.bornOn, row.diedOn ?? day)),
    recordNumber: row.recordNumber,
    contactable: row.contactable,
    why: row.contactable ? null : row.diedOn === null ? ('do-not-call' as const) : ('died' as const),
  }
}

/** The ladder of numbers as a screen may show it: masked, each with the index by which it is asked for in clear. */
export const maskedPhones = (phones: unknown) =>
  (phones as KeptPhone[]).map(({ number, owner, kind, remark }, index) => ({
    index,
    masked: maskPhone(number),
    owner,
    kind,
    remark: remark ?? null,
  }))

/** What was typed as a condition on `patients`; nothing searchable finds nobody. */
const foundBy = (typed: string): RawBuilder<boolean> => {
  const query = searchQuery(typed)
  return query === null ? sql<boolean>`false` : sql<boolean>`patients.search @@ ${query}::tsquery`
}

const and = (conditions: readonly RawBuilder<boolean>[]) => sql<boolean>`${sql.join(conditions, sql` and `)}`

/** Patients by any two characters of a name, a record number or a telephone number; the newest first. */
export const listPatients = handle(patients.list, async (ctx, { q, after, limit }) => {
  const conditions = [within(ctx.me, 'patient.read', 'patients')]
  if (q?.trim()) conditions.push(foundBy(q))
  const last = afterId(after)
  const beyond = last === null ? [] : [sql<boolean>`patients.id < ${last}`]
  const rows = await ctx.tx
    .selectFrom('patients')
    .where(and([...conditions, ...beyond]))
    .orderBy('patients.id', 'desc')
    .limit(limit + 1)
    .select(briefColumns)
    .execute()
  const { page, next } = paged(rows, limit, ({ patientId }) => ({ id: patientId }))
  return {
    rows: page.map((row) => patientBrief(row, ctx.now)),
    next,
    ...(after === undefined ? { total: await countOf(ctx, sql`patients`, conditions) } : {}),
  }
})

const countOf = async (ctx: Ctx, tables: RawBuilder<unknown>, conditions: readonly RawBuilder<boolean>[]) => {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${tables} where ${and(conditions)}`.execute(ctx.tx)
  return rows[0]!.total
}

const stays = (ctx: Ctx) =>
  ctx.tx
    .selectFrom('encounters')
    .innerJoin('patients', 'patients.id', 'encounters.patient_id')
    .leftJoin('campuses', 'campuses.id', 'encounters.campus_id')
    .where(within(ctx.me, 'encounter.read', 'encounters'))
    .orderBy('encounters.discharged_on', 'desc')
    .orderBy('encounters.id', 'desc')
    .select([
      ...briefColumns,
      'encounters.id',
      'encounters.admission_count as admissionCount',
      'campuses.name as campus',
      'encounters.department_name as department',
      'encounters.department_id as departmentId',
      'encounters.department_group as group',
      'encounters.admitted_on as admittedOn',
      'encounters.discharged_on as dischargedOn',
      'encounters.diagnosis',
      'encounters.procedure',
      'encounters.leaving',
      'encounters.attending',
      'encounters.age_years as ageYears',
      'encounters.newborn',
    ])

type StayRow = Awaited<ReturnType<ReturnType<typeof stays>['execute']>>[number]

const stayLine = (row: StayRow): z.output<typeof EncounterLine> => ({
  id: row.id,
  patient: patientBrief(row, row.dischargedOn, row.ageYears),
  admissionCount: row.admissionCount,
  campus: row.campus,
  department: row.department,
  departmentConfirmed: row.departmentId !== null,
  group: row.group,
  admittedOn: row.admittedOn,
  dischargedOn: row.dischargedOn,
  diagnosis: row.diagnosis,
  procedure: row.procedure,
  leaving: row.leaving as z.output<typeof EncounterLine>['leaving'],
  attending: row.attending,
  newborn: row.newborn,
})

/** Discharges of some time, some department, somebody; the latest first. */
export const listEncounters = handle(encounters.list, async (ctx, { after, limit, ...filter }) => {
  const conditions: RawBuilder<boolean>[] = [within(ctx.me, 'encounter.read', 'encounters')]
  if (filter.from) conditions.push(sql`encounters.discharged_on >= ${filter.from}`)
  if (filter.to) conditions.push(sql`encounters.discharged_on <= ${filter.to}`)
  if (filter.campusId) conditions.push(sql`encounters.campus_id = ${filter.campusId}`)
  if (filter.departmentId) conditions.push(sql`encounters.department_id = ${filter.departmentId}`)
  if (filter.group) conditions.push(sql`encounters.department_group = ${filter.group}`)
  // The people are found first: a rare name must not walk the whole list in its order.
  if (filter.q?.trim())
    conditions.push(sql`encounters.patient_id in (select patients.id from patients where ${foundBy(filter.q)})`)
  const last = afterDay(after)
  const beyond =
    last === null ? [] : [sql<boolean>`(encounters.discharged_on, encounters.id) < (${last.key}, ${last.id})`]
  const rows = await stays(ctx)
    .where(and([...conditions, ...beyond]))
    .limit(limit + 1)
    .execute()
  const { page, next } = paged(rows, limit, ({ dischargedOn, id }) => ({ key: dischargedOn, id }))
  return {
    rows: page.map(stayLine),
    next,
    ...(after === undefined ? { total: await countOf(ctx, sql`encounters`, conditions) } : {}),
  }
})

export const getPatient = handle(patients.get, async (ctx, { id }) => {
  const row = await ctx.tx
    .selectFrom('patients')
    .where(within(ctx.me, 'patient.read', 'patients'))
    .where('patients.id', '=', id)
    .select([
      ...briefColumns,
      'patients.id_number as idNumber',
      'patients.address',
      'patients.phones',
      'patients.do_not_call_at as doNotCallAt',
    ])
    .executeTakeFirst()
  if (!row) throw notFound()
  const possible = [
    ...(row.doNotCallAt === null ? (['doNotCall'] as const) : []),
    ...(row.diedOn === null ? (['died'] as const) : []),
  ]
  const known = await stays(ctx).where('encounters.patient_id', '=', id).limit(200).execute()
  return {
    patient: patientBrief(row, ctx.now),
    bornOn: row.bornOn,
    idNumber: row.idNumber && maskIdNumber(row.idNumber),
    address: row.address && maskAddress(row.address),
    phones: maskedPhones(row.phones),
    encounters: known.map(stayLine),
    can: possible.filter((verb) => may(ctx.me, `patient.${verb}`, row)),
  }
})
