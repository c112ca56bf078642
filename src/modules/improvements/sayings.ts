// What was said, by the characters and pairs of characters that few others use: who says the same as somebody else, also in other words.
import type { Voice } from './cells.ts'

/** As many notional texts stand beside those of a small part, so that nothing in it looks rare or frequent by one or two. */
const inertia = 5
/** What a stretch of shared characters tells is what its rarest pair tells; each further pair adds a little. */
const further = 0.2
/** Who shares as much with a voice is taken to speak of the same thing when its other words are learnt: one of a hundred who do not. */
const surely = 3
/** The voice itself counts for so many of those, and beside them stand so many who speak as everybody does. */
const itself = 2
const anybody = 2
/** One in so many (as a logarithm of odds) of those looked at speaks of the same thing before a word is heard. */
const seldom = -2
/** What a word that is missing from the matter speaks against it, at most; and how often it must be heard to do so by half. */
const against = -1
const heardOften = 3
/** Twice: the words of the near ones find others, and theirs settle who belongs. */
const rounds = 2

/**
 * Single characters and neighbouring pairs, without a dictionary, in the order of the text: 疹 alone ties 皮疹 to 起疹子, the
 * pair makes it surer. Places two apart belong to one stretch.
 */
const piecesOf = (text: string): [piece: string, place: number][] => {
  const found = new Map<string, number>()
  let at = 0
  for (const run of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    const characters = [...run]
    for (let i = 0; i < characters.length; i++, at += 2) {
      if (!found.has(characters[i]!) && characters[i]! > '\u2e80') found.set(characters[i]!, at)
      const pair = characters[i]! + (characters[i + 1] ?? '')
      if (i + 1 < characters.length && !found.has(pair)) found.set(pair, at + 1)
    }
    at += 4
  }
  return [...found].sort(([, a], [, b]) => a - b)
}

/** Another voice, and how much it shares with the one that was asked about. */
export type Near = { readonly voice: Voice; readonly score: number }

/** A text by its pieces, in the order of their places. */
type Said = { readonly voice: Voice; readonly pieces: Int32Array; readonly places: Int32Array }

/** What is said in one category: its texts in the order of time; of each piece its number in all categories, and which texts have it. */
type Part = {
  readonly said: Said[]
  readonly at: Map<string, number>
  readonly numbers: Map<string, number>
  readonly everywhere: number[]
  readonly postings: number[][]
}

export type Sayings = ReturnType<typeof openSayings>

/** Sums what the stretches of a text tell: of each its most telling piece, and a little of the others. */
const summed = ({ pieces, places }: Said, worth: Float64Array): number => {
  let [sum, run, top, before] = [0, 0, 0, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < pieces.length; i++) {
    const it = worth[pieces[i]!]!
    if (places[i]! - before > 2 || it > 0 !== run > 0) {
      sum += top + further * (run - top)
      run = top = 0
    }
    before = places[i]!
    run += it
    if (Math.abs(it) > Math.abs(top)) top = it
  }
  return sum + top + further * (run - top)
}

