// 检查与处置: the verdict when the window is over, what becomes the rule everywhere, another round, and the ends of a project.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { mayEver } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { addCaution, draftGuidance } from '#modules/knowledge/commands.ts'
import { projects } from './contract-projects.ts'
import { figures, verdictWords } from './figure.ts'
import { overseers, tellOf } from './hearing.ts'
import { projectOf } from './project-queries.ts'
import { type Held, heldProject, keepRound, reckoningOf, spansOf, step } from './project-rows.ts'
import { listPeople } from './raised.ts'
import { lookBack } from './reckoned.ts'
import type { Standard } from './shapes-projects.ts'
import { verdictOf } from './verdict.ts'

/** Reckons the round for the last time and keeps it with its numbers: of all matters, whoever concludes it. */
const concludeHeld = async (ctx: Ctx, row: Held): Promise<void> => {
  const { present } = row
  const asked = spansOf(present, null, dayOf(ctx.now))
  const { until } = asked.window!
  const { daily, spans } = await lookBack({ ...ctx, me: systemMe }, present.figure!, reckoningOf(row), asked, until)
  const reckoned = verdictOf(figures[present.figure!.kind].test, daily, spans, until)
  const { verdict } = reckoned
  await keepRound(ctx, row, { verdict, reckoned: JSON.stringify(reckoned), concluded_at: ctx.now })
  await step(ctx, row, 'conclude', { verdict }, verdictWords[verdict].zh)
  await tellOf(ctx, row, {
    to: [...(row.owner_id ? [row.owner_id] : []), ...(await overseers(ctx, row))],
    words: w(
      `改进项目 ${row.number} 观察期结束：${verdictWords[verdict].zh}`,
      `The window of ${row.number} is over: ${verdictWords[verdict].en}`,
    ),
    key: `project concluded ${row.id} ${row.round}`,
  })
}

export const conclude = handle(projects.conclude, async (ctx, { id }) => {
  await concludeHeld(ctx, await heldProject(ctx, 'conclude', id))
  return projectOf(ctx, id)
})

/** Each night the windows that are over are concluded: by the figure, whoever would rather wait. */
export const concludeAll = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ id: string }>`
    select p.id from projects p join project_rounds r on r.project_id = p.id and r.number = p.round
    where p.status = 'checking' and r.window_until < ${dayOf(ctx.now)} order by p.id limit 100`.execute(ctx.tx)
  for (const { id } of rows) await concludeHeld(ctx, await heldProject(ctx, 'conclude', id))
}

type Said = Pick<Standard, 'kind' | 'title' | 'text'> & { readonly group: string | null; readonly turnTo: string }

/** What lies in the knowledge is written there by whoever may write there. */
const verbs = { guidance: 'guidance.create', careNote: 'careNote.set' } as const

/**
 * Guidance becomes a draft that a doctor approves, the next version of what bears its title already; a note stands beside
 * the caller at once; rules and training stay with the project. Answers the entry's id.
 */
const entryOf = async (ctx: Ctx, { kind, title, text, group, turnTo }: Said): Promise<string | null> => {
  if (kind !== 'guidance' && kind !== 'careNote') return null
  if (!mayEver(ctx.me, verbs[kind]))
    throw invalid(
      '健康指导和注意事项由科室或组长写，请改选制度或培训。',
      'Departments and leads write into the knowledge.',
      [{ field: 'kind', reason: '请改选制度或培训要点' }],
    )
  if (kind === 'guidance')
    return draftGuidance(ctx, { group: group || null, title, text, turnTo: turnTo || '责任科室' })
  if (!group)
    throw invalid('请填写科室组别。', 'Name the group of departments.', [{ field: 'group', reason: '请填写科室组别' }])
  return addCaution(ctx, group, `${title}：${text}`)
}

export const standardise = handle(projects.standardise, async (ctx, { id, ...it }) => {
  const row = await heldProject(ctx, 'standardise', id)
  const entry_id = await entryOf(ctx, it)
  const { kind, title, text } = it
  const mine = { id: newId(ctx.now), project_id: id, round: row.round, by_id: ctx.me.id, at: ctx.now }
  await ctx.tx
    .insertInto('project_standards')
    .values({ ...mine, kind, title, text, entry_id })
    .execute()
  await step(ctx, row, 'standardise', {}, title)
  return projectOf(ctx, id)
})

/** The next round begins with what the last one knew, and is compared with the same past: the one before anything was changed. */
export const again = handle(projects.again, async (ctx, { id, reason }) => {
  const row = await heldProject(ctx, 'again', id)
  await sql`insert into project_rounds (project_id, number, opened_at, problem, whys, bones, cause, figure, target, window_days,
      baseline_from, baseline_until, cut_from, cut_until)
    select project_id, number + 1, ${ctx.now}, problem, whys, bones, cause, figure, target, window_days, baseline_from,
      baseline_until, cut_from, cut_until
    from project_rounds where project_id = ${id} and number = ${row.round}`.execute(ctx.tx)
  await step(ctx, row, 'again', { round: row.round + 1, verdict: null }, reason)
  return projectOf(ctx, id)
})

/** The figure has moved and it is the rule now: everyone who raised it is found, and may be told from here on. */
export const succeed = handle(projects.succeed, async (ctx, { id, news }) => {
  const row = await heldProject(ctx, 'succeed', id)
  await step(ctx, row, 'succeed', { closed_at: ctx.now, news }, news)
  await listPeople(ctx, row, news)
  await tellOf(ctx, row, {
    to: await overseers(ctx, row),
    words: w(
      `改进项目 ${row.number} 成功结题，请把改变告诉反映过的人`,
      `${row.number} is closed as improved: tell those who raised it`,
    ),
    key: `project tell ${id}`,
  })
  return projectOf(ctx, id)
})

export const giveUp = handle(projects.giveUp, async (ctx, { id, reason }) => {
  const row = await heldProject(ctx, 'giveUp', id)
  await step(ctx, row, 'giveUp', { closed_at: ctx.now, reason }, reason)
  return projectOf(ctx, id)
})

export const cancel = handle(projects.cancel, async (ctx, { id, reason }) => {
  const row = await heldProject(ctx, 'cancel', id)
  await step(ctx, row, 'cancel', { closed_at: ctx.now, reason }, reason)
  return projectOf(ctx, id)
})
