// Readers of the open data: an administrator makes one, says of what and until when, and hands out a password that is shown once.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { advance, advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { can, mustEver, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalidFields, notFound } from '#kernel/refusal.ts'
import { addDays, type Day, dayOf } from '#kernel/time.ts'
import { type MadeReader, type ReaderLine, readers } from './contract-readers.ts'
import { tendDays } from './days.ts'
import { type ReaderRow, readerLifecycle } from './reader-lifecycle.ts'
import {
  addressOf,
  databaseOf,
  dropRole,
  grantViews,
  makeRole,
  newPassword,
  newRoleName,
  rolesThere,
  verifierOf,
} from './roles.ts'

/** The longest that a password for a machine lives. */
const longestDays = 366

type Named = ReaderRow & { made_by: string; places: { id: string; name: string }[] }

const select = async (ctx: Ctx, id: string | null): Promise<ReaderLine[]> => {
  const { rows } = await sql<Named>`
    select readers.*, s.name as made_by,
      (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name) order by d.name), '[]')
        from departments d where d.id = any(readers.departments)) as places
    from readers join staff s on s.id = readers.made_by_id
    where ${within(ctx.me, 'reader.read', 'readers')} and (${id}::uuid is null or readers.id = ${id}::uuid)
    order by readers.status in ('open', 'missing') desc, readers.made_at desc, readers.id`.execute(ctx.tx)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    status: row.status as ReaderLine['status'],
    roleName: row.role_name,
    whole: row.whole,
    departments: row.places,
    expiresOn: row.expires_on,
    madeBy: row.made_by,
    madeAt: row.made_at,
    endedAt: row.ended_at,
    can: can(ctx.me, readerLifecycle as never, row),
  }))
}

const readerOf = async (ctx: Ctx, id: string): Promise<ReaderLine> => {
  const [line] = await select(ctx, id)
  if (!line) throw notFound()
  return line
}

export const list = handle(readers.list, async (ctx) => ({ rows: await select(ctx, null) }))

const mustBeAhead = (ctx: Ctx, day: Day): void => {
  const today = dayOf(ctx.now)
  if (day <= today || day > addDays(today, longestDays))
    throw invalidFields([{ field: 'expiresOn', reason: '请选一年以内、今天以后的日期' }])
}

/** Makes the role of a reader, with a password that is told once, and says what is left to a database administrator. */
const furnished = async (
  ctx: Ctx,
  row: Pick<ReaderRow, 'id' | 'role_name' | 'status'>,
  until: Day,
): Promise<MadeReader> => {
  const password = newPassword()
  const database = await databaseOf(ctx)
  const role = { name: row.role_name, verifier: verifierOf(password), until, database }
  const { made, sql: left, advice } = await makeRole(ctx, role)
  if (made && row.status === 'missing') await advance({ ...ctx, me: systemMe }, readerLifecycle, 'find', row.id)
  return { reader: await readerOf(ctx, row.id), password, database, address: await addressOf(ctx), sql: left, advice }
}

/** A new reader. Where the program's own role may make no roles, the statements for a database administrator come back. */
export const create = handle(readers.create, async (ctx, { name, whole, departments, expiresOn }) => {
  mustEver(ctx.me, 'reader.create')
  mustBeAhead(ctx, expiresOn)
  const known = await sql`select from departments where id = any(${departments}::uuid[])`.execute(ctx.tx)
  if (known.rows.length < new Set(departments).size)
    throw invalidFields([{ field: 'departments', reason: '没有这个科室' }])
  const id = newId(ctx.now)
  const role_name = await newRoleName(ctx)
  await ctx.tx
    .insertInto('readers')
    .values({
      ...{
        id,
        name,
        role_name,
        whole,
        departments: whole ? [] : departments,
        expires_on: expiresOn,
        status: 'missing',
      },
      ...{ salt: randomBytes(24).toString('base64'), made_by_id: ctx.me.id, made_at: ctx.now, updated_at: ctx.now },
    })
    .execute()
  await record(ctx, 'reader.create', {
    subject: id,
    to: 'missing',
    data: { name, roleName: role_name, whole, departments, expiresOn },
  })
  await tendDays(ctx)
  return furnished(ctx, { id, role_name, status: 'missing' }, expiresOn)
})

/** A new password, and another last day if one is named; the former password is worth nothing from here on. */
export const renew = handle(readers.renew, async (ctx, { id, expiresOn }) => {
  const before = await locked(ctx, readerLifecycle, id)
  const until = expiresOn ?? before.expires_on
  mustBeAhead(ctx, until)
  const row = await advanceLocked(ctx, readerLifecycle, 'renew', before, { expires_on: until }, { expiresOn: until })
  return furnished(ctx, row, until)
})

const ended = async (ctx: Ctx, verb: 'revoke' | 'expire', id: string): Promise<void> => {
  const row = await advance(ctx, readerLifecycle, verb, id, { ended_at: ctx.now })
  await dropRole(ctx, row.role_name)
}

/** Ends it: from now on its sessions see nothing, and its role goes. */
export const revoke = handle(readers.revoke, async (ctx, { id }) => {
  await ended(ctx, 'revoke', id)
  return readerOf(ctx, id)
})

/**
 * Looks after the readers: ends those whose day is over, notices roles that are gone (after a restore) or were made by an
 * administrator, gives open ones the views of a newer version, and keeps their working days. Runs every hour.
 */
export const tend = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<ReaderRow>`select * from readers where status in ('open', 'missing')`.execute(ctx.tx)
  const there = await rolesThere(
    ctx,
    rows.map(({ role_name }) => role_name),
  )
  if (rows.length > 0) await tendDays(ctx)
  for (const { id, status, role_name, expires_on } of rows) {
    if (expires_on < dayOf(ctx.now)) await ended(ctx, 'expire', id)
    else if (status === 'open' && !there.has(role_name)) await advance(ctx, readerLifecycle, 'lose', id)
    else if (there.has(role_name)) {
      if (status === 'missing') await advance(ctx, readerLifecycle, 'find', id)
      await grantViews(ctx, role_name)
    }
  }
}
