// What may be wrong with a backup or with the place it shall go to, in words for whoever stands before it.
import type { Words } from '#kernel/words.ts'

/** Thrown when a backup cannot be made, read or restored; nothing has been changed then. */
export class BackupProblem extends Error {
  override name = 'BackupProblem'
  readonly words: Words

  constructor(words: Words) {
    super(`${words.zh}\n${words.en}`)
    this.words = words
  }
}
