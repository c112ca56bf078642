// The year of an assessment in small: rules drafted, tried, published by another; a sheet sent, objected to, corrected, final; and a late correction.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { readTable } from '#engine/tables/read.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { putMatter } from '#test/past.ts'
import { dischargedPatient } from '#test/patients.ts'
import type { RuleSet } from './contract.ts'

const rules = {
  base: 10_000,
  items: [
    {
      key: 'second',
      figure: 'second-rounds',
      shape: { kind: 'piece', points: -50 },
      cap: 300,
      least: 0,
      months: [],
      praise: '',
      criticism: '反复处理仍不满意，请分析原因。',
    },
    {
      key: 'praise',
      figure: 'praise',
      shape: { kind: 'piece', points: 20 },
      cap: 100,
      least: 0,
      months: [],
      praise: '患者表扬。',
      criticism: '',
    },
    {
      key: 'practice',
      figure: 'practices',
      shape: { kind: 'piece', points: 100 },
      cap: null,
      least: 0,
      months: [],
      praise: '',
      criticism: '',
    },
    {
      key: 'reach',
      figure: 'reached',
      shape: { kind: 'steps', side: 'below', steps: [{ at: 8000, points: -100 }] },
      cap: null,
      least: 5,
      months: [],
      praise: '',
      criticism: '',
    },
  ],
} as RuleSet['rules']

const refused = (why: RegExp) => (error: { message?: string }) => why.test(error.message ?? '')

