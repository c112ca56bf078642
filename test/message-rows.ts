// Texts, wordings, gateways and replies on either side of every scope: put there directly.
import { randomBytes } from 'node:crypto'
import { newId } from '#kernel/ids.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'

const later = 3_600_000
const inUse = '019c0000-0000-7000-8000-000000000101'

/** A gateway that is nowhere: what is sent there fails at once. */
const nowhere = {
  kind: 'kannel',
  ...{
    name: '样例平台',
    signature: '',
    sender: '',
    perSecond: 10,
    reportWithin: 60,
    deduplicates: false,
    base: '',
    ca: '',
  },
  ...{ address: 'http://127.0.0.1:9/cgi-bin/sendsms', user: 'sample', line: '' },
}

/** Answers what is to be deleted before they are put back, and what requests may name. */
export const putMessages = async (
  desk: Desk,
  { patientId, phone }: { patientId: string; phone: string },
): Promise<{ undo: string; known: (path: string) => Known }> => {
  const { db } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const [gateway, other] = [newId(now), newId(now)]
  await db
    .insertInto('gateways')
    .values(
      ([gateway, other] as const).map((id) => ({
        ...{ id, name: nowhere.name, kind: 'kannel', settings: JSON.stringify(nowhere), salt: randomBytes(32) },
        ...{ status: id === other ? 'on' : 'off', created_at: now, updated_at: now },
      })),
    )
    .execute()
  const draft = { key: 'sample-draft', status: 'draft', name: '样例', text: '您好，{hospital}祝您早日康复。' }
  const approved = newId(now)
  await db
    .insertInto('templates')
    .values([
      { ...draft, id: newId(now), version: 1, repetition: 'at-most-once', created_at: now, updated_at: now },
      {
        ...{
          ...draft,
          id: approved,
          key: 'sample-text',
          version: 1,
          status: 'approved',
          repetition: 'at-most-once',
          approved_at: now,
        },
        ...{ created_at: now, updated_at: now },
      },
    ])
    .execute()
  const message = {
    ...{ to_number: '13700009999', template_id: inUse, blanks: JSON.stringify({ code: '123456' }), asked: true },
    ...{ status: 'waiting', created_at: now, expires_at: new Date(now.getTime() + later), updated_at: now },
  }
  const texts = [
    message,
    { ...message, template_id: approved, blanks: '{}', asked: false },
    { ...message, restricted: true },
    { ...message, barred_staff: [ids.nurse, ids.supervision] },
    { ...message, status: 'unclear' },
  ].map((row) => ({ ...row, id: newId(now) }))
  await db.insertInto('messages').values(texts).execute()
  const reply = {
    ...{
      status: 'unread',
      gateway_id: gateway,
      from_number: phone,
      text: '伤口有点疼',
      received_at: now,
      updated_at: now,
    },
  }
  const replies = [reply, { ...reply, restricted: true }, { ...reply, barred_staff: [ids.nurse] }].map((row) => {
    const id = newId(now)
    return { ...row, id, external_id: id }
  })
  await db.insertInto('replies').values(replies).execute()
  const these = (rows: { id: string }[]) => rows.map(({ id }) => `'${id}'`).join(', ')
  return {
    undo: `update replies set message_id = null, contact_id = null, patient_id = null; delete from messages where id not in (${these(texts)});
      delete from contacts where channel = 'sms'; delete from gateways where id not in ('${gateway}', '${other}');
      delete from templates where version > 1 or key like 'own-%'`,
    known: (path) => ({
      ...(path.startsWith('/gateways') ? { settings: nowhere, password: 'sample-password', to: '13700008888' } : {}),
      ...(path.startsWith('/templates') ? { text: '您好，{hospital}祝您早日康复。' } : {}),
      ...(path === '/messages' ? { key: 'sample-text' } : {}),
      ...(path.startsWith('/replies') ? { patientId } : {}),
    }),
  }
}
