// What a bulletin promises: every figure in it is that of the screens and of the raw rows, it stays as it was made, and it reaches its readers.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { at } from '#kernel/time.ts'
import { reckonRaw } from '#modules/insight/raw.ts'
import { reckoningOf } from '#modules/insight/report.ts'
import { everyReader } from '#src/scopes.ts'
import { putBeside, putMatters } from '#test/bulletin-month.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { partOf } from '#test/package-part.ts'
import { fillMonth } from '#test/season.ts'
import type { Bulletin } from './contract.ts'
import { changesBetween, type Document, hiddenText, placesOf } from './document.ts'
import { againstBefore, againstTarget, sayPieces, sayRate } from './says.ts'

const month = '2026-02'

type Replies = Record<string, unknown>

/** What stands at `report.by.department[key].due` of these replies; a list is asked by the key, label or both of its rows. */
const valueAt = (replies: Replies, of: string): unknown => {
  let here: unknown = replies
  for (const step of of.match(/[^.[\]]+|\[[^\]]*\]/g)!) {
    if (!step.startsWith('[')) here = (here as Record<string, unknown>)?.[step]
    else {
      const wanted = step.slice(1, -1)
      here = (here as Record<string, string>[] | undefined)?.find(
        (row) => [row.key, row.label, row.id].includes(wanted) || `${row.letter} ${row.key}` === wanted,
      )
    }
  }
  return here
}

const cellsOf = (document: Document) =>
  document.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flatMap(({ cells }) => cells) : [])),
  )

