// Nothing is read to a patient before a doctor approved it, and what a department wants known is there before the call.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemMe } from '#engine/house.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { careNotesFor, guidanceFor } from './queries.ts'

describe('guidance', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
    // The shipped drafts and notes are another story.
    await desk.house.db.deleteFrom('guidance').execute()
    await desk.house.db.deleteFrom('care_notes').execute()
  })
  after(() => desk.close())

  const entry = {
    group: '外科',
    title: '切口怎么护理',
    text: '保持干燥清洁,每天看一看有没有红肿渗液。',
    turnTo: '红肿渗液请当天回出院病区',
  }

  test('written as a draft, approved by a doctor, replaced by its next version, withdrawn', async () => {
    const { lead, surgery, nurse, director } = desk.people
    const draft = await lead.guidance.create(entry)
    assert.deepEqual([draft.status, draft.version, draft.can], ['draft', 1, ['withdraw']])
    assert.deepEqual((await nurse.guidance.list({ all: 'true' })).rows, [], 'a draft does not exist for the caller')
    assert.equal((await lead.guidance.list({ all: 'true' })).rows.length, 1)
    await assert.rejects(nurse.guidance.create(entry), { status: 403 })
    await assert.rejects(lead.guidance.approve({ id: draft.id }), { status: 403 })
    await assert.rejects(director.guidance.approve({ id: draft.id }), { status: 403 })
    const approved = await surgery.guidance.approve({ id: draft.id })
    assert.deepEqual([approved.status, approved.approvedBy], ['approved', '普外主任'])
    assert.deepEqual(
      (await nurse.guidance.list({ q: '红肿' })).rows.map(({ id }) => id),
      [draft.id],
    )
    assert.deepEqual((await nurse.guidance.list({ group: '儿科' })).rows, [])

    const next = await surgery.guidance.create({ ...entry, text: '保持干燥清洁,红肿渗液当天回院看看。' })
    assert.equal(next.version, 2)
    await surgery.guidance.approve({ id: next.id })
    assert.deepEqual(
      (await nurse.guidance.list()).rows.map(({ id }) => id),
      [next.id],
    )
    assert.equal((await lead.guidance.withdraw({ id: next.id })).status, 'withdrawn')
    assert.deepEqual((await nurse.guidance.list()).rows, [])
    await assert.rejects(surgery.guidance.approve({ id: next.id }), { status: 409 })
  })

  test('what sounds like a dose or a change of medicine is not guidance', async () => {
    await assert.rejects(desk.people.surgery.guidance.create({ ...entry, text: '疼得厉害可以停药,改吃两片止痛片。' }), {
      status: 422,
    })
  })

  test('the desk sees what is approved for the group and for everyone', async () => {
    const { obstetrics } = desk.people
    const own = await obstetrics.guidance.create({ ...entry, group: '妇产科', title: '产后休息' })
    const all = await obstetrics.guidance.create({ ...entry, group: null, title: '复诊前准备' })
    for (const { id } of [own, all]) await obstetrics.guidance.approve({ id })
    const titles = await desk.house.run(systemMe, async (ctx) => (await guidanceFor(ctx, '妇产科')).map((g) => g.title))
    assert.deepEqual(titles, ['产后休息', '复诊前准备'])
  })

  test('a note on a diagnosis comes before the group’s, and is set again in its place', async () => {
    const { cardiology, nurse } = desk.people
    await cardiology.careNotes.set({ group: '内科', medicines: '按出院医嘱', cautions: '问胸闷气短' })
    await cardiology.careNotes.set({ group: '内科', diagnosis: '心力衰竭', medicines: '', cautions: '问体重' })
    const again = await cardiology.careNotes.set({
      group: '内科',
      diagnosis: '心力衰竭',
      medicines: '',
      cautions: '问每日体重和下肢水肿',
    })
    assert.equal(again.by, '心内主任')
    assert.equal((await nurse.careNotes.list({ group: '内科' })).rows.length, 2)
    await assert.rejects(nurse.careNotes.set({ group: '内科', medicines: '', cautions: '' }), { status: 403 })
    const notes = await desk.house.run(systemMe, (ctx) => careNotesFor(ctx, '内科', '慢性心力衰竭急性加重'))
    assert.deepEqual(
      notes.map(({ cautions }) => cautions),
      ['问每日体重和下肢水肿', '问胸闷气短'],
    )
    assert.equal((await desk.house.run(systemMe, (ctx) => careNotesFor(ctx, '外科', '心力衰竭'))).length, 0)
  })
})
