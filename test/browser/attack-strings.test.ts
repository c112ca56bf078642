// Attack strings in every text field that a matter meets on its way: kept to the letter, shown on every page, run by none.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { legalWays } from '#modules/cases/ways.ts'
import { SheetIn } from '#modules/sheets/contract.ts'
import { contracts } from '#src/contracts.ts'
import { examine } from '#src/invariants.ts'
import { password } from '../desk.ts'
import { rawCells, takenOut, wouldRun } from '../exporting.ts'
import { dischargedPatient } from '../patients.ts'
import { openFeed, textFields, tortures, withoutTorture } from '../torture.ts'
import { noBrowser, openScreens, type Screens, settled } from './driver.ts'

/** Of these every text field has to be met. */
const nouns = ['cases', 'assists', 'measures', 'promises', 'voices', 'answers', 'dossiers', 'sheets'] as const
/** Fields that hold no free text though their shape is one: numbers that are dialled, keys, ids of other houses. */
const notFree = /\.(phone|key|token|code|oneTime|about|externalNumber)$|^sheet\.setLine\./
/** What is kept and never shown in clear, or shown to nobody who looks at the case. */
const veiled =
  /\.(name|speaksFor|address|department)$|^case\.reveal\.|^dossier\.|^voice\.speak\.identity|^answer\.identify/

