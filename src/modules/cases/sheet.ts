// A case as people see it, masked and with what they may do: one line of a list, and the whole sheet.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { historyOf } from '#engine/ledger.ts'
import { can, within } from '#engine/permit.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { notFound } from '#kernel/refusal.ts'
import { isLate } from '#kernel/time.ts'
import { mayKnowWords } from '#modules/contacts/queries.ts'
import { type BriefRow, patientBrief } from '#modules/patients/queries.ts'
import { assistsOf, clocksOf } from './beside.ts'
import type { KeptDeadline } from './due.ts'
import { caseLifecycle, settled } from './lifecycle.ts'
import { oldRegisterOf } from './old-register.ts'
import { promisesOf } from './promises.ts'
import { numbersOf } from './relations.ts'
import { isCallable, type ReporterRow, reporterBrief } from './reporters.ts'
import { isLocked } from './rows.ts'
import type { CaseLine, CaseSheet } from './shapes.ts'
import { momentOf } from './timeline.ts'

/** What rules and scopes read of a row, in the table's own names. */
type Judged = {
  id: string
  status: string
  severity: number
  integrity: boolean
  heated: boolean
  round: number
  failed_recalls: number
  time_asked: boolean
  assists_open: number
  paused_at: Date | null
  assisting: string[]
  restricted: boolean
  leadership: boolean
  unsupervised: boolean
  barred_staff: string[]
  handling_department_id: string | null
  owner_id: string
  callable: boolean
}

type Line = Judged &
  Pick<
    CaseLine,
    'number' | 'kind' | 'channel' | 'category' | 'urgency' | 'text' | 'campus' | 'department' | 'handling' | 'owner'
  > &
  Pick<CaseLine, 'receivedAt' | 'dueAt'> &
  Omit<BriefRow, 'patientId'> & { patientId: string | null; age: number | null; reporterName: string | null }

/** Columns of a line, over `lineTables`. */
export const lineColumns = sql`
  cases.id, cases.number, cases.kind, cases.channel, cases.owner_id, cases.status, cases.category, cases.severity, cases.urgency, cases.heated,
  cases.integrity, cases.restricted, cases.leadership, cases.unsupervised, cases.barred_staff, cases.handling_department_id, cases.round,
  cases.failed_recalls, cases.time_asked, cases.assists_open, cases.paused_at, cases.assisting, cases.received_at as "receivedAt", cases.due_at as "dueAt",
  campuses.name as campus, concerned.name as department, handling.name as handling, owner.name as owner,
  patients.id as "patientId", patients.name as "patientName", patients.sex as "patientSex",
  patients.born_on as "bornOn", patients.record_number as "recordNumber", patients.contactable,
  ${isCallable} as callable, patients.died_on as "diedOn", encounters.age_years as age,
  reporters.name as "reporterName"`

export const lineTables = sql`
  left join campuses on campuses.id = cases.campus_id
  left join departments concerned on concerned.id = cases.department_id
  left join departments handling on handling.id = cases.handling_department_id
  join staff owner on owner.id = cases.owner_id
  left join patients on patients.id = cases.patient_id
  left join encounters on encounters.id = cases.encounter_id
  left join reporters on reporters.case_id = cases.id`

/** Late is what the person has not been told in time; once told, the hospital's clock has stopped. */
const isOverdue = (row: Pick<Line, 'status' | 'dueAt'>, now: Date): boolean =>
  !settled.includes(row.status) && isLate(row.dueAt, now)

/** A row as its reader may see it: the name masked, the verbs that are his. Nothing unmasked goes any further. */
export const lineOf = (ctx: Ctx, row: Line): CaseLine => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  channel: row.channel,
  status: row.status as CaseLine['status'],
  category: row.category,
  severity: row.severity,
  urgency: row.urgency,
  heated: row.heated,
  integrity: row.integrity,
  restricted: row.restricted,
  text: row.text,
  patient: row.patientId === null ? null : patientBrief(row as BriefRow, ctx.now, row.age),
  reporter: row.reporterName ? maskName(row.reporterName) : null,
  campus: row.campus,
  department: row.department,
  handling: row.handling,
  owner: row.owner,
  round: row.round,
  receivedAt: row.receivedAt,
  dueAt: row.dueAt,
  overdue: isOverdue(row, ctx.now),
  can: can(ctx.me, caseLifecycle, row),
})

type Whole = Line & {
  demand: string
  reporterRow: ReporterRow | null
  aspects: string[]
  ownerId: string
  departmentId: string | null
  diagnosis: string | null
  dischargedOn: string | null
  phone: string | null
  call: { at: string; by: string | null; disposition: string; note: string } | null
  workdays: number
  deadline: KeptDeadline
  rounds: Texted<CaseSheet['rounds'][number]>[]
  extensions: Texted<CaseSheet['extensions'][number]>[]
  files: Texted<CaseSheet['files'][number]>[]
  toldAt: Date | null
  archivedAt: Date | null
  archivedBy: CaseSheet['archivedBy']
  archiveReason: string | null
  destroyedAt: Date | null
  satisfaction: CaseSheet['satisfaction']
} & Pick<
    CaseSheet,
    'happenedAt' | 'place' | 'mood' | 'calmed' | 'externalNumber' | 'takenOver' | 'urged' | 'manyReason'
  > & {
    hasClocks: boolean
    pauses: Texted<CaseSheet['pauses'][number]>[]
  }
