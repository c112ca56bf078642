// What follows for checks from calls and listening, and what they do by themselves.
import { sql } from 'kysely'
import { type Ctx, every, with_ } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { holdBackListen } from '#modules/recordings/listening.ts'
import { answered, cancelled, unreached } from './comparing.ts'
import { drawDue } from './draws.ts'
import { look } from './looking.ts'

/** Whether the recording is of a call that is being checked, or that looks made up, and whose caller does not know of it. */
const isWatched = async (ctx: Ctx, recordingId: string): Promise<boolean> => {
  const { rows } = await sql`
    select from recordings r join calls c on c.id = r.call_id
    left join attempts a on a.contact_id = c.contact_id
    where r.id = ${recordingId} and r.staff_id <> ${ctx.me.id} and (
      exists (select from checks k where k.restricted and k.task_id in (c.about_id, a.task_id))
      or exists (select from suspicions s where s.restricted and s.task_id in (c.about_id, a.task_id)))`.execute(ctx.tx)
  return rows.length > 0
}

/** That supervision hears a drawn call is on record, and known to nobody else until the results are out. */
const listenUnseen = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  if (ctx.me.role === 'supervision' && (await isWatched(ctx, subject!))) await holdBackListen(ctx, subject!)
}

const markElsewhere = w(
  '这通电话正在抽查，标记会被坐席看到。请写在抽查表的“意见”里。',
  'This call is being checked; the agent would see a mark. Write it into the check.',
)

const markUnseen = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  if (ctx.me.role === 'supervision' && (await isWatched(ctx, subject!))) throw conflict(markElsewhere)
}

export const reactions = [
  with_('task.complete', 'checks.answered', answered),
  with_('task.flag', 'checks.answeredWithDanger', answered),
  with_('task.giveUp', 'checks.unreached', unreached),
  with_('task.cancel', 'checks.cancelled', cancelled),
  with_('recording.listen', 'checks.listenUnseen', listenUnseen),
  with_('recording.mark', 'checks.markUnseen', markUnseen),
  every(720, 'checks.draw', drawDue),
  every(1440, 'checks.look', look),
]
