// Picks the parts of an XLSX archive that hold one sheet, and hands them over as a plain archive that can be streamed.
import { type Archive, type Entry, largestPart } from './archive.ts'
import { tableErrors } from './problem.ts'

type SheetPart = { readonly name: string; readonly entry: Entry; readonly hidden: boolean }

type WorkbookParts = {
  readonly sheets: readonly SheetPart[]
  readonly date1904: boolean
  readonly strings: Buffer | null
  readonly styles: Buffer | null
}

/** Shared strings are held in memory whole, as the format demands: this is their limit. */
const largestStrings = 192 * 1024 * 1024
const largestSmallPart = 16 * 1024 * 1024

/** Reads the directory of a workbook. The content-types part is not needed and not asked for. */
export async function workbookParts(archive: Archive): Promise<WorkbookParts> {
  const rootRels = await xml(archive, '_rels/.rels')
  const path = rootRels ? relations(rootRels).find(({ type }) => type.endsWith('/officeDocument'))?.target : undefined
  const workbookPath = resolve('', path ?? 'xl/workbook.xml')
  if (archive.entries.has('xl/workbook.bin')) throw tableErrors.otherSpreadsheet(' .xlsb ')
  if (archive.entries.has('content.xml') && archive.entries.has('mimetype'))
    throw tableErrors.otherSpreadsheet(' .ods ')
  if (archive.entries.has('word/document.xml')) throw tableErrors.binary('Word')
  const workbook = await xml(archive, workbookPath)
  if (!workbook) {
    throw [...archive.entries.keys()].some((name) => name.startsWith('xl/'))
      ? tableErrors.damaged('缺少工作簿部件 / no workbook part')
      : tableErrors.binary('ZIP')
  }
  const folder = workbookPath.split('/').slice(0, -1).join('/')
  const rels = relations((await xml(archive, `${folder}/_rels/${workbookPath.slice(folder.length + 1)}.rels`)) ?? '')
  const target = (kind: string) => rels.find(({ type }) => type.endsWith(`/${kind}`))?.target
  const sheets: SheetPart[] = []
  for (const [, attributes = ''] of workbook.matchAll(/<(?:\w+:)?sheet\s([^>]*?)\/?>/g)) {
    const rel = rels.find(({ id, type }) => id === attribute(attributes, '(?:\\w+:)?id') && type.endsWith('/worksheet'))
    const entry = rel ? archive.entries.get(resolve(folder, rel.target)) : undefined
    if (!entry) continue
    sheets.push({ name: attribute(attributes, 'name'), entry, hidden: /hidden/i.test(attribute(attributes, 'state')) })
  }
  if (sheets.length === 0) throw tableErrors.damaged('没有工作表 / no sheet')
  const strings = target('sharedStrings')
  const styles = target('styles')
  return {
    sheets,
    date1904: /<(?:\w+:)?workbookPr\s[^>]*date1904=["'](1|true)["']/.test(workbook),
    strings: strings ? await checked(archive, resolve(folder, strings), largestStrings) : null,
    styles: styles ? await checked(archive, resolve(folder, styles), largestSmallPart) : null,
  }
}

/**
 * The chosen sheet as an archive of stored parts in the order in which one pass can read them: names first, then
 * strings and formats, the sheet last. Spreadsheet programs write them in other orders, and a reader then has to hold
 * the whole file. `mayGoOn` is awaited before each piece of the sheet: it is how a slow consumer slows the reading.
 */
export function streamable(
  archive: Archive,
  book: WorkbookParts,
  sheet: SheetPart,
  mayGoOn: () => Promise<void>,
): ReadableStream<Uint8Array> {
  const relation = (id: string, kind: string, name: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${name}"/>`
  const relationships = (...all: string[]) =>
    Buffer.from(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`,
    )
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const parts: [string, Buffer][] = [
    [
      '[Content_Types].xml',
      Buffer.from('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    ],
    ['_rels/.rels', relationships(relation('rId1', 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      Buffer.from(
        `<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
          `<workbookPr date1904="${book.date1904 ? 1 : 0}"/><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationships(
        relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
        book.strings ? relation('rId2', 'sharedStrings', 'sharedStrings.xml') : '',
        book.styles ? relation('rId3', 'styles', 'styles.xml') : '',
      ),
    ],
  ]
  if (book.strings) parts.push(['xl/sharedStrings.xml', book.strings])
  if (book.styles) parts.push(['xl/styles.xml', book.styles])
  async function* all(): AsyncGenerator<Uint8Array> {
    for (const [name, content] of parts) {
      yield localHeader(name, content.length)
      yield content
    }
    yield localHeader('xl/worksheets/sheet1.xml', sheet.entry.size)
    let first = true
    for await (const piece of archive.pieces(sheet.entry)) {
      if (first) refuseEntities(piece)
      first = false
      await mayGoOn()
      yield piece
    }
  }
  const source = all()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => {
      await source.return(undefined)
    },
  })
}

function localHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(30 + name.length)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt32LE(size, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(name.length, 26)
  header.write(name, 30, 'latin1')
  return header
}

async function checked(archive: Archive, name: string, limit: number): Promise<Buffer | null> {
  const content = await archive.part(name, Math.min(limit, largestPart))
  if (content) refuseEntities(content)
  return content
}

/** No spreadsheet program writes a document type; who does wants entities expanded (bombs) or fetched (XXE). */
function refuseEntities(content: Buffer): void {
  if (/<!(DOCTYPE|ENTITY)/i.test(content.subarray(0, 64 * 1024).toString('latin1'))) throw tableErrors.forbidden()
}

async function xml(archive: Archive, name: string): Promise<string | null> {
  const content = await checked(archive, name, largestSmallPart)
  return content ? content.toString('utf8') : null
}

function relations(text: string): { id: string; type: string; target: string }[] {
  return [...text.matchAll(/<(?:\w+:)?Relationship\s([^>]*?)\/?>/g)].map(([, attributes = '']) => ({
    id: attribute(attributes, 'Id'),
    type: attribute(attributes, 'Type'),
    target: attribute(attributes, 'Target'),
  }))
}

function attribute(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return (found?.[1] ?? found?.[2] ?? '').replace(
    /&(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/gi,
    (whole, entity: string) => {
      const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
      if (named[entity]) return named[entity]
      const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

function resolve(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${folder}/${target}`
  const out: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') out.pop()
    else if (step && step !== '.') out.push(step)
  }
  return out.join('/')
}
