// What a tablet sends: each entry under the id that the tablet gave it, done once however often it comes, nothing overwritten.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { locked, type RowOf } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { conflict, invalid, notAllowed, notFound } from '#kernel/refusal.ts'
import { dayOf, endOfDay } from '#kernel/time.ts'
import { evidenceOf, keepFile } from '#modules/cases/attachments.ts'
import { bringFile, bringWords } from '#modules/cases/brought.ts'
import { openCase } from '#modules/cases/opening.ts'
import type { Answer, Item } from './contract.ts'
import { entries } from './contract.ts'
import { correct, receiptOf } from './entries.ts'
import { entryLifecycle } from './lifecycle.ts'
import { tabletOf } from './tablets.ts'

type Sent = ParsedOf<typeof entries.send>
type Contest = 'answered-twice' | 'patrol-changed' | 'station-cancelled' | 'case-moved'
/** What an entry comes to besides its own words. */
type Outcome = { contest?: Contest | null; besideId?: string | null; caseId?: string | null }

const partOf = <K extends 'matter' | 'answer' | 'survey' | 'amend'>(it: Sent, kind: K): NonNullable<Sent[K]> => {
  const part = it[kind]
  if (part) return part
  throw invalid('记录不完整。', 'The entry is not complete.', [{ field: kind, reason: '没有内容' }])
}

