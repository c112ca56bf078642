-- Pages without account: receipts, what became of a matter, throttling, texts that go out; the vault and its custodians.
-- Beside old nodes: yes; they know nothing of it.

-- Files of a person without account have no member of the staff behind them.
alter table files alter column by_id drop not null;

-- How many people work there, where accounts do not tell: groups under five are not named in a staff voice.
alter table departments add column headcount int check (headcount >= 0);

-- The identity of every staff voice, the anonymous ones too: one row each, all of one length, under a key that is not
-- in this database, found by a keyed mark of the case. No column here means anything without that key.
create schema vault;
create table vault.identities (
  locator bytea primary key check (octet_length(locator) = 32),
  sealed bytea not null check (octet_length(sealed) = 1053)
);
-- Which key that is, so that two nodes never seal under two.
create table vault.keys (
  place int primary key default 1 check (place = 1),
  fingerprint bytea not null
);

-- What whoever spoke up without account holds in hand; only hashes are kept of what opens it.
create table receipts (
  id uuid primary key,
  case_id uuid not null references cases,
  code_hash bytea not null unique,
  link_hash bytea not null unique,
  -- Of the page's own key: what is sent twice is done once.
  mark bytea not null unique,
  -- A number was left: the code alone does not open it, a one-time code goes there first.
  guarded boolean not null,
  one_time_hash bytea,
  one_time_until timestamptz,
  one_time_tries int not null default 0
);
create index receipts_case on receipts (case_id);

-- Half an hour at the page of one matter.
create table answer_sessions (
  token_hash bytea primary key,
  receipt_id uuid not null references receipts,
  expires_at timestamptz not null
);

-- What the person added later; it belongs to the case and is read on its timeline.
create table additions (
  id uuid primary key,
  case_id uuid not null references cases,
  mark bytea not null unique,
  text text not null,
  at timestamptz not null
);
create index additions_case on additions (case_id);

-- How often something was asked, by hour: under marks that are keyed and salted, and mean nothing a day later.
create table voice_salts (
  day date primary key,
  salt bytea not null
);
create table voice_hits (
  bucket bytea not null,
  hour timestamptz not null,
  n int not null,
  primary key (bucket, hour)
);

-- Texts to people's phones: sent by hand from the outbox, or by a gateway.
create table messages (
  id uuid primary key,
  status text not null check (status in ('waiting', 'sent', 'expired')),
  to_number text not null,
  template text not null,
  -- What stands in the template's blanks; emptied when the message is sent or too old, for it may open something.
  blanks jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  sent_at timestamptz,
  sent_by_id uuid references staff,
  updated_at timestamptz not null
);
create index messages_waiting on messages (created_at, id);

-- 保管人: two of them, one outside supervision, together open the vault.
create table custodians (
  staff_id uuid primary key references staff,
  named_by_id uuid not null references staff,
  named_at timestamptz not null
);

-- One who needs to know who spoke asks; it says nothing of whether there is anything to know.
create table openings (
  id uuid primary key,
  status text not null check (status in ('asked', 'granted', 'refused', 'withdrawn')),
  case_id uuid not null references cases,
  asked_by_id uuid not null references staff,
  reason text not null,
  asked_at timestamptz not null,
  -- Those who may consent to this one.
  custodians uuid[] not null,
  granted_until timestamptz,
  updated_at timestamptz not null,
  check (status <> 'granted' or granted_until is not null)
);
create index openings_case on openings (case_id);
create unique index openings_one on openings (case_id, asked_by_id) where status = 'asked';

create table opening_words (
  opening_id uuid not null references openings,
  custodian_id uuid not null references staff,
  consents boolean not null,
  reason text not null,
  at timestamptz not null,
  primary key (opening_id, custodian_id)
);
