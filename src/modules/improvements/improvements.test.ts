// The promises of what keeps coming back: found early, of people and not of noise, behind the walls, and never twice.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { putMatter } from '#test/past.ts'
import { alikeOf } from './alike.ts'
import { bandOf, placeKey, type Voice } from './cells.ts'
import { openMemory } from './memory.ts'
import { reckonAt, type Standing } from './recurrence.ts'
import { improvementsTables } from './tables.ts'
import { coldTitleOf, sentenceOf, titleOf } from './words.ts'

/** Six hundred days of four categories and five departments in turn, two voices a day, each of another person. */
const quiet = (): Voice[] =>
  Array.from({ length: 1200 }, (_, i) => ({
    id: `q${i}`,
    day: Math.floor(i / 2),
    person: `q${i}`,
    category: ['D3', 'F3', 'B1', 'C1'][(i * 7) % 4]!,
    department: `d${(i * 3 + Math.floor(i / 11)) % 5}`,
    place: '',
    hours: 'morning',
    weekday: String(1 + (Math.floor(i / 2) % 7)),
    text: '',
  }))

const told = (more: readonly Partial<Voice>[], standings: readonly Standing[] = []) => {
  const memory = openMemory()
  const extra = more.map((it, i) => ({ ...quiet()[0]!, id: `x${i}`, person: `x${i}`, ...it })) as Voice[]
  for (const voice of [...quiet(), ...extra].sort((a, b) => a.day - b.day)) memory.add(voice)
  return reckonAt(memory, 600, standings).found
}
const rash = (day: number, more: Partial<Voice> = {}): Partial<Voice> => ({
  ...{ day, category: 'A4', department: 'd2', hours: 'night' },
  ...more,
})

