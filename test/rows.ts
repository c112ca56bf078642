// One row of everything, and of cases and tasks one on either side of every scope: put there directly, and put back after use.
import { sql } from 'kysely'
import type { Endpoint } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { satisfaction } from '#modules/followups/content/satisfaction.ts'
import { putAssessments } from './assessment-rows.ts'
import { putScripts } from './autocall-rows.ts'
import { putBulletins } from './bulletin-rows.ts'
import { knownOfCalls } from './call-rows.ts'
import { satisfactionAnswers } from './calls.ts'
import { putChecks } from './check-rows.ts'
import { putCorridor } from './corridor.ts'
import { type Desk, password } from './desk.ts'
import { putExports } from './export-rows.ts'
import { putHotline } from './hotline-rows.ts'
import { putBeside, putCases, putDisposals, putMeasures, putTasks } from './matters.ts'
import { putMessages } from './message-rows.ts'
import { dischargedPatient } from './patients.ts'
import { putProjects } from './project-rows.ts'
import { putProposals } from './proposal-rows.ts'
import { putRecordings } from './recording-rows.ts'
import type { Known } from './sample.ts'
import { putScorecards } from './scorecard-rows.ts'
import { putSheets } from './sheet-rows.ts'
import { putVoices } from './voices.ts'
import { putWatch, swapped } from './watch.ts'

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
    // The file of a matter is asked for by the matter.
    '/dossiers/{id}': 'cases',
    '/callers/{id}': 'calls',
    '/rule-sets/{id}': 'rule_sets',
    '/training-notes/{id}': 'training_notes',
    '/check-draws/{id}': 'check_draws',
    '/quality-forms/{id}': 'quality_forms',
    '/scripts/proposal/{id}': 'questionnaires',
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
  /** A file of each case and measure. */
  readonly files: ReadonlyMap<string, string>
}

// Patients before tasks: an open task needs a contactable patient at every moment.
const kept = [
  'patients',
  'staff',
  'recordings',
  'calls',
  'queues',
  'missed',
  'cases',
  'tasks',
  'api_tokens',
  'guidance',
  'programmes',
  'questionnaires',
  'scripts',
  'department_aliases',
  'rounds',
  'extensions',
  'assists',
  'promises',
  'measures',
  'links',
  'disposals',
  'shifts',
  'rings',
  'handovers',
  'handover_items',
  'notices',
  'departments',
  'openings',
  'messages',
  'templates',
  'gateways',
  'replies',
  'sheets',
  'findings',
  'tablets',
  'proposals',
  'exports',
  'readers',
  'check_draws',
  'checks',
  'suspicions',
  'quality_forms',
  'scorecards',
  'training_notes',
  'rule_sets',
  'assessments',
  'bulletins',
  'practices',
  'projects',
] as const

// biome-ignore format: a row of zeros
const nothingCounted = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, warnings: 0, doNotCall: 0, noPhone: 0, tasks: 0, notPlanned: 0 }

/** Lists as a hospital would upload them: discharges, and the old registers of calls and of cases. */
const lists = {
  discharges:
    '病案号,住院次数,姓名,性别,年龄,出院科室,出院日期,联系电话,离院方式\nZ900001,1,章一,男,60,心内科,2026-03-05,13800138000,1\n',
  register:
    '病案号,住院次数,结果,未访原因,拨打次数,首访日期,满意度,意见类别,意见\nZ900001,1,已访,,1,2026-03-08,满意,,\n',
  cases:
    '登记号,类型,渠道,登记时间,涉及科室,类别,严重度,内容,答复日期,满意度,轮次\n旧1,患者投诉,电话,2026-02-02 10:00,心内科,环境设施,1,空调不制冷,2026-02-06,满意,1\n',
}

