// Who raised a matter: kept apart from the case, shown masked, reached as he asked.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#engine/ctx.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { invalid } from '#kernel/refusal.ts'
import { searchVector } from '#kernel/search.ts'
import { readPhones } from '#modules/patients/reading/phones.ts'
import type { Reporter, ReporterBrief } from './shapes.ts'

export type Reporting = z.output<typeof Reporter>
export type ReporterRow = {
  readonly name: string
  readonly phone: string | null
  readonly relation: z.output<typeof ReporterBrief>['relation']
  readonly speaksFor: string
  readonly reach: z.output<typeof ReporterBrief>['reach']
  readonly address: string
}

/**
 * The number as it is dialled, or null where none was left. Refuses what is no telephone number: a wrong
 * digit means that nobody is ever answered.
 */
export const dialled = (phone: string): string | null => {
  if (phone.trim() === '') return null
  const [best] = readPhones(phone, 'patient').phones
  if (best) return best.number
  throw invalid('电话号码有误。', 'This is no telephone number.', [
    { field: 'reporter.phone', reason: '应为 11 位手机号，或带区号的固定电话' },
  ])
}

/** The number as it is dialled, or empty: for words of another house, which are taken in as they come. */
export const readable = (phone: string): string => readPhones(phone, 'patient').phones[0]?.number ?? ''

/** Who raised it, as another house may say it anew. */
export type Citizen = Pick<Reporting, 'name' | 'phone' | 'speaksFor' | 'address'>

/** Who raised the case, in clear: for comparing, never for a reply. */
export const citizenOf = async (ctx: Ctx, caseId: string): Promise<Citizen | null> => {
  const row = await ctx.tx
    .selectFrom('reporters')
    .where('case_id', '=', caseId)
    .select(['name', 'phone', 'speaks_for as speaksFor', 'address'])
    .executeTakeFirst()
  return row ? { ...row, phone: row.phone ?? '' } : null
}

/** Another house says better who raised the case; what it leaves empty stays. Who may, and that it is told, is the caller's. */
export const correctReporter = async (ctx: Ctx, caseId: string, it: Citizen): Promise<void> => {
  const said = { name: it.name, phone: readable(it.phone), speaks_for: it.speaksFor, address: it.address }
  const changed = Object.entries(said).filter(([, words]) => words !== '')
  if (changed.length === 0) return
  await ctx.tx.updateTable('reporters').set(Object.fromEntries(changed)).where('case_id', '=', caseId).execute()
  const words = searchVector(it.name, it.speaksFor, said.phone.slice(-4))
  await sql`update case_search set search = search || ${words}::tsvector where case_id = ${caseId}`.execute(ctx.tx)
}

/** Keeps who raised the case; one row a case, and none for a staff voice. */
export const keepReporter = async (ctx: Ctx, caseId: string, it: Reporting): Promise<void> => {
  const { speaksFor, phone, ...rest } = it
  await ctx.tx
    .insertInto('reporters')
    .values({ case_id: caseId, ...rest, speaks_for: speaksFor, phone: dialled(phone) })
    .execute()
}

/**
 * Whether anybody may be called about a row of `cases`: the patient, unless he has died or asked not to be; but for his
 * family, where one of them raised it and left a number.
 */
export const isCallable = sql<boolean>`(
  not exists (select from patients p where p.id = cases.patient_id and not p.contactable)
  or exists (select from reporters r where r.case_id = cases.id and r.phone is not null and r.relation <> 'self'))`

/** The same of one case. */
export const mayBeCalled = async (ctx: Ctx, { id }: { readonly id: string }): Promise<boolean> => {
  const { rows } = await sql<{ may: boolean }>`select ${isCallable} as may from cases where id = ${id}`.execute(ctx.tx)
  return rows[0]!.may
}

/** As anyone who may see the case may see him: the address stays on the server. */
export const reporterBrief = (row: ReporterRow): z.output<typeof ReporterBrief> => ({
  name: row.name === '' ? '' : maskName(row.name),
  phone: row.phone === null ? null : maskPhone(row.phone),
  relation: row.relation,
  speaksFor: row.speaksFor === '' ? '' : maskName(row.speaksFor),
  reach: row.reach,
})
