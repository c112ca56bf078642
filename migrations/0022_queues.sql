-- The hotline: who is speaking, who waits and for whom, and who was missed and is called back.
-- Beside old nodes: yes; they do not answer the telephone.

-- By the last seven digits people are found quickly, whatever the PBX puts in front of a number or leaves out of it.
create function phone_tails(phones jsonb) returns text[] language sql immutable parallel safe
  as $$ select coalesce(array_agg(right(p ->> 'number', 7)), '{}') from jsonb_array_elements(phones) p $$;
create index patients_phone_tails on patients using gin (phone_tails(phones)) with (fastupdate = on);
create index reporters_phone_tail on reporters (right(phone, 7)) where phone is not null;
create index calls_number_tail on calls (right(number_key, 7), placed_at) where number_key <> '';

-- Who was speaking, as the agent chose before or after answering; the call itself keeps the patient.
create table speakers (
  call_id uuid primary key references calls,
  staff_id uuid not null references staff,
  patient_id uuid references patients,
  case_id uuid references cases,
  task_id uuid references tasks,
  -- Himself, somebody of the family, or somebody else.
  speaker text not null check (speaker in ('self', 'family', 'other')),
  -- What was said, where there is no patient whose contact could hold it.
  words text not null default '',
  chosen_at timestamptz not null
);
create index speakers_patient on speakers (patient_id, chosen_at) where patient_id is not null;

-- What somebody is able to: a dialect, a group of patients, a department's matters.
create table skills (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('language', 'patients', 'department', 'other')),
  updated_at timestamptz not null
);
create table staff_skills (
  staff_id uuid not null references staff,
  skill_id uuid not null references skills,
  primary key (staff_id, skill_id)
);
-- Under what number somebody on call is reached away from his desk; never shown in clear again.
create table outside_numbers (
  staff_id uuid primary key references staff,
  number text not null,
  updated_at timestamptz not null
);

-- 热线队列: a hotline extension that the program answers, and how it is worked.
create table queues (
  id uuid primary key,
  name text not null,
  line_id uuid not null unique references lines,
  campus_id uuid references campuses,
  active boolean not null default true,
  -- Open on these days, half-open [from, until); with `roster` only while somebody is on shift.
  days text not null check (days in ('all', 'workdays')),
  from_clock text not null check (from_clock ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  until_clock text not null check (until_clock ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' and until_clock > from_clock),
  roster boolean not null default false,
  -- Whoever is offered a call has all of them.
  skills uuid[] not null default '{}',
  -- 120 first, before anything else is said.
  emergency boolean not null default true,
  ring_seconds int not null check (ring_seconds between 5 and 60),
  overflow_seconds int not null check (overflow_seconds between 10 and 900),
  -- Which on-call chain is rung after that; null: nobody but the agents.
  overflow text check (overflow in ('danger', 'urgent', 'grave')),
  -- “Press 1 to be called back.”
  call_back boolean not null default true,
  updated_at timestamptz not null
);

-- What the hotline says, each wording a version; the latest is spoken. Without sound it is synthesised from its words.
create table announcements (
  id uuid primary key,
  queue_id uuid not null references queues,
  kind text not null check (kind in ('emergency', 'welcome', 'waiting', 'position', 'busy', 'promised', 'closed', 'music')),
  version int not null,
  words text not null,
  -- WAV as it was uploaded.
  sound bytea,
  by_id uuid references staff,
  at timestamptz not null,
  unique (queue_id, kind, version)
);

-- One caller in a queue, from picking up to how it ended.
create table queue_calls (
  id uuid primary key,
  queue_id uuid not null references queues,
  call_id uuid not null unique references calls,
  status text not null check (status in (
    'waiting', 'offered', 'answered', 'abandoned', 'overflowed', 'called-back', 'closed')),
  -- As it is kept here; null: withheld.
  number text,
  arrived_at timestamptz not null,
  -- Which version of what he has heard, {kind: version}.
  heard jsonb not null default '{}',
  offered_to_id uuid references staff,
  offered_at timestamptz,
  -- Who was rung and did not answer, in order.
  tried uuid[] not null default '{}',
  answered_at timestamptz,
  answered_by_id uuid references staff,
  ended_at timestamptz,
  -- The program that held the call was gone.
  lost boolean not null default false,
  -- The voice process says so every few seconds while it holds the call.
  seen_at timestamptz not null,
  -- The walls of the call.
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  updated_at timestamptz not null,
  check ((status in ('waiting', 'offered')) = (ended_at is null and answered_at is null)),
  check (status <> 'offered' or offered_to_id is not null),
  check (status <> 'answered' or answered_by_id is not null)
);
create index queue_calls_waiting on queue_calls (queue_id, arrived_at) where status in ('waiting', 'offered');
create index queue_calls_arrived on queue_calls (arrived_at);

-- 漏接: a number that could not speak to anybody, until it has an outcome. One row however often it tried.
create table missed (
  id uuid primary key,
  status text not null check (status in ('open', 'calling', 'reached', 'unreachable', 'otherwise')),
  queue_id uuid references queues,
  number text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  calls int not null default 1,
  -- He pressed the key and was promised to be called.
  promised boolean not null default false,
  due_at timestamptz not null,
  next_at timestamptz not null,
  tries int not null default 0,
  -- So often he must have been tried before it may be left; fewer where the number is none.
  needed int not null,
  enough boolean not null generated always as (tries >= needed) stored,
  -- Who calls, and the call by which he was tried last.
  staff_id uuid references staff,
  call_id uuid references calls,
  patient_id uuid references patients,
  outcome text not null default '',
  closed_at timestamptz,
  closed_by_id uuid references staff,
  -- How far a late one has been told: 0 nobody, 1 whoever is on shift, 2 the lead.
  told int not null default 0,
  updated_at timestamptz not null,
  check ((status in ('open', 'calling')) = (closed_at is null)),
  check (status <> 'calling' or staff_id is not null)
);
create unique index missed_once on missed (number) where status in ('open', 'calling');
create index missed_open on missed (promised desc, due_at, id) where status in ('open', 'calling');
create index missed_first on missed (first_at, id);
create table missed_calls (
  call_id uuid primary key references calls,
  missed_id uuid not null references missed
);
create index missed_calls_of on missed_calls (missed_id);
