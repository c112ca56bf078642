// Keeping what was tried and said, and from whom it is kept.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'

type Conversation = {
  readonly patientId: string
  readonly encounterId: string | null
  /** `in`: the person called us. */
  readonly direction?: 'in' | 'out'
  readonly startedAt: Date
  /** Now, where it is not said. */
  readonly endedAt?: Date | null
  readonly disposition: string
  readonly numberOwner: string | null
  readonly note: string
  /** A conversation about a matter that not everyone may know; absent: ordinary. */
  readonly secrecy?: Secrecy
}

/** Who must find nothing of a matter: everyone but supervision, and these people in any case. */
export type Secrecy = { readonly restricted: boolean; readonly barred_staff: readonly string[] }

/**
 * Keeps one telephone call of the actor and answers its id. A call to one who died or asked not to be called is
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
      staff_id: ctx.me.id === systemId ? null : ctx.me.id,
      channel: 'phone',
      direction: call.direction ?? 'out',
      started_at: call.startedAt,
      ended_at: call.endedAt ?? ctx.now,
      disposition: call.disposition,
      number_owner: call.numberOwner,
      note: call.note,
      restricted: call.secrecy?.restricted ?? false,
      barred_staff: [...(call.secrecy?.barred_staff ?? [])],
    })
    .execute()
  return id
}

/**
 * Keeps a text that went to a patient or came from him, and answers its id; null where he may not be contacted any more
 * by the time it is known to have gone.
 */
export const keepText = async (
  ctx: Ctx,
  it: {
    readonly patientId: string
    readonly direction: 'out' | 'in'
    readonly at: Date
    readonly staffId: string | null
    readonly note: string
    readonly secrecy: Secrecy
  },
): Promise<string | null> => {
  const { rows } = await sql<{ id: string }>`
    insert into contacts (id, patient_id, staff_id, channel, direction, started_at, ended_at, disposition, note, restricted, barred_staff)
    select ${newId(ctx.now)}, id, ${it.staffId}, 'sms', ${it.direction}, ${it.at}, ${it.at},
      ${it.direction === 'out' ? 'texted' : 'wrote'}, ${it.note}, ${it.secrecy.restricted}, ${[...it.secrecy.barred_staff]}::uuid[]
    from patients where id = ${it.patientId} and (contactable or ${it.direction} = 'in') for share
    returning id`.execute(ctx.tx)
  return rows[0]?.id ?? null
}

/**
 * Keeps the words of a conversation out of which matters came from those who must find nothing of them. One that is
 * itself about a hidden matter (a recall) stays hidden as a whole.
 */
export const sealWords = async (ctx: Ctx, id: string, { restricted, barred_staff }: Secrecy): Promise<void> => {
  await sql`
    update contacts set restricted = ${restricted}, barred_staff = ${barred_staff}::uuid[], origin = true
    where id = ${id} and (origin or (not restricted and barred_staff = '{}'))`.execute(ctx.tx)
}

/** Hides whole conversations, after the matter that they were about was judged anew. */
export const sealCalls = async (ctx: Ctx, ids: readonly string[], { restricted, barred_staff }: Secrecy) => {
  await sql`
    update contacts set restricted = ${restricted}, barred_staff = ${barred_staff}::uuid[]
    where id = any(${ids}::uuid[]) and not origin`.execute(ctx.tx)
}

/** Those above somebody who must find nothing of a conversation must find nothing of it either. */
export const barAlso = async (ctx: Ctx, staffId: string, above: readonly string[]): Promise<void> => {
  await sql`
    update contacts set barred_staff = array(select distinct b from unnest(barred_staff || ${above}::uuid[]) b)
    where ${staffId} = any(barred_staff) and not barred_staff @> ${above}::uuid[]`.execute(ctx.tx)
}

/** A call that was found never to have been made: it stays where it stands, as what it is. */
export const voidCall = async (ctx: Ctx, id: string): Promise<void> => {
  await sql`update contacts set disposition = 'voided' where id = ${id}`.execute(ctx.tx)
}

/** Empties what was said in conversations about a matter whose term has passed; that they were had stays. */
export const forgetConversations = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  await sql`update contacts set note = '' where id = any(${ids}::uuid[])`.execute(ctx.tx)
}

/** Somebody shall ask the same again without knowing what was said: he does not read these conversations until he may again. */
export const blindTo = async (ctx: Ctx, ids: readonly string[], staffId: string): Promise<void> => {
  await sql`update contacts set blind_staff = array_append(array_remove(blind_staff, ${staffId}), ${staffId}::uuid)
    where id = any(${ids}::uuid[])`.execute(ctx.tx)
}
export const unblind = async (ctx: Ctx, ids: readonly string[], staffId: string): Promise<void> => {
  await sql`update contacts set blind_staff = array_remove(blind_staff, ${staffId}::uuid)
    where id = any(${ids}::uuid[])`.execute(ctx.tx)
}
