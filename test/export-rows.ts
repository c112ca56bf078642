// Files of lists and readers of the open data in every state, on either side of every scope: put there directly.
import { newPieceKey, sealPiece } from '#engine/seal-piece.ts'
import { newId } from '#kernel/ids.ts'
import type { Role } from '#kernel/permission.ts'
import { newRoleName } from '#modules/exports/roles.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

const people = {
  nurse: 'agent',
  lead: 'lead',
  cardiology: 'department',
  supervision: 'supervision',
  director: 'leadership',
  admin: 'admin',
} as const satisfies Record<string, Role>

/** Puts for everybody one file that waits and one that is ready, one that nobody may let go, and a reader. */
export const putExports = async (desk: Desk): Promise<{ known: (path: string) => Known; undo: string }> => {
  const { db } = desk.house
  const { vault } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const later = new Date(now.getTime() + 86_400_000)
  const deciding = [ids.lead, ids.supervision, ids.director]
  const common = { list: '/encounters', asked: '{}', format: 'csv', personal: false, asked_at: now, updated_at: now }
  let n = 0
  const put = async (login: keyof typeof people, more: Record<string, unknown>): Promise<string> => {
    const id = newId(now)
    const of = { id, number: `DC-T${n++}`, asked_by_id: ids[login], asked_as: people[login] }
    await db
      .insertInto('exports')
      .values({ ...common, ...of, status: 'asked', rows_found: 600, ...more } as never)
      .execute()
    return id
  }
  const ready = async (login: keyof typeof people): Promise<void> => {
    const id = await put(login, {})
    const key = newPieceKey()
    const sealed_key = vault.seal(vault.locator(`export ${id}`), { key: key.toString('base64') })
    const made = {
      sealed_key,
      sha256: Buffer.alloc(32),
      kept_until: later,
      made_at: now,
      rows_found: 1,
      rows_made: 1,
      bytes: 1,
    }
    await db
      .updateTable('exports')
      .set({ ...made, status: 'ready' })
      .where('id', '=', id)
      .execute()
    const sealed = sealPiece(key, `export ${id} 0`, Buffer.from('x'))
    await db.insertInto('export_pieces').values({ export_id: id, number: 0, sealed }).execute()
  }
  for (const login of Object.keys(people) as (keyof typeof people)[]) {
    await put(login, { known_to: deciding.filter((one) => one !== ids[login]) })
    await ready(login)
  }
  await put('nurse', { known_to: [] })
  const role_name = await newRoleName({ tx: db })
  await db
    .insertInto('readers')
    .values({
      ...{ id: newId(now), status: 'missing', name: '样例', role_name, whole: true, departments: [], salt: 'x' },
      ...{ expires_on: '2026-12-31', made_by_id: ids.admin, made_at: now, updated_at: now },
    })
    .execute()
  const asked = { list: '/encounters', asked: '' }
  const reader = { name: '报表工具', whole: true, departments: [], expiresOn: '2026-12-31' }
  const known: Record<string, Known> = {
    '/exports': asked,
    '/exports/personal': { ...asked, reason: '逐件电话核对' },
    '/exports/preview': asked,
    '/readers': reader,
    '/readers/{id}/renew': { expiresOn: '2026-12-31' },
  }
  return {
    known: (path) => known[path] ?? {},
    undo: `delete from export_rows; delete from export_pieces where export_id in (select id from exports where number not like 'DC-T%');
      delete from exports where number not like 'DC-T%'; delete from readers where name <> '样例'`,
  }
}
