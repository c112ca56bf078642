// What people wrote back: a list with an unread mark, beside whom it is of, until somebody has settled it.
import { type RawBuilder, sql } from 'kysely'
import { advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { patientsAt, threadTo } from './coming.ts'
import { replies } from './contract.ts'
import { replyLifecycle } from './lifecycle.ts'
import { ownValues } from './texting.ts'
import { textOf, type Values } from './wording.ts'

type Row = {
  id: string
  status: 'unread' | 'settled'
  from_number: string
  text: string
  stop: boolean
  receivedAt: Date
  patient_id: string | null
  name: string | null
  record_number: string | null
  before: string | null
  aboutNoun: string | null
  aboutId: string | null
  becameId: string | null
  note: string
  settledAt: Date | null
  settledBy: string | null
  restricted: boolean
  barred_staff: string[]
}

const rowsOf = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number): Promise<Row[]> =>
  (
    await sql<Row>`
      select replies.id, replies.status, from_number, replies.text, stop, received_at as "receivedAt", replies.patient_id,
        p.name, p.record_number, t.text as before, replies.about_noun as "aboutNoun", replies.about_id as "aboutId",
        became_id as "becameId", note, settled_at as "settledAt", s.name as "settledBy", replies.restricted, replies.barred_staff
      from replies left join patients p on p.id = replies.patient_id
      left join messages m on m.id = replies.message_id left join templates t on t.id = m.template_id
      left join staff s on s.id = replies.settled_by_id
      where ${within(ctx.me, 'reply.read', 'replies')} and ${condition}
      order by received_at desc, replies.id desc limit ${limit}`.execute(ctx.tx)
  ).rows

const lineOf = async (ctx: Ctx, row: Row, own: Values) => {
  const candidates = row.patient_id ? [] : await patientsAt(ctx, row.from_number)
  const { from_number, patient_id, name, record_number, before, restricted, barred_staff, ...rest } = row
  return {
    ...rest,
    from: maskPhone(from_number),
    patient: patient_id ? { id: patient_id, name: maskName(name!), recordNumber: record_number! } : null,
    candidates: candidates.map((one) => ({
      id: one.id,
      name: maskName(one.name),
      recordNumber: one.record_number,
      owner: one.owner,
    })),
    before: before && textOf(before, own, true),
    can: can(ctx.me, replyLifecycle, { ...rest, restricted, barred_staff }),
  }
}

const one = async (ctx: Ctx, id: string) => {
  const [row] = await rowsOf(ctx, sql<boolean>`replies.id = ${id}`, 1)
  if (!row) throw notFound()
  return lineOf(ctx, row, await ownValues(ctx))
}

const list = handle(replies.list, async (ctx, { after, limit, unread, id }) => {
  const place = afterInstant(after)
  const conditions = [
    ...(place ? [sql<boolean>`(received_at, replies.id) < (${place.key}, ${place.id}::uuid)`] : []),
    ...(unread ? [sql<boolean>`replies.status = 'unread'`] : []),
    ...(id ? [sql<boolean>`replies.id = ${id}`] : []),
  ]
  const condition = conditions.length > 0 ? sql<boolean>`${sql.join(conditions, sql` and `)}` : sql<boolean>`true`
  const found = await rowsOf(ctx, condition, limit + 1)
  const { page, next } = paged(found, limit, (row) => ({ key: row.receivedAt, id: row.id }))
  const own = await ownValues(ctx)
  return { rows: await Promise.all(page.map((row) => lineOf(ctx, row, own))), next }
})

const counts = handle(replies.counts, async (ctx) => {
  const { rows } = await sql<{ unread: number }>`
    select count(*) as unread from replies where status = 'unread' and ${within(ctx.me, 'reply.read', 'replies')}`.execute(
    ctx.tx,
  )
  return rows[0]!
})

type Held = {
  id: string
  status: string
  text: string
  from_number: string
  restricted: boolean
  barred_staff: string[]
}

/** Somebody has read it and done what it asks; `became` names the matter that was made of it. */
export const settleReply = async (
  ctx: Ctx,
  id: string,
  it: { readonly note?: string; readonly became?: { readonly noun: string; readonly id: string } },
): Promise<{ readonly from: string }> => {
  const row = await locked<Held>(ctx, replyLifecycle, id)
  await advanceLocked(ctx, replyLifecycle, 'settle', row, {
    note: it.note ?? '',
    became_noun: it.became?.noun ?? null,
    became_id: it.became?.id ?? null,
    settled_at: ctx.now,
    settled_by_id: ctx.me.id,
  })
  return { from: row.from_number }
}

/** The number of whoever wrote, for a matter that is made of it: only while the reply waits, and for who may settle it. */
export const replyNumber = async (ctx: Ctx, id: string): Promise<string> => {
  const row = await locked<Held>(ctx, replyLifecycle, id)
  mustBeAble(ctx, replyLifecycle, 'settle', row)
  return row.from_number
}

const settle = handle(replies.settle, async (ctx, { id, note }) => {
  await settleReply(ctx, id, { note })
  return one(ctx, id)
})

/** One of several whose number it is: from now on it stands among his conversations. */
const assign = handle(replies.assign, async (ctx, { id, patientId }) => {
  const row = await locked<Held>(ctx, replyLifecycle, id)
  if (!(await patientsAt(ctx, row.from_number)).some((it) => it.id === patientId))
    throw invalid('这位患者没有留这个号码。', 'This patient has not left this number.', [
      { field: 'patientId', reason: '请从列出的患者中选择' },
    ])
  await advanceLocked(ctx, replyLifecycle, 'assign', row, {}, { patientId })
  await threadTo(ctx, id, patientId, row.text, row)
  return one(ctx, id)
})

export const replyHandlers = [list, counts, settle, assign]
