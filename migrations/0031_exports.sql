-- Files of lists: who asked for which, who let it go, what was in it; and the figures that the hospital's own tools may read.
-- Beside old nodes: yes; they know nothing of either.

create sequence export_numbers;
create table exports (
  id uuid primary key,
  -- DC2026-000001: stands in the file, so that one that has got away is traced to this row.
  number text not null unique,
  status text not null check (status in ('asked', 'making', 'ready', 'refused', 'lapsed', 'cancelled', 'failed', 'withdrawn', 'gone')),
  -- The address of the list, and the filter in the words of its address: what was asked is what is made.
  list text not null,
  asked jsonb not null,
  format text not null check (format in ('xlsx', 'csv')),
  -- With the columns that say who it is about.
  personal boolean not null,
  reason text not null default '',
  asked_by_id uuid not null references staff,
  -- As whom it was asked: another role, or a token of other scopes, would see other rows.
  asked_as text not null,
  scopes text[],
  asked_at timestamptz not null,
  -- Who else may know of every row of it: of these one lets it go, and nobody else hears of it.
  known_to uuid[] not null default '{}',
  -- How many rows the list had when it was looked through; null until then.
  rows_found int,
  looked_at timestamptz,
  decided_by_id uuid references staff,
  decided_at timestamptz,
  words text not null default '',
  rows_made int not null default 0,
  bytes bigint,
  sha256 bytea,
  sealed_key bytea,
  made_at timestamptz,
  kept_until timestamptz,
  trouble text not null default '',
  downloads int not null default 0,
  downloaded_at timestamptz,
  updated_at timestamptz not null,
  -- Nobody lets his own go; and what says who it is about goes only with a reason.
  constraint exports_second check (decided_by_id <> asked_by_id),
  check (not personal or reason <> ''),
  check (status <> 'ready' or (sealed_key is not null and sha256 is not null and kept_until is not null))
);
create index exports_mine on exports (asked_by_id, asked_at desc, id desc);
create index exports_known on exports using gin (known_to);
create index exports_open on exports (status, updated_at) where status in ('asked', 'making', 'ready');

-- Which rows a file holds, by what tells them apart and by whose walls they lie behind; gone with the file.
create table export_rows (
  export_id uuid not null references exports,
  number int not null,
  ids text[] not null,
  guards uuid[] not null,
  primary key (export_id, number)
);

-- The file itself, sealed piece by piece under a key of its own; gone when its time is over.
create table export_pieces (
  export_id uuid not null references exports,
  number int not null,
  sealed bytea not null,
  primary key (export_id, number)
);

-- 开放数据: what the hospital's own tools may read, over database roles of their own. An administrator makes a reader; it
-- sees these views and nothing else, of the whole hospital or of some departments. Restricted matters are in none of them.
create table readers (
  id uuid primary key,
  status text not null check (status in ('open', 'missing', 'revoked', 'expired')),
  name text not null,
  -- The role of the database, by which a session is known.
  role_name text not null unique check (role_name ~ '^huiyin_bi_[a-z0-9]{12}$'),
  whole boolean not null,
  departments uuid[] not null,
  -- Keys of one reader fit no other's: two extracts cannot be laid beside each other.
  salt text not null,
  expires_on date not null,
  made_by_id uuid not null references staff,
  made_at timestamptz not null,
  ended_at timestamptz,
  updated_at timestamptz not null,
  check (whole or cardinality(departments) > 0)
);

-- 工作日: the working days as the program knows them (the state's notices and the hospital's own days), kept by it. `nth` is how
-- many there were since the first, so that between two days lie as many as the difference. Outside the schema, granted to nobody.
create table open_days (
  day date primary key,
  works boolean not null,
  -- False where no notice is in yet and only weekends are known.
  known boolean not null,
  name text not null,
  nth int not null
);

-- On which channel the nodes whisper to each other what has changed (src/engine/live.ts). Whoever has a session may listen to and
-- speak on every channel of the database whose name he knows, and PostgreSQL can forbid nobody: so no reader knows it.
create table live_channel (name text primary key);
insert into live_channel values ('huiyin_' || replace(gen_random_uuid()::text, '-', ''));

