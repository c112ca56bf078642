// What this module brings to the house: callers' scorecards, their own first, and what to practise.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { comment, get, list, now, see, talk } from './cards.ts'
import { makeDue, remindLate, showDue } from './making.ts'
import { create, finish, list as listNotes, people, suggested, withdraw } from './notes.ts'
import { scorecardsTables } from './tables.ts'

export const scorecardsModule: Module = {
  name: 'scorecards',
  tables: scorecardsTables,
  handlers: [list, now, get, see, comment, talk, listNotes, people, suggested, create, finish, withdraw],
  reactions: [
    every(720, 'scorecards.make', makeDue),
    every(720, 'scorecards.show', showDue),
    every(720, 'scorecards.late', remindLate),
  ],
  constraints: {
    scorecards_frozen: w('成绩卡生成后不再改动。', 'A scorecard stays as it was made.'),
  },
}
