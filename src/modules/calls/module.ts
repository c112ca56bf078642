// What this module brings to the house.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { filingHandlers } from './filing.ts'
import { listen } from './listening.ts'
import { placingHandlers } from './placing.ts'
import { probe } from './probe.ts'
import { queryHandlers } from './queries.ts'
import { telephoneSocket } from './relay.ts'
import { settingHandlers } from './settings.ts'
import { agentHandlers, tidyStates } from './states.ts'
import { callsTables } from './tables.ts'
import { closeLost } from './witness.ts'

export const callsModule: Module = {
  name: 'calls',
  tables: callsTables,
  handlers: [
    ...queryHandlers,
    ...placingHandlers,
    ...filingHandlers,
    listen,
    ...agentHandlers,
    ...settingHandlers,
    probe,
  ],
  sockets: [telephoneSocket],
  reactions: [every(1, 'calls.closeLost', closeLost), every(1, 'calls.tidyStates', tidyStates)],
  constraints: {
    calls_contactable: w('该患者已去世或要求勿扰，不得致电。', 'This patient has died or asked not to be contacted.'),
    lines_number: w('这个分机号已经登记过。', 'This extension is registered already.'),
    lines_person: w('这位同事已有分机。', 'This colleague has an extension already.'),
  },
}
