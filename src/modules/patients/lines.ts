// Counts the lines of a file, so that whoever waits for it can see how far it is.
import { openBytes } from '#engine/tables/bytes.ts'

const newline = 0x0a

const linesIn = (piece: Uint8Array): number => {
  let lines = 0
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) lines++
  return lines
}

/** How many lines a file has, whatever its encoding: a newline is the same byte in all that we read. */
export const linesOf = async (source: string | Uint8Array): Promise<number> => {
  const bytes = await openBytes(source)
  try {
    let lines = 0
    for await (const piece of bytes.stream()) lines += linesIn(piece)
    return lines
  } finally {
    await bytes.close()
  }
}

/** The same for what can be read only once: counted while it passes. */
export const countingLines = (source: AsyncIterable<Uint8Array>) => {
  let lines = 0
  async function* passing() {
    for await (const piece of source) {
      lines += linesIn(piece)
      yield piece
    }
  }
  return { source: passing(), lines: () => lines }
}
