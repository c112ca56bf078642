// The promises of the program's calls: whose wording, whom it may call, what it may finish, and what is left when it dies.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { toneOf } from '#engine/outside/voice/tones.ts'
import { writeWave } from '#engine/outside/voice/wave.ts'
import { answered } from '#modules/calls/witness.ts'
import type { Questionnaire } from '#modules/followups/questions.ts'
import { longQuestions, putAutocalls, toBeCalled } from '#test/autocalling.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { furnishTelephone } from '#test/telephone.ts'
import { beginCall } from './beginning.ts'
import { converse, type Talk } from './conversation.ts'
import { answeredCall, closeLostCalls, keepHeard, releaseTheLate, spoken } from './running.ts'
import { proposedScript, type ScriptDefinition, scriptProblems } from './script.ts'

const questionnaire = longQuestions as unknown as Questionnaire
const script = proposedScript(questionnaire, '本院')

/** A telephone on which somebody presses these keys, each after the sentence during which it stands has begun. */
const telephone = (keys: readonly (string | null)[]): Talk & { readonly said: string[] } => {
  let listener: ((digit: string) => void) | undefined
  let at = 0
  const said: string[] = []
  return {
    said,
    play: async () => {
      const key = listener ? keys[at++] : undefined
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (key) listener?.(key)
      return true
    },
    stopPlaying: () => {},
    onDigit: (f) => {
      listener = f
      return () => {
        listener = undefined
      }
    },
    ended: new Promise(() => {}),
  }
}

const talk = (keys: readonly (string | null)[]) =>
  converse(telephone(keys), { script, questionnaire, sound: () => new Int16Array(8), onHeard: () => {} })

describe('a talk by keys', () => {
  test('1 is the patient, 2 the family; every answer is that of its key', async () => {
    assert.deepEqual(await talk(['1', '1', '2']), {
      ...{ how: 'completed', respondent: 'patient', keys: 3 },
      answers: { wound: { value: 'good' }, overall: { value: 'fairly' } },
    })
    assert.equal((await talk(['2', '1', '1'])).respondent, 'family')
  })

  test('a danger ends it at once; dissatisfaction is heard out; 3 is a stranger', async () => {
    assert.deepEqual(
      [(await talk(['1', '2'])).how, (await talk(['1', '1', '3'])).how, (await talk(['3'])).how],
      ['urgent', 'dissatisfied', 'stranger'],
    )
  })

  test('0 and # ask for a person; * is no answer; a wrong key is asked again', async () => {
    assert.equal((await talk(['0'])).how, 'person')
    assert.equal((await talk(['1', '#'])).how, 'person')
    assert.equal((await talk(['*', '1', '9', '1', '*', '*', '1'])).how, 'completed')
    assert.equal((await talk(['1', '9', '9', '9'])).how, 'partly')
  })
})

describe('a script', () => {
  test('what the program proposes is right, and names no patient', () => {
    assert.deepEqual(scriptProblems(script, questionnaire), [])
    assert.match(script.greeting, /自动语音/)
  })

  test('a key that answers nothing, a question in the wrong place or of the wrong kind are refused', () => {
    const wrong = (change: (it: ScriptDefinition) => ScriptDefinition) =>
      scriptProblems(change(script), questionnaire).map(({ field }) => field)
    const [wound, overall] = script.steps
    assert.deepEqual(
      wrong((it) => ({ ...it, steps: [{ ...wound!, keys: { 1: 'good', 2: 'nonsense' } }] })),
      ['definition.steps.0.keys.2'],
    )
    assert.deepEqual(
      wrong((it) => ({ ...it, steps: [overall!, wound!] })),
      ['definition.steps.1.question'],
    )
    assert.deepEqual(
      wrong((it) => ({ ...it, steps: [{ ...wound!, question: 'none' }] })),
      ['definition.steps.0.question'],
    )
  })
})