create schema insight;
comment on schema insight is '开放数据：去标识的只读视图，供医院自己的报表工具使用 · Open data: de-identified, read-only, for the hospital''s own tools';

-- Who reads now, and by which rules; outside the schema, and granted to nobody.
create view insight_reader with (security_barrier) as
select r.whole, r.departments, r.salt, array['I']::text[] as hidden_letters,
  coalesce((s.value->>'firstContactWithin')::int, 7) as first_call_days,
  coalesce((s.value->>'shownFrom')::int, 5) as shown_from,
  coalesce((s.value->>'rankedFrom')::int, 30) as ranked_from
from readers r left join settings s on s.key = 'standards'
where r.role_name = session_user and r.status = 'open';

create view insight.stays with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'stay' || e.id::text, 'UTF8')), 'hex'), 24) as stay_key,
  date_trunc('month', e.discharged_on::timestamp)::date as month,
  cp.name as campus,
  coalesce(d.name, e.department_name) as department,
  e.department_group as department_group,
  e.sex as sex,
  case when e.age_years is null then 'unknown' when e.age_years <= 13 then '0-13' when e.age_years <= 44 then '14-44' when e.age_years <= 59 then '45-59' when e.age_years <= 74 then '60-74' else '75-' end as age_band,
  e.leaving as leaving,
  o.outcome as outcome,
  o.outcome in ('died', 'do-not-call') as excluded,
  o.outcome = 'reached' as reached,
  c.grade as grade,
  coalesce(c.attempts, 0) as attempts,
  coalesce(c.opinions, 0) as opinions,
  o.outcome not in ('died', 'do-not-call') and (c.first_tried_at is not null or b.first_call_until <= k.now) as first_call_judged,
  coalesce(c.first_tried_at < b.first_call_until, false) as first_call_in_time,
  (timezone('Asia/Shanghai', c.first_tried_at)::date - e.discharged_on) as days_to_first_call
from insight_reader r join public.encounters e on (r.whole or e.department_id = any(r.departments))
left join public.departments d on d.id = e.department_id
left join public.campuses cp on cp.id = e.campus_id
cross join lateral (select coalesce(nullif(current_setting('huiyin.now', true), '')::timestamptz, now()) as now) k
cross join lateral (select timezone('UTC', (e.discharged_on + r.first_call_days + 1)::timestamp) - interval '8 hours' as first_call_until) b
left join lateral (
  select count(*) as tasks, bool_or(t.reached_at is not null) as reached,
    bool_or(t.status in ('open', 'flagged')) as waits, max(t.due_at) filter (where t.status in ('open', 'flagged')) as waits_until,
    bool_or(coalesce(t.unreached_reason, t.cancelled_reason) = 'died') as died,
    bool_or(coalesce(t.unreached_reason, t.cancelled_reason) = 'refused') as refused,
    (array_agg(t.unreached_reason order by t.due_at desc, t.id desc) filter (where t.unreached_reason is not null))[1] as reason,
    (array_agg(t.satisfaction order by t.due_at desc, t.id desc) filter (where t.satisfaction is not null and t.reached_at is not null))[1] as grade,
    min(t.first_tried_at) as first_tried_at, sum(t.attempts)::int as attempts,
    (count(*) filter (where t.opinion is not null
      and (left(t.opinion_category, 1) is null or left(t.opinion_category, 1) <> all (r.hidden_letters))
      and not exists (select from public.cases x where x.source_id = t.id and (x.restricted or not x.nobody_barred))))::int as opinions
  from public.tasks t where t.encounter_id = e.id and t.kind in ('wave', 'repeat')
) c on true
cross join lateral (select case
  when c.reached then 'reached'
  when e.leaving = 'died' then 'died'
  when c.tasks = 0 then (select case when p.died_on <= e.discharged_on + 30 then 'died' when p.do_not_call_at <= e.created_at then 'do-not-call' else 'not-planned' end from public.patients p where p.id = e.patient_id)
  when c.waits and (c.reason is null or c.waits_until >= k.now) then 'pending'
  when c.died then 'died'
  when c.refused then 'refused'
  else coalesce(c.reason, 'cancelled') end as outcome) o;
