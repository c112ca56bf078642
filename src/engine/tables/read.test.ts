// Promises of the table reader for text: every encoding, every separator, and damage that stays where it is.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readTable, type Source, TableError, type TableRow } from './read.ts'

const torture = join(import.meta.dirname, '../../../../shared/data/torture')

async function all(
  source: Source,
): Promise<{ header: string[]; rows: TableRow[]; encoding: string | null; delimiter: string | null }> {
  const { header, rows, encoding, delimiter } = await readTable(source)
  const out: TableRow[] = []
  for await (const row of rows) out.push(row)
  return { header, rows: out, encoding, delimiter }
}

const cells = (rows: readonly TableRow[]) => rows.map((row) => row.cells)

async function refusal(source: Source): Promise<TableError> {
  try {
    await all(source)
  } catch (error) {
    assert.ok(error instanceof TableError, String(error))
    assert.ok(error.words.zh && error.words.en && error.remedy.zh && error.remedy.en)
    return error
  }
  return assert.fail('nothing was refused')
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
/** 姓名,电话 / 张三,1 / 𠮷·阿(rare: four bytes in GB18030). */
const gb18030 = Buffer.from(
  'd0d5c3fb2cb5e7bbb00ad5c5c8fd2c310a9532823620a1a4b0a22c320a'.replace('9532823620', '95328236'),
  'hex',
)

describe('编码', () => {
  const text = '姓名,电话\r\n张三,1\r\n阿依古丽·买买提,2\r\n'
  for (const [name, bytes, encoding] of [
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16LE with BOM', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16LE without BOM', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16BE with BOM', utf16be(`\ufeff${text}`), 'utf-16be'],
    ['UTF-16BE without BOM', utf16be(text), 'utf-16be'],
  ] as const) {
    test(name, async () => {
      const read = await all(bytes)
      assert.equal(read.encoding, encoding)
      assert.deepEqual(read.header, ['姓名', '电话'])
      assert.deepEqual(cells(read.rows), [
        ['张三', '1'],
        ['阿依古丽·买买提', '2'],
      ])
    })
  }

  test('GB18030 with a character of four bytes', async () => {
    const read = await all(gb18030)
    assert.equal(read.encoding, 'gb18030')
    assert.deepEqual(cells(read.rows)[0], ['张三', '1'])
    assert.equal([...cells(read.rows)[1]![0]!].length, 3)
  })

  test('Chinese that comes only after a megabyte of ASCII is still GB18030', async () => {
    const ascii = Buffer.from(`a,b\n${'x,y\n'.repeat(300_000)}`)
    const read = await all(Buffer.concat([ascii, gb18030.subarray(gb18030.indexOf(0x0a) + 1)]))
    assert.equal(read.encoding, 'gb18030')
    assert.equal(read.rows.length, 300_002)
    assert.equal(read.rows.at(-2)!.cells[0], '张三')
  })

  test('two encodings in one file are refused, with the line where they meet', async () => {
    const two = Buffer.concat([gb18030, gb18030, Buffer.from('李四,3\n王五,4\n')])
    const error = await refusal(two)
    assert.equal(error.code, 'encoding')
    assert.equal(error.row, 7)
  })

  test('a character cut in the middle damages its own row', async () => {
    const bytes = Buffer.from('姓名,电话\n张三,1\n李四,2\n王')
    const { rows } = await all(bytes.subarray(0, bytes.length - 1))
    assert.deepEqual(
      rows.map(({ problem }) => problem !== null),
      [false, false, true],
    )
  })

  test('a stream is read like a file', async () => {
    async function* upload() {
      for (const byte of gb18030) yield Buffer.from([byte])
    }
    assert.equal((await all(upload())).rows.length, 2)
  })
})

describe('分隔与引号', () => {
  for (const [delimiter, name] of [
    [',', 'comma'],
    ['\t', 'tab'],
    [';', 'semicolon'],
    ['|', 'bar'],
  ] as const) {
    test(`separated by ${name}`, async () => {
      const read = await all(
        Buffer.from(
          [
            ['a', 'b', 'c'],
            ['1', 'x y', ''],
            ['"2,;|"', '', '3'],
          ]
            .map((row) => row.join(delimiter))
            .join('\n'),
        ),
      )
      assert.equal(read.delimiter, delimiter)
      assert.deepEqual(cells(read.rows), [
        ['1', 'x y', ''],
        ['2,;|', '', '3'],
      ])
    })
  }

  test('whatever is written by the rules is read back, whatever the pieces in which it comes', async () => {
    const cell = fc.string({ unit: fc.constantFrom('张', 'a', '"', ',', '\n', '\r\n', ' ', '1'), maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell, cell, cell, cell, cell, cell), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 40 }),
        async (table, lineEnd, size) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
          const bytes = Buffer.from(
            ['c1,c2,c3,c4,c5,c6,c7,c8', ...table.map((row) => row.map(quoted).join(','))].join(lineEnd),
          )
          async function* pieces() {
            for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
          }
          const { rows } = await all(pieces())
          const full = table.filter((row) => row.some((text) => text.trim() !== ''))
          assert.deepEqual(cells(rows), full)
          assert.ok(rows.every(({ problem }) => problem === null))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a quote that is never closed costs its row and no other', async () => {
    const { rows } = await all(Buffer.from('a,b,c\n1,"x,2\n3,y,4\n5,"z ""quoted""",6\n7,w,8\n'))
    assert.deepEqual(
      rows.map(({ row, problem }) => [row, problem?.code ?? null]),
      [
        [2, 'quote'],
        [3, null],
        [4, null],
        [5, null],
      ],
    )
    assert.deepEqual(rows[2]!.cells, ['5', 'z "quoted"', '6'])
  })

  test('too few and too many columns are problems of their rows; blank cells at the end are none', async () => {
    const { rows } = await all(Buffer.from('a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n'))
    assert.deepEqual(
      rows.map(({ problem }) => problem?.code ?? null),
      ['columns', 'columns', null, null],
    )
  })

  test('rows are numbered as in a spreadsheet: records, blank ones counted, titles too', async () => {
    const { header, rows } = await all(
      Buffer.from('2011年出院一览表,,\r\n\r\n病案号,姓名,地址\r\n1,张三,"甲\r\n乙"\r\n,,\r\n2,李四,丙\r\n\x1a'),
    )
    assert.deepEqual(header, ['病案号', '姓名', '地址'])
    assert.deepEqual(
      rows.map(({ row, line }) => [row, line]),
      [
        [4, 4],
        [6, 7],
      ],
    )
  })

  test('NUL padding is dropped, a NUL inside is damage', async () => {
    const { rows } = await all(Buffer.from('姓名,电话\n张三\0\0\0,1\n李\0四,2\n'))
    assert.equal(rows[0]!.cells[0], '张三')
    assert.deepEqual(
      rows.map(({ problem }) => problem?.code ?? null),
      [null, 'nul'],
    )
  })
})

