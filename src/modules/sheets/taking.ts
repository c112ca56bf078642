// Taking sheets in: by their number, so that the same again changes nothing, and each opens a case or joins its own.
import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import { type Ctx, handleLong } from '#engine/ctx.ts'
import type { Db } from '#engine/database.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { step } from '#engine/step.ts'
import { readTable, TableError } from '#engine/tables/read.ts'
import { newId } from '#kernel/ids.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { invalid, Refusal } from '#kernel/refusal.ts'
import { clockRules } from '#modules/cases/due.ts'
import { type Citizen, citizenOf, correctReporter, readable } from '#modules/cases/reporters.ts'
import { clockOfSheet, readTerm } from './clock.ts'
import { type SheetIn, sheets, type Taken } from './contract.ts'
import { sheetLifecycle } from './lifecycle.ts'
import { joinCase, openCaseOf } from './matter.ts'
import { checked, columnsOf, lacking, type Refused, readRow, splitNumber } from './reading.ts'
import type { Said, SheetRow } from './rows.ts'

const labels: Readonly<Record<keyof Said | keyof Citizen, string>> = {
  kind: '诉求类型',
  title: '标题',
  text: '诉求内容',
  demand: '诉求目的',
  category: '诉求分类',
  department: '涉及科室',
  place: '发生地点',
  happenedAt: '发生时间',
  dispatchedAt: '派单时间',
  signBy: '签收期限',
  replyBy: '办结期限',
  term: '办理时限',
  name: '诉求人',
  phone: '联系电话',
  speaksFor: '患者姓名',
  address: '联系地址',
}

const saidOf = (it: SheetIn): Said => ({
  kind: it.kind,
  title: it.title,
  text: it.text,
  demand: it.demand,
  category: it.category,
  department: it.department,
  place: it.place,
  happenedAt: it.happenedAt?.toISOString() ?? '',
  dispatchedAt: it.dispatchedAt?.toISOString() ?? '',
  signBy: it.signBy?.toISOString() ?? '',
  replyBy: it.replyBy?.toISOString() ?? '',
  term: it.term,
})

type Change = Taken['changes'][number]['changed'][number]

/** What a correction says otherwise; what it leaves out says nothing. */
const changesOf = <T extends Readonly<Record<string, string>>>(before: T, after: T): (keyof T & string)[] =>
  (Object.keys(after) as (keyof T & string)[]).filter((key) => after[key] !== '' && after[key] !== before[key])

const shown = (key: string, value: string): string =>
  key === 'phone'
    ? maskPhone(value)
    : key === 'name' || key === 'speaksFor'
      ? maskName(value)
      : key === 'address'
        ? '…'
        : value.slice(0, 200)

const clockFor = async (ctx: Ctx, said: Said, taken: Date) => {
  const { calendar, standard } = await clockRules(ctx)
  const when = (text: string) => (text === '' ? null : new Date(text))
  const from = when(said.dispatchedAt) ?? taken
  const clock = clockOfSheet(
    from,
    { signBy: when(said.signBy), replyBy: when(said.replyBy), term: readTerm(said.term) },
    { sign: standard('sheetSigned'), object: standard('sheetObjected') },
    calendar,
  )
  return {
    dispatched_at: from,
    sign_by: clock.signBy,
    object_by: clock.objectBy,
    reply_by: clock.replyBy,
    clock: JSON.stringify(clock.explained),
  }
}

type Outcome =
  | { readonly done: 'created' | 'renewed' | 'unchanged'; readonly warning?: string }
  | { readonly done: 'updated'; readonly number: string; readonly round: number; readonly changed: Change[] }

/** Which round a sheet is: as it says, or the next one when it was dispatched anew after a reply. */
const roundOf = (it: SheetIn, marked: number, latest: SheetRow | undefined): number => {
  if (it.round ?? marked) return it.round ?? marked
  if (!latest) return 1
  const after = latest.replied_at ?? (latest.status === 'returned' ? latest.updated_at : null)
  const again = after !== null && it.dispatchedAt !== null && it.dispatchedAt > after
  return again ? latest.round + 1 : latest.round
}

const correct = async (ctx: Ctx, row: SheetRow, it: SheetIn): Promise<Outcome> => {
  const before = row.said as Said
  const after = saidOf(it)
  const keys = changesOf<Said>(before, after)
  const was = await citizenOf(ctx, row.case_id)
  const citizen = { name: it.name, phone: readable(it.phone), speaksFor: it.speaksFor, address: it.address }
  const people = was ? changesOf<Citizen>(was, citizen) : []
  if (keys.length + people.length === 0) return { done: 'unchanged' }
  if (row.status === 'closed' || row.status === 'returned')
    return { done: 'unchanged', warning: '工单已办结或退单，更正没有记入' }
  const changed = [
    ...keys.map((key) => ({ field: labels[key], from: before[key].slice(0, 200), to: after[key].slice(0, 200) })),
    ...people.map((key) => ({ field: labels[key], from: shown(key, was![key]), to: shown(key, citizen[key]) })),
  ]
  const said = { ...before, ...Object.fromEntries(keys.map((key) => [key, after[key]])) }
  const changes = { said: JSON.stringify(said), ...(await clockFor(ctx, said, row.taken_at)) }
  if (people.length > 0) await correctReporter(ctx, row.case_id, citizen)
  await advanceLocked(ctx, sheetLifecycle, 'correct', row, changes, { changed })
  return { done: 'updated', number: row.number, round: row.round, changed }
}

