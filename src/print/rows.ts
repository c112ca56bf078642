// The types of the rows, generated from the migrated database: the schema is written in SQL and nowhere else.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

/** Where the generated file lies. */
export const rowTypesFile = join(root, 'src/engine/schema.gen.ts')

const mapping = { int8: 'number', jsonb: 'unknown', timestamptz: 'Date', xid8: 'string', tsvector: 'string' }

/** Writes the row types of the database at `url` into `file` and answers them. */
export const writeRowTypes = async (url: string, file: string): Promise<string> => {
  const words = ['--dialect', 'postgres', '--url', url, '--out-file', file, '--log-level', 'error']
  const parsers = ['--date-parser', 'string', '--numeric-parser', 'number', '--type-mapping', JSON.stringify(mapping)]
  const tool = join(root, 'node_modules/kysely-codegen/dist/cli/bin.js')
  await promisify(execFile)(process.execPath, [tool, ...words, ...parsers, '--exclude-pattern', 'pgboss.*'])
  return readFile(file, 'utf8')
}
