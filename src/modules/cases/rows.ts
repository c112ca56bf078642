// A case and its rounds as they lie in the tables, for the commands that hold them.
import { sql } from 'kysely'
import { locked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { invalid } from '#kernel/refusal.ts'
import { sealWords } from '#modules/contacts/commands.ts'
import { caseLifecycle } from './lifecycle.ts'

export type CaseRow = RowOf<'cases'>

/** A case held until the transaction ends; *not found* to those who may not see it. */
export const held = (ctx: Ctx, id: string): Promise<CaseRow> => locked<CaseRow>(ctx, caseLifecycle, id)

/** Two cases held, in the order of their ids, so that two who hold the same pair never wait for each other. */
export const heldBoth = async (ctx: Ctx, id: string, otherId: string): Promise<[CaseRow, CaseRow]> => {
  const [a, b] = [id.toLowerCase(), otherId.toLowerCase()]
  if (a === b) {
    await held(ctx, a)
    throw invalid('请选择另一件诉求。', 'Choose another case.', [{ field: 'otherId', reason: '不能是本件' }])
  }
  if (a < b) return [await held(ctx, a), await held(ctx, b)]
  const other = await held(ctx, b)
  return [await held(ctx, a), other]
}

/** Writes what the present round of a case has come to. */
export const keepRound = (ctx: Ctx, row: Pick<CaseRow, 'id' | 'round'>, changes: Record<string, unknown>) =>
  ctx.tx.updateTable('rounds').set(changes).where('case_id', '=', row.id).where('number', '=', row.round).execute()

/** The name of a department that matters can be sent to. */
export const activeDepartment = async (ctx: Ctx, id: string): Promise<string | null> => {
  const { tx } = ctx
  const row = await tx
    .selectFrom('departments')
    .where('id', '=', id)
    .where('active', '=', true)
    .select('name')
    .executeTakeFirst()
  return row?.name ?? null
}

/** Whether a row of `files` lies under lock, over the name that the query gives the table. */
export const isLocked = (files: string) =>
  sql<boolean>`(${sql.ref(`${files}.quarantine`)} is not null and ${sql.ref(`${files}.released_at`)} is null)`

/** What was said in the call that a case came from is known to those only who may know of all that came from it. */
export const sealSource = async (ctx: Ctx, contactId: string, patientId: string | null): Promise<void> => {
  const { rows } = await sql<{ restricted: boolean; barred_staff: string[]; ordinary: boolean }>`
    select bool_or(restricted) as restricted,
      coalesce(array_agg(distinct b) filter (where b is not null), '{}') as barred_staff,
      not exists (select from contacts where id = ${contactId} and origin) as ordinary
    from cases left join unnest(barred_staff) b on b <> all(blind_staff)
    where patient_id = ${patientId} and contact_id = ${contactId}`.execute(ctx.tx)
  const { restricted, barred_staff, ordinary } = rows[0]!
  if (ordinary && !restricted && barred_staff.length === 0) return
  await sealWords(ctx, contactId, { restricted, barred_staff })
}
