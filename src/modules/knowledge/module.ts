// What this module brings to the house.
import type { Module } from '#engine/house.ts'

export const knowledgeModule: Module = { name: 'knowledge', handlers: [], reactions: [] }
