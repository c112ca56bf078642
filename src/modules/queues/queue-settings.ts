// Setting up a hotline: its line, its hours, whom it offers calls to, and what it says; each wording is a version.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle, handleFileLong } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { NoSpeech } from '#engine/outside/voice/speech.ts'
import { NotSound, readWave, writeWave } from '#engine/outside/voice/wave.ts'
import { mayEver } from '#engine/permit.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, type FieldProblem, invalid, invalidFields, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { AnnouncementKind, queues } from './contract.ts'
import { holdMusic } from './music.ts'
import { isOpen, type Queue } from './waiting.ts'
import { type AnnouncementName, shippedWords } from './words.ts'

type Line = ReplyOf<typeof queues.set>
type Row = Queue & { line: string; campus: string | null }
type Said = { queue_id: string; kind: AnnouncementName; version: number; words: string; sound: boolean; at: Date }

/** The wording in force of each kind: the latest version, or what the program ships. */
const announcementsOf = async (
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Line['announcements']>> => {
  const { rows } = await sql<Said>`
    select distinct on (queue_id, kind) queue_id, kind, version, words, sound is not null as sound, at
    from announcements where queue_id = any(${ids}::uuid[]) order by queue_id, kind, version desc`.execute(ctx.tx)
  const kinds = AnnouncementKind.options
  return new Map(
    ids.map((id) => [
      id,
      kinds.map((kind) => {
        const set = rows.find((row) => row.queue_id === id && row.kind === kind)
        if (!set) return { kind, version: 0, words: shippedWords[kind].zh, sound: kind === 'music', at: null }
        return { kind, version: set.version, words: set.words, sound: set.sound || kind === 'music', at: set.at }
      }),
    ]),
  )
}

const lines = async (ctx: Ctx, which: RawBuilder<boolean> = sql<boolean>`true`): Promise<Line[]> => {
  const { rows } = await sql<Row>`
    select q.*, l.number as line, c.name as campus from queues q join lines l on l.id = q.line_id
    left join campuses c on c.id = q.campus_id where ${which} order by q.active desc, q.name, q.id`.execute(ctx.tx)
  const said = await announcementsOf(
    ctx,
    rows.map(({ id }) => id),
  )
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      name: row.name,
      lineId: row.line_id,
      line: row.line,
      campusId: row.campus_id,
      campus: row.campus,
      active: row.active,
      days: row.days as Line['days'],
      from: row.from_clock,
      until: row.until_clock,
      roster: row.roster,
      skills: row.skills,
      emergency: row.emergency,
      ringSeconds: row.ring_seconds,
      overflowSeconds: row.overflow_seconds,
      overflow: row.overflow as Line['overflow'],
      callBack: row.call_back,
      open: await isOpen(ctx, row),
      announcements: said.get(row.id)!,
      can: mayEver(ctx.me, 'queue.set') ? ['set'] : [],
    })),
  )
}

const list = handle(queues.list, async (ctx) => {
  const { rows: hotlines } = await sql<{ id: string; number: string }>`
    select id, number from lines where kind = 'hotline' and active order by number`.execute(ctx.tx)
  return { rows: await lines(ctx), hotlines, speech: ctx.house.speech.name !== '' }
})

const one = async (ctx: Ctx, id: string): Promise<Line> => {
  const [line] = await lines(ctx, sql<boolean>`q.id = ${id}`)
  if (!line) throw notFound()
  return line
}

