// What people do with good practice: nominate, recognise, tell around, learn, adopt.
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { within } from '#engine/permit.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, type FieldProblem, invalidFields } from '#kernel/refusal.ts'
import { searchVector } from '#kernel/search.ts'
import { w } from '#kernel/words.ts'
import { mustBeCategory } from '#modules/cases/routing.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import { practices } from './contract.ts'
import { practiceLifecycle } from './lifecycle.ts'
import { practiceOf } from './queries.ts'

type Told = Omit<ParsedOf<typeof practices.create>, 'id'>
type PracticeRow = {
  id: string
  status: string
  title: string
  hands: string[]
  audience: string[]
  nominated_by_id: string
}

/** A mobile number or the number of an identity card, by its shape alone. */
const numbers = /(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/

/**
 * What may be written: matters that the writer may read and that everybody may know of; nobody's name but of staff whom
 * one of the praises names; no number of a patient. Names of patients are looked for when it is recognised: an answer to
 * the writer would let him guess the name that his screen masks.
 */
const mustBeFit = async (ctx: Ctx, it: Told): Promise<void> => {
  const problems: FieldProblem[] = []
  if (it.category !== null) mustBeCategory(it.category)
  if (it.departmentId !== null) {
    const found = await ctx.tx
      .selectFrom('departments')
      .where('id', '=', it.departmentId)
      .select('id')
      .executeTakeFirst()
    if (!found) problems.push({ field: 'departmentId', reason: '请从科室名单中选择' })
  }
  type Behind = { id: string; kind: string; text: string; restricted: boolean }
  const { rows } = await sql<Behind>`
    select cases.id, cases.kind, cases.text, cases.restricted from cases
    where cases.id = any(${it.caseIds}::uuid[]) and ${within(ctx.me, 'case.read', 'cases')}`.execute(ctx.tx)
  if (rows.length < new Set(it.caseIds).size) problems.push({ field: 'caseIds', reason: '有的诉求不存在或您看不到' })
  if (rows.some(({ restricted }) => restricted))
    problems.push({ field: 'caseIds', reason: '限监察室知悉的诉求不能写进经验' })
  const praise = rows.filter(({ kind }) => kind === 'praise')
  const unknown = it.staffNames.filter((name) => !praise.some(({ text }) => text.includes(name)))
  if (unknown.length > 0)
    problems.push({ field: 'staffNames', reason: `所附的表扬里没有提到${unknown.join('、')}，只写表扬里提到的人` })
  for (const field of ['title', 'what', 'why', 'how'] as const)
    if (numbers.test(it[field])) problems.push({ field, reason: '不能写患者或家属的电话和证件号' })
  if (it.findingId !== null) {
    const { rows: found } = await sql`select from findings where id = ${it.findingId}
      and ${within(ctx.me, 'finding.read', 'findings')}`.execute(ctx.tx)
    if (found.length === 0) problems.push({ field: 'findingId', reason: '没有这条巡查发现' })
  }
  if (it.projectId !== null) {
    const { rows: found } =
      await sql`select from projects where id = ${it.projectId} and status = 'succeeded' and not restricted
      and ${within(ctx.me, 'project.read', 'projects')}`.execute(ctx.tx)
    if (found.length === 0) problems.push({ field: 'projectId', reason: '没有这个已达标的改进项目' })
  }
  if (problems.length > 0) throw invalidFields(problems)
}

const columnsOf = ({ title, what, why, how, category, departmentId, staffNames, findingId, projectId }: Told) => ({
  ...{ title, what, why, how, category, department_id: departmentId },
  ...{ staff_names: staffNames, finding_id: findingId, project_id: projectId },
})

/** Its matters, and what it is found by. */
const keepBeside = async (ctx: Ctx, id: string, it: Told): Promise<void> => {
  await sql`delete from practice_cases where practice_id = ${id}`.execute(ctx.tx)
  for (const caseId of new Set(it.caseIds))
    await ctx.tx.insertInto('practice_cases').values({ practice_id: id, case_id: caseId }).execute()
  const search = searchVector(it.title, it.what, it.why, it.how, ...it.staffNames)
  await ctx.tx
    .insertInto('practice_search')
    .values({ practice_id: id, search })
    .onConflict((same) => same.column('practice_id').doUpdateSet({ search }))
    .execute()
}

/** Nominates, for anybody. */
export const create = handle(practices.create, async (ctx, it) => {
  await mustBeFit(ctx, it)
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('practices')
    .values({
      id,
      status: 'nominated',
      ...columnsOf(it),
      hands: [ctx.me.id],
      nominated_by_id: ctx.me.id,
      nominated_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  await keepBeside(ctx, id, it)
  await record(ctx, 'practice.create', { subject: id, to: 'nominated', data: { title: it.title } })
  return practiceOf(ctx, id)
})

/** Whoever writes on it is of its hands, and recognises it no more. */
export const change = handle(practices.change, async (ctx, { id, ...it }) => {
  const row = await locked<PracticeRow>(ctx, practiceLifecycle, id)
  await mustBeFit(ctx, it)
  await advanceLocked(ctx, practiceLifecycle, 'change', row, {
    ...columnsOf(it),
    hands: [...new Set([...row.hands, ctx.me.id])],
  })
  await keepBeside(ctx, id, it)
  return practiceOf(ctx, id)
})

const decided = (ctx: Ctx, words: string) => ({ decided_by_id: ctx.me.id, decided_at: ctx.now, words })

/** Whether it names a patient, or who raised one of its matters; staff who are praised apart. */
const namesSomebody = async (ctx: Ctx, id: string): Promise<boolean> => {
  const { rows } = await sql<{ named: boolean }>`
    select exists (
      select from practice_cases pc join cases c on c.id = pc.case_id
      cross join lateral (
        select p.name from patients p where p.id = c.patient_id union all select r.name from reporters r where r.case_id = c.id
      ) who
      where pc.practice_id = practices.id and length(who.name) >= 2 and not who.name = any(practices.staff_names)
        and position(who.name in concat_ws(' ', practices.title, practices.what, practices.why, practices.how)) > 0
    ) as named from practices where practices.id = ${id}`.execute(ctx.tx)
  return rows[0]?.named === true
}

/** It is good; who nominated it is told. Refused while it names a patient: somebody else than its writer hears of that. */
export const recognise = handle(practices.recognise, async (ctx, { id, words }) => {
  const before = await locked<PracticeRow>(ctx, practiceLifecycle, id)
  mustBeAble(ctx, practiceLifecycle, 'recognise', before)
  if (await namesSomebody(ctx, id))
    throw conflict(
      w(
        '里面写了所附诉求中患者或家属的姓名，去掉以后才能认定。',
        'It names a patient or a relative of one of its matters; that has to go first.',
      ),
    )
  const row = await advance<PracticeRow>(ctx, practiceLifecycle, 'recognise', id, decided(ctx, words), { words })
  await notify(ctx, {
    to: [row.nominated_by_id],
    kind: 'practice-recognised',
    about: { noun: 'practice', id },
    words: w(
      `您推荐的经验“${row.title}”已认定为优务经验`,
      `The practice “${row.title}” that you nominated is recognised`,
    ),
  })
  return practiceOf(ctx, id)
})

/** It is not, and why; who nominated it is told. */
export const decline = handle(practices.decline, async (ctx, { id, words }) => {
  const row = await advance<PracticeRow>(ctx, practiceLifecycle, 'decline', id, decided(ctx, words), { words })
  await notify(ctx, {
    to: [row.nominated_by_id],
    kind: 'practice-declined',
    about: { noun: 'practice', id },
    words: w(`您推荐的经验“${row.title}”未认定：${words}`, `The practice “${row.title}” was not recognised: ${words}`),
  })
  return practiceOf(ctx, id)
})

/** Tells departments that were not told yet, all of them where none is named; their people find it among their notices. */
export const tell = handle(practices.tell, async (ctx, { id, departmentIds }) => {
  const row = await locked<PracticeRow>(ctx, practiceLifecycle, id)
  const { rows } = await sql<{ id: string }>`
    select id from departments where active and ${departmentIds.length === 0 ? sql`true` : sql`id = any(${departmentIds}::uuid[])`}
      and not id = any(${row.audience}::uuid[]) order by id`.execute(ctx.tx)
  const added = rows.map((one) => one.id)
  if (added.length === 0) throw conflict(w('这些科室都已经收到了。', 'These departments have been told already.'))
  const data = { title: row.title, departments: added.length }
  await advanceLocked(
    ctx,
    practiceLifecycle,
    'tell',
    row,
    { audience: [...row.audience, ...added], told_at: ctx.now },
    data,
  )
  await ctx.tx
    .insertInto('practice_tellings')
    .values(added.map((department_id) => ({ practice_id: id, department_id, told_at: ctx.now, told_by_id: ctx.me.id })))
    .onConflict((same) => same.doNothing())
    .execute()
  await notify(ctx, {
    to: await staffOf(ctx, ['department'], { of: added }),
    kind: 'practice-told',
    about: { noun: 'practice', id },
    words: w(`优务经验：${row.title}，请组织学习`, `Good practice to learn from: ${row.title}`),
    key: `practice ${id}`,
  })
  return practiceOf(ctx, id)
})

/** Marks what one's own departments did with it; `changes` come to those that are not that far. */
const mark = async (ctx: Ctx, id: string, changes: { learned?: boolean; did?: string }): Promise<void> => {
  const adopts = changes.did !== undefined
  const { numAffectedRows } = await sql`
    update practice_tellings set learned_at = coalesce(learned_at, ${ctx.now}), learned_by_id = coalesce(learned_by_id, ${ctx.me.id}),
      adopted_at = ${adopts ? ctx.now : sql`adopted_at`}, adopted_by_id = ${adopts ? ctx.me.id : sql`adopted_by_id`},
      did = ${adopts ? changes.did! : sql`did`}
    where practice_id = ${id} and department_id = any(${[...ctx.me.departments]}::uuid[])
      and ${adopts ? sql`adopted_at` : sql`learned_at`} is null`.execute(ctx.tx)
  if (Number(numAffectedRows ?? 0) === 0)
    throw conflict(w('本科室已经登记过了。', 'Your department has said so already.'))
}

export const learn = handle(practices.learn, async (ctx, { id }) => {
  await advance(ctx, practiceLifecycle, 'learn', id, {}, { departments: ctx.me.departments })
  await mark(ctx, id, { learned: true })
  return practiceOf(ctx, id)
})

/** Done here too, and how; that counts as learned. */
export const adopt = handle(practices.adopt, async (ctx, { id, did }) => {
  await advance(ctx, practiceLifecycle, 'adopt', id, {}, { departments: ctx.me.departments, did })
  await mark(ctx, id, { did })
  return practiceOf(ctx, id)
})

/** Out of date, and why; it is found no more beside matters. */
export const retire = handle(practices.retire, async (ctx, { id, words }) => {
  await advance(ctx, practiceLifecycle, 'retire', id, { words }, { words })
  return practiceOf(ctx, id)
})
