-- Figures kept ready: what stays and cases came to, by department and third of a month, and marks of what has changed since.
-- Beside old nodes: yes; the marks are set by triggers, whoever writes.

-- Figures are kept by 旬: the 1st to 10th, 11th to 20th, and the rest of a month, so that months and years are sums of whole ones.
create function ten_days_of(day date) returns date language sql immutable parallel safe
  return day - extract(day from day)::int + 1 + least((extract(day from day)::int - 1) / 10, 2) * 10;
create function ten_days_end(first date) returns date language sql immutable parallel safe
  return case when extract(day from first) < 21 then first + 10 else (date_trunc('month', first::timestamp) + interval '1 month')::date end;
-- A department, or the nil id where none is known, so that it can be a key.
create function place_of(department uuid) returns uuid language sql immutable parallel safe
  return coalesce(department, '00000000-0000-0000-0000-000000000000'::uuid);

-- Which thirds of a month have been counted, and by which rules; one that is not here is counted from the rows themselves.
create table rolled_spans (
  kind text not null check (kind in ('stays', 'cases')),
  span date not null,
  rules text not null,
  counted_at timestamptz not null,
  primary key (kind, span)
);

-- What everybody who may read the department's report may know of its discharges; right for instants between the two.
create table stay_rollups (
  span date not null,
  place uuid not null,
  valid_after timestamptz not null,
  valid_until timestamptz not null,
  -- Stays with an opinion that is not for everybody: those opinions are counted for each reader as he asks.
  apart uuid[] not null,
  discharges int not null,
  excluded int not null,
  pending int not null,
  reached int not null,
  graded int not null,
  satisfied int not null,
  fairly int not null,
  dissatisfied int not null,
  opinions int not null,
  attempts int not null,
  first_call_judged int not null,
  first_call_in_time int not null,
  primary key (span, place)
);

-- The same cut by campus, group, caller, sex, age; and outcomes, letters of opinions, dimensions, of which only one number counts.
-- The place of ones throughout (ffffffff-…) is the sum of all departments.
create table stay_cells (
  span date not null,
  place uuid not null,
  cut text not null,
  key text not null,
  discharges int not null,
  excluded int not null,
  pending int not null,
  reached int not null,
  graded int not null,
  satisfied int not null,
  fairly int not null,
  dissatisfied int not null,
  opinions int not null,
  attempts int not null,
  first_call_judged int not null,
  first_call_in_time int not null,
  -- Of a dimension: the sum of its answers, 1 best and 0 worst.
  score double precision not null,
  primary key (span, place, cut, key)
);

-- Cases from which nobody in particular is barred; the columns by which the scopes of the permission matrix judge a case
-- are part of the key.
create table case_rollups (
  span date not null,
  -- The department that handles it, else that it concerns.
  place uuid not null,
  handled boolean not null,
  restricted boolean not null,
  leadership boolean not null,
  -- Right for instants between the two, as far as a round's deadline is concerned …
  valid_after timestamptz not null,
  valid_until timestamptz not null,
  -- … and when judged as of one of these days, both of them included.
  as_of_from date not null,
  as_of_until date not null,
  opened int not null,
  judged int not null,
  in_time int not null,
  archived int not null,
  archived_by_person int not null,
  second_rounds int not null,
  open int not null,
  taken_over int not null,
  -- Of complaints alone.
  told_in_time int not null,
  told_late int not null,
  open_in_time int not null,
  open_late int not null,
  satisfied int not null,
  fairly int not null,
  dissatisfied int not null,
  ungraded int not null,
  complaint_second_rounds int not null,
  complaint_third_rounds int not null,
  kind_opinion int not null,
  kind_suggestion int not null,
  kind_complaint int not null,
  kind_staff int not null,
  kind_praise int not null,
  kind_enquiry int not null,
  kind_help int not null,
  -- Of patients' opinions, suggestions and complaints: by the first letter of their category.
  raised_a int not null,
  raised_b int not null,
  raised_c int not null,
  raised_d int not null,
  raised_e int not null,
  raised_f int not null,
  raised_g int not null,
  raised_h int not null,
  raised_i int not null,
  raised_j int not null,
  raised_k int not null,
  raised_none int not null,
  -- Of complaints, one of each: the first letter of its category, or 'none:' with the words of an old register.
  categories text[] not null,
  -- Working days from the day of receipt to the day on which the person was told, one of each complaint, in order.
  told_workdays int[] not null,
  -- The same in minutes by the clock, where the hour is known.
  told_minutes int[] not null,
  primary key (span, place, handled, restricted, leadership)
);

