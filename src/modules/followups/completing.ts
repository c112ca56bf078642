// Finishing a call that reached somebody: answers, dangers, opinion and what follows, in one transaction.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { addDays, at, dayOf, endOfDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { openCase, opinionOf } from '#modules/cases/opening.ts'
import { failRecallOfCase, recallAnswered } from '#modules/cases/recalls.ts'
import { isIntegrityCategory } from '#modules/cases/taxonomy.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { grades } from '#modules/patients/words.ts'
import { followups, ProgrammeDefinition } from './contract.ts'
import { taskLifecycle } from './lifecycle.ts'
import { taskSheet } from './queries.ts'
import {
  type Answers,
  checkAnswers,
  dimensionsOf,
  gradeOf,
  type Questionnaire,
  type RedFlag,
  redFlagsOf,
  visibleQuestions,
} from './questions.ts'
import { heldTask, isUnfinished, keepAttempt, planTask, questionnaireFor, type TaskRow, timesOf } from './tasks.ts'

const score = { satisfied: 1, fairly: 0.5, dissatisfied: 0 } as const

/** The answered questions as rows for counting; each graded dimension once, with its score, on the question that decides it. */
const keepAnswers = async (ctx: Ctx, task: TaskRow, questionnaire: Questionnaire, answers: Answers): Promise<void> => {
  const graded = dimensionsOf(questionnaire, answers)
  const asked = visibleQuestions(questionnaire, answers)
  const deciding = new Map(
    asked
      .filter(({ key, kind }) => (kind === 'grade' || kind === 'yesno') && answers[key]?.value !== undefined)
      .map(({ key, dimension }) => [dimension, key]),
  )
  const rows = asked.flatMap(({ key, dimension }) => {
    const answer = answers[key]
    const value = answer?.refused ? '(refused)' : answer?.notApplicable ? '(not applicable)' : answer?.value
    if (value === undefined || value === '') return []
    const grade = dimension && deciding.get(dimension) === key ? graded[dimension] : undefined
    return [
      {
        question: key,
        dimension: grade ? dimension! : null,
        value: String(value).slice(0, 500),
        score: grade ? score[grade] : null,
      },
    ]
  })
  if (rows.length === 0) return
  await sql`
    insert into answers (task_id, question, dimension, value, score)
    select ${task.id}, question, dimension, value, score
    from unnest(${rows.map((r) => r.question)}::text[], ${rows.map((r) => r.dimension)}::text[], ${rows.map((r) => r.value)}::text[],
                ${rows.map((r) => r.score)}::real[]) as a (question, dimension, value, score)`.execute(ctx.tx)
}

/**
 * The urgent contact that a red flag opens: for the attending doctor, or his department, and its clock runs. One that is
 * open already (the program heard the danger, and a person asked again) is enough.
 */
export const callTheDoctor = async (ctx: Ctx, task: TaskRow, flags: readonly RedFlag[]): Promise<void> => {
  const [gravest] = flags
  const { rows: open } = await sql`
    select from tasks t where t.parent_id = ${task.id} and t.kind = 'urgent' and ${isUnfinished()}`.execute(ctx.tx)
  if (open.length > 0) return
  const doctor = await sql<{ id: string }>`
    select s.id from encounters e join staff s on s.name = e.attending and s.status = 'active' and s.role = 'department'
      and e.department_id = any(s.departments)
    where e.id = ${task.encounter_id} order by s.id limit 1`.execute(ctx.tx)
  const soon = new Date(ctx.now.getTime() + (await standardOf(ctx, 'dangerDoctorContacted')) * 60_000)
  await planTask(ctx, task, {
    kind: 'urgent',
    wave: 'urgent',
    // A stay whose department nobody has confirmed has no doctor to be told: the lead sees it.
    caller: task.department_id ? 'attending' : 'centre',
    assignee_id: doctor.rows[0]?.id ?? null,
    parent_id: task.id,
    red_flag: gravest!.level,
    red_flag_words: flags.map((flag) => flag.words),
    next_at: ctx.now,
    due_at: gravest!.level === 'now' ? soon : endOfDay(dayOf(ctx.now)),
  })
}

/** Again until recovered: the next call of a programme that repeats. */
const planRepeat = async (ctx: Ctx, task: TaskRow): Promise<void> => {
  const row = await ctx.tx
    .selectFrom('programmes')
    .where('id', '=', task.programme_id!)
    .select('definition')
    .executeTakeFirstOrThrow()
  const { repeat } = ProgrammeDefinition.parse(row.definition)
  if (!repeat) return
  const made = await sql<{ count: number }>`
    select count(*) as count from tasks where encounter_id = ${task.encounter_id} and kind = 'repeat'`.execute(ctx.tx)
  if (made.rows[0]!.count >= repeat.most) return
  const day = addDays(dayOf(ctx.now), repeat.everyDays)
  await planTask(ctx, task, {
    kind: 'repeat',
    wave: task.wave,
    programme_id: task.programme_id,
    questionnaire_id: task.questionnaire_id,
    caller: task.caller,
    parent_id: task.id,
    next_at: at(day, '08:00'),
    due_at: endOfDay(addDays(day, 2)),
  })
}

