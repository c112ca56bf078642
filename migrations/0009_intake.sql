-- Every way in: what kind of matter, who raised it and for whom, what was promised on the spot.
-- Beside old nodes: yes; they open what they always did.

alter table cases drop constraint cases_kind_check;
alter table cases add check (kind in ('opinion', 'complaint', 'suggestion', 'praise', 'enquiry', 'help', 'staff'));
alter table cases
  -- When and where it happened, as far as it was said.
  add column happened_at timestamptz,
  add column place text not null default '',
  -- Further second-level categories; the main one is `category`. A case counts once, its aspects count apart (KO41a).
  add column aspects text[] not null default '{}',
  -- How the person felt, and how he was calmed.
  add column mood text not null default '' check (mood in ('', 'calm', 'worried', 'upset', 'angry')),
  add column calmed text not null default '',
  -- Under which number another house knows it (a 12345 sheet, an old register).
  add column external_number text,
  -- From an old register: its days are known, its steps are not.
  add column taken_over boolean not null default false;
alter table cases drop constraint cases_archived_by_check;
-- 'answered': an enquiry that got its answer, praise that was passed on. 'referred': after the last round, with the ways of the law told.
alter table cases add check (archived_by in ('person', 'approval', 'answered', 'referred'));
create unique index cases_external on cases (channel, external_number) where external_number is not null;

-- Who raised it. A staff voice has no row here, whatever its kind: identity of staff is the vault's.
create table reporters (
  case_id uuid primary key references cases,
  name text not null default '',
  -- Digits as normalised (field.md §2.6), for recognising and for calling; shown masked.
  phone text,
  relation text not null check (relation in ('self', 'guardian', 'family', 'visitor', 'department', 'other')),
  -- For whom he speaks, where that is no patient of ours or not yet known.
  speaks_for text not null default '',
  reach text not null check (reach in ('phone', 'sms', 'letter', 'in-person', 'receipt', 'none')),
  address text not null default ''
);
create index reporters_phone on reporters (phone) where phone is not null;

-- 承诺: what was promised, to whom, by when; a rate of its own (seed 000, 001).
create table promises (
  id uuid primary key,
  case_id uuid not null references cases,
  status text not null check (status in ('open', 'kept', 'cancelled')),
  to_whom text not null,
  what text not null,
  by_at timestamptz not null,
  made_by_id uuid not null references staff,
  made_at timestamptz not null,
  kept_at timestamptz,
  kept_by_id uuid references staff,
  outcome text not null default '',
  -- The matter's own walls, so that a promise is never seen by whom its case is hidden from.
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  updated_at timestamptz not null,
  check (status <> 'kept' or kept_at is not null)
);
create index promises_case on promises (case_id);
create index promises_open on promises (by_at, id) where status = 'open';
create index promises_by on promises (by_at);

-- What hangs on a matter lies behind the matter's own walls: a table with `case_id`, `restricted` and `barred_staff` names
-- itself to this trigger, and follows.
create function follow_the_case() returns trigger language plpgsql as $$
begin
  execute format('update %I set restricted = $1, barred_staff = $2 where case_id = $3', tg_argv[0])
    using new.restricted, new.barred_staff, new.id;
  return null;
end $$;
create trigger promises_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('promises');
