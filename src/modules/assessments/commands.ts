// What people do to a sheet: lines by hand, sent, objected to, answered, consented to, final.
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { mustEver } from '#engine/permit.ts'
import { addWorkdays } from '#kernel/deadline.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { addMonths, dayOf, endOfDay, monthOf } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import { calendarOf, standardOf } from '#modules/directory/settings.ts'
import { assessments } from './contract.ts'
import { draftMonth, footOf, nowOf, reckonSheet } from './drafting.ts'
import { assessmentLifecycle } from './lifecycle.ts'
import { sheetOf } from './queries.ts'
import { rulesOf } from './rule-sets.ts'
import type { Rules } from './rules.ts'

type Row = {
  id: string
  status: string
  department_id: string
  month: string
  rule_set_id: string
  heard: boolean
  objections_open: number
  criticised: boolean
  object_until: Date | null
}

const held = (ctx: Ctx, id: string) => locked<Row>(ctx, assessmentLifecycle, id)

const tellDepartment = async (ctx: Ctx, row: Row, kind: string, words: Words): Promise<unknown> =>
  notify(ctx, {
    ...{ to: await staffOf(ctx, ['department'], { of: [row.department_id] }), kind, words },
    about: { noun: 'assessment', id: row.id },
  })

const tellRole = async (
  ctx: Ctx,
  row: Row,
  role: 'supervision' | 'leadership',
  kind: string,
  words: Words,
): Promise<unknown> =>
  notify(ctx, { to: await staffOf(ctx, [role]), kind, words, about: { noun: 'assessment', id: row.id } })

const nameOf = async (ctx: Ctx, row: Row): Promise<string> => {
  const found = await ctx.tx
    .selectFrom('departments')
    .where('id', '=', row.department_id)
    .select('name')
    .executeTakeFirstOrThrow()
  return `${found.name} ${row.month}`
}

/** A month that is over, by the rules that were in force in it; sheets that are there stay as they are. */
export const draft = handle(assessments.draft, async (ctx, { month }) => {
  mustEver(ctx.me, 'assessment.draft')
  if (month >= monthOf(ctx.now))
    throw invalid('这个月还没有过完。', 'That month is not over.', [{ field: 'month', reason: '请选择已过完的月份' }])
  if (!(await rulesOf(ctx, month)))
    throw conflict(w('这个月没有生效的考核办法。', 'No rules were in force in that month.'))
  return { month, drafted: await draftMonth(ctx, month) }
})

/** Counts a draft anew, with what has been corrected since; lines by hand stay. */
export const recount = handle(assessments.recount, async (ctx, { id }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, assessmentLifecycle, 'recount', row)
  const { rules } = await ctx.tx
    .selectFrom('rule_sets')
    .where('id', '=', row.rule_set_id)
    .select('rules')
    .executeTakeFirstOrThrow()
  const foot = await reckonSheet(ctx, { ...row, rules: rules as Rules }, nowOf(ctx))
  await advanceLocked(ctx, assessmentLifecycle, 'recount', row, foot)
  return sheetOf(ctx, id)
})

/** Praise gives, criticism takes or only says; the reason and where it comes from are read by the department. */
export const add = handle(assessments.add, async (ctx, { id, tone, points, reason, source }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, assessmentLifecycle, 'add', row)
  if (tone === 'praise' ? points < 0 : points > 0)
    throw invalid('表扬不能扣分，批评不能加分。', 'Praise takes no points, criticism gives none.', [
      { field: 'points', reason: '正负号不对' },
    ])
  const words = tone === 'praise' ? w('表扬', 'Praise') : w('批评', 'Criticism')
  const { rows } = await sql<{
    n: number
  }>`select coalesce(max(position), 0)::int + 1 as n from assessment_lines where assessment_id = ${id}`.execute(ctx.tx)
  await ctx.tx
    .insertInto('assessment_lines')
    .values({
      id: newId(ctx.now),
      assessment_id: id,
      // Behind whatever counting anew may bring.
      position: 1000 + rows[0]!.n,
      kind: 'manual',
      words: JSON.stringify(words),
      ...{ tone, reckoned: points, points, reason, source },
    })
    .execute()
  await advanceLocked(ctx, assessmentLifecycle, 'add', row, await footOf(ctx, id), { tone, points, reason, source })
  return sheetOf(ctx, id)
})

