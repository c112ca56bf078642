// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import { allot } from './allotment.ts'
import { attempt, cancel, claim, confirm, dial, draft, handOver, putBack, reopen, resolve, reveal } from './commands.ts'
import { complete } from './completing.ts'
import {
  begin,
  createProgramme,
  createQuestionnaire,
  listProgrammes,
  listQuestionnaires,
  publishQuestionnaire,
  retireQuestionnaire,
  startProgramme,
  stopProgramme,
} from './programmes.ts'
import { counts, get, list } from './queries.ts'
import { reactions } from './reactions.ts'
import { followupsTables } from './tables.ts'

export const followupsModule: Module = {
  name: 'followups',
  tables: followupsTables,
  handlers: [
    list,
    counts,
    get,
    claim,
    handOver,
    putBack,
    draft,
    attempt,
    complete,
    resolve,
    confirm,
    reopen,
    cancel,
    reveal,
    dial,
    allot,
    listProgrammes,
    createProgramme,
    startProgramme,
    stopProgramme,
    listQuestionnaires,
    createQuestionnaire,
    publishQuestionnaire,
    retireQuestionnaire,
  ],
  reactions,
  constraints: {
    tasks_one_recall: w('这件诉求已有一次回访等待进行。', 'A call that asks about this case is open already.'),
    tasks_patient_id_callable_fkey: w(
      '该患者已去世或要求勿扰，不得再安排随访。',
      'This patient has died or asked not to be contacted.',
    ),
  },
  begin,
}
