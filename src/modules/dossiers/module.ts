// What this module brings to the house.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { decline, destroy, propose } from './disposals.ts'
import { exportInClear, exportMasked } from './exporting.ts'
import { hold, release } from './holds.ts'
import { letter } from './letter.ts'
import { get, kept, list } from './queries.ts'
import { destroyDue, recordingsOf } from './recordings.ts'
import { dossiersTables } from './tables.ts'

export const dossiersModule: Module = {
  name: 'dossiers',
  tables: dossiersTables,
  handlers: [
    ...[get, recordingsOf, exportMasked, exportInClear, letter, hold, release],
    ...[kept, list, propose, destroy, decline],
  ],
  reactions: [every(24 * 60, 'dossiers.recordings', destroyDue)],
  constraints: {
    cases_held: w('这件诉求刚刚被保全，不能销毁。', 'This matter has just been put on hold.'),
    disposals_one: w('这件诉求的销毁刚刚有人提请，请刷新。', 'Its disposal has just been proposed; refresh.'),
    holds_one: w('这件诉求刚刚被保全，请刷新。', 'This matter has just been put on hold; refresh.'),
  },
}
