// What this module brings to the house: 优务经验, recognised, told around and found again.
import type { Module } from '#engine/house.ts'
import { adopt, change, create, decline, learn, recognise, retire, tell } from './commands.ts'
import { get, like, list, spread } from './queries.ts'

export const practicesModule: Module = {
  name: 'practices',
  handlers: [list, like, spread, get, create, change, recognise, decline, tell, learn, adopt, retire],
}
