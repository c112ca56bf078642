// What must be true of recordings at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const recordingsInvariants: readonly Invariant[] = [
  {
    name: 'recording.whole',
    says: w('每段录音的各段连续、长度相符', 'the pieces of every recording follow one another without a gap'),
    broken: `select r.id::text as row from recordings r
      left join (select recording_id, count(*) as n, max(number) + 1 as next, sum(size) as bytes, max(at_byte + size) as reach,
        count(distinct kind) as kinds from recording_pieces group by recording_id) p on p.recording_id = r.id
      where r.pieces <> coalesce(p.n, 0) or r.pieces <> coalesce(p.next, 0) or r.bytes <> coalesce(p.bytes, 0)
        or r.bytes <> coalesce(p.reach, 0) or coalesce(p.kinds, 1) > 1`,
  },
  {
    name: 'recording.gone',
    says: w(
      '已销毁和未同意的录音不留钥匙、声音和标记',
      'of what was destroyed or never agreed to, neither key nor sound nor mark is left',
    ),
    broken: `select r.id::text as row from recordings r where r.status in ('destroyed', 'declined')
      and (r.sealed_key is not null or exists (select from recording_pieces p where p.recording_id = r.id)
        or exists (select from recording_marks m where m.recording_id = r.id))`,
  },
  {
    name: 'recording.told',
    says: w('没有一段录音在告知之前开始', 'nothing was recorded before the person was told'),
    broken: `select r.id::text as row from recordings r
      where r.status <> 'declined' and (r.notice_at is null or r.notice_at > r.started_at)`,
  },
  {
    name: 'recording.hidden',
    says: w(
      '录音的知情范围不宽于它的通话和联系记录',
      'a recording is hidden from whom its call or its conversation is',
    ),
    broken: `select r.id::text as row from recordings r join calls c on c.id = r.call_id
      left join contacts t on t.id = c.contact_id
      where (c.restricted or coalesce(t.restricted, false)) and not r.restricted
        or not r.barred_staff @> (c.barred_staff || coalesce(t.barred_staff, '{}'))`,
  },
  {
    name: 'recording.listened',
    says: w('每次调听都有人、有时间、有理由', 'who listened, when and why is known each time'),
    broken: `select l.id::text as row from recording_listens l where not exists (
      select from events e where e.verb = 'recording.listen' and e.subject = l.recording_id
        and e.actor_id = l.staff_id and e.at = l.at)`,
  },
]
