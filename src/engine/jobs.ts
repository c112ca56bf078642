// The queue: reactions wait in it from the moment their verb is committed, and schedules knock on it; any node may take one.
import { sql } from 'kysely'
import { type ConstructorOptions, fromKysely, PgBoss } from 'pg-boss'
import type { Clock } from './clock.ts'
import type { Ctx, House, LongReaction, ReactionJob, Schedule } from './ctx.ts'
import { type Db, transact } from './database.ts'
import type { OpenHouse } from './house.ts'
import type { LedgerEvent } from './ledger.ts'

const reactionQueue = 'reaction'
const longQueue = 'long'
const scheduleQueue = 'schedule'

/**
 * What waits, waits as long as the hospital stands still, and what gave up stays until somebody retries it: the library
 * would drop the one after a fortnight and the other after a week. What was done is swept away by `sweepQueue`.
 */
const patient = {
  retryLimit: 8,
  retryDelay: 5,
  retryBackoff: true,
  retentionSeconds: 10 * 365 * 24 * 3600,
  deleteAfterSeconds: 0,
} as const

/** Forgets jobs that were done a week ago; the ledger and its marks keep what they did. */
export const sweepQueue = async (ctx: Ctx): Promise<void> => {
  const queues = [reactionQueue, longQueue, scheduleQueue]
  await sql`delete from pgboss.job where name = any(${queues}) and state = 'completed'
    and completed_on < ${new Date(ctx.now.getTime() - 7 * 86_400_000)}`.execute(ctx.tx)
}

/** A job that gave up, as the administrator sees it. */
export type FailedJob = {
  readonly id: string
  readonly name: string
  readonly what: string
  readonly failedAt: Date
  readonly output: string
}

type Stored = { reaction: string; event: Omit<LedgerEvent, 'at'> & { at: string } }

export type Jobs = {
  readonly enqueue: House['enqueue']
  /** Begins to take work from the queue; `wake` makes this node look at once. */
  work(): Promise<void>
  wake(): void
  /** Runs everything that waits, until nothing does: for tests and for tools that end. */
  drain(): Promise<number>
  /** Jobs that gave up, newest first, for the screen with the retry button. */
  readonly failures: House['failures']
  readonly retry: House['retry']
  stop(): Promise<void>
}

type Parts = {
  readonly url: string
  readonly db: Db
  readonly clock: Clock
  readonly house: Pick<House, 'later' | 'schedules'>
  /** Makes the context in which the system acts. */
  readonly systemCtx: (tx: Ctx['tx'], request: string) => Ctx
  /** The house, for work that opens its own transactions; asked for only when there is some. */
  readonly opened: () => OpenHouse
  readonly committed: (ctx: Ctx) => void
  readonly report: (error: unknown, what: string) => void
}

