// What time does to exports: what nobody decided lapses, what was made is deleted, what broke off is said to have.
import { advance } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { addDays, dayOf, startOfDay } from '#kernel/time.ts'
import { notify } from '#modules/directory/notices.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { exportLifecycle } from './lifecycle.ts'
import { forget } from './making.ts'
import { troubles } from './words.ts'

/** How long making one may take before it counts as broken off: the queue has given up by then. */
const hoursToMake = 24

/** Looks after what waits and what is over; runs every hour. */
export const age = async (ctx: Ctx): Promise<void> => {
  const decided = startOfDay(addDays(dayOf(ctx.now), -(await standardOf(ctx, 'exportDecided'))))
  const begun = new Date(ctx.now.getTime() - hoursToMake * 3_600_000)
  const rows = await ctx.tx
    .selectFrom('exports')
    .where((of) =>
      of.or([
        of.and([of('status', '=', 'asked'), of('asked_at', '<', decided)]),
        of.and([of('status', '=', 'making'), of('updated_at', '<', begun)]),
        of.and([of('status', '=', 'ready'), of('kept_until', '<', ctx.now)]),
      ]),
    )
    .select(['id', 'number', 'status', 'asked_by_id'])
    .execute()
  for (const { id, number, status, asked_by_id } of rows) {
    const verb = status === 'asked' ? 'lapse' : status === 'making' ? 'fail' : 'expire'
    await advance(ctx, exportLifecycle, verb, id, status === 'making' ? { trouble: troubles.stuck.zh } : {}, { number })
    await forget(ctx, id)
    if (verb === 'lapse')
      await notify(ctx, {
        to: [asked_by_id],
        kind: 'export-lapsed',
        about: { noun: 'export', id },
        words: { zh: `您申请的导出逾期无人审批（${number}）`, en: `Nobody decided on your export in time (${number})` },
        key: `export-lapsed ${id}`,
      })
  }
}
