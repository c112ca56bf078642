-- Keeping the files of matters: legal hold, what is due for disposal, and what was destroyed.
-- Beside old nodes: no; they show what a destroyed case still says in the ledger.

alter table cases
  -- What was said and found is gone; number, dates, department and grading stay for the register.
  add column destroyed_at timestamptz;
create index cases_archived on cases (archived_at, id) where status = 'archived' and destroyed_at is null;

-- 保全: as long as one stands, nothing of the matter is destroyed.
create table holds (
  id uuid primary key,
  case_id uuid not null references cases,
  reason text not null,
  placed_by_id uuid not null references staff,
  placed_at timestamptz not null,
  released_by_id uuid references staff,
  released_at timestamptz,
  release_reason text
);
create unique index holds_one on holds (case_id) where released_at is null;
create index holds_case on holds (case_id);

-- 销毁: proposed by one, done by another; what is left is the record of what it was.
create table disposals (
  id uuid primary key,
  case_id uuid not null references cases,
  number text not null,
  -- The whole file, or its recordings only, which are kept for a shorter time.
  what text not null check (what in ('whole', 'recordings')),
  status text not null check (status in ('proposed', 'destroyed', 'declined')),
  class text not null check (class in ('ordinary', 'complaint', 'dispute')),
  archived_on date not null,
  due_on date not null,
  reason text not null,
  proposed_by_id uuid not null references staff,
  proposed_at timestamptz not null,
  decided_by_id uuid references staff,
  decided_at timestamptz,
  words text not null default '',
  -- SHA-256 of the file as it was, and what it held: counts, and the hashes of its attachments.
  digest bytea,
  inventory jsonb,
  -- The matter's own walls.
  restricted boolean not null,
  leadership boolean not null,
  barred_staff uuid[] not null,
  updated_at timestamptz not null,
  check (status <> 'destroyed' or (digest is not null and inventory is not null)),
  -- Nobody destroys by himself.
  check (status <> 'destroyed' or decided_by_id <> proposed_by_id)
);
create unique index disposals_one on disposals (case_id, what) where status <> 'declined';
create index disposals_status on disposals (status, updated_at, id);
create trigger disposals_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('disposals');

-- Whatever the code believes: what is held is not destroyed.
create function refuse_destroying_the_held() returns trigger language plpgsql as $$
begin
  if exists (select from holds where case_id = new.id and released_at is null) then
    raise exception 'case % is held', new.number using errcode = '23514', constraint = 'cases_held';
  end if;
  return new;
end $$;
create trigger cases_held before update of destroyed_at on cases for each row
  when (new.destroyed_at is not null and old.destroyed_at is null) execute function refuse_destroying_the_held();
