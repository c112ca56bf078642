// Who is at the door: passwords, second factors, sessions and tokens. Only hashes are kept of what opens it.
import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import type { Me, Role } from '#kernel/permission.ts'
import { standards } from '#src/standards.ts'
import type { Ctx } from './ctx.ts'
import type { Db } from './database.ts'

const hashing = promisify(argon2)

// OWASP's floor for argon2id: 19 MiB, two passes, one lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const

const textOf = (nonce: Buffer, tag: Buffer): string => {
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(nonce)}$${text(tag)}`
}

/** An argon2id hash in the PHC form, with a salt of its own. */
export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16)
  return textOf(nonce, await hashing('argon2id', { message: password.normalize('NFC'), nonce, ...cost }))
}

// Compared against when there is no such account, at the same cost, so that both answers take the same time.
const nobody = textOf(Buffer.alloc(16), Buffer.alloc(cost.tagLength))

/** Whether the password is the one that was hashed; `null` (no such account) takes as long and is false. */
export const passwordIs = async (password: string, stored: string | null): Promise<boolean> => {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? nobody)
  if (!parts) return false
  const [, memory, passes, parallelism, salt, tag] = parts
  const expected = Buffer.from(tag!, 'base64')
  const message = password.normalize('NFC')
  const given = await hashing('argon2id', {
    message,
    nonce: Buffer.from(salt!, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  })
  return stored !== null && timingSafeEqual(given, expected)
}

/** An opaque token of 256 bits; what is stored is `tokenHash` of it. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

const totpOf = (secret: string, label: string) =>
  new TOTP({
    issuer: '回音 Huiyin',
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  })

/** A new secret for an authenticator app, and the address it is enrolled by. */
export const newTotp = (label: string): { secret: string; uri: string } => {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: totpOf(secret, label).toString() }
}

/** The 30-second step that the code is right for (one step of drift allowed), or null; the caller refuses a used step. */
export const totpStep = (secret: string, code: string, now: Date): number | null => {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 30_000) + delta
}

/**
 * Ten codes for the day the telephone is lost; each opens once. 120 bits each, because only so long a code may be
 * kept under a plain hash (ASVS 5.0 6.5.2).
 */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => new Secret({ size: 15 }).base32.toLowerCase().replace(/(....)(?=.)/g, '$1-'))

/** What is kept of a recovery code; spaces, hyphens and case are the typist's. */
export const recoveryHash = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z2-7]/g, ''))
    .digest('hex')

/** One who stands at the door: a session of a person, or a token of a machine. */
export type Visitor = Me & {
  readonly stage: 'password' | 'full'
  readonly login: string
  readonly mustChangePassword: boolean
  readonly hasSecondFactor: boolean
  readonly session: Buffer | null
}

type SessionRow = {
  id: string
  name: string
  login: string
  role: Role
  departments: string[]
  stage: 'password' | 'full'
  must_change_password: boolean
  has_totp: boolean
  seen_at: Date
}

// Whoever has given only the password has a few minutes for the second factor.
const halfwayMinutes = 10

/** What the hospital set instead of a standard, or the shipped value. */
const standardSql = (name: 'sessionIdle' | 'sessionTotal') => sql<number>`
  coalesce((select (value->>${name})::float from settings where key = 'standards'), ${standards[name].value}::float)`

/**
 * The person of a session's token, or null when it ended, idled out, or belongs to someone disabled. Asked at every
 * request, so that a changed role or a closed account holds from the next one on. `touch` keeps the session awake:
 * the visit is the person's own, not the browser's by itself.
 */
export const personOf = async (db: Db, token: string, now: Date, touch = true): Promise<Visitor | null> => {
  const session = tokenHash(token)
  const { rows } = await sql<SessionRow>`
    select s.id, s.name, s.login, s.role, s.departments, s.must_change_password, s.totp_secret is not null as has_totp,
           sessions.stage, sessions.seen_at
    from sessions join staff s on s.id = sessions.staff_id
    where sessions.token_hash = ${session} and sessions.expires_at > ${now}
      and sessions.seen_at > ${now}::timestamptz - ${standardSql('sessionIdle')} * interval '1 minute'
      and s.status = 'active'`.execute(db)
  const row = rows[0]
  if (!row) return null
  if (touch && now.getTime() - row.seen_at.getTime() > 60_000)
    await sql`update sessions set seen_at = ${now} where token_hash = ${session}`.execute(db)
  return {
    id: row.id,
    name: row.name,
    login: row.login,
    role: row.role,
    departments: row.departments,
    stage: row.stage,
    mustChangePassword: row.must_change_password,
    hasSecondFactor: row.has_totp,
    session,
  }
}

/**
 * Whose session it is that has only idled out: he has signed in and never out, and his time is not over. Nothing is open
 * to him but to hear that somebody calls.
 */
export const sleeperOf = async (db: Db, token: string, now: Date): Promise<string | null> => {
  const { rows } = await sql<{ id: string }>`
    select s.id from sessions join staff s on s.id = sessions.staff_id and s.status = 'active'
    where sessions.token_hash = ${tokenHash(token)} and sessions.stage = 'full' and sessions.expires_at > ${now}`.execute(
    db,
  )
  return rows[0]?.id ?? null
}

/** The person for whom a machine acts with an API token, limited to the token's scopes. */
export const machineOf = async (db: Db, token: string, now: Date): Promise<Visitor | null> => {
  const { rows } = await sql<Omit<SessionRow, 'stage' | 'seen_at'> & { scopes: string[] }>`
    select s.id, s.name, s.login, s.role, s.departments, s.must_change_password, s.totp_secret is not null as has_totp, t.scopes
    from api_tokens t join staff s on s.id = t.staff_id
    where t.token_hash = ${tokenHash(token)} and t.status = 'active' and s.status = 'active'
      and (t.expires_at is null or t.expires_at > ${now})`.execute(db)
  const row = rows[0]
  if (!row) return null
  return {
    id: row.id,
    name: row.name,
    login: row.login,
    role: row.role,
    departments: row.departments,
    scopes: row.scopes,
    stage: 'full',
    mustChangePassword: false,
    hasSecondFactor: row.has_totp,
    session: null,
  }
}

/** Opens a session and answers its token, which is never seen again. */
export const openSession = async (
  tx: Ctx['tx'],
  it: { staffId: string; stage: 'password' | 'full'; address: string; agent: string; now: Date },
): Promise<string> => {
  const token = newToken()
  const minutes =
    it.stage === 'full' ? sql<number>`${standardSql('sessionTotal')} * 60` : sql<number>`${halfwayMinutes}`
  await tx
    .insertInto('sessions')
    .values({
      token_hash: tokenHash(token),
      staff_id: it.staffId,
      created_at: it.now,
      seen_at: it.now,
      expires_at: sql<Date>`${it.now}::timestamptz + ${minutes} * interval '1 minute'`,
      stage: it.stage,
      address: it.address.slice(0, 100),
      agent: it.agent.slice(0, 300),
    })
    .execute()
  return token
}

/** Ends one session. */
export const endSession = async (tx: Ctx['tx'], session: Buffer): Promise<void> => {
  await tx.deleteFrom('sessions').where('token_hash', '=', session).execute()
}

/** Ends every session of a person (but one, if named): after a new password, a new role, a disabled account. */
export const endSessions = async (tx: Ctx['tx'], staffId: string, except?: Buffer | null): Promise<void> => {
  let ending = tx.deleteFrom('sessions').where('staff_id', '=', staffId)
  if (except) ending = ending.where('token_hash', '!=', except)
  await ending.execute()
}
