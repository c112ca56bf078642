// What must be true of the vault and its openings at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const voicesInvariants: readonly Invariant[] = [
  {
    name: 'vault.each',
    says: w('每件员工声音在保险箱里都有一格，不多不少', 'every staff voice has its one place in the vault'),
    broken: `select c.n || ' / ' || v.n as row
      from (select count(*) as n from cases where channel = 'staff' and not taken_over) c, (select count(*) as n from vault.identities) v
      where c.n <> v.n`,
  },
  {
    name: 'opening.two',
    says: w(
      '打开过的身份都有两名保管人的同意，其中没有申请人自己',
      'whatever was opened has the consent of two custodians, none of them the asker',
    ),
    broken: `select o.id::text as row from openings o where o.status = 'granted'
      and ((select count(*) from opening_words x where x.opening_id = o.id and x.consents) < 2
        or exists (select from opening_words x where x.opening_id = o.id and x.custodian_id = o.asked_by_id))`,
  },
]