/** Instants inside JSON are text until they are made instants again. */
type Texted<T> = { [K in keyof T]: Date extends T[K] ? string | Exclude<T[K], Date> : T[K] }

const wholeOf = async (ctx: Ctx, id: string, scope: RawBuilder<boolean>): Promise<Whole> => {
  const { rows } = await sql<Whole>`
    select ${lineColumns}, cases.text, cases.demand, cases.owner_id as "ownerId",
      cases.department_id as "departmentId", encounters.diagnosis, encounters.discharged_on as "dischargedOn",
      coalesce(reporters.phone, patients.phones -> 0 ->> 'number') as phone, cases.workdays, cases.deadline, cases.told_at as "toldAt",
      cases.archived_at as "archivedAt", cases.archived_by as "archivedBy", cases.archive_reason as "archiveReason", cases.destroyed_at as "destroyedAt",
      cases.satisfaction, cases.happened_at as "happenedAt", cases.place, cases.aspects, cases.mood, cases.calmed,
      cases.external_number as "externalNumber", cases.taken_over as "takenOver",
      cases.urged, cases.many_reason as "manyReason", exists (select from clocks where case_id = cases.id) as "hasClocks",
      (select coalesce(json_agg(json_build_object(
          'round', x.round, 'reason', x.reason, 'words', x.words, 'beganAt', x.began_at, 'beganBy', s.name,
          'untilOn', x.until_on, 'endedAt', x.ended_at) order by x.began_at), '[]')
       from pauses x join staff s on s.id = x.began_by_id where x.case_id = cases.id) as pauses,
      case when reporters.case_id is not null then json_build_object('name', reporters.name, 'phone', reporters.phone,
        'relation', reporters.relation, 'speaksFor', reporters.speaks_for, 'reach', reporters.reach) end as "reporterRow",
      (select json_build_object('at', t.started_at, 'by', s.name, 'disposition', t.disposition,
          'note', case when ${mayKnowWords(ctx.me, 't')} then t.note else '' end)
       from contacts t left join staff s on s.id = t.staff_id where t.id = cases.contact_id) as call,
      (select coalesce(json_agg(json_build_object(
          'number', r.number, 'department', d.name, 'dispatchedAt', r.dispatched_at, 'dispatchedBy', s1.name,
          'demand', r.demand, 'dueAt', r.due_at, 'answeredAt', r.answered_at, 'answeredBy', s2.name,
          'findings', r.findings, 'measures', r.measures, 'opinion', r.opinion, 'ways', r.ways,
          'carriedFrom', (select number from cases s where s.id = r.carried_from_id and ${within(ctx.me, 'case.read', 's')}),
          'inquiries', (select coalesce(json_agg(json_build_object(
              'id', i.id, 'kind', i.kind, 'whom', i.whom, 'happenedAt', i.happened_at, 'found', i.found, 'fileId', i.file_id,
              'by', s6.name, 'at', i.at) order by i.happened_at, i.id), '[]')
            from inquiries i join staff s6 on s6.id = i.by_id where i.case_id = r.case_id and i.round = r.number),
          'inTime', r.answered_at <= r.due_at,
          'reviewedAt', r.reviewed_at, 'reviewedBy', s3.name, 'review', r.review,
          'consentedAt', r.consented_at, 'consentedBy', s4.name,
          'toldAt', r.told_at, 'toldBy', s5.name, 'toldHow', r.told_how, 'toldWhat', r.told_what,
          'outcome', r.outcome, 'outcomeWords', r.outcome_words) order by r.number), '[]')
       from rounds r left join departments d on d.id = r.department_id
       left join staff s1 on s1.id = r.dispatched_by_id left join staff s2 on s2.id = r.answered_by_id
       left join staff s3 on s3.id = r.reviewed_by_id left join staff s4 on s4.id = r.consented_by_id
       left join staff s5 on s5.id = r.told_by_id where r.case_id = cases.id) as rounds,
      (select coalesce(json_agg(json_build_object(
          'id', x.id, 'round', x.round, 'by', a.name, 'at', x.asked_at, 'until', x.until, 'reason', x.reason,
          'granted', x.granted, 'decidedBy', b.name, 'words', x.words) order by x.asked_at), '[]')
       from extensions x join staff a on a.id = x.asked_by_id left join staff b on b.id = x.decided_by_id
       where x.case_id = cases.id) as extensions,
      (select coalesce(json_agg(json_build_object(
          'id', f.id, 'name', f.name, 'type', f.type, 'size', f.size, 'by', coalesce(s.name, '本人'), 'at', f.at,
          'quarantine', f.quarantine, 'locked', ${isLocked('f')}) order by f.at, f.id), '[]')
       from files f left join staff s on s.id = f.by_id where f.noun = 'case' and f.subject = cases.id) as files
    from cases ${lineTables} where cases.id = ${id} and ${scope}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return rows[0]
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text))

const roundOf = (r: Whole['rounds'][number]): CaseSheet['rounds'][number] => ({
  ...r,
  dueAt: new Date(r.dueAt),
  dispatchedAt: instant(r.dispatchedAt),
  answeredAt: instant(r.answeredAt),
  reviewedAt: instant(r.reviewedAt),
  consentedAt: instant(r.consentedAt),
  toldAt: instant(r.toldAt),
  inquiries: (r.inquiries as unknown as Texted<(typeof r.inquiries)[number]>[]).map((one) => ({
    ...one,
    happenedAt: new Date(one.happenedAt),
    at: new Date(one.at),
  })),
})

type Event = Awaited<ReturnType<typeof historyOf>>[number]

/** What happened, as sentences; what has to do with another case that the reader may not see did not happen for him. */
const momentsOf = async (ctx: Ctx, events: readonly Event[]): Promise<CaseSheet['timeline']> => {
  const told = events.map((event) => ({ ...event, data: event.data as Record<string, unknown> }))
  const others = told.flatMap(({ data }) => (typeof data.otherId === 'string' ? [data.otherId] : []))
  const numbers = await numbersOf(ctx, others)
  return told.flatMap(({ data, ...event }) => {
    if (data.otherId === undefined) return [momentOf({ ...event, data })]
    const other = numbers.get(String(data.otherId))
    return other === undefined ? [] : [momentOf({ ...event, data: { ...data, other } })]
  })
}

const sheetOf = async (ctx: Ctx, id: string, scope: RawBuilder<boolean>): Promise<CaseSheet> => {
  const row = await wholeOf(ctx, id, scope)
  const events = await historyOf(ctx, 'case', id, row.receivedAt)
  const { from: _, days, warnings } = row.deadline
  return {
    ...lineOf(ctx, row),
    demand: row.demand,
    reporter: row.reporterRow && reporterBrief(row.reporterRow),
    happenedAt: row.happenedAt,
    place: row.place,
    aspects: row.aspects,
    mood: row.mood,
    calmed: row.calmed,
    externalNumber: row.externalNumber,
    takenOver: row.takenOver,
    oldRegister: row.takenOver ? await oldRegisterOf(ctx, id) : null,
    promises: await promisesOf(ctx, id),
    assists: await assistsOf(ctx, id),
    clocks: row.hasClocks ? await clocksOf(ctx, id) : [],
    pauses: row.pauses.map((p) => ({ ...p, beganAt: new Date(p.beganAt), endedAt: instant(p.endedAt) })),
    urged: row.urged,
    manyReason: row.manyReason,
    ownerId: row.ownerId,
    departmentId: row.departmentId,
    handlingDepartmentId: row.handling_department_id,
    diagnosis: row.diagnosis,
    dischargedOn: row.dischargedOn,
    phone: row.phone === null ? null : maskPhone(row.phone),
    call: row.call && { ...row.call, at: new Date(row.call.at) },
    deadline: {
      workdays: row.workdays,
      by: row.dueAt,
      days: days.map((day) => ({ ...day, why: day.why.zh })),
      warnings: warnings.map((warning) => warning.zh),
    },
    rounds: row.rounds.map(roundOf),
    extensions: row.extensions.map((x) => ({ ...x, at: new Date(x.at), until: new Date(x.until) })),
    files: row.files.map((f) => ({ ...f, at: new Date(f.at) })),
    // The ledger cannot forget; of a destroyed matter it is asked only what happened and when.
    timeline: (await momentsOf(ctx, events)).map((it) => (row.destroyedAt ? { ...it, words: '' } : it)),
    failedRecalls: row.failed_recalls,
    toldAt: row.toldAt,
    archivedAt: row.archivedAt,
    archivedBy: row.archivedBy,
    archiveReason: row.archiveReason,
    destroyedAt: row.destroyedAt,
    satisfaction: row.satisfaction,
  }
}

/** The sheet of a case; *not found* to those who may not see it. */
export const caseSheet = (ctx: Ctx, id: string): Promise<CaseSheet> =>
  sheetOf(ctx, id, within(ctx.me, 'case.read', 'cases'))

/**
 * What a command answers: the case as it left it, even where it has just gone out of the actor's sight (a department
 * that sent it back, an agent who wrote down a grave matter). The command itself has judged whether he may.
 */
export const receipt = (ctx: Ctx, id: string): Promise<CaseSheet> => sheetOf(ctx, id, sql<boolean>`true`)
