// Who is here: oneself, one's sessions, and in a demo everybody who may be tried out.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { mayEver } from '#engine/permit.ts'
import type { Visitor } from '#engine/sessions.ts'
import type { Role } from '#kernel/permission.ts'
import { roles, roleWords } from '#kernel/permission.ts'
import { matrix, type Verb } from '#src/permissions.ts'
import { type Person, sessions } from './contract.ts'
import { doorOf } from './door.ts'
import { settingsOf } from './settings.ts'
import { inPerson } from './sign-in.ts'

const verbs = Object.keys(matrix) as Verb[]

const personOf = (visitor: Visitor): Person => ({
  id: visitor.id,
  login: visitor.login,
  name: visitor.name,
  role: visitor.role,
  departments: [...visitor.departments],
  mustChangePassword: visitor.mustChangePassword,
  hasSecondFactor: visitor.hasSecondFactor,
  verbs: verbs.filter((verb) => mayEver(visitor, verb)),
})

const me = handle(sessions.me, async (ctx) => {
  const { visitor } = doorOf(ctx)
  const { hospitalName, demo } = await settingsOf(ctx, 'hospitalName', 'demo')
  const full = visitor?.stage === 'full'
  return {
    person: full ? personOf(visitor) : null,
    owes: visitor && !full ? ('second-factor' as const) : null,
    hospital: hospitalName,
    demo: demo !== null,
    now: ctx.now,
  }
})

/** The people who may be tried out, in demo data only; a real hospital shows nobody at its door. */
const demoPeople = handle(sessions.demoPeople, async (ctx) => {
  const { demo } = await settingsOf(ctx, 'demo')
  if (!demo) return { password: null, people: [] }
  const rows = await ctx.tx
    .selectFrom('staff')
    .where('demo', '=', true)
    .where('status', '=', 'active')
    .orderBy(sql`array_position(${roles}::text[], role)`)
    .orderBy('name')
    .limit(50)
    .select(({ ref }) => [
      'login',
      'name',
      'role',
      sql<string | null>`(select string_agg(distinct d.name, '、') from departments d
                          where d.id = any(${ref('staff.departments')}))`.as('departments'),
    ])
    .execute()
  return {
    password: demo.password,
    people: rows.map(({ login, name, role, departments }) => ({
      login,
      name,
      role: role as Role,
      says: departments ?? roleWords[role as Role].zh,
    })),
  }
})

const mySessions = handle(sessions.list, async (ctx: Ctx) => {
  const { id, session } = inPerson(ctx)
  const rows = await ctx.tx
    .selectFrom('sessions')
    .where('staff_id', '=', id)
    .where('expires_at', '>', ctx.now)
    .orderBy('seen_at', 'desc')
    .limit(100)
    .select(['created_at as createdAt', 'seen_at as seenAt', 'address', 'agent', 'token_hash'])
    .execute()
  return { rows: rows.map(({ token_hash, ...row }) => ({ ...row, current: token_hash.equals(session) })) }
})

export const queryHandlers = [me, demoPeople, mySessions]
