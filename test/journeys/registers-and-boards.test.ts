// The register and the board: every number opens exactly the rows it counts, for every role, and none shows what is not its to see.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { dayOf } from '#kernel/time.ts'
import { importFile } from '#modules/patients/importing.ts'
import { type Desk, openDesk, type Person } from '../desk.ts'
import { takenOut } from '../exporting.ts'
import { dischargedPatient } from '../patients.ts'

const roles = ['nurse', 'nurse2', 'lead', 'supervision', 'cardiology', 'surgery', 'director'] as const
type Input = Parameters<Person['register']['list']>[0]

const old = [
  '登记号,类型,渠道,登记时间,涉及科室,类别,严重度,内容,答复日期,满意度,轮次',
  '旧1,患者投诉,电话,2026-02-02 10:00,心内科,服务态度与行为,1,护士说话不耐烦,2026-02-06,满意,1',
  '旧2,患者投诉,网站,2026-02-02 10:00,普外科,收费与医保,1,费用看不懂,2026-02-27,不满意,2',
  '旧3,员工投诉,现场,2026-02-03 10:00,心内科,环境设施,0,值班室空调不制冷,,,1',
  '旧4,患者投诉,12345,2026-02-04 10:00,心内科、普外科,行风廉洁,3,收了红包,,,1',
  '旧5,咨询,公众号,2026-02-05 10:00,儿科,莫须有,1,=HYPERLINK("http://x"),2026-02-05,,1',
].join('\n')