const set = handle(queues.set, async (ctx, form) => {
  const { rows } = await sql<{ line: boolean; taken: boolean; campus: boolean; known: boolean; skills: string[] }>`
    select exists (select from lines where id = ${form.lineId} and kind = 'hotline' and active) as line,
      exists (select from queues where line_id = ${form.lineId} and id is distinct from ${form.id}::uuid) as taken,
      ${form.campusId}::uuid is null or exists (select from campuses where id = ${form.campusId}) as campus,
      ${form.id}::uuid is null or exists (select from queues where id = ${form.id}) as known,
      array(select id from skills where id = any(${form.skills}::uuid[])) as skills`.execute(ctx.tx)
  const found = rows[0]!
  if (!found.known) throw notFound()
  const problems: FieldProblem[] = [
    ...(found.line ? [] : [{ field: 'lineId', reason: '请选择“热线”类的分机' }]),
    ...(found.taken ? [{ field: 'lineId', reason: '这个分机已有队列' }] : []),
    ...(found.campus ? [] : [{ field: 'campusId', reason: '没有这个院区' }]),
    ...form.skills.flatMap((id, i) =>
      found.skills.includes(id) ? [] : [{ field: `skills.${i}`, reason: '没有这项技能' }],
    ),
    ...(form.until <= form.from ? [{ field: 'until', reason: '应晚于开始时间；到零点写 24:00' }] : []),
    ...(form.from === '24:00' ? [{ field: 'from', reason: '零点开始请写 00:00' }] : []),
  ]
  if (problems.length > 0) throw invalidFields(problems)
  const id = form.id ?? newId(ctx.now)
  const row = {
    ...{ id, name: form.name, line_id: form.lineId, campus_id: form.campusId, active: form.active, days: form.days },
    ...{ from_clock: form.from, until_clock: form.until, roster: form.roster, skills: [...new Set(form.skills)] },
    ...{ emergency: form.emergency, ring_seconds: form.ringSeconds, overflow_seconds: form.overflowSeconds },
    ...{ overflow: form.overflow, call_back: form.callBack, updated_at: ctx.now },
  }
  await ctx.tx
    .insertInto('queues')
    .values(row)
    .onConflict((same) => same.column('id').doUpdateSet(row))
    .execute()
  const { id: _, ...data } = form
  await record(ctx, 'queue.set', { subject: id, data })
  return one(ctx, id)
})

/** A new wording is a new version: whoever called before has heard the old one, and his row says so. */
const say = async (ctx: Ctx, id: string, kind: AnnouncementName, it: { words?: string; sound: Buffer | null }) => {
  await sql`select pg_advisory_xact_lock(hashtext(${`announcement ${id}`}))`.execute(ctx.tx)
  const before = (await one(ctx, id)).announcements.find((one) => one.kind === kind)!
  const version = before.version + 1
  const words = it.words ?? before.words
  await ctx.tx
    .insertInto('announcements')
    .values({
      ...{ id: newId(ctx.now), queue_id: id, kind, version, words },
      ...{ sound: it.sound, by_id: ctx.me.id, at: ctx.now },
    })
    .execute()
  await record(ctx, 'queue.set', { subject: id, data: { kind, version, words, uploaded: it.sound !== null } })
  return one(ctx, id)
}

const announce = handle(queues.announce, (ctx, { id, kind, words }) => say(ctx, id, kind, { words, sound: null }))

const kindOf = (kind: string): AnnouncementName => {
  const known = AnnouncementKind.safeParse(kind)
  if (!known.success) throw notFound()
  return known.data
}

/** A WAV of what the words say; anything that a telephone cannot play is refused with why. */
const upload = handle(queues.record, async (ctx, { id, kind, file }) => {
  await one(ctx, id)
  if (!file) throw invalid('请选择一个 WAV 文件。', 'Choose a WAV file.', [{ field: 'file', reason: '请选择文件' }])
  try {
    return await say(ctx, id, kindOf(kind), { sound: writeWave(readWave(file.content)) })
  } catch (error) {
    if (error instanceof NotSound)
      throw invalid(error.message, error.message, [{ field: 'file', reason: error.message }])
    throw error
  }
})

/** What a caller hears: the upload, or the words made into sound by the operator's engine now. */
const sound = handleFileLong(queues.sound, async (ctx, { id, kind: named }) => {
  const kind = kindOf(named)
  await one(ctx, id)
  const { rows } = await sql<{ sound: Buffer | null; words: string }>`
    select sound, words from announcements where queue_id = ${id} and kind = ${kind} order by version desc limit 1`.execute(
    ctx.tx,
  )
  const words = (rows[0]?.words ?? shippedWords[kind].zh).replace('{n}', '2')
  const content = rows[0]?.sound ?? (kind === 'music' ? writeWave(holdMusic()) : await synthesised(ctx, words))
  return { name: `${kind}.wav`, type: 'audio/wav', content, inline: true }
})

const synthesised = async (ctx: Ctx, words: string): Promise<Buffer> => {
  try {
    return writeWave(await ctx.house.speech.say(words))
  } catch (error) {
    if (error instanceof NoSpeech) throw conflict(w(error.message, 'There is no sound and no engine that speaks.'))
    throw error
  }
}

export const queueHandlers = [list, set, announce, upload, sound]
