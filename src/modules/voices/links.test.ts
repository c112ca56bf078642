// The promises of a link in a text: it opens the page of one matter once, says so kindly afterwards, and nobody is told who cannot be texted.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newToken } from '#engine/sessions.ts'
import { type Desk, openDesk } from '#test/desk.ts'

describe('短信里的链接', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk.close())

  /** A complaint that was answered and passed: the person is to be told. */
  const reviewed = async (phone: string) => {
    const { nurse, cardiology, supervision } = desk.people
    const it = await nurse.cases.open({
      ...{ kind: 'complaint', channel: 'phone', text: '候诊两个多小时没有人解释', category: 'C1', severity: 1 },
      departmentId: desk.people.departments.心内科,
      reporter: { name: '李静', phone, relation: 'self', speaksFor: '', reach: 'phone', address: '' },
    } as never)
    await cardiology.cases.answer({
      id: it.id,
      findings: '当日门诊量较大，未及时解释。',
      measures: '增加分诊人员，每半小时播报一次。',
    })
    await supervision.cases.pass({ id: it.id })
    return it.id
  }

  test('没有设地址、没有手机号，就没有告知', async () => {
    const { nurse, lead, supervision } = desk.people
    const id = await reviewed('13800138001')
    const told = { id, how: 'sms', what: '已增加分诊人员，向您致歉。' } as const
    await assert.rejects(nurse.cases.tell(told), { status: 409 })
    await lead.settings.change({ pagesAddress: 'https://huiyin.hospital.example', hotline: '0512-65226551' })
    await assert.rejects(nurse.cases.tell(told), { status: 409 }, 'the wording is not approved')
    const answered = (await lead.templates.list()).rows.find(({ key }) => key === 'answered')!
    await supervision.templates.approve({ id: answered.id })
    const fixed = await reviewed('0512-65226551')
    await assert.rejects(nurse.cases.tell({ ...told, id: fixed }), { status: 409 })
    assert.equal((await nurse.cases.get({ id: fixed })).status, 'reviewed')
    assert.equal((await nurse.cases.tell(told)).status, 'told')
  })

  test('打开一次；再开就说已经用过', async () => {
    const { nurse } = desk.people
    const { rows } = await sql<{ link: string; number: string }>`
      select blanks->>'link' as link, blanks->>'number' as number from messages`.execute(desk.house.db)
    assert.equal(rows.length, 1)
    const [line] = (await nurse.messages.list()).rows
    assert.ok(!JSON.stringify(line).includes(rows[0]!.link.split('#')[1]!), 'the outbox hides the link')
    assert.match(rows[0]!.link, /^https:\/\/huiyin\.hospital\.example\/answer#[\w-]{20,}$/)
    const token = rows[0]!.link.split('#')[1]!
    const patient = desk.stranger()
    const became = await patient.answers.enter({ token })
    assert.equal(became.number, rows[0]!.number)
    assert.equal((await patient.answers.get()).number, became.number, 'for half an hour')
    await assert.rejects(desk.stranger().answers.enter({ token }), (error: { status: number; message: string }) => {
      assert.equal(error.status, 404)
      assert.match(error.message, /已经打开过一次/)
      return true
    })
    assert.equal((await patient.answers.rate({ grade: 'satisfied', words: '' })).rated, 'satisfied')
    await assert.rejects(desk.stranger().answers.enter({ token: newToken() }), /打不开/)
  })

  test('患者回信可以转为诉求，号码不经过页面', async () => {
    const { admin, nurse } = desk.people
    const settings = { kind: 'kannel', name: 'Kannel', address: 'http://127.0.0.1:9/', user: 'x' } as const
    const { replyAddress } = await admin.gateways.create({ settings: { ...settings, base: 'http://h' } })
    const path = new URL(replyAddress).pathname
    const says = (id: string, from: string, text: string) =>
      desk.server.inject({ url: `${path}?${new URLSearchParams({ id, from, text })}` })
    await says('a', '13800138077', '停车场排队一个小时')
    const [reply] = (await nurse.replies.list({ unread: 'true' })).rows
    const opened = await nurse.cases.open({
      ...{ kind: 'suggestion', channel: 'phone', text: reply!.text, category: 'K2', replyId: reply!.id },
    } as never)
    assert.equal(opened.reporter!.phone, '138****8077')
    const [after] = (await nurse.replies.list({ id: reply!.id })).rows
    assert.deepEqual([after!.status, after!.becameId], ['settled', opened.id])
    // The next words from that number stand beside the matter.
    await says('b', '13800138077', '补充：是东门停车场')
    const [more] = (await nurse.replies.list({ unread: 'true' })).rows
    assert.equal(more!.aboutId, opened.id)
    // Of a matter that only supervision may know nobody else reads a text either, nor those that came before.
    await sql`update cases set restricted = true where id = ${opened.id}`.execute(desk.house.db)
    await says('c', '13800138077', '还有一件事')
    assert.equal((await nurse.replies.list({ unread: 'true' })).rows.length, 0)
    assert.equal((await nurse.replies.counts()).unread, 0)
    assert.equal((await desk.people.supervision.replies.counts()).unread, 2)
  })
})
