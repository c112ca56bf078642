-- Messages as a part of their own: gateways, worded templates with versions, every state of a text, replies and reports.
-- Beside old nodes: no; the outbox has other columns now. Stop them first.

-- 短信平台: where texts go by themselves; without one that is on they wait in the outbox to be sent by hand.
create table gateways (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('kannel', 'smpp', 'https')),
  status text not null default 'off' check (status in ('off', 'on')),
  -- What is no secret: addresses, account, sender's number, the shapes of requests and replies.
  settings jsonb not null,
  -- Its password or key, under the vault's key; null where it needs none.
  sealed bytea,
  -- The key in the addresses at which it brings reports and replies is made of this and of the vault's key.
  salt bytea not null,
  -- What it last said was wrong; emptied by the next text that it takes.
  trouble text,
  trouble_at timestamptz,
  -- The one process that works with it; a process that dies loses it after some seconds.
  held_by text,
  held_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- 短信模板: what may leave the house, worded, versioned, and approved by somebody other than who wrote it.
create table templates (
  id uuid primary key,
  key text not null,
  version int not null check (version >= 1),
  status text not null check (status in ('draft', 'approved', 'retired')),
  name text not null,
  text text not null,
  -- What follows when nobody knows whether a gateway took it: sent again under the same id, or never.
  repetition text not null check (repetition in ('at-least-once', 'at-most-once')),
  -- How the gateway's own house calls it, where texts are registered there.
  gateway_code text not null default '',
  -- Null: it came with the program.
  written_by_id uuid references staff,
  approved_by_id uuid references staff,
  approved_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (key, version)
);
create unique index templates_one on templates (key) where status = 'approved';