describe('不是表格的文件', () => {
  for (const [name, bytes, code] of [
    ['empty', '', 'empty'],
    ['blank', ' \r\n\r\n', 'empty'],
    ['PDF', '%PDF-1.4\n', 'not-a-table'],
    ['web page called xls', '<html><table><tr><td>姓名', 'not-a-table'],
    ['binary', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 31)), 'not-a-table'],
  ] as const) {
    test(name, async () => assert.equal((await refusal(Buffer.from(bytes))).code, code))
  }

  test('a missing file is told as such', async () =>
    assert.equal((await refusal('nowhere/list.csv')).code, 'unreadable'))

  test('a heading alone is a table without rows', async () =>
    assert.equal((await all(Buffer.from('姓名,电话\n'))).rows.length, 0))
})

describe('酷刑', {
  skip: existsSync(torture) ? false : 'shared/data/torture is not beside this project: skipped',
}, () => {
  for (const folder of ['csv_encodings', 'csv_spectrum', 'xlsx', 'utf8', 'strings', 'json_checker', 'hl7_xml']) {
    test(folder, async () => {
      const files = existsSync(join(torture, folder)) ? readdirSync(join(torture, folder)) : []
      for (const file of files) {
        try {
          await all(join(torture, folder, file))
        } catch (error) {
          assert.ok(error instanceof TableError && error.words.zh && error.words.en, `${file}: ${error}`)
        }
      }
    })
  }
})
