-- 月度通报: written by the program for the hospital and each department, kept with its figures, approved, published, signed for.
-- Beside old nodes: yes; they do not know it.

create table bulletins (
  id uuid primary key,
  kind text not null check (kind in ('hospital', 'department')),
  department_id uuid references departments,
  month text not null check (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  version int not null default 1 check (version >= 1),
  status text not null check (status in ('draft', 'proposed', 'approved', 'published', 'corrected', 'withdrawn')),
  -- Everything that it says and counts, as of `made_at`; never written again once published.
  document jsonb not null,
  made_at timestamptz not null,
  -- What the last making changed, or what a correction corrects: [{path, label, was, is}].
  changes jsonb not null default '[]',
  -- Of which published version it is a correction, and why.
  corrects_id uuid references bulletins,
  reason text not null default '',
  -- Who wrote on it or proposed it.
  hands uuid[] not null default '{}',
  -- To whom it was sent; whether each has read it stands in bulletin_receipts.
  addressees uuid[] not null default '{}',
  proposed_at timestamptz,
  proposed_by_id uuid references staff,
  approved_at timestamptz,
  approved_by_id uuid references staff,
  published_at timestamptz,
  published_by_id uuid references staff,
  -- Why leadership sent it back, or why it was withdrawn.
  words text not null default '',
  updated_at timestamptz not null,
  -- By what the list is ordered, the newest first: the month, in it the hospital's before the departments'.
  place text not null generated always as (month || case kind when 'hospital' then ' 2' else ' 1' end) stored,
  check ((kind = 'department') = (department_id is not null)),
  check ((version > 1) = (corrects_id is not null)),
  check (corrects_id is null or reason <> ''),
  constraint bulletins_approved check (status not in ('approved', 'published', 'corrected')
    or (approved_by_id is not null and approved_by_id <> all (hands)))
);
create unique index bulletins_version on bulletins (month, department_id, version) nulls not distinct where status <> 'withdrawn';
-- One is being written, and one holds.
create unique index bulletins_open on bulletins (month, department_id) nulls not distinct where status in ('draft', 'proposed', 'approved');
create unique index bulletins_holds on bulletins (month, department_id) nulls not distinct where status = 'published';
create index bulletins_list on bulletins (place desc, id desc);

-- What people wrote into it: one block each, with who wrote it last.
create table bulletin_notes (
  bulletin_id uuid not null references bulletins,
  slot text not null check (slot in ('foreword', 'praise', 'criticism', 'next')),
  text text not null check (text <> ''),
  by_id uuid not null references staff,
  at timestamptz not null,
  primary key (bulletin_id, slot)
);

-- 阅签
create table bulletin_receipts (
  bulletin_id uuid not null references bulletins,
  staff_id uuid not null references staff,
  told_at timestamptz not null,
  reminded_at timestamptz,
  signed_at timestamptz,
  primary key (bulletin_id, staff_id)
);

-- 发布了就不再改: figures and words stay as they were read.
create function refuse_a_published_bulletin() returns trigger language plpgsql as $$
begin
  if old.status in ('published', 'corrected') and (new.document, new.changes, new.made_at) is distinct from (old.document, old.changes, old.made_at) then
    raise exception 'a published bulletin is not changed' using errcode = '23514', constraint = 'bulletins_published';
  end if;
  return new;
end $$;
create trigger bulletins_published before update on bulletins for each row execute function refuse_a_published_bulletin();
create function refuse_a_published_note() returns trigger language plpgsql as $$
declare
  paper uuid := case when tg_op = 'DELETE' then old.bulletin_id else new.bulletin_id end;
begin
  if exists (select from bulletins where id = paper and status <> 'draft') then
    raise exception 'a published bulletin is not changed' using errcode = '23514', constraint = 'bulletins_published';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger bulletin_notes_published before insert or update or delete on bulletin_notes
  for each row execute function refuse_a_published_note();
