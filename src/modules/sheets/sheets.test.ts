// Promises of the lines' sheets: once by their number, with a clock of their own, and everything that goes back goes back once.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { type Desk, openDesk } from '#test/desk.ts'
import { handled } from '#test/handling.ts'
import { readTerm } from './clock.ts'
import { columnsOf, readRow, splitNumber } from './reading.ts'

const header = ['工单编号', '诉求人', '联系电话', '诉求类型', '标题', '诉求内容', '派单时间', '办结期限', '涉及科室']
const csv = (...rows: string[][]) => ({
  name: '12345.csv',
  type: 'text/csv',
  content: Buffer.from([header, ...rows].map((row) => row.join(',')).join('\n')),
})
const waited = [
  '2403090001',
  '吴先生',
  '13712345678',
  '投诉',
  '候诊时间长',
  '上周一候诊三小时没人解释',
  '2026-03-09 08:30',
  '3个工作日',
  '',
]

describe('热线工单', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk?.close())

  const bring = (...rows: string[][]) => desk.people.nurse.sheets.upload({}, { file: csv(...rows) })
  const find = async (q: string, view: 'all' | 'owed' = 'all') => (await desk.people.lead.sheets.list({ q, view })).rows

  test('一份名单:新的进来,坏的说明原因,再来一次不变,更正说得出改了什么', async () => {
    const bad = ['', '某人', '', '投诉', '', '没有编号', '', '', '']
    const spoilt = ['2.40309E+9', '某人', '', '投诉', '', '编号坏了', '', '', '']
    const first = await bring(waited, bad, spoilt)
    assert.deepEqual([first.rows, first.created, first.rejected.length], [3, 1, 2])
    assert.deepEqual(
      first.rejected.map(({ row, column }) => [row, column]),
      [
        [3, '工单编号'],
        [4, '工单编号'],
      ],
    )
    const again = await bring(waited)
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 1])
    const corrected = await bring(waited.with(5, '上周一候诊四小时没人解释').with(2, '13712345679'))
    assert.equal(corrected.updated, 1)
    assert.deepEqual(
      corrected.changes[0]!.changed.map(({ field, from, to }) => [field, from, to]),
      [
        ['诉求内容', '上周一候诊三小时没人解释', '上周一候诊四小时没人解释'],
        ['联系电话', '137****5678', '137****5679'],
      ],
    )
    assert.equal((await find('2403090001')).length, 1)
    const fresh = ['2403090009', '卫先生', '', '咨询', '', '几点可以抽血', '2026-03-09 08:30', '', '']
    const both = await Promise.all([bring(fresh), desk.people.lead.sheets.upload({}, { file: csv(fresh) })])
    assert.deepEqual(both.map(({ created, unchanged }) => created * 10 + unchanged).sort(), [1, 10])
  })

  test('开出的诉求等人签收:紧急度 2,诉求人是来电人,号码找得到', async () => {
    const [line] = await find('2403090001')
    const opened = await desk.people.lead.cases.get({ id: line!.caseId })
    assert.equal(opened.status, 'received')
    assert.equal(opened.channel, '12345')
    assert.equal(opened.urgency, 2)
    assert.equal(opened.kind, 'complaint')
    assert.equal(opened.category, 'D3')
    assert.equal(opened.externalNumber, '2403090001')
    assert.equal(opened.reporter?.phone, '137****5679')
    assert.deepEqual(
      (await desk.people.lead.cases.list({ q: '2403090001' })).rows.map(({ id }) => id),
      [opened.id],
    )
  })

  test('两个时钟并存:先到的那个作数,逐日说明', async () => {
    const [line] = await find('2403090001')
    // Three working days by the sheet, five by the law.
    assert.equal(line!.clock.by, 'sheet')
    assert.equal(line!.clock.dueAt.slice(0, 10), '2026-03-12')
    const sheet = await desk.people.lead.sheets.get({ id: line!.id })
    assert.match(sheet.explained.join('\n'), /回复：派单后 3 个工作日/)
    await bring(['2403090002', '郑女士', '', '投诉', '', '收费单看不懂', '2026-03-09 08:30', '2026-04-30', ''])
    const [late] = await find('2403090002')
    // The sheet gives more than the law does: the law's comes first.
    assert.equal(late!.clock.by, 'law')
    assert.equal(late!.clock.dueAt.slice(0, 10), '2026-03-16')
  })

  test('签收、办理、回复:每一步都有一份要回的,随文件带走,标记一次', async () => {
    const { nurse, lead } = desk.people
    const [line] = await find('2403090001')
    const { id, caseId } = line!
    const signed = await nurse.sheets.sign({ id })
    assert.equal(signed.status, 'signed')
    assert.deepEqual(
      signed.messages.map(({ kind, sentAt }) => [kind, sentAt]),
      [['receipt', null]],
    )
    await assert.rejects(
      nurse.sheets.reply({
        id,
        handledBy: '门诊办',
        handling: '已经核实并改进了分诊',
        contacted: false,
        opinion: 'unknown',
      }),
      { status: 403 },
    )
    await lead.cases.dispatch({ id: caseId, departmentId: desk.people.departments.心内科!, demand: '请核实候诊情况' })
    await handled(desk, caseId)
    const { draft } = await lead.sheets.get({ id })
    assert.match(draft.handling, /经查：/)
    assert.equal(draft.contacted, true)
    const reply = { ...draft, id, basis: '《医疗机构投诉管理办法》', opinion: 'satisfied' as const }
    await assert.rejects(lead.sheets.reply({ ...reply, contacted: false }), { status: 422 })
    const replied = await lead.sheets.reply(reply)
    assert.equal(replied.status, 'replied')
    const ids = replied.messages.map((one) => one.id)
    assert.equal(ids.length, 2)
    assert.equal((await nurse.sheets.markSent({ messageIds: ids })).marked, 2)
    assert.equal((await nurse.sheets.markSent({ messageIds: ids })).marked, 0)
    assert.equal((await find('2403090001'))[0]!.unsent, 0)
  })

  test('诉求人不满意,同一编号再次派单:新一轮,诉求进入下一轮,各轮都在', async () => {
    await desk.pass('1 workday')
    const again = [...waited.slice(0, 5), '市民说答复没有解决问题', '2026-03-10 15:00', '3个工作日', '']
    const renewed = await bring(again)
    assert.deepEqual([renewed.created, renewed.renewed], [1, 1])
    assert.equal((await bring(again)).unchanged, 1)
    const rows = await find('2403090001')
    assert.deepEqual(
      rows.map(({ round, status }) => [round, status]),
      [
        [2, 'received'],
        [1, 'closed'],
      ],
    )
    const opened = await desk.people.lead.cases.get({ id: rows[0]!.caseId })
    assert.deepEqual([opened.round, opened.status], [2, 'investigating'])
    const first = await desk.people.lead.sheets.get({ id: rows[1]!.id })
    assert.equal(first.outcome, 'dissatisfied')
    assert.deepEqual(
      first.rounds.map(({ round }) => round),
      [1, 2],
    )
  })

  test('异议只在期限内;采纳即退单,未采纳接着办', async () => {
    const { lead, nurse } = desk.people
    await bring(
      ['2403100001', '冯先生', '', '投诉', '', '隔壁医院停车乱收费', '2026-03-10 08:30', '', ''],
      ['2403100002', '陈先生', '', '投诉', '', '停车收费贵', '2026-03-10 08:30', '', ''],
    )
    const [one] = await find('2403100001')
    const [two] = await find('2403100002')
    await assert.rejects(nurse.sheets.object({ id: one!.id, reason: '不是本院的停车场' }), { status: 403 })
    const objected = await lead.sheets.object({ id: one!.id, reason: '不是本院的停车场' })
    assert.equal(objected.messages[0]!.kind, 'objection')
    const insisted = await lead.sheets.insist({ id: one!.id, words: '仍由你院答复' })
    assert.equal(insisted.status, 'signed')
    await lead.sheets.object({ id: one!.id, reason: '附租赁合同，确非本院' })
    assert.equal((await lead.sheets.accept({ id: one!.id, words: '同意退单' })).status, 'returned')
    await desk.pass('2 workdays')
    await assert.rejects(lead.sheets.object({ id: two!.id, reason: '太晚才发现不是本院' }), {
      status: 409,
      message: /异议期限/,
    })
    assert.ok(!(await find('2403100002'))[0]!.can.includes('object'))
    assert.ok((await lead.sheets.counts({})).late >= 1)
  })

  test('同一来电人的未结事项并列显示,不自行合并;行风工单只有监察室看得到', async () => {
    await bring(
      ['2403120001', '吴先生', '13712345678', '投诉', '', '还有收费的问题', '2026-03-12 08:30', '', ''],
      ['2403120002', '匿名', '', '举报', '', '某医生收红包两千元', '2026-03-12 08:30', '', ''],
    )
    const [other] = await find('2403120001')
    const { others } = await desk.people.lead.sheets.get({ id: other!.id })
    assert.deepEqual(others.map(({ number }) => number).length, 1)
    assert.deepEqual(await find('2403120002'), [])
    const { rows } = await desk.people.supervision.sheets.list({ q: '2403120002', view: 'all' })
    assert.equal(rows[0]!.restricted, true)
    await assert.rejects(desk.people.nurse.sheets.get({ id: rows[0]!.id }), { status: 404 })
  })

  describe('接口', () => {
    let server: Server
    let broken = true
    const heard: { key: string; body: Record<string, unknown>; who: string }[] = []
    before(async () => {
      server = createServer((request, response) => {
        let text = ''
        request.on('data', (piece) => {
          text += piece
        })
        request.on('end', () => {
          heard.push({
            key: String(request.headers['idempotency-key']),
            body: JSON.parse(text),
            who: String(request.headers.authorization),
          })
          response.writeHead(broken ? 503 : 200).end()
        })
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    })
    after(() => server.close())

    test('由机器送来:逐张收下,错的退回', async () => {
      const taken = await desk.people.admin.sheets.take({
        sheets: [
          {
            number: 'A-77',
            text: '自助机打不出报告',
            kind: '投诉',
            name: '褚先生',
            replyBy: '2026-03-20T18:00:00+08:00',
          },
          { number: 'A-78' },
        ],
      })
      assert.deepEqual(
        [taken.created, taken.rejected.map(({ row, column, reason }) => [row, column, reason])],
        [1, [[2, '诉求内容', '必须填写']]],
      )
    })

    test('接口地址不能指回本机，除非运维写明', async () => {
      const { lead } = desk.people
      const setLine = (address: string) => lead.sheets.setLine({ source: '12345', address })
      await assert.rejects(setLine('http://169.254.169.254/latest'), { status: 422 })
      await assert.rejects(setLine('http://[::ffff:169.254.169.254]/latest'), { status: 422 })
    })

    test('对方出错时看得见、再发得出,对方凭编号只认一次', async () => {
      const { nurse, lead } = desk.people
      const { port } = server.address() as { port: number }
      const { lines } = await lead.sheets.setLine({
        source: '12345',
        address: `http://hospital:secret@127.0.0.1:${port}/back`,
      })
      assert.doesNotMatch(JSON.stringify(lines), /secret/)
      const [line] = await find('A-77')
      const { id } = line!
      await nurse.sheets.sign({ id })
      await assert.rejects(desk.settle(), /503/)
      const troubled = await nurse.sheets.get({ id })
      assert.deepEqual([troubled.messages[0]!.tries, troubled.messages[0]!.trouble], [1, '对方接口答复 503'])
      assert.equal(troubled.trouble, true)
      broken = false
      await nurse.sheets.resend({ id })
      await desk.settle()
      const sent = (await nurse.sheets.get({ id })).messages[0]!
      assert.deepEqual([sent.sentHow, sent.trouble], ['call', null])
      assert.equal(new Set(heard.map(({ key }) => key)).size, 1)
      assert.equal(heard[0]!.key, sent.id)
      assert.equal(heard[0]!.body.number, 'A-77')
      assert.equal(heard[0]!.who, `Basic ${Buffer.from('hospital:secret').toString('base64')}`)
      await assert.rejects(nurse.sheets.resend({ id }), { status: 409 })
    })
  })
})

