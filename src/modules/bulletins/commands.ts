// What people do to a bulletin on its way out: written into, proposed, approved, published, signed for, corrected, withdrawn.
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { mustEver } from '#engine/permit.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { monthOf, sayMonth } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { bulletins } from './contract.ts'
import { changesBetween, type Document } from './document.ts'
import { type BulletinRow, bulletinLifecycle } from './lifecycle.ts'
import { drafted, madeNow } from './making.ts'
import { bulletinOf } from './queries.ts'
import { nameOf, readersOf, reminded, tellRole } from './telling.ts'

const held = (ctx: Ctx, id: string) => locked<BulletinRow & { document: unknown }>(ctx, bulletinLifecycle, id)

/** Of a month that is over; the departments' follow by themselves (module.ts). */
export const make = handle(bulletins.make, async (ctx, { month }) => {
  mustEver(ctx.me, 'bulletin.make')
  if (month >= monthOf(ctx.now))
    throw invalid('这个月还没有过完。', 'That month is not over.', [{ field: 'month', reason: '请选择已过完的月份' }])
  const id = await drafted(ctx, month, null)
  if (!id) throw conflict(w('这个月的全院通报已经起草。', 'The hospital’s bulletin of this month is there already.'))
  return { id, month }
})

/** Counts a draft anew; what changed since is shown beside it. A correction is always compared with what it corrects. */
export const remake = handle(bulletins.remake, async (ctx, { id }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, bulletinLifecycle, 'remake', row)
  const { document, before } = await madeNow(ctx, row)
  const changes = changesBetween(before, document)
  await advanceLocked(
    ctx,
    bulletinLifecycle,
    'remake',
    row,
    { document: JSON.stringify(document), made_at: ctx.now, changes: JSON.stringify(changes) },
    { changes: changes.length },
  )
  return bulletinOf(ctx, id)
})

/** What would be different if it were made now: before it is proposed, or to see whether what is published has to be corrected. */
export const changes = handle(bulletins.changes, async (ctx, { id }) => {
  mustEver(ctx.me, 'bulletin.remake')
  const { document: shown, month, departmentId } = await bulletinOf(ctx, id)
  const { document } = await madeNow(ctx, { id, month, department_id: departmentId, corrects_id: null })
  return { changes: changesBetween(shown, document) }
})

/** One block of words: what stood there is replaced, and whose words it is now. */
export const write = handle(bulletins.write, async (ctx, { id, slot, text }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, bulletinLifecycle, 'write', row)
  if (text === '') await sql`delete from bulletin_notes where bulletin_id = ${id} and slot = ${slot}`.execute(ctx.tx)
  else
    await sql`insert into bulletin_notes (bulletin_id, slot, text, by_id, at) values (${id}, ${slot}, ${text}, ${ctx.me.id}, ${ctx.now})
      on conflict (bulletin_id, slot) do update set text = excluded.text, by_id = excluded.by_id, at = excluded.at`.execute(
      ctx.tx,
    )
  await advanceLocked(ctx, bulletinLifecycle, 'write', row, { hands: withHand(ctx, row) }, { slot, text })
  return bulletinOf(ctx, id)
})

const withHand = (ctx: Ctx, { hands }: BulletinRow): string[] => [...new Set([...hands, ctx.me.id])]

const proposed = async (ctx: Ctx, id: string): Promise<BulletinRow> => {
  const row = await held(ctx, id)
  const by = { proposed_at: ctx.now, proposed_by_id: ctx.me.id, hands: withHand(ctx, row), words: '' }
  return advanceLocked<BulletinRow>(ctx, bulletinLifecycle, 'propose', row, by)
}

export const propose = handle(bulletins.propose, async (ctx, { id }) => {
  const name = await nameOf(ctx, await proposed(ctx, id))
  await tellRole(ctx, 'leadership', 'bulletin-proposed', w(`${name}请审批`, `To approve: ${name}`), id)
  return bulletinOf(ctx, id)
})

/** Does it to every bulletin of a month that stands in a state, the hospital's last; answers how many. */
const toAll = async (
  ctx: Ctx,
  month: string,
  status: string,
  act: (ctx: Ctx, id: string) => Promise<unknown>,
): Promise<number> => {
  const { rows } = await sql<{
    id: string
  }>`select id from bulletins where month = ${month} and status = ${status} order by kind, id`.execute(ctx.tx)
  for (const { id } of rows) await act(ctx, id)
  return rows.length
}

export const proposeAll = handle(bulletins.proposeAll, async (ctx, { month }) => {
  mustEver(ctx.me, 'bulletin.propose')
  const done = await toAll(ctx, month, 'draft', proposed)
  const words = w(`${sayMonth(month, 'zh')}通报 ${done} 份请审批`, `${done} bulletins of ${month} to approve`)
  if (done > 0) await tellRole(ctx, 'leadership', 'bulletin-proposed', words)
  return { month, done }
})

/** Leadership would have it otherwise, and says why. */
export const sendBack = handle(bulletins.sendBack, async (ctx, { id, words }) => {
  const row = await advance<BulletinRow>(ctx, bulletinLifecycle, 'sendBack', id, { words }, { words })
  const name = await nameOf(ctx, row)
  await tellRole(
    ctx,
    'supervision',
    'bulletin-sent-back',
    w(`${name}被退回：${words}`, `Sent back: ${name}. ${words}`),
    id,
  )
  return bulletinOf(ctx, id)
})

