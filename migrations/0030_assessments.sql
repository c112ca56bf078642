-- 科室考核: the hospital's own rules as data, tried on the past year before they take force, and the sheets reckoned by them.
-- Beside old nodes: yes; they do not know it.

-- 考核办法: one version each. Exactly these rules must have been tried before they are published, and somebody else publishes.
create table rule_sets (
  id uuid primary key,
  number int not null unique,
  name text not null,
  status text not null check (status in ('draft', 'simulated', 'published', 'in-force', 'superseded', 'withdrawn')),
  rules jsonb not null,
  rules_hash text not null generated always as (md5(rules::text)) stored,
  -- Of which rules the simulation was.
  simulated_hash text,
  -- Who wrote on it.
  hands uuid[] not null default '{}',
  -- The first month that is judged by it.
  from_month text check (from_month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  published_at timestamptz,
  published_by_id uuid references staff,
  words text not null default '',
  created_at timestamptz not null,
  created_by_id uuid not null references staff,
  updated_at timestamptz not null,
  constraint rule_sets_tried check (status in ('draft', 'withdrawn') or simulated_hash is not distinct from rules_hash),
  constraint rule_sets_published check (status in ('draft', 'simulated', 'withdrawn')
    or (from_month is not null and published_by_id is not null and published_by_id <> all (hands)))
);
create unique index rule_sets_from on rule_sets (from_month) where status in ('published', 'in-force', 'superseded');
create unique index rule_sets_in_force on rule_sets (status) where status = 'in-force';

-- 试算: what a set of rules would have said about each department in the past months.
create table simulations (
  rule_set_id uuid not null references rule_sets,
  rules_hash text not null,
  result jsonb not null,
  at timestamptz not null,
  by_id uuid references staff,
  primary key (rule_set_id, rules_hash)
);
alter table rule_sets add constraint rule_sets_simulated
  foreign key (id, simulated_hash) references simulations (rule_set_id, rules_hash);

-- 考核单: of one department and month. Points are hundredths.
create table assessments (
  id uuid primary key,
  department_id uuid not null references departments,
  month text not null check (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  rule_set_id uuid not null references rule_sets,
  status text not null check (status in ('draft', 'sent', 'consenting', 'final')),
  -- What it begins with, and what stands at its foot.
  base int not null,
  total int not null,
  -- How many were discharged: fewer than thirty are in no order.
  discharges int not null,
  criticised boolean not null default false,
  objections_open int not null default 0,
  -- The department has said yes, or its time to object is over.
  heard boolean not null default false,
  -- The end of the last day on which it may object.
  object_until timestamptz,
  drafted_at timestamptz not null,
  sent_at timestamptz,
  sent_by_id uuid references staff,
  accepted_at timestamptz,
  accepted_by_id uuid references staff,
  consented_at timestamptz,
  consented_by_id uuid references staff,
  final_at timestamptz,
  final_by_id uuid references staff,
  words text not null default '',
  -- Every figure of the month as it stood when it was reckoned, used by a rule or not.
  figures jsonb not null,
  updated_at timestamptz not null,
  unique (department_id, month),
  constraint assessments_heard check (status <> 'final' or (heard and objections_open = 0)),
  constraint assessments_consented check (status <> 'final' or not criticised or consented_by_id is not null)
);
create index assessments_month on assessments (month, status);

create table assessment_lines (
  id uuid primary key,
  assessment_id uuid not null references assessments,
  position int not null,
  kind text not null check (kind in ('rule', 'manual', 'correction')),
  -- The rule, or whose correction it is: the sheet of an earlier month.
  item text not null default '',
  of_id uuid references assessments,
  figure jsonb,
  words jsonb not null,
  tone text not null check (tone in ('praise', 'criticism', 'plain')),
  -- As reckoned, and as it stands after an objection.
  reckoned int not null,
  points int not null,
  reason text not null default '',
  source text not null default '',
  objection text,
  objected_at timestamptz,
  objected_by_id uuid references staff,
  upheld boolean,
  answer text,
  answered_at timestamptz,
  answered_by_id uuid references staff,
  check (kind <> 'manual' or (reason <> '' and source <> '')),
  check ((objection is null) = (objected_at is null)),
  check (upheld is null or (objection is not null and answer <> '')),
  check (points = reckoned or upheld is not distinct from true or kind = 'manual')
);
create unique index assessment_lines_once on assessment_lines (assessment_id, item, of_id) nulls not distinct where kind <> 'manual';
create index assessment_lines_of on assessment_lines (of_id) where of_id is not null;

-- The matters that a line rests on; each is read only by who may read it.
create table assessment_cases (
  line_id uuid not null references assessment_lines on delete cascade,
  case_id uuid not null references cases,
  primary key (line_id, case_id)
);

-- 定了就不再改: what is corrected afterwards is a line of a later month.
create function refuse_a_final_sheet() returns trigger language plpgsql as $$
begin
  if old.status = 'final' then
    raise exception 'a final sheet is not changed' using errcode = '23514', constraint = 'assessments_final';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger assessments_final before update or delete on assessments for each row execute function refuse_a_final_sheet();
create function refuse_a_final_line() returns trigger language plpgsql as $$
declare
  sheet uuid := case when tg_op = 'DELETE' then old.assessment_id else new.assessment_id end;
begin
  if exists (select from assessments where id = sheet and status = 'final') then
    raise exception 'a final sheet is not changed' using errcode = '23514', constraint = 'assessments_final';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger assessment_lines_final before insert or update or delete on assessment_lines
  for each row execute function refuse_a_final_line();