describe('reckoning', () => {
  test('nothing stands out of what is as always', () => assert.deepEqual(told([]), []))

  test('four people in three weeks of what nobody spoke of stand out once, in one of their nested cells', () => {
    const found = told([580, 588, 595, 599].map((day) => rash(day)))
    assert.equal(found.length, 1)
    const [it] = found
    assert.equal(it?.observed, 4)
    assert.equal(it?.cell.category, 'A4')
    assert.ok(it!.expected < 0.5)
    assert.equal(it?.since, 580)
  })

  test('what many say in one place stands out before the place does, however they say it', () => {
    const words = ['退烧药发错', '药发错了，名字相同', '窗口发错药', '拿到别人的药，发错']
    const usual = (i: number) => `${['饭菜偏凉', '停车没有车位', '电梯太慢', '被子太薄'][i % 4]}，${i}`
    const memory = openMemory()
    const before = quiet().map((it, i) => ({ ...it, text: usual(i) }))
    const also = Array.from({ length: 40 }, (_, i) => ({
      ...before[0]!,
      id: `u${i}`,
      person: `u${i}`,
      day: i * 14,
      category: 'A4',
    }))
    const planted = words.map((text, i) => ({ ...rash(570 + 10 * i), id: `w${i}`, person: `w${i}`, text }))
    for (const voice of [...before, ...also, ...planted.map((it) => ({ ...before[0]!, ...it }))].sort(
      (a, b) => a.day - b.day,
    ))
      memory.add(voice)
    const [it] = reckonAt(memory, 600, []).found
    assert.deepEqual([...it!.voices.map(({ id }) => id)].sort(), ['w0', 'w1', 'w2', 'w3'])
  })

  test('one who complains ten times is one', () =>
    assert.deepEqual(told(Array.from({ length: 10 }, (_, i) => rash(590 + i, { person: 'the same' }))), []))

  test('what is proposed is not proposed again, nor a cell inside or around it by the same cases', () => {
    const days = [580, 588, 595, 599]
    const [it] = told(days.map((day) => rash(day)))
    const standing = { cell: it!.cell, since: it!.since, ids: it!.voices.map(({ id }) => id), joined: [] }
    assert.deepEqual(
      told(
        days.map((day) => rash(day)),
        [standing],
      ),
      [],
    )
  })

  test('what was dismissed is usual from then on, until more than that comes', () => {
    const [it] = told([580, 588, 595, 599].map((day) => rash(day)))
    const dismissed = { observed: it!.observed, span: it!.span }
    const standing = { cell: it!.cell, since: it!.since, ids: it!.voices.map(({ id }) => id), joined: [], dismissed }
    assert.deepEqual(
      told(
        [580, 588, 595, 599].map((day) => rash(day)),
        [standing],
      ),
      [],
    )
    const many = [580, 588, 595, ...Array.from({ length: 14 }, () => 599)]
    assert.deepEqual(
      told(
        many.map((day) => rash(day)),
        [standing],
      ).map((one) => one.cell),
      [it!.cell],
    )
  })

  test('a hospital that grows in all is no finding', () => {
    const more = quiet()
      .filter(({ day }) => day > 450)
      .map((voice) => ({ ...voice, id: undefined, person: undefined }))
      .map(({ id: _, person: __, ...voice }) => voice)
    assert.deepEqual(told(more), [])
  })

  test('people who spoke of the same elsewhere before are others there and not here', () => {
    const everywhere = [1, 2, 3].flatMap((i) => [
      rash(550 + i, { person: `moving ${i}`, department: 'd1' }),
      rash(596 + i, { person: `moving ${i}` }),
    ])
    assert.ok(told(everywhere).length <= 1)
  })

  test('a new hospital has no past to compare with', () => {
    const memory = openMemory()
    for (let day = 0; day < 30; day++) memory.add({ ...quiet()[0]!, id: `n${day}`, person: `n${day}`, day })
    assert.deepEqual(reckonAt(memory, 30, []).found, [])
  })

  test('hours and places as people write them', () => {
    assert.deepEqual([0, 6, 7, 12, 14, 18, 22].map(bandOf), [
      'night',
      'night',
      'morning',
      'noon',
      'afternoon',
      'evening',
      'night',
    ])
    assert.equal(placeKey(' 3 楼 B超室，'), placeKey('3楼b超室'))
  })

  test('what was reckoned, in a sentence', () => {
    const said = { category: 'D3', department: '心内科', place: null, hours: 'night', weekday: null }
    assert.equal(titleOf(said).zh, '心内科 · 候诊 · 夜间（22–7 点）')
    // Of words a de-identified file says that they are, and none of them.
    const words = { ...said, words: ['夜里没有皮肤科'] }
    assert.match(titleOf(words).zh, /“夜里没有皮肤科”$/)
    assert.equal(coldTitleOf(words).zh, '心内科 · 候诊 · 夜间（22–7 点） · 说法相近')
    const columns = improvementsTables.flatMap((table) => ('columns' in table ? table.columns : []))
    const row = { ...words, title: titleOf(words) } as never
    const [title, quoted] = ['苗头', '相近的说法'].map((head) => columns.find((it) => it.head.zh === head)!)
    assert.equal(title!.of(row), coldTitleOf(words).zh)
    assert.deepEqual([quoted!.of(row), quoted!.personal], ['夜里没有皮肤科', true])
    assert.equal(
      sentenceOf({ span: 28, observed: 5, expected: 0.42, byChance: 1 / 600 }).zh,
      '28 天里有 5 人反映，往常同样长的时间约 0.4 人；若只是巧合，这里约 50 年才碰上一次。',
    )
  })

  test('texts that say nearly the same', () => {
    const texts = [
      '夜里孩子起皮疹没有皮肤科',
      '晚上皮疹找不到皮肤科医生，夜里没有皮肤科',
      '饭菜偏凉',
      '夜里没有皮肤科门诊',
    ].map((text, i) => ({
      id: String(i),
      text,
    }))
    const it = alikeOf(texts)
    assert.deepEqual([...it!.ids].sort(), ['0', '1', '3'])
    assert.ok(it!.words.some((word) => word.includes('皮肤科')))
    assert.equal(alikeOf(texts.slice(2)), null)
  })
})

