// Making a file beside the requests: what was asked for is gone through at one moment, as the one who asked, sealed piece by piece.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import { mustBeOurKey } from '#engine/house-key.ts'
import { record } from '#engine/ledger.ts'
import { newPieceKey, openPiece, sealPiece } from '#engine/seal-piece.ts'
import type { OutRow } from '#engine/tables/write.ts'
import type { Me } from '#kernel/permission.ts'
import { Refusal } from '#kernel/refusal.ts'
import { addDays, dayOf, endOfDay } from '#kernel/time.ts'
import type { Words } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { bytesOf, columnsOf } from './file.ts'
import { knowsAll, secondPeople } from './knowing.ts'
import { exportLifecycle } from './lifecycle.ts'
import type { ExportRow } from './rows.ts'
import { type Asked, atOneMoment, listNamed, most, pagesOf, personNow } from './walking.ts'
import { troubles } from './words.ts'

/** Rows in memory at a time, and bytes of the file. */
const pageSize = 2000
const pieceSize = 256 * 1024

const lockOf = (ctx: Pick<Ctx, 'house'>, id: string) => ctx.house.vault.locator(`export ${id}`)
const placeOf = (id: string, number: number) => `export ${id} ${number}`

/** Why it is not made; whoever asked is told. */
class Given extends Error {
  readonly words: Words
  constructor(words: Words) {
    super(words.en)
    this.words = words
  }
}
/** Taken back, or done by another node, while it was being made. */
class Stopped extends Error {}

const rowOf = (house: OpenHouse, id: string): Promise<ExportRow | undefined> =>
  house.db.selectFrom('exports').where('id', '=', id).selectAll().executeTakeFirst() as never

const stillIs = async (house: OpenHouse, id: string, status: string, made: number): Promise<void> => {
  const { numUpdatedRows } = await house.db
    .updateTable('exports')
    .set({ rows_made: made })
    .where('id', '=', id)
    .where('status', '=', status)
    .executeTakeFirst()
  if (Number(numUpdatedRows) === 0) throw new Stopped()
}

/** Walks through the list as the one who asked, keeps which rows there are, and who else may know of all of them. */
const walked = async (
  house: OpenHouse,
  row: ExportRow,
  me: Me,
  each: (ctx: Ctx, pages: AsyncIterable<readonly never[]>) => Promise<void>,
  only?: ReadonlySet<string>,
): Promise<{ rows: number; knownTo: string[] }> => {
  const list = listNamed(house.ctx(house.db, me), row.list)
  // What was approved stays as it was looked through: making is begun again where a node has died over it.
  const keeps = only === undefined
  if (keeps) await house.db.deleteFrom('export_rows').where('export_id', '=', row.id).execute()
  let rows = 0
  let chunk = 0
  let knowing = await secondPeople({ tx: house.db }, list, { askedBy: row.asked_by_id, personal: row.personal })
  await atOneMoment(house, me, async (ctx) => {
    async function* pages() {
      for await (const page of pagesOf(ctx, list, row.asked as Asked, pageSize)) {
        const wanted = only ? page.filter((one) => only.has(list.id(one))) : page
        rows += wanted.length
        if (rows > most) throw new Given(troubles.tooMany)
        await stillIs(house, row.id, row.status, row.status === 'making' ? rows : 0)
        const guards = list.guard ? [...new Set(wanted.map(list.guard.id))] : []
        const left: Me[] = []
        for (const one of knowing) if (await knowsAll(ctx, one, list, guards)) left.push(one)
        knowing = left
        const ids = wanted.map((one) => list.id(one))
        if (keeps)
          await house.db.insertInto('export_rows').values({ export_id: row.id, number: chunk++, ids, guards }).execute()
        yield wanted
      }
    }
    await each(ctx, pages())
  })
  return { rows, knownTo: knowing.map(({ id }) => id) }
}

const asked = async (house: OpenHouse, row: ExportRow): Promise<Me> => {
  const me = await personNow({ tx: house.db }, row.asked_by_id, row.scopes)
  if (!me || me.role !== row.asked_as) throw new Given(troubles.person)
  return me
}

const tell = (ctx: Ctx, row: ExportRow, to: readonly string[], kind: string, zh: string, en: string) =>
  notify(ctx, {
    to,
    kind,
    words: { zh: `${zh}（${row.number}）`, en: `${en} (${row.number})` },
    about: { noun: 'export', id: row.id },
    key: `${kind} ${row.id}`,
  })

/** Counts what was asked for, and finds who could let it go. */
const look = async (house: OpenHouse, row: ExportRow): Promise<void> => {
  const me = await asked(house, row)
  const title = listNamed(house.ctx(house.db, me), row.list).endpoint.title
  const { rows, knownTo } = await walked(house, row, me, async (_ctx, pages) => {
    for await (const _ of pages);
  })
  await house.asSystem(async (ctx) => {
    const { numUpdatedRows } = await ctx.tx
      .updateTable('exports')
      .set({
        rows_found: rows,
        known_to: knownTo,
        looked_at: ctx.now,
        trouble: knownTo.length ? '' : troubles.nobody.zh,
      })
      .where('id', '=', row.id)
      .where('status', '=', 'asked')
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) return
    await record(ctx, 'export.look', { subject: row.id, data: { number: row.number, rows, second: knownTo.length } })
    const [zh, en] = [`${me.name}申请导出“${title.zh}”${rows} 行，请审批`, `${me.name} asks for a file of ${rows} rows`]
    await tell(ctx, row, knownTo, 'export-asked', zh, en)
  })
}

