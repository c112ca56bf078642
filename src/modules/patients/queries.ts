// What may be seen of patients: masked where rows become replies.
import type { Ctx } from '#engine/ctx.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { type Day, dayOf } from '#kernel/time.ts'

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
export const briefColumns = [
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

/** Whole years from one day to another. */
const yearsBetween = (from: Day, to: Day): number =>
  Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0)

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
