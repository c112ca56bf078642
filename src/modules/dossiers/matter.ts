// A whole matter read at one moment: its sheet as its reader may see it, who the people are, and what lies with it.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { may, within } from '#engine/permit.ts'
import { conflict, notAllowed, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { isLocked } from '#modules/cases/rows.ts'
import type { CaseSheet } from '#modules/cases/shapes.ts'
import { caseSheet } from '#modules/cases/sheet.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import type { Verb } from '#src/permissions.ts'
import type { Known } from './veil.ts'

/** A person as a file in clear names him. */
export type Person = {
  readonly name: string
  readonly phones: readonly string[]
  readonly recordNumber?: string
  readonly address?: string
  readonly speaksFor?: string
}

type MatterFile = CaseSheet['files'][number] & { readonly sha256: string; readonly gone: boolean }

export type Matter = {
  readonly sheet: CaseSheet
  readonly clear: boolean
  readonly patient: Person | null
  readonly reporter: Person | null
  /** What de-identifying looks for. */
  readonly known: Known
  readonly files: readonly MatterFile[]
  readonly hospital: string
  readonly hotline: string
  readonly at: Date
  readonly by: string
}

type Row = {
  restricted: boolean
  status: CaseSheet['status']
  round: number
  received_at: Date
  destroyed_at: Date | null
  patient_name: string | null
  phones: { number: string }[] | null
  record_number: string | null
  reporter_name: string | null
  reporter_phone: string | null
  speaks_for: string | null
  address: string | null
  id_number: string | null
  patient_address: string | null
}

/**
 * The row of a case for one of the verbs of its file. Not found outside what the actor may see, not allowed where the
 * verb is not his.
 */
export const mustMay = async (ctx: Ctx, verb: Verb, id: string): Promise<Row> => {
  const { rows } = await sql<Row>`
    select cases.*, patients.name as patient_name, patients.phones, patients.record_number,
      patients.id_number, patients.address as patient_address,
      reporters.name as reporter_name, reporters.phone as reporter_phone, reporters.speaks_for, reporters.address
    from cases left join patients on patients.id = cases.patient_id left join reporters on reporters.case_id = cases.id
    where cases.id = ${id} and ${within(ctx.me, 'case.read', 'cases')} and ${within(ctx.me, 'dossier.read', 'cases')}`.execute(
    ctx.tx,
  )
  const [row] = rows
  if (!row) throw notFound()
  if (!may(ctx.me, verb, row)) throw notAllowed('您不能对这件诉求的卷宗这样做。', 'You may not do this with this file.')
  return row
}

/** Reads the matter for a verb; `clear` puts names and numbers in. Refuses one that was destroyed. */
export const matterFor = async (ctx: Ctx, verb: Verb, id: string, clear: boolean): Promise<Matter> => {
  const row = await mustMay(ctx, verb, id)
  if (row.destroyed_at)
    throw conflict(w('卷宗已按期销毁，只留登记。', 'The file was destroyed; only the register is left.'))
  const sheet = await caseSheet(ctx, id)
  const { hospitalName, hotline } = await settingsOf(ctx, 'hospitalName', 'hotline')
  const { rows: hashes } = await sql<{ id: string; sha256: string; gone: boolean }>`
    select id, encode(sha256, 'hex') as sha256, octet_length(content) = 0 as gone from files
    where noun = 'case' and subject = ${id}`.execute(ctx.tx)
  // What shows that a measure holds lies with the measure.
  const { rows: shown } = await sql<MatterFile>`
    select f.id, '整改验证 ' || f.name as name, f.type, f.size, coalesce(s.name, '') as by, f.at, f.quarantine,
      ${isLocked('f')} as locked, encode(f.sha256, 'hex') as sha256,
      octet_length(f.content) = 0 as gone
    from files f join measures m on m.id = f.subject left join staff s on s.id = f.by_id
    where f.noun = 'measure' and m.case_id = ${id} and ${within(ctx.me, 'measure.read', 'm')} order by f.at, f.id`.execute(
    ctx.tx,
  )
  const hashOf = new Map(hashes.map((one) => [one.id, one]))
  const phones = (row.phones ?? []).map(({ number }) => number)
  const patient =
    row.patient_name === null ? null : { name: row.patient_name, phones, recordNumber: row.record_number ?? '' }
  const reporter =
    row.reporter_name === null
      ? null
      : {
          name: row.reporter_name,
          phones: row.reporter_phone ? [row.reporter_phone] : [],
          address: row.address ?? '',
          speaksFor: row.speaks_for ?? '',
        }
  const said = (all: readonly (string | null)[]) => all.filter((one): one is string => !!one)
  const names = said([row.patient_name, row.reporter_name, row.speaks_for, row.address, row.patient_address])
  const numbers = said([...phones, row.reporter_phone, row.record_number, row.id_number])
  return {
    sheet,
    clear,
    patient: clear ? patient : null,
    reporter: clear ? reporter : null,
    known: { names, numbers },
    files: [
      ...sheet.files.map((file) => ({
        ...file,
        sha256: hashOf.get(file.id)?.sha256 ?? '',
        gone: hashOf.get(file.id)?.gone ?? true,
      })),
      ...shown,
    ],
    hospital: hospitalName,
    hotline,
    at: ctx.now,
    by: ctx.me.name,
  }
}
