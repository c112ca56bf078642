-- A matter of which everybody in supervision must find nothing: leadership does what supervision would.
-- Beside old nodes: yes; on an old node nobody can judge such a matter, as before.

-- True while supervision has nobody who may know of it; kept by the triggers below, read by the permission matrix.
alter table cases add column unsupervised boolean not null default false;

create function watch_over_the_case() returns trigger language plpgsql as $$
begin
  new.unsupervised := cardinality(new.barred_staff) > 0 and not exists (
    select from staff where role = 'supervision' and status = 'active' and id <> all(new.barred_staff));
  -- Leadership knows of it from then on, whatever it is.
  new.leadership := new.leadership or new.unsupervised;
  return new;
end $$;
create trigger cases_watched before insert or update of barred_staff, leadership on cases
  for each row execute function watch_over_the_case();

-- Somebody comes to supervision, or leaves it.
create function watch_over_their_cases() returns trigger language plpgsql as $$
begin
  update cases set barred_staff = barred_staff where cardinality(barred_staff) > 0 and status <> 'archived';
  return null;
end $$;
create trigger staff_watch_new after insert on staff for each row when (new.role = 'supervision')
  execute function watch_over_their_cases();
create trigger staff_watch after update of role, status on staff for each row
  when ((old.role, old.status) is distinct from (new.role, new.status) and 'supervision' in (old.role, new.role))
  execute function watch_over_their_cases();

update cases set barred_staff = barred_staff where cardinality(barred_staff) > 0 and status <> 'archived';
