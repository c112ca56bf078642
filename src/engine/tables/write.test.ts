// Promises of the table writers: Excel opens them in Chinese, and nothing in them runs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readTable } from './read.ts'
import { csvCell, type OutRow, writeCsv, writeXlsx } from './write.ts'

async function csv(header: string[], rows: OutRow[]): Promise<string> {
  let text = ''
  for await (const line of writeCsv(header, rows)) text += line
  return text
}

test('a CSV begins with a byte order mark and ends its lines as Windows does', async () => {
  assert.equal(
    await csv(['姓名', '意见'], [['张三', '好,"很好"\n谢谢']]),
    '\ufeff姓名,意见\r\n张三,"好,""很好""\n谢谢"\r\n',
  )
})

test('what a spreadsheet would run is disarmed; numbers stay numbers', () => {
  for (const formula of ['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '=cmd', '-'])
    assert.ok(csvCell(formula).replace(/^"/, '').startsWith("'"), formula)
  assert.equal(csvCell('\t=1'), `"'\t=1"`)
  for (const plain of ['-3.5', '+8619900000958', '12', '张三', '']) assert.equal(csvCell(plain), plain)
  assert.equal(csvCell(-4), '-4')
})

test('no cell of any text begins with a sign that a spreadsheet runs', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '1', '"', '甲', ',') }), (text) => {
      const shown = csvCell(text).replace(/^"/, '').replaceAll('""', '"')
      assert.ok(!/^[=+\-@\t\r]/.test(shown) || /^[+-]?\d+(\.\d+)?$/.test(text), JSON.stringify(shown))
    }),
  )
})

test('characters that XML cannot hold do not damage the workbook', async () => {
  const table = await readTable(
    await writeXlsx([{ name: 'a/b:c?', header: ['甲', '乙'], rows: [['x\u0001y', 'a\ud800b']] }]),
  )
  assert.equal(table.sheet, 'a b c')
  for await (const { cells } of table.rows) assert.deepEqual(cells, ['xy', 'ab'])
})
