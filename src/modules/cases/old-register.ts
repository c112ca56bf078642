// What the old register says of a case that was taken over, in the register's own words.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { type CaseField, caseFields } from '#modules/patients/reading/cases.ts'
import type { CaseSheet } from './shapes.ts'

/** Field by field, those that say something; the caller has judged whether the case may be seen. */
export const oldRegisterOf = async (ctx: Ctx, caseId: string): Promise<NonNullable<CaseSheet['oldRegister']>> => {
  const { rows } = await sql<{ said: Record<CaseField, string>; file: string; row: number; at: Date }>`
    select e.said, i.file_name as file, e.row_number as row, i.started_at as at
    from register_entries e join imports i on i.id = e.import_id where e.case_id = ${caseId}`.execute(ctx.tx)
  const it = rows[0]
  if (!it) return { file: '', row: 0, at: ctx.now, said: [] }
  const said = Object.entries(caseFields).flatMap(([field, { words }]) => {
    const value = it.said[field as CaseField] ?? ''
    return value === '' || field === 'text' ? [] : [{ ...words, value }]
  })
  return { file: it.file, row: it.row, at: it.at, said }
}
