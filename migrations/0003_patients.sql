-- Patients, their stays, the lists they came from, and the wish not to be called.
-- Beside old nodes: yes.

create table patients (
  id uuid primary key,
  record_number text not null unique,
  name text not null,
  sex text not null check (sex in ('male', 'female', 'unknown')),
  born_on date,
  id_number text,
  address text,
  -- [{number, owner: patient|contact|work, kind, extension?, remark?}], best first.
  phones jsonb not null default '[]',
  guardian boolean not null default false,
  died_on date,
  do_not_call_at timestamptz,
  do_not_call_reason text,
  -- Those who died or asked not to be called: open tasks refer to it by a foreign key, so none can exist.
  contactable boolean not null generated always as (died_on is null and do_not_call_at is null) stored,
  search tsvector not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (id, contactable)
);
create index patients_search on patients using gin (search) with (fastupdate = on);

create table imports (
  id uuid primary key,
  kind text not null check (kind in ('discharges', 'register')),
  file_name text not null,
  status text not null default 'running' check (status in ('running', 'finished', 'failed')),
  mapping jsonb not null,
  header jsonb not null default '[]',
  -- The upload it reads and the campus of lists that name none; absent where the command line read a file of its own.
  file_id uuid,
  campus_id uuid references campuses,
  counts jsonb not null default '{}',
  -- Rows of the file up to here are in; a broken-off import goes on behind it.
  last_row int not null default 0,
  done real,
  -- The first few hundred: [{row, words}].
  warnings jsonb not null default '[]',
  failure text,
  by_id uuid references staff,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz
);

create table import_rejections (
  id uuid primary key,
  import_id uuid not null references imports,
  row_number int not null,
  field text not null,
  value text not null,
  reason text not null,
  remedy text not null,
  cells jsonb not null
);
create index import_rejections_import on import_rejections (import_id, row_number);

create table column_templates (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('discharges', 'register')),
  header jsonb not null,
  mapping jsonb not null,
  by_id uuid references staff,
  at timestamptz not null
);

-- Names of departments met in lists; without a department they wait for the administrator.
create table department_aliases (
  id uuid primary key,
  campus text not null,
  name text not null,
  department_id uuid references departments,
  first_seen_at timestamptz not null,
  confirmed_at timestamptz,
  unique (campus, name)
);

create table encounters (
  id uuid primary key,
  patient_id uuid not null references patients,
  admission_count int not null check (admission_count >= 1),
  campus_id uuid references campuses,
  department_id uuid references departments,
  department_name text not null,
  department_group text,
  ward text,
  admitted_on date,
  discharged_on date not null,
  diagnosis text,
  diagnosis_code text,
  procedure text,
  leaving text not null check (leaving in ('home', 'transfer', 'community', 'against-advice', 'died', 'other')),
  attending text,
  nurse text,
  sex text not null,
  age_years int,
  newborn boolean not null default false,
  transfers text[] not null default '{}',
  -- What the lists have said of this stay, as it was read: a corrected row is compared with it, and who the patient is
  -- is what his latest stay says.
  said jsonb not null default '{}',
  -- What a list said before it corrected itself further down, [{list, said}]: said again, it is no news.
  outdated jsonb not null default '[]',
  import_id uuid references imports,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (patient_id, admission_count),
  check (admitted_on is null or admitted_on <= discharged_on)
);
create index encounters_discharged on encounters (discharged_on, id);
create index encounters_unconfirmed on encounters (department_name) where department_id is null;

-- What an import has corrected is asked of the ledger.
create index events_corrections on events ((data->>'importId')) where verb = 'encounter.correct';

-- Uploads are read in pieces: what is compressed would have to be unfolded from its beginning for each.
alter table files alter column content set storage external;
