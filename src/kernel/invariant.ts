// What must be true of the hospital's records at any moment: a sentence, and the query that finds what breaks it.
import type { Words } from './words.ts'

export type Invariant = {
  readonly name: string
  readonly says: Words
  /** Names the rows that break it: one column `row`. */
  readonly broken: string
}
