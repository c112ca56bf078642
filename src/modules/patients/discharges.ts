// Takes in discharges, some hundred rows in one transaction: who is new, what has changed, whom nobody may call.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import type { Day } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import type { Arrivals, ArrivedEncounter } from './arrivals.ts'
import { markDied } from './commands.ts'
import { openPlaces } from './places.ts'
import type { Mapping } from './reading/columns.ts'
import type { Discharge } from './reading/discharge.ts'
import type { Warning } from './reading/rejection.ts'
import {
  insertPatients,
  insertStays,
  knownPeople,
  nowhere,
  type Person,
  type Stay,
  updatePatients,
  updateStays,
} from './stay-rows.ts'
import { correctedBy, leavingOf, type Said, type SaidChange, saidOf } from './stays.ts'

export type DischargeRow = {
  readonly row: number
  readonly discharge: Discharge
  /** The file has spoken of this stay before, further up. */
  readonly again: boolean
}

/** The list that the rows are from; `campus` is that of a list that names none. */
type List = { readonly importId: string; readonly mapping: Mapping; readonly campus: string | null }

type TakenIn = {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly doNotCall: number
  readonly noPhone: number
  readonly tasks: number
  readonly notPlanned: number
  readonly warnings: readonly { readonly row: number; readonly warning: Warning }[]
}

/**
 * Takes in rows in the order of the file; a stay is known by record number and admission count. Two lists at once wait
 * for each other here, so that neither makes a patient whom the other has just made.
 */
export const takeInDischarges = async (ctx: Ctx, rows: readonly DischargeRow[], list: List): Promise<TakenIn> => {
  await sql`select pg_advisory_xact_lock(hashtext('patients.arrive'))`.execute(ctx.tx)
  const numbers = [...new Set(rows.map(({ discharge }) => discharge.recordNumber))]
  const { counts, stays, corrections, deaths, warnings } = judge(rows, list, await knownPeople(ctx, numbers), ctx.now)
  const places = await openPlaces(ctx)
  for (const stay of stays)
    stay.place = places.of({ campus: stay.said.campus ?? null, department: stay.said.department ?? null })
  await places.meet(ctx)

  const people = [...new Set(stays.map(({ patient }) => patient))]
  const fresh = stays.filter(({ state }) => state === 'new')
  await insertPatients(
    ctx,
    people.filter(({ state }) => state === 'new'),
  )
  // Before the stay says it, so that no call is open when the patient becomes uncontactable.
  for (const { patient, on } of deaths) if (patient.state !== 'new') await markDied(ctx, patient.id, on, '出院名单')
  await updatePatients(
    ctx,
    people.filter(({ state }) => state === 'changed'),
  )
  await insertStays(ctx, fresh, list.importId)
  await updateStays(
    ctx,
    stays.filter(({ state }) => state === 'changed'),
  )

  const arrivals: Arrivals = { created: fresh.map(arrived), planned: 0, notPlanned: 0 }
  if (fresh.length > 0)
    await record(ctx, 'encounter.arrive', {
      subject: list.importId,
      data: { created: counts.created, updated: counts.updated, rows: [rows[0]!.row, rows.at(-1)!.row] },
      aside: arrivals,
    })
  for (const { row, stay, changed } of corrections)
    await record(ctx, 'encounter.correct', { subject: stay.id, data: { importId: list.importId, row, changed } })
  return { ...counts, tasks: arrivals.planned, notPlanned: arrivals.notPlanned, warnings }
}

/** Says of each row whether it is new, a correction or no news, and puts what it says beside what is known. */
const judge = (rows: readonly DischargeRow[], list: List, people: Map<string, Person>, now: Date) => {
  const counts = { created: 0, updated: 0, unchanged: 0, doNotCall: 0, noPhone: 0 }
  const stays = new Set<Stay>()
  const corrections: { row: number; stay: Stay; changed: SaidChange[] }[] = []
  const deaths: { patient: Person; on: Day }[] = []
  const warnings: { row: number; warning: Warning }[] = []
  const compare = (before: Said, said: Said) => correctedBy(before, said, list.mapping, list.campus !== null)

  for (const { row, discharge, again } of rows) {
    const said = saidOf(discharge)
    const patient = people.get(discharge.recordNumber) ?? newPerson(discharge.recordNumber, now)
    people.set(patient.recordNumber, patient)
    let stay = patient.stays.get(discharge.admissionCount)
    if (stay) {
      const { said: merged, changed } = compare(stay.said, said)
      const known = stay.outdated.some((it) => it.list !== list.importId && compare(it.said, said).changed.length === 0)
      if (changed.length === 0 || known) {
        counts.unchanged++
        continue
      }
      counts.updated++
      corrections.push({ row, stay, changed })
      if (stay.said.died && !merged.died) warnings.push({ row, warning: stillDead })
      stay.outdated = again ? [...stay.outdated, { list: list.importId, said: stay.said }] : []
      stay.said = merged
      if (stay.state === 'known') stay.state = 'changed'
    } else {
      counts.created++
      if (discharge.died) counts.doNotCall++
      if (discharge.phones.length === 0) counts.noPhone++
      stay = {
        id: newId(now),
        patient,
        count: discharge.admissionCount,
        said,
        outdated: [],
        place: nowhere,
        state: 'new',
      }
      patient.stays.set(stay.count, stay)
    }
    stays.add(stay)
    if (patient.state === 'known') patient.state = 'changed'
    if (stay.said.died && patient.diedOn === null) {
      patient.diedOn = discharge.dischargedOn
      deaths.push({ patient, on: discharge.dischargedOn })
    }
  }
  return { counts, stays: [...stays], corrections, deaths, warnings }
}

const newPerson = (recordNumber: string, now: Date): Person => ({
  id: newId(now),
  recordNumber,
  diedOn: null,
  refuses: false,
  stays: new Map(),
  state: 'new',
})

/** A list may be wrong about a life, but a call to the dead cannot be taken back: a death stays what it is. */
const stillDead: Warning = {
  column: '离院方式',
  value: '',
  words: w(
    '名单不再写明死亡；该患者仍按已故处理，不会安排联系',
    'the list no longer says that the patient died; nobody is called all the same',
  ),
}

const arrived = ({ id, patient, said, place }: Stay): ArrivedEncounter => ({
  id,
  patientId: patient.id,
  campusId: place.campusId,
  departmentId: place.departmentId,
  departmentGroup: place.group,
  dischargedOn: said.dischargedOn!,
  diagnosis: said.diagnosis ?? null,
  ageYears: said.ageYears ?? null,
  leaving: leavingOf(said),
  contactable: patient.diedOn === null && !patient.refuses,
})
