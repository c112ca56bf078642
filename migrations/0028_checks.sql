-- Spot checks: which follow-up calls supervision drew, how they were found, who called again blind, and records that look made up.
-- Beside old nodes: yes, but for calls made to check another (kind `audit`) and voided records, which an old node would show as they are.

-- A call that checks another: nobody finds it but supervision and whoever makes it.
alter table tasks drop constraint tasks_kind_check;
alter table tasks add constraint tasks_kind_check check (kind in ('wave', 'repeat', 'recall', 'urgent', 'audit')) not valid;
alter table tasks validate constraint tasks_kind_check;
alter table tasks drop constraint tasks_caller_check;
alter table tasks add constraint tasks_caller_check check (caller in ('centre', 'attending', 'audit')) not valid;
alter table tasks validate constraint tasks_caller_check;
-- 作废: its record was found never to have been a call; it counts as not reached, whatever is called in its place.
alter table tasks drop constraint tasks_status_check;
alter table tasks add constraint tasks_status_check
  check (status in ('open', 'flagged', 'done', 'unreached', 'cancelled', 'voided')) not valid;
alter table tasks validate constraint tasks_status_check;
-- What stood in such a record, as it was taken out of its task: nothing counts it, and nothing of it is lost.
create table voided_records (
  task_id uuid primary key references tasks,
  contact_id uuid not null unique references contacts,
  -- The columns of the task and its rows of answers.
  record jsonb not null,
  voided_at timestamptz not null
);

-- The calls of a month, and those of the last days.
create index tasks_reached on tasks (reached_at) where reached_at is not null;
-- Whoever calls again blind must not read what was said the first time, nor find what came of it.
alter table contacts add column blind_staff uuid[] not null default '{}';
alter table cases add column blind_staff uuid[] not null default '{}';
-- Nobody is barred from it but by being blind for some days: then figures that are told around count it as before.
alter table cases add column nobody_barred boolean not null default true;
update cases set nobody_barred = false where barred_staff <> '{}';
-- A matter of that call lies behind the matter's own walls for him, whoever judges it anew meanwhile; also one that is
-- written down only now. Before `cases_watched`, which reads the walls.
create function keep_from_the_blind() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.source_id is not null then
    new.blind_staff := array(select distinct a.assignee_id from tasks a join checks c on c.recall_task_id = a.id
      where a.parent_id = new.source_id and a.kind = 'audit' and a.assignee_id is not null and c.status in ('drawn', 'scored'));
  end if;
  if new.blind_staff <> '{}' then
    new.barred_staff := array(select distinct b from unnest(new.barred_staff || new.blind_staff) b);
  end if;
  new.nobody_barred := new.barred_staff <@ new.blind_staff;
  return new;
end $$;
create trigger cases_blind before insert or update of barred_staff, blind_staff on cases
  for each row execute function keep_from_the_blind();
-- Heard for a check that its caller does not know of yet: told to nobody but supervision until the results are out.
alter table recording_listens add column unsaid boolean not null default false;

-- By what a call is judged; what is in force is never edited, a change is the next version.
create table quality_forms (
  id uuid primary key,
  version int not null unique,
  status text not null check (status in ('draft', 'published', 'retired')),
  -- [{key, name, help, weight, critical}]
  items jsonb not null,
  -- From this score on a call has passed, unless something critical failed.
  passing int not null check (passing between 0 and 100),
  why text not null,
  created_by_id uuid references staff,
  published_at timestamptz,
  updated_at timestamptz not null
);

-- One drawing of a month: seed, rules and frame are kept, so that anybody can draw the same again.
create table check_draws (
  id uuid primary key,
  status text not null check (status in ('drawn', 'released')),
  -- 2026-03
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  how text not null check (how in ('schedule', 'hand')),
  drawn_by_id uuid references staff,
  seed text not null,
  -- {share, perCaller, most}
  rules jsonb not null,
  -- What it was drawn from, packed: task, caller and department a line; with its length and hash.
  frame bytea not null,
  frame_size int not null,
  frame_sha256 text not null,
  -- Nobody but supervision is told of it until it is released.
  restricted boolean not null default true,
  drawn_at timestamptz not null,
  released_at timestamptz,
  updated_at timestamptz not null
);
create unique index check_draws_scheduled on check_draws (month) where how = 'schedule';
create index check_draws_newest on check_draws (month desc, drawn_at desc);

