// Where a call may lead: any other machine, and nothing of this one that the operator has not named.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { after, before, describe, test } from 'node:test'
import { NotOutside, neighbour, outsideOf, portOf } from './address.ts'
import { callOutside } from './call.ts'
import { postJson } from './post.ts'

const allowed = (address: string, neighbours: string[] = []) => {
  const url = new URL(address)
  return outsideOf(neighbours).refuses(url.hostname, portOf(url)) === null
}

describe('an address that a person sets', () => {
  test('leads to other machines', () => {
    for (const address of [
      'https://12345.city.example/back',
      'http://10.8.0.12:13013/',
      'http://[2001:db8::7]/',
      'wss://pbx.lan:8089/ws',
    ])
      assert.ok(allowed(address), address)
  })

  test('does not lead back into this machine, however it is written', () => {
    const mine = Object.values(networkInterfaces()).flatMap((all) => all?.map((it) => it.address) ?? [])
    const own = mine.map((address) => (address.includes(':') ? `http://[${address}]:5432/` : `http://${address}:5432/`))
    for (const address of [
      'http://127.0.0.1:5432/',
      'http://127.8.9.1/',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://0/',
      'http://localhost:8080/',
      'http://LOCALHOST./',
      'http://a.localhost/',
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://[::]/',
      'http://[64:ff9b::7f00:1]/',
      'http://169.254.169.254/latest/meta-data',
      'http://[::ffff:169.254.169.254]/',
      'http://100.100.100.200/',
      'http://[fe80::1]/',
      'http://255.255.255.255/',
      ...own,
    ])
      assert.equal(allowed(address), false, address)
  })

  test('unless the operator has named it, with this port or with all', () => {
    assert.ok(allowed('http://127.0.0.1:13013/', ['127.0.0.1:13013']))
    assert.ok(allowed('http://localhost:13013/', ['127.0.0.1:13013']))
    assert.equal(allowed('http://127.0.0.1:5432/', ['127.0.0.1:13013']), false)
    assert.ok(allowed('ws://127.1.2.3:8088/ws', ['127.1.0.0/16']))
    assert.ok(allowed('https://[::1]/', ['[::1]:443']))
    assert.deepEqual(
      ['127.0.0.1:99999', 'pbx.lan', '127.0.0.1/40', '', '[::1', '::1'].map((text) => neighbour(text)),
      [undefined, undefined, undefined, undefined, undefined, undefined],
    )
  })
})

describe('a call', () => {
  const asked: { url: string; who: string | undefined; key: string | undefined; body: string }[] = []
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const part of request) body += part
    const { authorization: who, 'idempotency-key': key } = request.headers as Record<string, string | undefined>
    asked.push({ url: request.url!, who, key, body })
    if (request.url === '/elsewhere') reply.writeHead(302, { location: '/here' }).end()
    else if (request.url === '/never') reply.writeHead(200).flushHeaders()
    else if (request.url === '/endless') {
      const more = () => {
        while (!reply.destroyed && reply.write('x'.repeat(16_384)));
      }
      reply.on('drain', more)
      more()
    } else reply.end('好')
  })
  let port = 0
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  test('a name is looked up when it is called, and what it means today decides', async () => {
    const closed = outsideOf()
    const lookup = (name: string, all: boolean) =>
      new Promise((resolve, reject) => {
        closed.lookup(80)(name, { all }, (error, found) => (error ? reject(error) : resolve(found)))
      })
    await assert.rejects(lookup('localhost', true), NotOutside)
    await assert.rejects(lookup('localhost', false), NotOutside)
    await assert.rejects(callOutside(closed, `http://127.0.0.1:${port}/`), NotOutside)
    assert.match((await postJson(closed, `http://localhost:${port}/`, 'k', {}))!, /HUIYIN_NEIGHBOURS/)
    assert.equal(asked.length, 0)
  })

  test('asks with key, name and password; is not led on; ends in time and in size', async () => {
    const open = outsideOf([`127.0.0.1:${port}`])
    assert.equal(await postJson(open, `http://line:p%40ss@localhost:${port}/in`, 'key-1', { a: '甲' }), null)
    assert.deepEqual(asked.at(-1), {
      url: '/in',
      who: `Basic ${Buffer.from('line:p@ss').toString('base64')}`,
      key: 'key-1',
      body: '{"a":"甲"}',
    })
    const answer = await callOutside(open, `http://127.0.0.1:${port}/x?y=1`)
    assert.deepEqual([answer.status, answer.text], [200, '好'])
    assert.equal(await postJson(open, `http://127.0.0.1:${port}/elsewhere`, 'k', {}), '对方接口答复 302')
    assert.equal(asked.at(-1)!.url, '/elsewhere')
    await assert.rejects(callOutside(open, `http://127.0.0.1:${port}/never`, { patience: 200 }), {
      name: 'TimeoutError',
    })
    assert.equal((await callOutside(open, `http://127.0.0.1:${port}/endless`)).text.length, 65_536)
    assert.match((await postJson(outsideOf(['127.0.0.1']), 'http://127.0.0.1:9/', 'k', {}))!, /ECONNREFUSED/)
  })
})
