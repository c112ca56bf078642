-- Evidence under lock, and the mobile station: where it stands, what is looked at, and what was written on the way.
-- Beside old nodes: yes; they know nothing of locked files and of stations, and touch neither.

alter table files
  -- Why nobody should open it: broken, acting by itself, or hiding another file. Kept exactly as it came.
  add column quarantine text,
  -- Supervision has looked and let it out; it is never shown in its place, only put down.
  add column released_at timestamptz;