/** Puts them into the desk's hospital. */
export const putRows = async (desk: Desk): Promise<Rows> => {
  const { db } = desk.house
  const { ids, departments, campus } = desk.people
  const now = desk.clock.now()
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

  const ofCases = await putCases(desk, about, everybody)
  const [first, second, third] = [...ofCases.keys()]
  await db
    .insertInto('links')
    .values({ id: id(), case_id: first!, other_id: second!, kind: 'repeat', at: now })
    .execute()
  const files = new Map([...ofCases, ...(await putMeasures(desk, second!, everybody))])
  await putTasks(desk, about, everybody)
  await putBeside(desk, third!, everybody)
  const { due, file } = await putDisposals(desk)
  files.set(due, file)
  const watch = await putWatch(desk, everybody)
  const voices = await putVoices(desk)
  const hotline = await putHotline(desk)
  const telephone = await knownOfCalls(desk)
  const scripts = await putScripts(desk)
  const recordings = await putRecordings(desk)
  const exported = await putExports(desk)
  const texts = await putMessages(desk, { patientId: stay.patientId, phone: patient.phone })
  const corridor = await putCorridor(desk, everybody)
  for (const [row, file] of corridor.files) files.set(row, file)
  const message = await putSheets(desk)
  await putProposals(desk, everybody)
  const checks = await putChecks(desk, everybody)
  const scorecards = await putScorecards(desk)
  const assessed = await putAssessments(desk)
  const bulletins = await putBulletins(desk)
  const projects = await putProjects(desk, [first!, second!], everybody)

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
      projects: `number like 'GJ-T%'`,
      guidance: `title = '伤口护理'`,
      cases: `number like 'T%'`,
      measures: `what like '样例%'`,
      tasks: `wave = 'sample'`,
      sheets: `number like 'S%'`,
      templates: `key like 'sample-%'`,
      notices: `kind = 'due-soon'`,
    }
    const { rows } = await sql<Row>`select * from ${sql.table(table)} where ${sql.raw(which[table] ?? 'true')}`.execute(
      db,
    )
    return rows
  }

  // What was added on the way goes first: a round that is there already would stand in the way of the same verb.
  const rounds = (await db.selectFrom('rounds').select('id').execute()).map((row) => `'${row.id}'`)
  const back = [
    `delete from voice_hits; delete from attempts; delete from answers; delete from merges; delete from links where by_id is not null; delete from inquiries; update clocks set met_at = null, met_by_id = null, how = ''; update pauses set ended_at = null, ended_by_id = null; delete from pauses where words <> '等材料'; delete from assists where demand <> '请说明交接'; update files set quarantine = '样例', released_at = null where released_at is not null; ${voices.undo}; ${hotline.undo}; ${telephone.undo}; ${scripts.undo}; ${exported.undo}; ${recordings.undo}; ${texts.undo}; ${assessed.undo}; ${bulletins.undo}; ${projects.undo}; ${scorecards.undo}; ${checks.undo}; delete from sheet_messages where id <> '${message}'; update sheet_messages set sent_at = null, sent_how = null; delete from rounds where id not in (${rounds})`,
  ]
  await sql`create schema was`.execute(db)
  for (const table of kept) {
    const { rows } = await sql<{ columns: string }>`
      select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
      where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`.execute(db)
    const { columns } = rows[0]!
    await sql.raw(`create table was.${table} as select ${columns} from public.${table}`).execute(db)
    const now = columns.split(', ').map((one) => `now.${one}`)
    back.push(`update public.${table} now set (${columns}) = row(was.*) from was.${table} was
      where was.id = now.id and row(was.*) is distinct from row(${now})`)
  }
  // A function of the database's own: it is done after every verb that went through.
  const steps = back.join(';\n')
  await sql.raw(`create function was.restore() returns void language plpgsql as $$ begin ${steps}; end $$`).execute(db)

  // biome-ignore format: names side by side
  const common = {
    to: ids.nurse2, encounterId: stay.encounterId, patientId: stay.patientId, departmentId: departments.普外科, campusId: campus,
    category: 'D3', answers: satisfactionAnswers('satisfied'), disposition: 'no-answer', login: 'spare', scopes: ['case.read'],
    departments: [departments.心内科], superiorId: ids.lead, from: '2026-03-01', figure: 'discharges', period: '2026-03', month: '2026-03', current: password, password,
    caseId: second,
    otherId: second, intoId: second, ways: ['mediation', 'administrative', 'court'], happenedAt: '2026-03-08T10:00:00+08:00',
    messageIds: [message], fresh: `${password}!`, file: '%PDF-1.4 …', key: 'sample-new',
  }
  // An upload is found by the one who made it and by nobody else.
  const uploads = new Map<string, { discharges: Known; register: Known; cases: Known }>()
  for (const login of ['lead', 'admin'] as const) {
    const upload = async (text: string): Promise<Known> => {
      const file = { name: '名单.csv', type: 'text/csv', content: Buffer.from(text) }
      const { fileId, mapping, header } = await desk.people[login].imports.upload({}, { file })
      return { fileId, mapping, header }
    }
    uploads.set(ids[login], {
      discharges: await upload(lists.discharges),
      register: await upload(lists.register),
      cases: await upload(lists.cases),
    })
  }
  const wave = { key: 'one', name: '第一次', from: 2, until: 3, questionnaire: 'by-group' }
  const only: Record<string, Known> = {
    '/session/sign-in': { login: 'nurse' },
    '/cases/{id}/meet': { standard: 'urgentTaken' },
    '/measures/{id}/finish': { words: '已落实' },
    '/measures/{id}/verify': { words: '已查看' },
    '/measures/{id}/attach': {
      file: '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n',
    },
    '/imports/upload': { file: lists.discharges },
    '/duties': { to: '2026-03-31' },
    '/duties/swap': swapped(ids),
    '/chains/set': { steps: [{ who: 'shift' }] },
    '/handovers/{id}/ask': watch,
    '/handovers/{id}/reply': watch,
    '/sheets/upload': { file: '工单编号,诉求内容\nU1,电梯太慢\n' },
    '/sheets/{id}/reply': { contacted: false, contactedAt: null, contactedHow: null, opinion: 'unknown', fileIds: [] },
    '/disposals': { caseIds: [due] },
    '/reports/case-rows': { figure: 'opened', period: '2026-03' },
    '/page': { month: '2026-03' },
    '/reports/cases': { from: '2026-03', to: '2026-03' },
    '/programmes': { definition: { conditions: {}, waves: [wave] } },
    '/questionnaires': { definition: { ...satisfaction, key: 'sample-new' } },
  }
  let people = 0
  const known = ({ path }: Endpoint, me: string): Known => ({
    ...common,
    ...voices.known(path),
    ...hotline.known(path),
    ...telephone.known(path),
    ...scripts.known(path),
    ...exported.known(path),
    ...recordings.known(path, me),
    ...texts.known(path),
    ...assessed.known(path),
    ...bulletins.known(path),
    ...corridor.known(path, me),
    ...projects.known(path),
    ...checks.known(path),
    ...scorecards.known(path),
    ...only[path],
    ...(path.startsWith('/imports/')
      ? uploads.get(me)?.[(/register|cases/.exec(path)?.[0] as 'cases' | undefined) ?? 'discharges']
      : {}),
    ...(path === '/staff' ? { login: `new-${people++}` } : {}),
  })
  return { of, restore: async () => void (await sql`select was.restore()`.execute(db)), known, files }
}
