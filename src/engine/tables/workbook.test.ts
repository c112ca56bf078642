// Promises of the workbook reader: cells become the text that people saw, and a hostile file ends in a sentence.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { readTable, type Source, TableError } from './read.ts'
import { streamXlsx, writeXlsx } from './write.ts'

async function all(source: Source, options = {}) {
  const table = await readTable(source, options)
  const rows: { row: number; cells: string[] }[] = []
  for await (const { row, cells } of table.rows) rows.push({ row, cells })
  return { ...table, rows }
}

async function refusal(source: Source, options = {}): Promise<TableError> {
  try {
    await all(source, options)
  } catch (error) {
    assert.ok(error instanceof TableError, String(error))
    return error
  }
  return assert.fail('nothing was refused')
}

type Part = { name: string; content: Buffer; size?: number; crc?: number }

/** A ZIP archive as it should be, or with lies about a part. */
function zip(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, size = content.length, crc = crc32(content) } of parts) {
    const packed = deflateRawSync(content)
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    fixed.writeUInt16LE(8, 4)
    fixed.writeUInt32LE(crc, 10)
    fixed.writeUInt32LE(packed.length, 14)
    fixed.writeUInt32LE(size, 18)
    fixed.writeUInt16LE(name.length, 22)
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), fixed, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fixed, tail, Buffer.from(name)]))
    bodies.push(body)
    offset += body.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(
    directory.reduce((n, { length }) => n + length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

const relation = (id: string, kind: string, target: string) =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`
const sheetXml = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`

/** The least that is a workbook, with sheets named as no program that we know names them. */
function workbook(
  sheets: { name: string; xml: string; state?: string }[],
  strings?: string,
  change: Partial<Part> = {},
): Buffer {
  return zip([
    {
      name: '_rels/.rels',
      content: Buffer.from(`<Relationships>${relation('r1', 'officeDocument', '/xl/book.xml')}</Relationships>`),
    },
    {
      name: 'xl/book.xml',
      content: Buffer.from(
        `<workbook><sheets>${sheets.map(({ name, state }, i) => `<sheet name="${name}" sheetId="${i + 1}" ${state ? `state="${state}"` : ''} r:id="s${i}"/>`).join('')}</sheets></workbook>`,
      ),
    },
    {
      name: 'xl/_rels/book.xml.rels',
      content: Buffer.from(
        `<Relationships>${sheets.map((_, i) => relation(`s${i}`, 'worksheet', `sheets/page${i}.xml`)).join('')}${strings ? relation('t', 'sharedStrings', 'sharedStrings.xml') : ''}</Relationships>`,
      ),
    },
    ...sheets.map(({ xml }, i) => ({ name: `xl/sheets/page${i}.xml`, content: Buffer.from(xml), ...change })),
    ...(strings ? [{ name: 'xl/sharedStrings.xml', content: Buffer.from(strings) }] : []),
  ])
}

describe('工作簿', () => {
  test('dates, long numbers and text come out as people meant them', async () => {
    const bytes = await writeXlsx([
      {
        name: '出院[1]',
        header: ['病案号', '出院日期', '电话', '身份证号', '金额', '备注'],
        rows: [
          [10005194, new Date('2011-07-28T00:00:00Z'), 19900000958, '99010119360111424X', -3.5, '=1+1'],
          ['00012', new Date('2011-07-28T14:30:00Z'), '19900000958', Number('990101193601114244'), null, '甲\n乙'],
        ],
      },
    ])
    const { header, rows, format, sheet } = await all(bytes)
    assert.equal(format, 'xlsx')
    assert.equal(sheet, '出院 1')
    assert.equal(header.length, 6)
    assert.deepEqual(rows, [
      { row: 2, cells: ['10005194', '2011-07-28', '19900000958', '99010119360111424X', '-3.5', '=1+1'] },
      { row: 3, cells: ['00012', '2011-07-28 14:30:00', '19900000958', '9.901011936011142E+17', '', '甲\n乙'] },
    ])
  })

  test('rows beyond one batch arrive in order, at the pace of the reader', async () => {
    const rows = Array.from({ length: 7001 }, (_, i) => [`r${i}`, i])
    const stream = streamXlsx({ name: 's', header: ['a', 'b'], rows })
    const table = await readTable(stream as unknown as AsyncIterable<Uint8Array>)
    let i = 0
    for await (const { row, cells } of table.rows) {
      assert.deepEqual([row, ...cells], [i + 2, `r${i}`, String(i)])
      if (i % 1000 === 0) await new Promise((go) => setTimeout(go, 5))
      i++
    }
    assert.equal(i, 7001)
  })

  test('whoever leaves the loop or wants only the heading leaves nothing running', async () => {
    const bytes = await writeXlsx([
      { name: 's', header: ['a', 'b'], rows: Array.from({ length: 5000 }, (_, i) => [i, i]) },
    ])
    for await (const _ of (await readTable(bytes)).rows) break
    await (await readTable(bytes)).close()
    await (await readTable(Buffer.from('a,b\n1,2\n'))).close()
  })

  test('the first visible sheet with a row is read; another by its name', async () => {
    const cell = (text: string) =>
      `<row r="3"><c r="B3" t="inlineStr"><is><t>${text}</t></is></c><c r="C3" t="inlineStr"><is><t>${text}</t></is></c></row>`
    const bytes = workbook([
      { name: '隐藏', state: 'hidden', xml: sheetXml(cell('h')) },
      { name: '空', xml: sheetXml('') },
      { name: '甲&amp;乙', xml: sheetXml(cell('x')) },
    ])
    const { header, headerRow, sheet, sheets } = await all(bytes)
    assert.deepEqual([header, headerRow, sheet, sheets], [['', 'x', 'x'], 3, '甲&乙', ['空', '甲&乙']])
    assert.equal((await all(bytes, { sheet: '隐藏' })).header[1], 'h')
    assert.equal((await refusal(bytes, { sheet: '没有' })).code, 'no-sheet')
  })
})

describe('恶意与损坏', () => {
  const row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>'

  test('a sheet that packs suspiciously well is not unpacked', async () => {
    const bomb = Buffer.alloc(48 * 1024 * 1024, ' ')
    assert.equal((await refusal(workbook([{ name: 's', xml: `${sheetXml(row)}${bomb}` }]))).code, 'too-large')
  })

  test('a sheet that says it is small and is not is stopped at what it said', async () => {
    assert.equal(
      (await refusal(workbook([{ name: 's', xml: sheetXml(row) + ' '.repeat(5_000_000) }], undefined, { size: 1000 })))
        .code,
      'damaged',
    )
  })

  test('a wrong checksum is damage', async () => {
    assert.equal((await refusal(workbook([{ name: 's', xml: sheetXml(row) }], undefined, { crc: 1 }))).code, 'damaged')
  })

  test('entities are refused, whether they explode or fetch', async () => {
    const strings = '<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/hostname">]><sst><si><t>&a;</t></si></sst>'
    assert.equal((await refusal(workbook([{ name: 's', xml: sheetXml(row) }], strings))).code, 'damaged')
  })

  test('a truncated archive, another archive and a broken old workbook each get a sentence', async () => {
    const whole = await writeXlsx([{ name: 's', header: ['a', 'b'], rows: [[1, 2]] }])
    for (let cut = 1; cut < whole.length; cut = cut * 2 + 7) await refusal(whole.subarray(0, whole.length - cut))
    assert.equal((await refusal(zip([{ name: 'a.txt', content: Buffer.from('x') }]))).code, 'not-a-table')
    assert.equal(
      (await refusal(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2048)]))).code,
      'damaged',
    )
  })

  test('one flipped byte anywhere: rows or a sentence, never anything else', async () => {
    const whole = Buffer.from(await writeXlsx([{ name: 's', header: ['a', 'b'], rows: [['张三', 2]] }]))
    for (let at = 0; at < whole.length; at += 397) {
      const flipped = Buffer.from(whole)
      flipped[at]! ^= 0x5a
      await all(flipped).catch((error) => assert.ok(error instanceof TableError, `${at}: ${error}`))
    }
  })
})
