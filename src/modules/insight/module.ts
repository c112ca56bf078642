// What this module brings to the house.
import type { Module } from '#engine/house.ts'

export const insightModule: Module = { name: 'insight', handlers: [], reactions: [] }
