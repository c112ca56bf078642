// Every screen for everybody who has it: nothing that axe finds, nothing that the browser complains of, and a picture of each.
import assert from 'node:assert/strict'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Role, roles } from '#kernel/permission.ts'
import { furnishDemo } from '#src/demo/furnish.ts'
import { matrix } from '#src/permissions.ts'
import { screens as entries } from '#web/screens.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf, wide } from './driver.ts'

const shots = join(import.meta.dirname, '../shots')

/** One of the demo's people for every role. */
const who: Record<Role, string> = {
  agent: 'xiaoman',
  lead: 'zuzhang',
  department: 'xinnei',
  supervision: 'jiancha',
  leadership: 'yuanzhang',
  admin: 'xinxike',
}

/** Who does most on a screen comes first: the pictures are his. */
const busiest = ['lead', 'admin', 'supervision', 'department', 'agent', 'leadership'] as const satisfies readonly Role[]

/** The screens that a role is offered, as the rail offers them. */
const screensOf = (role: Role) =>
  entries.filter(({ verbs }) => verbs.some((verb) => matrix[verb][roles.indexOf(role)] !== '-'))

/** How a page is built, without its words: elements with their classes, attributes and whether they say anything; neighbours alike once. */
const buildOf = (): string => {
  const of = (it: Element): string => {
    const attributes = [...it.attributes].map(({ name, value }) =>
      /^(class|role|type|tabindex|scope|style|fill|stroke)$|^aria-(?!label|describedby|controls|owns)/.test(name)
        ? `${name}=${value}`
        : name,
    )
    const within = [...it.children].map(of)
    const says = [...it.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.textContent?.trim())
    return `${it.tagName}[${attributes.sort()}]${says}(${within.filter((one, i) => one !== within[i - 1])})`
  }
  return of(document.body)
}

describe('每一个页面,每一种角色', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  let password = ''
  before(async () => {
    await rm(shots, { recursive: true, force: true })
    await mkdir(shots, { recursive: true })
    screens = await openScreens({ at: '2026-03-09T10:20:00+08:00', people: false })
    await furnishDemo(screens.desk.house, () => {})
    password = (await screens.desk.stranger().session.demoPeople()).password ?? ''
  })
  after(() => screens?.close())

  /** The address of a screen; `$id` is that of a case this person may read. */
  const addressOf = async (path: string, login: string): Promise<string | undefined> => {
    if (!path.includes('$id')) return path
    const person = await screens.desk.signIn(login, password)
    const [one] = (await person.cases.list({ limit: 1 })).rows
    return one && path.replace('$id', one.id)
  }

  const judged = new Set<string>()

  /** What is wrong with the page as it stands; all of it is said at the end, so that one screen does not hide the next. */
  const wrongWith = async (page: Page, name: string): Promise<string[]> => {
    // What is built alike, in a list one row like the other, is judged once: most screens are the same to several roles.
    const built = `${page.viewportSize()?.width} ${await page.evaluate(buildOf)}`
    const violations = judged.has(built) ? [] : await violationsOf(page)
    judged.add(built)
    const found = violations.map(({ rule, where }) => `${name}: ${rule}\n  ${where.join('\n  ')}`)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    return sideways > 1 ? [...found, `${name}: ${sideways} px reach beyond the edge`] : found
  }
  const picture = (page: Page, name: string) =>
    page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' })

  test('登录页', async () => {
    for (const [name, size] of [
      ['wide', wide],
      ['phone', phone],
    ] as const) {
      const page = await screens.visit(size)
      await page.goto(screens.url)
      await page.getByLabel('登录名').waitFor()
      await picture(page, `sign-in-${name}`)
      assert.deepEqual(await wrongWith(page, `sign-in ${name}`), [])
      await page.context().close()
    }
  })

  const seen = new Set<string>()
  for (const role of busiest)
    test(`${role} 的页面`, async () => {
      const page = await screens.sitDown(who[role], password)
      const wrong: string[] = []
      for (const { path } of screensOf(role)) {
        const address = await addressOf(path, who[role])
        if (!address) continue
        const name = path.replace(/\W+/g, '-').replace(/^-|-$/g, '')
        const first = !seen.has(path)
        seen.add(path)
        await page.setViewportSize(wide)
        await page.goto(`${screens.url}${address}`)
        await settled(page)
        // A list shows its first record beside it; where there is no list the key does nothing.
        if (await page.locator('.two-list tr.opens').count()) {
          await page.keyboard.press('j')
          await page.locator('.two-record .panel-body').waitFor()
          await settled(page)
        }
        if (first) await picture(page, `${name}-wide`)
        wrong.push(...(await wrongWith(page, `${role} ${path}`)))
        if (!first) continue
        await page.setViewportSize(phone)
        await page.goto(`${screens.url}${address}`)
        await settled(page)
        await picture(page, `${name}-phone`)
        wrong.push(...(await wrongWith(page, `${role} ${path} on a phone`)))
        const card = page.locator('.two-list button.card').first()
        if (await card.count()) {
          await card.click()
          await page.locator('.two-record .panel-body').waitFor()
          await settled(page)
          await picture(page, `${name}-phone-record`)
          wrong.push(...(await wrongWith(page, `${role} ${path} record on a phone`)))
        }
      }
      await page.context().close()
      assert.deepEqual(wrong, [])
    })

  test('没有漏掉一个页面，一种角色', () => {
    assert.deepEqual([...busiest].sort(), [...roles].sort())
    assert.deepEqual([...seen].sort(), entries.map(({ path }) => path).sort())
  })
  test('浏览器没有一句怨言', () => assert.deepEqual(screens.complaints, []))
})
