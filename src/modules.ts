// The modules in the order of who may know whom: each may use those before it and never mentions those after it.
import type { Module } from '#engine/house.ts'
import { assessmentsModule } from '#modules/assessments/module.ts'
import { autocallsModule } from '#modules/autocalls/module.ts'
import { bulletinsModule } from '#modules/bulletins/module.ts'
import { callsModule } from '#modules/calls/module.ts'
import { casesModule } from '#modules/cases/module.ts'
import { checksModule } from '#modules/checks/module.ts'
import { contactsModule } from '#modules/contacts/module.ts'
import { directoryModule } from '#modules/directory/module.ts'
import { dossiersModule } from '#modules/dossiers/module.ts'
import { exportsModule } from '#modules/exports/module.ts'
import { followupsModule } from '#modules/followups/module.ts'
import { improvementsModule } from '#modules/improvements/module.ts'
import { insightModule } from '#modules/insight/module.ts'
import { knowledgeModule } from '#modules/knowledge/module.ts'
import { messagesModule } from '#modules/messages/module.ts'
import { patientsModule } from '#modules/patients/module.ts'
import { practicesModule } from '#modules/practices/module.ts'
import { queuesModule } from '#modules/queues/module.ts'
import { recordingsModule } from '#modules/recordings/module.ts'
import { scorecardsModule } from '#modules/scorecards/module.ts'
import { sheetsModule } from '#modules/sheets/module.ts'
import { shiftsModule } from '#modules/shifts/module.ts'
import { stationsModule } from '#modules/stations/module.ts'
import { voicesModule } from '#modules/voices/module.ts'

export const modules: readonly Module[] = [
  directoryModule,
  exportsModule,
  patientsModule,
  knowledgeModule,
  contactsModule,
  messagesModule,
  callsModule,
  recordingsModule,
  casesModule,
  followupsModule,
  voicesModule,
  sheetsModule,
  stationsModule,
  shiftsModule,
  queuesModule,
  autocallsModule,
  improvementsModule,
  practicesModule,
  checksModule,
  dossiersModule,
  insightModule,
  scorecardsModule,
  assessmentsModule,
  bulletinsModule,
]
