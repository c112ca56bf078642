// Texts that say nearly the same: by the pairs of characters that the search knows them by, and the words that they share.

/** Pairs of neighbouring characters, as the search makes them (kernel/search.ts): no dictionary, and no language but the text's own. */
const pairsOf = (text: string): Set<string> => {
  const pairs = new Set<string>()
  for (const run of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    const characters = [...run]
    for (let i = 0; i + 1 < characters.length; i++) pairs.add(characters[i]! + characters[i + 1]!)
  }
  return pairs
}

/** The share of pairs that two texts have in common, of the shorter one's (overlap; Szymkiewicz–Simpson). */
const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const smaller = Math.min(a.size, b.size)
  if (smaller < 3) return 0
  let common = 0
  for (const pair of a) if (b.has(pair)) common++
  return common / smaller
}

/** Texts of which a third of the pairs is the same are said to be alike. */
const near = 1 / 3

export type Alike = { readonly ids: ReadonlySet<string>; readonly words: readonly string[] }

/**
 * The largest group of texts in which each is like another one (single linkage), and up to four stretches of text that most
 * of them share; null when fewer than three are alike. A hint for the eye, no part of the reckoning.
 */
export const alikeOf = (texts: readonly { readonly id: string; readonly text: string }[]): Alike | null => {
  const pairs = texts.map(({ text }) => pairsOf(text))
  const group = texts.map((_, i) => i)
  const root = (i: number): number => (group[i] === i ? i : root(group[i]!))
  for (let i = 0; i < texts.length; i++)
    for (let j = 0; j < i; j++) if (overlap(pairs[i]!, pairs[j]!) >= near) group[root(i)] = root(j)
  const members = new Map<number, number[]>()
  texts.forEach((_, i) => {
    members.set(root(i), [...(members.get(root(i)) ?? []), i])
  })
  const largest = [...members.values()].reduce((a, b) => (b.length > a.length ? b : a), [])
  if (largest.length < 3) return null
  const most = Math.ceil(largest.length * 0.6)
  const shared = (stretch: string) => largest.filter((i) => texts[i]!.text.includes(stretch)).length >= most
  return {
    ids: new Set(largest.map((i) => texts[i]!.id)),
    words: stretchesOf(
      largest.slice(0, 20).map((i) => texts[i]!.text),
      shared,
    ),
  }
}

/** Up to three stretches that two fifths of some texts share, and two at least: what they have in common, in their own words. */
export const wordsOf = (texts: readonly string[]): string[] => {
  const least = Math.max(2, Math.ceil(texts.length * 0.4))
  return stretchesOf(texts, (stretch) => texts.filter((text) => text.includes(stretch)).length >= least).slice(0, 3)
}

/** The longest stretches of Chinese or letters, two to eight characters, that hold; none inside another. */
const stretchesOf = (texts: readonly string[], holds: (stretch: string) => boolean): string[] => {
  const found: string[] = []
  const seen = new Set<string>()
  for (let length = 8; length >= 2; length--)
    for (const text of texts)
      for (const run of text.match(/[\p{L}\p{N}]+/gu) ?? []) {
        const characters = [...run]
        for (let i = 0; i + length <= characters.length && found.length < 4; i++) {
          const stretch = characters.slice(i, i + length).join('')
          if (seen.has(stretch) || found.some((it) => it.includes(stretch) || stretch.includes(it))) continue
          seen.add(stretch)
          if (holds(stretch)) found.push(stretch)
        }
      }
  return found
}
