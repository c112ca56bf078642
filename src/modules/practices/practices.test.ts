// Good practice from a praise to a department that does the same: nobody's name but what the praise shows, recognised by somebody else, found again.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { putMatter } from '#test/past.ts'

const refused = (why: RegExp) => (error: { message?: string; fields?: readonly { reason: string }[] }) =>
  why.test([error.message, ...(error.fields ?? []).map(({ reason }) => reason)].join(' '))

describe('优务经验', { timeout: 60_000 }, () => {
  let desk: Desk
  let praise: string
  let hidden: string
  const told = {
    title: '床旁讲一遍用药',
    what: '出院前一天带着药盒到床旁，请家属自己说一遍',
    why: '自己说一遍记得牢',
    how: '照着药品清单，一样一样说',
    category: 'D3',
  }
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
    const at = new Date('2026-03-02T10:00+08:00')
    praise = await putMatter(desk, at, 'D3', '产科', { kind: 'praise', text: '护士刘敏讲得很清楚' })
    hidden = await putMatter(desk, at, 'D3', '产科', { kind: 'praise', text: '护士刘敏', restricted: true })
    await desk.house.db
      .insertInto('reporters')
      .values({ case_id: praise, name: '孙国强', phone: '13811112222', relation: 'family', reach: 'phone' })
      .execute()
  })
  after(() => desk?.close())

  let id: string
  test('names staff only as the praise does, and never a patient', async () => {
    const { nurse, supervision } = desk.people
    const say = (more: object) => nurse.practices.create({ ...told, caseIds: [praise], ...more })
    await assert.rejects(say({ staffNames: ['王芳'] }), refused(/没有提到王芳/))
    await assert.rejects(say({ how: '有问题打 13811112222 问家属' }), refused(/患者或家属/))
    await assert.rejects(say({ caseIds: [hidden] }), refused(/看不到/))
    await assert.rejects(supervision.practices.create({ ...told, caseIds: [hidden] }), refused(/限监察室/))
    id = (await say({ staffNames: ['刘敏'], departmentId: desk.people.departments.产科 })).id
  })

  test('a guessed name tells its writer nothing; with a patient’s name nobody recognises it', async () => {
    const { nurse, supervision, director } = desk.people
    const named = { ...told, what: '家属孙国强说护士讲得清楚，值得学习', caseIds: [praise], staffNames: ['刘敏'] }
    const right = await nurse.practices.create(named)
    const wrong = await nurse.practices.create({ ...named, what: '家属孙国富说护士讲得清楚，值得学习' })
    assert.deepEqual(Object.keys(right).sort(), Object.keys(wrong).sort())
    await assert.rejects(director.practices.recognise({ id: right.id }), refused(/姓名/))
    await supervision.practices.change({ id: right.id, ...told, caseIds: [praise], staffNames: ['刘敏'] })
    assert.equal((await director.practices.recognise({ id: right.id })).status, 'recognised')
    await supervision.practices.retire({ id: right.id, words: '样例而已' })
    await supervision.practices.decline({ id: wrong.id, words: '样例而已' })
  })

  test('a finding that was mended goes with it, to whoever may read it', async () => {
    const { nurse, surgery, supervision, ids, departments, campus } = desk.people
    const at = new Date('2026-03-05T10:00+08:00')
    const tablet = newId(at)
    const finding = newId(at)
    await sql`insert into tablets (id, status, name, staff_id, enrolled_at, seen_at, updated_at)
      values (${tablet}, 'enrolled', '样例', ${ids.nurse}, ${at}, ${at}, ${at})`.execute(desk.house.db)
    await sql`insert into entries (id, status, kind, content_hash, tablet_id, staff_id, made_at, received_at, outcome, updated_at)
        values (${finding}, 'kept', 'answer', '', ${tablet}, ${ids.nurse}, ${at}, ${at}, 'found', ${at})`.execute(
      desk.house.db,
    )
    await sql`insert into findings (id, status, campus_id, department_id, place, item_text, words, found_by_id, found_at, due_at, mended_at, how, updated_at)
      values (${finding}, 'mended', ${campus}, ${departments.产科}, '候诊区', '座椅', '不够坐', ${ids.nurse}, ${at}, ${at}, ${at}, '加了十把', ${at})`.execute(
      desk.house.db,
    )
    const made = await nurse.practices.create({ ...told, title: '座椅不够当天就添', findingId: finding })
    assert.deepEqual([made.finding?.day, made.finding?.how], ['2026-03-05', '加了十把'])
    await supervision.practices.recognise({ id: made.id })
    assert.equal((await surgery.practices.get({ id: made.id })).finding, null, 'it was found elsewhere')
    await supervision.practices.retire({ id: made.id, words: '样例而已' })
  })

  test('is known to its writer and to those who judge until somebody else recognises it', async () => {
    const { nurse, nurse2, supervision, cardiology, director } = desk.people
    assert.equal((await nurse.practices.get({ id })).status, 'nominated')
    await assert.rejects(nurse2.practices.get({ id }), refused(/没有找到/))
    await supervision.practices.change({ id, ...told, caseIds: [praise], staffNames: ['刘敏'] })
    await assert.rejects(supervision.practices.recognise({ id }), refused(/不能/))
    const known = await director.practices.recognise({ id, words: '值得学' })
    assert.deepEqual([known.status, known.behind.length], ['recognised', 1])
    assert.deepEqual((await cardiology.practices.get({ id })).behind, [], 'the praise is not cardiology’s to read')
    assert.ok((await nurse.notices.list({})).rows.some(({ kind }) => kind === 'practice-recognised'))
  })

  test('is told around, learned and adopted once; found by words, by category and beside a matter', async () => {
    const { lead, cardiology, surgery, supervision, nurse2, departments } = desk.people
    await lead.practices.tell({ id, departmentIds: [departments.心内科] })
    await assert.rejects(lead.practices.tell({ id, departmentIds: [departments.心内科] }), refused(/已经收到/))
    await assert.rejects(surgery.practices.learn({ id }), refused(/不能/))
    assert.equal((await cardiology.practices.list({ toLearn: 'true' })).rows.length, 1)
    await cardiology.practices.learn({ id })
    const adopted = await cardiology.practices.adopt({ id, did: '抗凝药做成一张卡' })
    assert.deepEqual([adopted.learned, adopted.adopted, adopted.mine, adopted.can], [1, 1, 'adopted', []])
    await assert.rejects(cardiology.practices.adopt({ id, did: '再登记一次看看' }), refused(/登记过/))
    assert.equal((await nurse2.practices.list({ q: '药盒' })).rows.length, 1)
    assert.equal((await nurse2.practices.list({ category: 'D' })).rows.length, 1)
    const matter = await putMatter(desk, desk.clock.now(), 'D1', '心内科', {
      handling_department_id: departments.心内科,
    })
    assert.deepEqual(
      (await cardiology.practices.like({ caseId: matter })).rows.map((one) => one.id),
      [id],
    )
    await assert.rejects(surgery.practices.like({ caseId: matter }), refused(/没有找到/))
    const { departments: spread, adopted: all, waiting } = await supervision.practices.spread({})
    assert.deepEqual([all, spread.find((one) => one.id === departments.心内科)?.adopted, waiting], [1, 1, []])
    await lead.practices.tell({ id, departmentIds: [departments.普外科] })
    const notice = (await surgery.notices.list({})).rows.find(({ subject }) => subject === id)
    assert.equal(notice?.noun, 'practice', 'the notice leads to it')
    const late = (await supervision.practices.spread({})).waiting
    assert.deepEqual(
      late.map(({ id: which, department }) => [which, department]),
      [[id, '普外科']],
    )
    await supervision.practices.retire({ id, words: '已写进制度' })
    assert.deepEqual((await cardiology.practices.like({ caseId: matter })).rows, [])
  })
})
