// What must be true of conversations at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const contactsInvariants: readonly Invariant[] = [
  {
    name: 'contact.allowed',
    says: w('免打扰登记之后没有再拨出的电话', 'nobody was called after he asked not to be'),
    broken: `select c.id::text as row from contacts c join patients p on p.id = c.patient_id
      where c.direction = 'out' and not c.taken_over and c.started_at > p.do_not_call_at`,
  },
]
