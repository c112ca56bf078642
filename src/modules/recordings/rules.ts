// How people are told in this hospital that a call is recorded.
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { set, settingsOf } from '#modules/directory/settings.ts'
import { recordings } from './contract.ts'

/** What the hospital has set. */
export const rulesOf = async (ctx: Pick<Ctx, 'tx'>) => (await settingsOf(ctx, 'recording')).recording

export const rules = handle(recordings.rules, async (ctx) => ({ ...(await rulesOf(ctx)) }))

export const setRules = handle(recordings.setRules, async (ctx, after) => {
  const before = await rulesOf(ctx)
  await set(ctx, 'recording', after)
  if (JSON.stringify(before) !== JSON.stringify(after))
    await record(ctx, 'recording.setRules', { subject: null, data: { before, after } })
  return after
})
