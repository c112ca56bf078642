// What must be true of what tablets sent at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const stationsInvariants: readonly Invariant[] = [
  {
    name: 'entry.case',
    says: w('流动站送达的每件诉求都在诉求里', 'every matter that a tablet sent is a case'),
    broken: `select id::text as row from entries where kind = 'matter' and case_id is null`,
  },
  {
    name: 'entry.finding',
    says: w('巡查中发现的每个问题都有人跟到底', 'whatever was found on a round is a finding'),
    broken: `select e.id::text as row from entries e where e.outcome = 'found' and not exists (select from findings f where f.id = e.id)`,
  },
]
