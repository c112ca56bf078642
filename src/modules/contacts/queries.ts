// What was said to a patient before, newest first.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import { contacts } from './contract.ts'

/**
 * Whether the reader may know what was said in a conversation of `table`; not who calls again blind. Departments have no list of conversations, but
 * read with a call of theirs what was said before: of what is ordinary.
 */
export const mayKnowWords = (me: Me, table: string): RawBuilder<boolean> => sql<boolean>`((
  ${within(me, 'contact.read', table)}
  or (not ${sql.ref(`${table}.restricted`)} and ${me.id} <> all(${sql.ref(`${table}.barred_staff`)})))
  and ${me.id} <> all(${sql.ref(`${table}.blind_staff`)}))`

/** The last hundred conversations with a patient; one out of which a hidden matter came is there without its words. */
export const contactsOf = (ctx: Ctx, patientId: string) =>
  ctx.tx
    .selectFrom('contacts')
    .leftJoin('staff', 'staff.id', 'contacts.staff_id')
    .where('contacts.patient_id', '=', patientId)
    .where(sql<boolean>`(contacts.origin or ${mayKnowWords(ctx.me, 'contacts')})`)
    .orderBy('contacts.started_at', 'desc')
    .limit(100)
    .select([
      'contacts.id',
      'contacts.started_at as at',
      'staff.name as by',
      'contacts.disposition',
      'contacts.number_owner as numberOwner',
      sql<string>`case when ${mayKnowWords(ctx.me, 'contacts')} then contacts.note else '' end`.as('note'),
      'contacts.taken_over as takenOver',
    ])
    .execute()

export const list = handle(contacts.list, async (ctx, { patientId }) => ({ rows: await contactsOf(ctx, patientId) }))
