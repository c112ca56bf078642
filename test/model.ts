// A hospital at work by chance: many hands at once, verbs that may be done and verbs that may not, and what must hold meanwhile.
import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import { prove } from '#engine/sealer.ts'
import { openSession } from '#engine/sessions.ts'
import { contracts } from '#src/contracts.ts'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import { examine, owed } from '#src/invariants.ts'
import { modules } from '#src/modules.ts'
import { client, Refused, type WireReply, type WireRequest } from '#web/client.ts'
import { type Desk, openDesk, type Person } from './desk.ts'
import type { Login } from './people.ts'
import { discharge, lookAround, planStep } from './plans.ts'
import { addDays, at, clockOf, dayOf } from './time.ts'
import type { World } from './verbs.ts'

/** One verb by one hand. What it is about is named by what does not change from run to run. */
export type Step = {
  readonly batch: number
  readonly who: Login
  readonly verb: string
  readonly on: string
  readonly chance: Chance
  /** Does it through the typed client; sent twice under one key where `twice`. */
  readonly act: (person: Person) => Promise<unknown>
  readonly twice?: boolean
  readonly subject?: string | undefined
  readonly replies: { status: number; request: string }[]
}

// In which step something runs: its chance makes the ids, so that a seed makes the same hospital again.
const during = new AsyncLocalStorage<{ readonly chance: Chance; readonly replies: Step['replies'] }>()

const seededIds = (): (() => void) => {
  const real = crypto.getRandomValues
  crypto.getRandomValues = ((array: Uint8Array) => {
    const step = during.getStore()
    if (!step) return real.call(crypto, array as never)
    for (let i = 0; i < array.length; i++) array[i] = step.chance.whole(0, 255)
    return array
  }) as typeof real
  return () => {
    crypto.getRandomValues = real
  }
}

/** What a verb may be called in the ledger besides itself: the table decides on the way. */
const family: Record<string, readonly string[]> = {
  'task.attempt': ['task.attempt', 'task.giveUp'],
  'task.complete': ['task.complete', 'task.flag'],
}
/** Done a second time, these change nothing and say nothing. */
const quietAgain = new Set(['patient.doNotCall', 'patient.died', 'setting.change', 'task.allot'])

const words = ({ batch, who, verb, on, twice, replies }: Step): string =>
  `${String(batch).padStart(5)} ${who.padEnd(12)} ${verb.padEnd(16)} ${on}${twice ? ' ×2' : ''} → ${replies.map(({ status }) => status).join(' ')}`

