// Rules, sheets and good practice on either side of every scope: put there directly, and what puts them back.
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

const rules = {
  base: 10_000,
  items: [
    {
      ...{
        key: 'second',
        figure: 'second-rounds',
        shape: { kind: 'piece', points: -50 },
        cap: 300,
        least: 0,
        months: [],
      },
      ...{ praise: '', criticism: '' },
    },
  ],
}

export const putAssessments = async (desk: Desk): Promise<{ readonly undo: string; known(path: string): Known }> => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const now = desk.clock.now()
  for (const [i, [status, hand]] of (
    [
      ['published', 'lead'],
      ['draft', 'lead'],
      ['simulated', 'lead'],
      ['simulated', 'supervision'],
    ] as const
  ).entries()) {
    const id = newId(now)
    await sql`insert into rule_sets (id, number, name, status, rules, hands, from_month, published_at, published_by_id, words, created_at, created_by_id, updated_at)
      values (${id}, ${i + 1}, ${`样例 ${i}`}, 'draft', ${JSON.stringify(rules)}, ${[ids[hand]]}::uuid[], ${`2026-0${i + 1}`}, ${now}, ${ids.director}, '样例',
        ${now}, ${ids[hand]}, ${now})`.execute(db)
    const result = JSON.stringify({ months: [], departments: [], byChance: null })
    await sql`insert into simulations (rule_set_id, rules_hash, result, at) select id, rules_hash, ${result}, ${now} from rule_sets where id = ${id}`.execute(
      db,
    )
    await sql`update rule_sets set simulated_hash = rules_hash, status = ${status} where id = ${id}`.execute(db)
  }
  const { id: ruleSet } = await db
    .selectFrom('rule_sets')
    .where('status', '=', 'published')
    .select('id')
    .executeTakeFirstOrThrow()
  // Whether it is heard and criticises, and whether an objection waits. February is drafted for everybody already: drafting it
  // once more adds nothing that others would stumble over.
  for (const [month, department, status, heard, criticised, open] of [
    ['2025-10', '产科', 'sent', false, false, 1],
    ['2025-11', '心内科', 'draft', false, false, 0],
    ['2025-12', '心内科', 'consenting', true, true, 0],
    ['2026-01', '儿科', 'sent', true, true, 0],
    ['2026-02', '心内科', 'sent', false, false, 0],
    ['2026-02', '普外科', 'sent', false, false, 0],
    ['2026-02', '产科', 'sent', false, false, 1],
    ['2026-02', '儿科', 'sent', true, false, 0],
  ] as const) {
    const id = newId(now)
    await sql`insert into assessments (id, department_id, month, rule_set_id, status, base, total, discharges, criticised, heard, objections_open, object_until,
        drafted_at, consented_by_id, figures, updated_at)
      values (${id}, ${departments[department]}, ${month}, ${ruleSet}, ${status}, 10000, 10000, 3, ${criticised}, ${heard}, ${open}, ${now}::timestamptz + interval '5 days',
        ${now}, ${ids.director}, '{}', ${now})`.execute(db)
    // A line is asked for by the id of its sheet.
    await sql`insert into assessment_lines (id, assessment_id, position, kind, words, tone, reckoned, points, reason, source, objection, objected_at)
      values (${id}, ${id}, 1, 'manual', '{"zh":"表扬","en":"Praise"}', 'praise', 0, 0, '样例事由', '样例', ${open ? '样例异议' : null}, ${open ? now : null})`.execute(
      db,
    )
  }
  // From behind, a sheet that is final is put back.
  await sql`alter table assessments disable trigger assessments_final`.execute(db)
  await sql`alter table assessment_lines disable trigger assessment_lines_final`.execute(db)
  for (const [title, status, hand, audience] of [
    ['样例 待认定', 'nominated', 'nurse', '心内科'],
    ['样例 科室推荐', 'nominated', 'cardiology', '普外科'],
    ['样例 已认定', 'recognised', 'lead', '普外科'],
    ['样例 已推广', 'told', 'lead', '心内科'],
  ] as const) {
    const id = newId(now)
    await sql`insert into practices (id, status, title, what, why, how, category, department_id, hands, audience, nominated_by_id, nominated_at,
        decided_by_id, decided_at, words, told_at, updated_at)
      values (${id}, ${status}, ${title}, '每天下午床旁讲一遍', '听得懂', '照着清单讲', 'D3', ${departments.产科}, ${[ids[hand]]}::uuid[],
        ${[departments[audience]]}::uuid[], ${ids[hand]}, ${now}, ${ids.director}, ${now}, '样例', ${now}, ${now})`.execute(
      db,
    )
    await sql`insert into practice_tellings (practice_id, department_id, told_at, told_by_id) values (${id}, ${departments[audience]}, ${now}, ${ids.lead})`.execute(
      db,
    )
  }
  const backOf = async (table: string): Promise<string> => {
    const { rows } = await sql<{ all: string }>`
      select jsonb_agg(to_jsonb(t))::text as all from ${sql.table(table)} t`.execute(db)
    const was = rows[0]!.all.replaceAll("'", "''")
    return `insert into ${table} select * from jsonb_populate_recordset(null::${table}, '${was}') on conflict do nothing`
  }
  const { rows: sheets } = await sql<{ id: string }>`select id from assessments`.execute(db)
  const undo = [
    'delete from assessment_lines; delete from practice_tellings; delete from practice_cases',
    // A department made meanwhile gets a sheet when a month is drafted.
    `delete from assessments where id not in (${sheets.map(({ id }) => `'${id}'`).join()})`,
    await backOf('assessment_lines'),
    await backOf('practice_tellings'),
  ].join('; ')
  return {
    undo,
    known: (path) => ({
      ...(path.startsWith('/rule-sets') ? { rules, fromMonth: '2027-01' } : {}),
      ...(path.startsWith('/assessments') ? { month: '2026-02', points: 0, tone: 'praise' } : {}),
      ...(path.startsWith('/practices')
        ? { staffNames: [], caseIds: [], departmentIds: [], findingId: null, projectId: null }
        : {}),
    }),
  }
}
