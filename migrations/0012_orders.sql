-- Several departments on one matter, clocks in natural hours, and clocks of working days that may stop with a reason.
-- Beside old nodes: yes; they know of no assisting department and of no stop.

alter table cases
  -- Departments that were asked to help in this round, and how many of them have not answered yet.
  add column assisting uuid[] not null default '{}',
  add column assists_open int not null default 0,
  -- The clock of working days stands still since then.
  add column paused_at timestamptz,
  -- How often the department was urged (督办).
  add column urged int not null default 0,
  -- Why the matter has ten working days instead of five; judged once (field.md §2.1).
  add column many_reason text;

-- 协办: what another department is asked for, beside the one that leads.
create table assists (
  id uuid primary key,
  case_id uuid not null references cases,
  round int not null,
  department_id uuid not null references departments,
  status text not null check (status in ('asked', 'answered', 'objected', 'withdrawn')),
  demand text not null,
  due_at timestamptz not null,
  asked_by_id uuid not null references staff,
  asked_at timestamptz not null,
  findings text,
  answered_at timestamptz,
  answered_by_id uuid references staff,
  -- Why it was sent back or withdrawn.
  reason text,
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  updated_at timestamptz not null
);
create index assists_case on assists (case_id);
create index assists_department on assists (department_id, due_at, id) where status = 'asked';
-- A department is asked once at a time.
create unique index assists_once on assists (case_id, department_id) where status = 'asked';
create trigger assists_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('assists');

-- Clocks of a case in natural hours, day and night: U0 and U1 (field.md §6.2).
create table clocks (
  id uuid primary key,
  case_id uuid not null references cases,
  standard text not null,
  began_at timestamptz not null,
  due_at timestamptz not null,
  met_at timestamptz,
  met_by_id uuid references staff,
  how text not null default '',
  -- When it was noticed that nobody had met it in time.
  missed_at timestamptz,
  -- Judged less urgent before it was met.
  cancelled_at timestamptz,
  unique (case_id, standard)
);
create index clocks_running on clocks (due_at, id) where met_at is null and cancelled_at is null;

-- 停钟: once a round, for so many working days at most, and never without a reason.
create table pauses (
  id uuid primary key,
  case_id uuid not null references cases,
  round int not null,
  reason text not null check (reason in ('material', 'appraisal', 'outside', 'person')),
  words text not null,
  began_at timestamptz not null,
  began_by_id uuid not null references staff,
  -- The day on which the clock runs again at the latest.
  until_on date not null,
  ended_at timestamptz,
  ended_by_id uuid references staff,
  unique (case_id, round)
);
create index pauses_running on pauses (until_on) where ended_at is null;