/** Opens the queue on the database; nothing is taken from it until `work`. */
export const openJobs = async ({ url, db, house, systemCtx, opened, committed, report }: Parts): Promise<Jobs> => {
  const boss = new PgBoss({
    connectionString: url,
    max: 3,
    application_name: 'huiyin-jobs',
    // How soon it is noticed that the node that had taken a job is gone.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  } as ConstructorOptions)
  boss.on('error', (error) => report(error, 'queue'))
  await boss.start()
  const workers: string[] = []
  // A node that dies over a job is noticed within half a minute; should it live after all, the mark lets the second one
  // find the work done.
  for (const name of [reactionQueue, scheduleQueue])
    await boss.createQueue(name, { ...patient, expireInSeconds: 300, heartbeatSeconds: 15 })

  // Long work may take hours, but a node that dies over it is noticed within a minute.
  await boss.createQueue(longQueue, { ...patient, expireInSeconds: 12 * 3600, heartbeatSeconds: 60 })

  const called = (reaction: string) => {
    const found = [...house.later.values()].flat().find((it) => it.name === reaction)
    if (!found) throw new Error(`no reaction is called ${reaction}`)
    return found
  }

  /** Does long work outside any transaction and leaves its mark at the end: it finds its own place when begun again. */
  const reactLong = async (found: LongReaction, event: LedgerEvent): Promise<void> => {
    const { rows } = await sql`
      select from reactions_done where event_id = ${event.id} and reaction = ${found.name}`.execute(db)
    if (rows.length > 0) return
    await found.runLong(opened(), event)
    const { now } = systemCtx(db, `reaction ${found.name} ${event.id}`)
    await sql`insert into reactions_done (event_id, reaction, at)
      values (${event.id}, ${found.name}, ${now}) on conflict do nothing`.execute(db)
  }

  /** Does one reaction in one transaction together with its mark; a mark that is there already means it was done. */
  const react = async ({ reaction, event: stored }: Stored): Promise<void> => {
    const found = called(reaction)
    const event = { ...stored, at: new Date(stored.at) }
    if ('runLong' in found) return reactLong(found, event)
    const ctx = await transact(db, async (tx) => {
      const ctx = systemCtx(tx, `reaction ${reaction} ${event.id}`)
      const mark = await sql`insert into reactions_done (event_id, reaction, at)
        values (${event.id}, ${reaction}, ${ctx.now}) on conflict do nothing`.execute(tx)
      if (Number(mark.numAffectedRows) === 1) await found.run(ctx, event)
      return ctx
    })
    committed(ctx)
  }

  const knock = async (schedule: Schedule): Promise<void> => {
    const ctx = await transact(db, async (tx) => {
      // One node at a time: two that run the same round would do its work twice.
      await sql`select pg_advisory_xact_lock(hashtext(${schedule.name}))`.execute(tx)
      const ctx = systemCtx(tx, `schedule ${schedule.name}`)
      await schedule.run(ctx)
      return ctx
    })
    committed(ctx)
  }

  const told = async (what: string, work: Promise<void>): Promise<void> => {
    try {
      await work
    } catch (error) {
      report(error, what)
      throw error
    }
  }

  return {
    enqueue: async (tx, jobs) => {
      const queueOf = ({ reaction }: ReactionJob) => ('runLong' in called(reaction) ? longQueue : reactionQueue)
      for (const [queue, list] of Map.groupBy(jobs, queueOf)) {
        const rows = list.map(({ event, reaction }) => ({ data: { reaction, event } }))
        await boss.insert(queue, rows, { db: fromKysely(tx) })
      }
    },
    work: async () => {
      for (let i = 0; i < 2; i++)
        workers.push(
          await boss.work<Stored>(reactionQueue, { pollingIntervalSeconds: 1 }, ([job]) =>
            told(`reaction ${job!.data.reaction}`, react(job!.data)),
          ),
        )
      workers.push(
        await boss.work<Stored>(longQueue, { pollingIntervalSeconds: 1 }, ([job]) =>
          told(`reaction ${job!.data.reaction}`, react(job!.data)),
        ),
      )
      await boss.work<{ name: string }>(scheduleQueue, { pollingIntervalSeconds: 2 }, async ([job]) => {
        const schedule = house.schedules.find(({ name }) => name === job!.data.name)
        if (schedule) await told(`schedule ${schedule.name}`, knock(schedule))
      })
      for (const { name, minutes } of house.schedules) {
        const cron = minutes < 60 ? `*/${minutes} * * * *` : minutes < 1440 ? `7 */${minutes / 60} * * *` : '17 3 * * *'
        await boss.schedule(scheduleQueue, cron, { name }, { key: name, tz: 'Asia/Shanghai' })
      }
    },
    wake: () => {
      for (const id of workers) boss.notifyWorker(id)
    },
    drain: async () => {
      for (let done = 0; ; ) {
        const before = done
        for (const queue of [reactionQueue, longQueue])
          for (const job of await boss.fetch<Stored>(queue, { batchSize: 50 })) {
            await told(`reaction ${job.data.reaction}`, react(job.data))
            await boss.complete(queue, job.id)
            done++
          }
        if (done === before) return done
      }
    },
    failures: async () => {
      const { rows } = await sql<FailedJob>`
        select id::text, name, coalesce(data->>'reaction', data->>'name') as what, completed_on as "failedAt",
               left(coalesce(output->>'message', output::text), 500) as output
        from pgboss.job where state = 'failed' order by completed_on desc limit 100`.execute(db)
      return rows
    },
    retry: async (tx, id) => {
      const { rows } = await sql<{ name: string }>`
        select name from pgboss.job where id = ${id}::uuid and state = 'failed'`.execute(tx)
      if (!rows[0]) return false
      await boss.retry(rows[0].name, id, { db: fromKysely(tx) })
      return true
    },
    stop: () => boss.stop({ graceful: true, timeout: 8000 }),
  }
}