comment on view insight.stays is '每次出院一行：回访到了什么结果。口径与程序的回访报表一致 · One row a discharge and what became of it; counted as the program’s own report counts';
comment on column insight.stays.stay_key is '这次住院的代号，只在本读者的视图之间相通，不能对应到人 · key of the stay, the same in all views of one reader, and of nobody';
comment on column insight.stays.month is '出院月份（当月 1 日） · month of discharge, as its first day';
comment on column insight.stays.campus is '院区 · campus';
comment on column insight.stays.department is '出院科室 · department';
comment on column insight.stays.department_group is '科室组 · group of departments';
comment on column insight.stays.sex is '性别：male 男，female 女，unknown 不详 · sex';
comment on column insight.stays.age_band is '年龄段 · band of age';
comment on column insight.stays.leaving is '离院方式 · how it ended';
comment on column insight.stays.outcome is '结果：reached 已访，pending 待访，died 已故，do-not-call 勿扰，其余为未访原因 · reached, pending, died, do-not-call, else why not reached';
comment on column insight.stays.excluded is '不计入应访 · not among those due';
comment on column insight.stays.reached is '已访 · reached';
comment on column insight.stays.grade is '满意度：satisfied 满意，fairly 基本满意，dissatisfied 不满意；空为未评价 · grade of satisfaction; null: none given';
comment on column insight.stays.attempts is '拨打次数 · calls made';
comment on column insight.stays.opinions is '意见条数（不含行风与受限事项） · opinions, but for those of integrity and restricted matters';
comment on column insight.stays.first_call_judged is '首次联系是否到了该判定的时候 · whether the first contact is to be judged yet';
comment on column insight.stays.first_call_in_time is '首次联系及时 · first contact in time';
comment on column insight.stays.days_to_first_call is '出院后几天打出第一个电话 · days from discharge to the first call';

create view insight.calls with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'contact' || c.id::text, 'UTF8')), 'hex'), 24) as contact_key,
  case when e.id is not null then left(encode(sha256(convert_to(r.salt || 'stay' || e.id::text, 'UTF8')), 'hex'), 24) end as stay_key,
  date_trunc('month', timezone('Asia/Shanghai', c.started_at)::timestamp)::date as month,
  extract(isodow from timezone('Asia/Shanghai', c.started_at))::int as weekday,
  extract(hour from timezone('Asia/Shanghai', c.started_at))::int as hour,
  d.name as department,
  c.channel as channel,
  c.direction as direction,
  c.disposition as disposition,
  greatest(0, extract(epoch from c.ended_at - c.started_at))::int as seconds,
  case when c.staff_id is not null then left(encode(sha256(convert_to(r.salt || 'staff' || c.staff_id::text, 'UTF8')), 'hex'), 24) end as caller_key,
  c.taken_over as taken_over
from insight_reader r join public.contacts c on not c.restricted and c.barred_staff = '{}'
left join public.encounters e on e.id = c.encounter_id
left join public.departments d on d.id = e.department_id
where (r.whole or e.department_id = any(r.departments));
comment on view insight.calls is '每次联系一行（电话、短信、当面），不含内容 · One row a contact (call, text, in person), without what was said';
comment on column insight.calls.contact_key is '联系的代号 · key of the contact';
comment on column insight.calls.stay_key is '关联的住院 · key of its stay';
comment on column insight.calls.month is '月份 · month';
comment on column insight.calls.weekday is '星期几，1 为星期一 · day of the week, 1 is Monday';
comment on column insight.calls.hour is '几点（北京时间） · hour of the day in hospital time';
comment on column insight.calls.department is '患者出院科室 · department of the stay';
comment on column insight.calls.channel is '方式 · way';
comment on column insight.calls.direction is '方向：out 呼出，in 呼入 · out or in';
comment on column insight.calls.disposition is '结果代码，如 reached、no-answer · how it was filed';
comment on column insight.calls.seconds is '时长（秒） · seconds';
comment on column insight.calls.caller_key is '回访员的代号 · key of who made it';
comment on column insight.calls.taken_over is '来自旧登记本 · from an old register';

