// Patients of the test hospital, put where an import would have put them, with their calls planned.
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { searchVector } from '#kernel/search.ts'
import type { Arrivals } from '#modules/patients/arrivals.ts'
import type { Desk } from './desk.ts'
import { addDays, dayOf } from './time.ts'

export type Discharge = {
  /** A department of the test hospital; null: one that the directory does not know. */
  readonly department?: '心内科' | '普外科' | '产科' | '儿科' | null
  readonly daysAgo?: number
  readonly name?: string
  readonly phone?: string | null
  readonly sex?: 'male' | 'female'
  readonly age?: number
  readonly diagnosis?: string
  readonly attending?: string
  readonly doNotCall?: boolean
  readonly diedOn?: string
}

const groups = { 心内科: '内科', 普外科: '外科', 产科: '妇产科', 儿科: '儿科' } as const
let made = 0

/** Somebody who went home some days ago. */
export const dischargedPatient = async (
  desk: Desk,
  it: Discharge = {},
): Promise<{ patientId: string; encounterId: string; recordNumber: string; phone: string | null }> => {
  const now = desk.clock.now()
  const { department = '心内科', daysAgo = 7, phone = `1990000${String(1000 + (made % 9000))}` } = it
  const recordNumber = `ZY${String(++made).padStart(6, '0')}`
  const name = it.name ?? '张建国'
  const patientId = newId(now)
  const encounterId = newId(now)
  const dischargedOn = addDays(dayOf(now), -daysAgo)
  await desk.house.db
    .insertInto('patients')
    .values({
      id: patientId,
      record_number: recordNumber,
      name,
      sex: it.sex ?? 'male',
      phones: JSON.stringify(phone === null ? [] : [{ number: phone, owner: 'patient', kind: 'mobile' }]),
      died_on: it.diedOn ?? null,
      do_not_call_at: it.doNotCall ? now : null,
      do_not_call_reason: it.doNotCall ? '本人要求' : null,
      search: searchVector(name, recordNumber),
      created_at: now,
      updated_at: now,
    })
    .execute()
  await desk.house.db
    .insertInto('encounters')
    .values({
      id: encounterId,
      patient_id: patientId,
      admission_count: 1,
      campus_id: desk.people.campus,
      department_id: department === null ? null : desk.people.departments[department],
      department_name: department ?? '老年医学科',
      department_group: department === null ? null : groups[department],
      admitted_on: addDays(dischargedOn, -6),
      discharged_on: dischargedOn,
      diagnosis: it.diagnosis ?? '冠心病',
      leaving: 'home',
      attending: it.attending ?? null,
      sex: it.sex ?? 'male',
      age_years: it.age ?? 66,
      created_at: now,
      updated_at: now,
    })
    .execute()
  await desk.house.asSystem((ctx) =>
    record(ctx, 'encounter.arrive', {
      subject: encounterId,
      aside: {
        created: [
          {
            id: encounterId,
            patientId,
            campusId: desk.people.campus,
            departmentId: department === null ? null : desk.people.departments[department],
            departmentGroup: department === null ? null : groups[department],
            dischargedOn,
            diagnosis: it.diagnosis ?? '冠心病',
            ageYears: it.age ?? 66,
            leaving: 'home',
            contactable: !it.doNotCall && !it.diedOn,
          },
        ],
        planned: 0,
        notPlanned: 0,
      } satisfies Arrivals,
    }),
  )
  return { patientId, encounterId, recordNumber, phone }
}

/** Every call of a patient, by record number. */
export const tasksOf = (desk: Desk, recordNumber: string) =>
  desk.house.db
    .selectFrom('tasks')
    .innerJoin('patients', 'patients.id', 'tasks.patient_id')
    .where('patients.record_number', '=', recordNumber)
    .selectAll('tasks')
    .execute()
