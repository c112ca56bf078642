// The promises of the protocols: what was certainly not taken is told from what may have been, long texts are cut and joined, blanks cannot break out.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { Server as TcpServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import smpp, { type Pdu, type Session } from 'smpp'
import { outsideOf } from '../address.ts'
import type { Outgoing, Reply, Report } from './gateway.ts'
import { dig, type HttpsSettings, https, httpsReader } from './https.ts'
import { partsOf, smppLine } from './smpp.ts'

const outside = outsideOf(['127.0.0.0/8'])
const text: Outgoing = {
  ...{ id: 'our-id', to: '13900000001', text: '您好"}\n&换行', code: 'SMS_1', params: { number: 'HY"1' } },
  reportTo: 'https://h/report?id=our-id',
}

test('a long text is cut between characters, none of them in two', () => {
  assert.deepEqual(partsOf('一'.repeat(70)).length, 1)
  const long = `${'一'.repeat(66)}😀${'二'.repeat(80)}`
  const parts = partsOf(long)
  assert.equal(parts.join(''), long)
  assert.ok(parts.every((part) => part.length <= 67 && part.isWellFormed()))
})

describe('a cloud gateway by template', () => {
  let answer: [number, string] = [200, '{"code":"OK","data":{"id":"g1"}}']
  let got: { url: string; body: string; headers: Record<string, unknown> }
  const server = createServer((request, reply) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      got = { url: request.url!, body, headers: request.headers }
      reply.writeHead(answer[0]).end(answer[1])
    })
  })
  let base = ''
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  })
  after(() => server.close())

  const settings = (more: Partial<HttpsSettings> = {}): HttpsSettings => ({
    ...{
      address: `${base}/send?to={to}&k={secret}`,
      method: 'POST',
      headers: 'Authorization: Bearer {secret}',
      user: 'u',
    },
    ...{ body: '{"m":"{text}","p":"{params}","id":"{id}","other":"{unknown}"}', sender: '', ca: '' },
    ...{ takenAt: 'code', takenSays: 'OK, 0', referenceAt: 'data.id', wordsAt: 'message' },
    reports: {
      ...{ list: 'reports', id: 'out_id', reference: 'sid', state: 'state' },
      ...{ delivered: 'DELIVRD', expired: 'EXPIRED', refused: 'REJECTD', pending: 'ACCEPTD' },
    },
    replies: { list: '', id: 'id', from: 'mobile', text: 'content' },
    ...more,
  })

  test('blanks are escaped where they stand, and nothing else in braces is touched', async () => {
    assert.deepEqual(await https(outside, settings(), 's&3').send(text), { is: 'taken', reference: 'g1' })
    assert.equal(got.url, '/send?to=13900000001&k=s%263')
    assert.equal(got.headers.authorization, 'Bearer s&3')
    assert.deepEqual(JSON.parse(got.body), { m: text.text, p: '{"number":"HY\\"1"}', id: 'our-id', other: '{unknown}' })
    await https(outside, settings({ body: 'm={text}' }), 's').send(text)
    assert.equal(new URLSearchParams(got.body).get('m'), text.text)
    await https(outside, settings({ headers: 'X-A: {secret}' }), 'a\r\nX-B: b').send(text)
    assert.equal(got.headers['x-b'], undefined)
  })

  test('what it answers is read as it is meant', async () => {
    const says = async (...it: [number, string]) => {
      answer = it
      return (await https(outside, settings(), 's').send(text)).is
    }
    assert.equal(await says(200, '{"code":"isv.LIMIT","message":"too many"}'), 'refused')
    assert.equal(await says(200, 'not json'), 'refused')
    assert.equal(await says(401, '{}'), 'later')
    assert.equal(await says(429, ''), 'later')
    assert.equal(await says(502, ''), 'unknown')
    assert.equal((await https(outside, settings({ address: 'http://127.0.0.1:9/' }), '').send(text)).is, 'later')
    assert.equal((await https(outsideOf(), settings(), '').send(text)).is, 'later', 'this machine is not outside')
  })

  test('reports and replies come out of their lists; what is on its way ends nothing', () => {
    const reader = httpsReader(settings())
    const content = {
      reports: [
        { out_id: 'a', state: 'DELIVRD' },
        { sid: 'g2', state: 'UNDELIV' },
        { out_id: 'c', state: 'ACCEPTD' },
        { state: 'DELIVRD' },
      ],
    }
    const read = reader.reports({ query: {}, content })
    assert.deepEqual(
      read.map(({ id, reference, outcome }) => [id, reference, outcome]),
      [
        ['a', null, 'delivered'],
        [null, 'g2', 'undeliverable'],
      ],
    )
    assert.deepEqual(reader.replies({ query: {}, content: { id: 7, mobile: '139', content: '好' } }), [
      { id: '7', from: '139', text: '好' },
    ])
    assert.equal(dig({ a: 1 }, '__proto__.x'), undefined)
  })
})