/**
 * Takes one sheet in, in the transaction that it is given; `line` acts for the line, `ctx` for whoever brought it. Two
 * that bring the same number at once wait for each other.
 */
const takeOne = async (ctx: Ctx, it: SheetIn): Promise<Outcome> => {
  const line: Ctx = { ...ctx, me: systemMe }
  const marked = splitNumber(it.number)
  await sql`select pg_advisory_xact_lock(hashtext(${`sheet ${it.source} ${marked.number}`}))`.execute(ctx.tx)
  const { rows } = await sql<SheetRow>`
    select * from sheets where source = ${it.source} and number in (${marked.number}, ${it.number})
    order by round desc for update`.execute(ctx.tx)
  const number = rows[0]?.number ?? marked.number
  const round = roundOf(it, marked.round, rows[0])
  const same = rows.find((row) => row.round === round)
  if (same) return correct(line, same, it)
  const before = rows.find((row) => row.round < round)
  const { caseId, restricted, barred, warning } = before
    ? await joinCase(line, before, it, round)
    : await openCaseOf(ctx, it, number)
  const said = saidOf(it)
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('sheets')
    .values({
      id,
      source: it.source,
      number,
      round,
      status: 'received',
      case_id: caseId,
      said: JSON.stringify(said),
      ...(await clockFor(ctx, said, ctx.now)),
      taken_at: ctx.now,
      taken_by_id: ctx.me.id === systemMe.id ? null : ctx.me.id,
      restricted,
      barred_staff: barred,
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, 'sheet.take', {
    subject: id,
    to: 'received',
    data: { source: it.source, number, round, caseId },
    restricted,
  })
  if (before && ['received', 'signed', 'objected', 'replied'].includes(before.status))
    await advanceLocked(line, sheetLifecycle, 'renew', before, {
      closed_at: ctx.now,
      outcome: before.status === 'replied' ? 'dissatisfied' : null,
    })
  return { done: before ? 'renewed' : 'created', ...(warning ? { warning } : {}) }
}

export type Row = { readonly row: number } & ({ readonly sheet: SheetIn } | { readonly refused: Refused })

/** Takes many in, each in a transaction of its own: one that is refused keeps none of the others out. */
export const takeAll = async (ctx: Ctx & { readonly tx: Db }, rows: AsyncIterable<Row> | Iterable<Row>) => {
  const taken: Taken = {
    rows: 0,
    created: 0,
    renewed: 0,
    updated: 0,
    unchanged: 0,
    changes: [],
    rejected: [],
    warnings: [],
  }
  for await (const it of rows) {
    taken.rows++
    const { row } = it
    if ('refused' in it) {
      taken.rejected.push({ row, number: '', ...it.refused })
      continue
    }
    const { number } = it.sheet
    try {
      const outcome = await step(ctx, (inside) => takeOne(inside, it.sheet))
      if (outcome.done === 'updated') {
        taken.updated++
        const { done: _, ...change } = outcome
        taken.changes.push(change)
      } else {
        if (outcome.done === 'unchanged') taken.unchanged++
        else taken.created++
        if (outcome.done === 'renewed') taken.renewed++
        if (outcome.warning) taken.warnings.push({ row, number, words: outcome.warning })
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const [field] = error.fields
      taken.rejected.push({ row, number, column: '', reason: field?.reason ?? error.words.zh })
    }
  }
  return taken
}

export const take = handleLong(sheets.take, (ctx, it) =>
  takeAll(
    ctx,
    it.sheets.map((form, i) => ({ row: i + 1, ...checked(form) })),
  ),
)

const mostRows = 5000

/** The rows of a file; what is wrong with the whole file is thrown as the refusal that it is. */
export async function* rowsOf(source: Parameters<typeof readTable>[0]): AsyncGenerator<Row> {
  try {
    const table = await readTable(source)
    const columns = columnsOf(table.header)
    const lacks = lacking(columns)
    if (lacks.length > 0) {
      await table.close()
      throw invalid(`没有找到${lacks.map((name) => `“${name}”`).join('、')}列。`, 'A column is missing.', [
        { field: 'file', reason: `应有${lacks.join('、')}列` },
      ])
    }
    let read = 0
    for await (const { row, cells, problem } of table.rows) {
      if (++read > mostRows)
        throw invalid(`一次最多 ${mostRows} 行，其余请分开导入。`, `At most ${mostRows} rows at once.`)
      yield {
        row,
        ...(problem ? { refused: { column: '', reason: problem.words.zh } } : readRow(cells, columns, table.header)),
      }
    }
  } catch (error) {
    if (error instanceof TableError)
      throw invalid(error.words.zh + error.remedy.zh, `${error.words.en} ${error.remedy.en}`, [
        { field: 'file', reason: error.words.zh },
      ])
    throw error
  }
}

export const upload = handleLong(sheets.upload, (ctx, { file }) => {
  if (!file) throw invalid('没有收到文件。', 'No file was sent.', [{ field: 'file', reason: '请选择文件' }])
  return takeAll(ctx, rowsOf(file.content))
})
