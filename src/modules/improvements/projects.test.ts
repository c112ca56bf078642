// From cases to a lasting remedy: a project goes round until its figure has moved, and whoever raised it hears of it once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { addDays, type Day, dayOf } from '#kernel/time.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { calledPatients, finishedCalls } from '#test/finished-calls.ts'
import { putMatter } from '#test/past.ts'
import { type Daily, pointsOf, type Spans, verdictOf } from './verdict.ts'

const day = (n: number): Day => addDays('2025-01-01', n)
const spans: Spans = {
  past: { from: day(0), until: day(364) },
  cut: { from: day(337), until: day(364) },
  window: { from: day(400), until: day(490) },
}
/** As many as are asked for, spread evenly. */
const daily = (past: number, cut: number, window: number): Daily => {
  const counts = new Map(Array.from({ length: 491 }, (_, i) => [day(i), { count: 0, of: 1 }]))
  const put = (from: number, length: number, n: number) => {
    for (let i = 0; i < n; i++) {
      const at = day(from + Math.floor((i * length) / n))
      counts.set(at, { count: counts.get(at)!.count + 1, of: 1 })
    }
  }
  put(0, 337, past)
  put(337, 28, cut)
  put(400, 91, window)
  return counts
}
const told = (past: number, cut: number, window: number) => verdictOf('rate', daily(past, cut, window), spans, day(490))

describe('指标动了没有', () => {
  test('a fall that chance hardly makes is an improvement, with its interval below one', () => {
    const it = told(60, 4, 4)
    assert.equal(it.verdict, 'better')
    assert.ok(it.until! < 1 && it.change! < 0.4)
    assert.deepEqual([it.past, it.pastDays, it.windowDays], [{ count: 60, of: 337 }, 337, 91])
  })
  test('the peak that made somebody look falls by itself, and counts for nothing', () => {
    assert.equal(told(20, 30, 5).verdict, 'same')
    assert.deepEqual(told(20, 30, 5).past, told(20, 0, 5).past)
  })
  test('more than before is worse; so few that none at all proves nothing is too little to tell', () => {
    assert.equal(told(30, 0, 25).verdict, 'worse')
    assert.deepEqual([told(8, 4, 0).verdict, told(8, 4, 0).lack], ['unknown', 'few'])
  })
  test('of a share no point, past or window tells of fewer than five people', () => {
    const few = new Map(
      Array.from({ length: 491 }, (_, i) => [day(i), { count: i % 14 === 0 ? 1 : 0, of: i % 7 === 0 ? 1 : 0 }]),
    )
    for (let i = 400; i < 491; i++)
      few.set(day(i), { count: i === 410 ? 1 : 0, of: [410, 450, 470].includes(i) ? 1 : 0 })
    const points = pointsOf('share', few, spans, day(490))
    assert.ok(points.length > 3 && points.every(({ of }) => of === 0 || of >= 5), points.map(({ of }) => of).join())
    assert.equal(
      points.filter(({ part }) => part !== 'window').reduce((so, { of }) => so + of, 0),
      58,
    )
    const it = verdictOf('share', few, spans, day(490))
    assert.deepEqual([it.window, it.lack, it.change], [{ count: 0, of: 0 }, 'few', null])
  })
  test('four weeks at least on either side', () => {
    assert.equal(verdictOf('rate', daily(60, 4, 4), spans, day(420)).lack, 'window')
    assert.equal(
      verdictOf('rate', daily(60, 4, 4), { ...spans, past: { from: day(320), until: day(364) } }, day(490)).lack,
      'past',
    )
  })
  test('what comes in bunches is worth less than it counts', () => {
    const bunched = new Map(daily(0, 0, 3))
    for (let week = 0; week < 48; week += 6) bunched.set(day(week * 7), { count: 6, of: 1 })
    assert.equal(told(48, 0, 3).verdict, 'better')
    const it = verdictOf('rate', bunched, spans, day(490))
    assert.ok(it.spread > 3)
    assert.notEqual(it.verdict, 'better')
  })
})

