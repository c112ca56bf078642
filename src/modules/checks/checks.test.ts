// The promises of spot checks: anybody draws the same, no caller knows, who calls again is blind, nobody is judged unheard.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { kappa, weightedKappa } from '#kernel/statistics.ts'
import { sourcesOf } from '#modules/bulletins/sources.ts'
import { provePeriod } from '#modules/insight/raw.ts'
import { reckon } from '#modules/insight/reckoning.ts'
import { reckoningOf } from '#modules/insight/report.ts'
import { contracts } from '#src/contracts.ts'
import { examine } from '#src/invariants.ts'
import { satisfactionAnswers } from '#test/calls.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { calledPatients, type Finished, finishedCalls, recordedCall } from '#test/finished-calls.ts'
import { agreedOn, type Pair } from './agreement.ts'
import { type CallRecord, usualOf } from './evidence.ts'
import { judgeAll, threshold } from './made-up.ts'
import { flagsOf, qualityOf, summaryOf } from './results.ts'
import { type FrameLine, packed, quotasOf, sampleOf, unpacked } from './sample.ts'
import { firstForm, type Mark, scoreOf, trainingOf } from './scoring.ts'

const frame: FrameLine[] = Array.from({ length: 400 }, (_, i) => ({
  task: `task-${i}`,
  staff: `staff-${i % 7 === 0 ? 0 : 1 + (i % 3)}`,
  department: `department-${i % 5}`,
}))
const rules = { share: 5, perCaller: 3, most: 200 }

describe('drawing', () => {
  test('the same seed and frame give the same calls, in whatever order the frame comes; another seed others', () => {
    const drawn = sampleOf(frame, 'a seed', rules)
    assert.deepEqual(sampleOf(frame.toReversed(), 'a seed', rules), drawn)
    assert.deepEqual(sampleOf(unpacked(packed(frame).bytes).frame, 'a seed', rules), drawn)
    assert.notDeepEqual(sampleOf(frame, 'another', rules), drawn)
    assert.equal(packed(frame).sha256, packed(frame.toReversed()).sha256)
  })

  test('every caller has his share and not fewer than the least, spread over departments', () => {
    const drawn = new Set(sampleOf(frame, 'a seed', rules))
    for (const [staff, mine] of Map.groupBy(frame, (line) => line.staff)) {
      const of = mine.filter(({ task }) => drawn.has(task))
      assert.equal(of.length, Math.max(3, Math.ceil(mine.length * 0.05)), staff)
      assert.ok(new Set(of.map(({ department }) => department)).size >= Math.min(3, of.length), staff)
    }
  })

  test('the upper bound cuts the shares, never the least of a caller', () => {
    const quotas = quotasOf(
      new Map([
        ['a', 1000],
        ['b', 2],
      ]),
      { share: 10, perCaller: 5, most: 20 },
    )
    assert.deepEqual(
      [...quotas],
      [
        ['a', 18],
        ['b', 2],
      ],
    )
  })
})

