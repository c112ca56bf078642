// A hospital whose programme begins with a call by the program: questions, a script with its sound, and people to be called.
import { openVoice, type Working } from '#engine/outside/voice/working.ts'
import { newId } from '#kernel/ids.ts'
import { machineLines } from '#modules/calls/machines.ts'
import { modules } from '#src/modules.ts'
import type { Desk } from './desk.ts'
import { dischargedPatient, tasksOf } from './patients.ts'

const w = (zh: string) => ({ zh, en: zh })
const says = {
  greeting: w('您好'),
  identity: w('是您吗'),
  recording: w('录音'),
  closing: w('再见'),
  boundary: w('不诊断'),
}

/** One scale, answered by one key: what the lab's own telephone that presses keys can finish. */
export const shortQuestions = {
  key: 'voice-short',
  version: 1,
  title: w('语音短问卷'),
  wave: 'safety',
  departments: 'all',
  script: says,
  questions: [{ key: 'pain', kind: 'scale', name: w('疼痛'), ask: w('疼几分？'), min: 0, max: 9, allow: [] }],
}

/** A danger among the first answers, and the overall grade. */
export const longQuestions = {
  ...shortQuestions,
  key: 'voice-long',
  title: w('语音问卷'),
  wave: 'satisfaction',
  questions: [
    {
      key: 'wound',
      kind: 'choice',
      name: w('伤口'),
      ask: w('伤口怎么样？'),
      options: [
        { value: 'good', label: w('很好') },
        { value: 'bleeding', label: w('出血'), redFlag: 'now' },
      ],
      allow: [],
    },
    { key: 'overall', kind: 'grade', name: w('总体'), ask: w('总体满意吗？'), allow: [] },
  ],
}

/** Short sentences: a test listens to them in real time. */
const sentences = {
  greeting: '您好，医院自动回访。',
  identity: '本人请按一，家属请按二。',
  again: '请再听一遍。',
  person: '正在转接，请稍候。',
  busy: '稍后给您回电。',
  thanks: '谢谢，再见。',
  stranger: '打扰了，再见。',
}

const steps = {
  'voice-short': [
    {
      question: 'pain',
      says: '疼几分，请按键。',
      keys: Object.fromEntries([...'0123456789'].map((n) => [n, Number(n)])),
    },
  ],
  'voice-long': [
    { question: 'wound', says: '伤口很好请按一，出血请按二。', keys: { 1: 'good', 2: 'bleeding' } },
    {
      question: 'overall',
      says: '满意请按一，基本满意请按二，不满意请按三。',
      keys: { 1: 'satisfied', 2: 'fairly', 3: 'dissatisfied' },
    },
  ],
}

/** Speaks Mandarin quickly; of the labs' own packages. */
export const testSpeech = 'espeak-ng -v cmn -s 260 -w {file} {text}'

/** Publishes the questionnaire, runs a programme with it whose calls the program makes, and has its script approved. */
export const furnishAutocalls = async (
  { people: { lead, supervision } }: Desk,
  questions: typeof shortQuestions | typeof longQuestions = shortQuestions,
): Promise<{ scriptId: string }> => {
  const made = await lead.questionnaires.create({ definition: questions })
  await lead.questionnaires.publish({ id: made.id })
  const programme = await lead.programmes.create({
    key: questions.key,
    name: questions.title.zh,
    definition: {
      conditions: {},
      waves: [{ key: 'voice', name: '语音随访', from: 3, until: 7, questionnaire: questions.key, automatic: true }],
    },
  })
  await lead.programmes.start({ id: programme.id })
  const { id } = await lead.scripts.create({
    ...{ key: questions.key, name: questions.title.zh, questionnaireId: made.id },
    definition: { ...sentences, steps: steps[questions.key as 'voice-short'] },
  })
  await lead.scripts.speak({ id })
  await lead.scripts.propose({ id })
  await supervision.scripts.approve({ id })
  return { scriptId: id }
}

