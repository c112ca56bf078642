// What this module brings to the house.
import type { Module } from '#engine/house.ts'

export const followupsModule: Module = { name: 'followups', handlers: [], reactions: [] }
