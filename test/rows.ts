// One row of everything, and of cases and tasks one on either side of every scope: put there directly, and put back after use.
import { sql } from 'kysely'
import type { Endpoint } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { satisfaction } from '#modules/followups/content/satisfaction.ts'
import { satisfactionAnswers } from './calls.ts'
import { type Desk, password } from './desk.ts'
import { dischargedPatient } from './patients.ts'
import type { Known } from './sample.ts'

/** Nobody but the one who asked for a number may ever see these in a reply. */
export const patient = { name: '欧阳若汐', phone: '13987654321', idNumber: '110101199003077758' } as const

/** Where the rows of a path lie: `/cases/{id}/…` speaks of `cases`. */
export const tableOf = (path: string): string | null =>
  Object.entries({
    '/departments/unconfirmed/{id}': 'department_aliases',
    '/followups/{id}': 'tasks',
    '/care-notes/{id}': 'care_notes',
    '/tokens/{id}': 'api_tokens',
    '/jobs/{id}': 'jobs',
  }).find(([start]) => path.startsWith(start))?.[1] ??
  /^\/(\w+)\/\{id\}/.exec(path)?.[1] ??
  null

export type Row = Record<string, unknown> & { id: string }
export type Rows = {
  /** The rows of each table, as they are now. */
  of(table: string): Promise<Row[]>
  /** Puts everything back as it was made. */
  restore(): Promise<void>
  /** What bodies and queries of somebody may name. */
  known(endpoint: Endpoint, me: string): Known
  /** A file of each case. */
  readonly files: ReadonlyMap<string, string>
}

// Patients before tasks: an open task needs a contactable patient at every moment.
const kept = [
  'patients',
  'staff',
  'cases',
  'tasks',
  'api_tokens',
  'guidance',
  'programmes',
  'questionnaires',
  'department_aliases',
  'rounds',
  'extensions',
] as const

// biome-ignore format: a row of zeros
const nothingCounted = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, warnings: 0, doNotCall: 0, noPhone: 0, tasks: 0, notPlanned: 0 }

/** Two lists as a hospital would upload them: discharges, and the old register of calls. */
const lists = {
  discharges:
    '病案号,住院次数,姓名,性别,年龄,出院科室,出院日期,联系电话,离院方式\nZ900001,1,章一,男,60,心内科,2026-03-05,13800138000,1\n',
  register:
    '病案号,住院次数,结果,未访原因,拨打次数,首访日期,满意度,意见类别,意见\nZ900001,1,已访,,1,2026-03-08,满意,,\n',
}

