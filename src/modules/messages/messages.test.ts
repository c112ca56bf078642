// The promises of texts: worded and approved, never at night or too often, never twice where nobody knows, and what comes back finds its person.
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import { openGateway } from '#test/sms-gateway.ts'
import { hearReply } from './coming.ts'
import { openSender, type Sender } from './sender.ts'
import { claim } from './states.ts'
import { sendText } from './texting.ts'

const patient = '13912340001'

describe('短信', () => {
  let desk: Desk
  let gateway: Awaited<ReturnType<typeof openGateway>>
  let sender: Sender
  let id: string
  let report: string
  let inbound: string
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
    gateway = await openGateway()
    const { admin, lead, supervision } = desk.people
    await lead.settings.change({ hotline: '0512-65226551' })
    const settings = {
      kind: 'kannel',
      name: '院内 Kannel',
      address: gateway.address,
      user: 'followup',
      signature: '市人民医院',
    } as const
    const made = await admin.gateways.create({
      settings: { ...settings, base: 'https://huiyin.hospital.example' },
      password: 'right',
    })
    id = made.id
    const path = (address: string) => new URL(address).pathname
    report = path(made.reportAddress)
    inbound = path(made.replyAddress)
    await admin.gateways.open({ id })
    const drafts = (await lead.templates.list()).rows.filter(({ status }) => status === 'draft')
    for (const { id } of drafts) await supervision.templates.approve({ id })
    // Driven by the tests: nothing runs by itself.
    sender = openSender(desk.house)
    await sender.stop()
  })
  beforeEach(async () => {
    await sql`delete from messages`.execute(desk.house.db)
    await sql`update gateways set held_by = null, held_until = null`.execute(desk.house.db)
    gateway.taken.length = 0
    gateway.says(() => [202, '0: Accepted for delivery'])
  })
  afterEach(async () => {
    const broken = (await examine(desk.house.db)).filter(({ count }) => count > 0)
    assert.deepEqual(
      broken.map(({ name, rows }) => `${name}: ${rows}`),
      [],
    )
  })
  after(async () => {
    await desk.close()
    gateway.close()
  })

  const text = (to: string, more: Partial<Parameters<typeof sendText>[1]> = {}) =>
    desk.house.asSystem((ctx) =>
      sendText(ctx, {
        to,
        template: 'call-ahead',
        values: {},
        until: new Date(ctx.now.getTime() + 86_400_000),
        ...more,
      }),
    )
  const round = () => openSenderOnce(desk)
  const of = async (id: string) => {
    const { rows } = await sql<{ status: string; trouble: string | null; blanks: object; contact_id: string | null }>`
      select status, trouble, blanks, contact_id from messages where id = ${id}`.execute(desk.house.db)
    return rows[0]!
  }
  const comes = async (path: string, query: Record<string, string>) =>
    (await desk.server.inject({ url: `${path}?${new URLSearchParams(query)}` })).statusCode

  test('从发件箱到平台，回执到了才算送达；说两遍也只算一次', async () => {
    const { patientId } = await dischargedPatient(desk, { department: '心内科', daysAgo: 3, phone: patient })
    const one = await text('+86 139 1234 0001', { patientId })
    assert.equal(await round(), 1)
    const [sent] = gateway.taken
    assert.equal(sent!.get('to'), patient)
    assert.match(sent!.get('text')!, /^【市人民医院】本院将在近日电话回访/)
    assert.equal((await of(one)).status, 'taken')
    const query = new URL(sent!.get('dlr-url')!.replace('%d', '1')).searchParams
    assert.equal(query.get('id'), one)
    assert.equal(await comes(report, { id: one, state: '8' }), 200)
    assert.equal((await of(one)).status, 'taken', 'that the carrier has it ends nothing')
    for (let i = 0; i < 2; i++) assert.equal(await comes(report, { id: one, state: '1' }), 200)
    assert.equal((await of(one)).status, 'delivered')
    const { rows } = await desk.people.nurse.contacts.list({ patientId })
    assert.deepEqual(
      rows.map(({ disposition, note }) => `${disposition} ${note}`),
      ['texted 回访提醒'],
    )
    assert.equal(await comes(report.replace(/.{43}(?=\/sms)/, 'x'.repeat(43)), { id: one, state: '1' }), 404)
  })

  test('超时、拒收、没有回执，各有各的结局', async () => {
    const [late, bad, silent] = [await text('13912340408'), await text('13912340503'), await text('13912340202')]
    await round()
    await comes(report, { id: late, state: '34' })
    await comes(report, { id: bad, state: '16' })
    assert.equal((await of(late)).status, 'expired')
    assert.equal((await of(bad)).status, 'refused')
    await desk.pass('71 hours')
    assert.equal((await of(silent)).status, 'taken')
    await desk.pass('2 hours')
    assert.equal((await of(silent)).status, 'unreported')
    await comes(report, { id: silent, state: '1' })
    assert.equal((await of(silent)).status, 'delivered', 'better late than never')
  })

  test('平台连不上、密码不对：一条不丢，说明原因，好了接着发', async () => {
    const one = await text(patient)
    gateway.says(() => [403, 'Authorization failed for sendsms'])
    await round()
    assert.equal((await of(one)).status, 'waiting')
    assert.match((await desk.people.lead.messages.state()).gateway!.trouble!, /用户名或密码/)
    gateway.says(() => [202, ''])
    await round()
    assert.equal((await of(one)).status, 'taken')
    assert.equal((await desk.people.lead.messages.state()).gateway!.trouble, null)
  })

  test('答复丢了：至多一次的等人决定，至少一次的用原编号再发', async () => {
    const once = await text('13912340011')
    const sure = await text('13912340012', { template: 'answered', values: { number: 'HY1', link: 'https://h/a#x' } })
    gateway.says(() => 'hang-up')
    await round()
    assert.equal((await of(once)).status, 'sending')
    await desk.pass('1 minute')
    assert.equal((await of(once)).status, 'unclear')
    assert.equal((await of(sure)).status, 'waiting')
    gateway.says(() => [202, ''])
    await round()
    assert.equal(gateway.taken.length, 1)
    assert.match(gateway.taken[0]!.get('dlr-url')!, new RegExp(sure))
    const { lead, nurse } = desk.people
    await assert.rejects(nurse.messages.again({ id: once }), { status: 403 })
    await lead.messages.again({ id: once })
    await round()
    assert.equal((await of(once)).status, 'taken')
  })

  test('不确定的短信，回执来了就有结论', async () => {
    const once = await text('13912340013')
    gateway.says(() => 'hang-up')
    await round()
    await desk.pass('1 minute')
    await comes(report, { id: once, state: '1' })
    assert.equal((await of(once)).status, 'delivered')
  })

  test('按编号去重的平台，答复丢了总是再发', async () => {
    await sql`update gateways set settings = jsonb_set(settings, '{deduplicates}', 'true')`.execute(desk.house.db)
    const once = await text('13912340014')
    gateway.says(() => 'hang-up')
    await round()
    await desk.pass('1 minute')
    assert.equal((await of(once)).status, 'waiting')
    await sql`update gateways set settings = jsonb_set(settings, '{deduplicates}', 'false')`.execute(desk.house.db)
  })

  test('夜里不发、一天不超过两条、本人索取的验证码除外', async () => {
    const three = [await text('13912340021'), await text('13912340021'), await text('13912340021')]
    await round()
    assert.deepEqual(await Promise.all(three.map(async (one) => (await of(one)).status)), ['taken', 'taken', 'waiting'])
    desk.clock.set('2026-03-12T21:00:00+08:00')
    const night = await text('13912340022')
    const code = await text('13912340022', { template: 'one-time', values: { code: '123456' }, asked: true })
    await round()
    assert.deepEqual([(await of(night)).status, (await of(code)).status], ['waiting', 'taken'])
    assert.deepEqual((await of(code)).blanks, {})
    desk.clock.set('2026-03-13T08:00:00+08:00')
    await round()
    assert.equal((await of(night)).status, 'taken')
  })

  test('患者回信归到本人名下；退订即免打扰，只确认一次', async () => {
    const phone = '13912340031'
    const { patientId } = await dischargedPatient(desk, { department: '心内科', daysAgo: 3, phone })
    const waiting = await text(phone, { patientId })
    const words = { id: 'k1', from: `+86${phone}`, to: '1069', text: '伤口有点疼，能洗澡吗？' }
    for (let i = 0; i < 2; i++) assert.equal(await comes(inbound, words), 200)
    const { nurse, lead, director } = desk.people
    assert.equal((await nurse.replies.counts()).unread, 1)
    const [reply] = (await nurse.replies.list({ unread: 'true' })).rows
    assert.deepEqual([reply!.text, reply!.from, reply!.patient!.id], [words.text, '139****0031', patientId])
    await assert.rejects(director.replies.list(), { status: 403 })
    await lead.replies.settle({ id: reply!.id, note: '已回电' })
    for (let i = 0; i < 2; i++) await comes(inbound, { id: `td${i}`, from: phone, text: ' td。' })
    const { rows } = await sql<{
      do_not_call_at: Date | null
    }>`select do_not_call_at from patients where id = ${patientId}`.execute(desk.house.db)
    assert.ok(rows[0]!.do_not_call_at)
    await round()
    assert.equal((await of(waiting)).status, 'withheld')
    assert.deepEqual(
      gateway.taken.map((one) => one.get('text')!.slice(0, 12)),
      ['【市人民医院】已为您登记'],
    )
    await assert.rejects(lead.messages.write({ patientId, key: 'call-ahead' }), { status: 409 })
    const spoken = (await lead.contacts.list({ patientId })).rows.map(({ disposition }) => disposition)
    assert.deepEqual(spoken, ['wrote', 'wrote', 'wrote'])
  })

  test('号码是几个人的：列出候选，由人指定', async () => {
    const phone = '13912340041'
    const one = await dischargedPatient(desk, { department: '心内科', daysAgo: 3, phone })
    await dischargedPatient(desk, { department: '心内科', daysAgo: 4, phone })
    await comes(inbound, { id: 'k2', from: phone, text: '收到' })
    const { nurse } = desk.people
    const [reply] = (await nurse.replies.list({ unread: 'true' })).rows.filter(({ text }) => text === '收到')
    assert.equal(reply!.candidates.length, 2)
    const after = await nurse.replies.assign({ id: reply!.id, patientId: one.patientId })
    assert.equal(after.patient!.id, one.patientId)
  })

  test('两个节点同时伸手，每条只归一个；长回信分两截到，拼成一条', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, (_, i) => text(`139123407${10 + i}`)))
    const hands = await Promise.all(Array.from({ length: 4 }, () => desk.house.asSystem((ctx) => claim(ctx, id, 10))))
    const claimed = hands.flat().map((one) => one.id)
    assert.equal(new Set(claimed).size, claimed.length)
    assert.deepEqual(claimed.sort(), all.sort())
    const part = (place: number, text: string) =>
      desk.house.asSystem((ctx) =>
        hearReply(ctx, id, { id: `p${place}`, from: '13912340710', text, part: { series: 9, total: 2, place } }),
      )
    const before = (await desk.people.nurse.replies.counts()).unread
    await part(2, '要不要来看？')
    assert.equal((await desk.people.nurse.replies.counts()).unread, before)
    await part(1, '伤口有点疼，')
    const [reply] = (await desk.people.nurse.replies.list({ unread: 'true' })).rows
    assert.equal(reply!.text, '伤口有点疼，要不要来看？')
    await part(1, '只到了一半')
    await desk.pass('11 minutes')
    const [torn] = (await desk.people.nurse.replies.list({ unread: 'true' })).rows
    assert.equal(torn!.text, '只到了一半（不完整）')
  })

  test('模板：封闭的变量、别人批准、新版本代替旧的', async () => {
    const { lead, supervision } = desk.people
    const wording = {
      name: '复诊提醒',
      text: '请按时到{department}复诊。{diagnosis}',
      repetition: 'at-least-once',
    } as const
    await assert.rejects(lead.templates.write(wording), { status: 422 })
    const made = await lead.templates.write({ ...wording, text: '请按时到{department}复诊。' })
    await assert.rejects(lead.templates.approve({ id: made.id }), { status: 403 })
    await assert.rejects(supervision.templates.write(wording), { status: 403 })
    await supervision.templates.approve({ id: made.id })
    await assert.rejects(lead.templates.change({ id: made.id, ...wording, text: '改了。。。' }), { status: 409 })
    const next = await lead.templates.write({ ...wording, text: '请到{department}复诊，别忘了。', of: made.key })
    assert.equal(next.version, 2)
    await supervision.templates.approve({ id: next.id })
    const all = (await lead.templates.list()).rows.filter(({ key }) => key === made.key)
    assert.deepEqual(
      all.map(({ status }) => status),
      ['retired', 'approved'],
    )
    const oneTime = (await lead.templates.list()).rows.find(({ key }) => key === 'one-time')!
    await assert.rejects(lead.templates.retire({ id: oneTime.id }), { status: 409 })
    const { patientId } = await dischargedPatient(desk, { department: '心内科', daysAgo: 3, phone: '13912340051' })
    const { rows, to } = await lead.messages.choices({ patientId })
    assert.equal(to, '139****0051')
    assert.ok(rows.some(({ text }) => text === '请到心内科复诊，别忘了。'))
    await lead.messages.write({ patientId, key: made.key })
    await round()
    assert.match(gateway.taken[0]!.get('text')!, /请到心内科复诊/)
  })

  test('设置：密码不再显示；换地址须重填密码；本机地址不许', async () => {
    const { admin, lead } = desk.people
    await assert.rejects(lead.gateways.list(), { status: 403 })
    const [it] = (await admin.gateways.list()).rows
    assert.ok(!JSON.stringify(it).includes('right'))
    const elsewhere = { ...it!.settings, address: 'https://sms.example.com/send' } as never
    await assert.rejects(admin.gateways.change({ id, settings: elsewhere, password: '' }), { status: 422 })
    const near = { ...it!.settings, address: 'http://169.254.169.254/latest' } as never
    await assert.rejects(admin.gateways.change({ id, settings: near, password: 'x' }), { status: 422 })
    const other = await admin.gateways.create({
      settings: { ...it!.settings, address: 'http://localhost:1/' } as never,
    })
    await admin.gateways.open({ id: other.id })
    const on = async () =>
      (await admin.gateways.list()).rows.filter(({ status }) => status === 'on').map(({ id }) => id)
    assert.deepEqual(await on(), [other.id], 'it takes over')
    await admin.gateways.open({ id })
    assert.deepEqual(await on(), [id])
  })

  test('自检说得出哪一步不通', async () => {
    const { admin } = desk.people
    const to = '13800138000'
    gateway.says((query) => {
      void comes(report, { id: new URL(query.get('dlr-url')!).searchParams.get('id')!, state: '1' })
      return [202, '']
    })
    const well = await admin.gateways.test({ id, to })
    assert.deepEqual([well.well, well.steps.at(-1)!.step], [true, 'report'])
    gateway.says(() => [403, ''])
    const wrong = await admin.gateways.test({ id, to })
    assert.deepEqual(
      wrong.steps.filter((it) => !it.well).map(({ step }) => step),
      ['account'],
    )
    const [it] = (await admin.gateways.list()).rows
    const away = { ...it!.settings, address: 'http://127.0.0.1:9/' } as never
    const other = await admin.gateways.create({ settings: away })
    const none = await admin.gateways.test({ id: other.id, to })
    assert.deepEqual(
      none.steps.map(({ step, well }) => `${step} ${well}`),
      ['address false'],
    )
    assert.match(none.steps[0]!.words.zh, /连接被拒绝/)
  })
})

/** One round by a process that then lets go. */
const openSenderOnce = async (desk: Desk): Promise<number> => {
  const sender = openSender(desk.house, { byItself: false })
  const n = await sender.round()
  await sender.stop()
  return n
}
