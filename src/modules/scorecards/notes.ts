// Training notes: what a caller is asked to practise and where it was seen, known to him, the leads and supervision alone.
import { type RawBuilder, sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, may, mustEver, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { maskName } from '#kernel/mask.ts'
import { type FieldProblem, invalidFields, notAllowed, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { type TrainingNote, trainingNotes } from './contract.ts'
import { checkedOf } from './figures.ts'
import { trainingNoteLifecycle } from './lifecycle.ts'

type Row = {
  id: string
  status: TrainingNote['status']
  staff_id: string
  caller_role: string
  by_id: string
  name: string
  by_name: string
  words: string
  until: string
  check_id: string | null
  patient: string | null
  called_on: string | null
  second: number | null
  guidance: TrainingNote['guidance']
  project: TrainingNote['project']
  answer: string
  given_at: Date
  done_at: Date | null
}

/** The check is told of only to whom it may be: supervision, and its caller once it is released. */
const rowsOf = async (ctx: Ctx, where: RawBuilder<boolean>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select n.*, n.until::text as until, s.name, b.name as by_name, checks.id as check_id, p.name as patient,
      (checks.called_at at time zone 'Asia/Shanghai')::date::text as called_on,
      case when g.id is not null then jsonb_build_object('id', g.id, 'title', g.title, 'text', g.text) end as guidance,
      case when projects.id is not null then
        jsonb_build_object('id', projects.id, 'number', projects.number, 'title', projects.title) end as project
    from training_notes n join staff s on s.id = n.staff_id join staff b on b.id = n.by_id
    left join checks on checks.id = n.check_id and ${within(ctx.me, 'check.read', 'checks')}
    left join tasks t on t.id = checks.task_id left join patients p on p.id = t.patient_id
    left join guidance g on g.id = n.guidance_id and g.status = 'approved'
    left join project_standards ps on ps.id = n.standard_id
    left join projects on projects.id = ps.project_id and ${within(ctx.me, 'project.read', 'projects')}
    where ${within(ctx.me, 'trainingNote.read', 'n')} and ${where}
    order by n.given_at desc, n.id desc limit ${limit}`.execute(ctx.tx)
  return rows
}

const noteOf = (ctx: Ctx, row: Row): TrainingNote => ({
  id: row.id,
  status: row.status,
  staff: { id: row.staff_id, name: row.name },
  mine: row.staff_id === ctx.me.id,
  by: row.by_name,
  words: row.words,
  until: row.until,
  late: row.status === 'given' && row.until < dayOf(ctx.now),
  checkId: row.check_id,
  checkWords: row.patient && `${maskName(row.patient)} ${row.called_on}`,
  second: row.check_id ? row.second : null,
  guidance: row.guidance,
  project: row.project,
  answer: row.answer,
  givenAt: row.given_at,
  doneAt: row.done_at,
  can: can(ctx.me, trainingNoteLifecycle, row),
})

export const list = handle(trainingNotes.list, async (ctx, { after, limit, staffId, status, standardId }) => {
  const place = afterInstant(after)
  const conditions = [
    place ? sql<boolean>`(n.given_at, n.id) < (${place.key}, ${place.id}::uuid)` : sql<boolean>`true`,
    ...(staffId ? [sql<boolean>`n.staff_id = ${staffId}`] : []),
    ...(status ? [sql<boolean>`n.status = ${status}`] : []),
    ...(standardId ? [sql<boolean>`n.standard_id = ${standardId}`] : []),
  ]
  const rows = await rowsOf(ctx, sql<boolean>`${sql.join(conditions, sql` and `)}`, limit + 1)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.given_at, id: row.id }))
  return { rows: page.map((row) => noteOf(ctx, row)), next }
})

const one = async (ctx: Ctx, id: string): Promise<TrainingNote> => {
  const [row] = await rowsOf(ctx, sql<boolean>`n.id = ${id}`, 1)
  if (!row) throw notFound()
  return noteOf(ctx, row)
}

/** Callers to whom the actor may write, and nobody to himself. */
const peopleOf = async (ctx: Ctx) => {
  mustEver(ctx.me, 'trainingNote.create')
  const staff = await ctx.tx
    .selectFrom('staff')
    .where('status', '=', 'active')
    .where('role', 'in', ['agent', 'lead'])
    .where('id', '<>', ctx.me.id)
    .select(['id', 'name', 'role'])
    .orderBy('name')
    .execute()
  return staff.filter(({ id, role }) => may(ctx.me, 'trainingNote.create', { staff_id: id, caller_role: role }))
}

export const people = handle(trainingNotes.people, async (ctx) => ({
  rows: (await peopleOf(ctx)).map(({ id, name }) => ({ id, name })),
}))

/** What was not always met on his latest card that the asker may see, and the latest check in which supervision finds it. */
export const suggested = handle(trainingNotes.suggested, async (ctx, { staffId }) => {
  mustEver(ctx.me, 'trainingNote.create')
  const { rows: cards } = await sql<{ month: string }>`
    select month from scorecards where staff_id = ${staffId} and ${within(ctx.me, 'scorecard.read', 'scorecards')}
    order by month desc limit 1`.execute(ctx.tx)
  const items = cards[0] ? (await checkedOf(ctx, staffId, cards[0].month)).quality.items : []
  const { rows: checks } = await sql<{
    id: string
    marks: Record<string, string>
    remarks: { second: number | null }[]
  }>`
    select id, marks, remarks from checks
    where staff_id = ${staffId} and status in ('released', 'objected', 'settled') and ${within(ctx.me, 'check.read', 'checks')}
    order by called_at desc limit 20`.execute(ctx.tx)
  const low = items.filter(({ met, marked }) => met < marked)
  return {
    rows: low
      .toSorted((a, b) => a.met / a.marked - b.met / b.marked)
      .map(({ key, name, met, marked }) => {
        const seen = checks.find(({ marks }) => marks[key] === 'not' || marks[key] === 'partly')
        const second = seen?.remarks.find((remark) => remark.second !== null)?.second ?? null
        return { item: name, met, marked, checkId: seen?.id ?? null, second }
      }),
  }
})

export const create = handle(
  trainingNotes.create,
  async (ctx, { staffId, words, until, checkId, second, guidanceId, standardId }) => {
    const to = (await peopleOf(ctx)).find(({ id }) => id === staffId)
    const problems: FieldProblem[] = []
    if (!to) throw notAllowed('只能写给您负责的回访人。', 'Only to callers whom you lead.')
    if (until < dayOf(ctx.now)) problems.push({ field: 'until', reason: '不能早于今天' })
    if (checkId) {
      const { rows } = await sql`select from checks where id = ${checkId} and staff_id = ${staffId}
        and status in ('released', 'objected', 'settled') and ${within(ctx.me, 'check.read', 'checks')}`.execute(ctx.tx)
      if (rows.length === 0) problems.push({ field: 'checkId', reason: '不是这个人已公布的抽查' })
    }
    if (second !== null && !checkId) problems.push({ field: 'second', reason: '请先选一通抽查' })
    if (guidanceId) {
      const { rows } = await sql`select from guidance where id = ${guidanceId} and status = 'approved'`.execute(ctx.tx)
      if (rows.length === 0) problems.push({ field: 'guidanceId', reason: '没有这条已审定的指导' })
    }
    if (standardId) {
      const { rows } = await sql`select from project_standards x join projects on projects.id = x.project_id
        where x.id = ${standardId} and x.kind = 'training' and ${within(ctx.me, 'project.read', 'projects')}`.execute(
        ctx.tx,
      )
      if (rows.length === 0) problems.push({ field: 'standardId', reason: '没有这条培训要点' })
    }
    if (problems.length > 0) throw invalidFields(problems)
    const id = newId(ctx.now)
    await ctx.tx
      .insertInto('training_notes')
      .values({
        ...{ id, status: 'given', staff_id: staffId, caller_role: to.role, by_id: ctx.me.id, words, until },
        ...{
          check_id: checkId,
          second,
          guidance_id: guidanceId,
          standard_id: standardId,
          given_at: ctx.now,
          updated_at: ctx.now,
        },
      })
      .execute()
    await record(ctx, 'trainingNote.create', { subject: id, to: 'given' })
    await notify(ctx, {
      to: [staffId],
      kind: 'training-given',
      words: w(`有一条培训给您，${until} 前练好。`, `A training note for you, until ${until}.`),
      key: `training ${id}`,
    })
    return one(ctx, id)
  },
)

/** Practised; whoever wrote it is told, with the answer. */
export const finish = handle(trainingNotes.finish, async (ctx, { id, answer }) => {
  const row = await advance<Row>(ctx, trainingNoteLifecycle, 'finish', id, { answer, done_at: ctx.now })
  await notify(ctx, {
    to: [row.by_id],
    kind: 'training-done',
    words: w(`${ctx.me.name}已练习并回复。`, `${ctx.me.name} has practised and answered.`),
    key: `training ${id} done`,
  })
  return one(ctx, id)
})

export const withdraw = handle(trainingNotes.withdraw, async (ctx, { id }) => {
  await advance(ctx, trainingNoteLifecycle, 'withdraw', id)
  return one(ctx, id)
})
