// Who speaks up without an account: heard once, answered on the page, rated by the same verb as a recall; and never found out.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { sql } from 'kysely'
import { type Desk, openDesk, type Person } from '#test/desk.ts'

const key = () => randomBytes(24).toString('base64url')
const dots = /^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){4}$/

describe('患者在网页上说话', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  after(() => desk.close())

  const answered = async (id: string) => {
    const { supervision } = desk.people
    await supervision.cases.answer({
      id,
      findings: '当日号源登记有误,候诊确实超过三小时。',
      measures: '改为分时段报到,并向患者致歉,下月复查。',
    })
    await supervision.cases.pass({ id })
    await supervision.cases.tell({ id, how: 'letter', what: '已改为分时段报到,向您致歉。' })
  }

  test('说一次,凭链接看到答复,不满意再办一轮,满意才归档', async () => {
    const { supervision, departments } = desk.people
    const patient = desk.stranger()
    const said = {
      key: key(),
      kind: 'complaint' as const,
      topic: 'D' as const,
      text: '候诊三个多小时没有人管',
      demand: '希望说明原因',
      departmentId: departments.心内科,
      place: '门诊二楼',
    }
    const receipt = await patient.voices.say(said)
    assert.match(receipt.code, dots)
    assert.deepEqual(await desk.stranger().voices.say(said), receipt, 'sent twice, done once')
    const { rows } = await supervision.cases.list({ q: '候诊三个多小时' })
    assert.equal(rows.length, 1)
    const id = rows[0]!.id
    const sheet = await supervision.cases.get({ id })
    assert.deepEqual(
      [sheet.channel, sheet.kind, sheet.department, sheet.place],
      ['web', 'complaint', '心内科', '门诊二楼'],
    )

    await assert.rejects(patient.answers.get(), { status: 401 })
    const seen = await patient.answers.enter({ token: receipt.token })
    assert.equal(seen.number, receipt.number)
    assert.match(seen.state.zh, /调查核实/)
    assert.match(seen.next!.zh, /最晚/)
    assert.deepEqual(seen.answers, [])
    assert.doesNotMatch(JSON.stringify(seen), /方监察|陈组长|心内主任/, 'nobody of the staff is named')

    await patient.answers.add({ key: 'k'.repeat(22), text: '那天是三号诊室' })
    assert.equal((await patient.answers.add({ key: 'k'.repeat(22), text: '那天是三号诊室' })).additions.length, 1)
    assert.match(JSON.stringify((await supervision.cases.get({ id })).timeline), /补充.*三号诊室/)

    await answered(id)
    const told = await patient.answers.get()
    assert.deepEqual([told.mayRate, told.answers[0]?.what], [true, '已改为分时段报到,向您致歉。'])
    assert.equal((await patient.answers.rate({ grade: 'dissatisfied', words: '还是没有说明原因' })).mayRate, false)
    const second = await supervision.cases.get({ id })
    assert.deepEqual([second.status, second.round], ['investigating', 2])
    assert.match(second.rounds[0]!.outcomeWords!, /网上评价.*没有说明/)
    await answered(id)
    const done = await patient.answers.rate({ grade: 'satisfied' })
    assert.deepEqual([done.state.zh, done.rated], ['已办结', 'satisfied'])
    assert.equal((await supervision.cases.get({ id })).archivedBy, 'person')
    await assert.rejects(patient.answers.rate({ grade: 'satisfied' }), { status: 409 })
    await patient.answers.leave()
    await assert.rejects(patient.answers.get(), { status: 401 })
  })

  test('并案以后补充的话,主案听到一次', async () => {
    const { lead, departments } = desk.people
    const say = { kind: 'complaint' as const, topic: 'F' as const, departmentId: departments.心内科 }
    const [first, second] = [desk.stranger(), desk.stranger()]
    const one = await first.voices.say({ ...say, key: key(), text: '五楼空调整夜不冷' })
    const two = await second.voices.say({ ...say, key: key(), text: '五楼热得睡不着' })
    const idOf = async ({ number }: { number: string }) => (await lead.cases.list({ q: number })).rows[0]!.id
    const survivor = await idOf(one)
    await lead.cases.merge({ id: await idOf(two), intoId: survivor, reason: '同一层楼的空调' })
    await second.answers.enter({ token: two.token })
    await second.answers.add({ key: key(), text: '第二天也没有修' })
    const heard = (await lead.cases.get({ id: survivor })).timeline.filter(({ verb }) => verb === 'case.hear')
    assert.deepEqual(
      heard.map(({ words }) => words),
      [`${two.number}：第二天也没有修`],
    )
  })

  test('留了电话的,凭码之外还要发到这个电话的验证码;没有的码与有的码答得一样', async () => {
    const { nurse, director } = desk.people
    const patient = desk.stranger()
    const phone = '139 1234 5678'
    const { code, token } = await patient.voices.say({
      key: key(),
      kind: 'enquiry',
      text: '复印病历要带什么',
      phone,
      name: '魏朝霞',
    })
    const other = desk.stranger()
    const asked = await other.answers.code({ code: code.toLowerCase().replaceAll('-', ' ') })
    assert.deepEqual(asked, await other.answers.code({ code: 'ABCD-EFGH-JKMN-PQRS-TVWX' }))
    const [line] = (await nurse.messages.list()).rows
    assert.equal(line!.to, '139****5678')
    assert.doesNotMatch(line!.text, /\d{6}/)
    await assert.rejects(director.messages.list(), { status: 403 })
    const { text, to } = await nurse.messages.reveal({ id: line!.id, reason: '代为发送' })
    assert.equal(to, '13912345678')
    const oneTime = /(\d{6})/.exec(text)![1]!
    const wrong = oneTime === '000000' ? '000001' : '000000'
    await assert.rejects(other.answers.confirm({ code, oneTime: wrong }), { status: 422 })
    await assert.rejects(other.answers.confirm({ code: 'ABCD-EFGH-JKMN-PQRS-TVWX', oneTime }), { status: 422 })
    const seen = await other.answers.confirm({ code, oneTime })
    assert.equal(seen.text, '复印病历要带什么')
    assert.doesNotMatch(JSON.stringify(seen), /5678|魏/)
    await assert.rejects(desk.stranger().answers.confirm({ code, oneTime }), { status: 422 }, 'once')
    await desk.stranger().answers.code({ code })
    for (let i = 0; i < 5; i++) await assert.rejects(other.answers.confirm({ code, oneTime: wrong }))
    const again = (await nurse.messages.list()).rows[0]!
    const fresh = /(\d{6})/.exec((await nurse.messages.reveal({ id: again.id, reason: '代为发送' })).text)![1]!
    await assert.rejects(other.answers.confirm({ code, oneTime: fresh }), { status: 422 }, 'five tries')
    await nurse.messages.send({ id: again.id })
    await assert.rejects(nurse.messages.reveal({ id: again.id, reason: '再看' }), { status: 409 })
    await desk.pass('20 minutes')
    assert.deepEqual(
      new Set((await nurse.messages.list()).rows.map(({ status }) => status)),
      new Set(['sent', 'expired']),
    )
    const { rows } = await sql<{ n: number }>`select count(*) as n from messages where blanks <> '{}'`.execute(
      desk.house.db,
    )
    assert.equal(rows[0]!.n, 0, 'what could open something is gone')
    assert.equal((await desk.stranger().answers.enter({ token })).number.length > 0, true)
    await assert.rejects(desk.stranger().answers.enter({ token: `${token}x` }), { status: 404 })
  })

  test('只存散列;咨询答复后就能看到', async () => {
    const { supervision, nurse } = desk.people
    const patient = desk.stranger()
    const { code, token } = await patient.voices.say({ key: key(), kind: 'enquiry', text: '周末有没有儿科门诊' })
    const [line] = (await nurse.cases.list({ q: '周末有没有儿科' })).rows
    await nurse.cases.reply({ id: line!.id, how: 'call', what: '周六上午有,地址在一号楼。' })
    const { became } = await patient.answers.code({ code })
    assert.deepEqual([became!.state.zh, became!.answers[0]!.what], ['已办结', '周六上午有,地址在一号楼。'])
    const { rows } = await sql<{ all: string }>`
      select (select string_agg(r::text, '') from receipts r) || (select string_agg(e.data::text, '') from events e) as all`.execute(
      desk.house.db,
    )
    for (const secret of [code, code.replaceAll('-', ''), token]) assert.ok(!rows[0]!.all.includes(secret))
    assert.ok(supervision)
  })

  test('照片去掉拍摄信息,最多六张,同一张只留一份', async () => {
    const patient = desk.stranger()
    const { token, number } = await patient.voices.say({
      key: key(),
      kind: 'complaint',
      topic: 'F',
      text: '走廊漏水一地',
    })
    await patient.answers.enter({ token })
    const png = (n: number) => ({ name: `IMG_张三_${n}.png`, type: 'image/png', content: pixel(n) })
    for (const n of [1, 1, 2, 3, 4, 5, 6]) await patient.answers.picture({}, { file: png(n) })
    assert.equal((await patient.answers.get()).pictures, 6)
    await assert.rejects(patient.answers.picture({}, { file: png(7) }), { status: 409 })
    await assert.rejects(
      patient.answers.picture(
        {},
        { file: { name: 'a.jpg', type: 'image/jpeg', content: Buffer.from('<svg onload=1>') } },
      ),
      { status: 422 },
    )
    const sheet = await sheetOf(desk.people.supervision, number)
    assert.deepEqual([...new Set(sheet.files.map(({ name, by }) => `${name} ${by}`))], ['照片.png 本人'])
  })
})

const sheetOf = async (who: Person, number: string) =>
  who.cases.get({ id: (await who.cases.list({ q: number })).rows[0]!.id })

/** A PNG of one pixel, another for each number. */
const pixel = (n: number): Buffer => {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([0, n]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
