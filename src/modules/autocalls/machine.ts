// The machine at its line: dials what is due at the hospital's pace, speaks the script, fetches a person, and lets go in good order.
import { setTimeout as sleep } from 'node:timers/promises'
import type { OpenHouse } from '#engine/house.ts'
import { bridge, type PlacedCall, type Sound } from '#engine/outside/voice/gateway.ts'
import type { VoiceLine } from '#engine/outside/voice/lines.ts'
import type { Outcome } from '#modules/calls/outcomes.ts'
import { answered, dialledNow, ended, rang, stillThere } from '#modules/calls/witness.ts'
import { longestIdle } from './agents.ts'
import { type Begun, beginCall } from './beginning.ts'
import { converse, type Told } from './conversation.ts'
import { paceOf } from './pace.ts'
import { answeredCall, type HandedTo, keepHeard, notReached, spoken, stillInHand } from './running.ts'
import { soundsOf } from './scripts.ts'

/** Names the call that an agent's telephone rings for; his server finds person and task by it. */
export const callHeader = 'X-Huiyin-Call'

const agentRings = 15
const agentsAsked = 3

/** Sounds of a script in force never change: read once by this process. */
const kept = new Map<string, Promise<ReadonlyMap<string, Sound>>>()
const soundsFor = (house: OpenHouse, scriptId: string) => {
  const known = kept.get(scriptId)
  if (known) return known
  const read = soundsOf(house.db, scriptId).catch((error) => {
    // What could not be read now is read for the next call.
    kept.delete(scriptId)
    throw error
  })
  kept.set(scriptId, read)
  return read
}

/** Agents whose telephone this process is ringing, so that two people are not given to one. */
const asked = new Set<string>()

/** Rings free agents, longest idle first, until one picks up; null when nobody does or the person has gone. */
const fetchAgent = async (
  house: OpenHouse,
  line: VoiceLine,
  begun: Begun,
  call: PlacedCall,
): Promise<{ staffId: string; leg: PlacedCall } | null> => {
  const tried: string[] = []
  for (let i = 0; i < agentsAsked && !call.over; i++) {
    const agent = await house.asSystem((ctx) => longestIdle(ctx, line.exchangeId, [...tried, ...asked]))
    if (!agent) return null
    tried.push(agent.staffId)
    asked.add(agent.staffId)
    try {
      const leg = line.gateway.call(agent.extension, {
        ringSeconds: agentRings,
        headers: [`${callHeader}: ${begun.callId}`],
      })
      void call.ended.then(() => leg.hangUp())
      if ((await leg.answered) && !call.over) return { staffId: agent.staffId, leg }
    } finally {
      asked.delete(agent.staffId)
    }
  }
  return null
}

const wantsPerson = (how: Told['how']) => how === 'urgent' || how === 'dissatisfied' || how === 'person'

/** From the moment somebody picked up. */
const talk = async (house: OpenHouse, line: VoiceLine, begun: Begun, call: PlacedCall): Promise<void> => {
  const sounds = await soundsFor(house, begun.scriptId)
  const sound = (prompt: string) => sounds.get(prompt) ?? new Int16Array(0)
  // One after the other, so that an earlier answer never overwrites a later one.
  let keeping: Promise<unknown> = Promise.resolve()
  const told = await converse(call, {
    ...{ script: begun.script, questionnaire: begun.questionnaire, sound },
    onHeard: (soFar) => {
      keeping = keeping
        .then(() => house.asSystem((ctx) => keepHeard(ctx, begun.id, soFar)))
        .catch((error) => house.log.error({ err: error }, 'keeping an answer'))
    },
  })
  await keeping
  const write = (agent: HandedTo) => house.asSystem((ctx) => spoken(ctx, begun.id, told, agent))
  if (!wantsPerson(told.how)) {
    const last = told.how === 'stranger' ? 'stranger' : told.how === 'machine' ? undefined : 'thanks'
    await Promise.all([write(null), last && call.play(sound(last))])
    call.hangUp()
    return
  }
  const fetching = fetchAgent(house, line, begun, call)
  await call.play(sound('person'))
  const agent = await fetching
  await write(agent)
  if (!agent) {
    await call.play(sound('busy'))
    call.hangUp()
    return
  }
  bridge(call, agent.leg)
  await Promise.race([call.ended, agent.leg.ended])
  call.hangUp()
  agent.leg.hangUp()
}

