// Scorecards and training notes on either side of every scope: put there directly.
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

const rate = { numerator: null, denominator: null, rate: null, hidden: true, ranked: false }
const kept = { due: 0, kept: 0, late: 0, open: 0 }
const figures = {
  ...{ month: '2026-02', asOf: '2026-03-09T00:00:00Z', discharges: 0, pending: 0, attempts: 0, reached: rate },
  ...{ firstContactInTime: rate, opinions: { found: 0, per100: null, others: null, verdict: null }, calls: rate },
  ...{ hours: [], hoursHidden: 0, adjusted: null, records: rate, promises: kept, callBacks: kept },
  missed: { due: 0, kept: 0 },
  quality: {
    ...{ checks: 0, score: null, passed: 0, critical: 0, items: [], training: [], confirmed: 0 },
    agreed: { pairs: 0, same: 0, hidden: true, kappa: null, from: null, until: null },
  },
  ...{ forbidden: { texts: 0, found: [], heard: 0 }, telephone: null, course: [] },
}

/** Answers what puts them back, and what requests about them may name. */
export const putScorecards = async (desk: Desk): Promise<{ undo: string; known: (path: string) => Known }> => {
  const { db } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const cards = (
    [
      ['nurse', 'agent', '2025-12', 'made', false],
      ['nurse', 'agent', '2026-01', 'seen', true],
      ['nurse', 'agent', '2026-02', 'commented', true],
      ['nurse2', 'agent', '2026-01', 'made', false],
      ['nurse2', 'agent', '2026-02', 'made', true],
      ['lead', 'lead', '2026-01', 'made', false],
      ['lead', 'lead', '2026-02', 'seen', true],
    ] as const
  ).map(([who, caller_role, month, status, shown]) => ({
    ...{ id: newId(now), staff_id: ids[who], caller_role, month, status, shown, shown_from: '2026-03-21' },
    ...{ figures: JSON.stringify({ ...figures, month }), made_at: now, seen_at: now, talked_at: now, updated_at: now },
  }))
  await db.insertInto('scorecards').values(cards).execute()
  const notes = (
    [
      ['nurse', 'agent', 'lead'],
      ['nurse2', 'agent', 'supervision'],
      ['lead', 'lead', 'supervision'],
    ] as const
  ).map(([who, caller_role, by]) => ({
    ...{ id: newId(now), status: 'given', staff_id: ids[who], caller_role, by_id: ids[by], words: '样例练习' },
    ...{ until: '2026-03-31', given_at: now, done_at: now, updated_at: now },
  }))
  await db.insertInto('training_notes').values(notes).execute()
  const list = notes.map(({ id }) => `'${id}'`).join(', ')
  return {
    undo: `delete from training_notes where id not in (${list})`,
    known: (path) =>
      path.startsWith('/training-notes')
        ? { staffId: ids.nurse2, until: '2026-03-31', checkId: null, second: null, guidanceId: null }
        : {},
  }
}
