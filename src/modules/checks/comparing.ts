// When the blind call is over: first and second answers side by side, and a doubt where the patient says that nobody called.

import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { auditOf, calledBeforeKey } from '#modules/followups/audit-questions.ts'
import type { Answers } from '#modules/followups/questions.ts'
import { questionnaireOfTask, type TaskRow } from '#modules/followups/tasks.ts'
import { life } from './commands.ts'
import { doubtByPatient } from './looking.ts'

type Check = { id: string; status: string; task_id: string; recall_result: string | null }

/** The check that waits for this task, held; null for every other task. */
const waitingFor = async (ctx: Ctx, taskId: string): Promise<Check | null> => {
  const { rows } = await sql<Check>`
    select * from checks where recall_task_id = ${taskId} and recall_result = 'waiting' for update`.execute(ctx.tx)
  return rows[0] ?? null
}

const taskOf = async (ctx: Ctx, id: string): Promise<TaskRow> =>
  (await ctx.tx.selectFrom('tasks').where('id', '=', id).selectAll().executeTakeFirstOrThrow()) as TaskRow

/** Only what was answered both times can be compared; a refusal is no answer. */
const keepPairs = async (ctx: Ctx, check: Check, audit: TaskRow): Promise<string | null> => {
  const first = (await taskOf(ctx, check.task_id)).answers as Answers
  const second = audit.answers as Answers
  const whole = await questionnaireOfTask(ctx, audit.questionnaire_id)
  const rows = (whole ? auditOf(whole).questions : []).flatMap(({ key, kind, name }) => {
    const [one, other] = [first[key]?.value, second[key]?.value]
    if (key === calledBeforeKey || one === undefined || other === undefined) return []
    return [
      {
        ...{ check_id: check.id, question: key, name: name.zh, kind: kind === 'grade' ? 'grade' : 'kind' },
        ...{ first: String(one), second: String(other) },
      },
    ]
  })
  if (rows.length > 0) await ctx.tx.insertInto('check_pairs').values(rows).execute()
  const said = second[calledBeforeKey]?.value
  return typeof said === 'string' ? said : null
}

const end = (result: 'answered' | 'unreached' | 'cancelled') => async (ctx: Ctx, event: LedgerEvent) => {
  const check = await waitingFor(ctx, event.subject!)
  if (!check) return
  const audit = await taskOf(ctx, event.subject!)
  const said = result === 'answered' ? await keepPairs(ctx, check, audit) : null
  const system = { ...ctx, me: systemMe }
  await advanceLocked(
    system,
    life,
    'compare',
    check as never,
    { recall_result: result, called_before: said },
    { result },
  )
  if (said === 'no') await doubtByPatient(system, check.task_id)
}

export const answered = end('answered')
export const unreached = end('unreached')
export const cancelled = end('cancelled')
