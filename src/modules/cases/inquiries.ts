// Investigation as it was made: materials seen, people asked, facts found, each a record of its round.
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { handle } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { invalid } from '#kernel/refusal.ts'
import { cases } from './contract.ts'
import { caseLifecycle } from './lifecycle.ts'
import { held } from './rows.ts'
import { receipt } from './sheet.ts'

/**
 * Notes what was looked into: whom or where, when, and what was found; a file may be named that lies with the case.
 * Nothing of it is ever changed: what turned out otherwise is a further record.
 */
export const inquire = handle(cases.inquire, async (ctx, { id, kind, whom, happenedAt, found, fileId }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, caseLifecycle, 'inquire', row)
  if (happenedAt > ctx.now)
    throw invalid('调查时间还没有到。', 'It has not happened yet.', [
      { field: 'happenedAt', reason: '请填写已经发生的时间' },
    ])
  const file =
    fileId &&
    (await ctx.tx
      .selectFrom('files')
      .where('id', '=', fileId)
      .where('noun', '=', 'case')
      .where('subject', '=', id)
      .select('name')
      .executeTakeFirst())
  if (fileId && !file)
    throw invalid('这件诉求没有这个附件。', 'There is no such file with the case.', [
      { field: 'fileId', reason: '请先添加附件' },
    ])
  await advanceLocked(ctx, caseLifecycle, 'inquire', row, {}, { kind, whom, found, round: row.round })
  await ctx.tx
    .insertInto('inquiries')
    .values({
      id: newId(ctx.now),
      case_id: id,
      round: row.round,
      kind,
      whom,
      happened_at: happenedAt,
      found,
      file_id: fileId,
      by_id: ctx.me.id,
      at: ctx.now,
    })
    .execute()
  return receipt(ctx, id)
})
