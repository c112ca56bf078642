// The mobile station's things, on either side of every scope: put there directly.
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

const hour = 3_600_000

/** Puts them; `everybody` is barred from one entry. Answers the photographs by entry, and what requests may name. */
export const putCorridor = async (
  desk: Desk,
  everybody: string[],
): Promise<{ files: Map<string, string>; known: (path: string, me: string) => Known }> => {
  const { db } = desk.house
  const { ids, departments, campus } = desk.people
  const now = desk.clock.now()
  const { id: caseId } = await db.selectFrom('cases').where('number', '=', 'T1').select('id').executeTakeFirstOrThrow()
  const living = { updated_at: now }
  const patrol = { ...living, id: newId(now), status: 'current', name: '样例巡查', version: 1, items: '[]' }
  await db
    .insertInto('patrols')
    .values({ ...patrol, made_by_id: ids.lead, made_at: now })
    .execute()
  const station = {
    ...living,
    id: newId(now),
    status: 'planned',
    campus_id: campus,
    place: '门诊大厅',
    made_by_id: ids.lead,
  }
  await db
    .insertInto('stations')
    .values({ ...station, starts_at: now, ends_at: new Date(now.getTime() + hour) })
    .execute()
  const tablets = new Map<string, string>()
  for (const staff of [ids.nurse, ids.nurse2, ids.lead, ids.supervision]) {
    const tablet = { ...living, id: newId(now), status: 'enrolled', name: '样例平板', staff_id: staff }
    await db
      .insertInto('tablets')
      .values({ ...tablet, enrolled_at: now, seen_at: now })
      .execute()
    tablets.set(staff, tablet.id)
  }
  // Whatever state a test puts it into, why and to what end is there.
  const common = {
    ...living,
    content_hash: Buffer.from('x'),
    made_at: now,
    received_at: now,
    contest: 'answered-twice',
  }
  const answer = { kind: 'answer', outcome: 'found', item_key: 'sample', patrol_id: patrol.id, station_id: station.id }
  const written = [
    { ...answer, staff_id: ids.nurse, status: 'contested', department: departments.心内科 },
    { ...answer, staff_id: ids.supervision, status: 'contested', department: departments.普外科 },
    { ...answer, staff_id: ids.lead, status: 'kept', department: null },
    { kind: 'matter', staff_id: ids.nurse, status: 'kept', case_id: caseId },
    { kind: 'matter', staff_id: ids.nurse2, status: 'kept', case_id: caseId, restricted: true },
    { kind: 'matter', staff_id: ids.nurse2, status: 'kept', case_id: caseId, barred_staff: everybody },
  ]
  const content = Buffer.from('x')
  const paper = { name: '照片.jpg', type: 'image/jpeg', size: 1, sha256: content, content, at: now }
  const files = new Map<string, string>()
  for (const { department, ...row } of written.map((one) => ({ department: undefined, ...one }))) {
    const id = newId(now)
    const tablet_id = tablets.get(row.staff_id)!
    await db
      .insertInto('entries')
      .values({ ...common, ...row, id, tablet_id })
      .execute()
    const file = newId(now)
    const place = row.kind === 'matter' ? { noun: 'case', subject: caseId } : { noun: 'entry', subject: id }
    await db
      .insertInto('files')
      .values({ ...paper, ...place, id: file, by_id: row.staff_id })
      .execute()
    files.set(id, file)
    if (department === undefined) continue
    const found = {
      place: '大厅',
      item_text: '地面',
      words: '积水',
      found_by_id: row.staff_id,
      found_at: now,
      due_at: now,
    }
    const after = { mended_at: now, mended_by_id: ids.lead, case_id: caseId }
    await db
      .insertInto('findings')
      .values({ ...living, ...found, ...after, id, status: 'open', department_id: department })
      .execute()
  }
  const [first] = tablets.values()
  return {
    files,
    known: (path, me): Known => {
      if (path === '/tablets') return { id: newId(now) }
      if (path.startsWith('/stations'))
        return { startsAt: '2026-03-12T08:00:00+08:00', endsAt: '2026-03-12T12:00:00+08:00', staffIds: [ids.nurse] }
      if (path !== '/entries') return {}
      const tabletId = tablets.get(me) ?? first
      return {
        id: newId(now),
        tabletId,
        by: me,
        stationId: station.id,
        ofId: null,
        kind: 'survey',
        survey: { overall: 'satisfied' },
      }
    },
  }
}
