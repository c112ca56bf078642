// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { callOff, drop, object, people, recall, reply, score } from './commands.ts'
import { getDraw, listDraws, make, proof, release } from './draws.ts'
import { begin, createForm, listForms, publishForm } from './forms.ts'
import { reactions } from './reactions.ts'
import { results } from './results.ts'
import { get, list } from './sheet.ts'
import { ask, clear, confirm, getSuspicion, listSuspicions, state, voidRecord } from './suspicions.ts'
import { checksTables } from './tables.ts'

export const checksModule: Module = {
  name: 'checks',
  handlers: [
    ...[listDraws, getDraw, make, proof, release],
    ...[list, results, get, score, people, recall, callOff, drop, object, reply],
    ...[listSuspicions, getSuspicion, ask, state, clear, confirm, voidRecord],
    ...[listForms, createForm, publishForm],
  ],
  tables: checksTables,
  reactions,
  constraints: {
    check_draws_scheduled: w('这个月已经抽过。', 'This month has been drawn.'),
    checks_task_id_key: w('有的电话刚刚已被抽中，请再抽一次。', 'Some of them have just been drawn; draw again.'),
  },
  begin,
}
