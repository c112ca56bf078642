// How one conversation, or the attempt at one, ended.
import { type Words, w } from '#kernel/words.ts'
import { type UnreachedReason, unreachedReasons } from '#modules/patients/reading/reasons.ts'

/** Reached, a reason, or one of two that only a single attempt can have. */
export type Disposition = 'reached' | 'busy' | 'not-now' | UnreachedReason

/** What each end is called, on lines and in lists; a promised call-back is kept as an end of its own. */
const dispositionWords: Readonly<Record<Disposition | 'call-back' | 'texted' | 'wrote' | 'voided', Words>> = {
  texted: w('发了短信', 'Texted'),
  wrote: w('来了短信', 'Wrote a text'),
  reached: w('已接通', 'Reached'),
  'call-back': w('约定回电', 'Call-back promised'),
  voided: w('记录不实，已作废', 'Untrue, voided'),
  busy: w('占线', 'Busy'),
  'not-now': w('现在不方便', 'Not now'),
  ...unreachedReasons,
}

/** The words of a disposition; a code that no table knows is shown as it is. */
export const wordsOfDisposition = (code: string): Words => dispositionWords[code as Disposition] ?? w(code, code)
