// Search tokens: overlapping pairs of characters, so that any Chinese substring of two characters or more is found.

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Runs of letters, digits and Chinese characters; everything else separates. */
const runs = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? []

const quoted = (token: string): string => `'${token.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`

/** PostgreSQL's own ceiling is 16,383; a text of that length has said what it is about long before. */
const farthest = 16_000

/**
 * The `tsvector` literal of some texts, made here rather than by the database so that every engine and
 * version finds the same (pairs of characters; a single character stands alone).
 */
export const searchVector = (...texts: (string | null | undefined)[]): string => {
  const places = new Map<string, number[]>()
  let at = 1
  for (const text of texts) {
    if (!text) continue
    for (const run of runs(text)) {
      const characters = [...run]
      for (let i = 0; i < Math.max(1, characters.length - 1) && at < farthest; i++, at++) {
        const token = characters.slice(i, i + 2).join('')
        const list = places.get(token)
        if (list === undefined) places.set(token, [at])
        else if (list.length < 200) list.push(at)
      }
      // The last character alone, so that a one-character query at the end of a run is found too.
      at += 2
    }
  }
  return [...places].map(([token, list]) => `${quoted(token)}:${list.join(',')}`).join(' ')
}

/**
 * The `tsquery` literal of what was typed: every run must appear as written (as a phrase of pairs), runs in any
 * order; null when nothing searchable was typed.
 */
export const searchQuery = (typed: string): string | null => {
  const parts = runs(typed)
    .slice(0, 8)
    .map((run) => {
      const characters = [...run].slice(0, 40)
      if (characters.length === 1) return `${quoted(characters[0]!)}:*`
      const pairs = characters.slice(0, -1).map((c, i) => quoted(c + characters[i + 1]))
      return pairs.length === 1 ? pairs[0]! : `(${pairs.join(' <-> ')})`
    })
  return parts.length === 0 ? null : parts.join(' & ')
}
