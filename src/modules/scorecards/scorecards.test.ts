// The promises of scorecards: fair beside the others, the report's own figures, one's own first, and what to practise.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readTable } from '#engine/tables/read.ts'
import { newId } from '#kernel/ids.ts'
import { firstForm } from '#modules/checks/scoring.ts'
import { reportOf } from '#modules/insight/report.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { fillMonth } from '#test/season.ts'
import { adjustedFor, opinionsBeside } from './beside.ts'
import { makeMonth } from './making.ts'
import { scorecardsTables } from './tables.ts'

const limits = { shownFrom: 5, rankedFrom: 30 }

describe('beside the others', () => {
  test('who calls when nobody answers is not behind, and who calls at the best hours is not ahead', () => {
    const others = [
      { hour: 9, calls: 400, reached: 120 },
      { hour: 19, calls: 400, reached: 320 },
    ]
    const morning = adjustedFor([{ hour: 9, calls: 100, reached: 31 }], others, limits)!
    assert.deepEqual([morning.expected, morning.verdict], [30, 'usual'])
    const evening = adjustedFor([{ hour: 19, calls: 100, reached: 60 }], others, limits)!
    assert.deepEqual([evening.expected, evening.verdict], [80, 'low'])
    assert.equal(adjustedFor([{ hour: 9, calls: 100, reached: 55 }], others, limits)!.verdict, 'high')
    // Two hours together: 0.3 × 50 + 0.8 × 50.
    const both = adjustedFor(
      [
        { hour: 9, calls: 50, reached: 14 },
        { hour: 19, calls: 50, reached: 42 },
      ],
      others,
      limits,
    )!
    assert.deepEqual([both.reached, both.expected, both.verdict], [56, 55, 'usual'])
    assert.ok(both.from < 55 && both.until > 55)
  })

  test('few calls, and hours at which the others did not call, are not compared', () => {
    const others = [{ hour: 9, calls: 400, reached: 120 }]
    assert.equal(adjustedFor([{ hour: 9, calls: 29, reached: 0 }], others, limits), null)
    assert.equal(adjustedFor([{ hour: 20, calls: 90, reached: 9 }], others, limits), null)
    assert.equal(adjustedFor([{ hour: 9, calls: 90, reached: 9 }], [{ hour: 9, calls: 4, reached: 4 }], limits), null)
  })

  test('too few opinions are told as well as too many, and small numbers are not', () => {
    const others = { found: 100, reached: 500 }
    const verdict = (found: number, reached: number) => opinionsBeside({ found, reached }, others, limits).verdict
    assert.deepEqual([verdict(2, 100), verdict(20, 100), verdict(40, 100)], ['low', 'usual', 'high'])
    assert.deepEqual(opinionsBeside({ found: 0, reached: 29 }, others, limits), {
      ...{ found: 0, per100: 0, others: null, verdict: null },
    })
    assert.equal(opinionsBeside({ found: 3, reached: 4 }, others, limits).per100, null)
    assert.equal(opinionsBeside({ found: 3, reached: 90 }, null, limits).others, null)
  })
})

test('what is written about somebody’s training goes into a file only where personal columns are asked for', () => {
  const [, notes] = scorecardsTables
  const free = notes!.columns.filter(({ personal }) => personal).map(({ head }) => head.zh)
  assert.deepEqual(free, ['练什么', '回复'])
})

