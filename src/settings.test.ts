// What the environment may say, and what is answered to what it may not.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { cert, key } from '#test/certificate.ts'
import { isLoopback, readSettings, WrongSettings } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'huiyin-settings-'))
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

/** The variables that are complained about. */
const wrong = (env: Record<string, string>): string[] => {
  try {
    readSettings(env)
    return []
  } catch (error) {
    assert(error instanceof WrongSettings)
    for (const { words } of error.problems) assert(words.zh.length > 10 && words.en.length > 10)
    return error.problems.map(({ variable }) => variable)
  }
}

describe('settings', () => {
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('nothing said: this machine only, port 8080, our own database, no secrets over the wire', () => {
    const settings = readSettings({})
    assert.deepEqual(
      { ...settings, data: settings.data.endsWith('.huiyin') },
      {
        data: true,
        port: 8080,
        host: '127.0.0.1',
        databaseUrl: undefined,
        demo: undefined,
        tls: undefined,
        proxies: [],
        neighbours: [],
        openData: undefined,
        speech: undefined,
        voicePorts: undefined,
        voiceUrl: undefined,
        publicUrl: undefined,
        secure: false,
        backupKey: undefined,
        vaultKey: undefined,
        logLevel: 'warn',
      },
    )
  })

  test('an empty variable is as if it were not there', () => {
    assert.equal(readSettings({ PORT: '', HOST: ' ', DATABASE_URL: '' }).port, 8080)
  })

  test('all that is wrong is said at once, with the variable, its value and what would be right', () => {
    const env = {
      PORT: '80800',
      HOST: 'not a host',
      DATABASE_URL: 'mysql://root:secret@db/huiyin',
      HUIYIN_DEMO: 'yes',
      HUIYIN_PROXIES: '10.0.0.1, 10.0.0.0/40, proxy.lan',
      HUIYIN_NEIGHBOURS: '127.0.0.1:13013, pbx.lan',
      HUIYIN_URL: 'huiyin.lan',
      LOG_LEVEL: 'verbose',
      TLS_CERT: '/nowhere.pem',
      HUIYIN_BACKUP_KEY: '/nowhere.key',
    }
    const found = wrong(env)
    assert.deepEqual([...new Set(found)].sort(), [
      'DATABASE_URL',
      'HOST',
      'HUIYIN_BACKUP_KEY',
      'HUIYIN_DEMO',
      'HUIYIN_NEIGHBOURS',
      'HUIYIN_PROXIES',
      'HUIYIN_URL',
      'LOG_LEVEL',
      'PORT',
      'TLS_KEY',
    ])
    assert.throws(() => readSettings(env), /PORT=80800.*65535[\s\S]*mysql:\/\/root:\*\*\*@db[\s\S]*10\.0\.0\.0\/40/)
    assert.throws(
      () => readSettings(env),
      (error: Error) => !error.message.includes('secret'),
    )
  })

  test('beyond this machine only with HTTPS, a proxy that has it, or a deliberate word', () => {
    assert.deepEqual(wrong({ HOST: '0.0.0.0' }), ['HOST'])
    assert.deepEqual(wrong({ HOST: '192.168.1.5', HUIYIN_PROXIES: '192.168.1.1' }), [])
    assert.deepEqual(wrong({ HOST: '::', HUIYIN_URL: 'http://huiyin.lan' }), ['HOST'])
    assert.deepEqual(wrong({ HOST: '0.0.0.0', HUIYIN_INSECURE: '1' }), [])
    assert.equal(readSettings({ HUIYIN_PROXIES: '127.0.0.1' }).secure, true)
    assert.equal(
      readSettings({ HUIYIN_URL: 'https://huiyin.hospital.example/' }).publicUrl,
      'https://huiyin.hospital.example',
    )
  })

  test('a demo is for this machine only', () => {
    assert.deepEqual(wrong({ HOST: '0.0.0.0', HUIYIN_INSECURE: '1', HUIYIN_DEMO: '1' }), ['HOST'])
    assert.deepEqual(wrong({ HOST: '127.8.8.8', HUIYIN_DEMO: '1' }), [])
  })

  test('a certificate and its key come together, readable, as PEM', () => {
    assert.deepEqual(wrong({ TLS_KEY: '/x' }), ['TLS_CERT'])
    assert.deepEqual(wrong({ TLS_CERT: '/nowhere', TLS_KEY: '/nowhere' }), ['TLS_CERT'])
    const text = file('not.pem', 'hello')
    assert.deepEqual(wrong({ TLS_CERT: text, TLS_KEY: text }), ['TLS_CERT'])
  })

  test('open data have an address, somewhere to come from, and a certificate', () => {
    const door = { HUIYIN_OPEN_DATA: '10.1.2.3', HUIYIN_OPEN_DATA_FROM: '10.1.8.20, 10.1.9.0/24' }
    const own = { HUIYIN_OPEN_DATA_CERT: file('open.crt', cert), HUIYIN_OPEN_DATA_KEY: file('open.key', key) }
    assert.deepEqual(readSettings({ ...door, ...own }).openData, {
      ...{ address: '10.1.2.3', from: ['10.1.8.20', '10.1.9.0/24'], cert, key },
    })
    const shared = { TLS_CERT: own.HUIYIN_OPEN_DATA_CERT, TLS_KEY: own.HUIYIN_OPEN_DATA_KEY }
    assert.equal(readSettings({ ...door, ...shared }).openData?.key, key)
    assert.equal(readSettings({ ...shared }).openData, undefined)
    assert.deepEqual(wrong(door), ['HUIYIN_OPEN_DATA'])
    assert.deepEqual(wrong({ ...door, ...own, HUIYIN_OPEN_DATA_FROM: 'everybody' }), ['HUIYIN_OPEN_DATA_FROM'])
    assert.deepEqual(wrong({ ...door, ...own, HUIYIN_OPEN_DATA: 'bi.example' }), ['HUIYIN_OPEN_DATA'])
    assert.deepEqual(wrong({ ...door, ...own, DATABASE_URL: 'postgres://a:b@c/d' }), ['HUIYIN_OPEN_DATA'])
  })

  test('the passphrase of backups stands in a file and is long enough', () => {
    assert.deepEqual(wrong({ HUIYIN_BACKUP_KEY: file('short', 'short') }), ['HUIYIN_BACKUP_KEY'])
    assert.equal(
      readSettings({ HUIYIN_BACKUP_KEY: file('long', 'correct horse battery\n') }).backupKey,
      'correct horse battery',
    )
  })

  test('what counts as this machine', () => {
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) assert.equal(isLoopback(host), true, host)
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'huiyin.lan', '128.0.0.1'])
      assert.equal(isLoopback(host), false, host)
  })
})
