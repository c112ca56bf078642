// Drawings, checks, doubts and forms on either side of every scope: put there directly.
import { newId } from '#kernel/ids.ts'
import { packed } from '#modules/checks/sample.ts'
import { firstForm } from '#modules/checks/scoring.ts'
import type { Desk } from './desk.ts'
import { calledPatients, finishedCalls } from './finished-calls.ts'
import type { Known } from './sample.ts'

const marks = Object.fromEntries(firstForm.items.map(({ key }) => [key, 'met']))

/** Answers what puts them back, and what requests about them may name. */
export const putChecks = async (
  desk: Desk,
  everybody: string[],
): Promise<{ undo: string; known: (path: string) => Known }> => {
  const { db } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const day = 86_400_000
  const wanted = [
    { by: ids.nurse, status: 'drawn' },
    { by: ids.nurse, status: 'scored', waits: true },
    { by: ids.nurse, status: 'released' },
    { by: ids.lead, status: 'released' },
    { by: ids.cardiology, status: 'released' },
    { by: ids.nurse, status: 'objected' },
    { by: ids.nurse, status: 'drawn', barred: everybody },
    { by: ids.supervision, status: 'released' },
    { by: ids.nurse2, status: 'scored', second: true },
  ] as const
  // The last one is of this month and not drawn yet: there is something to draw from.
  const patients = await calledPatients(desk, wanted.length + 1)
  const calls = await finishedCalls(
    desk,
    patients.map((patient, i) => ({
      ...{ patient, by: wanted[i]?.by ?? ids.nurse, talk: 90 },
      at: new Date(now.getTime() - (i < wanted.length ? 12 + i : 2) * day),
    })),
  )
  const { id: form } = await db.selectFrom('quality_forms').select('id').executeTakeFirstOrThrow()
  const draft = newId(now)
  const items = JSON.stringify(firstForm.items)
  await db
    .insertInto('quality_forms')
    .values({ id: draft, version: 2, status: 'draft', items, passing: 85, why: '样例', updated_at: now })
    .execute()
  const { bytes, sha256 } = packed([])
  const [first, second] = [newId(now), newId(now)]
  const rules = JSON.stringify({ share: 2, perCaller: 3, most: 200 })
  const draw = { status: 'drawn', month: '2026-02', how: 'hand', seed: '样例', rules, frame: bytes, frame_size: 0 }
  await db
    .insertInto('check_draws')
    .values([first, second].map((id) => ({ ...draw, id, frame_sha256: sha256, drawn_at: now, updated_at: now })))
    .execute()
  const { patient_id, encounter_id, questionnaire_id, discharged_on } = await db
    .selectFrom('tasks')
    .where('id', '=', calls[1]!.taskId)
    .selectAll()
    .executeTakeFirstOrThrow()
  const audit = newId(now)
  await db
    .insertInto('tasks')
    .values({
      ...{ id: audit, kind: 'audit', status: 'open', wave: 'audit', caller: 'audit', restricted: true },
      ...{
        patient_id,
        encounter_id,
        questionnaire_id,
        discharged_on,
        assignee_id: ids.lead,
        parent_id: calls[1]!.taskId,
      },
      ...{ barred_staff: [ids.nurse], due_at: now, next_at: now, order_at: now, created_at: now, updated_at: now },
    })
    .execute()
  await db
    .updateTable('tasks')
    .set({ barred_staff: [ids.lead] })
    .where('id', '=', calls[1]!.taskId)
    .execute()
  const common = { called_at: now, created_at: now, updated_at: now }
  const checks = wanted.map((it, i) => ({
    ...common,
    ...{ id: newId(now), status: it.status, draw_id: 'second' in it ? second : first, task_id: calls[i]!.taskId },
    ...{
      staff_id: it.by,
      restricted: ['drawn', 'scored'].includes(it.status),
      scored_at: now,
      score: 90,
      passed: true,
    },
    ...{ form_id: form, marks: JSON.stringify(marks), method: 'read', checker_id: null, objection: '样例异议' },
    barred_staff: [...new Set([it.by, ...('barred' in it ? it.barred : []), ...('waits' in it ? [ids.lead] : [])])],
    ...('waits' in it ? { recaller_id: ids.lead, recall_task_id: audit, recall_result: 'waiting' } : {}),
  }))
  await db.insertInto('checks').values(checks).execute()
  const doubts = wanted.slice(0, 7).map((it, i) => ({
    ...{ id: newId(now), status: i % 2 === 0 ? 'flagged' : 'asked', task_id: calls[i]!.taskId, staff_id: it.by },
    ...{ called_at: now, score: 4, reasons: JSON.stringify([]), restricted: i === 0 || i === 6, found_at: now },
    ...{
      barred_staff: [...new Set([it.by, ...('barred' in it ? it.barred : []), ...('waits' in it ? [ids.lead] : [])])],
    },
    ...{ asked_at: now, decided_at: now, finding: '样例', side: '样例说明', updated_at: now },
  }))
  const untrue = {
    ...{ id: newId(now), status: 'confirmed', task_id: calls[8]!.taskId, staff_id: ids.nurse2, called_at: now },
    ...{ score: 4, reasons: JSON.stringify([]), restricted: false, barred_staff: [ids.nurse2], found_at: now },
    ...{ asked_at: now, decided_at: now, finding: '样例', side: '样例说明', updated_at: now },
  }
  await db.insertInto('suspicions').values(doubts).execute()
  await db.insertInto('suspicions').values(untrue).execute()
  const { contact_id: contact } = await db
    .selectFrom('attempts')
    .where('task_id', '=', untrue.task_id)
    .select('contact_id')
    .executeTakeFirstOrThrow()
  const list = (rows: readonly string[]) => rows.map((id) => `'${id}'`).join(', ')
  const kept = list(checks.map(({ id }) => id))
  return {
    undo: `delete from voided_records; update contacts set disposition = 'reached' where id = '${contact}';
      insert into attempts (task_id, contact_id, number) values ('${untrue.task_id}', '${contact}', 1) on conflict do nothing;
      delete from check_pairs; delete from checks where id not in (${kept});
      delete from check_draws where id not in ('${first}', '${second}');
      update checks set recall_task_id = null, recall_result = null where recall_task_id <> '${audit}';
      update suspicions set again_task_id = null; update quality_forms set status = 'retired' where status = 'published';
      delete from quality_forms where version > 2;
      delete from tasks where kind = 'audit' and id <> '${audit}' or kind = 'repeat' and status = 'open'`,
    known: (path) =>
      path.startsWith('/checks/')
        ? { formId: form, ...(path.endsWith('/score') ? { marks, method: 'read' } : {}) }
        : path === '/quality-forms'
          ? { items: [{ key: 'greeting', name: '问候', help: '', weight: 10, critical: false }] }
          : {},
  }
}
