// Who raised a matter: kept apart from the case, shown masked, reached as he asked.
import type { z } from 'zod'
import type { Ctx } from '#engine/ctx.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { invalid } from '#kernel/refusal.ts'
import { readPhones } from '#modules/patients/reading/phones.ts'
import type { Reporter, ReporterBrief } from './contract.ts'

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
 * The number as it is dialled, or null where none was left. Refuses what is no telephone number (field.md §2.6): a wrong
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

/** Keeps who raised the case; one row a case, and none for a staff voice. */
export const keepReporter = async (ctx: Ctx, caseId: string, it: Reporting): Promise<void> => {
  const { speaksFor, phone, ...rest } = it
  await ctx.tx
    .insertInto('reporters')
    .values({ case_id: caseId, ...rest, speaks_for: speaksFor, phone: dialled(phone) })
    .execute()
}

/** As anyone who may see the case may see him: the address stays on the server. */
export const reporterBrief = (row: ReporterRow): z.output<typeof ReporterBrief> => ({
  name: row.name === '' ? '' : maskName(row.name),
  phone: row.phone === null ? null : maskPhone(row.phone),
  relation: row.relation,
  speaksFor: row.speaksFor === '' ? '' : maskName(row.speaksFor),
  reach: row.reach,
})
