// The printed documents say what the program does today.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Db, openDatabase } from '#engine/database.ts'
import { migrate } from '#engine/migrate.ts'
import { printed } from '#src/print/printed.ts'
import { freshDatabase } from './desk.ts'

const folder = join(import.meta.dirname, '../docs/printed')

describe('docs/printed', () => {
  let db: Db
  let end = async () => {}
  before(async () => {
    const database = await freshDatabase()
    const opened = openDatabase(database.url, 1)
    db = opened.db
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
})
