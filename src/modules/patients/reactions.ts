// What follows for patients and lists from what happened, and what is tidied away by itself.
import { sql } from 'kysely'
import { type Ctx, every, whenLong, with_ } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { TableError } from '#engine/tables/read.ts'
import { waitingUnder } from './department-names.ts'
import { runImport } from './importing.ts'
import { piecesOf } from './uploads.ts'

/** Takes an uploaded file in. What the command line reads from a file of its own it takes in itself. */
const takeInUpload = async (house: OpenHouse, { subject, data }: LedgerEvent): Promise<void> => {
  if (typeof data.fileId !== 'string') return
  try {
    await runImport(house, subject!, piecesOf(house.db, data.fileId))
  } catch (error) {
    // The import has said so itself; coming again would not mend the file.
    if (!(error instanceof TableError)) throw error
  }
}

/** A name was confirmed once: all stays that wait under it get their department. A list that is coming in waits. */
const placeStays = async (ctx: Ctx, { subject, data }: LedgerEvent): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('patients.arrive'))`.execute(ctx.tx)
  await sql`
    update encounters set department_id = d.id, campus_id = d.campus_id, department_group = d.department_group, updated_at = ${ctx.now}
    from departments d where d.id = ${subject} and ${waitingUnder(data.campus, data.name)}`.execute(ctx.tx)
}

const uploadsKeptDays = 7
const silentHours = 6

/** Uploads hold names and numbers: they go when they are in and looked at. What was broken off for good says so. */
const tidy = async (ctx: Ctx): Promise<void> => {
  const before = (hours: number) => new Date(ctx.now.getTime() - hours * 3_600_000)
  await sql`
    delete from files where noun = 'import' and at < ${before(uploadsKeptDays * 24)}
      and not exists (select from imports where imports.file_id = files.id and imports.status = 'running')`.execute(
    ctx.tx,
  )
  await sql`
    update imports set status = 'failed', failure = '导入中断。已导入的行有效,请重新导入同一文件。', finished_at = ${ctx.now}, updated_at = ${ctx.now}
    where status = 'running' and updated_at < ${before(silentHours)}`.execute(ctx.tx)
}

export const reactions = [
  whenLong('import.discharges', 'patients.takeInDischarges', takeInUpload),
  whenLong('import.register', 'patients.takeInRegister', takeInUpload),
  whenLong('import.cases', 'patients.takeInCases', takeInUpload),
  with_('department.confirm', 'patients.placeStays', placeStays),
  every(60, 'patients.tidyImports', tidy),
]
