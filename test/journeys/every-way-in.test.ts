// What reaches the centre by whatever way: the night call about a rash, the printout of five pages, an enquiry, a promise, a matter of two departments.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Desk, openDesk } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'

describe('every way in', () => {
  let desk: Desk
  before(async () => {
    // Monday evening, nine o'clock.
    desk = await openDesk({ at: '2026-03-09T21:00:00+08:00' })
  })
  after(() => desk.close())

  test('夜里的皮疹来电：一位母亲、一个时钟、一个承诺，孩子当晚看上病', async () => {
    const { nurse, nurse2, cardiology } = desk.people
    const call = await nurse.cases.open({
      text: '孩子身上起红疹，白天上班上学，问晚上皮肤科有没有门诊',
      kind: 'help',
      category: 'K4',
      urgency: 1,
      channel: 'phone',
      mood: 'worried',
      calmed: '请她先别着急，正在联系皮肤科',
      reporter: { name: '赵女士', phone: '+86 199 0000 4321', relation: 'guardian', speaksFor: '赵小宝' },
      promised: { what: '联系皮肤科值班医师后回电', byAt: '2026-03-09T21:20:00+08:00' },
    })
    assert.equal(call.status, 'received', 'help waits at the centre and goes to no department by itself')
    assert.equal(call.reporter?.name, '赵**')
    assert.equal(call.reporter?.phone, '199****4321', 'normalised, and masked')
    assert.equal(call.reporter?.speaksFor, '赵**')
    assert.deepEqual(
      call.clocks.map(({ standard, dueAt }) => [standard, dueAt]),
      [
        ['urgentTaken', '2026-03-09T13:30:00.000Z'],
        ['urgentPlanned', '2026-03-09T15:00:00.000Z'],
      ],
      'natural hours, at night too',
    )
    const [promise] = call.promises
    assert.equal(promise?.toWhom, '赵女士')
    assert.equal(promise.late, false)

    // She calls again and gets another nurse: the matter is on the screen before the story is told twice.
    const known = await nurse2.cases.known({ q: '19900004321' })
    assert.deepEqual(
      known.matters.map((one) => one.number),
      [call.number],
    )
    assert.ok(!JSON.stringify(known).includes('19900004321'))

    await nurse.cases.meet({ id: call.id, standard: 'urgentTaken', how: '已接手，联系皮肤科二线' })
    await desk.pass('15 minutes')
    const after = await nurse.cases.reply({
      id: call.id,
      how: 'call',
      what: '皮肤科李医师在急诊等您，请带孩子直接过去',
    })
    assert.equal(after.status, 'archived')
    assert.equal(after.archivedBy, 'answered')
    const [kept] = after.promises
    assert.equal(kept?.status, 'kept')
    assert.equal(kept.late, false, 'kept within the hour that was named')
    assert.equal((await cardiology.cases.list({})).rows.length, 0)
  })

  test('打印要四五页的病历：当天转信息部门，当天改好，本人确认', async () => {
    const { lead, supervision, surgery } = desk.people
    const { departments } = desk.people
    const call = await lead.cases.open({
      text: '门诊病历字体太大，打印一份要四五页纸',
      kind: 'suggestion',
      category: 'H4',
      severity: 0,
      channel: 'phone',
      place: '门诊二楼',
      happenedAt: '2026-03-09T16:00:00+08:00',
      departmentId: departments.普外科,
      reporter: { name: '张主任', phone: '0512-66880000', relation: 'department' },
    })
    assert.equal(call.status, 'investigating', 'a suggestion with its department goes there at once')
    assert.equal(call.place, '门诊二楼')
    await surgery.cases.answer({
      id: call.id,
      findings: '模板字号沿用住院病历，门诊打印未调整。',
      measures: '门诊模板改为五号字，一页打印完毕，当天上线。',
    })
    await supervision.cases.pass({ id: call.id })
    await lead.cases.tell({ id: call.id, how: 'call', what: '已改为一页，当天完成' })
    const done = await lead.cases.confirm({ id: call.id, satisfaction: 'satisfied' })
    assert.equal(done.archivedBy, 'person')
    assert.equal(done.rounds[0]?.inTime, true)
  })

  test('咨询当场答复：一问一答就办结；要核实的成为承诺，过时未兑现看得见', async () => {
    const { nurse, lead } = desk.people
    const quick = await nurse.cases.open({
      text: '病历复印在哪里办',
      kind: 'enquiry',
      category: 'K1',
      channel: 'phone',
      answered: '住院部一楼病案室，带身份证',
    })
    assert.equal(quick.status, 'archived')
    await assert.rejects(
      nurse.cases.open({
        text: '核磁检查要空腹吗',
        kind: 'enquiry',
        category: 'K1',
        promised: { what: '问影像科', byAt: '2026-03-09T20:00:00+08:00' },
      }),
      { status: 422 },
      'an hour that has passed is no promise',
    )
    const later = await nurse.cases.open({
      text: '核磁检查要空腹吗',
      kind: 'enquiry',
      category: 'K1',
      reporter: { name: '孙先生', phone: '19900001111' },
      promised: { what: '问影像科后回电', byAt: '2026-03-10T09:00:00+08:00' },
    })
    desk.clock.set('2026-03-10T10:00:00+08:00')
    const late = await lead.promises.list({ late: 'true' })
    assert.deepEqual(
      late.rows.map(({ caseId, toWhom, late: is }) => [caseId, toWhom, is]),
      [[later.id, '孙先生', true]],
    )
    const [owed] = late.rows
    const kept = await nurse.promises.keep({ id: owed!.id, outcome: '已告知腹部核磁需空腹四小时' })
    assert.equal(kept.late, true, 'kept, but not in time')
    await assert.rejects(nurse.promises.keep({ id: owed!.id, outcome: '再来一次' }), { status: 409 })
  })

  test('涉及两个科室：主办、协办、改判十个工作日、停钟、督办', async () => {
    const { nurse, supervision, cardiology, surgery, obstetrics, departments } = { ...desk.people }
    // Wednesday 11 March.
    desk.clock.set('2026-03-11T09:00:00+08:00')
    const opened = await nurse.cases.open({
      text: '手术前后两个科说法不一，术后没有人管',
      kind: 'complaint',
      category: 'C6',
      aspects: ['A10', 'C6'],
      departmentId: departments.心内科,
      reporter: { name: '钱先生', phone: '19900002222', relation: 'family', speaksFor: '钱母' },
    })
    assert.deepEqual(opened.aspects, ['A10'], 'the main category is no aspect besides')
    assert.equal(opened.deadline.days.at(-1)?.day, '2026-03-18')
    assert.equal(
      (await surgery.cases.list({})).rows.some(({ id }) => id === opened.id),
      false,
    )

    const asked = await supervision.cases.askAssist({
      id: opened.id,
      departmentId: departments.普外科,
      demand: '请说明术后交接',
      reason: '涉及心内科与普外科',
    })
    assert.equal(asked.deadline.workdays, 10)
    assert.equal(asked.deadline.days.at(-1)?.day, '2026-03-25', 'from the day of receipt')
    assert.equal(asked.manyReason, '涉及心内科与普外科')
    const seen = await surgery.cases.get({ id: opened.id })
    const [assist] = seen.assists
    assert.deepEqual(assist?.can.toSorted(), ['contribute', 'object'])
    assert.ok(!seen.can.includes('answer'), 'who helps does not answer for the matter')
    await assert.rejects(obstetrics.cases.get({ id: opened.id }), { status: 404 })

    const answer = {
      id: opened.id,
      findings: '交接单填写不全，已核实当日交接。',
      measures: '重新培训交接班制度，抽查一个月。',
    }
    await assert.rejects(cardiology.cases.answer(answer), { status: 409 }, 'one still has to say something')
    await assert.rejects(cardiology.cases.urge({ id: opened.id, words: '请尽快' }), { status: 403 })
    assert.equal((await supervision.cases.urge({ id: opened.id, words: '请尽快核实' })).urged, 1)

    desk.clock.set('2026-03-12T10:00:00+08:00')
    const paused = await supervision.cases.pause({
      id: opened.id,
      reason: 'appraisal',
      words: '等病理会诊意见',
      workdays: 5,
    })
    assert.equal(paused.deadline.days.at(-1)?.day, '2026-04-01', 'five days that do not count')
    assert.match(paused.deadline.days.find(({ day }) => day === '2026-03-12')!.why, /停钟：等待鉴定/)
    await assert.rejects(supervision.cases.pause({ id: opened.id, reason: 'person', words: '再停一次', workdays: 1 }), {
      status: 409,
    })
    // The opinion comes after two working days: Thursday and Friday stood still, Monday counts.
    desk.clock.set('2026-03-16T10:00:00+08:00')
    const again = await supervision.cases.resume({ id: opened.id, words: '意见已到' })
    assert.equal(again.deadline.days.at(-1)?.day, '2026-03-27')
    await assert.rejects(
      supervision.cases.pause({ id: opened.id, reason: 'person', words: '再停一次', workdays: 1 }),
      { status: 409 },
      'once a round',
    )

    await surgery.assists.contribute({ id: assist!.id, findings: '术后由普外科随访，交接单漏填一项。' })
    const done = await cardiology.cases.answer(answer)
    assert.equal(done.status, 'submitted')
    assert.equal(done.rounds[0]?.inTime, true)
    assert.match(done.timeline.map(({ title, words }) => `${title} ${words}`).join('\n'), /协办 普外科提交协办意见/)
  })

  test('停钟到期自动恢复；节点停机期间错过的时限，回来后一次说清', async () => {
    const { nurse, lead, supervision, departments } = desk.people
    desk.clock.set('2026-03-17T09:00:00+08:00')
    const one = await nurse.cases.open({
      text: '护士换药时态度生硬',
      category: 'B2',
      departmentId: departments.普外科,
    })
    await supervision.cases.pause({ id: one.id, reason: 'person', words: '家属在外地，请求暂缓', workdays: 2 })
    const danger = await nurse.cases.open({
      text: '家属说老人在家胸痛大汗，要求马上有人管',
      kind: 'help',
      category: 'K4',
      urgency: 0,
      channel: 'phone',
    })
    assert.equal(danger.clocks.length, 2)
    // The node is down over noon; what ran out meanwhile is found when it is back, once.
    desk.clock.set('2026-03-17T12:00:00+08:00')
    await desk.settle()
    await desk.settle()
    const after = await lead.cases.get({ id: danger.id })
    assert.deepEqual(
      after.clocks.map(({ late, metAt }) => [late, metAt]),
      [
        [true, null],
        [true, null],
      ],
    )
    assert.equal(after.timeline.filter(({ verb }) => verb === 'case.miss').length, 2, 'said once each')
    await desk.pass('2 days')
    const running = await supervision.cases.get({ id: one.id })
    assert.equal(running.can.includes('resume'), false)
    assert.ok(running.pauses[0]?.endedAt)
    assert.equal(running.deadline.days.at(-1)?.day, '2026-03-25')
  })

  test('科室转来的：写明渠道，只能写本科的患者，转走后看不到', async () => {
    const { cardiology, lead, supervision, departments } = desk.people
    const here = await dischargedPatient(desk, { department: '心内科' })
    const elsewhere = await dischargedPatient(desk, { department: '儿科' })
    const told = { text: '家属说检查预约跑了三趟', kind: 'complaint', category: 'D4' } as const
    await assert.rejects(cardiology.cases.open({ ...told, encounterId: elsewhere.encounterId }), { status: 404 })
    await assert.rejects(cardiology.cases.open({ ...told, patientId: elsewhere.patientId }), { status: 404 })
    const passed = await cardiology.cases.open({
      ...told,
      encounterId: here.encounterId,
      departmentId: departments.普外科,
      channel: 'phone',
    })
    assert.equal(passed.channel, 'department')
    assert.equal(passed.owner, '陈组长', 'the centre answers for it from now on')
    await assert.rejects(cardiology.cases.get({ id: passed.id }), { status: 404 })
    assert.equal((await lead.cases.get({ id: passed.id })).channel, 'department')
    const urged = await supervision.cases.urge({ id: passed.id, words: '请尽快核实' })
    assert.equal(urged.urged, 1)
    const notices = await desk.people.surgery.notices.list({})
    assert.ok(
      notices.rows.some(({ words }) => JSON.stringify(words).includes(passed.number)),
      'the department hears it',
    )
  })

  test('a staff voice keeps no identity here and is not read by agents', async () => {
    const { nurse, lead } = desk.people
    const voice = { text: '夜班休息室空调坏了两周', kind: 'staff', category: 'J3', channel: 'phone' } as const
    await assert.rejects(nurse.cases.open({ ...voice, reporter: { name: '某护士', phone: '19900003333' } }), {
      status: 422,
    })
    const opened = await lead.cases.open(voice)
    await assert.rejects(nurse.cases.get({ id: opened.id }), { status: 404 })
    assert.ok((await nurse.cases.list({ open: 'true' })).rows.every(({ kind }) => kind !== 'staff'))
    await assert.rejects(
      lead.cases.grade({
        ...{ id: opened.id, category: 'F3', severity: 1, urgency: 3, heated: false },
        kind: 'complaint',
        reason: '改为患者投诉',
      }),
      { status: 409 },
    )
  })

  test('a number that cannot be dialled is refused, and nothing is written', async () => {
    const { nurse } = desk.people
    const before = (await nurse.cases.list({ limit: 200 })).rows.length
    const wrong = nurse.cases.open({ text: '挂不上号', category: 'D1', reporter: { name: '李', phone: '1990000' } })
    await assert.rejects(wrong, { status: 422 })
    assert.equal((await nurse.cases.list({ limit: 200 })).rows.length, before)
  })
})
