// In at the door and out again: password, second factor, the session that is opened, and the one that is ended.
import { type Ctx, handle, handleLong } from '#engine/ctx.ts'
import type { Db } from '#engine/database.ts'
import { record } from '#engine/ledger.ts'
import { DoorProblem } from '#engine/problem.ts'
import { endSession, openSession, passwordIs, recoveryHash, totpStep, type Visitor } from '#engine/sessions.ts'
import { step } from '#engine/step.ts'
import type { Role } from '#kernel/permission.ts'
import { notAllowed } from '#kernel/refusal.ts'
import { sessions } from './contract.ts'
import { codeTries, doorOf, fail, passwordTries, succeed, type Try, tryOnce } from './door.ts'

const wrong = new DoorProblem(401, 'wrong-sign-in', {
  zh: '登录名或密码不对。',
  en: 'Login or password is not right.',
})
const wrongCode = new DoorProblem(401, 'wrong-sign-in', {
  zh: '验证码不对或已用过，请等下一个再试。',
  en: 'The code is wrong or was used already; wait for the next one.',
})

type Account = { id: string; name: string; role: Role; departments: string[] }

/** Opens a session in the place of the one that the browser showed, and has its cookie set. */
export const openFor = async (ctx: Ctx, staffId: string, stage: 'password' | 'full'): Promise<void> => {
  const door = doorOf(ctx)
  // A new token at every step up: one that was planted or seen before is worth nothing afterwards (ASVS 5.0 7.2.4).
  if (door.visitor?.session) await endSession(ctx.tx, door.visitor.session)
  door.cookie = await openSession(ctx.tx, {
    staffId,
    stage,
    address: door.address,
    agent: door.agent,
    now: ctx.now,
  })
}

/** Whoever acts at the door in person, by a session; what a machine does with a token has no business there. */
export const inPerson = (ctx: Ctx): Visitor & { readonly session: Buffer } => {
  const { visitor } = doorOf(ctx)
  if (!visitor?.session)
    throw notAllowed('接口令牌不能这样做，请本人登录后操作。', 'Not with an API token: sign in yourself.')
  return visitor as Visitor & { readonly session: Buffer }
}

const meOf = ({ id, name, role, departments }: Account): Ctx['me'] => ({ id, name, role, departments })

/**
 * Signs in with login and password. Whether there is such an account can be told neither from the answer nor from the
 * time it takes: both do the same work. Refused with 401, or with 429 after too many tries.
 */
const signIn = handleLong(sessions.signIn, async (ctx, { login, password }) => {
  const attempt = await tryOnce(ctx, passwordTries(login))
  const found = await ctx.tx
    .selectFrom('staff')
    .where('login', '=', login)
    .where('status', '=', 'active')
    .select(['id', 'name', 'role', 'departments', 'password_hash', 'must_change_password', 'totp_secret'])
    .executeTakeFirst()
  const right = await passwordIs(password, found?.password_hash ?? null)
  if (!found || !right) {
    await fail(ctx, attempt, 'password', found?.id ?? null)
    throw wrong
  }
  const owes = found.totp_secret !== null
  const account = { ...found, role: found.role as Role }
  await step(
    ctx,
    async (inside) => {
      await succeed(inside, attempt)
      await openFor(inside, found.id, owes ? 'password' : 'full')
      if (!owes) await record(inside, 'session.signIn', { subject: found.id, data: { from: doorOf(ctx).address } })
    },
    meOf(account),
  )
  return { next: owes ? ('second-factor' as const) : nextOf(found.must_change_password) }
})

/** Where someone whose factors were all right goes on. */
const nextOf = (mustChange: boolean): 'in' | 'change-password' => (mustChange ? 'change-password' : 'in')

