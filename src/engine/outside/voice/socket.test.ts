// SIP over plain TCP: messages are found however they are cut, and an exchange that sends rubbish fills no memory.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { type TcpSip, tcpTo } from './socket.ts'

const message = (n: number, body = '') =>
  `SIP/2.0 200 OK\r\nCall-ID: ${n}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

describe('over TCP', () => {
  let server: Server
  let exchange: Socket
  let line: TcpSip
  const heard: string[] = []
  beforeEach(async () => {
    heard.length = 0
    server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    line = await tcpTo(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, '127.0.0.1')
    line.ondata = (data) => heard.push(data)
    line.connect()
    ;[exchange] = (await once(server, 'connection')) as [Socket]
    exchange.on('error', () => {})
  })
  afterEach(() => {
    line.close()
    exchange.destroy()
    server.close()
  })
  const until = async (done: () => boolean) => {
    for (let i = 0; !done(); i++) {
      assert.ok(i < 100)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test('messages are found wherever they are cut', async () => {
    const all = [message(1, 'v=0\r\n'), message(2), message(3, '你好'.repeat(2000))]
    const bytes = Buffer.from(`\r\n\r\n${all.join('\r\n')}`)
    for (let at = 0; at < bytes.length; at += 701) {
      exchange.write(bytes.subarray(at, at + 701))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await until(() => heard.length === 3)
    assert.deepEqual(heard, all)
  })

  test('a connection without an end of a message is given up', async () => {
    for (const rubbish of [
      'A'.repeat(300_000),
      `SIP/2.0 200 OK\r\nContent-Length: 99999999\r\n\r\n${'A'.repeat(300_000)}`,
    ]) {
      const gone = new Promise((resolve) => {
        line.ondisconnect = resolve
      })
      exchange.write(rubbish)
      await gone
      assert.deepEqual(heard, [])
      line.connect()
      ;[exchange] = (await once(server, 'connection')) as [Socket]
      exchange.on('error', () => {})
    }
  })
})