-- What has changed since it was counted. Only ever inserted, by the change's own transaction, so nobody waits for it; the
-- row that changed is named rather than where it counts, which whoever reads the mark knows better. Or the place that a
-- row has left or come to.
create table stay_marks (
  id bigint generated always as identity primary key,
  encounter_id uuid,
  patient_id uuid,
  span date,
  place uuid
);
create table case_marks (
  id bigint generated always as identity primary key,
  case_id uuid,
  span date,
  place uuid
);

create index encounters_place on encounters (place_of(department_id), discharged_on);
create index cases_place on cases (place_of(coalesce(handling_department_id, department_id)), received_at);
-- Cases that not everybody may know who may know of their department's.
create index cases_apart on cases (received_at) where restricted or barred_staff <> '{}' or assisting <> '{}';
-- What made somebody tell it again (最多问一次): few of the many events.
create index events_retold on events (verb, subject) where verb in ('case.object', 'case.passOn', 'call.transfer');
-- Today's ends, for the board.
create index cases_told on cases (told_at);
create index cases_ended on cases (archived_at);

create function mark_new_encounters() returns trigger language plpgsql as $$
begin
  insert into stay_marks (span, place) select distinct ten_days_of(discharged_on), place_of(department_id) from made;
  return null;
end $$;
create trigger encounters_marked_new after insert on encounters referencing new table as made
  for each statement execute function mark_new_encounters();

create function mark_gone_encounters() returns trigger language plpgsql as $$
begin
  insert into stay_marks (span, place) select distinct ten_days_of(discharged_on), place_of(department_id) from gone;
  return null;
end $$;
create trigger encounters_marked_gone after delete on encounters referencing old table as gone
  for each statement execute function mark_gone_encounters();

create function mark_changed_encounter() returns trigger language plpgsql as $$
begin
  insert into stay_marks (encounter_id) values (new.id);
  if (old.discharged_on, old.department_id) is distinct from (new.discharged_on, new.department_id) then
    insert into stay_marks (span, place) values (ten_days_of(old.discharged_on), place_of(old.department_id));
  end if;
  return null;
end $$;
create trigger encounters_marked after update on encounters for each row when (
  (old.discharged_on, old.department_id, old.campus_id, old.department_group, old.leaving, old.sex, old.age_years, old.patient_id, old.created_at)
  is distinct from
  (new.discharged_on, new.department_id, new.campus_id, new.department_group, new.leaving, new.sex, new.age_years, new.patient_id, new.created_at))
  execute function mark_changed_encounter();

create function mark_changed_patient() returns trigger language plpgsql as $$
begin
  insert into stay_marks (patient_id) values (new.id);
  return null;
end $$;
create trigger patients_marked after update on patients for each row
  when ((old.died_on, old.do_not_call_at) is distinct from (new.died_on, new.do_not_call_at))
  execute function mark_changed_patient();

create function mark_new_tasks() returns trigger language plpgsql as $$
begin
  insert into stay_marks (encounter_id) select distinct encounter_id from made where kind in ('wave', 'repeat');
  return null;
end $$;
create trigger tasks_marked_new after insert on tasks referencing new table as made
  for each statement execute function mark_new_tasks();
create function mark_gone_tasks() returns trigger language plpgsql as $$
begin
  insert into stay_marks (encounter_id) select distinct encounter_id from gone where kind in ('wave', 'repeat');
  return null;
end $$;
create trigger tasks_marked_gone after delete on tasks referencing old table as gone
  for each statement execute function mark_gone_tasks();
