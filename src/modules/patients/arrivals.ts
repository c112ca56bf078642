// What a list has brought: handed to whoever plans calls or keeps their results, in the transaction that takes the rows in.
import type { Day } from '#kernel/time.ts'
import type { CaseEntry } from './reading/cases.ts'
import type { RegisterEntry } from './reading/register.ts'
import type { RejectedRow } from './reading/rejected.ts'

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

/** One row of an old register with the stay that it is about; `row` is its number in the file. */
export type RegisterRow = RegisterEntry & {
  readonly row: number
  readonly encounterId: string
  readonly patientId: string
}

/**
 * The `aside` of the event `register.arrive`: rows in the order of the file, the same stay possibly twice. Who keeps
 * them counts each once: taken over, replaced by what it says now, or known already.
 */
export type RegisterArrivals = {
  readonly rows: readonly RegisterRow[]
  created: number
  updated: number
  unchanged: number
}

/**
 * The `aside` of the event `caseRegister.arrive`: rows of an old register of cases in the order of the file, the same
 * number possibly twice. Who keeps cases counts each once, or refuses it: what was worked on here is no longer the
 * register's to say.
 */
export type CaseArrivals = {
  readonly importId: string
  /** The heading of the numbers. */
  readonly numberColumn: string
  readonly rows: readonly { readonly row: number; readonly entry: CaseEntry; readonly cells: readonly string[] }[]
  created: number
  updated: number
  unchanged: number
  readonly rejections: RejectedRow[]
}