create view insight.answers with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'stay' || e.id::text, 'UTF8')), 'hex'), 24) as stay_key,
  date_trunc('month', e.discharged_on::timestamp)::date as month,
  coalesce(d.name, e.department_name) as department,
  a.dimension as dimension,
  a.question as question,
  a.score as score
from insight_reader r join public.encounters e on (r.whole or e.department_id = any(r.departments))
left join public.departments d on d.id = e.department_id
join lateral (
  select t.id from public.tasks t where t.encounter_id = e.id and t.kind in ('wave', 'repeat')
    and t.satisfaction is not null and t.reached_at is not null order by t.due_at desc, t.id desc limit 1
) g on true
join public.answers a on a.task_id = g.id and a.dimension is not null and a.dimension <> 'integrity';
comment on view insight.answers is '满意度各维度的回答，一题一行；取每次住院最近一次评价 · Answers by dimension of satisfaction, one row a question of the latest graded call';
comment on column insight.answers.stay_key is '这次住院的代号 · key of the stay';
comment on column insight.answers.month is '出院月份 · month of discharge';
comment on column insight.answers.department is '出院科室 · department';
comment on column insight.answers.dimension is '维度：护士、医生、环境等 · dimension';
comment on column insight.answers.question is '题目的代号 · key of the question';
comment on column insight.answers.score is '得分，1 最好，0 最差 · 1 is best, 0 worst';

create view insight.opinions with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'stay' || e.id::text, 'UTF8')), 'hex'), 24) as stay_key,
  date_trunc('month', e.discharged_on::timestamp)::date as month,
  coalesce(d.name, e.department_name) as department,
  coalesce(t.opinion_category, '') as category,
  t.satisfaction as grade
from insight_reader r join public.encounters e on (r.whole or e.department_id = any(r.departments))
left join public.departments d on d.id = e.department_id
join public.tasks t on t.encounter_id = e.id and t.kind in ('wave', 'repeat') and t.opinion is not null
  and (left(t.opinion_category, 1) is null or left(t.opinion_category, 1) <> all (r.hidden_letters))
  and not exists (select from public.cases x where x.source_id = t.id and (x.restricted or not x.nobody_barred));
comment on view insight.opinions is '回访中提出的意见，一条一行，只有分类 · Opinions from follow-up calls, one row each, by category only';
comment on column insight.opinions.stay_key is '这次住院的代号 · key of the stay';
comment on column insight.opinions.month is '出院月份 · month of discharge';
comment on column insight.opinions.department is '出院科室 · department';
comment on column insight.opinions.category is '分类代码；空为未分类 · code of the category; empty: none';
comment on column insight.opinions.grade is '当次的满意度 · grade of that call';

create view insight.cases with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'case' || c.id::text, 'UTF8')), 'hex'), 24) as case_key,
  date_trunc('month', timezone('Asia/Shanghai', c.received_at)::timestamp)::date as month,
  timezone('Asia/Shanghai', c.received_at)::date as received_on,
  c.kind as kind,
  c.channel as channel,
  c.status as status,
  c.category as category,
  c.severity as severity,
  c.urgency as urgency,
  cp.name as campus,
  d.name as department,
  c.round as rounds,
  timezone('Asia/Shanghai', c.due_at)::date as due_on,
  t.told_on as told_on,
  (tw.nth - fw.nth) as workdays_to_told,
  timezone('Asia/Shanghai', c.archived_at)::date as archived_on,
  c.archived_by as archived_by,
  (a.answered_at is not null or f.due_at < k.now) as first_answer_judged,
  coalesce(a.answered_at <= f.due_at, false) as first_answer_in_time,
  round((extract(epoch from a.answered_at - c.received_at) / 3600)::numeric, 1) as hours_to_first_answer,
  round((extract(epoch from c.archived_at - c.received_at) / 86400)::numeric, 1) as days_to_archive,
  c.taken_over as taken_over
