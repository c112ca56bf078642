// What stands between the program and its database, said so that whoever installs it knows what to do next.
import type { Words } from '#kernel/words.ts'

/** The database or its folder cannot be had. `words` is for people; `detail` is what the machine said, if anything. */
export class CannotStart extends Error {
  override name = 'CannotStart'
  readonly words: Words
  readonly detail: string

  constructor(words: Words, detail = '') {
    super([words.zh, words.en, detail.trim()].filter(Boolean).join('\n'))
    this.words = words
    this.detail = detail
  }
}

/** One line in both languages, as the console and the service log show it. */
export const line = (words: Words): string => `${words.zh} · ${words.en}`
