// What this module brings to the house.
import type { Module } from '#engine/house.ts'

export const directoryModule: Module = { name: 'directory', handlers: [], reactions: [] }