describe('登记簿与看板', { timeout: 120_000 }, () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
    const { nurse, nurse2, supervision, cardiology, lead } = desk.people
    await importFile(desk.house, { kind: 'cases', content: Buffer.from(old), fileName: '旧.csv' })
    const open = async (who: Person, it: Record<string, unknown>, department: '心内科' | '普外科' = '心内科') => {
      const { encounterId } = await dischargedPatient(desk, { department })
      return who.cases.open({ encounterId, text: '候诊时间过长', category: 'D3', kind: 'complaint', ...it })
    }
    const told = await open(nurse, {})
    await cardiology.cases.answer({
      id: told.id,
      findings: '当日医师临时会诊，候诊延长。',
      measures: '增派医师并由导医说明原因。',
    })
    await supervision.cases.pass({ id: told.id })
    await nurse.cases.tell({ id: told.id, how: 'call', what: '已说明原因并致歉' })
    await open(nurse, { kind: 'opinion', category: 'G1' }, '普外科')
    await open(nurse2, { category: 'A4', severity: 2, urgency: 1 })
    await open(nurse2, { category: 'I1', severity: 1 })
    await open(nurse, { severity: 3 }, '普外科')
    await lead.cases.open({ text: '排班不公平，请改进', category: 'J1', kind: 'staff' })
    await nurse.cases.open({
      text: '请问几点可以探视',
      category: 'K1',
      kind: 'enquiry',
      answered: '每天下午三点到五点',
    })
    await nurse.promises.make({ caseId: told.id, what: '周五前再回电', byAt: '2026-03-13T17:00:00+08:00' })
    // 03-16 is the fifth working day of what came in on the 9th: on the 13th (a Friday) it is about to be late.
    desk.clock.set('2026-03-13T10:00:00+08:00')
    await open(nurse, { category: 'F3' }, '普外科')
  })
  after(() => desk.close())

  const rowsOf = async (who: Person, asked: Input) => {
    const { rows, next, total } = await who.register.list({ limit: 200, ...asked })
    assert.equal(next, null)
    assert.equal(rows.length, total)
    return rows
  }

  test('看板上每个数都等于登记簿里点开的行数，人人如此', async () => {
    for (const login of roles) {
      const who = desk.people[login]
      const board = await who.register.board()
      const same = async (says: string, count: number, asked: Input) =>
        assert.equal((await rowsOf(who, asked)).length, count, `${login}: ${says}`)
      await same('open', board.open, { open: 'true' })
      await same('late', board.late, { late: 'true' })
      await same('soon', board.soon, { soon: 'true' })
      await same('paused', board.paused, { waiting: 'outside' })
      const today = '2026-03-13'
      await same('in today', board.today.received, { from: today, to: today })
      await same('told today', board.today.told, { told: today })
      await same('closed today', board.today.closed, { closed: today })
      for (const [cut, parts] of Object.entries(board.by)) {
        if (cut !== 'waiting')
          assert.equal(
            parts.reduce((sum, { open }) => sum + open, 0),
            board.open,
            `${login}: the parts of ${cut} are the whole`,
          )
        for (const part of parts) {
          const asked = { [cut]: part.key, open: 'true' } as Input
          await same(`${cut} ${part.label}`, part.open, asked)
          await same(`${cut} ${part.label}, late`, part.late, { ...asked, late: 'true' })
          await same(`${cut} ${part.label}, soon`, part.soon, { ...asked, soon: 'true' })
        }
      }
    }
    const { late, soon, open, today } = await desk.people.supervision.register.board()
    assert.deepEqual([late, soon, today.received], [2, 5, 1])
    assert.equal(open, 9)
  })

  test('登记簿里只有各自能看的，和诉求清单一致；看不到的，数目里也没有', async () => {
    for (const login of roles) {
      const who = desk.people[login]
      const cases = new Set((await who.cases.list({ limit: 200 })).rows.map(({ id }) => id))
      assert.deepEqual(new Set((await rowsOf(who, {})).map(({ id }) => id)), cases, login)
    }
    const texts = async (login: (typeof roles)[number], asked: Input = {}) =>
      (await rowsOf(desk.people[login], asked)).map(({ text }) => text).join()
    assert.doesNotMatch(await texts('nurse'), /红包|空调不制冷|排班/)
    assert.match(await texts('lead'), /空调不制冷/)
    assert.doesNotMatch(await texts('lead'), /红包/)
    assert.match(await texts('supervision'), /红包/)
    assert.doesNotMatch(await texts('cardiology'), /费用看不懂|红包/)
    assert.equal((await rowsOf(desk.people.nurse, { q: '红包' })).length, 0)
    assert.equal((await rowsOf(desk.people.supervision, { q: '红包' })).length, 1)
    await assert.rejects(desk.people.admin.register.list({}), /没有这项权限/)
    await assert.rejects(desk.people.admin.register.board(), /没有这项权限/)
  })

  test('诉求报表的每个数也点得开，分母写得明白', async () => {
    for (const login of ['lead', 'supervision', 'cardiology', 'director'] as const) {
      const who = desk.people[login]
      const period = { from: '2026-02', to: '2026-03' }
      const report = await who.reports.cases({ ...period, asOf: '2026-03-13' })
      const range = { from: '2026-02-01', to: '2026-03-31', asOf: '2026-03-13' }
      const complaints = { ...range, kind: 'complaint,staff' }
      const same = async (says: string, count: number, asked: Input) =>
        assert.equal((await rowsOf(who, asked)).length, count, `${login}: ${says}`)
      await same('rows', report.rows, range)
      await same('complaints', report.complaints, complaints)
      await same('in time', report.judged.inTime, { ...complaints, judged: 'in-time' })
      await same('late', report.judged.late, { ...complaints, judged: 'late' })
      await same('open', report.judged.openInTime, { ...complaints, judged: 'open-in-time' })
      await same('overdue', report.judged.openLate, { ...complaints, judged: 'open-late' })
      await same('denominator', report.judged.rate.denominator ?? 0, {
        ...complaints,
        judged: 'in-time,late,open-late',
      })
      for (const grade of ['satisfied', 'fairly', 'dissatisfied'] as const)
        await same(grade, report.grades[grade], { ...complaints, grade })
      await same('ungraded', report.grades.ungraded, { ...complaints, grade: 'none' })
      await same('second', report.secondRounds, { ...complaints, round: 'second' })
      await same('taken over', report.takenOver, { ...range, takenOver: 'true' })
      for (const { key, count } of report.byCategory) await same(key, count, { ...complaints, category: key })
    }
    const { promises, judged } = await desk.people.supervision.reports.cases({ from: '2026-03', asOf: '2026-03-31' })
    assert.deepEqual([promises?.due, promises?.kept, promises?.rate.rate], [1, 0, 0])
    // What was promised in an ordinary matter is leadership's figure too.
    assert.deepEqual(
      (await desk.people.director.reports.cases({ from: '2026-03', asOf: '2026-03-31' })).promises,
      promises,
    )
    assert.deepEqual([judged.inTime, judged.openLate + judged.openInTime], [1, 5])
  })

  test('答复日期与台账里的告知一致，旧登记本的与原文一致', async () => {
    const { supervision } = desk.people
    const events = await desk.house.db
      .selectFrom('events')
      .where('verb', 'in', ['case.tell', 'case.settle', 'case.reply', 'case.convey'])
      .orderBy('id', 'desc')
      .select(['subject', 'at'])
      .execute()
    // The last that is put in is the first that was told.
    const told = new Map(events.map(({ subject, at }) => [subject, dayOf(at)]))
    const said = new Map(
      old
        .split('\n')
        .slice(1)
        .map((line) => [line.split(',')[0], line.split(',')[8] || null]),
    )
    for (const { id, number, externalNumber, takenOver, toldOn } of await rowsOf(supervision, {}))
      assert.equal(toldOn, (takenOver ? said.get(externalNumber!) : told.get(id)) ?? null, number)
  })

  test('按任何一列排序都翻得完，一行不多一行不少', async () => {
    const { supervision } = desk.people
    const all = (await rowsOf(supervision, {})).length
    for (const sort of [
      'received',
      'due',
      'told',
      'number',
      'severity',
      'urgency',
      'category',
      'department',
      'owner',
    ] as const)
      for (const order of ['asc', 'desc'] as const) {
        const seen: string[] = []
        for (let after: string | undefined; ; ) {
          const { rows, next } = await supervision.register.list({ sort, order, limit: 2, ...(after ? { after } : {}) })
          seen.push(...rows.map(({ id }) => id))
          if (next === null) break
          after = next
        }
        assert.equal(seen.length, all, `${sort} ${order}`)
        assert.equal(new Set(seen).size, all, `${sort} ${order}`)
      }
  })

  test('导出的正是筛出来的，没有姓名和原话，公式不会执行，谁导的有据可查', async () => {
    const { lead } = desk.people
    const asked = { open: 'true', sort: 'due', order: 'asc' } as const
    const taken = (filter: Record<string, string>, format: 'csv' | 'xlsx') =>
      takenOut(desk, lead, { list: '/register', asked: filter, format })
    const lines = (await taken(asked, 'csv')).toString('utf8').trimEnd().split('\r\n')
    const shown = await rowsOf(lead, asked)
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(',')[0]),
      shown.map(({ number }) => number),
    )
    const all = (await taken({}, 'csv')).toString('utf8')
    assert.doesNotMatch(all, /HYPERLINK|不耐烦|张|候诊时间过长|红包/)
    assert.match(all, /莫须有/)
    assert.equal((await taken(asked, 'xlsx')).subarray(0, 2).toString(), 'PK')
    const events = await desk.house.db
      .selectFrom('events')
      .where('verb', '=', 'export.ask')
      .orderBy('id')
      .select(['actor_id', 'data'])
      .execute()
    assert.equal(events.length, 3)
    assert.equal(events[0]!.actor_id, desk.people.ids.lead)
    assert.deepEqual((events[0]!.data as { asked: unknown }).asked, asked)
    const [made] = (await lead.exports.list({})).rows.slice(-1)
    assert.equal(made!.made, shown.length)
  })
})
