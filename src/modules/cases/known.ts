// Who this may be: people and their open matters, found while somebody is still typing, so that nothing is told twice.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { mayEver, within } from '#engine/permit.ts'
import { searchQuery } from '#kernel/search.ts'
import { type BriefRow, patientBrief } from '#modules/patients/queries.ts'
import { cases } from './contract.ts'
import { lineColumns, lineOf, lineTables } from './sheet.ts'

type Found = BriefRow & { open: number }

/** Patients by name, record number or telephone, with the number of their open matters that the reader may know of. */
const patientsFound = async (ctx: Ctx, words: string): Promise<Found[]> => {
  if (!mayEver(ctx.me, 'patient.read')) return []
  const { rows } = await sql<Found>`
    select patients.id as "patientId", patients.name as "patientName", patients.sex as "patientSex",
      patients.born_on as "bornOn", patients.record_number as "recordNumber", patients.contactable,
      patients.died_on as "diedOn",
      (select count(*) from cases where cases.patient_id = patients.id and cases.status <> 'archived'
        and ${within(ctx.me, 'case.read', 'cases')}) as open
    from patients where search @@ ${words}::tsquery order by updated_at desc limit 6`.execute(ctx.tx)
  return rows
}

/** Open matters first, then those of the last thirty days; by what was said, who said it, or his number. */
const mattersFound = async (ctx: Ctx, words: string, phone: RawBuilder<boolean>) => {
  const { rows } = await sql<Parameters<typeof lineOf>[1]>`
    select ${lineColumns}, left(cases.text, 120) as text from cases ${lineTables}
    where (cases.id in (select case_id from case_search where search @@ ${words}::tsquery) or ${phone})
      and cases.received_at > ${new Date(ctx.now.getTime() - 366 * 86_400_000)}
      and ${within(ctx.me, 'case.read', 'cases')}
    order by cases.status = 'archived', cases.received_at desc limit 6`.execute(ctx.tx)
  return rows
}

export const known = handle(cases.known, async (ctx, { q }) => {
  const words = searchQuery(q)
  if (words === null) return { patients: [], matters: [] }
  const digits = q.replaceAll(/\D/g, '')
  const phone = digits.length >= 7 ? sql<boolean>`reporters.phone = ${digits}` : sql<boolean>`false`
  const patients = await patientsFound(ctx, words)
  const matters = await mattersFound(ctx, words, phone)
  return {
    patients: patients.map((row) => ({ ...patientBrief(row, ctx.now), open: row.open })),
    matters: matters.map((row) => lineOf(ctx, row)),
  }
})
