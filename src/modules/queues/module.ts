// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { boardHandlers } from './board.ts'
import { callerHandlers } from './callers.ts'
import { missedHandlers } from './calling-back.ts'
import { hotlines } from './hotline.ts'
import { queueHandlers } from './queue-settings.ts'
import { reactions } from './reactions.ts'
import { skillHandlers } from './skills.ts'
import { queuesTables } from './tables.ts'

export const queuesModule: Module = {
  name: 'queues',
  tables: queuesTables,
  handlers: [...callerHandlers, ...queueHandlers, ...boardHandlers, ...skillHandlers, ...missedHandlers],
  reactions,
  lines: hotlines,
}
