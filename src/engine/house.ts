// Puts the house together: database, queue, live refresh and what the modules bring, behind one value with `start` and `stop`.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from './clock.ts'
import type { Ctx, Following, Handler, House, Schedule } from './ctx.ts'
import { type Db, openDatabase, type Tx, transact } from './database.ts'
import { type Jobs, openJobs, sweepQueue } from './jobs.ts'
import { makeMonths, systemId } from './ledger.ts'
import { type ListTable, listsOf, type NoTable } from './lists.ts'
import { type Live, openLive } from './live.ts'
import type { Logger } from './log.ts'
import { migrate } from './migrate.ts'
import { forgetDone } from './once.ts'
import { type Outside, outsideOf } from './outside/address.ts'
import type { Furnishes } from './outside/voice/lines.ts'
import { speechBy } from './outside/voice/speech.ts'
import type { ConstraintWords } from './problem.ts'
import { beginEra, seal } from './sealer.ts'
import type { Socketry } from './sockets.ts'
import { noVault, type Vault, vaultOf } from './vault.ts'

/** What a module brings; not every module brings everything. */
export type Module = {
  readonly name: string
  readonly handlers?: readonly Handler[]
  /** How its lists stand in a table, or why one of them does not. */
  readonly tables?: readonly (ListTable | NoTable)[]
  readonly reactions?: readonly Following[]
  /** The sentences of its constraints that may refuse what the code let through, by name. */
  readonly constraints?: ConstraintWords
  /** What stands in the blanks of pages that have to be read without script, `{{name}}`. */
  readonly blanks?: (ctx: Ctx) => Promise<Readonly<Record<string, string>>>
  /** Brings what a hospital begins with (questionnaires, a first programme) into a database that has none of it. */
  readonly begin?: (ctx: Ctx) => Promise<unknown>
  /** WebSockets on our own origin, for people who are signed in. */
  readonly sockets?: readonly Socketry[]
  /** Works by itself beside the requests, from the moment the house is open: for lines that have to be kept. */
  readonly beside?: (house: OpenHouse) => Beside
  /** What it does with the machine's own telephone lines, in the voice process. */
  readonly lines?: Furnishes
}

/** Something that works beside the requests until it is stopped; what it has under way it ends first, in a few seconds. */
export type Beside = { stop(): Promise<void> }

export type OpenHouse = {
  readonly db: Db
  readonly url: string
  readonly clock: Clock
  readonly jobs: Jobs
  readonly live: Live
  readonly handlers: readonly Handler[]
  readonly schedules: readonly Schedule[]
  readonly sockets: readonly Socketry[]
  readonly constraints: ConstraintWords
  readonly vault: Vault
  /** Where calls out may lead. */
  readonly outside: Outside
  /** What stands in the blanks of pages, all modules together. */
  blanks(ctx: Ctx): Promise<Readonly<Record<string, string>>>
  readonly log: Logger
  /** The context of one request or tool run; `tx` is the pool or a transaction. */
  ctx(tx: Ctx['tx'], me: Ctx['me'], request?: string): Ctx
  /** Runs a command in a transaction of its own and lets screens know afterwards. */
  run<T>(me: Ctx['me'], work: (ctx: Ctx) => Promise<T>, request?: string): Promise<T>
  /** The same, as the system itself. */
  asSystem<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>
  /** Lets screens and workers know of what a request has committed. */
  committed(ctx: Ctx): void
  /** Begins to work: the queue, and what modules do beside the requests. */
  work(): Promise<void>
  /** Seals what can be sealed, all of it. */
  seal(): Promise<void>
  stop(): Promise<void>
}

const system = { id: systemId, name: '系统', role: 'admin', departments: [] } as const

/** The actor of schedules, reactions and tools; the permission matrix does not bind it. */
export const systemMe: Ctx['me'] = system

const byVerb = <R extends { readonly verb: string }>(reactions: readonly R[]): ReadonlyMap<string, readonly R[]> =>
  Map.groupBy(reactions, (r) => r.verb)