describe('科室考核', { timeout: 120_000 }, () => {
  let desk: Desk
  let second: string
  before(async () => {
    desk = await openDesk({ at: '2026-03-20T09:00+08:00' })
    // February in cardiology: a second round, a restricted one, one about its head, and a praise.
    const day = (text: string) => new Date(`${text}T10:00+08:00`)
    second = await putMatter(desk, day('2026-02-10'), 'B1', '心内科', {
      round: 2,
      handling_department_id: desk.people.departments.心内科,
    })
    await putMatter(desk, day('2026-02-11'), 'B1', '心内科', { round: 2, restricted: true })
    await putMatter(desk, day('2026-02-12'), 'B1', '心内科', { round: 2, barred_staff: [desk.people.ids.cardiology] })
    // Nor is one about somebody who reads no sheet: the bulletin leaves it out as well.
    await putMatter(desk, day('2026-02-12'), 'B1', '心内科', { round: 2, barred_staff: [desk.people.ids.nurse] })
    await putMatter(desk, day('2026-02-13'), 'B1', '心内科', { kind: 'praise', text: '护士刘敏夜里一直陪着，感谢' })
    for (let i = 0; i < 6; i++) await dischargedPatient(desk, { department: '心内科', daysAgo: 35 })
    // Two that are too few to be shown, so that neither follows from the other.
    for (const department of ['产科', '儿科'] as const)
      for (let i = 0; i < 3; i++) await dischargedPatient(desk, { department, daysAgo: 35 })
  })
  after(() => desk?.close())

  let setId: string
  test('rules are tried as they stand before somebody else publishes them, from a month that has not begun', async () => {
    const { lead, director, cardiology, supervision } = desk.people
    const made = await lead.ruleSets.create({ name: '2026 年科室考核办法', rules })
    setId = made.id
    assert.equal(made.sentences[0]!.zh, '每件二次处理扣 0.5 分，最多扣 3 分。')
    await assert.rejects(director.ruleSets.publish({ id: setId, fromMonth: '2026-04' }), refused(/起草中/))
    const tried = await lead.ruleSets.simulate({ id: setId })
    assert.equal(tried.simulation!.months.length, 12)
    const mine = tried.simulation!.departments.find(({ name }) => name === '心内科')!
    assert.equal(mine.months.at(-1)!.total, 9870, 'one second round, one praise and a reach of nothing')
    await lead.ruleSets.change({ id: setId, name: '2026 年科室考核办法', rules })
    await assert.rejects(director.ruleSets.publish({ id: setId, fromMonth: '2026-04' }), refused(/起草中/))
    await assert.rejects(
      sql`update rule_sets set status = 'published', from_month = '2026-04', published_by_id = ${desk.people.ids.director} where id = ${setId}`.execute(
        desk.house.db,
      ),
      refused(/rule_sets_tried/),
    )
    await lead.ruleSets.simulate({ id: setId })
    await assert.rejects(lead.ruleSets.publish({ id: setId, fromMonth: '2026-04' }), refused(/权限|不能/))
    await assert.rejects(director.ruleSets.publish({ id: setId, fromMonth: '2026-03' }), refused(/还没开始/))
    await assert.rejects(cardiology.ruleSets.get({ id: setId }), refused(/没有找到/))
    await director.ruleSets.publish({ id: setId, fromMonth: '2026-04', words: '照此执行' })
    assert.equal((await cardiology.ruleSets.get({ id: setId })).status, 'published')
    await assert.rejects(supervision.assessments.draft({ month: '2026-02' }), refused(/没有生效/))
  })

  test('the simulation said what the sheet says later under the same rules', async () => {
    const { supervision, cardiology, lead } = desk.people
    // As if they had been in force since February.
    await sql`update rule_sets set from_month = '2026-02' where id = ${setId}`.execute(desk.house.db)
    await desk.settle()
    assert.equal((await lead.ruleSets.get({ id: setId })).status, 'in-force')
    const sheets = await supervision.assessments.list({ month: '2026-02' })
    assert.equal(sheets.rows.length, 4, 'drafted by itself on the fifteenth, for each department')
    const { simulation } = await lead.ruleSets.get({ id: setId })
    for (const { departmentId, total } of sheets.rows)
      assert.equal(total, simulation!.departments.find(({ id }) => id === departmentId)!.months.at(-1)!.total)
    const [line] = sheets.rows.filter(({ department }) => department === '心内科')
    const sheet = await supervision.assessments.get({ id: line!.id })
    assert.deepEqual(
      sheet.lines.map(({ words }) => words.zh),
      [
        '二次处理 1 件：扣 0.5 分',
        '表扬 1 件：加 0.2 分',
        '认定的优务经验 0 件：不加不扣',
        '回访率 0 %（0/6）：扣 1 分',
      ],
    )
    const few = await supervision.assessments.get({
      id: sheets.rows.find(({ department }) => department === '产科')!.id,
    })
    assert.match(few.lines[3]!.words.zh, /人数太少/)
    // The same numbers as the report, for whoever reads both.
    const report = await lead.reports.month({ month: '2026-02' })
    const slice = report.by.department.find(({ key }) => key === line!.departmentId)!
    assert.deepEqual([slice.reached.numerator, slice.reached.denominator], [0, 6])
    await assert.rejects(cardiology.assessments.get({ id: line!.id }), refused(/没有找到/))
    assert.equal((await cardiology.assessments.list({})).rows.length, 0)
  })

  const february = async () => {
    const { rows } = await desk.people.supervision.assessments.list({ month: '2026-02' })
    return rows.find(({ department }) => department === '心内科')!.id
  }

  test('the department objects to a line within its time; supervision corrects it; leadership consents to criticism', async () => {
    const { supervision, cardiology, director, surgery } = desk.people
    const id = await february()
    await supervision.assessments.add({
      id,
      tone: 'praise',
      points: 50,
      reason: '床旁宣教做得细',
      source: '2 月病区巡查',
    })
    const sent = await supervision.assessments.send({ id })
    assert.equal(sent.total, 9920)
    await assert.rejects(surgery.assessments.get({ id }), refused(/没有找到/))
    const mine = await cardiology.assessments.get({ id })
    assert.deepEqual(
      mine.lines[0]!.cases.map((one) => one.id),
      [second],
      'its own case, and no trace of the others',
    )
    assert.equal(mine.lines[0]!.casesHidden, 0)
    await assert.rejects(supervision.assessments.propose({ id }), refused(/异议期/))
    await cardiology.assessments.object({ id, lineId: mine.lines[0]!.id, reason: '第二次是患者改约，不是不满意' })
    await assert.rejects(cardiology.assessments.accept({ id }), refused(/没有答复/))
    const line = mine.lines[0]!.id
    await supervision.assessments.correct({ id, lineId: line, points: 0, answer: '核对录音属实，不扣分' })
    const accepted = await cardiology.assessments.accept({ id })
    assert.equal(accepted.total, 9970)
    assert.equal(accepted.lines[0]!.reckoned, -50, 'what was reckoned stays to be read')
    assert.equal(accepted.criticised, 0)
    const final = await supervision.assessments.finish({ id })
    assert.equal(final.status, 'final')
    await assert.rejects(director.assessments.consent({ id }), refused(/已定稿/))
    await assert.rejects(
      sql`update assessment_lines set points = 0 where assessment_id = ${id}`.execute(desk.house.db),
      refused(/final/),
    )
    const notices = await cardiology.notices.list({})
    assert.ok(notices.rows.some(({ kind }) => kind === 'assessment-final'))
  })

  test('what changes after a month is final is a line of the next; never twice, and not by itself where it was corrected by hand', async () => {
    const { supervision } = desk.people
    const praise = await putMatter(desk, new Date('2026-02-20T10:00+08:00'), 'B1', '心内科', { kind: 'praise' })
    await putMatter(desk, new Date('2026-02-21T10:00+08:00'), 'B1', '心内科', { round: 2 })
    desk.clock.set('2026-04-20T09:00:00+08:00')
    const drafted = await supervision.assessments.draft({ month: '2026-03' })
    assert.equal(drafted.drafted, 4)
    const { rows } = await supervision.assessments.list({ month: '2026-03' })
    const march = rows.find(({ department }) => department === '心内科')!
    const corrections = async () =>
      (await supervision.assessments.get({ id: march.id })).lines.filter(({ kind }) => kind === 'correction')
    const lines = await corrections()
    assert.deepEqual(
      lines.map(({ words, points }) => [words.zh, points]),
      [
        ['2026-02 二次处理 1 件 → 2 件：原行已按异议更正，请人工核对', 0],
        ['2026-02 表扬 1 件 → 2 件：退回 0.2 分', 20],
      ],
    )
    assert.equal(
      lines[1]!.cases.some(({ id }) => id === praise),
      true,
    )
    await supervision.assessments.recount({ id: march.id })
    assert.equal((await corrections()).length, 2)
    await supervision.assessments.send({ id: march.id })
    await desk.pass('6 workdays')
    await supervision.assessments.finish({ id: march.id })
    desk.clock.set('2026-05-20T09:00:00+08:00')
    await desk.settle()
    const may = await supervision.assessments.list({ month: '2026-04' })
    const april = await supervision.assessments.get({
      id: may.rows.find(({ department }) => department === '心内科')!.id,
    })
    assert.deepEqual(
      april.lines.filter(({ kind }) => kind === 'correction'),
      [],
    )
    const { departments } = await supervision.assessments.year({ year: '2026' })
    const year = departments.find(({ name }) => name === '心内科')!
    assert.deepEqual(
      [year.final, year.sum],
      [2, year.months.filter(({ status }) => status === 'final').reduce((sum, { total }) => sum + total, 0)],
    )
  })

  test('a sheet and the year are had as workbooks that say what the screen says, by those who may read them', async () => {
    const { supervision, cardiology, surgery, lead, nurse } = desk.people
    const id = await february()
    const sheet = await supervision.assessments.get({ id })
    const rowsOf = async (file: unknown) => {
      const table = await readTable(Buffer.from(file as Uint8Array))
      const rows: string[][] = []
      for await (const { cells } of table.rows) rows.push(cells)
      return { header: table.header, rows, sheets: table.sheets }
    }
    const own = await rowsOf(await cardiology.assessments.xlsx({ id }))
    assert.deepEqual(own.sheets, ['考核单', '说明'])
    const points = own.header.indexOf('得分')
    assert.deepEqual(
      own.rows.map((row) => Number(row[points])),
      [sheet.base, ...sheet.lines.map((line) => line.points), sheet.total].map((n) => n / 100),
    )
    assert.ok(own.rows.some((row) => row.includes('采纳')))
    await assert.rejects(surgery.assessments.xlsx({ id }), refused(/没有找到/))
    await assert.rejects(nurse.assessments.yearXlsx({ year: '2026' }), refused(/权限|不能/))
    const { departments } = await lead.assessments.year({ year: '2026' })
    const all = await rowsOf(await lead.assessments.yearXlsx({ year: '2026' }))
    assert.deepEqual(
      all.rows.map((row) => [row[0], Number(row[1]), Number(row[2])]),
      departments.map((one) => [one.name, one.final, one.sum / 100]),
    )
    assert.deepEqual((await rowsOf(await cardiology.assessments.yearXlsx({ year: '2026' }))).rows.length, 1)
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from events where verb = 'assessment.download'`.execute(desk.house.db)
    assert.equal(rows[0]!.n, 3)
  })

  test('a sheet that criticises is final only when leadership consents', async () => {
    const { supervision, director } = desk.people
    const { rows } = await supervision.assessments.list({ month: '2026-04' })
    const { id } = rows.find(({ department }) => department === '普外科')!
    await supervision.assessments.add({
      id,
      tone: 'criticism',
      points: -200,
      reason: '两次不参加整改会议',
      source: '4 月例会',
    })
    const { lines } = await supervision.assessments.send({ id })
    const lineId = lines.at(-1)!.id
    await desk.people.surgery.assessments.object({ id, lineId, reason: '一次是抢救，已请假' })
    await supervision.assessments.reject({ id, lineId, answer: '另一次没有请假，维持' })
    await desk.pass('6 workdays')
    await assert.rejects(supervision.assessments.finish({ id }), refused(/院领导/))
    await supervision.assessments.propose({ id })
    await director.assessments.decline({ id, words: '先与科室谈一次' })
    await supervision.assessments.propose({ id })
    const final = await director.assessments.consent({ id })
    assert.deepEqual([final.status, final.total, final.consentedBy], ['final', 9800, '院长'])
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ name, count }) => count > 0 && /assessment|ruleSet|practice/.test(name)),
      [],
    )
  })
})