type Line = {
  id: string
  kind: string
  points: number
  reckoned: number
  objection: string | null
  upheld: boolean | null
  words: Words
}

const lineOf = async (ctx: Ctx, id: string, lineId: string): Promise<Line> => {
  const { rows } =
    await sql<Line>`select * from assessment_lines where id = ${lineId} and assessment_id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** What a person wrote, or a correction of an earlier month that he does not hold with; what the rules say stays. */
export const remove = handle(assessments.remove, async (ctx, { id, lineId }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, assessmentLifecycle, 'remove', row)
  const line = await lineOf(ctx, id, lineId)
  if (line.kind === 'rule') throw conflict(w('按规则算出的行不能去掉。', 'What the rules say cannot be removed.'))
  await sql`delete from assessment_lines where id = ${lineId}`.execute(ctx.tx)
  await advanceLocked(ctx, assessmentLifecycle, 'remove', row, await footOf(ctx, id), {
    words: line.words,
    points: line.points,
  })
  return sheetOf(ctx, id)
})

/** To the department, which has some working days to object. */
export const send = handle(assessments.send, async (ctx, { id }) => {
  const days = await standardOf(ctx, 'assessmentObjected')
  const until = endOfDay(addWorkdays(dayOf(ctx.now), days, await calendarOf(ctx)))
  const row = await advance<Row>(ctx, assessmentLifecycle, 'send', id, {
    sent_at: ctx.now,
    sent_by_id: ctx.me.id,
    object_until: until,
  })
  await tellDepartment(
    ctx,
    row,
    'assessment-sent',
    w(
      `${row.month} 科室考核单已发来，${days} 个工作日内可提出异议`,
      `The assessment of ${row.month} is here; ${days} working days to object`,
    ),
  )
  return sheetOf(ctx, id)
})

export const accept = handle(assessments.accept, async (ctx, { id }) => {
  await advance(ctx, assessmentLifecycle, 'accept', id, {
    heard: true,
    accepted_at: ctx.now,
    accepted_by_id: ctx.me.id,
  })
  return sheetOf(ctx, id)
})

/** The department does not hold with a line, and why: once a line, within its time. */
export const object = handle(assessments.object, async (ctx, { id, lineId, reason }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, assessmentLifecycle, 'object', row)
  const line = await lineOf(ctx, id, lineId)
  if (row.object_until && row.object_until < ctx.now) throw conflict(w('异议期已过。', 'The time to object is over.'))
  if (line.objection !== null) throw conflict(w('这一条已经提过异议。', 'This line was objected to already.'))
  await sql`update assessment_lines set objection = ${reason}, objected_at = ${ctx.now}, objected_by_id = ${ctx.me.id} where id = ${lineId}`.execute(
    ctx.tx,
  )
  await advanceLocked(ctx, assessmentLifecycle, 'object', row, await footOf(ctx, id), { line: line.words, reason })
  const name = await nameOf(ctx, row)
  await tellRole(
    ctx,
    row,
    'supervision',
    'assessment-objected',
    w(`${name} 考核单有异议`, `An objection to the assessment of ${name}`),
  )
  return sheetOf(ctx, id)
})

const answered = async (
  ctx: Ctx,
  verb: 'correct' | 'reject',
  { id, lineId, answer, points }: { id: string; lineId: string; answer: string; points?: number },
) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, assessmentLifecycle, verb, row)
  const line = await lineOf(ctx, id, lineId)
  if (line.objection === null || line.upheld !== null)
    throw conflict(w('这一条没有待答复的异议。', 'No objection to this line waits for an answer.'))
  await sql`update assessment_lines set upheld = ${verb === 'correct'}, answer = ${answer}, answered_at = ${ctx.now},
    answered_by_id = ${ctx.me.id}, points = ${points ?? line.points} where id = ${lineId}`.execute(ctx.tx)
  await advanceLocked(ctx, assessmentLifecycle, verb, row, await footOf(ctx, id), {
    line: line.words,
    answer,
    from: line.points,
    to: points ?? line.points,
  })
  await tellDepartment(
    ctx,
    row,
    'assessment-answered',
    verb === 'correct'
      ? w(`${row.month} 考核单的异议已采纳`, `The objection of ${row.month} is upheld`)
      : w(`${row.month} 考核单的异议未采纳：${answer}`, `The objection of ${row.month} is not upheld: ${answer}`),
  )
  return sheetOf(ctx, id)
}

/** The objection is right: the points are what they ought to be, with the reason. */
export const correct = handle(assessments.correct, (ctx, it) => answered(ctx, 'correct', it))

/** It is not, and why. */
export const reject = handle(assessments.reject, (ctx, it) => answered(ctx, 'reject', it))

/** A sheet that criticises goes to leadership. */
export const propose = handle(assessments.propose, async (ctx, { id }) => {
  const row = await advance<Row>(ctx, assessmentLifecycle, 'propose', id)
  const name = await nameOf(ctx, row)
  await tellRole(
    ctx,
    row,
    'leadership',
    'assessment-proposed',
    w(`${name} 考核单含批评，请审定`, `The assessment of ${name} criticises; please judge`),
  )
  return sheetOf(ctx, id)
})

const madeFinal = (ctx: Ctx, row: Row): Promise<unknown> =>
  tellDepartment(
    ctx,
    row,
    'assessment-final',
    w(`${row.month} 科室考核单已定稿`, `The assessment of ${row.month} is final`),
  )

export const consent = handle(assessments.consent, async (ctx, { id }) => {
  const by = { consented_at: ctx.now, consented_by_id: ctx.me.id, final_at: ctx.now, final_by_id: ctx.me.id }
  await madeFinal(ctx, await advance<Row>(ctx, assessmentLifecycle, 'consent', id, by))
  return sheetOf(ctx, id)
})

/** Leadership would have it otherwise. */
export const decline = handle(assessments.decline, async (ctx, { id, words }) => {
  const row = await advance<Row>(ctx, assessmentLifecycle, 'decline', id, { words }, { words })
  const name = await nameOf(ctx, row)
  await tellRole(
    ctx,
    row,
    'supervision',
    'assessment-declined',
    w(`${name} 考核单被院领导退回：${words}`, `Leadership sent back the assessment of ${name}: ${words}`),
  )
  return sheetOf(ctx, id)
})

export const finish = handle(assessments.finish, async (ctx, { id }) => {
  await madeFinal(
    ctx,
    await advance<Row>(ctx, assessmentLifecycle, 'finish', id, { final_at: ctx.now, final_by_id: ctx.me.id }),
  )
  return sheetOf(ctx, id)
})

/** Closes the time to object where it is over. */
export const lapse = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{
    id: string
  }>`select id from assessments where status = 'sent' and not heard and object_until < ${ctx.now}`.execute(ctx.tx)
  for (const { id } of rows) await advance(ctx, assessmentLifecycle, 'lapse', id, { heard: true })
}

/** Drafts last month’s sheets once its figures have settled. */
export const draftLast = async (ctx: Ctx): Promise<void> => {
  const day = Number(dayOf(ctx.now).slice(8))
  if (day >= (await standardOf(ctx, 'assessmentDrafted'))) await draftMonth(ctx, addMonths(monthOf(ctx.now), -1))
}
