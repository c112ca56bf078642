// What the pages without account leave behind, on either side of every scope: two staff voices, openings of the vault, a text.
import { randomBytes } from 'node:crypto'
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

const later = 3_600_000

/** Puts them, and answers what is to be deleted before they are put back, and what requests of these pages may name. */
export const putVoices = async (desk: Desk): Promise<{ undo: string; known: (path: string) => Known }> => {
  const { db } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const until = new Date(now.getTime() + later)
  const one = await db.selectFrom('cases').where('number', '=', 'T8').selectAll().executeTakeFirstOrThrow()
  const voice = {
    ...one,
    ...{ kind: 'staff', channel: 'staff', status: 'received', restricted: true, leadership: false, barred_staff: [] },
    ...{ patient_id: null, encounter_id: null, contact_id: null, source_id: null, handling_department_id: null },
    deadline: JSON.stringify(one.deadline),
  }
  const [asked, granted, free] = [newId(now), newId(now), newId(now)]
  await db
    .insertInto('cases')
    .values([
      { ...voice, id: asked, number: 'V1' },
      { ...voice, id: granted, number: 'V2' },
      { ...voice, id: free, number: 'V3' },
    ])
    .execute()
  await db
    .insertInto('custodians')
    .values(
      [ids.lead, ids.admin, ids.director].map((staff_id) => ({ staff_id, named_by_id: ids.director, named_at: now })),
    )
    .execute()
  // Whatever state a test puts it into, there is a time to look.
  const opening = { case_id: asked, reason: '需要核实', asked_at: now, updated_at: now, granted_until: until }
  const openings = [
    { ...opening, status: 'asked', asked_by_id: ids.supervision, custodians: [ids.lead, ids.admin] },
    { ...opening, status: 'granted', case_id: granted, asked_by_id: ids.supervision, custodians: [ids.director] },
    { ...opening, status: 'asked', asked_by_id: ids.director, custodians: [ids.supervision, ids.lead] },
    { ...opening, status: 'refused', asked_by_id: ids.nurse, custodians: [ids.nurse2] },
  ].map((row) => ({ ...row, id: newId(now) }))
  await db.insertInto('openings').values(openings).execute()
  const those = openings.map(({ id }) => `'${id}'`)
  return {
    undo: `delete from opening_words; delete from openings where id not in (${those})`,
    known: (path) => ({
      origin: 'https://huiyin.hospital.example',
      ...(path === '/openings' ? { caseId: free } : {}),
      ...(path === '/custodians/name' ? { staffIds: [ids.lead, ids.admin] } : {}),
      ...(path.startsWith('/voices/') ? { key: randomBytes(24).toString('base64url'), topic: 'J1', phone: '' } : {}),
      ...(path === '/voices/say' ? { topic: 'A' } : {}),
    }),
  }
}
