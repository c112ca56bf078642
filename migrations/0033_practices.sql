-- 优务经验: what went well, written down so that others can do it too; told around, learned and adopted.
-- Beside old nodes: yes; they do not know it.

create table practices (
  id uuid primary key,
  status text not null check (status in ('nominated', 'recognised', 'told', 'retired', 'declined')),
  title text not null,
  -- What is done, why it works, and how another department does the same.
  what text not null,
  why text not null,
  how text not null,
  category text,
  -- Whose it is; null: the whole hospital's.
  department_id uuid references departments,
  -- Of whom it is told, each named in the text of a praise that it rests on.
  staff_names text[] not null default '{}',
  finding_id uuid references findings,
  -- The improvement project that succeeded by it.
  project_id uuid references projects,
  -- Who wrote on it: none of them recognises it.
  hands uuid[] not null default '{}',
  -- The departments that were told.
  audience uuid[] not null default '{}',
  nominated_by_id uuid not null references staff,
  nominated_at timestamptz not null,
  decided_by_id uuid references staff,
  decided_at timestamptz,
  -- What was said when it was recognised, declined or retired.
  words text not null default '',
  told_at timestamptz,
  updated_at timestamptz not null,
  check (status not in ('recognised', 'told') or (decided_by_id is not null and decided_by_id <> all (hands))),
  check (status <> 'told' or audience <> '{}'),
  check (status not in ('declined', 'retired') or words <> '')
);
create index practices_state on practices (status, nominated_at desc, id);
create index practices_category on practices (category) where status in ('recognised', 'told');
create index practices_department on practices (department_id, decided_at) where status in ('recognised', 'told', 'retired');

create table practice_search (
  practice_id uuid primary key references practices,
  search tsvector not null
);
create index practice_search_words on practice_search using gin (search);

-- The praise, complaints answered and other matters that it rests on. Each is read only by who may read it.
create table practice_cases (
  practice_id uuid not null references practices,
  case_id uuid not null references cases,
  primary key (practice_id, case_id)
);
create index practice_cases_case on practice_cases (case_id);

-- 推广: which department was told, whether it has learned it, and what it did when it adopted it.
create table practice_tellings (
  practice_id uuid not null references practices,
  department_id uuid not null references departments,
  told_at timestamptz not null,
  told_by_id uuid not null references staff,
  learned_at timestamptz,
  learned_by_id uuid references staff,
  adopted_at timestamptz,
  adopted_by_id uuid references staff,
  did text not null default '',
  primary key (practice_id, department_id),
  check (adopted_at is null or (learned_at is not null and did <> ''))
);
create index practice_tellings_department on practice_tellings (department_id, adopted_at);
