// What opens the door: one's own password and second factor, and how they are changed.
import qrcode from 'qrcode'
import { type Ctx, handleLong } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { endSessions, hashPassword, newRecoveryCodes, newTotp, recoveryHash, totpStep } from '#engine/sessions.ts'
import { step } from '#engine/step.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { sessions } from './contract.ts'
import { codeTries, fail, succeed, tryOnce } from './door.ts'
import { passwordProblem } from './passwords.ts'
import { inPerson, openFor, passwordAgain } from './sign-in.ts'

/** Ends every session of the person, this one included, and opens one with a new token in its place. */
const renew = async (ctx: Ctx, staffId: string): Promise<void> => {
  await endSessions(ctx.tx, staffId)
  await openFor(ctx, staffId, 'full')
}

/** Changes one's own password. All other sessions end with the old one. */
const changePassword = handleLong(sessions.changePassword, async (ctx, { current, fresh }) => {
  const visitor = inPerson(ctx)
  await passwordAgain(ctx, current)
  const refuse = (zh: string, en: string) => invalid(zh, en, [{ field: 'fresh', reason: zh }])
  if (fresh.normalize('NFC') === current.normalize('NFC'))
    throw refuse('新密码不能和原来的一样。', 'The new password is the old one.')
  const problem = passwordProblem(fresh, visitor)
  if (problem) throw refuse(problem.zh, problem.en)
  const hash = await hashPassword(fresh)
  await step(ctx, async (inside) => {
    await inside.tx
      .updateTable('staff')
      .set({ password_hash: hash, must_change_password: false, updated_at: inside.now })
      .where('id', '=', visitor.id)
      .execute()
    await renew(inside, visitor.id)
    await record(inside, 'session.changePassword', { subject: visitor.id })
  })
  return { next: 'in' as const }
})

const already = conflict({
  zh: '已经绑定了动态验证码，请先解除。',
  en: 'A second factor is enrolled already; remove it first.',
})

/** Begins to enrol an authenticator app; nothing counts before a code of it was right. */
const enrol = handleLong(sessions.enrol, async (ctx, { password }) => {
  const visitor = inPerson(ctx)
  if (visitor.hasSecondFactor) throw already
  await passwordAgain(ctx, password)
  const { secret, uri } = newTotp(visitor.login)
  await step(ctx, (inside) =>
    inside.tx.updateTable('staff').set({ totp_pending: secret }).where('id', '=', visitor.id).execute(),
  )
  return { uri, secret, picture: await qrcode.toString(uri, { type: 'svg', margin: 1 }) }
})

/** Ends the enrolment with a first code. The recovery codes are shown once; only their hashes are kept. */
const confirmEnrolment = handleLong(sessions.confirmEnrolment, async (ctx, { secret, code }) => {
  const { id } = inPerson(ctx)
  const attempt = await tryOnce(ctx, codeTries(id))
  const recoveryCodes = newRecoveryCodes()
  const at = totpStep(secret, code.replace(/\s/g, ''), ctx.now)
  if (at === null) {
    await fail(ctx, attempt, 'code', id)
    throw invalid('验证码不对，请看手机上的最新一个。', 'The code is not right; take the newest.', [
      { field: 'code', reason: '验证码不对' },
    ])
  }
  await step(ctx, async (inside) => {
    const { numUpdatedRows } = await inside.tx
      .updateTable('staff')
      .set({
        totp_secret: secret,
        totp_pending: null,
        totp_last_step: at,
        recovery_hashes: recoveryCodes.map(recoveryHash),
        updated_at: inside.now,
      })
      .where('id', '=', id)
      .where('totp_secret', 'is', null)
      // Only the secret that was handed out after the password was given again.
      .where('totp_pending', '=', secret)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw already
    await succeed(inside, attempt)
    await renew(inside, id)
    await record(inside, 'session.enrol', { subject: id })
  })
  return { recoveryCodes }
})

const removeSecondFactor = handleLong(sessions.removeSecondFactor, async (ctx, { password }) => {
  const { id, hasSecondFactor } = inPerson(ctx)
  if (!hasSecondFactor) throw conflict({ zh: '没有绑定动态验证码。', en: 'There is no second factor to remove.' })
  await passwordAgain(ctx, password)
  await step(ctx, async (inside) => {
    await inside.tx
      .updateTable('staff')
      .set({
        totp_secret: null,
        totp_pending: null,
        totp_last_step: null,
        recovery_hashes: [],
        updated_at: inside.now,
      })
      .where('id', '=', id)
      .execute()
    await renew(inside, id)
    await record(inside, 'session.removeSecondFactor', { subject: id })
  })
})

export const credentialHandlers = [changePassword, enrol, confirmEnrolment, removeSecondFactor]
