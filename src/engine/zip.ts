// Packing files into a ZIP as it is sent: one file in memory at a time, the same bytes for the same content and moment.
import { crc32, deflateRawSync } from 'node:zlib'
import { dayOf, minutesOfDay } from '#kernel/time.ts'

export type Packed = { readonly name: string; readonly content: Uint8Array }

/** The moment as MS-DOS wrote it, in hospital time and in whole minutes; years before 1980 are 1980. */
export const dosTime = (at: Date): { time: number; day: number } => {
  const [year, month, day] = dayOf(at).split('-').map(Number) as [number, number, number]
  const minutes = minutesOfDay(at)
  return {
    time: (Math.floor(minutes / 60) << 11) | ((minutes % 60) << 5),
    day: (Math.max(0, year - 1980) << 9) | (month << 5) | day,
  }
}

/** Pictures, recordings and PDF are packed already. */
const worthwhile = (name: string): boolean => /\.(json|jsonl|txt)$/i.test(name) || !name.includes('.')

/**
 * The bytes of a ZIP of these files, names in UTF-8. Files of 4 GB and more, and as many altogether, are not written:
 * the form without 64-bit lengths is what every machine opens.
 */
export async function* zip(files: AsyncIterable<Packed>, at: Date): AsyncGenerator<Buffer> {
  const { time, day } = dosTime(at)
  const directory: Buffer[] = []
  let offset = 0
  for await (const { name, content } of files) {
    const said = Buffer.from(name, 'utf8')
    const squeezed = worthwhile(name)
    const data = squeezed ? deflateRawSync(content) : content
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0) // version that is needed
    common.writeUInt16LE(0x0800, 2) // the name is UTF-8
    common.writeUInt16LE(squeezed ? 8 : 0, 4)
    common.writeUInt16LE(time, 6)
    common.writeUInt16LE(day, 8)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(said.length, 22)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, said])
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, entry, said]))
    offset += local.length + data.length
    if (offset > 0xffffffff) throw new RangeError('a ZIP of four gigabytes')
    yield local
    yield Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  yield index
  yield end
}
