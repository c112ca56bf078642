// What was sent, as people see it: receipts for the tablet, lines for the desk, and two sides where a person has to decide.
import { sql } from 'kysely'
import type { z } from 'zod'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { Id } from '#kernel/contract.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { endOfDay, startOfDay } from '#kernel/time.ts'
import { bringWords } from '#modules/cases/brought.ts'
import { type EntryLine, type EntryReceipt, entries } from './contract.ts'
import { entryLifecycle } from './lifecycle.ts'

/**
 * What the sender keeps of an entry: that it is there, what became of it, and which of his photographs have arrived. Those
 * of others say how a matter goes on that may be hidden from him by now.
 */
export const receiptOf = async (ctx: Ctx, id: string): Promise<z.output<typeof EntryReceipt>> => {
  const { rows } = await sql<z.output<typeof EntryReceipt>>`
    select e.id, e.status, e.contest, e.received_at as "receivedAt", e.case_id as "caseId", c.number,
      (select coalesce(array_agg(f.id order by f.id), '{}') from files f
       where f.subject = coalesce(e.case_id, e.id) and f.noun in ('case', 'entry') and f.by_id = e.staff_id) as photos
    from entries e left join cases c on c.id = e.case_id where e.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return rows[0]
}

type Row = Omit<EntryLine, 'can' | 'mine' | 'beside'> & {
  staff_id: string
  restricted: boolean
  barred_staff: string[]
  besideBy: string | null
  besideAt: Date | null
  besideOutcome: string | null
  besideWords: string | null
  asksNow: string | null
  cancelledBecause: string | null
  caseText: string | null
}

const outcomes: Readonly<Record<string, string>> = { ok: '没有问题', found: '发现问题' }
const said = (outcome: string | null, words: string | null): string =>
  [outcome ? outcomes[outcome] : '', words].filter(Boolean).join('：') || '（没有写）'

/** What stands against the entry: another answer, the list as it is now, the cancelled plan, or the case as it is now. */
const besideOf = (row: Row): EntryLine['beside'] => {
  if (row.contest === 'answered-twice')
    return { by: row.besideBy, at: row.besideAt, says: said(row.besideOutcome, row.besideWords) }
  if (row.contest === 'patrol-changed')
    return { by: null, at: null, says: row.asksNow ? `现在的清单问：${row.asksNow}` : '现在的清单已没有这一项' }
  if (row.contest === 'station-cancelled') return { by: null, at: null, says: `站点已取消：${row.cancelledBecause}` }
  if (row.contest === 'case-moved') return { by: null, at: null, says: row.caseText ?? '诉求已有人办理' }
  return null
}

const lineOf = (ctx: Ctx, row: Row): EntryLine => {
  const {
    id,
    status,
    kind,
    station,
    by,
    madeAt,
    receivedAt,
    itemText,
    place,
    outcome,
    words,
    caseId,
    number,
    contest,
  } = row
  const mine = row.contest === 'patrol-changed' ? `${itemText}：${said(outcome, words)}` : said(outcome, words)
  return {
    ...{ id, status, kind, station, by, madeAt, receivedAt, itemText, place, outcome, words, caseId, number, contest },
    grades: row.grades,
    photos: row.photos,
    mine: { by, at: madeAt, says: mine },
    beside: besideOf(row),
    can: can(ctx.me, entryLifecycle, row),
  }
}

/** What was sent, newest first; the words of a matter are the case's. */
export const list = handle(entries.list, async (ctx, filter) => {
  const after = afterInstant(filter.after)
  const ids = filter.ids?.split(',')
  if (ids?.some((id) => !Id.safeParse(id).success)) throw invalid('编号有误。', 'These are no ids.')
  const conditions = [
    within(ctx.me, 'entry.read', 'entries'),
    ...(filter.day
      ? [sql<boolean>`entries.made_at between ${startOfDay(filter.day)} and ${endOfDay(filter.day)}`]
      : []),
    ...(filter.stationId ? [sql<boolean>`entries.station_id = ${filter.stationId}`] : []),
    ...(filter.status ? [sql<boolean>`entries.status = ${filter.status}`] : []),
    ...(filter.kind ? [sql<boolean>`entries.kind = ${filter.kind}`] : []),
    ...(ids ? [sql<boolean>`entries.id = any(${ids}::uuid[])`] : []),
    ...(after ? [sql<boolean>`(entries.received_at, entries.id) < (${after.key}, ${after.id}::uuid)`] : []),
  ]
  const { rows } = await sql<Row>`
    select entries.id, entries.status, entries.kind, st.place as station, s.name as by, entries.made_at as "madeAt",
      entries.received_at as "receivedAt", entries.item_text as "itemText", entries.place, entries.outcome, entries.words,
      entries.grades, entries.contest, entries.staff_id, entries.restricted, entries.barred_staff,
      cases.id as "caseId", cases.number, b.made_at as "besideAt", bs.name as "besideBy", b.outcome as "besideOutcome",
      b.words as "besideWords", st.reason as "cancelledBecause", cases.text as "caseText",
      (select item->>'text' from patrols p join patrols now on now.name = p.name and now.status = 'current',
        jsonb_array_elements(now.items) item where p.id = entries.patrol_id and item->>'key' = entries.item_key) as "asksNow",
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'locked', f.quarantine is not null) order by f.id), '[]')
       from files f where f.noun = 'entry' and f.subject = entries.id) as photos
    from entries join staff s on s.id = entries.staff_id
    left join stations st on st.id = entries.station_id
    left join entries b on b.id = entries.beside_id left join staff bs on bs.id = b.staff_id
    left join cases on cases.id = entries.case_id and ${within(ctx.me, 'case.read', 'cases')}
    where ${sql.join(conditions, sql` and `)}
    order by entries.received_at desc, entries.id desc limit ${filter.limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, filter.limit, (row) => ({ key: row.receivedAt, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

type Held = {
  id: string
  status: string
  kind: string
  station_id: string | null
  item_key: string | null
  case_id: string | null
  words: string
  contest: string | null
}
const held = (ctx: Ctx, id: string): Promise<Held> => locked<Held>(ctx, entryLifecycle, id)

/** A person decides for this one; what said otherwise is set aside, or both stand. What was added to a matter is taken in now. */
export const choose = handle(entries.choose, async (ctx, { id, both }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, entryLifecycle, 'choose', row, {}, { both })
  if (row.contest === 'case-moved' && row.case_id) await bringWords(ctx, row.case_id, row.words)
  if (row.contest === 'answered-twice' && !both) {
    const { rows } = await sql<Held>`
      select * from entries where station_id = ${row.station_id} and item_key = ${row.item_key} and status = 'kept' and id <> ${id}
      order by id for update`.execute(ctx.tx)
    for (const other of rows) await advanceLocked(ctx, entryLifecycle, 'setAside', other, {}, { for: id })
  }
  return receiptOf(ctx, id)
})

/** A person decides against this one; it stays readable. */
export const setAside = handle(entries.setAside, async (ctx, { id, reason }) => {
  await advanceLocked(ctx, entryLifecycle, 'setAside', await held(ctx, id), {}, { reason })
  return receiptOf(ctx, id)
})

/** An answer that its own writer has corrected. */
export const correct = async (ctx: Ctx, id: string, by: string): Promise<void> => {
  await advanceLocked(ctx, entryLifecycle, 'setAside', await held(ctx, id), {}, { for: by })
}
