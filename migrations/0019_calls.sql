-- The telephone: exchanges and their lines, each call as the server witnessed it, and the agents' states.
-- Beside old nodes: yes; they know nothing of it.

-- 电话系统: usually one. What the hospital's telephone people say of it.
create table exchanges (
  id uuid primary key,
  name text not null,
  -- SIP over WebSocket, `wss://…` or `ws://…`.
  ws_url text not null,
  domain text not null,
  -- The PEM of a certificate that no public authority has signed; null where the usual ones do.
  ca text,
  -- How long a telephone rings before we give up.
  ring_seconds int not null default 45 check (ring_seconds between 5 and 180),
  -- Dial rules: what is dialled before outside numbers, before mobiles of another region, before 110, 119 and 120; the
  -- area code that is left away at home; numbers of up to so many digits are the house's own.
  outside_prefix text not null default '' check (outside_prefix ~ '^[0-9*#]{0,6}$'),
  mobile_prefix text not null default '' check (mobile_prefix ~ '^[0-9*#]{0,6}$'),
  emergency_prefix text not null default '' check (emergency_prefix ~ '^[0-9*#]{0,6}$'),
  area_code text not null default '' check (area_code ~ '^(0[0-9]{2,3})?$'),
  internal_digits int not null default 6 check (internal_digits between 0 and 8),
  -- What the called party sees, where the exchange lets us say it.
  caller_number text not null default '' check (caller_number ~ '^[0-9+]{0,20}$'),
  -- Dialled with an extension behind it to listen to that extension's call; empty where the exchange cannot.
  listen_code text not null default '' check (listen_code ~ '^[0-9*#]{0,8}$'),
  -- An echo or a telephone in the office, for test calls; empty: the agent's own extension.
  test_number text not null default '' check (test_number ~ '^[0-9*#]{0,20}$'),
  -- An exchange that is no longer used stays for its calls.
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- 分机: agents' telephones, lines by which the machine calls, and hotlines that the machine answers.
create table lines (
  id uuid primary key,
  exchange_id uuid not null references exchanges,
  number text not null check (number ~ '^[0-9]{2,15}$'),
  kind text not null check (kind in ('agent', 'machine', 'hotline')),
  staff_id uuid references staff,
  -- The password, sealed under a key that is in no database.
  sealed bytea not null check (octet_length(sealed) = 1053),
  -- Taken out of use; its calls stay.
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (staff_id is null or kind = 'agent')
);
create unique index lines_number on lines (exchange_id, number) where active;
create unique index lines_person on lines (staff_id) where active and staff_id is not null;

-- 常用号码: where an agent may hand a call to, besides colleagues.
create table phonebook (
  id uuid primary key,
  name text not null,
  number text not null check (number ~ '^[0-9*#]{2,20}$'),
  updated_at timestamptz not null
);

create table calls (
  id uuid primary key,
  status text not null check (status in ('placed', 'ringing', 'talking', 'ended')),
  direction text not null check (direction in ('out', 'in')),
  exchange_id uuid references exchanges,
  line_id uuid references lines,
  -- Whose call it is; null: the machine's.
  staff_id uuid references staff,
  -- In clear, here only: no page ever gets it. Empty where the caller withholds it.
  number text not null,
  -- By which it is found again: the last eleven digits of the normalised number.
  number_key text not null,
  -- Whose it is: patient, contact, work; what a reporter is to the patient; staff, book, house, free, test.
  number_owner text,
  patient_id uuid references patients,
  encounter_id uuid references encounters,
  -- What it is about: task, case, missed, free, test, staff; no foreign key, later modules own them.
  about_noun text,
  about_id uuid,
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  placed_at timestamptz not null,
  -- When the page used the right to dial that `placed` gives; only once.
  dialled_at timestamptz,
  ringing_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  -- The contact was written, or somebody said that none is needed.
  wrapped_at timestamptz,
  ended_by text check (ended_by in ('us', 'person', 'network', 'lost')),
  sip_status int,
  q850 int,
  outcome text check (outcome in
    ('answered', 'busy', 'no-answer', 'unreachable', 'rejected', 'wrong-number', 'cancelled', 'failed')),
  -- The network spoke before anybody answered.
  early_media boolean not null default false,
  -- As a person confirmed it; `outcome` stays what was witnessed.
  disposition text,
  contact_id uuid references contacts,
  -- The call from which this one came: a consultation, a transfer, the leg to an agent.
  parent_id uuid references calls,
  -- The SIP Call-ID, by which the exchange's own records are compared.
  sip_id text,
  -- When somebody last saw it alive; a call that nobody watches is closed as lost.
  witnessed_at timestamptz not null,
  updated_at timestamptz not null,
  check ((status = 'ended') = (ended_at is not null)),
  check ((ended_at is null) = (outcome is null)),
  check ((ended_at is null) = (ended_by is null)),
  check (outcome is null or (outcome = 'answered') = (answered_at is not null))
);
create index calls_live on calls (witnessed_at) where status <> 'ended';
create index calls_staff on calls (staff_id, placed_at desc);
create index calls_unfiled on calls (staff_id, ended_at) where status = 'ended' and wrapped_at is null;
create index calls_placed on calls (placed_at desc, id desc);
create index calls_number on calls (number_key, placed_at desc) where number_key <> '';
create index calls_about on calls (about_noun, about_id, placed_at desc) where about_id is not null;
create index calls_patient on calls (patient_id, placed_at desc) where patient_id is not null;
create index calls_parent on calls (parent_id) where parent_id is not null;
create index calls_contact on calls (contact_id) where contact_id is not null;

-- The dead and those who asked not to be called are never dialled: whatever the code believes. A relative who raised a
-- matter himself is another person, and may be answered.
create function refuse_dialling_the_uncontactable() returns trigger language plpgsql as $$
begin
  if new.direction = 'out' and new.patient_id is not null
    and coalesce(new.number_owner, 'patient') not in ('guardian', 'family', 'visitor', 'department', 'other', 'staff', 'book')
    and not exists (select from patients where id = new.patient_id and contactable for share)
  then
    raise exception 'patient % must not be called', new.patient_id using errcode = '23514', constraint = 'calls_contactable';
  end if;
  return new;
end $$;
create trigger calls_contactable before insert on calls for each row execute function refuse_dialling_the_uncontactable();
create index patients_silent on patients using gin (phones jsonb_path_ops) where not contactable;

-- What each person with a telephone is doing now, and did before.
create table agent_states (
  staff_id uuid primary key references staff,
  state text not null check (state in ('ready', 'calling', 'wrap-up', 'break', 'off')),
  reason text not null default '',
  since timestamptz not null,
  call_id uuid references calls,
  -- When wrap-up ends by itself.
  until timestamptz,
  -- What he wished for while he was busy: comes when he no longer is.
  then_state text check (then_state in ('ready', 'break', 'off')),
  then_reason text not null default '',
  -- When his telephone was last there.
  seen_at timestamptz not null,
  updated_at timestamptz not null
);
create table agent_spells (
  id uuid primary key,
  staff_id uuid not null references staff,
  state text not null,
  reason text not null default '',
  since timestamptz not null,
  until timestamptz not null,
  call_id uuid references calls
);
create index agent_spells_staff on agent_spells (staff_id, since);
create index agent_spells_since on agent_spells (since);