describe('judging', () => {
  const all = (mark: Mark) => Object.fromEntries(firstForm.items.map(({ key }) => [key, mark]))

  test('what does not apply is left out, and one critical failure is enough', () => {
    assert.deepEqual(scoreOf(firstForm.items, all('met'), 80), { score: 100, failed: [], passed: true })
    assert.equal(scoreOf(firstForm.items, { ...all('met'), promise: 'none', greeting: 'partly' }, 80).score, 94.4)
    const failed = scoreOf(firstForm.items, { ...all('met'), phrases: 'not' }, 80)
    assert.deepEqual(failed, { score: 90, failed: ['phrases'], passed: false })
    assert.equal(
      trainingOf(firstForm.items, { ...all('met'), ending: 'partly', identity: 'not' }),
      '核对身份、规范结束',
    )
  })

  test('agreement: of two grades weighted is plain, a grade beside counts, and few are not told', () => {
    const two = [
      [20, 5],
      [10, 15],
    ]
    assert.ok(Math.abs(weightedKappa(two).kappa! - 0.4) < 1e-9)
    for (const key of ['kappa', 'from', 'until'] as const)
      assert.ok(Math.abs(weightedKappa(two)[key]! - kappa(two)[key]!) < 1e-9)
    // Cohen 1968 with quadratic weights: everything one step off is far from nothing.
    const beside = [
      [10, 10, 0],
      [0, 10, 10],
      [0, 0, 10],
    ]
    assert.ok(weightedKappa(beside).kappa! > kappa(beside).kappa!)
    const pair = (first: string, second: string): Pair => ({
      ...{ staffId: 's', question: 'g1', name: '', kind: 'grade', first, second },
    })
    assert.equal(agreedOn([pair('satisfied', 'satisfied')]).hidden, true)
    const some = agreedOn(
      Array.from({ length: 8 }, (_, i) => pair(i < 4 ? 'satisfied' : 'fairly', i < 5 ? 'satisfied' : 'fairly')),
    )
    assert.deepEqual([some.same, some.hidden, some.ranked], [7, false, false])
    assert.ok(some.kappa! > 0.6 && some.from! < some.kappa! && some.until! > some.kappa!)
  })
})

describe('records that look made up', () => {
  const minute = 60_000
  const ordinary: CallRecord[] = Array.from({ length: 200 }, (_, i) => {
    const at = Date.UTC(2026, 1, 2 + Math.floor(i / 10), 1) + (i % 10) * 20 * minute
    return {
      ...{ id: `r${i}`, staffId: `s${i % 2}`, at, savedAt: at + 3 * minute, note: '' },
      asked: [
        ['g1', 25],
        ['g2', 25],
        ['g3', 30],
      ],
      answers: { g1: i % 9 === 0 ? 'fairly' : 'satisfied', g2: 'satisfied', g3: 'satisfied' },
      heard: [{ whose: 'theirs', from: at, talk: 28 + (i % 11) * 2 }],
    }
  })
  const said = (one: Partial<CallRecord>) => {
    const record = { ...ordinary[60]!, id: 'x', ...one }
    const records = [...ordinary, record]
    return judgeAll(records, usualOf(records)).get('x')!
  }

  test('no call, another number, eight seconds: each with its reason in words; an ordinary call with none', () => {
    assert.ok(said({}).score < 0)
    const none = said({ heard: [] })
    assert.ok(none.score >= threshold)
    assert.match(none.reasons[0]!.words.zh, /没有通话；同期这样的记录占/)
    const other = said({ heard: [{ whose: 'other', from: 0, talk: 90 }] })
    assert.deepEqual([other.score >= threshold, other.reasons[0]!.rule], [true, 'other-number'])
    const short = said({ heard: [{ whose: 'theirs', from: 0, talk: 4 }] })
    assert.deepEqual([short.score >= threshold, short.reasons[0]!.rule], [true, 'too-short'])
    assert.match(short.reasons[0]!.words.zh, /与患者通话 4 秒，3 道题问完约需 \d+ 秒/)
  })

  test('a telephone that failed everybody, or a house without one, makes nobody suspicious', () => {
    const failed = ordinary.map((one, i) => (i >= 50 && i < 60 ? { ...one, heard: [] } : one))
    const judged = judgeAll(failed, usualOf(failed))
    assert.deepEqual(
      failed.filter(({ id }) => judged.get(id)!.score >= threshold),
      [],
    )
    const without = ordinary.map((one) => ({ ...one, heard: [] }))
    const silent = judgeAll(without, usualOf(without))
    assert.deepEqual(
      without.filter(({ id }) => silent.get(id)!.score >= threshold),
      [],
    )
  })
})

