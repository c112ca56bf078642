// Files of lists: exactly what the list shows to who asks, nobody's name in it, let go by a second person where it must be.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { readTable } from '#engine/tables/read.ts'
import { type Desk, openDesk } from '#test/desk.ts'

const kept: string[] = []
const textOf = (reply: unknown): Buffer => Buffer.from((reply as { content: Uint8Array }).content)

const cellsOf = async (bytes: Buffer) => {
  const table = await readTable(bytes)
  const rows: string[][] = []
  for await (const { cells } of table.rows) rows.push(cells)
  return { header: table.header, rows, sheets: table.sheets }
}

describe('exports', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  after(() => desk.close())

  test('x', async () => {
    const { nurse } = desk.people
    console.log(Object.keys(desk.people), textOf, cellsOf, kept, sql)
    console.log(await nurse.exports.list({}))
  })
})
