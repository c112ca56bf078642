-- What may be said: approved guidance, and what a department wants known before its patients are called.
-- Beside old nodes: yes.

create table guidance (
  id uuid primary key,
  department_group text,
  title text not null,
  text text not null,
  turn_to text not null,
  version int not null default 1,
  status text not null check (status in ('draft', 'approved', 'withdrawn')),
  approved_by_id uuid references staff,
  approved_at timestamptz,
  updated_at timestamptz not null,
  search tsvector not null default ''
);

create table care_notes (
  id uuid primary key,
  department_group text not null,
  -- Shown when the diagnosis contains it; empty: for the whole group.
  diagnosis text not null default '',
  medicines text not null,
  cautions text not null,
  by_id uuid references staff,
  at timestamptz not null
);
