// Every lifecycle of the hospital, in the order of the modules: for the printed documents and the tests that walk them.
import type { Lifecycle } from '#kernel/lifecycle.ts'
import { assessmentLifecycle, ruleSetLifecycle } from '#modules/assessments/lifecycle.ts'
import { autocallLifecycle, scriptLifecycle } from '#modules/autocalls/lifecycle.ts'
import { bulletinLifecycle } from '#modules/bulletins/lifecycle.ts'
import { callLifecycle } from '#modules/calls/lifecycle.ts'
import { assistLifecycle, caseLifecycle, measureLifecycle, promiseLifecycle } from '#modules/cases/lifecycle.ts'
import { checkLifecycle, drawLifecycle, qualityFormLifecycle, suspicionLifecycle } from '#modules/checks/lifecycle.ts'
import { staffLifecycle, tokenLifecycle } from '#modules/directory/lifecycle.ts'
import { disposalLifecycle } from '#modules/dossiers/lifecycle.ts'
import { exportLifecycle } from '#modules/exports/lifecycle.ts'
import { readerLifecycle } from '#modules/exports/reader-lifecycle.ts'
import { programmeLifecycle, questionnaireLifecycle, taskLifecycle } from '#modules/followups/lifecycle.ts'
import { projectLifecycle, proposalLifecycle } from '#modules/improvements/lifecycle.ts'
import { guidanceLifecycle } from '#modules/knowledge/lifecycle.ts'
import { gatewayLifecycle, messageLifecycle, replyLifecycle, templateLifecycle } from '#modules/messages/lifecycle.ts'
import { practiceLifecycle } from '#modules/practices/lifecycle.ts'
import { missedLifecycle, queueCallLifecycle } from '#modules/queues/lifecycle.ts'
import { recordingLifecycle } from '#modules/recordings/lifecycle.ts'
import { scorecardLifecycle, trainingNoteLifecycle } from '#modules/scorecards/lifecycle.ts'
import { sheetLifecycle } from '#modules/sheets/lifecycle.ts'
import { handoverLifecycle, ringLifecycle } from '#modules/shifts/lifecycle.ts'
import {
  entryLifecycle,
  findingLifecycle,
  patrolLifecycle,
  stationLifecycle,
  tabletLifecycle,
} from '#modules/stations/lifecycle.ts'
import { openingLifecycle } from '#modules/voices/lifecycle.ts'

export const lifecycles: readonly Lifecycle[] = [
  staffLifecycle,
  tokenLifecycle,
  exportLifecycle,
  readerLifecycle,
  guidanceLifecycle,
  messageLifecycle,
  templateLifecycle,
  gatewayLifecycle,
  replyLifecycle,
  callLifecycle,
  recordingLifecycle,
  caseLifecycle,
  assistLifecycle,
  measureLifecycle,
  promiseLifecycle,
  taskLifecycle,
  programmeLifecycle,
  questionnaireLifecycle,
  openingLifecycle,
  sheetLifecycle,
  stationLifecycle,
  patrolLifecycle,
  tabletLifecycle,
  entryLifecycle,
  findingLifecycle,
  ringLifecycle,
  handoverLifecycle,
  queueCallLifecycle,
  missedLifecycle,
  scriptLifecycle,
  autocallLifecycle,
  proposalLifecycle,
  projectLifecycle,
  practiceLifecycle,
  drawLifecycle,
  checkLifecycle,
  suspicionLifecycle,
  qualityFormLifecycle,
  scorecardLifecycle,
  trainingNoteLifecycle,
  disposalLifecycle,
  ruleSetLifecycle,
  assessmentLifecycle,
  bulletinLifecycle,
]
