// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { beginChains, chainHandlers } from './chains.ts'
import { handoverHandlers } from './handovers.ts'
import { noticeHandlers } from './notices.ts'
import { reactions } from './reactions.ts'
import { ringHandlers } from './rings.ts'
import { shiftsTables } from './tables.ts'

export const shiftsModule: Module = {
  name: 'shifts',
  tables: shiftsTables,
  handlers: [...chainHandlers, ...ringHandlers, ...handoverHandlers, ...noticeHandlers],
  reactions,
  begin: beginChains,
}
