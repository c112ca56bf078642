// Breaking text into lines as Chinese is set: anywhere but before a closing mark and after an opening one, words whole.

/** What no line begins with, and what none ends with. */
const closing = new Set('，。、；：？！）》〉」』】〕”’…—～％·%)]},.;:?!')
const opening = new Set('（《〈「『【〔“‘([{')

const newlines = /\r\n?|[\u2028\u2029\u0085]/g
/** Joiners, variation selectors and marks that are nothing to see; direction-turning ones are named instead. */
const unseen = /(?![\u200e\u200f\u202a-\u202e\u2066-\u2069])\p{Default_Ignorable_Code_Point}/gu

/**
 * A text as it can be printed: what the typeface lacks stands there by its number, `[U+1F600]`, so that nothing is lost
 * silently and nothing breaks the press.
 */
export const printable = (text: string, has: (codePoint: number) => boolean): string => {
  let out = ''
  for (const character of text.toWellFormed().normalize('NFC').replace(newlines, '\n').replace(unseen, '')) {
    const code = character.codePointAt(0)!
    if (code === 10) out += '\n'
    else if (code === 9 || code === 0xa0) out += ' '
    else if (code >= 32 && has(code)) out += character
    else out += `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
  }
  return out
}

/** `widthOf` a character, in the unit of `width`; `indent` is what the first line of each paragraph lacks. */
export const linesOf = (text: string, width: number, widthOf: (character: string) => number, indent = 0): string[] => {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line: string[] = []
    let used = indent
    const end = (): void => {
      lines.push(line.join('').trimEnd())
      line = []
      used = 0
    }
    const put = (token: string, its: number): void => {
      line.push(token)
      used += its
    }
    const measure = (token: string): number => {
      let sum = 0
      for (const character of token) sum += widthOf(character)
      return sum
    }
    /** Takes along to the next line what may not end this one. */
    const carry = (token: string): string[] => {
      const carried: string[] = []
      if (closing.has(token) && line.length > 1) carried.unshift(line.pop()!)
      while (line.length > 1 && opening.has(line.at(-1)!)) carried.unshift(line.pop()!)
      return carried
    }
    for (const [token] of paragraph.matchAll(/[!-~]+|./gsu)) {
      const its = measure(token)
      if (used + its <= width) {
        put(token, its)
        continue
      }
      if (its > width) {
        // A word longer than the line is broken where the edge comes.
        for (const character of token) {
          const one = widthOf(character)
          if (used + one > width && line.length > 0) end()
          put(character, one)
        }
        continue
      }
      const carried = line.length > 0 ? carry(token) : []
      if (line.length > 0) end()
      for (const one of carried) put(one, measure(one))
      if (token !== ' ') put(token, its)
    }
    end()
  }
  return lines
}
