// A month for a bulletin to speak of: matters of all kinds, spot checks that are told, sheets, and good practice told around.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { at } from '#kernel/time.ts'
import { chanceFrom } from '#src/demo/chance.ts'
import type { Desk } from './desk.ts'

const month = '2026-02'

/** Matters of two months: of all kinds, in both departments, some that only some may know of. */
export const putMatters = async (desk: Desk): Promise<void> => {
  const chance = chanceFrom(26)
  const { ids, departments } = desk.people
  for (let i = 0; i < 90; i++) {
    const received = at(`2026-0${chance.whole(1, 2)}-${String(chance.whole(1, 28)).padStart(2, '0')}`, '10:00')
    const told = chance.happens(0.7) ? new Date(received.getTime() + chance.whole(1, 14) * 86_400_000) : null
    const id = newId(received)
    const handling = chance.one([departments.心内科, departments.心内科, departments.普外科, null])
    await sql`insert into cases (id, number, kind, channel, status, restricted, category, severity, urgency, text, round, department_id,
        handling_department_id, owner_id, received_at, workdays, due_at, deadline, updated_at, told_at)
      values (${id}, ${`B-${i}`}, ${chance.one(['complaint', 'complaint', 'opinion', 'suggestion', 'praise', 'staff', 'enquiry'])}, 'desk',
        ${told ? 'told' : handling ? 'investigating' : 'received'}, ${chance.happens(0.15)}, ${chance.one(['A4', 'D3', 'D3', 'F2'])}, 1, 3, '样例', ${chance.one([1, 1, 2])},
        ${handling ?? departments.心内科}, ${handling}, ${ids.nurse}, ${received}, 5, ${new Date(received.getTime() + 7 * 86_400_000)}, '{}', ${received}, ${told})`.execute(
      desk.house.db,
    )
    await sql`insert into rounds (id, case_id, number, due_at, told_at) values (${newId(received)}, ${id}, 1, ${new Date(received.getTime() + 7 * 86_400_000)}, ${told})`.execute(
      desk.house.db,
    )
  }
}

/** Spot checks that are told, sheets that departments have, and good practice that was told around: of the same month. */
export const putBeside = async (desk: Desk): Promise<void> => {
  const { db } = desk.house
  const { ids, departments } = desk.people
  const late = at('2026-03-03', '09:00')
  const { id: form } = await db.selectFrom('quality_forms').select('id').executeTakeFirstOrThrow()
  const draw = newId(late)
  await sql`insert into check_draws (id, status, month, how, seed, rules, frame, frame_size, frame_sha256, restricted, drawn_at, released_at, updated_at)
    values (${draw}, 'released', ${month}, 'hand', '样例', '{}', '', 0, '', false, ${late}, ${late}, ${late})`.execute(
    db,
  )
  const { rows: calls } = await sql<{ id: string; at: Date }>`select id, reached_at as at from tasks
    where reached_at >= '2026-01-31T16:00Z' and reached_at < '2026-02-28T16:00Z' order by reached_at, id limit 9`.execute(
    db,
  )
  assert.equal(calls.length, 9)
  for (const [i, call] of calls.entries()) {
    const id = newId(late)
    await sql`insert into checks (id, status, draw_id, task_id, staff_id, called_at, restricted, barred_staff, method, form_id, marks, score, failed, passed, scored_at, released_at, created_at, updated_at)
      values (${id}, ${i === 8 ? 'scored' : 'released'}, ${draw}, ${call.id}, ${ids.nurse}, ${call.at}, ${i === 8}, '{}', 'read', ${form}, '{}', ${70 + 3 * i},
        ${i === 0 ? ['greeting'] : []}::text[], ${i > 1}, ${late}, ${late}, ${late}, ${late})`.execute(db)
    for (const question of ['a', 'b'])
      await sql`insert into check_pairs (check_id, question, name, kind, first, second) values (${id}, ${question}, ${question}, 'grade', 'good', ${i % 3 ? 'good' : 'bad'})`.execute(
        db,
      )
  }
  const rules = newId(late)
  await sql`insert into rule_sets (id, number, name, status, rules, created_at, created_by_id, updated_at)
    values (${rules}, 1, '样例', 'draft', '{"base":10000,"items":[]}', ${late}, ${ids.lead}, ${late})`.execute(db)
  for (const [name, status, points] of [
    ['心内科', 'sent', [-150, 20]],
    ['普外科', 'sent', [50]],
    ['产科', 'draft', [-500]],
  ] as const) {
    const id = newId(late)
    const total = 10_000 + points.reduce((sum, n) => sum + n, 0)
    await sql`insert into assessments (id, department_id, month, rule_set_id, status, base, total, discharges, drafted_at, figures, updated_at)
      values (${id}, ${departments[name]}, ${month}, ${rules}, ${status}, 10000, ${total}, 40, ${late}, '{}', ${late})`.execute(
      db,
    )
    for (const [i, n] of points.entries())
      await sql`insert into assessment_lines (id, assessment_id, position, kind, words, tone, reckoned, points, reason, source)
        values (${newId(late)}, ${id}, ${i}, 'manual', '{"zh":"样例","en":"x"}', ${n < 0 ? 'criticism' : 'praise'}, ${n}, ${n}, '样例事由', '样例')`.execute(
        db,
      )
  }
  const told = at('2026-02-20', '10:00')
  const practice = newId(told)
  const all = [departments.心内科, departments.普外科, departments.儿科]
  await sql`insert into practices (id, status, title, what, why, how, department_id, hands, audience, nominated_by_id, nominated_at, decided_by_id, decided_at, told_at, updated_at)
    values (${practice}, 'told', '床旁讲一遍用药', '带着药盒讲', '记得牢', '照着讲', ${departments.产科}, ${[ids.nurse]}::uuid[], ${all}::uuid[], ${ids.nurse}, ${told},
      ${ids.director}, ${told}, ${told}, ${told})`.execute(db)
  for (const [i, department] of all.entries())
    await sql`insert into practice_tellings (practice_id, department_id, told_at, told_by_id, learned_at, adopted_at, did)
      values (${practice}, ${department}, ${told}, ${ids.lead}, ${i < 2 ? told : null}, ${i < 1 ? told : null}, ${i < 1 ? '照着做了' : ''})`.execute(
      db,
    )
}
