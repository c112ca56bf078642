// The sections of a file in their order.
import type { SectionOf } from './section.ts'
import { additions, assists, inquiries, measures, rounds } from './sections/handling.ts'
import { rings, sheets } from './sections/lines.ts'
import { recordings } from './sections/recordings.ts'
import { beside, evidence, people, promises, register } from './sections/register.ts'
import { calls, deadlines, story } from './sections/time.ts'

/** Everything but the ledger, which brings a file of its own. */
export const sectionsOf = (originals: boolean): readonly SectionOf[] => [
  register,
  people,
  evidence(originals),
  beside,
  rounds,
  inquiries,
  assists,
  measures,
  promises,
  sheets,
  rings,
  additions,
  calls,
  recordings,
  deadlines,
  story,
]
