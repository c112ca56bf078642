// Drawing: the frame of a month, the sample from its seed, the proof that it is the one, and telling the results.
import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { addDays, monthOf, monthSpan, startOfDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { endAudit } from '#modules/followups/audits.ts'
import { sayListens } from '#modules/recordings/listening.ts'
import { type DrawLine, draws } from './contract.ts'
import { checkLifecycle, drawLifecycle } from './lifecycle.ts'
import { type DrawRules, type FrameLine, packed, sampleOf, unpacked } from './sample.ts'

const none = '00000000-0000-0000-0000-000000000000'

type FrameRow = FrameLine & { at: Date; barred: string[] }

/**
 * The calls of a month that may be drawn: completed by a person, ordinary, not drawn before. Supervision's own are left out,
 * since it is supervision that checks; what only supervision may know has its own watch.
 */
const frameOf = async (ctx: Ctx, month: string): Promise<FrameRow[]> => {
  const { from, until } = monthSpan(month)
  const { rows } = await sql<FrameRow>`
    select t.id as task, t.caller_id as staff, coalesce(t.department_id, ${none}::uuid) as department, t.reached_at as at,
      t.barred_staff as barred
    from tasks t join staff s on s.id = t.caller_id and s.role <> 'supervision'
    where t.kind in ('wave', 'repeat') and t.reached_at >= ${startOfDay(from)} and t.reached_at < ${startOfDay(until)}
      and not t.taken_over and not t.restricted and t.answers is not null
      and not exists (select from checks c where c.task_id = t.id)`.execute(ctx.tx)
  return rows
}

/** Draws a month; answers the drawing's id, or null where there is nothing to draw from. */
export const drawMonth = async (
  ctx: Ctx,
  { month, how, seed }: { month: string; how: 'schedule' | 'hand'; seed?: string | undefined },
): Promise<string | null> => {
  const frame = await frameOf(ctx, month)
  if (frame.length === 0) return null
  const rules: DrawRules = {
    share: await standardOf(ctx, 'spotCheckShare'),
    perCaller: await standardOf(ctx, 'spotCheckPerCaller'),
    most: await standardOf(ctx, 'spotCheckMost'),
  }
  const by = seed ?? randomBytes(8).toString('hex')
  const drawn = sampleOf(frame, by, rules)
  const { bytes, sha256 } = packed(frame)
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('check_draws')
    .values({
      ...{ id, status: 'drawn', month, how, seed: by, rules: JSON.stringify(rules) },
      ...{ frame: bytes, frame_size: frame.length, frame_sha256: sha256, drawn_at: ctx.now, updated_at: ctx.now },
      drawn_by_id: how === 'hand' ? ctx.me.id : null,
    })
    .execute()
  const lines = new Map(frame.map((line) => [line.task, line]))
  await ctx.tx
    .insertInto('checks')
    .values(
      drawn.map((task) => {
        const { staff, department, at, barred } = lines.get(task)!
        return {
          ...{ id: newId(ctx.now), status: 'drawn', draw_id: id, task_id: task, staff_id: staff, called_at: at },
          ...{ department_id: department === none ? null : department, created_at: ctx.now, updated_at: ctx.now },
          barred_staff: [...new Set([...barred, staff])],
        }
      }),
    )
    .execute()
  await record(ctx, 'draw.make', {
    subject: id,
    to: 'drawn',
    data: { month, how, frame: frame.length, sha256, drawn: drawn.length },
    restricted: true,
  })
  return id
}

/** The month that is over is drawn by itself, once; later days of a month catch up on a server that was off. */
export const drawDue = async (ctx: Ctx): Promise<void> => {
  const month = monthOf(addDays(monthSpan(monthOf(ctx.now)).from, -1))
  const { rows } = await sql`select from check_draws where month = ${month} and how = 'schedule'`.execute(ctx.tx)
  if (rows.length === 0) await drawMonth(ctx, { month, how: 'schedule' })
}

export const make = handle(draws.make, async (ctx, { month, seed }) => {
  if (month > monthOf(ctx.now))
    throw invalid('这个月还没有到。', 'That month has not come.', [{ field: 'month', reason: '不能晚于本月' }])
  const id = await drawMonth(ctx, { month, how: 'hand', seed })
  if (!id) throw conflict(w('这个月没有可以抽的随访电话。', 'There are no calls of that month to draw from.'))
  return drawLine(ctx, id)
})

type Row = Omit<DrawLine, 'can'>

const select = (ctx: Ctx, condition: RawBuilder<boolean>): RawBuilder<Row> => sql<Row>`
  select d.id, d.status, d.month, d.how, s.name as "drawnBy", d.drawn_at as "drawnAt", d.released_at as "releasedAt", d.seed, d.rules,
    d.frame_size as "frameSize", d.frame_sha256 as "frameSha256", c.drawn, c.scored, c.waiting
  from check_draws d left join staff s on s.id = d.drawn_by_id
  left join lateral (
    select count(*) filter (where checks.status <> 'dropped')::int as drawn,
      count(*) filter (where checks.status not in ('drawn', 'dropped'))::int as scored,
      count(*) filter (where checks.status = 'drawn' or checks.recall_result = 'waiting')::int as waiting
    from checks where checks.draw_id = d.id and ${within(ctx.me, 'check.read', 'checks')}) c on true
  where ${within(ctx.me, 'draw.read', 'd')} and ${condition}`

const lineOf = (ctx: Ctx, row: Row): DrawLine => ({ ...row, can: can(ctx.me, drawLifecycle, row) })

export const drawLine = async (ctx: Ctx, id: string): Promise<DrawLine> => {
  const { rows } = await sql<Row>`${select(ctx, sql`d.id = ${id}`)}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return lineOf(ctx, rows[0])
}

export const listDraws = handle(draws.list, async (ctx, { after, limit }) => {
  const place = afterInstant(after)
  const beyond = place ? sql<boolean>`(d.drawn_at, d.id) < (${place.key}, ${place.id}::uuid)` : sql<boolean>`true`
  const { rows } = await sql<Row>`
    ${select(ctx, beyond)} order by d.drawn_at desc, d.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, ({ drawnAt, id }) => ({ key: drawnAt, id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

export const getDraw = handle(draws.get, (ctx, { id }) => drawLine(ctx, id))

/** Draws again from what was kept, with no look at what was drawn, and compares. */
export const proof = handle(draws.proof, async (ctx, { id }) => {
  const line = await drawLine(ctx, id)
  const { frame: bytes } = await ctx.tx
    .selectFrom('check_draws')
    .where('id', '=', id)
    .select('frame')
    .executeTakeFirstOrThrow()
  const { frame, sha256 } = unpacked(bytes)
  const again = sampleOf(frame, line.seed, line.rules)
  const { rows: kept } = await sql<{ task_id: string }>`select task_id from checks where draw_id = ${id}`.execute(
    ctx.tx,
  )
  const there = new Set(kept.map(({ task_id }) => task_id))
  const drawn = new Set(again)
  const names = await ctx.tx.selectFrom('staff').select(['id', 'name']).execute()
  const nameOf = new Map(names.map((one) => [one.id, one.name]))
  return {
    frameIntact: sha256 === line.frameSha256,
    size: frame.length,
    drawn: again.length,
    same: again.length === there.size && again.every((task) => there.has(task)),
    callers: [...Map.groupBy(frame, ({ staff }) => staff)]
      .map(([staff, lines]) => ({
        name: nameOf.get(staff) ?? '',
        calls: lines.length,
        drawn: lines.filter(({ task }) => drawn.has(task)).length,
      }))
      .sort((a, b) => b.calls - a.calls || a.name.localeCompare(b.name, 'zh')),
  }
})

const unfinished = (n: number) =>
  w(`还有 ${n} 通没有查完，或复核没有结束。`, `${n} are still to be scored, or called again.`)

/** Only now each caller learns that calls of his were drawn, how they were found, and who heard them. */
export const release = handle(draws.release, async (ctx, { id }) => {
  const draw = await locked<{ id: string; status: string; month: string }>(ctx, drawLifecycle as never, id)
  const { rows } = await sql<{
    id: string
    status: string
    task_id: string
    staff_id: string
    recall_task_id: string | null
    recall_result: string | null
  }>`
    select * from checks where draw_id = ${id} and status <> 'dropped' order by id for update`.execute(ctx.tx)
  const open = rows.filter((one) => one.status === 'drawn' || one.recall_result === 'waiting').length
  if (draw.status === 'drawn' && open > 0) throw conflict(unfinished(open))
  await advanceLocked(ctx, drawLifecycle as never, 'release', draw as never, {
    released_at: ctx.now,
    restricted: false,
  })
  const system = { ...ctx, me: systemMe }
  for (const row of rows) {
    await advanceLocked(system, checkLifecycle as never, 'release', row as never, {
      released_at: ctx.now,
      restricted: false,
    })
    if (row.recall_task_id) await endAudit(ctx, { auditId: row.recall_task_id, why: '抽查已公布' })
  }
  const { rows: doubted } = await sql<{ task_id: string }>`
    select task_id from suspicions where restricted and status = 'flagged' and task_id = any(${rows.map((row) => row.task_id)}::uuid[])`.execute(
    ctx.tx,
  )
  const untold = new Set(doubted.map(({ task_id }) => task_id))
  await sayListens(
    ctx,
    rows.map(({ task_id }) => task_id).filter((id) => !untold.has(id)),
  )
  const month = `${Number(draw.month.slice(5))} 月`
  await notify(ctx, {
    to: rows.map(({ staff_id }) => staff_id),
    kind: 'check-released',
    words: w(
      `${month}的回访抽查结果已公布，请在“质检”里查看。`,
      `The checks of ${draw.month} are released; see “Quality”.`,
    ),
    key: `check ${id}`,
  })
  return drawLine(ctx, id)
})
