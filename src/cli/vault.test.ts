// The vault's key beside the database: made once for nobody else to read, held to what was sealed, and never in a backup.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { checkBackup } from '#engine/backup/read.ts'
import { restoreBackup } from '#engine/backup/restore.ts'
import { writeBackup } from '#engine/backup/write.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { heardIn } from '#engine/sound/packets.ts'
import { vaultOf as vaultUnder } from '#engine/vault.ts'
import { keyOf, wholeSound } from '#modules/recordings/sealing.ts'
import { modules } from '#src/modules.ts'
import { type Desk, freshDatabase, openDesk } from '#test/desk.ts'
import { recorded, talkingCall } from '#test/recording.ts'
import { mustFit, readyVaultKey, sealedIdentities, vaultOf } from './vault.ts'

describe('the vault’s key', () => {
  let desk: Desk
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-vault-'))
  before(async () => {
    desk = await openDesk()
  })
  after(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const settings = { data: folder, vaultKey: undefined }

  test('is made at the first start, for nobody else to read, and found again', () => {
    const made = readyVaultKey(settings)
    assert.equal(statSync(made.file).mode & 0o777, 0o600)
    assert.deepEqual(readyVaultKey(settings), { ...made, fresh: false })
    writeFileSync(made.file, 'something else')
    assert.throws(() => readyVaultKey(settings), /vault\.key/)
    rmSync(made.file)
  })

  test('comes apart from the backup: what was sealed comes back sealed, and another key does not serve', async () => {
    const { nurse, ids } = desk.people
    const identity = { mode: 'confidential' as const, name: '秦晓雯', phone: '13700001111' }
    await desk.stranger().voices.speak({ key: 'k'.repeat(32), topic: 'J1', text: '夜班连排四天没有休息', identity })
    const { id } = await recorded(desk, nurse, await talkingCall(desk, { staffId: ids.nurse }))
    const file = join(folder, 'one.huiyin')
    const say = () => {}
    await writeBackup({ url: desk.house.url, file, program: 'test', now: desk.clock.now(), say })
    assert.equal(await sealedIdentities(desk.house.url), 1)
    assert.ok((await checkBackup(file)).header.tables.some(({ name }) => name === 'vault.identities'))
    const elsewhere = await freshDatabase()
    await restoreBackup({ url: elsewhere.url, file, clock: desk.clock, later: new Map(), say })
    const another = readyVaultKey(settings)
    const open = (vaultKey: Buffer) =>
      openHouse({ url: elsewhere.url, modules, clock: desk.clock, log: openLog('silent'), poolSize: 3, vaultKey })
    const house = await open(another.key)
    assert.equal(await vaultOf(house, settings), 'other')
    await assert.rejects(mustFit(house, another), /vault renew/)
    assert.throws(() => readFileSync(another.file), 'the useless new key is taken away again')
    assert.equal(await vaultOf(house, settings), 'missing')
    const [row] = await house.db.selectFrom('vault.identities').selectAll().execute()
    const [before] = await desk.house.db.selectFrom('vault.identities').selectAll().execute()
    assert.deepEqual(row, before)
    assert.throws(() => vaultUnder(another.key).unseal(row!.locator, row!.sealed))
    assert.equal((desk.house.vault.unseal(row!.locator, row!.sealed) as typeof identity).name, '秦晓雯')
    // So do recordings: with the old key they sound, with another one they do not.
    const ctx = { tx: house.db, house: { vault: desk.house.vault } } as never
    const tape = await house.db.selectFrom('recordings').where('id', '=', id).selectAll().executeTakeFirstOrThrow()
    const sound = await wholeSound(ctx, { id, key: keyOf(ctx, tape), bytes: tape.bytes })
    assert.equal((await heardIn(sound)).packets, 450)
    assert.throws(() => keyOf({ house } as never, tape), /vault\.key/)
    await house.stop()
    await elsewhere.drop()
  })
})
