// Who may be speaking: everybody who has this number, those with something open first, and a family side by side.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#engine/ctx.ts'
import { mayEver, within } from '#engine/permit.ts'
import { maskName } from '#kernel/mask.ts'
import { sameLine, tailOf } from '#modules/calls/caller-number.ts'
import { mayKnowWords } from '#modules/contacts/queries.ts'
import { type BriefRow, type KeptPhone, patientBrief } from '#modules/patients/queries.ts'
import type { Candidate as CandidateShape } from './contract.ts'
import { type Matter, mattersOf } from './matters.ts'

export type Candidate = z.output<typeof CandidateShape>

/** One key chooses: as many as there are keys. */
const listed = 9
/** A switchboard stands in the papers of many; the rest of them is only counted. */
const most = 200

type PatientRow = BriefRow & {
  phones: unknown
  stay: string | null
  dischargedOn: string | null
  lastAt: Date | null
  lastBy: string | null
  lastEnd: string | null
}

const owners = ['patient', 'contact', 'work'] as const

/** The entry of the ladder by which somebody has this line; himself before his family, his family before his work. */
const entryOf = (phones: unknown, number: string): KeptPhone | undefined =>
  (phones as KeptPhone[])
    .filter((one) => sameLine(one.number, number))
    .sort((a, b) => owners.indexOf(a.owner) - owners.indexOf(b.owner))[0]

const remarkOf = ({ remark, extension }: KeptPhone): string | null =>
  [remark, extension ? `转 ${extension}` : null].filter(Boolean).join(' ') || null

const patientsWith = async (ctx: Ctx, number: string): Promise<(PatientRow & { entry: KeptPhone })[]> => {
  if (!mayEver(ctx.me, 'patient.read')) return []
  const { rows } = await sql<PatientRow>`
    select patients.id as "patientId", patients.name as "patientName", patients.sex as "patientSex",
      patients.born_on as "bornOn", patients.record_number as "recordNumber", patients.contactable,
      patients.died_on as "diedOn", patients.phones, e.department_name as stay, e.discharged_on as "dischargedOn",
      k.at as "lastAt", k.by as "lastBy", k.disposition as "lastEnd"
    from patients
    left join lateral (select department_name, discharged_on from encounters where patient_id = patients.id
      order by discharged_on desc, id desc limit 1) e on true
    left join lateral (select contacts.started_at as at, staff.name as by, contacts.disposition
      from contacts left join staff on staff.id = contacts.staff_id where contacts.patient_id = patients.id
        and (contacts.origin or ${mayKnowWords(ctx.me, 'contacts')})
      order by contacts.started_at desc limit 1) k on true
    where phone_tails(patients.phones) && array[${tailOf(number)}] and ${within(ctx.me, 'patient.read', 'patients')}
    order by e.discharged_on desc nulls last, patients.id limit ${most}`.execute(ctx.tx)
  return rows.flatMap((row) => {
    const entry = entryOf(row.phones, number)
    return entry ? [{ ...row, entry }] : []
  })
}

type ReporterRow = {
  caseId: string
  patientId: string | null
  name: string
  phone: string
  receivedAt: Date
  open: boolean
}

/** Whoever raised a matter that the reader may see and left this number, the open ones first. */
const reportersWith = async (ctx: Ctx, number: string): Promise<ReporterRow[]> => {
  if (!mayEver(ctx.me, 'case.read')) return []
  const { rows } = await sql<ReporterRow>`
    select cases.id as "caseId", cases.patient_id as "patientId", reporters.name, reporters.phone,
      cases.received_at as "receivedAt", cases.status not in ('archived', 'merged') as open
    from reporters join cases on cases.id = reporters.case_id
    where reporters.phone is not null and right(reporters.phone, 7) = ${tailOf(number)}
      and ${within(ctx.me, 'case.read', 'cases')}
    order by cases.status in ('archived', 'merged'), cases.received_at desc limit ${most}`.execute(ctx.tx)
  return rows.filter(({ phone }) => sameLine(phone, number))
}