/** An empty memory of texts; voices come in the order of their days. */
export const openSayings = () => {
  const numbers = new Map<string, number>()
  const counts: number[] = []
  const parts = new Map<string, Part>()
  let total = 0

  const partOf = (category: string): Part => {
    const known = parts.get(category)
    if (known) return known
    const part: Part = { said: [], at: new Map(), numbers: new Map(), everywhere: [], postings: [] }
    parts.set(category, part)
    return part
  }

  const numberOf = (piece: string): number => {
    const number = numbers.get(piece) ?? counts.push(0) - 1
    numbers.set(piece, number)
    return number
  }

  /**
   * What a piece tells within a part: as much as it is rare there, and no more than it is more frequent there than elsewhere
   * (pointwise mutual information; Church & Hanks 1990, Comput. Linguist. 16): how everybody ends a letter tells nothing, and
   * neither does what all say in this part.
   */
  const telling = ({ said, postings, everywhere }: Part, piece: number): number => {
    const within = postings[piece]!.length / (said.length + inertia)
    return Math.min(-Math.log(within), Math.log(within / ((counts[everywhere[piece]!]! + 0.5) / (total + 1))))
  }

  /** How much each text of a part shares with one of them. */
  const shared = (part: Part, { pieces, places }: Said): Float64Array => {
    const n = part.said.length
    const [scores, best, last] = [new Float64Array(n), new Float64Array(n), new Int32Array(n).fill(-9)]
    for (let i = 0; i < pieces.length; i++) {
      const weight = telling(part, pieces[i]!)
      if (weight <= 0) continue
      for (const at of part.postings[pieces[i]!]!) {
        if (places[i]! - last[at]! > 2) best[at] = 0
        last[at] = places[i]!
        const more = Math.max(0, weight - best[at]!)
        scores[at]! += more + further * (weight - more)
        best[at]! += more
      }
    }
    return scores
  }

  /**
   * How much likelier each text is told of the matter of those that `belong` than of its category as a whole, as a logarithm;
   * −∞ where nothing speaks for it. Words of one matter tell of each other: those who name the same machine name
   * its faults in other words (relevance feedback: Rocchio 1971, Robertson & Sparck Jones 1976, J. Am. Soc. Inf. Sci. 27).
   */
  const likelier = (part: Part, belong: Float64Array): Float64Array => {
    const { said, postings } = part
    const worth = new Float64Array(postings.length)
    let all = anybody
    for (let at = 0; at < said.length; at++) {
      const much = belong[at]!
      if (much < 0.1) continue
      all += much
      const has = said[at]!.pieces
      for (let i = 0; i < has.length; i++) worth[has[i]!]! += much
    }
    const how = new Float64Array(said.length).fill(Number.NEGATIVE_INFINITY)
    for (let piece = 0; piece < worth.length; piece++) {
      const list = postings[piece]!
      const often = list.length
      const share = (often + 0.5) / (said.length + 1)
      const ratio = Math.log((worth[piece]! / share + anybody) / all)
      if (ratio > 0) worth[piece] = Math.min(ratio, Math.max(0, telling(part, piece)))
      else worth[piece] = Math.max(against, (ratio * often) / (often + heardOften))
      if (worth[piece]! > 1) for (let i = 0; i < often; i++) how[list[i]!] = 0
    }
    for (let at = 0; at < said.length; at++) if (how[at] === 0) how[at] = summed(said[at]!, worth)
    return how
  }

  return {
    /** Takes in the next text. */
    add(voice: Voice): void {
      total++
      const part = partOf(voice.category)
      const found = piecesOf(voice.text)
      const it = { voice, pieces: new Int32Array(found.length), places: new Int32Array(found.length) }
      const at = part.said.push(it) - 1
      part.at.set(voice.id, at)
      found.forEach(([piece, place], i) => {
        let number = part.numbers.get(piece)
        if (number === undefined) {
          number = part.postings.push([]) - 1
          part.numbers.set(piece, number)
          part.everywhere.push(numberOf(piece))
        }
        counts[part.everywhere[number]!]!++
        part.postings[number]!.push(at)
        it.pieces[i] = number
        it.places[i] = place
      })
    },
    /**
     * Those of a voice's category after `since` that share at least `least` with it, in the order of their days: stretches of
     * their texts, or words of its matter as those tell who share much. Both are said in one measure: at 3.4 one in a
     * hundred of those who speak of another matter of the category is near, at 2.7 three (synthetic years).
     */
    near(voice: Voice, since: number, least: number): Near[] {
      const part = partOf(voice.category)
      const centre = part.at.get(voice.id)
      if (centre === undefined || part.said[centre]!.pieces.length === 0) return []
      const direct = shared(part, part.said[centre]!)
      let belong = direct.map((score) => (score >= surely ? 1 : 0))
      let how = direct
      for (let round = 0; round < rounds; round++) {
        belong[centre] = itself
        how = likelier(part, belong)
        belong = how.map((it) => 1 / (1 + Math.exp(-(it + seldom))))
      }
      const found: Near[] = []
      for (let at = 0; at < part.said.length; at++) {
        const score = Math.max(direct[at]!, 3.2 + 0.35 * how[at]!)
        const other = part.said[at]!.voice
        if (score >= least && other.day > since && at !== centre) found.push({ voice: other, score })
      }
      return found
    },
  }
}
