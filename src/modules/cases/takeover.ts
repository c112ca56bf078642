// An old register of cases, taken over: what was answered is archived as such, what is open is worked on here from now on.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record, recordAll } from '#engine/ledger.ts'
import { w } from '#kernel/words.ts'
import type { CaseArrivals } from '#modules/patients/arrivals.ts'
import { openPlaces } from '#modules/patients/places.ts'
import { type CaseEntry, type CaseField, caseFields, saidOfCase } from '#modules/patients/reading/cases.ts'
import type { Rejection } from '#modules/patients/reading/rejection.ts'
import { clockRules } from './due.ts'
import { heirsFor, insertCases, replaceCase, type Taken, takenOf } from './taken.ts'

type Row = CaseArrivals['rows'][number]
type Said = Record<CaseField, string>

/** A case that this register has brought before. */
type Known = {
  readonly id: string
  readonly number: string
  readonly said: Said
  readonly outdated: readonly Said[]
  readonly import_id: string
  /** Something was done about it here. */
  readonly worked: boolean
}

const same = (a: Said, b: Said): boolean =>
  Object.keys(a).every((field) => a[field as CaseField] === (b[field as CaseField] ?? ''))

const changesBetween = (before: Said, after: Said) =>
  (Object.keys(after) as CaseField[])
    .filter((field) => (before[field] ?? '') !== after[field])
    .map((field) => ({ field: caseFields[field].words.zh, from: before[field] ?? '', to: after[field] }))

const knownOf = async (ctx: Ctx, numbers: readonly string[]): Promise<Map<string, Known>> => {
  const { rows } = await sql<Known>`
    select e.case_id as id, e.number, e.said, e.outdated, e.import_id,
      exists (select from events v where v.noun = 'case' and v.subject = e.case_id
        and v.verb not in ('case.takeOver', 'case.correct')) as worked
    from register_entries e where e.number = any(${numbers})`.execute(ctx.tx)
  return new Map(rows.map((row) => [row.number, row]))
}

/** Numbers under which another way in has registered the same matter, with that channel. */
const elsewhere = async (ctx: Ctx, rows: readonly Row[]): Promise<Set<string>> => {
  const found = await sql<{ key: string }>`
    select channel || ' ' || external_number as key from cases
    where external_number = any(${rows.map(({ entry }) => entry.number)}) and not taken_over`.execute(ctx.tx)
  return new Set(found.rows.map(({ key }) => key))
}

const workedHere = (column: string, number: string): Rejection => ({
  code: 'number',
  column,
  value: number,
  reason: w(
    `登记号 ${number} 已在本系统继续办理，登记本不再改动它`,
    `${number} is being handled here; its register no longer changes it`,
  ),
  remedy: w(
    '请直接在诉求中办理；其余各行不受影响。',
    'Go on with it among the cases; the other rows are not concerned.',
  ),
})

const registeredHere = (column: string, number: string): Rejection => ({
  code: 'number',
  column,
  value: number,
  reason: w(`编号 ${number} 已由同一渠道登记在本系统`, `${number} was registered here by the same way in`),
  remedy: w(
    '请核对是否同一件；不是同一件的请改登记号。',
    'Check whether it is the same; if not, give it another number.',
  ),
})

/**
 * Takes over rows of a register, known again by their numbers. The same words again change nothing; others replace what
 * was taken over, and the ledger says what. A case that has been worked on here since is no longer the register's: such
 * a row is refused. Counts into the arrivals, and refuses into them.
 */
export const takeOverCases = async (ctx: Ctx, arrivals: CaseArrivals): Promise<void> => {
  const { rows, importId, numberColumn } = arrivals
  // One register at a time: two that bring the same number would each make a case of it.
  await sql`select pg_advisory_xact_lock(hashtext('cases.takeOver'))`.execute(ctx.tx)
  const known = await knownOf(
    ctx,
    rows.map(({ entry }) => entry.number),
  )
  const foreign = await elsewhere(ctx, rows)
  const places = await openPlaces(ctx)
  const rules = await clockRules(ctx)
  const heirs = heirsFor(ctx)
  const fresh = new Map<string, { row: Row; said: Said; outdated: Said[]; first: Said }>()
  const corrected = new Map<string, { row: Row; said: Said; outdated: Said[]; before: Known }>()

  for (const row of rows) {
    const { number, channel } = row.entry
    const said = saidOfCase(row.entry)
    const before = known.get(number)
    const earlier = fresh.get(number) ?? corrected.get(number)
    const stands = earlier?.said ?? before?.said
    const refused = foreign.has(`${channel} ${number}`)
      ? registeredHere(numberColumn, number)
      : before?.worked && !same(said, before.said) && !before.outdated.some((old) => same(said, old))
        ? workedHere(numberColumn, number)
        : null
    if (refused) arrivals.rejections.push({ row: row.row, cells: row.cells, rejection: refused })
    else if (stands && same(said, stands)) arrivals.unchanged++
    else if (before && !earlier && before.outdated.some((old) => same(said, old))) arrivals.unchanged++
    else if (earlier) {
      earlier.outdated.push(earlier.said)
      Object.assign(earlier, { row, said })
      arrivals.updated++
    } else if (before) {
      // What this same file said further up has corrected itself.
      const outdated = before.import_id === importId ? [...before.outdated, before.said] : [...before.outdated]
      corrected.set(number, { row, said, outdated, before })
      arrivals.updated++
    } else {
      fresh.set(number, { row, said, outdated: [], first: said })
      arrivals.created++
    }
  }

  const take = (entry: CaseEntry) => takenOf(ctx, entry, { places, rules, heirs })
  const made: { taken: Taken; row: number; said: Said; outdated: Said[]; first: Said }[] = []
  for (const { row, said, outdated, first } of fresh.values())
    made.push({ taken: await take(row.entry), row: row.row, said, outdated, first })
  await insertCases(ctx, importId, made)
  await recordAll(
    ctx,
    'case.takeOver',
    made.map(({ taken: { id, restricted }, row, said, first }) => ({
      subject: id,
      data: { importId, row, number: said.number, kind: first.kind },
      restricted,
    })),
  )
  for (const { taken, said, first } of made) {
    const { id, restricted } = taken
    if (same(first, said)) continue
    const data = { importId, number: said.number, changed: changesBetween(first, said) }
    await record(ctx, 'case.correct', { subject: id, data, restricted })
  }
  for (const { row, said, outdated, before } of corrected.values()) {
    const taken = await take(row.entry)
    await replaceCase(ctx, before.id, taken, { importId, row: row.row, said, outdated })
    const data = { importId, number: before.number, changed: changesBetween(before.said, said) }
    await record(ctx, 'case.correct', { subject: before.id, data, restricted: taken.restricted })
  }
  await places.meet(ctx)
}

/** A name was confirmed once: taken over cases that wait under it get their department. */
export const placeTakenOver = async (ctx: Ctx, departmentId: string, name: string): Promise<void> => {
  await sql`
    update cases c set department_id = d.id, campus_id = coalesce(c.campus_id, d.campus_id), updated_at = ${ctx.now},
      handling_department_id = case when c.archived_by = 'taken-over' and not c.restricted then d.id else c.handling_department_id end
    from register_entries e, departments d
    where e.case_id = c.id and d.id = ${departmentId} and c.department_id is null and e.departments[1] = ${name}`.execute(
    ctx.tx,
  )
}
