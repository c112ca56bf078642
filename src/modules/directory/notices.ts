// Notices: something to know, said to people on their screens; in working hours, unless it is of danger.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { nextWorkingTime } from '#kernel/deadline.ts'
import { newId } from '#kernel/ids.ts'
import type { Words } from '#kernel/words.ts'
import type { NoticeNoun } from './notice-nouns.ts'
import { calendarOf } from './settings.ts'

export type Notice = {
  /** Who is told; whoever no longer works here is left out. */
  readonly to: readonly string[]
  /** What sort of news it is, for its sign and for counting: 'due-soon', 'overdue', 'urged', 'handed-over' … */
  readonly kind: string
  /** Free of patients' names, numbers and what they said: the subject itself tells that, to whom it may. */
  readonly words: Words
  /** The record it leads to. */
  readonly about?: { readonly noun: NoticeNoun; readonly id: string }
  /** Said once to each: a second notice of the same key to the same person is not made. */
  readonly key?: string
  /** Of danger (U0, U1) or of the shift that is on: not kept back for working hours. */
  readonly atOnce?: boolean
}

/**
 * Tells people something, in the caller's transaction. A reminder that is made at night or on a holiday appears on the
 * next working day at eight. Answers to how many it is new.
 */
export const notify = async (ctx: Ctx, { to, kind, words, about, key, atOnce }: Notice): Promise<number> => {
  const people = [...new Set(to)]
  if (people.length === 0) return 0
  const visible = atOnce ? ctx.now : nextWorkingTime(ctx.now, await calendarOf(ctx))
  const { numAffectedRows } = await sql`
    insert into notices (id, staff_id, noun, subject, kind, words, at, visible_from, key)
    select n.id, s.id, ${about?.noun ?? null}, ${about?.id ?? null}::uuid, ${kind}, ${JSON.stringify(words)}, ${ctx.now},
      ${visible}, ${key ?? null}
    from unnest(${people.map(() => newId(ctx.now))}::uuid[], ${people}::uuid[]) as n (id, staff_id)
    join staff s on s.id = n.staff_id and s.status = 'active'
    on conflict (staff_id, key) where key is not null do nothing`.execute(ctx.tx)
  return Number(numAffectedRows ?? 0)
}

/** Marks notices of the actor as read: one, or all that he sees by now. */
export const markRead = async (ctx: Ctx, id?: string): Promise<void> => {
  await sql`update notices set read_at = ${ctx.now}
    where staff_id = ${ctx.me.id} and read_at is null and visible_from <= ${ctx.now}
      and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)`.execute(ctx.tx)
}
