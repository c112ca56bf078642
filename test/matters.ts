// Cases and tasks on either side of every scope, in every state: put there directly, since no day's work leads to all of them at once.
import { newId } from '#kernel/ids.ts'
import { satisfaction } from '#modules/followups/content/satisfaction.ts'
import type { Desk } from './desk.ts'

/** The stay that they are about, as columns. */
type About = { patient_id: string; encounter_id: string; campus_id: string; department_id: string }

const day = 86_400_000

/** Puts the cases and answers the id of a file of each. `everybody` is barred from the last. */
export const putCases = async (desk: Desk, about: About, everybody: string[]): Promise<Map<string, string>> => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const now = desk.clock.now()
  const soon = new Date(now.getTime() + day)
  const cardiology = { handling_department_id: departments.心内科 }
  const surgery = { handling_department_id: departments.普外科 }
  const longAgo = new Date('2011-01-05T10:00:00+08:00')
  const matters: Record<string, unknown>[] = [
    { status: 'received' },
    { status: 'investigating', ...cardiology },
    { status: 'investigating', ...surgery, time_asked: true },
    { status: 'submitted', ...cardiology },
    { status: 'reviewed', ...cardiology },
    { status: 'told', ...cardiology },
    { status: 'told', ...cardiology, round: 2, failed_recalls: 3 },
    { status: 'archived', ...cardiology, archived_by: 'person', archived_at: longAgo },
    { status: 'received', severity: 3, restricted: true, leadership: true },
    { status: 'escalated', round: 2, leadership: true, ...cardiology },
    { status: 'consenting', category: 'I1', integrity: true, restricted: true, leadership: true },
    { status: 'received', category: 'I1', integrity: true, restricted: true },
    { status: 'investigating', ...cardiology, barred_staff: everybody },
    { status: 'told', round: 3, leadership: true, ...cardiology },
    { status: 'merged', leadership: true, ...cardiology, into: 'T9' },
    { status: 'received', kind: 'enquiry' },
    { status: 'received', kind: 'praise' },
    { status: 'investigating', ...cardiology, urgency: 1, paused_at: now },
  ]

  const deadline = JSON.stringify({ from: now.toISOString(), workdays: 5, calendar: 'test', days: [], warnings: [] })
  // biome-ignore format: columns side by side
  const common = {
    ...about, kind: 'opinion', channel: 'desk', category: 'D3', severity: 1, urgency: 3, text: '候诊太久', workdays: 5, round: 1,
    owner_id: ids.nurse, received_at: now, updated_at: now, due_at: soon, deadline,
  }
  const content = Buffer.from('%PDF-1.4')
  // biome-ignore format: columns side by side
  const paper = { noun: 'case', name: '附件.pdf', type: 'application/pdf', size: 8, sha256: content, content, by_id: ids.nurse, at: now }
  const asked = { round: 1, asked_by_id: ids.surgery, asked_at: now, until: soon, reason: '证据待取' }
  // biome-ignore format: columns side by side
  const stopped = { round: 1, reason: 'material', words: '等材料', began_at: now, began_by_id: ids.supervision, until_on: '2099-01-01' }
  const known = new Map<unknown, string>()
  const files = new Map<string, string>()
  for (const [i, matter] of matters.entries()) {
    const id = newId(now)
    const { into, ...rest } = matter
    const row = { ...common, ...rest, id, number: `T${i}`, ...(into ? { merged_into_id: known.get(into) } : {}) }
    known.set(row.number, id)
    await db
      .insertInto('cases')
      .values(row as never)
      .execute()
    await db.insertInto('case_search').values({ case_id: id, search: '' }).execute()
    for (let number = 1; number <= row.round; number++)
      await db
        .insertInto('rounds')
        .values({ id: newId(now), case_id: id, number, due_at: soon })
        .execute()
    if ('time_asked' in matter)
      await db
        .insertInto('extensions')
        .values({ ...asked, id: newId(now), case_id: id })
        .execute()
    if (row.urgency < 2)
      await db
        .insertInto('clocks')
        .values({ id: newId(now), case_id: id, standard: 'urgentTaken', began_at: now, due_at: soon })
        .execute()
    if ('paused_at' in matter)
      await db
        .insertInto('pauses')
        .values({ ...stopped, id: newId(now), case_id: id })
        .execute()
    const file = newId(now)
    await db
      .insertInto('files')
      .values({ ...paper, id: file, subject: id, ...(i === 3 ? { quarantine: '样例' } : {}) })
      .execute()
    files.set(id, file)
  }
  return files
}

/** Puts measures of the first case on either side of every scope and in every state, and answers the id of a photo of each. */
export const putMeasures = async (desk: Desk, caseId: string, everybody: string[]): Promise<Map<string, string>> => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const now = desk.clock.now()
  const done = { status: 'done', done_at: now, done_by_id: ids.cardiology, hands: [ids.cardiology] }
  const planned: Record<string, unknown>[] = [
    { status: 'planned' },
    done,
    { ...done, hands: [ids.supervision] },
    { ...done, status: 'verified', verified_at: now, verified_by_id: ids.lead },
    { status: 'cancelled' },
    { status: 'planned', department_id: departments.普外科 },
    { ...done, restricted: true },
    { status: 'planned', barred_staff: everybody },
  ]
  // biome-ignore format: columns side by side
  const common = {
    case_id: caseId, round: 1, what: '样例：巡视签名', department_id: departments.心内科, due_on: '2026-03-01', planned_by_id: ids.cardiology,
    planned_at: now, updated_at: now,
  }
  const content = Buffer.from('%PDF-1.4')
  // biome-ignore format: columns side by side
  const paper = { noun: 'measure', name: '照片.pdf', type: 'application/pdf', size: 8, sha256: content, content, by_id: ids.nurse, at: now }
  const files = new Map<string, string>()
  for (const measure of planned) {
    const [id, file] = [newId(now), newId(now)]
    await db
      .insertInto('measures')
      .values({ ...common, ...measure, id } as never)
      .execute()
    await db
      .insertInto('files')
      .values({ ...paper, id: file, subject: id })
      .execute()
    files.set(id, file)
  }
  return files
}

