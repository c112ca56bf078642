// Texts through real gateways: Kannel in front of an SMPP carrier, and the carrier's own line; away, killed, and back: none lost, none twice.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { GatewaySettings } from '#modules/messages/contract.ts'
import { examine } from '#src/invariants.ts'
import { type SmsLab, smsLab, withoutLabs } from '../labs.ts'
import { carriedBy, openTextHospital, type TextHospital } from '../text-hospital.ts'

const skip = withoutLabs() ?? false
const common = { signature: '市人民医院', perSecond: 40, reportWithin: 1 }
const rest = ({ waiting = 0, sending = 0, taken = 0 }: Record<string, number>) => waiting + sending + taken

/** Everything at the carrier, by the number it went to; each there once. */
const onceEach = async (lab: SmsLab): Promise<Set<string>> => {
  const to = (await carriedBy(lab)).map((one) => one.to)
  assert.equal(new Set(to).size, to.length, 'one text went out twice')
  return new Set(to)
}

/** No text is anywhere but where its state says: what the carrier has was taken, what it has not was not delivered. */
const agree = async (hospital: TextHospital, carried: ReadonlySet<string>): Promise<void> => {
  const rows = await hospital.asked((db) => db.selectFrom('messages').select(['to_number', 'status']).execute())
  for (const { to_number, status } of rows) {
    if (status === 'delivered' || status === 'unreported')
      assert.ok(carried.has(to_number), `${to_number} was never carried`)
    else assert.equal(status, 'unclear', `${to_number} is ${status}`)
  }
  const broken = (await hospital.asked(examine)).filter(({ count }) => count > 0)
  assert.deepEqual(
    broken.map(({ name, rows }) => `${name}: ${rows}`),
    [],
  )
}

describe('短信经 Kannel', { skip, timeout: 420_000 }, () => {
  let lab: SmsLab
  let hospital: TextHospital
  before(async () => {
    hospital = await openTextHospital(async ({ base, app }) => {
      lab = await smsLab(app)
      const own = {
        kind: 'kannel',
        name: 'Kannel',
        address: lab.sendsms,
        user: lab.user,
        line: 'carrier',
        sender: '1069000099',
      }
      return GatewaySettings.parse({ ...own, ...common, base })
    }, 'lab-only')
  })
  after(async () => {
    await hospital?.close()
    await lab?.down()
  })

  test('两百条，中途平台断开十秒、程序被强行终止：不丢、不重', async (t) => {
    await hospital.write(200, 0)
    await hospital.until(({ delivered = 0, taken = 0 }) => delivered + taken >= 30, 30)
    await lab.stop('smsbox')
    await sleep(10_000)
    await lab.up()
    await hospital.until(({ delivered = 0, taken = 0 }) => delivered + taken >= 80, 60)
    await hospital.victim.killProgram()
    await hospital.victim.start()
    await hospital.victim.untilWell()
    // Reports that came while nobody was there are brought again for some seconds, and on a slow machine not at all: then
    // a text ends without one. A lease that nobody ends runs out.
    const counts = await hospital.until((now) => rest(now) === 0, 200)
    t.diagnostic(JSON.stringify(counts))
    assert.equal(
      Object.values(counts).reduce((sum, n) => sum + n, 0),
      200,
    )
    await agree(hospital, await onceEach(lab))
  })

  test('患者用中文回信，长的也完整；退订即不再发', async () => {
    const before = 300
    await hospital.write(2, before)
    await hospital.until(({ delivered = 0, ...others }) => delivered > 0 && rest(others) === 0, 100)
    const long =
      '伤口有点疼，昨天晚上开始有些发红，今天早上量体温三十七度八，想问问需不需要提前来医院看一看，门诊这几天是哪位医生？'.repeat(
        2,
      )
    await lab.reply('13920000300', '伤口有点疼')
    const byCarrier = (from: string, text: string) =>
      fetch(`${lab.carrier}/reply`, { method: 'POST', body: JSON.stringify({ from, to: '1069000099', text }) })
    await byCarrier('13920000300', long)
    // Not through the lab's other line: while that is connected, Kannel may send the confirmation over it.
    await byCarrier('13920000301', 'TD')
    const replies = () =>
      hospital.asked((db) => db.selectFrom('replies').select(['text', 'stop', 'from_number', 'message_id']).execute())
    for (let i = 0; i < 100 && (await replies()).length < 3; i++) await sleep(100)
    const found = await replies()
    assert.deepEqual(found.map(({ text }) => text).sort(), ['TD', '伤口有点疼', long].sort())
    assert.ok(
      found.every(({ message_id }) => message_id !== null),
      'beside the text that they answer',
    )
    const { rows } = await hospital.asked((db) => sql<{ number: string }>`select number from silenced`.execute(db))
    assert.deepEqual(
      rows.map(({ number }) => number),
      ['13920000301'],
    )
    // The one confirmation, in the words that the hospital has approved.
    const confirmed = async () => (await carriedBy(lab)).filter(({ to }) => to === '13920000301').length
    for (let i = 0; i < 600 && (await confirmed()) < 2; i++) await sleep(100)
    assert.equal(await confirmed(), 2, JSON.stringify(await hospital.counts()))
  })
})

describe('短信经 SMPP', { skip, timeout: 200_000 }, () => {
  let lab: SmsLab
  let hospital: TextHospital
  /** Kannel would be the first on the carrier's line. */
  const onlyUs = async () => {
    await lab.stop('smsbox')
    await lab.stop('bearerbox')
  }
  before(async () => {
    hospital = await openTextHospital(async ({ app }) => {
      lab = await smsLab(app)
      await onlyUs()
      const port = Number(new URL(lab.smpp.replace('smpp:', 'http:')).port)
      const own = { kind: 'smpp', name: 'SMPP', host: '127.0.0.1', port, systemId: lab.systemId, sender: '1069000099' }
      return GatewaySettings.parse({ ...own, ...common, perSecond: 10 })
    }, 'lab-only')
  })
  after(async () => {
    await hospital?.close()
    await lab?.down()
  })

  test('六十条，中途线路断开：不丢、不重；回执与回信走同一条线', async (t) => {
    await hospital.write(60, 600)
    await hospital.until(({ delivered = 0, taken = 0 }) => delivered + taken >= 20, 30)
    const carried = await onceEach(lab)
    // The carrier forgets what it had when it goes: what it had carried is remembered here.
    await lab.stop('carrier')
    await sleep(3000)
    await lab.up()
    await onlyUs()
    await hospital.until((now) => (now.waiting ?? 0) + (now.sending ?? 0) === 0, 90)
    const counts = await hospital.counts()
    t.diagnostic(JSON.stringify(counts))
    for (const to of await onceEach(lab)) assert.ok(!carried.has(to), `${to} went out twice`)
    await sleep(1000)
    const { delivered = 0, taken = 0, unclear = 0 } = await hospital.counts()
    assert.equal(delivered + taken + unclear, 60)
    assert.ok(delivered >= 30)
    await fetch(`${lab.carrier}/reply`, {
      method: 'POST',
      body: JSON.stringify({ from: '13920000601', to: '1069000099', text: '收到，谢谢' }),
    })
    const replies = () => hospital.asked((db) => db.selectFrom('replies').select('text').execute())
    for (let i = 0; i < 50 && (await replies()).length === 0; i++) await sleep(100)
    assert.deepEqual(await replies(), [{ text: '收到，谢谢' }])
  })
})
