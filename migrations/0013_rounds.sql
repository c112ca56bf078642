-- Rounds in full: what was looked into, what will be changed and whether it was; matters that are one, or belong together.
-- Beside old nodes: no; they do not know a merged case.

alter table rounds
  -- 处理意见: what the hospital thinks of it, apart from what was found and what will be changed.
  add column opinion text,
  -- Where to turn next, as far as the person was told (《医疗纠纷预防和处理条例》第 23 条).
  add column ways text[] not null default '{}',
  -- The matter that it was merged into: its findings and measures are copied from there.
  add column carried_from_id uuid references cases;

-- 调查记录: materials, interviews and findings of fact, each as it was made. Read as far as the case is.
create table inquiries (
  id uuid primary key,
  case_id uuid not null references cases,
  round int not null,
  kind text not null check (kind in ('material', 'interview', 'fact')),
  -- Who was asked, or where the material lies.
  whom text not null,
  happened_at timestamptz not null,
  found text not null,
  file_id uuid references files,
  by_id uuid not null references staff,
  at timestamptz not null
);
create index inquiries_case on inquiries (case_id);

-- 整改措施: what, who, by when; verified by somebody else when the day comes. They outlive the archive of their case.
create table measures (
  id uuid primary key,
  case_id uuid not null references cases,
  round int not null,
  status text not null check (status in ('planned', 'done', 'verified', 'cancelled')),
  what text not null,
  department_id uuid not null references departments,
  -- Null: the head of the department.
  owner_id uuid references staff,
  due_on date not null,
  -- Whose own work it is: its owner and who reported it done. None of them verifies it.
  hands uuid[] not null default '{}',
  planned_by_id uuid not null references staff,
  planned_at timestamptz not null,
  done_at timestamptz,
  done_by_id uuid references staff,
  done_words text not null default '',
  verified_at timestamptz,
  verified_by_id uuid references staff,
  -- Words of the verification, or why it was sent back or cancelled.
  outcome text not null default '',
  -- Who handles the case: of a restricted one a department sees its measures for as long as it has the case.
  handling_department_id uuid references departments,
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  updated_at timestamptz not null,
  check (status <> 'verified' or verified_by_id <> all (hands))
);
create index measures_case on measures (case_id);
create index measures_open on measures (due_on, id) where status in ('planned', 'done');
create index measures_department on measures (department_id, due_on, id);
create trigger measures_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('measures');
create function measures_follow_handling() returns trigger language plpgsql as $$
begin
  update measures set handling_department_id = new.handling_department_id where case_id = new.id;
  return null;
end $$;
create trigger measures_follow_handling after update of handling_department_id on cases for each row
  when (old.handling_department_id is distinct from new.handling_department_id)
  execute function measures_follow_handling();

-- 并案: the same matter of several people is handled once, as the survivor; each is answered on his own case.
alter table cases drop constraint cases_status_check;
alter table cases add constraint cases_status_check check (status in (
  'received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'merged', 'archived'));
alter table cases add column merged_into_id uuid references cases check (merged_into_id <> id);
alter table cases add constraint cases_merged check ((status = 'merged') = (merged_into_id is not null));
create index cases_merged_into on cases (merged_into_id) where merged_into_id is not null;

-- Each merging with what undoing it needs.
create table merges (
  id uuid primary key,
  case_id uuid not null references cases,
  survivor_id uuid not null references cases,
  merged_at timestamptz not null,
  merged_by_id uuid not null references staff,
  reason text not null,
  -- Who handled it before.
  department_id uuid references departments,
  -- The survivor's own deadline, where that of the merged one is earlier and was taken over.
  survivor_due jsonb,
  ended_at timestamptz,
  ended_by_id uuid references staff,
  ended text check (ended in ('undone', 'carried')),
  check (case_id <> survivor_id)
);
create unique index merges_once on merges (case_id) where ended_at is null;
create index merges_case on merges (case_id);
create index merges_survivor on merges (survivor_id);

-- What is merged lies with those who handle the survivor, behind the survivor's walls.
create function follow_the_survivor() returns trigger language plpgsql as $$
begin
  update cases set handling_department_id = new.handling_department_id, leadership = new.leadership,
    restricted = new.restricted, barred_staff = new.barred_staff
  where merged_into_id = new.id;
  return null;
end $$;
create trigger cases_merged_follow after update of handling_department_id, leadership, restricted, barred_staff on cases
  for each row when ((old.handling_department_id, old.leadership, old.restricted, old.barred_staff)
    is distinct from (new.handling_department_id, new.leadership, new.restricted, new.barred_staff))
  execute function follow_the_survivor();

-- 关联: two cases that have to do with each other; the smaller id first, so that a pair is there once.
create table links (
  id uuid primary key,
  case_id uuid not null references cases,
  other_id uuid not null references cases,
  kind text not null check (kind in ('related', 'repeat', 'split')),
  words text not null default '',
  -- Null: found by the program.
  by_id uuid references staff,
  at timestamptz not null,
  -- Undone; what was undone is not found again by the program.
  ended_at timestamptz,
  check (case_id < other_id),
  unique (case_id, other_id)
);
create index links_other on links (other_id);
