// How often one may knock at a page without account: much from an address that a ward shares, little from one device or number.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { DoorProblem } from '#engine/problem.ts'
import { dayOf } from '#kernel/time.ts'

/** Times an hour. A whole hospital may stand behind one address; a device is one person's, a number too. */
export const limits = {
  say: { address: 600, device: 8, number: 8 },
  enter: { address: 600, device: 60 },
  code: { address: 240, device: 12 },
  confirm: { address: 240, device: 20 },
  oneTime: { number: 5 },
  add: { address: 600, device: 20 },
  picture: { address: 2000, device: 40 },
} as const satisfies Record<string, Partial<Record<What, number>>>

type What = 'address' | 'device' | 'number'
type Knock = keyof typeof limits

const hour = 3_600_000

/** The salt of a day, made by whoever needs it first; thrown away the day after, and what was marked with it means nothing. */
const saltOf = async (ctx: Ctx, day: string): Promise<Buffer> => {
  const read = () => ctx.tx.selectFrom('voice_salts').where('day', '=', day).select('salt').executeTakeFirst()
  const there = await read()
  if (there) return there.salt
  await ctx.tx
    .insertInto('voice_salts')
    .values({ day, salt: randomBytes(32) })
    .onConflict((already) => already.column('day').doNothing())
    .execute()
  return (await read())!.salt
}

const wait = (minutes: number): DoorProblem =>
  new DoorProblem(
    429,
    'too-many',
    {
      zh: `操作有些频繁，请过 ${minutes} 分钟再发。您写的内容还在，不会丢。`,
      en: `That was often; please send again in ${minutes} minutes. What you wrote is kept.`,
    },
    minutes * 60,
  )

/**
 * Counts a knock and refuses it where there were too many in the past hour, in so many minutes to wait. The hour slides:
 * the one before counts for the part of it that is less than an hour ago. A refused knock is not counted, for its
 * transaction is undone. Nothing is kept but marks that no longer say of whom after a day.
 */
export const knock = async (ctx: Ctx, at: Knock, more: { readonly number?: string | null } = {}): Promise<void> => {
  const { address = '', device = '' } = ctx.door ?? {}
  const who: Record<What, string | null> = {
    address,
    // Without a name of its own a device is one with all others there that have none.
    device: device === '' ? `none at ${address}` : device,
    number: more.number ?? null,
  }
  const salt = await saltOf(ctx, dayOf(ctx.now))
  const began = Math.floor(ctx.now.getTime() / hour) * hour
  const part = (ctx.now.getTime() - began) / hour
  for (const [what, most] of Object.entries(limits[at]) as [What, number][]) {
    const text = who[what]
    if (text === null) continue
    const bucket = ctx.house.vault.mark(salt, `${at} ${what} ${text}`)
    const { rows } = await sql<{ n: number; before: number }>`
      insert into voice_hits (bucket, hour, n) values (${bucket}, ${new Date(began)}, 1)
      on conflict (bucket, hour) do update set n = voice_hits.n + 1
      returning n, coalesce((select b.n from voice_hits b
        where b.bucket = ${bucket} and b.hour = ${new Date(began - hour)}), 0) as before`.execute(ctx.tx)
    const { n, before } = rows[0]!
    if (n + before * (1 - part) > most) throw wait(n > most ? Math.max(1, Math.ceil((1 - part) * 60)) : 10)
  }
}

/** Yesterday's salt goes, and with it what every mark of yesterday meant. */
export const forgetKnocks = async (ctx: Ctx): Promise<void> => {
  await ctx.tx.deleteFrom('voice_salts').where('day', '<', dayOf(ctx.now)).execute()
  await ctx.tx
    .deleteFrom('voice_hits')
    .where('hour', '<', new Date(ctx.now.getTime() - 2 * hour))
    .execute()
  await ctx.tx.deleteFrom('answer_sessions').where('expires_at', '<', ctx.now).execute()
}
