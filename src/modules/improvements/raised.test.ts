// Everyone who raised what became better: found wherever his matter was filed, once however he was known, and reached.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { calledPatients, finishedCalls } from '#test/finished-calls.ts'
import { putMatter } from '#test/past.ts'
import type { Figure } from './figure.ts'
import { personsOf, type Raised } from './raised.ts'

const N = '13812345678'
const voice = (case_id: string, more: Partial<Raised> = {}): Raised => ({
  ...{ case_id, task_id: null, patient_id: null, at: new Date(0), staff: false, gone: false, reach: 'phone' },
  ...{ address: '', phone: N, numbers: [N], family: false, callable: true, died: false, receipt: false, ...more },
})
const told = (...raised: Raised[]) => [...personsOf(raised)].map(([key, all]) => `${key}: ${all.length}`).sort()

describe('一个号码是一个人', () => {
  test('whether the register knew him or not, however the number is written', () => {
    const known = voice('a', { patient_id: 'p', phone: '02988880000', numbers: ['02988880000', N] })
    assert.deepEqual(told(known, voice('b'), voice('c', { phone: `0${N}`, numbers: [] })), ['patient p: 3'])
    assert.deepEqual(told(voice('a'), voice('b'), voice('c', { phone: null, numbers: [] })), [
      'case c: 1',
      `phone ${N}: 2`,
    ])
  })
  test('but two patients who share one are two, and no third', () => {
    const later = voice('b', { patient_id: 'q', at: new Date(9) })
    assert.deepEqual(told(voice('a', { patient_id: 'p' }), voice('c'), later), ['patient p: 1', 'patient q: 2'])
  })
  test('who is left alone by his name is left alone by his number; his family is not', () => {
    const gone = voice('a', { patient_id: 'p', callable: false, died: true })
    const all = personsOf([gone, voice('b'), voice('c', { family: true })]).get('patient p')!
    assert.deepEqual(
      all.map(({ callable, died }) => [callable, died]),
      [
        [false, true],
        [false, true],
        [true, false],
      ],
    )
  })
})

