// The office: tokens for machines, the hospital's settings, and jobs that gave up.
import { sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { can } from '#engine/permit.ts'
import { newToken, tokenHash } from '#engine/sessions.ts'
import { stateCalendar } from '#kernel/calendar.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { type FieldProblem, invalidFields, notFound } from '#kernel/refusal.ts'
import { matrix } from '#src/permissions.ts'
import { type StandardName, standards, standardValue } from '#src/standards.ts'
import { jobs, settings, tokens } from './contract.ts'
import { tokenLifecycle } from './lifecycle.ts'
import { calendarFrom, calendarWarning, type SettingValues, set, settingsOf } from './settings.ts'

// Tokens

const listTokens = handle(tokens.list, async (ctx) => {
  const rows = await ctx.tx
    .selectFrom('api_tokens as token')
    .innerJoin('staff', 'staff.id', 'token.staff_id')
    .orderBy('token.status')
    .orderBy('token.id', 'desc')
    .limit(1000)
    .select([
      'token.id',
      'token.name',
      'staff.name as person',
      'token.scopes',
      'token.status',
      'token.created_at as createdAt',
      'token.expires_at as expiresAt',
    ])
    .execute()
  return {
    rows: rows.map((row) => ({
      ...row,
      status: row.status as 'active' | 'revoked',
      can: can(ctx.me, tokenLifecycle, row),
    })),
  }
})

/**
 * Makes a token with which a machine acts for a person, within some verbs of the matrix or `*`. A machine cannot give
 * away more than it has. The token is answered once; only its hash is kept.
 */
export const addToken = async (
  ctx: Ctx,
  form: ParsedOf<typeof tokens.create>,
): Promise<{ id: string; token: string }> => {
  const { name, login, expiresAt } = form
  const scopes = [...new Set(form.scopes)]
  const fields: FieldProblem[] = []
  const own = ctx.me.scopes
  scopes.forEach((scope, i) => {
    const field = `scopes.${i}`
    if (scope !== '*' && !Object.hasOwn(matrix, scope)) fields.push({ field, reason: `没有“${scope}”这项权限` })
    else if (own && !own.includes('*') && !own.includes(scope)) fields.push({ field, reason: '超出了当前令牌的权限' })
  })
  const person = await ctx.tx
    .selectFrom('staff')
    .where('login', '=', login)
    .where('status', '=', 'active')
    .select('id')
    .executeTakeFirst()
  if (!person) fields.push({ field: 'login', reason: '没有这个在用的登录名' })
  if (expiresAt && expiresAt <= ctx.now) fields.push({ field: 'expiresAt', reason: '有效期应在将来' })
  if (!person || fields.length > 0) throw invalidFields(fields)
  const id = newId(ctx.now)
  const token = `hy_${newToken()}`
  await ctx.tx
    .insertInto('api_tokens')
    .values({
      id,
      name,
      token_hash: tokenHash(token),
      staff_id: person.id,
      scopes,
      created_at: ctx.now,
      updated_at: ctx.now,
      expires_at: expiresAt,
    })
    .execute()
  await record(ctx, 'token.create', {
    subject: id,
    to: 'active',
    data: { name, staffId: person.id, scopes, expiresAt },
  })
  return { id, token }
}

const createToken = handle(tokens.create, addToken)

const revokeToken = handle(tokens.revoke, async (ctx, { id }) => {
  await advance(ctx, tokenLifecycle, 'revoke', id)
})

// Settings

const shown = ['hospitalName', 'hotline', 'pagesAddress', 'standards', 'calendarExceptions', 'calendarYears'] as const

type Shown = Pick<SettingValues, (typeof shown)[number]>

/** As the contract has it: lists that may be written to. */
const presented = (it: Shown) => ({
  ...it,
  standards: { ...it.standards } as Record<string, number>,
  calendarExceptions: [...it.calendarExceptions],
  calendarYears: { ...it.calendarYears },
})

const getSettings = handle(settings.get, async (ctx) => ({
  ...presented(await settingsOf(ctx, ...shown)),
  calendarWarning: await calendarWarning(ctx),
}))

/** What the bounds of a number say when it is outside them. */
const standardProblem = (name: string, value: number): string | null => {
  if (!Object.hasOwn(standards, name)) return '没有这项标准'
  const { min, max } = standards[name as StandardName] as { min?: number; max?: number }
  try {
    standardValue(name as StandardName, { [name]: value })
    return Number.isInteger(value) ? null : '应为整数'
  } catch {
    return min === undefined || max === undefined ? '这项标准不能修改' : `应在 ${min} 至 ${max} 之间`
  }
}

const settingsProblems = (form: ParsedOf<typeof settings.change>): FieldProblem[] => {
  const fields: FieldProblem[] = []
  for (const [name, value] of Object.entries(form.standards ?? {})) {
    const reason = standardProblem(name, value)
    if (reason) fields.push({ field: `standards.${name}`, reason })
  }
  const days = form.calendarExceptions?.map(({ day }) => day) ?? []
  days.forEach((day, i) => {
    if (days.indexOf(day) !== i) fields.push({ field: `calendarExceptions.${i}.day`, reason: '同一天写了两次' })
  })
  for (const [year, notice] of Object.entries(form.calendarYears ?? {})) {
    const field = `calendarYears.${year}`
    if (Object.hasOwn(stateCalendar.years, year)) fields.push({ field, reason: `${year} 年的安排已随程序提供` })
    else
      try {
        calendarFrom([], { [year]: notice })
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        const part = error.message.replace(/^.*?: /, '')
        fields.push({ field, reason: `看不懂“${part}”，写法如：国庆 10-01~10-07 +09-29 +10-12; 元旦 01-01` })
      }
  }
  return fields
}

/** Sets what is given and leaves the rest. A legal limit is no setting: outside its bounds a number is refused. */
const changeSettings = handle(settings.change, async (ctx, form) => {
  const problems = settingsProblems(form)
  if (problems.length > 0) throw invalidFields(problems)
  await sql`select pg_advisory_xact_lock(hashtext('settings'))`.execute(ctx.tx)
  const before = await settingsOf(ctx, ...shown)
  const after = { ...before, ...form } as Shown
  const changed = shown.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  for (const key of changed) await set(ctx, key, after[key])
  const only = (it: Shown) => Object.fromEntries(changed.map((key) => [key, it[key]]))
  if (changed.length > 0)
    await record(ctx, 'setting.change', { subject: null, data: { before: only(before), after: only(after) } })
  return presented(after)
})

// Jobs that gave up

const jobFailures = handle(jobs.failures, async (ctx) => ({ rows: await ctx.house.failures() }))

const retryJob = handle(jobs.retry, async (ctx, { id }) => {
  if (!(await ctx.house.retry(ctx.tx, id))) throw notFound()
  await record(ctx, 'job.retry', { subject: id })
})

export const officeHandlers = [listTokens, createToken, revokeToken, getSettings, changeSettings, jobFailures, retryJob]
