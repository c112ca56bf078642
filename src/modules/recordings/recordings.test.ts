// A recording on the server: told first, piece after piece, sealed, mended, heard with a reason, hidden with its matter.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openSession } from '#engine/sessions.ts'
import { heardIn } from '#engine/sound/packets.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import type { Login } from '#test/people.ts'
import { endCall, loud, recorded, sendPiece, talkingCall } from '#test/recording.ts'
import { chunksOf, sampleSound } from '#test/sound.ts'

const nowhere = '01890000-0000-7000-8000-000000000000'

describe('a recording', { timeout: 120_000 }, () => {
  let desk: Desk
  let sound: Buffer
  let chunks: Buffer[]
  before(async () => {
    desk = await openDesk()
    sound = await sampleSound(9)
    chunks = chunksOf(sound, Math.ceil(sound.length / 3))
  })
  after(async () => {
    const found = (await examine(desk.house.db)).filter(({ name, count }) => name.startsWith('recording') && count > 0)
    await desk.close()
    assert.deepEqual(found, [])
  })

  const begun = async (it: { restricted?: boolean } = {}) => {
    const callId = await talkingCall(desk, { staffId: desk.people.ids.nurse, ...it })
    const { id } = await desk.people.nurse.recordings.begin({ callId, noticeHow: 'spoken', consent: 'granted' })
    return { id, callId }
  }

  const rowOf = (id: string) =>
    desk.house.db.selectFrom('recordings').where('id', '=', id).selectAll().executeTakeFirstOrThrow()

  /** What a player gets of the sound, under the session of somebody. */
  const heard = async (login: Login, id: string, listen: string, range?: string, upTo?: number) => {
    const it = {
      staffId: desk.people.ids[login],
      stage: 'full',
      address: '',
      agent: '',
      now: desk.clock.now(),
    } as const
    const cookie = `huiyin=${await openSession(desk.house.db, it)}`
    const end = upTo === undefined ? '' : `&upTo=${upTo}`
    return desk.server.inject({
      url: `/api/v1/recordings/${id}/sound?listen=${listen}${end}`,
      headers: { cookie, ...(range ? { range } : {}) },
    })
  }

  const refusal = async (asked: Promise<unknown>): Promise<{ status: number; message: string }> =>
    asked.then(
      () => assert.fail('it was done'),
      (error) => error,
    )

  test('begins only in a call of one’s own that is going on, and once at a time', async () => {
    const { nurse, nurse2 } = desk.people
    const { callId } = await begun()
    const again = await refusal(nurse.recordings.begin({ callId, noticeHow: 'spoken', consent: 'granted' }))
    assert.match(again.message, /已经在录音/)
    assert.equal(
      (await refusal(nurse2.recordings.begin({ callId, noticeHow: 'spoken', consent: 'granted' }))).status,
      422,
    )
    await endCall(desk, callId)
    assert.equal(
      (await refusal(nurse.recordings.begin({ callId, noticeHow: 'spoken', consent: 'granted' }))).status,
      422,
    )
  })

  test('is kept in order: a gap is refused, a repetition is done, another piece under the same number is not', async () => {
    const { nurse } = desk.people
    const { id } = await begun()
    assert.deepEqual(await sendPiece(nurse, id, 0, chunks[0]!, loud), { next: 1 })
    assert.match((await refusal(sendPiece(nurse, id, 2, chunks[2]!))).message, /缺了第 2 段/)
    assert.deepEqual(await sendPiece(nurse, id, 0, chunks[0]!, loud), { next: 1 })
    assert.match((await refusal(sendPiece(nurse, id, 0, chunks[1]!))).message, /另一段声音/)
    assert.deepEqual(await sendPiece(nurse, id, 1, chunks[1]!, loud), { next: 2 })
    assert.match((await refusal(nurse.recordings.finish({ id, pieces: 3 }))).message, /应有 3 段，收到 2 段/)
    assert.equal((await rowOf(id)).pieces, 2)
    assert.equal((await rowOf(id)).seconds, 6)
  })

  test('two that bring the same piece at once bring it once', async () => {
    const { nurse } = desk.people
    const { id } = await begun()
    const both = await Promise.all([0, 1, 2].map(() => sendPiece(nurse, id, 0, chunks[0]!)))
    assert.deepEqual(both, [{ next: 1 }, { next: 1 }, { next: 1 }])
    assert.equal((await rowOf(id)).bytes, chunks[0]!.length)
  })

  test('takes no sound but its own kind, nothing empty, nothing beyond measure', async () => {
    const { nurse } = desk.people
    const { id } = await begun()
    for (const wrong of [Buffer.from('GIF89a …'), Buffer.alloc(0), Buffer.alloc(300_000, 1)])
      assert.equal((await refusal(sendPiece(nurse, id, 0, wrong))).status, 422)
  })

  test('is mended into a file that says how long it is and can be jumped in; not a packet is lost', async () => {
    const { nurse, lead, ids } = desk.people
    const callId = await talkingCall(desk, { staffId: ids.nurse })
    const { id, sound: open } = await recorded(desk, nurse, callId)
    const sheet = await lead.recordings.get({ id })
    assert.equal(sheet.status, 'mended')
    assert.ok(Math.abs(sheet.seconds - 9) < 0.1, `${sheet.seconds} s`)
    assert.equal(sheet.consent, 'granted')
    assert.equal(sheet.consentBy, '林小满')
    assert.equal(sheet.keepUntil, '2026-09-09', 'half a year from its day')
    const { listen, peaks } = await lead.recordings.listen({ id, reason: '抽查质量' })
    assert.equal(Buffer.from(peaks, 'base64').length, 180)
    const all = await heard('lead', id, listen)
    assert.equal(all.statusCode, 200)
    assert.equal(all.headers['content-type'], 'audio/webm')
    const [before, after] = [await heardIn(open), await heardIn(all.rawPayload)]
    assert.equal(after.sha256, before.sha256)
    assert.equal(after.seekable, true)
    // Stopped again by a page that has not heard the answer: it is over, and nothing more is taken.
    assert.deepEqual(await nurse.recordings.finish({ id, pieces: 3 }), { status: 'mended' })
    assert.match((await refusal(sendPiece(nurse, id, 1, chunks[1]!))).message, /已经结束/)
  })

  test('sends the part that is asked for and opens nothing else', async () => {
    const { nurse, supervision, ids } = desk.people
    const { id } = await recorded(desk, nurse, await talkingCall(desk, { staffId: ids.nurse }), 600)
    const { pieces, bytes } = await rowOf(id)
    assert.ok(pieces > 1, 'more than one block')
    const { listen } = await supervision.recordings.listen({ id, reason: '核实通话' })
    const all = (await heard('supervision', id, listen)).rawPayload
    assert.equal(all.length, bytes)
    const part = await heard('supervision', id, listen, 'bytes=65530-65545')
    assert.equal(part.statusCode, 206)
    assert.equal(part.headers['content-range'], `bytes 65530-65545/${bytes}`)
    assert.deepEqual(part.rawPayload, all.subarray(65530, 65546))
    assert.deepEqual((await heard('supervision', id, listen, 'bytes=-7')).rawPayload, all.subarray(-7))
    assert.equal((await heard('supervision', id, listen, `bytes=${bytes}-`)).statusCode, 416)
    // With the first block spoilt, what lies in the second is still sent: it was opened alone.
    await sql`update recording_pieces set sealed = '\\x00' where recording_id = ${id} and number = 0`.execute(
      desk.house.db,
    )
    assert.deepEqual(
      (await heard('supervision', id, listen, 'bytes=70000-70009')).rawPayload,
      all.subarray(70000, 70010),
    )
    await desk.house.db.deleteFrom('recording_pieces').where('recording_id', '=', id).execute()
    await sql`update recordings set pieces = 0, bytes = 0 where id = ${id}`.execute(desk.house.db)
  })

  test('lies sealed: neither sound nor key is in the database, and no piece opens in another’s place', async () => {
    const { nurse, lead } = desk.people
    const { id } = await begun()
    await sendPiece(nurse, id, 0, chunks[0]!)
    await sendPiece(nurse, id, 1, chunks[1]!)
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from recording_pieces where position(${chunks[0]!.subarray(0, 24)}::bytea in sealed) > 0`.execute(
      desk.house.db,
    )
    assert.equal(rows[0]!.n, 0)
    const swap = (a: number, b: number) =>
      sql`
      update recording_pieces set sealed = (select sealed from recording_pieces o where o.recording_id = ${id} and o.number = ${b})
      where recording_id = ${id} and number = ${a}`.execute(desk.house.db)
    const { listen } = await lead.recordings.listen({ id, reason: '抽查质量' })
    await swap(0, 1)
    await assert.rejects(async () => {
      const reply = await heard('lead', id, listen)
      assert.deepEqual(reply.rawPayload, Buffer.concat(chunks.slice(0, 2)))
    })
    await desk.house.db.deleteFrom('recording_pieces').where('recording_id', '=', id).execute()
    await sql`update recordings set pieces = 0, bytes = 0, seconds = 0 where id = ${id}`.execute(desk.house.db)
  })

  test('can be heard while the call lasts, up to where it was', async () => {
    const { nurse, lead } = desk.people
    const { id } = await begun()
    await sendPiece(nurse, id, 0, chunks[0]!)
    const { listen, growing } = await lead.recordings.listen({ id, reason: '指导新人' })
    assert.equal(growing, true)
    await sendPiece(nurse, id, 1, chunks[1]!)
    assert.deepEqual((await heard('lead', id, listen, undefined, chunks[0]!.length)).rawPayload, chunks[0])
    assert.deepEqual((await heard('lead', id, listen)).rawPayload, Buffer.concat(chunks.slice(0, 2)))
  })

  test('of a killed page loses what had not come: it is closed with its call and mended without it', async () => {
    const { nurse, lead } = desk.people
    const { id, callId } = await begun()
    await sendPiece(nurse, id, 0, chunks[0]!)
    await sendPiece(nurse, id, 1, chunks[1]!)
    await endCall(desk, callId)
    await desk.settle()
    assert.equal((await rowOf(id)).status, 'closed')
    await desk.pass('11 minutes')
    const sheet = await lead.recordings.get({ id })
    assert.equal(sheet.status, 'mended')
    assert.ok(sheet.seconds > 5.5 && sheet.seconds < 6.5, `${sheet.seconds} s`)
  })

  test('of a page that lost the line takes what it brings later', async () => {
    const { nurse } = desk.people
    const { id, callId } = await begun()
    await sendPiece(nurse, id, 0, chunks[0]!)
    await endCall(desk, callId)
    await desk.pass('5 minutes')
    await sendPiece(nurse, id, 1, chunks[1]!)
    await desk.pass('6 minutes')
    assert.equal((await rowOf(id)).status, 'closed', 'the last piece came six minutes ago')
    await sendPiece(nurse, id, 2, chunks[2]!)
    assert.deepEqual(await nurse.recordings.finish({ id, pieces: 3 }), { status: 'closed' })
    await desk.settle()
    assert.equal((await rowOf(id)).status, 'mended')
  })

  test('without a sound leaves its row and nothing else', async () => {
    const { nurse } = desk.people
    const { id } = await begun()
    assert.deepEqual(await nurse.recordings.finish({ id, pieces: 0 }), { status: 'destroyed' })
    assert.equal((await rowOf(id)).destroyed_why, '没有录到声音')
  })

  test('is gone at once when the person says no, and the no is kept', async () => {
    const { nurse, lead } = desk.people
    const { id, callId } = await begun()
    await sendPiece(nurse, id, 0, chunks[0]!)
    await nurse.recordings.withdraw({ id })
    const row = await rowOf(id)
    assert.deepEqual([row.status, row.consent, row.sealed_key, row.bytes], ['destroyed', 'withdrawn', null, 0])
    assert.equal((await refusal(sendPiece(nurse, id, 1, chunks[1]!))).status, 409)
    assert.equal((await refusal(lead.recordings.listen({ id, reason: '抽查质量' }))).status, 409)
    const { rows } = await lead.recordings.list({ callId })
    assert.deepEqual(
      rows.map(({ status, consent }) => [status, consent]),
      [['destroyed', 'withdrawn']],
    )
    // Said before anything was recorded.
    const other = await talkingCall(desk, { staffId: desk.people.ids.nurse })
    const first = await nurse.recordings.decline({ callId: other })
    assert.deepEqual(await nurse.recordings.decline({ callId: other }), first)
    assert.equal((await rowOf(first.id)).consent, 'refused')
  })

  test('an agent cannot take away what he said yesterday; supervision can, when the person asks', async () => {
    const { nurse, supervision, ids } = desk.people
    const { id } = await recorded(desk, nurse, await talkingCall(desk, { staffId: ids.nurse }))
    assert.equal((await refusal(nurse.recordings.withdraw({ id }))).status, 409)
    assert.equal((await refusal(nurse.recordings.erase({ id, words: '请删除' }))).status, 403)
    await supervision.recordings.erase({ id, words: '来电要求删除' })
    assert.equal((await rowOf(id)).status, 'destroyed')
  })

  test('pauses while an identity number is spoken, and says so on its line of time', async () => {
    const { nurse, lead } = desk.people
    const { id } = await begun()
    await sendPiece(nurse, id, 0, chunks[0]!)
    await nurse.recordings.pause({ id, second: 3 })
    assert.equal((await refusal(nurse.recordings.pause({ id, second: 3 }))).status, 409)
    await desk.pass('20 minutes')
    assert.equal((await rowOf(id)).status, 'recording', 'a pause is no silence')
    await nurse.recordings.resume({ id, second: 3 })
    const { marks } = await lead.recordings.mark({ id, second: 1.5, words: '说明了复诊时间' })
    assert.deepEqual(
      marks.map(({ second, kind, words }) => [second, kind, words]),
      [
        [1.5, 'mark', '说明了复诊时间'],
        [3, 'pause', ''],
        [3, 'resume', ''],
      ],
    )
  })

  test('is heard with a reason, by one’s own right and not for long; whoever listened stands beside it', async () => {
    const { nurse, lead, cardiology, ids } = desk.people
    const { id } = await recorded(desk, nurse, await talkingCall(desk, { staffId: ids.nurse }))
    assert.equal((await refusal(lead.recordings.listen({ id, reason: '' }))).status, 422)
    const { listen } = await lead.recordings.listen({ id, reason: '抽查质量' })
    assert.equal((await heard('lead', id, listen)).statusCode, 200)
    assert.equal((await heard('nurse', id, listen)).statusCode, 409, 'the right of another')
    assert.equal((await heard('lead', id, nowhere)).statusCode, 409)
    assert.equal((await heard('nurse2', id, listen)).statusCode, 404, 'not even that it is there')
    assert.equal((await refusal(cardiology.recordings.listen({ id, reason: '想听一听' }))).status, 404)
    assert.equal((await refusal(desk.people.admin.recordings.get({ id }))).status, 403)
    await nurse.recordings.listen({ id, reason: '补写记录' })
    const { listened } = await nurse.recordings.get({ id })
    assert.deepEqual(
      listened.map(({ by, reason }) => [by, reason]),
      [
        ['林小满', '补写记录'],
        ['陈组长', '抽查质量'],
      ],
    )
    await desk.pass('40 minutes')
    assert.equal((await heard('lead', id, listen)).statusCode, 409)
  })

  test('leaves the house as a file that says who took it, recorded with its reason and hash', async () => {
    const { nurse, lead, ids } = desk.people
    const { id } = await recorded(desk, nurse, await talkingCall(desk, { staffId: ids.nurse }))
    assert.equal((await refusal(nurse.recordings.export({ id, reason: '自己留存' }))).status, 403)
    const file = (await lead.recordings.export({ id, reason: '纠纷调解' })) as unknown as Uint8Array
    assert.equal((await heardIn(file)).packets, 450)
    const { rows } = await sql<{ data: { reason: string; sha256: string } }>`
      select data from events where verb = 'recording.export' and subject = ${id}`.execute(desk.house.db)
    assert.equal(rows[0]!.data.reason, '纠纷调解')
    assert.deepEqual(Buffer.from(rows[0]!.data.sha256, 'hex'), (await rowOf(id)).sha256)
  })

  test('of a confidential matter is made only after a yes, and found by nobody who may not know it', async () => {
    const { nurse, nurse2, lead, supervision, ids } = desk.people
    const callId = await talkingCall(desk, { staffId: ids.supervision, restricted: true })
    const quiet = { callId, noticeHow: 'announced', consent: 'not-asked' } as const
    assert.match((await refusal(supervision.recordings.begin(quiet))).message, /明确同意/)
    const { id } = await supervision.recordings.begin({ callId, noticeHow: 'spoken', consent: 'granted' })
    await sendPiece(supervision, id, 0, chunks[0]!)
    const nothing = async (person: Person, login: Login, which: string) => {
      assert.equal((await refusal(person.recordings.get({ id: which }))).status, 404)
      assert.equal((await refusal(person.recordings.listen({ id: which, reason: '想听一听' }))).status, 404)
      assert.equal((await heard(login, which, nowhere)).statusCode, 404)
      const { rows } = await person.recordings.list({ limit: 200 })
      assert.ok(!rows.some((row) => row.id === which))
    }
    for (const login of ['nurse', 'nurse2', 'lead'] as const) await nothing(desk.people[login], login, id)
    assert.equal((await supervision.recordings.get({ id })).status, 'recording')

    // A conversation turns out to be such a matter afterwards: its recording goes with it, from who made the call too.
    const { patientId, encounterId } = await dischargedPatient(desk)
    const contact = nowhere.replace('0000-7000', '0001-7000')
    await sql`insert into contacts (id, patient_id, encounter_id, staff_id, channel, direction, started_at, ended_at, disposition)
      values (${contact}, ${patientId}, ${encounterId}, ${ids.nurse}, 'phone', 'out', ${desk.clock.now()}, ${desk.clock.now()}, 'reached')`.execute(
      desk.house.db,
    )
    const made = await recorded(
      desk,
      nurse,
      await talkingCall(desk, { staffId: ids.nurse, contactId: contact, patientId }),
    )
    const { listen } = await lead.recordings.listen({ id: made.id, reason: '抽查质量' })
    assert.equal((await nurse.recordings.list({ patientId })).rows.length, 1)
    await sql`update contacts set restricted = true, barred_staff = ${[ids.supervision]}::uuid[] where id = ${contact}`.execute(
      desk.house.db,
    )
    for (const login of ['nurse', 'nurse2', 'lead', 'supervision'] as const)
      await nothing(desk.people[login], login, made.id)
    assert.equal((await heard('lead', made.id, listen)).statusCode, 404, 'a right that was given before opens nothing')
    assert.equal((await nurse2.recordings.list({ patientId })).rows.length, 0)
  })

  test('is not made at all where the hospital has said so', async () => {
    const { nurse, lead, ids } = desk.people
    const before = await nurse.recordings.rules()
    await lead.recordings.setRules({ ...before, notice: 'off' })
    const callId = await talkingCall(desk, { staffId: ids.nurse })
    const refused = await refusal(nurse.recordings.begin({ callId, noticeHow: 'spoken', consent: 'granted' }))
    assert.match(refused.message, /不在这里录音/)
    assert.equal((await refusal(nurse.recordings.setRules(before))).status, 403)
    await lead.recordings.setRules({ notice: 'spoken', words: before.words })
  })
})
