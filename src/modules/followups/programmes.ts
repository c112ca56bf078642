// Programmes and questionnaires: made by the hospital in versions; what is in force is never edited.
import { sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { can } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { type FieldProblem, invalid, notFound } from '#kernel/refusal.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { standards } from '#src/standards.ts'
import { questionnaires as shipped } from './content/questionnaires.ts'
import { ProgrammeDefinition, programmes, questionnaires } from './contract.ts'
import { programmeLifecycle, questionnaireLifecycle } from './lifecycle.ts'
import { questionnaireProblems } from './questionnaire-shape.ts'
import { isUnfinished } from './tasks.ts'

type Programme = {
  id: string
  key: string
  version: number
  name: string
  status: 'draft' | 'running' | 'stopped'
  definition: unknown
  startedAt: Date | null
  openTasks: number
}

const programmeLines = async (ctx: Ctx, id?: string) => {
  const { rows } = await sql<Programme>`
    select p.id, p.key, p.version, p.name, p.status, p.definition, p.started_at as "startedAt",
      (select count(*) from tasks t where t.programme_id = p.id and ${isUnfinished()}) as "openTasks"
    from programmes p ${id ? sql`where p.id = ${id}` : sql``} order by p.key, p.version desc`.execute(ctx.tx)
  return rows.map((row) => ({
    ...row,
    definition: ProgrammeDefinition.parse(row.definition),
    can: can(ctx.me, programmeLifecycle, row),
  }))
}
const programmeLine = async (ctx: Ctx, id: string) => {
  const [line] = await programmeLines(ctx, id)
  if (!line) throw notFound()
  return line
}

/** What the conditions name must be in the directory: a programme for nobody would look like one for somebody. */
const unknownIds = async (
  ctx: Ctx,
  table: 'departments' | 'campuses',
  field: string,
  ids: readonly string[],
  reason: string,
): Promise<FieldProblem[]> => {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} where id = any(${ids}::uuid[])`.execute(
    ctx.tx,
  )
  const there = new Set(rows.map(({ id }) => id))
  return ids.flatMap((id, i) => (there.has(id) ? [] : [{ field: `definition.conditions.${field}.${i}`, reason }]))
}

/** What a definition cannot be: a first contact after the limit, a wave that ends before it begins, an unknown questionnaire. */
const programmeProblems = async (ctx: Ctx, { waves, conditions }: ProgrammeDefinition): Promise<FieldProblem[]> => {
  const problems = [
    ...(await unknownIds(ctx, 'departments', 'departmentIds', conditions.departmentIds, '没有这个科室')),
    ...(await unknownIds(ctx, 'campuses', 'campusIds', conditions.campusIds, '没有这个院区')),
  ]
  const limit = await standardOf(ctx, 'firstContactWithin')
  if (Math.min(...waves.map((wave) => wave.until)) > limit)
    problems.push({ field: 'definition.waves', reason: `首次回访不能晚于出院后 ${limit} 天` })
  const keys = new Set(
    (await ctx.tx.selectFrom('questionnaires').where('status', '=', 'published').select('key').execute()).map(
      ({ key }) => key,
    ),
  )
  for (const [i, wave] of waves.entries()) {
    if (wave.until < wave.from) problems.push({ field: `definition.waves.${i}.until`, reason: '结束日不能早于开始日' })
    if (wave.questionnaire !== 'by-group' && !keys.has(wave.questionnaire))
      problems.push({ field: `definition.waves.${i}.questionnaire`, reason: '没有这份已发布的问卷' })
  }
  if (new Set(waves.map((wave) => wave.key)).size < waves.length)
    problems.push({ field: 'definition.waves', reason: '波次代码不能重复' })
  return problems
}

export const listProgrammes = handle(programmes.list, async (ctx) => ({ rows: await programmeLines(ctx) }))

export const createProgramme = handle(programmes.create, async (ctx, { key, name, definition }) => {
  const problems = await programmeProblems(ctx, definition)
  if (problems.length > 0) throw invalid('方案有几处不对。', 'The programme is not right yet.', problems)
  const id = newId(ctx.now)
  await sql`
    insert into programmes (id, key, version, name, definition, status, updated_at)
    select ${id}, ${key}, coalesce(max(version), 0) + 1, ${name}, ${JSON.stringify(definition)}, 'draft', ${ctx.now}
    from programmes where key = ${key}`.execute(ctx.tx)
  await record(ctx, 'programme.create', { subject: id, to: 'draft', data: { key, name } })
  return programmeLine(ctx, id)
})

/** Takes force for discharges that arrive from now on; an earlier version of the same programme stops with it. */
export const startProgramme = handle(programmes.start, async (ctx, { id }) => {
  const { key } = await programmeLine(ctx, id)
  const before = await ctx.tx
    .selectFrom('programmes')
    .where('key', '=', key)
    .where('status', '=', 'running')
    .where('id', '!=', id)
    .select('id')
    .execute()
  for (const one of before) await advance(ctx, programmeLifecycle, 'stop', one.id)
  await advance(ctx, programmeLifecycle, 'start', id, { started_at: ctx.now })
  return programmeLine(ctx, id)
})

export const stopProgramme = handle(programmes.stop, async (ctx, { id }) => {
  await advance(ctx, programmeLifecycle, 'stop', id)
  return programmeLine(ctx, id)
})

type Questionnaire = {
  id: string
  key: string
  version: number
  title: string
  wave: string
  status: 'draft' | 'published' | 'retired'
  definition: unknown
}

const questionnaireLines = async (ctx: Ctx, id?: string) => {
  const { rows } = await sql<Questionnaire>`
    select id, key, version, title, wave, status, definition from questionnaires
    ${id ? sql`where id = ${id}` : sql``} order by key, version desc`.execute(ctx.tx)
  return rows.map((row) => ({ ...row, can: can(ctx.me, questionnaireLifecycle, row) }))
}
const questionnaireLine = async (ctx: Ctx, id: string) => {
  const [line] = await questionnaireLines(ctx, id)
  if (!line) throw notFound()
  return line
}

export const listQuestionnaires = handle(questionnaires.list, async (ctx) => ({ rows: await questionnaireLines(ctx) }))

/** A draft of the next version of its key. */
export const createQuestionnaire = handle(questionnaires.create, async (ctx, { definition }) => {
  const problems = questionnaireProblems(definition)
  if (problems.length > 0) throw invalid('问卷有几处不对。', 'The questionnaire is not right yet.', problems)
  const { key, title, wave } = definition as { key: string; title: { zh: string }; wave: string }
  const id = newId(ctx.now)
  await sql`
    insert into questionnaires (id, key, version, title, wave, definition, status, updated_at)
    select ${id}, ${key}, coalesce(max(version), 0) + 1, ${title.zh}, ${wave},
      jsonb_set(${JSON.stringify(definition)}::jsonb, '{version}', to_jsonb(coalesce(max(version), 0) + 1)), 'draft', ${ctx.now}
    from questionnaires where key = ${key}`.execute(ctx.tx)
  await record(ctx, 'questionnaire.create', { subject: id, to: 'draft', data: { key } })
  return questionnaireLine(ctx, id)
})

/** From now on new tasks ask this version; those planned keep theirs. */
export const publishQuestionnaire = handle(questionnaires.publish, async (ctx, { id }) => {
  await advance(ctx, questionnaireLifecycle, 'publish', id, { published_at: ctx.now })
  return questionnaireLine(ctx, id)
})

export const retireQuestionnaire = handle(questionnaires.retire, async (ctx, { id }) => {
  await advance(ctx, questionnaireLifecycle, 'retire', id)
  return questionnaireLine(ctx, id)
})

/** The programme that a hospital begins with: a safety call on day two or three, a satisfaction call on day seven to ten. */
const firstProgramme: ProgrammeDefinition = ProgrammeDefinition.parse({
  conditions: {},
  waves: [
    {
      key: 'safety',
      name: '安全回访',
      from: standards.safetyCallFrom.value,
      until: standards.safetyCallWithin.value,
      questionnaire: 'by-group',
    },
    {
      key: 'satisfaction',
      name: '满意度回访',
      from: standards.satisfactionCallFrom.value,
      until: standards.satisfactionCallWithin.value,
      questionnaire: 'satisfaction',
    },
  ],
})

/** Brings the shipped questionnaires and the first programme into a hospital that has none. */
export const begin = async (ctx: Ctx): Promise<void> => {
  const there = await ctx.tx.selectFrom('questionnaires').select('id').limit(1).execute()
  if (there.length > 0) return
  await ctx.tx
    .insertInto('questionnaires')
    .values(
      shipped.map((one) => ({
        id: newId(ctx.now),
        key: one.key,
        version: one.version,
        title: one.title.zh,
        wave: one.wave,
        definition: JSON.stringify(one),
        status: 'published',
        published_at: ctx.now,
        updated_at: ctx.now,
      })),
    )
    .execute()
  await ctx.tx
    .insertInto('programmes')
    .values({
      id: newId(ctx.now),
      key: 'discharge',
      version: 1,
      name: '出院患者随访',
      definition: JSON.stringify(firstProgramme),
      status: 'running',
      started_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
}