describe('the program calls', () => {
  let desk: Desk
  let scriptId: string
  const wave = () => ({ name: 'said.wav', type: 'audio/wav', content: writeWave(toneOf('5', 1)) })
  beforeEach(async () => {
    desk = await openDesk()
    const { lead, supervision } = desk.people
    const made = await lead.questionnaires.create({ definition: longQuestions })
    await lead.questionnaires.publish({ id: made.id })
    const programme = await lead.programmes.create({
      ...{ key: 'voice', name: '语音随访' },
      definition: {
        conditions: {},
        waves: [{ key: 'voice', name: '语音', from: 3, until: 7, questionnaire: longQuestions.key, automatic: true }],
      },
    })
    await lead.programmes.start({ id: programme.id })
    const { id } = await lead.scripts.create({
      ...{ key: 'voice', name: '语音随访', questionnaireId: made.id },
      definition: await lead.scripts.proposal({ id: made.id }),
    })
    scriptId = id
    await assert.rejects(lead.scripts.propose({ id }), /没有语音/)
    await assert.rejects(lead.scripts.speak({ id }), /HUIYIN_SPEECH/)
    const { prompts } = await lead.scripts.get({ id })
    for (const { prompt } of prompts) await lead.scripts.upload({ id, prompt }, { file: wave() })
    await lead.scripts.propose({ id })
    await supervision.scripts.approve({ id })
  })
  afterEach(() => desk.close())

  const line = async () => {
    const { exchangeId, lineIds } = await furnishTelephone(
      desk,
      { ws: 'ws://127.0.0.1:1/', domain: 'pbx.test', password: 'none' },
      [{ number: '1900', kind: 'machine' }],
    )
    return { id: lineIds[0]!, exchangeId }
  }
  const begin = async (to: { id: string; exchangeId: string }) => desk.house.asSystem((ctx) => beginCall(ctx, to))
  const task = (id: string) =>
    desk.house.db.selectFrom('tasks').where('id', '=', id).selectAll().executeTakeFirstOrThrow()

  test('nobody approves what he wrote; what is in force is never edited, and a new wording takes its place', async () => {
    const { lead, supervision } = desk.people
    const first = await supervision.scripts.get({ id: scriptId })
    await assert.rejects(lead.scripts.change({ id: scriptId, name: '改', definition: first.definition }))
    const { id } = await lead.scripts.create({
      ...{ key: 'voice', name: '语音随访', questionnaireId: first.questionnaireId },
      definition: { ...first.definition, thanks: '谢谢您，再见。' },
    })
    const next = await lead.scripts.get({ id })
    assert.deepEqual([next.version, next.missing], [2, 1])
    await lead.scripts.upload({ id, prompt: 'thanks' }, { file: wave() })
    await assert.rejects(
      lead.scripts.upload({ id, prompt: 'thanks' }, { file: { ...wave(), content: Buffer.from('x') } }),
    )
    await lead.scripts.propose({ id })
    await assert.rejects(lead.scripts.approve({ id }))
    await supervision.scripts.sendBack({ id, remark: '请说明会录音' })
    assert.equal((await lead.scripts.get({ id })).remark, '请说明会录音')
    await lead.scripts.propose({ id })
    await supervision.scripts.approve({ id })
    assert.equal((await lead.scripts.get({ id: scriptId })).status, 'retired')
  })

  test('what waits for the program is allotted to nobody; who claims it takes it from the program', async () => {
    const { taskId } = await toBeCalled(desk, '13900000001')
    const to = await line()
    await desk.settle()
    assert.deepEqual([(await task(taskId)).assignee_id, (await task(taskId)).automatic], [null, true])
    await desk.people.nurse.followups.claim({ id: taskId })
    assert.equal(await begin(to), null)
  })

  test('not when paused, not at noon, not more than its lines, not twice, never to who is not to be called', async () => {
    const to = await line()
    const { lead, nurse } = desk.people
    const { taskId } = await toBeCalled(desk, '13900000001')
    await nurse.autocalls.pause({ why: '线路检修' })
    assert.equal(await begin(to), null)
    await assert.rejects(nurse.autocalls.resume({}))
    await lead.autocalls.resume({})
    desk.clock.set('2026-03-09T12:30:00+08:00')
    assert.equal(await begin(to), null)
    desk.clock.set('2026-03-09T14:30:00+08:00')
    const { patient_id } = await task(taskId)
    await nurse.patients.doNotCall({ id: patient_id, reason: '本人要求' })
    assert.equal(await begin(to), null)
    await toBeCalled(desk, '13900000002')
    await toBeCalled(desk, '13900000003')
    const { pace } = await lead.autocalls.today()
    await lead.autocalls.set({ ...pace, lines: 1 })
    assert.equal((await begin(to))?.number, '13900000002')
    assert.equal(await begin(to), null)
  })

  test('hang-up in the middle leaves a draft for a person; the record is not finished', async () => {
    const to = await line()
    const { taskId } = await toBeCalled(desk, '13900000001')
    const begun = (await begin(to))!
    const told = { how: 'partly', answers: { wound: { value: 'good' } }, respondent: 'patient', keys: 2 } as const
    await desk.house.asSystem((ctx) => answered(ctx, begun.callId))
    await desk.house.asSystem((ctx) => answeredCall(ctx, begun.id))
    await desk.house.asSystem((ctx) => spoken(ctx, begun.id, told, null))
    await desk.settle()
    const after = await task(taskId)
    assert.deepEqual([after.status, after.automatic, after.last_disposition], ['open', false, 'not-now'])
    assert.deepEqual((after.draft as { answers: unknown }).answers, { wound: { value: 'good' } })
    assert.notEqual(after.assignee_id, null)
  })

  test('a process that dies in a call: it is closed as lost, and a person has what was heard', async () => {
    const to = await line()
    const { taskId } = await toBeCalled(desk, '13900000001')
    const begun = (await begin(to))!
    await desk.house.asSystem((ctx) => answeredCall(ctx, begun.id))
    const heard = { answers: { wound: { value: 'bleeding' } }, respondent: 'patient', keys: 2 } as const
    await desk.house.asSystem((ctx) => keepHeard(ctx, begun.id, heard))
    desk.clock.pass(90_000)
    await desk.house.asSystem(closeLostCalls)
    const after = await task(taskId)
    assert.deepEqual([after.automatic, after.red_flag, after.status], [false, 'now', 'open'])
    const [row] = (await desk.people.lead.autocalls.list({})).rows
    assert.deepEqual([row!.result, row!.keys], ['lost', 2])
  })

  test('without a line, or half a day before the deadline, people call', async () => {
    const { taskId } = await toBeCalled(desk, '13900000001')
    assert.equal((await task(taskId)).automatic, true)
    await desk.house.asSystem(releaseTheLate)
    assert.equal((await task(taskId)).automatic, false)
    await line()
    const late = await toBeCalled(desk, '13900000002')
    desk.clock.set('2026-03-11T13:00:00+08:00')
    await desk.house.asSystem(releaseTheLate)
    assert.equal((await task(late.taskId)).automatic, false)
  })

  test('what is on the board is counted', async () => {
    await putAutocalls(desk)
    const today = await desk.people.lead.autocalls.today()
    assert.deepEqual(
      [today.dialled, today.reached, today.keys, today.handedOver, today.promised, today.now],
      [6, 3, 8, 1, 1, 0],
    )
    assert.equal((await desk.people.nurse.autocalls.list({ result: 'urgent' })).rows[0]!.agent, '林小满')
  })
})
