// What can be asked about conversations with a patient.
import { z } from 'zod'
import { contract, get, Id, Instant } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

export const ContactLine = z.object({
  id: Id,
  at: Instant,
  by: z.string().nullable(),
  disposition: z.string(),
  numberOwner: z.string().nullable(),
  note: z.string(),
  takenOver: z.boolean(),
})

export const contacts = contract('contact', '/contacts', {
  list: get('', {
    title: w('联系记录', 'Contacts'),
    query: z.object({ patientId: Id }),
    reply: z.object({ rows: z.array(ContactLine) }),
  }),
})
