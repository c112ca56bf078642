// What can be seen of follow-up tasks: the worklist, its counts, and one record with everything the caller needs.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { searchQuery } from '#kernel/search.ts'
import { dayOf, endOfDay, startOfDay } from '#kernel/time.ts'
import { isIntegrityCategory } from '#modules/cases/taxonomy.ts'
import { contactsOf } from '#modules/contacts/queries.ts'
import { careNotesFor, guidanceFor } from '#modules/knowledge/queries.ts'
import { type BriefRow, maskedPhones, patientBrief } from '#modules/patients/queries.ts'
import { followups, type TaskFilter, type TaskLine, type TaskSheet } from './contract.ts'
import { nextAttempt } from './dispositions.ts'
import { taskLifecycle } from './lifecycle.ts'
import { type Answers, withoutSupervisionOnly } from './questions.ts'
import { historyOfTask, isUnfinished, policyOf, questionnaireFor, type TaskRow } from './tasks.ts'

type LineRow = TaskRow &
  BriefRow & {
    age_years: number | null
    campus: string | null
    department: string
    diagnosis: string | null
    assignee: string | null
    wave_name: string | null
  }

/** Of a task what a line shows and what its verbs depend on: a page of fifty need not carry fifty questionnaires' answers. */
const lineOfTask = sql`
  t.id, t.kind, t.status, t.wave, t.patient_id, t.department_id, t.discharged_on, t.caller, t.restricted, t.barred_staff, t.assignee_id,
  t.due_at, t.next_at, t.order_at, t.promised_at, t.attempts, t.last_disposition, t.red_flag, t.automatic, t.updated_at`

/** With its person and stay; the names of the columns are those of the tables. */
const lineColumns = sql`
  p.id as "patientId", p.name as "patientName", p.sex as "patientSex", p.record_number as "recordNumber", p.contactable,
  p.died_on as "diedOn", p.born_on as "bornOn", e.age_years, campuses.name as campus,
  e.department_name as department, e.diagnosis, s.name as assignee,
  (select w->>'name' from programmes g, jsonb_array_elements(g.definition->'waves') w where g.id = t.programme_id and w->>'key' = t.wave) as wave_name`
const lineTables = sql`
  tasks t join patients p on p.id = t.patient_id join encounters e on e.id = t.encounter_id
  left join campuses on campuses.id = t.campus_id left join staff s on s.id = t.assignee_id`

const waveNames: Record<string, string> = {
  recall: '整改回访',
  urgent: '紧急联系医师',
  repeat: '再次回访',
  audit: '复核回访',
}

const present = (ctx: Ctx, row: LineRow): TaskLine => {
  const open = row.status === 'open' || row.status === 'flagged'
  return {
    id: row.id,
    kind: row.kind as TaskLine['kind'],
    wave: row.wave,
    waveName: row.wave_name ?? waveNames[row.wave] ?? waveNames[row.kind] ?? row.wave,
    status: row.status as TaskLine['status'],
    patient: patientBrief(row, ctx.now, row.age_years),
    campus: row.campus,
    department: row.department,
    diagnosis: row.diagnosis,
    dischargedOn: row.discharged_on,
    assignee: row.assignee,
    mine: row.assignee_id === ctx.me.id,
    dueAt: row.due_at,
    nextAt: row.next_at,
    promisedAt: row.promised_at,
    attempts: row.attempts,
    lastDisposition: row.last_disposition,
    redFlag: row.red_flag as TaskLine['redFlag'],
    overdue: open && row.due_at < ctx.now,
    automatic: open && row.automatic,
    can: can(ctx.me, taskLifecycle, row),
  }
}

/** What each view shows; a caller's today is what is on his own list, a lead's is everybody's. */
const viewSql = (ctx: Ctx, view: View): RawBuilder<unknown> => {
  const tonight = endOfDay(dayOf(ctx.now))
  const callsHimself = ctx.me.role === 'agent'
  const own = callsHimself ? sql`t.assignee_id = ${ctx.me.id} and` : sql``
  const views = {
    today: sql`${own} ${isUnfinished()} and t.next_at <= ${tonight}`,
    mine: sql`t.assignee_id = ${ctx.me.id} and ${isUnfinished()}`,
    unassigned: sql`t.assignee_id is null and ${isUnfinished()}`,
    later: sql`${own} ${isUnfinished()} and t.next_at > ${tonight}`,
    flagged: sql`t.status = 'flagged' or (t.status = 'open' and t.kind = 'urgent')`,
    unreached: sql`${callsHimself ? sql`t.caller_id = ${ctx.me.id} and` : sql``} t.status = 'unreached'`,
    done: sql`${callsHimself ? sql`t.caller_id = ${ctx.me.id} and` : sql``} t.status = 'done'`,
    all: sql`true`,
  }
  return views[view]
}