/** A yes to the question about red envelopes is a matter for supervision, whether the caller wrote it down or not. */
const unspokenIntegrity = (questionnaire: Questionnaire, answers: Answers, category: string | undefined) => {
  if (category && isIntegrityCategory(category)) return null
  return dimensionsOf(questionnaire, answers).integrity === 'dissatisfied'
    ? { text: '回访中患者反映住院期间有医务人员收受红包或礼品。', category: 'I1', severity: 2, urgency: 2 }
    : null
}

/**
 * Completes a call. Every question that was asked must have an answer; a red flag locks the record until the caller
 * chose what was done; an opinion becomes a case with this call attached; a recall moves its case on.
 * Answers the sheet; its status is `flagged` while a red flag waits.
 */
export const completeTask = async (ctx: Ctx, input: ParsedOf<typeof followups.complete>) => {
  const task = await heldTask(ctx, input.id)
  // Judged before answers and call are kept; whether a red flag makes it another verb is seen below.
  mustBeAble(ctx, taskLifecycle, 'complete', task)
  const questionnaire = await questionnaireFor(ctx, task)
  if (!questionnaire) throw conflict(w('这条任务没有问卷。', 'This task has no questionnaire.'))
  const answers = input.answers as Answers
  const problems = checkAnswers(questionnaire, answers)
  if (problems.length > 0)
    throw invalid('有题目还没有填好，请看标出的地方。', 'Some questions are not answered.', problems)
  await mustBeApproved(ctx, input.guidanceIds)
  const flags = redFlagsOf(questionnaire, answers)
  const satisfaction = gradeOf(answers)
  const times = await timesOf(ctx, task, input)
  const { startedAt } = times
  const attempts = await keepAttempt(ctx, task, {
    ...times,
    disposition: 'reached',
    note: input.note,
    callId: input.callId,
  })
  await keepAnswers(ctx, task, questionnaire, answers)
  const changes = {
    attempts,
    last_disposition: 'reached',
    first_tried_at: task.first_tried_at ?? startedAt,
    reached_at: startedAt,
    ...(ctx.me.id === systemId ? {} : { caller_id: ctx.me.id }),
    automatic: false,
    assignee_id: task.assignee_id ?? (ctx.me.id === systemId ? null : ctx.me.id),
    answers: JSON.stringify(answers),
    respondent: input.respondent,
    recovered: input.recovered ?? null,
    guidance_ids: input.guidanceIds,
    satisfaction,
    opinion: input.opinion?.text ?? null,
    opinion_category: input.opinion?.category ?? null,
    promised_at: null,
    draft: null,
    ...(flags.length > 0
      ? { red_flag: flags[0]!.level, red_flag_words: JSON.stringify(flags.map((f) => f.words)) }
      : {}),
  }
  const verb = flags.length > 0 ? 'flag' : 'complete'
  await advanceLocked(ctx, taskLifecycle, verb, task, changes, {
    satisfaction: satisfaction ? grades[satisfaction].zh : null,
    opinion: input.opinion !== undefined,
    ...(flags.length > 0 ? { flags: flags.map((f) => f.words.zh) } : {}),
  })
  if (flags.length > 0) await callTheDoctor(ctx, task, flags)
  // Who will not say whether it is well has not answered: it counts as a recall that reached nobody.
  if (task.case_id)
    await (satisfaction
      ? recallAnswered(ctx, task.case_id, satisfaction, input.note)
      : failRecallOfCase(ctx, task.case_id, { words: input.note }))
  const call = await ctx.tx
    .selectFrom('attempts')
    .where('task_id', '=', task.id)
    .where('number', '=', attempts)
    .select('contact_id')
    .executeTakeFirstOrThrow()
  const from = {
    channel: 'follow-up-call' as const,
    encounterId: task.encounter_id,
    contactId: call.contact_id,
    sourceId: task.id,
  }
  // A recall's words belong to its own case; anything else said in passing is a matter of its own.
  if (input.opinion) await openCase(ctx, { ...from, opinion: input.opinion })
  const unspoken = unspokenIntegrity(questionnaire, answers, input.opinion?.category)
  if (unspoken)
    await openCase(ctx, {
      ...from,
      opinion: opinionOf(unspoken),
    })
  if (input.recovered === false && task.programme_id) await planRepeat(ctx, task)
  return taskSheet(ctx, input.id)
}
export const complete = handle(followups.complete, completeTask)

/** Health guidance is picked from approved entries only (《互联网诊疗管理办法（试行）》). */
const mustBeApproved = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  const approved = await ctx.tx
    .selectFrom('guidance')
    .where('id', 'in', ids)
    .where('status', '=', 'approved')
    .select('id')
    .execute()
  if (approved.length !== new Set(ids).size)
    throw invalid('健康指导只能选用已审定的条目。', 'Guidance must be approved entries.', [
      { field: 'guidanceIds', reason: '含有未审定的条目' },
    ])
}
