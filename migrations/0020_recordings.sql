-- Recordings of calls: what was said, sealed in pieces under a key of its own; who was told, who agreed, who listened.
-- Beside old nodes: yes; they know nothing of it.

create table recordings (
  id uuid primary key,
  -- declined: the person said no before anything was recorded.
  status text not null check (status in ('recording', 'closed', 'mended', 'destroyed', 'declined')),
  call_id uuid not null references calls,
  -- Who recorded: the agent of the call.
  staff_id uuid not null references staff,
  started_at timestamptz not null,
  -- When recording ended, and when the last piece arrived.
  ended_at timestamptz,
  heard_at timestamptz not null,
  -- The page said that nothing more will come.
  complete boolean not null default false,
  -- Its length once it was measured; until then what the pieces make.
  seconds real not null default 0,
  bytes int not null default 0,
  -- How many pieces it has now: as they came from the page, or blocks of the mended file.
  pieces int not null default 0,
  mime text not null default 'audio/webm;codecs=opus',
  -- Of the mended file as a whole; stays when the file is gone.
  sha256 bytea,
  -- The key of the pieces, under the key that is in no database; nothing of the recording is left without it.
  sealed_key bytea check (octet_length(sealed_key) = 1053),
  -- 告知: when and how the person was told that the call is recorded.
  notice_at timestamptz,
  notice_how text check (notice_how in ('spoken', 'announced')),
  consent text not null check (consent in ('granted', 'refused', 'withdrawn', 'not-asked')),
  consent_at timestamptz,
  consent_by_id uuid references staff,
  -- Held by a pause: nothing is recorded while an identity number is spoken.
  paused_at timestamptz,
  -- As the call is hidden, and the conversation that was written of it.
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  -- The last day on which it is kept whatever happens; looked at again then.
  keep_until date,
  -- 保全 of this one recording, beside that of matters.
  held_for text,
  held_by_id uuid references staff,
  held_at timestamptz,
  destroyed_at timestamptz,
  destroyed_why text not null default '',
  updated_at timestamptz not null,
  -- Nothing is recorded of whom nobody has told.
  check (status = 'declined' or notice_at is not null),
  check ((status = 'destroyed') = (destroyed_at is not null)),
  -- Whoever said no is not kept.
  check (consent not in ('refused', 'withdrawn') or status in ('declined', 'destroyed')),
  check ((sealed_key is null) = (status in ('destroyed', 'declined')))
);
-- A call is recorded once at a time.
create unique index recordings_running on recordings (call_id) where status = 'recording';
create index recordings_call on recordings (call_id);
create index recordings_started on recordings (started_at desc, id desc);
create index recordings_staff on recordings (staff_id, started_at desc);
create index recordings_open on recordings (heard_at) where status in ('recording', 'closed');
create index recordings_due on recordings (keep_until, id) where status in ('closed', 'mended') and held_for is null;

-- The pieces, each sealed by itself, so that a player that jumps has only those opened that it asks for.
create table recording_pieces (
  recording_id uuid not null references recordings,
  -- part: as it came from the page; block: of the mended file.
  kind text not null check (kind in ('part', 'block')),
  number int not null,
  -- Where its content begins in the whole, and how long it is.
  at_byte int not null,
  size int not null check (size > 0),
  -- Of the content: a piece that is sent again is known by it.
  sha256 bytea not null,
  sealed bytea not null,
  -- How loud either side was, ten times a second; with the parts, and once in all with the first block.
  sealed_peaks bytea,
  at timestamptz not null,
  primary key (recording_id, kind, number)
);
-- What is sealed cannot be made shorter.
alter table recording_pieces alter column sealed set storage external;

-- 标记: a moment that somebody wants to find again.
create table recording_marks (
  id uuid primary key,
  recording_id uuid not null references recordings,
  second real not null check (second >= 0),
  kind text not null check (kind in ('mark', 'pause', 'resume')),
  words text not null default '',
  by_id uuid not null references staff,
  at timestamptz not null
);
create index recording_marks_recording on recording_marks (recording_id, second);

-- 调听: who listened, when and why; each is a right to the sound for a while.
create table recording_listens (
  id uuid primary key,
  recording_id uuid not null references recordings,
  staff_id uuid not null references staff,
  reason text not null,
  at timestamptz not null,
  until timestamptz not null
);
create index recording_listens_recording on recording_listens (recording_id, at desc);

-- A recording is hidden as far as its call is, or the conversation that was written of it: whatever the code believes.
create function hide_recordings_of(call uuid) returns void language sql as $$
  update recordings r set restricted = x.restricted, barred_staff = x.barred
  from (
    select c.restricted or coalesce(t.restricted, false) as restricted,
      array(select distinct b from unnest(c.barred_staff || coalesce(t.barred_staff, '{}')) b order by b) as barred
    from calls c left join contacts t on t.id = c.contact_id where c.id = call
  ) x
  where r.call_id = call and (r.restricted <> x.restricted or r.barred_staff <> x.barred)
$$;
create function hide_with_the_call() returns trigger language plpgsql as $$
begin
  perform hide_recordings_of(case tg_table_name when 'recordings' then (to_jsonb(new)->>'call_id')::uuid else new.id end);
  return null;
end $$;
create function hide_with_the_contact() returns trigger language plpgsql as $$
begin
  perform hide_recordings_of(c.id) from calls c where c.contact_id = new.id;
  return null;
end $$;
create trigger recordings_hide after insert on recordings for each row execute function hide_with_the_call();
create trigger calls_hide_recordings after update of restricted, barred_staff, contact_id on calls for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff or old.contact_id is distinct from new.contact_id)
  execute function hide_with_the_call();
create trigger contacts_hide_recordings after update of restricted, barred_staff on contacts for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function hide_with_the_contact();

-- A call about a matter, or about a task of one, is hidden with it when it is judged anew; and its recording with the call.
create function hide_calls_about() returns trigger language plpgsql as $$
begin
  update calls set restricted = new.restricted, barred_staff = new.barred_staff
  where about_noun = tg_argv[0] and about_id = new.id;
  return null;
end $$;
create trigger cases_hide_calls after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function hide_calls_about('case');
create trigger tasks_hide_calls after update of restricted, barred_staff on tasks for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function hide_calls_about('task');

-- Whatever the code believes: what is held is not destroyed.
create function refuse_destroying_held_recordings() returns trigger language plpgsql as $$
begin
  raise exception 'recording % is held', new.id using errcode = '23514', constraint = 'recordings_held';
end $$;
create trigger recordings_held before update of status on recordings for each row
  when (new.status = 'destroyed' and old.held_for is not null) execute function refuse_destroying_held_recordings();
