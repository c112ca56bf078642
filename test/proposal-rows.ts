// Proposals on either side of every scope: put there directly.
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'

/** Puts one that the centre sees, one that only supervision sees, and one that nobody sees. */
export const putProposals = async (desk: Desk, everybody: string[]): Promise<void> => {
  const { db } = desk.house
  const now = desk.clock.now()
  const { id: caseId } = await db.selectFrom('cases').where('number', '=', 'T1').select('id').executeTakeFirstOrThrow()
  const common = {
    ...{ status: 'found', reckoning: 'centre', category: 'D3', department_id: desk.people.departments.心内科 },
    ...{ span: 28, observed: 5, expected: 0.4, by_chance: 0.0004, since: '2026-02-20', latest: '2026-03-08' },
    ...{ found_at: now, updated_at: now, reason: '样例', restricted: false, barred_staff: [] as string[] },
  }
  for (const [key, more] of Object.entries({
    'sample ordinary': {},
    'sample restricted': { reckoning: 'supervision', restricted: true },
    'sample barred': { barred_staff: everybody },
  })) {
    const id = newId(now)
    await db
      .insertInto('proposals')
      .values({ ...common, ...more, id, key })
      .execute()
    await db.insertInto('proposal_cases').values({ proposal_id: id, case_id: caseId }).execute()
  }
}