describe('苗头', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
    const base = Date.parse('2025-02-01T10:00:00+08:00')
    for (let i = 0; i < 390; i++)
      await put(new Date(base + i * 86_400_000), ['D3', 'F3', 'B1', 'C1'][(i * 7) % 4]!, ['心内科', '普外科'][i % 2]!)
  })
  after(() => desk.close())

  const put = (at: Date, category: string, department: string, more: Record<string, unknown> = {}) =>
    putMatter(desk, at, category, department, more)
  const lately = (i: number) => new Date(desk.clock.now().getTime() - (20 - 5 * i) * 86_400_000)

  test('found in the night, with its cases; taken by the lead', async () => {
    for (let i = 0; i < 4; i++) await put(lately(i), 'A4', '心内科')
    await desk.pass('1 day')
    const { lead } = desk.people
    const { rows } = await lead.proposals.list({})
    assert.equal(rows.length, 1)
    const it = await lead.proposals.get({ id: rows[0]!.id })
    assert.equal(it.observed, 4)
    assert.equal(it.behind.length, 4)
    assert.match(it.title.zh, /用药/)
    assert.equal(it.alike?.count, 4)
    assert.ok((await lead.notices.list({})).rows.some(({ kind }) => kind === 'recurring'))
    const taken = await lead.proposals.take({ id: it.id })
    assert.deepEqual([taken.status, taken.can], ['taken', []])
    await put(new Date(desk.clock.now().getTime() - 3_600_000), 'A4', '心内科')
    await desk.pass('1 day')
    assert.equal((await lead.proposals.get({ id: it.id })).behind.length, 5)
    assert.deepEqual((await lead.proposals.list({})).rows, [])
  })

  test('a head reads what keeps coming back in his department, decides nothing, and loses it with its first restricted case', async () => {
    const { lead, surgery, cardiology, supervision, departments } = desk.people
    for (let i = 0; i < 5; i++)
      await put(lately(i % 4), 'D3', '普外科', i < 3 ? { handling_department_id: departments.普外科 } : {})
    await desk.pass('1 day')
    const own = async () => (await surgery.proposals.list({})).rows
    const [it] = await own()
    assert.deepEqual([it?.category, it?.department, it?.can], ['D3', '普外科', []])
    // Of the cases behind it he reads those that are his to handle.
    assert.equal((await surgery.proposals.get({ id: it!.id })).behind.length, 3)
    assert.equal((await lead.proposals.get({ id: it!.id })).behind.length, 5)
    await assert.rejects(surgery.proposals.take({ id: it!.id }), /权限/)
    // What is another department's, or no single one's, is not his.
    assert.ok((await lead.proposals.list({ status: 'taken' })).rows.length > 0)
    assert.deepEqual((await surgery.proposals.list({ status: 'taken' })).rows, [])
    assert.deepEqual((await cardiology.proposals.list({})).rows, [])
    await assert.rejects(cardiology.proposals.get({ id: it!.id }), /404|找不到|没有找到/)
    await desk.house.db
      .updateTable('cases')
      .set({ restricted: true })
      .where('id', '=', (await lead.proposals.get({ id: it!.id })).behind[0]!.id)
      .execute()
    assert.deepEqual(await own(), [])
    await assert.rejects(surgery.proposals.get({ id: it!.id }), /404|找不到|没有找到/)
    assert.equal((await supervision.proposals.get({ id: it!.id })).restricted, true)
    await supervision.proposals.dismiss({ id: it!.id, reason: '已另案处理' })
  })

  test('dismissed only with a reason, and not found again', async () => {
    for (let i = 0; i < 4; i++) await put(lately(i), 'G1', '普外科')
    await desk.pass('1 day')
    const { lead, nurse } = desk.people
    const [it] = (await lead.proposals.list({})).rows
    await assert.rejects(nurse.proposals.list({}), /权限/)
    await assert.rejects(lead.proposals.dismiss({ id: it!.id, reason: '' }))
    const gone = await lead.proposals.dismiss({ id: it!.id, reason: '食堂装修，下周恢复' })
    assert.deepEqual([gone.status, gone.can], ['dismissed', ['take']])
    await desk.pass('1 day')
    assert.deepEqual((await lead.proposals.list({})).rows, [])
  })

  test('what rests on restricted matters is only supervision’s, and who is barred finds nothing', async () => {
    for (let i = 0; i < 4; i++) await put(lately(i), 'I1', '普外科', { restricted: true, integrity: true })
    await desk.pass('1 day')
    const { lead, supervision, director, ids } = desk.people
    const [it] = (await supervision.proposals.list({})).rows
    assert.equal(it?.restricted, true)
    for (const one of [lead, director]) {
      assert.deepEqual((await one.proposals.list({})).rows, [])
      await assert.rejects(one.proposals.get({ id: it!.id }), /404|找不到|没有找到/)
    }
    // Somebody is barred later: the proposal follows its case.
    const [seen] = (await lead.proposals.list({ status: 'taken' })).rows
    const { behind } = await lead.proposals.get({ id: seen!.id })
    await desk.house.db
      .updateTable('cases')
      .set({ barred_staff: [ids.lead] })
      .where('id', '=', behind[0]!.id)
      .execute()
    assert.deepEqual((await lead.proposals.list({ status: 'taken' })).rows, [])
    assert.equal((await director.proposals.list({ status: 'taken' })).rows.length, 1)
  })

  test('over by itself when nobody speaks of it for a quarter; and all that must be true is', async () => {
    for (let i = 0; i < 4; i++) await put(lately(i), 'H2', '心内科')
    await desk.pass('1 day')
    const { director } = desk.people
    assert.equal((await director.proposals.list({})).rows.length, 1)
    await desk.pass('95 days')
    assert.equal((await director.proposals.list({ status: 'over' })).rows.length, 1)
    const broken = (await examine(desk.house.db)).filter(({ name, count }) => name.startsWith('proposal') && count > 0)
    assert.deepEqual(broken, [])
  })
})
