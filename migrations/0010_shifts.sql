-- Shifts round the clock, whom an alarm rings and when, what one shift hands to the next, and notices.
-- Beside old nodes: yes; they go on setting who is there on a day, and that is then the day shift.

-- The hospital's shifts: half-open [from, until); one that ends at or before its beginning ends the next day.
create table shifts (
  id uuid primary key,
  -- Of one campus; null: the centre's, for the whole hospital.
  campus_id uuid references campuses,
  name text not null,
  from_clock text not null check (from_clock ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  until_clock text not null check (until_clock ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' and until_clock <> '00:00'),
  -- Follow-up calls are allotted to who is on it.
  takes_calls boolean not null,
  -- A shift that is no longer worked stays for the days on which it was.
  active boolean not null default true,
  updated_at timestamptz not null
);
-- A new hospital gets them from the program; one that has a roster already needs them here.
insert into shifts (id, name, from_clock, until_clock, takes_calls, updated_at)
select id::uuid, name, from_clock, until_clock, takes_calls, '2026-01-01T00:00:00Z'
from (values
  ('00000000-0000-7000-8000-000000000101', '白班', '08:00', '17:00', true),
  ('00000000-0000-7000-8000-000000000102', '小夜', '17:00', '24:00', false),
  ('00000000-0000-7000-8000-000000000103', '大夜', '00:00', '08:00', false)
) as usual (id, name, from_clock, until_clock, takes_calls)
where exists (select from duties);

-- To be on a shift of a day is to be on duty on that day: one table for both (docs/decisions).
alter table duties add column shift_id uuid not null default '00000000-0000-7000-8000-000000000101' references shifts;
alter table duties drop constraint duties_pkey;
alter table duties add primary key (day, shift_id, staff_id);
create index duties_staff on duties (staff_id, day);

-- Something to know, said to one person; never the only trace of anything.
create table notices (
  id uuid primary key,
  staff_id uuid not null references staff,
  -- What it is about, by noun and id; its words are told only to who may still see that.
  noun text check (noun in ('case', 'task', 'handover')),
  subject uuid,
  kind text not null,
  -- { zh, en }, free of patients' details.
  words jsonb not null,
  at timestamptz not null,
  -- Reminders wait for working hours, but for those of danger.
  visible_from timestamptz not null,
  read_at timestamptz,
  -- What is to be said once has a name.
  key text,
  check ((noun is null) = (subject is null))
);
create unique index notices_once on notices (staff_id, key) where key is not null;
-- What was said already is asked for by its key alone.
create index notices_key on notices (key) where key is not null;
create index notices_staff on notices (staff_id, visible_from desc, id desc);
create index notices_unread on notices (staff_id, visible_from) where read_at is null;

-- 值班链: who is rung, in which order, and how long each is waited for.
create table chains (
  id uuid primary key,
  alarm text not null check (alarm in ('danger', 'urgent', 'grave')),
  -- For matters of one department; null: for all others.
  department_id uuid references departments,
  updated_at timestamptz not null
);
create unique index chains_hospital on chains (alarm) where department_id is null;
create unique index chains_department on chains (alarm, department_id) where department_id is not null;
create table chain_steps (
  chain_id uuid not null references chains,
  position int not null,
  who text not null check (who in ('staff', 'shift', 'role')),
  staff_id uuid references staff,
  role text check (role in ('agent', 'lead', 'department', 'supervision', 'leadership')),
  minutes int not null check (minutes between 0 and 60),
  primary key (chain_id, position),
  check ((who = 'staff') = (staff_id is not null) and (who = 'role') = (role is not null))
);

-- An alarm that somebody must answer.
create table rings (
  id uuid primary key,
  alarm text not null check (alarm in ('danger', 'urgent', 'grave')),
  status text not null check (status in ('ringing', 'answered', 'ceased')),
  case_id uuid references cases,
  task_id uuid references tasks,
  -- The chain as it stood when the ring began: changing it later moves nobody's turn.
  steps jsonb not null,
  started_at timestamptz not null,
  -- How many steps have been rung, and when the next one is due; without one, everybody has been rung.
  step int not null default 0,
  next_at timestamptz,
  rung uuid[] not null default '{}',
  answered_at timestamptz,
  answered_by_id uuid references staff,
  answer text not null default '',
  -- The walls of what it is about.
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  updated_at timestamptz not null,
  check (num_nonnulls(case_id, task_id) = 1),
  check (status <> 'answered' or answered_by_id is not null)
);
create unique index rings_case on rings (case_id, alarm) where case_id is not null and status <> 'ceased';
create unique index rings_task on rings (task_id, alarm) where task_id is not null and status <> 'ceased';
create index rings_ringing on rings (next_at) where status = 'ringing';
create index rings_of_case on rings (case_id) where case_id is not null;
create trigger rings_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('rings');
create function rings_follow_the_task() returns trigger language plpgsql as $$
begin
  update rings set restricted = new.restricted, barred_staff = new.barred_staff where task_id = new.id;
  return null;
end $$;
create trigger rings_follow after update of restricted, barred_staff on tasks for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function rings_follow_the_task();

-- Who was rung at which step: when it was due, and when it was done.
create table ring_calls (
  ring_id uuid not null references rings,
  staff_id uuid not null references staff,
  step int not null,
  due_at timestamptz not null,
  rung_at timestamptz not null,
  primary key (ring_id, staff_id)
);
create index ring_calls_staff on ring_calls (staff_id, rung_at);

-- How far a case that is late has been taken, once each: 'soon', 'owner', 'lead', 'supervision'.
create table case_reminders (
  case_id uuid not null references cases,
  -- Another deadline is another reminder.
  due_at timestamptz not null,
  step text not null check (step in ('soon', 'owner', 'lead', 'supervision')),
  at timestamptz not null,
  primary key (case_id, due_at, step)
);

-- 交接班: the card of one shift of one day.
create table handovers (
  id uuid primary key,
  day date not null,
  shift_id uuid not null references shifts,
  campus_id uuid references campuses,
  status text not null check (status in ('writing', 'given', 'taken')),
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- Who was on it, and who is on what follows.
  givers uuid[] not null,
  takers uuid[] not null default '{}',
  -- When it should have been taken over: half an hour after the next shift began.
  take_by timestamptz not null,
  words text not null default '',
  given_at timestamptz,
  -- Null: given by the clock.
  given_by_id uuid references staff,
  taken_at timestamptz,
  taken_by_id uuid references staff,
  taken_words text not null default '',
  told_lead_at timestamptz,
  updated_at timestamptz not null,
  unique (day, shift_id),
  check (status <> 'taken' or taken_by_id is not null)
);
create index handovers_open on handovers (until_at) where status <> 'taken';
create index handovers_late on handovers (take_by) where status = 'given' and told_lead_at is null;
create index handovers_until on handovers (until_at desc, id desc);

-- The facts on a card, as they stood when it was given; told only to who may see what each is about.
create table handover_items (
  id uuid primary key,
  handover_id uuid not null references handovers,
  position int not null,
  kind text not null check (kind in ('ring', 'flag', 'urgent', 'promise', 'overdue', 'due')),
  case_id uuid references cases,
  task_id uuid references tasks,
  promise_id uuid references promises,
  ring_id uuid references rings,
  facts jsonb not null,
  asked text,
  asked_by_id uuid references staff,
  asked_at timestamptz,
  replied text,
  replied_by_id uuid references staff,
  replied_at timestamptz,
  check (num_nonnulls(case_id, task_id) = 1)
);
create index handover_items_card on handover_items (handover_id, position);
