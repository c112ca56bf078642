// Promises of the workbook that is written as it is sent: what goes in comes out again, signed, and nothing in it runs.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readTable } from './read.ts'
import { csvCell, type OutRow, rearmed, runs, writeCsv } from './write.ts'
import { writeBook } from './write-book.ts'

const at = new Date('2026-03-09T01:00:00Z')

const bookOf = async (rows: readonly OutRow[], mark = 'DC-000001　王小满') => {
  const parts: Buffer[] = []
  const about = { name: '说明', header: ['项目', '内容'], rows: [['编号', mark]] }
  for await (const part of writeBook({ sheets: [{ name: '诉求', header: ['甲', '乙'], rows }, about], mark, at }))
    parts.push(part)
  return Buffer.concat(parts)
}

/** What attackers put into cells, and what only looks like it. */
export const nasty = [
  ...[
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1+1',
    '＋1',
    '－cmd',
    '＠x',
    ' =1',
    '\u00a0=1',
    '\u200b=1',
  ],
  ...[
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "'=1",
    "''=1",
    "'",
    "''",
    "'甲",
    '-5',
    '+8619900000958',
    "'-5",
  ],
  ...['甲,乙', '"甲"', '甲\n乙', '<b>&amp;</b>', '&P', ' 甲 ', '\ufeff甲'],
]

describe('a workbook that is written as it is sent', () => {
  test('gives back every cell: text as text, numbers as numbers', async () => {
    const rows = nasty.map((text, i): OutRow => [`${i}`, text])
    const table = await readTable(await bookOf([...rows, [7, -2.5]]))
    const back: string[][] = []
    for await (const { cells } of table.rows) back.push(cells)
    assert.deepEqual(
      back.slice(0, -1).map(([, text]) => text),
      nasty.map((text) => text.replaceAll('\r', '\r')),
    )
    assert.deepEqual(back.at(-1), ['7', '-2.5'])
    assert.deepEqual(table.sheets, ['诉求', '说明'])
  })

  test('says on every page whose it is, and nothing of it is a formula', async () => {
    const book = await bookOf([['=1+1', '甲']], '王&小满')
    const { openArchive } = await import('./archive.ts')
    const { openBytes } = await import('./bytes.ts')
    const archive = await openArchive(await openBytes(book))
    for (const sheet of ['sheet1', 'sheet2']) {
      const xml = String(await archive.part(`xl/worksheets/${sheet}.xml`, 1e6))
      assert.match(xml, /<oddFooter>&amp;L王&amp;&amp;小满/)
      assert.doesNotMatch(xml, /<f>/)
    }
    assert.match(String(await archive.part('xl/worksheets/sheet1.xml', 1e6)), /s="2" t="inlineStr"/)
  })
})

describe('a CSV', () => {
  const back = async (texts: readonly string[]) => {
    let csv = ''
    for await (const line of writeCsv(
      ['甲', '乙'],
      texts.map((text): OutRow => ['x', text]),
    ))
      csv += line
    const out: string[] = []
    for await (const { cells } of (await readTable(Buffer.from(csv))).rows) out.push(cells[1]!)
    return out
  }

  test('holds no cell that runs, and our own importer gives back what was there', async () => {
    for (const text of nasty) {
      const shown = csvCell(text).replace(/^"/, '')
      assert.ok(!/^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/.test(shown) || /^[+-]?\d+$/.test(text), JSON.stringify(text))
    }
    assert.deepEqual(await back(nasty), nasty)
  })

  test('nothing is disarmed twice: one apostrophe off is what was there', () => {
    const unit = fc.constantFrom(...'=+-@＝＋ \t\r\n\'"1a甲,'.split(''))
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const disarmed = runs(text) ? `'${text}` : text
        assert.equal(rearmed(disarmed), text)
      }),
    )
  })
})
