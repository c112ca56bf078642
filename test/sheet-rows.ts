// Sheets of a public line on either side of every scope, put there directly: one for each kind of wall that a case has.
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'

/** With everything that any state asks for, so that each may be put into each. Answers a message that waits to be sent. */
export const putSheets = async (desk: Desk): Promise<string> => {
  const { db } = desk.house
  const now = desk.clock.now()
  const later = new Date(now.getTime() + 3 * 86_400_000)
  const said = {
    kind: '投诉',
    title: '',
    text: '样例工单',
    demand: '',
    category: '',
    department: '',
    place: '',
    term: '',
  }
  const reply = {
    handledBy: '心内科',
    handling: '已核实并改进。',
    contacted: false,
    contactedAt: null,
    contactedHow: null,
    opinion: 'unknown',
    basis: '',
    fileIds: [],
  }
  const { rows } = await sql<{ id: string; restricted: boolean; barred_staff: string[] }>`
    select distinct on (restricted, cardinality(barred_staff) > 0) id, restricted, barred_staff from cases
    where number like 'T%' and merged_into_id is null order by restricted, cardinality(barred_staff) > 0, number`.execute(
    db,
  )
  // The first, which most may see, in each state that something is owed in; of the others one.
  const [first] = rows
  const each = [
    ...['signed', 'objected', 'replied'].map((status) => ({ ...first!, status })),
    ...rows.map((row) => ({ ...row, status: 'received' })),
  ]
  const sheets = each.map((row, i) => ({
    id: newId(now),
    source: '12345',
    number: `S${i}`,
    round: 1,
    status: row.status,
    case_id: row.id,
    said: JSON.stringify({ ...said, happenedAt: '', dispatchedAt: '', signBy: '', replyBy: '' }),
    dispatched_at: now,
    sign_by: later,
    object_by: later,
    reply_by: later,
    clock: '[]',
    taken_at: now,
    signed_at: now,
    objection: '样例',
    reply: JSON.stringify(reply),
    restricted: row.restricted,
    barred_staff: row.barred_staff,
    updated_at: now,
  }))
  await db.insertInto('sheets').values(sheets).execute()
  const message = newId(now)
  await db
    .insertInto('sheet_messages')
    .values({ id: message, sheet_id: sheets[0]!.id, kind: 'receipt', content: '{}', created_at: now })
    .execute()
  return message
}
