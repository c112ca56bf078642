// What a row of an old register becomes in the tables: a case, its rounds, what finds it, and the register's own words.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { conflict } from '#kernel/refusal.ts'
import { searchVector } from '#kernel/search.ts'
import { at } from '#kernel/time.ts'
import type { Places } from '#modules/patients/places.ts'
import type { CaseEntry } from '#modules/patients/reading/cases.ts'
import { standards } from '#src/standards.ts'
import { type clockRules, dueBy } from './due.ts'
import { barredBy, isForSupervision, isIntegrity, ownerFor } from './routing.ts'
import { oldCategory } from './taxonomy.ts'

type Said = Readonly<Record<string, string>>

/** The columns of a case that a row of the register fills. */
type CaseColumns = {
  readonly kind: string
  readonly channel: string
  readonly status: string
  readonly campus_id: string | null
  readonly department_id: string | null
  readonly handling_department_id: string | null
  readonly category: string
  readonly severity: number
  readonly integrity: boolean
  readonly restricted: boolean
  readonly leadership: boolean
  readonly barred_staff: string[]
  readonly text: string
  readonly round: number
  readonly owner_id: string
  readonly received_at: Date
  readonly workdays: number
  readonly due_at: Date
  readonly deadline: string
  readonly told_at: Date | null
  readonly archived_at: Date | null
  readonly archived_by: string | null
  readonly archive_reason: string | null
  readonly satisfaction: string | null
}

export type Taken = {
  readonly id: string
  readonly restricted: boolean
  readonly columns: CaseColumns
  readonly entry: CaseEntry
}

type Heirs = (restricted: boolean, barred: readonly string[], open: boolean) => Promise<string>

/**
 * Who answers for what is taken over. An open case goes to the one with the least on his desk, as any new one; what is
 * archived belongs by name to one of them and weighs nothing. Where nobody of the centre has an account yet, to whoever
 * works here: an open case belongs to somebody.
 */
export const heirsFor = (ctx: Ctx): Heirs => {
  const known = new Map<string, Promise<string>>()
  const anybody = async (barred: readonly string[]) => {
    const { rows } = await sql<{ id: string }>`
      select id from staff where status = 'active' and id <> all(${barred}) order by id limit 1`.execute(ctx.tx)
    if (!rows[0])
      throw conflict({
        zh: '还没有任何人员，接管的诉求无人负责。请先建立医院（init）或添加人员。',
        en: 'There is nobody on the staff to own what is taken over. Set up the hospital first.',
      })
    return rows[0].id
  }
  const find = async (restricted: boolean, barred: readonly string[]) => {
    const { rows } = await sql`
      select from staff where status = 'active' and id <> all(${barred})
        and role in ('lead', 'supervision', ${restricted ? 'leadership' : 'agent'}) limit 1`.execute(ctx.tx)
    return rows.length > 0 ? ownerFor(ctx, restricted, barred) : anybody(barred)
  }
  return (restricted, barred, open) => {
    const key = `${restricted} ${barred.join()}`
    const found = open ? undefined : known.get(key)
    const heir = found ?? find(restricted, barred)
    known.set(key, heir)
    return heir
  }
}

// The register knows the day of an answer, and sometimes of a receipt, but not the hour.
const noon = '12:00'

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
const later = (a: Date, b: Date): Date => (a > b ? a : b)

/** Five working days by law, ten where several departments are named (《医疗机构投诉管理办法》); no hospital sets the past shorter. */
const lawfulDays = (departments: readonly string[]): number =>
  standards[departments.length > 1 ? 'feedbackManyDepartments' : 'feedback'].value

type Rules = Awaited<ReturnType<typeof clockRules>>
type With = { readonly places: Places; readonly rules: Rules; readonly heirs: Heirs }

/** The case that a row stands for, under a new id. */
export const takenOf = async (ctx: Ctx, entry: CaseEntry, { places, rules, heirs }: With): Promise<Taken> => {
  const found = entry.departments.map((department) => places.of({ campus: null, department }))
  const place = found.find(({ departmentId }) => departmentId !== null) ?? found[0]
  const category = oldCategory(entry.category ?? '')
  const graded = { category, severity: entry.severity, heated: false }
  const integrity = isIntegrity(graded)
  const restricted = isForSupervision(graded)
  const departmentId = place?.departmentId ?? null
  const barred = await barredBy(ctx, [], departmentId, integrity)
  const received = earlier(at(entry.receivedOn, entry.receivedTime ?? noon), ctx.now)
  const told = entry.answeredOn ? later(earlier(at(entry.answeredOn, noon), ctx.now), received) : null
  return {
    id: newId(ctx.now),
    restricted,
    entry,
    columns: {
      kind: entry.kind,
      channel: entry.channel,
      status: told ? 'archived' : 'received',
      campus_id: place?.campusId ?? null,
      department_id: departmentId,
      // What is over is read by the department that it was about; what is open waits to be dispatched.
      handling_department_id: told && !restricted ? departmentId : null,
      category,
      severity: entry.severity,
      integrity,
      restricted,
      leadership: entry.severity >= 3 && !integrity,
      barred_staff: barred,
      text: entry.text,
      round: entry.round,
      owner_id: await heirs(restricted, barred, told === null),
      received_at: received,
      ...dueBy(received, lawfulDays(entry.departments), rules.calendar),
      told_at: told,
      archived_at: told ? ctx.now : null,
      archived_by: told ? 'taken-over' : null,
      archive_reason: told ? '旧登记本已答复' : null,
      satisfaction: entry.satisfaction,
    },
  }
}

