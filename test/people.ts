// The people and departments of the test hospital.
import type { OpenHouse } from '#engine/house.ts'
import { hashPassword } from '#engine/sessions.ts'
import { newId } from '#kernel/ids.ts'
import type { Role } from '#kernel/permission.ts'
import type { Person } from './desk.ts'

const password = 'a long enough password'

/** login → role, department, superior. */
const cast = {
  nurse: { name: '林小满', role: 'agent', department: null, superior: 'lead' },
  nurse2: { name: '周一诺', role: 'agent', department: null, superior: 'lead' },
  lead: { name: '陈组长', role: 'lead', department: null, superior: 'director' },
  supervision: { name: '方监察', role: 'supervision', department: null, superior: 'director' },
  cardiology: { name: '心内主任', role: 'department', department: '心内科', superior: 'director' },
  cardiologist: { name: '心内医师', role: 'department', department: '心内科', superior: 'cardiology' },
  surgery: { name: '普外主任', role: 'department', department: '普外科', superior: 'director' },
  obstetrics: { name: '产科主任', role: 'department', department: '产科', superior: 'director' },
  director: { name: '院长', role: 'leadership', department: null, superior: null },
  admin: { name: '信息科', role: 'admin', department: null, superior: null },
} as const satisfies Record<string, { name: string; role: Role; department: string | null; superior: string | null }>

const groups = { 心内科: '内科', 普外科: '外科', 产科: '妇产科', 儿科: '儿科' }

export type Login = keyof typeof cast
export type People = Record<Login, Person> & {
  ids: Record<Login, string>
  departments: Record<keyof typeof groups, string>
  campus: string
}

// One argon2 for all: the tests are about other things.
let hashed: Promise<string> | undefined

/** Puts the test hospital into a fresh database; `speak`: somebody of it who speaks to the server. */
export const populate = async (house: OpenHouse, speak: (login: string) => Person): Promise<People> => {
  const now = house.clock.now()
  hashed ??= hashPassword(password)
  const hash = await hashed
  const campus = newId(now)
  const departments = Object.fromEntries(Object.keys(groups).map((name) => [name, newId(now)])) as People['departments']
  const ids = Object.fromEntries(Object.keys(cast).map((login) => [login, newId(now)])) as People['ids']
  await house.db.insertInto('campuses').values({ id: campus, name: '本部' }).execute()
  await house.db
    .insertInto('departments')
    .values(
      Object.entries(groups).map(([name, group]) => ({
        id: departments[name as '儿科'],
        campus_id: campus,
        name,
        department_group: group,
      })),
    )
    .execute()
  const rows = Object.entries(cast).map(([login, it]) => ({
    id: ids[login as Login],
    login,
    name: it.name,
    role: it.role,
    departments: it.department ? [departments[it.department]] : [],
    superior_id: it.superior ? ids[it.superior] : null,
    password_hash: hash,
    campus_id: campus,
    created_at: now,
    updated_at: now,
  }))
  // Superiors first: the table refers to itself.
  rows.sort((a, b) => depth(a.login as Login) - depth(b.login as Login))
  await house.db.insertInto('staff').values(rows).execute()
  const people = Object.fromEntries(Object.keys(cast).map((login) => [login, speak(login)]))
  return { ...(people as Record<Login, Person>), ids, departments, campus }
}

const depth = (login: Login): number => {
  const { superior } = cast[login]
  return superior === null ? 0 : 1 + depth(superior)
}