/** The station that an entry was made at, held so that two tablets with the same answer come one after the other. */
const stationOf = async (ctx: Ctx, id: string | null) => {
  if (id === null) return null
  const { rows } = await sql<{ status: string; campus_id: string }>`
    select status, campus_id from stations where id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** Who else has answered the item here, and differently: two that say the same are no conflict. */
const otherAnswer = async (ctx: Ctx, it: Sent, { patrolId, itemKey, outcome, words }: z.output<typeof Answer>) => {
  const { rows } = await sql<{ id: string; same: boolean }>`
    select e.id, e.outcome = ${outcome} and e.words = ${words} as same
    from entries e join patrols p on p.id = e.patrol_id
    where e.station_id = ${it.stationId} and e.item_key = ${itemKey} and e.status = 'kept' and e.id <> ${it.id}
      and e.id is distinct from ${it.ofId}::uuid and p.name = (select name from patrols where id = ${patrolId})
    order by e.received_at desc limit 1`.execute(ctx.tx)
  return rows[0] && !rows[0].same ? rows[0].id : null
}

/** Whether the list in use still asks what was answered. */
const stillAsked = async (ctx: Ctx, { patrolId, itemKey, itemText }: z.output<typeof Answer>): Promise<boolean> => {
  const { rows } = await sql<{ items: Item[] | null }>`
    select (select items from patrols now where now.name = p.name and now.status = 'current') as items
    from patrols p where p.id = ${patrolId}`.execute(ctx.tx)
  if (!rows[0])
    throw invalid('没有这份清单。', 'There is no such list.', [{ field: 'answer.patrolId', reason: '请刷新清单' }])
  return rows[0].items === null || rows[0].items.some((item) => item.key === itemKey && item.text === itemText)
}

const answered = async (ctx: Ctx, it: Sent, answer: z.output<typeof Answer>, cancelled: boolean): Promise<Outcome> => {
  if (!it.stationId)
    throw invalid('巡查要记在站点下。', 'An answer belongs to a station.', [
      { field: 'stationId', reason: '请选择站点' },
    ])
  const besideId = await otherAnswer(ctx, it, answer)
  if (besideId) return { contest: 'answered-twice', besideId }
  if (!(await stillAsked(ctx, answer))) return { contest: 'patrol-changed' }
  return cancelled ? { contest: 'station-cancelled' } : {}
}

/** The entry that this one speaks of: one's own, and of the right kind. */
const ownEntry = async (ctx: Ctx, id: string | null, kind: string) => {
  const { rows } = await sql<{ id: string; case_id: string | null; status: string }>`
    select id, case_id, status from entries where id = ${id} and staff_id = ${ctx.me.id} and kind = ${kind} for update`.execute(
    ctx.tx,
  )
  if (!rows[0])
    throw invalid('找不到原来的记录。', 'The entry it speaks of is not here.', [
      { field: 'ofId', reason: '原记录尚未送达' },
    ])
  return rows[0]
}

/** Words added to a matter: taken in at once, unless somebody has worked on it since the writer last saw it. */
const amended = async (ctx: Ctx, it: Sent): Promise<Outcome> => {
  const { words, seenAt } = partOf(it, 'amend')
  const { case_id: caseId } = await ownEntry(ctx, it.ofId, 'matter')
  const { rows } = await sql<{ moved: boolean }>`
    select exists (select from events where noun = 'case' and subject = ${caseId} and at > ${seenAt}
      and actor_id is not null and actor_id <> ${ctx.me.id}) as moved`.execute(ctx.tx)
  if (rows[0]!.moved) return { contest: 'case-moved', caseId }
  await bringWords(ctx, caseId!, words)
  return { caseId }
}

const takenIn = async (ctx: Ctx, it: Sent, cancelled: boolean): Promise<Outcome> => {
  if (it.ofId && it.kind !== 'answer' && it.kind !== 'amend')
    throw invalid('只有巡查和补充可以指向另一条记录。', 'Only an answer or an addition speaks of another entry.', [
      { field: 'ofId', reason: '应为空' },
    ])
  if (it.kind === 'amend') return amended(ctx, it)
  if (it.kind === 'answer') return answered(ctx, it, partOf(it, 'answer'), cancelled)
  if (it.kind === 'survey') {
    partOf(it, 'survey')
    return {}
  }
  const { reporter, ...opinion } = partOf(it, 'matter')
  const { id: caseId } = await openCase(ctx, { opinion, channel: 'station', reporter })
  return { caseId }
}

/** What is found is a finding at once, whatever is decided about two answers: a wet floor waits for nobody. */
const found = async (ctx: Ctx, it: Sent, campusId: string | null, madeAt: Date): Promise<void> => {
  const { outcome, itemText, words, place, departmentId } = partOf(it, 'answer')
  if (outcome !== 'found') return
  const row = {
    id: it.id,
    status: 'open',
    station_id: it.stationId,
    campus_id: campusId,
    department_id: departmentId,
    place,
    item_text: itemText,
    words,
    found_by_id: ctx.me.id,
    found_at: madeAt,
    due_at: endOfDay(dayOf(madeAt)),
    updated_at: ctx.now,
  }
  await ctx.tx.insertInto('findings').values(row).execute()
  await record(ctx, 'finding.find', { subject: it.id, to: 'open', data: { place, item: itemText, words } })
}

const departmentMustBe = async (ctx: Ctx, id: string | null | undefined): Promise<void> => {
  if (!id) return
  const there = await ctx.tx.selectFrom('departments').where('id', '=', id).select('id').executeTakeFirst()
  if (!there)
    throw invalid('没有这个科室。', 'There is no such department.', [
      { field: 'answer.departmentId', reason: '请从科室名单中选择' },
    ])
}

/**
 * Takes an entry in. The same id with the same content is answered as it was the first time; with another content, or
 * from somebody else, it is refused. What says otherwise than another entry is kept beside it until a person decides.
 */
export const send = handle(entries.send, async (ctx, it) => {
  if (it.by !== ctx.me.id)
    throw conflict({
      zh: '这条记录是另一位同事写的，请由本人登录后发送。',
      en: 'Somebody else wrote this entry; he has to send it himself.',
    })
  await tabletOf(ctx, it.tabletId)
  const hash = createHash('sha256').update(JSON.stringify(it)).digest()
  // Two sendings of one entry at once: the second waits here and finds the row of the first.
  await sql`select pg_advisory_xact_lock(hashtext(${it.id}))`.execute(ctx.tx)
  const before = await ctx.tx
    .selectFrom('entries')
    .where('id', '=', it.id)
    .select(['content_hash', 'staff_id'])
    .executeTakeFirst()
  if (before && before.staff_id === ctx.me.id && before.content_hash.equals(hash)) return receiptOf(ctx, it.id)
  if (before)
    throw conflict({
      zh: '这条记录已经送达，内容与这次不同。请另写一条补充。',
      en: 'This entry was sent before with another content; write a new one to add to it.',
    })
  const station = await stationOf(ctx, it.stationId)
  await departmentMustBe(ctx, it.answer?.departmentId)
  // A tablet's clock may be wrong, but nothing was written in the future.
  const madeAt = it.madeAt > ctx.now ? ctx.now : it.madeAt
  const replaced = it.kind === 'answer' && it.ofId ? await ownEntry(ctx, it.ofId, 'answer') : null
  const { contest = null, besideId = null, caseId = null } = await takenIn(ctx, it, station?.status === 'cancelled')
  const status = contest ? 'contested' : 'kept'
  const { answer, survey, amend } = it
  await sql`
    insert into entries (id, status, kind, content_hash, tablet_id, staff_id, station_id, made_at, received_at, patrol_id,
      item_key, item_text, place, outcome, words, grades, case_id, of_id, contest, beside_id, restricted, barred_staff, updated_at)
    select ${it.id}, ${status}, ${it.kind}, ${hash}, ${it.tabletId}, ${ctx.me.id}, ${it.stationId}::uuid, ${madeAt},
      ${ctx.now}::timestamptz, ${answer?.patrolId ?? null}::uuid, ${answer?.itemKey ?? null}, ${answer?.itemText ?? ''}, ${answer?.place ?? ''},
      ${answer?.outcome ?? null}, ${answer?.words ?? survey?.words ?? (contest ? amend?.words : '') ?? ''},
      ${survey ? JSON.stringify(gradesOf(survey)) : null}::jsonb, ${caseId}::uuid, ${it.ofId}::uuid, ${contest}, ${besideId}::uuid,
      coalesce(c.restricted, false), coalesce(c.barred_staff, '{}'), ${ctx.now}::timestamptz
    from (select) as nothing left join cases c on c.id = ${caseId}`.execute(ctx.tx)
  const { restricted } = await ctx.tx
    .selectFrom('entries')
    .where('id', '=', it.id)
    .select('restricted')
    .executeTakeFirstOrThrow()
  await record(ctx, 'entry.send', { subject: it.id, to: status, data: { kind: it.kind, contest }, restricted })
  if (replaced?.status === 'kept') await correct(ctx, replaced.id, it.id)
  if (it.kind === 'answer') await found(ctx, it, station?.campus_id ?? null, madeAt)
  return receiptOf(ctx, it.id)
})

const gradesOf = ({ overall, attitude, waiting, surroundings }: NonNullable<Sent['survey']>) =>
  Object.fromEntries(Object.entries({ overall, attitude, waiting, surroundings }).filter(([, grade]) => grade !== null))

/** Keeps a photograph with what it shows: with the case of a matter, otherwise with the entry. Sent twice it is one. */
export const addPhoto = handle(entries.addPhoto, async (ctx, { id, fileId, file }) => {
  const entry = await locked<RowOf<'entries'>>(ctx, entryLifecycle, id)
  if (!may(ctx.me, 'entry.addPhoto', entry)) throw notAllowed('这不是您写的记录。', 'This entry is not yours.')
  const onCase = entry.case_id !== null
  const subject = entry.case_id ?? id
  const there = await ctx.tx.selectFrom('files').where('id', '=', fileId).select(['noun', 'subject']).executeTakeFirst()
  if (there && there.subject !== subject)
    throw conflict({ zh: '这张照片已经用在别处。', en: 'This photograph belongs elsewhere.' })
  if (there) return receiptOf(ctx, id)
  const evidence = evidenceOf(file)
  if (onCase) await bringFile(ctx, subject, evidence, fileId)
  else {
    await keepFile(ctx, 'entry', id, evidence, fileId)
    const { name, quarantine } = evidence
    await record(ctx, 'entry.addPhoto', { subject: id, data: { name, quarantine } })
  }
  return receiptOf(ctx, id)
})
