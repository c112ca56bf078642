// Keeping what was tried and said.
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'

export type Conversation = {
  readonly patientId: string
  readonly encounterId: string
  readonly startedAt: Date
  readonly disposition: string
  readonly numberOwner: string | null
  readonly note: string
}

/**
 * Keeps one telephone call made by the actor and answers its id. A call to one who died or asked not to be called is
 * refused by the database (constraint `contacts_contactable`).
 */
export const keepCall = async (ctx: Ctx, call: Conversation): Promise<string> => {
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('contacts')
    .values({
      id,
      patient_id: call.patientId,
      encounter_id: call.encounterId,
      staff_id: ctx.me.id,
      channel: 'phone',
      direction: 'out',
      started_at: call.startedAt,
      ended_at: ctx.now,
      disposition: call.disposition,
      number_owner: call.numberOwner,
      note: call.note,
    })
    .execute()
  return id
}
