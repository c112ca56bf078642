// What this module brings to the house.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { credentialHandlers } from './credentials.ts'
import { departmentHandlers } from './departments.ts'
import { sweep } from './door.ts'
import { officeHandlers } from './office.ts'
import { queryHandlers } from './queries.ts'
import { beginShifts, rosterHandlers } from './roster.ts'
import { signInHandlers } from './sign-in.ts'
import { staffHandlers } from './staff.ts'

export const directoryModule: Module = {
  name: 'directory',
  handlers: [
    ...signInHandlers,
    ...credentialHandlers,
    ...queryHandlers,
    ...staffHandlers,
    ...departmentHandlers,
    ...rosterHandlers,
    ...officeHandlers,
  ],
  reactions: [every(60, 'session.sweep', sweep)],
  begin: beginShifts,
}
