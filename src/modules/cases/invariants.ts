// What must be true of cases, their rounds, helpers and measures at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const casesInvariants: readonly Invariant[] = [
  {
    name: 'case.owned',
    says: w('每件未归档的诉求都有在岗的负责人和期限', 'every open case has an owner who works here, and a deadline'),
    broken: `select c.number as row from cases c left join staff s on s.id = c.owner_id and s.status = 'active'
      where c.status <> 'archived' and (s.id is null or c.due_at is null or c.due_at < c.received_at)`,
  },
  {
    name: 'case.accused',
    says: w('没有人负责办理针对自己的诉求', 'nobody answers for a case about himself'),
    broken: `select number as row from cases where status <> 'archived' and owner_id = any(barred_staff)`,
  },
  {
    name: 'case.archived',
    says: w(
      '归档的诉求都有患者本人的答复，或三次未接通后经批准的理由；咨询、求助和表扬都有答复或转达；接管的都有旧登记本上的答复日期',
      'every archived case has the person’s own answer, or an approval with its reason; enquiries and praise have theirs, what was taken over the day in its old register',
    ),
    broken: `select c.number as row from cases c
      left join rounds r on r.case_id = c.id and r.number = c.round left join patients p on p.id = c.patient_id
      where c.status = 'archived' and not coalesce(case c.archived_by
        when 'person' then c.satisfaction in ('satisfied', 'fairly') and r.outcome = c.satisfaction
        when 'approval' then c.archive_reason <> '' and (c.failed_recalls >= 3 or not p.contactable)
        when 'referred' then c.round >= 3 and r.outcome = 'dissatisfied' and r.ways @> '{mediation,administrative,court}'
        when 'answered' then c.kind in ('enquiry', 'help', 'praise') and r.told_at is not null
        when 'taken-over' then exists (select from register_entries e where e.case_id = c.id and e.answered_on is not null) end, false)`,
  },
  {
    name: 'case.merged',
    says: w(
      '并入的诉求都有仍在办理的主案，主案本身未并入别处，知情范围一致',
      'every merged case has a survivor that is still being handled, is not merged itself, and lies behind the same walls',
    ),
    broken: `select c.number as row from cases c left join cases s on s.id = c.merged_into_id
      left join merges m on m.case_id = c.id and m.ended_at is null
      where c.status = 'merged' and (s.id is null or m.survivor_id is distinct from s.id
          or s.status in ('merged', 'reviewed', 'told', 'archived') or s.restricted <> c.restricted
          or s.handling_department_id is distinct from c.handling_department_id or not s.barred_staff @> c.barred_staff)
        or c.status <> 'merged' and m.id is not null`,
  },
  {
    name: 'case.carried',
    says: w(
      '随主案答复的诉求都有一份答复，各自告知、各自确认',
      'every case that was answered with another has that answer in a round of its own',
    ),
    broken: `select c.number as row from merges m join cases c on c.id = m.case_id
      where m.ended = 'carried' and not exists (select from merges later where later.case_id = c.id and later.id > m.id)
        and not exists (
        select from rounds r where r.case_id = c.id and r.carried_from_id = m.survivor_id and r.answered_at is not null)`,
  },
  {
    name: 'measure.verified',
    says: w('整改都由责任人和落实人以外的人验证', 'no measure is verified by its owner or by who reported it done'),
    broken: `select id::text as row from measures where status = 'verified'
      and (verified_by_id is null or done_at is null or verified_by_id = any(hands))`,
  },
  {
    name: 'case.round',
    says: w('每件诉求的各轮办理记录连续完整', 'every case has all its rounds, up to the one that it is in'),
    broken: `select c.number as row from cases c
      where c.round <> (select count(*) from rounds r where r.case_id = c.id)
        or c.round <> (select max(r.number) from rounds r where r.case_id = c.id)`,
  },
  {
    name: 'case.assists',
    says: w('未回复的协办数与协办记录一致', 'a case waits for as many helping departments as have not answered'),
    broken: `select c.number as row from cases c where c.assists_open <> (
      select count(*) from assists a where a.case_id = c.id and a.status = 'asked')`,
  },
  {
    name: 'case.pause',
    says: w('停钟的诉求都有一条未恢复的停钟记录，反之亦然', 'a clock stands still exactly where a stop is on record'),
    broken: `select c.number as row from cases c where (c.paused_at is not null) <> exists (
      select from pauses p where p.case_id = c.id and p.ended_at is null)`,
  },
]
