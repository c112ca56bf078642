// Files of lists: exactly what the list shows to who asks, nobody's name in it, let go by a second person where it must be.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import type { List } from '#engine/lists.ts'
import { mayEver } from '#engine/permit.ts'
import { readTable } from '#engine/tables/read.ts'
import { csvCell, type OutCell } from '#engine/tables/write.ts'
import type { Verb } from '#src/permissions.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { rawCells, takenOut } from '#test/exporting.ts'
import { patient, putRows } from '#test/rows.ts'
import { age } from './aging.ts'
import { columnsOf } from './file.ts'
import { prepare } from './making.ts'
import { pagesOf, personNow } from './walking.ts'

/** As a CSV shows it: what a spreadsheet would run is defused. */
const cellText = (cell: OutCell): string => rawCells(Buffer.from(csvCell(cell)))[0] ?? ''

const refused = (status: number) => (error: { status?: number }) => error.status === status

const tableOf = async (bytes: unknown) => {
  const table = await readTable(Buffer.from(bytes as Uint8Array))
  const rows: string[][] = []
  for await (const { cells } of table.rows) rows.push(cells)
  return { header: table.header, rows, sheets: table.sheets }
}

describe('a file of a list', () => {
  let desk: Desk
  const attack = `=HYPERLINK("http://evil","点我")`
  before(async () => {
    desk = await openDesk()
    await putRows(desk)
    // Enough cases for a second person, each with a sentence that a spreadsheet would run.
    await sql`
      insert into cases select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', 'M' || lpad(n::text, 5, '0'),
          'text', ${attack}::text, 'category', 'D3', 'received_at', c.received_at + n * interval '1 second'))).*
      from cases c, generate_series(1, 520) n where c.number = 'T0'`.execute(desk.house.db)
    await sql`insert into rounds (id, case_id, number, due_at) select gen_random_uuid(), id, 1, due_at from cases where number like 'M%'`.execute(
      desk.house.db,
    )
    await sql`insert into case_search (case_id, search) select id, '' from cases where number like 'M%'`.execute(
      desk.house.db,
    )
  })
  after(() => desk.close())

  const made = async (who: Person, it: Parameters<Person['exports']['ask']>[0]) => {
    const { id } = await who.exports.ask(it)
    await desk.settle()
    return who.exports.get({ id })
  }
  const fetched = async (who: Person, id: string) => tableOf(await who.exports.file({ id }))

  test('a few rows are made at once: the columns of the table, numbered and signed', async () => {
    const { nurse } = desk.people
    const shown = await nurse.cases.list({ status: 'told' })
    const it = await made(nurse, { list: '/cases', asked: 'status=told&limit=3' })
    assert.equal(it.status, 'ready')
    assert.equal(it.made, shown.rows.length)
    assert.deepEqual(it.said, [{ name: { zh: '状态', en: 'Status' }, value: 'told' }])
    const { header, rows, sheets } = await fetched(nurse, it.id)
    assert.deepEqual(
      rows.map((row) => row[header.indexOf('编号')]),
      shown.rows.map(({ number }) => number),
    )
    assert.deepEqual(sheets, ['诉求', '说明'])
    assert.equal((await nurse.exports.get({ id: it.id })).downloads, 1)
    const event = await desk.house.db
      .selectFrom('events')
      .where('verb', '=', 'export.finish')
      .where('subject', '=', it.id)
      .select('data')
      .executeTakeFirstOrThrow()
    assert.equal((event.data as { number: string }).number, it.number)
  })

  test('nobody else fetches it, however much he may know of it', async () => {
    const { nurse, nurse2, supervision } = desk.people
    const it = await made(nurse, { list: '/cases', asked: 'status=told' })
    await assert.rejects(nurse2.exports.file({ id: it.id }), refused(404))
    await assert.rejects(supervision.exports.file({ id: it.id }), refused(403))
  })

  test('of every list, no file says who it is about; what may not be asked is refused', async () => {
    const { house, people } = desk
    const leaks = new RegExp(`${patient.name}|${patient.phone}|欧阳\\*|139\\*+4321|候诊太久|HYPERLINK`)
    const needs: Record<string, Record<string, string>> = {
      '/reports/rows': { period: '2026-03', figure: 'discharges' },
      '/reports/case-rows': { period: '2026-03', figure: 'opened' },
    }
    const me = (await personNow({ tx: house.db }, people.ids.supervision))!
    const ctx = house.ctx(house.db, me)
    const shown: string[] = []
    for (const list of ctx.house.lists.values())
      for await (const page of pagesOf(ctx, list, needs[list.name] ?? {}, 50)) {
        const cells = page.flatMap((row) => columnsOf(list, false).map(({ of }) => String(of(row) ?? '')))
        assert.deepEqual(
          cells.filter((cell) => leaks.test(cell)),
          [],
          list.name,
        )
        if (!shown.includes(list.name)) shown.push(list.name)
      }
    assert.ok(shown.length > 12, shown.join(' '))
    const csv = await takenOut(desk, people.supervision, { list: '/findings' })
    const lines = csv.toString('utf8').trimEnd().split('\r\n').slice(1)
    assert.ok(lines.length > 0 && lines.every((line) => /DC2026-\d{6}$/.test(line)), 'every line says whose it is')
    await assert.rejects(people.cardiology.exports.ask({ list: '/patients' }), refused(403))
    await assert.rejects(people.nurse.exports.ask({ list: '/session/list' }), refused(422))
    await assert.rejects(people.nurse.exports.ask({ list: '/cases', asked: 'status=nonsense' }), refused(422))
  })

  test('of every list, for each who may ask it, the file says row by row what the list says under the same filter', async () => {
    const { house, people } = desk
    const needs: Record<string, Record<string, string>> = {
      '/reports/rows': { period: '2026-03', figure: 'discharges' },
      '/reports/case-rows': { period: '2026-03', figure: 'opened' },
    }
    /** A filter that the list knows: the first of its choices that leaves something. */
    const filtersOf = (list: List): Record<string, string>[] => {
      const shape = (list.endpoint.query as { shape?: Record<string, z.ZodType> } | undefined)?.shape ?? {}
      const choices = Object.entries(shape).flatMap(([key, type]) => {
        const inner = type instanceof z.ZodOptional || type instanceof z.ZodDefault ? type.unwrap() : type
        return inner instanceof z.ZodEnum && !needs[list.name]
          ? inner.options.slice(0, 3).map((value) => ({ [key]: String(value) }))
          : []
      })
      return [{}, ...choices]
    }
    const seen = new Map<string, number>()
    for (const login of ['cardiology', 'nurse', 'supervision'] as const) {
      const person = people[login]
      const me = (await personNow({ tx: house.db }, people.ids[login]))!
      const ctx = house.ctx(house.db, me)
      for (const list of ctx.house.lists.values()) {
        // The list of files grows with each that is asked for; a list that one of them has seen twice is enough.
        if (!mayEver(me, list.endpoint.verb as Verb) || list.name === '/exports' || (seen.get(list.name) ?? 0) > 1)
          continue
        for (const filter of filtersOf(list)) {
          const asked = { ...needs[list.name], ...filter }
          const columns = columnsOf(list, false)
          const expected: string[][] = []
          // Seven rows at a time, as a screen asks it page by page.
          for await (const page of pagesOf(ctx, list, asked, 7))
            for (const row of page) expected.push(columns.map(({ of }) => cellText(of(row))))
          if (expected.length === 0 || expected.length > 400) continue
          const query = new URLSearchParams(asked).toString()
          const { id } = await person.exports.ask({ list: list.name, asked: query, format: 'csv' })
          await prepare(house, id)
          const { header, rows } = await fetched(person, id)
          assert.deepEqual(header, [...columns.map(({ head }) => head.zh), '导出编号'], list.name)
          assert.deepEqual(
            rows.map((row) => row.slice(0, -1)),
            expected,
            `${login} ${list.name} ${query}`,
          )
          seen.set(list.name, (seen.get(list.name) ?? 0) + 1)
          if (Object.keys(filter).length > 0) break
        }
      }
    }
    assert.ok(seen.size > 20, [...seen.keys()].join(' '))
  })

  test('cancelled while it waits, while it is made, or when it is ready: nothing of it is left', async () => {
    const { nurse, lead } = desk.people
    const waiting = await made(nurse, { list: '/cases', asked: 'open=true' })
    const making = await nurse.exports.ask({ list: '/cases', asked: 'status=told' })
    assert.deepEqual([waiting.status, making.status], ['asked', 'making'])
    for (const { id } of [waiting, making]) assert.equal((await nurse.exports.cancel({ id })).status, 'cancelled')
    await desk.settle()
    assert.equal((await nurse.exports.get({ id: making.id })).status, 'cancelled', 'whoever was making it stops')
    await assert.rejects(lead.exports.approve({ id: waiting.id }), refused(409))
    const ready = await made(nurse, { list: '/cases', asked: 'status=told' })
    await assert.rejects(lead.exports.cancel({ id: ready.id }), refused(403))
    await nurse.exports.cancel({ id: ready.id })
    await assert.rejects(nurse.exports.file({ id: ready.id }), refused(409))
    const ids = [waiting.id, making.id, ready.id]
    const left = await sql`select from export_pieces where export_id = any(${ids}::uuid[])
      union all select from export_rows where export_id = any(${ids}::uuid[])`.execute(desk.house.db)
    assert.equal(left.rows.length, 0)
  })

  test('501 rows wait for a second person, and are then exactly what was asked', async () => {
    const { nurse, lead, cardiology } = desk.people
    const asked = 'open=true&category=D3'
    const before = (await lead.exports.counts()).decide
    const { id } = await nurse.exports.ask({ list: '/cases', asked })
    await assert.rejects(nurse.exports.approve({ id }), refused(403))
    await desk.settle()
    const waiting = (await lead.exports.list({ view: 'decide' })).rows.find((row) => row.id === id)
    assert.deepEqual([waiting?.status, waiting?.can], ['asked', ['approve', 'refuse']])
    assert.ok(waiting!.found! > 520)
    assert.equal((await lead.exports.counts()).decide, before + 1)
    const notice = (await lead.notices.list({ limit: 200 })).rows.find(({ subject }) => subject === id)
    assert.deepEqual([notice?.kind, notice?.noun], ['export-asked', 'export'], 'and is led to it')
    await assert.rejects(cardiology.exports.get({ id }), refused(404))
    await assert.rejects(nurse.exports.file({ id }), refused(409))
    // What comes in after it was looked through is not in it; what has become supervision's alone is not either.
    await sql`update cases set restricted = true where number = 'M00007'`.execute(desk.house.db)
    await sql`update cases set category = 'D3', status = 'received', archived_by = null, archived_at = null where number = 'T16'`.execute(
      desk.house.db,
    )
    await assert.rejects(lead.exports.approve({ id }), refused(404), 'he may not know of one of them by now')
    await sql`update cases set restricted = false where number = 'M00007'`.execute(desk.house.db)
    await lead.exports.approve({ id })
    await sql`update cases set restricted = true where number = 'M00007'`.execute(desk.house.db)
    await desk.settle()
    const ready = await nurse.exports.get({ id })
    assert.equal(ready.status, 'ready', ready.trouble)
    assert.equal(ready.made, ready.found! - 1)
  })

  test('many small files are no way around the second person', async () => {
    const { supervision } = desk.people
    const preview = () => supervision.exports.preview({ list: '/register', asked: 'round=second' })
    const { limit } = await preview()
    const first = await supervision.exports.ask({ list: '/register', asked: 'round=second' })
    assert.equal(first.status, 'making')
    assert.equal((await preview()).limit, limit - first.found!)
    await sql`update exports set rows_found = ${limit} where id = ${first.id}`.execute(desk.house.db)
    const second = await supervision.exports.ask({ list: '/register', asked: 'round=second' })
    assert.equal(second.status, 'asked')
    await desk.settle()
    // What he takes back unseen is free again.
    for (const { id } of [first, second]) await supervision.exports.cancel({ id })
    assert.equal((await preview()).limit, limit)
  })

  test('what goes behind a wall after it was made takes the file with it', async () => {
    const { nurse, supervision } = desk.people
    const it = await made(nurse, { list: '/cases', asked: 'ids=&status=told' })
    assert.equal(it.status, 'ready')
    const one = await desk.house.db
      .selectFrom('cases')
      .where('number', '=', 'T5')
      .select('id')
      .executeTakeFirstOrThrow()
    await sql`update cases set restricted = true where id = ${one.id}`.execute(desk.house.db)
    await assert.rejects(nurse.exports.file({ id: it.id }), refused(409))
    const gone = await nurse.exports.get({ id: it.id })
    assert.equal(gone.status, 'withdrawn')
    const pieces = await sql`select from export_pieces where export_id = ${it.id}`.execute(desk.house.db)
    assert.equal(pieces.rows.length, 0)
    await sql`update cases set restricted = false where id = ${one.id}`.execute(desk.house.db)
    assert.ok(supervision)
  })

  test('the matters behind a report lie behind their own walls, whoever reads the report', async () => {
    const { supervision, cardiology, ids, departments } = desk.people
    const matters = { list: '/reports/case-rows', asked: 'period=2026-03&figure=archived' }
    const set = (to: string) =>
      sql`update cases set barred_staff = ${to}::uuid[] where number = 'T7'`.execute(desk.house.db)
    const it = await made(supervision, matters)
    assert.equal(it.status, 'ready', it.trouble)
    await set(`{${ids.supervision}}`)
    await assert.rejects(supervision.exports.file({ id: it.id }), refused(409))
    await set('{}')
    // What a department handles is its own to take, whichever department it is about.
    await sql`update cases set department_id = ${departments.普外科} where number = 'T7'`.execute(desk.house.db)
    const own = await made(cardiology, matters)
    assert.ok((await fetched(cardiology, own.id)).rows.some((cells) => cells.includes('T7')))
    await sql`update cases set department_id = ${departments.心内科} where number = 'T7'`.execute(desk.house.db)
  })

  test('a condition that the list does not read is not said to whoever lets it go', async () => {
    const it = await desk.people.lead.exports.preview({ list: '/cases', asked: 'status=told&until=2011-01-01' })
    assert.deepEqual(it.said, [{ name: { zh: '状态', en: 'Status' }, value: 'told' }])
  })

  test('an API token takes no file of a list that it may not ask', async () => {
    const { nurse, admin } = desk.people
    const it = await made(nurse, { list: '/cases', asked: 'status=told' })
    const by = async (scopes: string[]) => {
      const { token } = await admin.tokens.create({ name: '取文件', login: 'nurse', scopes })
      const headers = { authorization: `Bearer ${token}` }
      return (await desk.server.inject({ url: `/api/v1/exports/${it.id}/file`, headers })).statusCode
    }
    assert.deepEqual(
      [await by(['export.read', 'export.download']), await by(['export.read', 'export.download', 'case.read'])],
      [403, 200],
    )
  })

  test('a second person who may not know of a row never hears of the file', async () => {
    const { supervision, lead, director } = desk.people
    const it = await made(supervision, { list: '/cases', asked: 'open=true' })
    assert.equal(it.status, 'asked')
    assert.equal(it.alone, true, 'one supervisor, and restricted matters in it')
    for (const who of [lead, director]) await assert.rejects(who.exports.get({ id: it.id }), refused(404))
    await desk.people.supervision.exports.cancel({ id: it.id })
  })

  test('what says who it is about needs a reason, a second person, and shows no more than the screen', async () => {
    const { nurse, lead, supervision } = desk.people
    await assert.rejects(
      nurse.exports.reveal({ list: '/cases', asked: 'status=told', reason: '需要核对' }),
      refused(403),
    )
    await assert.rejects(lead.exports.reveal({ list: '/cases', asked: 'status=told', reason: '' }), refused(422))
    const { id } = await lead.exports.reveal({
      list: '/cases',
      asked: 'status=told',
      reason: '逐件电话核对',
    })
    await desk.settle()
    await supervision.exports.approve({ id })
    await desk.settle()
    const { header, rows } = await fetched(lead, id)
    const shown = await lead.cases.list({ status: 'told' })
    assert.deepEqual(
      rows.map((row) => row[header.indexOf('内容')]),
      shown.rows.map(({ text }) => text),
    )
    assert.deepEqual(
      rows.map((row) => row[header.indexOf('姓名')]),
      shown.rows.map((row) => row.patient?.name ?? ''),
    )
  })

  test('refused, lapsed and deleted: what is over leaves nothing but its row', async () => {
    const { nurse, lead } = desk.people
    const one = await made(nurse, { list: '/cases', asked: 'open=true' })
    await lead.exports.refuse({ id: one.id, words: '范围太大' })
    assert.equal((await nurse.exports.get({ id: one.id })).words, '范围太大')
    const two = await made(nurse, { list: '/cases', asked: 'open=true' })
    const three = await made(nurse, { list: '/cases', asked: 'status=told' })
    desk.clock.pass(9 * 86_400_000)
    await desk.house.asSystem(age)
    const now = async (id: string) => (await nurse.exports.get({ id })).status
    assert.deepEqual([await now(two.id), await now(three.id)], ['lapsed', 'gone'])
    const left = await sql`select from export_rows r join exports e on e.id = r.export_id
      where e.status not in ('asked', 'making', 'ready')`.execute(desk.house.db)
    assert.equal(left.rows.length, 0)
  })
})
