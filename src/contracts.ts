// Everything that can be asked, by the name under which browser and tests ask it.
import { assessments, ruleSets } from '#modules/assessments/contract.ts'
import { autocalls, scripts } from '#modules/autocalls/contract.ts'
import { bulletins } from '#modules/bulletins/contract.ts'
import { agents, calls } from '#modules/calls/contract.ts'
import { exchanges, phoneLines } from '#modules/calls/contract-settings.ts'
import { cases } from '#modules/cases/contract.ts'
import { assists, measures, promises, routes } from '#modules/cases/contract-beside.ts'
import { checks, draws, qualityForms, suspicions } from '#modules/checks/contract.ts'
import { contacts } from '#modules/contacts/contract.ts'
import { departments, duties, jobs, sessions, settings, shifts, staff, tokens } from '#modules/directory/contract.ts'
import { disposals, dossiers } from '#modules/dossiers/contract.ts'
import { exported } from '#modules/exports/contract.ts'
import { readers } from '#modules/exports/contract-readers.ts'
import { followups, programmes, questionnaires } from '#modules/followups/contract.ts'
import { proposals } from '#modules/improvements/contract.ts'
import { projects } from '#modules/improvements/contract-projects.ts'
import { register, reports } from '#modules/insight/contract.ts'
import { kept } from '#modules/insight/contract-kept.ts'
import { page } from '#modules/insight/contract-page.ts'
import { wall } from '#modules/insight/contract-wall.ts'
import { careNotes, guidance } from '#modules/knowledge/contract.ts'
import { gateways, messages, replies, templates } from '#modules/messages/contract.ts'
import { encounters, imports, patients } from '#modules/patients/contract.ts'
import { practices } from '#modules/practices/contract.ts'
import { callers, missed, queues, skills } from '#modules/queues/contract.ts'
import { recordings } from '#modules/recordings/contract.ts'
import { scorecards, trainingNotes } from '#modules/scorecards/contract.ts'
import { sheets } from '#modules/sheets/contract.ts'
import { chains, handovers, notices, rings } from '#modules/shifts/contract.ts'
import { entries, findings, patrols, stations, tablets } from '#modules/stations/contract.ts'
import { answers, custodians, openings, voices } from '#modules/voices/contract.ts'

export const contracts = {
  session: sessions,
  staff,
  departments,
  tokens,
  shifts,
  duties,
  settings,
  jobs,
  kept,
  exports: exported,
  readers,
  patients,
  encounters,
  imports,
  contacts,
  messages,
  templates,
  gateways,
  replies,
  calls,
  agents,
  exchanges,
  lines: phoneLines,
  recordings,
  guidance,
  careNotes,
  cases,
  assists,
  measures,
  promises,
  routes,
  followups,
  programmes,
  questionnaires,
  voices,
  answers,
  openings,
  custodians,
  sheets,
  chains,
  rings,
  handovers,
  notices,
  callers,
  queues,
  skills,
  missed,
  scripts,
  autocalls,
  proposals,
  practices,
  projects,
  draws,
  checks,
  suspicions,
  qualityForms,
  scorecards,
  trainingNotes,
  dossiers,
  disposals,
  register,
  stations,
  patrols,
  tablets,
  entries,
  findings,
  reports,
  page,
  wall,
  ruleSets,
  assessments,
  bulletins,
}
