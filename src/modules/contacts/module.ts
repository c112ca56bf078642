// What this module brings to the house.
import type { Module } from '#engine/house.ts'

export const contactsModule: Module = { name: 'contacts', handlers: [], reactions: [] }
