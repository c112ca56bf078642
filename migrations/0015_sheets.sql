-- Sheets of the 12345 and 12320 lines: another house's number, its own clock, and what went back to it.
-- Beside old nodes: yes; they see the case that a sheet has opened, and nothing of the sheet.

create table sheets (
  id uuid primary key,
  source text not null check (source in ('12345', '12320')),
  -- As the line writes it, without its mark of a repeated dispatch.
  number text not null check (number <> ''),
  -- 第几次派单: the same matter dispatched again after a reply that did not content is a round of its own.
  round int not null check (round >= 1),
  status text not null check (status in ('received', 'signed', 'objected', 'returned', 'replied', 'closed')),
  case_id uuid not null references cases,
  -- The sheet as it was taken in last, in its own words; the citizen's name and number are the case's (`reporters`).
  said jsonb not null,
  -- Instants of the line's own clock; `reply_by` is null where the sheet names no term and the law's alone counts.
  dispatched_at timestamptz not null,
  sign_by timestamptz not null,
  object_by timestamptz not null,
  reply_by timestamptz,
  -- How these were reckoned, so that they can be explained later.
  clock jsonb not null,
  taken_at timestamptz not null,
  taken_by_id uuid references staff,
  signed_at timestamptz,
  signed_by_id uuid references staff,
  objected_at timestamptz,
  objected_by_id uuid references staff,
  objection text,
  -- What the line said to the objection.
  verdict text,
  -- 回复表: what was answered.
  reply jsonb,
  replied_at timestamptz,
  replied_by_id uuid references staff,
  closed_at timestamptz,
  -- What the line heard from the citizen: satisfied, dissatisfied, or nothing.
  outcome text check (outcome in ('satisfied', 'dissatisfied')),
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  updated_at timestamptz not null,
  unique (source, number, round),
  check (status <> 'signed' or signed_at is not null),
  check (status <> 'objected' or objection is not null),
  check (status <> 'replied' or reply is not null)
);
create index sheets_case on sheets (case_id);
create index sheets_open on sheets (reply_by, id) where status in ('received', 'signed', 'objected');
create index sheets_taken on sheets (taken_at, id);
create trigger sheets_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('sheets');

-- What goes back to the line: one row a message, sent by a call or carried as a file. The id is the number by which the
-- line recognises what comes to it twice.
create table sheet_messages (
  id uuid primary key,
  sheet_id uuid not null references sheets,
  kind text not null check (kind in ('receipt', 'objection', 'reply')),
  content jsonb not null,
  created_at timestamptz not null,
  created_by_id uuid references staff,
  sent_at timestamptz,
  -- 'call': the line's interface took it; 'file': somebody carried it there.
  sent_how text check (sent_how in ('call', 'file')),
  sent_by_id uuid references staff,
  tries int not null default 0,
  -- What the last try met; null: nothing, or not tried.
  trouble text,
  check ((sent_at is null) = (sent_how is null))
);
create index sheet_messages_sheet on sheet_messages (sheet_id);
create index sheet_messages_waiting on sheet_messages (created_at) where sent_at is null;
