// Reading what the program hands out, as a reader's machine would: the text of a PDF by its ToUnicode tables, the files of a ZIP.
import { inflateRawSync, inflateSync } from 'node:zlib'

const objectsOf = (pdf: Buffer): Map<number, Buffer> => {
  const all = new Map<number, Buffer>()
  const text = pdf.toString('latin1')
  for (const { index, 1: id, 0: head } of text.matchAll(/^(\d+) 0 obj\n/gm)) {
    const end = text.indexOf('\nendobj', index)
    all.set(Number(id), pdf.subarray(index + head.length, end))
  }
  return all
}

const streamOf = (object: Buffer): string => {
  const text = object.toString('latin1')
  const from = text.indexOf('stream\n') + 7
  const content = object.subarray(from, text.lastIndexOf('\nendstream'))
  return (text.includes('FlateDecode') ? inflateSync(content) : content).toString('latin1')
}

const utf16 = (hex: string): string =>
  String.fromCharCode(...(hex.replace(/\s/g, '').match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)))

/** What each code of a font stands for. */
const unicodeOf = (cmap: string): Map<number, string> => {
  const all = new Map<number, string>()
  for (const { 1: first, 2: list } of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
    for (const [i, { 1: hex }] of [...list!.matchAll(/<([0-9a-f ]*)>/g)].entries())
      all.set(Number.parseInt(first!, 16) + i, utf16(hex!))
  return all
}

/** The text of each page as copying it would give it, lines in the order in which they were set. */
export const textOfPdf = (content: Uint8Array): string[] => {
  const objects = objectsOf(Buffer.from(content))
  const said = (id: number): string => objects.get(id)!.toString('latin1')
  const fonts = new Map<string, Map<number, string>>()
  for (const object of objects.values())
    for (const { 1: name, 2: id } of object.toString('latin1').matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(said(Number(id)))
      if (table && !fonts.has(name!)) fonts.set(name!, unicodeOf(streamOf(objects.get(Number(table[1]))!)))
    }
  const kids = [...objects.values()].map((o) => o.toString('latin1')).find((o) => o.includes('/Type /Pages'))!
  const pages = [.../\/Kids \[([^\]]*)\]/.exec(kids)![1]!.matchAll(/(\d+) 0 R/g)].map(([, id]) => Number(id))
  return pages.map((page) => {
    const drawn = streamOf(objects.get(Number(/\/Contents (\d+) 0 R/.exec(said(page))![1]))!)
    let font = new Map<number, string>()
    const lines: string[] = []
    for (const [, name, shown] of drawn.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name) font = fonts.get(name) ?? new Map()
      else
        lines.push(
          [...shown!.matchAll(/<([0-9a-f]+)>/g)]
            .flatMap(([, hex]) => hex!.match(/.{4}/g)!.map((code) => font.get(Number.parseInt(code, 16)) ?? '\ufffd'))
            .join(''),
        )
    }
    return lines.join('\n')
  })
}

/** The files of a ZIP by their names. */
export const filesOfZip = (content: Uint8Array): Map<string, Buffer> => {
  const zip = Buffer.from(content)
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let i = zip.readUInt16LE(end + 10); i > 0; i--) {
    const [method, packed, nameLength, extra, note, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(from, from + packed)
    files.set(name, method === 8 ? inflateRawSync(data) : data)
    at += 46 + nameLength + extra + note
  }
  return files
}
