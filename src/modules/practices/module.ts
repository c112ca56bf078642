// What this module brings to the house: 优务经验, recognised, told around and found again.
import type { Module } from '#engine/house.ts'
import { adopt, change, create, decline, learn, recognise, retire, tell } from './commands.ts'
import { get, like, list, spread } from './queries.ts'
import { practicesTables } from './tables.ts'

export const practicesModule: Module = {
  name: 'practices',
  tables: practicesTables,
  handlers: [list, like, spread, get, create, change, recognise, decline, tell, learn, adopt, retire],
}
