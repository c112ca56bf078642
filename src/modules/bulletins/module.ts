// What this module brings to the house: on a working day last month's bulletins are drafted, and who has not signed is reminded.
import { every, when } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import {
  approve,
  approveAll,
  changes,
  correct,
  make,
  propose,
  proposeAll,
  publish,
  publishAll,
  remake,
  remind,
  sendBack,
  sign,
  withdraw,
  write,
} from './commands.ts'
import { draftLast, draftNext, remindLate } from './making.ts'
import { docx, pdf, xlsx } from './papers.ts'
import { get, list } from './queries.ts'
import { bulletinsTables } from './tables.ts'

export const bulletinsModule: Module = {
  name: 'bulletins',
  handlers: [
    ...[list, get, changes, make, remake, write, propose, sendBack, approve, publish, sign, remind, correct, withdraw],
    ...[proposeAll, approveAll, publishAll, docx, xlsx, pdf],
  ],
  reactions: [
    // The departments' follow the hospital's, one after another.
    when('bulletin.make', 'bulletins.next', (ctx, { data }) => draftNext(ctx, String(data.month))),
    every(60, 'bulletins.draft', draftLast),
    every(60, 'bulletins.remind', remindLate),
  ],
  tables: bulletinsTables,
  constraints: {
    bulletins_open: w('这份通报刚刚已有人起草，请刷新。', 'This bulletin was drafted just now; refresh.'),
    bulletins_version: w('这份通报刚刚已有人起草，请刷新。', 'This bulletin was drafted just now; refresh.'),
    bulletins_published: w(
      '已报批或发布的通报不能再改；请退回，或用“更正”出新的一版。',
      'What was proposed or published is not changed; have it sent back, or correct it by a new version.',
    ),
    bulletins_approved: w(
      '通报须由执笔和报批以外的人批准。',
      'Somebody else than who wrote or proposed it approves it.',
    ),
  },
}