describe('您说，我改', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
  })
  after(() => desk.close())

  const news = '心内科门诊现在按半小时分段放号了。'
  const at = (daysAgo: number) => new Date(desk.clock.now().getTime() - daysAgo * 86_400_000)
  const cell = { category: null, place: null, hours: null, weekday: null, dimension: null }

  /** A project whose figure has moved, with its cases; closed as improved, and whom to tell. */
  const closed = async (figure: Figure, caseIds: readonly string[], near?: number) => {
    const { db, clock } = desk.house
    const { lead, ids } = desk.people
    const [id, now] = [newId(clock.now()), clock.now()]
    const made = { made_by_id: ids.lead, made_at: now, updated_at: now, restricted: false, barred_staff: [] }
    await db
      .insertInto('projects')
      .values({ id, number: `GJ-${id.slice(-6)}`, status: 'acting', title: '样例', verdict: 'better', ...made })
      .execute()
    const round = {
      problem: '候诊太久',
      cause: '号源集中',
      figure: JSON.stringify(figure),
      target: 50,
      window_days: 28,
    }
    const spans = { baseline_from: '2025-09-01', cut_from: '2026-01-01', cut_until: '2026-01-02' }
    await db
      .insertInto('project_rounds')
      .values({ project_id: id, number: 1, opened_at: now, ...round, ...spans })
      .execute()
    const standard = { id: newId(now), project_id: id, round: 1, kind: 'rule', title: '放号', text: '分时段放号' }
    await db
      .insertInto('project_standards')
      .values({ ...standard, by_id: ids.lead, at: now })
      .execute()
    for (const case_id of caseIds)
      await db.insertInto('project_cases').values({ project_id: id, case_id, added_at: now }).execute()
    if (near !== undefined) {
      const proposal = {
        id: newId(now),
        status: 'taken',
        reckoning: 'centre',
        key: id,
        near,
        category: figure.category,
      }
      const found = { span: 28, observed: 3, expected: 0.1, by_chance: 0.01, since: '2026-01-01', latest: '2026-01-02' }
      const taken = { decided_by_id: ids.lead, decided_at: now, found_at: now, updated_at: now }
      await db
        .insertInto('proposals')
        .values({ ...proposal, ...found, ...taken, restricted: false, barred_staff: [] })
        .execute()
      await db.insertInto('project_proposals').values({ proposal_id: proposal.id, project_id: id }).execute()
    }
    const project = await lead.projects.succeed({ id, news })
    return { id, project, rows: (await lead.projects.people({ id, limit: 200 })).rows }
  }

  test('merged into it, though filed elsewhere; once with and without a name; and of words nobody else', async () => {
    const { db } = desk.house
    const { ids, departments } = desk.people
    const [patient] = await calledPatients(desk, 1)
    const reporter = (case_id: string, phone: string) =>
      db.insertInto('reporters').values({ case_id, name: '秦一', phone, relation: 'self', reach: 'phone' }).execute()
    const open = { status: 'investigating', archived_by: null, archived_at: null }
    const own = await putMatter(desk, at(20), 'D3', '心内科', {
      ...{ patient_id: patient!.patientId, encounter_id: patient!.encounterId },
      ...{ ...open, handling_department_id: departments.心内科 },
    })
    const nameless = await putMatter(desk, at(15), 'D3', '心内科')
    await reporter(nameless, patient!.phone)
    const other = await putMatter(desk, at(10), 'D3', '心内科', { text: '电梯坏了' })
    await reporter(other, '13800000001')
    // One is merged still, the other's answer has come and is told on its own.
    const merged = await putMatter(desk, at(12), 'F2', '普外科', {
      ...{ ...open, status: 'merged', merged_into_id: own, handling_department_id: departments.心内科 },
    })
    const carried = await putMatter(desk, at(11), 'F2', '普外科')
    await reporter(merged, '13800000002')
    await reporter(carried, '13800000003')
    for (const [case_id, ended] of [
      [merged, null],
      [carried, 'carried'],
    ] as const)
      await sql`insert into merges (id, case_id, survivor_id, merged_at, merged_by_id, reason, ended, ended_at)
        values (${newId(at(9))}, ${case_id}, ${own}, ${at(9)}, ${ids.lead}, '同一件事', ${ended}, ${ended && at(8)})`.execute(
        db,
      )
    const figure = { ...cell, kind: 'matters' as const, category: 'D3', departmentId: departments.心内科! }
    const whole = await closed(figure, [own])
    assert.equal(whole.project.ofWords, false)
    assert.deepEqual(new Set(whole.rows.map((row) => row.caseId)), new Set([nameless, other, merged, carried]))
    assert.equal(whole.rows.find((row) => row.caseId === nameless)?.patientId, patient!.patientId)
    const words = await closed(figure, [own], 2.7)
    assert.equal(words.project.ofWords, true)
    assert.deepEqual(new Set(words.rows.map((row) => row.caseId)), new Set([own, merged, carried]))
  })

  test('found by follow-up: his number is to be had for the call, but of who is to be left alone', async () => {
    const { db } = desk.house
    const { nurse, ids, departments } = desk.people
    const stays = await calledPatients(desk, 5)
    const [unhappy, quiet, fine, elsewhere] = [stays[2]!, stays[4]!, stays[0]!, stays[1]!]
    const calls = [unhappy, quiet, fine, elsewhere].map((patient) => ({ patient, by: ids.nurse2, talk: 90, at: at(5) }))
    const made = await finishedCalls(desk, calls)
    const low = [0, 1, 3].map((i) => made[i]!.taskId)
    await sql`update tasks set satisfaction = 'dissatisfied', opinion = '等太久' where id = any(${low}::uuid[])`.execute(
      db,
    )
    const silence = (patientId: string) =>
      sql`update patients set do_not_call_at = ${desk.clock.now()} where id = ${patientId}`.execute(db)
    await silence(quiet.patientId)
    const { id, rows } = await closed({ ...cell, kind: 'ungraded', departmentId: departments.心内科! }, [])
    const line = rows.find(({ patientId }) => patientId === unhappy.patientId)!
    assert.deepEqual(
      rows.map((row) => [row.patientId === unhappy.patientId, row.status, row.channel, row.reason]).toSorted(),
      [
        [false, 'unable', 'none', '本人要求勿扰'],
        [true, 'due', 'call', ''],
      ],
    )
    assert.equal(line.phone, `${unhappy.phone.slice(0, 3)}****${unhappy.phone.slice(-4)}`)
    const named = { id, personId: line.id }
    assert.equal((await nurse.projects.reveal(named)).number, unhappy.phone)
    await assert.rejects(nurse.projects.dial(named), /还没有分机/)
    await silence(unhappy.patientId)
    await assert.rejects(nurse.projects.reveal(named), /要求勿扰/)
    await assert.rejects(nurse.projects.dial(named), /要求勿扰/)
    const { rows: looked } = await sql<{ owner: string }>`
      select data->>'personId' as owner from events where verb = 'project.reveal' and subject = ${id}`.execute(db)
    assert.deepEqual(looked, [{ owner: line.id }])
  })
})
