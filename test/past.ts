// Matters of the past: put there directly as archived, since nobody works through a year of them.
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'

let number = 0

/** Puts an archived complaint that came in at an instant, and answers its id. */
export const putMatter = async (
  desk: Desk,
  at: Date,
  category: string,
  department: string,
  more: Record<string, unknown> = {},
): Promise<string> => {
  const { ids, departments, campus } = desk.people
  const id = newId(at)
  const deadline = JSON.stringify({ from: at.toISOString(), workdays: 5, calendar: 'test', days: [], warnings: [] })
  await desk.house.db
    .insertInto('cases')
    .values({
      ...{ id, number: `W${number++}`, kind: 'complaint', channel: 'desk', severity: 1, urgency: 3, category },
      ...{ status: 'archived', archived_by: 'person', archived_at: at, received_at: at, updated_at: at, due_at: at },
      ...{
        campus_id: campus,
        department_id: departments[department as keyof typeof departments],
        owner_id: ids.nurse,
        workdays: 5,
        deadline,
      },
      text: '夜里没有皮肤科',
      ...more,
    })
    .execute()
  return id
}