create function mark_changed_task() returns trigger language plpgsql as $$
begin
  insert into stay_marks (encounter_id) values (new.encounter_id);
  if old.encounter_id <> new.encounter_id then
    insert into stay_marks (encounter_id) values (old.encounter_id);
  end if;
  return null;
end $$;
create trigger tasks_marked after update on tasks for each row when (
  (old.kind, old.encounter_id, old.status, old.due_at, old.reached_at, old.unreached_reason, old.cancelled_reason, old.satisfaction,
    old.opinion is null, old.opinion_category, old.caller_id, old.taken_over, old.first_tried_at, old.attempts)
  is distinct from
  (new.kind, new.encounter_id, new.status, new.due_at, new.reached_at, new.unreached_reason, new.cancelled_reason, new.satisfaction,
    new.opinion is null, new.opinion_category, new.caller_id, new.taken_over, new.first_tried_at, new.attempts))
  execute function mark_changed_task();

-- Answers are written with their call; each statement tells once whose.
create function mark_answers() returns trigger language plpgsql as $$
begin
  insert into stay_marks (encounter_id)
    select distinct t.encounter_id from touched a join tasks t on t.id = a.task_id where a.dimension is not null;
  return null;
end $$;
create trigger answers_marked_new after insert on answers referencing new table as touched
  for each statement execute function mark_answers();
create trigger answers_marked after update on answers referencing new table as touched
  for each statement execute function mark_answers();
create trigger answers_marked_gone after delete on answers referencing old table as touched
  for each statement execute function mark_answers();

create function mark_case() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or tg_op = 'UPDATE' then
    insert into case_marks (case_id) values (new.id);
    if new.source_id is not null and (new.restricted or new.barred_staff <> '{}') then
      insert into stay_marks (encounter_id) select encounter_id from tasks where id = new.source_id;
    end if;
  end if;
  if tg_op = 'DELETE' or tg_op = 'UPDATE' then
    -- Where it stood; and the opinion that it came from, should it be for everybody now.
    insert into case_marks (span, place)
      select ten_days_of((timezone('UTC', old.received_at) + interval '8 hours')::date), place_of(coalesce(old.handling_department_id, old.department_id))
      where tg_op = 'DELETE' or (old.received_at, coalesce(old.handling_department_id, old.department_id))
        is distinct from (new.received_at, coalesce(new.handling_department_id, new.department_id));
    if old.source_id is not null and (old.restricted or old.barred_staff <> '{}') then
      insert into stay_marks (encounter_id) select encounter_id from tasks where id = old.source_id;
    end if;
  end if;
  return null;
end $$;
create trigger cases_marked_new after insert on cases for each row execute function mark_case();
create trigger cases_marked_gone after delete on cases for each row execute function mark_case();
create trigger cases_marked after update on cases for each row when (
  (old.kind, old.status, old.category, old.received_at, old.department_id, old.handling_department_id, old.round, old.archived_by, old.told_at,
    old.satisfaction, old.taken_over, old.restricted, old.leadership, old.barred_staff, old.source_id)
  is distinct from
  (new.kind, new.status, new.category, new.received_at, new.department_id, new.handling_department_id, new.round, new.archived_by, new.told_at,
    new.satisfaction, new.taken_over, new.restricted, new.leadership, new.barred_staff, new.source_id))
  execute function mark_case();

create function mark_case_of_row() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' then insert into case_marks (case_id) values (new.case_id); end if;
  if tg_op <> 'INSERT' then insert into case_marks (case_id) values (old.case_id); end if;
  return null;
end $$;
create trigger rounds_marked_new after insert or delete on rounds for each row execute function mark_case_of_row();
create trigger rounds_marked after update on rounds for each row when (
  (old.case_id, old.number, old.due_at, old.answered_at, old.told_at, old.outcome)
  is distinct from (new.case_id, new.number, new.due_at, new.answered_at, new.told_at, new.outcome))
  execute function mark_case_of_row();
create trigger register_entries_marked after insert or update or delete on register_entries
  for each row execute function mark_case_of_row();
