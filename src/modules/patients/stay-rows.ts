// The rows of patients and stays as an import reads and writes them: by the thousand, a statement each.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { searchVector } from '#kernel/search.ts'
import type { Day } from '#kernel/time.ts'
import { type Place, unnamed } from './places.ts'
import { attendingOf, leavingOf, type PersonSaid, personOf, type Said } from './stays.ts'

/** `known`: as the database has it; the others are still to be written. */
type State = 'known' | 'new' | 'changed'

export type Stay = {
  readonly id: string
  readonly patient: Person
  readonly count: number
  said: Said
  /** What a list said before it corrected itself further down. */
  outdated: readonly { readonly list: string; readonly said: Said }[]
  place: Place
  state: State
}

export type Person = {
  readonly id: string
  readonly recordNumber: string
  diedOn: Day | null
  /** Asked never to be called again. */
  readonly refuses: boolean
  /** By admission count. */
  readonly stays: Map<number, Stay>
  state: State
}

export const nowhere: Place = { campusId: null, departmentId: null, group: null }

/** The patients of these rows that are known, with all that was said of their stays. */
export const knownPeople = async (ctx: Ctx, numbers: readonly string[]): Promise<Map<string, Person>> => {
  const found = await sql<{ id: string; record_number: string; died_on: Day | null; refuses: boolean }>`
    select id, record_number, died_on, do_not_call_at is not null as refuses
    from patients where record_number = any(${numbers}::text[])`.execute(ctx.tx)
  const people = new Map<string, Person>()
  const byId = new Map<string, Person>()
  for (const { id, record_number, died_on, refuses } of found.rows) {
    const person: Person = {
      id,
      recordNumber: record_number,
      diedOn: died_on,
      refuses,
      stays: new Map(),
      state: 'known',
    }
    people.set(record_number, person)
    byId.set(id, person)
  }
  if (byId.size === 0) return people
  const stays = await sql<{
    id: string
    patient_id: string
    admission_count: number
    said: Said
    outdated: Stay['outdated']
  }>`
    select id, patient_id, admission_count, said, outdated
    from encounters where patient_id = any(${[...byId.keys()]}::uuid[])`.execute(ctx.tx)
  for (const { id, patient_id, admission_count: count, said, outdated } of stays.rows) {
    const patient = byId.get(patient_id)!
    patient.stays.set(count, { id, patient, count, said, outdated, place: nowhere, state: 'known' })
  }
  return people
}

/** What lists say of a person, as columns of `patients` in the order of the statements below. */
const personColumns = (list: readonly Person[]) => {
  const said: PersonSaid[] = list.map((person) => personOf([...person.stays.values()].map((stay) => stay.said)))
  return [
    list.map(({ id }) => id),
    list.map(({ recordNumber }) => recordNumber),
    said.map(({ name }) => name),
    said.map(({ sex }) => sex),
    said.map(({ bornOn }) => bornOn),
    said.map(({ idNumber }) => idNumber),
    said.map(({ address }) => address),
    said.map(({ phones }) => JSON.stringify(phones)),
    said.map(({ guardian }) => guardian),
    list.map(({ diedOn }) => diedOn),
    said.map(({ name, phones }, i) => searchVector(name, list[i]!.recordNumber, ...phones.map(({ number }) => number))),
  ] as const
}

const unnestPeople = (list: readonly Person[]) => {
  const [id, number, name, sex, born, idNumber, address, phones, guardian, died, search] = personColumns(list)
  return sql`
    unnest(${id}::uuid[], ${number}::text[], ${name}::text[], ${sex}::text[], ${born}::date[], ${idNumber}::text[], ${address}::text[],
      ${phones}::text[], ${guardian}::boolean[], ${died}::date[], ${search}::text[])
      as t (id, record_number, name, sex, born_on, id_number, address, phones, guardian, died_on, search)`
}

export const insertPatients = async (ctx: Ctx, list: readonly Person[]): Promise<void> => {
  if (list.length === 0) return
  await sql`
    insert into patients (id, record_number, name, sex, born_on, id_number, address, phones, guardian, died_on, search, created_at, updated_at)
    select id, record_number, name, sex, born_on, id_number, address, phones::jsonb, guardian, died_on, search::tsvector, ${ctx.now}, ${ctx.now}
    from ${unnestPeople(list)}`.execute(ctx.tx)
}

