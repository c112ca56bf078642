// `npm run print`: writes docs/printed and the row types anew, from the sources and from a database made for the moment.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#engine/database.ts'
import { migrate } from '#engine/migrate.ts'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { printed } from './printed.ts'
import { rowTypesFile, writeRowTypes } from './rows.ts'

const into = join(import.meta.dirname, '../../docs/printed')
const folder = await mkdtemp(join(tmpdir(), 'huiyin-print-'))
const { url, stop } = await startPostgres({ folder, fsync: false })
const { db, close } = openDatabase(url, 1)
try {
  await migrate(db)
  await mkdir(into, { recursive: true })
  for (const [name, text] of Object.entries(await printed(db))) await writeFile(join(into, name), text)
  await writeRowTypes(url, rowTypesFile)
  process.stdout.write('docs/printed, src/engine/schema.gen.ts\n')
} finally {
  await close()
  await stop()
  await rm(folder, { recursive: true, force: true })
}
