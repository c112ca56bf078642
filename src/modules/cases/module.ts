// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { add } from './additions.ts'
import { askAssist, contribute, objectAssist, withdraw } from './assists.ts'
import { attach, discard, file, release } from './attachments.ts'
import { assistList } from './beside.ts'
import { convey, reply } from './brief.ts'
import { meet } from './clocks.ts'
import {
  answer,
  comment,
  consent,
  decline,
  dial,
  dispatch,
  grade,
  object,
  pass,
  propose,
  reveal,
  sendBack,
  settle,
  urge,
} from './commands.ts'
import { askTime, grantTime, refuseTime } from './extensions.ts'
import { form } from './form.ts'
import { inquire } from './inquiries.ts'
import { known } from './known.ts'
import { link, split, unlink } from './links.ts'
import {
  attachToMeasure,
  cancelMeasure,
  finish,
  measureCounts,
  measureFile,
  measureList,
  plan,
  sendBackMeasure,
  verify,
} from './measures.ts'
import { merge, unmerge } from './merges.ts'
import { open } from './opening.ts'
import { pause, resume } from './pauses.ts'
import { cancel, keep, make, list as promiseList } from './promises.ts'
import { counts, get, list } from './queries.ts'
import { reactions } from './reactions.ts'
import { approve, confirm, escalate, failRecall, refer, reopen, tell } from './recalls.ts'
import { related } from './relations.ts'
import { list as routeList, set as setRoute } from './routes.ts'
import { casesTables } from './tables.ts'

export const casesModule: Module = {
  name: 'cases',
  tables: casesTables,
  handlers: [
    ...[
      list,
      counts,
      known,
      get,
      open,
      reply,
      convey,
      dispatch,
      settle,
      answer,
      object,
      askTime,
      grantTime,
      refuseTime,
    ],
    ...[sendBack, pass, propose, consent, decline, tell, confirm, reopen, escalate, failRecall, approve, refer],
    ...[inquire, merge, unmerge, link, unlink, split, add, related],
    ...[measureList, measureCounts, plan, finish, verify, sendBackMeasure, cancelMeasure, attachToMeasure, measureFile],
    ...[routeList, setRoute],
    ...[assistList, askAssist, contribute, objectAssist, withdraw, urge, pause, resume, meet],
    ...[promiseList, make, keep, cancel],
    ...[grade, comment, attach, file, release, discard, reveal, dial, form],
  ],
  reactions,
  constraints: {
    cases_external: w(
      '这个外部编号已经登记过，请按编号查找，不必再登记。',
      'This number of another house is registered already; look it up.',
    ),
    cases_owned: w(
      '这件诉求的负责人刚刚停用，请刷新后再试。',
      'The owner’s account has just been closed; refresh and try again.',
    ),
  },
}