/** Somebody who went home five days ago and waits for the program's call. */
export const toBeCalled = async (desk: Desk, phone: string): Promise<{ recordNumber: string; taskId: string }> => {
  const { recordNumber } = await dischargedPatient(desk, { phone, daysAgo: 5 })
  const [task] = await tasksOf(desk, recordNumber)
  return { recordNumber, taskId: task!.id }
}

/** The voice process, in this one: under the clock that the test holds. */
export const workLines = (desk: Desk): Promise<Working> =>
  openVoice({ house: desk.house, modules, rows: () => machineLines(desk.house), seconds: 1 })

/** Until all calls that were begun are over; answers them by the number that was dialled. */
export const untilOver = async (desk: Desk, count: number, seconds = 90) => {
  for (let i = 0; ; i++) {
    const rows = await desk.house.db
      .selectFrom('autocalls as a')
      .innerJoin('calls as c', 'c.id', 'a.call_id')
      .innerJoin('tasks as t', 't.id', 'a.task_id')
      .select(['a.id', 'a.status', 'a.result', 'a.disposition', 'a.keys', 'a.answers', 'a.respondent', 'a.promised'])
      .select(['a.agent_id', 'a.call_id', 'c.number', 'c.outcome', 'c.status as line', 'c.contact_id', 'c.ended_by'])
      .select(['t.id as taskId', 't.status as task', 't.automatic', 't.assignee_id', 't.red_flag', 't.draft'])
      .select(['t.promised_at', 't.answers as kept', 't.attempts', 't.last_disposition'])
      .orderBy('a.started_at')
      .orderBy('a.id')
      .execute()
    if (rows.length >= count && rows.every(({ status, line }) => status === 'over' && line === 'ended')) return rows
    if (i > seconds * 10) {
      const left = rows.filter((row) => row.status !== 'over' || row.line !== 'ended')
      throw new Error(`still not over: ${JSON.stringify(left.slice(0, 3))} of ${left.length}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Calls that the program made today, of every result, put there directly. */
export const putAutocalls = async (desk: Desk): Promise<void> => {
  const { db } = desk.house
  const now = desk.clock.now()
  const script = await db.selectFrom('scripts').select('id').executeTakeFirstOrThrow()
  const ends = [
    { result: 'completed', keys: 3, outcome: 'answered', disposition: 'reached' },
    { result: 'urgent', keys: 2, outcome: 'answered', agent_id: desk.people.ids.nurse },
    { result: 'dissatisfied', keys: 3, outcome: 'answered', disposition: 'call-back', promised: true },
    { result: 'unreached', keys: 0, outcome: 'busy', disposition: 'busy' },
    { result: 'failed', keys: 0, outcome: 'failed' },
    { result: 'machine', keys: 0, outcome: 'answered', disposition: 'no-answer' },
  ]
  for (const [i, { outcome, ...end }] of ends.entries()) {
    const { recordNumber } = await dischargedPatient(desk, { daysAgo: 7 })
    const [task] = await tasksOf(desk, recordNumber)
    const callId = newId(now)
    const answered = outcome === 'answered'
    await db
      .insertInto('calls')
      .values({
        ...{ id: callId, status: 'ended', direction: 'out', number: '13900000000', number_key: '13900000000' },
        ...{ number_owner: 'patient', patient_id: task!.patient_id, about_noun: 'task', about_id: task!.id },
        ...{ placed_at: now, dialled_at: now, answered_at: answered ? now : null, ended_at: now, wrapped_at: now },
        ...{ ended_by: 'us', outcome, witnessed_at: now, updated_at: now, sip_status: answered ? 200 : 486 },
      })
      .execute()
    await db
      .insertInto('autocalls')
      .values({
        ...{ id: newId(now), status: 'over', task_id: task!.id, script_id: script.id, call_id: callId },
        ...{ started_at: new Date(now.getTime() - i * 60_000), ended_at: now, seen_at: now, updated_at: now, ...end },
      })
      .execute()
  }
}
