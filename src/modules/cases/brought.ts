// What the one who registered a matter on the way brings after: photographs and further words, even where it has gone out of
// his sight meanwhile, or was closed and stays so. Whoever calls this has made sure that he is the one.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { notFound } from '#kernel/refusal.ts'
import { spread } from './additions.ts'
import { attachTo } from './attachments.ts'
import type { Evidence } from './evidence.ts'

/** Whether the case is restricted. What is recorded of it is no step of its lifecycle, for it may be archived by now. */
const touched = async (ctx: Ctx, caseId: string): Promise<boolean> => {
  const { rows } = await sql<{ restricted: boolean }>`
    update cases set updated_at = ${ctx.now} where id = ${caseId} returning restricted`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return rows[0].restricted
}

/** Keeps a cleaned file with the case under the sender's own id. */
export const bringFile = async (ctx: Ctx, caseId: string, evidence: Evidence, fileId: string): Promise<void> => {
  const restricted = await touched(ctx, caseId)
  await attachTo(ctx, { id: caseId }, evidence, fileId)
  const { name, content, removed, quarantine } = evidence
  const data = { name, size: content.length, removed: removed.join('、'), quarantine }
  await record(ctx, 'case.attach', { subject: caseId, data, restricted })
}

/** Adds to what was said; the first words stay as they are. */
export const bringWords = async (ctx: Ctx, caseId: string, words: string): Promise<void> => {
  const restricted = await touched(ctx, caseId)
  await record(ctx, 'case.add', { subject: caseId, data: { words }, restricted })
  await spread(ctx, caseId, words)
}
