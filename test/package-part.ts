// One file out of a package (DOCX, XLSX): what is in it as text, for tests that look into what was downloaded.
import { inflateRawSync } from 'node:zlib'

/** The text of a file of a package whose files are deflated or stored. */
export const partOf = (zip: Buffer, name: string): string => {
  for (let place = zip.indexOf('PK\x01\x02'); place >= 0; place = zip.indexOf('PK\x01\x02', place + 4)) {
    const length = zip.readUInt16LE(place + 28)
    if (zip.toString('utf8', place + 46, place + 46 + length) !== name) continue
    const [method, size, start] = [
      zip.readUInt16LE(place + 10),
      zip.readUInt32LE(place + 20),
      zip.readUInt32LE(place + 42),
    ]
    const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
    const content = zip.subarray(from, from + size)
    return (method === 8 ? inflateRawSync(content) : content).toString('utf8')
  }
  throw new Error(`no ${name} in it`)
}
