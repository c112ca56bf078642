// SIP as text: what is written is read as it was, however it is folded or shortened, and nothing that comes throws.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addressOf, headerIn, q850Of, tagOf, userOf } from './address.ts'
import { answerTo, challengeOf } from './digest.ts'
import { branchOf, cseqOf, header, isRequest, parse, type SipMessage, values, write } from './message.ts'

const name = fc.constantFrom(
  'Via',
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Contact',
  'Max-Forwards',
  'X-Huiyin-Call',
  'Reason',
  'Subject',
)
const value = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .map((text) => text.replace(/[\r\n\0]/g, ' ').trim())
  .filter((text) => text.isWellFormed())
const headers = fc.array(fc.tuple(name, value), { maxLength: 12 })
const body = fc
  .string({ unit: 'grapheme', maxLength: 300 })
  .filter((text) => text.isWellFormed() && !text.includes('\uFEFF'))
const plain = { noNullPrototype: true }
const request = fc.record(
  {
    method: fc.constantFrom('INVITE', 'ACK', 'BYE', 'CANCEL', 'REGISTER', 'REFER', 'NOTIFY', 'UPDATE'),
    uri: fc.constantFrom('sip:call-1@pbx.test', 'sip:1001@pbx.test;transport=ws', 'sips:a%20b@host:5061'),
    headers,
    body,
  },
  plain,
)
const reply = fc.record({ status: fc.integer({ min: 100, max: 699 }), phrase: value, headers, body }, plain)
const message = fc.oneof(request, reply) as fc.Arbitrary<SipMessage>

describe('a SIP message', () => {
  test('is read as it was written', () => {
    fc.assert(fc.property(message, (it) => assert.deepEqual(parse(write(it)), it)))
  })

  test('keeps what only JavaScript calls the end of a line', () => {
    const it = { status: 486, phrase: 'a\u2028b\u2029c', headers: [], body: '' }
    assert.deepEqual(parse(write(it)), it)
  })

  test('cannot be made to carry another line', () => {
    const it = {
      status: 200,
      phrase: 'OK\r\nX: 1',
      headers: [['To', 'a\r\nEvil: yes']] as [string, string][],
      body: '',
    }
    const back = parse(write(it))!
    assert.equal(header(back, 'Evil'), undefined)
    assert.equal(header(back, 'X'), undefined)
  })

  test('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.uint8Array({ maxLength: 400 }).map((a) => Buffer.from(a)),
        ),
        (data) => {
          const it = parse(data as string)
          if (it) write(it)
        },
      ),
    )
    // And whatever is left of one that was cut or touched.
    fc.assert(
      fc.property(message, fc.nat(), fc.nat(), fc.string({ maxLength: 3 }), (it, from, length, other) => {
        const text = write(it)
        const at = from % text.length
        const touched = parse(text.slice(0, at) + other + text.slice(at + (length % 20)))
        if (!touched) return
        for (const some of ['From', 'To', 'Contact', 'Via', 'Reason']) {
          for (const one of values(touched, some)) userOf(addressOf(one).uri)
          tagOf(header(touched, some))
          branchOf(header(touched, some))
        }
        q850Of(touched)
        cseqOf(touched)
      }),
    )
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void challengeOf(`Digest ${text}`)))
  })

  test('folded, shortened, in any case, with several Via', () => {
    const it = parse(
      [
        'SIP/2.0 486 Busy Here',
        'v: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/WS b;branch=z9hG4bK2',
        'VIA: SIP/2.0/TCP c',
        'f: "Lin, Wang" <sip:1001@pbx.test>;tag=aa',
        't: <sip:2@pbx.test>;',
        '  tag=bb',
        'i: 123@x',
        'CSEQ: 7  INVITE',
        'reason: SIP;cause=486;text="a, b", Q.850;cause=17;text="User busy"',
        'l: 4',
        '',
        'bodyand more',
      ].join('\r\n'),
    )!
    assert.ok(!isRequest(it) && it.status === 486)
    assert.deepEqual(values(it, 'Via').map(branchOf), ['z9hG4bK1', 'z9hG4bK2', undefined])
    assert.deepEqual(addressOf(header(it, 'From')), { name: 'Lin, Wang', uri: 'sip:1001@pbx.test', params: ';tag=aa' })
    assert.equal(tagOf(header(it, 'To')), 'bb')
    assert.equal(header(it, 'Call-ID'), '123@x')
    assert.deepEqual(cseqOf(it), { number: 7, method: 'INVITE' })
    assert.equal(q850Of(it), 17)
    assert.equal(it.body, 'body')
  })

  test('is refused where it is cut off, too long, or says its length falsely', () => {
    const text = write({ method: 'INVITE', uri: 'sip:a@b', headers: [['To', '<sip:a@b>']], body: '语音' })
    assert.match(text, /Content-Length: 6\r\n/)
    assert.equal(parse(text.slice(0, -1)), null)
    assert.equal(parse(text.replace('Content-Length: 6', 'Content-Length: -1')), null)
    assert.equal(parse(text.replace('SIP/2.0', 'HTTP/1.1')), null)
    assert.equal(parse(`${text}${'x'.repeat(70_000)}`), null)
    assert.equal(parse(''), null)
  })

  test('names the user of an address and what stands behind its question mark', () => {
    assert.equal(userOf('sip:call-1@pbx.test;transport=ws'), 'call-1')
    assert.equal(userOf('tel:+8613900000000;ext=1'), '+8613900000000')
    assert.equal(userOf('sip:pbx.test'), '')
    assert.equal(userOf('sip:%zz@x'), '%zz')
    assert.equal(headerIn('sip:a@b?Subject=x&Replaces=1%3Bto-tag%3D2', 'replaces'), '1%3Bto-tag%3D2')
  })
})

describe('a digest', () => {
  test('answers as RFC 2617 and RFC 7616 show it', () => {
    const who = { username: 'Mufasa', method: 'GET', uri: '/dir/index.html' }
    const md5 = challengeOf(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    )!
    assert.match(
      answerTo(md5, { ...who, password: 'Circle Of Life' }, '0a4f113b'),
      /response="6629fae49393a05397450978507c4ef1"/,
    )
    const sha = challengeOf(
      'Digest realm="http-auth@example.org", qop="auth", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"',
    )!
    assert.match(
      answerTo(sha, { ...who, password: 'Circle of Life' }, 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'),
      /response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"/,
    )
  })

  test('is not attempted where something else is asked for', () => {
    for (const other of [
      'Basic realm="x"',
      'Digest realm="x"',
      'Digest realm="x", nonce="1", algorithm=SHA-512',
      'Digest realm="x", nonce="1", qop="auth-int"',
    ])
      assert.equal(challengeOf(other), null, other)
  })
})
