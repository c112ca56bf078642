// The people of the hospital: who is added, changed, disabled, and given a new first password.
import { sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { can } from '#engine/permit.ts'
import { endSessions, hashPassword } from '#engine/sessions.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import type { Role } from '#kernel/permission.ts'
import { conflict, type FieldProblem, invalid, invalidFields, notFound } from '#kernel/refusal.ts'
import { staff } from './contract.ts'
import { codeTries, forgive, passwordTries } from './door.ts'
import { type StaffRow, staffLifecycle } from './lifecycle.ts'
import { firstPassword } from './passwords.ts'

/** People in the order of their names, each with what the one who asks may do to him. */
const linesOf = async (ctx: Ctx, { id, role, departmentId, q }: { id?: string } & ParsedOf<typeof staff.list>) => {
  let query = ctx.tx.selectFrom('staff').orderBy('status').orderBy('name').orderBy('id').limit(10_000)
  if (id) query = query.where('id', '=', id)
  if (role) query = query.where('role', '=', role)
  if (departmentId) query = query.where(sql<boolean>`${departmentId}::uuid = any(departments)`)
  if (q?.trim()) {
    const like = `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((is) => is.or([is('name', 'ilike', like), is('login', 'ilike', like)]))
  }
  const rows = await query
    .select((it) => [
      'id',
      'login',
      'name',
      'role',
      'status',
      'departments',
      'campus_id as campusId',
      'superior_id',
      it('totp_secret', 'is not', null).as('hasSecondFactor'),
    ])
    .execute()
  const admins = (await activeAdmins(ctx)).length
  return rows.map(({ superior_id, ...row }) => ({
    ...row,
    role: row.role as Role,
    status: row.status as 'active' | 'disabled',
    superiorId: superior_id,
    hasSecondFactor: Boolean(row.hasSecondFactor),
    can: can(ctx.me, staffLifecycle, row).filter((verb) => verb !== 'disable' || row.role !== 'admin' || admins > 1),
  }))
}

const lineOf = async (ctx: Ctx, id: string) => {
  const [line] = await linesOf(ctx, { id })
  if (!line) throw notFound()
  return line
}

const list = handle(staff.list, async (ctx, filter) => ({ rows: await linesOf(ctx, filter) }))

const activeAdmins = (ctx: Ctx): Promise<{ id: string }[]> =>
  ctx.tx
    .selectFrom('staff')
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .orderBy('id')
    .select('id')
    .execute()

/** Refuses to leave the hospital without anybody who can let people in; two who demote each other at once take turns. */
const keepAnAdmin = async (ctx: Ctx, leaving: StaffRow): Promise<void> => {
  if (leaving.role !== 'admin' || leaving.status !== 'active') return
  await sql`select pg_advisory_xact_lock(hashtext('staff.admins'))`.execute(ctx.tx)
  const others = (await activeAdmins(ctx)).filter(({ id }) => id !== leaving.id)
  if (others.length === 0)
    throw conflict({
      zh: '这是最后一位在用的信息科人员，请先增加另一位。',
      en: 'This is the last active administrator; add another one first.',
    })
}

type Form = Omit<ParsedOf<typeof staff.create>, 'login'>

/** Finds what the form names in the directory, and refuses by field what is not there. */
const checkForm = async (ctx: Ctx, form: Form, self: string | null): Promise<void> => {
  const fields: FieldProblem[] = []
  const { rows: known } = await sql<{ id: string }>`
    select id from departments where id = any(${form.departments}::uuid[])`.execute(ctx.tx)
  const there = new Set(known.map(({ id }) => id))
  form.departments.forEach((id, i) => {
    if (!there.has(id)) fields.push({ field: `departments.${i}`, reason: '没有这个科室' })
  })
  if (form.role === 'department' && form.departments.length === 0)
    fields.push({ field: 'departments', reason: '科室人员至少选择一个科室' })
  if (form.campusId) {
    const campus = await ctx.tx.selectFrom('campuses').where('id', '=', form.campusId).select('id').executeTakeFirst()
    if (!campus) fields.push({ field: 'campusId', reason: '没有这个院区' })
  }
  const problem = form.superiorId && (await superiorProblem(ctx, form.superiorId, self))
  if (problem) fields.push({ field: 'superiorId', reason: problem })
  if (fields.length > 0) throw invalidFields(fields)
}

/** A superior who does not exist, or whose own superiors lead back to the person: then nobody would be above anybody. */
const superiorProblem = async (ctx: Ctx, superior: string, self: string | null): Promise<string | null> => {
  // Two changes at once could close a circle that neither of them sees.
  await sql`select pg_advisory_xact_lock(hashtext('staff.superiors'))`.execute(ctx.tx)
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select id, superior_id from staff where id = ${superior}
      union
      select s.id, s.superior_id from staff s join above on s.id = above.superior_id
    ) select id from above`.execute(ctx.tx)
  if (rows.length === 0) return '没有这个人员'
  return rows.some(({ id }) => id === self) ? '上级关系不能绕成一圈' : null
}

/**
 * Adds a person and answers the first password, which is shown once and must be changed at the first sign-in.
 * `huiyin init` and the demo use it too.
 */
export const addStaff = async (
  ctx: Ctx,
  form: ParsedOf<typeof staff.create>,
): Promise<{ id: string; password: string }> => {
  const password = firstPassword()
  const hash = await hashPassword(password)
  await checkForm(ctx, form, null)
  const id = newId(ctx.now)
  const { login, name, role, departments } = form
  const added = await ctx.tx
    .insertInto('staff')
    .values({
      id,
      login,
      name,
      role,
      departments: [...new Set(departments)],
      campus_id: form.campusId,
      superior_id: form.superiorId,
      password_hash: hash,
      must_change_password: true,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((already) => already.column('login').doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows !== 1n)
    throw invalid('这个登录名已经有人用了。', 'This login is taken.', [{ field: 'login', reason: '已有人使用' }])
  await record(ctx, 'staff.create', { subject: id, to: 'active', data: { login, name, role, departments } })
  return { id, password }
}

const create = handle(staff.create, addStaff)

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === new Set(a).size

/** Changes a person. Another role, department or superior is another permission: all sessions end. */
const change = handle(staff.change, async (ctx, { id, ...form }) => {
  const before = await locked(ctx, staffLifecycle, id)
  if (form.role !== 'admin') await keepAnAdmin(ctx, before)
  await checkForm(ctx, form, id)
  const { name, role, superiorId } = form
  const departments = [...new Set(form.departments)]
  const changes = { name, role, departments, campus_id: form.campusId, superior_id: superiorId }
  const was = { name: before.name, role: before.role, departments: before.departments, superiorId: before.superior_id }
  await advanceLocked(ctx, staffLifecycle, 'change', before, changes, {
    before: was,
    after: { name, role, departments, superiorId },
  })
  const mayOther =
    role !== before.role || superiorId !== before.superior_id || !sameSet(departments, before.departments)
  if (mayOther) await endSessions(ctx.tx, id)
  return lineOf(ctx, id)
})

/** Closes an account. What the person was working on stays his until somebody takes it over. */
const disable = handle(staff.disable, async (ctx, { id }) => {
  const before = await locked(ctx, staffLifecycle, id)
  await keepAnAdmin(ctx, before)
  await advanceLocked(ctx, staffLifecycle, 'disable', before)
  await endSessions(ctx.tx, id)
  return lineOf(ctx, id)
})

const enable = handle(staff.enable, async (ctx, { id }) => {
  const before = await locked(ctx, staffLifecycle, id)
  await advanceLocked(ctx, staffLifecycle, 'enable', before)
  return lineOf(ctx, id)
})

/**
 * Gives a new first password, ends a lock-out and all sessions. A second factor stays owed: whoever can reset
 * passwords must not get past it (ASVS 5.0 6.4.3).
 */
const reset = handle(staff.reset, async (ctx, { id }) => {
  const password = firstPassword()
  const hash = await hashPassword(password)
  const before = await locked(ctx, staffLifecycle, id)
  await advanceLocked(ctx, staffLifecycle, 'reset', before, { password_hash: hash, must_change_password: true })
  await forgive(ctx, passwordTries(before.login))
  await forgive(ctx, codeTries(id))
  await endSessions(ctx.tx, id)
  return { id, password }
})

export const staffHandlers = [list, create, change, disable, enable, reset]