create table checks (
  id uuid primary key,
  status text not null check (status in ('drawn', 'scored', 'dropped', 'released', 'objected', 'settled')),
  draw_id uuid not null references check_draws,
  -- A call is drawn once.
  task_id uuid not null unique references tasks,
  -- Whose call it was, where the patient lay, and when it was.
  staff_id uuid not null references staff,
  department_id uuid references departments,
  called_at timestamptz not null,
  restricted boolean not null default true,
  barred_staff uuid[] not null default '{}',
  checker_id uuid references staff,
  method text check (method in ('heard', 'read')),
  form_id uuid references quality_forms,
  -- {item: met | partly | not | none}
  marks jsonb,
  score real check (score between 0 and 100),
  failed text[] not null default '{}',
  passed boolean,
  -- [{second, words}]: places in the recording.
  remarks jsonb not null default '[]',
  words text not null default '',
  training text not null default '',
  scored_at timestamptz,
  -- 盲样复核: who calls again, by which task, and what became of it.
  recaller_id uuid references staff,
  recall_task_id uuid references tasks,
  recall_ordered_at timestamptz,
  recall_result text check (recall_result in ('waiting', 'answered', 'unreached', 'cancelled')),
  -- What the patient said to “did we call you before”.
  called_before text check (called_before in ('yes', 'no', 'unsure')),
  dropped_why text not null default '',
  objection text,
  objected_at timestamptz,
  reply text,
  replied_by_id uuid references staff,
  replied_at timestamptz,
  released_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (status <> 'scored' or scored_at is not null),
  check ((recall_task_id is null) = (recall_result is null)),
  check (status not in ('objected', 'settled') or objection is not null)
);
create index checks_draw on checks (draw_id, status);
create index checks_staff on checks (staff_id, called_at);
create index checks_listed on checks (called_at desc, id desc);
create unique index checks_recall on checks (recall_task_id) where recall_task_id is not null;

-- The answers to the same question, first and second time.
create table check_pairs (
  check_id uuid not null references checks,
  question text not null,
  name text not null,
  -- grade: 满意 / 基本满意 / 不满意, in an order; kind: without one.
  kind text not null check (kind in ('grade', 'kind')),
  first text not null,
  second text not null,
  primary key (check_id, question)
);

-- 存疑记录: a record that looks made up, why, what its caller says to it, and what was found; a suspicion, no verdict.
create table suspicions (
  id uuid primary key,
  status text not null check (status in ('flagged', 'asked', 'cleared', 'confirmed', 'lapsed')),
  task_id uuid not null unique references tasks,
  staff_id uuid not null references staff,
  department_id uuid references departments,
  called_at timestamptz not null,
  score real not null,
  -- [{rule, weight, zh, en}]
  reasons jsonb not null,
  restricted boolean not null default true,
  barred_staff uuid[] not null default '{}',
  asked_at timestamptz,
  asked_by_id uuid references staff,
  side text,
  side_at timestamptz,
  decided_by_id uuid references staff,
  decided_at timestamptz,
  finding text,
  -- The honest call that was planned in its place.
  again_task_id uuid references tasks,
  -- Taken out of its task, so that nothing counts it.
  voided_at timestamptz,
  voided_by_id uuid references staff,
  -- The calls that the telephone had witnessed around it, and how long asking takes: {calls, needed}.
  evidence jsonb,
  found_at timestamptz not null,
  updated_at timestamptz not null,
  check (status not in ('cleared', 'confirmed') or (decided_at is not null and finding is not null)),
  check (status <> 'confirmed' or asked_at is not null),
  check (voided_at is null or status = 'confirmed')
);
create index suspicions_listed on suspicions (status, score desc, id desc);
create index suspicions_staff on suspicions (staff_id, called_at);

-- On which days it was looked for them, among how many records, and how many were new.
create table suspicion_looks (
  day date primary key,
  judged int not null,
  raised int not null
);

-- Who must find nothing of a call must find nothing of what is judged about it; and nobody judges himself.
create function bar_from_checks() returns trigger language plpgsql as $$
begin
  update checks set barred_staff = array(select distinct b from unnest(new.barred_staff || staff_id) b)
  where task_id = new.id;
  update suspicions set barred_staff = array(select distinct b from unnest(new.barred_staff || staff_id) b)
  where task_id = new.id;
  return null;
end $$;
create trigger tasks_bar_from_checks after update of barred_staff on tasks for each row
  when (old.barred_staff <> new.barred_staff) execute function bar_from_checks();