/** Uses up the code: each opens once, also when it is sent twice at the same instant. */
const spendCode = async (ctx: Ctx, staffId: string, secret: string, code: string): Promise<boolean> => {
  const at = totpStep(secret, code.replace(/\s/g, ''), ctx.now)
  if (at === null) return false
  const { numUpdatedRows } = await ctx.tx
    .updateTable('staff')
    .set({ totp_last_step: at })
    .where('id', '=', staffId)
    .where((is) => is.or([is('totp_last_step', 'is', null), is('totp_last_step', '<', at)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const spendRecoveryCode = async (ctx: Ctx, staffId: string, code: string): Promise<boolean> => {
  const hash = recoveryHash(code)
  const { numUpdatedRows } = await ctx.tx
    .updateTable('staff')
    .set(({ fn, val }) => ({ recovery_hashes: fn<string[]>('array_remove', ['recovery_hashes', val(hash)]) }))
    .where('id', '=', staffId)
    .where(({ eb, fn }) => eb(eb.val(hash), '=', fn.any('recovery_hashes')))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The second factor of someone who gave the right password: six digits of the app, or one of the recovery codes. */
const secondFactor = handleLong(sessions.secondFactor, async (ctx, { code }) => {
  const visitor = doorOf(ctx).visitor
  if (visitor?.stage !== 'password')
    throw new DoorProblem(401, 'not-signed-in', { zh: '请先输入登录名和密码。', en: 'Give your password first.' })
  const attempt = await tryOnce(ctx, codeTries(visitor.id))
  const right = await step(ctx, (inside) => throughSecond(inside, visitor, code, attempt))
  if (right) return { next: nextOf(visitor.mustChangePassword) }
  await fail(ctx, attempt, 'code', visitor.id)
  throw wrongCode
})

const throughSecond = async (ctx: Ctx, visitor: Visitor, code: string, attempt: Try): Promise<boolean> => {
  const row = await ctx.tx
    .selectFrom('staff')
    .where('id', '=', visitor.id)
    .select('totp_secret')
    .executeTakeFirstOrThrow()
  if (row.totp_secret === null) return false
  const byApp = await spendCode(ctx, visitor.id, row.totp_secret, code)
  if (!byApp && !(await spendRecoveryCode(ctx, visitor.id, code))) return false
  await succeed(ctx, attempt)
  await openFor(ctx, visitor.id, 'full')
  const data = { from: doorOf(ctx).address, by: byApp ? 'app' : 'recovery code' }
  await record(ctx, 'session.signIn', { subject: visitor.id, data })
  return true
}

const signOut = handle(sessions.signOut, async (ctx) => {
  const door = doorOf(ctx)
  door.cookie = null
  if (!door.visitor?.session) return
  await endSession(ctx.tx, door.visitor.session)
  await record(ctx, 'session.signOut', { subject: door.visitor.id })
})

const endOthers = handle(sessions.endOthers, async (ctx) => {
  const { id, session } = inPerson(ctx)
  const { numDeletedRows } = await ctx.tx
    .deleteFrom('sessions')
    .where('staff_id', '=', id)
    .where('token_hash', '!=', session)
    .executeTakeFirst()
  await record(ctx, 'session.endOthers', { subject: id, data: { ended: Number(numDeletedRows) } })
})

/**
 * Asks for the password again before something weighty; wrong ones count as at the door, so that a desk left open does
 * not let anybody guess.
 */
export const passwordAgain = async (ctx: Ctx & { readonly tx: Db }, password: string): Promise<void> => {
  const visitor = inPerson(ctx)
  const attempt = await tryOnce(ctx, passwordTries(visitor.login))
  const row = await ctx.tx
    .selectFrom('staff')
    .where('id', '=', visitor.id)
    .select('password_hash')
    .executeTakeFirstOrThrow()
  if (await passwordIs(password, row.password_hash)) return step(ctx, (inside) => succeed(inside, attempt))
  await fail(ctx, attempt, 'password', visitor.id)
  throw notAllowed('当前密码不对。', 'The current password is not right.')
}

export const signInHandlers = [signIn, secondFactor, signOut, endOthers]
