// The printed documents say what the program does today.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Db, openDatabase } from '#engine/database.ts'
import { migrate } from '#engine/migrate.ts'
import { printed } from '#src/print/printed.ts'
import { rowTypesFile, writeRowTypes } from '#src/print/rows.ts'
import { freshDatabase } from './desk.ts'

const folder = join(import.meta.dirname, '../docs/printed')

describe('docs/printed', () => {
  let db: Db
  let end = async () => {}
  let url = ''
  before(async () => {
    const database = await freshDatabase()
    const opened = openDatabase(database.url, 1)
    db = opened.db
    url = database.url
    end = () => opened.close().then(database.drop)
    await migrate(db)
  })
  after(() => end())

  test('is what `npm run print` would write now', async () => {
    const pages = await printed(db)
    assert.deepEqual((await readdir(folder)).sort(), Object.keys(pages).sort())
    for (const [name, text] of Object.entries(pages))
      assert.equal(await readFile(join(folder, name), 'utf8'), text, `${name} is stale: run npm run print`)
  })

  test('the row types are those of the migrated database', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'huiyin-rows-')), 'schema.ts')
    const now = await writeRowTypes(url, file).finally(() => rm(file, { force: true }))
    assert.equal(await readFile(rowTypesFile, 'utf8'), now, 'src/engine/schema.gen.ts is stale: run npm run print')
  })
})
