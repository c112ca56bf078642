// No case reaches the archive but by the person's answer: every verb is tried in every state, against the real thing.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { refusedBecause } from '#kernel/lifecycle.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import type { Refused } from '#web/client.ts'
import { caseLifecycle } from './lifecycle.ts'

test('only the person’s answer archives, or approval, or after three rounds the law; only tell and settle lead to told', () => {
  const into = (state: string) => caseLifecycle.acts.filter(([, , to]) => to === state)
  assert.deepEqual(
    into('archived').map(([verb, from]) => [verb, from]),
    [
      // The shorter paths: only what is no complaint goes there by its answer (rules `answerable` and `praise`).
      ['reply', ['received', 'reviewed']],
      ['convey', ['received']],
      ['confirm', ['told']],
      ['approve', ['told']],
      // Only after a third round, with the ways of the law told (rule `thirdRound`).
      ['refer', ['told', 'escalated']],
    ],
  )
  for (const kind of ['opinion', 'complaint', 'suggestion', 'staff'])
    for (const verb of ['reply', 'convey'])
      assert.ok(refusedBecause(caseLifecycle, verb, { status: 'received', kind } as never))
  assert.deepEqual(
    into('told').map(([verb]) => verb),
    ['settle', 'tell'],
  )
  const untried = { id: '', status: 'told', severity: 1, integrity: false, heated: false, round: 1 }
  const waiting = { ...untried, time_asked: false, handling_department_id: null }
  for (const round of [1, 2]) assert.ok(refusedBecause(caseLifecycle, 'refer', { ...waiting, round } as never))
  for (const failed_recalls of [0, 1, 2])
    assert.ok(refusedBecause(caseLifecycle, 'approve', { ...waiting, failed_recalls } as never))
})

describe('every verb in every state', () => {
  let desk: Desk
  // What is merged or linked is merged into this one, or linked with it.
  let other = ''
  before(async () => {
    desk = await openDesk()
    const { encounterId } = await dischargedPatient(desk)
    other = (await desk.people.nurse.cases.open({ encounterId, text: '同一件事', category: 'D3' })).id
  })
  after(() => desk.close())

  const long = '经查情况属实,已当面沟通并说明。'
  type Step = readonly [
    who: 'nurse' | 'lead' | 'cardiology' | 'supervision' | 'director',
    body: Record<string, unknown>,
  ]
  const steps = (): Record<string, Step> => ({
    dispatch: ['lead', { departmentId: desk.people.departments.心内科, demand: '请核实' }],
    settle: ['nurse', { how: '当场解决并致歉' }],
    answer: ['cardiology', { findings: long, measures: long }],
    object: ['cardiology', { reason: '不属于本科室' }],
    askTime: ['cardiology', { workdays: 1, reason: '需要更多时间' }],
    grantTime: ['supervision', {}],
    refuseTime: ['supervision', { words: '按期办理' }],
    sendBack: ['supervision', { words: '请补充经过' }],
    pass: ['supervision', {}],
    propose: ['supervision', { words: '请审定' }],
    consent: ['director', {}],
    decline: ['director', { words: '措施不具体' }],
    tell: ['nurse', { how: 'call', what: '已告知结果' }],
    confirm: ['nurse', { satisfaction: 'satisfied' }],
    reopen: ['nurse', { words: '不满意' }],
    escalate: ['nurse', { words: '仍不满意' }],
    failRecall: ['nurse', {}],
    approve: ['lead', { reason: '三次回访都未接通' }],
    grade: ['lead', { category: 'D3', severity: 1, urgency: 3, heated: false, reason: '复核' }],
    comment: ['nurse', { words: '备注' }],
    add: ['nurse', { words: '还有一件' }],
    inquire: ['supervision', { kind: 'fact', whom: '病区', found: '属实', happenedAt: '2026-03-09T08:00:00+08:00' }],
    refer: ['director', { ways: ['mediation', 'administrative', 'court'], how: 'call', words: '不接受' }],
    merge: ['lead', { intoId: other, reason: '同一件事' }],
    unmerge: ['lead', { reason: '不是一件事' }],
    split: ['lead', { text: '另一件事', category: 'B1', reason: '分开办理' }],
    link: ['nurse', { otherId: other }],
    unlink: ['nurse', { otherId: other }],
  })

  const doStep = (id: string, verb: string) => {
    const [who, body] = steps()[verb]!
    const { cases } = desk.people[who] as Person
    return (cases[verb as 'comment'] as (input: object) => Promise<{ status: string }>)({ id, ...body })
  }

  const ways: Record<string, readonly string[]> = {
    received: ['object'],
    investigating: [],
    submitted: ['answer'],
    consenting: ['answer', 'propose'],
    reviewed: ['answer', 'pass'],
    told: ['answer', 'pass', 'tell'],
    escalated: ['answer', 'pass', 'tell', 'reopen', 'answer', 'pass', 'tell', 'escalate'],
    merged: ['merge'],
    archived: ['answer', 'pass', 'tell', 'confirm'],
  }

  const stateOf = async (id: string) => {
    const one = (table: 'cases' | 'rounds' | 'extensions' | 'events') =>
      desk.house.db
        .selectFrom(table)
        .where(table === 'cases' ? 'cases.id' : table === 'events' ? 'events.subject' : 'case_id', '=', id)
        .selectAll()
        .execute()
    return JSON.stringify(await Promise.all([one('cases'), one('rounds'), one('extensions'), one('events')]))
  }

  test('what the table does not allow is refused with a sentence and writes nothing', async () => {
    assert.deepEqual(Object.keys(ways).toSorted(), Object.keys(caseLifecycle.states).toSorted())
    let tried = 0
    for (const [state, way] of Object.entries(ways)) {
      const { encounterId } = await dischargedPatient(desk)
      const { id } = await desk.people.nurse.cases.open({ encounterId, text: '候诊太久', category: 'D3' })
      for (const verb of way) await doStep(id, verb)
      const row = await desk.house.db.selectFrom('cases').where('id', '=', id).selectAll().executeTakeFirstOrThrow()
      assert.equal(row.status, state)
      const before = await stateOf(id)
      for (const verb of Object.keys(steps())) {
        if (refusedBecause(caseLifecycle, verb, row) === null) continue
        // Who does not see it (a department that sent it back, leadership before it is asked) is told of nothing.
        const error = await doStep(id, verb).then(
          () => assert.fail(`${verb} in ${state}`),
          (refused: Refused) => refused,
        )
        assert.ok([409, 404].includes(error.status), `${verb} in ${state}: ${error.status}`)
        if (error.status === 404) assert.equal(steps()[verb]![0], 'cardiology', `${verb} in ${state}`)
        assert.match(error.message, /[\u4e00-\u9fff]/)
        assert.equal(await stateOf(id), before, `${verb} in ${state} wrote something`)
        tried++
      }
      const { can } = await desk.people.supervision.cases.get({ id })
      for (const verb of can) assert.equal(refusedBecause(caseLifecycle, verb, row), null, `${verb} in ${state}`)
    }
    assert.ok(tried > 90, `${tried} tried`)
  })
})