/** A colleague who calls from his own extension. */
const colleagues = async (ctx: Ctx, number: string): Promise<Candidate[]> => {
  const { rows } = await sql<{ id: string; name: string }>`
    select s.id, s.name from lines x join staff s on s.id = x.staff_id where x.number = ${number}`.execute(ctx.tx)
  return rows.map((row) => ({ ...blank, ...row, noun: 'staff', whose: 'colleague' }))
}

const blank = {
  remark: null,
  patient: null,
  stay: null,
  dischargedOn: null,
  matters: [] as Matter[],
  lastAt: null,
  lastBy: null,
  lastEnd: null,
  before: false,
} as const satisfies Partial<Candidate>

const patientCandidate = (ctx: Ctx, row: PatientRow & { entry: KeptPhone }, matters: Matter[], before: boolean) =>
  ({
    noun: 'patient',
    id: row.patientId,
    name: maskName(row.patientName),
    whose: row.entry.owner,
    remark: remarkOf(row.entry),
    patient: patientBrief(row, ctx.now),
    stay: row.stay,
    dischargedOn: row.dischargedOn,
    matters,
    lastAt: row.lastAt,
    lastBy: row.lastBy,
    lastEnd: row.lastEnd,
    before,
  }) satisfies Candidate

/** Something open first, then who it was the last time, then whose own number it is, then who was spoken to last. */
const rank = (a: Candidate, b: Candidate): number =>
  Number(b.matters.length > 0) - Number(a.matters.length > 0) ||
  Number(b.before) - Number(a.before) ||
  (b.lastAt?.getTime() ?? 0) - (a.lastAt?.getTime() ?? 0) ||
  Number(b.whose === 'patient') - Number(a.whose === 'patient')

/** Which patient was chosen when this number was spoken to last, if that is known. */
const chosenBefore = async (ctx: Ctx, number: string): Promise<string | null> => {
  const { rows } = await sql<{ id: string; number: string }>`
    select s.patient_id as id, c.number from calls c join speakers s on s.call_id = c.id
    where c.number_key <> '' and right(c.number_key, 7) = ${tailOf(number)} and s.patient_id is not null
      and not c.restricted and ${ctx.me.id} <> all(c.barred_staff)
    order by s.chosen_at desc limit 20`.execute(ctx.tx)
  return rows.find((row) => sameLine(row.number, number))?.id ?? null
}

/**
 * Everybody who may be calling from this number, best guess first, and how many more there are. People and matters that
 * the reader may not see are not among them and are not counted.
 */
export const candidatesFor = async (ctx: Ctx, number: string): Promise<{ candidates: Candidate[]; more: number }> => {
  if (number.length < 7) return { candidates: await colleagues(ctx, number), more: 0 }
  const patients = await patientsWith(ctx, number)
  const raised = await reportersWith(ctx, number)
  const known = new Set(patients.map(({ patientId }) => patientId))
  // Who raised something about a patient of this number is that patient or of his family: the matter stands with him.
  const others = raised.filter(({ patientId }) => patientId === null || !known.has(patientId))
  const { ofPatient, ofCase } = await mattersOf(
    ctx,
    [...known, ...others.flatMap(({ patientId }) => patientId ?? [])],
    others.map(({ caseId }) => caseId),
  )
  const before = await chosenBefore(ctx, number)
  const byName = Map.groupBy(others, ({ name }) => name)
  const reporters = [...byName.values()].map((rows): Candidate => {
    const mine = rows.flatMap(
      ({ caseId, patientId }) => (patientId ? ofPatient.get(patientId) : ofCase.get(caseId)) ?? [],
    )
    const matters = mine.filter(({ caseId }) => rows.some((row) => row.caseId === caseId))
    const [{ caseId, name, receivedAt }] = rows as [ReporterRow]
    const unique = [...new Map(matters.map((one) => [one.id, one])).values()]
    return {
      ...blank,
      noun: 'reporter',
      id: caseId,
      name: name && maskName(name),
      whose: 'reporter',
      matters: unique,
      lastAt: receivedAt,
    }
  })
  const all = [
    ...patients.map((row) => patientCandidate(ctx, row, ofPatient.get(row.patientId) ?? [], row.patientId === before)),
    ...reporters,
  ].sort(rank)
  return { candidates: all.slice(0, listed), more: Math.max(0, all.length - listed) }
}
