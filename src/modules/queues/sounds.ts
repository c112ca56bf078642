// What a queue says, as sound: what was uploaded, or its words by the operator's engine; what cannot be said is left out.
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'
import type { Sound } from '#engine/outside/voice/shapes.ts'
import { NoSpeech, type Speech } from '#engine/outside/voice/speech.ts'
import { readWave } from '#engine/outside/voice/wave.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { holdMusic } from './music.ts'
import { type AnnouncementName, shippedWords } from './words.ts'

export type Spoken = { readonly sound: Sound; readonly version: number }

// Each sentence is made once in the life of the process; a new wording is another sentence.
const made = new Map<string, Promise<Sound | null>>()

const spoken = (house: OpenHouse, speech: Speech, words: string): Promise<Sound | null> => {
  const key = `${speech.name}\n${words}`
  const known = made.get(key)
  if (known) return known
  const sound = speech.say(words).catch((error: unknown) => {
    made.delete(key)
    house.log.warn({ words, why: error instanceof NoSpeech ? error.message : String(error) }, 'nothing to say')
    return null
  })
  made.set(key, sound)
  return sound
}

type Row = { words: string; sound: Buffer | null; version: number }

/**
 * The sound of an announcement with its version, or null where nothing was uploaded and there is no engine. `n` fills the
 * blank of the place in the queue.
 */
export const announcement = async (
  house: OpenHouse,
  queueId: string,
  kind: AnnouncementName,
  n = 0,
): Promise<Spoken | null> => {
  const { row, speech } = await house.asSystem(async (ctx) => {
    const { rows } = await sql<Row>`
      select words, sound, version from announcements where queue_id = ${queueId} and kind = ${kind}
      order by version desc limit 1`.execute(ctx.tx)
    return { row: rows[0], speech: ctx.house.speech }
  })
  const version = row?.version ?? 0
  if (row?.sound) return { sound: readWave(row.sound), version }
  if (kind === 'music') return { sound: holdMusic(), version }
  const words = (row?.words ?? shippedWords[kind].zh).replace('{n}', String(n))
  const sound = await spoken(house, speech, words)
  return sound && { sound, version }
}

/** The sentence that the call is recorded, where the hospital has it said by an announcement. */
export const recordingNotice = async (house: OpenHouse): Promise<Sound | null> => {
  const { recording, speech } = await house.asSystem(async (ctx) => ({
    ...(await settingsOf(ctx, 'recording')),
    speech: ctx.house.speech,
  }))
  return recording.notice === 'announced' ? spoken(house, speech, recording.words) : null
}
