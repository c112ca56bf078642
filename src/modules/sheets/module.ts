// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { accept, close, insist, listLines, object, reply, setLine, sign } from './commands.ts'
import { counts, get, list } from './queries.ts'
import { form } from './reply-form.ts'
import { callTheLine, markSent, outgoing, resend, waiting } from './sending.ts'
import { sheetsTables } from './tables.ts'
import { take, upload } from './taking.ts'

export const sheetsModule: Module = {
  name: 'sheets',
  tables: sheetsTables,
  handlers: [
    ...[list, counts, get, take, upload],
    ...[sign, object, insist, accept, reply, close, form],
    ...[waiting, outgoing, markSent, resend, listLines, setLine],
  ],
  reactions: [callTheLine],
}
