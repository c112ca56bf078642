// Cuts delimited text into records so that a damaged quote costs its own row and not the rest of the file.
import type { RawRow } from './heading.ts'
import { rowProblems } from './problem.ts'

/** A quoted cell that has not ended after so many characters was never closed. */
const longestRecord = 64 * 1024

type Reading = { cells: string[]; end: number; lines: number } | 'unclosed' | 'more'

/**
 * A function that takes the text piece by piece and gives the records that are complete (RFC 4180, with LF, CRLF, CR
 * or a mixture; quotes inside an unquoted cell are text). Ready-made parsers either stop at an opening quote that is
 * never closed or swallow the rows up to the next quote in silence; here the line with the quote becomes one damaged
 * row and reading goes on behind it.
 */
export function splitter(delimiter: string): (text: string, last: boolean) => Generator<RawRow> {
  let buffer = ''
  let row = 0
  let line = 1
  let width = 0
  return function* split(text, last) {
    buffer = buffer.length === 0 ? text : buffer + text
    let at = 0
    // Where the next CR stands; most files have none, and searching for it from every line would be quadratic.
    let cr = buffer.indexOf('\r')
    while (at < buffer.length) {
      if (cr >= 0 && cr < at) cr = buffer.indexOf('\r', at)
      const lf = buffer.indexOf('\n', at)
      let stop = lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr)
      if (stop < 0) {
        if (!last) break
        stop = buffer.length
      }
      if (!last && stop === buffer.length - 1 && stop === cr) break
      const next = stop + (buffer[stop] === '\r' && buffer[stop + 1] === '\n' ? 2 : 1)
      const whole = buffer.slice(at, stop)
      if (!whole.includes('"')) {
        row++
        yield { row, line, cells: whole.split(delimiter) }
        line++
        at = next
        continue
      }
      const reading = readRecord(buffer, at, delimiter, last)
      if (reading === 'more') break
      row++
      if (reading === 'unclosed' || (reading.lines > 1 && swallowed(reading.cells, delimiter, width))) {
        yield { row, line, cells: whole.split(delimiter), problem: rowProblems.quote() }
        line++
        at = next
        continue
      }
      width ||= reading.cells.length > 1 ? reading.cells.length : 0
      yield { row, line, cells: reading.cells }
      line += reading.lines
      at = reading.end
    }
    buffer = buffer.slice(at)
  }
}

/** A cell that holds line breaks and as many separators as a row has holds rows: its opening quote does not belong. */
function swallowed(cells: readonly string[], delimiter: string, width: number): boolean {
  const columns = Math.max(width, cells.length)
  return columns > 2 && cells.some((cell) => /[\r\n]/.test(cell) && cell.split(delimiter).length >= columns)
}

/** One record with quotes, from `at`; `more` if the text so far does not show its end. */
function readRecord(text: string, at: number, delimiter: string, last: boolean): Reading {
  const cells: string[] = []
  let i = at
  let lines = 1
  for (;;) {
    let cell = ''
    if (text[i] === '"') {
      for (;;) {
        const close = text.indexOf('"', i + 1)
        if (close < 0) {
          if (!last && text.length - at <= longestRecord) return 'more'
          return 'unclosed'
        }
        if (close - at > longestRecord) return 'unclosed'
        if (close === text.length - 1 && !last) return 'more'
        cell += text.slice(i + 1, close)
        i = close + 1
        if (text[i] !== '"') break
        cell += '"'
      }
      lines += lineBreaks(cell)
    }
    let end = i
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
    if (end >= text.length - 1 && !last && text[end] !== delimiter) return 'more'
    cells.push(cell + text.slice(i, end))
    if (text[end] === delimiter) {
      i = end + 1
      continue
    }
    return { cells, end: end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1), lines }
  }
}

const lineBreaks = (cell: string): number => (/[\r\n]/.test(cell) ? cell.split(/\r\n|\n|\r/).length - 1 : 0)