/** The rows that were approved, by what tells them apart: what came later is not in the file. */
const approvedRows = async (house: OpenHouse, id: string): Promise<Set<string>> => {
  const chunks = await house.db.selectFrom('export_rows').where('export_id', '=', id).select('ids').execute()
  return new Set(chunks.flatMap(({ ids }) => ids))
}

const make = async (house: OpenHouse, row: ExportRow): Promise<void> => {
  const me = await asked(house, row)
  const limit = await standardOf({ tx: house.db }, 'exportAlone')
  const only = row.decided_by_id ? await approvedRows(house, row.id) : undefined
  await house.db.deleteFrom('export_pieces').where('export_id', '=', row.id).execute()
  const key = newPieceKey()
  const hash = createHash('sha256')
  let bytes = 0
  let made = 0
  let number = 0
  let waiting: Buffer[] = []
  let held = 0
  const put = async () => {
    const content = Buffer.concat(waiting)
    waiting = []
    held = 0
    hash.update(content)
    bytes += content.length
    const sealed = sealPiece(key, placeOf(row.id, number), content)
    await house.db.insertInto('export_pieces').values({ export_id: row.id, number: number++, sealed }).execute()
  }
  const { knownTo } = await walked(
    house,
    row,
    me,
    async (ctx, pages) => {
      const list = listNamed(ctx, row.list)
      const columns = columnsOf(list, row.personal)
      async function* rows(): AsyncGenerator<OutRow> {
        for await (const page of pages) {
          made += page.length
          if (!only && made > limit) throw new Given(troubles.grew)
          for (const one of page) yield columns.map(({ of }) => of(one))
        }
      }
      for await (const piece of bytesOf(ctx, { list, row, name: me.name, rows: rows(), made: () => made })) {
        waiting.push(piece)
        held += piece.length
        if (held >= pieceSize) await put()
      }
      await put()
    },
    only,
  )
  if (row.decided_by_id && !knownTo.includes(row.decided_by_id)) throw new Given(troubles.approver)
  await house.asSystem(async (ctx) => {
    await mustBeOurKey(ctx)
    const kept = await standardOf(ctx, 'exportKept')
    const sha256 = hash.digest()
    await advance(
      ctx,
      exportLifecycle,
      'finish',
      row.id,
      {
        sealed_key: ctx.house.vault.seal(lockOf(ctx, row.id), { key: key.toString('base64') }),
        sha256,
        bytes,
        rows_made: made,
        rows_found: row.rows_found ?? made,
        known_to: knownTo,
        made_at: ctx.now,
        kept_until: endOfDay(addDays(dayOf(ctx.now), kept)),
        trouble: '',
      },
      { number: row.number, rows: made, bytes, sha256: sha256.toString('hex') },
    )
    if (row.decided_by_id)
      await tell(
        ctx,
        row,
        [row.asked_by_id],
        'export-ready',
        '您申请的导出文件已做好',
        'The file that you asked for is ready',
      )
  })
}

/** Does what an export waits for: being looked through, or being made. What stands elsewhere by now is left alone. */
export const prepare = async (house: OpenHouse, id: string): Promise<void> => {
  const row = await rowOf(house, id)
  if (!row || (row.status === 'asked' ? row.rows_found !== null : row.status !== 'making')) return
  try {
    await (row.status === 'asked' ? look(house, row) : make(house, row))
  } catch (error) {
    if (error instanceof Stopped) return
    const words = error instanceof Given ? error.words : error instanceof Refusal ? error.words : null
    if (!words) throw error
    await house.asSystem(async (ctx) => {
      await advance(ctx, exportLifecycle, 'fail', id, { trouble: words.zh }, { number: row.number, why: words.en })
      await forget(ctx, id)
      await tell(
        ctx,
        row,
        [row.asked_by_id],
        'export-failed',
        `导出没有做成：${words.zh}`,
        `No file was made: ${words.en}`,
      )
    })
  }
}

/** Takes away what a file held; its row stays. */
export const forget = async (ctx: Ctx, id: string): Promise<void> => {
  await ctx.tx.deleteFrom('export_pieces').where('export_id', '=', id).execute()
  await ctx.tx.deleteFrom('export_rows').where('export_id', '=', id).execute()
  await ctx.tx.updateTable('exports').set({ sealed_key: null }).where('id', '=', id).execute()
}

/** The bytes of a file that is ready, opened piece by piece as they are sent. */
export async function* contentOf(ctx: Pick<Ctx, 'tx' | 'house'>, row: ExportRow): AsyncGenerator<Buffer> {
  const { key } = ctx.house.vault.unseal(lockOf(ctx, row.id), row.sealed_key!) as { key: string }
  for (let number = 0; ; number++) {
    const { rows } = await sql<{ sealed: Buffer }>`
      select sealed from export_pieces where export_id = ${row.id} and number = ${number}`.execute(ctx.tx)
    if (!rows[0]) return
    yield openPiece(Buffer.from(key, 'base64'), placeOf(row.id, number), rows[0].sealed)
  }
}
