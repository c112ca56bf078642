// 三轮, told in the hospital's words: what was looked into, what was changed and verified by others, and the ways of the law at the end.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const photo = { name: '现场.png', type: 'image/png', content: png }

describe('从调查到整改验证，从第一轮到法定途径', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk.close())

  const sound = async () =>
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count }) => count > 0).map(({ name, rows }) => [name, rows]),
      [],
    )
  const opened = async () => {
    const { encounterId } = await dischargedPatient(desk, { department: '心内科' })
    return desk.people.nurse.cases.open({ encounterId, text: '输液时无人巡视', category: 'D3', kind: 'complaint' })
  }
  const findings = '调阅监控并询问当班护士，巡视间隔一小时二十分。'
  const answer = { findings, measures: '输液患者每半小时巡视一次，并在床头签名。' }

  test('调查逐条记录；整改到期由他人验证，归档之后仍在台账上', async () => {
    const { nurse, lead, supervision, cardiology, cardiologist, surgery, director } = desk.people
    const { id } = await opened()
    const asked = { kind: 'interview', whom: '当班护士', found: '承认交接时漏看一床' } as const
    await assert.rejects(
      cardiology.cases.inquire({ id, ...asked, happenedAt: '2026-03-12T09:00:00+08:00' }),
      { status: 422 },
      'nobody was asked tomorrow',
    )
    await assert.rejects(nurse.cases.inquire({ id, ...asked, happenedAt: '2026-03-09T08:30:00+08:00' }), {
      status: 403,
    })
    await cardiology.cases.inquire({ id, ...asked, happenedAt: '2026-03-09T08:30:00+08:00' })
    const looked = await cardiology.cases.inquire({
      id,
      ...{
        kind: 'material',
        whom: '病区监控',
        found: '14:02 至 15:22 无人进入',
        happenedAt: '2026-03-09T08:00:00+08:00',
      },
    })
    assert.deepEqual(
      looked.rounds[0]!.inquiries.map(({ whom, by }) => [whom, by]),
      [
        ['病区监控', '心内主任'],
        ['当班护士', '心内主任'],
      ],
      'in the order in which it happened',
    )

    const plans = [
      { what: '修订输液巡视制度', dueOn: '2026-03-20' },
      { what: '床头巡视签名', dueOn: '2026-03-13', ownerId: desk.people.ids.cardiologist },
    ]
    const handed = await cardiology.cases.answer({ id, ...answer, opinion: '护理巡视不到位，批评教育', plans })
    assert.equal(handed.rounds[0]!.opinion, '护理巡视不到位，批评教育')
    await assert.rejects(
      cardiology.measures.plan({
        caseId: id,
        what: '请外科协助',
        dueOn: '2026-03-20',
        departmentId: desk.people.departments.普外科,
      }),
      { status: 422 },
    )
    const [signing, rules] = (await supervision.measures.list({ caseId: id })).rows
    assert.deepEqual([signing?.what, signing?.owner, rules?.owner], ['床头巡视签名', '心内医师', null])
    assert.deepEqual((await surgery.measures.list({})).rows, [], 'another department finds nothing')

    // Done, with a photo instead of words; neither owner nor doer verifies, and nobody before the day.
    await assert.rejects(cardiologist.measures.finish({ id: signing!.id }), { status: 422 })
    await cardiologist.measures.attach({ id: signing!.id }, { file: photo })
    const done = await cardiologist.measures.finish({ id: signing!.id })
    assert.equal(done.status, 'done')
    assert.deepEqual((await lead.measures.list({ caseId: id })).rows[0]!.can, ['sendBack', 'attach'])
    await assert.rejects(lead.measures.verify({ id: signing!.id, words: '看过了' }), { status: 409 })
    await assert.rejects(cardiology.measures.verify({ id: signing!.id, words: '看过了' }), { status: 403 })
    await assert.rejects(surgery.measures.file({ id: signing!.id, fileId: done.files[0]!.id }), { status: 404 })

    await supervision.cases.pass({ id })
    await nurse.cases.tell({ id, how: 'in-person', what: '已当面致歉并说明整改' })
    await nurse.cases.confirm({ id, satisfaction: 'satisfied' })
    assert.equal((await lead.cases.get({ id })).status, 'archived')
    await desk.pass('4 workdays')
    assert.deepEqual(
      (await lead.measures.list({ view: 'verify' })).rows.map(({ what }) => what),
      ['床头巡视签名'],
      'the case is closed, the measure is not',
    )
    await assert.rejects(lead.measures.verify({ id: signing!.id }), { status: 422 }, 'a word or a photo of his own')
    const back = await lead.measures.sendBack({ id: signing!.id, words: '三床没有签名', dueOn: '2026-03-17' })
    assert.deepEqual([back.status, back.dueOn, back.outcome], ['planned', '2026-03-17', '三床没有签名'])
    await desk.pass('3 workdays')
    assert.deepEqual(await cardiology.measures.counts({}), { open: 2, due: 2, overdue: 1, verify: 0 })
    await cardiologist.measures.finish({ id: signing!.id, words: '已补签并逐床检查' })
    const seen = await lead.measures.verify({ id: signing!.id, words: '抽查十床，全部签名' })
    assert.deepEqual([seen.status, seen.verifiedBy, seen.can], ['verified', '陈组长', []])

    // Whoever reports it done does not verify it, whatever he may do otherwise.
    await supervision.measures.finish({ id: rules!.id, words: '制度已发文' })
    await desk.pass('3 workdays')
    await assert.rejects(supervision.measures.verify({ id: rules!.id, words: '已发文' }), { status: 403 })
    await assert.rejects(director.measures.verify({ id: rules!.id, words: '已发文' }), { status: 403 })
    await lead.measures.verify({ id: rules!.id, words: '病区已学习' })
    await sound()
  })

  test('转严以后，科室看不到限阅诉求的整改，直到再交给它', async () => {
    const { supervision, cardiology } = desk.people
    const { id } = await opened()
    await cardiology.cases.answer({ id, ...answer, plans: [{ what: '全科学习', dueOn: '2026-04-10' }] })
    await supervision.cases.sendBack({ id, words: '另有重大情节' })
    await supervision.cases.grade({ id, category: 'D3', severity: 3, urgency: 3, heated: false, reason: '后果严重' })
    const seen = async () => (await cardiology.measures.list({ caseId: id })).rows.length
    assert.equal(await seen(), 0)
    assert.equal((await supervision.measures.list({ caseId: id })).rows.length, 1)
    await supervision.cases.dispatch({ id, departmentId: desk.people.departments.心内科, demand: '限阅办理' })
    assert.equal(await seen(), 1)
    await sound()
  })

  test('第三轮仍不满意：院领导同意后告知法定途径，如实记为不满意', async () => {
    const { nurse, lead, supervision, cardiology, director } = desk.people
    const { id } = await opened()
    const legal = ['mediation', 'administrative', 'court'] as const
    const refer = { id, ways: [...legal], how: 'in-person' as const, words: '要求赔偿，不接受' }
    await cardiology.cases.answer({ id, ...answer })
    await supervision.cases.pass({ id })
    await nurse.cases.tell({ id, how: 'call', what: '已说明整改', ways: ['office', 'mediation'] })
    await assert.rejects(supervision.cases.refer(refer), { status: 409 }, 'not after the first round')
    await nurse.cases.reopen({ id, words: '没有道歉', ways: ['authority'] })
    await cardiology.cases.answer({ id, ...answer })
    await supervision.cases.pass({ id })
    await nurse.cases.tell({ id, how: 'letter', what: '书面致歉' })
    await nurse.cases.escalate({ id, words: '仍不接受' })
    await director.cases.dispatch({ id, departmentId: desk.people.departments.心内科, demand: '院长督办，再核实一次' })
    await cardiology.cases.answer({ id, ...answer })
    await supervision.cases.propose({ id, words: '拟不再办理' })
    await director.cases.consent({ id })
    await nurse.cases.tell({ id, how: 'in-person', what: '院长当面答复' })
    await assert.rejects(lead.cases.refer(refer), { status: 403 })
    await assert.rejects(supervision.cases.refer({ ...refer, ways: ['court'] }), { status: 422 })
    const ended = await supervision.cases.refer({ ...refer, ways: [...legal, 'records'] })
    assert.deepEqual(
      [ended.status, ended.archivedBy, ended.satisfaction, ended.rounds.map(({ outcome }) => outcome)],
      ['archived', 'referred', 'dissatisfied', ['dissatisfied', 'dissatisfied', 'dissatisfied']],
    )
    assert.equal(ended.archiveReason, '当面告知法定途径：人民调解、行政调解、诉讼、病历查阅、复制与封存')
    assert.deepEqual(ended.rounds[0]!.ways.toSorted(), ['authority', 'mediation', 'office'])
    assert.match(ended.timeline.at(-1)!.words, /^已告知：人民调解、行政调解、诉讼/)
    // Also where a recall had heard it, and leadership does not have it handled a fourth time.
    await sound()
  })
})
