// How often one may try at the door: every try is counted before the password is looked at.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { Db } from '#engine/database.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { DoorProblem } from '#engine/problem.ts'
import { step } from '#engine/step.ts'
import { newId } from '#kernel/ids.ts'

/** Five wrong passwords for one account, or thirty from one place, within a quarter of an hour (ASVS 5.0: guessing is slowed down). */
export const tries = { minutes: 15, perAccount: 5, perAddress: 30 } as const

const span = tries.minutes * 60_000

/** The door of a request; tools and reactions have none and do not sign in. */
export const doorOf = (ctx: Ctx): NonNullable<Ctx['door']> => {
  if (!ctx.door) throw new Error('only a request has a door')
  return ctx.door
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What tries with a password are counted under. The login is hashed: people type passwords into the wrong field. */
export const passwordTries = (login: string): string => hashOf(`password ${login}`)
/** What tries with a second factor are counted under: a right password must not wipe out wrong codes. */
export const codeTries = (staffId: string): string => hashOf(`code ${staffId}`)

const wait = (count: 'account' | 'address', until: Date, now: Date): DoorProblem => {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  const minutes = Math.ceil(seconds / 60)
  // Said of accounts that do not exist in the same words.
  return count === 'account'
    ? new DoorProblem(
        429,
        'too-many',
        {
          zh: `连续 ${tries.perAccount} 次未通过，已暂停登录，请 ${minutes} 分钟后再试，或请信息科重设密码。`,
          en: `Wrong ${tries.perAccount} times: wait ${minutes} minutes, or ask the administrator for a new password.`,
        },
        seconds,
      )
    : new DoorProblem(
        429,
        'too-many',
        {
          zh: `这台电脑或这个网络尝试登录太多次，请 ${minutes} 分钟后再试。`,
          en: `Too many tries from this place: wait ${minutes} minutes.`,
        },
        seconds,
      )
}

type Counted = { readonly account?: string; readonly address?: string }

/** When the failures that count have become fewer than `limit` again, or null when they are. */
const fullUntil = async (ctx: Ctx, { account, address }: Counted, limit: number): Promise<Date | null> => {
  let failures = ctx.tx
    .selectFrom('sign_in_attempts')
    .select('at')
    .where('outcome', '=', 'failed')
    .where('at', '>', new Date(ctx.now.getTime() - span))
    .orderBy('at', 'desc')
    .limit(limit)
  if (account) failures = failures.where('account', '=', account).where('forgiven', '=', false)
  if (address) failures = failures.where('address', '=', address)
  const rows = await failures.execute()
  const earliest = rows[limit - 1]
  return earliest ? new Date(earliest.at.getTime() + span) : null
}

/**
 * What counts against an account, seen from a place: at a desk where its person signed in lately only what failed there,
 * so that nobody can lock a nurse out of her own desk from another (ASVS 5.0: guessing is slowed down).
 */
const against = async (ctx: Ctx, account: string, address: string): Promise<Counted> => {
  const known = await ctx.tx
    .selectFrom('sign_in_attempts')
    .where('account', '=', account)
    .where('address', '=', address)
    .where('outcome', '=', 'succeeded')
    .limit(1)
    .select('id')
    .executeTakeFirst()
  return known ? { account, address } : { account }
}

export type Try = { readonly id: string; readonly account: string; readonly last: boolean }

/**
 * Counts a try as failed, in a write of its own, before it is judged; `succeed` takes it back. Tries at the same account
 * or from the same place are counted one after the other, so a hundred at once get no further than five. Refuses with
 * 429 and the seconds to wait when too many failed; then the password is not looked at.
 */
export const tryOnce = async (ctx: Ctx & { readonly tx: Db }, account: string): Promise<Try> => {
  const { address } = doorOf(ctx)
  const id = newId(ctx.now)
  const outcome = await step(ctx, async (inside) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${account}, 1))`.execute(inside.tx)
    await sql`select pg_advisory_xact_lock(hashtextextended(${address}, 2))`.execute(inside.tx)
    const counted = await against(inside, account, address)
    const addressFull = await fullUntil(inside, { address }, tries.perAddress)
    const accountFull = await fullUntil(inside, counted, tries.perAccount)
    const refused = addressFull ?? accountFull
    await inside.tx
      .insertInto('sign_in_attempts')
      .values({ id, account, address, at: inside.now, outcome: refused ? 'refused' : 'failed' })
      .execute()
    if (refused) return wait(addressFull ? 'address' : 'account', refused, inside.now)
    // One more of these and the account is locked: the ledger will say so.
    return (await fullUntil(inside, counted, tries.perAccount)) !== null
  })
  if (outcome instanceof DoorProblem) throw outcome
  return { id, account, last: outcome }
}

/** The try was right: it, and the wrong ones before it from the same place, no longer count against the account. */
export const succeed = async (ctx: Ctx, { id, account }: Try): Promise<void> => {
  await forgive(ctx, account, doorOf(ctx).address)
  await ctx.tx.updateTable('sign_in_attempts').set({ outcome: 'succeeded' }).where('id', '=', id).execute()
}

/** Ends a lock-out, of one place or of all; what failed stays written and still counts against where it came from. */
export const forgive = async (ctx: Ctx, account: string, address?: string): Promise<void> => {
  let failures = ctx.tx
    .updateTable('sign_in_attempts')
    .set({ forgiven: true })
    .where('account', '=', account)
    .where('outcome', '=', 'failed')
    .where('forgiven', '=', false)
  if (address) failures = failures.where('address', '=', address)
  await failures.execute()
}

/** Tells the ledger of a wrong try, and that it was the one that locked; the same work whether the account exists or not. */
export const fail = async (
  ctx: Ctx & { readonly tx: Db },
  it: Try,
  what: 'password' | 'code',
  staffId: string | null,
): Promise<void> => {
  const { address } = doorOf(ctx)
  await step(
    ctx,
    (inside) => record(inside, 'session.fail', { subject: staffId, data: { what, address, locked: it.last } }),
    systemMe,
  )
}

/** Tries are kept for a week, the right ones for a month, ended sessions for a day: what lasts is in the ledger. */
export const sweep = async (ctx: Ctx): Promise<void> => {
  const ago = (days: number) => new Date(ctx.now.getTime() - days * 86_400_000)
  await ctx.tx
    .deleteFrom('sign_in_attempts')
    .where('at', '<', ago(7))
    .where((is) => is.or([is('outcome', '!=', 'succeeded'), is('at', '<', ago(30))]))
    .execute()
  await ctx.tx.deleteFrom('sessions').where('expires_at', '<', ago(1)).execute()
}
