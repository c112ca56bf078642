// The machine at its line while the database stumbles: nobody is left in silence, and the next call is as good as ever.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { VoiceLine } from '#engine/outside/voice/lines.ts'
import type { CallEnded, PlacedCall } from '#engine/outside/voice/shapes.ts'
import { toneOf } from '#engine/outside/voice/tones.ts'
import { writeWave } from '#engine/outside/voice/wave.ts'
import { longQuestions, toBeCalled } from '#test/autocalling.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { furnishTelephone } from '#test/telephone.ts'
import { workLine } from './machine.ts'

/** Everybody picks up at once, presses nothing, and waits until we hang up. */
const patientPeople = () => {
  const calls: { number: string; heard: number; over: boolean }[] = []
  const call = (number: string): PlacedCall => {
    const kept = { number, heard: 0, over: false }
    calls.push(kept)
    const end = Promise.withResolvers<CallEnded>()
    const now = new Date()
    return {
      ...{ direction: 'out', sipId: `sip ${calls.length}`, number, header: () => undefined },
      ...{ ringing: Promise.resolve(now), answered: Promise.resolve(now), ended: end.promise },
      get over() {
        return kept.over
      },
      play: async (sound) => {
        kept.heard += sound.length
        await sleep(5)
        return false
      },
      ...{ stopPlaying: () => {}, onDigit: () => () => {}, onSound: () => () => {}, press: () => {} },
      packets: { received: 0, sent: 0, lastReceivedAt: null },
      hangUp: () => {
        kept.over = true
        const said = { by: 'us', rangOut: false, sip: 200, q850: null, early: false } as const
        end.resolve({ ...said, answeredAt: now, endedAt: new Date() })
      },
    }
  }
  return { calls, gateway: { registered: true, call, calls: [] } as unknown as VoiceLine['gateway'] }
}

describe('the machine', () => {
  let desk: Desk
  let line: VoiceLine
  const people = patientPeople()
  before(async () => {
    desk = await openDesk()
    const { lead, supervision } = desk.people
    const { id: questionnaireId } = await lead.questionnaires.create({ definition: longQuestions })
    await lead.questionnaires.publish({ id: questionnaireId })
    const waves = [{ key: 'voice', name: '语音', from: 3, until: 7, questionnaire: longQuestions.key, automatic: true }]
    const { id } = await lead.programmes.create({ key: 'voice', name: '语音', definition: { conditions: {}, waves } })
    await lead.programmes.start({ id })
    const definition = await lead.scripts.proposal({ id: questionnaireId })
    const script = await lead.scripts.create({ key: 'voice', name: '语音', questionnaireId, definition })
    for (const { prompt } of script.prompts) {
      const file = { name: 'said.wav', type: 'audio/wav', content: writeWave(toneOf('5', 1)) }
      await lead.scripts.upload({ id: script.id, prompt }, { file })
    }
    await lead.scripts.propose({ id: script.id })
    await supervision.scripts.approve({ id: script.id })
    const { exchangeId, lineIds } = await furnishTelephone(
      desk,
      { ws: 'ws://127.0.0.1:1/', domain: 'pbx.test', password: 'none' },
      [{ number: '1900', kind: 'machine' }],
    )
    line = { id: lineIds[0]!, exchangeId, number: '1900', kind: 'machine', gateway: people.gateway }
  })
  after(() => desk?.close())

  test('hangs up when it cannot speak, and speaks again as soon as it can', async () => {
    const stop = await workLine(desk.house, line)
    const called = async (n: number) => {
      for (let i = 0; people.calls.length < n || !people.calls[n - 1]!.over; i++) {
        assert.ok(i < 150, `call ${n}: ${JSON.stringify(people.calls)}`)
        await sleep(100)
      }
      return people.calls[n - 1]!
    }
    try {
      await sql`alter table script_prompts rename to script_prompts_away`.execute(desk.house.db)
      await toBeCalled(desk, '13900000101')
      assert.equal((await called(1)).heard, 0)
      await sql`alter table script_prompts_away rename to script_prompts`.execute(desk.house.db)
      await toBeCalled(desk, '13900000102')
      assert.ok((await called(2)).heard > 0)
    } finally {
      await stop()
    }
  })
})
