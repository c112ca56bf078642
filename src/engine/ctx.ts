// What a command may reach: its transaction, who acts, and what time it is. Not the pool, not the clock, not the network.
import type { Readable } from 'node:stream'
import type { Endpoint, ParsedOf, ReplyOf } from '#kernel/contract.ts'
import type { Me } from '#kernel/permission.ts'
import type { Door } from './admit.ts'
import type { Db, Tx } from './database.ts'
import type { OpenHouse } from './house.ts'
import type { FailedJob } from './jobs.ts'
import type { LedgerEvent } from './ledger.ts'
import type { List } from './lists.ts'
import type { Outside } from './outside/address.ts'
import type { Speech } from './outside/voice/speech.ts'
import type { Pieces } from './pieces.ts'
import type { Vault } from './vault.ts'

/** What follows from a verb: later (a job of its own), or at once (in the same transaction). */
type Reaction = {
  readonly verb: string
  readonly name: string
  readonly run: (ctx: Ctx, event: LedgerEvent) => Promise<unknown>
}
/** What follows later and is longer than one transaction. */
export type LongReaction = {
  readonly verb: string
  readonly name: string
  readonly runLong: (house: OpenHouse, event: LedgerEvent) => Promise<unknown>
}
export type Schedule = {
  readonly name: string
  readonly minutes: number
  readonly run: (ctx: Ctx) => Promise<unknown>
}

/** What the modules have told the house; made once at start by `furnish`. */
export type House = {
  readonly later: ReadonlyMap<string, readonly (Reaction | LongReaction)[]>
  readonly atOnce: ReadonlyMap<string, readonly Reaction[]>
  readonly schedules: readonly Schedule[]
  /** Every list that can be had as a file, by its address. */
  readonly lists: ReadonlyMap<string, List>
  readonly vault: Vault
  /** Makes words into sound for the telephone; takes seconds, so never inside a transaction. */
  readonly speech: Speech
  /** Where calls out may lead. A command only asks; it never calls. */
  readonly outside: Outside
  /** Puts jobs into the queue inside the transaction. */
  enqueue(tx: Tx, jobs: readonly ReactionJob[]): Promise<void>
  /** Jobs that gave up, newest first. */
  failures(): Promise<FailedJob[]>
  /** Puts a job that gave up back into the queue, inside the transaction; false when there is no such job. */
  retry(tx: Ctx['tx'], id: string): Promise<boolean>
}

export type ReactionJob = { readonly event: LedgerEvent; readonly reaction: string }

export type Ctx = {
  readonly tx: Tx | Db
  readonly me: Me
  readonly now: Date
  /** The request's id, the same in log, ledger and problem reply. */
  readonly request: string
  readonly house: House
  /** Verbs recorded in this transaction, for the hint that refreshes screens once it is committed. */
  readonly recorded: LedgerEvent[]
  /** Where a request came in; absent in reactions, schedules and tools. Only signing in and out has business with it. */
  readonly door?: Door
}

/** A file on its way in. */
export type Upload = { readonly name: string; readonly type: string; readonly content: Buffer }
/** A file on its way out. */
export type Download = {
  readonly name: string
  readonly type: string
  /** A stream for what is too large to be held at once, pieces for what a player asks for in parts. */
  readonly content: Buffer | string | Readable | Pieces
  readonly inline?: boolean
}

export type Handler = {
  readonly endpoint: Endpoint
  readonly run: (ctx: Ctx, input: never) => Promise<unknown>
  /** Runs outside a transaction with the pool itself: for work that is longer than one. */
  readonly long: boolean
}

type Given<E extends Endpoint> = ParsedOf<E> & { file?: Upload }

/** Ties an endpoint to what it does: one function per verb or view. */
export const handle = <E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx, input: Given<E>) => Promise<ReplyOf<E>>,
): Handler => ({ endpoint: endpoint as unknown as Endpoint, run: run as Handler['run'], long: false })

/** As `handle`, outside a transaction: `ctx.tx` is the pool and each step opens its own transaction. */
export const handleLong = <E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx & { readonly tx: Db }, input: Given<E>) => Promise<ReplyOf<E>>,
): Handler => ({ endpoint: endpoint as unknown as Endpoint, run: run as Handler['run'], long: true })

/** As `handle`, for what is not JSON: the reply is a file. */
export const handleFile = <E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx, input: Given<E>) => Promise<Download>,
): Handler => ({ endpoint: endpoint as unknown as Endpoint, run: run as Handler['run'], long: false })

/** As `handleFile`, outside a transaction: for files that take long to make. */
export const handleFileLong = <E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx & { readonly tx: Db }, input: Given<E>) => Promise<Download>,
): Handler => ({ endpoint: endpoint as unknown as Endpoint, run: run as Handler['run'], long: true })

/** A reaction to a verb, run once as a job of its own after the verb is committed. */
export const when = (verb: string, name: string, run: Reaction['run']) => ({ when: 'later' as const, verb, name, run })

/**
 * As `when`, for work that is longer than one transaction: it gets the house and opens its own. A node that dies in the
 * middle leaves what it had committed, and another begins again: the work must find its place by itself.
 */
export const whenLong = (verb: string, name: string, runLong: LongReaction['runLong']) => ({
  when: 'later' as const,
  verb,
  name,
  runLong,
})

/** A reaction that holds or falls with the verb: it runs in the verb's own transaction. */
export const with_ = (verb: string, name: string, run: Reaction['run']) => ({
  when: 'atOnce' as const,
  verb,
  name,
  run,
})

/** Something that looks around by itself, every so many minutes, on one node at a time. */
export const every = (minutes: number, name: string, run: Schedule['run']) => ({
  when: 'every' as const,
  minutes,
  name,
  run,
})

export type Following =
  | ReturnType<typeof when>
  | ReturnType<typeof whenLong>
  | ReturnType<typeof with_>
  | ReturnType<typeof every>
