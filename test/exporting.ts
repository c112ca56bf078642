// Taking a list out as a file, as people do it: asked for, let go by another where it must be, made, fetched.
import assert from 'node:assert/strict'
import type { Desk, Person } from './desk.ts'

/** The bytes of a file of a list; `by` lets it go where a second person has to. */
export const takenOut = async (
  desk: Desk,
  person: Person,
  it: { list: string; asked?: Record<string, string>; format?: 'csv' | 'xlsx'; by?: Person },
): Promise<Buffer> => {
  const asked = new URLSearchParams(it.asked ?? {}).toString()
  const { id } = await person.exports.ask({ list: it.list, asked, format: it.format ?? 'csv' })
  await desk.settle()
  if ((await person.exports.get({ id })).status === 'asked') {
    assert.ok(it.by, 'it needs a second person')
    await it.by.exports.approve({ id })
    await desk.settle()
  }
  return Buffer.from((await person.exports.file({ id })) as unknown as Uint8Array)
}

/** The cells of a CSV as a spreadsheet reads them: commas, and quotes around what holds one. */
export const rawCells = (csv: Buffer): string[] =>
  [
    ...csv
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .matchAll(/"((?:[^"]|"")*)"|[^",\r\n]+/g),
  ].map(([plain, quoted]) => quoted?.replaceAll('""', '"') ?? plain)

/** What a spreadsheet would run. */
export const wouldRun = (cell: string): boolean => /^[=+@\t\r＝＋－＠]|^-(?!\d)/.test(cell)