export const updatePatients = async (ctx: Ctx, list: readonly Person[]): Promise<void> => {
  if (list.length === 0) return
  await sql`
    update patients p set name = t.name, sex = t.sex, born_on = t.born_on, id_number = t.id_number, address = t.address,
      phones = t.phones::jsonb, guardian = t.guardian, search = t.search::tsvector, updated_at = ${ctx.now}
    from ${unnestPeople(list)} where p.id = t.id`.execute(ctx.tx)
}

const unnestStays = (list: readonly Stay[]) => {
  const column = <T>(of: (said: Said, stay: Stay) => T): T[] => list.map((stay) => of(stay.said, stay))
  return sql`
    unnest(${column((_, { id }) => id)}::uuid[], ${column((_, { patient }) => patient.id)}::uuid[], ${column((_, { count }) => count)}::int[],
      ${column((_, { place }) => place.campusId)}::uuid[], ${column((_, { place }) => place.departmentId)}::uuid[],
      ${column((said) => said.department?.slice(0, 100) ?? unnamed)}::text[], ${column((_, { place }) => place.group)}::text[],
      ${column((said) => said.ward)}::text[], ${column((said) => said.admittedOn)}::date[], ${column((said) => said.dischargedOn)}::date[],
      ${column((said) => said.diagnosis)}::text[], ${column((said) => said.diagnosisCode)}::text[], ${column((said) => said.procedure)}::text[],
      ${column(leavingOf)}::text[], ${column(attendingOf)}::text[], ${column((said) => said.nurse)}::text[],
      ${column((said) => said.sex ?? 'unknown')}::text[], ${column((said) => said.ageYears)}::int[], ${column((said) => said.newborn ?? false)}::boolean[],
      ${column((said) => JSON.stringify(said.transfers ?? []))}::text[], ${column((said) => JSON.stringify(said))}::text[],
      ${column((_, { outdated }) => JSON.stringify(outdated))}::text[])
      as t (id, patient_id, admission_count, campus_id, department_id, department_name, department_group, ward, admitted_on, discharged_on,
        diagnosis, diagnosis_code, procedure, leaving, attending, nurse, sex, age_years, newborn, transfers, said, outdated)`
}

// Lists in lists do not unnest: they travel as JSON.
const transfers = sql`array(select jsonb_array_elements_text(t.transfers::jsonb))`

export const insertStays = async (ctx: Ctx, list: readonly Stay[], importId: string): Promise<void> => {
  if (list.length === 0) return
  await sql`
    insert into encounters (id, patient_id, admission_count, campus_id, department_id, department_name, department_group, ward, admitted_on,
      discharged_on, diagnosis, diagnosis_code, procedure, leaving, attending, nurse, sex, age_years, newborn, transfers, said, outdated, import_id,
      created_at, updated_at)
    select id, patient_id, admission_count, campus_id, department_id, department_name, department_group, ward, admitted_on, discharged_on,
      diagnosis, diagnosis_code, procedure, leaving, attending, nurse, sex, age_years, newborn, ${transfers}, said::jsonb, outdated::jsonb, ${importId}::uuid,
      ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
    from ${unnestStays(list)}`.execute(ctx.tx)
}

export const updateStays = async (ctx: Ctx, list: readonly Stay[]): Promise<void> => {
  if (list.length === 0) return
  await sql`
    update encounters e set campus_id = t.campus_id, department_id = t.department_id, department_name = t.department_name,
      department_group = t.department_group, ward = t.ward, admitted_on = t.admitted_on, discharged_on = t.discharged_on,
      diagnosis = t.diagnosis, diagnosis_code = t.diagnosis_code, procedure = t.procedure, leaving = t.leaving, attending = t.attending,
      nurse = t.nurse, sex = t.sex, age_years = t.age_years, newborn = t.newborn, transfers = ${transfers}, said = t.said::jsonb,
      outdated = t.outdated::jsonb, updated_at = ${ctx.now}
    from ${unnestStays(list)} where e.id = t.id`.execute(ctx.tx)
}
