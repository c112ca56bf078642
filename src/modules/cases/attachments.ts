// Attachments: files kept with a matter, cleaned; what is doubtful lies under lock until supervision lets it out or destroys it.
import { createHash } from 'node:crypto'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle, handleFile, type Upload } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { reachSurvivor } from './additions.ts'
import { cases } from './contract.ts'
import { cleanEvidence, type Evidence, isShown } from './evidence.ts'
import { caseLifecycle } from './lifecycle.ts'
import { held } from './rows.ts'
import { receipt } from './sheet.ts'

/** Puts a cleaned file down under the row of a noun; the id is the sender's own where he must be able to say it again. */
export const keepFile = async (
  ctx: Ctx,
  noun: string,
  subject: string,
  { name, type, content, quarantine }: Evidence,
  id = newId(ctx.now),
): Promise<string> => {
  const sha256 = createHash('sha256').update(content).digest()
  await ctx.tx
    .insertInto('files')
    .values({
      id,
      noun,
      subject,
      name,
      type,
      size: content.length,
      sha256,
      content,
      quarantine,
      // One who sends it without account is nobody on the staff.
      by_id: ctx.me.id === systemId ? null : ctx.me.id,
      at: ctx.now,
    })
    .execute()
  return id
}

/** Keeps a file with a case that this transaction holds, whoever brought it; the caller has judged whether he may. */
export const attachTo = async (
  ctx: Ctx,
  row: { readonly id: string },
  file: Evidence,
  id = newId(ctx.now),
): Promise<string> => {
  await reachSurvivor(ctx, row.id, `附件：${file.name}`)
  return keepFile(ctx, 'case', row.id, file, id)
}

/** Reads what was sent, and refuses what cannot be kept. */
export const evidenceOf = (file: Upload | undefined): Evidence => {
  if (!file) throw invalid('没有收到文件。', 'No file was sent.', [{ field: 'file', reason: '请选择文件' }])
  return cleanEvidence(file.content, file.name)
}

/** Keeps a file with the case: pictures, PDF, recordings, Word and Excel up to 20 MB. */
export const attach = handle(cases.attach, async (ctx, { id, file }) => {
  const row = await held(ctx, id)
  const evidence = evidenceOf(file)
  const { name, content, removed, quarantine } = evidence
  const said = { name, size: content.length, removed: removed.join('、'), quarantine }
  await advanceLocked(ctx, caseLifecycle, 'attach', row, {}, said)
  await attachTo(ctx, row, evidence)
  return receipt(ctx, id)
})

const underLock = async (ctx: Ctx, id: string, fileId: string) => {
  const found = await ctx.tx
    .selectFrom('files')
    .where('id', '=', fileId)
    .where('noun', '=', 'case')
    .where('subject', '=', id)
    .select(['name', 'size', 'sha256', 'quarantine', 'released_at'])
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
  if (found.quarantine === null || found.released_at !== null)
    throw conflict({ zh: '这个文件没有被隔离。', en: 'This file is not under lock.' })
  return found
}

/** Lets a file out that was locked away; it is put down as it came and never shown in its place. */
export const release = handle(cases.release, async (ctx, { id, fileId, reason }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, caseLifecycle, 'release', row)
  const { name, quarantine } = await underLock(ctx, id, fileId)
  await advanceLocked(ctx, caseLifecycle, 'release', row, {}, { name, quarantine, reason })
  await ctx.tx.updateTable('files').set({ released_at: ctx.now }).where('id', '=', fileId).execute()
  return receipt(ctx, id)
})

/** Destroys a file that was locked away; the ledger keeps its name, size and checksum. */
export const discard = handle(cases.discard, async (ctx, { id, fileId, reason }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, caseLifecycle, 'discard', row)
  const { name, size, sha256, quarantine } = await underLock(ctx, id, fileId)
  const data = { name, size, sha256: sha256.toString('hex'), quarantine, reason }
  await advanceLocked(ctx, caseLifecycle, 'discard', row, {}, data)
  await ctx.tx.deleteFrom('files').where('id', '=', fileId).execute()
  return receipt(ctx, id)
})

/** An attachment, to those who may see its case; one under lock is opened for nobody. */
export const file = handleFile(cases.file, async (ctx, { id, fileId }) => {
  const found = await ctx.tx
    .selectFrom('files')
    .innerJoin('cases', 'cases.id', 'files.subject')
    .where('files.id', '=', fileId)
    .where('files.noun', '=', 'case')
    .where('cases.id', '=', id)
    .where(within(ctx.me, 'case.read', 'cases'))
    .select(['files.name', 'files.type', 'files.content', 'files.quarantine', 'files.released_at'])
    .executeTakeFirst()
  if (!found) throw notFound()
  const { name, type, content, quarantine, released_at } = found
  if (quarantine !== null && released_at === null)
    throw conflict({
      zh: `文件已隔离：${quarantine}。请监察室核看后放行。`,
      en: 'This file is under lock; supervision has to look at it first.',
    })
  return { name, type, content, inline: quarantine === null && isShown(type) }
})