describe('a month of a caller', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-12T10:00+08:00' })
    await fillMonth(desk, '2026-02', 77, 120)
    await desk.house.db
      .updateTable('contacts')
      .set({ note: '告知家属，这事不归我们管，欢迎下次再来' })
      .where('staff_id', '=', desk.people.ids.nurse)
      .where('started_at', '<', new Date('2026-02-20'))
      .execute()
    await checkedCall()
    await desk.house.asSystem((ctx) => makeMonth(ctx, '2026-02'))
  })
  /** A released spot check of hers, with something to practise at its eleventh second. */
  const checkedCall = async () => {
    const { db } = desk.house
    const { ids } = desk.people
    const at = new Date('2026-02-24T10:00+08:00')
    const [draw, id] = [newId(at), newId(at)]
    const task = await db.selectFrom('tasks').where('caller_id', '=', ids.nurse).select('id').executeTakeFirstOrThrow()
    const form = await db.selectFrom('quality_forms').select('id').executeTakeFirstOrThrow()
    const marks = Object.fromEntries(firstForm.items.map(({ key }) => [key, key === 'phrases' ? 'not' : 'met']))
    await db
      .insertInto('check_draws')
      .values({
        ...{ id: draw, status: 'released', month: '2026-02', how: 'hand', seed: 'x', rules: '{}', restricted: false },
        ...{ frame: Buffer.from(''), frame_size: 1, frame_sha256: '', drawn_at: at, updated_at: at },
      })
      .execute()
    await db
      .insertInto('checks')
      .values({
        ...{ id, status: 'released', draw_id: draw, task_id: task.id, staff_id: ids.nurse, called_at: at },
        ...{ restricted: false, barred_staff: [ids.nurse], form_id: form.id, method: 'read', score: 90 },
        ...{ passed: false, failed: ['phrases'], marks: JSON.stringify(marks), scored_at: at, released_at: at },
        ...{ remarks: JSON.stringify([{ second: 11, words: '欢迎再来' }]), created_at: at, updated_at: at },
      })
      .execute()
  }
  after(() => desk?.close())

  test('is the report’s own by caller, figure by figure', async () => {
    const { nurse, nurse2, ids } = desk.people
    const { by } = await desk.house.asSystem((ctx) => reportOf(ctx, { period: '2026-02' }))
    for (const [person, id] of [
      [nurse, ids.nurse],
      [nurse2, ids.nurse2],
    ] as const) {
      const slice = by.caller.find(({ key }) => key === id)!
      const card = (await person.scorecards.list({})).rows[0]!
      const { figures } = await person.scorecards.get({ id: card.id })
      assert.deepEqual(figures.reached, slice.reached)
      assert.equal(figures.discharges, slice.discharges)
      // The program itself counts what only supervision may know, too.
      assert.ok(figures.opinions.found <= slice.opinions!)
      assert.deepEqual((await person.scorecards.now({ month: '2026-02' })).figures!.reached, slice.reached)
      assert.deepEqual(figures.course.at(-1)!.reached, slice.reached)
      // The only other one: a comparison would be with her.
      assert.deepEqual([figures.adjusted, figures.opinions.others], [null, null])
      assert.ok(figures.hours.every(({ rate, others }) => rate.denominator! >= 5 && others === null))
      const seen = figures.hours.reduce((sum, { rate }) => sum + rate.denominator!, figures.hoursHidden)
      assert.equal(seen, figures.calls.denominator)
    }
  })

  test('what nobody says is counted by its kind', async () => {
    const { nurse } = desk.people
    const { figures } = await nurse.scorecards.now({ month: '2026-02' })
    const { texts, found, heard } = figures!.forbidden
    assert.ok(texts > 0)
    assert.deepEqual([heard, figures!.quality.checks, figures!.quality.score], [1, 1, 90])
    assert.deepEqual(
      found.map(({ kind, count }) => [kind, count]),
      [
        ['blame', texts],
        ['come-again', texts],
      ],
    )
    assert.equal((await desk.people.supervision.scorecards.now({})).figures, null)
    // Where it stands is told to herself; what she reports of others is not there.
    const all = (await nurse.scorecards.now({ month: '2026-02' })).said
    const one = all.find(({ name }) => name === '推给别人')!
    assert.ok(one.taskId && one.around.includes('这事不归我们管') && one.what === 'note')
    await desk.house.db
      .updateTable('contacts')
      .set({ note: '患者反映护士态度差，说不归我们管' })
      .where('id', 'in', (q) => q.selectFrom('attempts').where('task_id', '=', one.taskId!).select('contact_id'))
      .execute()
    const { said, figures: later } = await nurse.scorecards.now({ month: '2026-02' })
    assert.ok(said.every(({ taskId }) => taskId !== one.taskId))
    assert.ok(later!.forbidden.found.find(({ kind }) => kind === 'blame')!.count < texts)
  })

  test('call-backs and promises: kept, late, or open', async () => {
    const { db } = desk.house
    const { nurse, ids } = desk.people
    const { callBacks, promises } = (await nurse.scorecards.now({ month: '2026-02' })).figures!
    const at = (clock: string) => new Date(`2026-02-25T${clock}:00+08:00`)
    const { rows } = {
      rows: await db.selectFrom('tasks').where('taken_over', '=', false).selectAll().limit(60).execute(),
    }
    const alive = await db.selectFrom('patients').where('contactable', '=', true).select('id').execute()
    const contactable = new Set(alive.map(({ id }) => id))
    const tasks = rows.filter((task) => contactable.has(task.patient_id) && !task.restricted).slice(0, 2)
    for (const [i, task] of tasks.entries()) {
      const call = async (clock: string, number: number, disposition: string) => {
        const id = newId(at(clock))
        await db
          .insertInto('contacts')
          .values({
            ...{ id, patient_id: task.patient_id, staff_id: ids.nurse, channel: 'phone', direction: 'out' },
            ...{ started_at: at(clock), ended_at: at(clock), disposition },
          })
          .execute()
        await db.insertInto('attempts').values({ task_id: task.id, contact_id: id, number }).execute()
      }
      await call('09:00', 901, 'call-back')
      const data = { disposition: 'call-back', number: 901, nextAt: at('11:00') }
      await db
        .insertInto('events')
        .values({
          ...{ at: at('09:00'), verb: 'task.attempt', noun: 'task', subject: task.id, from_state: 'open' },
          ...{ to_state: 'open', data: JSON.stringify(data), request: 'x' },
        })
        .execute()
      await call(i === 0 ? '11:20' : '11:40', 902, 'reached')
    }
    const after = (await nurse.scorecards.now({ month: '2026-02' })).figures!
    assert.deepEqual(
      [after.callBacks.due, after.callBacks.kept, after.callBacks.late],
      [callBacks.due + 2, callBacks.kept + 1, callBacks.late + 1],
    )
    assert.deepEqual(after.promises, promises)
  })

  test('is shown to herself first: to the lead once she has seen it, or when her days with it are over', async () => {
    const { nurse, nurse2, lead, supervision, director, cardiology, ids } = desk.people
    const { name: nurseName } = await desk.house.db
      .selectFrom('staff')
      .where('id', '=', ids.nurse)
      .select('name')
      .executeTakeFirstOrThrow()
    const lineOf = async (person: Person, key: string) => {
      const { by } = await person.reports.month({ month: '2026-02' })
      const { hidden, unseen, discharges, reached } = by.caller.find((one) => one.key === key)!
      return [hidden, unseen, discharges, reached.numerator]
    }
    const sheetRows = async (person: Person, month: string): Promise<string[][]> => {
      const bytes = (await person.reports.export({ month })) as unknown as Uint8Array
      const rows: string[][] = []
      for await (const { cells } of (await readTable(bytes, { sheet: '分组' })).rows) rows.push(cells)
      return rows
    }
    const own = (await nurse.scorecards.list({})).rows
    assert.deepEqual(
      own.map(({ month, mine, can }) => [month, mine, can]),
      [['2026-02', true, ['see']]],
    )
    const id = own[0]!.id
    for (const other of [lead, supervision, nurse2]) {
      await assert.rejects(other.scorecards.get({ id }), { status: 404 })
      assert.ok(!(await other.scorecards.list({})).rows.some((row) => row.id === id))
    }
    for (const other of [director, cardiology]) await assert.rejects(other.scorecards.list({}), { status: 403 })
    await assert.rejects(lead.scorecards.talk({ id, words: '谈了打电话的时段' }), { status: 404 })
    // Nor by another door: the report, its year, its rows and its workbook.
    for (const other of [lead, supervision]) {
      assert.deepEqual(await lineOf(other, ids.nurse), [true, true, null, null])
      assert.deepEqual(await lineOf(other, ids.nurse2), [true, true, null, null])
      const { by } = await other.reports.year({ year: '2026' })
      assert.equal(by.caller.find(({ key }) => key === ids.nurse)!.unseen, true)
      for (const period of ['2026-02', '2026'])
        await assert.rejects(other.reports.rows({ period, figure: 'reached', slice: `caller=${ids.nurse}` }), {
          status: 409,
        })
      const groups = await sheetRows(other, '2026-02')
      assert.deepEqual(
        groups.filter(([cut, name]) => cut === '回访员' && name === nurseName).map((row) => row.filter(Boolean)),
        [['回访员', nurseName, '本人看过后显示']],
      )
    }
    assert.deepEqual((await director.reports.month({ month: '2026-02' })).by.caller, [])
    await assert.rejects(
      director.reports.rows({ period: '2026-02', figure: 'reached', slice: `caller=${ids.nurse}` }),
      { status: 404 },
    )
    await nurse.scorecards.see({ id })
    // The other one's would be what is left of all: hers waits with it.
    assert.deepEqual(await lineOf(lead, ids.nurse), [true, undefined, null, null])
    await nurse.scorecards.comment({ id, words: '这个月都在打晚班。' })
    const told = await lead.scorecards.get({ id })
    assert.deepEqual([told.status, told.comment, told.can], ['commented', '这个月都在打晚班。', ['talk']])
    assert.deepEqual([told.said.length, (await nurse.scorecards.get({ id })).said.length > 0], [0, true])
    await lead.scorecards.talk({ id, words: '早班的名单多留一些。' })
    assert.equal((await nurse.scorecards.get({ id })).talkWords, '早班的名单多留一些。')
    // The other one never looks.
    const hers = (await nurse2.scorecards.list({})).rows[0]!
    await assert.rejects(lead.scorecards.get({ id: hers.id }), { status: 404 })
    await desk.pass('9 days')
    const late = await lead.scorecards.get({ id: hers.id })
    assert.deepEqual([late.shown, late.seenAt, late.can], [true, null, []])
    assert.equal((await lead.scorecards.list({})).rows.length, 2)
    for (const [person, key] of [
      [nurse, ids.nurse],
      [nurse2, ids.nurse2],
    ] as const) {
      const { figures } = await person.scorecards.get({ id: (await person.scorecards.list({})).rows[0]!.id })
      const { discharges, reached, opinions } = figures
      assert.deepEqual(await lineOf(lead, key), [false, undefined, discharges, reached.numerator])
      const { by } = await lead.reports.month({ month: '2026-02' })
      assert.equal(by.caller.find((one) => one.key === key)!.opinions, opinions.found)
    }
    assert.deepEqual((await director.reports.month({ month: '2026-02' })).by.caller, [])
    const year = await lead.reports.year({ year: '2026' })
    assert.equal(year.by.caller.find(({ key }) => key === ids.nurse)!.unseen, true, 'its other months are not over')
  })

  test('stays as it was made, and is made once', async () => {
    const before = await desk.house.db.selectFrom('scorecards').select('id').execute()
    assert.equal(await desk.house.asSystem((ctx) => makeMonth(ctx, '2026-02')), 0)
    assert.equal((await desk.house.db.selectFrom('scorecards').select('id').execute()).length, before.length)
    await assert.rejects(
      desk.house.db.updateTable('scorecards').set({ figures: '{}' }).execute(),
      /stays as it was made/,
    )
  })

  test('a training note goes to its caller, is answered, and is nobody else’s', async () => {
    const { nurse, nurse2, lead, supervision, ids } = desk.people
    const people = (await lead.trainingNotes.people({})).rows.map(({ id }) => id)
    assert.ok(people.includes(ids.nurse) && !people.includes(ids.lead))
    await assert.rejects(lead.trainingNotes.create({ staffId: ids.lead, words: '自己练习', until: '2026-04-01' }), {
      status: 403,
    })
    await assert.rejects(lead.trainingNotes.create({ staffId: ids.nurse, words: '问完再记', until: '2026-03-01' }), {
      status: 422,
    })
    const { id } = await lead.trainingNotes.create({ staffId: ids.nurse, words: '问完再记', until: '2026-03-25' })
    assert.deepEqual((await nurse2.trainingNotes.list({})).rows, [])
    const [mine] = (await nurse.trainingNotes.list({})).rows
    assert.deepEqual([mine!.words, mine!.can, mine!.late], ['问完再记', ['finish'], false])
    await assert.rejects(lead.trainingNotes.finish({ id, answer: '替她说' }), { status: 403 })
    await desk.pass('7 days')
    assert.equal((await supervision.trainingNotes.list({})).rows[0]!.late, true)
    const done = await nurse.trainingNotes.finish({ id, answer: '练了一周' })
    assert.deepEqual([done.status, done.answer], ['done', '练了一周'])
    // The lead finds what the card says, supervision the call in which it was heard; the note leads its caller there.
    const low = { item: '没有忌语', met: 0, marked: 1 }
    const toLead = (await lead.trainingNotes.suggested({ staffId: ids.nurse })).rows
    assert.deepEqual(toLead, [{ ...low, checkId: null, second: null }])
    const [heard] = (await supervision.trainingNotes.suggested({ staffId: ids.nurse })).rows
    assert.deepEqual(heard, { ...low, checkId: heard!.checkId, second: 11 })
    const { checkId, second } = heard!
    const told = { staffId: ids.nurse, words: '结束语：祝您早日康复', until: '2026-04-15', checkId, second }
    await assert.rejects(supervision.trainingNotes.create({ ...told, staffId: ids.nurse2 }), { status: 422 })
    await assert.rejects(lead.trainingNotes.create(told), { status: 422 })
    const moment = await supervision.trainingNotes.create(told)
    const [hers] = (await nurse.trainingNotes.list({})).rows
    assert.deepEqual([hers!.id, hers!.checkId, hers!.second], [moment.id, checkId, 11])
    const [leads] = (await lead.trainingNotes.list({})).rows
    assert.deepEqual([leads!.id, leads!.checkId, leads!.checkWords], [moment.id, null, null])
    await supervision.trainingNotes.withdraw({ id: moment.id })
    const notices = await desk.house.db
      .selectFrom('notices')
      .where('kind', 'like', 'training-%')
      .select(['kind', 'staff_id'])
      .execute()
    assert.deepEqual(
      notices.map(({ kind, staff_id }) => `${kind} ${staff_id === ids.nurse ? 'nurse' : 'lead'}`).sort(),
      [
        'training-done lead',
        'training-given nurse',
        'training-given nurse',
        'training-late lead',
        'training-late nurse',
      ],
    )
    const broken = (await examine(desk.house.db)).filter(
      ({ name, count }) => count > 0 && /^(scorecard|trainingNote)\./.test(name),
    )
    assert.deepEqual(broken, [])
  })
})
