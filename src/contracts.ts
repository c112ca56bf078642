// Everything that can be asked, by the name under which browser and tests ask it.
import { assists, cases, promises } from '#modules/cases/contract.ts'
import { contacts } from '#modules/contacts/contract.ts'
import { departments, duties, jobs, sessions, settings, shifts, staff, tokens } from '#modules/directory/contract.ts'
import { followups, programmes, questionnaires } from '#modules/followups/contract.ts'
import { reports } from '#modules/insight/contract.ts'
import { careNotes, guidance } from '#modules/knowledge/contract.ts'
import { encounters, imports, patients } from '#modules/patients/contract.ts'

export const contracts = {
  session: sessions,
  staff,
  departments,
  tokens,
  shifts,
  duties,
  settings,
  jobs,
  patients,
  encounters,
  imports,
  contacts,
  guidance,
  careNotes,
  cases,
  assists,
  promises,
  followups,
  programmes,
  questionnaires,
  reports,
}
export type Contracts = typeof contracts
