// What must be true of bulletins at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const bulletinsInvariants: readonly Invariant[] = [
  {
    name: 'bulletin.receipts',
    says: w(
      '发布的通报，发给谁就有谁的阅签记录，一人一条',
      'a bulletin that is out has one receipt of each to whom it was sent, and of nobody else',
    ),
    broken: `select b.id::text as row from bulletins b where b.published_at is not null and
      (select coalesce(array_agg(r.staff_id order by r.staff_id), '{}') from bulletin_receipts r where r.bulletin_id = b.id)
        <> (select coalesce(array_agg(a order by a), '{}') from unnest(b.addressees) a)`,
  },
  {
    name: 'bulletin.approver',
    says: w(
      '通报由执笔和报批以外的人批准',
      'a bulletin is approved by somebody who neither wrote on it nor proposed it',
    ),
    broken: `select b.id::text as row from bulletins b
      where b.status in ('approved', 'published', 'corrected') and (b.approved_by_id is null or b.approved_by_id = any(b.hands))`,
  },
]