/** One call from dialling to its end; whatever happens, nobody is left in silence, and its rows are closed truthfully. */
const makeCall = async (house: OpenHouse, line: VoiceLine, begun: Begun): Promise<void> => {
  const call = line.gateway.call(begun.number, { ringSeconds: begun.ringSeconds })
  try {
    await follow(house, line, begun, call)
  } finally {
    call.hangUp()
  }
}

const follow = async (house: OpenHouse, line: VoiceLine, begun: Begun, call: PlacedCall): Promise<void> => {
  const { callId } = begun
  for (let i = 0; i < 100 && call.sipId === '' && !call.over; i++) await sleep(10)
  await house.asSystem((ctx) => dialledNow(ctx, callId, call.sipId))
  // A ring that could not be written is no reason to give up the call; its answer or end says more.
  const ringing = call.ringing
    .then((at) => (at ? house.asSystem((ctx) => rang(ctx, callId)) : undefined))
    .catch((error) => house.log.error({ err: error, autocall: begun.id }, 'a ring was not written'))
  const pickedUp = await call.answered
  await ringing
  if (pickedUp) {
    await house.asSystem(async (ctx) => {
      await answered(ctx, callId)
      await answeredCall(ctx, begun.id)
    })
    await talk(house, line, begun, call).catch((error) => {
      house.log.error({ err: error, autocall: begun.id }, 'an automatic call went wrong')
      call.hangUp()
    })
  }
  const end = await call.ended
  await house.asSystem(async (ctx) => {
    if (end.early) await rang(ctx, callId, true)
    await ended(ctx, callId, { status: end.sip, q850: end.q850, by: end.by, rangOut: end.rangOut })
    if (pickedUp) return
    const row = await ctx.tx
      .selectFrom('calls')
      .where('id', '=', callId)
      .select(['outcome', 'ringing_at', 'ended_at'])
      .executeTakeFirstOrThrow()
    const seconds = row.ringing_at && row.ended_at ? (row.ended_at.getTime() - row.ringing_at.getTime()) / 1000 : 0
    await notReached(ctx, begun.id, row.outcome as Outcome, seconds)
  })
}

/** Works one line of the machine until what it answers is called: then nothing new begins, and calls in hand are ended. */
export const workLine = async (house: OpenHouse, line: VoiceLine): Promise<() => Promise<void>> => {
  const stopping = new AbortController()
  const inHand = new Map<string, Begun>()
  const running = new Set<Promise<void>>()
  const pause = (seconds: number) =>
    sleep(seconds * 1000, undefined, { signal: stopping.signal }).catch(() => undefined)

  const beat = setInterval(() => {
    if (inHand.size === 0) return
    void house
      .asSystem(async (ctx) => {
        await stillThere(
          ctx,
          [...inHand.values()].map((begun) => begun.callId),
        )
        await stillInHand(ctx, [...inHand.keys()])
      })
      .catch((error) => house.log.error({ err: error }, 'the machine at its line'))
  }, 10_000)

  const work = (async () => {
    while (!stopping.signal.aborted) {
      if (!line.gateway.registered) {
        await pause(1)
        continue
      }
      const begun = await house
        .asSystem((ctx) => beginCall(ctx, line))
        .catch((error) => {
          house.log.error({ err: error }, 'the machine at its line')
          return null
        })
      if (!begun) {
        await pause(2)
        continue
      }
      inHand.set(begun.id, begun)
      const one = makeCall(house, line, begun)
        .catch((error) => house.log.error({ err: error, autocall: begun.id }, 'an automatic call went wrong'))
        .finally(() => {
          inHand.delete(begun.id)
          running.delete(one)
        })
      running.add(one)
      await pause(1 / (await paceOf({ tx: house.db })).perSecond)
    }
  })()

  return async () => {
    stopping.abort()
    clearInterval(beat)
    await work
    for (const call of line.gateway.calls) call.hangUp()
    await Promise.all(running)
  }
}
