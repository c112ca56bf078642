-- An old register of cases, taken over: what it says of each in its own words, beside the case that was made of it.
-- Beside old nodes: yes; they show such cases as archived ones and leave an import of this kind to the new nodes.

alter table imports drop constraint imports_kind_check;
alter table imports add check (kind in ('discharges', 'register', 'cases'));
alter table column_templates drop constraint column_templates_kind_check;
alter table column_templates add check (kind in ('discharges', 'register', 'cases'));

alter table cases drop constraint cases_archived_by_check;
-- 'taken-over': answered before the centre began, as the old register says; nobody here has asked the person.
alter table cases add check (archived_by in ('person', 'approval', 'answered', 'referred', 'taken-over'));
alter table cases add constraint cases_taken_over check (archived_by <> 'taken-over' or taken_over);

create table register_entries (
  case_id uuid primary key references cases,
  -- 登记号: by it the same matter is known again.
  number text not null unique,
  import_id uuid not null references imports,
  row_number int not null,
  -- The row as it was read, in the register's own words: a corrected one is compared with it.
  said jsonb not null,
  -- What the file said further up before it corrected itself: said again, it is no news.
  outdated jsonb not null default '[]',
  -- As named there, whether or not the hospital has such departments.
  departments text[] not null,
  -- A day without an hour; null where it was still open.
  answered_on date
);
-- What an import has corrected is asked of the ledger.
create index events_case_corrections on events ((data->>'importId')) where verb = 'case.correct';
