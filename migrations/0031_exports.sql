-- Files of lists: who asked for which, who let it go, what was in it; and the figures that the hospital's own tools may read.
-- Beside old nodes: yes; they know nothing of either.

create sequence export_numbers;
create table exports (
  id uuid primary key,
  -- DC2026-000001: stands in the file, so that one that has got away is traced to this row.
  number text not null unique,
  status text not null check (status in ('asked', 'making', 'ready', 'refused', 'lapsed', 'cancelled', 'failed', 'withdrawn', 'gone')),
  -- The address of the list, and the filter in the words of its address: what was asked is what is made.
  list text not null,
  asked jsonb not null,
  format text not null check (format in ('xlsx', 'csv')),
  -- With the columns that say who it is about.
  personal boolean not null,
  reason text not null default '',
  asked_by_id uuid not null references staff,
  -- As whom it was asked: another role, or a token of other scopes, would see other rows.
  asked_as text not null,
  scopes text[],
  asked_at timestamptz not null,
  -- Who else may know of every row of it: of these one lets it go, and nobody else hears of it.
  known_to uuid[] not null default '{}',
  -- How many rows the list had when it was looked through; null until then.
  rows_found int,
  looked_at timestamptz,
  decided_by_id uuid references staff,
  decided_at timestamptz,
  words text not null default '',
  rows_made int not null default 0,
  bytes bigint,
  sha256 bytea,
  sealed_key bytea,
  made_at timestamptz,
  kept_until timestamptz,
  trouble text not null default '',
  downloads int not null default 0,
  downloaded_at timestamptz,
  updated_at timestamptz not null,
  -- Nobody lets his own go; and what says who it is about goes only with a reason.
  constraint exports_second check (decided_by_id <> asked_by_id),
  check (not personal or reason <> ''),
  check (status <> 'ready' or (sealed_key is not null and sha256 is not null and kept_until is not null))
);
create index exports_mine on exports (asked_by_id, asked_at desc, id desc);
create index exports_known on exports using gin (known_to);
create index exports_open on exports (status, updated_at) where status in ('asked', 'making', 'ready');

-- Which rows a file holds, by what tells them apart and by whose walls they lie behind; gone with the file.
create table export_rows (
  export_id uuid not null references exports,
  number int not null,
  ids text[] not null,
  guards uuid[] not null,
  primary key (export_id, number)
);

-- The file itself, sealed piece by piece under a key of its own; gone when its time is over.
create table export_pieces (
  export_id uuid not null references exports,
  number int not null,
  sealed bytea not null,
  primary key (export_id, number)
);
