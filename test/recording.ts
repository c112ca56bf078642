// A call that is going on, put there directly, and a recording of it as its page would make it.
import { sql } from 'kysely'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import type { Desk, Person } from './desk.ts'
import { chunksOf, sampleSound } from './sound.ts'

type Call = {
  readonly staffId: string
  readonly patientId?: string | null
  readonly about?: { readonly noun: string; readonly id: string }
  readonly contactId?: string | null
  readonly restricted?: boolean
  readonly barred?: readonly string[]
}

/** A call of somebody that was answered and goes on. */
export const talkingCall = async (desk: Desk, call: Call): Promise<string> => {
  const now = desk.clock.now()
  const id = newId(now)
  await desk.house.db
    .insertInto('calls')
    .values({
      id,
      status: 'talking',
      direction: 'out',
      staff_id: call.staffId,
      number: '13800138000',
      number_key: '13800138000',
      patient_id: call.patientId ?? null,
      about_noun: call.about?.noun ?? null,
      about_id: call.about?.id ?? null,
      contact_id: call.contactId ?? null,
      restricted: call.restricted ?? false,
      barred_staff: [...(call.barred ?? [])],
      placed_at: now,
      ringing_at: now,
      answered_at: now,
      // Somebody goes on watching it, however the clock is moved.
      witnessed_at: new Date(now.getTime() + 86_400_000),
      updated_at: now,
    })
    .execute()
  return id
}

/** Ends a call as the server would have witnessed it, with the event that follows from it. */
export const endCall = (desk: Desk, id: string) =>
  desk.house.asSystem(async (ctx) => {
    await sql`update calls set status = 'ended', ended_at = ${ctx.now}, ended_by = 'person', outcome = 'answered'
      where id = ${id}`.execute(ctx.tx)
    await record(ctx, 'call.end', { subject: id, from: 'talking', to: 'ended' })
  })

const file = (content: Buffer) => ({ name: 'piece.webm', type: 'audio/webm', content })

/** Sends one piece, with how loud it was. */
export const sendPiece = (person: Person, id: string, number: number, content: Buffer, peaks?: string) =>
  person.recordings.append({ id, number, ...(peaks ? { peaks } : {}) }, { file: file(content) })

/** Thirty moments of both sides: three seconds. */
export const loud = Buffer.alloc(60, 100).toString('base64')

/** Records a call to its end: so many seconds in pieces of three; answers the recording's id and what was recorded. */
export const recorded = async (desk: Desk, person: Person, callId: string, seconds = 9) => {
  const { id } = await person.recordings.begin({ callId, noticeHow: 'spoken', consent: 'granted' })
  const sound = await sampleSound(seconds)
  const chunks = chunksOf(sound, Math.ceil(sound.length / (seconds / 3)))
  for (const [number, chunk] of chunks.entries()) await sendPiece(person, id, number, chunk, loud)
  await person.recordings.finish({ id, pieces: chunks.length })
  await desk.settle()
  return { id, sound }
}
