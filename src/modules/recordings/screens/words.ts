// How lengths, consents and reasons of listening are said.
import { type Words, w } from '#kernel/words.ts'

export const consentWords: Readonly<Record<string, Words>> = {
  granted: w('已同意', 'Agreed'),
  refused: w('不同意', 'Refused'),
  withdrawn: w('中途撤回', 'Withdrawn'),
  'not-asked': w('已告知', 'Told'),
}

/** What people listen for most. */
export const usualReasons: readonly Words[] = [
  w('质量抽查', 'Quality check'),
  w('核实诉求', 'To verify a matter'),
  w('补写记录', 'To complete the record'),
  w('培训', 'Training'),
]