describe('攻击字符串', { skip: noBrowser ?? false, timeout: 240_000 }, () => {
  let screens: Screens
  const { sent, feed } = openFeed()
  const ids: string[] = []
  let place = ''

  before(async () => {
    if (withoutTorture) console.log(withoutTorture)
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
    const { admin, ids: staff } = screens.desk.people
    // A department whose name is a formula, in every list and in every file.
    const made = await admin.departments.create({ campus: '本部', name: "=cmd|' /C calc'!A1", group: '<b>内科</b>' })
    place = made.id
    await admin.staff.change({
      ...{ id: staff.obstetrics, name: '<img src=x onerror=alert(1)>', role: 'department' },
      ...{ departments: [place], superiorId: staff.director },
    })
  })
  after(() => screens?.close())

  test('每个文本字段都收得下，一字不差', async () => {
    const { desk } = screens
    const { nurse, lead, supervision, cardiology, surgery, obstetrics, director, departments } = { ...desk.people }
    const clock = () => desk.clock.now().toISOString()
    const soon = () => new Date(desk.clock.now().getTime() + 3_600_000).toISOString()
    const today = '2026-03-09'
    let number = 0
    const reporter = () => ({ phone: `1990000${String(4000 + number++)}`, relation: 'family' })
    const taken = { kind: 'complaint', severity: 1, answered: undefined, promised: undefined }
    // Another house numbers each matter once: the formula first, then whatever else fits.
    const numbers = [
      "=cmd|' /C calc'!A1",
      ...tortures.filter((one) => one.trim().length <= 60 && !one.startsWith('=cmd')),
    ]
    const opened = async (given: Record<string, unknown>, also = '') => {
      const input = {
        ...taken,
        reporter: reporter(),
        category: 'C6',
        externalNumber: numbers.shift()?.trim(),
        ...given,
      }
      const left = Object.entries(input).filter(([key]) => key !== also)
      const sheet = await feed(nurse.cases.open, Object.fromEntries(left))
      ids.push(sheet.id)
      return sheet
    }
    const ward = { departmentId: departments.心内科 }

    // The long way: three rounds, helpers, a stopped clock, leadership, the ways of the law.
    const { id } = await opened({ ...ward, promised: { byAt: soon() } })
    const [promise] = (await nurse.promises.list({ caseId: id })).rows
    await feed(nurse.promises.keep, { id: promise!.id })
    const owed = await feed(nurse.promises.make, { caseId: id, byAt: soon() })
    await feed(lead.promises.cancel, { id: owed.id })
    await feed(nurse.cases.comment, { id })
    await feed(nurse.cases.add, { id })
    await feed(lead.cases.grade, { id, category: 'C6', severity: 1, urgency: 1, heated: false })
    await feed(nurse.cases.meet, { id, standard: 'urgentTaken' })
    const asked = await feed(supervision.cases.askAssist, { id, departmentId: departments.普外科 })
    await feed(surgery.assists.contribute, { id: asked.assists[0]!.id })
    await feed(supervision.cases.askAssist, { id, departmentId: place })
    const other = (await supervision.cases.get({ id })).assists.find(({ status }) => status === 'asked')!
    await feed(obstetrics.assists.object, { id: other.id })
    await feed(supervision.cases.askAssist, { id, departmentId: place })
    const third = (await supervision.cases.get({ id })).assists.find(({ status }) => status === 'asked')!
    await feed(supervision.assists.withdraw, { id: third.id })
    await feed(supervision.cases.urge, { id })
    await feed(supervision.cases.pause, { id, reason: 'material', workdays: 2 })
    await feed(supervision.cases.resume, { id })
    await feed(cardiology.cases.inquire, { id, kind: 'fact', happenedAt: clock() })
    const answer = () => feed(cardiology.cases.answer, { id, plans: [{ dueOn: today }] })
    await answer()
    await feed(supervision.cases.sendBack, { id })
    await answer()
    await feed(supervision.cases.pass, { id })
    await feed(lead.cases.tell, { id, how: 'call' })
    await feed(nurse.cases.failRecall, { id })
    await feed(nurse.cases.reopen, { id })
    await answer()
    await feed(supervision.cases.pass, { id })
    await feed(lead.cases.tell, { id, how: 'letter' })
    await feed(nurse.cases.escalate, { id })
    await feed(supervision.cases.dispatch, {
      ...{ id, ...ward, workdays: 5, assisting: [{ departmentId: departments.普外科 }] },
    })
    const helped = (await supervision.cases.get({ id })).assists.find(({ status }) => status === 'asked')!
    await feed(surgery.assists.contribute, { id: helped.id })
    await answer()
    await feed(supervision.cases.propose, { id })
    await feed(director.cases.decline, { id })
    await answer()
    await feed(supervision.cases.propose, { id })
    await feed(director.cases.consent, { id })
    const { rows: planned } = await supervision.measures.list({ caseId: id })
    await feed(cardiology.measures.finish, { id: planned[0]!.id })
    await feed(supervision.measures.sendBack, { id: planned[0]!.id })
    await feed(cardiology.measures.finish, { id: planned[0]!.id })
    await feed(supervision.measures.verify, { id: planned[0]!.id })
    await feed(supervision.measures.cancel, { id: planned[1]!.id })
    await feed(supervision.measures.plan, { caseId: id, dueOn: today })
    await feed(supervision.cases.tell, { id, how: 'in-person' })
    await feed(director.cases.refer, { id, ways: [...legalWays], how: 'letter' })

    // The shorter ways.
    const settled = await opened({ category: 'B1' })
    await feed(lead.cases.settle, { id: settled.id })
    for (let n = 0; n < 3; n++) await feed(nurse.cases.failRecall, { id: settled.id })
    await feed(lead.cases.approve, { id: settled.id })
    await opened({ kind: 'enquiry', category: 'K1' }, 'answered')
    const enquiry = await opened({ kind: 'enquiry', category: 'K1' })
    await feed(nurse.cases.reply, { id: enquiry.id, how: 'call' })
    const praise = await opened({ kind: 'praise', category: 'K3', ...ward })
    await feed(nurse.cases.convey, { id: praise.id })
    const mine = await opened({ departmentId: place })
    await feed(obstetrics.cases.object, { id: mine.id })
    await feed(supervision.cases.dispatch, { id: mine.id, departmentId: place })
    for (const decide of [supervision.cases.refuseTime, supervision.cases.grantTime]) {
      await feed(obstetrics.cases.askTime, { id: mine.id, workdays: 1 })
      await feed(decide as typeof supervision.cases.refuseTime, { id: mine.id })
    }
    await feed(obstetrics.cases.answer, { id: mine.id, plans: [{ dueOn: today }] })
    await feed(supervision.cases.pass, { id: mine.id })
    await feed(lead.cases.tell, { id: mine.id, how: 'call' })
    await feed(lead.cases.confirm, { id: mine.id, satisfaction: 'satisfied' })

    // Several of one matter, and what is told apart.
    const [first, second] = [await opened(ward), await opened(ward)]
    await feed(lead.cases.merge, { id: second.id, intoId: first.id })
    await feed(nurse.cases.add, { id: second.id })
    await feed(lead.cases.unmerge, { id: second.id })
    await feed(lead.cases.link, { id: second.id, otherId: first.id })
    const part = await feed(lead.cases.split, {
      ...{ id: first.id, category: 'F1', severity: 1, urgency: 3, heated: false },
    })
    ids.push(part.id)

    // A file whose name is an attack, and two that lie under lock.
    const locked = Buffer.from('%PDF-1.4\n1 0 obj << /OpenAction << /JS (app.alert(1)) /S /JavaScript >> >>\n%%EOF')
    for (const name of ['<img src=x onerror=alert(1)>.pdf', "=cmd|'!A1.pdf"]) {
      const content = Buffer.concat([locked, Buffer.from(name)])
      await nurse.cases.attach({ id: first.id }, { file: { name, type: 'application/pdf', content } })
    }
    const { files } = await supervision.cases.get({ id: first.id })
    const under = files.filter((one) => one.locked)
    assert.equal(under.length, 2)
    await feed(supervision.cases.release, { id: first.id, fileId: under[0]!.id })
    await feed(supervision.cases.discard, { id: first.id, fileId: under[1]!.id })

    // Of a stay, where a number can be revealed.
    const { encounterId } = await dischargedPatient(desk)
    const stay = await opened({ encounterId, reporter: null })
    await feed(nurse.cases.reveal, { id: stay.id })
    for (const verb of ['export', 'reveal', 'letter', 'hold', 'release'] as const)
      await feed(supervision.dossiers[verb] as typeof supervision.dossiers.hold, { id })

    // From the pages without account.
    const key = () => randomBytes(24).toString('base64url')
    const page = desk.stranger()
    const { token, number: said } = await feed(page.voices.say, {
      ...{ key: key(), kind: 'complaint', topic: 'C', phone: '19900004999', ...ward },
    })
    const [line] = (await supervision.cases.list({ q: said })).rows
    ids.push(line!.id)
    await page.answers.enter({ token })
    await feed(page.answers.add, { key: key() })
    await feed(cardiology.cases.answer, { id: line!.id })
    await feed(supervision.cases.pass, { id: line!.id })
    await feed(lead.cases.tell, { id: line!.id, how: 'letter' })
    await feed(page.answers.rate, { grade: 'dissatisfied' })
    const staff = desk.stranger()
    const receipt = await feed(staff.voices.speak, {
      key: key(),
      topic: 'J3',
      about: [],
      identity: { mode: 'named', phone: '' },
    })
    const [voice] = (await supervision.cases.list({ q: receipt.number })).rows
    ids.push(voice!.id)
    await staff.answers.enter({ token: receipt.token })
    await feed(staff.answers.identify, { mode: 'confidential', phone: '' })

    // Sheets of the public line, by their number.
    const sheet = Object.assign((one: never) => lead.sheets.take({ sheets: [one] }), {
      endpoint: { ...contracts.sheets.take, body: SheetIn },
    })
    for (const n of ['2403090001', '2403090002'])
      await feed(sheet, { number: n, kind: '投诉', phone: `1990000${n.slice(-4)}`, term: undefined })
    const { rows: lines } = await lead.sheets.list({ view: 'all' })
    for (const one of lines) await feed(lead.sheets.object, { id: one.id })
    await feed(lead.sheets.accept, { id: lines[0]!.id })
    await feed(lead.sheets.insist, { id: lines[1]!.id })
    const told = { contacted: true, contactedAt: clock(), contactedHow: 'phone', opinion: 'satisfied', fileIds: [] }
    await feed(lead.sheets.reply, { id: lines[1]!.id, ...told })

    await desk.settle()
    const shown: string[] = []
    const collect = (value: unknown): void => {
      if (typeof value === 'string') shown.push(value)
      else if (value && typeof value === 'object') Object.values(value).forEach(collect)
    }
    for (const one of ids) collect(await supervision.cases.get({ id: one }))
    for (const one of lines) collect(await supervision.sheets.get({ id: one.id }))
    collect(await supervision.promises.list({ limit: 200 }))
    collect(await supervision.measures.list({ limit: 200 }))
    for (const one of ids) collect(await supervision.cases.related({ id: one }))
    const all = new Set(shown)
    const lost = sent.filter(
      ({ field, value }) => !veiled.test(field) && !all.has(value) && !shown.some((text) => text.includes(value)),
    )
    assert.deepEqual(
      lost.map(({ field, value }) => `${field}: ${value.slice(0, 60)}`),
      [],
    )
    const met = new Set(sent.map(({ field }) => field))
    const unmet = nouns.flatMap((noun) =>
      Object.values(contracts[noun]).flatMap((endpoint) =>
        textFields(endpoint)
          .map((path) => `${endpoint.verb}.${path}`)
          .filter((field) => !met.has(field) && !notFree.test(field)),
      ),
    )
    assert.deepEqual(unmet, [])
    const long = sent.filter(({ value }) => value.length > 400).map(({ value }) => value)
    assert.deepEqual(
      tortures.filter((text) => !long.some((value) => value.includes(text.trim()))),
      [],
      'every one of them was said somewhere',
    )
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count }) => count > 0),
      [],
    )
  })

  /** What must never come of a text: a handler, a frame, a script of its own, an address that runs. */
  const madeOf = (page: Page): Promise<string[]> =>
    page.evaluate(() => {
      const wrong =
        'iframe, object, embed, base, marquee, video, audio, plaintext, isindex, x, menu, img[src="x"], script:not([src])'
      const runs = (value: string) => /^\s*(javascript|data:text\/html|vbscript):/i.test(value)
      return [...document.querySelectorAll('*')].flatMap((one) => [
        ...(one.matches(wrong) ? [one.outerHTML.slice(0, 120)] : []),
        ...[...one.attributes].flatMap(({ name, value }) =>
          name.startsWith('on') || (/^(href|src|action|formaction|data)$/.test(name) && runs(value))
            ? [`${one.localName} ${name}=${value.slice(0, 80)}`]
            : [],
        ),
      ])
    })
  const flat = (text: string) => text.replace(/\s+/g, ' ').trim()

  test('显示它们的每个页面都不执行，也不改写', async () => {
    const wrong: string[] = []
    const watch = async (login: string): Promise<Page> => {
      const page = await screens.sitDown(login, password)
      page.on('dialog', (dialog) => {
        // Leaving a form that is not sent yet asks first.
        if (dialog.type() === 'beforeunload') return void dialog.accept()
        wrong.push(`${page.url()}: a dialog “${dialog.message()}”`)
        void dialog.dismiss()
      })
      page.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(screens.url) && !/^(data|blob):/.test(url)) wrong.push(`${page.url()}: asked for ${url}`)
      })
      return page
    }
    const look = async (page: Page, path: string): Promise<string> => {
      await page.goto(`${screens.url}${path}`)
      await settled(page)
      wrong.push(...(await madeOf(page)).map((what) => `${path}: ${what}`))
      if (await page.evaluate(() => 'ran' in window)) wrong.push(`${path}: something ran`)
      return flat((await page.locator('body').textContent()) ?? '')
    }
    const { supervision } = screens.desk.people

    const office = await watch('supervision')
    for (const id of ids) {
      const sheet = await supervision.cases.get({ id })
      const text = await look(office, `/cases/${id}`)
      for (const value of [sheet.text, sheet.demand, sheet.place, sheet.calmed, sheet.rounds[0]?.findings ?? ''])
        if (!text.includes(flat(value))) wrong.push(`/cases/${id}: not shown as it is: ${value.slice(0, 60)}`)
    }
    const asked = encodeURIComponent('<script>alert(1)</script>')
    for (const path of [
      '/cases',
      `/cases?q=${asked}`,
      '/register',
      `/register?q=${asked}`,
      '/board',
      '/promises?view=ended',
    ])
      await look(office, path)
    for (const path of ['/measures', '/reports/cases', '/vault', '/keeping', '/desk', '/sheets'])
      await look(office, path)
    // Typing an attack finds people and matters, and runs nothing.
    await look(office, '/cases?new=1')
    await office.getByLabel(/^电话/).fill('19900004001')
    await office.waitForTimeout(300)
    wrong.push(...(await madeOf(office)))

    // The printed form is a page of its own.
    for (const id of ids.slice(0, 2)) {
      const reply = await office.goto(`${screens.url}/api/v1/cases/${id}/form`).catch(() => null)
      if (reply && /html/.test(reply.headers()['content-type'] ?? '')) wrong.push(...(await madeOf(office)))
    }
    await office.context().close()

    for (const [login, path] of [
      ['cardiology', '/inbox'],
      ['obstetrics', '/inbox'],
      ['nurse', '/handovers'],
      ['lead', '/cases'],
      ['admin', '/departments'],
      ['director', '/cases'],
    ] as const) {
      const page = await watch(login)
      await look(page, path)
      // Notices, and what the finder finds while typing.
      await page.locator('summary[title="提醒"]').click()
      await page.locator('.bell li, .bell .empty').first().waitFor()
      wrong.push(...(await madeOf(page)).map((what) => `${login} notices: ${what}`))
      await page.keyboard.press('Escape')
      await page.locator('.finder input').fill('alert')
      await page.locator('.found a, .found p').first().waitFor()
      wrong.push(...(await madeOf(page)).map((what) => `${login} finder: ${what}`))
      await page.keyboard.press('Escape')
      await page.keyboard.press('j')
      await settled(page)
      wrong.push(...(await madeOf(page)).map((what) => `${login} ${path}: ${what}`))
      await page.context().close()
    }
    assert.deepEqual(wrong, [])
    assert.deepEqual(screens.complaints, [])
  })

  test('导出的表格里没有公式', async () => {
    const { desk } = screens
    const { supervision, admin } = desk.people
    const { token } = await admin.tokens.create({ name: '导出', login: 'supervision', scopes: ['*'] })
    const sent = await desk.server.inject({
      url: '/api/v1/sheets/outgoing?as=csv',
      headers: { authorization: `Bearer ${token}` },
    })
    const register = rawCells(await takenOut(desk, supervision, { list: '/register' }))
    assert.ok(register.some((cell) => /^'=cmd\|' \/C calc'!A1$/.test(cell)))
    for (const cells of [register, rawCells(sent.rawPayload)]) {
      assert.ok(cells.length > 0)
      assert.deepEqual(cells.filter(wouldRun), [])
    }
  })
})
