// What was said to a patient before, newest first.
import { type Ctx, handle } from '#engine/ctx.ts'
import { contacts } from './contract.ts'

/** The last hundred conversations with a patient. */
export const contactsOf = (ctx: Ctx, patientId: string) =>
  ctx.tx
    .selectFrom('contacts')
    .leftJoin('staff', 'staff.id', 'contacts.staff_id')
    .where('contacts.patient_id', '=', patientId)
    .orderBy('contacts.started_at', 'desc')
    .limit(100)
    .select([
      'contacts.id',
      'contacts.started_at as at',
      'staff.name as by',
      'contacts.disposition',
      'contacts.number_owner as numberOwner',
      'contacts.note',
      'contacts.taken_over as takenOver',
    ])
    .execute()

export const list = handle(contacts.list, async (ctx, { patientId }) => ({ rows: await contactsOf(ctx, patientId) }))
