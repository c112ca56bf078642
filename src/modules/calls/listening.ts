// A lead or supervision hears a colleague's call, or joins it: his telephone calls the colleague's page, which mixes.
import { sql } from 'kysely'
import { handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { may, within } from '#engine/permit.ts'
import { conflict, notAllowed, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { calls } from './contract.ts'
import { placeCall } from './placing.ts'
import type { CallRow } from './rows.ts'

/** Places a call to the colleague's own extension; who listens, to which call and why is in the ledger, and he sees it. */
export const listen = handle(calls.listen, async (ctx, { id, join, reason }) => {
  const { rows } = await sql<CallRow & { name: string; extension: string | null }>`
    select calls.*, staff.name, e.number as extension from calls
      left join staff on staff.id = calls.staff_id
      left join lines e on e.staff_id = calls.staff_id and e.active
    where calls.id = ${id} and ${within(ctx.me, 'call.read', 'calls')}`.execute(ctx.tx)
  const call = rows[0]
  if (!call) throw notFound()
  if (!may(ctx.me, 'call.listen', call)) throw notAllowed('您不能监听这通电话。', 'You may not listen to this call.')
  if (call.staff_id === ctx.me.id) throw conflict(w('这是您自己的通话。', 'It is your own call.'))
  if (call.status !== 'talking' || !call.extension) throw conflict(w('这通电话不在通话中。', 'Nobody is talking.'))
  const placed = await placeCall(ctx, {
    number: call.extension,
    owner: 'staff',
    about: { noun: join ? 'join' : 'listen', id },
    secrecy: { restricted: call.restricted, barred_staff: call.barred_staff },
    parentId: id,
    shown: call.name,
  })
  await record(ctx, 'call.listen', { subject: id, data: { reason, join }, restricted: call.restricted })
  return placed
})