/** Puts the tasks, and a questionnaire for them that is published, and another that is a draft. */
export const putTasks = async (desk: Desk, about: About, everybody: string[]): Promise<void> => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const now = desk.clock.now()
  const soon = new Date(now.getTime() + day)
  const published = newId(now)
  const definition = JSON.stringify(satisfaction)
  const form = { version: 1, title: '问卷', wave: 'satisfaction', definition, updated_at: now }
  await db
    .insertInto('questionnaires')
    .values([
      { ...form, id: published, key: 'sample', status: 'published' },
      { ...form, id: newId(now), key: 'sample-draft', status: 'draft' },
    ])
    .execute()
  const calls: Record<string, unknown>[] = [
    {},
    { assignee_id: ids.nurse },
    { assignee_id: ids.nurse2 },
    { assignee_id: ids.lead },
    { assignee_id: ids.nurse, status: 'flagged' },
    { assignee_id: ids.nurse, status: 'unreached', unreached_reason: 'no-answer' },
    { assignee_id: ids.nurse, status: 'done' },
    { assignee_id: ids.nurse, status: 'cancelled', cancelled_reason: '重复' },
    { caller: 'attending', assignee_id: ids.cardiologist },
    { caller: 'attending', department_id: departments.普外科 },
    { caller: 'attending', kind: 'urgent', questionnaire_id: null },
    { restricted: true, assignee_id: ids.supervision },
    { restricted: true, assignee_id: ids.nurse },
    { assignee_id: ids.nurse, barred_staff: everybody },
  ]

  // biome-ignore format: columns side by side
  const common = {
    ...about, kind: 'wave', status: 'open', wave: 'sample', caller: 'centre', department_group: '内科', questionnaire_id: published,
    discharged_on: '2025-02-02', due_at: soon, next_at: now, order_at: soon, created_at: now, updated_at: now,
  }
  for (const call of calls)
    await db
      .insertInto('tasks')
      .values({ ...common, ...call, id: newId(now) } as never)
      .execute()
}

/** Puts what was asked of other departments and what was promised, on either side of every scope. */
export const putBeside = async (desk: Desk, caseId: string, everybody: string[]): Promise<void> => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const now = desk.clock.now()
  const soon = new Date(now.getTime() + day)
  const asked = { case_id: caseId, round: 1, demand: '请说明交接', due_at: soon, asked_by_id: ids.lead, asked_at: now }
  const help: Record<string, unknown>[] = [
    { status: 'asked', department_id: departments.心内科 },
    { status: 'asked', department_id: departments.产科, restricted: true },
    { status: 'objected', department_id: departments.儿科, barred_staff: everybody },
    { status: 'answered', department_id: departments.普外科, findings: '交接单漏填', answered_at: now },
  ]
  for (const one of help)
    await db
      .insertInto('assists')
      .values({ ...asked, ...one, id: newId(now), updated_at: now } as never)
      .execute()
  const said = {
    case_id: caseId,
    to_whom: '张**',
    what: '核实后回电',
    by_at: soon,
    made_by_id: ids.nurse,
    made_at: now,
  }
  const owed: Record<string, unknown>[] = [
    { status: 'open' },
    { status: 'open', restricted: true },
    { status: 'open', barred_staff: everybody },
    { status: 'kept', kept_at: now, kept_by_id: ids.nurse, outcome: '已回电' },
  ]
  for (const one of owed)
    await db
      .insertInto('promises')
      .values({ ...said, ...one, id: newId(now), updated_at: now } as never)
      .execute()
}

/** Puts the proposed disposal of every case, behind the walls of each; answers a case that is due and not proposed. */
export const putDisposals = async (desk: Desk): Promise<{ due: string; file: string }> => {
  const { db } = desk.house
  const now = desk.clock.now()
  const cases = await db.selectFrom('cases').where('number', 'like', 'T%').selectAll().execute()
  const old = cases.find(({ archived_at }) => archived_at !== null)!
  const due = newId(now)
  await db
    .insertInto('cases')
    .values({ ...old, id: due, number: 'T-old', deadline: JSON.stringify(old.deadline) } as never)
    .execute()
  await db.insertInto('case_search').values({ case_id: due, search: '' }).execute()
  await db
    .insertInto('rounds')
    .values({ id: newId(now), case_id: due, number: 1, due_at: now, findings: '情况属实', measures: '已经改正' })
    .execute()
  // biome-ignore format: columns side by side
  const proposed = {
    what: 'whole', status: 'proposed', class: 'ordinary', archived_on: '2022-01-05', due_on: '2025-01-05', reason: '保存期已满',
    proposed_by_id: desk.people.ids.nurse2, proposed_at: now, updated_at: now,
  }
  for (const { id, number, restricted, leadership, barred_staff } of cases)
    await db
      .insertInto('disposals')
      .values({ ...proposed, id: newId(now), case_id: id, number, restricted, leadership, barred_staff })
      .execute()
  const content = Buffer.from('%PDF-1.4')
  // biome-ignore format: columns side by side
  const paper = { noun: 'case', name: '附件.pdf', type: 'application/pdf', size: 8, sha256: content, content, by_id: desk.people.ids.nurse, at: now }
  const file = newId(now)
  await db
    .insertInto('files')
    .values({ ...paper, id: file, subject: due })
    .execute()
  return { due, file }
}