from insight_reader r join public.cases c on not c.restricted and c.nobody_barred and (r.whole or c.handling_department_id = any(r.departments) or c.assisting && r.departments)
left join public.departments d on d.id = coalesce(c.handling_department_id, c.department_id)
left join public.campuses cp on cp.id = c.campus_id
left join public.rounds f on f.case_id = c.id and f.number = 1
cross join lateral (select coalesce(nullif(current_setting('huiyin.now', true), '')::timestamptz, now()) as now) k
left join lateral (select coalesce(f.answered_at, case when c.taken_over then c.told_at end) as answered_at) a on true
left join public.register_entries e on e.case_id = c.id
cross join lateral (select coalesce(e.answered_on, timezone('Asia/Shanghai',
  (select min(x.told_at) from public.rounds x where x.case_id = c.id))::date) as told_on) t
left join public.open_days fw on fw.day = timezone('Asia/Shanghai', c.received_at)::date
left join public.open_days tw on tw.day = t.told_on;
comment on view insight.cases is '每件诉求一行，不含任何原话；重大、行风等受限事项不在其中 · One row a matter, without a word of it; restricted ones are not here';
comment on column insight.cases.case_key is '诉求的代号 · key of the matter';
comment on column insight.cases.month is '登记月份 · month of receipt';
comment on column insight.cases.received_on is '登记日期 · day of receipt';
comment on column insight.cases.kind is '类型：opinion 意见，complaint 投诉，suggestion 建议，praise 表扬，enquiry 咨询，help 求助，staff 员工 · kind';
comment on column insight.cases.channel is '渠道 · way in';
comment on column insight.cases.status is '状态 · status';
comment on column insight.cases.category is '分类代码 · code of the category';
comment on column insight.cases.severity is '严重度 · severity';
comment on column insight.cases.urgency is '紧急度 · urgency';
comment on column insight.cases.campus is '院区 · campus';
comment on column insight.cases.department is '承办科室；未派出时为涉及科室 · department that handles it, else that it concerns';
comment on column insight.cases.rounds is '办到第几轮 · rounds so far';
comment on column insight.cases.due_on is '反馈期限 · due day of the round that runs';
comment on column insight.cases.told_on is '首次告知本人的日期；来自旧登记本的为登记本所记 · day on which the person was first told; of an old register, its own';
comment on column insight.cases.workdays_to_told is '登记次日到答复当日的工作日数；未答复为空 · working days from the day after receipt to the answer; null: none yet';
comment on column insight.cases.archived_on is '归档日期 · day of archiving';
comment on column insight.cases.archived_by is '归档依据：person 患者确认等 · by whose word it was archived';
comment on column insight.cases.first_answer_judged is '第一轮是否到了该判定的时候 · whether the first round is to be judged yet';
comment on column insight.cases.first_answer_in_time is '第一轮按时答复 · first round answered in time';
comment on column insight.cases.hours_to_first_answer is '登记到第一轮答复的小时数 · hours from receipt to the first answer';
comment on column insight.cases.days_to_archive is '登记到归档的天数 · days from receipt to archiving';
comment on column insight.cases.taken_over is '来自旧登记本 · from an old register';

create view insight.rounds with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'case' || c.id::text, 'UTF8')), 'hex'), 24) as case_key,
  f.number as number,
  d.name as department,
  timezone('Asia/Shanghai', f.dispatched_at)::date as dispatched_on,
  timezone('Asia/Shanghai', f.due_at)::date as due_on,
  timezone('Asia/Shanghai', f.answered_at)::date as answered_on,
  case when f.answered_at is not null then f.answered_at <= f.due_at end as in_time,
  round((extract(epoch from f.answered_at - f.dispatched_at) / 3600)::numeric, 1) as hours_to_answer
