// What this module brings to the house.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { sweep } from './door.ts'
import { queryHandlers } from './queries.ts'
import { signInHandlers } from './sign-in.ts'

export const directoryModule: Module = {
  name: 'directory',
  handlers: [...signInHandlers, ...queryHandlers],
  reactions: [every(60, 'session.sweep', sweep)],
}