test('编号里的再次派单', () => {
  assert.deepEqual(splitNumber('2403090001'), { number: '2403090001', round: 0 })
  assert.deepEqual(splitNumber('2403090001（二次）'), { number: '2403090001', round: 2 })
  assert.deepEqual(splitNumber('2403090001#3'), { number: '2403090001', round: 3 })
  assert.deepEqual(splitNumber('CD-2024-2'), { number: 'CD-2024-2', round: 0 })
})

test('期限的说法', () => {
  assert.deepEqual(readTerm('5个工作日'), { amount: 5, unit: 'workdays' })
  assert.deepEqual(readTerm('三天'), { amount: 3, unit: 'days' })
  assert.deepEqual(readTerm('24小时'), { amount: 24, unit: 'hours' })
  assert.deepEqual(readTerm('十五个工作日'), { amount: 15, unit: 'workdays' })
  assert.equal(readTerm('尽快'), null)
})

test('列名各有说法', () => {
  const headings = ['序号', '诉求编号(必填)', '反映内容', '来电号码', '办理截止时间']
  const columns = columnsOf(headings)
  assert.deepEqual([columns.number, columns.text, columns.phone, columns.replyBy], [1, 2, 3, 4])
  const read = readRow(['1', 'W1001', '空调太冷', '028-85553329', '2024年10月14日'], columns, headings)
  assert.equal('sheet' in read && read.sheet.replyBy?.toISOString(), '2024-10-14T15:59:00.000Z')
})
