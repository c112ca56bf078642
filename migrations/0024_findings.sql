-- A finding that became a matter lies behind the matter's walls: that it did would else be told to whom it is hidden from.
-- Beside old nodes: yes; they show such findings as before.

alter table findings add column restricted boolean not null default false;
alter table findings add column barred_staff uuid[] not null default '{}';
create index findings_case on findings (case_id) where case_id is not null;
create trigger findings_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function follow_the_case('findings');

update findings f set restricted = c.restricted, barred_staff = c.barred_staff from cases c where c.id = f.case_id;