describe('改进项目', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
    const now = desk.clock.now().getTime()
    for (let i = 0; i < 80; i++) await putMatter(desk, new Date(now - (400 - i * 4.9) * 86_400_000), 'D3', '心内科')
  })
  after(() => desk.close())

  const put = (daysAgo: number, more: Record<string, unknown> = {}, category = 'D3', department = '心内科') =>
    putMatter(desk, new Date(desk.clock.now().getTime() - daysAgo * 86_400_000), category, department, more)
  const matters = {
    kind: 'matters' as const,
    ...{ category: 'D3', place: null, hours: null, weekday: null, dimension: null },
  }
  const choice = () => ({
    figure: { ...matters, departmentId: desk.people.departments.心内科 },
    ...{ target: 50, windowDays: 28, past: 'year' as const },
  })
  const bones = [{ branch: 'methods' as const, text: '号源集中在上午', root: true }]

  /** Plans, carries out and lets the window pass; answers the project as it stands then. */
  const round = async (id: string) => {
    const { lead, supervision, cardiology, departments } = { ...desk.people, departments: desk.people.departments }
    await lead.projects.analyse({
      ...{ id, problem: '心内科上午候诊超过两小时', whys: ['号源集中', '没有分时段'], bones, cause: '没有分时段预约' },
    })
    await lead.projects.choose({ id, ...choice() })
    const planned = await supervision.projects.measure({
      ...{ id, what: '分时段放号', dueOn: dayOf(desk.clock.now()), departmentId: departments.心内科 },
    })
    const mine = planned.measured.find(({ status }) => status === 'planned')!
    await lead.projects.begin({ id })
    await assert.rejects(lead.projects.check({ id }), /没有落实/)
    await cardiology.measures.finish({ id: mine.id, words: '已按半小时放号' })
    await lead.projects.check({ id })
    await assert.rejects(lead.projects.conclude({ id }), /为时过早/)
    return mine.id
  }

  /** What became the rule arrives where it is used, and leads back. */
  const standardised = async (id: string) => {
    const { lead, supervision, cardiology, nurse, ids } = { ...desk.people, ids: desk.people.ids }
    const entry = { kind: 'guidance' as const, title: '候诊怎么安排', group: '内科', turnTo: '门诊导医台' }
    const text = '按短信上的时段来，提前十分钟取号。'
    await assert.rejects(supervision.projects.standardise({ id, ...entry, text }), /由科室或组长写/)
    for (const more of ['', '晚到请先到分诊台。']) {
      const { standards } = await lead.projects.standardise({ id, ...entry, text: text + more })
      const { entry: there } = standards.find((one) => one.text === text + more)!
      assert.deepEqual([there?.status, there?.version], ['draft', more ? 2 : 1])
      await cardiology.guidance.approve({ id: there!.id })
    }
    const { standards } = await lead.projects.standardise({
      id,
      kind: 'training',
      title: '候诊告知一分钟',
      text: '超过半小时主动说。',
    })
    assert.deepEqual(
      standards.map(({ entry }) => entry?.status ?? null),
      [null, 'withdrawn', 'approved', null],
    )
    const until = dayOf(desk.clock.now())
    const note = await lead.trainingNotes.create({
      ...{ staffId: ids.nurse, words: '候诊告知一分钟', until, standardId: standards[3]!.id },
    })
    // The caller hears what to practise; of a project that still runs he does not hear.
    assert.equal((await nurse.trainingNotes.list({})).rows[0]?.project, null)
    assert.equal(note.project?.id, id)
    assert.equal((await lead.trainingNotes.list({ standardId: standards[3]!.id })).rows.length, 1)
    const of = await cardiology.projects.standards({ entryId: standards[2]!.entry!.id })
    assert.deepEqual(
      of.rows.map(({ project }) => project.id),
      [id],
    )
    assert.equal((await lead.projects.standards({ q: '晚到请先' })).rows.length, 1)
  }

  test('no success while the figure stays; the next round keeps the first', async () => {
    const { lead, cardiology, nurse, director, surgery } = desk.people
    const ids = [await put(9), await put(5), await put(2)]
    const made = await lead.projects.make({
      ...{ title: '缩短心内科候诊', caseIds: ids, departmentId: desk.people.departments.心内科 },
    })
    assert.match(made.number, /^GJ2026-\d{3}$/)
    assert.deepEqual([made.status, made.attached.length], ['planning', 3])
    const { id } = made
    await assert.rejects(lead.projects.begin({ id }), /根本原因/)
    // Its department sees it, without the cases that are not its own; nobody else's does, and the callers not yet.
    const seen = await cardiology.projects.get({ id })
    assert.deepEqual([seen.attached.length, seen.more], [0, 3])
    await assert.rejects(surgery.projects.get({ id }), /404|没有找到/)
    await assert.rejects(nurse.projects.get({ id }), /404|没有找到/)
    assert.equal((await director.projects.list({})).rows.length, 1)
    await round(id)
    await assert.rejects(lead.projects.choose({ id, ...choice() }), /不能选定指标/)
    for (let i = 0; i < 7; i++) await put(-1 - 4 * i)
    await desk.pass('30 days')
    const over = await lead.projects.get({ id })
    assert.deepEqual([over.status, over.verdict], ['acting', 'same'])
    assert.ok((await lead.notices.list({})).rows.some(({ words }) => words.zh.includes('未见改善')))
    await lead.projects.standardise({ id, kind: 'rule', title: '放号规定', text: '专家号按半小时放号。' })
    await assert.rejects(lead.projects.succeed({ id, news: '心内科现在按半小时分段放号了。' }), /没有确实改善/)
    // Nor from behind: the database says the same.
    await assert.rejects(
      sql`update projects set status = 'succeeded', news = 'x' where id = ${id}`.execute(desk.house.db),
      /projects_moved/,
    )
    await assert.rejects(
      sql`update project_rounds set verdict = 'better' where project_id = ${id}`.execute(desk.house.db),
      /verdict of a round stands/,
    )
    const next = await lead.projects.again({ id, reason: '分时段放号没有执行到位' })
    assert.deepEqual(
      [next.round, next.status, next.rounds.length, next.rounds[1]?.reckoned?.verdict],
      [2, 'planning', 2, 'same'],
    )
    assert.equal(next.rounds[0]?.baselineUntil, next.rounds[1]?.baselineUntil)
  })

  test('moved: closed as improved, and everyone who raised it is told once', async () => {
    const { lead, nurse, supervision } = desk.people
    const { db } = desk.house
    const { id } = (await lead.projects.list({})).rows[0]!
    // Who spoke: one by telephone twice, one of whom nothing is known, one who holds a receipt, one who wants no answer.
    const reporter = (case_id: string, more: Record<string, unknown>) =>
      db
        .insertInto('reporters')
        .values({ case_id, relation: 'self', reach: 'phone', ...more })
        .execute()
    const [twice, again, receipt, quiet] = [await put(60), await put(40), await put(55), await put(50)]
    await reporter(twice!, { name: '秦一', phone: '13812345678' })
    await reporter(again!, { name: '秦一', phone: '13812345678' })
    await reporter(quiet!, { name: '不回', phone: '13812340000', reach: 'none' })
    const writes = await put(45)
    await reporter(writes, { name: '郭老', phone: '', reach: 'letter', address: '文化路 18 号' })
    await db
      .insertInto('receipts')
      .values({
        ...{ id: newId(desk.clock.now()), case_id: receipt!, guarded: false },
        ...{ code_hash: Buffer.from('c'), link_hash: Buffer.from('l'), mark: Buffer.from('m') },
      })
      .execute()
    await round(id)
    await desk.pass('31 days')
    const over = await lead.projects.get({ id })
    assert.deepEqual([over.status, over.verdict, over.rounds[0]?.reached], ['acting', 'better', true])
    await standardised(id)
    const news = '心内科门诊现在按半小时分段放号，候诊平均少了四十分钟。'
    const done = await lead.projects.succeed({ id, news })
    assert.equal(done.status, 'succeeded')
    const { rows } = await lead.projects.people({ id, limit: 200 })
    const mine = rows.filter(({ caseId }) => [twice, again, receipt, quiet, writes].includes(caseId ?? ''))
    assert.deepEqual(mine.map(({ status, channel }) => `${status} ${channel}`).sort(), [
      'due call',
      'due letter',
      'posted receipt',
      'unable none',
    ])
    assert.equal(mine.find(({ status }) => status === 'unable')?.reason, '本人说明不需要回复')
    const call = mine.find(({ status }) => status === 'due')!
    assert.deepEqual([call.name, call.phone], ['秦*', '138****5678'])
    assert.deepEqual([done.told?.told, done.told?.posted], [0, 1])
    // The callers see what to say now, and nobody is told twice.
    const said = await nurse.projects.tell({ id, personId: call.id, how: 'call' })
    assert.deepEqual([said.told?.told, said.news], [1, news])
    await assert.rejects(nurse.projects.tell({ id, personId: call.id, how: 'call' }), /已经告知过/)
    // Letters are printed with their addresses, which is kept as a reveal is, and noted when they are in the post.
    const printed = await nurse.projects.letters({ id })
    assert.deepEqual(
      printed.rows.map(({ name, address }) => [name, address]),
      [['郭老', '文化路 18 号']],
    )
    assert.equal(
      (await db.selectFrom('events').where('verb', '=', 'project.printLetters').selectAll().execute()).length,
      1,
    )
    await nurse.projects.tell({ id, personId: printed.rows[0]!.personId, how: 'letter' })
    await assert.rejects(nurse.projects.letters({ id }), /没有等着寄的信件/)
    // Who opens the page of his receipt has been told; his page says it.
    await sql`update receipt_news set read_at = ${desk.clock.now()} where case_id = ${receipt!}`.execute(db)
    const share = await supervision.projects.toldShare({ from: '2026-01-01', to: '2026-12-31' })
    assert.deepEqual([share.projects, share.told, share.posted], [1, 3, 0])
    assert.ok(share.why.some(({ reason }) => reason === '没有留下联系方式'))
  })

  test('of a matter about oneself no figure speaks: no point, no conclusion, nobody to be told', async () => {
    const { lead, cardiology, nurse, ids } = desk.people
    const { db } = desk.house
    const { id } = (await lead.projects.list({ view: 'closed' })).rows[0]!
    const read = async (person: Person) => {
      const { points, rounds, told } = await person.projects.get({ id })
      const counted = points.reduce((so, { count }) => so + count, 0)
      return [counted, ...rounds.map((it) => it.reckoned!.past.count), told!.of + told!.unable]
    }
    const leads = await read(lead)
    // From now on something is kept from him, elsewhere: he reads what is reckoned for him, as of today.
    await put(30, { barred_staff: [ids.cardiology] }, 'F2', '儿科')
    const before = await read(cardiology)
    assert.deepEqual([before[0], before[1], before[3]], [leads[0], leads[1], leads[3]])
    const { rows } = await sql<{ id: string }>`
      select c.id from project_people pp join cases c on c.id = pp.case_id join project_rounds r on r.project_id = pp.project_id and r.number = 1
      where pp.project_id = ${id} and c.received_at > r.baseline_from + 30 and c.received_at < r.cut_from - 30
        and c.id not in (select case_id from reporters union select case_id from receipts) limit 1`.execute(db)
    await sql`update cases set barred_staff = ${`{${ids.cardiology},${ids.nurse}}`}::uuid[] where id = ${rows[0]!.id}`.execute(
      db,
    )
    assert.deepEqual(
      await read(cardiology),
      before.map((n) => n - 1),
    )
    assert.deepEqual(await read(lead), leads)
    // Nor is what was said in a call that is kept from somebody read to him beside whom to tell.
    const [patient] = await calledPatients(desk, 1)
    const at = new Date(desk.clock.now().getTime() - 86_400_000)
    const [call] = await finishedCalls(desk, [{ patient: patient!, by: ids.nurse2, talk: 90, at }])
    await sql`update tasks set opinion = '护士态度不好', barred_staff = array[${ids.nurse}::uuid] where id = ${call!.taskId}`.execute(
      db,
    )
    await sql`insert into project_people (id, project_id, person, task_id, patient_id, channel, status)
      values (${newId(at)}, ${id}, ${`patient ${call!.patientId}`}, ${call!.taskId}, ${call!.patientId}, 'call', 'due')`.execute(
      db,
    )
    const listed = (await nurse.projects.people({ id, limit: 200 })).rows
    assert.ok(!listed.some(({ raised }) => raised.includes('态度')))
    const { told } = await nurse.projects.get({ id })
    assert.equal(listed.length, told!.of + told!.unable)
    await sql`update tasks set barred_staff = '{}' where id = ${call!.taskId}`.execute(db)
    assert.ok((await nurse.projects.people({ id, limit: 200 })).rows.some(({ raised }) => raised.includes('态度')))
  })

  test('a department chooses a figure of its own, and reads no other’s by choosing it', async () => {
    const { lead, cardiology, departments } = desk.people
    const own = await put(3, { handling_department_id: departments.心内科 })
    const { id } = await cardiology.projects.make({ title: '候诊再短一些', caseIds: [own] })
    await lead.projects.start({ id })
    for (const departmentId of [departments.普外科, null])
      await assert.rejects(
        cardiology.projects.choose({ id, ...choice(), figure: { ...matters, departmentId } }),
        /本科室的指标/,
      )
    assert.ok((await cardiology.projects.choose({ id, ...choice() })).points.length > 0)
    await lead.projects.choose({ id, ...choice(), figure: { ...matters, departmentId: null } })
    await lead.projects.cancel({ id, reason: '并入另一个项目' })
  })

  test('a proposal becomes a project with its cases, its cell as the figure and its peak cut out', async () => {
    const { lead } = desk.people
    for (let i = 0; i < 4; i++) await put(20 - 5 * i, {}, 'A4', '普外科')
    await desk.pass('1 day')
    const [proposal] = (await lead.proposals.list({})).rows
    const taken = await lead.proposals.take({ id: proposal!.id })
    const project = await lead.projects.get({ id: taken.project!.id })
    const [first] = project.rounds
    assert.deepEqual(
      [project.attached.length, first?.figure?.category, first?.cutFrom],
      [4, proposal?.category, proposal?.since],
    )
    await put(0.05, {}, 'A4', '普外科')
    await desk.pass('1 day')
    assert.equal((await lead.projects.get({ id: project.id })).attached.length, 5)
  })

  test('a department proposes one from its own cases; supervision starts it; the figure once begun changes with a reason', async () => {
    const { cardiology, lead, departments } = { ...desk.people, departments: desk.people.departments }
    const own = await put(3, {
      handling_department_id: departments.心内科,
      status: 'investigating',
      archived_by: null,
      archived_at: null,
    })
    await assert.rejects(cardiology.projects.make({ title: '别人的诉求', caseIds: [await put(3, {}, 'D3', '普外科')] }))
    const made = await cardiology.projects.make({ title: '心内科自己的改进', caseIds: [own] })
    assert.deepEqual([made.status, made.department], ['proposed', '心内科'])
    await assert.rejects(cardiology.projects.start({ id: made.id }), /权限|不能/)
    await lead.projects.start({ id: made.id })
    const { id } = made
    await cardiology.projects.analyse({ id, problem: '候诊时间长', whys: [], bones: [], cause: '号源集中' })
    await cardiology.projects.choose({ id, ...choice() })
    await cardiology.projects.measure({ id, what: '增设一个诊室', dueOn: dayOf(desk.clock.now()) })
    await cardiology.projects.begin({ id })
    await assert.rejects(
      sql`update project_rounds set figure = '{"kind":"late"}' where project_id = ${id}`.execute(desk.house.db),
      /figure is fixed/,
    )
    const changed = await lead.projects.refigure({ id, ...choice(), target: 30, reason: '目标定得太高，重新评估' })
    assert.ok(changed.rounds[0]?.changedAt)
    assert.ok(changed.history.some(({ verb, words }) => verb === 'refigure' && words.includes('重新评估')))
    const ended = await lead.projects.cancel({ id, reason: '与另一个项目重复' })
    assert.equal(ended.status, 'cancelled')
  })

  test('who has to do something takes part, and is reminded for as long as it is late', async () => {
    const { lead, supervision, obstetrics, surgery, departments } = {
      ...desk.people,
      departments: desk.people.departments,
    }
    const { id } = await lead.projects.make({ title: '产科门诊叫号', caseIds: [await put(2)], departmentId: null })
    await assert.rejects(obstetrics.projects.get({ id }), /404|没有找到/)
    const dueOn = dayOf(desk.clock.now())
    const { measured } = await supervision.projects.measure({
      id,
      what: '装一块叫号屏',
      dueOn,
      departmentId: departments.产科,
    })
    const measureId = measured[0]!.id
    const seen = await obstetrics.projects.get({ id })
    assert.deepEqual(
      seen.measured.map((it) => [it.id, it.can.includes('finish')]),
      [[measureId, true]],
    )
    assert.deepEqual(
      (await obstetrics.projects.ofMeasures({ ids: measureId })).rows.map((row) => row.id),
      [id],
    )
    assert.deepEqual((await surgery.projects.ofMeasures({ ids: measureId })).rows, [])
    const heard = async (person: typeof lead) =>
      (await person.notices.list({ limit: 200 })).rows.filter(
        ({ noun, subject }) => noun === 'project' && subject === id,
      )
    const kinds = async (person: typeof lead) => (await heard(person)).map(({ kind }) => kind).toSorted()
    await desk.pass('2 hours')
    await desk.pass('3 days')
    assert.deepEqual(await kinds(obstetrics), ['due-soon', 'due-soon', 'overdue'])
    assert.deepEqual(await kinds(lead), ['overdue'])
    await desk.pass('7 days')
    assert.equal((await kinds(obstetrics)).filter((kind) => kind === 'overdue').length, 2)
    assert.equal((await lead.projects.list({ q: '产科门诊叫号' })).rows[0]?.measures.late, 1)
    // Others of the project see that it is there, and may do nothing to it.
    await lead.projects.appoint({ id, departmentId: departments.普外科, ownerId: null, team: [departments.产科!] })
    assert.deepEqual(
      (await surgery.projects.get({ id })).measured.map((it) => it.can),
      [[]],
    )
  })

  test('walls: a case that becomes restricted takes its project along; and all that must be true is', async () => {
    const { lead, supervision } = desk.people
    const one = await put(3)
    const { id } = await lead.projects.make({ title: '随案受限的项目', caseIds: [one] })
    await desk.house.db.updateTable('cases').set({ restricted: true }).where('id', '=', one).execute()
    await assert.rejects(lead.projects.get({ id }), /404|没有找到/)
    assert.equal((await supervision.projects.get({ id })).restricted, true)
    const broken = (await examine(desk.house.db)).filter(({ name, count }) => name.startsWith('project') && count > 0)
    assert.deepEqual(broken, [])
  })
})
