-- Cases and their rounds of handling.
-- Beside old nodes: yes.

create sequence case_numbers;

create table cases (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('opinion', 'complaint', 'suggestion', 'praise', 'enquiry')),
  channel text not null,
  status text not null check (status in (
    'received', 'investigating', 'submitted', 'consenting', 'reviewed', 'told', 'escalated', 'archived')),
  -- The call it came from, and what carries it there (a follow-up task).
  contact_id uuid references contacts,
  source_id uuid,
  patient_id uuid references patients,
  encounter_id uuid references encounters,
  campus_id uuid references campuses,
  -- Whom it concerns, and who handles it now.
  department_id uuid references departments,
  handling_department_id uuid references departments,
  category text not null,
  severity int not null check (severity between 0 and 3),
  urgency int not null check (urgency between 0 and 3),
  heated boolean not null default false,
  integrity boolean not null default false,
  -- Grave, heated or about integrity: supervision only.
  restricted boolean not null default false,
  -- Leadership has been asked, or must know at once.
  leadership boolean not null default false,
  -- The accused and their superiors: they find nothing.
  barred_staff uuid[] not null default '{}',
  text text not null,
  demand text not null default '',
  round int not null default 1,
  -- The first asker stays responsible until it is settled (首问负责).
  owner_id uuid not null references staff,
  received_at timestamptz not null,
  workdays int not null,
  due_at timestamptz not null,
  deadline jsonb not null,
  told_at timestamptz,
  archived_at timestamptz,
  -- 'person' (satisfied), or 'approval' (three failed tries or no longer to be called, a lead's reason).
  archived_by text check (archived_by in ('person', 'approval')),
  archive_reason text,
  satisfaction text check (satisfaction in ('satisfied', 'fairly', 'dissatisfied')),
  failed_recalls int not null default 0,
  -- The department has asked for more time and waits for the answer.
  time_asked boolean not null default false,
  updated_at timestamptz not null,
  check (status <> 'archived' or archived_by is not null)
);
create index cases_open on cases (due_at, id) where status <> 'archived';
create index cases_department on cases (handling_department_id, due_at) where status <> 'archived';
create index cases_owner on cases (owner_id, due_at, id) where status <> 'archived';
create index cases_received on cases (received_at, id);
create index cases_patient on cases (patient_id);
-- By the call and by the task that a case came from.
create index cases_contact on cases (contact_id) where contact_id is not null;
create index cases_source on cases (source_id) where source_id is not null;

-- 件件有着落: an open case belongs to somebody who works here, whatever the code believes. Closing an account locks the row
-- of its person, so a case that is opened at the same moment waits at its foreign key and is then judged here.
create function refuse_an_absent_owner() returns trigger language plpgsql as $$
begin
  if new.status <> 'archived' and not exists (select from staff where id = new.owner_id and status = 'active') then
    raise exception 'case % would belong to nobody who works here', new.number using errcode = '23514', constraint = 'cases_owned';
  end if;
  return null;
end $$;
create trigger cases_owned after insert or update of owner_id on cases for each row execute function refuse_an_absent_owner();

-- What a case is found by, apart from it: else every step of handling would rewrite hundreds of index entries.
create table case_search (
  case_id uuid primary key references cases,
  search tsvector not null
);
create index case_search_words on case_search using gin (search);

-- A round of handling is a row of its own, so that a second one does not distort the first.
create table rounds (
  id uuid primary key,
  case_id uuid not null references cases,
  number int not null,
  department_id uuid references departments,
  dispatched_at timestamptz,
  dispatched_by_id uuid references staff,
  demand text not null default '',
  due_at timestamptz not null,
  answered_at timestamptz,
  answered_by_id uuid references staff,
  findings text,
  measures text,
  reviewed_at timestamptz,
  reviewed_by_id uuid references staff,
  review text,
  consented_at timestamptz,
  consented_by_id uuid references staff,
  told_at timestamptz,
  told_by_id uuid references staff,
  told_how text,
  told_what text,
  outcome text check (outcome in ('satisfied', 'fairly', 'dissatisfied')),
  outcome_words text,
  unique (case_id, number)
);

-- Asking for more time: until when, why, and what became of it.
create table extensions (
  id uuid primary key,
  case_id uuid not null references cases,
  round int not null,
  asked_by_id uuid not null references staff,
  asked_at timestamptz not null,
  until timestamptz not null,
  reason text not null,
  granted boolean,
  decided_by_id uuid references staff,
  decided_at timestamptz,
  words text
);
create index extensions_case on extensions (case_id);
