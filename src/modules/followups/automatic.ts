// What the program does with a task when it calls first: what it heard is kept, and whatever needs a person goes to one.
import { advanceLocked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { callTheDoctor } from './completing.ts'
import { taskLifecycle } from './lifecycle.ts'
import { type Answers, type RedFlag, redFlagsOf } from './questions.ts'
import { heldTask, questionnaireOfTask } from './tasks.ts'

export type Heard = {
  readonly answers: Answers
  readonly respondent: 'patient' | 'family' | null
  readonly startedAt: Date
}

export type Given = {
  /** Why, for the ledger and for who takes it. */
  readonly why: string
  /** Who takes it; null: whoever is allotted it, or takes it from the list. */
  readonly to: string | null
  /** When a person has promised to call, through the program. */
  readonly promisedAt: Date | null
  /** When the retry policy lets the next call be; now, if absent. */
  readonly notBefore?: Date
  readonly heard?: Heard
}

/**
 * Gives a task that the program had to a person, with what was heard so far as the draft of the record. A danger among
 * it makes the task red, tells the doctor, and is due at once; nothing of it is a finished record.
 */
export const giveToPerson = async (ctx: Ctx, id: string, it: Given): Promise<readonly RedFlag[]> => {
  const task = await heldTask(ctx, id)
  const questionnaire = await questionnaireOfTask(ctx, task.questionnaire_id)
  const flags = questionnaire && it.heard ? redFlagsOf(questionnaire, it.heard.answers) : []
  const soon = flags.length > 0 ? (it.promisedAt ?? ctx.now) : it.promisedAt
  await advanceLocked(
    ctx,
    taskLifecycle,
    'toPerson',
    task,
    {
      automatic: false,
      assignee_id: it.to ?? task.assignee_id,
      next_at: flags.length > 0 ? ctx.now : (it.notBefore ?? ctx.now),
      promised_at: soon,
      order_at: soon ?? task.due_at,
      ...(it.heard && Object.keys(it.heard.answers).length > 0
        ? {
            draft: JSON.stringify({
              answers: it.heard.answers,
              ...(it.heard.respondent ? { respondent: it.heard.respondent } : {}),
              note: '',
            }),
            draft_at: ctx.now,
            draft_by_id: null,
          }
        : {}),
      ...(flags.length > 0
        ? { red_flag: flags[0]!.level, red_flag_words: JSON.stringify(flags.map(({ words }) => words)) }
        : {}),
    },
    { why: it.why, ...(flags.length > 0 ? { flags: flags.map(({ words }) => words.zh) } : {}) },
  )
  if (flags.length > 0) await callTheDoctor(ctx, task, flags)
  return flags
}