/** Everything that somebody can list, as it is answered: two of them are the same when nothing has betrayed itself. */
const everything = async (person: Person, more: Record<string, () => Promise<unknown>>) => {
  const seen: Record<string, unknown> = {}
  for (const [group, endpoints] of Object.entries(contracts))
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const { method, path, carriage } = endpoint as { method: string; path: string; carriage?: string }
      if (method !== 'GET' || path.includes('{') || carriage === 'file') continue
      const call = (person as unknown as Record<string, Record<string, (input: object) => Promise<unknown>>>)[group]![
        name
      ]!
      seen[`${group}.${name}`] = await call({}).catch((error: { status?: number }) => `refused ${error.status}`)
    }
  for (const [name, ask] of Object.entries(more))
    seen[name] = await ask().catch((error: { status?: number }) => `refused ${error.status}`)
  return JSON.parse(JSON.stringify(seen)) as Record<string, unknown>
}

describe('a month of checks', () => {
  let desk: Desk
  const done: Finished[] = []
  let madeUp: Finished
  let recording: string
  const status = (wanted: number) => (error: { status?: number }) => error.status === wanted

  before(async () => {
    desk = await openDesk({ at: '2026-03-01T09:00:00+08:00' })
    const { ids } = desk.people
    const patients = await calledPatients(desk, 13)
    const calls = Array.from({ length: 120 }, (_, i) => ({
      patient: patients[i % 12]!,
      by: i % 2 === 0 ? ids.nurse : ids.nurse2,
      at: new Date(Date.UTC(2026, 1, 2 + (i % 20), 1, 10 + Math.floor(i / 20) * 22)),
      talk: 60 + (i % 13) * 5,
    }))
    const at = new Date(Date.UTC(2026, 1, 24, 7))
    const all = await finishedCalls(desk, [...calls, { patient: patients[12]!, by: ids.nurse, at, talk: null }])
    done.push(...all.slice(0, 120))
    madeUp = all[120]!
  })
  after(() => desk.close())

  const mine = async (staff: string) => (await desk.people.supervision.checks.list({ limit: 100, staffId: staff })).rows
  const marks = (over: Record<string, Mark> = {}) => ({
    ...Object.fromEntries(firstForm.items.map(({ key }) => [key, 'met' as Mark])),
    ...over,
  })

  test('what is drawn, heard, scored and called again betrays itself to no caller: no list, count, notice or hint', async () => {
    const { nurse, lead, supervision, ids } = desk.people
    const staff = await desk.house.db.selectFrom('staff').selectAll().execute()
    const told: string[] = []
    const deaf = [ids.nurse, ids.lead].map((id) =>
      desk.house.live.listen({ me: staff.find((one) => one.id === id) as never, tell: (nouns) => told.push(...nouns) }),
    )
    const first = done[0]!
    recording = await recordedCall(desk, first.callId!, ids.nurse, new Date('2026-02-02T01:10:00Z'))
    const looks = {
      task: () => nurse.followups.get({ id: first.taskId }),
      recording: () => nurse.recordings.get({ id: recording }),
      ofPatient: () => nurse.contacts.list({ patientId: first.patientId }),
      patient: () => nurse.patients.get({ id: first.patientId }),
    }
    const before = [await everything(nurse, looks), await everything(lead, {})]

    // By the schedule; and by hand with a seed that draws every call.
    await desk.settle()
    const [draw] = (await supervision.draws.list({})).rows
    assert.deepEqual([draw?.month, draw?.how, draw?.frameSize, draw?.drawn], ['2026-02', 'schedule', 121, 6])
    const [one] = await mine(ids.nurse)
    const sheet = await supervision.checks.get({ id: one!.id })
    assert.equal(sheet.record?.id, sheet.taskId)
    await desk.house.db.updateTable('checks').set({ task_id: first.taskId }).where('id', '=', one!.id).execute()
    const heard = { id: one!.id, method: 'heard' as const, formId: sheet.form.id, marks: marks() }
    await assert.rejects(supervision.checks.score(heard), status(422), 'nobody has heard what he has not listened to')
    await supervision.recordings.listen({ id: recording, reason: '质量抽查' })
    await assert.rejects(supervision.recordings.mark({ id: recording, second: 3, words: '语速太快' }), status(409))
    await supervision.checks.score(heard)
    await supervision.checks.recall({ id: one!.id, to: ids.nurse2 })
    assert.equal((await supervision.recordings.get({ id: recording })).listened.length, 1)

    assert.deepEqual([await everything(nurse, looks), await everything(lead, {})], before)
    for (const id of [one!.id]) await assert.rejects(nurse.checks.get({ id }), status(404))
    await assert.rejects(nurse.draws.list({}), status(403))
    await new Promise((resolve) => setTimeout(resolve, 150))
    for (const stop of deaf) stop()
    assert.deepEqual(
      told.filter((noun) => ['check', 'draw', 'suspicion', 'recording', 'task'].includes(noun)),
      [],
    )
    await desk.house.db.updateTable('checks').set({ task_id: sheet.taskId! }).where('id', '=', one!.id).execute()
    await supervision.checks.callOff({ id: one!.id })
  })

  test('anybody can draw the same again from what was kept', async () => {
    const { supervision } = desk.people
    const [draw] = (await supervision.draws.list({})).rows
    const proof = await supervision.draws.proof({ id: draw!.id })
    assert.deepEqual(
      [proof.frameIntact, proof.size, proof.drawn, proof.callers.map((it) => it.drawn)],
      [true, 121, 6, [3, 3]],
    )
  })

  test('one record without a call is suspected; its caller is asked before anything is found, and the patient is called', async () => {
    const { supervision, nurse, nurse2, ids } = desk.people
    const { rows } = await supervision.suspicions.list({})
    const of = rows.filter((one) => one.calledAt === '2026-02-24T07:00:00.000Z')
    assert.deepEqual([rows.length, of[0]?.reasons[0]?.rule, of[0]?.caller.id], [1, 'no-call', ids.nurse])
    const { id } = of[0]!
    await assert.rejects(nurse.suspicions.get({ id }), status(404))
    await assert.rejects(supervision.suspicions.confirm({ id, finding: '没有这通电话' }), status(409))
    await supervision.suspicions.ask({ id })
    await assert.rejects(supervision.suspicions.confirm({ id, finding: '没有这通电话' }), status(409))
    const asked = await nurse.suspicions.get({ id })
    assert.deepEqual([asked.record, asked.can], [null, ['state']])
    await assert.rejects(nurse2.suspicions.get({ id }), status(404))
    await nurse.suspicions.state({ id, side: '用自己的手机打的，找不到记录了' })
    const found = await supervision.suspicions.confirm({ id, finding: '通话记录中没有，患者称未接到' })
    assert.deepEqual([found.status, found.again], ['confirmed', true])
    const again = (await nurse2.followups.list({ view: 'mine' })).rows
    assert.deepEqual(
      again.map(({ kind, patient }) => [kind, patient.id]),
      [['repeat', madeUp.patientId]],
    )
    assert.deepEqual(
      await desk.house.asSystem((ctx) => flagsOf(ctx, { from: '2026-02-01', until: '2026-03-01', staffId: ids.nurse })),
      {
        confirmed: 1,
      },
    )
  })

  test('a confirmed record is voided once: no figure counts it, the raw count neither, and supervision still reads it', async () => {
    const { supervision, nurse, nurse2, ids } = desk.people
    const { db } = desk.house
    const stay = await db.selectFrom('tasks').where('id', '=', madeUp.taskId).selectAll().executeTakeFirstOrThrow()
    const { discharged_on: month } = await db
      .selectFrom('encounters')
      .where('id', '=', stay.encounter_id)
      .select('discharged_on')
      .executeTakeFirstOrThrow()
    const period = month.slice(0, 7)
    const counted = async () => {
      const { differences } = await desk.house.asSystem((ctx) => provePeriod(ctx, period))
      // Answers that were put there have no rows to be counted by.
      assert.deepEqual(
        differences.filter((one) => !one.startsWith('dimensions.')),
        [],
      )
      const { total } = await desk.house.asSystem(async (ctx) =>
        reckon(ctx, (await reckoningOf(ctx, { period })).question),
      )
      return [total.reached, total.pending, total.satisfied, total.attempts]
    }
    const [reached, pending, satisfied, attempts] = await counted()
    const { id } = (await supervision.suspicions.list({ status: 'confirmed' })).rows[0]!
    await assert.rejects(nurse.suspicions.void({ id }), status(403))
    const voided = await supervision.suspicions.void({ id })
    assert.deepEqual([voided.status, voided.voidedAt !== null, voided.can], ['confirmed', true, []])
    assert.deepEqual(
      [voided.record?.status, voided.record?.satisfaction, voided.record?.answers !== null],
      ['voided', 'satisfied', true],
    )
    await assert.rejects(supervision.suspicions.void({ id }), status(409))
    // The call in earnest waits, so the stay does; once nobody was reached by it either, it was not reached.
    assert.deepEqual(await counted(), [reached! - 1, pending! + 1, satisfied! - 1, attempts! - 1])
    const { rows: told } = await nurse.contacts.list({ patientId: madeUp.patientId })
    assert.deepEqual(
      told.map(({ disposition }) => disposition),
      ['voided'],
    )
    assert.deepEqual((await nurse.followups.list({ view: 'done', q: '患者12' })).rows, [])
    const [again] = (await nurse2.followups.list({ view: 'mine' })).rows
    await nurse2.followups.attempt({ id: again!.id, disposition: 'transferred', note: '已转外院' })
    assert.deepEqual(await counted(), [reached! - 1, pending, satisfied! - 1, attempts])
    assert.equal((await nurse.suspicions.get({ id })).record, null)
    assert.equal(
      (
        await desk.house.asSystem((ctx) =>
          flagsOf(ctx, { from: '2026-02-01', until: '2026-03-01', staffId: ids.nurse }),
        )
      ).confirmed,
      1,
    )
  })

  test('another calls again blind: neither knows of the other, and what both said is compared', async () => {
    const { supervision, nurse, nurse2, lead, ids } = desk.people
    const checks = await mine(ids.nurse)
    const one = checks.find(({ recall }) => recall === null)!
    const { rows: people } = await supervision.checks.people({ id: one.id })
    assert.deepEqual(
      people.map(({ name }) => name),
      ['周一诺'],
      'lead and supervision find the first answer behind the report',
    )
    await assert.rejects(supervision.checks.recall({ id: one.id, to: ids.nurse }), status(422))
    const { taskId } = await supervision.checks.recall({ id: one.id, to: ids.nurse2 })
    const [audit] = (await nurse2.followups.list({ view: 'mine', kind: 'audit' })).rows
    assert.equal(audit?.waveName, '复核回访')
    await assert.rejects(nurse2.followups.get({ id: taskId! }), status(404))
    for (const other of [nurse, lead]) await assert.rejects(other.followups.get({ id: audit!.id }), status(404))
    const sheet = await nurse2.followups.get({ id: audit!.id })
    assert.deepEqual([sheet.earlier, sheet.openCases, sheet.parentId, sheet.answers], [[], [], null, null])
    assert.ok(!sheet.can.includes('handOver') && !sheet.can.includes('putBack'))
    const asked = (sheet.questionnaire as { questions: { key: string }[] }).questions.map(({ key }) => key)
    assert.equal(asked[0], 'called-before')
    const given = satisfactionAnswers('fairly') as Record<string, { value: string }>
    const answers = Object.fromEntries(
      asked.map((key) => [key, key === 'called-before' ? { value: 'no' } : given[key]!]),
    )
    await nurse2.followups.complete({ id: audit!.id, answers: answers as never, respondent: 'patient' })
    const compared = await supervision.checks.get({ id: one.id })
    assert.deepEqual([compared.recall, compared.calledBefore], ['answered', 'no'])
    assert.ok(compared.pairs.length >= 5 && compared.pairs.some(({ same }) => !same))
    const doubts = (await supervision.suspicions.list({ status: 'flagged' })).rows
    assert.deepEqual(
      doubts.map(({ reasons }) => reasons[0]!.rule),
      ['patient-says-no'],
    )
    await assert.rejects(supervision.checks.recall({ id: one.id, to: ids.lead }), status(409))
    // What was said the first time stays hidden until the results are out.
    await assert.rejects(nurse2.followups.get({ id: taskId! }), status(404))
  })

  test('results are released when all is done; each caller sees his own, objects, and is answered', async () => {
    const { supervision, nurse, nurse2, ids } = desk.people
    const [draw] = (await supervision.draws.list({})).rows
    await assert.rejects(supervision.draws.release({ id: draw!.id }), status(409))
    const { rows } = await supervision.checks.list({ limit: 100, draw: draw!.id })
    for (const { id, caller, status: now } of rows) {
      if (now !== 'drawn') continue
      const { form } = await supervision.checks.get({ id })
      const missing = { id, method: 'read' as const, formId: form.id, marks: { greeting: 'met' as const } }
      await assert.rejects(supervision.checks.score(missing), status(422))
      const over: Record<string, Mark> = caller.id === ids.nurse ? { phrases: 'not' } : {}
      await supervision.checks.score({
        ...missing,
        marks: marks(over),
        remarks: [{ second: 12, words: '说了“你不懂”' }],
      })
    }
    await supervision.draws.release({ id: draw!.id })
    const own = await nurse.checks.list({ limit: 100 })
    assert.deepEqual([own.rows.length, own.rows.every(({ caller }) => caller.id === ids.nurse)], [3, true])
    const bad = own.rows.find(({ passed }) => !passed)!
    const sheet = await nurse.checks.get({ id: bad.id })
    assert.deepEqual([sheet.failed, sheet.record, sheet.recall, sheet.checker], [['没有忌语'], null, null, null])
    assert.equal(sheet.remarks[0]?.second, 12)
    await assert.rejects(nurse2.checks.get({ id: bad.id }), status(404))
    await nurse.checks.object({ id: bad.id, words: '那是对方先说的' })
    const settled = await supervision.checks.reply({ id: bad.id, words: '重听后同意', marks: marks() })
    assert.deepEqual([settled.status, settled.passed], ['settled', true])
    const results = await nurse.checks.results({ month: '2026-02' })
    assert.deepEqual([results.centre, results.callers.length, results.callers[0]!.checks], [null, 1, 3])
    const all = await supervision.checks.results({})
    assert.deepEqual([all.centre?.checks, all.callers.length, all.released], [6, 2, true])
    assert.equal((await nurse.recordings.get({ id: recording })).listened.length, 0)
    // That more of the month was drawn meanwhile shows in nothing that callers see.
    await supervision.draws.make({ month: '2026-02' })
    assert.deepEqual(await nurse.checks.results({ month: '2026-02' }), results)
    const span = { from: '2026-02-01', until: '2026-03-01', staffId: ids.nurse }
    const quality = await desk.house.asSystem((ctx) => qualityOf(ctx, span))
    assert.deepEqual([quality.checks, quality.score], [3, results.callers[0]!.score])
    const paper = await desk.house.asSystem((ctx) => sourcesOf(ctx, '2026-02', null))
    assert.deepEqual(paper.checks, await desk.house.asSystem((ctx) => summaryOf(ctx, '2026-02')))
    assert.equal(paper.checks?.checks, 6)
    await desk.settle()
    assert.deepEqual(
      // Calls and recordings were put there as they ended.
      (await examine(desk.house.db)).filter(({ count, name }) => count > 0 && !/^(call|recording)\.path$/.test(name)),
      [],
    )
  })
})
