// What was found on the way: put right the same day (当天整改), or made a case with its photographs.
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle, handleFile } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { endOfDay, isLate, startOfDay } from '#kernel/time.ts'
import { isShown } from '#modules/cases/evidence.ts'
import { openCase, opinionOf } from '#modules/cases/opening.ts'
import { type FindingLine, findings } from './contract.ts'
import { findingLifecycle } from './lifecycle.ts'

type Walls = { department_id: string | null; restricted: boolean; barred_staff: string[] }
type Row = Omit<FindingLine, 'can' | 'overdue'> & Walls

const select = (ctx: Ctx) => sql`
  select findings.id, findings.status, st.place as station, c.name as campus, d.name as department,
    findings.department_id, findings.restricted, findings.barred_staff,
    findings.place, findings.item_text as "itemText", findings.words, f.name as "foundBy", findings.found_at as "foundAt",
    findings.due_at as "dueAt", findings.mended_at as "mendedAt", m.name as "mendedBy", findings.mended_at <= findings.due_at as "sameDay",
    findings.how, cases.id as "caseId", cases.number,
    (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'locked', p.quarantine is not null) order by p.id), '[]')
     from files p where p.noun = 'entry' and p.subject = findings.id) as photos
  from findings join staff f on f.id = findings.found_by_id
  left join staff m on m.id = findings.mended_by_id
  left join stations st on st.id = findings.station_id left join campuses c on c.id = findings.campus_id
  left join departments d on d.id = findings.department_id
  left join cases on cases.id = findings.case_id and ${within(ctx.me, 'case.read', 'cases')}`

const lineOf = (ctx: Ctx, row: Row): FindingLine => {
  const { department_id, restricted, barred_staff, ...line } = row
  const judged = { status: row.status, department_id, restricted, barred_staff }
  const overdue = row.status === 'open' && isLate(row.dueAt, ctx.now)
  return { ...line, overdue, can: can(ctx.me, findingLifecycle, judged) }
}

const one = async (ctx: Ctx, id: string): Promise<FindingLine> => {
  const { rows } = await sql<Row>`${select(ctx)} where findings.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return lineOf(ctx, rows[0])
}

/** What was found, newest first; `overdue`: not put right on the day. */
export const listFindings = handle(findings.list, async (ctx, filter) => {
  const after = afterInstant(filter.after)
  const { day } = filter
  const conditions = [
    within(ctx.me, 'finding.read', 'findings'),
    ...(day ? [sql<boolean>`findings.found_at between ${startOfDay(day)} and ${endOfDay(day)}`] : []),
    ...(filter.stationId ? [sql<boolean>`findings.station_id = ${filter.stationId}`] : []),
    ...(filter.status ? [sql<boolean>`findings.status = ${filter.status}`] : []),
    ...(filter.overdue ? [sql<boolean>`findings.status = 'open' and findings.due_at < ${ctx.now}`] : []),
    ...(after ? [sql<boolean>`(findings.found_at, findings.id) < (${after.key}, ${after.id}::uuid)`] : []),
  ]
  const { rows } = await sql<Row>`
    ${select(ctx)} where ${sql.join(conditions, sql` and `)}
    order by findings.found_at desc, findings.id desc limit ${filter.limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, filter.limit, (row) => ({ key: row.foundAt, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

/** Put right: whether on the same day is said by the clock, not by the one who mends. */
export const mend = handle(findings.mend, async (ctx, { id, how }) => {
  await advance(ctx, findingLifecycle, 'mend', id, { how, mended_at: ctx.now, mended_by_id: ctx.me.id }, { how })
  return one(ctx, id)
})

type Held = {
  id: string
  status: string
  place: string
  item_text: string
  words: string
  found_at: Date
  department_id: string | null
}

/** Becomes a matter like any other, with its words and its photographs, and lies behind its walls from then on. */
export const raise = handle(findings.raise, async (ctx, { id, category, severity, departmentId, words }) => {
  const row = await locked<Held>(ctx, findingLifecycle, id)
  mustBeAble(ctx, findingLifecycle, 'raise', row)
  const text = [row.item_text, row.words, words].filter(Boolean).join('；')
  const opinion = opinionOf({
    text,
    category,
    severity,
    departmentId: departmentId ?? row.department_id,
    place: row.place,
    happenedAt: row.found_at.toISOString(),
  })
  const { id: caseId } = await openCase(ctx, { opinion, channel: 'station' })
  await sql`
    insert into files (id, noun, subject, name, type, size, sha256, content, quarantine, by_id, at)
    select gen_random_uuid(), 'case', ${caseId}, name, type, size, sha256, content, quarantine, by_id, at
    from files where noun = 'entry' and subject = ${id}`.execute(ctx.tx)
  const { restricted, barred_staff } = await ctx.tx
    .selectFrom('cases')
    .where('id', '=', caseId)
    .select(['restricted', 'barred_staff'])
    .executeTakeFirstOrThrow()
  await advanceLocked(ctx, findingLifecycle, 'raise', row, { case_id: caseId, restricted, barred_staff }, { caseId })
  return one(ctx, id)
})

/** A photograph of what was found; one under lock is opened for nobody. */
export const photo = handleFile(findings.photo, async (ctx, { id, fileId }) => {
  const found = await ctx.tx
    .selectFrom('files')
    .innerJoin('findings', 'findings.id', 'files.subject')
    .where('files.id', '=', fileId)
    .where('files.noun', '=', 'entry')
    .where('findings.id', '=', id)
    .where(within(ctx.me, 'finding.read', 'findings'))
    .select(['files.name', 'files.type', 'files.content', 'files.quarantine'])
    .executeTakeFirst()
  if (!found) throw notFound()
  const { name, type, content, quarantine } = found
  if (quarantine !== null) throw conflict({ zh: `照片已隔离：${quarantine}。`, en: 'This photograph is under lock.' })
  return { name, type, content, inline: isShown(type) }
})
