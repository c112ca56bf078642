// What this module brings to the house.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { workLine } from './machine.ts'
import { closeLostCalls, releaseTheLate } from './running.ts'
import { scriptHandlers } from './scripts.ts'
import { autocallsTables } from './tables.ts'
import { boardHandlers } from './today.ts'

export const autocallsModule: Module = {
  name: 'autocalls',
  tables: autocallsTables,
  handlers: [...scriptHandlers, ...boardHandlers],
  reactions: [every(1, 'autocalls.closeLost', closeLostCalls), every(10, 'autocalls.releaseTheLate', releaseTheLate)],
  constraints: {
    autocalls_once: w('这条任务正在自动拨打。', 'The program is calling about this task just now.'),
    scripts_in_force: w('这份问卷已有使用中的话术。', 'This questionnaire has a script in force already.'),
  },
  lines: (voice) => voice.eachLine('machine', (line) => workLine(voice.house, line)),
}
