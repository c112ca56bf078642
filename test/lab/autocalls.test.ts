// Voice follow-up against real telephones: every way in which a call by the program can end, and fifty of them at once.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { type IncomingCall, openGateway } from '#engine/outside/voice/gateway.ts'
import { toneOf } from '#engine/outside/voice/tones.ts'
import { readWave } from '#engine/outside/voice/wave.ts'
import type { Working } from '#engine/outside/voice/working.ts'
import { furnishAutocalls, longQuestions, testSpeech, toBeCalled, untilOver, workLines } from '#test/autocalling.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { type Phone, type TelephoneLab, telephoneLab, withoutLabs } from '#test/labs.ts'
import { furnishTelephone } from '#test/telephone.ts'

const pace = {
  lines: 60,
  perSecond: 10,
  from: '08:00',
  until: '20:00',
  days: 'all',
  tries: 2,
  callBackMinutes: 30,
} as const

/** How alike two sounds are where they fit best: 1 is the same. */
const likeness = (heard: Int16Array, said: Int16Array): number => {
  // A tenth of the samples is enough to find the place, since speech is slow.
  const thin = (sound: Int16Array) => sound.filter((_, i) => i % 4 === 0)
  const [h, s] = [thin(heard), thin(said)]
  let best = 0
  const power = (from: Int16Array, at: number, length: number) => {
    let sum = 0
    for (let i = at; i < at + length; i++) sum += from[i]! * from[i]!
    return sum
  }
  const own = power(s, 0, s.length)
  for (let at = 0; at + s.length <= h.length; at++) {
    let sum = 0
    for (let i = 0; i < s.length; i++) sum += h[at + i]! * s[i]!
    const other = power(h, at, s.length)
    if (other > 0) best = Math.max(best, sum / Math.sqrt(own * other))
  }
  return best
}

