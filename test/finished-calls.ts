// Follow-up calls of a past month, put there as they were finished: with what the telephone witnessed, or without.
import { newPieceKey } from '#engine/seal-piece.ts'
import { newId } from '#kernel/ids.ts'
import { sealOne } from '#modules/recordings/sealing.ts'
import { satisfactionAnswers } from './calls.ts'
import type { Desk } from './desk.ts'
import { dischargedPatient } from './patients.ts'

export type Finished = { readonly taskId: string; readonly patientId: string; readonly callId: string | null }

const departments = ['心内科', '普外科'] as const

/** Patients who were called; each may have been called often. */
export const calledPatients = async (desk: Desk, many: number) =>
  Promise.all(
    Array.from({ length: many }, async (_, i) => {
      const department = departments[i % 2]!
      const stay = await dischargedPatient(desk, { department, daysAgo: 400, name: `患者${i}` })
      return { ...stay, department, phone: stay.phone! }
    }),
  )
type Called = Awaited<ReturnType<typeof calledPatients>>[number]

type Call = {
  readonly patient: Called
  readonly by: string
  readonly at: Date
  /** Seconds with the patient; null: there was no call. */
  readonly talk: number | null
  readonly note?: string
}

/** Calls that people finished, in one go. */
export const finishedCalls = async (desk: Desk, calls: readonly Call[]): Promise<Finished[]> => {
  const { db } = desk.house
  const { id: questionnaireId } = await db
    .selectFrom('questionnaires')
    .where('key', '=', 'satisfaction')
    .select('id')
    .executeTakeFirstOrThrow()
  const answers = JSON.stringify(satisfactionAnswers('satisfied'))
  const made = calls.map(({ patient, by, at, talk, note = '' }) => {
    const savedAt = new Date(at.getTime() + ((talk ?? 150) + 40) * 1000)
    const ended = new Date(at.getTime() + ((talk ?? 0) + 8) * 1000)
    const [taskId, contactId, callId] = [newId(at), newId(savedAt), newId(at)]
    const about = { patient_id: patient.patientId, encounter_id: patient.encounterId }
    return {
      said: { taskId, patientId: patient.patientId, callId: talk === null ? null : callId },
      task: {
        ...about,
        ...{ id: taskId, kind: 'repeat', status: 'done', wave: 'satisfaction', questionnaire_id: questionnaireId },
        ...{
          department_id: desk.people.departments[patient.department],
          discharged_on: '2026-02-01',
          caller: 'centre',
        },
        ...{ caller_id: by, assignee_id: by, attempts: 1, last_disposition: 'reached', first_tried_at: at },
        ...{ due_at: at, next_at: at, order_at: at, created_at: at, updated_at: savedAt, satisfaction: 'satisfied' },
        ...{ reached_at: at, answers, respondent: 'patient' },
      },
      contact: {
        ...about,
        ...{ id: contactId, staff_id: by, channel: 'phone', direction: 'out', started_at: at, ended_at: savedAt },
        ...{ disposition: 'reached', number_owner: 'patient', note },
      },
      attempt: { task_id: taskId, contact_id: contactId, number: 1 },
      call: {
        ...about,
        ...{ id: callId, status: 'ended', direction: 'out', staff_id: by, number: patient.phone },
        ...{ number_key: patient.phone, number_owner: 'patient', about_noun: 'task', about_id: taskId },
        ...{ contact_id: contactId, placed_at: at, dialled_at: at, answered_at: new Date(at.getTime() + 8000) },
        ...{ ended_at: ended, ended_by: 'person', outcome: 'answered', witnessed_at: ended, wrapped_at: savedAt },
        updated_at: savedAt,
      },
    }
  })
  await db
    .insertInto('tasks')
    .values(made.map(({ task }) => task))
    .execute()
  await db
    .insertInto('contacts')
    .values(made.map(({ contact }) => contact))
    .execute()
  await db
    .insertInto('attempts')
    .values(made.map(({ attempt }) => attempt))
    .execute()
  const witnessed = made.filter(({ said }) => said.callId !== null).map(({ call }) => call)
  if (witnessed.length > 0) await db.insertInto('calls').values(witnessed).execute()
  return made.map(({ said }) => said)
}

/** The recording of such a call; answers its id. */
export const recordedCall = async (desk: Desk, callId: string, by: string, at: Date): Promise<string> => {
  const { house } = desk
  const id = newId(at)
  const key = newPieceKey()
  await house.db
    .insertInto('recordings')
    .values({
      ...{
        id,
        status: 'mended',
        call_id: callId,
        staff_id: by,
        started_at: at,
        heard_at: at,
        ended_at: at,
        seconds: 90,
      },
      ...{
        bytes: 8,
        pieces: 1,
        notice_at: at,
        notice_how: 'spoken',
        consent: 'granted',
        complete: true,
        updated_at: at,
      },
      sealed_key: house.vault.seal(house.vault.locator(`recording ${id}`), { key: key.toString('base64') }),
      keep_until: '2027-03-09',
    })
    .execute()
  const sealed = sealOne(key, id, 'block', 0, Buffer.from('8 bytes.'))
  await house.db
    .insertInto('recording_pieces')
    .values({ recording_id: id, kind: 'block', number: 0, at_byte: 0, size: 8, sha256: Buffer.alloc(32), sealed, at })
    .execute()
  return id
}
