// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { list } from './queries.ts'

export const contactsModule: Module = { name: 'contacts', handlers: [list] }
