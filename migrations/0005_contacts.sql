-- One conversation, or the attempt at one, with one person by one channel.
-- Beside old nodes: yes.

create table contacts (
  id uuid primary key,
  patient_id uuid not null references patients,
  encounter_id uuid references encounters,
  staff_id uuid references staff,
  channel text not null check (channel in ('phone', 'desk', 'sms')),
  direction text not null check (direction in ('out', 'in')),
  started_at timestamptz not null,
  ended_at timestamptz not null,
  -- How it ended: 'reached', 'call-back', or a reason of field §6.6.
  disposition text not null,
  -- Whose number was tried: patient, contact, work.
  number_owner text,
  note text not null default '',
  -- Taken over from an old register: the day is known, the hour is not.
  taken_over boolean not null default false,
  -- About a matter that only supervision may know, or that these people must find nothing of: then they find no such
  -- conversation (a recall) or, where the matter only came out of it, nothing of what was said (`origin`).
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  origin boolean not null default false
);
create index contacts_patient on contacts (patient_id, started_at);

-- The dead and those who asked not to be called are never called: whatever the code believes.
create function refuse_calling_the_uncontactable() returns trigger language plpgsql as $$
begin
  if new.direction = 'out' and not new.taken_over and not exists (
    select from patients where id = new.patient_id and contactable for share
  ) then
    raise exception 'patient % must not be contacted', new.patient_id using errcode = '23514', constraint = 'contacts_contactable';
  end if;
  return new;
end $$;
create trigger contacts_contactable before insert on contacts for each row execute function refuse_calling_the_uncontactable();
