// What this module brings to the house.
import { every, whenLong } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { age } from './aging.ts'
import { approve, ask, cancel, file, refuse, reveal } from './commands.ts'
import { prepare } from './making.ts'
import { counts, get, list, preview } from './queries.ts'
import * as readers from './readers.ts'
import { exportsTables } from './tables.ts'

export const exportsModule: Module = {
  name: 'exports',
  handlers: [
    ...[list, counts, preview, get, ask, reveal, approve, refuse, cancel, file],
    ...[readers.list, readers.create, readers.renew, readers.revoke],
  ],
  tables: exportsTables,
  reactions: [
    whenLong('export.ask', 'exports.prepare', (house, event) => prepare(house, event.subject!)),
    whenLong('export.approve', 'exports.make', (house, event) => prepare(house, event.subject!)),
    every(60, 'exports.age', age),
    every(60, 'readers.tend', readers.tend),
  ],
  constraints: {
    exports_second: w('自己申请的导出须由他人审批。', 'Another one has to approve it.'),
  },
}
