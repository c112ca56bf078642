-- 改进项目 (PDCA): from cases to a lasting remedy, judged by one figure; and everyone who raised the matter hears what changed.
-- Beside old nodes: yes; they know of no projects, and show receipts without what was improved.

create sequence project_numbers;

create table projects (
  id uuid primary key,
  number text not null unique,
  status text not null check (status in (
    'proposed', 'planning', 'doing', 'checking', 'acting', 'succeeded', 'unsuccessful', 'cancelled')),
  title text not null,
  -- Once around plan, do, check, act is a round; those before it stay as they were.
  round int not null default 1 check (round >= 1),
  -- 负责人 and 牵头科室; and those who take part. Both together are who sees it in a department.
  owner_id uuid references staff,
  department_id uuid references departments,
  team uuid[] not null default '{}',
  parts uuid[] not null generated always as (
    case when department_id is null then team else array_append(team, department_id) end) stored,
  -- What came of the round that stands: null until its window is over.
  verdict text check (verdict in ('better', 'same', 'worse', 'unknown')),
  -- Why it was closed without success or cancelled.
  reason text not null default '',
  -- 您说，我改: what the people who raised it are told.
  news text not null default '',
  made_by_id uuid not null references staff,
  made_at timestamptz not null,
  closed_at timestamptz,
  -- It rests on what only supervision may know; and whoever is barred from one of its cases finds nothing of it.
  restricted boolean not null,
  barred_staff uuid[] not null,
  updated_at timestamptz not null,
  -- What did not move was no success, whatever anybody says.
  constraint projects_moved check (status <> 'succeeded' or verdict = 'better'),
  constraint projects_why check (status not in ('unsuccessful', 'cancelled') or reason <> ''),
  constraint projects_news check (status <> 'succeeded' or news <> '')
);
create index projects_list on projects (made_at desc, id desc);

create table project_rounds (
  project_id uuid not null references projects,
  number int not null check (number >= 1),
  opened_at timestamptz not null,
  -- The problem with its facts, five whys, the fishbone, and what they come to.
  problem text not null default '',
  whys jsonb not null default '[]',
  bones jsonb not null default '[]',
  cause text not null default '',
  -- What should move ({kind, category, departmentId, place, hours, weekday, dimension}), by how much, watched for how long.
  figure jsonb,
  target int check (target between 1 and 100),
  window_days int check (window_days between 28 and 365),
  -- The past that it is compared with; the days that made somebody look are cut out of it.
  baseline_from date,
  baseline_until date,
  cut_from date not null,
  cut_until date not null,
  -- From when the figure is fixed; changed later, it says when, and the window begins anew.
  begun_at timestamptz,
  figure_changed_at timestamptz,
  window_from date,
  window_until date,
  -- The verdict with its numbers, as it was when the window was over.
  verdict text check (verdict in ('better', 'same', 'worse', 'unknown')),
  reckoned jsonb,
  concluded_at timestamptz,
  primary key (project_id, number),
  check ((verdict is null) = (concluded_at is null) and (verdict is null) = (reckoned is null)),
  check (window_until is null or window_until >= window_from + 27),
  check (begun_at is null or figure is not null)
);

-- The figure is fixed when the measures begin, and the verdict when the window is over, whatever the code believes.
create function keep_the_figure() returns trigger language plpgsql as $$
begin
  if old.verdict is not null and (new.verdict, new.reckoned, new.figure, new.window_from, new.window_until)
      is distinct from (old.verdict, old.reckoned, old.figure, old.window_from, old.window_until) then
    raise exception 'the verdict of a round stands' using errcode = '23514', constraint = 'project_rounds_verdict';
  end if;
  if old.begun_at is not null and (new.figure, new.baseline_from) is distinct from (old.figure, old.baseline_from)
      and new.figure_changed_at is not distinct from old.figure_changed_at then
    raise exception 'the figure is fixed once the measures have begun'
      using errcode = '23514', constraint = 'project_rounds_figure';
  end if;
  return new;
end $$;
create trigger project_rounds_keep before update on project_rounds for each row execute function keep_the_figure();

create table project_cases (
  project_id uuid not null references projects,
  case_id uuid not null references cases,
  added_at timestamptz not null,
  primary key (project_id, case_id)
);
create index project_cases_case on project_cases (case_id);

-- What it came from.
create table project_proposals (
  proposal_id uuid primary key references proposals,
  project_id uuid not null references projects
);
create index project_proposals_project on project_proposals (project_id);

-- Measures are those of the cases; here is said for which project and round.
create table project_measures (
  measure_id uuid primary key references measures,
  project_id uuid not null references projects,
  round int not null
);
create index project_measures_project on project_measures (project_id);

-- 固化: what is done so from now on, everywhere.
create table project_standards (
  id uuid primary key,
  project_id uuid not null references projects,
  round int not null,
  kind text not null check (kind in ('guidance', 'careNote', 'rule', 'training')),
  title text not null,
  text text not null,
  -- The draft in the knowledge, or the note.
  entry_id uuid,
  by_id uuid not null references staff,
  at timestamptz not null
);
create index project_standards_project on project_standards (project_id);

-- Everyone who raised the matter, each once a project: told, still to be told, or why not.
create table project_people (
  id uuid primary key,
  project_id uuid not null references projects,
  -- The patient, else the telephone he left, else the case: one who spoke three times is told once.
  person text not null,
  case_id uuid references cases,
  task_id uuid references tasks,
  patient_id uuid references patients,
  channel text not null check (channel in ('call', 'sms', 'letter', 'in-person', 'receipt', 'none')),
  status text not null check (status in ('due', 'told', 'posted', 'unable')),
  -- Why nobody can tell him, by a code; or in words.
  reason text not null default '',
  told_at timestamptz,
  told_by_id uuid references staff,
  message_id uuid references messages,
  unique (project_id, person),
  check (case_id is not null or task_id is not null),
  check (status <> 'told' or told_at is not null),
  check (status <> 'unable' or reason <> '')
);
create index project_people_due on project_people (project_id) where status = 'due';
create index project_people_told on project_people (told_at) where status = 'told';

-- What became better after somebody spoke: read on the page of his receipt.
create table receipt_news (
  id uuid primary key,
  case_id uuid not null references cases,
  -- Said once for one reason.
  key text not null,
  text text not null,
  at timestamptz not null,
  -- Of a staff voice nobody learns when it was read.
  read_at timestamptz,
  unique (case_id, key)
);

-- What becomes restricted later takes its projects with it; nothing of them comes back to the centre by itself.
create function projects_follow_the_case() returns trigger language plpgsql as $$
begin
  update projects p set restricted = p.restricted or new.restricted,
    barred_staff = array(select distinct b from project_cases pc join cases c on c.id = pc.case_id, unnest(c.barred_staff) b
      where pc.project_id = p.id)
  where exists (select from project_cases pc where pc.project_id = p.id and pc.case_id = new.id);
  return null;
end $$;
create trigger projects_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function projects_follow_the_case();

-- What a notice may be about is listed in the code (directory/notice-nouns.ts); of what that does not know nothing is shown.
alter table notices drop constraint notices_noun_check;

insert into templates (id, key, version, status, name, text, repetition, approved_at, created_at, updated_at) values
  ('019c0000-0000-7000-8000-000000000127', 'improved', 1, 'draft', '改进告知（您说我改）',
   '您向{hospital}反映的事项（{number}）推动了一项改进，谢谢您。改了什么，请在 7 天内点开 {link} 查看，只能打开一次。',
   'at-least-once', null, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