from insight_reader r join public.cases c on not c.restricted and c.nobody_barred and (r.whole or c.handling_department_id = any(r.departments) or c.assisting && r.departments)
join public.rounds f on f.case_id = c.id
left join public.departments d on d.id = f.department_id;
comment on view insight.rounds is '诉求的每一轮办理一行 · One row a round of handling';
comment on column insight.rounds.case_key is '诉求的代号 · key of the matter';
comment on column insight.rounds.number is '第几轮 · which round';
comment on column insight.rounds.department is '本轮承办科室 · department of the round';
comment on column insight.rounds.dispatched_on is '派出日期 · day of dispatch';
comment on column insight.rounds.due_on is '期限 · due day';
comment on column insight.rounds.answered_on is '科室答复日期 · day of the department’s answer';
comment on column insight.rounds.in_time is '是否按时；未答复为空 · in time; null: no answer yet';
comment on column insight.rounds.hours_to_answer is '派出到答复的小时数 · hours from dispatch to answer';

create view insight.measures with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'case' || m.case_id::text, 'UTF8')), 'hex'), 24) as case_key,
  d.name as department,
  m.status as status,
  timezone('Asia/Shanghai', m.planned_at)::date as planned_on,
  m.due_on as due_on,
  timezone('Asia/Shanghai', m.done_at)::date as done_on,
  timezone('Asia/Shanghai', m.verified_at)::date as verified_on
from insight_reader r join public.measures m on not m.restricted and (r.whole or m.department_id = any(r.departments))
join public.cases c on c.id = m.case_id and not c.restricted and c.nobody_barred
left join public.departments d on d.id = m.department_id;
comment on view insight.measures is '每项整改一行，不含内容 · One row a measure, without its words';
comment on column insight.measures.case_key is '诉求的代号 · key of the matter';
comment on column insight.measures.department is '整改科室 · department';
comment on column insight.measures.status is '状态：planned 待落实，done 待验证，verified 已验证，cancelled 已取消 · status';
comment on column insight.measures.planned_on is '安排日期 · day it was planned';
comment on column insight.measures.due_on is '期限 · due day';
comment on column insight.measures.done_on is '落实日期 · day it was done';
comment on column insight.measures.verified_on is '验证日期 · day it was verified';

create view insight.promises with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'case' || p.case_id::text, 'UTF8')), 'hex'), 24) as case_key,
  d.name as department,
  p.status as status,
  timezone('Asia/Shanghai', p.made_at)::date as made_on,
  timezone('Asia/Shanghai', p.by_at)::date as by_on,
  timezone('Asia/Shanghai', p.kept_at)::date as kept_on,
  case when p.kept_at is not null then p.kept_at <= p.by_at end as kept_in_time
from insight_reader r join public.cases c on not c.restricted and c.nobody_barred and (r.whole or c.handling_department_id = any(r.departments) or c.assisting && r.departments)
join public.promises p on p.case_id = c.id and not p.restricted
left join public.departments d on d.id = coalesce(c.handling_department_id, c.department_id);
comment on view insight.promises is '每项承诺一行，不含对象和内容 · One row a promise, without to whom and what';
comment on column insight.promises.case_key is '诉求的代号 · key of the matter';
comment on column insight.promises.department is '承办科室 · department that handles the matter';
comment on column insight.promises.status is '状态：open 待兑现，kept 已兑现，cancelled 已取消 · status';
comment on column insight.promises.made_on is '作出日期 · day it was made';
comment on column insight.promises.by_on is '兑现期限 · day by which';
comment on column insight.promises.kept_on is '兑现日期 · day it was kept';
comment on column insight.promises.kept_in_time is '是否按时兑现 · kept in time';

create view insight.departments with (security_barrier) as
select d.name as department,
  cp.name as campus,
  d.department_group as department_group,
  d.active as active
from insight_reader r join public.departments d on (r.whole or d.id = any(r.departments)) join public.campuses cp on cp.id = d.campus_id;
comment on view insight.departments is '科室与院区 · Departments and campuses';
comment on column insight.departments.department is '科室 · department';
comment on column insight.departments.campus is '院区 · campus';
comment on column insight.departments.department_group is '科室组 · group';
comment on column insight.departments.active is '在用 · in use';