type View = ReturnType<typeof TaskFilter.parse>['view']

/** The worklist: promised call-backs and deadlines first; what is finished, newest first. */
export const list = handle(followups.list, async (ctx, filter) => {
  const finished = filter.view === 'done' || filter.view === 'unreached'
  const order = finished ? sql.ref('t.updated_at') : sql.ref('t.order_at')
  const conditions: RawBuilder<unknown>[] = [within(ctx.me, 'task.read', 't'), sql`(${viewSql(ctx, filter.view)})`]
  if (filter.kind) conditions.push(sql`t.kind = ${filter.kind}`)
  if (filter.departmentId) conditions.push(sql`t.department_id = ${filter.departmentId}`)
  if (filter.campusId) conditions.push(sql`t.campus_id = ${filter.campusId}`)
  if (filter.assigneeId) conditions.push(sql`t.assignee_id = ${filter.assigneeId}`)
  if (filter.case) conditions.push(sql`t.case_id = ${filter.case}`)
  if (filter.overdue) conditions.push(sql`t.due_at < ${ctx.now} and ${isUnfinished()}`)
  if (filter.q) {
    const query = searchQuery(filter.q)
    // The match is made first: a rare word must not walk the whole list in its order.
    if (query) conditions.push(sql`t.patient_id in (select id from patients where search @@ ${query}::tsquery)`)
  }
  const after = afterInstant(filter.after)
  if (after)
    conditions.push(
      finished
        ? sql`(${order}, t.id) < (${after.key}, ${after.id})`
        : sql`(${order}, t.id) > (${after.key}, ${after.id})`,
    )
  const direction = finished ? sql`desc` : sql`asc`
  const { rows } = await sql<LineRow>`
    select ${lineOfTask}, ${lineColumns} from ${lineTables}
    where ${sql.join(conditions, sql` and `)}
    order by ${order} ${direction}, t.id ${direction} limit ${filter.limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, filter.limit, (row) => ({
    key: finished ? row.updated_at : row.order_at,
    id: row.id,
  }))
  return { rows: page.map((row) => present(ctx, row)), next }
})

/** Never counts further than this: “999+” says as much, and a large list stays quick. */
const countedTo = 1000

/** How many stand in each view. */
export const counts = handle(followups.counts, async (ctx) => {
  const scope = within(ctx.me, 'task.read', 't')
  const number = (condition: RawBuilder<unknown>) =>
    sql`(select count(*) from (select from tasks t where ${scope} and (${condition}) limit ${countedTo}) c)`
  const { rows } = await sql<
    Record<'today' | 'mine' | 'unassigned' | 'later' | 'flagged' | 'overdue' | 'doneToday', number>
  >`
    select ${number(viewSql(ctx, 'today'))} as today, ${number(viewSql(ctx, 'mine'))} as mine,
      ${number(viewSql(ctx, 'unassigned'))} as unassigned, ${number(viewSql(ctx, 'later'))} as later,
      ${number(sql`(${viewSql(ctx, 'flagged')}) and ${isUnfinished()}`)} as flagged,
      ${number(sql`${viewSql(ctx, 'today')} and t.due_at < ${ctx.now}`)} as overdue,
      ${number(sql`t.caller_id = ${ctx.me.id} and t.reached_at >= ${startOfDay(dayOf(ctx.now))}`)} as "doneToday"`.execute(
    ctx.tx,
  )
  return rows[0]!
})

const forCaseOf = async (ctx: Ctx, caseId: string | null) => {
  if (!caseId) return null
  const { rows } = await sql<{ id: string; number: string; text: string; demand: string; told: string | null }>`
    select c.id, c.number, c.text, c.demand, (select r.told_what from rounds r where r.case_id = c.id and r.told_what is not null order by r.number desc limit 1) as told
    from cases c where c.id = ${caseId} and ${within(ctx.me, 'case.read', 'c')}`.execute(ctx.tx)
  return rows[0] ?? null
}

const openCasesOf = async (ctx: Ctx, patientId: string) => {
  const { rows } = await sql<{ id: string; number: string; status: string; text: string }>`
    select c.id, c.number, c.status, left(c.text, 80) as text from cases c
    where c.patient_id = ${patientId} and c.status <> 'archived' and ${within(ctx.me, 'case.read', 'c')}
    order by c.due_at limit 10`.execute(ctx.tx)
  return rows
}

/** When the policy lets the next try happen; null for a task that is over. */
const nextAllowed = async (ctx: Ctx, row: TaskRow): Promise<Date | null> => {
  if (row.status !== 'open' || row.kind === 'urgent') return null
  const next = nextAttempt(
    await historyOfTask(ctx, row.id),
    ctx.now,
    await policyOf(ctx, row.programme_id),
    row.promised_at ?? undefined,
  )
  return 'at' in next ? next.at : null
}

/**
 * Whether something came of a call that its reader must find nothing of: then what was said in it is not his to read
 * either, also when he made the call himself.
 */
const bringsSecret = async (ctx: Ctx, row: TaskRow): Promise<boolean> => {
  if (row.opinion_category && isIntegrityCategory(row.opinion_category) && ctx.me.role !== 'supervision') return true
  const { rows } = await sql<{ secret: boolean }>`
    select exists (select from cases c where c.patient_id = ${row.patient_id} and c.source_id = ${row.id} and (c.restricted or ${ctx.me.id} = any(c.barred_staff))
      and (${within(ctx.me, 'case.read', 'c')}) is not true) as secret`.execute(ctx.tx)
  return rows[0]!.secret
}

const zh = (words: unknown): string[] => (words as { zh: string }[] | null)?.map((one) => one.zh) ?? []

/** One record with everything that is known before the call; what only supervision may read is left out for others. */
export const taskSheet = async (ctx: Ctx, id: string): Promise<TaskSheet> => {
  const { rows } = await sql<
    LineRow & {
      guardian: boolean
      phones: unknown
      admission_count: number
      admitted_on: string | null
      procedure: string | null
      attending: string | null
      leaving: string
      newborn: boolean
      draft_by: string | null
    }
  >`
    select t.*, ${lineColumns}, p.guardian, p.phones, e.admission_count, e.admitted_on, e.procedure, e.attending, e.leaving, e.newborn, d.name as draft_by
    from ${lineTables} left join staff d on d.id = t.draft_by_id
    where t.id = ${id} and ${within(ctx.me, 'task.read', 't')}`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  const questionnaire = await questionnaireFor(ctx, row)
  const answers = row.answers as Answers | null
  const secret = await bringsSecret(ctx, row)
  const readsAll = ctx.me.role === 'supervision' && !secret
  const contacts = await contactsOf(ctx, row.patient_id)
  const attempts = await historyOfTask(ctx, id)
  // What is being typed may be about anybody: it is for him who types it, and for him whose task it is.
  const draft = row.draft !== null && [row.draft_by_id, row.assignee_id].includes(ctx.me.id)
  // Whoever checks a call by another must not know what was said the first time.
  const blind = row.kind === 'audit'
  const made = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  return {
    ...present(ctx, row),
    encounter: {
      id: row.encounter_id,
      admissionCount: row.admission_count,
      admittedOn: row.admitted_on,
      dischargedOn: row.discharged_on,
      procedure: row.procedure,
      attending: row.attending,
      leaving: row.leaving,
      newborn: row.newborn,
      group: row.department_group,
    },
    guardian: row.guardian,
    phones: maskedPhones(row.phones),
    careNotes: await careNotesFor(ctx, row.department_group, row.diagnosis),
    guidance: row.status === 'open' ? await guidanceFor(ctx, row.department_group) : [],
    earlier: blind ? [] : contacts.filter((contact) => !made.has(contact.id)).slice(0, 20),
    attemptsMade: contacts.filter((contact) => made.has(contact.id)),
    openCases: blind ? [] : await openCasesOf(ctx, row.patient_id),
    forCase: await forCaseOf(ctx, row.case_id),
    questionnaire,
    answers: (answers && questionnaire && !readsAll
      ? withoutSupervisionOnly(questionnaire, answers, { words: !secret })
      : answers) as TaskSheet['answers'],
    draft: draft ? row.draft : null,
    draftAt: draft ? row.draft_at : null,
    draftBy: draft ? row.draft_by : null,
    satisfaction: row.satisfaction as 'satisfied' | null,
    opinion: secret ? null : row.opinion,
    respondent: row.respondent as 'patient' | null,
    recovered: row.recovered,
    redFlagWords: zh(row.red_flag_words),
    flagDone: row.flag_done,
    flagNote: row.flag_note,
    unreachedReason: row.unreached_reason,
    cancelledReason: row.cancelled_reason,
    parentId: blind ? null : row.parent_id,
    nextAllowedAt: await nextAllowed(ctx, row),
  }
}

export const get = handle(followups.get, (ctx, { id }) => taskSheet(ctx, id))
