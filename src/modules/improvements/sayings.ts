// What was said, by the characters and pairs of characters that few others use: who says the same as somebody else.
import type { Voice } from './cells.ts'

/** As many notional texts stand beside those of a small part, so that nothing in it looks rare or frequent by one or two. */
const inertia = 5
/** What a stretch of shared characters tells is what its rarest pair tells; each further pair adds a little. */
const further = 0.2

/**
 * Single characters and neighbouring pairs, without a dictionary, in the order of the text: 疹 alone ties 皮疹 to 起疹子, the
 * pair makes it surer. Places two apart belong to one stretch.
 */
const piecesOf = (text: string): Map<string, number> => {
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
  return found
}

/** Another voice, and how much it shares with the one that was asked about. */
export type Near = { readonly voice: Voice; readonly score: number }

export type Sayings = ReturnType<typeof openSayings>

/** An empty memory of texts; voices come in the order of their days. */
export const openSayings = () => {
  const numbers = new Map<string, number>()
  const postings: number[][] = []
  const voices: Voice[] = []
  const places = new Map<string, number>()
  let scores = new Float64Array(0)
  let last = new Int32Array(0)
  let best = new Float64Array(0)

  return {
    add(voice: Voice): void {
      if (!voice.text) return
      const at = voices.push(voice) - 1
      places.set(voice.id, at)
      for (const piece of piecesOf(voice.text).keys()) {
        let number = numbers.get(piece)
        if (number === undefined) {
          number = postings.push([]) - 1
          numbers.set(piece, number)
        }
        postings[number]!.push(at)
      }
    },
    /**
     * Those of a part of the hospital (`of` of `total` voices after `since`, that lie in it by `lies`) that share at least
     * `least` with a voice, in the order of their days. A stretch tells as much as it is rare within the part, and no more than
     * it is more frequent there than elsewhere (pointwise mutual information; Church & Hanks 1990, Comput. Linguist. 16): how
     * everybody ends a letter tells nothing, and neither does what all say in this part.
     */
    near(
      voice: Voice,
      since: number,
      least: number,
      of: number,
      total: number,
      lies: (other: Voice) => boolean,
    ): Near[] {
      if (scores.length < voices.length) {
        scores = new Float64Array(voices.length * 2)
        best = new Float64Array(voices.length * 2)
        last = new Int32Array(voices.length * 2)
      }
      const touched: number[] = []
      for (const [piece, place] of piecesOf(voice.text)) {
        const number = numbers.get(piece)
        if (number === undefined) continue
        const list = postings[number]!
        const here: number[] = []
        let all = 0
        for (let i = list.length - 1; i >= 0; i--, all++) {
          const at = list[i]!
          const other = voices[at]!
          if (other.day <= since) break
          if (lies(other)) here.push(at)
        }
        const within = here.length / (of + inertia)
        const weight = Math.min(-Math.log(within), Math.log(within / ((all + 0.5) / (total + 1))))
        if (weight <= 0) continue
        for (const at of here) {
          if (scores[at] === 0) {
            touched.push(at)
            best[at] = 0
            last[at] = -9
          }
          if (place - last[at]! > 2) best[at] = 0
          last[at] = place
          const more = Math.max(0, weight - best[at]!)
          scores[at]! += more + further * (weight - more)
          best[at]! += more
        }
      }
      const found: number[] = []
      for (const at of touched) {
        if (scores[at]! >= least && voices[at]!.id !== voice.id) found.push(at)
        else scores[at] = 0
      }
      return found
        .sort((a, b) => a - b)
        .map((at) => {
          const score = scores[at]!
          scores[at] = 0
          return { voice: voices[at]!, score }
        })
    },
  }
}
