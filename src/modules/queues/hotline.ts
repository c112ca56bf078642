// The hotline at work, in the voice process: picks up, says what must be said, lets wait, and brings caller and agent together.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import { bridge, type IncomingCall, type PlacedCall } from '#engine/outside/voice/gateway.ts'
import type { Furnishes, VoiceLine } from '#engine/outside/voice/lines.ts'
import { callerNumber } from '#modules/calls/caller-number.ts'
import { takeIn } from '#modules/calls/incoming.ts'
import { placeCall } from '#modules/calls/placing.ts'
import { setAside } from '#modules/calls/states.ts'
import * as witness from '#modules/calls/witness.ts'
import { type OnCall, onCallFor } from './on-call.ts'
import { announcement, recordingNotice } from './sounds.ts'
import * as waiting from './waiting.ts'
import type { AnnouncementName } from './words.ts'

/** How often a caller hears his place; how often is looked for somebody free; how often is said that he is held. */
const placeEvery = 30_000
const lookEvery = 1000
const heldEvery = 5000

/** One caller on the line, with his rows: A in `calls`, his place in `queue_calls`. */
type Caller = {
  readonly call: IncomingCall
  readonly callId: string
  readonly id: string
  readonly queue: waiting.Queue
}

const queueOf = async (ctx: Ctx, lineId: string): Promise<waiting.Queue | null> => {
  const row = await ctx.tx
    .selectFrom('queues')
    .where('line_id', '=', lineId)
    .where('active', '=', true)
    .selectAll()
    .executeTakeFirst()
  return (row as waiting.Queue | undefined) ?? null
}

/** The rows are there before the caller hears anything; null where the line has no queue. */
const welcome = (house: OpenHouse, line: VoiceLine, call: IncomingCall): Promise<Caller | null> =>
  house.asSystem(async (ctx) => {
    const queue = await queueOf(ctx, line.id)
    if (!queue) return null
    const number = callerNumber(call.number)?.number ?? ''
    const on = { id: line.id, exchangeId: line.exchangeId }
    const { callId } = await takeIn(ctx, { line: on, staffId: null, number, sipId: call.sipId })
    return { call, callId, queue, id: await waiting.arrive(ctx, queue.id, { id: callId, shown: number }) }
  })

/** Written for certain, however long the database is away: who speaks is not cut off by it, and is not forgotten. */
const surely = async (house: OpenHouse, work: (ctx: Ctx) => Promise<unknown>): Promise<void> => {
  for (let n = 0; ; n++)
    try {
      await house.asSystem(work)
      return
    } catch (error) {
      house.log.error({ err: error, n }, 'a step of the hotline')
      if (n >= 120) return
      await sleep(1000)
    }
}

