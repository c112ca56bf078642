// Reads delimited text (CSV, TSV and their relatives) record by record in constant memory.
import type { Bytes } from './bytes.ts'
import type { Detected } from './encoding.ts'
import type { RawRow } from './heading.ts'
import { splitter } from './records.ts'

const delimiters = [',', '\t', ';', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/**
 * Chooses the separator that divides the most lines into the same number of cells, quotes respected; a title line
 * above the table therefore does not mislead. Comma where nothing divides.
 */
export function sniffDelimiter(text: string): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const tally = new Map<number, number>()
    for (const cells of sampleCounts(text, delimiter)) if (cells > 0) tally.set(cells, (tally.get(cells) ?? 0) + 1)
    for (const [cells, lines] of tally) {
      const score = lines * 1000 + cells
      if (score > bestScore) {
        bestScore = score
        best = delimiter
      }
    }
  }
  return best
}

/** How often the delimiter stands outside quotes, in each of the first fifty records. */
function sampleCounts(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let quoted = false
  let count = 0
  let cellStart = true
  for (let i = 0; i < text.length && counts.length < 50; i++) {
    const char = text[i]
    if (char === '"' && (quoted || cellStart)) {
      if (quoted && text[i + 1] === '"') i++
      else quoted = !quoted
    } else if (!quoted && char === delimiter) {
      count++
      cellStart = true
      continue
    } else if (!quoted && (char === '\n' || char === '\r')) {
      if (count > 0 || !cellStart) counts.push(count)
      count = 0
      cellStart = true
      continue
    }
    cellStart = false
  }
  if (count > 0 || !cellStart) counts.push(count)
  return counts
}

/** The first characters of the text, for sniffing and for telling a web page from a table. */
export async function sample(bytes: Bytes, { encoding, bom }: Detected): Promise<string> {
  const head = await bytes.read(bom, 64 * 1024)
  return new TextDecoder(encoding).decode(head, { stream: true })
}

/** The records of the text, blank ones included, numbered as a spreadsheet would (a record of many lines is one row). */
export async function* textRecords(
  bytes: Bytes,
  { encoding, bom }: Detected,
  delimiter: Delimiter,
): AsyncGenerator<RawRow> {
  const decoder = new TextDecoder(encoding)
  const split = splitter(delimiter)
  for await (const chunk of bytes.stream(bom)) yield* split(decoder.decode(chunk, { stream: true }), false)
  yield* split(decoder.decode(), true)
}