/** Opens the house on a database: migrates it, opens queue and live refresh. Nothing is worked on until `jobs.work()`. */
export const openHouse = async (it: {
  readonly url: string
  readonly modules: readonly Module[]
  readonly clock: Clock
  readonly log: Logger
  readonly poolSize?: number
  /** Of 32 bytes; without it nothing is put into the vault or taken out. */
  readonly vaultKey?: Buffer | undefined
  /** What may be called on this machine itself, as HUIYIN_NEIGHBOURS says it; otherwise nothing. */
  readonly neighbours?: readonly string[] | undefined
  /** The engine that makes words into sound (HUIYIN_SPEECH); without it what is played has to be uploaded. */
  readonly speech?: string | undefined
}): Promise<OpenHouse> => {
  const { db, close } = openDatabase(it.url, it.poolSize)
  const { clock, log } = it
  try {
    await migrate(db)
    const following = it.modules.flatMap((module) => module.reactions ?? [])
    const schedules = following.filter((f) => f.when === 'every')
    const known = {
      later: byVerb(following.filter((f) => f.when === 'later')),
      atOnce: byVerb(following.filter((f) => f.when === 'atOnce')),
      schedules: [
        ...schedules,
        { name: 'ledger.months', minutes: 24 * 60, run: makeMonths },
        { name: 'queue.sweep', minutes: 24 * 60, run: sweepQueue },
        { name: 'commands.forget', minutes: 24 * 60, run: forgetDone },
      ],
    }
    const live = await openLive(it.url, db)
    let jobs: Jobs | undefined
    let opened: OpenHouse | undefined
    const besides: Beside[] = []
    const vault = it.vaultKey ? vaultOf(it.vaultKey) : noVault
    const outside = outsideOf(it.neighbours)
    const house: House = {
      ...known,
      lists: listsOf(it.modules),
      vault,
      outside,
      speech: speechBy(it.speech),
      enqueue: (tx, list) => jobs!.enqueue(tx, list),
      failures: () => jobs!.failures(),
      retry: (tx, id) => jobs!.retry(tx, id),
    }
    const ctx: OpenHouse['ctx'] = (tx, me, request = randomUUID()) => ({
      tx,
      me,
      request,
      house,
      now: clock.now(),
      recorded: [],
    })
    const committed = ({ recorded }: Ctx) => {
      if (recorded.length === 0) return
      live.committed(recorded)
      if (recorded.some(({ verb }) => known.later.has(verb))) jobs!.wake()
    }
    jobs = await openJobs({
      url: it.url,
      db,
      clock,
      house: known,
      systemCtx: (tx, request) => ctx(tx, system, request),
      opened: () => opened!,
      committed,
      report: (error, what) => log.error({ err: error, what }, 'background work failed'),
    })
    const run: OpenHouse['run'] = async (me, work, request) => {
      const [made, result] = await transact(db, async (tx: Tx) => {
        const made = ctx(tx, me, request)
        return [made, await work(made)] as const
      })
      committed(made)
      return result
    }
    const sealAll = async () => {
      while ((await run(system, (c) => seal(c))) === 5000);
    }
    await run(system, makeMonths)
    await run(system, beginEra)
    await run(system, async (made) => {
      await sql`select pg_advisory_xact_lock(hashtext('house.begin'))`.execute(made.tx)
      for (const module of it.modules) await module.begin?.(made)
    })
    opened = {
      db,
      url: it.url,
      clock,
      jobs,
      live,
      log,
      handlers: it.modules.flatMap((module) => module.handlers ?? []),
      schedules: known.schedules,
      sockets: it.modules.flatMap((module) => module.sockets ?? []),
      vault,
      outside,
      blanks: async (made) =>
        Object.assign({}, ...(await Promise.all(it.modules.map((module) => module.blanks?.(made))))),
      constraints: Object.assign({}, ...it.modules.map((module) => module.constraints)),
      ctx,
      run,
      committed,
      asSystem: (work) => run(system, work),
      seal: sealAll,
      work: async () => {
        await jobs.work()
        for (const module of it.modules) if (module.beside) besides.push(module.beside(opened!))
      },
      stop: async () => {
        await Promise.all(besides.map((one) => one.stop()))
        await jobs.stop()
        await live.stop()
        await close()
      },
    }
    return opened
  } catch (error) {
    await close()
    throw error
  }
}
