// A command with an Idempotency-Key is done once: its reply is kept in its own transaction and given again.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { conflict, invalid } from '#kernel/refusal.ts'
import type { Ctx } from './ctx.ts'

type Command = {
  readonly key: string | string[] | undefined
  /** What the key stands for; another content under it is a mistake of the client. */
  readonly content: string
  /** Passwords, tokens or numbers in clear go in or out: neither hash nor reply is kept, and a repetition is refused. */
  readonly secret: boolean
}

/**
 * Runs `work`, or answers what the same key answered before. The same key with another content is refused; one that
 * is being worked on elsewhere waits for it by the row's lock.
 */
export const once = async <T>(ctx: Ctx, { key, content, secret }: Command, work: () => Promise<T>): Promise<T> => {
  if (key === undefined) return work()
  if (typeof key !== 'string' || key.length < 8 || key.length > 100)
    throw invalid('Idempotency-Key 的长度应为 8 至 100。', 'The Idempotency-Key must have 8 to 100 characters.')
  // A hash of a body with a password in it could be guessed at leisure by whoever gets hold of a backup.
  const hash = createHash('sha256')
    .update(secret ? '' : content)
    .digest()
  const mark = await sql`
    insert into commands_done (actor_id, key, request_hash, at) values (${ctx.me.id}, ${key}, ${hash}, ${ctx.now})
    on conflict do nothing`.execute(ctx.tx)
  if (Number(mark.numAffectedRows) === 0) {
    const { rows } = await sql<{ request_hash: Buffer; reply: { value: unknown } | null }>`
      select request_hash, reply from commands_done where actor_id = ${ctx.me.id} and key = ${key}`.execute(ctx.tx)
    const [done] = rows
    if (secret)
      throw conflict({
        zh: '这个请求已经办理过，其中的内容只显示一次。如未收到，请重新操作。',
        en: 'This was done already, and what it answered is shown only once; if it was lost, begin again.',
      })
    if (!done?.request_hash.equals(hash))
      throw invalid(
        '同一个 Idempotency-Key 用在了不同的内容上。',
        'This Idempotency-Key was used with another content.',
      )
    if (!done.reply) throw conflict({ zh: '同一请求正在处理。', en: 'The same request is being worked on.' })
    return revived(done.reply.value) as T
  }
  const value = await work()
  await sql`
    update commands_done set reply = ${JSON.stringify({ value: secret ? null : (value ?? null) })}
    where actor_id = ${ctx.me.id} and key = ${key}`.execute(ctx.tx)
  return value
}

/** Nobody repeats a request after a week; schedules call this. */
export const forgetDone = async (ctx: Ctx): Promise<void> => {
  await sql`delete from commands_done where at < ${new Date(ctx.now.getTime() - 7 * 86_400_000)}`.execute(ctx.tx)
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Instants come back from JSON as text; the reply's writer wants them as `Date`. */
const revived = (value: unknown): unknown => {
  if (typeof value === 'string') return instant.test(value) ? new Date(value) : value
  if (Array.isArray(value)) return value.map(revived)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revived(v)]))
  return value
}
