// The promise ledger: “we will find out and tell you by” is a row with a person, an hour and an end.
import { sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, may, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notAllowed, notFound } from '#kernel/refusal.ts'
import { addDays, startOfDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { promises } from './contract-beside.ts'
import { promiseLifecycle } from './lifecycle.ts'
import { type CaseRow, held } from './rows.ts'
import type { PromiseLine } from './shapes-beside.ts'

type Row = Omit<PromiseLine, 'can' | 'late'> & { restricted: boolean; barred_staff: string[] }

const columns = sql`
  promises.id, promises.status, promises.case_id as "caseId", c.number, promises.to_whom as "toWhom", promises.what,
  promises.by_at as "byAt", s.name as "madeBy", promises.made_at as "madeAt", promises.kept_at as "keptAt",
  promises.outcome, promises.restricted, promises.barred_staff`
const tables = sql`promises join cases c on c.id = promises.case_id join staff s on s.id = promises.made_by_id`

/** Late is what is still owed after its hour, or was kept after it. */
const lineOf = (ctx: Ctx, { restricted, barred_staff, ...row }: Row): PromiseLine => ({
  ...row,
  late: row.status !== 'cancelled' && row.byAt < (row.keptAt ?? ctx.now),
  can: can(ctx.me, promiseLifecycle, { status: row.status, restricted, barred_staff }),
})

const one = async (ctx: Ctx, id: string): Promise<PromiseLine> => {
  const { rows } = await sql<Row>`select ${columns} from ${tables} where promises.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return lineOf(ctx, rows[0])
}

/** The promises of a case that the reader may see, in the order in which they fall due. */
export const promisesOf = async (ctx: Ctx, caseId: string): Promise<PromiseLine[]> => {
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where promises.case_id = ${caseId} and ${within(ctx.me, 'promise.read', 'promises')}
    order by promises.by_at, promises.id`.execute(ctx.tx)
  return rows.map((row) => lineOf(ctx, row))
}

type Promised = { readonly toWhom: string; readonly what: string; readonly byAt: Date }

/** Writes down what was promised about a held case, and answers its id. Refused without an hour that is still to come. */
export const makePromise = async (ctx: Ctx, row: CaseRow, it: Promised): Promise<string> => {
  if (!may(ctx.me, 'promise.make', row)) throw notAllowed('您不能为这条诉求作出承诺。', 'You may not promise here.')
  if (row.status === 'archived')
    throw conflict(w('诉求已归档，不能再作承诺。', 'The case is archived; nothing more is promised.'))
  if (it.byAt <= ctx.now)
    throw invalid('承诺的时间已经过去。', 'The promised hour has passed.', [
      { field: 'byAt', reason: '请填写将来的时间' },
    ])
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('promises')
    .values({
      id,
      case_id: row.id,
      status: 'open',
      to_whom: it.toWhom,
      what: it.what,
      by_at: it.byAt,
      made_by_id: ctx.me.id,
      made_at: ctx.now,
      restricted: row.restricted,
      barred_staff: row.barred_staff,
      updated_at: ctx.now,
    })
    .execute()
  const data = { caseId: row.id, what: it.what, byAt: it.byAt.toISOString() }
  await record(ctx, 'promise.make', { subject: id, to: 'open', data, restricted: row.restricted })
  return id
}

export const make = handle(promises.make, async (ctx, { caseId, ...it }) =>
  one(ctx, await makePromise(ctx, await held(ctx, caseId), it)),
)

/** Kept, in time or not: the hour is the clock's, not the keeper's. */
export const keep = handle(promises.keep, async (ctx, { id, outcome }) => {
  const kept = { kept_at: ctx.now, kept_by_id: ctx.me.id, outcome }
  await advance(ctx, promiseLifecycle, 'keep', id, kept, { outcome })
  return one(ctx, id)
})

/** A promise that has become void, with its reason; it counts neither as kept nor as owed. */
export const cancel = handle(promises.cancel, async (ctx, { id, outcome }) => {
  await advance(ctx, promiseLifecycle, 'cancel', id, { outcome }, { outcome })
  return one(ctx, id)
})

/** What became of promises, as the report on cases counts it. */
const became = {
  due: sql<boolean>`promises.status <> 'cancelled'`,
  kept: sql<boolean>`promises.status = 'kept' and promises.kept_at <= promises.by_at`,
  late: sql<boolean>`promises.status = 'kept' and promises.kept_at > promises.by_at`,
  cancelled: sql<boolean>`promises.status = 'cancelled'`,
} as const

/** What is owed, soonest first, of matters that the reader may see; `late`: its hour has passed. */
export const list = handle(promises.list, async (ctx, filter) => {
  const after = afterInstant(filter.after)
  const conditions = [
    within(ctx.me, 'promise.read', 'promises'),
    sql<boolean>`exists (select from cases where cases.id = promises.case_id and ${within(ctx.me, 'case.read', 'cases')})`,
    ...(filter.open === undefined ? [] : [sql<boolean>`(promises.status = 'open') = ${filter.open}`]),
    ...(filter.late ? [sql<boolean>`promises.status = 'open' and promises.by_at < ${ctx.now}`] : []),
    ...(filter.from ? [sql<boolean>`promises.by_at >= ${startOfDay(filter.from)}`] : []),
    ...(filter.to ? [sql<boolean>`promises.by_at < ${startOfDay(addDays(filter.to, 1))}`] : []),
    ...(filter.became ? [became[filter.became]] : []),
    ...(filter.caseId ? [sql<boolean>`promises.case_id = ${filter.caseId}`] : []),
    ...(after ? [sql<boolean>`(promises.by_at, promises.id) > (${after.key}, ${after.id}::uuid)`] : []),
  ]
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where ${sql.join(conditions, sql` and `)}
    order by promises.by_at, promises.id limit ${filter.limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, filter.limit, (row) => ({ key: row.byAt, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})
