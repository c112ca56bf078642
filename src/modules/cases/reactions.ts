// What follows for cases from what happened elsewhere.
import { sql } from 'kysely'
import { type Ctx, every, with_ } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { type LedgerEvent, record } from '#engine/ledger.ts'
import { within } from '#engine/permit.ts'
import { barAlso } from '#modules/contacts/commands.ts'
import { superiorsOf } from '#modules/directory/superiors.ts'
import type { CaseArrivals } from '#modules/patients/arrivals.ts'
import { missClocks } from './clocks.ts'
import { lookBack } from './links.ts'
import { endPauses } from './pauses.ts'
import { ownerFor } from './routing.ts'
import { placeTakenOver, takeOverCases } from './takeover.ts'
import { remindPromises, tellAsked, tellMissed, tellUrged } from './telling.ts'
import { remindMeasures, tellMore, tellPlanned } from './telling-rounds.ts'
import { knowReply } from './written.ts'

/** Open matters of an owner get another one (首问负责 is passed on). Refused when there is nobody to take them. */
const passOnFrom = async (ctx: Ctx, ownerId: string, which = sql<boolean>`true`): Promise<void> => {
  const open = await ctx.tx
    .selectFrom('cases')
    .where('owner_id', '=', ownerId)
    .where('status', '<>', 'archived')
    .where(which)
    .orderBy('id')
    .forUpdate()
    .select(['id', 'restricted', 'barred_staff'])
    .execute()
  for (const { id, restricted, barred_staff } of open) {
    // Not for the administrator who closed the account, if there is nobody else.
    const owner = await ownerFor({ ...ctx, me: systemMe }, restricted, barred_staff)
    const { name } = await ctx.tx.selectFrom('staff').where('id', '=', owner).select('name').executeTakeFirstOrThrow()
    await ctx.tx.updateTable('cases').set({ owner_id: owner, updated_at: ctx.now }).where('id', '=', id).execute()
    await record(ctx, 'case.passOn', { subject: id, data: { to: name }, restricted })
  }
}

/** Whoever leaves answers for nothing any more. */
const passOn = (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => passOnFrom(ctx, subject!)

/**
 * Before the centre had people, what was taken over was owned by whoever there was. Whoever comes first to lead or to
 * supervise takes up what an administrator cannot even see.
 */
const takeUp = async (ctx: Ctx, { data }: LedgerEvent): Promise<void> => {
  if (data.role !== 'lead' && data.role !== 'supervision') return
  const { rows } = await sql<{ id: string }>`
    select distinct s.id from cases c join staff s on s.id = c.owner_id
    where c.status <> 'archived' and c.taken_over and s.role in ('admin', 'department')`.execute(ctx.tx)
  for (const { id } of rows) await passOnFrom(ctx, id, sql<boolean>`taken_over`)
}

type Changed = { readonly before: Pick<Ctx['me'], 'role'>; readonly after: Pick<Ctx['me'], 'role' | 'departments'> }

/** Nobody's id: who answers for a matter sees it, so a role is judged as if somebody else had it. */
const anybody = '00000000-0000-0000-0000-000000000000'

/** Whose role does not see a matter, when it is another one than before, does not answer for it any more. */
const passOnUnseen = async (ctx: Ctx, { subject, data }: LedgerEvent): Promise<void> => {
  const { before, after } = data as Changed
  if (before.role === after.role) return
  const me = { id: anybody, name: '', role: after.role, departments: after.departments }
  await passOnFrom(ctx, subject!, sql<boolean>`not ${within(me, 'case.read', 'cases')}`)
}

/**
 * Whoever comes to stand above one who is barred from a matter is barred from it too, with all who stand above him; a
 * matter that was his to follow gets another owner.
 */
const barSuperiors = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const above = await superiorsOf(ctx, subject!)
  if (above.length === 0) return
  await sql`
    update cases set barred_staff = array(select distinct b from unnest(barred_staff || ${above}::uuid[]) b)
    where ${subject} = any(barred_staff) and ${subject} <> all(blind_staff) and not barred_staff @> ${above}::uuid[]`.execute(
    ctx.tx,
  )
  await barAlso(ctx, subject!, above)
  for (const id of above) await passOnFrom(ctx, id, sql<boolean>`${id} = any(barred_staff)`)
}

export const reactions = [
  /** Who comes back within the month is told to the lead. */
  every(10, 'cases.lookBack', lookBack),
  with_('caseRegister.arrive', 'cases.takeOver', (ctx, event) => takeOverCases(ctx, event.aside as CaseArrivals)),
  with_('department.confirm', 'cases.placeTakenOver', (ctx, { subject, data }) =>
    placeTakenOver(ctx, subject!, String(data.name ?? '')),
  ),
  with_('case.urge', 'cases.tellUrged', tellUrged),
  with_('case.askAssist', 'cases.tellAsked', tellAsked),
  with_('case.miss', 'cases.tellMissed', tellMissed),
  with_('reply.receive', 'cases.knowReply', knowReply),
  with_('case.add', 'cases.tellAdded', tellMore),
  with_('case.hear', 'cases.tellHeard', tellMore),
  with_('measure.plan', 'cases.tellPlanned', tellPlanned),
  every(60, 'cases.remindMeasures', remindMeasures),
  every(1, 'cases.missClocks', missClocks),
  every(5, 'cases.remindPromises', remindPromises),
  every(30, 'cases.endPauses', endPauses),
  with_('staff.change', 'cases.barSuperiors', barSuperiors),
  with_('staff.change', 'cases.passOnUnseen', passOnUnseen),
  with_('staff.disable', 'cases.passOn', passOn),
  with_('staff.create', 'cases.takeUp', takeUp),
]
