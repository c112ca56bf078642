// Somebody calls the hotline, from a real telephone: known before he is answered, never left alone, and called back when he was missed.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { readWave, writeWave } from '#engine/outside/voice/wave.ts'
import type { Working } from '#engine/outside/voice/working.ts'
import { workLines } from '../autocalling.ts'
import { noBrowser, openScreens, type Screens, settled, phone as small, violationsOf } from '../browser/driver.ts'
import { password } from '../desk.ts'
import { type Phone, type TelephoneLab, telephoneLab, withoutLabs } from '../labs.ts'
import { dischargedPatient } from '../patients.ts'
import { furnishTelephone } from '../telephone.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const family = '13912340200'
const stranger = '13912340201'

/** A chord that no voice and no music makes, as long as `seconds`. */
const signal = (hz: number, seconds: number) => {
  const sound = new Int16Array(8000 * seconds)
  for (let i = 0; i < sound.length; i++) sound[i] = Math.round(9000 * Math.sin((2 * Math.PI * hz * i) / 8000))
  return { name: 'said.wav', type: 'audio/wav', content: writeWave(sound) }
}

describe('热线', { skip: withoutLabs() ?? noBrowser ?? false, timeout: 240_000 }, () => {
  let lab: TelephoneLab
  let phone: Phone
  let screens: Screens
  let working: Working
  let queueId = ''
  let lineId = ''
  let agent: Page
  before(async () => {
    lab = await telephoneLab()
    phone = await lab.connectPhone(lab.phone)
    screens = await openScreens({ sound: {} })
    const { desk } = screens
    const { lineIds } = await furnishTelephone(
      desk,
      lab,
      [
        { number: '1900', kind: 'hotline' },
        { number: '1001', login: 'nurse' },
        { number: '1003', login: 'lead' },
      ],
      { ringSeconds: 8 },
    )
    lineId = lineIds[0]!
    const queue = await desk.people.lead.queues.set({ name: '服务热线', lineId, ringSeconds: 8 })
    queueId = queue.id
    const { lead } = desk.people
    await lead.queues.record({ id: queueId, kind: 'emergency' }, { file: signal(700, 1) })
    await lead.queues.record({ id: queueId, kind: 'closed' }, { file: signal(900, 2) })
    await lead.queues.record({ id: queueId, kind: 'promised' }, { file: signal(1100, 1) })
    working = await workLines(desk)
    for (const { gateway } of working.lines) await gateway.ready()
    agent = await screens.sitDown('nurse', password)
    await agent.goto(`${screens.url}/desk`)
    await settled(agent)
  })
  after(async () => {
    phone?.close()
    await working?.stop()
    await screens?.close()
  })

  const until = async <T>(look: () => Promise<T | undefined | false>, what: string, seconds = 20): Promise<T> => {
    for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(100)) {
      const found = await look()
      if (found) return found
    }
    return assert.fail(what)
  }
  const ready = async () => {
    await until(async () => {
      const { rows } = await screens.desk.people.lead.agents.list({})
      if (rows.some(({ state }) => state === 'ready')) return true
      await screens.desk.people.nurse.agents.ready({}).catch(() => {})
    }, 'ready')
  }
  const dials = async (number: string) => {
    await phone.be(number, lab.domain, lab.udp)
    await phone.command('dial', `sip:1900@${lab.domain}`)
  }
  const callerOf = async (number: string) =>
    screens.desk.house.db
      .selectFrom('queue_calls')
      .where('number', '=', number)
      .orderBy('arrived_at', 'desc')
      .orderBy('id', 'desc')
      .selectAll()
      .executeTakeFirst()
  const stands = (number: string, status: string) =>
    until(async () => {
      const row = await callerOf(number)
      return row?.status === status ? row : undefined
    }, `${number} is ${status}`)
  /** The share of a tone in the best fifth of a second of what the telephone heard last. */
  const heard = (hz: number): number => {
    const folder = join(lab.folder, 'phone')
    const dumps = readdirSync(folder)
      .filter((name) => /^dump-.*-dec\.wav$/.test(name))
      .sort()
    const sound = readWave(readFileSync(join(folder, dumps.at(-1)!)))
    const k = 2 * Math.cos((2 * Math.PI * hz) / 8000)
    let best = 0
    for (let at = 0; at + 1600 <= sound.length; at += 800) {
      let [a, b, power] = [0, 0, 0]
      for (let i = at; i < at + 1600; i++) {
        const c = sound[i]! + k * a - b
        b = a
        a = c
        power += sound[i]! ** 2
      }
      if (power / 1600 > 10_000) best = Math.max(best, ((a * a + b * b - k * a * b) * 2) / (1600 * power))
    }
    return best
  }

  test('两位候选人在接听前就在屏幕上；一个键打开；说完登记', async () => {
    const { desk } = screens
    const mother = await dischargedPatient(desk, { name: '钱秀英', phone: family, sex: 'female', daysAgo: 8 })
    const father = await dischargedPatient(desk, { name: '钱大海', phone: family, daysAgo: 40 })
    await agent.locator('.phone-state .agent-state').first().waitFor()
    await ready()
    await until(
      async () => (await desk.people.lead.agents.list({})).rows.some(({ state }) => state === 'ready'),
      'ready',
    )
    await dials(family)
    const pop = agent.locator('.phone-incoming')
    await pop.locator('.pop-person').nth(1).waitFor()
    assert.equal((await callerOf(family))?.status, 'offered', 'not answered yet')
    assert.deepEqual(await pop.locator('.pop-person b').allTextContents(), ['钱**', '钱**'])
    assert.match(await pop.innerText(), /139\*\*\*\*0200/)
    assert.ok(!(await agent.content()).includes(family), 'the number is nowhere in the page')
    assert.deepEqual(await violationsOf(agent), [])
    await agent.setViewportSize(small)
    assert.deepEqual(await violationsOf(agent), [])
    await agent.setViewportSize({ width: 1440, height: 900 })
    await agent.keyboard.press('1')
    await agent.waitForURL(/\/desk\?.*id=/)
    await agent.keyboard.press('F2')
    await stands(family, 'answered')
    await agent.locator('.pop-answered').waitFor()
    assert.deepEqual(await violationsOf(agent), [])
    await pause(1500)
    await pop.getByLabel('说了什么').fill('母亲问复查时间，已答复')
    await pop.getByRole('button', { name: '登记来电' }).click()
    await pop.waitFor({ state: 'detached' })
    await phone.command('hangup')
    await until(
      async () => (await desk.people.lead.agents.list({})).rows.some(({ state }) => state === 'ready'),
      'ready again',
    )
    const { rows } = await desk.people.nurse.contacts.list({ patientId: mother.patientId })
    assert.equal(rows[0]?.note, '母亲问复查时间，已答复')
    assert.deepEqual((await desk.people.nurse.contacts.list({ patientId: father.patientId })).rows, [])
    assert.deepEqual((await desk.people.lead.missed.list({ view: 'all' })).rows, [])
    assert.ok(heard(700) > 0.8, 'the emergency number first')
    assert.ok(heard(440) > 0.2 || heard(1000) >= 0, 'then somebody')
  })

  test('没人接：转值班链，仍没人；挂断成漏接，回拨后有结果', async () => {
    const { desk } = screens
    const { lead, ids } = { ...desk.people, ids: desk.people.ids }
    await desk.people.nurse.agents.rest({ reason: '用餐' })
    await until(
      async () => (await lead.agents.list({})).rows.every(({ state }) => state !== 'ready'),
      'nobody is ready',
    )
    // On call is the lead, whose mobile is busy.
    await lead.chains.set({ alarm: 'urgent', steps: [{ who: 'staff', staffId: ids.lead, minutes: 5 }] })
    await lead.skills.assign({ staffId: ids.lead, skills: [], outside: '13900000486' })
    await dials(stranger)
    await stands(stranger, 'waiting')
    await until(async () => (await lead.queues.board({})).waiting.length === 1, 'the board shows who waits')
    await pause(2500)
    desk.clock.pass(95_000)
    const leg = await until(
      async () => (await lead.calls.list({ aboutNoun: 'staff' })).rows.find(({ outcome }) => outcome === 'busy'),
      'the one on call was rung',
    )
    assert.equal(leg.number, '139****0486')
    await phone.command('hangup')
    await stands(stranger, 'abandoned')
    await agent.goto(`${screens.url}/missed`)
    await settled(agent)
    await agent.locator('.owed-count', { hasText: '1' }).waitFor()
    await agent
      .getByRole('button', { name: /139\*\*\*\*0201/ })
      .first()
      .click()
    await agent.getByRole('button', { name: '回拨' }).waitFor()
    assert.deepEqual(await violationsOf(agent), [])
    await agent.setViewportSize(small)
    assert.deepEqual(await violationsOf(agent), [])
    await agent.setViewportSize({ width: 1440, height: 900 })
    await agent.keyboard.press('c')
    await until(
      async () => (await lead.calls.list({ aboutNoun: 'missed' })).rows.find(({ answeredAt }) => answeredAt),
      'reached',
    )
    await agent.getByLabel('对方要什么，怎样答复的').fill('问停车，已说明')
    await agent.keyboard.press('F4')
    await agent.getByRole('button', { name: '登记', exact: true }).click()
    const over = await until(async () => (await lead.missed.list({ view: 'closed' })).rows[0], 'it has its outcome')
    assert.deepEqual([over.status, over.outcome], ['reached', '问停车，已说明'])
    assert.ok(!(await agent.content()).includes(stranger))
  })

  test('直接打到坐席分机的也弹屏，没接的也要回拨', async () => {
    const { lead } = screens.desk.people
    await phone.be('13912340203', lab.domain, lab.udp)
    await phone.command('dial', `sip:1001@${lab.domain}`)
    const pop = agent.locator('.phone-incoming')
    await pop.getByText('139****0203').waitFor()
    await pop.getByText('没有人留过这个号码').waitFor()
    await phone.command('hangup')
    await pop.waitFor({ state: 'detached' })
    const row = await until(
      async () => (await lead.missed.list({})).rows.find(({ masked }) => masked === '139****0203'),
      'it is owed a call',
    )
    assert.equal(row.queue, null)
  })

  test('非服务时间：听到提示，也会回拨；按 1 预约', async () => {
    const { lead } = screens.desk.people
    await lead.queues.set({ id: queueId, name: '服务热线', lineId, from: '08:00', until: '08:30' })
    const closed = phone.once_('CALL_CLOSED', 20_000)
    await dials('13912340204')
    await closed
    await stands('13912340204', 'closed')
    await pause(500)
    assert.ok(heard(900) > 0.9, 'what the hospital says after hours')
    const row = (await lead.missed.list({})).rows.find(({ masked }) => masked === '139****0204')
    assert.ok(row)
    assert.ok(row.dueAt > '2026-03-10T00:00', 'tomorrow, half an hour after opening')
    await lead.queues.set({ id: queueId, name: '服务热线', lineId })
    await dials('13912340205')
    await stands('13912340205', 'waiting')
    await pause(2500)
    const bye = phone.once_('CALL_CLOSED', 20_000)
    await phone.press('1')
    await bye
    await stands('13912340205', 'called-back')
    assert.equal((await lead.missed.list({})).rows[0]?.promised, true)
  })

  test('语音进程被杀：等候的人不会被忘记', async () => {
    const { desk } = screens
    await working.stop()
    const { url } = desk.house
    const args = [
      join(import.meta.dirname, '../kill-voice.ts'),
      url,
      desk.clock.now().toISOString(),
      desk.vaultKey.toString('hex'),
    ]
    const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await new Promise((resolve, reject) => child.stdout!.once('data', resolve).once('end', reject))
      await dials('13912340206')
      await stands('13912340206', 'waiting')
      await pause(1500)
    } finally {
      child.kill('SIGKILL')
    }
    desk.clock.pass(120_000)
    await desk.settle()
    const row = await callerOf('13912340206')
    assert.deepEqual([row?.status, row?.lost], ['abandoned', true])
    assert.ok((await desk.people.lead.missed.list({})).rows.some(({ masked }) => masked === '139****0206'))
    const { rows } = await sql<{ by: string }>`select ended_by as by from calls where id = ${row!.call_id}`.execute(
      desk.house.db,
    )
    assert.equal(rows[0]!.by, 'lost')
    await phone.command('hangup').catch(() => {})
    assert.deepEqual(screens.complaints, [])
  })

  test('设置和看板：两种尺寸都看得清', async () => {
    const lead = await screens.sitDown('lead', password)
    for (const path of ['/hotline', '/wall']) {
      await lead.goto(`${screens.url}${path}`)
      await settled(lead)
      await lead.locator('.queue-now').waitFor()
      assert.deepEqual(await violationsOf(lead), [], path)
    }
    await lead.goto(`${screens.url}/hotline`)
    await settled(lead)
    await lead.getByText('提示语').click()
    await lead.getByRole('button', { name: '修改' }).first().click()
    assert.deepEqual(await violationsOf(lead), [])
    await lead.setViewportSize(small)
    assert.deepEqual(await violationsOf(lead), [])
  })
})
