-- Voice follow-up: what the program says (scripts, approved before they call anyone), and each call that it made.
-- Beside old nodes: yes; they would allot tasks that wait for the machine, and people would call them.

-- True while the program calls first: until then nobody is allotted the task, and whoever claims it takes it from the
-- program.
alter table tasks add column automatic boolean not null default false;
create index tasks_automatic on tasks (next_at, order_at) where automatic and status = 'open';

-- 话术: in versions; an approved one is never edited.
create table scripts (
  id uuid primary key,
  key text not null,
  version int not null,
  name text not null,
  status text not null check (status in ('draft', 'proposed', 'approved', 'retired')),
  -- Of which version of which questionnaire it asks.
  questionnaire_id uuid not null references questionnaires,
  -- What is said and which keys mean what.
  definition jsonb not null,
  -- Who wrote on it: none of them approves it.
  hands uuid[] not null,
  written_by_id uuid not null references staff,
  approved_by_id uuid references staff,
  approved_at timestamptz,
  -- Why it was sent back.
  remark text not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (key, version),
  check ((status in ('approved', 'retired')) or approved_by_id is null)
);
-- One wording for a questionnaire at a time.
create unique index scripts_in_force on scripts (questionnaire_id) where status = 'approved';

-- The sound of each sentence: as it was uploaded, or as it was made from its words.
create table script_prompts (
  script_id uuid not null references scripts on delete cascade,
  prompt text not null,
  -- WAV, 8 kHz, one channel.
  sound bytea not null,
  seconds real not null,
  -- Made from these words; null: a recording was uploaded.
  made_of text,
  by_id uuid references staff,
  at timestamptz not null,
  primary key (script_id, prompt)
);

-- 自动外呼: one call by the program for one task.
create table autocalls (
  id uuid primary key,
  status text not null check (status in ('dialling', 'talking', 'over')),
  task_id uuid not null references tasks,
  script_id uuid not null references scripts,
  call_id uuid not null references calls,
  -- How it ended: `completed` a finished record; `urgent` a red flag; `dissatisfied`; `person` asked for one; `partly`
  -- hung up in the middle; `machine` nobody pressed anything; `stranger` not the person; `refused` wants no such call;
  -- `unreached` never answered; `failed` our line's doing; `lost` the program died.
  result text check (result in ('completed', 'urgent', 'dissatisfied', 'person', 'partly', 'machine', 'stranger',
                                'refused', 'unreached', 'failed', 'lost')),
  -- Who took it over in the call itself.
  agent_id uuid references staff,
  -- Asked for a person, and none was free: one will call back.
  promised boolean not null default false,
  respondent text check (respondent in ('patient', 'family')),
  -- As they were given so far; what the record keeps is the task's.
  answers jsonb not null default '{}',
  keys int not null default 0,
  disposition text,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  seen_at timestamptz not null,
  updated_at timestamptz not null,
  check ((status = 'over') = (result is not null)),
  check ((status = 'over') = (ended_at is not null))
);
create unique index autocalls_once on autocalls (task_id) where status <> 'over';
create unique index autocalls_call on autocalls (call_id);
create index autocalls_started on autocalls (started_at desc, id desc);
create index autocalls_task on autocalls (task_id, started_at);
create index autocalls_script on autocalls (script_id);
