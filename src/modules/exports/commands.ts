// Asking for a file of a list, letting it go, fetching it, and what time does to it.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle, handleFileLong } from '#engine/ctx.ts'
import { transact } from '#engine/database.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { mustEver } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, notAllowed, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import type { Verb } from '#src/permissions.ts'
import { exported } from './contract.ts'
import { fileName, typeOf } from './file.ts'
import { knowsAllOf, mayStillHave } from './knowing.ts'
import { exportLifecycle } from './lifecycle.ts'
import { contentOf, forget } from './making.ts'
import { exportOf, leftAlone, rowsUpTo } from './queries.ts'
import type { ExportRow } from './rows.ts'
import { askedOf, listNamed } from './walking.ts'
import { privateConditions, troubles } from './words.ts'

/** How many files of one person may be waiting or in the making at a time. */
const atATime = 5

type Order = {
  readonly list: string
  readonly asked: string
  readonly format: 'xlsx' | 'csv'
  readonly reason: string
}

const order = async (ctx: Ctx, { list: name, asked: text, format, reason }: Order, personal: boolean) => {
  const list = listNamed(ctx, name)
  mustEver(ctx.me, list.endpoint.verb as Verb)
  const open = await ctx.tx
    .selectFrom('exports')
    .where('asked_by_id', '=', ctx.me.id)
    .where('status', 'in', ['asked', 'making'])
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  if (open.n >= atATime)
    throw conflict(
      w(
        `您已有 ${open.n} 份导出在等待，请先等它们完成或取消。`,
        `${open.n} of yours are waiting; let them end, or cancel some.`,
      ),
    )
  const asked = askedOf(list, text)
  const alone = await leftAlone(ctx, name)
  const rows = await rowsUpTo(ctx, name, asked, alone)
  if (rows === 0) throw conflict(w('这个列表现在没有内容。', 'There is nothing in this list now.'))
  const status = personal || rows > alone ? 'asked' : 'making'
  const id = newId(ctx.now)
  const { rows: numbers } = await sql<{ n: number }>`select nextval('export_numbers') as n`.execute(ctx.tx)
  const number = `DC${dayOf(ctx.now).slice(0, 4)}-${String(numbers[0]!.n).padStart(6, '0')}`
  await ctx.tx
    .insertInto('exports')
    .values({
      ...{ id, number, status, list: name, asked: JSON.stringify(asked), format, personal, reason },
      ...{ asked_by_id: ctx.me.id, asked_as: ctx.me.role, asked_at: ctx.now, updated_at: ctx.now },
      scopes: ctx.me.scopes ? [...ctx.me.scopes] : null,
      rows_found: status === 'making' ? rows : null,
    })
    .execute()
  const recorded = Object.entries(asked).map(([key, value]) => [key, privateConditions.includes(key) ? '…' : value])
  await record(ctx, 'export.ask', {
    subject: id,
    to: status,
    data: { number, list: name, asked: Object.fromEntries(recorded), format, personal, reason },
  })
  return exportOf(ctx, id)
}

/**
 * Asks for a file of what a list shows now under this filter, without the columns that say who it is about. A few rows are
 * made at once; more wait for a second person. The filter is kept as it is and recorded.
 */
export const ask = handle(exported.ask, (ctx, it) => order(ctx, it, false))

/** The same with the personal columns, for a reason: always waits for a second person. */
export const reveal = handle(exported.reveal, (ctx, it) => {
  mustEver(ctx.me, 'export.ask')
  return order(ctx, it, true)
})

const told = (ctx: Ctx, row: ExportRow, kind: string, zh: string, en: string) =>
  notify(ctx, {
    to: [row.asked_by_id],
    kind,
    words: w(`${zh}（${row.number}）`, `${en} (${row.number})`),
    about: { noun: 'export', id: row.id },
    key: `${kind} ${row.id}`,
  })

/** Lets it go: by another one, who may know of every row that was found. Whoever may not by now is as if never asked. */
export const approve = handle(exported.approve, async (ctx, { id }) => {
  const before = await locked(ctx, exportLifecycle, id)
  if (before.asked_by_id === ctx.me.id)
    throw notAllowed('自己申请的导出须由他人审批。', 'Another one has to approve it.')
  if (before.personal) mustEver(ctx.me, 'export.reveal')
  if (before.status === 'asked' && !(await knowsAllOf(ctx, ctx.me, listNamed(ctx, before.list), id))) throw notFound()
  const row = await advanceLocked(
    ctx,
    exportLifecycle,
    'approve',
    before,
    { decided_by_id: ctx.me.id, decided_at: ctx.now },
    { number: before.number, rows: before.rows_found },
  )
  await told(
    ctx,
    row,
    'export-approved',
    `${ctx.me.name}已同意您的导出，正在制作`,
    'Your export was approved and is being made',
  )
  return exportOf(ctx, id)
})

/** Does not let it go, and says why. */
export const refuse = handle(exported.refuse, async (ctx, { id, words }) => {
  const row = await advance(
    ctx,
    exportLifecycle,
    'refuse',
    id,
    { decided_by_id: ctx.me.id, decided_at: ctx.now, words },
    { words },
  )
  await forget(ctx, id)
  await told(ctx, row, 'export-refused', `您的导出未获批准：${words}`, `Your export was refused: ${words}`)
  return exportOf(ctx, id)
})

/** Takes it back; what was made is deleted, what is being made stops. */
export const cancel = handle(exported.cancel, async (ctx, { id }) => {
  await advance(ctx, exportLifecycle, 'cancel', id)
  await forget(ctx, id)
  return exportOf(ctx, id)
})

/**
 * One's own file that is ready, locked; another's is not one's own to take, however much one may know of it, and an API
 * token takes none of a list that it may not ask.
 */
const ownReady = async (ctx: Ctx, id: string): Promise<ExportRow> => {
  const row = await locked(ctx, exportLifecycle, id)
  mustBeAble(ctx, exportLifecycle, 'download', row)
  const list = ctx.house.lists.get(row.list)
  if (list) mustEver(ctx.me, list.endpoint.verb as Verb)
  return row
}

/**
 * The file, for the one who asked and nobody else. What it holds is asked of the walls once more: is any of it not his to
 * know by now, the file is withdrawn and gone.
 */
export const file = handleFileLong(exported.file, async (ctx, { id }) => {
  const withdrawn = await transact(ctx.tx, async (tx): Promise<boolean> => {
    const row = await ownReady({ ...ctx, tx }, id)
    const list = ctx.house.lists.get(row.list)
    if (list && (await mayStillHave({ tx }, list, row))) return false
    const system = { ...ctx, tx, me: systemMe }
    await advance(system, exportLifecycle, 'withdraw', id, { trouble: troubles.hidden.zh })
    await forget(system, id)
    return true
  })
  if (withdrawn) throw conflict(troubles.hidden)
  const row = await transact(ctx.tx, async (tx) => {
    const before = await ownReady({ ...ctx, tx }, id)
    const data = { number: before.number, rows: before.rows_made }
    const changes = { downloads: before.downloads + 1, downloaded_at: ctx.now }
    return advanceLocked({ ...ctx, tx }, exportLifecycle, 'download', before, changes, data)
  })
  return {
    name: fileName(ctx.house.lists.get(row.list), row),
    type: typeOf(row.format),
    content: Readable.from(contentOf(ctx, row), { objectMode: false }),
  }
})
