// 并案, told in the hospital's words: one matter, three people, one handling, and everyone is answered and called back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addToCase } from '#modules/cases/additions.ts'
import { openCase, opinionOf } from '#modules/cases/opening.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk, type Person } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'

const long = '经查，当晚中央空调停机检修，未提前告知病房。'
const better = '检修改在白天，并提前一天在病房张贴通知。'

describe('同一件事，三个人来说', () => {
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
  const heat = { category: 'E3', severity: 1, urgency: 3 } as const
  const titles = (sheet: { timeline: { verb: string; words: string }[] }, verb: string) =>
    sheet.timeline.filter((one) => one.verb === verb).map(({ words }) => words)

  /** By telephone, from a patient of the ward, and from a page without an account. */
  const three = async () => {
    const { nurse, lead } = desk.people
    const departmentId = desk.people.departments.心内科
    const stay = await dischargedPatient(desk, { department: '心内科' })
    const byPhone = await nurse.cases.open({
      ...{ ...heat, departmentId, text: '夜里病房闷热，空调没有开', channel: 'phone', kind: 'complaint' },
      reporter: { name: '钱进', phone: '13800001111', relation: 'family', speaksFor: '钱老' },
    })
    await desk.pass('1 workdays')
    const ofPatient = await nurse.cases.open({
      ...{ ...heat, text: '空调停了一夜，一直没人解释', kind: 'complaint' },
      encounterId: stay.encounterId,
    })
    const { id: web } = await desk.house.asSystem((ctx) =>
      openCase(ctx, {
        opinion: opinionOf({ ...heat, departmentId, text: '心内科病房空调坏了，老人睡不着', kind: 'complaint' }),
        channel: 'web',
        reporter: { name: '', phone: '13900002222', relation: 'family', speaksFor: '', reach: 'receipt', address: '' },
      }),
    )
    return { byPhone, ofPatient, web: await lead.cases.get({ id: web }) }
  }

  test('并成一件办理，三个人各自得到答复和回访，不满意的单独进入第二轮', async () => {
    const { nurse, lead, supervision, cardiology, surgery } = desk.people
    const { byPhone, ofPatient, web } = await three()

    // The later ones are merged into the first; a nurse does not do that, and never the other way round.
    await assert.rejects(nurse.cases.merge({ id: web.id, intoId: byPhone.id, reason: '同一晚' }), { status: 403 })
    await assert.rejects(lead.cases.merge({ id: web.id, intoId: web.id, reason: '同一晚' }), { status: 422 })
    const merged = await lead.cases.merge({ id: web.id, intoId: byPhone.id, reason: '同一晚的空调' })
    await lead.cases.merge({ id: ofPatient.id, intoId: byPhone.id, reason: '同一晚的空调' })
    assert.deepEqual([merged.status, merged.number, merged.dueAt], ['merged', web.number, web.dueAt])
    // No chain, in either direction.
    await assert.rejects(lead.cases.merge({ id: byPhone.id, intoId: web.id, reason: '反过来' }), { status: 409 })
    const { ofPatient: another } = await three()
    await assert.rejects(lead.cases.merge({ id: another.id, intoId: web.id, reason: '并入的' }), { status: 409 })

    // Not among the open ones, not in the counts, and still found by its words.
    const open = await lead.cases.list({ open: 'true' })
    assert.ok(!open.rows.some(({ id }) => id === web.id))
    assert.ok((await lead.cases.list({ open: 'true', q: '睡不着' })).rows.some(({ id }) => id === web.id))
    assert.deepEqual((await lead.cases.list({ status: 'merged' })).rows.length, 2)
    assert.equal((await lead.cases.counts({})).byStatus.merged, undefined)

    // Each points to the other; another department finds nothing of either.
    const near = await cardiology.cases.related({ id: byPhone.id })
    assert.deepEqual(near.merged.map(({ number }) => number).toSorted(), [ofPatient.number, web.number].toSorted())
    assert.equal((await lead.cases.related({ id: web.id })).into?.number, byPhone.number)
    await assert.rejects(surgery.cases.related({ id: byPhone.id }), { status: 404 })

    // What is said to a merged one reaches those who handle it.
    await desk.house.asSystem((ctx) => addToCase(ctx, web.id, '第二天又停了两个小时', '本人'))
    const photo = { name: '病房.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4\n%%EOF\n') }
    await lead.cases.attach({ id: web.id }, { file: photo })
    const heard = await cardiology.cases.get({ id: byPhone.id })
    assert.deepEqual(titles(heard, 'case.hear'), [
      `${web.number}：第二天又停了两个小时`,
      `${web.number}：附件：病房.pdf`,
    ])
    assert.equal((await cardiology.cases.list({ q: '两个小时' })).rows.length, 1, 'and is found by it')
    assert.ok((await cardiology.notices.counts({})).unread > 0, 'and is said to them')
    await sound()

    await cardiology.cases.answer({ id: byPhone.id, findings: long, measures: better, opinion: '情况属实，致歉' })
    const passed = await supervision.cases.pass({ id: byPhone.id })
    assert.equal(passed.status, 'reviewed')
    for (const { id } of [web, ofPatient]) {
      const sheet = await lead.cases.get({ id })
      const round = sheet.rounds.at(-1)!
      assert.equal(sheet.status, 'reviewed')
      assert.deepEqual([round.findings, round.measures, round.carriedFrom], [long, better, byPhone.number])
      assert.deepEqual(titles(sheet, 'case.carry'), [`按 ${byPhone.number} 的答复反馈`])
      // It is answered: there is no way back.
      await assert.rejects(lead.cases.unmerge({ id, reason: '不是一件事' }), { status: 409 })
      assert.equal((await lead.cases.related({ id })).into?.carried, true)
    }

    // Everyone is told and called back on his own case, and each answers for himself.
    for (const { id } of [byPhone, web, ofPatient]) await nurse.cases.tell({ id, how: 'call', what: better })
    await nurse.cases.confirm({ id: byPhone.id, satisfaction: 'satisfied' })
    await nurse.cases.confirm({ id: ofPatient.id, satisfaction: 'fairly' })
    const again = await nurse.cases.reopen({ id: web.id, words: '还是没有人道歉', ways: ['office'] })
    assert.deepEqual([again.status, again.round, again.handling], ['investigating', 2, '心内科'])
    assert.deepEqual(again.rounds[0]!.ways, ['office'])
    assert.equal((await lead.cases.get({ id: byPhone.id })).status, 'archived')
    await sound()
  })

  test('并错了可以撤销：期限、负责人和话都还是原来的', async () => {
    const { nurse, lead, cardiology } = desk.people
    const first = await nurse.cases.open({ ...heat, text: '病房太热', departmentId: desk.people.departments.心内科 })
    await desk.pass('2 workdays')
    const later = await nurse.cases.open({ ...heat, text: '走廊太热', departmentId: desk.people.departments.普外科 })
    // The earlier one goes into the later one, which is then due when the earlier one is.
    const before = await lead.cases.get({ id: later.id })
    await lead.cases.merge({ id: first.id, intoId: later.id, reason: '都说太热' })
    assert.equal((await lead.cases.get({ id: later.id })).dueAt, first.dueAt)
    await assert.rejects(
      cardiology.cases.get({ id: first.id }),
      { status: 404 },
      'it lies with those who handle the survivor',
    )
    const back = await lead.cases.unmerge({ id: first.id, reason: '不是一件事' })
    assert.deepEqual(
      [back.status, back.dueAt, back.owner, back.text, back.handling],
      ['received', first.dueAt, first.owner, '病房太热', null],
    )
    assert.match(titles(back, 'case.unmerge')[0]!, /原由心内科办理/)
    const own = await lead.cases.get({ id: later.id })
    assert.deepEqual([own.dueAt, own.deadline], [before.dueAt, before.deadline])
    await sound()
  })

  test('不越过知情范围：限阅的不与普通的并，主案转严时一同收紧，关联不向看不见的人显示', async () => {
    const { nurse, lead, supervision, surgery } = desk.people
    const { departments, ids } = desk.people
    const ward = { ...heat, departmentId: departments.普外科 }
    const one = await nurse.cases.open({ ...ward, text: '护士长态度不好' })
    const two = await nurse.cases.open({ ...ward, text: '护士长训斥家属' })
    const grave = await nurse.cases.open({ ...ward, text: '打人了', severity: 3 })
    await assert.rejects(supervision.cases.merge({ id: two.id, intoId: grave.id, reason: '一件事' }), { status: 409 })
    await assert.rejects(lead.cases.merge({ id: two.id, intoId: grave.id, reason: '一件事' }), { status: 404 })

    await supervision.cases.link({ id: one.id, otherId: grave.id })
    assert.equal((await supervision.cases.related({ id: one.id })).links[0]?.number, grave.number)
    const blind = await lead.cases.related({ id: one.id })
    assert.deepEqual([blind.links, blind.samePerson], [[], []])
    assert.deepEqual(titles(await lead.cases.get({ id: one.id }), 'case.link'), [])
    await supervision.cases.unlink({ id: grave.id, otherId: one.id })
    assert.deepEqual((await supervision.cases.related({ id: one.id })).links, [])

    await lead.cases.merge({ id: two.id, intoId: one.id, reason: '同一位护士长' })
    const accused = {
      category: 'C3',
      severity: 3,
      urgency: 2,
      heated: false,
      reason: '点名反映',
      accusedIds: [ids.surgery],
    }
    await supervision.cases.grade({ id: one.id, ...accused })
    for (const { id } of [one, two]) {
      await assert.rejects(lead.cases.get({ id }), { status: 404 })
      await assert.rejects(surgery.cases.get({ id }), { status: 404 })
      assert.equal((await supervision.cases.get({ id })).owner, '方监察')
    }
    await assert.rejects(
      supervision.cases.grade({ id: one.id, ...accused, severity: 1, accusedIds: [] }),
      { status: 409 },
      'no wall comes down over what lies behind it',
    )
    await sound()
  })

  test('一次说了两件事：拆成两件，各有分类和科室，期限从第一件收到算起', async () => {
    const { nurse, lead } = desk.people
    const stay = await dischargedPatient(desk, { department: '心内科' })
    const both = await nurse.cases.open({ ...heat, text: '病房热，另外多收了护理费', encounterId: stay.encounterId })
    await desk.pass('1 days')
    const fee = await lead.cases.split({
      id: both.id,
      ...{ text: '多收了护理费', category: 'F1', severity: 1, urgency: 3, reason: '收费另行核实' },
      departmentId: desk.people.departments.普外科,
    })
    assert.notEqual(fee.number, both.number)
    assert.deepEqual(
      [fee.receivedAt, fee.dueAt, fee.handling, fee.patient?.recordNumber],
      [both.receivedAt, both.dueAt, '普外科', stay.recordNumber],
    )
    const { links, samePerson } = await nurse.cases.related({ id: fee.id })
    assert.deepEqual([links.map((one) => [one.number, one.link]), samePerson], [[[both.number, 'split']], []])
    // Merging it back undoes it.
    await lead.cases.merge({ id: fee.id, intoId: both.id, reason: '一并答复' })
    assert.equal((await nurse.cases.get({ id: fee.id })).status, 'merged')
    await sound()
  })

  test('三十天内又来说同一类事：组长看得见，是事实不是标签', async () => {
    const { nurse, lead, cardiology } = desk.people
    const stay = await dischargedPatient(desk, { department: '心内科' })
    const first = await nurse.cases.open({ ...heat, text: '噪声大', encounterId: stay.encounterId })
    await desk.pass('3 workdays')
    const again = await nurse.cases.open({ ...heat, text: '还是噪声大', encounterId: stay.encounterId })
    const near = await lead.cases.related({ id: again.id })
    assert.deepEqual(
      near.samePerson.map(({ id, suggests }) => [id, suggests]),
      [[first.id, 'merge']],
    )
    await desk.settle()
    const said = async (one: Person) => (await one.notices.list({})).rows.map(({ words }) => words.zh).join('')
    assert.match(await said(lead), new RegExp(`${again.number} 是 30 天内再次反映`))
    const own = { repeat: 'true', patientId: stay.patientId } as const
    const repeats = (await lead.cases.list(own)).rows.map(({ id }) => id)
    assert.deepEqual(repeats.toSorted(), [first.id, again.id].toSorted())
    assert.deepEqual(
      (await cardiology.cases.related({ id: again.id })).links.map(({ link }) => link),
      ['repeat'],
    )
    // Undone, it does not come back by itself.
    await lead.cases.unlink({ id: again.id, otherId: first.id })
    await desk.settle()
    assert.deepEqual((await lead.cases.list(own)).rows, [])
    await sound()
  })
})