/** Puts them into the desk's hospital. */
export const putRows = async (desk: Desk): Promise<Rows> => {
  const { db } = desk.house
  const { ids, departments, campus } = desk.people
  const now = desk.clock.now()
  const soon = new Date(now.getTime() + 86_400_000)
  const id = () => newId(now)
  // Without planning: the tasks below are the only ones.
  const stay = await dischargedPatient(desk, { ...patient, department: '心内科', daysAgo: 400 })
  await sql`update patients set id_number = ${patient.idNumber}, address = '幸福路八十八号三单元' where id = ${stay.patientId}`.execute(
    db,
  )
  const about = {
    patient_id: stay.patientId,
    encounter_id: stay.encounterId,
    campus_id: campus,
    department_id: departments.心内科,
  }
  const everybody = [ids.nurse, ids.lead, ids.cardiology, ids.supervision, ids.director, ids.admin]

  const cardiology = { handling_department_id: departments.心内科 }
  const surgery = { handling_department_id: departments.普外科 }
  const matters: Record<string, unknown>[] = [
    { status: 'received' },
    { status: 'investigating', ...cardiology },
    { status: 'investigating', ...surgery, time_asked: true },
    { status: 'submitted', ...cardiology },
    { status: 'reviewed', ...cardiology },
    { status: 'told', ...cardiology },
    { status: 'told', ...cardiology, round: 2, failed_recalls: 3 },
    { status: 'archived', ...cardiology, archived_by: 'person' },
    { status: 'received', severity: 3, restricted: true, leadership: true },
    { status: 'escalated', round: 2, leadership: true, ...cardiology },
    { status: 'consenting', category: 'I1', integrity: true, restricted: true, leadership: true },
    { status: 'received', category: 'I1', integrity: true, restricted: true },
    { status: 'investigating', ...cardiology, barred_staff: everybody },
  ]
  const deadline = JSON.stringify({ from: now.toISOString(), workdays: 5, calendar: 'test', days: [], warnings: [] })
  const files = new Map<string, string>()
  for (const [i, matter] of matters.entries()) {
    const caseId = id()
    const own = {
      ...about,
      kind: 'opinion',
      channel: 'desk',
      category: 'D3',
      severity: 1,
      urgency: 3,
      text: '候诊太久',
      workdays: 5,
      round: 1,
    }
    const row = {
      ...own,
      ...matter,
      id: caseId,
      number: `T${i}`,
      owner_id: ids.nurse,
      received_at: now,
      updated_at: now,
      due_at: soon,
      deadline,
    }
    await db
      .insertInto('cases')
      .values(row as never)
      .execute()
    await db.insertInto('case_search').values({ case_id: caseId, search: '' }).execute()
    for (let number = 1; number <= row.round; number++)
      await db.insertInto('rounds').values({ id: id(), case_id: caseId, number, due_at: soon }).execute()
    const asked = {
      id: id(),
      case_id: caseId,
      round: 1,
      asked_by_id: ids.surgery,
      asked_at: now,
      until: soon,
      reason: '证据待取',
    }
    if ('time_asked' in matter) await db.insertInto('extensions').values(asked).execute()
    const content = Buffer.from('%PDF-1.4')
    const file = {
      id: id(),
      noun: 'case',
      subject: caseId,
      name: '附件.pdf',
      type: 'application/pdf',
      size: 8,
      sha256: content,
      content,
      by_id: ids.nurse,
      at: now,
    }
    await db.insertInto('files').values(file).execute()
    files.set(caseId, file.id)
  }

  const questionnaire = id()
  const draft = {
    key: 'sample-draft',
    version: 1,
    title: '草稿',
    wave: 'satisfaction',
    status: 'draft',
    updated_at: now,
  }
  const definition = JSON.stringify(satisfaction)
  await db
    .insertInto('questionnaires')
    .values([
      { ...draft, id: questionnaire, key: 'sample', status: 'published', definition },
      { ...draft, id: id(), definition },
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
  for (const call of calls) {
    const own = {
      ...about,
      kind: 'recall',
      status: 'open',
      wave: 'sample',
      caller: 'centre',
      department_group: '内科',
      questionnaire_id: questionnaire,
    }
    const times = {
      discharged_on: '2025-02-02',
      due_at: soon,
      next_at: now,
      order_at: soon,
      created_at: now,
      updated_at: now,
    }
    await db
      .insertInto('tasks')
      .values({ ...own, ...times, ...call, id: id() } as never)
      .execute()
  }

  const spare = { id: id(), login: 'spare', name: '备用员', role: 'agent', created_at: now, updated_at: now }
  await db
    .insertInto('staff')
    .values([spare, { ...spare, id: id(), login: 'spare-away', status: 'disabled' }])
    .execute()
  const token = { name: '接口', token_hash: Buffer.from('x'), staff_id: spare.id, scopes: ['case.read'] }
  await db
    .insertInto('api_tokens')
    .values({ ...token, id: id(), created_at: now, updated_at: now })
    .execute()
  const entry = {
    title: '伤口护理',
    text: '保持干燥，勿沾水。',
    turn_to: '普外科门诊',
    status: 'draft',
    updated_at: now,
  }
  await db
    .insertInto('guidance')
    .values({ ...entry, id: id() })
    .execute()
  await sql`insert into programmes (id, key, version, name, definition, status, updated_at)
    select ${id()}, 'sample-draft', 1, '草稿', definition, 'draft', ${now} from programmes limit 1`.execute(db)
  const alias = { id: id(), campus: '本部', name: '老年医学科', first_seen_at: now }
  await db.insertInto('department_aliases').values(alias).execute()
  const list = {
    id: id(),
    kind: 'discharges',
    file_name: '名单.csv',
    status: 'finished',
    mapping: '{}',
    counts: JSON.stringify(nothingCounted),
    started_at: now,
    updated_at: now,
  }
  await db.insertInto('imports').values(list).execute()

  const of = async (table: string): Promise<Row[]> => {
    if (table === 'jobs') return []
    const which: Record<string, string> = {
      staff: `login like 'spare%'`,
      api_tokens: `name = '接口'`,
      questionnaires: `key like 'sample%'`,
      guidance: `title = '伤口护理'`,
      cases: `number like 'T%'`,
      tasks: `wave = 'sample'`,
    }
    const { rows } = await sql<Row>`select * from ${sql.table(table)} where ${sql.raw(which[table] ?? 'true')}`.execute(
      db,
    )
    return rows
  }

  // What was added on the way goes first: a round that is there already would stand in the way of the same verb.
  const rounds = (await db.selectFrom('rounds').select('id').execute()).map((row) => `'${row.id}'`)
  const back = [`delete from attempts; delete from answers; delete from rounds where id not in (${rounds})`]
  for (const table of kept) {
    const { rows } = await sql<{ columns: string[]; rows: unknown }>`
      select (select array_agg(quote_ident(column_name)) from information_schema.columns
              where table_name = ${table} and is_generated = 'NEVER') as columns,
             (select jsonb_agg(to_jsonb(t)) from ${sql.table(table)} t) as rows`.execute(db)
    const columns = rows[0]!.columns.join(', ')
    const was = JSON.stringify(rows[0]!.rows).replaceAll("'", "''")
    back.push(`update ${table} t set (${columns}) = (select ${columns} from jsonb_populate_record(t, was.row))
      from (select jsonb_array_elements('${was}') as row) was
      where (was.row->>'id')::uuid = t.id and was.row <> to_jsonb(t)`)
  }
  const restoring = back.join(';\n')

  // biome-ignore format: names side by side
  const common = {
    to: ids.nurse2, encounterId: stay.encounterId, patientId: stay.patientId, departmentId: departments.普外科, campusId: campus,
    category: 'D3', answers: satisfactionAnswers('satisfied'), disposition: 'no-answer', login: 'spare', scopes: ['case.read'],
    departments: [departments.心内科], superiorId: ids.lead, from: '2026-03-01', figure: 'discharges', period: '2026-03', month: '2026-03', current: password, password,
    fresh: `${password}!`, file: '%PDF-1.4 …', key: 'sample-new',
  }
  // An upload is found by the one who made it and by nobody else.
  const uploads = new Map<string, { discharges: Known; register: Known }>()
  for (const login of ['lead', 'admin'] as const) {
    const upload = async (text: string): Promise<Known> => {
      const file = { name: '名单.csv', type: 'text/csv', content: Buffer.from(text) }
      const { fileId, mapping, header } = await desk.people[login].imports.upload({}, { file })
      return { fileId, mapping, header }
    }
    uploads.set(ids[login], { discharges: await upload(lists.discharges), register: await upload(lists.register) })
  }
  const wave = { key: 'one', name: '第一次', from: 2, until: 3, questionnaire: 'by-group' }
  const only: Record<string, Known> = {
    '/session/sign-in': { login: 'nurse' },
    '/imports/upload': { file: lists.discharges },
    '/duties': { to: '2026-03-31' },
    '/reports/case-rows': { figure: 'opened', period: '2026-03' },
    '/programmes': { definition: { conditions: {}, waves: [wave] } },
    '/questionnaires': { definition: { ...satisfaction, key: 'sample-new' } },
  }
  let people = 0
  const known = ({ path }: Endpoint, me: string): Known => ({
    ...common,
    ...only[path],
    ...(path.startsWith('/imports/')
      ? uploads.get(me)?.[path === '/imports/register' ? 'register' : 'discharges']
      : {}),
    ...(path === '/staff' ? { login: `new-${people++}` } : {}),
  })
  return { of, restore: async () => void (await sql.raw(restoring).execute(db)), known, files }
}
