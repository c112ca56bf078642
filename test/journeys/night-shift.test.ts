// A night at the centre: an alarm at three that nobody hears at first, a node that was away, and the card in the morning.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { startOfDay } from '#kernel/time.ts'
import { Refused } from '#web/client.ts'
import { type Desk, openDesk, type Person } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'

const shifts = { day: '101', evening: '102', night: '103' } as const
const idOf = (which: keyof typeof shifts) => `00000000-0000-7000-8000-000000000${shifts[which]}`
const refused = (status: number) => (error: unknown) => error instanceof Refused && error.status === status

describe('夜班', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
    const { lead, ids } = desk.people
    // 林小满 works this night, 周一诺 the day after it.
    await lead.duties.set({ day: '2026-03-10', shiftId: idOf('night'), staffIds: [ids.nurse] })
    await lead.duties.set({ day: '2026-03-10', shiftId: idOf('day'), staffIds: [ids.nurse2] })
  })
  after(() => desk.close())

  const open = async (by: Person, opinion: object) => {
    const { encounterId } = await dischargedPatient(desk, { daysAgo: 3 })
    return by.cases.open({ encounterId, text: '输液后全身皮疹、呼吸困难', category: 'A1', ...opinion } as never)
  }
  const ringing = async (person: Person) => (await person.rings.mine()).rows.map(({ alarm }) => alarm)
  const unread = async (person: Person) => (await person.notices.counts()).unread
  const events = async (verb: string) =>
    (
      await sql<{ data: Record<string, unknown> }>`select data from events where verb = ${verb} order by id`.execute(
        desk.house.db,
      )
    ).rows.map(({ data }) => data)

  test('凌晨三点的危急来电：值班护士、组长、院领导依次被呼叫；节点停了二十分钟，一步不漏', async () => {
    const { nurse, nurse2, lead, supervision, director, cardiology } = desk.people
    desk.clock.set('2026-03-10T03:00+08:00')
    const opened = await open(lead, { severity: 1, urgency: 0 })
    assert.deepEqual(await ringing(nurse), ['danger'], 'who is on shift is rung with the opening itself')
    for (const other of [nurse2, lead, supervision, director]) assert.deepEqual(await ringing(other), [])
    await desk.pass('2 minutes')
    assert.deepEqual(await ringing(lead), [], 'three minutes are hers')
    // The node goes down and comes back twenty minutes later: all that fell due is rung at once, and says how late.
    desk.clock.pass(20 * 60_000)
    await desk.settle()
    for (const one of [nurse, lead, supervision, director]) assert.deepEqual(await ringing(one), ['danger'])
    assert.deepEqual(await ringing(nurse2), [], 'who is at home and in no step sleeps on')
    assert.deepEqual(await ringing(cardiology), [])
    const [ring] = (await lead.rings.list({ caseId: opened.id })).rows
    assert.deepEqual(ring?.calls.map(({ name, step, lateMinutes }) => `${step} ${name} ${lateMinutes}`).sort(), [
      '1 林小满 0',
      '2 陈组长 19',
      '3 方监察 16',
      '3 院长 16',
    ])
    assert.equal(ring?.nextAt, null, 'everybody has been rung')
    await desk.settle()
    assert.equal((await events('ring.next')).length, 3, 'each step once, however often the clock looks')
    const told = await events('case.rung')
    assert.deepEqual(
      told.map(({ step, lateMinutes }) => [step, lateMinutes]),
      [
        [1, 0],
        [2, 19],
        [3, 16],
      ],
    )

    const answered = await director.rings.answer({ id: ring!.id, words: '已联系急诊，5 分钟内到床旁' })
    assert.deepEqual([answered.status, answered.answeredBy], ['answered', '院长'])
    for (const one of [nurse, lead, supervision, director]) assert.deepEqual(await ringing(one), [])
    await assert.rejects(nurse.rings.answer({ id: ring!.id, words: '我也来了' }), refused(409))
    await assert.rejects(nurse2.rings.answer({ id: ring!.id, words: '我也来了' }), refused(404))
    const story = (await supervision.cases.get({ id: opened.id })).timeline.map(({ title }) => title)
    assert.ok(story.includes('呼叫') && story.includes('应答呼叫'), story.join())
  })

  test('重大的立即呼叫监察室和院领导，被反映的人和值班护士听不到也看不到', async () => {
    const { nurse, lead, supervision, director, ids } = desk.people
    const opened = await open(lead, { severity: 3, urgency: 1, accusedIds: [ids.nurse], text: '护士推搡家属' })
    assert.deepEqual(await ringing(supervision), ['urgent', 'grave'])
    assert.deepEqual(
      await ringing(director),
      ['urgent', 'grave'],
      'where no step means anybody who may see it, the last',
    )
    assert.deepEqual([await ringing(nurse), await ringing(lead)], [[], []])
    for (const one of [nurse, lead]) assert.equal((await one.rings.list({ caseId: opened.id })).rows.length, 0)
    // Judged anew it is neither: nothing rings any more.
    await supervision.cases.grade({
      id: opened.id,
      category: 'B2',
      severity: 1,
      urgency: 3,
      heated: false,
      reason: '经核实为口角',
    })
    assert.deepEqual([await ringing(supervision), await ringing(director)], [[], []])
    // And once more: a new alarm, of the kind that it has become.
    await supervision.cases.grade({
      id: opened.id,
      category: 'B2',
      severity: 2,
      urgency: 0,
      heated: true,
      reason: '家属正在冲突',
    })
    assert.deepEqual(await ringing(supervision), ['danger'])
    const [again] = (await supervision.rings.mine()).rows
    await supervision.rings.answer({ id: again!.id, words: '保安和我正在赶去' })
  })

  test('早上的交班卡：承诺、红旗、未应答、危急都在上面，接班的人看不到的不在她的卡上', async () => {
    const { nurse, nurse2, lead, supervision } = desk.people
    const asked = await open(lead, { severity: 0, urgency: 3, text: '押金什么时候退', category: 'E2' })
    await nurse.promises.make({
      caseId: asked.id,
      toWhom: '患者家属',
      what: '问清押金退还时间后回电',
      byAt: '2026-03-10T10:00:00+08:00',
    })
    const { recordNumber } = await dischargedPatient(desk, { daysAgo: 3 })
    const [call] = (await lead.followups.list({ view: 'all', q: recordNumber })).rows
    await sql`update tasks set status = 'flagged', red_flag = 'now', red_flag_words = '[{"zh":"胸痛","en":"chest pain"}]'
      where id = ${call!.id}`.execute(desk.house.db)
    desk.clock.set('2026-03-10T07:31+08:00')
    await desk.settle()
    const [made] = (await nurse.handovers.list({})).rows
    assert.deepEqual(
      [made?.shift, made?.status, made?.givers, made?.takers],
      ['大夜', 'writing', ['林小满'], ['周一诺']],
    )
    assert.ok((await unread(nurse)) >= 1, 'her card is ready')
    assert.ok(made!.can.includes('give'))
    await assert.rejects(nurse2.handovers.give({ id: made!.id }), refused(403))
    await nurse.handovers.give({ id: made!.id, words: '3 床家属情绪激动，已安抚' })
    const hers = await nurse2.handovers.get({ id: made!.id })
    const kinds = (card: typeof hers) => [...new Set(card.items.map(({ kind }) => kind))]
    assert.deepEqual(kinds(hers), ['flag', 'urgent', 'promise'])
    assert.match(hers.items.find(({ kind }) => kind === 'promise')!.words, /患者家属：问清押金退还时间/)
    assert.match(hers.items.find(({ kind }) => kind === 'flag')!.words, /胸痛/)
    assert.doesNotMatch(JSON.stringify(hers), /推搡/)
    assert.match(hers.words, /已安抚/)
    // A question about one item, and its answer.
    const item = hers.items.find(({ kind }) => kind === 'promise')!
    await nurse2.handovers.ask({ id: hers.id, itemId: item.id, words: '财务联系过了吗' })
    await nurse.handovers.reply({ id: hers.id, itemId: item.id, words: '留了言，9 点再打' })
    const grave = (await supervision.handovers.get({ id: hers.id })).items.find(({ words }) => /推搡/.test(words))
    assert.equal(grave?.kind, 'urgent', 'supervision sees what is supervision’s')
    await assert.rejects(nurse2.handovers.ask({ id: hers.id, itemId: grave!.id, words: '这是什么' }), refused(422))
    await assert.rejects(nurse.handovers.take({ id: hers.id }), refused(409))

    // Half an hour into the day shift nobody has taken over: the lead hears of it, once.
    const before = await unread(lead)
    desk.clock.set('2026-03-10T08:31+08:00')
    await desk.settle()
    await desk.settle()
    assert.equal((await unread(lead)) - before, 1)
    const taken = await nurse2.handovers.take({ id: hers.id, words: '已逐项看过' })
    assert.deepEqual([taken.status, taken.takenBy, taken.items.length], ['taken', '周一诺', hers.items.length])
    assert.deepEqual(
      taken.items.filter(({ asked }) => asked).map(({ asked, replied }) => [asked, replied]),
      [['财务联系过了吗', '留了言，9 点再打']],
    )
  })

  test('提醒守工作时间，逾期逐级上报，每一步只记一次', async () => {
    const { nurse, lead, supervision, cardiology } = desk.people
    // Five working days from Wednesday 11 March: due on Wednesday 18 March.
    desk.clock.set('2026-03-11T10:00+08:00')
    for (const one of [nurse, lead, supervision, cardiology]) await one.notices.seenAll()
    const { id, number } = await open(nurse, { severity: 1, urgency: 3, text: '候诊太久', category: 'D3' })
    const mine = async (person: Person) =>
      (await person.notices.list({})).rows.filter((row) => row.subject === id).map(({ kind }) => kind)
    desk.clock.set('2026-03-16T23:00+08:00')
    await desk.settle()
    assert.deepEqual(await mine(nurse), [])
    desk.clock.set('2026-03-17T02:00+08:00')
    await desk.settle()
    assert.deepEqual(await mine(nurse), [], 'made at two in the morning, it waits for eight')
    desk.clock.set('2026-03-17T08:00+08:00')
    assert.deepEqual([await mine(nurse), await mine(cardiology), await mine(lead)], [['due-soon'], ['due-soon'], []])
    // The centre is shut down over the deadline and the weekend; on Monday it all comes at once, in its order.
    desk.clock.set('2026-03-23T09:00+08:00')
    await desk.settle()
    await desk.settle()
    assert.deepEqual(await mine(nurse), ['overdue', 'due-soon'])
    assert.deepEqual([await mine(lead), await mine(supervision)], [['overdue'], ['overdue']])
    assert.match((await lead.notices.list({})).rows[0]!.words.zh, new RegExp(`${number} 已于 03-18 到期`))
    const steps = await events('case.remind')
    assert.deepEqual(
      steps.filter(({ dueAt }) => new Date(dueAt as string) > startOfDay('2026-03-18')).map(({ step }) => step),
      ['soon', 'owner', 'lead', 'supervision'],
    )
    // Who may no longer see the matter no longer sees the notice, nor its number.
    const all = await unread(lead)
    await supervision.cases.grade({ id, category: 'I1', severity: 2, urgency: 3, heated: false, reason: '涉及行风' })
    assert.deepEqual(await mine(lead), [])
    assert.equal(await unread(lead), all - 1)
  })

  test('会话过夜睡着了只听见有人呼叫；事情转严、不再是他能看的，就不再响', async () => {
    const { lead, supervision } = desk.people
    desk.clock.set('2026-03-10T04:00+08:00')
    const asleep = await desk.signIn('nurse')
    const { id, category, urgency } = await open(lead, { severity: 1, urgency: 0 })
    desk.clock.pass(40 * 60_000)
    await assert.rejects(asleep.rings.mine(), refused(401))
    assert.deepEqual(await asleep.rings.waiting(), { ringing: 1 })
    await lead.cases.grade({ id, category, urgency, severity: 3, heated: true, reason: '家属情绪激动' })
    assert.deepEqual(await asleep.rings.waiting(), { ringing: 0 })
    const [ring] = (await supervision.rings.list({ caseId: id, open: 'true' })).rows
    await supervision.rings.answer({ id: ring!.id, words: '已到场' })
  })

  test('值班链按科室：红旗呼叫心内科的值班医师；交不出步骤就回到全院的链', async () => {
    const { lead, supervision, nurse, cardiology, cardiologist, ids, departments } = desk.people
    desk.clock.set('2026-03-24T03:00+08:00')
    await assert.rejects(nurse.chains.set({ alarm: 'danger', steps: [{ who: 'shift' }] }), refused(403))
    await assert.rejects(lead.chains.set({ alarm: 'danger', steps: [] }), refused(422))
    await assert.rejects(lead.chains.set({ alarm: 'danger', steps: [{ who: 'staff' }] }), refused(422))
    const chain = await supervision.chains.set({
      alarm: 'danger',
      departmentId: departments.心内科,
      steps: [
        { who: 'staff', staffId: ids.cardiologist, minutes: 5 },
        { who: 'role', role: 'department' },
      ],
    })
    assert.deepEqual(
      chain?.steps.map(({ name, role, minutes }) => [name, role, minutes]),
      [
        ['心内医师', null, 5],
        [null, 'department', 3],
      ],
    )
    await open(lead, { severity: 1, urgency: 0, departmentId: departments.心内科 })
    assert.deepEqual([await ringing(cardiologist), await ringing(cardiology)], [['danger'], []])
    await desk.pass('5 minutes')
    assert.deepEqual([await ringing(cardiologist), await ringing(cardiology)], [['danger'], ['danger']])
    const [ring] = (await cardiology.rings.mine()).rows
    await cardiology.rings.answer({ id: ring!.id, words: '值班医师已到' })
    assert.equal(await supervision.chains.set({ alarm: 'danger', departmentId: departments.心内科, steps: [] }), null)
  })
})
