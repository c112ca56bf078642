// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { approve, create, setNote, withdraw } from './commands.ts'
import { list, listNotes } from './queries.ts'
import { begin } from './shipped.ts'

export const knowledgeModule: Module = {
  name: 'knowledge',
  handlers: [list, create, approve, withdraw, listNotes, setNote],
  begin,
}
