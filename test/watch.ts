// Alarms, hand-over cards, notices and places on the roster, on either side of every scope: put there directly.
import { newId } from '#kernel/ids.ts'
import { dayShiftId } from '#modules/directory/shift-times.ts'
import type { Desk } from './desk.ts'

const hour = 3_600_000

/** A weekday on which two people can be swapped, apart from the days that other requests set. */
export const swapped = (ids: Record<'nurse' | 'nurse2', string>) => ({
  one: { day: '2026-04-06', shiftId: dayShiftId, staffId: ids.nurse },
  other: { day: '2026-04-07', shiftId: dayShiftId, staffId: ids.nurse2 },
})

/** Puts them; `cases` by their numbers. Answers the item of the card that is to be asked about. */
export const putWatch = async (desk: Desk, everybody: string[]): Promise<{ itemId: string }> => {
  const { db } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const cases = await db.selectFrom('cases').where('number', 'like', 'T%').select(['id', 'number']).execute()
  const caseOf = (number: string) => cases.find((one) => one.number === number)!.id
  const common = {
    ...{ alarm: 'danger', status: 'ringing', steps: '[]', step: 1, started_at: now, updated_at: now },
    // Whatever state a test puts it into, somebody has answered.
    answered_by_id: ids.lead,
  }
  const rings = [
    { case_id: caseOf('T1'), rung: [ids.nurse, ids.cardiology, ids.director] },
    { case_id: caseOf('T2'), rung: [ids.nurse2] },
    { case_id: caseOf('T8'), rung: [ids.supervision, ids.director], restricted: true },
    { case_id: caseOf('T12'), rung: everybody, barred_staff: everybody },
  ]
  for (const ring of rings)
    await db
      .insertInto('rings')
      .values({ ...common, ...ring, id: newId(now) })
      .execute()

  const { one, other } = swapped(ids)
  await db
    .insertInto('duties')
    .values([one, other].map(({ day, shiftId, staffId }) => ({ day, shift_id: shiftId, staff_id: staffId })))
    .execute()

  const itemId = newId(now)
  const card = {
    ...{ shift_id: dayShiftId, from_at: now, until_at: new Date(now.getTime() + hour), updated_at: now },
    ...{ take_by: new Date(now.getTime() + 2 * hour), taken_by_id: ids.lead },
  }
  const given = newId(now)
  await db
    .insertInto('handovers')
    .values([
      { ...card, id: newId(now), day: '2026-03-01', status: 'writing', givers: [ids.nurse] },
      { ...card, id: newId(now), day: '2026-03-02', status: 'writing', givers: [ids.supervision] },
      { ...card, id: given, day: '2026-03-03', status: 'given', givers: [ids.nurse2], takers: [ids.nurse] },
    ])
    .execute()
  const asked = { asked: '家属回电了吗', asked_by_id: ids.nurse, asked_at: now }
  await db
    .insertInto('handover_items')
    .values({
      ...asked,
      ...{ id: itemId, handover_id: given, position: 0, kind: 'due', case_id: caseOf('T1') },
      facts: JSON.stringify({ number: 'T1', words: '候诊太久', by: now }),
    })
    .execute()

  await db
    .insertInto('notices')
    .values(
      [ids.nurse, ids.admin, ids.cardiology].map((staff_id) => ({
        ...{ id: newId(now), staff_id, kind: 'due-soon', at: now, visible_from: now },
        words: JSON.stringify({ zh: '即将到期', en: 'due soon' }),
      })),
    )
    .execute()
  return { itemId }
}
