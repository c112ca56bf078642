// 保管人: whom leadership has named to judge together whether the vault is opened.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { mayEver } from '#engine/permit.ts'
import { type Me, type Role, roles } from '#kernel/permission.ts'
import { invalidFields } from '#kernel/refusal.ts'
import { matrix } from '#src/permissions.ts'
import { custodians } from './contract.ts'

/** Roles whose people may be named: those that the matrix lets consent. */
export const able: readonly Role[] = roles.filter((_, i) => matrix['opening.consent'][i] !== '-')

type Candidate = { id: string; name: string; role: Role }

const candidates = async (ctx: Ctx): Promise<Candidate[]> =>
  (
    await sql<Candidate>`
      select id, name, role from staff where status = 'active' and role = any(${able}) order by role, name`.execute(
      ctx.tx,
    )
  ).rows

const list = handle(custodians.list, async (ctx) => {
  const { rows } = await sql<Candidate & { namedBy: string; namedAt: Date }>`
    select s.id, s.name, s.role, n.name as "namedBy", c.named_at as "namedAt"
    from custodians c join staff s on s.id = c.staff_id join staff n on n.id = c.named_by_id
    where s.status = 'active' order by c.named_at, s.name`.execute(ctx.tx)
  return { rows, may: mayEver(ctx.me, 'custodian.name') ? await candidates(ctx) : [] }
})

/** Names all of them anew: at least two, and not all from supervision, which handles what they judge. */
const name = handle(custodians.name, async (ctx, { staffIds }) => {
  const known = new Map((await candidates(ctx)).map((one) => [one.id, one]))
  const strangers = staffIds.flatMap((id, i) =>
    known.has(id) ? [] : [{ field: `staffIds.${i}`, reason: '不能担任保管人' }],
  )
  if (strangers.length > 0) throw invalidFields(strangers)
  const wanted = [...new Set(staffIds)]
  if (wanted.length < 2 || wanted.every((id) => known.get(id)!.role === 'supervision'))
    throw invalidFields([{ field: 'staffIds', reason: '至少两人，且至少一人不在监察室' }])
  await ctx.tx.deleteFrom('custodians').execute()
  await ctx.tx
    .insertInto('custodians')
    .values(wanted.map((staff_id) => ({ staff_id, named_by_id: ctx.me.id, named_at: ctx.now })))
    .execute()
  await record(ctx, 'custodian.name', { subject: null, data: { staffIds: wanted }, restricted: true })
})

/** The custodians who may judge a matter: not the asker, nobody who must find nothing of it. */
export const judgesOf = async (
  ctx: Ctx,
  asker: Pick<Me, 'id'>,
  barred: readonly string[],
): Promise<Pick<Candidate, 'id' | 'role'>[]> =>
  (
    await sql<Pick<Candidate, 'id' | 'role'>>`
      select s.id, s.role from custodians c join staff s on s.id = c.staff_id
      where s.status = 'active' and s.role = any(${able}) and s.id <> ${asker.id} and s.id <> all(${barred})
      order by s.id`.execute(ctx.tx)
  ).rows

export const custodianHandlers = [list, name]