const roundsOf = (ctx: Ctx, id: string, { columns, entry }: Taken) =>
  Array.from({ length: entry.round }, (_, i) => {
    const last = i + 1 === entry.round
    return {
      id: newId(ctx.now),
      case_id: id,
      number: i + 1,
      department_id: columns.handling_department_id,
      due_at: columns.due_at,
      // The register tells one answer: the last one.
      answered_at: last ? columns.told_at : null,
      measures: last && columns.told_at ? entry.answer : null,
      told_at: last ? columns.told_at : null,
      told_what: last && columns.told_at ? entry.answer : null,
      outcome: last ? entry.satisfaction : null,
    }
  })

type Entry = { readonly row: number; readonly said: Said; readonly outdated: readonly Said[] }

const entryColumns = (importId: string, { entry }: Taken, it: Entry) => ({
  number: entry.number,
  import_id: importId,
  row_number: it.row,
  said: JSON.stringify(it.said),
  outdated: JSON.stringify(it.outdated),
  departments: [...entry.departments],
  answered_on: entry.answeredOn,
})

const wordsOf = (number: string, { entry }: Taken): string =>
  searchVector(number, entry.number, entry.departments.join(' '), entry.text, entry.answer ?? '')

/** Rows of one statement: a statement has room for 65,535 values. */
const atOnce = 500

export const insertCases = async (
  ctx: Ctx,
  importId: string,
  made: readonly (Entry & { readonly taken: Taken })[],
): Promise<void> => {
  for (let from = 0; from < made.length; from += atOnce) {
    const some = made.slice(from, from + atOnce)
    const { rows: numbers } = await sql<{ n: number }>`
      select nextval('case_numbers') as n from generate_series(1, ${some.length})`.execute(ctx.tx)
    const named = some.map(
      ({ taken }, i) => `HY${taken.entry.receivedOn.slice(0, 4)}-${String(numbers[i]!.n).padStart(6, '0')}`,
    )
    await ctx.tx
      .insertInto('cases')
      .values(
        some.map(({ taken }, i) => ({
          id: taken.id,
          number: named[i]!,
          urgency: 3,
          taken_over: true,
          updated_at: ctx.now,
          ...taken.columns,
        })),
      )
      .execute()
    await ctx.tx
      .insertInto('case_search')
      .values(
        some.map(({ taken }, i) => ({
          case_id: taken.id,
          search: sql<string>`${wordsOf(named[i]!, taken)}::tsvector`,
        })),
      )
      .execute()
    await ctx.tx
      .insertInto('rounds')
      .values(some.flatMap(({ taken }) => roundsOf(ctx, taken.id, taken)))
      .execute()
    await ctx.tx
      .insertInto('register_entries')
      .values(some.map((it) => ({ case_id: it.taken.id, ...entryColumns(importId, it.taken, it) })))
      .execute()
  }
}

/** Puts what the register says now in the place of what it said before; nothing has been done about the case here. */
export const replaceCase = async (
  ctx: Ctx,
  id: string,
  taken: Taken,
  it: Entry & { importId: string },
): Promise<void> => {
  const { number } = await ctx.tx
    .updateTable('cases')
    .set({ ...taken.columns, updated_at: ctx.now })
    .where('id', '=', id)
    .returning('number')
    .executeTakeFirstOrThrow()
  await ctx.tx
    .updateTable('case_search')
    .set({ search: sql<string>`${wordsOf(number, taken)}::tsvector` })
    .where('case_id', '=', id)
    .execute()
  await ctx.tx.deleteFrom('rounds').where('case_id', '=', id).execute()
  await ctx.tx
    .insertInto('rounds')
    .values(roundsOf(ctx, id, taken))
    .execute()
  await ctx.tx
    .updateTable('register_entries')
    .set(entryColumns(it.importId, taken, it))
    .where('case_id', '=', id)
    .execute()
}