create view insight.calendar with (security_barrier) as
select g::date as day,
  date_trunc('month', g::timestamp)::date as month,
  extract(year from g)::int as year,
  extract(quarter from g)::int as quarter,
  extract(isodow from g)::int as weekday,
  coalesce(o.works, extract(isodow from g) < 6) as workday,
  coalesce(o.known, false) as workday_known,
  nullif(o.name, '') as day_name,
  o.nth as workday_number
from insight_reader r cross join generate_series('2010-01-01'::timestamp, '2040-12-31'::timestamp, interval '1 day') g
left join public.open_days o on o.day = g::date;
comment on view insight.calendar is '日历，2010 至 2040 年，含法定节假日、调休和本院自定的工作日 · The calendar, 2010 to 2040, with holidays, make-up days and the hospital''s own days';
comment on column insight.calendar.day is '日期 · day';
comment on column insight.calendar.month is '月份（当月 1 日） · month as its first day';
comment on column insight.calendar.year is '年 · year';
comment on column insight.calendar.quarter is '季度 · quarter';
comment on column insight.calendar.weekday is '星期几，1 为星期一 · day of the week, 1 is Monday';
comment on column insight.calendar.workday is '是否工作日，与程序计算期限的日历一致 · whether it is a working day, as the program counts its deadlines';
comment on column insight.calendar.workday_known is '当年放假通知是否已录入；否则只按周末推算 · whether the notice for its year is in; otherwise only weekends are told';
comment on column insight.calendar.day_name is '节日或本院说明；空为平常日 · name of the festival or of the hospital''s own day; null: an ordinary day';
comment on column insight.calendar.workday_number is '截至当日的工作日累计数；两日之差即其间的工作日数 · running number of working days: the difference of two days is how many lie between';

create view insight.projects with (security_barrier) as
select left(encode(sha256(convert_to(r.salt || 'project' || p.id::text, 'UTF8')), 'hex'), 24) as project_key,
  d.name as department,
  p.status as status,
  p.round as rounds,
  timezone('Asia/Shanghai', p.made_at)::date as made_on,
  timezone('Asia/Shanghai', p.closed_at)::date as closed_on,
  w.figure->>'kind' as figure,
  case when left(w.figure->>'category', 1) <> all (r.hidden_letters) then w.figure->>'category' end as category,
  w.target as target,
  w.window_from as window_from,
  w.window_until as window_until,
  p.verdict as verdict,
  (select count(*) from public.project_cases x where x.project_id = p.id)::int as cases,
  m.measures as measures,
  m.measures_done as measures_done,
  case when p.status = 'succeeded' then h.told end as told,
  case when p.status = 'succeeded' then h.can_be_told end as can_be_told,
  case when p.status = 'succeeded' then h.unable end as unable
from insight_reader r join public.projects p on not p.restricted and (r.whole or p.parts && r.departments)
  and not exists (select from public.project_cases x join public.cases k on k.id = x.case_id where not k.nobody_barred)
left join public.departments d on d.id = p.department_id
left join public.project_rounds w on w.project_id = p.id and w.number = p.round
cross join lateral (
  select (count(*) filter (where x.status <> 'cancelled'))::int as measures,
    (count(*) filter (where x.status in ('done', 'verified')))::int as measures_done
  from public.project_measures l join public.measures x on x.id = l.measure_id where l.project_id = p.id and l.round = p.round) m
cross join lateral (
  select (count(*) filter (where s.standing = 'told'))::int as told, (count(*) filter (where s.standing <> 'unable'))::int as can_be_told,
    (count(*) filter (where s.standing = 'unable'))::int as unable
  from public.project_people pp cross join lateral (select case
    when pp.status = 'posted' and exists (select from public.receipt_news n where n.case_id = pp.case_id
      and n.key = 'project ' || pp.project_id and n.read_at is not null) then 'told'
    when pp.status = 'told' and exists (select from public.messages q where q.id = pp.message_id
      and q.status in ('undeliverable', 'refused', 'expired', 'withheld')) then 'due'
    else pp.status end as standing) s
  where pp.project_id = p.id) h;
