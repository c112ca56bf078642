-- Programmes, questionnaires, tasks and answers.
-- Beside old nodes: yes.

create table questionnaires (
  id uuid primary key,
  key text not null,
  version int not null,
  title text not null,
  wave text not null,
  definition jsonb not null,
  status text not null check (status in ('draft', 'published', 'retired')),
  published_at timestamptz,
  updated_at timestamptz not null,
  unique (key, version)
);

create table programmes (
  id uuid primary key,
  key text not null,
  version int not null,
  name text not null,
  definition jsonb not null,
  status text not null check (status in ('draft', 'running', 'stopped')),
  started_at timestamptz,
  updated_at timestamptz not null,
  unique (key, version)
);

create table tasks (
  id uuid primary key,
  -- wave: of a programme; repeat: until recovered; recall: after a case was answered; urgent: a red flag for the doctor.
  kind text not null check (kind in ('wave', 'repeat', 'recall', 'urgent')),
  status text not null check (status in ('open', 'flagged', 'done', 'unreached', 'cancelled')),
  programme_id uuid references programmes,
  wave text not null,
  questionnaire_id uuid references questionnaires,
  patient_id uuid not null,
  encounter_id uuid not null references encounters,
  case_id uuid references cases,
  parent_id uuid references tasks,
  campus_id uuid,
  department_id uuid,
  department_group text,
  discharged_on date not null,
  caller text not null check (caller in ('centre', 'attending')),
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  assignee_id uuid references staff,
  due_at timestamptz not null,
  -- Not before: the wave's first day, the retry policy, or a promised call-back.
  next_at timestamptz not null,
  -- What the worklist is ordered by: a promised call-back, else the deadline.
  order_at timestamptz not null,
  promised_at timestamptz,
  attempts int not null default 0,
  first_tried_at timestamptz,
  last_disposition text,
  reached_at timestamptz,
  caller_id uuid references staff,
  unreached_reason text,
  cancelled_reason text,
  satisfaction text check (satisfaction in ('satisfied', 'fairly', 'dissatisfied')),
  opinion_category text,
  opinion text,
  respondent text check (respondent in ('patient', 'guardian', 'family')),
  recovered boolean,
  red_flag text check (red_flag in ('now', 'today')),
  red_flag_words jsonb,
  flag_done text check (flag_done in ('doctor-told', 'told-to-come', '120')),
  flag_note text,
  answers jsonb,
  guidance_ids uuid[] not null default '{}',
  draft jsonb,
  draft_by_id uuid references staff,
  draft_at timestamptz,
  taken_over boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- True while somebody may still call: then the patient must be contactable, by foreign key.
  callable boolean generated always as (case when status in ('open', 'flagged') then true end) stored,
  foreign key (patient_id) references patients (id),
  foreign key (patient_id, callable) references patients (id, contactable)
);
create index tasks_worklist on tasks (assignee_id, order_at, id) where status in ('open', 'flagged');
-- A lead sees everybody's calls of today, and the dangers among them.
create index tasks_open on tasks (order_at, id) where status in ('open', 'flagged');
create index tasks_flagged on tasks (order_at, id) where status = 'flagged' or (status = 'open' and kind = 'urgent');
create index tasks_unassigned on tasks (order_at, id) where status in ('open', 'flagged') and assignee_id is null;
create index tasks_department on tasks (department_id, order_at, id) where status in ('open', 'flagged') and caller = 'attending';
create index tasks_encounter on tasks (encounter_id);
create index tasks_patient on tasks (patient_id);
create index tasks_case on tasks (case_id) where case_id is not null;
create index tasks_order on tasks (order_at, id);
create index tasks_finished on tasks (status, updated_at, id) where status in ('done', 'unreached');
create index tasks_called on tasks (caller_id, reached_at) where reached_at is not null;
-- Else every task that is removed would be looked for in all others.
create index tasks_parent on tasks (parent_id) where parent_id is not null;
-- A case is asked about by one call at a time.
create unique index tasks_one_recall on tasks (case_id) where kind = 'recall' and status in ('open', 'flagged');
create unique index tasks_once on tasks (encounter_id, programme_id, wave) where kind = 'wave';

-- The attempts of a task, in their order.
create table attempts (
  task_id uuid not null references tasks,
  contact_id uuid not null unique references contacts,
  number int not null,
  primary key (task_id, number)
);

-- The answered dimensions of a finished task, a row each, for counting.
create table answers (
  task_id uuid not null references tasks,
  question text not null,
  dimension text,
  value text not null,
  -- 1.0 best … 0.0 worst, where the question is graded.
  score real,
  primary key (task_id, question)
);
