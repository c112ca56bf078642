-- Scorecards of callers, frozen each month and shown to themselves first; training notes.
-- Beside old nodes: yes; they do not know them.

create table scorecards (
  id uuid primary key,
  status text not null check (status in ('made', 'seen', 'commented', 'talked')),
  staff_id uuid not null references staff,
  -- What he was when it was made: a lead sees the cards of agents.
  caller_role text not null,
  -- 2026-03
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  -- What stood there on the day it was made (contract `Figures`).
  figures jsonb not null,
  -- Whether lead and supervision may see it: he has, or his days with it alone are over.
  shown boolean not null default false,
  shown_from date not null,
  made_at timestamptz not null,
  seen_at timestamptz,
  comment text not null default '',
  commented_at timestamptz,
  talk_words text not null default '',
  talked_by_id uuid references staff,
  talked_at timestamptz,
  updated_at timestamptz not null,
  constraint scorecards_once unique (staff_id, month),
  check (shown or status = 'made'),
  check (status = 'made' or seen_at is not null),
  check (status <> 'talked' or talked_at is not null)
);
create index scorecards_listed on scorecards (made_at desc, id desc);
create index scorecards_unshown on scorecards (shown_from) where not shown;

-- What is made once stays as it was made.
create function keep_the_scorecard() returns trigger language plpgsql as $$
begin
  raise exception 'a scorecard stays as it was made' using errcode = '23514', constraint = 'scorecards_frozen';
end $$;
create trigger scorecards_frozen before update on scorecards for each row
  when (old.figures <> new.figures or old.month <> new.month or old.staff_id <> new.staff_id)
  execute function keep_the_scorecard();

create table training_notes (
  id uuid primary key,
  status text not null check (status in ('given', 'done', 'withdrawn')),
  staff_id uuid not null references staff,
  caller_role text not null,
  by_id uuid not null references staff,
  -- What to practise, and until when.
  words text not null,
  until date not null,
  -- What it was seen in: a released spot check with the place in its recording; what to read.
  check_id uuid references checks,
  second real check (second >= 0),
  guidance_id uuid references guidance,
  -- What a project made something to practise.
  standard_id uuid references project_standards,
  answer text not null default '',
  given_at timestamptz not null,
  done_at timestamptz,
  -- Told that it is late, once.
  late_told boolean not null default false,
  updated_at timestamptz not null,
  check (second is null or check_id is not null),
  check (status <> 'done' or done_at is not null)
);
create index training_notes_listed on training_notes (given_at desc, id desc);
create index training_notes_staff on training_notes (staff_id, status);
create index training_notes_standard on training_notes (standard_id) where standard_id is not null;

-- The conversations of a month by whom, how and at which hour.
create index contacts_called on contacts (started_at) include (staff_id, channel, direction, disposition)
  where not taken_over and not restricted;
create index promises_maker on promises (made_by_id, by_at);
