// What this module brings to the house: every night it looks for what keeps coming back.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { dismiss, take } from './commands.ts'
import { look } from './looking.ts'
import { get, list } from './queries.ts'

export const improvementsModule: Module = {
  name: 'improvements',
  handlers: [list, get, take, dismiss],
  reactions: [every(1440, 'improvements.look', look)],
  constraints: { proposals_once: w('这处苗头刚刚已被提出，请刷新。', 'This has just been proposed; refresh.') },
}
