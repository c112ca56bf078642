-- Campuses, departments, staff, sessions, tokens, the roster and the hospital's settings.
-- Beside old nodes: yes (first migration).

create table campuses (
  id uuid primary key,
  name text not null unique,
  sort int not null default 0
);

create table departments (
  id uuid primary key,
  campus_id uuid not null references campuses,
  name text not null,
  -- 科室组: the line of the yearly report (外科, 内科, 妇产科, 儿科 …).
  department_group text not null,
  active boolean not null default true,
  unique (campus_id, name)
);

create table staff (
  id uuid primary key,
  login text not null unique,
  name text not null,
  role text not null check (role in ('agent', 'lead', 'department', 'supervision', 'leadership', 'admin')),
  -- Those he answers for: one for most, several for a head of several.
  departments uuid[] not null default '{}',
  campus_id uuid references campuses,
  -- The next one up; the accused and all above him never handle a matter about him.
  superior_id uuid references staff,
  status text not null default 'active' check (status in ('active', 'disabled')),
  password_hash text,
  must_change_password boolean not null default false,
  totp_secret text,
  -- A second factor that is being enrolled: it counts only once a code of it was right.
  totp_pending text,
  totp_last_step bigint,
  recovery_hashes text[] not null default '{}',
  -- Demo people are listed on the sign-in page, passwords and all; they exist only in demo data.
  demo boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Only the hash of a session's token is kept.
create table sessions (
  token_hash bytea primary key,
  staff_id uuid not null references staff,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- 'password': the second factor is still owed, and nothing else is open to it.
  stage text not null check (stage in ('password', 'full')),
  address text not null,
  agent text not null
);
create index sessions_staff on sessions (staff_id);

-- Every try at the door, written before the password is looked at, so that tries sent at once cannot pass uncounted.
create table sign_in_attempts (
  id uuid primary key,
  -- A hash of what was typed: people type passwords into the wrong field.
  account text not null,
  address text not null,
  at timestamptz not null,
  -- 'refused': locked out or throttled, the password was not looked at.
  outcome text not null check (outcome in ('failed', 'succeeded', 'refused')),
  -- A failure that no longer counts against the account: the right password followed, or it was reset.
  forgiven boolean not null default false
);
create index sign_in_attempts_account on sign_in_attempts (account, at) where outcome = 'failed' and not forgiven;
create index sign_in_attempts_address on sign_in_attempts (address, at) where outcome = 'failed';
create index sign_in_attempts_known on sign_in_attempts (account, address) where outcome = 'succeeded';
create index sign_in_attempts_at on sign_in_attempts (at);

create table api_tokens (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  staff_id uuid not null references staff,
  -- Verbs it may use: 'case.read', 'discharge.import' …; '*' for all of its person's.
  scopes text[] not null,
  status text not null default 'active' check (status in ('active', 'revoked')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz
);

-- Who is on duty on which day; a day nobody is entered for counts everyone as present.
create table duties (
  day date not null,
  staff_id uuid not null references staff,
  primary key (day, staff_id)
);

create table settings (
  key text primary key,
  value jsonb not null
);

-- Attachments lie in the database, so that one backup holds everything.
create table files (
  id uuid primary key,
  noun text not null,
  subject uuid not null,
  name text not null,
  type text not null,
  size int not null,
  sha256 bytea not null,
  content bytea not null,
  by_id uuid not null references staff,
  at timestamptz not null
);
create index files_subject on files (noun, subject);