insert into templates (id, key, version, status, name, text, repetition, approved_at, created_at, updated_at) values
  ('019c0000-0000-7000-8000-000000000101', 'one-time', 1, 'approved', '一次性验证码',
   '您的验证码是 {code}，10 分钟内有效，用于查看您反映的事项。请不要告诉别人。',
   'at-least-once', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
  ('019c0000-0000-7000-8000-000000000102', 'test', 1, 'approved', '短信平台自检',
   '这是{hospital}短信平台的自检短信，收到即表示线路正常，无需回复。',
   'at-most-once', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
  ('019c0000-0000-7000-8000-000000000103', 'answered', 1, 'draft', '答复通知',
   '您向{hospital}反映的事项（{number}）已有答复，请在 7 天内点开 {link} 查看，只能打开一次。如需帮助请致电 {hotline}。',
   'at-least-once', null, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
  ('019c0000-0000-7000-8000-000000000104', 'call-ahead', 1, 'draft', '回访提醒',
   '{hospital}将在近日电话回访您的康复情况，来电可能显示 {hotline}，请放心接听。不想再收到短信请回复 TD。',
   'at-most-once', null, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
  ('019c0000-0000-7000-8000-000000000105', 'stopped', 1, 'draft', '退订确认',
   '已为您登记，{hospital}不再向这个号码发送短信和回访电话。如需帮助请致电 {hotline}。',
   'at-most-once', null, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');

-- 短信
drop index messages_waiting;
alter table messages drop constraint messages_status_check;
alter table messages
  add constraint messages_status_check check (status in
    ('waiting', 'sending', 'taken', 'delivered', 'undeliverable', 'refused', 'expired', 'unclear', 'unreported', 'withheld', 'sent')),
  add column template_id uuid references templates,
  -- Of whom the number is, where it is a patient's, and what the text is about (no foreign key: it may be of a later part).
  add column patient_id uuid references patients,
  add column about_noun text,
  add column about_id uuid,
  -- The person asked for it just now: neither quiet hours nor a wish to be left alone stand in its way.
  add column asked boolean not null default false,
  add column restricted boolean not null default false,
  add column barred_staff uuid[] not null default '{}',
  add column made_by_id uuid references staff,
  add column gateway_id uuid references gateways,
  -- What the gateway calls it.
  add column reference text,
  add column tries int not null default 0,
  -- Written down before the gateway is called; when the lease has run out nobody knows what became of the call.
  add column claimed_at timestamptz,
  add column lease_until timestamptz,
  add column taken_at timestamptz,
  add column ended_at timestamptz,
  add column trouble text,
  add column contact_id uuid references contacts;
update messages set template_id = '019c0000-0000-7000-8000-000000000101', asked = true,
  ended_at = case when status <> 'waiting' then updated_at end;
alter table messages
  drop column template,
  alter column template_id set not null;
create index messages_waiting on messages (created_at, id) where status in ('waiting', 'sending', 'taken');
create index messages_number on messages (to_number, created_at);
create index messages_reference on messages (gateway_id, reference) where reference is not null;
create index messages_patient on messages (patient_id) where patient_id is not null;

-- What a gateway reported of a text that was not known to it yet: its answer and its report may cross.
create table reports (
  id uuid primary key,
  gateway_id uuid not null references gateways,
  reference text not null,
  outcome text not null check (outcome in ('delivered', 'undeliverable', 'refused', 'expired')),
  words text not null default '',
  at timestamptz not null,
  unique (gateway_id, reference, outcome)
);

-- What people write back.
create table replies (
  id uuid primary key,
  status text not null check (status in ('unread', 'settled')),
  gateway_id uuid not null references gateways,
  -- The gateway's own name for it: what is brought twice is kept once.
  external_id text not null,
  from_number text not null,
  text text not null,
  -- TD, 退订: they are to be left alone.
  stop boolean not null default false,
  received_at timestamptz not null,
  -- Whose number it is, where that is one patient's, or where somebody has said so.
  patient_id uuid references patients,
  -- The last text that had gone there (no foreign key: texts are forgotten sooner).
  message_id uuid,
  about_noun text,
  about_id uuid,
  contact_id uuid references contacts,
  restricted boolean not null default false,
  barred_staff uuid[] not null default '{}',
  note text not null default '',
  -- The matter that was made of it.
  became_noun text,
  became_id uuid,
  settled_at timestamptz,
  settled_by_id uuid references staff,
  updated_at timestamptz not null,
  unique (gateway_id, external_id)
);
create index replies_unread on replies (received_at) where status = 'unread';
create index replies_number on replies (from_number, received_at);

-- Long replies come in pieces, in any order.
create table reply_parts (
  gateway_id uuid not null references gateways,
  from_number text not null,
  series int not null,
  total int not null,
  place int not null,
  text text not null,
  at timestamptz not null,
  primary key (gateway_id, from_number, series, place)
);

-- Numbers that asked for no more texts: whoever they belong to.
create table silenced (
  number text primary key,
  at timestamptz not null,
  reply_id uuid references replies
);

-- A link in a text opens the page of one matter once: exchanged for half an hour there.
create table answer_links (
  token_hash bytea primary key,
  case_id uuid not null references cases,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index answer_links_case on answer_links (case_id);

-- A text about a matter, or about a task of one, is hidden with it when it is judged anew, and so is what was written
-- back with the conversation in which it stands. A reply that may be about one of several matters is only ever hidden more.
create index messages_about on messages (about_id) where about_id is not null;
create index replies_about on replies (about_id) where about_id is not null;
create function hide_texts_about() returns trigger language plpgsql as $$
begin
  update messages set restricted = new.restricted, barred_staff = new.barred_staff
  where about_noun = tg_argv[0] and about_id = new.id;
  update replies set restricted = new.restricted, barred_staff = new.barred_staff
  where about_noun = tg_argv[0] and about_id = new.id;
  update contacts set restricted = new.restricted, barred_staff = new.barred_staff
  where not origin and id in (
    select contact_id from messages where about_noun = tg_argv[0] and about_id = new.id and contact_id is not null
    union all select contact_id from replies where about_noun = tg_argv[0] and about_id = new.id and contact_id is not null);
  if tg_argv[0] = 'case' then
    with known as (
      update replies r set restricted = r.restricted or new.restricted,
        barred_staff = array(select distinct b from unnest(r.barred_staff || new.barred_staff) b)
      where r.about_id is null and r.from_number in (select phone from reporters where case_id = new.id and phone is not null)
        and r.received_at >= new.received_at
      returning r.contact_id, r.restricted, r.barred_staff
    )
    update contacts c set restricted = k.restricted, barred_staff = k.barred_staff
    from known k where c.id = k.contact_id and not c.origin;
  end if;
  return null;
end $$;
create trigger cases_hide_texts after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function hide_texts_about('case');
create trigger tasks_hide_texts after update of restricted, barred_staff on tasks for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function hide_texts_about('task');
