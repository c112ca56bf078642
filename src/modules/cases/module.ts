// What this module brings to the house.
import type { Module } from '#engine/house.ts'

export const casesModule: Module = { name: 'cases', handlers: [], reactions: [] }