/** One caller from picking up to hanging up. */
const attend = async (house: OpenHouse, line: VoiceLine, it: Caller): Promise<void> => {
  const { call, callId, id, queue } = it
  const run = <T>(work: (ctx: Ctx) => Promise<T>) => house.asSystem(work)
  const began = () => house.clock.now().getTime()
  const gone = call.ended.then(() => 'gone' as const)
  const one = Promise.withResolvers<'one'>()

  const say = async (kind: AnnouncementName, n = 0): Promise<void> => {
    // While the database is away he waits without words: better than to be hung up.
    const said = await announcement(house, queue.id, kind, n).catch(() => null)
    if (!said || call.over) return
    await run((ctx) => waiting.heard(ctx, id, kind, said.version)).catch(() => undefined)
    await Promise.race([call.play(said.sound), gone, one.promise])
  }
  const music = async (): Promise<void> => {
    const it = await announcement(house, queue.id, 'music').catch(() => null)
    if (it && !call.over) void call.play(it.sound, { loop: true })
  }

  /** They talk until one of them hangs up; the other is not left alone. */
  const together = async (leg: PlacedCall, by: string, overflow: boolean): Promise<void> => {
    bridge(call, leg)
    const written = surely(house, (ctx) => waiting.answered(ctx, id, by, overflow))
    await Promise.race([call.ended, leg.ended])
    call.hangUp()
    leg.hangUp()
    await written
  }

  /** Rings somebody for him; false when nobody picked up, or the caller wants to be called back or is gone. */
  const ring = async (leg: PlacedCall): Promise<boolean> => {
    const first = await Promise.race([leg.answered, gone, one.promise])
    if (first instanceof Date && !call.over) return true
    leg.hangUp()
    await leg.ended
    return false
  }

  const dial = (number: string, of = callId) =>
    line.gateway.call(number, { ringSeconds: queue.ring_seconds, headers: [`X-Huiyin-Call: ${of}`] })

  const offered = async (agent: waiting.Agent): Promise<boolean> => {
    const leg = dial(agent.extension)
    if (await ring(leg)) {
      await together(leg, agent.id, false)
      return true
    }
    const { rangOut, by } = await leg.ended
    await surely(house, async (ctx) => {
      await waiting.pass(ctx, id)
      // Whoever did not answer is not offered the next one either, until he says that he is there.
      if (!call.over && (rangOut || by === 'network')) await setAside(ctx, agent.id, '来电未接')
    })
    return false
  }

  /** A number outside the house is a call of its own, witnessed as every other one. */
  const outside = async (person: OnCall): Promise<boolean> => {
    const { callId: legId } = await run((ctx) =>
      placeCall(ctx, {
        ...{ number: person.number!, owner: 'staff', parentId: callId },
        about: { noun: 'staff', id: person.id },
        line: { id: line.id, exchangeId: line.exchangeId },
      }),
    )
    const leg = dial(person.outside!, legId)
    // One after the other, each for certain: an end that is written before its answer would be another outcome.
    let written: Promise<unknown> = Promise.resolve()
    const witnessed = (work: (ctx: Ctx) => Promise<unknown>) => {
      written = written.then(() => surely(house, work))
    }
    witnessed((ctx) => witness.dialledNow(ctx, legId, leg.sipId))
    void leg.ringing.then((at) => at && witnessed((ctx) => witness.rang(ctx, legId)))
    void leg.ended.then(({ by, sip, q850, rangOut }) =>
      witnessed((ctx) => witness.ended(ctx, legId, { by, status: sip, q850, rangOut })),
    )
    held.set(leg, legId)
    if (!(await ring(leg))) return false
    witnessed((ctx) => witness.answered(ctx, legId))
    await together(leg, person.id, true)
    return true
  }

  const overflow = async (): Promise<boolean> => {
    for (const person of await run((ctx) => onCallFor(ctx, queue)).catch(() => [])) {
      if (call.over || pressed) return false
      if (person.extension) {
        const leg = dial(person.extension)
        if (await ring(leg)) {
          await together(leg, person.id, true)
          return true
        }
      }
      if (person.outside && !call.over && !pressed && (await outside(person).catch(() => false))) return true
    }
    return false
  }

  let pressed = false
  const listenForOne = () =>
    call.onDigit((digit) => {
      if (digit !== '1' || !queue.call_back) return
      pressed = true
      one.resolve('one')
    })

  /** Until somebody answers, he presses the key, or he is gone; true when he has spoken with somebody. */
  const wait = async (): Promise<void> => {
    const from = began()
    let saidPlace = from
    let overflown = false
    await music()
    while (!call.over && !pressed) {
      // While the database is away he hears music and keeps his place.
      const agent = await run((ctx) => waiting.offer(ctx, queue, id)).catch(() => null)
      if (agent) {
        if (await offered(agent)) return
        continue
      }
      if (!overflown && began() - from >= queue.overflow_seconds * 1000) {
        overflown = true
        if (await overflow()) return
        await say('busy')
        if (!call.over && !pressed) await music()
      } else if (began() - saidPlace >= placeEvery) {
        saidPlace = began()
        const before = await run((ctx) => waiting.place(ctx, id)).catch(() => 0)
        if (before > 0) await say('position', before)
        if (!call.over && !pressed) await music()
      }
      await Promise.race([sleep(lookEvery), gone, one.promise])
    }
  }

  call.answer()
  if (!(await call.answered)) return
  await run((ctx) => witness.answered(ctx, callId))
  if (queue.emergency) await say('emergency')
  const notice = await recordingNotice(house)
  if (notice && !call.over) await Promise.race([call.play(notice), gone])
  await say('welcome')
  if (!(await run((ctx) => waiting.isOpen(ctx, queue)))) {
    await say('closed')
    await run((ctx) => waiting.close(ctx, id))
    call.hangUp()
    return
  }
  const deaf = listenForOne()
  await say('waiting')
  if (!call.over) await wait()
  deaf()
  if (!pressed || call.over) return
  await surely(house, (ctx) => waiting.promise(ctx, id))
  const promised = await announcement(house, queue.id, 'promised')
  if (promised) await Promise.race([call.play(promised.sound), gone])
  call.hangUp()
}

/** Calls that this process holds, with their rows. */
const held = new Map<object, string>()

const take = async (house: OpenHouse, line: VoiceLine, call: IncomingCall, places: Set<string>): Promise<void> => {
  const it = await welcome(house, line, call)
  if (!it) return call.refuse(480)
  held.set(call, it.callId)
  places.add(it.id)
  const over = call.ended.then(async ({ by, sip, q850 }) => {
    held.delete(call)
    places.delete(it.id)
    await surely(house, async (ctx) => {
      await waiting.abandon(ctx, it.id)
      await witness.ended(ctx, it.callId, { by, status: sip, q850 })
    })
  })
  try {
    await attend(house, line, it)
  } finally {
    call.hangUp()
    await over
  }
}

const work = (house: OpenHouse, line: VoiceLine) => {
  const places = new Set<string>()
  const failed = (error: unknown) => house.log.error({ err: error, line: line.number }, 'a caller of the hotline')
  line.gateway.onCall((call) => void take(house, line, call, places).catch(failed))
  const beat = setInterval(() => {
    for (const leg of held.keys()) if ((leg as PlacedCall).over) held.delete(leg)
    if (held.size === 0) return
    const work = async (ctx: Ctx) => {
      await witness.stillThere(ctx, [...held.values()])
      await waiting.stillThere(ctx, [...places])
    }
    void house.asSystem(work).catch(failed)
  }, heldEvery)
  return async () => clearInterval(beat)
}

export const hotlines: Furnishes = ({ house, eachLine }) => eachLine('hotline', (line) => work(house, line))
