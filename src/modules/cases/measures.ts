// 整改: what will be changed, by whom, until when; reported by its owner and verified, when the day comes, by somebody else.
import { sql } from 'kysely'
import { advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle, handleFile } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterDay, paged } from '#engine/page.ts'
import { can, may, mustEver, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { evidenceOf, keepFile } from './attachments.ts'
import { measures } from './contract-beside.ts'
import { isShown } from './evidence.ts'
import { measureLifecycle } from './lifecycle.ts'
import { activeDepartment, type CaseRow, held, isLocked } from './rows.ts'
import type { MeasureLine } from './shapes-beside.ts'

type MeasureRow = {
  id: string
  case_id: string
  status: string
  due_on: string
  owner_id: string | null
  department_id: string
  handling_department_id: string | null
  done_at: Date | null
  hands: string[]
  restricted: boolean
  barred_staff: string[]
}

type Row = Omit<MeasureLine, 'can' | 'late' | 'files'> &
  Pick<MeasureRow, 'restricted' | 'barred_staff' | 'department_id' | 'handling_department_id' | 'hands'> & {
    files: { id: string; name: string; type: string; by: string; at: string; locked: boolean }[]
  }

const columns = sql`
  measures.id, measures.status, measures.case_id as "caseId", c.number, c.category, measures.round, measures.what,
  d.name as department, o.name as owner, measures.due_on as "dueOn", p.name as "plannedBy", measures.planned_at as "plannedAt",
  measures.done_at as "doneAt", f.name as "doneBy", measures.done_words as "doneWords",
  measures.verified_at as "verifiedAt", v.name as "verifiedBy", measures.outcome,
  measures.department_id, measures.handling_department_id, measures.hands, measures.restricted, measures.barred_staff,
  (select coalesce(json_agg(json_build_object('id', x.id, 'name', x.name, 'type', x.type, 'by', s.name, 'at', x.at,
      'locked', ${isLocked('x')}) order by x.at, x.id), '[]')
   from files x join staff s on s.id = x.by_id where x.noun = 'measure' and x.subject = measures.id) as files`
const tables = sql`measures join cases c on c.id = measures.case_id join departments d on d.id = measures.department_id
  join staff p on p.id = measures.planned_by_id left join staff o on o.id = measures.owner_id
  left join staff f on f.id = measures.done_by_id left join staff v on v.id = measures.verified_by_id`

/** Its day has come: from then on it is verified, and late while it is not done. */
const come = (ctx: Ctx, dueOn: string): boolean => dueOn <= dayOf(ctx.now)

const lineOf = (ctx: Ctx, row: Row): MeasureLine => {
  const { restricted, barred_staff, department_id, handling_department_id, hands, files, ...line } = row
  const judged = { status: row.status, restricted, barred_staff, department_id, handling_department_id, hands }
  return {
    ...line,
    late: (row.status === 'planned' || row.status === 'done') && row.dueOn < dayOf(ctx.now),
    files: files.map((file) => ({ ...file, at: new Date(file.at) })),
    can: can(ctx.me, measureLifecycle, { ...judged, come: come(ctx, row.dueOn) }),
  }
}

const one = async (ctx: Ctx, id: string): Promise<MeasureLine> => {
  const { rows } = await sql<Row>`select ${columns} from ${tables} where measures.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return lineOf(ctx, rows[0])
}

export type Planned = {
  readonly what: string
  readonly dueOn: string
  /** Null: the department that handles the matter, or the one that it concerns. */
  readonly departmentId?: string | null
  /** Null: the head of the department. */
  readonly ownerId?: string | null
}

const ownerIn = async (ctx: Ctx, ownerId: string, departmentId: string, barred: readonly string[]): Promise<string> => {
  const owner = await ctx.tx
    .selectFrom('staff')
    .where('id', '=', ownerId)
    .where('status', '=', 'active')
    .where('role', '=', 'department')
    .where(sql<boolean>`departments @> array[${departmentId}::uuid]`)
    .select('name')
    .executeTakeFirst()
  if (owner && !barred.includes(ownerId)) return owner.name
  throw invalid('责任人须是该科室的在岗人员。', 'The owner has to be somebody of the department.', [
    { field: 'ownerId', reason: '请选择该科室的人员，或留空由科室负责人负责' },
  ])
}

/**
 * Writes down what will be changed, for a held case, and answers the measure's id. A department plans for itself;
 * supervision for any. Refused without a department, or for a day that has passed.
 */
export const planMeasure = async (ctx: Ctx, row: CaseRow, it: Planned): Promise<string> => {
  const departmentId = it.departmentId ?? row.handling_department_id ?? row.department_id
  const department = departmentId && (await activeDepartment(ctx, departmentId))
  if (!departmentId || !department)
    throw invalid('请选择负责整改的科室。', 'Choose the department that will do it.', [
      { field: 'departmentId', reason: '请选择科室' },
    ])
  const { restricted, barred_staff, handling_department_id } = row
  const walls = { restricted, barred_staff, handling_department_id }
  mustEver(ctx.me, 'measure.plan')
  if (!may(ctx.me, 'measure.plan', { ...walls, department_id: departmentId }))
    throw invalid('只能为本科室安排整改。', 'A department plans for itself.', [
      { field: 'departmentId', reason: '请选择本科室' },
    ])
  if (it.dueOn < dayOf(ctx.now))
    throw invalid('整改期限已经过去。', 'That day has passed.', [{ field: 'dueOn', reason: '请填写今天或以后的日期' }])
  const owner = it.ownerId ? await ownerIn(ctx, it.ownerId, departmentId, row.barred_staff) : null
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('measures')
    .values({
      id,
      case_id: row.id,
      round: row.round,
      status: 'planned',
      what: it.what,
      department_id: departmentId,
      owner_id: it.ownerId ?? null,
      due_on: it.dueOn,
      hands: it.ownerId ? [it.ownerId] : [],
      planned_by_id: ctx.me.id,
      planned_at: ctx.now,
      ...walls,
      updated_at: ctx.now,
    })
    .execute()
  const data = { caseId: row.id, what: it.what, department, owner, dueOn: it.dueOn }
  await record(ctx, 'measure.plan', { subject: id, to: 'planned', data, restricted: row.restricted })
  return id
}

export const plan = handle(measures.plan, async (ctx, { caseId, ...it }) =>
  one(ctx, await planMeasure(ctx, await held(ctx, caseId), it)),
)

/** A measure held for a verb that its reader may do now; only verifying waits for the day. */
const heldFor = async (ctx: Ctx, verb: string, id: string): Promise<MeasureRow & { come: boolean }> => {
  const row = await locked<MeasureRow>(ctx, measureLifecycle, id)
  const asked = { ...row, come: come(ctx, row.due_on) }
  mustBeAble(ctx, measureLifecycle, verb, asked)
  return asked
}

const step = async (
  ctx: Ctx,
  row: MeasureRow,
  verb: string,
  changes: Record<string, unknown>,
  data: Record<string, unknown>,
) => {
  await advanceLocked(ctx, measureLifecycle, verb, row, changes, { caseId: row.case_id, ...data })
  return one(ctx, row.id)
}

/** Words, or a photo that somebody put there since: one of them shows that it was done. */
const mustShow = async (ctx: Ctx, row: MeasureRow, words: string, since: Date | null): Promise<void> => {
  if ([...words].length >= 2) return
  const photo = await ctx.tx
    .selectFrom('files')
    .where('noun', '=', 'measure')
    .where('subject', '=', row.id)
    .where('by_id', '=', ctx.me.id)
    .where('at', '>=', since ?? new Date(0))
    .select('id')
    .executeTakeFirst()
  if (!photo)
    throw invalid('请写明情况，或附上照片。', 'Say what was seen, or add a photo.', [
      { field: 'words', reason: '文字和照片至少有一样' },
    ])
}

/** The department says that it is done; whoever says so does not verify it. */
export const finish = handle(measures.finish, async (ctx, { id, words }) => {
  const row = await heldFor(ctx, 'finish', id)
  await mustShow(ctx, row, words, null)
  const hands = [...new Set([...row.hands, ctx.me.id])]
  return step(ctx, row, 'finish', { done_at: ctx.now, done_by_id: ctx.me.id, done_words: words, hands }, { words })
})

/** Somebody else has looked: it is so. */
export const verify = handle(measures.verify, async (ctx, { id, words }) => {
  const row = await heldFor(ctx, 'verify', id)
  await mustShow(ctx, row, words, row.done_at)
  return step(ctx, row, 'verify', { verified_at: ctx.now, verified_by_id: ctx.me.id, outcome: words }, { words })
})

/** It is not so, or not lasting: the department has it again, with the same day or a later one. */
export const sendBackMeasure = handle(measures.sendBack, async (ctx, { id, words, dueOn }) => {
  const row = await heldFor(ctx, 'sendBack', id)
  if (dueOn && dueOn < dayOf(ctx.now))
    throw invalid('整改期限已经过去。', 'That day has passed.', [{ field: 'dueOn', reason: '请填写今天或以后的日期' }])
  const due = dueOn ?? row.due_on
  const again = { done_at: null, done_by_id: null, done_words: '', outcome: words, due_on: due }
  return step(ctx, row, 'sendBack', again, { words, dueOn: due })
})

/** No longer wanted, with its reason. */
export const cancelMeasure = handle(measures.cancel, async (ctx, { id, words }) =>
  step(ctx, await heldFor(ctx, 'cancel', id), 'cancel', { outcome: words }, { words }),
)

/** A photo of what was changed. */
export const attachToMeasure = handle(measures.attach, async (ctx, { id, file }) => {
  const row = await heldFor(ctx, 'attach', id)
  const evidence = evidenceOf(file)
  const { name, content, quarantine } = evidence
  if (quarantine !== null)
    throw conflict(w(`这个文件不能接收：${quarantine}。`, 'This file cannot be taken; send another copy.'))
  await keepFile(ctx, 'measure', id, evidence)
  return step(ctx, row, 'attach', {}, { name, size: content.length })
})

/** A photo, to those who may see the measure. */
export const measureFile = handleFile(measures.file, async (ctx, { id, fileId }) => {
  const found = await ctx.tx
    .selectFrom('files')
    .innerJoin('measures', 'measures.id', 'files.subject')
    .where('files.id', '=', fileId)
    .where('files.noun', '=', 'measure')
    .where('measures.id', '=', id)
    .where(within(ctx.me, 'measure.read', 'measures'))
    .select(['files.name', 'files.type', 'files.content'])
    .executeTakeFirst()
  if (!found) throw notFound()
  return { ...found, inline: isShown(found.type) }
})

const open = sql<boolean>`measures.status in ('planned', 'done')`

/** Of a matter that one may see; a department also sees what it has to do itself, whoever handles the matter. */
const seen = ({ me }: Ctx) => sql<boolean>`${within(me, 'measure.read', 'measures')} and (
  ${me.role === 'department'} or exists (
    select from cases where cases.id = measures.case_id and ${within(me, 'case.read', 'cases')}))`

/** What of the list is asked for; each view is a part of what is still open, but `closed`. */
const views = (today: string) => ({
  open,
  due: sql<boolean>`measures.status = 'planned'`,
  overdue: sql<boolean>`${open} and measures.due_on < ${today}`,
  verify: sql<boolean>`measures.status = 'done' and measures.due_on <= ${today}`,
  closed: sql<boolean>`measures.status in ('verified', 'cancelled')`,
})

/** What is to be changed, soonest first, as far as the reader may see it. */
export const measureList = handle(measures.list, async (ctx, { view, caseId, departmentId, after, limit }) => {
  const place = afterDay(after)
  const conditions = [
    seen(ctx),
    ...(view ? [views(dayOf(ctx.now))[view]] : []),
    ...(caseId ? [sql<boolean>`measures.case_id = ${caseId}`] : []),
    ...(departmentId ? [sql<boolean>`measures.department_id = ${departmentId}`] : []),
    ...(place ? [sql<boolean>`(measures.due_on, measures.id) > (${place.key}::date, ${place.id}::uuid)`] : []),
  ]
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where ${sql.join(conditions, sql` and `)}
    order by measures.due_on, measures.id limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.dueOn, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

/** Some of them by their ids, soonest first, as far as the reader may see them; or as far as `known` says, where he learns of them otherwise. */
export const measuresOf = async (ctx: Ctx, ids: readonly string[], known = seen(ctx)): Promise<MeasureLine[]> => {
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where measures.id = any(${[...ids]}::uuid[]) and ${known}
    order by measures.due_on, measures.id`.execute(ctx.tx)
  return rows.map((row) => lineOf(ctx, row))
}

/** How many are open, late, and to be verified now. */
export const measureCounts = handle(measures.counts, async (ctx) => {
  const { due, overdue, verify: toVerify } = views(dayOf(ctx.now))
  const { rows } = await sql<{ open: number; due: number; overdue: number; verify: number }>`
    select count(*) as open, count(*) filter (where ${due}) as due, count(*) filter (where ${overdue}) as overdue,
      count(*) filter (where ${toVerify}) as verify
    from measures where ${open} and ${seen(ctx)}`.execute(ctx.tx)
  return rows[0]!
})
