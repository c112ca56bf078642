// Promises of the hotline: who is calling is known before it is answered, nobody waits unseen, and nobody who was missed is forgotten.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { examine } from '#src/invariants.ts'
import { satisfactionAnswers } from '#test/calls.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import { comesIn, isAnswered, isOver, putExchange } from '#test/telephone-rows.ts'
import { abandon, answered, arrive, findAlone, heldWaiting, offer, pass, promise, type Queue } from './waiting.ts'

const family = '13912340001'

describe('热线', () => {
  let desk: Desk
  let hotline: string
  let queue: Queue
  const people = () => desk.people
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
    const { ids } = desk.people
    ;({ hotline } = await putExchange(desk, { 1001: ids.nurse, 1002: ids.nurse2, 1003: ids.lead }))
  })
  after(async () => {
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count, name }) => count > 0 && !name.startsWith('template')),
      [],
    )
    await desk?.close()
  })

  const asSystem: Desk['house']['asSystem'] = (work) => desk.house.asSystem(work)
  /** The family shares a number: the mother is a patient, the father's contact person has the same. */
  const theFamily = async () => {
    const mother = await dischargedPatient(desk, { name: '钱秀英', phone: family, sex: 'female', daysAgo: 8 })
    const father = await dischargedPatient(desk, { name: '钱大海', phone: '13912340002', daysAgo: 30 })
    const phones = [
      { number: '13912340002', owner: 'patient', kind: 'mobile' },
      { number: family, owner: 'contact', kind: 'mobile', remark: '女儿' },
    ]
    await sql`update patients set phones = ${JSON.stringify(phones)} where id = ${father.patientId}`.execute(
      desk.house.db,
    )
    return { mother, father }
  }

  describe('来电弹屏', () => {
    let mother: string
    let father: string
    before(async () => {
      const both = await theFamily()
      mother = both.mother.patientId
      father = both.father.patientId
    })

    test('共号的一家人都在，有到期任务的在前，号码只见掩码', async () => {
      const { nurse, ids } = people()
      const id = await comesIn(desk, { number: `9${family}`, staffId: ids.nurse })
      const caller = await nurse.callers.get({ id })
      assert.equal(caller.masked, '139****0001')
      assert.deepEqual(
        caller.candidates.map((one) => [one.id, one.name, one.whose, one.remark]),
        [
          [mother, '钱**', 'patient', null],
          [father, '钱**', 'contact', '女儿'],
        ],
      )
      assert(
        caller.candidates[0]!.matters.some(({ noun }) => noun === 'task'),
        'her follow-up call is due',
      )
      assert(!JSON.stringify(caller).includes(family))
      await isAnswered(desk, id)
      await isOver(desk, id)
    })

    test('认定的是谁留在通话上，下一次排在最前；说的话留成来电联系', async () => {
      const { nurse, nurse2, ids } = people()
      const first = await comesIn(desk, { number: family, staffId: ids.nurse })
      await isAnswered(desk, first)
      const chosen = await nurse.callers.choose({ id: first, patientId: father, speaker: 'family' })
      assert.deepEqual(chosen.chosen, { patientId: father, caseId: null, taskId: null, speaker: 'family' })
      await isOver(desk, first)
      await nurse.callers.file({ id: first, words: '问父亲伤口能不能沾水，已答复' })
      const { rows } = await nurse.contacts.list({ patientId: father })
      assert.equal(rows[0]!.note, '问父亲伤口能不能沾水，已答复')
      assert(!(await nurse.calls.mine({})).toFile.some(({ id }) => id === first))
      // The next shift reads it before it answers.
      const second = await comesIn(desk, { number: family, staffId: ids.nurse2 })
      const seen = await nurse2.callers.get({ id: second })
      assert.equal(seen.candidates.find(({ before: it }) => it)?.id, father)
      assert.match(seen.earlier[0]!.words, /伤口能不能沾水/)
      await isAnswered(desk, second)
      await isOver(desk, second)
    })

    test('看不到的诉求不出现，也不计数', async () => {
      const { nurse, supervision, lead, ids } = people()
      const stay = await dischargedPatient(desk, { name: '孙守信', phone: '13912340003', daysAgo: 9 })
      const { rows } = await nurse.followups.list({ view: 'all', q: stay.recordNumber })
      const task = rows.find((row) => row.wave === 'satisfaction')!
      await lead.followups.handOver({ id: task.id, to: ids.nurse })
      await nurse.followups.complete({
        id: task.id,
        answers: satisfactionAnswers('dissatisfied'),
        respondent: 'patient',
        opinion: { text: '护士长暗示要送红包', category: 'I1', accusedIds: [ids.lead] },
      })
      const [hidden] = (await supervision.cases.list({ patientId: stay.patientId })).rows
      for (const [person, staffId] of [
        [nurse, ids.nurse],
        [lead, ids.lead],
      ] as const) {
        const id = await comesIn(desk, { number: '13912340003', staffId })
        const caller = await person.callers.get({ id })
        assert(!JSON.stringify(caller).includes(hidden!.number))
        assert(!JSON.stringify(caller).includes('红包'))
        assert.deepEqual(
          caller.candidates[0]!.matters.filter(({ noun }) => noun === 'case'),
          [],
        )
        await assert.rejects(person.callers.choose({ id, caseId: hidden!.id }), { status: 422 })
        await isAnswered(desk, id)
        await isOver(desk, id)
      }
    })

    test('别人的来电不是我的；隐藏号码没有候选人', async () => {
      const { nurse, nurse2, ids } = people()
      const id = await comesIn(desk, { number: '', staffId: ids.nurse })
      const caller = await nurse.callers.get({ id })
      assert.deepEqual([caller.masked, caller.candidates], [null, []])
      await assert.rejects(nurse2.callers.get({ id }), { status: 404 })
      await isOver(desk, id)
    })

    test('陌生号码登记诉求：号码在服务器上带入，通话随之登记', async () => {
      const { nurse, supervision, ids } = people()
      const id = await comesIn(desk, { number: '913912340009', staffId: ids.nurse })
      assert.deepEqual((await nurse.callers.get({ id })).candidates, [])
      await isAnswered(desk, id)
      const opened = await nurse.cases.open({
        callId: id,
        text: '问停车场怎么收费',
        kind: 'enquiry',
        category: 'K1',
        channel: 'phone',
      })
      assert.equal(opened.reporter?.phone, '139****0009')
      await isOver(desk, id)
      const call = await nurse.calls.get({ id })
      assert.deepEqual([call.aboutNoun, call.aboutId, call.disposition], ['case', opened.id, 'reached'])
      const next = await comesIn(desk, { number: '13912340009', staffId: ids.nurse })
      const caller = await nurse.callers.get({ id: next })
      assert.deepEqual(
        caller.candidates.map((one) => [one.noun, one.matters.map(({ number }) => number)]),
        [['reporter', [opened.number]]],
      )
      await isAnswered(desk, next)
      // A grave matter hides the call in which it was said.
      const grave = await nurse.cases.open({
        callId: next,
        text: '护士推倒了老人',
        kind: 'complaint',
        category: 'B1',
        severity: 3,
        urgency: 1,
      })
      await isOver(desk, next)
      const [row] = (await supervision.calls.list({ aboutId: grave.id })).rows
      assert.equal(row?.id, next)
      assert.deepEqual((await people().lead.calls.list({ aboutId: grave.id })).rows, [])
    })

    test('同事用分机打来，认得是谁', async () => {
      const { nurse, ids } = people()
      const id = await comesIn(desk, { number: '1002', staffId: ids.nurse })
      const caller = await nurse.callers.get({ id })
      assert.deepEqual(
        [caller.masked, caller.candidates[0]?.whose, caller.candidates[0]?.id],
        ['1002', 'colleague', ids.nurse2],
      )
      await isOver(desk, id)
    })
  })

  describe('排队', () => {
    const waits = async (number: string) => {
      const call = await comesIn(desk, { number, lineId: hotline })
      return asSystem((ctx) => arrive(ctx, queue.id, { id: call, shown: number }))
    }
    before(async () => {
      const { lead } = people()
      const set = await lead.queues.set({ name: '服务热线', lineId: hotline })
      queue = (await desk.house.db
        .selectFrom('queues')
        .where('id', '=', set.id)
        .selectAll()
        .executeTakeFirstOrThrow()) as unknown as Queue
      assert.equal(set.open, true)
    })
    const away = async (person: 'nurse' | 'nurse2' | 'lead') => people()[person].agents.rest({ reason: '午餐' })

    test('先给空闲最久的、会方言的；不接就给下一位；两通来电不给同一个人', async () => {
      const { nurse, nurse2, lead, ids } = people()
      await nurse2.agents.ready({})
      desk.clock.pass(60_000)
      await nurse.agents.ready({})
      await lead.agents.ready({})
      const one = await waits('13912340011')
      const two = await waits('13912340012')
      assert.equal(await asSystem((ctx) => offer(ctx, queue, two)), null, 'whoever came first is first')
      assert.equal((await asSystem((ctx) => offer(ctx, queue, one)))?.id, ids.nurse2)
      assert.equal((await asSystem((ctx) => offer(ctx, queue, two)))?.id, ids.nurse)
      await asSystem((ctx) => pass(ctx, one))
      assert.equal((await asSystem((ctx) => offer(ctx, queue, one)))?.id, ids.lead, 'not the same again')
      await asSystem((ctx) => answered(ctx, one, ids.lead))
      await asSystem((ctx) => answered(ctx, two, ids.nurse))
      // Only who speaks the dialect.
      const { skills } = await lead.skills.set({ skills: [{ name: '闽南话', kind: 'language' }] })
      await lead.queues.set({ id: queue.id, name: '服务热线', lineId: hotline, skills: [skills[0]!.id] })
      const asked = { ...queue, skills: [skills[0]!.id] }
      const three = await waits('13912340013')
      assert.equal(await asSystem((ctx) => offer(ctx, asked, three)), null)
      await lead.skills.assign({ staffId: ids.nurse, skills: [skills[0]!.id], outside: '13800009999' })
      const listed = (await lead.skills.list({})).people.find(({ staffId }) => staffId === ids.nurse)!
      assert.equal(listed.outside, '138****9999')
      assert.equal((await asSystem((ctx) => offer(ctx, asked, three)))?.id, ids.nurse)
      const { waiting, ready, today } = await lead.queues.board({})
      assert.deepEqual(
        [waiting.map(({ masked, status }) => [masked, status]), ready],
        [[['139****0013', 'offered']], 3],
      )
      assert.deepEqual([today.arrived, today.answered], [3, 2])
      await asSystem((ctx) => answered(ctx, three, ids.nurse))
      await lead.queues.set({ id: queue.id, name: '服务热线', lineId: hotline })
      for (const person of ['nurse', 'nurse2', 'lead'] as const) await away(person)
    })

    test('放弃的、按 1 的、程序断了的，都有回拨；同一号码一条', async () => {
      const { lead, nurse } = people()
      const [gaveUp, again, pressed, left] = [
        await waits('13912340021'),
        await waits('13912340021'),
        await waits('13912340022'),
        await waits('13912340023'),
      ] as const
      await asSystem((ctx) => abandon(ctx, gaveUp))
      await asSystem((ctx) => abandon(ctx, again))
      await asSystem((ctx) => promise(ctx, pressed))
      desk.clock.pass(60_000)
      await asSystem(findAlone)
      assert.equal(await asSystem((ctx) => heldWaiting(ctx, left)), null)
      const { rows } = await nurse.missed.list({})
      assert.deepEqual(
        rows.map(({ masked, calls, promised, status }) => [masked, calls, promised, status]),
        [
          ['139****0022', 1, true, 'open'],
          ['139****0021', 2, false, 'open'],
          ['139****0023', 1, false, 'open'],
        ],
      )
      assert.equal(Date.parse(rows[0]!.dueAt) - Date.parse(rows[0]!.firstAt), 30 * 60_000, 'half an hour of service')
      const { today } = await lead.queues.board({})
      assert.deepEqual([today.abandoned, today.calledBack, today.lost, today.early], [3, 1, 1, 2])
    })
  })

  describe('漏接回拨', () => {
    const owedTo = async (masked: string) =>
      (await people().lead.missed.list({ view: 'all' })).rows.find((row) => row.masked === masked)!

    test('坐席分机没接的也是漏接；内部的和同事接了的不是', async () => {
      const { ids } = people()
      const alone = await comesIn(desk, { number: '13912340031', staffId: ids.nurse })
      await isOver(desk, alone)
      assert.equal((await owedTo('139****0031')).calls, 1)
      const inside = await comesIn(desk, { number: '1002', staffId: ids.nurse })
      await isOver(desk, inside)
      // The PBX rings two of them: one answers, the other stops.
      const [here, there] = [
        await comesIn(desk, { number: '13912340032', staffId: ids.nurse }),
        await comesIn(desk, { number: '13912340032', staffId: ids.nurse2 }),
      ]
      await isAnswered(desk, there)
      await isOver(desk, here)
      await isOver(desk, there)
      assert.equal(await owedTo('139****0032'), undefined)
    })

    test('自己又打通了：如实了结', async () => {
      const { nurse2, ids } = people()
      const id = await comesIn(desk, { number: '13912340031', staffId: ids.nurse2 })
      assert.equal((await nurse2.callers.get({ id })).missed?.calls, 1)
      await isAnswered(desk, id)
      const row = await owedTo('139****0031')
      assert.deepEqual([row.status, row.closedBy], ['otherwise', '周一诺'])
      await isOver(desk, id)
      await nurse2.callers.file({ id, words: '问门诊时间' })
      // Whoever calls from this number again finds what was said, though nobody knows who it is.
      const next = await comesIn(desk, { number: '13912340031', staffId: ids.nurse2 })
      assert.equal((await nurse2.callers.get({ id: next })).earlier[0]!.words, '问门诊时间')
      await isAnswered(desk, next)
      await isOver(desk, next)
    })

    test('回拨三次未通才可放弃；接通要写明说了什么', async () => {
      const { nurse, lead } = people()
      const row = await owedTo('139****0021')
      await assert.rejects(nurse.missed.giveUp({ id: row.id }), { status: 409 })
      for (let n = 0; n < 3; n++) {
        const placed = await nurse.missed.dial({ id: row.id })
        assert.match(placed.target, /^call-/)
        await isOver(desk, placed.callId, 'network', 19)
      }
      const tried = await nurse.missed.get({ id: row.id })
      assert.deepEqual([tried.status, tried.tries], ['open', 3])
      const given = await nurse.missed.giveUp({ id: row.id, words: '三次无人接听' })
      assert.equal(given.status, 'unreachable')
      const other = await owedTo('139****0022')
      const { callId } = await lead.missed.dial({ id: other.id })
      await isAnswered(desk, callId)
      await isOver(desk, callId)
      const reached = await lead.missed.reach({ id: other.id, words: '问报销材料，已说明' })
      assert.deepEqual([reached.status, reached.outcome, reached.can], ['reached', '问报销材料，已说明', []])
      assert(!(await lead.calls.mine({})).toFile.some(({ id }) => id === callId))
    })

    test('超时先提醒在班的，再提醒组长', async () => {
      const { lead, ids } = people()
      const unread = async () => (await lead.notices.list({})).rows.filter(({ kind }) => kind === 'missed-late')
      await lead.duties.set({ day: '2026-03-09', staffIds: [ids.nurse2] })
      await desk.pass('40 minutes')
      assert.equal((await people().nurse2.notices.list({})).rows.filter(({ kind }) => kind === 'missed-late').length, 1)
      assert.equal((await unread()).length, 0)
      await desk.pass('40 minutes')
      assert.equal((await unread()).length, 1)
      assert.deepEqual(await lead.missed.counts({}), { owed: 1, late: 1 })
    })
  })
})
