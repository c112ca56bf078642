-- 苗头: what keeps coming back, found by the program in the cases' own rows, and what people made of it.
-- Beside old nodes: yes; they know of no proposals.

create table proposals (
  id uuid primary key,
  -- found by the program; taken up, dismissed with a reason, or over by itself.
  status text not null check (status in ('found', 'taken', 'dismissed', 'over')),
  -- Among whose cases it was reckoned: those that the whole centre may see, or all of them, for supervision.
  reckoning text not null check (reckoning in ('centre', 'supervision')),
  -- The cell, attribute by attribute, and its name. What is empty was not looked at.
  key text not null,
  category text,
  department_id uuid references departments,
  place text,
  hours text,
  weekday int,
  -- People within so many days, how many were to be expected, and how often a month chance shows as many.
  span int not null,
  observed int not null,
  expected double precision not null,
  by_chance double precision not null,
  since date not null,
  found_at timestamptz not null,
  -- The day of the latest of its cases.
  latest date not null,
  -- Found again after it was dismissed.
  risen int not null default 0,
  decided_by_id uuid references staff,
  decided_at timestamptz,
  reason text,
  -- It rests on what only supervision may know; and whoever is barred from one of its cases finds nothing of it.
  restricted boolean not null,
  barred_staff uuid[] not null,
  updated_at timestamptz not null,
  check (status <> 'dismissed' or reason is not null)
);
-- One cell is proposed once as long as it is not over.
create unique index proposals_once on proposals (reckoning, key) where status <> 'over';
create index proposals_list on proposals (found_at desc, id desc);

create table proposal_cases (
  proposal_id uuid not null references proposals,
  case_id uuid not null references cases,
  primary key (proposal_id, case_id)
);
create index proposal_cases_case on proposal_cases (case_id);

-- What becomes restricted later takes its proposals with it; nothing of them comes back to the centre by itself.
create function proposals_follow_the_case() returns trigger language plpgsql as $$
begin
  update proposals p set restricted = p.restricted or new.restricted,
    barred_staff = array(select distinct b from proposal_cases pc join cases c on c.id = pc.case_id, unnest(c.barred_staff) b
      where pc.proposal_id = p.id)
  where exists (select from proposal_cases pc where pc.proposal_id = p.id and pc.case_id = new.id);
  return null;
end $$;
create trigger proposals_follow after update of restricted, barred_staff on cases for each row
  when (old.restricted <> new.restricted or old.barred_staff <> new.barred_staff)
  execute function proposals_follow_the_case();
