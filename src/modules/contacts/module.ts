// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { list } from './queries.ts'

export const contactsModule: Module = {
  name: 'contacts',
  handlers: [list],
  constraints: {
    contacts_contactable: w(
      '该患者已去世或要求勿扰，不得再联系。',
      'This patient has died or asked not to be contacted.',
    ),
  },
}
