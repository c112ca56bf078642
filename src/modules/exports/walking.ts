// Going through a list as the one who asked would, page by page, with his scope, his filter and his order; nothing else is in a file.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import type { List } from '#engine/lists.ts'
import { mustEver } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import type { Verb } from '#src/permissions.ts'

/** A filter in the words of the address. */
export type Asked = Readonly<Record<string, string>>

/** The most rows of one file. */
export const most = 100_000

type Page = { readonly rows: readonly never[]; readonly next: string | null }

/** The list of this address. Refuses one that is none, or of which no file is made. */
export const listNamed = (ctx: Pick<Ctx, 'house'>, name: string): List => {
  const list = ctx.house.lists.get(name)
  if (!list)
    throw invalid('这个列表不能导出。', 'No file is made of this list.', [{ field: 'list', reason: '不能导出' }])
  return list
}

/**
 * The filter of an address, without its place and size of page: those are not what was asked for. What the list does not
 * read is left out, so that nobody lets go more than he was told. Refuses as the list itself would.
 */
export const askedOf = (list: List, text: string): Asked => {
  const said = [...new URLSearchParams(text)].filter(
    ([key, value]) => !['after', 'limit', 'format'].includes(key) && value !== '',
  )
  const read = inputOf(list, Object.fromEntries(said))
  return Object.fromEntries(said.filter(([key]) => Object.hasOwn(read, key)))
}

/** What the list's handler takes for this filter; refuses as the list itself would. */
const inputOf = (list: List, asked: Asked): object => {
  const path = [...list.endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  if (path.length > 0) throw notFound()
  return list.endpoint.query ? (list.endpoint.query as z.ZodType<object>).parse({ ...asked }) : {}
}

/** The rows of a list as this actor sees them, a page at a time. Refuses whoever may not ask it. */
export async function* pagesOf(ctx: Ctx, list: List, asked: Asked, size: number): AsyncGenerator<readonly never[]> {
  mustEver(ctx.me, list.endpoint.verb as Verb)
  const input = inputOf(list, asked)
  for (let after: string | undefined; ; ) {
    const page = (await list.handler.run(ctx, { ...input, limit: size, after } as never)) as Page
    if (page.rows.length > 0) yield page.rows
    if (page.next === null || page.next === after) return
    after = page.next
  }
}

/** As whom something is done later, with what he may do now; null when he no longer works here. */
export const personNow = async (
  ctx: Pick<Ctx, 'tx'>,
  id: string,
  scopes: readonly string[] | null = null,
): Promise<Me | null> => {
  const row = await ctx.tx
    .selectFrom('staff')
    .where('id', '=', id)
    .where('status', '=', 'active')
    .select(['id', 'name', 'role', 'departments'])
    .executeTakeFirst()
  return row ? ({ ...row, ...(scopes ? { scopes } : {}) } as Me) : null
}

/** Looks at one moment of the whole hospital, for as long as a long list takes; nothing is written from in there. */
export const atOneMoment = <T>(house: OpenHouse, me: Me, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  house.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`set local statement_timeout = '5min'`.execute(tx)
      return work(house.ctx(tx, me, 'export'))
    })