describe('月度通报', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-10T10:00:00+08:00' })
    await fillMonth(desk, '2026-01', 41, 80)
    await fillMonth(desk, month, 42, 120)
    await putMatters(desk)
    await putBeside(desk)
  })
  after(() => desk.close())

  const find = async (person: Person, department: string | null): Promise<string | undefined> =>
    (await person.bulletins.list({ month })).rows.find(
      (row) => row.department === department && row.status !== 'corrected',
    )?.id
  const open = async (person: Person, department: string | null) =>
    (await person.bulletins.get({ id: (await find(person, department))! })) as unknown as Bulletin

  test('第 8 个工作日之前没有，到了那天自己起草：全院和每个科室', async () => {
    desk.clock.set('2026-03-10T10:00:00+08:00')
    await desk.settle()
    assert.equal(await find(desk.people.supervision, null), undefined)
    desk.clock.set('2026-03-13T10:00:00+08:00')
    await desk.settle()
    await desk.settle()
    const { rows } = await desk.people.supervision.bulletins.list({ month })
    assert.deepEqual(rows.map(({ department }) => department).slice(0, 1), [null])
    assert.ok(rows.length >= 4 && rows.every(({ status }) => status === 'draft'))
    assert.equal(await find(desk.people.director, null), await find(desk.people.supervision, null))
    assert.equal(await find(desk.people.cardiology, '心内科'), undefined, 'a draft is not the department’s yet')
    assert.equal(await find(desk.people.nurse, null), undefined)
  })

  /** What the screens say to somebody. */
  const figuresOf = async (person: Person, of: { departmentId?: string } = {}): Promise<Replies> => ({
    report: await person.reports.month({ month, ...of }),
    before: await person.reports.month({ month: '2026-01', ...of }),
    cases: await person.reports.cases({ from: month, ...of }),
    casesBefore: await person.reports.cases({ from: '2026-01', ...of }),
    page: await person.page.get({ month, ...of }),
  })
  const screensOf = async (person: Person): Promise<Replies> => ({
    ...(await figuresOf(person)),
    told: await person.projects.toldShare({ from: '2026-02-01', to: '2026-02-28' }),
    spread: await person.practices.spread({ from: '2026-02-01', to: '2026-02-28' }),
    ...(await checksOf()),
    ...(await sheetsOf(person)),
  })
  /** What is told of the month’s checks: all were of one caller’s calls, who sees them on his own screen. One is not told yet. */
  const checksOf = async (): Promise<Replies> => {
    const { callers, centre } = await desk.people.nurse.checks.results({ month })
    assert.deepEqual([callers.length, centre], [1, null])
    return { checks: { ...callers[0], confirmed: callers[0]!.suspicions.confirmed } }
  }
  /** The sheets of the month that are out: added up, and one’s own. */
  const sheetsOf = async (person: Person): Promise<Replies> => {
    if (person === desk.people.nurse) return {}
    const rows = (await person.assessments.list({ month })).rows.filter(({ status }) => status !== 'draft')
    const sum = (of: (one: (typeof rows)[number]) => number) => rows.reduce((so, one) => so + of(one), 0)
    return {
      sheets: {
        ...{ sent: rows.length, final: rows.filter(({ status }) => status === 'final').length },
        ...{ praised: sum((one) => one.praised), criticised: sum((one) => one.criticised) },
      },
      sheet: rows[0] ? await person.assessments.get({ id: rows[0].id }) : null,
    }
  }
  const differing = (document: Document, replies: Replies): string[] =>
    cellsOf(document).flatMap(({ of, value, text }) => {
      if (!of) return []
      const said = valueAt(replies, of) ?? null
      // A sort of which there was none before is told as none.
      if (of.startsWith('casesBefore.registered') && said === null) return value === 0 ? [] : [of]
      // Whoever asks the screen may open the few matters behind a share; the paper is read by all.
      if (/^(cases|page)/.test(of) && text === hiddenText) return []
      return said === value ? [] : [`${of}: ${text} ≠ ${said}`]
    })

  test('全院通报的每一格都是组长屏幕上的数，也是逐行重数的数', async () => {
    const { document } = await open(desk.people.supervision, null)
    assert.deepEqual(differing(document, await screensOf(desk.people.lead)), [])
    assert.ok(cellsOf(document).filter(({ of }) => of).length > 90)
    await agreesWithRows(document, { role: 'lead', departments: [] })
    const named = cellsOf(document).map(({ of }) => of)
    for (const path of [
      'checks.checks',
      'checks.agreed.same',
      'sheets.criticised',
      'spread.adopted',
      'page.deadlines.mean',
    ])
      assert.ok(named.includes(path), path)
    // Who may know more sees more on his own screen; the paper is the same for all.
    const own = await screensOf(desk.people.supervision)
    assert.ok(differing(document, own).every((one) => /cases|page|opinions/.test(one)))
  })

  test('科室通报的每一格都是本科室屏幕上的数', async () => {
    for (const [name, person] of [
      ['心内科', desk.people.cardiology],
      ['普外科', desk.people.surgery],
    ] as const) {
      const { document } = await open(desk.people.supervision, name)
      // What was dispatched to a department though it is restricted, it reads itself; the bulletin is read by others too.
      await sql`update cases set handling_department_id = null, status = 'received' where restricted`.execute(
        desk.house.db,
      )
      assert.deepEqual(differing(document, await screensOf(person)), [], name)
      assert.ok(cellsOf(document).some(({ of }) => of === 'sheet.total'))
      await agreesWithRows(document, { role: 'department', departments: [desk.people.departments[name]] })
    }
  })

  test('几个科室一位主任：选一个科室，屏幕上就是那个科室通报的数；院领导、组长、监察室选了也一样', async () => {
    const { cardiology, surgery, director, lead, supervision, departments, ids } = desk.people
    const heads = (...names: ('心内科' | '普外科')[]) =>
      sql`update staff set departments = ${names.map((name) => departments[name])}::uuid[] where id = ${ids.cardiology}`.execute(
        desk.house.db,
      )
    await heads('心内科', '普外科')
    for (const name of ['心内科', '普外科'] as const) {
      const { document } = await open(supervision, name)
      const of = { departmentId: departments[name] }
      for (const person of [cardiology, director, lead, supervision]) {
        const found = differing(document, await figuresOf(person, of))
        // The month's report stays each reader's own: who may read more of its opinions counts more.
        const own = person === cardiology ? /^(report|before|cases|page)/ : /^(cases|page)/
        assert.deepEqual(
          found.filter((one) => own.test(one)),
          [],
          name,
        )
      }
      const { late, hurts } = await cardiology.page.get({ month, ...of })
      const rows = { part: of.departmentId, limit: 200 }
      assert.equal((await cardiology.register.list({ ...rows, late: 'true' })).total, late.late)
      const range = { from: '2026-02-01', to: '2026-02-28', kind: 'opinion,suggestion,complaint' }
      assert.equal((await cardiology.register.list({ ...rows, ...range })).total, hurts.total)
    }
    const both = await cardiology.page.get({ month })
    assert.deepEqual([both.departmentId, both.departmentName], [null, '心内科、普外科'])
    await heads('心内科')
    const of = { departmentId: departments.普外科 }
    await assert.rejects(cardiology.page.get({ month, ...of }), { status: 404 })
    await assert.rejects(cardiology.reports.cases({ from: month, ...of }), { status: 404 })
    assert.ok((await surgery.page.get({ month, ...of })).departmentName)
  })

  /** Calls and stays, counted once more from contacts, answers and events. */
  const agreesWithRows = async (document: Document, as: { role: 'lead' | 'department'; departments: string[] }) => {
    const { db } = desk.house
    const ctx = { ...desk.house.ctx(db, { ...as, id: everyReader, name: '' }) } as Ctx
    const { question } = await reckoningOf(ctx, { period: month })
    const { total, by, opinions, dimensions } = await reckonRaw(ctx, question)
    const of = new Map(cellsOf(document).map((cell) => [cell.of, cell.value]))
    assert.equal(of.get('report.discharges'), total.discharges)
    assert.equal(of.get('report.due'), total.discharges - total.excluded)
    assert.equal(of.get('report.reached.numerator'), total.reached)
    assert.equal(of.get('report.pending'), total.pending)
    assert.equal(of.get('report.satisfaction.rate.numerator'), total.satisfied)
    assert.equal(of.get('report.satisfaction.rate.denominator'), total.graded)
    assert.equal(
      of.get('report.opinions.total'),
      Object.values(opinions).reduce((a, b) => a + b, 0),
    )
    for (const [key, { people }] of Object.entries(dimensions))
      if (people >= 5) assert.equal(of.get(`report.dimensions[${key}].answered`), people, key)
    for (const [key, counts] of Object.entries(by.department))
      if (of.has(`report.by.department[${key}].due`)) {
        assert.equal(of.get(`report.by.department[${key}].due`), counts.discharges - counts.excluded)
        assert.equal(of.get(`report.by.department[${key}].reached.numerator`), counts.reached)
        assert.equal(of.get(`report.by.department[${key}].satisfied.numerator`), counts.satisfied)
      }
    const { rows } = await sql<{ kind: string; n: number }>`select kind, count(*)::int as n from cases c
      where received_at >= '2026-01-31T16:00Z' and received_at < '2026-02-28T16:00Z' and not restricted and barred_staff = '{}'
        and (${as.role === 'lead'} or handling_department_id = any(${as.departments}::uuid[])) group by 1`.execute(db)
    const n = (...kinds: string[]) =>
      rows.filter(({ kind }) => kinds.includes(kind)).reduce((sum, one) => sum + one.n, 0)
    assert.equal(of.get('cases.complaints'), n('complaint', 'staff'))
    assert.equal(of.get('cases.registered[表扬].count'), n('praise'))
    assert.equal(of.get('cases.registered[意见建议].count'), n('opinion', 'suggestion'))
    await besideAgrees(of, as)
  }

  /** Checks, sheets and practice, counted once more from their rows. */
  const besideAgrees = async (
    of: ReadonlyMap<string | undefined, number | null>,
    as: { role: 'lead' | 'department'; departments: string[] },
  ) => {
    const { db } = desk.house
    if (as.role === 'department') {
      const { rows } = await sql<{ total: number }>`select a.base + sum(l.points)::int as total from assessments a
        join assessment_lines l on l.assessment_id = a.id where a.month = ${month} and a.department_id = any(${as.departments}::uuid[]) group by a.id`.execute(
        db,
      )
      assert.equal(of.get('sheet.total'), rows[0]!.total)
      return
    }
    const { rows } = await sql<Record<string, number>>`
      select (select count(*)::int from checks where status = 'released') as "checks.checks",
        (select round(avg(score)::numeric, 1)::float8 from checks where status = 'released') as "checks.score",
        (select count(*)::int from checks where status = 'released' and passed) as "checks.passed",
        (select count(*)::int from checks where status = 'released' and failed <> '{}') as "checks.critical",
        (select count(*)::int from check_pairs p join checks c on c.id = p.check_id where c.status = 'released') as "checks.agreed.pairs",
        (select count(*)::int from check_pairs p join checks c on c.id = p.check_id where c.status = 'released' and p.first = p.second) as "checks.agreed.same",
        (select count(*)::int from assessments where month = ${month} and status <> 'draft') as "sheets.sent",
        (select count(*)::int from assessments where month = ${month} and status = 'final') as "sheets.final",
        (select count(*)::int from assessment_lines l join assessments a on a.id = l.assessment_id where a.status <> 'draft' and l.tone = 'criticism') as "sheets.criticised",
        (select count(*)::int from practices) as "spread.recognised", (select count(*)::int from practice_tellings) as "spread.told",
        (select count(learned_at)::int from practice_tellings) as "spread.learned", (select count(adopted_at)::int from practice_tellings) as "spread.adopted"`.execute(
      db,
    )
    for (const [path, n] of Object.entries(rows[0]!)) assert.equal(of.get(path), n, path)
  }

  test('限监察室知悉的、有人须回避的，一件也不露：加上它们，通报一个数也不变', async () => {
    const { supervision, ids, departments } = desk.people
    const id = (await find(supervision, null))!
    const before = await supervision.bulletins.remake({ id })
    for (const [i, wall] of [
      sql`true, '{}'`,
      sql`false, ${[ids.cardiology]}::uuid[]`,
      sql`false, ${[ids.lead]}::uuid[]`,
    ].entries())
      await sql`insert into cases (id, number, kind, channel, status, restricted, barred_staff, category, severity, urgency, text, department_id,
          handling_department_id, owner_id, received_at, workdays, due_at, deadline, updated_at)
        select ${newId(at('2026-02-10', `0${i + 1}:00`))}, ${`W-${i}`}, 'complaint', 'desk', 'investigating', ${wall}, 'D3', 1, 3, '样例', ${departments.心内科},
          ${departments.心内科}, ${ids.nurse}, '2026-02-10T02:00Z', 5, '2026-02-17T02:00Z', '{}', '2026-02-10T02:00Z'`.execute(
        desk.house.db,
      )
    const { changes } = await supervision.bulletins.changes({ id })
    assert.deepEqual(changes, [])
    assert.equal(before.version, 1)
    for (const department of ['心内科', '普外科'])
      assert.deepEqual(
        (await supervision.bulletins.changes({ id: (await find(supervision, department))! })).changes.filter(
          ({ label }) => label.includes('投诉（患者与员工） · 本月'),
        ),
        [],
      )
  })

  test('起草、编者按、报批、退回、批准、发布、阅签、提醒', async () => {
    const { supervision, director, cardiology, surgery, nurse, lead, ids } = desk.people
    const id = (await find(supervision, null))!
    await supervision.bulletins.write({ id, slot: 'foreword', text: '二月正值春节，各科室坚持回访，辛苦了。' })
    await supervision.bulletins.propose({ id })
    await assert.rejects(supervision.bulletins.approve({ id }), { status: 403 })
    await assert.rejects(supervision.bulletins.write({ id, slot: 'next', text: '不能再写' }), { status: 409 })
    await director.bulletins.sendBack({ id, words: '请补充下月要点' })
    const again = await supervision.bulletins.write({ id, slot: 'next', text: '三月重点抓出院用药讲解。' })
    assert.equal(again.words, '请补充下月要点')
    assert.deepEqual(
      again.notes.map(({ slot, by }) => [slot, by]),
      [
        ['foreword', '方监察'],
        ['next', '方监察'],
      ],
    )
    await supervision.bulletins.propose({ id })
    await assert.rejects(cardiology.bulletins.get({ id }), { status: 404 })
    await director.bulletins.approve({ id })
    await assert.rejects(
      sql`insert into bulletin_notes select id, 'praise', 'x', ${ids.supervision}, now() from bulletins where id = ${id}`.execute(
        desk.house.db,
      ),
      /not changed/,
    )
    const out = await supervision.bulletins.publish({ id })
    assert.equal(out.sent, out.receipts.length)
    assert.ok(
      out.receipts.some(({ name }) => name === '院长') && out.receipts.every(({ signedAt }) => signedAt === null),
    )
    // All who may read it read the same, cell by cell.
    for (const who of [director, cardiology, surgery, nurse, lead])
      assert.deepEqual((await who.bulletins.get({ id })).document, out.document)
    const [notice] = (await cardiology.notices.list({})).rows
    assert.deepEqual([notice?.noun, notice?.subject], ['bulletin', id], 'the notice leads to it')
    const mine = await cardiology.bulletins.get({ id })
    assert.deepEqual([mine.sent, mine.mine, mine.receipts.length], [null, 'unread', 1])
    await cardiology.bulletins.sign({ id })
    await assert.rejects(cardiology.bulletins.sign({ id }), { status: 409 })
    assert.equal((await nurse.bulletins.get({ id })).mine, 'none')
    await assert.rejects(nurse.bulletins.sign({ id }), { status: 403 })
    assert.equal((await lead.bulletins.get({ id })).signed, 1)
    // After three working days the program reminds the others, once.
    await desk.pass('4 workdays')
    const { receipts } = await supervision.bulletins.get({ id })
    const late = receipts.filter(({ signedAt }) => signedAt === null)
    assert.ok(late.length > 0 && late.every(({ remindedAt }) => remindedAt !== null))
    assert.ok((await surgery.notices.list({})).rows.some(({ words }) => /请阅签/.test(words.zh)))
    const own = (await find(supervision, '心内科'))!
    // The departments' all at once.
    const { done } = await supervision.bulletins.proposeAll({ month })
    assert.ok(done >= 3)
    assert.deepEqual(await director.bulletins.approveAll({ month }), { month, done })
    assert.deepEqual(await supervision.bulletins.publishAll({ month }), { month, done })
    const { rows: held } = await sql`select from bulletins where month = ${month} and status = 'draft'`.execute(
      desk.house.db,
    )
    assert.deepEqual(held, [])
    assert.equal((await cardiology.bulletins.list({ month })).rows.length, 2)
    await assert.rejects(surgery.bulletins.get({ id: own }), { status: 404 })
    await assert.rejects(nurse.bulletins.docx({ id: own }), { status: 404 })
    assert.deepEqual(
      (await surgery.bulletins.list({ month })).rows.map(({ department }) => department),
      [null, '普外科'],
    )
  })

  test('发布之后不悄悄改：更正出新的一版，写明原来和现在的数', async () => {
    const { supervision, director, cardiology } = desk.people
    const id = (await find(supervision, null))!
    const was = await supervision.bulletins.get({ id })
    await assert.rejects(supervision.bulletins.remake({ id }), { status: 409 })
    await assert.rejects(
      sql`update bulletins set document = '{}' where id = ${id}`.execute(desk.house.db),
      /not changed/,
    )
    // A complaint of February was only entered now.
    await sql`insert into cases (id, number, kind, channel, status, category, severity, urgency, text, owner_id, received_at, workdays, due_at, deadline, updated_at, restricted)
      values (${newId(at('2026-02-12', '09:00'))}, 'LATE', 'complaint', 'desk', 'received', 'D3', 1, 3, '样例', ${desk.people.ids.nurse}, '2026-02-12T02:00Z', 5, '2026-02-24T02:00Z', '{}', '2026-02-12T02:00Z', false)`.execute(
      desk.house.db,
    )
    const { changes } = await supervision.bulletins.changes({ id })
    const complaint = changes.find(({ path }) => path === 'deadlines/complaints/1')!
    assert.equal(Number(complaint.is), Number(complaint.was) + 1)
    const draft = await supervision.bulletins.correct({ id, reason: '补录一件二月的投诉' })
    assert.deepEqual([draft.version, draft.status, draft.corrects?.version], [2, 'draft', 1])
    await assert.rejects(supervision.bulletins.correct({ id, reason: '再来一次更正' }), { status: 409 })
    assert.deepEqual((await cardiology.bulletins.get({ id })).document, was.document, 'what was read stays as it was')
    await supervision.bulletins.propose({ id: draft.id })
    await director.bulletins.approve({ id: draft.id })
    const out = await supervision.bulletins.publish({ id: draft.id })
    assert.deepEqual(
      out.changes.find(({ path }) => path === complaint.path),
      complaint,
    )
    const old = await cardiology.bulletins.get({ id })
    assert.equal(old.status, 'corrected')
    assert.deepEqual(
      old.versions.map(({ version }) => version),
      [2, 1],
    )
    assert.equal(out.notes.length, 2, 'the words go along')
  })

  test('四种样子同一个数：屏幕、Word、Excel、PDF', async () => {
    const { cardiology, supervision } = desk.people
    const id = (await find(cardiology, null))!
    const shown = (await cardiology.bulletins.get({ id })) as unknown as Bulletin
    const bytes = async (file: unknown) => {
      const one = file as { content?: Uint8Array; bytes?: Uint8Array }
      return Buffer.from(one.content ?? one.bytes ?? (file as Uint8Array))
    }
    const docx = await bytes(await cardiology.bulletins.docx({ id }))
    const body = partOf(docx, 'word/document.xml')
    const said = [...body.matchAll(/<w:tc>(.*?)<\/w:tc>/gs)].map(([, inside]) =>
      [...inside!.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''),
    )
    for (const { text, of } of cellsOf(shown.document))
      if (of) assert.ok(said.includes(text), `${of}: ${text} is in the DOCX`)
    assert.match(body, /w:val="Heading1"/)
    assert.match(body, /w:tblHeader/)
    assert.match(partOf(docx, 'word/styles.xml'), /w:eastAsia="宋体"/)
    assert.match(partOf(docx, 'word/styles.xml'), /w:eastAsia="黑体"/)
    assert.match(partOf(docx, 'word/footer1.xml'), /NUMPAGES/)
    assert.match(partOf(docx, 'word/header1.xml'), /内部资料/)
    assert.match(body, /更正说明/)
    const xlsx = await bytes(await cardiology.bulletins.xlsx({ id }))
    const sheet = partOf(xlsx, 'xl/worksheets/sheet1.xml')
    const places = placesOf(shown.document)
    assert.ok(places.size > 90)
    for (const { text } of places.values())
      assert.ok(sheet.includes(`>${text}<`) || sheet.includes(`<v>${Number(text)}</v>`), text)
    assert.match(sheet, /内部资料/)
    const pdf = await bytes(await supervision.bulletins.pdf({ id }))
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  })

  test('话说得老实：人少不比，差得少说可能是偶然', () => {
    const rate = (numerator: number, denominator: number) => ({
      numerator,
      denominator,
      rate: numerator / denominator,
      hidden: false,
      ranked: denominator >= 30,
    })
    assert.match(againstBefore(rate(80, 100), rate(84, 100)), /无明显变化，差异可能出于偶然/)
    assert.match(againstBefore(rate(600, 1000), rate(840, 1000)), /提高 24\.0 个百分点，超出偶然/)
    assert.match(againstBefore(rate(8, 10), rate(84, 100)), /不足 30/)
    assert.equal(againstBefore(rate(80, 100), rate(80, 100)), '与上月持平')
    assert.match(againstTarget(rate(78, 100), 0.8), /差距可能出于偶然/)
    assert.equal(againstTarget(rate(600, 1000), 0.8), '低于目标 80%')
    assert.match(
      sayRate(
        '回访率',
        { numerator: null, denominator: null, rate: null, hidden: true, ranked: false },
        { of: '应访', hits: '已访' },
      ),
      /不足 5/,
    )
    assert.match(sayPieces('投诉', { count: 3, of: 500 }, { count: 1, of: 500 }), /件数少，不作比较/)
    assert.match(sayPieces('投诉', { count: 60, of: 500 }, { count: 12, of: 500 }), /比上月多，超出偶然/)
    const one = (text: string): Document => ({
      ...{ title: '', hospital: '', scope: '', month, from: '', until: '', notes: [] },
      sections: [
        {
          key: 's',
          title: 's',
          blocks: [
            {
              kind: 'table',
              key: 't',
              title: '表',
              head: ['', '数'],
              words: [],
              note: '',
              rows: [
                {
                  key: 'r',
                  tone: 'plain',
                  cells: [
                    { text: '行', value: null },
                    { text, value: 1, of: 'x' },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
    assert.deepEqual(changesBetween(one('1'), one('2')), [{ path: 't/r/1', label: '表 · 行 · 数', was: '1', is: '2' }])
  })
})