export type Model = {
  readonly desk: Desk
  /** How many verbs were sent, and how many were done. */
  readonly sent: () => number
  readonly done: () => number
  /** How often each verb was done. */
  readonly by: ReadonlyMap<string, number>
  /** A line for each step. */
  readonly journal: () => string[]
  /** Runs batches until so many verbs were sent. Throws with seed and steps when something does not hold. */
  run(until: () => boolean): Promise<void>
  /** Lets everything settle and asks every promise once more. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Opens a hospital with a seed; the same seed sends the same verbs, as far as no race between two of them decides otherwise. */
export const openModel = async (seed: number, atOnce = 6): Promise<Model> => {
  const restoreIds = seededIds()
  const opening = { chance: chanceFrom(seed), replies: [] }
  const desk = await during.run(opening, () => openDesk({ at: '2026-03-09T08:00:00+08:00' }))
  const { house, server, clock } = desk
  const { director, ids } = desk.people
  await during.run(opening, () => director.custodians.name({ staffIds: [ids.lead, ids.admin, ids.director] }))
  const journal: Step[] = []
  let sent = 0
  let done = 0
  const by = new Map<string, number>()
  let batch = 0

  const hands = new Map<Login, Person>()
  const handOf = (login: Login): Person => {
    let cookie = ''
    const enter = async () => {
      const session = {
        staffId: desk.people.ids[login],
        stage: 'full',
        address: '',
        agent: 'model',
        now: clock.now(),
      } as const
      cookie = `huiyin=${await openSession(house.db, session)}`
    }
    const send = async (request: WireRequest): Promise<WireReply> => {
      const ask = () =>
        server.inject({
          method: request.method as 'GET',
          url: request.url,
          headers: { ...request.headers, cookie },
          ...(request.body === undefined
            ? {}
            : { payload: typeof request.body === 'string' ? request.body : Buffer.from(request.body as Uint8Array) }),
        })
      let reply = await ask()
      if (reply.statusCode === 401) {
        await enter()
        reply = await ask()
      }
      const request_ = String(reply.headers['x-request-id'])
      if (request.method !== 'GET') during.getStore()?.replies.push({ status: reply.statusCode, request: request_ })
      return { status: reply.statusCode, headers: reply.headers as Record<string, string>, bytes: reply.rawPayload }
    }
    const hand = hands.get(login) ?? client(contracts, send)
    hands.set(login, hand)
    return hand
  }
  const hand = (login: Login) => hands.get(login) ?? handOf(login)

  const fail = (why: string, about?: string): never => {
    const near = journal.filter((step) => step.batch >= batch - 1 || (about !== undefined && step.subject === about))
    const steps = [...new Set(near)].slice(-120).map(words).join('\n')
    throw new Error(`${why}\nseed ${seed}, batch ${batch}: SEED=${seed} AT_ONCE=${atOnce} npm run soak\n${steps}`)
  }

  const perform = (step: Step): Promise<void> =>
    during.run(step, async () => {
      const once = () =>
        step.act(hand(step.who)).then(
          (reply) => ({ reply }),
          (error) => {
            if (error instanceof Refused) return { refused: error.status }
            throw error
          },
        )
      const replies = await Promise.all(step.twice ? [once(), once()] : [once()])
      const [one, other] = replies
      if (one && other && 'reply' in one && 'reply' in other) assert.deepEqual(one.reply, other.reply)
    })

  /** Every acknowledged verb has its one event, and a refused one has none but the refusal. */
  const checkEvents = async (steps: readonly Step[]): Promise<void> => {
    const requests = steps.flatMap((step) => step.replies.map(({ request }) => request))
    const { rows } = await sql<{ request: string; verb: string; subject: string | null }>`
      select request, verb, subject from events
      where request = any(${requests}) and at > ${new Date(clock.now().getTime() - 3_600_000)}`.execute(house.db)
    for (const step of steps) {
      const of = (request: string) => rows.filter((row) => row.request === request)
      let own = 0
      let acknowledged = 0
      for (const { status, request } of step.replies) {
        if (status >= 500) fail(`${status} to ${step.verb} (${request})`, step.subject)
        if (status < 300) {
          acknowledged++
          own += of(request).filter(
            ({ verb, subject }) =>
              (family[step.verb] ?? [step.verb]).includes(verb) && (step.subject ?? subject) === subject,
          ).length
        } else {
          const said = of(request).map(({ verb }) => verb)
          const right = status === 403 ? said.join() === 'refusal.record' : said.length === 0
          if (!right) fail(`${step.verb} was refused with ${status} and yet the ledger has ${said}`, step.subject)
        }
      }
      if (acknowledged > 0) {
        done++
        by.set(step.verb, (by.get(step.verb) ?? 0) + 1)
      }
      const least = quietAgain.has(step.verb) ? 0 : 1
      if (acknowledged > 0 && (own > 1 || own < least))
        fail(`${step.verb} was acknowledged with ${own} events`, step.subject)
    }
  }

  const checkRecords = async (): Promise<void> => {
    const broken = (await examine(house.db)).filter(({ count }) => count > 0)
    if (broken.length > 0)
      fail(broken.map(({ name, rows }) => `${name}: ${rows.join(', ')}`).join('\n'), broken[0]!.rows[0])
  }

  /** Nights and weekends pass; the day's schedules run in the morning. */
  const passTime = async (chance: Chance): Promise<void> => {
    clock.pass(chance.whole(1, 12) * 60_000)
    if (clockOf(clock.now()) < '18:00') return
    clock.set(at(addDays(dayOf(clock.now()), 1), '08:00'))
    for (const schedule of house.schedules) await house.asSystem((ctx) => schedule.run(ctx))
  }

  const world: World = { desk, stays: [], departments: Object.values(desk.people.departments), disabled: new Set() }

  const oneBatch = async (): Promise<void> => {
    batch++
    const chance = chanceFrom(seed * 1_000_003 + batch)
    const aside = { chance: chanceFrom(chance.whole(0, 2 ** 31)), replies: [] }
    await passTime(chance)
    if (batch % 80 === 1) await during.run(aside, () => discharge(world, hand('admin'), chance, batch))
    const subjects = await during.run(aside, () => lookAround(hand, chance))
    const steps: Step[] = []
    for (let slot = 0; slot < atOnce; slot++)
      steps.push({ batch, replies: [], ...planStep(world, subjects, steps.at(-1), chance, `${batch}.${slot}`) })
    journal.push(...steps)
    if (journal.length > 60_000) journal.splice(0, 30_000)
    sent += steps.length
    // Reactions and the sealer work beside the people, now and then at the very same moment.
    const beside = chance.happens(0.2) ? during.run(aside, () => house.jobs.drain()) : undefined
    const sealing = chance.happens(0.05) ? house.seal() : undefined
    await Promise.all([...steps.map(perform), beside, sealing])
    await checkEvents(steps)
    if (chance.happens(0.2)) await during.run(aside, () => house.jobs.drain())
    if (batch % 150 === 0) await checkRecords()
  }

  return {
    desk,
    sent: () => sent,
    done: () => done,
    by,
    journal: () => journal.map(words),
    run: async (until) => {
      while (!until())
        await oneBatch().catch((error: Error) => {
          throw error.message.includes('SEED=') ? error : fail(error.stack ?? error.message)
        })
    },
    finish: async () => {
      await house.jobs.drain()
      await checkRecords()
      const following = modules.flatMap((module) => module.reactions ?? []).filter((one) => one.when === 'later')
      const waiting = await owed(house.db, following)
      if (waiting.length > 0) fail(`reactions that neither ran nor wait: ${waiting.join(', ')}`)
      await house.seal()
      const { broken, unsealed } = await prove(house.db)
      if (broken || unsealed > 0) fail(`the ledger does not prove: ${JSON.stringify(broken)}, ${unsealed} unsealed`)
    },
    close: async () => {
      restoreIds()
      await desk.close()
    },
  }
}
