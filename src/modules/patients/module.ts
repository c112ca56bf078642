// What this module brings to the house.
import type { Module } from '#engine/house.ts'

export const patientsModule: Module = { name: 'patients', handlers: [], reactions: [] }
