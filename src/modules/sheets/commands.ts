// What the centre does with a sheet: sign for it, object, reply, and write down what the line says to that.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { portOf } from '#engine/outside/address.ts'
import { shownAddress } from '#engine/outside/post.ts'
import { invalid } from '#kernel/refusal.ts'
import { set, settingsOf } from '#modules/directory/settings.ts'
import { sheets } from './contract.ts'
import { sheetLifecycle } from './lifecycle.ts'
import { heldSheet, type SheetRow } from './rows.ts'
import { sendBack } from './sending.ts'
import { freeFile, sheetSheet } from './sheet.ts'
import { opinionWords, reachedWords } from './words.ts'

const advance = (
  ctx: Ctx,
  verb: string,
  row: SheetRow,
  changes: Record<string, unknown>,
  data: Record<string, unknown> = {},
) => advanceLocked(ctx, sheetLifecycle, verb, row, changes, data)

/** Says to the line that the hospital has it. Whoever signs has read whose it is and where it goes. */
export const sign = handle(sheets.sign, async (ctx, { id }) => {
  const row = await heldSheet(ctx, id)
  await advance(ctx, 'sign', row, { signed_at: ctx.now, signed_by_id: ctx.me.id })
  const { hotline } = await settingsOf(ctx, 'hotline')
  await sendBack(ctx, row, 'receipt', { signedBy: ctx.me.name, hotline })
  return sheetSheet(ctx, id)
})

/** It is not the hospital's to handle; only within the time for objections. */
export const object = handle(sheets.object, async (ctx, { id, reason }) => {
  const row = await heldSheet(ctx, id)
  const changes = { objected_at: ctx.now, objected_by_id: ctx.me.id, objection: reason, verdict: null }
  await advance(ctx, 'object', row, changes, { reason })
  await sendBack(ctx, row, 'objection', { reason })
  return sheetSheet(ctx, id)
})

/** The line holds it to be the hospital's: it is handled, and signed for if it was not. */
export const insist = handle(sheets.insist, async (ctx, { id, words }) => {
  const row = await heldSheet(ctx, id)
  const signed = row.signed_at ? {} : { signed_at: ctx.now, signed_by_id: ctx.me.id }
  await advance(ctx, 'insist', row, { verdict: words, ...signed }, { words })
  return sheetSheet(ctx, id)
})

/** The line takes it back. The case stays as it is: whether anything of it is the hospital's is judged there. */
export const accept = handle(sheets.accept, async (ctx, { id, words }) => {
  const row = await heldSheet(ctx, id)
  await advance(ctx, 'accept', row, { verdict: words, closed_at: ctx.now }, { words })
  return sheetSheet(ctx, id)
})

/** Files of the case that the reader may take out: what lies under lock does not leave the house. */
const filesOf = async (ctx: Ctx, caseId: string, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return []
  const { rows } = await sql<{ name: string }>`
    select name from files where noun = 'case' and subject = ${caseId} and id = any(${ids}::uuid[]) and ${freeFile} order by at`.execute(
    ctx.tx,
  )
  if (rows.length !== new Set(ids).size)
    throw invalid('附件不在这件诉求里。', 'A file is not of this case.', [{ field: 'fileIds', reason: '请重新选择' }])
  return rows.map(({ name }) => name)
}

/** 回复: the table that the line asks for. Who was reached says when and how; who was not has a reason in the handling. */
export const reply = handle(sheets.reply, async (ctx, { id, ...said }) => {
  const row = await heldSheet(ctx, id)
  mustBeAble(ctx, sheetLifecycle, 'reply', row)
  const { contacted, contactedAt, contactedHow, opinion } = said
  if (contacted && (!contactedAt || !contactedHow))
    throw invalid('已联系诉求人的，请写明时间和方式。', 'When and how was the citizen reached?', [
      { field: contactedAt ? 'contactedHow' : 'contactedAt', reason: '必须填写' },
    ])
  if (contactedAt && contactedAt > ctx.now)
    throw invalid('联系时间不能晚于现在。', 'This lies in the future.', [{ field: 'contactedAt', reason: '晚于现在' }])
  if (!contacted && opinion !== 'unknown')
    throw invalid('没有联系到诉求人，不能替他表态。', 'Who was not reached has said nothing.', [
      { field: 'opinion', reason: '请选“未表态”' },
    ])
  const files = await filesOf(ctx, row.case_id, said.fileIds)
  const kept = contacted ? said : { ...said, contactedAt: null, contactedHow: null }
  await advance(ctx, 'reply', row, { reply: JSON.stringify(kept), replied_at: ctx.now, replied_by_id: ctx.me.id })
  await sendBack(ctx, row, 'reply', {
    handledBy: kept.handledBy,
    handling: kept.handling,
    contacted,
    contactedAt: kept.contactedAt?.toISOString() ?? null,
    contactedHow: kept.contactedHow && reachedWords[kept.contactedHow].zh,
    opinion: opinionWords[opinion].zh,
    basis: kept.basis,
    files: files.join('；'),
  })
  return sheetSheet(ctx, id)
})

/** The line has asked the citizen and closed the sheet. */
export const close = handle(sheets.close, async (ctx, { id, outcome }) => {
  const row = await heldSheet(ctx, id)
  await advance(ctx, 'close', row, { closed_at: ctx.now, outcome }, { outcome: outcome && opinionWords[outcome].zh })
  return sheetSheet(ctx, id)
})

const shown = (it: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(it).map(([line, address]) => [line, shownAddress(address)]))

export const listLines = handle(sheets.lines, async (ctx) => ({ lines: shown((await settingsOf(ctx, 'lines')).lines) }))

/** Where a line takes its answers by a call; empty: they are carried as files. What waits can then be sent again. */
export const setLine = handle(sheets.setLine, async (ctx, { source, address }) => {
  if (address !== '') {
    const url = new URL(address)
    const refusal = ctx.house.outside.refuses(url.hostname, portOf(url))
    if (refusal) throw invalid(refusal.zh, refusal.en, [{ field: 'address', reason: '不能使用本机地址' }])
  }
  await sql`select pg_advisory_xact_lock(hashtext('settings'))`.execute(ctx.tx)
  const { lines: before } = await settingsOf(ctx, 'lines')
  const { [source]: _, ...others } = before
  const after = address === '' ? others : { ...others, [source]: address }
  await set(ctx, 'lines', after)
  await record(ctx, 'sheet.setLine', { subject: null, data: { source, address: shownAddress(address) } })
  return { lines: shown(after) }
})