describe('an SMPP line', () => {
  let server: TcpServer
  let port = 0
  const got: Pdu[] = []
  const sessions: Session[] = []
  before(async () => {
    server = smpp.createServer({}, (session) => {
      sessions.push(session)
      session.on('bind_transceiver', (pdu: Pdu & { password: string }) =>
        session.send(pdu.response({ command_status: pdu.password === 'right' ? 0 : 0x0e })),
      )
      session.on('submit_sm', (pdu: Pdu) => {
        got.push(pdu)
        if (pdu.destination_addr?.endsWith('9')) return session.destroy()
        session.send(pdu.response({ message_id: `m${got.length}` }))
      })
      session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
      session.on('unbind', (pdu: Pdu) => session.send(pdu.response()))
      session.on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    port = (server.address() as { port: number }).port
  })
  after(() => server.close())

  const open = (password: string) => {
    const reports: Report[] = []
    const replies: Reply[] = []
    const settings = { host: '127.0.0.1', port, secure: false, systemId: 'h', systemType: '', sender: '1069', ca: '' }
    const line = smppLine(outside, settings, password, {
      onReport: async (it) => void reports.push(it),
      onReply: async (it) => void replies.push(it),
    })
    return { line, reports, replies }
  }

  test('a wrong password is told from a host that is not there', async () => {
    const { line } = open('wrong')
    const sent = await line.send(text)
    assert.ok(sent.is === 'later' && sent.why === 'account')
    await line.close()
  })

  test('a long text goes in parts with one receipt asked for; a line that breaks leaves a doubt', async () => {
    const { line, reports } = open('right')
    const sent = await line.send({ ...text, text: '一'.repeat(120) })
    assert.deepEqual(sent, { is: 'taken', reference: 'm2' })
    assert.deepEqual(
      got.map((pdu) => (pdu as unknown as { registered_delivery: number }).registered_delivery),
      [0, 1],
    )
    const receipt = 'id:m2 sub:001 dlvrd:001 submit date:2603090900 done date:2603090901 stat:DELIVRD err:000 text:'
    await new Promise<void>((resolve) =>
      sessions.at(-1)!.deliver_sm({ esm_class: 4, source_addr: '139', short_message: receipt }, () => resolve()),
    )
    assert.deepEqual(
      reports.map(({ reference, outcome }) => [reference, outcome]),
      [['m2', 'delivered']],
    )
    assert.equal((await line.send({ ...text, to: '13900000009' })).is, 'unknown')
    assert.equal((await line.send(text)).is, 'taken', 'and the line is there again')
    await line.close()
  })

  test('a reply in two parts keeps its place in each', async () => {
    const { line, replies } = open('right')
    assert.equal(await line.keep(), null)
    const halves = ['伤口有点疼，', '要不要来看？']
    for (const [i, message] of halves.entries())
      await new Promise<void>((resolve) =>
        sessions.at(-1)!.deliver_sm(
          {
            ...{ source_addr: '13900000001', destination_addr: '1069', data_coding: 8, esm_class: 0x40 },
            short_message: { udh: Buffer.of(5, 0, 3, 77, 2, i + 1), message },
          },
          () => resolve(),
        ),
      )
    assert.deepEqual(
      replies.map(({ text, part }) => [text, part]),
      halves.map((half, i) => [half, { series: 77, total: 2, place: i + 1 }]),
    )
    await line.close()
  })
})