describe('voice follow-up', { skip: withoutLabs() ?? false, timeout: 240_000 }, () => {
  let lab: TelephoneLab
  let phone: Phone
  let desk: Desk
  let working: Working | undefined
  before(async () => {
    lab = await telephoneLab()
    phone = await lab.connectPhone(lab.phone)
  })
  after(async () => {
    phone?.close()
  })
  afterEach(async () => {
    await working?.stop()
    working = undefined
    await desk.close()
  })

  const open = async (questions?: typeof longQuestions, ringSeconds = 45) => {
    desk = await openDesk({ speech: testSpeech })
    await furnishTelephone(
      desk,
      lab,
      [
        { number: '1900', kind: 'machine' },
        { number: '1001', login: 'nurse' },
      ],
      {
        ringSeconds,
      },
    )
    const { scriptId } = await furnishAutocalls(desk, questions)
    await desk.people.lead.autocalls.set({ ...pace })
    return scriptId
  }

  test('every number of the lab ends as what it is', async () => {
    await open(undefined, 6)
    const ends = ['113', '180', '183', '486', '603', '480', '403', '503', '999', '200']
    for (const end of ends) await toBeCalled(desk, `13900000${end}`)
    const forbidden = await toBeCalled(desk, '13900001113')
    await desk.people.nurse.patients.doNotCall({ id: await patientOf(forbidden.taskId), reason: '本人要求' })
    const filesBefore = dumps()
    working = await workLines(desk)
    const rows = await untilOver(desk, ends.length)
    const short = Object.fromEntries(
      rows.map((row) => [row.number.slice(-3), `${row.outcome} ${row.result} ${row.disposition}`]),
    )
    assert.deepEqual(short, {
      113: 'answered completed reached',
      180: 'no-answer unreached no-answer',
      183: 'wrong-number unreached out-of-service',
      486: 'busy unreached busy',
      603: 'rejected unreached not-now',
      480: 'unreachable unreached powered-off',
      403: 'failed failed null',
      503: 'failed failed null',
      999: 'wrong-number unreached out-of-service',
      200: 'answered machine no-answer',
    })
    const keys = rows.find(({ number }) => number.endsWith('113'))!
    assert.deepEqual([keys.task, keys.respondent, keys.kept], ['done', 'patient', { pain: { value: 3 } }])
    assert.deepEqual(
      await desk.house.db
        .selectFrom('answers')
        .where('task_id', '=', keys.taskId)
        .select(['question', 'value'])
        .execute(),
      [{ question: 'pain', value: '3' }],
    )
    // Whoever was tried has the contact of that call; a line that failed was no try.
    for (const row of rows) assert.equal(row.contact_id !== null, row.disposition !== null, row.number)
    assert.deepEqual(
      rows
        .filter(({ attempts }) => attempts === 0)
        .map(({ number }) => number.slice(-3))
        .sort(),
      ['403', '503'],
    )
    // A number that is wrong is a person's to mend; who was busy is the program's until it has tried twice.
    const waiting = rows.filter((row) => row.automatic && row.task === 'open').map(({ number }) => number.slice(-3))
    assert.deepEqual(waiting.sort(), ['180', '200', '403', '480', '486', '503', '603'])
    // What the patient heard is what was said.
    const script = (await desk.people.lead.scripts.list()).rows.find(({ key }) => key === 'voice-short')!
    const said = await desk.house.db
      .selectFrom('script_prompts')
      .where('script_id', '=', script.id)
      .where('prompt', '=', 'identity')
      .select('sound')
      .executeTakeFirstOrThrow()
    const [dump] = dumps().filter((name) => !filesBefore.includes(name))
    const heard = readWave(readFileSync(join(lab.folder, 'phone', dump!)))
    const alike = likeness(heard.subarray(0, 8000 * 12), readWave(said.sound as Buffer))
    assert.ok(alike > 0.9, `what was heard is like what was said: ${alike}`)

    const today = await desk.people.lead.autocalls.today()
    assert.equal(today.dialled, 10)
    assert.equal(today.reached, 1)
    assert.equal(today.now, 0)
  })

  const dumps = () => readdirSync(join(lab.folder, 'phone')).filter((name) => /^dump-.*-dec\.wav$/.test(name))
  const patientOf = async (taskId: string) =>
    (await desk.house.db.selectFrom('tasks').where('id', '=', taskId).select('patient_id').executeTakeFirstOrThrow())
      .patient_id

  test('who hangs up in the first sentence is left to a person', async () => {
    await open(longQuestions)
    await toBeCalled(desk, '13900000200')
    const established = phone.once_('CALL_ESTABLISHED', 20_000)
    working = await workLines(desk)
    await established
    await phone.command('hangup')
    const [row] = await untilOver(desk, 1)
    assert.deepEqual(
      [row!.result, row!.disposition, row!.keys, row!.automatic, row!.task, row!.ended_by],
      ['partly', 'not-now', 0, false, 'open', 'person'],
    )
  })

  test('a danger goes to the longest idle agent in the same call, and the doctor is told', async () => {
    await open(longQuestions)
    const { taskId } = await toBeCalled(desk, '13900000200')
    await desk.people.nurse.agents.ready()
    const agent = openGateway({ url: lab.ws, domain: lab.domain, extension: '1001', password: lab.password })
    const rang = Promise.withResolvers<IncomingCall>()
    agent.onCall((call) => rang.resolve(call))
    try {
      await agent.ready()
      const established = phone.once_('CALL_ESTABLISHED', 20_000)
      working = await workLines(desk)
      await established
      // A key in the greeting is no answer to anything.
      await phone.press('2')
      await new Promise((resolve) => setTimeout(resolve, 4200))
      await phone.press('1')
      await new Promise((resolve) => setTimeout(resolve, 1800))
      await phone.press('2')
      const call = await rang.promise
      const heard: Int16Array[] = []
      call.onSound((sound) => heard.push(sound))
      call.answer()
      await call.answered
      void call.play(toneOf('5', 3))
      await new Promise((resolve) => setTimeout(resolve, 3500))
      const sheet = await desk.people.nurse.followups.get({ id: taskId })
      assert.equal(sheet.mine, true)
      assert.equal(sheet.redFlag, 'now')
      assert.deepEqual((sheet.draft as { answers: unknown }).answers, { wound: { value: 'bleeding' } })
      assert.ok(heard.length > 50, 'the agent hears the patient')
      call.hangUp()
      const [row] = await untilOver(desk, 1)
      assert.equal(call.header('X-Huiyin-Call'), row!.call_id)
      assert.deepEqual([row!.result, row!.task, row!.automatic, row!.keys], ['urgent', 'open', false, 2])
      assert.equal(row!.agent_id, desk.people.ids.nurse)
      const urgent = await desk.house.db.selectFrom('tasks').where('parent_id', '=', taskId).select('kind').execute()
      assert.deepEqual(urgent, [{ kind: 'urgent' }])
    } finally {
      await agent.stop()
    }
  })

  test('nobody is free: a call-back is promised; dissatisfaction is no finished record', async () => {
    await open(longQuestions)
    await toBeCalled(desk, '13900000200')
    const established = phone.once_('CALL_ESTABLISHED', 20_000)
    working = await workLines(desk)
    await established
    for (const [key, after] of [
      ['1', 4800],
      ['1', 1800],
      ['3', 1800],
    ] as const) {
      await new Promise((resolve) => setTimeout(resolve, after))
      await phone.press(key)
    }
    const [row] = await untilOver(desk, 1)
    assert.deepEqual(
      [row!.result, row!.disposition, row!.promised, row!.task, row!.answers],
      ['dissatisfied', 'call-back', true, 'open', { wound: { value: 'good' }, overall: { value: 'dissatisfied' } }],
    )
    assert.equal(row!.promised_at?.getTime(), desk.clock.now().getTime() + 30 * 60_000)
  })

  test('fifty at once, and every key of every one of them', async () => {
    await open()
    for (let i = 0; i < 50; i++) await toBeCalled(desk, `139${String(10_000 + i)}113`)
    working = await workLines(desk)
    const rows = await untilOver(desk, 50)
    assert.equal(rows.filter(({ result }) => result === 'completed').length, 50)
    assert.ok(rows.every(({ keys, kept }) => keys === 2 && JSON.stringify(kept) === '{"pain":{"value":3}}'))
  })
})
