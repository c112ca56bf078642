// Projects of every stage, and on either side of every scope: put there directly, all as far as their next verb wants them.
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

/** Puts them among the first two cases. `known`: what bodies name; `undo`: takes away what verbs added. */
export const putProjects = async (desk: Desk, cases: readonly string[], everybody: string[]) => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const now = desk.clock.now()
  const [planned, done, , adoptable] = await db
    .selectFrom('measures')
    .where('what', 'like', '样例%')
    .orderBy('id')
    .select('id')
    .execute()
  const common = {
    ...{
      title: '样例项目',
      department_id: departments.心内科,
      verdict: 'better',
      reason: '样例',
      news: '样例：候诊分时段了',
    },
    ...{ made_by_id: ids.lead, made_at: now, updated_at: now, restricted: false, barred_staff: [] as string[] },
  }
  const figure = {
    kind: 'matters',
    category: 'D3',
    departmentId: null,
    place: null,
    hours: null,
    weekday: null,
    dimension: null,
  }
  await db
    .insertInto('reporters')
    .values({ case_id: cases[0]!, name: '样例', phone: '', relation: 'self', reach: 'letter', address: '样例路 1 号' })
    .onConflict((it) => it.column('case_id').doUpdateSet({ address: '样例路 1 号' }))
    .execute()
  const { rows: callable } = await sql<{ patient_id: string }>`
    select id as patient_id from patients where contactable and phones <> '[]' order by id limit 1`.execute(db)
  const called = callable[0]!
  const rounds: Record<string, unknown>[] = []
  const [person, letter, standard] = [newId(now), newId(now), newId(now)]
  let n = 0
  for (const more of [
    { status: 'acting' },
    { status: 'proposed' },
    { status: 'planning', measure: planned!.id },
    { status: 'doing', measure: done!.id },
    { status: 'checking' },
    { status: 'succeeded', department_id: null },
    { status: 'acting', restricted: true },
    { status: 'acting', barred_staff: everybody },
  ]) {
    const id = newId(now)
    const { measure, ...row } = { measure: undefined, ...more }
    await db
      .insertInto('projects')
      .values({ ...common, ...row, id, number: `GJ-T${n++}` })
      .execute()
    rounds.push({
      ...{
        project_id: id,
        number: 1,
        opened_at: now,
        problem: '候诊太久',
        cause: '号源集中',
        figure,
        whys: [],
        bones: [],
      },
      ...{ target: 50, window_days: 28, baseline_from: '2025-01-01', baseline_until: '2026-01-31' },
      ...{ cut_from: '2025-12-01', cut_until: '2025-12-31', window_from: '2026-02-01', window_until: '2026-02-28' },
    })
    await db
      .insertInto('project_cases')
      .values(cases.slice(0, 2).map((case_id) => ({ project_id: id, case_id, added_at: now })))
      .execute()
    if (measure)
      await db.insertInto('project_measures').values({ measure_id: measure, project_id: id, round: 1 }).execute()
    if (n === 1)
      await db
        .insertInto('project_standards')
        .values({
          ...{ id: standard, project_id: id, round: 1, kind: 'rule', title: '样例规定', text: '分时段放号' },
          ...{ by_id: ids.lead, at: now },
        })
        .execute()
    if (more.status === 'succeeded')
      await db
        .insertInto('project_people')
        .values([
          {
            id: person,
            ...called,
            project_id: id,
            person: 'sample',
            case_id: cases[1]!,
            channel: 'call',
            status: 'due',
          },
          { id: letter, project_id: id, person: 'by letter', case_id: cases[0]!, channel: 'letter', status: 'due' },
        ])
        .execute()
  }
  const again = `insert into project_rounds select * from jsonb_populate_recordset(null::project_rounds, '${JSON.stringify(rounds)}')`
  await sql.raw(again).execute(db)
  const sample = `(select id from projects where number like 'GJ-T%')`
  return {
    known: (path: string): Known =>
      path === '/projects'
        ? { caseIds: [cases[1]] }
        : path === '/projects/told-share'
          ? { to: '2026-03-31' }
          : path === '/projects/of-measures'
            ? { ids: planned!.id }
            : path.startsWith('/projects/')
              ? {
                  caseIds: [cases[1]],
                  personId: person,
                  measureId: adoptable!.id,
                  how: 'call',
                  ownerId: ids.cardiology,
                  figure,
                  departmentId: departments.心内科,
                }
              : {},
    undo: [
      `delete from project_people where id not in ('${person}', '${letter}')`,
      `update project_people set status = 'due', channel = case id when '${person}' then 'call' else 'letter' end, told_at = null, told_by_id = null, reason = '', message_id = null`,
      `delete from project_standards where id <> '${standard}'`,
      `delete from project_measures where measure_id not in ('${planned!.id}', '${done!.id}')`,
      'delete from project_proposals',
      'delete from project_rounds',
      `delete from project_cases where project_id not in ${sample}`,
      `delete from projects where number not like 'GJ-T%'`,
      again,
      `insert into project_cases select p.id, c.id, p.made_at from projects p, cases c
        where c.id in ('${cases[0]}', '${cases[1]}') on conflict do nothing`,
    ].join('; '),
  }
}
