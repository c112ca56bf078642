// Writes a workbook of any length as it is sent: every sheet is signed on paper and on the screen, and nothing in it runs.
import { crc32, createDeflateRaw } from 'node:zlib'
import { dosTime } from '../zip.ts'
import { type OutCell, type OutRow, runs, sheetName, writable } from './write.ts'

export type BookSheet = {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: Iterable<OutRow> | AsyncIterable<OutRow>
  /** Widths in characters, by column; otherwise after the heading. */
  readonly widths?: readonly number[]
}

type Book = {
  readonly sheets: readonly BookSheet[]
  /** Whose file this is: at the foot of every page, and among the properties. */
  readonly mark: string
  readonly at: Date
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
/** In a head or foot `&` begins a code. */
const inFoot = (text: string): string => escaped(text.replaceAll('&', '&&'))

const column = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : column(Math.floor(index / 26) - 1) + column(index % 26)

/** Styles by their place in `styles.xml`: a heading, and text that stays text when somebody edits the cell. */
const [heading, quoted] = [1, 2]

const cellXml = (raw: OutCell, at: string, style?: number): string => {
  const cell = writable(raw)
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${at}"><v>${cell}</v></c>` : ''
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
  const text = cell instanceof Date ? cell.toISOString() : cell
  const s = style ?? (runs(text) ? quoted : 0)
  // A carriage return written plainly would be read as a line feed.
  const said = escaped(text).replaceAll('\r', '&#13;')
  return `<c r="${at}"${s ? ` s="${s}"` : ''} t="inlineStr"><is><t xml:space="preserve">${said}</t></is></c>`
}

const rowXml = (cells: OutRow, number: number, style?: number): string =>
  `<row r="${number}">${cells.map((cell, i) => cellXml(cell, `${column(i)}${number}`, style)).join('')}</row>`

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'

async function* sheetXml({ header, rows, widths }: BookSheet, mark: string): AsyncGenerator<string> {
  const cols = header.map((words, i) => {
    const width = widths?.[i] ?? Math.min(40, Math.max(10, [...words].length * 2 + 2))
    return `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`
  })
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>`
  yield rowXml(header, 1, heading)
  let number = 2
  let text = ''
  for await (const row of rows) {
    text += rowXml(row, number++)
    if (text.length < 64 * 1024) continue
    yield text
    text = ''
  }
  yield `${text}</sheetData><pageSetup paperSize="9" orientation="landscape"/><headerFooter><oddHeader>&amp;R${inFoot(mark)}</oddHeader><oddFooter>&amp;L${inFoot(mark)}&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`
}

const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>`

const parts = ({ sheets, mark, at }: Book): [string, Iterable<string> | AsyncIterable<string>][] => {
  const path = (i: number) => `xl/worksheets/sheet${i + 1}.xml`
  const type = (part: string, kind: string) =>
    `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-${kind}+xml"/>`
  const link = (id: string, kind: string, target: string, of = relations) =>
    `<Relationship Id="${id}" Type="${of}/${kind}" Target="${target}"/>`
  const links = (all: string) => `${declaration}<Relationships xmlns="${packaged}/relationships">${all}</Relationships>`
  return [
    [
      '[Content_Types].xml',
      [
        `${declaration}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`,
        type('xl/workbook.xml', 'officedocument.spreadsheetml.sheet.main'),
        ...sheets.map((_, i) => type(path(i), 'officedocument.spreadsheetml.worksheet')),
        type('xl/styles.xml', 'officedocument.spreadsheetml.styles'),
        type('docProps/core.xml', 'package.core-properties'),
        '</Types>',
      ],
    ],
    [
      '_rels/.rels',
      [
        links(
          link('rId1', 'officeDocument', 'xl/workbook.xml') +
            link('rId2', 'metadata/core-properties', 'docProps/core.xml', `${packaged}/relationships`),
        ),
      ],
    ],
    [
      'docProps/core.xml',
      [
        `${declaration}<cp:coreProperties xmlns:cp="${packaged}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:description>${escaped(mark)}</dc:description><dcterms:created xsi:type="dcterms:W3CDTF">${at.toISOString()}</dcterms:created></cp:coreProperties>`,
      ],
    ],
    [
      'xl/workbook.xml',
      [
        `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>`,
        ...sheets.map(
          ({ name }, i) => `<sheet name="${escaped(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
        ),
        '</sheets></workbook>',
      ],
    ],
    [
      'xl/_rels/workbook.xml.rels',
      [
        links(
          sheets.map((_, i) => link(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)).join('') +
            link(`rId${sheets.length + 1}`, 'styles', 'styles.xml'),
        ),
      ],
    ],
    ['xl/styles.xml', [styles]],
    ...sheets.map((sheet, i): [string, AsyncIterable<string>] => [path(i), sheetXml(sheet, mark)]),
  ]
}

/** The fields that stand before and behind a part alike. Its lengths are known only at its end (bit 3). */
const partHead = (at: Date, known?: { crc: number; packed: number; size: number }): Buffer => {
  const { time, day } = dosTime(at)
  const head = Buffer.alloc(22)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(0x0808, 2)
  head.writeUInt16LE(8, 4)
  head.writeUInt16LE(time, 6)
  head.writeUInt16LE(day, 8)
  if (known) {
    head.writeUInt32LE(known.crc, 10)
    head.writeUInt32LE(known.packed, 14)
    head.writeUInt32LE(known.size, 18)
  }
  return head
}

/**
 * The bytes of a workbook while its rows come: one piece of each in memory, whatever the length. Text that a spreadsheet
 * would run when somebody touches the cell carries the mark of text (quotePrefix) and is otherwise as it was.
 */
export async function* writeBook(book: Book): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  const sent = (bytes: Buffer): Buffer => {
    offset += bytes.length
    if (offset > 0xffff_0000) throw new RangeError('a workbook of four gigabytes')
    return bytes
  }
  for (const [path, texts] of parts(book)) {
    const name = Buffer.from(path, 'utf8')
    const lengths = Buffer.alloc(4)
    lengths.writeUInt16LE(name.length, 0)
    const at = offset
    yield sent(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), partHead(book.at), lengths, name]))
    const known = { crc: 0, packed: 0, size: 0 }
    const deflate = createDeflateRaw()
    const packing = (async () => {
      try {
        for await (const text of texts) {
          const bytes = Buffer.from(text, 'utf8')
          known.crc = crc32(bytes, known.crc)
          known.size += bytes.length
          if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve))
        }
        deflate.end()
      } catch (error) {
        deflate.destroy(error as Error)
      }
    })()
    for await (const piece of deflate) {
      known.packed += (piece as Buffer).length
      yield sent(piece as Buffer)
    }
    await packing
    const behind = partHead(book.at, known).subarray(10)
    yield sent(Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), behind]))
    const entry = Buffer.alloc(18)
    entry.writeUInt16LE(name.length, 0)
    entry.writeUInt32LE(at, 14)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), partHead(book.at, known), entry, name]))
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  yield Buffer.concat([index, end])
}
