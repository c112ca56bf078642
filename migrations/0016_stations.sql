-- Evidence under lock, and the mobile station: where it stands, what is looked at, and what was written on the way.
-- Beside old nodes: yes; they know nothing of locked files and of stations, and touch neither.

alter table files
  -- Why nobody should open it: broken, acting by itself, or hiding another file. Kept exactly as it came.
  add column quarantine text,
  -- Supervision has looked and let it out; it is never shown in its place, only put down.
  add column released_at timestamptz;

-- 巡查清单: what is looked at, asked and searched for on the way (看、问、找茬). A change is a new version; the old one is kept,
-- because what was answered was answered to it.
create table patrols (
  id uuid primary key,
  status text not null check (status in ('current', 'retired')),
  name text not null,
  version int not null,
  -- [{ "key": "…", "way": "look" | "ask" | "fault", "place": "…", "text": "…" }]
  items jsonb not null,
  made_by_id uuid not null references staff,
  made_at timestamptz not null,
  updated_at timestamptz not null,
  unique (name, version)
);
create unique index patrols_current on patrols (name) where status = 'current';

-- 流动站点: where the mobile station stands, when, and with whom.
create table stations (
  id uuid primary key,
  status text not null check (status in ('planned', 'cancelled')),
  -- Counts the changes, so that a tablet that was away knows that the plan is no longer the one it has.
  version int not null default 1,
  campus_id uuid not null references campuses,
  place text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  staff_ids uuid[] not null default '{}',
  patrol_id uuid references patrols,
  note text not null default '',
  reason text not null default '',
  made_by_id uuid not null references staff,
  updated_at timestamptz not null
);
create index stations_starts on stations (starts_at, id);

-- A tablet that keeps entries of its own until the network is back; a lost one is revoked and empties itself.
create table tablets (
  id uuid primary key,
  status text not null check (status in ('enrolled', 'revoked')),
  name text not null,
  staff_id uuid not null references staff,
  enrolled_at timestamptz not null,
  seen_at timestamptz not null,
  updated_at timestamptz not null
);

-- What was written on a tablet, under the id that the tablet gave it: sent twice it is the same row. What a matter says is the
-- case's and not repeated here.
create table entries (
  id uuid primary key,
  status text not null check (status in ('kept', 'contested', 'aside')),
  kind text not null check (kind in ('matter', 'answer', 'survey', 'amend')),
  content_hash bytea not null,
  tablet_id uuid not null references tablets,
  staff_id uuid not null references staff,
  station_id uuid references stations,
  made_at timestamptz not null,
  received_at timestamptz not null,
  -- An answer to an item of a patrol: what was asked, as the tablet had it.
  patrol_id uuid references patrols,
  item_key text,
  item_text text not null default '',
  place text not null default '',
  outcome text check (outcome in ('ok', 'found')),
  words text not null default '',
  -- A survey: its grades by question.
  grades jsonb,
  -- The case of a matter or of what was added to it; the entry that this one corrects or adds to.
  case_id uuid references cases,
  of_id uuid references entries,
  -- Why somebody has to decide, and which entry stands beside it.
  contest text check (contest in ('answered-twice', 'patrol-changed', 'station-cancelled', 'case-moved')),
  beside_id uuid references entries,
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  updated_at timestamptz not null,
  check ((status = 'contested') <= (contest is not null)),
  check ((kind = 'answer') = (outcome is not null))
);
create index entries_station on entries (station_id, item_key);
create index entries_case on entries (case_id) where case_id is not null;
create index entries_contested on entries (received_at, id) where status = 'contested';
create index entries_received on entries (received_at, id);
create trigger entries_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('entries');

-- 问题: what was found on the way; put right the same day (当天整改), or made a case.
create table findings (
  id uuid primary key references entries,
  status text not null check (status in ('open', 'mended', 'raised')),
  station_id uuid references stations,
  campus_id uuid references campuses,
  department_id uuid references departments,
  place text not null,
  item_text text not null,
  words text not null,
  found_by_id uuid not null references staff,
  found_at timestamptz not null,
  -- The end of the day on which it was found.
  due_at timestamptz not null,
  mended_at timestamptz,
  mended_by_id uuid references staff,
  how text not null default '',
  case_id uuid references cases,
  updated_at timestamptz not null,
  check ((status = 'mended') <= (mended_at is not null)),
  check ((status = 'raised') <= (case_id is not null))
);
create index findings_open on findings (due_at, id) where status = 'open';
create index findings_found on findings (found_at, id);
