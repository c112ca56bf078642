-- The ledger: one append-only row per verb, sealed into a hash chain beside the requests.
-- Beside old nodes: yes.

-- Transaction numbers begin anew on a database that was put together from a copy: then the era is counted up.
create function ledger_era() returns int language sql stable as 'select 1';

create table events (
  id bigint generated always as identity,
  at timestamptz not null,
  verb text not null,
  noun text not null,
  subject uuid,
  actor_id uuid,
  from_state text,
  to_state text,
  data jsonb not null default '{}',
  -- Of a matter that only supervision may know of.
  restricted boolean not null default false,
  request text not null,
  -- The writing transaction: the sealer takes a row only when nothing older can still commit.
  era int not null default ledger_era(),
  tx xid8 not null default pg_current_xact_id(),
  primary key (at, id)
) partition by range (at);

-- Months are made ahead by the program; what falls outside them (a held clock, an old record) lies here.
create table events_elsewhere partition of events default;
create index events_subject on events (noun, subject, id);
create index events_order on events (era, tx, id);

create table seals (
  seq bigint primary key,
  event_id bigint not null,
  event_at timestamptz not null,
  event_era int not null,
  event_tx xid8 not null,
  hash bytea not null
);
create index seals_event on seals (event_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % on % refused', tg_op, tg_table_name using errcode = '42501';
end $$;
create trigger events_append_only before update or delete on events for each row execute function refuse_change();
create trigger events_no_truncate before truncate on events for each statement execute function refuse_change();
create trigger seals_append_only before update or delete on seals for each row execute function refuse_change();
create trigger seals_no_truncate before truncate on seals for each statement execute function refuse_change();

-- A reaction leaves its mark in its own transaction, so that none runs twice.
create table reactions_done (
  event_id bigint not null,
  reaction text not null,
  at timestamptz not null,
  primary key (event_id, reaction)
);

-- A command with an Idempotency-Key leaves its reply in its own transaction; a repetition is answered from here.
create table commands_done (
  actor_id uuid not null,
  key text not null,
  request_hash bytea not null,
  reply jsonb,
  at timestamptz not null,
  primary key (actor_id, key)
);
create index commands_done_at on commands_done (at);
