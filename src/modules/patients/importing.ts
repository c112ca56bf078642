// Takes a file in, chunk by chunk: each is one transaction, a broken-off import goes on behind the last, and no more than two are in memory.
import type { Ctx } from '#engine/ctx.ts'
import { type OpenHouse, systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { readTable, type Source, TableError } from '#engine/tables/read.ts'
import { newId } from '#kernel/ids.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { chunksOf } from './chunks.ts'
import { type Counts, type Import, noCounts, takeInChunk } from './import-chunk.ts'
import { countingLines, linesOf } from './lines.ts'
import { type AnyMapping, guessMapping, type ImportKind, templateFor, usableMapping } from './mappings.ts'

export type RejectedLine = {
  readonly row: number
  readonly column: string
  readonly value: string
  readonly reason: string
  readonly remedy: string
}

/** What an import has come to: created + updated + unchanged + rejected = rows. */
export type ImportResult = Omit<Counts, 'rejected'> & { readonly id: string; readonly rejected: RejectedLine[] }

/** Told after each chunk: the share of the file that is in, 0 where its length is not known. */
type Progress = (share: number, counts: Counts) => void
type House = Pick<OpenHouse, 'db' | 'run' | 'clock' | 'live'>

/**
 * Takes a file in and answers when it is in: for the command line and for what furnishes a hospital. Without a mapping
 * it is that of the template for these headings, else the guess. Throws `TableError` for a file that cannot be read (to
 * its end: what stands before is in) and refuses one without the required columns.
 */
export const importFile = async (
  house: House,
  options: {
    readonly kind: ImportKind
    readonly path?: string
    readonly content?: Uint8Array
    readonly fileName: string
    readonly mapping?: AnyMapping
    /** The campus of lists that do not name it: by its id, or by its name in the directory. */
    readonly campusId?: string | null
    readonly campus?: string | undefined
    /** Who brings it; nobody on the staff where the command line does. */
    readonly by?: string | null
    readonly onProgress?: Progress
  },
): Promise<ImportResult> => {
  const { kind, fileName, by = null, onProgress } = options
  const source = options.path ?? options.content
  if (source === undefined) throw new Error('an import needs a path or a content')
  const table = await readTable(source)
  await table.close()
  const id = await house.run(await actorOf(house, by), async (ctx) => {
    const { header } = table
    const campusId = options.campusId ?? (options.campus ? await campusNamed(ctx, options.campus) : null)
    const given =
      options.mapping ?? (await templateFor(ctx, kind, header))?.mapping ?? guessMapping(kind, header).mapping
    const mapping = usableMapping(kind, given, header)
    return beginImport(ctx, { kind, fileName, mapping, header, campusId, fileId: null })
  })
  return runImport(house, id, source, onProgress)
}

const campusNamed = async (ctx: Ctx, name: string): Promise<string> => {
  const campuses = await ctx.tx.selectFrom('campuses').orderBy('sort').select(['id', 'name']).execute()
  const found = campuses.find((campus) => campus.name === name.trim())
  if (found) return found.id
  const names = campuses.map((campus) => campus.name).join('、')
  throw invalid(`没有名为“${name}”的院区。现有：${names}。`, `There is no campus “${name}”. There are: ${names}.`)
}

/** Opens an import; the event `import.discharges`, `import.register` or `import.cases` says so. */
export const beginImport = async (
  ctx: Ctx,
  it: {
    readonly kind: ImportKind
    readonly fileName: string
    readonly mapping: AnyMapping
    readonly header: readonly string[]
    readonly campusId: string | null
    readonly fileId: string | null
  },
): Promise<string> => {
  const id = newId(ctx.now)
  const by = ctx.me.id === systemMe.id ? null : ctx.me.id
  await ctx.tx
    .insertInto('imports')
    .values({
      id,
      kind: it.kind,
      file_name: it.fileName.slice(0, 200),
      mapping: JSON.stringify(it.mapping),
      header: JSON.stringify(it.header),
      file_id: it.fileId,
      campus_id: it.campusId,
      counts: JSON.stringify(noCounts),
      by_id: by,
      started_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, `import.${it.kind}`, { subject: id, data: { fileName: it.fileName, fileId: it.fileId } })
  return id
}

/** Works an import to its end, from where it stands. One that has ended is only answered. */
export const runImport = async (
  house: House,
  id: string,
  source: Source,
  onProgress: Progress = () => {},
): Promise<ImportResult> => {
  const it = await importOf(house, id)
  if (it.status === 'running') {
    try {
      await takeIn(house, it, source, onProgress)
      await end(house, it, null)
    } catch (error) {
      // A damaged file stays damaged; anything else may go on later from where it stands.
      if (error instanceof TableError) await end(house, it, `${error.words.zh}${error.remedy.zh}`)
      throw error
    }
  }
  return resultOf(house, id)
}

const importOf = async ({ db }: Pick<House, 'db'>, id: string): Promise<Import> => {
  const row = await db
    .selectFrom('imports')
    .leftJoin('campuses', 'campuses.id', 'imports.campus_id')
    .where('imports.id', '=', id)
    .select([
      'imports.id',
      'imports.kind',
      'imports.status',
      'imports.mapping',
      'imports.by_id as by',
      'campuses.name as campus',
      'imports.last_row as lastRow',
    ])
    .executeTakeFirst()
  if (!row) throw notFound()
  return row as Import
}

const actorOf = async ({ db }: Pick<House, 'db'>, id: string | null): Promise<Ctx['me']> => {
  if (id === null) return systemMe
  const person = await db
    .selectFrom('staff')
    .where('id', '=', id)
    .select(['id', 'name', 'role', 'departments'])
    .executeTakeFirst()
  return (person as Ctx['me'] | undefined) ?? systemMe
}

const takeIn = async (house: House, it: Import, source: Source, onProgress: Progress): Promise<void> => {
  const me = await actorOf(house, it.by)
  const counting = typeof source === 'string' || source instanceof Uint8Array ? null : countingLines(source)
  const table = await readTable(counting?.source ?? source)
  const lines = table.format === 'csv' ? (counting?.lines() ?? (await linesOf(source as string | Uint8Array))) : null
  const options = {
    today: dayOf(house.clock.now()),
    header: table.header,
    ...(it.campus === null ? {} : { defaultCampus: it.campus }),
  }
  let writing: Promise<unknown> = Promise.resolve()
  // While one chunk is written the next is read.
  for await (const chunk of chunksOf(table.rows, it, options)) {
    await writing
    writing = house
      .run(me, (ctx) => takeInChunk(ctx, it, chunk, lines))
      .then((taken) => {
        if (!taken) return
        onProgress(taken.done ?? 0, taken.counts)
        house.live.committed([{ noun: 'import', restricted: false }])
      })
    // A failure is met at the next `await`; until then it is no stranger.
    writing.catch(() => {})
  }
  await writing
}

/** Closes an import, once. */
const end = async (house: House, it: Import, failure: string | null): Promise<void> =>
  house.run(await actorOf(house, it.by), async (ctx) => {
    const row = await ctx.tx
      .updateTable('imports')
      .set({
        status: failure === null ? 'finished' : 'failed',
        failure,
        finished_at: ctx.now,
        updated_at: ctx.now,
        ...(failure === null ? { done: 1 } : {}),
      })
      .where('id', '=', it.id)
      .where('status', '=', 'running')
      .returning('counts')
      .executeTakeFirst()
    if (!row) return
    const data = failure === null ? (row.counts as Record<string, unknown>) : { failure }
    await record(ctx, failure === null ? 'import.finish' : 'import.fail', { subject: it.id, data })
  })

const resultOf = async ({ db }: House, id: string): Promise<ImportResult> => {
  const { counts } = await db.selectFrom('imports').where('id', '=', id).select('counts').executeTakeFirstOrThrow()
  const rejected = await db
    .selectFrom('import_rejections')
    .where('import_id', '=', id)
    .orderBy('row_number')
    .orderBy('id')
    .select(['row_number as row', 'field as column', 'value', 'reason', 'remedy'])
    .execute()
  return { ...(counts as Counts), id, rejected }
}
