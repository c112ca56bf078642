// The roster round the clock: shifts, who is on them, swapping, copying, who is asked first, and the hours nobody covers.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { at } from '#kernel/time.ts'
import { allotToday } from '#modules/followups/allotment.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { Refused } from '#web/client.ts'

const refusedWith = (status: number, field?: string) => (error: unknown) =>
  error instanceof Refused && error.status === status && (!field || error.fields.some((one) => one.field === field))

describe('排班', () => {
  let desk: Desk
  const [day, small, night] = ['101', '102', '103'].map((end) => `00000000-0000-7000-8000-000000000${end}`) as [
    string,
    string,
    string,
  ]
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
  })
  after(() => desk.close())

  test('一家新医院有白班、小夜、大夜，组长排班，空当看得见', async () => {
    const { lead, nurse, ids } = desk.people
    const { rows } = await nurse.shifts.list()
    assert.deepEqual(
      rows.map(({ name, begins, ends }) => `${name} ${begins}–${ends}`),
      ['白班 08:00–17:00', '小夜 17:00–24:00', '大夜 00:00–08:00'],
    )
    const week = { from: '2026-03-09', to: '2026-03-15' }
    assert.deepEqual((await nurse.duties.list(week)).gaps, [], 'without a roster everybody is there')
    await lead.duties.set({ day: '2026-03-09', shiftId: day, staffIds: [ids.nurse] })
    await lead.duties.set({ day: '2026-03-09', shiftId: small, staffIds: [ids.nurse2] })
    await lead.duties.set({ day: '2026-03-10', shiftId: night, staffIds: [ids.nurse2] })
    const { gaps } = await nurse.duties.list({ from: '2026-03-09', to: '2026-03-10' })
    assert.deepEqual(
      gaps.map((gap) => [new Date(gap.from), new Date(gap.until)]),
      [
        [at('2026-03-09', '00:00'), at('2026-03-09', '08:00')],
        [at('2026-03-10', '08:00'), at('2026-03-11', '00:00')],
      ],
    )
    await assert.rejects(nurse.duties.set({ day: '2026-03-09', shiftId: day, staffIds: [] }), refusedWith(403))
    await assert.rejects(
      lead.duties.set({ day: '2026-03-09', shiftId: ids.nurse, staffIds: [] }),
      refusedWith(422, 'shiftId'),
    )
  })

  test('此刻谁在班、谁是首问人：到点交给下一班，零点也不例外', async () => {
    const { nurse, nurse2, supervision, ids } = desk.people
    const asker = async () => (await supervision.duties.now()).firstAsker?.id
    assert.equal(await asker(), ids.nurse)
    assert.equal((await nurse.duties.now()).next[0]?.shift, '小夜')
    desk.clock.set('2026-03-09T16:59:59.999+08:00')
    assert.equal(await asker(), ids.nurse)
    desk.clock.set('2026-03-09T17:00+08:00')
    assert.equal(await asker(), ids.nurse2)
    desk.clock.set('2026-03-10T00:00+08:00')
    assert.equal((await nurse2.duties.now()).on[0]?.shift, '大夜')
    desk.clock.set('2026-03-10T09:00+08:00')
    assert.equal(await asker(), undefined, 'nobody is there: nothing is invented')
  })

  test('两人换班；换成同一人两次则不行', async () => {
    const { lead, ids } = desk.people
    const one = { day: '2026-03-09', shiftId: day, staffId: ids.nurse }
    const other = { day: '2026-03-10', shiftId: night, staffId: ids.nurse2 }
    await lead.duties.swap({ one, other })
    const { rows } = await lead.duties.list({ from: '2026-03-09', to: '2026-03-10' })
    assert.deepEqual(
      rows.map((row) => [row.day, row.shiftId, row.staffId]).sort(),
      [
        ['2026-03-09', day, ids.nurse2],
        ['2026-03-09', small, ids.nurse2],
        ['2026-03-10', night, ids.nurse],
      ].sort(),
    )
    await assert.rejects(lead.duties.swap({ one, other }), refusedWith(409))
    await lead.duties.set({ day: '2026-03-09', shiftId: day, staffIds: [ids.nurse, ids.nurse2] })
    await assert.rejects(
      lead.duties.swap({
        one: { day: '2026-03-09', shiftId: day, staffId: ids.nurse },
        other: { day: '2026-03-09', shiftId: small, staffId: ids.nurse2 },
      }),
      refusedWith(409),
    )
  })

  test('下一周照上周排；不再用的班次留在过去', async () => {
    const { lead, admin, ids } = desk.people
    await lead.duties.copy({ week: '2026-03-18', like: '2026-03-09' })
    const next = await lead.duties.list({ from: '2026-03-16', to: '2026-03-22' })
    assert.deepEqual(
      next.rows.map((row) => `${row.day} ${row.shiftId === night ? '大夜' : ''}`.trim()),
      ['2026-03-16', '2026-03-16', '2026-03-16', '2026-03-17 大夜'],
    )
    const { rows } = await lead.shifts.list()
    const kept = rows.filter(({ id }) => id !== small).map(({ active: _, ...row }) => row)
    const longer = kept.map((row) => (row.id === night ? { ...row, begins: '20:00', ends: '08:00' } : row))
    await admin.shifts.set({ shifts: longer })
    await assert.rejects(
      lead.duties.set({ day: '2026-03-20', shiftId: small, staffIds: [ids.nurse] }),
      refusedWith(422, 'shiftId'),
    )
    assert.equal((await lead.duties.list({ from: '2026-03-09', to: '2026-03-09' })).rows.length, 3)
    await assert.rejects(
      admin.shifts.set({ shifts: [{ name: '夜', begins: '24:00', ends: '08:00', takesCalls: false }] }),
      refusedWith(422, 'shifts.0.begins'),
    )
    await lead.duties.copy({ week: '2026-03-23', like: '2026-03-09' })
    desk.clock.set('2026-03-25T07:59+08:00')
    const [on] = (await lead.duties.now()).on
    assert.deepEqual([on?.shift, on?.staff[0]?.name], ['大夜', '林小满'], 'the shift of the evening before')
  })

  test('随访任务只分给接任务的班次', async () => {
    const { lead, ids } = desk.people
    desk.clock.set('2026-04-01T09:00+08:00')
    await lead.duties.set({ day: '2026-04-01', shiftId: night, staffIds: [ids.nurse] })
    await lead.duties.set({ day: '2026-04-01', shiftId: null, staffIds: [ids.nurse2] })
    const { dischargedPatient } = await import('#test/patients.ts')
    const { recordNumber } = await dischargedPatient(desk, { daysAgo: 8 })
    await desk.house.asSystem(allotToday)
    const { rows } = await lead.followups.list({ view: 'all', q: recordNumber })
    const given = new Set(rows.flatMap(({ assignee }) => assignee ?? []))
    assert.deepEqual([...given], ['周一诺'])
  })
})