const approved = (ctx: Ctx, id: string): Promise<BulletinRow> =>
  advance<BulletinRow>(ctx, bulletinLifecycle, 'approve', id, { approved_at: ctx.now, approved_by_id: ctx.me.id })

export const approve = handle(bulletins.approve, async (ctx, { id }) => {
  const name = await nameOf(ctx, await approved(ctx, id))
  await tellRole(ctx, 'supervision', 'bulletin-approved', w(`${name}已批准，可以发布`, `Approved: ${name}`), id)
  return bulletinOf(ctx, id)
})

export const approveAll = handle(bulletins.approveAll, async (ctx, { month }) => {
  mustEver(ctx.me, 'bulletin.approve')
  const done = await toAll(ctx, month, 'proposed', approved)
  const words = w(`${sayMonth(month, 'zh')}通报 ${done} 份已批准，可以发布`, `${done} bulletins of ${month} approved`)
  if (done > 0) await tellRole(ctx, 'supervision', 'bulletin-approved', words)
  return { month, done }
})

/** Out to its readers. A correction takes the place of what it corrects, and says so to each of them. */
const published = async (ctx: Ctx, id: string): Promise<void> => {
  const row = await held(ctx, id)
  mustBeAble(ctx, bulletinLifecycle, 'publish', row)
  if (row.corrects_id) await advance({ ...ctx, me: systemMe }, bulletinLifecycle, 'supersede', row.corrects_id)
  const addressees = await readersOf(ctx, row)
  const by = { published_at: ctx.now, published_by_id: ctx.me.id, addressees }
  await advanceLocked(ctx, bulletinLifecycle, 'publish', row, by, { readers: addressees.length })
  await sql`insert into bulletin_receipts (bulletin_id, staff_id, told_at)
    select ${id}, s, ${ctx.now} from unnest(${addressees}::uuid[]) s
    on conflict do nothing`.execute(ctx.tx)
  const name = await nameOf(ctx, row)
  const words = row.corrects_id
    ? w(
        `${name}有更正（第 ${row.version} 版），请阅签`,
        `Corrected: ${name}, version ${row.version}; please sign as read`,
      )
    : w(`${name}已发布，请阅签`, `Published: ${name}; please sign as read`)
  const about = { noun: 'bulletin', id } as const
  await notify(ctx, { to: addressees, kind: 'bulletin-published', words, about, key: `bulletin ${id}` })
}

export const publish = handle(bulletins.publish, async (ctx, { id }) => {
  await published(ctx, id)
  return bulletinOf(ctx, id)
})

export const publishAll = handle(bulletins.publishAll, async (ctx, { month }) => {
  mustEver(ctx.me, 'bulletin.publish')
  return { month, done: await toAll(ctx, month, 'approved', published) }
})

/** 已阅: once, by each to whom it was sent. */
export const sign = handle(bulletins.sign, async (ctx, { id }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, bulletinLifecycle, 'sign', row)
  const { numAffectedRows } = await sql`update bulletin_receipts set signed_at = ${ctx.now}
    where bulletin_id = ${id} and staff_id = ${ctx.me.id} and signed_at is null`.execute(ctx.tx)
  if (numAffectedRows === 0n) throw conflict(w('您已经阅签过。', 'You have signed it already.'))
  await advanceLocked(ctx, bulletinLifecycle, 'sign', row)
  return bulletinOf(ctx, id)
})

export const remind = handle(bulletins.remind, async (ctx, { id }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, bulletinLifecycle, 'remind', row)
  const people = await reminded(ctx, row)
  if (people === 0) throw conflict(w('都已阅签。', 'Everybody has signed.'))
  await advanceLocked(ctx, bulletinLifecycle, 'remind', row, {}, { people })
  return bulletinOf(ctx, id)
})

/** A new version with the figures of now, which names what was otherwise; the published one holds until it is published. */
export const correct = handle(bulletins.correct, async (ctx, { id, reason }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, bulletinLifecycle, 'correct', row)
  const next = await drafted(ctx, row.month, row.department_id, { of: row, document: row.document as Document, reason })
  if (!next) throw conflict(w('这份通报的更正版已经在起草。', 'A correction is being written already.'))
  await advanceLocked(ctx, bulletinLifecycle, 'correct', row, {}, { reason, correction: next })
  return bulletinOf(ctx, next)
})

/** Taken back with its reason; whoever had it is told. */
export const withdraw = handle(bulletins.withdraw, async (ctx, { id, words }) => {
  const before = await held(ctx, id)
  const row = await advanceLocked<BulletinRow>(ctx, bulletinLifecycle, 'withdraw', before, { words }, { words })
  if (before.status === 'published') {
    const name = await nameOf(ctx, row)
    await notify(ctx, {
      to: row.addressees,
      kind: 'bulletin-withdrawn',
      words: w(`${name}已撤回：${words}`, `Withdrawn: ${name}. ${words}`),
    })
  }
  return bulletinOf(ctx, id)
})
