// What is being checked is found by nobody, and who calls again blind finds nothing of the first call: at no address there is.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { satisfactionAnswers } from '#test/calls.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { recordedCall } from '#test/finished-calls.ts'
import { dischargedPatient } from '#test/patients.ts'
import { type Heard, walker } from '#test/walking.ts'
import { firstForm } from './scoring.ts'

const words = '护工要了翡翠镯'

describe('what nobody finds', () => {
  let desk: Desk
  let first: { taskId: string; patientId: string; encounterId: string; recordNumber: string; phone: string | null }
  let ids: Heard[]
  let matter: { id: string; number: string }
  const marks = Object.fromEntries(firstForm.items.map(({ key }) => [key, 'met' as const]))
  /** All that somebody may type to look for it. */
  const known = () => ({
    ...{ q: first.recordNumber, patientId: first.patientId, encounterId: first.encounterId, view: 'all', limit: 100 },
    ...{
      month: '2026-03',
      period: '2026-03',
      year: '2026',
      day: '2026-03-09',
      departmentId: desk.people.departments.心内科,
    },
  })

  before(async () => {
    desk = await openDesk()
    const { nurse, supervision, ids: people } = desk.people
    const stay = await dischargedPatient(desk, { daysAgo: 8 })
    const { rows } = await nurse.followups.list({ view: 'all', q: stay.recordNumber })
    const task = rows.find(({ wave }) => wave === 'satisfaction')!
    await supervision.followups.handOver({ id: task.id, to: people.nurse })
    first = { ...stay, taskId: task.id }
    await nurse.followups.complete({
      ...{ id: task.id, answers: satisfactionAnswers('dissatisfied'), respondent: 'patient', note: words },
      opinion: { text: words, category: 'D3' },
    })
    matter = (await supervision.cases.list({ patientId: stay.patientId })).rows[0]!
    const { db } = desk.house
    const now = desk.clock.now()
    const [callId, { id: contactId }] = [
      newId(now),
      await db.selectFrom('contacts').where('patient_id', '=', stay.patientId).select('id').executeTakeFirstOrThrow(),
    ]
    await db
      .insertInto('calls')
      .values({
        ...{ id: callId, status: 'ended', direction: 'out', staff_id: people.nurse, number: stay.phone! },
        ...{ number_key: stay.phone!, number_owner: 'patient', about_noun: 'task', about_id: task.id },
        ...{ patient_id: stay.patientId, contact_id: contactId, placed_at: now, dialled_at: now, answered_at: now },
        ...{
          ended_at: now,
          ended_by: 'person',
          outcome: 'answered',
          witnessed_at: now,
          wrapped_at: now,
          updated_at: now,
        },
      })
      .execute()
    // And what was promised because of it.
    await db
      .insertInto('promises')
      .values({
        ...{ id: newId(now), case_id: matter.id, status: 'open', to_whom: '家属', what: words, by_at: now },
        ...{ made_by_id: people.supervision, made_at: now, updated_at: now },
      })
      .execute()
    const recording = await recordedCall(desk, callId, people.nurse, now)
    ids = [
      { table: 'patients', id: stay.patientId },
      { table: 'tasks', id: task.id },
      { table: 'calls', id: callId },
      { table: 'recordings', id: recording },
      { table: 'cases', id: matter.id },
    ]
    await desk.settle()
  })
  after(() => desk.close())

  test('a call that is drawn, heard, scored, doubted and made again changes no answer to anybody but supervision', async () => {
    const { supervision, ids: people } = desk.people
    const { db } = desk.house
    const watched = ['nurse', 'lead', 'cardiology'] as const
    const walkers = new Map<string, Awaited<ReturnType<typeof walker>>>()
    for (const who of watched) walkers.set(who, await walker(desk, people[who]))
    const look = async () => {
      const all: Record<string, Record<string, string>> = {}
      for (const [who, one] of walkers) all[who] = Object.fromEntries(await one.walk(ids, known()))
      return all
    }
    const before = await look()

    const draw = await supervision.draws.make({ month: '2026-03', seed: '摇号' })
    const [check] = (await supervision.checks.list({ draw: draw.id })).rows
    const { form } = await supervision.checks.get({ id: check!.id })
    const recording = ids.find(({ table }) => table === 'recordings')!
    await supervision.recordings.listen({ id: recording.id, reason: '质量抽查' })
    await supervision.checks.score({ id: check!.id, method: 'heard', formId: form.id, marks })
    const suspicion = newId(desk.clock.now())
    await db
      .insertInto('suspicions')
      .values({
        ...{
          id: suspicion,
          status: 'flagged',
          task_id: first.taskId,
          staff_id: people.nurse,
          called_at: desk.clock.now(),
        },
        ...{ score: 4, reasons: '[]', found_at: desk.clock.now(), updated_at: desk.clock.now() },
        barred_staff: [people.nurse],
      })
      .execute()
    await supervision.checks.recall({ id: check!.id, to: people.nurse2 })
    assert.deepEqual(await look(), before)

    // And nothing that has an id of its own is told from what does not exist, at whichever address it is tried.
    const nothing = '019c0000-0000-7000-8000-00000000dead'
    const audit = await db.selectFrom('tasks').where('kind', '=', 'audit').select('id').executeTakeFirstOrThrow()
    const none = await walkers.get('nurse')!.walk([{ id: nothing }], {})
    const told = await walkers.get('nurse')!.walk(
      [draw.id, check!.id, suspicion, audit.id].map((id) => ({ id })),
      {},
    )
    for (const [at, reply] of told)
      assert.equal(reply.replace(at.slice(-36), nothing), none.get(at.replace(/\S{36}$/, nothing)), at)
  })

  test('who calls again finds neither what was said the first time nor what came of it, until it is released', async () => {
    const { supervision, nurse2: again, ids: people } = desk.people
    const one = await walker(desk, people.nurse2)
    const betrayed = async () =>
      [...(await one.walk(ids, known()))].flatMap(([at, told]) =>
        [words, '翡翠镯', matter.id, matter.number].some((sign) => told.includes(sign) && !at.includes(sign))
          ? [at]
          : [],
      )
    assert.deepEqual(await betrayed(), [])
    await assert.rejects(again.cases.get({ id: matter.id }), { status: 404 })

    const [audit] = (await again.followups.list({ view: 'mine', kind: 'audit' })).rows
    const sheet = await again.followups.get({ id: audit!.id })
    const given = satisfactionAnswers('satisfied') as Record<string, { value: string }>
    const asked = (sheet.questionnaire as { questions: { key: string }[] }).questions
    const answers = Object.fromEntries(
      asked.map(({ key }) => [key, key === 'called-before' ? { value: 'yes' } : given[key]!]),
    )
    await again.followups.complete({ id: audit!.id, answers: answers as never, respondent: 'patient' })
    // His own record is in; the first one waits for the results.
    assert.deepEqual(await betrayed(), [])
    const [draw] = (await supervision.draws.list({})).rows
    await supervision.draws.release({ id: draw!.id })
    assert.equal((await again.cases.get({ id: matter.id })).number, matter.number)
    assert.equal((await again.followups.get({ id: first.taskId })).opinion, words)
    const walls = await desk.house.db
      .selectFrom('cases')
      .where('id', '=', matter.id)
      .select(['blind_staff', 'barred_staff'])
      .executeTakeFirstOrThrow()
    assert.deepEqual(walls, { blind_staff: [], barred_staff: [] })
  })
})
