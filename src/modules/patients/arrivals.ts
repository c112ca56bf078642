// What a list has brought: handed to whoever plans calls, in the transaction that takes the rows in.
import type { Day } from '#kernel/time.ts'

export type ArrivedEncounter = {
  readonly id: string
  readonly patientId: string
  readonly campusId: string | null
  readonly departmentId: string | null
  readonly departmentGroup: string | null
  readonly dischargedOn: Day
  readonly diagnosis: string | null
  readonly ageYears: number | null
  readonly leaving: string
  readonly contactable: boolean
}

/** The `aside` of the event `encounter.arrive`; who plans calls counts into `planned` and `notPlanned`. */
export type Arrivals = {
  readonly created: readonly ArrivedEncounter[]
  planned: number
  /** Discharged so long ago that no first call makes sense, or taken by no programme. */
  notPlanned: number
}

/** One row of the old register of calls, laid on the stay it speaks of. */
export type RegisterRow = {
  /** As a spreadsheet counts: the heading is row 1. */
  readonly row: number
  readonly encounterId: string
  readonly patientId: string
  readonly result: 'reached' | 'unreached'
  /** Of those not reached: a reason of field §6.6. */
  readonly reason?: string | null
  readonly attempts: number
  readonly firstContactOn?: Day | null
  readonly satisfaction?: 'satisfied' | 'fairly' | 'dissatisfied' | null
  readonly opinionCategory?: string | null
  readonly opinion?: string | null
}

/** The `aside` of the event `register.arrive`; who keeps the calls counts what it did with each row. */
export type RegisterArrivals = {
  readonly rows: readonly RegisterRow[]
  created: number
  updated: number
  unchanged: number
}
