// The promises of the mobile station: everything once, nothing overwritten, a person decides, and what is found has its day.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk } from '#test/desk.ts'

const png = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600700000900082023c38c' +
    '0000000049454e44ae426082',
  'hex',
)
const photograph = { file: { name: '现场.png', type: 'image/png', content: png } }

describe('流动站', () => {
  let desk: Desk
  let at: { stationId: string; patrolId: string }
  const tablets = new Map<string, string>()
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
    const { lead, ids, campus } = desk.people
    const patrol = await lead.patrols.create({
      name: '门诊巡查',
      items: [
        { key: 'floor', way: 'look', place: '一楼大厅', text: '地面是否湿滑' },
        { key: 'queue', way: 'ask', place: '收费处', text: '排队多久了' },
        { key: 'sign', way: 'fault', place: '电梯口', text: '指引牌有没有错' },
      ],
    })
    const station = await lead.stations.plan({
      campusId: campus,
      place: '门诊一楼大厅',
      startsAt: '2026-03-09T08:00:00+08:00',
      endsAt: '2026-03-09T12:00:00+08:00',
      staffIds: [ids.nurse, ids.nurse2],
      patrolId: patrol.id,
    })
    at = { stationId: station.id, patrolId: patrol.id }
    for (const login of ['nurse', 'nurse2', 'supervision'] as const) {
      const id = newId(desk.clock.now())
      await desk.people[login].tablets.enrol({ id, name: `${login} 的平板` })
      tablets.set(login, id)
    }
  })
  after(() => desk.close())

  const head = (login: 'nurse' | 'nurse2' | 'supervision') => ({
    id: newId(desk.clock.now()),
    tabletId: tablets.get(login)!,
    by: desk.people.ids[login],
    madeAt: desk.clock.now().toISOString(),
    stationId: at.stationId,
  })
  const answer = (itemKey: string, itemText: string, outcome: 'ok' | 'found', words = '') => ({
    kind: 'answer' as const,
    answer: { patrolId: at.patrolId, itemKey, itemText, outcome, words, place: '一楼大厅' },
  })

  test('the tablet takes along the day: where, what, about whom', async () => {
    const { stations, patrols, departments, people } = await desk.people.nurse.stations.luggage({})
    assert.deepEqual(
      stations.map(({ place, staff, patrol, items }) => [place, staff.length, patrol, items]),
      [['门诊一楼大厅', 2, '门诊巡查', 3]],
    )
    assert.equal(patrols[0]!.items[0]!.text, '地面是否湿滑')
    assert.ok(departments.length > 3 && people.length > 9)
    await assert.rejects(desk.people.cardiology.stations.luggage({}), { status: 403 })
    await assert.rejects(desk.people.nurse.stations.cancel({ id: at.stationId, reason: '下雨' }), { status: 403 })
  })

  test('a matter sent twice, or in two halves, is one case; its photographs are cleaned and counted once', async () => {
    const { nurse, nurse2 } = desk.people
    const matter = {
      ...head('nurse'),
      kind: 'matter' as const,
      matter: {
        text: '等了两个小时没人叫号',
        category: 'D3',
        place: '心内科诊室外',
        mood: 'upset' as const,
        calmed: '请到一旁坐下，倒了水',
        demand: '希望说明原因',
        departmentId: desk.people.departments.心内科,
        reporter: { name: '王某', phone: '13800138000', relation: 'family' as const, speaksFor: '李某' },
      },
    }
    const [one, two] = await Promise.all([nurse.entries.send(matter), nurse.entries.send(matter)])
    assert.deepEqual(one, two)
    assert.equal((await nurse.entries.send(matter)).caseId, one.caseId)
    const changed = { ...matter, matter: { ...matter.matter, text: '等了三个小时没人叫号' } }
    await assert.rejects(nurse.entries.send(changed), { status: 409 })
    await assert.rejects(nurse2.entries.send({ ...matter, by: desk.people.ids.nurse }), { status: 409 })
    await assert.rejects(
      nurse2.entries.send({ ...matter, by: desk.people.ids.nurse2, tabletId: tablets.get('nurse2')! }),
      { status: 409 },
    )
    const fileId = newId(desk.clock.now())
    for (let i = 0; i < 2; i++) {
      const { photos } = await nurse.entries.addPhoto({ id: matter.id, fileId }, photograph)
      assert.deepEqual(photos, [fileId])
    }
    const sheet = await nurse.cases.get({ id: one.caseId! })
    assert.deepEqual(
      [sheet.channel, sheet.place, sheet.mood, sheet.files.length],
      ['station', '心内科诊室外', 'upset', 1],
    )
    assert.equal((await nurse.cases.list({})).rows.length, 1)
  })

  test('what is wrong with an entry is said field by field, and it may be corrected under its own id', async () => {
    const { nurse } = desk.people
    const matter = {
      ...head('nurse'),
      kind: 'matter' as const,
      matter: { text: '电梯太慢', category: 'F7', reporter: { phone: '123' } },
    }
    await assert.rejects(nurse.entries.send(matter), (error: { status: number; fields: { field: string }[] }) => {
      assert.deepEqual([error.status, error.fields[0]?.field], [422, 'reporter.phone'])
      return true
    })
    assert.equal(
      (await nurse.entries.send({ ...matter, matter: { ...matter.matter, reporter: { phone: '13800138000' } } }))
        .status,
      'kept',
    )
    await assert.rejects(nurse.entries.send({ ...head('nurse'), kind: 'survey' }), { status: 422 })
  })

  test('an item answered by two tablets lies side by side until somebody decides', async () => {
    const { nurse, nurse2, lead } = desk.people
    const first = await nurse.entries.send({ ...head('nurse'), ...answer('floor', '地面是否湿滑', 'ok') })
    const same = await nurse2.entries.send({ ...head('nurse2'), ...answer('floor', '地面是否湿滑', 'ok') })
    assert.deepEqual([first.status, same.status], ['kept', 'kept'], 'two that say the same do not quarrel')
    const wet = { ...head('nurse2'), ...answer('floor', '地面是否湿滑', 'found', '门口有积水') }
    const second = await nurse2.entries.send(wet)
    assert.deepEqual([second.status, second.contest], ['contested', 'answered-twice'])
    const [line] = (await lead.entries.list({ status: 'contested' })).rows
    assert.deepEqual([line?.mine.says, line?.beside?.says], ['发现问题：门口有积水', '没有问题'])
    // A wet floor does not wait for the decision.
    const [found] = (await lead.findings.list({})).rows
    assert.deepEqual([found?.words, found?.status, found?.dueAt], ['门口有积水', 'open', '2026-03-09T15:59:59.999Z'])
    assert.equal((await nurse2.entries.choose({ id: wet.id })).status, 'kept')
    const after = await lead.entries.list({ kind: 'answer' })
    assert.deepEqual(after.rows.map(({ status }) => status).sort(), ['aside', 'aside', 'kept'])
    // One's own correction is no quarrel.
    const again = {
      ...head('nurse2'),
      ofId: wet.id,
      ...answer('floor', '地面是否湿滑', 'found', '门口有积水，已放警示牌'),
    }
    assert.equal((await nurse2.entries.send(again)).status, 'kept')
  })

  test('a list changed meanwhile, a station cancelled: the answer is kept beside what is asked now', async () => {
    const { nurse, lead } = desk.people
    await lead.patrols.create({
      name: '门诊巡查',
      items: [{ key: 'sign', way: 'fault', place: '电梯口', text: '指引牌是否清楚、有没有英文' }],
    })
    const sent = await nurse.entries.send({ ...head('nurse'), ...answer('sign', '指引牌有没有错', 'ok') })
    assert.equal(sent.contest, 'patrol-changed')
    const [line] = (await nurse.entries.list({ ids: sent.id })).rows
    assert.match(line!.beside!.says, /英文/)
    assert.equal((await nurse.entries.setAside({ id: sent.id, reason: '按新的再看一遍' })).status, 'aside')
    await assert.rejects(nurse.entries.choose({ id: sent.id }), { status: 409 })
  })

  test('what is added to a matter goes in at once, or waits where somebody has worked on it', async () => {
    const { nurse, cardiology, supervision } = desk.people
    const matter = {
      ...head('nurse'),
      kind: 'matter' as const,
      matter: { text: '护士说话太冲', category: 'D3', departmentId: desk.people.departments.心内科 },
    }
    const { caseId } = await nurse.entries.send(matter)
    const add = (words: string, seenAt: string) => ({
      ...head('nurse'),
      kind: 'amend' as const,
      ofId: matter.id,
      amend: { words, seenAt },
    })
    const seen = desk.clock.now().toISOString()
    assert.equal((await nurse.entries.send(add('补充：是在候诊区', seen))).status, 'kept')
    await desk.pass('1 minute')
    await cardiology.cases.answer({
      id: caseId!,
      findings: '已核实，态度确有不当',
      measures: '科室会上通报并向本人道歉',
    })
    const late = add('补充：还有一位家属在场', seen)
    assert.equal((await nurse.entries.send(late)).contest, 'case-moved')
    assert.equal((await nurse.entries.choose({ id: late.id })).status, 'kept')
    const words = (await nurse.cases.get({ id: caseId! })).timeline
      .filter(({ verb }) => verb === 'case.add')
      .map(({ words }) => words)
    assert.deepEqual(words, ['补充：是在候诊区', '补充：还有一位家属在场'])
    assert.equal((await nurse.cases.list({ q: '家属在场' })).rows.length, 1, 'and is found by it')

    // The tablet was away while the matter came to its end: its photograph still lies with it, and nothing begins anew.
    await supervision.cases.pass({ id: caseId! })
    await nurse.cases.tell({ id: caseId!, how: 'call', what: '已通报并道歉' })
    await nurse.cases.confirm({ id: caseId!, satisfaction: 'satisfied' })
    await nurse.entries.addPhoto({ id: matter.id, fileId: newId(desk.clock.now()) }, photograph)
    const closed = await nurse.cases.get({ id: caseId! })
    assert.deepEqual([closed.status, closed.files.length], ['archived', 1])
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count }) => count > 0).map(({ name, rows }) => [name, rows]),
      [],
    )
  })

  test('found and mended on the day, or made a case with its photograph; a department sees its own', async () => {
    const { nurse, surgery, cardiology, lead, supervision, director } = desk.people
    const found = { ...head('nurse'), ...answer('queue', '排队多久了', 'found', '两个窗口只开一个') }
    const with_ = { ...found, answer: { ...found.answer, departmentId: desk.people.departments.普外科 } }
    await nurse.entries.send(with_)
    const fileId = newId(desk.clock.now())
    await nurse.entries.addPhoto({ id: with_.id, fileId }, photograph)
    assert.deepEqual(
      (await surgery.findings.list({})).rows.map(({ id }) => id),
      [with_.id],
    )
    assert.deepEqual((await cardiology.findings.list({})).rows, [])
    assert.ok(Buffer.from((await surgery.findings.photo({ id: with_.id, fileId })) as Uint8Array).length > 0)
    await assert.rejects(cardiology.findings.photo({ id: with_.id, fileId }), { status: 404 })
    const mended = await surgery.findings.mend({ id: with_.id, how: '已加开一个窗口' })
    assert.deepEqual([mended.status, mended.sameDay], ['mended', true])
    const other = { ...head('nurse'), ...answer('lamp', '灯', 'found', '走廊灯坏了三盏') }
    await nurse.entries.send(other)
    await nurse.entries.addPhoto({ id: other.id, fileId: newId(desk.clock.now()) }, photograph)
    await desk.pass('1 day')
    assert.ok((await lead.findings.list({ overdue: 'true' })).rows.some(({ id }) => id === other.id))
    const raised = await nurse.findings.raise({ id: other.id, category: 'F7' })
    const sheet = await lead.cases.get({ id: raised.caseId! })
    assert.deepEqual([sheet.channel, sheet.files.length, raised.number], ['station', 1, sheet.number])
    // One about integrity goes out of everybody's sight but supervision's, and comes back when it is none.
    const gift = { ...head('nurse'), ...answer('lamp', '灯', 'found', '桌上放着红包') }
    const at = { ...gift, answer: { ...gift.answer, departmentId: desk.people.departments.普外科 } }
    await nurse.entries.send(at)
    const seenBy = async (one: typeof nurse) => (await one.findings.list({})).rows.some(({ id }) => id === at.id)
    assert.deepEqual(await Promise.all([nurse, surgery, lead, supervision, director].map(seenBy)), Array(5).fill(true))
    const { caseId } = await supervision.findings.raise({ id: at.id, category: 'I1', severity: 2 })
    assert.deepEqual(await Promise.all([nurse, surgery, lead, director].map(seenBy)), Array(4).fill(false))
    assert.ok(await seenBy(supervision))
    const none = { category: 'F1', severity: 1, urgency: 3, heated: false, accusedIds: [], reason: '并无此事' }
    await supervision.cases.grade({ id: caseId!, ...none })
    assert.ok(await seenBy(surgery))
  })

  test('a grave matter is nobody’s to see here either; its photographs arrive all the same', async () => {
    const { nurse, nurse2, lead, supervision } = desk.people
    const matter = {
      ...head('nurse'),
      kind: 'matter' as const,
      matter: { text: '收红包，有转账记录', category: 'I1', severity: 3, urgency: 1 },
    }
    const { caseId, number } = await nurse.entries.send(matter)
    assert.ok(number)
    await assert.rejects(nurse.cases.get({ id: caseId! }), { status: 404 })
    await nurse.entries.addPhoto({ id: matter.id, fileId: newId(desk.clock.now()) }, photograph)
    for (const other of [lead, nurse2])
      assert.ok(!(await other.entries.list({})).rows.some(({ id }) => id === matter.id))
    const [mine] = (await nurse.entries.list({ ids: matter.id })).rows
    assert.deepEqual([mine?.caseId, mine?.number, mine?.words], [null, null, ''])
    const [theirs] = (await supervision.entries.list({ ids: matter.id })).rows
    assert.equal(theirs?.caseId, caseId)
    assert.equal((await supervision.cases.get({ id: caseId! })).files.length, 1)
  })

  test('a lost tablet is revoked and sends nothing more', async () => {
    const { nurse, lead } = desk.people
    assert.deepEqual(
      (await nurse.tablets.list({})).rows.map(({ name }) => name),
      ['nurse 的平板'],
    )
    await lead.tablets.revoke({ id: tablets.get('nurse')! })
    await assert.rejects(
      nurse.entries.send({ ...head('nurse'), kind: 'survey', survey: { overall: 'satisfied' } }),
      /停用/,
    )
  })
})