comment on view insight.projects is '改进项目一行一个，不含题目和文字；涉及受限事项的不在其中 · One row an improvement project, without its words; those that rest on restricted matters are not here';
comment on column insight.projects.project_key is '项目的代号 · key of the project';
comment on column insight.projects.department is '牵头科室 · department that leads it';
comment on column insight.projects.status is '状态：proposed 待立项，planning 计划，doing 实施，checking 检查，acting 处理，succeeded 达标结题，unsuccessful 未达标结题，cancelled 已取消 · status';
comment on column insight.projects.rounds is '第几轮 PDCA · which round of PDCA';
comment on column insight.projects.made_on is '发起日期 · day it was begun';
comment on column insight.projects.closed_on is '结题日期 · day it was closed';
comment on column insight.projects.figure is '判定用的指标 · kind of the figure that should move';
comment on column insight.projects.category is '指标所指的分类代码；行风类不写 · category of the figure, but for those of integrity';
comment on column insight.projects.target is '目标：降低百分之几 · by how many per cent it should move';
comment on column insight.projects.window_from is '观察期开始 · first day of the window';
comment on column insight.projects.window_until is '观察期结束 · last day of the window';
comment on column insight.projects.verdict is '结论：better 改善，same 未变，worse 变差，unknown 看不出；空为未到期 · verdict by the figure; null: not yet';
comment on column insight.projects.cases is '依据的诉求件数 · matters it rests on';
comment on column insight.projects.measures is '本轮整改措施数（不含已取消） · measures of this round, those cancelled apart';
comment on column insight.projects.measures_done is '本轮已落实的整改措施数 · measures of this round that are done';
comment on column insight.projects.told is '已告知的人数；未达标结题的为空 · how many who raised it were told; null where it did not succeed';
comment on column insight.projects.can_be_told is '可以告知的人数 · how many can be told';
comment on column insight.projects.unable is '无法告知的人数 · how many cannot be told';

create view insight.monthly with (security_barrier) as
select f.month as month,
  f.department as department,
  f.figure as figure,
  case when f.denominator = 0 or f.denominator >= r.shown_from then f.numerator end as numerator,
  case when f.denominator = 0 or f.denominator >= r.shown_from then f.denominator end as denominator,
  case when f.denominator >= r.shown_from then round(f.numerator::numeric / f.denominator, 4) end as rate,
  f.denominator > 0 and f.denominator < r.shown_from as hidden,
  f.denominator >= r.ranked_from as ranked
from insight_reader r cross join (
  select month, department, v.figure, v.numerator, v.denominator from (
    select month, department, count(*) filter (where reached) as reached, count(*) filter (where not excluded) as due,
      count(*) filter (where grade = 'satisfied') as satisfied, count(grade) as graded,
      count(*) filter (where first_call_judged and first_call_in_time) as in_time, count(*) filter (where first_call_judged) as judged
    from insight.stays group by 1, 2) s
  cross join lateral (values ('reached', reached, due), ('satisfied', satisfied, graded), ('first_call_in_time', in_time, judged)) v (figure, numerator, denominator)
  union all
  select month, department, 'first_answer_in_time', count(*) filter (where first_answer_judged and first_answer_in_time),
    count(*) filter (where first_answer_judged) from insight.cases group by 1, 2
) f;
comment on view insight.monthly is '各科室每月的指标，与报表同一口径；不足规定人数的不给出 · Figures by department and month, as the report has them; nothing of too few people';
comment on column insight.monthly.month is '月份 · month';
comment on column insight.monthly.department is '科室；空为未定 · department; null: none yet';
comment on column insight.monthly.figure is '指标：reached 回访率，satisfied 满意率，first_call_in_time 首次联系及时率，first_answer_in_time 诉求按时答复率 · which figure';
comment on column insight.monthly.numerator is '分子；人数太少时为空 · numerator; null where there are too few';
comment on column insight.monthly.denominator is '分母；人数太少时为空 · denominator; null where there are too few';
comment on column insight.monthly.rate is '比率 · the rate';
comment on column insight.monthly.hidden is '因人数太少不给出 · hidden for too few people';
comment on column insight.monthly.ranked is '人数足够，可以比较 · enough people to compare';

